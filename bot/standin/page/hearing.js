// @ts-check
/** What a screen reader is told of messages that arrive: each one while they come singly, their number when many come. */

import { channelName } from "./conversation.js";
import { isPrivate, isThinking } from "./history.js";
import { announce } from "./notices.js";
import { summaryOf } from "./summary.js";

const TOGETHER = 1000;
const SINGLY = 2;

export class Hearing {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    this.timer = 0;
    /** @type {any[]} */ this.waiting = [];
    /** @type {Set<string>} ids of answers that are still thought about */ this.thinking = new Set();
  }

  close() {
    clearTimeout(this.timer);
  }

  /** @param {import("./store.js").MessageChange} change */
  hear({ kind, channelId, message }) {
    const { store, person } = this.desk;
    if ((kind !== "create" && kind !== "update") || message.author?.id === person.id) return;
    // an app that thinks has said nothing yet: its answer is told when it comes
    if (kind === "update" && !this.thinking.delete(message.id)) return;
    if (isThinking(message)) {
      this.thinking.add(message.id);
      return;
    }
    if (!store.channel(channelId) || !(store.onScreen.has(channelId) || isPrivate(message))) return;
    this.waiting.push(message);
    // the first is told at once; what follows within a second is told together
    if (this.timer) return;
    this.tell();
    this.timer = window.setTimeout(() => this.tellRest(), TOGETHER);
  }

  tellRest() {
    this.timer = 0;
    if (!this.waiting.length) return;
    this.tell();
    this.timer = window.setTimeout(() => this.tellRest(), TOGETHER);
  }

  tell() {
    const messages = this.waiting.splice(0);
    const last = messages[messages.length - 1];
    if (messages.length <= SINGLY) for (const message of messages) announce(this.sentence(message));
    else announce(`${messages.length} new messages in ${channelName(this.desk.store.channel(last.channel_id), this.desk)}, the last: ${this.sentence(last)}`);
  }

  /** @param {any} message */
  sentence(message) {
    const { store } = this.desk;
    const channel = store.channel(message.channel_id);
    const names = { store, guildId: channel?.guild_id ?? null, go: this.desk.go };
    const who = store.nameOf(message.author?.id, names.guildId);
    const secret = isPrivate(message) ? ", only for you" : "";
    return `${who} in ${channel ? channelName(channel, this.desk) : "a channel"}${secret}: ${summaryOf(message, names).slice(0, 160)}`;
  }
}
