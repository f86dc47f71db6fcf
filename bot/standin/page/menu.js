// @ts-check
/** A menu beside a button: arrows move, Enter chooses, Esc goes back to the button. */

import { h, roving } from "./dom.js";
import { openPopover } from "./popover.js";

/** @typedef {{label: string, note?: string, danger?: boolean, run: () => unknown}} Item */

/** Opens the items beside `anchor`; what one of them fails with goes to `tell`.
 * @param {HTMLElement} anchor @param {{label: string, items: Item[], tell: (words: string) => void}} options */
export function openMenu(anchor, { label, items, tell }) {
  const pick = async (/** @type {Item} */ item) => {
    close();
    try {
      await item.run();
    } catch (error) {
      tell(/** @type {Error} */ (error).message);
    }
  };
  const rows = items.map((item, index) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        class: item.danger ? "menu-item danger" : "menu-item",
        tabindex: index ? "-1" : "0",
        data: { menu: item.label },
        on: { click: () => pick(item) },
      },
      h("span", {}, item.label),
      item.note && h("span", { class: "badge" }, item.note),
    ),
  );
  const list = h("div", { class: "menu" }, rows.length ? rows : h("p", { class: "quiet pad" }, "Nothing that you may do here."));
  roving(list, ".menu-item");
  const close = openPopover(anchor, list, { label, role: "menu" });
}
