// @ts-check
/** Servers, their channels and the discussions under them, with what is unread; only rows that changed are drawn again. */

import { channelIcon, channelName } from "./conversation.js";
import { fill, h, icon, roving } from "./dom.js";
import { CATEGORY } from "./kinds.js";

const THREADS_SHOWN = 2;
const LISTED = new Set([0, 5, 15, 16, 2, 13]);
const FOLDED = "standin.folded";

export class Sidebar {
  /** @param {any} desk @param {HTMLElement} root @param {HTMLElement} rail */
  constructor(desk, root, rail) {
    this.desk = desk;
    this.root = root;
    this.rail = rail;
    this.servers = h("div", { class: "servers" });
    this.list = h("div", { class: "channels" });
    /** @type {Map<string, {drawn: string, element: HTMLElement}>} rows by what they stand for */ this.rows = new Map();
    /** @type {Set<string>} channels whose discussions are all shown */ this.opened = new Set();
    /** @type {Set<string>} categories that are folded */ this.folded = new Set(JSON.parse(localStorage.getItem(FOLDED) ?? "[]"));
    this.waiting = false;
    this.stops = /** @type {(() => void)[]} */ ([]);
    fill(rail, this.servers);
    fill(root, this.list);
    roving(this.list, ".channel-link, .group-fold");
    roving(this.servers, ".server");
    this.follow();
  }

  /** Follows the store of the person who is signed in now. */
  follow() {
    for (const stop of this.stops) stop();
    this.rows.clear();
    this.stops = ["guilds", "unread", "thread", "ready"].map((name) => this.desk.store.when(name, () => this.soon()));
    this.soon();
  }

