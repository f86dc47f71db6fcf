// @ts-check
/** The page as one person uses it: their store, their connection, what is on screen and how one moves about. */

import { Commands } from "./commands.js";
import { textOf } from "./components.js";
import { Conversation, channelName } from "./conversation.js";
import { byId, fill, h, icon } from "./dom.js";
import { Gateway } from "./gateway.js";
import { isPrivate } from "./history.js";
import { Interactions } from "./interactions.js";
import { words } from "./markdown-view.js";
import { openModal } from "./modal.js";
import { closeNav, openNav } from "./nav.js";
import { announce, toast } from "./notices.js";
import { Rest } from "./rest.js";
import { Store, THREAD_TYPES } from "./store.js";
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
    this.toast = toast;
    this.marksKey = `standin.read.${person.id}`;
    this.store = new Store(person.id, readMarks(this.marksKey));
    this.rest = new Rest(session.api, person.token);
    this.interactions = new Interactions(this);
    this.commands = new Commands(this);
    this.wanted = /** @type {string | undefined} */ (undefined);
    this.go = (/** @type {string} */ channelId, /** @type {string | undefined} */ messageId) => {
      this.wanted = messageId;
      this.move(channelId, null);
    };
    this.openThread = (/** @type {string} */ threadId) => this.enterThread(threadId);
    this.store.when("guilds", () => this.arrive());
    this.store.when("gone", ({ id }) => this.leaveGone(id));
    this.store.when("message", (change) => this.hear(change));
    this.store.when("read", () => sessionStorage.setItem(this.marksKey, JSON.stringify(this.store.readMarks)));
    this.store.when("unread", () => this.nameWindow());
    this.gateway = new Gateway({ url: session.gateway, token: person.token, onState, onDispatch: (event, data) => this.receive(event, data) });
    this.gateway.connect();
  }

  /** @param {string} event @param {any} data */
  receive(event, data) {
    this.interactions.receive(event, data);
    this.store.apply(event, data);
  }

  close() {
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
    if (!this.channelId && this.store.channels.size) this.follow();
    this.nameWindow();
  }

  /** Shows what the address names. */
  follow() {
    const [, channelId = "", threadId = ""] = location.hash.split("/");
    const channel = this.store.channel(channelId) ?? this.firstChannel();
    if (!channel) return;
    const thread = this.store.channel(threadId);
    this.show(channel.id, thread && channel.id === channelId ? thread.id : null);
  }

  firstChannel() {
    const guildId = this.guildId ?? [...this.store.guilds.keys()][0];
    return guildId ? this.store.channelsOf(guildId).find((channel) => READABLE.has(channel.type)) : undefined;
  }

  /** @param {string} guildId */
  goServer(guildId) {
    this.guildId = guildId;
    const first = this.firstChannel();
    if (first) this.move(first.id, null);
    this.store.tell("guilds");
  }

  /** Changes the address; the address changes the screen, so that Back works. @param {string} channelId @param {string | null} threadId */
  move(channelId, threadId) {
    const channel = this.store.channel(channelId);
    if (!channel) return;
    if (THREAD_TYPES.has(channel.type)) {
      this.enterThread(channelId);
      return;
    }
    closeNav();
    const hash = threadId ? `#/${channelId}/${threadId}` : `#/${channelId}`;
    if (location.hash === hash) this.show(channelId, threadId);
    else location.hash = hash;
  }

  /** @param {string} threadId */
  async enterThread(threadId) {
    if (!this.store.channel(threadId)) {
      const found = await this.rest.get(`/channels/${threadId}`).catch((error) => toast(error.message));
      if (!found) return;
      this.store.putChannel(found);
    }
    const parent = this.store.channel(threadId).parent_id;
    this.move(parent, threadId);
  }

  closeThread() {
    const from = this.threadId;
    if (!this.channelId) return;
    this.move(this.channelId, null);
    const back = from && document.querySelector(`#main [data-thread-id="${CSS.escape(from)}"]`);
    if (back instanceof HTMLElement) back.focus();
  }

  /** @param {string} channelId @param {string | null} threadId */
  show(channelId, threadId) {
    const channel = this.store.channel(channelId);
    if (!channel) return;
    if (channelId !== this.channelId) {
      this.main?.close();
      this.channelId = channelId;
      this.guildId = channel.guild_id ?? this.guildId;
      this.main = new Conversation(this, channelId, { inPanel: false, before: [menuButton()] });
      fill(byId("main"), this.main.element);
    }
    if (threadId !== this.threadId) this.showThread(threadId);
    this.look();
    this.store.tell("guilds");
    this.jump();
  }

  /** To the message that a link named, once its place is on screen. */
  jump() {
    const view = (this.threadId ? this.panel : this.main)?.view;
    if (this.wanted && view instanceof Timeline) view.jumpTo(this.wanted);
    this.wanted = undefined;
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
    location.hash = "";
    this.follow();
  }

  /** Reads arriving messages to screen readers. @param {import("./store.js").MessageChange} change */
  hear({ kind, channelId, message }) {
    if (kind !== "create" || message.author?.id === this.person.id) return;
    const channel = this.store.channel(channelId);
    if (!channel || !(this.store.onScreen.has(channelId) || isPrivate(message))) return;
    const names = { store: this.store, guildId: channel.guild_id ?? null, go: this.go };
    const who = this.store.nameOf(message.author?.id, names.guildId);
    const secret = isPrivate(message) ? ", only for you" : "";
    announce(`${who} in ${channelName(channel, this)}${secret}: ${words(textOf(message), names).slice(0, 160)}`);
  }

  nameWindow() {
    const channel = this.store.channel(this.channelId ?? "");
    const guild = this.store.guilds.get(this.guildId ?? "");
    const count = [...this.store.unread.values()].reduce((sum, item) => sum + item.count, 0);
    const parts = [channel && `#${channelName(channel, this)}`, guild?.name].filter(Boolean).join(" · ");
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
