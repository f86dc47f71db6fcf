// @ts-check
/** Mentions and emoji while one writes: shown by name, sent as the marks that Discord has for them. */

import { channels, people, roles } from "./choices.js";
import { customMark, SHORTCODES } from "./shortcodes.js";

/** @typedef {{value: string, label: string, description?: string, lead?: string, data?: Record<string, any>}} Named `label` is what is shown, `value` what is sent */

const BEING_TYPED = /(?:^|[\s(])([@#:])([\p{L}\p{N}_+-]{0,30})$/u;
const SHOWN = 8;
const CODE = /(```[^]*?```|`[^`\n]*`)/;

/** What could be meant by the end of `before`, or null. @param {string} before @param {import("./store.js").Store} store @param {string | null} guildId @returns {Named[] | null} */
export function meant(before, store, guildId) {
  const [, sign, typed = ""] = BEING_TYPED.exec(before) ?? [];
  if (!sign || (sign === ":" && typed.length < 2)) return null;
  const wanted = typed.toLowerCase();
  const name = (/** @type {Named} */ item) => item.label.slice(1).toLowerCase();
  const fits = named(sign, store, guildId).filter((item) => name(item).includes(wanted));
  return fits.sort((a, b) => Number(name(b).startsWith(wanted)) - Number(name(a).startsWith(wanted))).slice(0, SHOWN);
}

/** The text with what was being typed replaced by a name. @param {string} before @param {Named} item */
export function completed(before, item) {
  return before.replace(/[@#:][\p{L}\p{N}_+-]*$/u, () => `${item.label} `);
}

/** @param {string} sign @param {import("./store.js").Store} store @param {string | null} guildId @returns {Named[]} */
function named(sign, store, guildId) {
  if (sign === "#") return channels(store, guildId).map((item) => ({ value: `<#${item.value}>`, label: `#${item.label}`, description: item.description }));
  if (sign === ":") return emojis(store, guildId);
  const everybody = guildId ? EVERYBODY : [];
  const groups = roles(store, guildId).filter((item) => item.value !== guildId);
  return [
    ...people(store, guildId).map((item) => ({ value: `<@${item.value}>`, label: `@${item.label}`, description: item.description })),
    ...groups.map((item) => ({ value: `<@&${item.value}>`, label: `@${item.label}`, description: "role" })),
    ...everybody,
  ];
}

/** @type {Named[]} */
const EVERYBODY = [
  { value: "@everyone", label: "@everyone", description: "all who can see this channel" },
  { value: "@here", label: "@here", description: "those of them who are here now" },
];

/** @param {import("./store.js").Store} store @param {string | null} guildId @returns {Named[]} */
function emojis(store, guildId) {
  const own = (guildId && store.guilds.get(guildId)?.emojis) || [];
  return [
    ...own.map((/** @type {any} */ emoji) => ({ value: customMark(emoji), label: `:${emoji.name}:`, description: "of this server" })),
    ...[...SHORTCODES].map(([code, sign]) => ({ value: sign, label: `:${code}:`, lead: sign })),
  ];
}

/** The text as it is sent: names that were chosen, and emoji between colons, in Discord's marks; code stays as it is.
 * @param {string} text @param {Map<string, string>} chosen marks by the name shown @param {import("./store.js").Store} store @param {string | null} guildId */
export function encoded(text, chosen, store, guildId) {
  const marks = [...chosen].sort(([a], [b]) => b.length - a.length);
  const signs = new Map(emojis(store, guildId).map((item) => [item.label, item.value]));
  const parts = text.split(CODE).map((part, index) => {
    if (index % 2) return part;
    const withNames = marks.reduce((all, [name, mark]) => replaceName(all, name, mark), part);
    // a mark that stands there already has its name between colons as well
    return withNames.replace(/<a?:\w+:\d+>|:[\w+-]+:/g, (found) => signs.get(found) ?? found);
  });
  return parts.join("");
}

/** @param {string} text @param {string} name @param {string} mark */
function replaceName(text, name, mark) {
  return text.split(name).reduce((all, rest) => all + (/^[\p{L}\p{N}_]/u.test(rest) ? name : mark) + rest);
}

/** A sent text as one edits it, names for marks; `chosen` learns them. @param {string} text @param {Map<string, string>} chosen
 * @param {import("./store.js").Store} store @param {string | null} guildId */
export function decoded(text, chosen, store, guildId) {
  return text.replace(/<(@&|@!?|#)(\d+)>|<a?:(\w+):\d+>/g, (mark, kind, id, emoji) => {
    const name = emoji ? `:${emoji}:` : nameFor(kind, id, store, guildId);
    if (!name) return mark;
    chosen.set(name, mark);
    return name;
  });
}

/** @param {string} kind @param {string} id @param {import("./store.js").Store} store @param {string | null} guildId */
function nameFor(kind, id, store, guildId) {
  if (kind === "#") return store.channel(id) && `#${store.channel(id).name}`;
  if (kind === "@&") return guildId && store.guilds.get(guildId)?.roles.has(id) ? `@${store.guilds.get(guildId).roles.get(id).name}` : null;
  return store.users.has(id) ? `@${store.nameOf(id, guildId)}` : null;
}
