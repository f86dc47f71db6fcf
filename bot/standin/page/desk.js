// @ts-check
/** The page as one person uses it: their store, their connection, what is on screen and how one moves about. */

import { correctTo, goTo, placeIn } from "./address.js";
import { Commands } from "./commands.js";
import { Conversation, channelName } from "./conversation.js";
import { byId, fill, h, icon } from "./dom.js";
import { Gateway } from "./gateway.js";
import { Hearing } from "./hearing.js";
import { Interactions } from "./interactions.js";
import { CATEGORY, THREAD_TYPES } from "./kinds.js";
import { openModal } from "./modal.js";
import { closeNav, openNav } from "./nav.js";
import { Missed } from "./missed.js";
import { toast } from "./notices.js";
import { Rest } from "./rest.js";
import { Store } from "./store.js";
import { Timeline } from "./timeline.js";

const READABLE = new Set([0, 5, 15, 16]);

export class Desk {
  /** @param {any} session @param {any} person @param {(state: string) => void} onState */
  constructor(session, person, onState) {
    this.session = session;
    this.person = person;
    this.applicationId = session.application_id;
    this.guildId = /** @type {string | null} */ (null);
    this.channelId = /** @type {string | null} */ (null);
    this.threadId = /** @type {string | null} */ (null);
    this.main = /** @type {Conversation | null} */ (null);
    this.panel = /** @type {Conversation | null} */ (null);
    /** @type {Map<string, string>} the channel last seen of each server */ this.lastIn = new Map();
    this.closed = false;
    this.naming = 0;
    this.toast = toast;
    this.marksKey = `standin.read.${person.id}`;
    this.store = new Store(person.id, readMarks(this.marksKey));
    this.rest = new Rest(session.api, person.token);
    this.interactions = new Interactions(this);
    this.commands = new Commands(this);
    /** @type {Map<string, any>} what was typed into forms that were closed again */ this.laidAside = new Map();
    this.hearing = new Hearing(this);
    this.missed = new Missed(this);
    this.keepMarks = () => sessionStorage.setItem(this.marksKey, JSON.stringify(this.store.readMarks));
    this.go = (/** @type {string} */ channelId, /** @type {string | undefined} */ messageId) => this.move(channelId, messageId);
    this.openThread = (/** @type {string} */ threadId) => this.move(threadId);
    this.store.when("guilds", () => this.arrive());
    this.store.when("gone", ({ id }) => this.leaveGone(id));
    this.store.when("message", (change) => this.hearing.hear(change));
    this.store.when("read", () => this.keepMarks());
    this.store.when("unread", () => this.nameSoon());
    this.gateway = new Gateway({ url: session.gateway, token: person.token, onState, onDispatch: (event, data) => this.receive(event, data) });
    this.gateway.connect();
    // what is read as it comes is kept once, when one leaves
    window.addEventListener("pagehide", this.keepMarks);
  }

  /** @param {string} event @param {any} data */
  receive(event, data) {
    this.interactions.receive(event, data);
    this.store.apply(event, data);
  }

  close() {
    this.closed = true;
    this.keepMarks();
    window.removeEventListener("pagehide", this.keepMarks);
    this.hearing.close();
    this.gateway.close();
    this.main?.close();
    this.panel?.close();
  }

  /** @param {any} modal @param {any} place */
  openModal(modal, place) {
    openModal(this, modal, place);
  }

  /** The first time that servers are known: goes where the address says, or to the first channel. */
  arrive() {
    // beside a direct message there is a server too, or nothing would lead back to it
    this.guildId ??= [...this.store.guilds.keys()][0] ?? null;
    if (!this.channelId && this.store.channels.size) this.follow();
    else if (this.threadId && !this.store.channel(this.threadId)) this.fetchChannel(this.threadId);
    this.nameSoon();
  }

  /** Shows what the address names, or else the first channel. */
  async follow() {
    const { person, channel: id, message } = placeIn();
    if (this.isOfAnother(person)) return;
    const known = id && (this.store.channel(id) ?? (await this.fetchChannel(id)));
    const channel = known && known.type !== CATEGORY ? known : this.store.channel(this.channelId ?? "") ?? this.firstChannel();
    if (!channel || this.closed || this.isOfAnother(placeIn().person)) return;
    if (channel !== known || person !== this.person.id) correctTo(this.placeOf(channel));
    const thread = THREAD_TYPES.has(channel.type);
    this.show(thread ? channel.parent_id : channel.id, thread ? channel.id : null);
    const view = (thread ? this.panel : this.main)?.view;
    if (message && channel === known && view instanceof Timeline) view.jumpTo(message);
  }

  /** Whether the address is another person's already, whose desk is about to take this one's place. @param {string} [person] */
  isOfAnother(person) {
    return person !== this.person.id && this.session.people.some((/** @type {any} */ other) => other.id === person);
  }

  /** A discussion that is archived is in no list yet. @param {string} id @returns {Promise<any>} */
  async fetchChannel(id) {
    const found = await this.rest.get(`/channels/${id}`).catch(() => null);
    if (!found || this.closed) return null;
    this.store.putChannel(found);
    if (THREAD_TYPES.has(found.type) && !this.store.channel(found.parent_id) && !(await this.fetchChannel(found.parent_id))) return null;
    this.store.tell("guilds");
    return this.store.channel(id);
  }

