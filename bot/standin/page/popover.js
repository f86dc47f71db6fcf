// @ts-check
/** One small window at a time beside what opened it: closes on Esc, on a press outside, and gives focus back. */

import { h, icon } from "./dom.js";

let closeCurrent = () => {};

/**
 * Opens `content` beside `anchor`.
 * @param {HTMLElement} anchor @param {HTMLElement} content
 * @param {{label: string, role?: string, className?: string, onClose?: () => void, onLeave?: () => void}} options `onLeave`: a press outside
 * @returns {() => void} closes it
 */
export function openPopover(anchor, content, { label, role = "dialog", className = "", onClose, onLeave }) {
  closeCurrent();
  const box = h("div", { class: `popover ${className}`, role, "aria-label": label }, content);
  const outside = (/** @type {Event} */ event) => {
    const target = /** @type {Node} */ (event.target);
    if (box.contains(target) || anchor.contains(target)) return;
    close(false);
    onLeave?.();
  };
  const escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    close(true);
  };
  let open = true;
  const close = (/** @type {boolean} */ refocus) => {
    if (!open) return;
    open = false;
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", escape, true);
    window.removeEventListener("resize", place);
    box.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (refocus && anchor.isConnected) anchor.focus();
    onClose?.();
  };
  const place = () => placeBeside(box, anchor);
  closeCurrent = () => close(false);
  (anchor.closest("dialog") ?? document.body).append(box); // a modal dialog covers the body
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", escape, true);
  window.addEventListener("resize", place);
  anchor.setAttribute("aria-expanded", "true");
  place();
  const first = /** @type {HTMLElement | null} */ (box.querySelector("[autofocus], input, [aria-selected=true], button, [tabindex='0']"));
  first?.focus({ preventScroll: true });
  return () => close(true);
}

/** @param {HTMLElement} box @param {HTMLElement} anchor */
function placeBeside(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + 6 + height <= window.innerHeight || at.top < height + 6;
  const top = below ? Math.min(at.bottom + 6, window.innerHeight - height - 8) : at.top - height - 6;
  const left = Math.max(8, Math.min(at.left, window.innerWidth - width - 8));
  box.style.setProperty("left", `${left}px`);
  box.style.setProperty("top", `${Math.max(8, top)}px`);
}

/** @typedef {{value: string, label: string, description?: string, lead?: Node | string, selected?: boolean}} Choice */

/**
 * Lets one (or between `min` and `max`) of the choices be picked. A press outside takes what was changed, as
 * Discord's own does; Esc leaves all as it was.
 * @param {HTMLElement} anchor
 * @param {{label: string, title?: string, choices: Choice[], min?: number, max?: number, onPick: (values: string[]) => void}} options
 */
export function openPicker(anchor, { label, title, choices, min = 1, max = 1, onPick }) {
  const several = max > 1 || min === 0;
  const picked = new Set(choices.filter((choice) => choice.selected).map((choice) => choice.value));
  const rows = choices.map((choice) => row(choice, picked));
  const list = h("div", { class: "picker-list", role: "listbox", "aria-label": label, "aria-multiselectable": several }, rows);
  const apply = h("button", { type: "button", class: "button primary small", "data-testid": "picker-apply" }, "Apply");
  const filter = choices.length > 8 ? h("input", { class: "field", type: "search", placeholder: "Filter…", "aria-label": `Filter ${label}` }) : null;
  if (!choices.length) list.append(h("p", { class: "quiet pad" }, "Nothing to choose from."));
  const bounds = several && h("p", { class: "quiet small-text picker-bounds" }, boundsIn(min, Math.min(max, choices.length || max)));
  const content = h("div", { class: "picker" }, title && h("h3", { class: "group-title" }, title), filter, bounds, list, several && apply);
  const before = [...picked].sort().join();
  const fits = () => picked.size >= min && picked.size <= max;
  const onLeave = () => {
    if (fits() && [...picked].sort().join() !== before) onPick([...picked]);
  };
  const close = openPopover(anchor, content, { label, className: "picker-box", onLeave });
  const settle = () => {
    if (fits()) apply.removeAttribute("disabled");
    else apply.setAttribute("disabled", "");
  };
  list.addEventListener("click", (event) => {
    const hit = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[role=option]"));
    if (!hit) return;
    const value = hit.dataset.value ?? "";
    if (!several) {
      close();
      onPick([value]);
      return;
    }
    if (picked.has(value)) picked.delete(value);
    else if (picked.size < max) picked.add(value);
    hit.setAttribute("aria-selected", String(picked.has(value)));
    settle();
  });
  apply.addEventListener("click", () => {
    close();
    onPick([...picked]);
  });
  const none = h("p", { class: "quiet pad", role: "status" });
  list.after(none);
  none.hidden = true;
  filter?.addEventListener("input", () => {
    const wanted = /** @type {HTMLInputElement} */ (filter).value.trim().toLowerCase();
    for (const item of rows) item.hidden = !item.textContent?.toLowerCase().includes(wanted);
    none.hidden = rows.some((item) => !item.hidden);
    none.textContent = none.hidden ? "" : "Nothing fits.";
  });
  list.closest(".picker")?.addEventListener("keydown", (event) => moveThrough(/** @type {KeyboardEvent} */ (event), rows));
  settle();
}

/** @param {number} min @param {number} max */
function boundsIn(min, max) {
  if (min === max) return `Choose ${min}.`;
  return min ? `Choose ${min} to ${max}.` : `Choose up to ${max}.`;
}

/** @param {Choice} choice @param {Set<string>} picked */
function row(choice, picked) {
  return h(
    "div",
    { role: "option", class: "option", tabindex: "-1", "aria-selected": String(picked.has(choice.value)), data: { value: choice.value } },
    choice.lead && h("span", { class: "option-lead" }, choice.lead),
    h("span", { class: "option-words" }, h("span", {}, choice.label), choice.description && h("span", { class: "quiet" }, choice.description)),
    icon("check"),
  );
}

/** @param {KeyboardEvent} event @param {HTMLElement[]} rows */
function moveThrough(event, rows) {
  const shown = rows.filter((item) => !item.hidden);
  const at = shown.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (event.key === "ArrowDown") shown[Math.min(at + 1, shown.length - 1)]?.focus();
  else if (event.key === "ArrowUp") shown[Math.max(at - 1, 0)]?.focus();
  else if ((event.key === "Enter" || event.key === " ") && at >= 0) shown[at]?.click();
  else return;
  event.preventDefault();
}
