// @ts-check
/** The messages that stand in the page: drawn a few in a frame, so that nothing stutters, while what one reads stays put. */

import { focusWithin, makeReachable, quieten } from "./reach.js";

/** How long one frame may draw, in milliseconds: its layout comes on top. */
const BUDGET = 5;
/** How many entries are laid out together at most; laying out costs more than drawing. */
const AT_ONCE = 12;

export class Entries {
  /**
   * @param {HTMLElement} list @param {HTMLElement} scroller @param {import("./history.js").History} history
   * @param {{draw: (message: any, above: any) => HTMLElement, lead: (message: any, above: any) => string,
   *   refresh: (entry: HTMLElement, message: any) => void, isStuck: () => boolean,
   *   whenPlaced: () => void, whenDrawn: () => void}} means
   */
  constructor(list, scroller, history, means) {
    this.list = list;
    this.scroller = scroller;
    this.history = history;
    this.means = means;
    this.frame = 0;
    this.closed = false;
    /** @type {Map<string, HTMLElement>} */ this.drawn = new Map();
    /** @type {Map<string, "parts" | "whole">} what is to be drawn again, however many events came */ this.stale = new Map();
    /** @type {{id: string, edge: "top" | "bottom", at: number} | null} where what one reads stood */ this.held = null;
    /** @type {string | null} the message to keep in the middle until all around it is drawn */ this.pinned = null;
  }

  close() {
    this.closed = true;
    cancelAnimationFrame(this.frame);
  }

  /** Draws everything anew, beginning with one message and what is around it. @param {string | null} [pinned] */
  restart(pinned = null) {
    for (const entry of this.drawn.values()) entry.remove();
    this.drawn.clear();
    this.stale.clear();
    this.pinned = pinned;
    this.sync({ now: true });
  }

  /** Brings the page in line with the history, from the next frame on. */
  sync({ now = false } = {}) {
    if (this.closed) return;
    if (now) {
      cancelAnimationFrame(this.frame);
      this.step();
    } else if (!this.frame) this.frame = requestAnimationFrame(() => this.step());
  }

  /** @param {string} id @param {"parts" | "whole"} how */
  again(id, how) {
    if (!this.drawn.has(id)) return;
    if (this.stale.get(id) !== "whole") this.stale.set(id, how);
    this.sync();
  }

  step() {
    this.frame = 0;
    if (this.closed) return;
    const until = performance.now() + BUDGET;
    let complete = false;
    this.keepPlace(() => {
      this.prune();
      complete = this.redrawStale(until) && this.grow(until);
      this.mendLeads();
    });
    makeReachable(this.list);
    if (complete) {
      this.pinned = null;
      this.means.whenDrawn();
    } else this.sync();
  }

  /** Takes away what the history no longer holds. */
  prune() {
    for (const [id, entry] of this.drawn) {
      if (this.history.indexOf(id) >= 0) continue;
      const next = entry.nextElementSibling ?? entry.previousElementSibling;
      const focused = entry.contains(document.activeElement);
      entry.remove();
      this.drawn.delete(id);
      if (focused) (next?.querySelector("article") ?? this.scroller).focus({ preventScroll: true });
    }
  }

  /** @param {number} until @returns {boolean} whether nothing is left to do */
  redrawStale(until) {
    let done = 0;
    for (const [id, how] of this.stale) {
      if (done && performance.now() > until) return false;
      this.stale.delete(id);
      done += 1;
      const entry = this.drawn.get(id);
      const at = this.history.indexOf(id);
      if (entry && at >= 0) this.redraw(entry, at, how);
    }
    return true;
  }

  /** @param {HTMLElement} entry @param {number} at @param {"parts" | "whole"} how */
  redraw(entry, at, how) {
    const focus = focusWithin(entry);
    const current = entry.querySelector("article")?.getAttribute("tabindex") === "0";
    let fresh = entry;
    if (how === "parts") this.means.refresh(entry, this.history.items[at]);
    else entry.replaceWith((fresh = this.draw(at)));
    if (!current) quieten(fresh);
    const again = focus && fresh.querySelector(focus);
    if (again instanceof HTMLElement && again !== document.activeElement) again.focus({ preventScroll: true });
  }

  /** Draws what the history has and the page lacks: outward from what is drawn, else from the pinned or the newest.
   * @param {number} until @returns {boolean} whether nothing is left to do */
  grow(until) {
    const { items } = this.history;
    for (let count = 0; this.drawn.size < items.length; count += 1) {
      if (count >= AT_ONCE || (count && performance.now() > until)) return false;
      this.insert(this.nextToDraw(items));
    }
    return true;
  }