  /** The place for direct messages with that person. @param {string} userId @returns {Promise<string>} its id */
  async directWith(userId) {
    const channel = await this.rest.post("/users/@me/channels", { recipient_id: userId });
    this.store.putChannel(channel);
    this.store.tell("guilds");
    return channel.id;
  }

  firstChannel() {
    const guildId = this.guildId ?? [...this.store.guilds.keys()][0];
    return guildId ? this.store.channelsOf(guildId).find((channel) => READABLE.has(channel.type)) : undefined;
  }

  /** @param {string} guildId */
  goServer(guildId) {
    this.guildId = guildId;
    const first = this.store.channel(this.lastIn.get(guildId) ?? "") ?? this.firstChannel();
    if (first) this.move(first.id);
    else this.store.tell("guilds");
  }

  /** @param {any} channel @param {string} [message] @returns {import("./address.js").Place} */
  placeOf(channel, message) {
    return { person: this.person.id, guild: channel.guild_id ?? "@me", channel: channel.id, message };
  }

  /** Changes the address; the address changes the screen, so that Back works. @param {string} channelId @param {string} [messageId] */
  async move(channelId, messageId) {
    const channel = this.store.channel(channelId) ?? (await this.fetchChannel(channelId));
    if (!channel) {
      toast("That place is gone, or not to be seen by this person.");
      return;
    }
    closeNav();
    if (!goTo(this.placeOf(channel, messageId))) this.follow();
  }

  closeThread() {
    const from = this.threadId;
    if (!this.channelId) return;
    const channel = this.store.channel(this.channelId);
    goTo(this.placeOf(channel));
    this.show(this.channelId, null);
    const back = from && document.querySelector(`#main [data-thread-id="${CSS.escape(from)}"]`);
    if (back instanceof HTMLElement) back.focus();
  }

  /** @param {string} channelId @param {string | null} threadId */
  show(channelId, threadId) {
    const channel = this.store.channel(channelId);
    if (!channel) return;
    if (channelId !== this.channelId) {
      const inside = byId("main").contains(document.activeElement);
      this.main?.close();
      this.channelId = channelId;
      this.guildId = channel.guild_id ?? this.guildId;
      if (channel.guild_id) this.lastIn.set(channel.guild_id, channelId);
      this.main = new Conversation(this, channelId, { inPanel: false, before: [menuButton()] });
      fill(byId("main"), this.main.element);
      if (inside) this.main.title.focus();
    }
    if (threadId !== this.threadId) this.showThread(threadId);
    this.look();
    this.store.tell("guilds");
  }

  /** @param {string | null} threadId */
  showThread(threadId) {
    this.panel?.close();
    this.panel = null;
    this.threadId = threadId;
    const root = byId("panel");
    root.hidden = !threadId;
    document.body.classList.toggle("panel-open", Boolean(threadId));
    this.coverMain();
    if (!threadId) return;
    const close = h("button", { type: "button", class: "tool", "aria-label": "Close the discussion", title: "Close (Esc)", "data-testid": "close-thread", on: { click: () => this.closeThread() } }, icon("close"));
    this.panel = new Conversation(this, threadId, { inPanel: true, after: [close] });
    fill(root, this.panel.element);
    this.panel.title.focus();
  }

  /** Where the discussion fills the screen, nothing behind it can be reached. */
  coverMain() {
    byId("main").inert = Boolean(this.threadId) && matchMedia("(max-width: 760px)").matches;
  }

  /** Marks what is in front of the person as read. */
  look() {
    this.store.onScreen.clear();
    if (document.hidden) return;
    for (const id of [this.channelId, this.threadId]) {
      if (!id) continue;
      this.store.onScreen.add(id);
      this.store.markRead(id);
    }
  }

  /** @param {string} id */
  leaveGone(id) {
    if (id === this.threadId) this.closeThread();
    if (id !== this.channelId) return;
    this.channelId = null;
    this.main?.close();
    this.follow();
  }

  /** @param {string[]} online ids of those who are connected */
  hearWhoIsThere(online) {
    const { store } = this;
    if (online.length === store.online.size && online.every((id) => store.online.has(id))) return;
    store.online = new Set(online);
    store.tell("members");
  }

  nameSoon() {
    if (this.naming || this.closed) return;
    this.naming = requestAnimationFrame(() => {
      this.naming = 0;
      if (!this.closed) this.nameWindow();
    });
  }

  nameWindow() {
    const channel = this.store.channel(this.channelId ?? "");
    const guild = this.store.guilds.get(this.guildId ?? "");
    const count = [...this.store.unread.values()].reduce((sum, item) => sum + item.count, 0);
    const parts = [channel && `${channel.guild_id ? "#" : ""}${channelName(channel, this)}`, guild?.name].filter(Boolean).join(" · ");
    document.title = `${count ? `(${count}) ` : ""}${parts || "Local server"}`;
    fill(byId("server-name"), guild?.name ?? "Local server");
  }
}

/** @param {string} key @returns {Record<string, string>} */
function readMarks(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

function menuButton() {
  return h("button", { type: "button", class: "tool only-narrow", "aria-label": "Channels and people", "data-testid": "open-nav", on: { click: openNav } }, icon("menu"));
}
