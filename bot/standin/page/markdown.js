// @ts-check
/** Discord's subset of markdown, read into a tree. Pure: no DOM here; markdown-view.js draws the tree. */

import { inline } from "./markdown-inline.js";

/** @typedef {{type: string, text?: string, children?: Node[], [key: string]: any}} Node */

const DEEPEST = 8;

/**
 * Reads a whole text: blocks first, then what stands inside their lines.
 * @param {string} source @param {number} [depth] @returns {Node[]}
 */
export function parse(source, depth = 0) {
  const lines = String(source).split("\n");
  /** @type {Node[]} */
  const blocks = [];
  /** @type {string[]} */
  let plain = [];
  const flush = () => {
    if (plain.length && plain.some((line) => line.trim())) blocks.push({ type: "paragraph", children: inline(trimBlank(plain).join("\n")) });
    plain = [];
  };
  for (let at = 0; at < lines.length; ) {
    const found = depth < DEEPEST ? block(lines, at, depth) : null;
    if (!found) {
      const opened = plain.join("\n") + "\n" + lines[at];
      plain.push(lines[at] ?? "");
      at += 1;
      if (fenceLeftOpen(opened)) at = swallowFence(lines, at, plain);
      continue;
    }
    flush();
    blocks.push(found.node);
    at = found.next;
  }
  flush();
  return blocks;
}

/** @param {string[]} lines */
function trimBlank(lines) {
  const copy = [...lines];
  while (copy.length && !copy[0]?.trim()) copy.shift();
  while (copy.length && !copy[copy.length - 1]?.trim()) copy.pop();
  return copy;
}

/** A fence that opens in the middle of a line still swallows the lines up to its end. @param {string} text */
function fenceLeftOpen(text) {
  return (text.split("```").length - 1) % 2 === 1;
}

/** @param {string[]} lines @param {number} at @param {string[]} plain */
function swallowFence(lines, at, plain) {
  const end = lines.findIndex((line, index) => index >= at && line.includes("```"));
  if (end < 0) return at;
  plain.push(...lines.slice(at, end + 1));
  return end + 1;
}

/** @param {string[]} lines @param {number} at @param {number} depth @returns {{node: Node, next: number} | null} */
function block(lines, at, depth) {
  const line = lines[at] ?? "";
  return fence(lines, at) ?? heading(line, at) ?? quote(lines, at, depth) ?? list(lines, at, depth);
}

/** @param {string[]} lines @param {number} at */
function fence(lines, at) {
  const opening = /^```(.*)$/.exec(lines[at] ?? "");
  if (!opening) return null;
  const rest = opening[1] ?? "";
  if (rest.endsWith("```") && rest.length > 3) return { node: { type: "code-block", text: rest.slice(0, -3) }, next: at + 1 };
  const end = lines.findIndex((line, index) => index > at && line.trimEnd().endsWith("```"));
  if (end < 0) return null;
  const named = /^[\w+#.-]{1,24}$/.test(rest);
  const body = lines.slice(at + 1, end);
  const last = (lines[end] ?? "").trimEnd().slice(0, -3);
  const text = [...(named || !rest ? [] : [rest]), ...body, ...(last ? [last] : [])].join("\n");
  return { node: { type: "code-block", language: named ? rest : "", text }, next: end + 1 };
}

/** @param {string} line @param {number} at */
function heading(line, at) {
  const subtext = /^-# +(\S.*)$/.exec(line);
  if (subtext) return { node: { type: "subtext", children: inline(subtext[1] ?? "") }, next: at + 1 };
  const found = /^(#{1,3}) +(\S.*)$/.exec(line);
  if (!found) return null;
  const text = (found[2] ?? "").replace(/ +#+ *$/, "");
  return { node: { type: "heading", level: found[1]?.length, children: inline(text) }, next: at + 1 };
}

/** @param {string[]} lines @param {number} at @param {number} depth */
function quote(lines, at, depth) {
  const line = lines[at] ?? "";
  if (line.startsWith(">>> ")) {
    const rest = [line.slice(4), ...lines.slice(at + 1)].join("\n");
    return { node: { type: "quote", children: parse(rest, depth + 1) }, next: lines.length };
  }
  let end = at;
  while (end < lines.length && /^> /.test(lines[end] ?? "")) end += 1;
  if (end === at) return null;
  const inner = lines.slice(at, end).map((item) => item.slice(2)).join("\n");
  return { node: { type: "quote", children: parse(inner, DEEPEST) }, next: end };
}

const ITEM = /^( *)(?:([-*])|(\d{1,9})\.) +(\S.*)$/;

/** @param {string[]} lines @param {number} at @param {number} depth */
function list(lines, at, depth) {
  const first = ITEM.exec(lines[at] ?? "");
  if (!first) return null;
  const indent = first[1]?.length ?? 0;
  const ordered = first[3] !== undefined;
  /** @type {Node[]} */
  const items = [];
  let next = at;
  while (next < lines.length) {
    const found = ITEM.exec(lines[next] ?? "");
    if (!found) break;
    const width = found[1]?.length ?? 0;
    if (width > indent + 1 && items.length && depth < DEEPEST) {
      const nested = list(lines, next, depth + 1);
      if (!nested) break;
      items[items.length - 1]?.children?.push(nested.node);
      next = nested.next;
    } else if (width < indent || (found[3] !== undefined) !== ordered) break;
    else {
      items.push({ type: "item", children: inline(found[4] ?? "") });
      next += 1;
    }
  }
  return { node: { type: "list", ordered, start: Number(first[3] ?? 1), children: items }, next };
}

/** The words of a tree without their marks, for labels and announcements. @param {Node[]} nodes @returns {string} */
export function plainText(nodes) {
  return joined(nodes).replace(/\s+/g, " ").trim();
}

const INLINE = new Set(["text", "strong", "em", "underline", "strike", "spoiler", "link", "code", "user", "role", "channel", "everyone", "time", "emoji", "command"]);

/** @param {Node[]} nodes @returns {string} */
function joined(nodes) {
  return nodes.map((node) => (node.children ? joined(node.children) : node.text ?? "") + (INLINE.has(node.type) ? "" : " ")).join("");
}
