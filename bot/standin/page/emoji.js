// @ts-check
/** A small board of emoji to react with; any other can be pasted into its field. */

import { h, roving } from "./dom.js";
import { openPopover } from "./popover.js";

const BOARD = [..."👍👎🤔❤😂😮😢😡🎉🔥✅❌👀🙏💡⭐🚀👏💯🟢🔴🟡⚪❓❗📰🔖📌💬⚖🌍☀🙂😐🙁🥳😴🤝💪🧵"];

/** @param {HTMLElement} anchor @param {(name: string) => void} onPick */
export function openEmoji(anchor, onPick) {
  const buttons = BOARD.map((sign, index) => h("button", { type: "button", class: "emoji-cell", tabindex: index ? "-1" : "0", data: { pick: sign } }, sign));
  const board = h("div", { class: "emoji-board" }, buttons);
  const field = /** @type {HTMLInputElement} */ (h("input", { class: "field", placeholder: "or paste another emoji", "aria-label": "Another emoji", maxlength: "40" }));
  const close = openPopover(anchor, h("div", { class: "emoji-box" }, board, field), { label: "Choose an emoji" });
  buttons[0]?.focus();
  roving(board, ".emoji-cell");
  const pick = (/** @type {string} */ name) => {
    close();
    if (name) onPick(name);
  };
  board.addEventListener("click", (event) => {
    const cell = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".emoji-cell"));
    if (cell?.dataset.pick) pick(cell.dataset.pick);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") pick(field.value.trim());
  });
}
