// @ts-check
/** Messages that nobody wrote: what happened in a channel, in a sentence. */

import { h, icon } from "./dom.js";

/** By Discord's message type: an icon and what somebody did. @type {Record<number, [string, string]>} */
const EVENTS = {
  1: ["users", "added somebody to the conversation."],
  2: ["users", "left the conversation."],
  4: ["thread", "changed the name to"],
  5: ["picture", "changed the picture."],
  6: ["pin", "pinned"],
  7: ["users", "joined the server."],
  8: ["users", "boosted the server."],
  12: ["announce", "made this channel follow"],
  18: ["thread", "opened a discussion:"],
};

/** Whether a message only tells of an event. @param {any} message */
export function isEvent(message) {
  return message.type in EVENTS;
}

/** The sentence about the event, after the name of who did it; what it names can be opened. @param {any} message @param {any} desk */
export function eventOf(message, desk) {
  const [sign, words] = EVENTS[message.type] ?? ["thread", "did something."];
  return { sign: icon(sign), words, subject: subject(message, desk) };
}

/** @param {any} message @param {any} desk */
function subject(message, desk) {
  const to = message.message_reference;
  const link = (/** @type {string} */ words, /** @type {() => void} */ go) => h("button", { type: "button", class: "text-button", on: { click: go } }, words);
  if (message.type === 6) return to?.message_id ? link("a message", () => desk.go(to.channel_id, to.message_id)) : "a message.";
  if (message.type === 18) return to?.channel_id ? link(message.content || "open it", () => desk.openThread(to.channel_id)) : message.content;
  return message.type === 4 || message.type === 12 ? message.content : null;
}
