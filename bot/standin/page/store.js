// @ts-check
/** Everything this person's client knows, changed only by gateway events and by pages of history. */

import { HANDLERS } from "./events.js";
import { History } from "./history.js";
import { THREAD_TYPES } from "./kinds.js";
import { compareIds } from "./snowflake.js";

export { FORUM_TYPES, THREAD_TYPES } from "./kinds.js";

/** @typedef {any} Channel a channel or thread, as the wire has it */
/** @typedef {{kind: "create" | "update" | "delete" | "reactions" | "reload", channelId: string, id?: string, message?: any}} MessageChange */
/** @typedef {{count: number, mentions: number, after: string, ids: Map<string, boolean>, unsure: boolean}} Unread what came since `after`:
 * the ids of those that were counted, with whether they ping; unsure is what came while nobody was connected, for it may be gone again */

export class Store extends EventTarget {
  /** @param {string} personId @param {Record<string, string>} readMarks last read message id by channel */
  constructor(personId, readMarks = {}) {
    super();
    this.personId = personId;
    this.me = /** @type {any} */ (null);
    this.sessionId = "";
    /** @type {Map<string, any>} */ this.guilds = new Map();
    /** @type {Map<string, Channel>} channels, threads and direct messages alike */ this.channels = new Map();
    /** @type {Map<string, Set<string>>} ids of the channels of a server, and of the threads of a channel */ this.within = new Map();
    /** @type {Map<string, any>} */ this.users = new Map();
    /** @type {Map<string, History>} */ this.histories = new Map();
    /** @type {Map<string, Unread>} */ this.unread = new Map();
    /** @type {Set<string>} ids of those who are connected */ this.online = new Set();
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

  /** The ids of a member's roles. @param {string | null | undefined} guildId @param {string} userId @returns {string[]} */
  rolesOf(guildId, userId) {
    return (guildId && this.guilds.get(guildId)?.members.get(userId)?.roles) || [];
  }

  /** The channels of a server in their order, threads left out. @param {string} guildId @returns {Channel[]} */
  channelsOf(guildId) {
    return this.listed(guildId)
      .filter((channel) => !THREAD_TYPES.has(channel.type))
      .sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || compareIds(a.id, b.id));
  }

  /** Threads under a channel, the liveliest first. @param {string} channelId @returns {Channel[]} */
  threadsOf(channelId) {
    return this.listed(channelId)
      .filter((channel) => THREAD_TYPES.has(channel.type))
      .sort((a, b) => compareIds(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
  }

  /** Direct conversations, the liveliest first. @returns {Channel[]} */
  directs() {
    return this.listed("@me").sort((a, b) => compareIds(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
  }

  /** @param {string} id of a server, of a channel, or "@me" @returns {Channel[]} */
  listed(id) {
    return [...(this.within.get(id) ?? [])].map((one) => this.channels.get(one));
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
    const now = { guild_id: guildId, ...before, ...channel };
    this.channels.set(channel.id, now);
    for (const owner of ownersOf(before)) this.within.get(owner)?.delete(channel.id);
    for (const owner of ownersOf(now)) {
      if (!this.within.has(owner)) this.within.set(owner, new Set());
      this.within.get(owner)?.add(channel.id);
    }
    for (const user of channel.recipients ?? []) this.users.set(user.id, user);
  }

  /** @param {string} id */
  dropChannel(id) {
    for (const owner of ownersOf(this.channels.get(id) ?? {})) this.within.get(owner)?.delete(id);
    this.channels.delete(id);
    this.unread.delete(id);
  }

  forgetPlaces() {
    this.guilds.clear();
    this.channels.clear();
    this.within.clear();
  }

  /** @param {string} channelId */
  markRead(channelId) {
    const last = this.channels.get(channelId)?.last_message_id;
    if (last) this.readMarks[channelId] = last;
    if (this.unread.delete(channelId)) this.tell("unread", { channelId });
    this.tell("read", { channelId });
  }

  /** How much is unread in a server's channels and discussions. @param {string} id of a server, or "@me" */
  unreadIn(id) {
    let count = 0;
    let mentions = 0;
    for (const [channelId, unread] of this.unread) {
      const channel = this.channels.get(channelId);
      if (!channel || (channel.guild_id ?? "@me") !== id) continue;
      count += Math.max(1, unread.count);
      mentions += unread.mentions;
    }
    return { count, mentions };
  }
}

/** Under what a channel is listed: a thread under its channel, a channel under its server. @param {Channel} channel @returns {string[]} */
function ownersOf(channel) {
  if (channel.type === undefined) return [];
  if (THREAD_TYPES.has(channel.type)) return channel.parent_id ? [channel.parent_id] : [];
  return [channel.guild_id ?? "@me"];
}
