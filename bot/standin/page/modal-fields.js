// @ts-check
/** The fields of an app's form: text, files, selects, radio buttons and checkboxes, each knowing what is wrong with it. */

import { acceptOf } from "./attachments.js";
import { choicesOf, SELECTS } from "./choices.js";
import { fill, h, icon } from "./dom.js";
import { openPicker } from "./popover.js";

const TEXT = 4;
const FILES = 19;
const RADIOS = 21;
const CHECKBOXES = 22;
const CHECKBOX = 23;
const MISSING = "This one is required.";

/**
 * `read` gives its values in the wire's shape, files put with the others, or what is wrong; `typed` is what to give back as `before`.
 * @typedef {{element: HTMLElement, group?: boolean, focus: () => void, typed?: () => any, read: (files: File[]) => {values: any, fault?: string}}} Field
 * @typedef {{id: string, label: string, names: any, before?: any, described?: string}} Setting
 */

/** @param {any} field its component @param {Setting} setting @returns {Field} */
export function drawField(field, setting) {
  if (field.type === TEXT) return textField(field, setting);
  if (field.type === FILES) return fileField(field, setting);
  if (field.type === RADIOS) return radios(field, setting);
  if (field.type === CHECKBOXES) return checkboxes(field, setting);
  if (field.type === CHECKBOX) return checkbox(field, setting);
  if (SELECTS.has(field.type)) return selectField(field, setting);
  return { element: h("p", { class: "quiet" }, "(a field that this page does not draw)"), focus: () => {}, read: () => ({ values: {} }) };
}

/** @param {any} field */
function isRequired(field) {
  return field.required ?? true;
}

/** @param {any} field @param {Setting} setting @returns {Field} */
function textField(field, { id, before, described }) {
  const long = field.style === 2;
  const least = field.min_length ?? 0;
  const most = field.max_length ?? 4000;
  const props = { class: "field", id, placeholder: field.placeholder, "aria-describedby": `${described ?? ""} ${id}-count`.trim(), "aria-required": isRequired(field), data: { field: field.custom_id } };
  const input = /** @type {HTMLInputElement} */ (h(long ? "textarea" : "input", long ? { ...props, rows: 4 } : props));
  input.value = before ?? field.value ?? "";
  const count = h("span", { class: "option-hint", id: `${id}-count` });
  const settle = () => fill(count, least || most < 4000 || input.value.length > most * 0.9 ? `${input.value.length} characters of ${least ? `${least} to ` : ""}${most}` : "");
  input.addEventListener("input", settle);
  settle();
  const read = () => {
    const { value } = input;
    const { length } = value;
    if (!length && isRequired(field)) return { values: { value }, fault: MISSING };
    if (length && length < least) return { values: { value }, fault: `At least ${least} characters.` };
    return { values: { value }, fault: length > most ? `At most ${most} characters.` : undefined };
  };
  return { element: h("div", { class: "modal-field" }, input, count), focus: () => input.focus(), typed: () => input.value, read };
}

/** @param {any} field @param {Setting} setting @returns {Field} */
function fileField(field, { id, described }) {
  const least = isRequired(field) ? field.min_values ?? 1 : field.min_values ?? 0;
  const most = field.max_values ?? 1;
  const hint = h("span", { class: "option-hint", id: `${id}-hint` }, most > 1 ? `Up to ${most} files` : "One file");
  const input = /** @type {HTMLInputElement} */ (
    h("input", { class: "field", type: "file", id, multiple: most > 1, accept: acceptOf(field.file_types), "aria-describedby": `${described ?? ""} ${id}-hint`.trim(), "aria-required": isRequired(field), data: { field: field.custom_id } })
  );
  const read = (/** @type {File[]} */ files) => {
    const chosen = [...(input.files ?? [])];
    if (chosen.length < least && (chosen.length || isRequired(field))) return { values: {}, fault: least > 1 ? `At least ${least} files.` : "A file is required." };
    if (chosen.length > most) return { values: {}, fault: most > 1 ? `At most ${most} files.` : "Only one file." };
    return { values: { values: chosen.map((file) => String(files.push(file) - 1)) } };
  };
  return { element: h("div", { class: "modal-field" }, input, hint), focus: () => input.focus(), read };
}

