// @ts-check
/** What this client knows of one channel's messages: a run without gaps, and whether it reaches either end. */

import { compareIds } from "./snowflake.js";

/** @typedef {any} Message */

export class History {
  constructor() {
    /** @type {Message[]} oldest first */
    this.items = [];
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
    return this.items.find((message) => message.id === id);
  }

  /** Puts a message in its place, or over its older copy. @param {Message} message @returns {boolean} whether it was new */
  put(message) {
    for (let index = this.items.length - 1; index >= 0; index -= 1) {
      const order = compareIds(this.items[index].id, message.id);
      if (order === 0) {
        this.items[index] = message;
        return false;
      }
      if (order < 0) {
        this.items.splice(index + 1, 0, message);
        return true;
      }
    }
    this.items.unshift(message);
    return true;
  }

  /** @param {string} id */
  remove(id) {
    this.items = this.items.filter((message) => message.id !== id);
  }

  /** Takes in the newest page as the whole run, keeping private answers, which no history returns.
   * @param {Message[]} page newest first @param {number} asked */
  reset(page, asked) {
    const privates = this.items.filter((message) => isPrivate(message));
    this.items = [...page].reverse();
    this.atEnd = true;
    this.atStart = page.length < asked;
    this.loaded = true;
    for (const message of privates) this.put(message);
  }

  /** Takes a page from the middle as the whole run. @param {Message[]} page newest first @param {string | undefined} newest the channel's last message */
  resetAround(page, newest) {
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
