// @ts-check
/** What each gateway event changes in the store. */

import { isPrivate } from "./history.js";
import { DIRECT, THREAD_TYPES } from "./kinds.js";
import { compareIds } from "./snowflake.js";
import { applyReaction } from "./tally.js";

const THREAD_STARTER = 21;

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Channel} Channel */

/** @param {Store} store @param {any} guild */
function putGuild(store, guild) {
  const details = guild.properties ?? guild;
  const roles = new Map((guild.roles ?? []).map((/** @type {any} */ role) => [role.id, role]));
  const members = new Map((guild.members ?? []).map((/** @type {any} */ member) => [member.user.id, member]));
  for (const member of guild.members ?? []) store.users.set(member.user.id, member.user);
  for (const presence of guild.presences ?? []) heardOf(store, presence);
  store.guilds.set(guild.id, { ...details, id: guild.id, roles, members, emojis: guild.emojis ?? [] });
  for (const channel of [...(guild.channels ?? []), ...(guild.threads ?? [])]) {
    store.putChannel({ ...channel, guild_id: guild.id });
    noticeMissed(store, store.channels.get(channel.id));
  }
}

/** A channel that went on since this tab last read it is unread, by an unknown number.
 * @param {Store} store @param {Channel} channel */
function noticeMissed(store, channel) {
  const mark = store.readMarks[channel.id];
  if (!mark) {
    if (channel.last_message_id) store.readMarks[channel.id] = channel.last_message_id;
    return;
  }
  if (channel.last_message_id && compareIds(channel.last_message_id, mark) > 0 && !store.onScreen.has(channel.id)) {
    const known = store.unread.get(channel.id);
    store.unread.set(channel.id, { count: 0, mentions: known?.mentions ?? 0, after: mark, ids: new Map(), unsure: true });
  }
}

/** @param {Store} store @param {any} presence */
function heardOf(store, presence) {
  if (presence.status === "offline") store.online.delete(presence.user.id);
  else store.online.add(presence.user.id);
}

/** @param {Store} store @param {any} message */
function created(store, message) {
  store.learn(message);
  if (!message.guild_id && !store.channels.has(message.channel_id)) {
    store.putChannel({ id: message.channel_id, type: DIRECT, recipients: [message.author], last_message_id: null });
    store.tell("guilds");
  }
  const channel = store.channels.get(message.channel_id);
  const mine = message.author?.id === store.personId;
  if (channel && !isPrivate(message)) {
    const before = channel.last_message_id;
    if (!before || compareIds(message.id, before) > 0) channel.last_message_id = message.id;
    if (isCounted(channel, message, before)) countInThread(store, channel);
    if (mine || store.onScreen.has(channel.id)) store.readMarks[channel.id] = message.id;
    else if (callsMe(store, message, channel) || !quietThere(channel, message)) countUnread(store, channel, before, message);
  }
  const history = store.histories.get(message.channel_id);
  history?.touch(message.id, message);
  if (history?.atEnd || (isPrivate(message) && history)) history.put(message);
  store.tell("message", { kind: "create", channelId: message.channel_id, id: message.id, message });
}

/** Whether a thread's number of messages does not have this one yet: it comes with the thread too, and its opening counts for nothing.
 * @param {Channel} channel @param {any} message @param {string | null | undefined} before */
function isCounted(channel, message, before) {
  if (!THREAD_TYPES.has(channel.type) || message.id === channel.id || message.type === THREAD_STARTER) return false;
  return !before || compareIds(message.id, before) > 0;
}

/** An app opens a discussion under each of its cards: the card is the news, not that. @param {Channel} channel @param {any} message */
function quietThere(channel, message) {
  return THREAD_TYPES.has(channel.type) && Boolean(message.author?.bot);
}

/** Whether a message pings this person: by name, by a role, as everyone, or directly.
 * @param {Store} store @param {any} message @param {Channel} channel */
export function callsMe(store, message, channel) {
  if (channel?.type === DIRECT || message.mention_everyone) return true;
  if ((message.mentions ?? []).some((/** @type {any} */ user) => user.id === store.personId)) return true;
  const roles = store.rolesOf(channel?.guild_id, store.personId);
  return (message.mention_roles ?? []).some((/** @type {string} */ id) => roles.includes(id));
}

/** @param {Store} store @param {Channel} thread */
function countInThread(store, thread) {
  thread.message_count = (thread.message_count ?? 0) + 1;
  store.tell("thread", { id: thread.id, parentId: thread.parent_id });
}

/** @param {Store} store @param {Channel} channel @param {string | undefined} before @param {any} message */
function countUnread(store, channel, before, message) {
  const known = store.unread.get(channel.id) ?? { count: 0, mentions: 0, after: store.readMarks[channel.id] ?? before ?? "0", ids: new Map(), unsure: false };
  const called = callsMe(store, message, channel);
  known.ids.set(message.id, called);
  store.unread.set(channel.id, { ...known, count: known.count + 1, mentions: known.mentions + Number(called) });
  store.tell("unread", { channelId: channel.id });
}

/** @param {Store} store @param {any} data */
function updated(store, data) {
  const history = store.histories.get(data.channel_id);
  history?.touch(data.id);
  const before = history?.find(data.id);
  if (!history || !before) return;
  const message = { ...before, ...data };
  if (data.reactions === undefined) message.reactions = before.reactions;
  store.learn(message);
  history.put(message);
  store.tell("message", { kind: "update", channelId: data.channel_id, id: data.id, message });
}

