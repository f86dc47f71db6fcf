// @ts-check
/** Everything this person's client knows, changed only by gateway events and by pages of history. */

import { History, isPrivate } from "./history.js";
import { applyReaction } from "./tally.js";
import { compareIds } from "./snowflake.js";

/** @typedef {any} Channel a channel or thread, as the wire has it */
/** @typedef {{kind: "create" | "update" | "delete" | "reactions" | "reload", channelId: string, id?: string, message?: any}} MessageChange */

export const THREAD_TYPES = new Set([10, 11, 12]);
export const FORUM_TYPES = new Set([15, 16]);

export class Store extends EventTarget {
  /** @param {string} personId @param {Record<string, string>} readMarks last read message id by channel */
  constructor(personId, readMarks = {}) {
    super();
    this.personId = personId;
    this.me = /** @type {any} */ (null);
    this.sessionId = "";
    /** @type {Map<string, any>} */ this.guilds = new Map();
    /** @type {Map<string, Channel>} channels, threads and direct messages alike */ this.channels = new Map();
    /** @type {Map<string, any>} */ this.users = new Map();
    /** @type {Map<string, History>} */ this.histories = new Map();
    /** @type {Map<string, {count: number, after: string}>} */ this.unread = new Map();
    this.readMarks = readMarks;
    /** @type {Set<string>} channels on screen now */ this.onScreen = new Set();
  }

  /** @param {string} name @param {any} [detail] */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Listens until the returned function is called. @param {string} name @param {(detail: any) => void} listener */
  when(name, listener) {
    const wrapped = (/** @type {Event} */ event) => listener(/** @type {CustomEvent} */ (event).detail);
    this.addEventListener(name, wrapped);
    return () => this.removeEventListener(name, wrapped);
  }

  /** Takes in one gateway event. @param {string} event @param {any} data */
  apply(event, data) {
    const handler = HANDLERS[event];
    if (handler) handler(this, data);
  }

  /** @param {string} channelId @returns {History} */
  history(channelId) {
    let history = this.histories.get(channelId);
    if (!history) {
      history = new History();
      this.histories.set(channelId, history);
    }
    return history;
  }

  /** @param {string} channelId */
  channel(channelId) {
    return this.channels.get(channelId);
  }

  /** @param {string | null | undefined} userId @param {string | null} [guildId] */
  nameOf(userId, guildId) {
    if (!userId) return "someone";
    const member = guildId ? this.guilds.get(guildId)?.members.get(userId) : undefined;
    const user = this.users.get(userId) ?? member?.user;
    return member?.nick || user?.global_name || user?.username || "unknown person";
  }

  /** The channels of a server in their order, threads left out. @param {string} guildId @returns {Channel[]} */
  channelsOf(guildId) {
    return [...this.channels.values()]
      .filter((channel) => channel.guild_id === guildId && !THREAD_TYPES.has(channel.type))
      .sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || compareIds(a.id, b.id));
  }

  /** Threads under a channel, the liveliest first. @param {string} channelId @returns {Channel[]} */
  threadsOf(channelId) {
    return [...this.channels.values()]
      .filter((channel) => channel.parent_id === channelId && THREAD_TYPES.has(channel.type))
      .sort((a, b) => compareIds(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
  }

  /** The discussion opened on that message, if there is one. @param {any} message */
  threadOn(message) {
    const known = this.channels.get(message.id);
    return known && THREAD_TYPES.has(known.type) ? known : message.thread;
  }

  /** Takes note of the people, threads and members that a message names. @param {any} message */
  learn(message) {
    if (message.author && !message.webhook_id) this.users.set(message.author.id, message.author);
    for (const user of message.mentions ?? []) this.users.set(user.id, user);
    if (message.thread && !this.channels.has(message.thread.id)) this.putChannel(message.thread);
    if (message.referenced_message) this.learn(message.referenced_message);
  }

  /** @param {Channel} channel @param {string} [guildId] */
  putChannel(channel, guildId) {
    const before = this.channels.get(channel.id) ?? {};
    this.channels.set(channel.id, { guild_id: guildId, ...before, ...channel });
    for (const user of channel.recipients ?? []) this.users.set(user.id, user);
  }

  /** @param {string} channelId */
  markRead(channelId) {
    const last = this.channels.get(channelId)?.last_message_id;
    if (last) this.readMarks[channelId] = last;
    if (this.unread.delete(channelId)) this.tell("unread", { channelId });
    this.tell("read", { channelId });
  }
}

/** @param {Store} store @param {any} guild */
function putGuild(store, guild) {
  const details = guild.properties ?? guild;
  const roles = new Map((guild.roles ?? []).map((/** @type {any} */ role) => [role.id, role]));
  const members = new Map((guild.members ?? []).map((/** @type {any} */ member) => [member.user.id, member]));
  for (const member of guild.members ?? []) store.users.set(member.user.id, member.user);
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
    store.unread.set(channel.id, { count: 0, after: mark });
  }
}

/** @param {Store} store @param {any} message */
function created(store, message) {
  store.learn(message);
  if (!message.guild_id && !store.channels.has(message.channel_id)) {
    store.putChannel({ id: message.channel_id, type: 1, recipients: [message.author], last_message_id: null });
    store.tell("guilds");
  }
  const channel = store.channels.get(message.channel_id);
  const mine = message.author?.id === store.personId;
  if (channel && !isPrivate(message)) {
    const before = channel.last_message_id;
    channel.last_message_id = message.id;
    if (THREAD_TYPES.has(channel.type)) countInThread(store, channel);
    if (mine || store.onScreen.has(channel.id)) store.readMarks[channel.id] = message.id;
    else if (!quietThere(channel, message)) countUnread(store, channel.id, before);
  }
  const history = store.histories.get(message.channel_id);
  history?.touch(message.id, message);
  if (history?.atEnd || (isPrivate(message) && history)) history.put(message);
  store.tell("message", { kind: "create", channelId: message.channel_id, id: message.id, message });
}

/** An app opens a discussion under each of its cards: the card is the news, not that. @param {Channel} channel @param {any} message */
function quietThere(channel, message) {
  return THREAD_TYPES.has(channel.type) && Boolean(message.author?.bot);
}

/** @param {Store} store @param {Channel} thread */
function countInThread(store, thread) {
  thread.message_count = (thread.message_count ?? 0) + 1;
  store.tell("thread", { id: thread.id, parentId: thread.parent_id });
}

/** @param {Store} store @param {string} channelId @param {string | undefined} before */
function countUnread(store, channelId, before) {
  const known = store.unread.get(channelId) ?? { count: 0, after: store.readMarks[channelId] ?? before ?? "0" };
  store.unread.set(channelId, { count: known.count + 1, after: known.after });
  store.tell("unread", { channelId });
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

/** @param {Store} store @param {string} channelId @param {string} id */
function deleted(store, channelId, id) {
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
  store.channels.delete(channel.id);
  for (const thread of store.threadsOf(channel.id)) store.channels.delete(thread.id);
  store.histories.delete(channel.id);
  store.unread.delete(channel.id);
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
const HANDLERS = {
  READY(store, data) {
    store.me = data.user;
    store.sessionId = data.session_id;
    store.users.set(data.user.id, data.user);
    store.guilds.clear();
    store.channels.clear();
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
  TYPING_START: (store, data) => store.tell("typing", data),
};
