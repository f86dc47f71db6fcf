// @ts-check
/** A form that an app opened: what stands in it, what is wrong with what was filled in, and sending it. */

import { openForm } from "./dialog.js";
import { tellIn } from "./faults.js";
import { h } from "./dom.js";
import { markdown } from "./markdown-view.js";
import { drawField } from "./modal-fields.js";

const ROW = 1;
const TEXT = 10;
const LABEL = 18;

/** @typedef {{component: any, field?: import("./modal-fields.js").Field, place?: HTMLElement, wrap: (own: any) => any}} Part */

/** @param {any} desk @param {any} modal as it arrived @param {any} place channel and server of what opened it */
export function openModal(desk, modal, place) {
  const names = { store: desk.store, guildId: place.guild_id ?? null, go: desk.go };
  const { laidAside } = desk;
  // by what it looks like: apps give the same form other ids each time
  const key = [modal.application?.id, modal.title, ...(modal.components ?? []).map((/** @type {any} */ item) => item.label)].join("\n");
  const before = laidAside.get(key) ?? [];
  const parts = (modal.components ?? []).map((/** @type {any} */ item, /** @type {number} */ index) => partOf(item, names, before[index])).filter(Boolean);
  let sent = false;
  const onSubmit = async () => {
    /** @type {File[]} */
    const files = [];
    const components = filledIn(parts, files);
    await desk.interactions.submit(modal, components, place, files);
    sent = true;
  };
  const onClose = () => {
    if (sent) laidAside.delete(key);
    else laidAside.set(key, parts.map((/** @type {Part} */ part) => part.field?.typed?.()));
  };
  openForm({ title: modal.title, content: parts.map((part) => part.place), submit: "Submit", testid: "modal", submitTestid: "modal-submit", onSubmit, onClose });
}

/** Everything in the wire's shape; what does not fit is told at its field, and the first of it here.
 * @param {Part[]} parts @param {File[]} files */
function filledIn(parts, files) {
  const read = parts.map((part) => ({ part, ...(part.field?.read(files) ?? { values: {} }) }));
  for (const { part, fault } of read) if (part.field) tellIn(part.place ?? null, fault ?? "");
  const wrong = read.find((item) => item.fault);
  if (wrong) {
    wrong.part.field?.focus();
    throw new Error("Something is missing or does not fit: see above.");
  }
  return read.map(({ part, values }) => {
    const { type, id, custom_id: name } = part.component;
    return part.wrap(part.field ? { type, id, custom_id: name, ...values } : { type, id });
  });
}

/** A row of the old kind, a label of the new, or text between them.
 * @param {any} item @param {any} names @param {any} before what was typed earlier @returns {Part | null} */
function partOf(item, names, before) {
  if (item.type === TEXT) return { component: item, place: h("div", { class: "c-text" }, markdown(item.content, names)), wrap: (own) => own };
  const component = item.type === LABEL ? item.component : item.components?.[0];
  if (!component) return null;
  const id = `modal-${component.custom_id}`;
  const label = item.label ?? component.label ?? "";
  const field = drawField(component, { id, label, names, before, described: item.description ? `${id}-words` : undefined });
  const required = component.type !== 23 && (component.required ?? true);
  const mark = required && h("span", { class: "required" }, "required");
  const place = h(
    "div",
    { class: "modal-row", data: { kind: component.type } },
    h("label", { id: `${id}-label`, for: field.group ? undefined : id }, label, " ", mark),
    item.description && h("p", { class: "quiet small-text", id: `${id}-words` }, item.description),
    field.element,
  );
  place.addEventListener("input", () => tellIn(place, ""));
  const wrap = (/** @type {any} */ own) => (item.type === LABEL ? { type: LABEL, id: item.id, component: own } : { type: ROW, id: item.id, components: [own] });
  return { component, field, place, wrap };
}
