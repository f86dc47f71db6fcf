// @ts-check
/** Draws the tree of markdown.js as DOM. Names behind mentions come from the store. */

import { h, safeUrl } from "./dom.js";
import { parse, plainText } from "./markdown.js";
import { linkTo } from "./places.js";
import { cssColour } from "./roles.js";
import { exact, relative } from "./times.js";

/** @typedef {import("./markdown.js").Node} Node */
/** @typedef {{store: import("./store.js").Store, guildId: string | null, go: (channelId: string, messageId?: string) => void, within?: boolean}} Names `within`: inside a link, where nothing else can be pressed */

/** The whole text as blocks. @param {string} source @param {Names} names @returns {HTMLElement} */
export function markdown(source, names) {
  return h("div", { class: "md" }, parse(source).map((node) => draw(node, names)));
}

/** The text without its marks, mentions named and spoilers kept. @param {string} source @param {Names} names */
export function words(source, names) {
  return plainText(named(parse(source), names));
}

/** @param {Node[]} nodes @param {Names} names @returns {Node[]} */
function named(nodes, names) {
  return nodes.map((node) => {
    if (node.type === "spoiler") return { type: "text", text: "(spoiler)" };
    if (node.children) return { ...node, children: named(node.children, names) };
    return node.text === undefined ? { ...node, text: label(node, names) } : node;
  });
}

/** @param {Node} node @param {Names} names @returns {string} */
function label(node, names) {
  const { store, guildId } = names;
  switch (node.type) {
    case "user":
      return `@${store.nameOf(node.id, guildId)}`;
    case "role":
      return `@${(guildId && store.guilds.get(guildId)?.roles.get(node.id)?.name) || "deleted role"}`;
    case "channel":
      return `#${node.name ?? store.channel(node.id)?.name ?? "unknown channel"}`;
    case "time":
      return node.style === "R" ? relative(node.at * 1000) : exact(node.at * 1000, node.style);
    case "emoji":
      return `:${node.name}:`;
    case "command":
      return `/${node.text}`;
    default:
      return node.text ?? "";
  }
}

/** @type {Record<string, string>} */
const TAGS = { paragraph: "p", strong: "strong", em: "em", underline: "u", strike: "s", quote: "blockquote", item: "li" };

/** @param {Node} node @param {Names} names @returns {globalThis.Node} */
function draw(node, names) {
  const inner = () => (node.children ?? []).map((child) => draw(child, names));
  const tag = TAGS[node.type];
  if (tag) return h(tag, {}, inner());
  switch (node.type) {
    case "heading":
      // the page has its own h1 and h2; a message may begin with its smallest heading, which must not skip a level
      return h("h3", { class: `md-h${node.level}` }, inner());
    case "subtext":
      return h("p", { class: "md-subtext" }, inner());
    case "list":
      return h(node.ordered ? "ol" : "ul", node.ordered && node.start !== 1 ? { start: node.start } : {}, inner());
    case "code":
      return h("code", {}, node.text);
    case "code-block":
      return h("pre", { tabindex: "0", "aria-label": "code" }, h("code", {}, node.text));
    case "link":
      return link(node, names, (node.children ?? []).map((child) => draw(child, { ...names, within: true })));
    case "spoiler":
      return spoiler(inner());
    case "time":
      return time(node, names);
    case "emoji":
      return h("span", { class: "emoji-custom", title: `:${node.name}:` }, `:${node.name}:`);
    case "channel":
      return channelMention(node, names);
    case "user":
    case "role":
    case "command":
      return mention(node, names);
    case "everyone":
      return h("span", { class: "mention" }, node.text);
    default:
      return document.createTextNode(node.text ?? "");
  }
}

/** A link, and beside it where it really leads when its words name another place. @param {Node} node @param {Names} names @param {globalThis.Node[]} children */
function link(node, names, children) {
  const href = safeUrl(node.address);
  const drawn = linkTo(node.address, { class: "md-link", title: href ?? undefined }, names, children);
  if (!href || !disguised(href, plainText(named(node.children ?? [], names)))) return drawn;
  return h("span", { class: "disguised" }, drawn, h("span", { class: "real-host" }, ` (${new URL(href).host})`));
}

const DOMAIN = /[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?(?:\.[\p{L}\d-]+)*\.\p{L}{2,}/gu;

/** Whether the words of a link name a place that it does not lead to. @param {string} href @param {string} words */
function disguised(href, words) {
  const { host, username } = new URL(href);
  if (username || host.includes("xn--")) return true;
  if (safeUrl(words) === href) return false;
  return [...words.toLowerCase().matchAll(DOMAIN)].some(([domain]) => host !== domain && !host.endsWith(`.${domain}`));
}

/** @param {Node} node @param {Names} names */
function mention(node, names) {
  const role = node.type === "role" && names.guildId ? names.store.guilds.get(names.guildId)?.roles.get(node.id) : null;
  const colour = cssColour(role?.color);
  if (node.type === "user" && !names.within && names.store.users.has(node.id)) return personMention(node, names);
  return h("span", { class: `mention mention-${node.type}`, data: { id: node.id, me: mentionsMe(node, names), coloured: colour ? "yes" : undefined }, style: colour ? { "--role": colour } : {} }, label(node, names));
}

/** Opens the card of the person it names. @param {Node} node @param {Names} names */
function personMention(node, names) {
  return h("button", { type: "button", class: "mention mention-user", "aria-haspopup": "dialog", data: { id: node.id, userId: node.id, me: mentionsMe(node, names) } }, label(node, names));
}

/** @param {Node} node @param {Names} names */
function mentionsMe(node, { store, guildId }) {
  if (node.type === "user") return node.id === store.personId ? "yes" : undefined;
  const roles = guildId ? store.guilds.get(guildId)?.members.get(store.personId)?.roles ?? [] : [];
  return node.type === "role" && roles.includes(node.id) ? "yes" : undefined;
}

/** @param {Node} node @param {Names} names */
function channelMention(node, names) {
  if (!node.id || names.within || !names.store.channel(node.id)) return h("span", { class: "mention" }, label(node, names));
  const on = { click: () => names.go(node.id) };
  return h("button", { type: "button", class: "mention", data: { mentionChannelId: node.id }, on }, label(node, names));
}

/** @param {Node} node @param {Names} names */
function time(node, names) {
  const at = node.at * 1000;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return document.createTextNode(`<t:${node.at}>`);
  const live = node.style === "R" ? { relative: at } : {};
  return h("time", { datetime: date.toISOString(), title: exact(at, "F"), class: "stamp", data: live }, label(node, names));
}

/** Hidden until asked for, also from screen readers. @param {globalThis.Node[]} children */
function spoiler(children) {
  const content = h("span", { class: "spoiler-content", "aria-hidden": "true", inert: true }, children);
  const button = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-expanded": "false", "aria-label": "Spoiler, press to read" }, content);
  const reveal = (/** @type {Event} */ event) => {
    if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    for (const name of ["role", "tabindex", "aria-label", "aria-expanded"]) button.removeAttribute(name);
    button.classList.add("open");
    for (const name of ["aria-hidden", "inert"]) content.removeAttribute(name);
    button.removeEventListener("click", reveal, true);
    button.removeEventListener("keydown", reveal, true);
  };
  button.addEventListener("click", reveal, true);
  button.addEventListener("keydown", reveal, true);
  return button;
}
