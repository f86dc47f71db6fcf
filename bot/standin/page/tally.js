// @ts-check
/** Reactions on a message: counting them as events arrive, naming them, and writing them into a path. */

/** The key of an emoji, equal for equal emoji. @param {{id?: string | null, name?: string | null}} emoji */
export function emojiKey(emoji) {
  return emoji.id ? `${emoji.name}:${emoji.id}` : plain(emoji.name ?? "");
}

/** @param {string} name without the variation selector that some senders leave out */
function plain(name) {
  return name.replace(/\ufe0f/g, "");
}

/** How that emoji stands in a path. @param {{id?: string | null, name?: string | null}} emoji */
export function emojiPath(emoji) {
  return encodeURIComponent(emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name ?? "");
}

/**
 * Changes the message's counts as one reaction event says.
 * @param {any} message @param {string} kind @param {any} data @param {string} me
 */
export function applyReaction(message, kind, data, me) {
  message.reactions ??= [];
  if (kind === "clear") {
    message.reactions = [];
    return;
  }
  const key = emojiKey(data.emoji);
  const known = message.reactions.find((/** @type {any} */ item) => emojiKey(item.emoji) === key);
  if (kind === "clear-emoji") message.reactions = message.reactions.filter((/** @type {any} */ item) => item !== known);
  else if (kind === "add") added(message, known, data, me);
  else if (known) removed(message, known, data, me);
}

/** @param {any} message @param {any} known @param {any} data @param {string} me */
function added(message, known, data, me) {
  const mine = data.user_id === me;
  if (!known) message.reactions.push({ emoji: data.emoji, count: 1, me: mine });
  else if (!(mine && known.me)) {
    known.count += 1;
    known.me = known.me || mine;
  }
}

/** @param {any} message @param {any} known @param {any} data @param {string} me */
function removed(message, known, data, me) {
  known.count -= 1;
  if (data.user_id === me) known.me = false;
  if (known.count <= 0) message.reactions = message.reactions.filter((/** @type {any} */ item) => item !== known);
}

/** @type {Record<string, string>} */
const NAMES = {
  "👍": "thumbs up", "👎": "thumbs down", "🤔": "thinking", "❤": "heart", "😂": "tears of joy", "😮": "surprised",
  "😢": "sad", "😡": "angry", "🎉": "celebration", "🔥": "fire", "✅": "yes", "❌": "no", "👀": "eyes", "🙏": "thanks",
  "💡": "idea", "⭐": "star", "🚀": "rocket", "👏": "applause", "💯": "hundred", "🟢": "green", "🔴": "red", "🟡": "yellow",
  "⚪": "white", "➕": "plus", "➖": "minus", "❓": "question", "❗": "important", "📰": "newspaper", "🔖": "bookmark",
  "📌": "pin", "💬": "speech", "⚖": "scales", "🌍": "globe", "☀": "sun", "🙂": "smile", "😐": "neutral", "🙁": "frown",
};

/**
 * What an emoji stands for on this message: the words beside it in the message's own text, else its common name.
 * @param {{id?: string | null, name?: string | null}} emoji @param {string} text
 */
export function meaningOf(emoji, text) {
  const sign = emoji.id ? `:${emoji.name}:${emoji.id}>` : plain(emoji.name ?? "");
  const at = sign ? plain(text).indexOf(sign) : -1;
  if (at >= 0) {
    const words = /^[\s:=–—-]*([\p{L}\p{N}][\p{L}\p{N} '’-]{0,40})/u.exec(plain(text).slice(at + sign.length));
    if (words?.[1]) return words[1].trim();
  }
  return emoji.id ? String(emoji.name) : NAMES[sign] ?? "";
}
