// @ts-check
/** Windows over the page: a form that says what is wrong and keeps what was typed, and a question to be sure. */

import { fill, h, icon } from "./dom.js";

/**
 * Opens `content` as a form. `onSubmit` closes it by returning; what it throws is told above the buttons, and it stays.
 * @param {{title: string, content: (Node | null)[], submit: string, testid?: string, submitTestid?: string, danger?: boolean,
 *   onSubmit: () => Promise<unknown>, onClose?: () => void}} options
 * @returns {HTMLDialogElement}
 */
export function openForm({ title, content, submit, testid, submitTestid, danger = false, onSubmit, onClose }) {
  const fault = h("p", { class: "composer-fault", role: "alert", hidden: true });
  const send = h("button", { type: "submit", class: `button ${danger ? "danger" : "primary"}`, "data-testid": submitTestid }, submit);
  const cancel = h("button", { type: "button", class: "button secondary", on: { click: () => dialog.close() } }, "Cancel");
  const form = h("form", { class: "modal-form", novalidate: true }, content, fault, h("div", { class: "modal-foot" }, cancel, send));
  const dialog = frame(title, form, testid);
  const complain = (/** @type {string} */ words) => {
    fill(fault, words);
    fault.hidden = !words;
    if (words) fault.scrollIntoView({ block: "nearest" });
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    complain("");
    form.setAttribute("aria-busy", "true");
    try {
      await onSubmit();
      dialog.close();
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
  dialog.addEventListener("close", () => onClose?.());
  show(dialog, form);
  return dialog;
}

/** Opens something to look at and to use, with nothing to submit.
 * @param {{title: string, content: (Node | null)[], testid?: string}} options @returns {HTMLDialogElement} */
export function openWindow({ title, content, testid }) {
  const body = h("div", { class: "modal-form" }, content);
  const dialog = frame(title, body, testid);
  show(dialog, body);
  return dialog;
}

/** Asks before something that cannot be undone. @param {{title: string, words: string, submit: string, onSubmit: () => Promise<unknown>}} options */
export function ask({ title, words, submit, onSubmit }) {
  return openForm({ title, content: [h("p", {}, words)], submit, testid: "ask", submitTestid: "ask-yes", danger: true, onSubmit });
}

let counter = 0;

/** @param {string} title @param {HTMLElement} body @param {string | undefined} testid */
function frame(title, body, testid) {
  counter += 1;
  const id = `dialog-title-${counter}`;
  const close = h("button", { type: "button", class: "tool", "aria-label": "Close", title: "Close (Esc)", on: { click: () => dialog.close() } }, icon("close"));
  const dialog = /** @type {HTMLDialogElement} */ (
    h("dialog", { class: "modal", "aria-labelledby": id, "data-testid": testid }, h("div", { class: "modal-head" }, h("h2", { id }, title), close), body)
  );
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

/** @param {HTMLDialogElement} dialog @param {HTMLElement} body */
function show(dialog, body) {
  document.body.append(dialog);
  dialog.showModal();
  const first = /** @type {HTMLElement | null} */ (body.querySelector("input:not([type=hidden]), textarea, .select, [type=submit], button"));
  first?.focus();
}
