// @ts-check
/** What this client knows of one channel's messages: a run without gaps, and whether it reaches either end. */

import { compareIds } from "./snowflake.js";

/** @typedef {any} Message */

export class History {
  constructor() {
    /** @type {Message[]} oldest first, without gaps */
    this.items = [];
    this.epoch = 0; // counts the runs that were held
    this.loaded = false;
    this.atStart = false;
    this.atEnd = false;
    /** @type {Map<string, Message | null> | null} what events touched while a page was on its way, else null */
    this.touched = null;
  }

  /** An event told of that message; a page asked for before may or may not know. @param {string} id @param {Message} [message] */
  touch(id, message) {
    this.touched?.set(id, message ?? this.touched.get(id) ?? null);
  }

  /** @param {string} id */
  find(id) {
    return this.items[this.indexOf(id)];
  }

  /** Where that message stands, or -1. @param {string} id */
  indexOf(id) {
    const at = this.placeOf(id);
    return this.items[at]?.id === id ? at : -1;
  }

  /** Where that message stands or would stand. @param {string} id */
  placeOf(id) {
    let [low, high] = [0, this.items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareIds(this.items[middle].id, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Puts a message in its place, or over its older copy. @param {Message} message @returns {boolean} whether it was new */
  put(message) {
    const at = this.placeOf(message.id);
    const known = this.items[at]?.id === message.id;
    this.items.splice(at, known ? 1 : 0, message);
    return !known;
  }

  /** @param {string} id */
  remove(id) {
    const at = this.indexOf(id);
    if (at >= 0) this.items.splice(at, 1);
  }

  /** Takes in the newest page as the whole run, keeping private answers, which no history returns.
   * @param {Message[]} page newest first @param {number} asked */
  reset(page, asked) {
    const oldest = page.length < asked ? "0" : page[page.length - 1].id;
    const privates = this.items.filter((message) => isPrivate(message) && compareIds(message.id, oldest) > 0);
    this.epoch += 1;
    this.items = [...page].reverse();
    this.atEnd = true;
    this.atStart = page.length < asked;
    this.loaded = true;
    for (const message of privates) this.put(message);
  }

  /** Takes a page from the middle as the whole run. @param {Message[]} page newest first @param {string | undefined} newest the channel's last message */
  resetAround(page, newest) {
    this.epoch += 1;
    this.items = [...page].reverse();
    this.atStart = false;
    this.atEnd = this.items.some((message) => message.id === newest);
    this.loaded = true;
  }

  /** @param {Message[]} page newest first @param {number} asked */
  addOlder(page, asked) {
    const known = new Set(this.items.map((message) => message.id));
    this.items.unshift(...[...page].reverse().filter((message) => !known.has(message.id)));
    this.atStart = page.length < asked;
  }

  /** @param {Message[]} page newest first @param {number} asked */
  addNewer(page, asked) {
    for (const message of [...page].reverse()) this.put(message);
    this.atEnd = page.length < asked;
  }

  /** Forgets the newest beyond `keep`, to page forward again later. @param {number} keep */
  dropNewest(keep) {
    if (this.items.length <= keep) return;
    this.items.length = keep;
    this.atEnd = false;
  }

  /** @param {number} keep */
  dropOldest(keep) {
    if (this.items.length <= keep) return;
    this.items.splice(0, this.items.length - keep);
    this.atStart = false;
  }
}

/** Whether only this person sees it. @param {Message} message */
export function isPrivate(message) {
  return Boolean((message.flags ?? 0) & 64);
}

/** Whether its author is still thinking. @param {Message} message */
export function isThinking(message) {
  return Boolean((message.flags ?? 0) & 128);
}
