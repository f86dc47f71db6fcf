// @ts-check
/** Who is writing in a channel just now. */

import { h } from "./dom.js";

const LASTS = 10_000;

export class Typing {
  /** @param {any} desk @param {string} channelId */
  constructor(desk, channelId) {
    this.desk = desk;
    this.channelId = channelId;
    /** @type {Map<string, number>} timers by person */ this.writing = new Map();
    this.element = h("p", { class: "typing quiet", "data-testid": "typing", "aria-live": "off" });
    this.stops = [
      desk.store.when("typing", (/** @type {any} */ data) => data.channel_id === channelId && data.user_id !== desk.person.id && this.begins(data.user_id)),
      desk.store.when("message", (/** @type {any} */ change) => change.channelId === channelId && change.kind === "create" && this.ends(change.message?.author?.id)),
    ];
  }

  close() {
    for (const stop of this.stops) stop();
    for (const timer of this.writing.values()) clearTimeout(timer);
  }

  /** @param {string} userId */
  begins(userId) {
    clearTimeout(this.writing.get(userId));
    this.writing.set(userId, window.setTimeout(() => this.ends(userId), LASTS));
    this.draw();
  }

  /** @param {string} userId */
  ends(userId) {
    if (!this.writing.has(userId)) return;
    clearTimeout(this.writing.get(userId));
    this.writing.delete(userId);
    this.draw();
  }

  draw() {
    const guildId = this.desk.store.channel(this.channelId)?.guild_id;
    const names = [...this.writing.keys()].map((id) => this.desk.store.nameOf(id, guildId));
    const who = names.length > 3 ? "Several people are" : `${names.join(", ").replace(/, ([^,]*)$/, " and $1")} ${names.length > 1 ? "are" : "is"}`;
    this.element.textContent = names.length ? `${who} typing…` : "";
  }
}
