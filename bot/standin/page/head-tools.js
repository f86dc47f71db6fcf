// @ts-check
/** What one can do with a channel or discussion, at the end of its head: pins, people, and a menu of the rest. */

import { h, icon } from "./dom.js";
import { tellIn } from "./faults.js";
import { openIntegrations } from "./integrations.js";
import { openMembers } from "./members.js";
import { openMenu } from "./menu.js";
import { may, PERMISSION } from "./permissions.js";
import { openPins } from "./pins.js";
import { THREAD_TYPES } from "./store.js";
import { openThreadForm } from "./thread-form.js";
import { openThreads } from "./threads.js";

const TEXT_CHANNELS = new Set([0, 5]);
const POSTS_ONLY = new Set([15, 16]);

/** @param {any} desk @param {any} channel */
export function headTools(desk, channel) {
  const pins = tool("Pinned messages", "pin", "dialog", "pins", (button) => openPins(button, desk, channel.id));
  const members = tool("People here", "users", "dialog", "members", (button) => openMembers(button, desk, channel));
  const threads = tool("Discussions", "thread", "dialog", "threads", (button) => openThreads(button, desk, channel.id));
  const more = tool("More for this channel", "more", "menu", "channel-menu", (button) => {
    tellIn(button.closest(".head"), "");
    openMenu(button, { label: "Channel", items: itemsFor(desk, channel.id), tell: (words) => tellIn(button.closest(".head"), words) });
  });
  return h("div", { class: "head-tools", role: "group", "aria-label": "Channel tools" }, TEXT_CHANNELS.has(channel.type) ? threads : null, POSTS_ONLY.has(channel.type) ? null : pins, members, channel.guild_id ? more : null);
}

/** @param {string} name @param {string} sign @param {string} opens @param {string} testid @param {(button: HTMLElement) => void} open */
function tool(name, sign, opens, testid, open) {
  const button = h("button", { type: "button", class: "tool", "aria-label": name, title: name, "aria-haspopup": opens, "aria-expanded": "false", "data-testid": testid }, icon(sign));
  button.addEventListener("click", () => open(button));
  return button;
}

/** @param {any} desk @param {string} channelId @returns {import("./menu.js").Item[]} */
function itemsFor(desk, channelId) {
  const { store } = desk;
  const channel = store.channel(channelId);
  const items = THREAD_TYPES.has(channel.type) ? threadItems(desk, channel) : [];
  if (TEXT_CHANNELS.has(channel.type) && (may(store, channelId, PERMISSION.CREATE_PUBLIC_THREADS) || may(store, channelId, PERMISSION.CREATE_PRIVATE_THREADS))) {
    items.push({ label: "Start a discussion", run: () => openThreadForm(desk, channelId) });
  }
  if (may(store, channelId, PERMISSION.MANAGE_GUILD)) items.push({ label: "Integrations: who may use commands", run: () => openIntegrations(desk, channel.guild_id) });
  items.push({ label: "Copy channel ID", run: () => navigator.clipboard.writeText(channelId) });
  return items;
}

/** @param {any} desk @param {any} thread @returns {import("./menu.js").Item[]} */
function threadItems({ store, rest, person }, thread) {
  const path = `/channels/${thread.id}`;
  const state = thread.thread_metadata ?? {};
  const manages = may(store, thread.id, PERMISSION.MANAGE_THREADS);
  const owns = thread.owner_id === person.id;
  const change = (/** @type {string} */ label, /** @type {any} */ body) => ({ label, run: () => rest.patch(path, body) });
  const items = [];
  if (!state.archived) {
    const joined = { label: "Join the discussion", run: () => rest.put(`${path}/thread-members/@me`).then(() => store.putChannel({ id: thread.id, member: { id: thread.id } })) };
    const left = { label: "Leave the discussion", run: () => rest.delete(`${path}/thread-members/@me`).then(() => store.putChannel({ id: thread.id, member: undefined })) };
    items.push(thread.member ? left : joined);
  }
  if (state.archived && (manages || !state.locked)) items.push(change("Take it up again", { archived: false }));
  if (!state.archived && (manages || owns)) items.push(change("Put it away (archive)", { archived: true }));
  if (manages && state.archived) items.push(change(state.locked ? "Unlock and take up again" : "Lock", { archived: !state.locked, locked: !state.locked }));
  if (manages && !state.archived) items.push(change(state.locked ? "Unlock" : "Lock", { locked: !state.locked }));
  return items;
}
