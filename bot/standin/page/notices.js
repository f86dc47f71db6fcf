// @ts-check
/** What is said in passing: toasts for faults, and words for screen readers only. */

import { byId, h } from "./dom.js";

const STAYS = 6000;

/** @param {string} words */
export function toast(words) {
  const item = h("div", { class: "toast", "data-testid": "toast" }, words);
  byId("toasts").append(item);
  window.setTimeout(() => item.remove(), STAYS);
}

/** Reads a sentence to a screen reader without moving anything. @param {string} words */
export function announce(words) {
  const region = byId("announcer");
  region.append(h("p", {}, words));
  while (region.childElementCount > 4) region.firstElementChild?.remove();
}
