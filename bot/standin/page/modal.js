// @ts-check
/** A form that an app opened: text fields, selects and files, each under its label. */

import { choicesOf, SELECTS } from "./choices.js";
import { fill, h, icon } from "./dom.js";
import { markdown } from "./markdown-view.js";
import { openPicker } from "./popover.js";

const TEXT = 4;
const FILES = 19;

/** @param {any} desk @param {any} modal as it arrived @param {any} place channel and server of what opened it */
export function openModal(desk, modal, place) {
  /** @type {(() => {component: any, fault?: string})[]} */
  const readers = [];
  /** @type {File[]} */
  const files = [];
  const names = { store: desk.store, guildId: place.guild_id ?? null, go: desk.go };
  const fields = (modal.components ?? []).map((/** @type {any} */ item) => drawItem(item, names, readers, files));
  const fault = h("p", { class: "composer-fault", role: "alert", hidden: true });
  const submit = h("button", { type: "submit", class: "button primary", "data-testid": "modal-submit" }, "Submit");
  const cancel = h("button", { type: "button", class: "button secondary", on: { click: () => dialog.close() } }, "Cancel");
  const close = h("button", { type: "button", class: "tool", "aria-label": "Close", on: { click: () => dialog.close() } }, icon("close"));
  const form = h("form", { class: "modal-form", novalidate: true }, fields, fault, h("div", { class: "modal-foot" }, cancel, submit));
  const dialog = /** @type {HTMLDialogElement} */ (
    h("dialog", { class: "modal", "aria-labelledby": "modal-title", "data-testid": "modal" }, h("div", { class: "modal-head" }, h("h2", { id: "modal-title" }, modal.title), close), form)
  );
  const complain = (/** @type {string} */ words) => {
    fill(fault, words);
    fault.hidden = !words;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    files.length = 0;
    const read = readers.map((reader) => reader());
    const wrong = read.find((item) => item.fault);
    complain(wrong?.fault ?? "");
    if (wrong) return;
    submit.setAttribute("disabled", "");
    try {
      await desk.interactions.submit(modal, read.map((item) => item.component), place, files);
      dialog.close();
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
      submit.removeAttribute("disabled");
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  const first = form.querySelector("input, textarea, .select");
  if (first instanceof HTMLElement) first.focus();
}

/** A row of the old kind, a label of the new, or text between them.
 * @param {any} item @param {any} names @param {any[]} readers @param {File[]} files */
function drawItem(item, names, readers, files) {
  if (item.type === 10) return h("div", { class: "c-text" }, markdown(item.content, names));
  const field = item.type === 18 ? item.component : item.components?.[0];
  if (!field) return null;
  const id = `modal-${field.custom_id}`;
  const required = field.required ?? true;
  const label = item.label ?? field.label ?? "";
  const { element, read } = drawField(field, id, label, names, files);
  readers.push(() => {
    const { values, fault } = read();
    const own = { type: field.type, id: field.id, custom_id: field.custom_id, ...values };
    const component = item.type === 18 ? { type: 18, id: item.id, component: own } : { type: 1, id: item.id, components: [own] };
    return { component, fault: fault && `${label}: ${fault}` };
  });
  return h(
    "div",
    { class: "modal-row" },
    h("label", { for: id }, label, " ", required && h("span", { class: "required" }, "required")),
    item.description && h("p", { class: "quiet small-text" }, item.description),
    element,
  );
}

/** @typedef {{element: HTMLElement, read: () => {values: any, fault?: string}}} Field */

/** @param {any} field @param {string} id @param {string} label @param {any} names @param {File[]} files @returns {Field} */
function drawField(field, id, label, names, files) {
  if (field.type === TEXT) return textField(field, id);
  if (field.type === FILES) return fileField(field, id, files);
  if (SELECTS.has(field.type)) return selectField(field, id, label, names);
  const element = h("p", { class: "quiet" }, "(a field that this page does not draw)");
  return { element, read: () => ({ values: {} }) };
}

/** @param {any} field @param {string} id @returns {Field} */
function textField(field, id) {
  const long = field.style === 2;
  const props = { class: "field", id, placeholder: field.placeholder, maxlength: field.max_length ?? 4000, data: { field: field.custom_id } };
  const element = /** @type {HTMLInputElement} */ (h(long ? "textarea" : "input", long ? { ...props, rows: 4 } : props));
  element.value = field.value ?? "";
  const read = () => {
    const value = element.value;
    const least = Math.max(field.min_length ?? 0, field.required ?? true ? 1 : 0);
    const short = value.length < least && (value || (field.required ?? true));
    return { values: { value }, fault: short ? (least > 1 ? `at least ${least} characters.` : "this one is required.") : undefined };
  };
  return { element, read };
}

/** @param {any} field @param {string} id @param {File[]} files @returns {Field} */
function fileField(field, id, files) {
  const element = /** @type {HTMLInputElement} */ (h("input", { class: "field", type: "file", id, multiple: (field.max_values ?? 1) > 1, data: { field: field.custom_id } }));
  const read = () => {
    const chosen = [...(element.files ?? [])];
    const values = chosen.map((file) => String(files.push(file) - 1));
    const least = field.min_values ?? (field.required ?? true ? 1 : 0);
    return { values: { values }, fault: chosen.length < least ? "a file is required." : undefined };
  };
  return { element, read };
}

/** @param {any} field @param {string} id @param {string} label @param {any} names @returns {Field} */
function selectField(field, id, label, names) {
  const choices = choicesOf(field, names.store, names.guildId);
  let values = choices.filter((choice) => choice.selected).map((choice) => choice.value);
  const shown = h("span", { class: "quiet" }, field.placeholder || "Make a selection");
  const element = h("button", { type: "button", class: "select", id, "aria-haspopup": "listbox", "aria-expanded": "false", data: { field: field.custom_id } }, shown, icon("down"));
  const say = () => {
    const labels = choices.filter((choice) => values.includes(choice.value)).map((choice) => choice.label);
    if (labels.length) fill(shown, labels.join(", "));
  };
  say();
  element.addEventListener("click", () => {
    const current = choices.map((choice) => ({ ...choice, selected: values.includes(choice.value) }));
    const onPick = (/** @type {string[]} */ picked) => {
      values = picked;
      say();
    };
    openPicker(element, { label, choices: current, min: field.min_values ?? 1, max: field.max_values ?? 1, onPick });
  });
  const read = () => ({ values: { values }, fault: (field.required ?? true) && values.length < (field.min_values ?? 1) ? "choose something." : undefined });
  return { element, read };
}
