// @ts-check
/** A message in a few words, for a label or a screen reader: its text, what was passed on in it, its files. */

import { textOf } from "./components.js";
import { isVeiled } from "./embeds.js";
import { isThinking } from "./history.js";
import { words } from "./markdown-view.js";

const MOST_NAMED = 3;

/** @param {any} message @param {import("./markdown-view.js").Names} names @returns {string} */
export function summaryOf(message, names) {
  if (isThinking(message)) return "thinking…";
  const passedOn = (message.message_snapshots ?? []).map((/** @type {any} */ item) => `forwarded: ${summaryOf(item.message ?? {}, names)}`);
  const files = (message.attachments ?? []).map((/** @type {any} */ file) => (isVeiled(file) ? "a file (spoiler)" : file.description || file.filename));
  const brought = files.length > MOST_NAMED ? [`${files.length} files`] : files;
  return [words(textOf(message), names), ...passedOn, ...brought].filter(Boolean).join(", ") || "a message";
}
