// @ts-check
/** One channel or discussion on screen: its head, its messages (or a forum's posts) and the place to write. */

import { Composer } from "./composer.js";
import { fill, h, icon } from "./dom.js";
import { Forum } from "./forum.js";
import { headTools } from "./head-tools.js";
import { drawEntry, refreshParts } from "./messages.js";
import { FORUM_TYPES, THREAD_TYPES } from "./store.js";
import { Timeline } from "./timeline.js";
import { Typing } from "./typing.js";

/** @param {any} channel */
export function channelIcon(channel) {
  if (channel.type === 5) return icon("announce");
  if (FORUM_TYPES.has(channel.type)) return icon("forum");
  if (THREAD_TYPES.has(channel.type)) return icon("thread");
  if (channel.type === 1) return icon("mail");
  return h("span", { class: "hash", "aria-hidden": "true" }, "#");
}

/** @param {any} channel @param {any} desk */
export function channelName(channel, desk) {
  if (channel.type === 1) return desk.store.nameOf(channel.recipients?.[0]?.id ?? channel.recipient_ids?.[0]);
  return channel.name ?? "channel";
}

export class Conversation {
  /** @param {any} desk @param {string} channelId @param {{inPanel: boolean, before?: Node[], after?: Node[]}} options nodes around the title */
  constructor(desk, channelId, { inPanel, before = [], after = [] }) {
    this.desk = desk;
    this.channelId = channelId;
    this.inPanel = inPanel;
    const channel = desk.store.channel(channelId);
    this.title = h("h2", { class: "head-title", tabindex: "-1" });
    this.topic = h("p", { class: "head-topic quiet" });
    this.head = h("header", { class: "head" }, before, h("div", { class: "head-words" }, this.title, this.topic), headTools(desk, channel), after);
    const forum = FORUM_TYPES.has(channel.type);
    const name = channelName(channel, desk);
    this.starter = inPanel ? h("ol", { class: "entries starter", "aria-label": "What this discussion is about" }) : null;
    this.view = forum ? new Forum(desk, channelId) : new Timeline(desk, channelId, { label: `Messages in ${name}`, inPanel, top: this.starter });
    this.composer = forum ? null : new Composer(desk, channelId, inPanel ? "Join the discussion" : `Message ${channel.type === 1 ? "" : "#"}${name}`);
    this.typing = new Typing(desk, channelId);
    this.element = h("div", { class: "conversation", data: { channelId } }, this.head, this.view.element, this.composer && this.typing.element, this.composer?.element);
    this.composer?.takeDrops(this.element);
    this.stops = [
      desk.store.when("guilds", () => this.settle()),
      desk.store.when("members", () => this.composer?.settle()),
      desk.store.when("message", (/** @type {any} */ change) => change.id === this.channelId && this.drawStarter(change.kind)),
    ];
    this.settle();
    if (this.starter) this.loadStarter();
  }

  settle() {
    const channel = this.desk.store.channel(this.channelId);
    if (!channel) return;
    fill(this.title, channelIcon(channel), h("span", {}, channelName(channel, this.desk)));
    const parent = THREAD_TYPES.has(channel.type) ? this.desk.store.channel(channel.parent_id) : null;
    const state = channel.thread_metadata?.locked ? " · locked" : channel.thread_metadata?.archived ? " · archived" : "";
    fill(this.topic, parent ? `Discussion in #${parent.name}${state}` : channel.topic ?? "");
    this.composer?.settle();
  }

  /** The message that a discussion hangs on lives in the channel above, under the discussion's own id. */
  async loadStarter() {
    const channel = this.desk.store.channel(this.channelId);
    const parent = this.desk.store.channel(channel?.parent_id);
    if (!parent || FORUM_TYPES.has(parent.type)) return;
    const history = this.desk.store.history(parent.id);
    this.card = history.find(this.channelId);
    if (!this.card) {
      const found = await this.desk.rest.get(`/channels/${parent.id}/messages/${this.channelId}`).catch(() => null);
      if (!found) return;
      this.desk.store.learn(found);
      this.card = found;
    }
    this.drawStarter();
  }

  /** @param {string} [change] what changed; nothing for all of it */
  drawStarter(change) {
    if (!this.starter || !this.card) return;
    const held = this.desk.store.history(this.card.channel_id).find(this.channelId);
    this.card = held ?? this.card;
    const focused = this.starter.contains(document.activeElement) && /** @type {HTMLElement} */ (document.activeElement).dataset.emoji;
    if (held && this.starter.firstElementChild instanceof HTMLElement && change === "reactions") {
      refreshParts(this.starter.firstElementChild, this.card, this.desk, true);
      const again = focused && this.starter.querySelector(`[data-emoji="${CSS.escape(focused)}"]`);
      if (again instanceof HTMLElement) again.focus({ preventScroll: true });
      return;
    }
    fill(this.starter, drawEntry(this.card, null, this.desk, { inPanel: true }));
    this.starter.querySelector(".day")?.remove();
  }

  close() {
    for (const stop of this.stops) stop();
    this.typing.close();
    this.view.close();
    this.element.remove();
  }
}
