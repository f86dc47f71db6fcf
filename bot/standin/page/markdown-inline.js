// @ts-check
/** What stands inside a line of Discord's markdown: emphasis, code, links, mentions, emoji, times. Pure. */

/** @typedef {import("./markdown.js").Node} Node */

const DEEPEST = 10;
const ESCAPABLE = /[!-/:-@[-`{-~]/;

/** Longest first, so that *** is never read as ** and a rest. @type {[string, string[]][]} */
const PAIRS = [
  ["***", ["strong", "em"]],
  ["**", ["strong"]],
  ["__", ["underline"]],
  ["~~", ["strike"]],
  ["||", ["spoiler"]],
  ["*", ["em"]],
  ["_", ["em"]],
];

/** @param {string} source @param {number} [depth] @param {boolean} [linked] whether links are already inside one @returns {Node[]} */
export function inline(source, depth = 0, linked = false) {
  /** @type {Node[]} */
  const nodes = [];
  let text = "";
  const flush = () => {
    if (text) nodes.push({ type: "text", text });
    text = "";
  };
  for (let at = 0; at < source.length; ) {
    const found = depth < DEEPEST ? token(source, at, depth, linked) : null;
    if (!found) {
      text += source[at];
      at += 1;
    } else if (found.literal !== undefined) {
      text += found.literal;
      at = found.next;
    } else {
      flush();
      if (found.node) nodes.push(found.node);
      at = found.next;
    }
  }
  flush();
  return nodes;
}

/** @typedef {{node?: Node, literal?: string, next: number}} Found */

/** @param {string} source @param {number} at @param {number} depth @param {boolean} linked @returns {Found | null} */
function token(source, at, depth, linked) {
  switch (source[at]) {
    case "\\":
      return escaped(source, at);
    case "`":
      return code(source, at);
    case "<":
      return angled(source, at, linked);
    case "[":
      return linked ? null : masked(source, at, depth);
    case "h":
      return linked ? null : bare(source, at);
    case "@":
      return everyone(source, at);
    case "*":
    case "_":
    case "~":
    case "|":
      return emphasis(source, at, depth, linked);
    default:
      return null;
  }
}

/** @param {string} source @param {number} at @returns {Found | null} */
function escaped(source, at) {
  const next = source[at + 1];
  return next && ESCAPABLE.test(next) ? { literal: next, next: at + 2 } : null;
}

