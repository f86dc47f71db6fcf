// @ts-check
/** The pinned messages of a channel: read, gone to, and taken down by those who may. */

import { textOf } from "./components.js";
import { fill, h } from "./dom.js";
import { tellIn } from "./faults.js";
import { words } from "./markdown-view.js";
import { may, PERMISSION } from "./permissions.js";
import { openPopover } from "./popover.js";
import { timeOf } from "./snowflake.js";
import { exact } from "./times.js";
import { THREAD_TYPES } from "./store.js";

/** @param {HTMLElement} anchor @param {any} desk @param {string} channelId */
export async function openPins(anchor, desk, channelId) {
  const list = h("ul", { class: "pins", "aria-label": "Pinned messages" }, h("li", { class: "quiet pad" }, "Loading…"));
  const box = h("div", { class: "pins-box", role: "group", "aria-label": "Pinned messages", tabindex: "-1", autofocus: true, "data-testid": "pin-list" }, h("h3", { class: "group-title" }, "Pinned messages"), list);
  const close = openPopover(anchor, box, { label: "Pinned messages" });
  try {
    const { items } = await desk.rest.get(`/channels/${channelId}/messages/pins`);
    const names = { store: desk.store, guildId: desk.store.channel(channelId)?.guild_id ?? null, go: desk.go };
    const rows = items.map((/** @type {any} */ item) => row(item.message, { desk, channelId, names, box, close }));
    fill(list, rows.length ? rows : h("li", { class: "quiet pad" }, "Nothing is pinned here."));
    const first = list.querySelector("button");
    if (first && box.contains(document.activeElement)) first.focus();
  } catch (error) {
    fill(list);
    tellIn(box, /** @type {Error} */ (error).message);
  }
}

/** @param {any} message @param {{desk: any, channelId: string, names: any, box: HTMLElement, close: () => void}} around */
function row(message, { desk, channelId, names, box, close }) {
  const who = desk.store.nameOf(message.author?.id, names.guildId);
  const said = words(textOf(message), names).slice(0, 240) || "(no text)";
  const go = h("button", { type: "button", class: "text-button", "aria-label": `Go to the message of ${who}` }, "Go to it");
  go.addEventListener("click", () => {
    close();
    goTo(desk, channelId, message.id);
  });
  const entry = h("li", { class: "pin" }, h("div", { class: "message-head" }, h("strong", {}, who), h("time", { class: "quiet" }, exact(timeOf(message.id).getTime()))), h("p", {}, said), h("div", { class: "pin-tools" }, go));
  if (may(desk.store, channelId, PERMISSION.PIN_MESSAGES)) entry.querySelector(".pin-tools")?.append(unpin(desk, channelId, message, entry, box));
  return entry;
}

/** @param {any} desk @param {string} channelId @param {any} message @param {HTMLElement} entry @param {HTMLElement} box */
function unpin(desk, channelId, message, entry, box) {
  const button = h("button", { type: "button", class: "text-button" }, "Unpin");
  button.addEventListener("click", async () => {
    try {
      await desk.rest.delete(`/channels/${channelId}/messages/pins/${message.id}`);
      entry.remove();
      box.focus();
    } catch (error) {
      tellIn(box, /** @type {Error} */ (error).message);
    }
  });
  return button;
}

/** @param {any} desk @param {string} channelId @param {string} messageId */
function goTo(desk, channelId, messageId) {
  const inThread = THREAD_TYPES.has(desk.store.channel(channelId)?.type);
  if (!inThread) desk.go(channelId, messageId);
  else desk.panel?.view.jumpTo?.(messageId);
}
