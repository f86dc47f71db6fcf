// @ts-check
/** What a refusal means for the person who tried, and what they can do about it. */

/** By Discord's code. @type {Record<number, string>} */
const BY_CODE = {
  10003: "That channel is gone, or not to be seen by you.",
  10004: "That server is gone, or you are not in it.",
  10008: "That message is gone: somebody deleted it.",
  10014: "That emoji can't be used here: choose another one.",
  10062: "The app took too long to answer: try again.",
  10063: "That command is gone: reload the page to see those that are there now.",
  30003: "This channel has as many pins as it takes: unpin another message first.",
  30010: "This message has 20 different reactions and takes no more: choose one of those.",
  40005: "That is larger than a message may be: send fewer or smaller files.",
  50001: "You can't see that place: ask a moderator to let you in.",
  50005: "Only who wrote a message may edit it.",
  50006: "There is nothing to send yet: write something, or attach a file.",
  50007: "Cannot send messages to this user: they take no direct messages from you.",
  50008: "Nothing can be written in that kind of channel: choose another one.",
  50013: "You may not do that here: ask a moderator.",
  50083: "This discussion is put away: take it up again first, in its menu.",
  160002: "An answer needs the permission to read what was said before: write a new message instead.",
  160004: "This message has its discussion already: open that one.",
  160005: "This discussion is locked: a moderator can unlock it.",
  160006: "This server has as many discussions as it takes: put another one away first.",
};

const SLOW_MODE = 20016;

/** How Discord words what is wrong with a field, and what to do about it. @type {[RegExp, (found: RegExpExecArray) => string][]} */
const BY_WORDS = [
  [/^Must be (\d+) or fewer in length\.$/, ([, most]) => `is too long: shorten it to ${most} characters or fewer`],
  [/^Must be between (\d+) and (\d+) in length\.$/, ([, least, most]) => `needs ${least} to ${most} characters`],
  [/^This field is required\.?$/, () => "is missing: fill it in"],
];

/** Where it is wrong, by the field's name. @type {Record<string, string>} */
const FIELDS = { content: "The text", name: "The name", description: "The description", username: "The name", applied_tags: "The tags" };

/** @param {any} answer what the server said @param {number} status @returns {string} */
export function sayingOf(answer, status) {
  if (!answer?.message) return `The server answered ${status}: try again in a moment.`;
  if (answer.code === SLOW_MODE) return `This channel has slowmode: write here again in ${seconds(answer)} s.`;
  if (status === 429) return `That was too fast: try again in ${seconds(answer)} s.`;
  const [detail] = detailsIn(answer.errors ?? {});
  if (detail) return sentence(detail);
  return BY_CODE[answer.code] ?? answer.message;
}

/** @param {any} answer */
function seconds(answer) {
  return Math.ceil(answer.retry_after ?? 1);
}

/** @param {{field: string, words: string}} detail */
function sentence({ field, words }) {
  for (const [pattern, say] of BY_WORDS) {
    const found = pattern.exec(words);
    if (found) return `${FIELDS[field] ?? "Something that was filled in"} ${say(found)}.`;
  }
  return words;
}

/** @param {any} node @param {string} [field] the nearest name on the way there @returns {{field: string, words: string}[]} */
function detailsIn(node, field = "") {
  if (Array.isArray(node?._errors)) return node._errors.map((/** @type {any} */ item) => ({ field, words: item.message }));
  if (!node || typeof node !== "object") return [];
  return Object.entries(node).flatMap(([key, value]) => detailsIn(value, /^\d+$/.test(key) ? field : key));
}
