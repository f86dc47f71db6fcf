// @ts-check
/** What a refusal means, in a sentence for whoever reads the drawer. */

/** By Discord's code. @type {Record<number, string>} */
const BY_CODE = {
  10003: "That channel is not there (any more).",
  10004: "That server is not there, or the bot is not in it.",
  10007: "That person is not a member of the server.",
  10008: "That message is not there (any more).",
  10011: "That role is not there (any more).",
  10013: "That user does not exist.",
  10014: "No such emoji: it was written wrongly into the path, or the bot may not use it.",
  10015: "The interaction was not answered before it was followed up, or its token is unknown.",
  10062: "The interaction was not answered within 3 seconds, or there was none: its answer comes too late.",
  10063: "That command is not there (any more).",
  20028: "Too much was written in that channel in a short time.",
  30003: "The channel has as many pins as it may have.",
  30010: "The message has 20 different reactions, and no more fit.",
  30013: "The server has as many channels as it may have.",
  30046: "An old message was edited too often within an hour.",
  40005: "What was sent is larger than Discord takes.",
  40033: "The message is published already, which does no harm.",
  40060: "The interaction was answered already: one answers once, then follows up or edits.",
  40066: "A forum's tag that only moderators may set was set by another.",
  40067: "The forum asks for a tag on every post, and there was none.",
  50001: "The bot does not see that place: it lacks View Channel there.",
  50003: "That cannot be done with a direct message.",
  50005: "Only its author may edit a message.",
  50006: "A message needs some content: text, an embed, a component or a file.",
  50007: "That person takes no direct messages from the bot.",
  50008: "Nothing can be written into that kind of channel: a forum takes posts only.",
  50013: "The bot lacks the permission for that in this place.",
  50024: "That cannot be done in this kind of channel.",
  50027: "The interaction's quarter of an hour is over, so its token is worth nothing any more.",
  50035: "Something in the request is not as Discord wants it; what and why stands below.",
  50055: "That server is not known here.",
  50083: "The thread is archived: it must be opened again first.",
  50109: "The request's body is no JSON.",
  160002: "A reply needs the permission to read the history.",
  160004: "The message has its discussion already, and can have but one.",
  160005: "The thread is locked.",
  160006: "The server has as many active threads as it may have.",
};

/** By HTTP status, where the code says nothing. @type {Record<number, string>} */
const BY_STATUS = {
  400: "The request is not as Discord wants it.",
  401: "The token is not known.",
  403: "The bot may not do that.",
  404: "There is no such thing, or no such route.",
  405: "The route exists, but not with this method.",
  413: "What was sent is larger than Discord takes.",
  429: "Too fast: Discord asks to wait, and says how long.",
  500: "Discord itself failed.",
  502: "Discord's proxy got no answer; whether it took effect is not known.",
  503: "Discord is not available just now.",
  504: "Discord took too long; whether it took effect is not known.",
};

/** @param {any} call @returns {string} "" for what was not refused */
export function explain(call) {
  if (call.fault) return `Made to fail on purpose (${call.fault}).${call.status ? ` ${BY_STATUS[call.status] ?? ""}` : " The connection was dropped without an answer."}`.trim();
  if (!call.status) return "The connection was dropped without an answer.";
  if (call.status < 400) return "";
  return BY_CODE[call.code] ?? BY_STATUS[call.status] ?? "";
}

/** Discord's tree of what is wrong with each field, as lines "embeds[0].title: …". @param {any} node @param {string} [path] @returns {string[]} */
export function faultsIn(node, path = "") {
  if (!node || typeof node !== "object") return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === "_errors") return /** @type {any[]} */ (value).map((item) => `${path ? `${path}: ` : ""}${item.message} (${item.code})`);
    return faultsIn(value, /^\d+$/.test(key) ? `${path}[${key}]` : path ? `${path}.${key}` : key);
  });
}
