// @ts-check
/** A channel's messages on screen: loads 50 at a time, holds a bounded run, stays at the newest unless one reads back. */

import { fill, h, icon } from "./dom.js";
import { isPrivate } from "./history.js";
import { drawEntry, refreshParts } from "./messages.js";
import { focusWithin, makeReachable, moveBetween, quieten, reach } from "./reach.js";
import { dropStrayTip } from "./reactions.js";
import { compareIds } from "./snowflake.js";

const PAGE = 50;
const MOST_SHOWN = 250;
const NEAR = 120;

export class Timeline {
  /**
   * @param {any} desk @param {string} channelId
   * @param {{label: string, inPanel?: boolean, top?: Node | null}} options
   */
  constructor(desk, channelId, { label, inPanel = false, top = null }) {
    this.desk = desk;
    this.store = /** @type {import("./store.js").Store} */ (desk.store);
    this.channelId = channelId;
    this.inPanel = inPanel;
    this.history = this.store.history(channelId);
    this.firstUnread = this.store.unread.get(channelId)?.after ?? null;
    this.stuck = true;
    this.busy = false;
    this.closed = false;
    this.measuring = false;
    /** @type {Map<string, HTMLElement>} */ this.entries = new Map();
    /** @type {Set<string>} drawn again in the next frame, however many events came */ this.stale = new Set();
    this.list = h("ol", { class: "entries", "aria-label": label, "data-testid": "messages" });
    this.edge = h("div", { class: "edge" });
    this.jump = h("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.toNewest() } }, icon("down"), h("span", {}, "Newest"));
    this.scroller = h("div", { class: "scroller", tabindex: "-1" }, top, this.edge, this.list);
    this.element = h("div", { class: "timeline" }, this.scroller, this.jump);
    this.stops = [
      this.store.when("message", (change) => this.changed(change)),
      this.store.when("thread", ({ id, parentId }) => parentId === channelId && this.refresh(id)),
      this.store.when("unread", ({ channelId: id }) => this.entries.has(id) && this.refresh(id)),
      this.store.when("ready", () => this.load()),
    ];
    this.watch();
    this.ready = this.load();
  }

  close() {
    this.closed = true;
    this.sizes?.disconnect();
    for (const stop of this.stops) stop();
    this.history.dropOldest(PAGE * 2);
    this.element.remove();
  }

  watch() {
    this.sizes = new ResizeObserver(() => this.stuck && this.toBottom());
    this.sizes.observe(this.list);
    this.sizes.observe(this.scroller);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.list.addEventListener("keydown", (event) => moveBetween(/** @type {KeyboardEvent} */ (event)));
    this.list.addEventListener("focusin", (event) => reach(this.list, /** @type {HTMLElement} */ (event.target)));
  }

  /** Shows the newest page; asked again after a reconnect, since a new session replays nothing. */
  async load() {
    if (this.busy) return;
    this.busy = true;
    if (!this.history.items.length) fill(this.edge, h("p", { class: "quiet loading" }, "Loading…"));
    try {
      if (!this.history.atEnd) this.history.reset(await this.fetch(""), PAGE);
      this.drawAll();
      this.catchUp();
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy = false;
    }
  }

  /** @param {unknown} error */
  failed(error) {
    const again = h("button", { type: "button", class: "button secondary small", on: { click: () => this.load() } }, "Try again");
    fill(this.edge, h("p", { class: "quiet" }, /** @type {Error} */ (error).message), again);
  }

  /** @param {string} query @returns {Promise<any[]>} */
  async fetch(query) {
    this.history.touched = new Map();
    const page = await this.desk.rest.get(`/channels/${this.channelId}/messages?limit=${PAGE}${query}`);
    for (const message of page) this.store.learn(message);
    return page;
  }

  /** Asks again for what events touched while a page was on its way: the page may be older than they were. */
  async catchUp() {
    const { history } = this;
    const touched = history.touched ?? new Map();
    history.touched = null;
    for (const [id, message] of touched) {
      const known = history.find(id);
      if (this.closed || isPrivate(known ?? message ?? {}) || !(known || (message && history.atEnd))) continue;
      await this.renew(id);
    }
  }

  /** @param {string} id */
  async renew(id) {
    try {
      const fresh = await this.desk.rest.get(`/channels/${this.channelId}/messages/${id}`);
      this.history.put(fresh);
      if (this.closed) return;
      if (this.entries.has(id)) this.redraw(id);
      else this.arrived(id);
    } catch (error) {
      if (/** @type {any} */ (error).status !== 404) return;
      this.history.remove(id);
      this.removed(id);
    }
  }

  drawAll() {
    if (this.closed) return;
    this.entries.clear();
    const nodes = this.history.items.map((message, index) => this.draw(message, this.history.items[index - 1]));
    fill(this.list, nodes);
    this.drawEdge();
    this.stuck = true;
    this.toBottom();
    makeReachable(this.list);
  }

  drawEdge() {
    const words = this.history.atStart ? (this.history.items.length ? "The beginning." : "Nothing here yet.") : "";
    fill(this.edge, words && h("p", { class: "quiet beginning" }, words));
    this.element.dataset.atEnd = String(this.history.atEnd);
  }

  /** @param {any} message @param {any} previous */
  draw(message, previous) {
    const fresh = this.firstUnread !== null && compareIds(message.id, this.firstUnread) > 0;
    const firstUnread = fresh && (!previous || compareIds(previous.id, this.firstUnread ?? "") <= 0);
    const entry = drawEntry(message, previous, this.desk, { firstUnread, inPanel: this.inPanel });
    this.entries.set(message.id, entry);
    quieten(entry);
    this.measure(entry);
    return entry;
  }

  /** Lays an entry out in full once, so that its true height is known when it is later skipped off screen.
   * @param {HTMLElement} entry */
  measure(entry) {
    entry.classList.add("measuring");
    if (this.measuring) return;
    this.measuring = true;
    const done = () => {
      this.measuring = false;
      for (const item of [...this.list.querySelectorAll(".measuring")]) item.classList.remove("measuring");
    };
    requestAnimationFrame(() => requestAnimationFrame(done));
  }

  /** @param {import("./store.js").MessageChange} change */
  changed(change) {
    if (change.channelId !== this.channelId || !change.id) return;
    if (change.kind === "create") this.arrived(change.id);
    else if (change.kind === "delete") this.removed(change.id);
    else if (change.kind === "reactions") this.refresh(change.id);
    else this.redraw(change.id);
  }

  /** @param {string} id */
  arrived(id) {
    const at = this.history.items.findIndex((message) => message.id === id);
    if (at < 0) {
      this.showJump();
      return;
    }
    if (this.entries.has(id)) {
      this.redraw(id);
      return;
    }
    const entry = this.draw(this.history.items[at], this.history.items[at - 1]);
    const next = this.history.items[at + 1];
    this.list.insertBefore(entry, (next && this.entries.get(next.id)) ?? null);
    entry.classList.add("arrived");
    if (this.stuck || this.isAnswer(this.history.items[at])) {
      this.trimTop();
      this.toNewest();
    } else this.showJump();
    if (this.history.items.length === 1) this.drawEdge();
    makeReachable(this.list);
  }

  /** What one said oneself, or was told alone, is shown at once wherever one was reading. @param {any} message */
  isAnswer(message) {
    return isPrivate(message) || message.author?.id === this.store.personId;
  }

  trimTop() {
    if (this.history.items.length <= MOST_SHOWN) return;
    this.history.dropOldest(MOST_SHOWN - PAGE);
    this.prune();
  }

  /** Takes away what the history no longer holds. */
  prune() {
    const held = new Set(this.history.items.map((message) => message.id));
    for (const [id, entry] of this.entries) {
      if (held.has(id)) continue;
      entry.remove();
      this.entries.delete(id);
    }
    this.drawEdge();
  }

  /** @param {string} id */
  removed(id) {
    const entry = this.entries.get(id);
    if (!entry) return;
    const focused = entry.contains(document.activeElement);
    const after = /** @type {HTMLElement | null} */ (entry.nextElementSibling ?? entry.previousElementSibling);
    entry.remove();
    this.entries.delete(id);
    if (after?.dataset.messageId) this.redraw(after.dataset.messageId);
    if (focused) this.scroller.focus();
    makeReachable(this.list);
  }

  /** Votes and discussion of a message changed. @param {string} id */
  refresh(id) {
    if (!this.entries.has(id)) return;
    if (!this.stale.size) requestAnimationFrame(() => this.refreshStale());
    this.stale.add(id);
  }

  refreshStale() {
    const ids = [...this.stale];
    this.stale.clear();
    for (const id of ids) {
      const entry = this.entries.get(id);
      const message = this.history.find(id);
      if (!entry || !message) continue;
      const focus = focusWithin(entry);
      refreshParts(entry, message, this.desk, this.inPanel);
      this.settleEntry(entry, focus);
    }
  }

  /** After drawing: the tab stop as it was, focus where it was. @param {HTMLElement} entry @param {string | null} focus */
  settleEntry(entry, focus) {
    dropStrayTip();
    const current = entry.querySelector("article")?.getAttribute("tabindex") === "0";
    if (!current) quieten(entry);
    const again = focus && entry.querySelector(focus);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
    makeReachable(this.list);
  }

  /** Draws one message anew in its place, keeping focus on the control that had it. @param {string} id */
  redraw(id) {
    const old = this.entries.get(id);
    const at = this.history.items.findIndex((message) => message.id === id);
    if (!old || at < 0) return;
    const focus = focusWithin(old);
    const fresh = this.draw(this.history.items[at], this.history.items[at - 1]);
    old.replaceWith(fresh);
    this.settleEntry(fresh, focus);
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const below = scrollHeight - scrollTop - clientHeight;
    this.stuck = below < NEAR && this.history.atEnd;
    this.jump.hidden = this.stuck || below < clientHeight;
    if (this.stuck && this.jump.classList.contains("fresh-below")) {
      this.jump.classList.remove("fresh-below");
      fill(this.jump, icon("down"), h("span", {}, "Newest"));
    }
    if (scrollTop < 1600 && !this.history.atStart) this.older();
    else if (below < 1600 && !this.history.atEnd) this.newer();
  }

  async older() {
    const first = this.history.items[0];
    if (this.busy || !first || !this.history.loaded) return;
    await this.page(`&before=${first.id}`, (page) => {
      this.history.addOlder(page, PAGE);
      this.history.dropNewest(MOST_SHOWN);
    });
  }

  async newer() {
    const last = this.history.items[this.history.items.length - 1];
    if (this.busy || !last || !this.history.loaded) return;
    await this.page(`&after=${last.id}`, (page) => {
      this.history.addNewer(page, PAGE);
      this.history.dropOldest(MOST_SHOWN);
    });
  }

  /** @param {string} query @param {(page: any[]) => void} take */
  async page(query, take) {
    this.busy = true;
    try {
      const page = await this.fetch(query);
      if (this.closed) return;
      take(page);
      this.keepPlace(() => this.fillIn());
      this.catchUp();
    } catch (error) {
      this.desk.toast(/** @type {Error} */ (error).message);
    } finally {
      this.busy = false;
    }
  }

  /** Adds entries for what the history has and the list lacks. */
  fillIn() {
    const { items } = this.history;
    const oldFirst = items.findIndex((message) => this.entries.has(message.id));
    let next = /** @type {HTMLElement | null} */ (null);
    for (let index = items.length - 1; index >= 0; index -= 1) {
      let entry = this.entries.get(items[index].id);
      if (!entry) {
        entry = this.draw(items[index], items[index - 1]);
        this.list.insertBefore(entry, next);
      }
      next = entry;
    }
    if (oldFirst > 0) this.redraw(items[oldFirst].id);
    this.prune();
  }

  /** Runs a change above or below while the entry being read stays where it is on screen. @param {() => void} change */
  keepPlace(change) {
    const top = this.scroller.getBoundingClientRect().top;
    const rows = /** @type {HTMLElement[]} */ ([...this.list.children]);
    const read = rows.find((entry) => entry.getBoundingClientRect().bottom > top);
    const before = read?.getBoundingClientRect().bottom ?? 0;
    this.scroller.style.setProperty("overflow-anchor", "none");
    change();
    const now = read && this.entries.get(read.dataset.messageId ?? "");
    // its lower edge: the day or the face above it may have gone
    if (now) this.scroller.scrollTop += now.getBoundingClientRect().bottom - before;
    requestAnimationFrame(() => this.scroller.style.removeProperty("overflow-anchor"));
  }

  /** Brings one message into view, wherever in the history it stands. @param {string} id */
  async jumpTo(id) {
    await this.ready;
    if (!this.history.find(id)) {
      const page = await this.fetch(`&around=${id}`).catch(() => []);
      if (this.closed || !page.some((message) => message.id === id)) return;
      this.history.resetAround(page, this.store.channel(this.channelId)?.last_message_id);
      this.drawAll();
      this.catchUp();
    }
    this.stuck = false;
    const entry = this.entries.get(id);
    entry?.scrollIntoView({ block: "center" });
    entry?.classList.add("arrived");
    entry?.querySelector("article")?.focus({ preventScroll: true });
  }

  async toNewest() {
    this.stuck = true;
    if (!this.history.atEnd) await this.load();
    this.toBottom();
    this.jump.hidden = true;
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  showJump() {
    fill(this.jump, icon("down"), h("span", {}, "New messages"));
    this.jump.hidden = false;
    this.jump.classList.add("fresh-below");
  }
}
