// @ts-check
/** What went wrong with an action, in one sentence beside the thing that was acted on. */

import { fill, h } from "./dom.js";

/** Says it inside `place`, once however often it fails; no words take it away again.
 * @param {Element | null} place @param {string} words */
export function tellIn(place, words) {
  if (!place) return;
  const known = place.querySelector(":scope > .action-fault");
  if (!words) known?.remove();
  else if (known) fill(known, words);
  else place.append(h("p", { class: "action-fault", role: "alert", "data-testid": "action-fault" }, words));
}

/** Says it under a message, wherever that is on screen now. @param {string} messageId @param {string} words */
export function tellUnder(messageId, words) {
  const entries = document.querySelectorAll(`li[data-message-id="${CSS.escape(messageId)}"]`);
  const shown = [...entries].find((entry) => entry instanceof HTMLElement && entry.offsetParent) ?? null;
  tellIn(shown?.querySelector(".message-body") ?? null, words);
}
