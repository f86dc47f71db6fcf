// @ts-check
/** A board of emoji to choose from, a server's own first: found by name, or pasted. */

import { fill, h, roving } from "./dom.js";
import { openPopover } from "./popover.js";
import { SHORTCODES } from "./shortcodes.js";

const SHOWN_AT_FIRST = 48;

/** @typedef {{pick: string, sign: string, name: string}} Cell `pick` is its name, or name:id of a server's own */

/** @param {HTMLElement} anchor @param {(name: string) => void} onPick @param {any[]} [own] the server's */
export function openEmoji(anchor, onPick, own = []) {
  const cells = [
    ...own.map((emoji) => ({ pick: `${emoji.name}:${emoji.id}`, sign: `:${emoji.name}:`, name: emoji.name })),
    ...[...SHORTCODES].map(([name, sign]) => ({ pick: sign, sign, name })),
  ];
  const board = h("div", { class: "emoji-board", role: "group", "aria-label": "Emoji" });
  const field = /** @type {HTMLInputElement} */ (h("input", { class: "field", placeholder: "Find by name, or paste one", "aria-label": "Find an emoji by name, or paste one", maxlength: "40" }));
  draw(board, cells.slice(0, SHOWN_AT_FIRST));
  const close = openPopover(anchor, h("div", { class: "emoji-box" }, field, board), { label: "Choose an emoji" });
  const pick = (/** @type {string} */ name) => {
    close();
    if (name) onPick(name);
  };
  roving(board, ".emoji-cell");
  board.querySelector("button")?.focus();
  board.addEventListener("click", (event) => {
    const cell = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".emoji-cell"));
    if (cell?.dataset.pick) pick(cell.dataset.pick);
  });
  board.addEventListener("keydown", (event) => {
    const written = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (written || event.key === "Backspace") field.focus(); // where the key then writes
  });
  const found = () => cells.filter((cell) => cell.name.includes(field.value.trim().toLowerCase().replace(/:/g, ""))).slice(0, SHOWN_AT_FIRST);
  field.addEventListener("input", () => draw(board, found()));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") board.querySelector("button")?.focus();
    else if (event.key === "Enter") pick(found()[0]?.pick ?? field.value.trim());
    else return;
    event.preventDefault();
  });
}

/** @param {HTMLElement} board @param {Cell[]} cells */
function draw(board, cells) {
  const buttons = cells.map(({ pick, sign, name }, index) =>
    h("button", { type: "button", class: `emoji-cell${pick === sign ? "" : " own"}`, tabindex: index ? "-1" : "0", title: `:${name}:`, "aria-label": name.replace(/_/g, " "), data: { pick } }, sign),
  );
  fill(board, buttons.length ? buttons : h("p", { class: "quiet pad" }, "None of that name; Enter takes what stands above."));
}
