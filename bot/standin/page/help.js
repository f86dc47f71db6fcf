// @ts-check
/** What each key does. */

import { h, icon } from "./dom.js";

/** @type {[string[], string][]} */
const KEYS = [
  [["Tab"], "to the next control"],
  [["F6"], "to the next part of the page: channels, messages, writing, calls, people"],
  [["↑", "↓"], "from message to message, channel to channel; Home and End to the first and the last"],
  [["Enter"], "opens, presses, sends"],
  [["/"], "at the beginning of a message: the bot's commands"],
  [["Esc"], "closes what is open and returns to where one was"],
  [["?"], "these keys"],
];

export function openHelp() {
  const close = h("button", { type: "button", class: "tool", "aria-label": "Close", on: { click: () => dialog.close() } }, icon("close"));
  const rows = KEYS.map(([keys, words]) => h("div", { class: "help-row" }, h("dt", {}, keys.map((key) => h("kbd", {}, key))), h("dd", {}, words)));
  const dialog = /** @type {HTMLDialogElement} */ (
    h("dialog", { class: "help", "aria-labelledby": "help-title" }, h("header", { class: "help-head" }, h("h2", { id: "help-title" }, "Keys"), close), h("dl", {}, rows))
  );
  const back = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back instanceof HTMLElement) back.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}
