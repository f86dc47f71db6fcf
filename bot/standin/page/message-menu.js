// @ts-check
/** The menu of one message: the apps' message commands, and what the person may do with it. */

import { placesToWrite } from "./choices.js";
import { MESSAGE_MENU } from "./commands.js";
import { textOf } from "./components.js";
import { canEdit, composerOf } from "./composer.js";
import { ask } from "./dialog.js";
import { tellUnder } from "./faults.js";
import { openMenu } from "./menu.js";
import { may, mayWrite, PERMISSION } from "./permissions.js";
import { openPicker } from "./popover.js";
import { openThreadForm } from "./thread-form.js";
import { openUserMenu } from "./user-menu.js";

const TEXT_CHANNELS = new Set([0, 5]);
const ANNOUNCEMENT = 5;
const CROSSPOSTED = 1;
const FORWARD = 1;
const DELETABLE_NOT = new Set([21]);

/** @typedef {import("./components.js").Context} Context */

/** @param {HTMLElement} anchor @param {Context} context */
export async function openMessageMenu(anchor, context) {
  const { desk, message, names } = context;
  const tell = (/** @type {string} */ words) => tellUnder(message.id, words);
  tell("");
  const commands = await desk.commands.menus(MESSAGE_MENU, names.guildId, message.channel_id).catch((/** @type {Error} */ error) => {
    tell(error.message);
    return [];
  });
  const apps = commands.map((/** @type {any} */ command) => ({
    label: command.name_localized ?? command.name,
    note: "app",
    run: () => desk.interactions.menu(command, message.id, message.channel_id),
  }));
  openMenu(anchor, { label: "Message", items: [...own(anchor, context), ...apps], tell });
}

/** @param {HTMLElement} anchor @param {Context} context @returns {import("./menu.js").Item[]} */
function own(anchor, context) {
  const { desk, message } = context;
  const { store } = desk;
  const path = `/channels/${message.channel_id}/messages/${message.id}`;
  const mine = message.author?.id === store.personId;
  const mayDo = (/** @type {bigint} */ permission) => may(store, message.channel_id, permission);
  const composer = composerOf(desk, message.channel_id);
  const channel = store.channel(message.channel_id);
  const items = [];
  if (composer && mayWrite(store, message.channel_id)) items.push({ label: "Reply", run: () => composer.reply(message) });
  if (composer && canEdit(message, store.personId)) items.push({ label: "Edit message", run: () => composer.edit(message) });
  if (TEXT_CHANNELS.has(channel?.type) && !store.threadOn(message) && mayDo(PERMISSION.CREATE_PUBLIC_THREADS)) {
    items.push({ label: "Start a discussion", run: () => openThreadForm(desk, message.channel_id, message) });
  }
  if (mayDo(PERMISSION.PIN_MESSAGES)) {
    const pin = `/channels/${message.channel_id}/messages/pins/${message.id}`;
    items.push(message.pinned ? { label: "Unpin message", run: () => desk.rest.delete(pin) } : { label: "Pin message", run: () => desk.rest.put(pin) });
  }
  if (channel?.type === ANNOUNCEMENT && !((message.flags ?? 0) & CROSSPOSTED) && (mine ? mayWrite(store, channel.id) : mayDo(PERMISSION.MANAGE_MESSAGES))) {
    items.push({ label: "Publish", run: () => desk.rest.post(`${path}/crosspost`) });
  }
  items.push({ label: "Forward", run: () => forward(anchor, context) });
  if (message.author) items.push({ label: `About ${store.nameOf(message.author.id, channel?.guild_id)}`, run: () => openUserMenu(anchor, message.author.id, desk, message.channel_id) });
  items.push({ label: "Copy text", run: () => navigator.clipboard.writeText(textOf(message)) });
  items.push({ label: "Copy link", run: () => navigator.clipboard.writeText(`https://discord.com/channels/${channel?.guild_id ?? "@me"}/${message.channel_id}/${message.id}`) });
  items.push({ label: "Copy message ID", run: () => navigator.clipboard.writeText(message.id) });
  if (message.reactions?.length && mayDo(PERMISSION.MANAGE_MESSAGES)) {
    items.push({ label: "Take all reactions away", danger: true, run: () => desk.rest.delete(`${path}/reactions`) });
  }
  if ((mine || mayDo(PERMISSION.MANAGE_MESSAGES)) && !DELETABLE_NOT.has(message.type)) {
    const words = "It is gone for everybody then, and can't be brought back.";
    items.push({ label: "Delete message", danger: true, run: () => ask({ title: "Delete this message?", words, submit: "Delete", onSubmit: () => desk.rest.delete(path) }) });
  }
  return items;
}

/** Sends the message on as it is, to a place that is chosen. @param {HTMLElement} anchor @param {Context} context */
function forward(anchor, { desk, message, names }) {
  const choices = placesToWrite(desk.store, names.guildId);
  const onPick = async ([place = ""]) => {
    const reference = { type: FORWARD, channel_id: message.channel_id, message_id: message.id };
    try {
      const id = place.startsWith("@") ? await desk.directWith(place.slice(1)) : place;
      await desk.rest.post(`/channels/${id}/messages`, { message_reference: reference });
      desk.go(id);
    } catch (error) {
      tellUnder(message.id, /** @type {Error} */ (error).message);
    }
  };
  openPicker(anchor, { label: "Forward to", title: "Forward to", choices, onPick });
}