  /** @param {any[]} items @returns {number} */
  nextToDraw(items) {
    const first = /** @type {HTMLElement | null} */ (this.list.firstElementChild);
    const last = /** @type {HTMLElement | null} */ (this.list.lastElementChild);
    if (!first || !last) {
      const at = this.pinned ? this.history.indexOf(this.pinned) : -1;
      return at >= 0 ? at : items.length - 1;
    }
    const above = this.history.indexOf(first.dataset.messageId ?? "") - 1;
    const below = this.history.indexOf(last.dataset.messageId ?? "") + 1;
    const [canRise, canSink] = [above >= 0, below < items.length];
    // around a pinned message both sides grow in turn
    if (canSink && (!canRise || !this.pinned || this.drawn.size % 2)) return below;
    if (canRise) return above;
    return items.findIndex((message) => !this.drawn.has(message.id)); // something came in between
  }

  /** @param {number} at */
  insert(at) {
    const next = this.history.items[at + 1];
    const entry = this.draw(at);
    const before = (next && this.drawn.get(next.id)) ?? null;
    this.list.insertBefore(entry, before);
    if (next && !before) this.list.insertBefore(entry, this.placeFor(at));
  }

  /** The entry before which the one at that place belongs. @param {number} at */
  placeFor(at) {
    const { items } = this.history;
    for (let after = at + 1; after < items.length; after += 1) {
      const entry = this.drawn.get(items[after].id);
      if (entry) return entry;
    }
    return null;
  }

  /** @param {number} at */
  draw(at) {
    const { items } = this.history;
    const entry = this.means.draw(items[at], items[at - 1]);
    this.drawn.set(items[at].id, entry);
    quieten(entry);
    return entry;
  }

  /** An entry below one that came or went may begin a day or a group now, or no longer. */
  mendLeads() {
    const { items } = this.history;
    for (const [at, message] of items.entries()) {
      const entry = this.drawn.get(message.id);
      if (entry && entry.dataset.lead !== this.means.lead(message, items[at - 1])) this.redraw(entry, at, "whole");
    }
  }

  /** Runs a change while what one reads stays where it is on screen, or the newest at the end. @param {() => void} change */
  keepPlace(change) {
    // what is held from before is exact; asked anew each time, fractions of a pixel would add up
    if (!this.held || this.history.indexOf(this.held.id) < 0 || !this.drawn.has(this.held.id)) this.remember();
    change();
    this.restore();
  }

  /** Takes note of where what one reads stands. */
  remember() {
    const row = this.anchor();
    // the first of all may lose a day or a face above it: its lower edge stays
    this.held = row && { id: row.dataset.messageId ?? "", edge: row === this.list.firstElementChild ? "bottom" : "top", at: 0 };
    if (this.held) this.held.at = this.edgeOf(this.held) ?? 0;
  }

  /** Puts what one reads back there, whatever came, went or grew above it. */
  restore() {
    const pinned = this.pinned && this.drawn.get(this.pinned);
    const now = this.held && this.edgeOf(this.held);
    if (pinned) this.show(pinned);
    else if (this.means.isStuck()) this.scroller.scrollTop = this.scroller.scrollHeight;
    else if (this.held && now !== null && Math.abs(now - this.held.at) >= 1) this.scroller.scrollTop += now - this.held.at;
    if (pinned || this.means.isStuck()) this.held = null;
    this.means.whenPlaced();
  }

  /** Brings a message into view with its reactions: whole in the middle, or what does not fit with its end. @param {HTMLElement} row */
  show(row) {
    const message = row.querySelector("article") ?? row;
    const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(this.scroller);
    const room = this.scroller.clientHeight - parseFloat(scrollPaddingTop) - parseFloat(scrollPaddingBottom);
    message.scrollIntoView({ block: message.getBoundingClientRect().height <= room ? "center" : "end" });
  }

  /** How far below the upper end of what is in sight. @param {{id: string, edge: "top" | "bottom"}} held @returns {number | null} */
  edgeOf({ id, edge }) {
    const row = this.drawn.get(id);
    return row ? row.getBoundingClientRect()[edge] - this.scroller.getBoundingClientRect().top : null;
  }

  /** The first entry that is wholly in sight, or else the one in sight, if it will still be there. @returns {HTMLElement | null} */
  anchor() {
    const { top, bottom } = this.scroller.getBoundingClientRect();
    const rows = this.list.children;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) <= top) low = middle + 1;
      else high = middle;
    }
    const whole = rows[low]?.getBoundingClientRect();
    const next = rows[low + 1]?.getBoundingClientRect();
    if (whole && whole.top < top && next && next.top < bottom) low += 1;
    for (let at = low; at < rows.length; at += 1) {
      const row = /** @type {HTMLElement} */ (rows[at]);
      if (this.history.indexOf(row.dataset.messageId ?? "") >= 0) return row;
    }
    return null;
  }
}
