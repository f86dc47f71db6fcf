// @ts-check
/** A channel's messages on screen: loads 50 at a time, holds a bounded run, stays at the newest unless one reads back. */

import { fill, h, icon } from "./dom.js";
import { Entries } from "./entries.js";
import { isPrivate } from "./history.js";
import { drawEntry, leadOf, refreshParts } from "./messages.js";
import { moveBetween, reach } from "./reach.js";
import { dropStrayTip } from "./reactions.js";
import { compareIds, timeOf } from "./snowflake.js";
import { clock, dayName } from "./times.js";

const PAGE = 50;
const MOST_SHOWN = 150;
const NEAR = 120;
const AHEAD = 1600;
/** How long a message that was asked for stays marked, in milliseconds. */
const POINTED = 6000;
/** A message of which less than that is in sight, in pixels, is not read yet. */
const A_LINE = 32;
const THREAD_STARTER = 21;

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
    this.unread = this.store.unread.get(channelId) ?? null;
    this.stuck = true;
    this.busy = false;
    this.loading = /** @type {Promise<void> | null} */ (null);
    this.closed = false;
    this.placed = 0; // where the page itself last scrolled to
    this.tall = 0; // how much was in sight then
    this.pointing = 0;
    /** @type {string | null} the message that was asked for, as long as it is marked */ this.pointed = null;
    /** @type {string | null} the same, until one moves */ this.aimed = null;
    this.missed = 0; // messages that came while one read elsewhere
    this.list = h("ol", { class: "entries", "aria-label": label, "data-testid": "messages" });
    this.edge = h("div", { class: "edge" });
    this.jump = h("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.toNewest() } });
    this.news = h("div", { class: "news", hidden: true });
    this.scroller = h("div", { class: "scroller", tabindex: "-1" }, top, this.edge, this.list);
    this.element = h("div", { class: "timeline" }, this.news, this.scroller, this.jump);
    this.entries = new Entries(this.list, this.scroller, this.history, {
      draw: (message, above) => this.draw(message, above),
      lead: (message, above) => leadOf(message, above, this.isFirstUnread(message, above)),
      refresh: (entry, message) => refreshParts(entry, message, this.desk, this.inPanel),
      isStuck: () => this.stuck,
      whenPlaced: () => this.place(),
      whenDrawn: () => this.drawn(),
    });
    this.stops = [
      this.store.when("message", (change) => this.changed(change)),
      this.store.when("thread", ({ id, parentId }) => parentId === channelId && this.entries.again(id, "parts")),
      this.store.when("unread", ({ channelId: id }) => this.entries.again(id, "parts")),
      this.store.when("ready", () => this.resume()),
    ];
    this.watch();
    this.ready = this.load();
  }

  close() {
    this.closed = true;
    clearTimeout(this.pointing);
    this.entries.close();
    this.sizes?.disconnect();
    for (const stop of this.stops) stop();
    this.history.dropOldest(PAGE);
    this.element.remove();
  }

  watch() {
    this.sizes = new ResizeObserver(() => this.resized());
    for (const part of [this.scroller, ...this.scroller.children]) this.sizes.observe(part);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      this.scroller.addEventListener(name, () => (this.entries.pinned = this.aimed = null), { passive: true });
    }
    this.list.addEventListener("keydown", (event) => moveBetween(/** @type {KeyboardEvent} */ (event)));
    this.list.addEventListener("focusin", (event) => reach(this.list, /** @type {HTMLElement} */ (event.target)));
  }

  /** Shows the newest page. */
  load() {
    this.loading ??= this.loadNewest().finally(() => (this.loading = null));
    return this.loading;
  }

  async loadNewest() {
    this.busy = true;
    if (!this.history.items.length) fill(this.edge, h("p", { class: "quiet loading" }, "Loading…"));
    try {
      if (!this.history.atEnd) this.history.reset(await this.fetch(""), PAGE);
      this.stuck = true;
      this.missed = 0;
      this.entries.sync({ now: !this.closed });
      this.catchUp();
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy = false;
    }
  }

  /** After a new session, which replays nothing: asks again for what is being read, wherever that is. */
  async resume() {
    const anchor = this.entries.anchor()?.dataset.messageId;
    if (this.stuck || !anchor) {
      await this.load();
    } else {
      const page = await this.fetch(`&around=${anchor}`).catch(() => null);
      if (!page || this.closed) return;
      this.history.resetAround(page, this.newestId());
      this.catchUp();
    }
    for (const { id } of this.history.items) this.entries.again(id, "whole");
    this.entries.sync();
  }

  newestId() {
    return this.store.channel(this.channelId)?.last_message_id;
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
      this.history.put(await this.desk.rest.get(`/channels/${this.channelId}/messages/${id}`));
      this.entries.again(id, "whole");
    } catch (error) {
      if (/** @type {any} */ (error).status !== 404) return;
      this.history.remove(id);
    }
    this.entries.sync();
  }

  /** Everything that is held is on screen. */
  drawn() {
    dropStrayTip();
    const words = this.history.atStart ? (this.history.items.length ? "The beginning." : "Nothing here yet.") : "";
    if (this.edge.textContent !== words || this.edge.querySelector("button, .loading")) fill(this.edge, words && h("p", { class: "quiet beginning" }, words));
    this.element.dataset.atEnd = String(this.history.atEnd);
    this.element.dataset.atStart = String(this.history.atStart);
    this.sayNews();
    this.scrolled();
  }

  /** @param {any} message @param {any} above */
  draw(message, above) {
    const entry = drawEntry(message, above, this.desk, { firstUnread: this.isFirstUnread(message, above), inPanel: this.inPanel });
    entry.classList.toggle("arrived", message.id === this.pointed);
    return entry;
  }

  /** @param {any} message @param {any} above */
  isFirstUnread(message, above) {
    const after = this.unread?.after;
    if (!after || message.type === THREAD_STARTER || compareIds(message.id, after) <= 0) return false;
    // what opens a discussion stands above it; above the oldest one held there may be more that is unread
    return above && above.type !== THREAD_STARTER ? compareIds(above.id, after) <= 0 : Boolean(above) || this.history.atStart;
  }

  /** @param {import("./store.js").MessageChange} change */
  changed(change) {
    if (change.channelId !== this.channelId || !change.id) return;
    if (change.kind === "create") this.arrived(change.id);
    else if (change.kind === "delete") this.went();
    else this.entries.again(change.id, change.kind === "reactions" ? "parts" : "whole");
  }

  went() {
    this.entries.sync();
    this.hideNews();
  }

  /** @param {string} id */
  arrived(id) {
    const message = this.history.find(id);
    // what one said oneself, or was told alone, is shown at once wherever one was reading
    if (message && (isPrivate(message) || message.author?.id === this.store.personId)) this.stuck = true;
    if (!message && this.history.atEnd) return;
    if (message) {
      if (this.stuck) this.history.dropOldest(MOST_SHOWN);
      this.entries.again(id, "whole");
      this.entries.sync();
    }
    if (!this.stuck) {
      this.missed += 1;
      this.sayJump();
    }
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const below = scrollHeight - scrollTop - clientHeight;
    // only who scrolls up leaves the end: what grows below does not take one away from it, nor does the form of a
    // command that closes, which leaves more in sight
    const up = scrollTop < this.placed - Math.max(0, clientHeight - this.tall) - 1;
    const byHand = scrollTop !== this.placed;
    this.place();
    if (below < NEAR && this.history.atEnd && this.isDrawnToTheEnd()) this.stuck = true;
    else if (up && !this.entries.pinned) this.stuck = false;
    if (this.stuck) this.missed = 0;
    if (byHand) this.entries.remember();
    this.sayJump(below < clientHeight);
    this.hideNews();
    if (this.entries.frame || this.busy || !this.history.loaded) return;
    if (scrollTop < AHEAD && !this.history.atStart) this.older();
    else if (below < AHEAD && !this.history.atEnd) this.newer();
  }

  isDrawnToTheEnd() {
    const last = this.history.items[this.history.items.length - 1];
    return !last || this.entries.drawn.has(last.id);
  }

  async older() {
    await this.page(`&before=${this.history.items[0]?.id}`, (page) => {
      this.history.addOlder(page, PAGE);
      this.history.dropNewest(MOST_SHOWN);
    });
  }

  async newer() {
    await this.page(`&after=${this.history.items[this.history.items.length - 1]?.id}`, (page) => {
      this.history.addNewer(page, PAGE);
      this.history.dropOldest(MOST_SHOWN);
    });
  }

  /** @param {string} query @param {(page: any[]) => void} take */
  async page(query, take) {
    if (!this.history.items.length) return;
    this.busy = true;
    const { epoch } = this.history;
    try {
      const page = await this.fetch(query);
      // what is held may be another run by now, to which this page does not join
      if (this.closed || epoch !== this.history.epoch) return;
      take(page);
      this.entries.sync();
      this.catchUp();
    } catch (error) {
      this.desk.toast(/** @type {Error} */ (error).message);
    } finally {
      this.busy = false;
    }
  }

  /** Brings one message into view, wherever in the history it stands. @param {string} id */
  async jumpTo(id) {
    await this.ready;
    if (!this.history.find(id) && !(await this.loadAround(id))) {
      this.desk.toast("That message is gone, or not to be seen by this person.");
      return;
    }
    this.stuck = false;
    if (!this.entries.drawn.has(id)) this.entries.restart(id);
    const entry = this.entries.drawn.get(id);
    if (!entry) return;
    this.point(id);
    this.entries.show(entry);
    this.entries.remember();
    this.place();
    entry.querySelector("article")?.focus({ preventScroll: true });
  }

  /** Marks the message that was asked for, for a while; until one moves it stays in view, whatever grows above or in it. @param {string} id */
  point(id) {
    clearTimeout(this.pointing);
    this.pointed = this.aimed = id;
    for (const [one, entry] of this.entries.drawn) entry.classList.toggle("arrived", one === id);
    this.pointing = window.setTimeout(() => {
      this.entries.drawn.get(id)?.classList.remove("arrived");
      this.pointed = this.aimed = null;
    }, POINTED);
  }

  /** Something changed its size. */
  resized() {
    const aimed = this.aimed && !this.entries.pinned ? this.entries.drawn.get(this.aimed) : null;
    if (!aimed) {
      this.entries.restore();
      return;
    }
    this.entries.show(aimed);
    this.entries.remember();
    this.place();
  }

  /** @param {string} id @returns {Promise<boolean>} whether it is there */
  async loadAround(id) {
    const page = await this.fetch(`&around=${id}`).catch(() => []);
    if (this.closed || !page.some((message) => message.id === id)) return false;
    this.history.resetAround(page, this.newestId());
    this.catchUp();
    return true;
  }

  async toNewest() {
    this.stuck = true;
    this.entries.pinned = this.aimed = null;
    if (!this.history.atEnd) await this.load();
    this.toBottom();
    this.jump.hidden = true;
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.place();
  }

  /** Takes note of where one is. */
  place() {
    this.placed = this.scroller.scrollTop;
    this.tall = this.scroller.clientHeight;
  }

  /** The way back to the newest, while one is not there. */
  sayJump(near = false) {
    const past = !this.history.atEnd && this.history.loaded;
    const words = this.missed ? "New messages" : past ? "Jump to present" : "Newest";
    this.jump.hidden = this.stuck || (near && !this.missed && !past);
    this.jump.classList.toggle("fresh-below", this.missed > 0);
    if (this.jump.textContent !== words) fill(this.jump, icon("down"), h("span", {}, words));
  }

  /** What came since the last visit, where its beginning is out of sight. */
  sayNews() {
    if (!this.unread || this.news.childElementCount) return;
    const since = timeOf(this.unread.after === "0" ? this.channelId : this.unread.after);
    const number = this.unread.count ? `${this.unread.count} new` : "New";
    const day = dayName(since);
    const when = day === "Today" ? clock(since) : `${day === "Yesterday" ? "yesterday" : day} at ${clock(since)}`;
    const words = `${number} since ${when}`;
    fill(
      this.news,
      h("button", { type: "button", class: "news-jump", on: { click: () => this.toFirstUnread() } }, icon("up"), words),
      h("button", { type: "button", class: "news-close", "aria-label": "Dismiss", on: { click: () => this.forgetNews() } }, icon("close")),
    );
    this.news.hidden = false;
  }

  /** Once the first new message is in sight, or is there no more, nothing leads to it. */
  hideNews() {
    if (this.news.hidden || !this.unread) return;
    const { after } = this.unread;
    const { items, atStart, atEnd } = this.history;
    const first = items.find((message) => message.type !== THREAD_STARTER && compareIds(message.id, after) > 0);
    // the run that is held may begin after it
    const held = first && (atStart || compareIds(items[0].id, after) <= 0);
    const entry = held && this.entries.drawn.get(first.id);
    const seen = entry && entry.getBoundingClientRect().bottom > this.scroller.getBoundingClientRect().top + A_LINE;
    if (seen || (!first && atEnd)) this.forgetNews();
  }

  forgetNews() {
    this.news.hidden = true;
  }

  async toFirstUnread() {
    const after = this.unread?.after ?? "0";
    if (!this.list.querySelector(".fresh")) await this.loadAround(after).then(() => this.entries.restart(after));
    const first = this.history.items.find((message) => compareIds(message.id, after) > 0);
    this.forgetNews();
    if (first) await this.jumpTo(first.id);
  }
}
