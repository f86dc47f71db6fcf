// @ts-check
/** Servers, their channels and the discussions under them, with what is unread. */

import { channelIcon, channelName } from "./conversation.js";
import { fill, h, roving } from "./dom.js";

const CATEGORY = 4;
const THREADS_SHOWN = 2;
const LISTED = new Set([0, 5, 15, 16, 2, 13]);

export class Sidebar {
  /** @param {any} desk @param {HTMLElement} root */
  constructor(desk, root) {
    this.desk = desk;
    this.root = root;
    this.servers = h("div", { class: "servers", role: "group", "aria-label": "Servers" });
    this.list = h("div", { class: "channels" });
    /** @type {Set<string>} channels whose discussions are all shown */ this.opened = new Set();
    this.waiting = false;
    fill(root, this.servers, this.list);
    roving(this.list, ".channel-link");
    this.follow();
  }

  /** Follows the store of the person who is signed in now. */
  follow() {
    for (const name of ["guilds", "unread", "thread", "ready"]) this.desk.store.when(name, () => this.soon());
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
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.closest?.("[data-channel-id]")?.getAttribute("data-channel-id");
    const inList = focused && this.list.contains(document.activeElement);
    this.drawServers();
    const guild = this.desk.store.guilds.get(this.desk.guildId);
    fill(this.list, guild ? this.groups(guild) : null, this.direct());
    const links = [...this.list.querySelectorAll(".channel-link")];
    const current = this.list.querySelector("[aria-current]") ?? links[0];
    for (const link of links) link.setAttribute("tabindex", link === current ? "0" : "-1");
    const again = inList && this.list.querySelector(`[data-channel-id="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  drawServers() {
    const { store } = this.desk;
    const several = store.guilds.size > 1;
    this.servers.hidden = !several;
    fill(
      this.servers,
      [...store.guilds.values()].map((guild) =>
        h(
          "button",
          { type: "button", class: "server", "aria-pressed": String(guild.id === this.desk.guildId), data: { guildId: guild.id, unread: this.unreadIn(guild.id) ? "yes" : undefined }, on: { click: () => this.desk.goServer(guild.id) } },
          guild.name,
        ),
      ),
    );
  }

  /** @param {string} guildId */
  unreadIn(guildId) {
    return [...this.desk.store.unread.keys()].some((id) => this.desk.store.channel(id)?.guild_id === guildId);
  }

  /** @param {any} guild */
  groups(guild) {
    const channels = this.desk.store.channelsOf(guild.id);
    const categories = channels.filter((/** @type {any} */ channel) => channel.type === CATEGORY);
    const within = (/** @type {string | null} */ id) => channels.filter((/** @type {any} */ channel) => LISTED.has(channel.type) && (channel.parent_id ?? null) === id);
    const known = new Set(categories.map((/** @type {any} */ item) => item.id));
    const loose = channels.filter((/** @type {any} */ channel) => LISTED.has(channel.type) && !known.has(channel.parent_id));
    return [this.group(null, loose), ...categories.map((/** @type {any} */ category) => this.group(category, within(category.id)))];
  }

  /** @param {any} category @param {any[]} channels */
  group(category, channels) {
    if (!channels.length) return null;
    const title = category ? h("h2", { class: "group-title" }, category.name) : null;
    return h("section", { class: "group" }, title, h("ul", {}, channels.map((channel) => this.channel(channel))));
  }

  /** @param {any} channel */
  channel(channel) {
    const threads = this.desk.store.threadsOf(channel.id).filter((/** @type {any} */ thread) => !thread.thread_metadata?.archived || thread.id === this.desk.threadId);
    const shown = this.opened.has(channel.id) ? threads : this.first(threads);
    const more = threads.length - shown.length;
    const toggle = () => {
      if (!this.opened.delete(channel.id)) this.opened.add(channel.id);
      this.draw();
    };
    const words = more > 0 ? `${more} more` : threads.length > THREADS_SHOWN ? "Fewer" : "";
    return h(
      "li",
      {},
      this.link(channel, channel.id === this.desk.channelId, () => this.desk.go(channel.id)),
      shown.length > 0 &&
        h(
          "ul",
          { class: "threads" },
          shown.map((/** @type {any} */ thread) => h("li", {}, this.link(thread, thread.id === this.desk.threadId, () => this.desk.openThread(thread.id)))),
          words && h("li", {}, h("button", { type: "button", class: "text-button more-threads", on: { click: toggle } }, words)),
        ),
    );
  }

  /** The liveliest few, and the one that is open. @param {any[]} threads */
  first(threads) {
    return threads.filter((thread, index) => index < THREADS_SHOWN || thread.id === this.desk.threadId);
  }

  /** @param {any} channel @param {boolean} current @param {() => void} open */
  link(channel, current, open) {
    const unread = this.desk.store.unread.get(channel.id);
    const name = channelName(channel, this.desk);
    const said = unread ? `, ${unread.count ? `${unread.count} new` : "unread"}` : "";
    const mark = unread && h("span", { class: "unread-mark", "aria-hidden": "true" }, unread.count ? (unread.count > 99 ? "99+" : unread.count) : "");
    return h(
      "button",
      {
        type: "button",
        class: "channel-link",
        "aria-label": `${name}${said}`,
        "aria-current": current ? "page" : undefined,
        title: name,
        data: { channelId: channel.id, unread: unread ? unread.count || "yes" : undefined },
        on: { click: open },
      },
      channelIcon(channel),
      h("span", { class: "channel-name" }, name),
      mark,
    );
  }

  direct() {
    const all = [...this.desk.store.channels.values()].filter((channel) => channel.type === 1);
    if (!all.length) return null;
    const rows = all.map((channel) => h("li", {}, this.link(channel, channel.id === this.desk.channelId, () => this.desk.go(channel.id))));
    return h("section", { class: "group" }, h("h2", { class: "group-title" }, "Direct messages"), h("ul", {}, rows));
  }
}
