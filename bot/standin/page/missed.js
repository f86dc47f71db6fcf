// @ts-check
/** What came while nobody was connected: asked for, since a channel tells of its last message also when that was deleted. */

import { FORUM_TYPES } from "./kinds.js";

export class Missed {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {Map<string, string | null>} the last message for which was asked, by channel */ this.asked = new Map();
    this.queue = Promise.resolve();
    desk.store.when("guilds", () => this.askAll());
    desk.store.when("unsure", (/** @type {{channelId: string}} */ { channelId }) => this.ask(channelId, true));
  }

  askAll() {
    for (const [channelId, unread] of this.desk.store.unread) if (unread.unsure && !unread.count) this.ask(channelId);
  }

  /** One at a time, for there may be many. @param {string} channelId @param {boolean} [again] */
  ask(channelId, again = false) {
    const channel = this.desk.store.channel(channelId);
    if (!channel || FORUM_TYPES.has(channel.type)) return;
    if (!again && this.asked.get(channelId) === channel.last_message_id) return;
    this.asked.set(channelId, channel.last_message_id);
    this.queue = this.queue.then(() => this.settle(channelId)).catch(() => {}); // it stays unread then
  }

  /** @param {string} channelId */
  async settle(channelId) {
    const { store, rest } = this.desk;
    const before = store.unread.get(channelId);
    const last = store.channel(channelId)?.last_message_id;
    if (this.desk.closed || !before || before.count) return;
    const page = await rest.get(`/channels/${channelId}/messages?limit=1&after=${before.after}`);
    // what came meanwhile is new whatever that page had
    if (this.desk.closed || page.length || store.unread.get(channelId) !== before || store.channel(channelId)?.last_message_id !== last) return;
    store.markRead(channelId);
  }
}