/** @param {any} field @param {Setting} setting @returns {Field} */
function radios(field, { id, before, described }) {
  const chosen = before === undefined ? field.options.find((/** @type {any} */ option) => option.default)?.value : before;
  const { element, inputs } = group(field, { id, described, type: "radio", role: "radiogroup", isChosen: (value) => value === chosen });
  const value = () => inputs.find((input) => input.checked)?.value ?? null;
  const read = () => ({ values: { value: value() }, fault: value() === null && isRequired(field) ? "Choose one." : undefined });
  return { element, group: true, focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(), typed: value, read };
}

/** @param {any} field @param {Setting} setting @returns {Field} */
function checkboxes(field, { id, before, described }) {
  const isChosen = (/** @type {string} */ value, /** @type {any} */ option) => (before === undefined ? Boolean(option.default) : before.includes(value));
  const { element, inputs } = group(field, { id, described, type: "checkbox", role: "group", isChosen });
  const values = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const least = field.min_values ?? (isRequired(field) ? 1 : 0);
  const most = field.max_values ?? inputs.length;
  const read = () => {
    const { length } = values();
    const few = length < least && (length > 0 || isRequired(field));
    return { values: { values: values() }, fault: few ? `Choose at least ${least}.` : length > most ? `Choose at most ${most}.` : undefined };
  };
  return { element, group: true, focus: () => inputs[0]?.focus(), typed: values, read };
}

/** @param {any} field @param {{id: string, described?: string, type: string, role: string, isChosen: (value: string, option: any) => boolean}} how */
function group(field, { id, described, type, role, isChosen }) {
  /** @type {HTMLInputElement[]} */
  const inputs = [];
  const rows = field.options.map((/** @type {any} */ option) => {
    const input = /** @type {HTMLInputElement} */ (h("input", { type, name: id, value: option.value, checked: isChosen(option.value, option) }));
    inputs.push(input);
    return h("label", { class: "choice-row" }, input, h("span", { class: "option-words" }, h("span", {}, option.label), option.description && h("span", { class: "quiet" }, option.description)));
  });
  const element = h("div", { class: "choice-group", role, "aria-labelledby": `${id}-label`, "aria-describedby": described, data: { field: field.custom_id } }, rows);
  return { element, inputs };
}

/** @param {any} field @param {Setting} setting @returns {Field} */
function checkbox(field, { id, before, described }) {
  const input = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id, checked: before ?? Boolean(field.default), "aria-describedby": described, data: { field: field.custom_id } }));
  return { element: h("div", { class: "choice-row" }, input), focus: () => input.focus(), typed: () => input.checked, read: () => ({ values: { value: input.checked } }) };
}

/** @param {any} field @param {Setting} setting @returns {Field} */
function selectField(field, { id, label, names, before, described }) {
  const choices = choicesOf(field, names.store, names.guildId);
  let values = before ?? choices.filter((choice) => choice.selected).map((choice) => choice.value);
  const shown = h("span", { id: `${id}-value` });
  const button = h(
    "button",
    { type: "button", class: "select", id, "aria-haspopup": "listbox", "aria-expanded": "false", "aria-labelledby": `${id}-label ${id}-value`, "aria-describedby": described, data: { field: field.custom_id } },
    shown,
    icon("fold"),
  );
  const say = () => {
    const labels = choices.filter((choice) => values.includes(choice.value)).map((choice) => choice.label);
    shown.className = labels.length ? "" : "quiet";
    fill(shown, labels.join(", ") || field.placeholder || "Make a selection");
  };
  say();
  const least = isRequired(field) ? field.min_values ?? 1 : 0;
  button.addEventListener("click", () => {
    const current = choices.map((choice) => ({ ...choice, selected: values.includes(choice.value) }));
    const onPick = (/** @type {string[]} */ picked) => {
      values = picked;
      say();
      button.dispatchEvent(new Event("input", { bubbles: true }));
    };
    openPicker(button, { label, choices: current, min: least, max: field.max_values ?? 1, onPick });
  });
  const read = () => {
    const few = values.length < (field.min_values ?? 1) && (values.length > 0 || isRequired(field));
    return { values: { values }, fault: few ? "Choose something." : undefined };
  };
  return { element: button, focus: () => button.focus(), typed: () => values, read };
}