  /** Draws once per frame, however many events came. */
  soon() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  draw() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const key = /** @type {HTMLElement | null} */ (focused?.closest("[data-row]"))?.dataset.row;
    const inside = this.root.contains(focused) || this.rail.contains(focused);
    const guild = this.desk.store.guilds.get(this.desk.guildId);
    settle(this.servers, this.serverRows());
    settle(this.list, [this.directs(), ...(guild ? this.groups(guild) : [])].filter(Boolean));
    const links = [...this.list.querySelectorAll(".channel-link")];
    const current = this.list.querySelector("[aria-current]") ?? links[0];
    if (!this.list.contains(document.activeElement)) {
      for (const link of this.list.querySelectorAll("[tabindex='0']")) if (link !== current) link.setAttribute("tabindex", "-1");
      current?.setAttribute("tabindex", "0");
    }
    // its row was drawn again under it
    if (!inside || focused?.isConnected) return;
    const row = this.rows.get(key ?? "")?.element;
    const again = row?.matches("button") ? row : row?.querySelector("button");
    again?.focus({ preventScroll: true });
  }

  /** One row, drawn anew only if what it shows has changed.
   * @param {string} key @param {unknown[]} shows @param {() => HTMLElement} make @returns {HTMLElement} */
  row(key, shows, make) {
    const drawn = JSON.stringify(shows);
    const known = this.rows.get(key);
    if (known?.drawn === drawn) return known.element;
    const element = make();
    element.dataset.row = key;
    this.rows.set(key, { drawn, element });
    return element;
  }

  serverRows() {
    const { store } = this.desk;
    this.rail.hidden = store.guilds.size < 2;
    return [...store.guilds.values()].map((guild) => {
      const unread = store.unreadIn(guild.id);
      const current = guild.id === this.desk.guildId;
      return this.row(`server ${guild.id}`, [guild.name, current, unread.count > 0, unread.mentions], () => {
        const said = unread.mentions ? `, ${unread.mentions} mentions` : unread.count ? ", unread" : "";
        const props = { type: "button", class: "server", title: guild.name, "aria-label": `${guild.name}${said}`, "aria-current": current ? "true" : undefined, tabindex: current ? "0" : "-1" };
        return h("button", { ...props, data: { guildId: guild.id, unread: unread.count ? "yes" : undefined }, on: { click: () => this.desk.goServer(guild.id) } }, abbreviation(guild.name), mentionMark(unread.mentions));
      });
    });
  }

  /** @param {any} guild */
  groups(guild) {
    const channels = this.desk.store.channelsOf(guild.id);
    const categories = channels.filter((/** @type {any} */ channel) => channel.type === CATEGORY);
    /** @type {Map<string | null, any[]>} */
    const within = new Map([[null, []], ...categories.map((/** @type {any} */ one) => [one.id, []])]);
    for (const channel of channels) {
      if (LISTED.has(channel.type)) (within.get(channel.parent_id ?? null) ?? within.get(null))?.push(channel);
    }
    return [this.group(null, within.get(null) ?? []), ...categories.map((/** @type {any} */ one) => this.group(one, within.get(one.id) ?? []))];
  }

  /** @param {any} category @param {any[]} channels */
  group(category, channels) {
    if (!channels.length) return null;
    const key = category?.id ?? "loose";
    const folded = this.folded.has(key);
    const { element, rows } = this.section(key, category ? this.fold(category, folded) : null);
    // what is open or unread stays in sight of a folded category
    const shown = folded ? channels.filter((channel) => channel.id === this.desk.channelId || this.desk.store.unread.has(channel.id)) : channels;
    settle(rows, shown.flatMap((channel) => this.channel(channel)));
    return element;
  }

  /** @param {string} key @param {HTMLElement | null} title */
  section(key, title) {
    const element = this.row(`group ${key}`, [], () => h("section", { class: "group" }, h("div", { class: "group-head" }), h("ul", {})));
    const [head, rows] = /** @type {HTMLElement[]} */ ([...element.children]);
    settle(/** @type {HTMLElement} */ (head), title ? [title] : []);
    return { element, rows: /** @type {HTMLElement} */ (rows) };
  }

  /** @param {any} category @param {boolean} folded */
  fold(category, folded) {
    return this.row(`fold ${category.id}`, [category.name, folded], () => {
      const toggle = () => {
        if (!this.folded.delete(category.id)) this.folded.add(category.id);
        localStorage.setItem(FOLDED, JSON.stringify([...this.folded]));
        this.draw();
        this.list.querySelector(`[data-row="fold ${category.id}"] button`)?.focus();
      };
      const button = h("button", { type: "button", class: "group-fold", tabindex: "-1", "aria-expanded": String(!folded), on: { click: toggle } }, icon("fold"), h("span", {}, category.name));
      return h("h2", { class: "group-title" }, button);
    });
  }

  /** A channel's row and those of its discussions. @param {any} channel @returns {HTMLElement[]} */
  channel(channel) {
    const threads = this.desk.store.threadsOf(channel.id).filter((/** @type {any} */ thread) => !thread.thread_metadata?.archived || thread.id === this.desk.threadId);
    const shown = this.opened.has(channel.id) ? threads : this.first(threads);
    const rows = [this.link(channel, channel.id === this.desk.channelId, false), ...shown.map((/** @type {any} */ thread) => this.link(thread, thread.id === this.desk.threadId, true))];
    if (threads.length > THREADS_SHOWN) rows.push(this.more(channel, threads.length - shown.length));
    return rows;
  }

  /** @param {any} channel @param {number} hidden */
  more(channel, hidden) {
    const toggle = () => {
      if (!this.opened.delete(channel.id)) this.opened.add(channel.id);
      this.draw();
    };
    return this.row(`more ${channel.id}`, [hidden], () =>
      h("li", { class: "under" }, h("button", { type: "button", class: "text-button more-threads", on: { click: toggle } }, hidden > 0 ? `${hidden} more` : "Fewer")),
    );
  }

  /** The liveliest few, and the one that is open. @param {any[]} threads */
  first(threads) {
    return threads.filter((thread, index) => index < THREADS_SHOWN || thread.id === this.desk.threadId);
  }

  /** @param {any} channel @param {boolean} current @param {boolean} under */
  link(channel, current, under) {
    const unread = this.desk.store.unread.get(channel.id);
    const name = channelName(channel, this.desk);
    const open = () => (under ? this.desk.openThread(channel.id) : this.desk.go(channel.id));
    return this.row(channel.id, [name, channel.type, current, under, unread?.count, unread?.mentions], () => {
      const said = unread ? `, ${unread.count ? `${unread.count} new` : "unread"}${unread.mentions ? `, ${unread.mentions} mentions` : ""}` : "";
      const props = { type: "button", class: "channel-link", "aria-label": `${name}${said}`, "aria-current": current ? "page" : undefined, title: name, tabindex: "-1" };
      const data = { channelId: channel.id, unread: unread ? unread.count || "yes" : undefined, mentions: unread?.mentions || undefined };
      const button = h("button", { ...props, data, on: { click: open } }, channelIcon(channel), h("span", { class: "channel-name" }, name), mark(unread));
      return h("li", { class: under ? "under" : undefined }, button);
    });
  }

  directs() {
    const all = this.desk.store.directs();
    if (!all.length) return null;
    const title = this.row("title direct", [], () => h("h2", { class: "group-title" }, "Direct messages"));
    const { element, rows } = this.section("direct", title);
    settle(rows, all.map((/** @type {any} */ channel) => this.link(channel, channel.id === this.desk.channelId, false)));
    return element;
  }
}

/** Makes `children` what stands in `parent`, touching only what is not in its place. @param {HTMLElement} parent @param {any[]} children */
function settle(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const child of children) {
    if (child === at) at = at.nextSibling;
    else parent.insertBefore(child, at);
  }
}

/** @param {import("./store.js").Unread | undefined} unread */
function mark(unread) {
  if (!unread) return null;
  if (unread.mentions) return mentionMark(unread.mentions);
  return h("span", { class: "unread-mark", "aria-hidden": "true" }, unread.count ? (unread.count > 99 ? "99+" : unread.count) : "");
}

/** @param {number} mentions */
function mentionMark(mentions) {
  return mentions > 0 && h("span", { class: "mention-mark", "aria-hidden": "true" }, mentions > 99 ? "99+" : mentions);
}

/** "HN" for "Harbour News". @param {string} name */
function abbreviation(name) {
  const letters = name.split(/\s+/u).map((word) => [...word][0] ?? "");
  return letters.join("").slice(0, 3);
}