/** @param {string} source @param {number} at @returns {Found | null} */
function code(source, at) {
  const ticks = source.startsWith("```", at) ? "```" : source.startsWith("``", at) ? "``" : "`";
  const end = source.indexOf(ticks, at + ticks.length);
  if (end <= at + ticks.length) return null;
  const text = source.slice(at + ticks.length, end);
  const type = ticks === "```" ? "code-block" : "code";
  const body = type === "code" ? text : text.replace(/^[\w+#.-]{1,24}\n/, "").replace(/^\n|\n$/g, "");
  return { node: { type, text: body }, next: end + ticks.length };
}

/** @type {[RegExp, (found: RegExpExecArray) => Node][]} */
const ANGLED = [
  [/<@!?(\d{1,20})>/y, (found) => ({ type: "user", id: found[1] })],
  [/<@&(\d{1,20})>/y, (found) => ({ type: "role", id: found[1] })],
  [/<#(\d{1,20})>/y, (found) => ({ type: "channel", id: found[1] })],
  [/<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, (found) => ({ type: "time", at: Number(found[1]), style: found[2] ?? "f" })],
  [/<(a?):(\w{2,32}):(\d{1,20})>/y, (found) => ({ type: "emoji", name: found[2], id: found[3], animated: Boolean(found[1]) })],
  [/<\/([^:<>]{1,100}):(\d{1,20})>/y, (found) => ({ type: "command", text: found[1], id: found[2] })],
  [/<id:(customize|browse|guide|linked-roles)>/y, (found) => ({ type: "channel", name: found[1] })],
];

/** @param {string} source @param {number} at @param {boolean} linked @returns {Found | null} */
function angled(source, at, linked) {
  for (const [pattern, build] of ANGLED) {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) return { node: build(found), next: pattern.lastIndex };
  }
  const address = /<(https?:\/\/[^\s<>]+)>/y;
  address.lastIndex = at;
  const found = linked ? null : address.exec(source);
  return found ? { node: link(found[1] ?? "", [{ type: "text", text: found[1] }]), next: address.lastIndex } : null;
}

/** `[words](address)`, where the address may have its own brackets or stand in <>. @param {string} source @param {number} at @param {number} depth @returns {Found | null} */
function masked(source, at, depth) {
  const middle = closingBracket(source, at);
  if (middle < 0 || source[middle + 1] !== "(") return null;
  const rest = /\(\s*<?(https?:\/\/(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)/y;
  rest.lastIndex = middle + 1;
  const found = rest.exec(source);
  const words = source.slice(at + 1, middle);
  if (!found || !words.trim()) return null;
  return { node: link(found[1] ?? "", inline(words, depth + 1, true)), next: rest.lastIndex };
}

/** @param {string} source @param {number} at */
function closingBracket(source, at) {
  let open = 0;
  for (let index = at; index < source.length && index < at + 1200; index += 1) {
    if (source[index] === "\\") index += 1;
    else if (source[index] === "[") open += 1;
    else if (source[index] === "]" && (open -= 1) === 0) return index;
  }
  return -1;
}

/** @param {string} source @param {number} at @returns {Found | null} */
function bare(source, at) {
  const pattern = /https?:\/\/[^\s<]+/y;
  pattern.lastIndex = at;
  const found = pattern.exec(source);
  if (!found || /\w/.test(source[at - 1] ?? "")) return null;
  let address = found[0].replace(/[.,:;"'!?*_~|]+$/, "");
  while (address.endsWith(")") && count(address, ")") > count(address, "(")) address = address.slice(0, -1);
  return { node: link(address, [{ type: "text", text: address }]), next: at + address.length };
}

/** @param {string} text @param {string} sign */
function count(text, sign) {
  return text.split(sign).length - 1;
}

/** @param {string} address @param {Node[]} children @returns {Node} */
function link(address, children) {
  return { type: "link", address, children };
}

/** @param {string} source @param {number} at @returns {Found | null} */
function everyone(source, at) {
  const found = /@(everyone|here)\b/y;
  found.lastIndex = at;
  const hit = found.exec(source);
  return hit ? { node: { type: "everyone", text: hit[0] }, next: found.lastIndex } : null;
}

/** @param {string} source @param {number} at @param {number} depth @param {boolean} linked @returns {Found | null} */
function emphasis(source, at, depth, linked) {
  for (const [mark, types] of PAIRS) {
    if (!source.startsWith(mark, at)) continue;
    const end = closing(source, at, mark);
    if (end < 0) continue;
    const inner = inline(source.slice(at + mark.length, end), depth + 1, linked);
    const node = types.reduceRight((/** @type {Node[]} */ children, type) => [{ type, children }], inner)[0];
    return { node, next: end + mark.length };
  }
  const run = /[*_~|]+/y;
  run.lastIndex = at;
  return { literal: run.exec(source)?.[0] ?? source[at], next: run.lastIndex || at + 1 };
}

/** Where the mark that opened at `at` closes, or -1. @param {string} source @param {number} at @param {string} mark */
function closing(source, at, mark) {
  const single = mark.length === 1;
  const first = source[at + mark.length];
  if (!first || (mark === "*" && /\s/.test(first))) return -1;
  if (mark === "_" && /\w/.test(source[at - 1] ?? "")) return -1;
  for (let end = at + mark.length; end < source.length; end += 1) {
    if (source[end] === "\\") end += 1;
    else if (source[end] === "`") end = pastCode(source, end);
    else if (source.startsWith(mark, end)) {
      const wide = single && source[end + 1] === mark;
      if (wide) end += 1;
      else if (end > at + mark.length && closes(source, end, mark)) return mark === "**" && source[end + 2] === "*" ? end + 1 : end;
    }
  }
  return -1;
}

/** @param {string} source @param {number} at */
function pastCode(source, at) {
  const end = source.indexOf("`", at + 1);
  return end < 0 ? at : end;
}

/** @param {string} source @param {number} end @param {string} mark */
function closes(source, end, mark) {
  if (mark === "_") return !/\w/.test(source[end + 1] ?? "");
  if (mark === "*") return !/\s/.test(source[end - 1] ?? "");
  return true;
}