/** What was deleted before it was read is not new any more. @param {Store} store @param {string} channelId @param {string} id */
function countGone(store, channelId, id) {
  const known = store.unread.get(channelId);
  const called = known?.ids.get(id);
  if (known && called !== undefined) {
    known.ids.delete(id);
    store.unread.set(channelId, { ...known, count: known.count - 1, mentions: known.mentions - Number(called) });
    if (!known.ids.size && !known.unsure) store.markRead(channelId);
    else store.tell("unread", { channelId });
  }
  if (store.unread.get(channelId)?.count === 0) store.tell("unsure", { channelId });
}

/** @param {Store} store @param {string} channelId @param {string} id */
function deleted(store, channelId, id) {
  countGone(store, channelId, id);
  const history = store.histories.get(channelId);
  history?.touch(id);
  history?.remove(id);
  store.tell("message", { kind: "delete", channelId, id });
}

/** @param {string} kind @returns {(store: Store, data: any) => void} */
function reaction(kind) {
  return (store, data) => {
    if (data.member?.user) store.users.set(data.member.user.id, data.member.user);
    const history = store.histories.get(data.channel_id);
    history?.touch(data.message_id);
    const message = history?.find(data.message_id);
    if (message) applyReaction(message, kind, data, store.personId);
    store.tell("message", { kind: "reactions", channelId: data.channel_id, id: data.message_id, message });
  };
}

/** @param {Store} store @param {any} channel */
function channelChanged(store, channel) {
  store.putChannel(channel);
  store.tell("guilds");
  if (THREAD_TYPES.has(channel.type)) store.tell("thread", { id: channel.id, parentId: channel.parent_id });
}

/** @param {Store} store @param {any} channel */
function channelGone(store, channel) {
  for (const thread of store.threadsOf(channel.id)) channelGone(store, thread);
  store.dropChannel(channel.id);
  store.histories.delete(channel.id);
  store.tell("guilds");
  store.tell("gone", { id: channel.id, parentId: channel.parent_id });
}

/** @param {Store} store @param {any} data @param {"set" | "delete"} how */
function role(store, data, how) {
  const roles = store.guilds.get(data.guild_id)?.roles;
  if (how === "set") roles?.set(data.role.id, data.role);
  else roles?.delete(data.role_id);
  store.tell("guilds");
}

/** @param {Store} store @param {any} member */
function memberChanged(store, member) {
  const members = store.guilds.get(member.guild_id)?.members;
  members?.set(member.user.id, { ...members.get(member.user.id), ...member });
  store.users.set(member.user.id, member.user);
  store.tell("members");
}

/** @type {Record<string, (store: Store, data: any) => void>} */
export const HANDLERS = {
  READY(store, data) {
    store.me = data.user;
    store.sessionId = data.session_id;
    store.users.set(data.user.id, data.user);
    store.online.add(data.user.id);
    store.forgetPlaces();
    for (const channel of data.private_channels ?? []) store.putChannel(channel);
    for (const guild of data.guilds ?? []) if (!guild.unavailable && guild.channels) putGuild(store, guild);
    for (const history of store.histories.values()) history.atEnd = false;
    store.tell("ready");
    store.tell("guilds");
  },
  GUILD_CREATE(store, guild) {
    putGuild(store, guild);
    store.tell("guilds");
  },
  GUILD_UPDATE(store, guild) {
    const before = store.guilds.get(guild.id);
    if (before) Object.assign(before, guild, { roles: before.roles, members: before.members, emojis: before.emojis });
    store.tell("guilds");
  },
  GUILD_DELETE(store, guild) {
    store.guilds.delete(guild.id);
    for (const channel of store.channelsOf(guild.id)) channelGone(store, channel);
    store.tell("guilds");
  },
  CHANNEL_CREATE: channelChanged,
  CHANNEL_UPDATE: channelChanged,
  CHANNEL_DELETE: channelGone,
  CHANNEL_PINS_UPDATE: (store, data) => store.tell("pins", data),
  THREAD_CREATE: channelChanged,
  THREAD_UPDATE: channelChanged,
  THREAD_DELETE: channelGone,
  THREAD_LIST_SYNC(store, data) {
    for (const thread of data.threads ?? []) store.putChannel({ ...thread, guild_id: data.guild_id });
    store.tell("guilds");
  },
  MESSAGE_CREATE: created,
  MESSAGE_UPDATE: updated,
  MESSAGE_DELETE: (store, data) => deleted(store, data.channel_id, data.id),
  MESSAGE_DELETE_BULK: (store, data) => data.ids.forEach((/** @type {string} */ id) => deleted(store, data.channel_id, id)),
  MESSAGE_REACTION_ADD: reaction("add"),
  MESSAGE_REACTION_REMOVE: reaction("remove"),
  MESSAGE_REACTION_REMOVE_ALL: reaction("clear"),
  MESSAGE_REACTION_REMOVE_EMOJI: reaction("clear-emoji"),
  GUILD_ROLE_CREATE: (store, data) => role(store, data, "set"),
  GUILD_ROLE_UPDATE: (store, data) => role(store, data, "set"),
  GUILD_ROLE_DELETE: (store, data) => role(store, data, "delete"),
  GUILD_MEMBER_ADD: memberChanged,
  GUILD_MEMBER_UPDATE: memberChanged,
  GUILD_MEMBER_REMOVE(store, data) {
    store.guilds.get(data.guild_id)?.members.delete(data.user.id);
    store.tell("members");
  },
  GUILD_EMOJIS_UPDATE(store, data) {
    const guild = store.guilds.get(data.guild_id);
    if (guild) guild.emojis = data.emojis;
  },
  PRESENCE_UPDATE(store, data) {
    heardOf(store, data);
    store.tell("members");
  },
  TYPING_START: (store, data) => store.tell("typing", data),
};
