// @ts-check
/** Links to messages and channels: on Discord they lead to its own site, here to the same place on this page. */

import { h, icon, outward } from "./dom.js";

const PLACE = /^https:\/\/(?:(?:ptb|canary)\.)?discord(?:app)?\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?\/?$/;

/** @param {unknown} address @param {import("./markdown-view.js").Names} names @returns {{channelId: string, messageId?: string} | null} */
function placeOf(address, names) {
  const found = PLACE.exec(String(address));
  return found?.[1] && names.store.channel(found[1]) ? { channelId: found[1], messageId: found[2] } : null;
}

/** A link to wherever the address leads, on this page or outside.
 * @param {string} address @param {Record<string, any>} props @param {import("./markdown-view.js").Names} names
 * @param {import("./dom.js").Child[]} children @param {boolean} [marked] whether an icon tells the outside */
export function linkTo(address, props, names, children, marked = false) {
  const place = placeOf(address, names);
  if (!place) return outward(address, props, ...children, marked && icon("link"));
  const go = (/** @type {Event} */ event) => {
    event.preventDefault();
    names.go(place.channelId, place.messageId);
  };
  return h("a", { ...props, title: undefined, href: `#/${place.channelId}`, data: { jump: place.messageId }, on: { click: go } }, ...children);
}
