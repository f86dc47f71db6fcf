// @ts-check
/** One message as it stands in a channel: who and when, what, its votes, its discussion. */

import { avatar } from "./avatars.js";
import { drawComponents } from "./components.js";
import { h, icon } from "./dom.js";
import { callsMe } from "./events.js";
import { drawAttachment, drawEmbed } from "./embeds.js";
import { isPrivate, isThinking } from "./history.js";
import { markdown } from "./markdown-view.js";
import { openMessageMenu } from "./message-menu.js";
import { addButton, drawReactions, updateReactions } from "./reactions.js";
import { may, PERMISSION } from "./permissions.js";
import { nameColour } from "./roles.js";
import { timeOf } from "./snowflake.js";
import { summaryOf } from "./summary.js";
import { eventOf, isEvent } from "./system.js";
import { ago, clock, dayName, exact } from "./times.js";

const GROUPING = 7 * 60 * 1000;
const COMPONENTS_V2 = 1 << 15;
const THREAD_STARTER = 21;
const FLAG = { PUBLISHED: 1, FOLLOWED: 2, SILENT: 4096 };

/**
 * A list item for the message: the day above it where a new one begins, then the message.
 * @param {any} message @param {any} above the message before it @param {any} desk
 * @param {{firstUnread?: boolean, inPanel?: boolean}} [options]
 */
export function drawEntry(message, above, desk, { firstUnread = false, inPanel = false } = {}) {
  const lead = leadOf(message, above, firstUnread);
  // the opening message stands above a discussion already
  if (lead === "hidden") return h("li", { class: "entry", hidden: true, data: { messageId: message.id, lead } });
  const date = timeOf(message.id);
  return h(
    "li",
    { class: "entry", data: { messageId: message.id, lead, private: isPrivate(message) ? "yes" : undefined } },
    lead.includes("day") && h("div", { class: "day" }, h("span", {}, dayName(date))),
    firstUnread && h("div", { class: "fresh", role: "separator", "aria-label": "New messages" }, h("span", {}, "New")),
    isEvent(message) ? notice(message, desk, date) : article(message, desk, date, lead.includes("grouped"), inPanel),
  );
}

/** How a message begins, which depends on the one above: with a day, as the first unread, in a group, or not at all.
 * @param {any} message @param {any} above @param {boolean} firstUnread */
export function leadOf(message, above, firstUnread) {
  if (message.type === THREAD_STARTER) return "hidden";
  const previous = above?.type === THREAD_STARTER ? null : above;
  const date = timeOf(message.id);
  const before = previous ? timeOf(previous.id) : null;
  const newDay = !before || before.toDateString() !== date.toDateString();
  const grouped = !newDay && !firstUnread && continues(message, previous, date, before);
  return [newDay && "day", firstUnread && "fresh", grouped && "grouped"].filter(Boolean).join(" ");
}

/** @param {any} message @param {any} previous @param {Date} date @param {Date | null} before */
function continues(message, previous, date, before) {
  if (!previous || !before || isEvent(previous) || message.message_reference || usedCommand(message)) return false;
  return previous.author?.id === message.author?.id && isPrivate(previous) === isPrivate(message) && Boolean(previous.pinned) === Boolean(message.pinned) && date.getTime() - before.getTime() < GROUPING;
}

/** @param {any} message */
function usedCommand(message) {
  return Boolean(message.interaction_metadata) && (message.interaction_metadata.type === 2 || message.interaction);
}

/** @param {any} message @param {any} desk */
export function contextOf(message, desk) {
  const channel = desk.store.channel(message.channel_id);
  const names = { store: desk.store, guildId: message.guild_id ?? channel?.guild_id ?? null, go: desk.go };
  return { desk, message, names };
}

/** @param {any} message @param {any} desk @param {Date} date @param {boolean} grouped @param {boolean} inPanel */
function article(message, desk, date, grouped, inPanel) {
  const context = contextOf(message, desk);
  const name = desk.store.nameOf(message.author?.id, context.names.guildId);
  const summary = summaryOf(message, context.names).slice(0, 120);
  const called = callsMe(desk.store, message, desk.store.channel(message.channel_id)) && Boolean(context.names.guildId);
  const label = `${name}, ${clock(date)}${called ? ", mentions you" : ""}${isPrivate(message) ? ", only you can see this" : ""}: ${summary}`;
  return h(
    "article",
    { class: `message${grouped ? " grouped" : ""}${isPrivate(message) ? " private" : ""}${called ? " called" : ""}`, tabindex: "-1", "aria-label": label },
    h("div", { class: "message-side", "aria-hidden": "true" }, grouped ? h("time", { class: "side-time" }, clock(date)) : avatar(message.author)),
    h(
      "div",
      { class: "message-body" },
      origin(message, context),
      !grouped && header(message, name, date, context),
      isThinking(message) ? thinking() : body(message, context),
      forwarded(message, context),
      drawReactions(context),
      !inPanel && discussion(message, desk),
      isPrivate(message) && privateNote(message, desk),
    ),
    tools(context, inPanel),
  );
}

/** @param {any} message @param {string} name @param {Date} date @param {import("./components.js").Context} context */
function header(message, name, date, { desk, names }) {
  const app = Boolean(message.author?.bot || message.webhook_id);
  const colour = nameColour(desk.store, names.guildId, message.author?.id);
  return h(
    "header",
    { class: "message-head" },
    h("button", { type: "button", class: "author", data: { userId: message.author?.id, coloured: colour ? "yes" : undefined }, style: colour ? { "--role": colour } : {} }, name),
    app && h("span", { class: "badge" }, "App"),
    h("time", { class: "quiet", datetime: date.toISOString(), title: exact(date.getTime(), "F") }, clock(date)),
    marks(message),
  );
}

/** @param {any} message */
function marks(message) {
  const flags = message.flags ?? 0;
  return [
    message.pinned && mark("pin", "Pinned"),
    flags & FLAG.PUBLISHED && mark("announce", "Published to the channels that follow"),
    flags & FLAG.FOLLOWED && mark("announce", "From a channel that is followed"),
    flags & FLAG.SILENT && h("span", { class: "quiet small-text" }, "silent"),
  ].map((one) => one || null);
}

/** @param {string} sign @param {string} words */
function mark(sign, words) {
  return h("span", { class: "message-mark", role: "img", "aria-label": words, title: words }, icon(sign));
}

/** What the message answers: another message, or a command. @param {any} message @param {import("./components.js").Context} context */
function origin(message, { desk, names }) {
  if (usedCommand(message)) {
    const user = message.interaction_metadata.user ?? message.interaction?.user;
    const used = message.interaction?.name ?? message.interaction_metadata.name;
    const who = user ? desk.store.nameOf(user.id, names.guildId) : "Someone";
    return h("div", { class: "origin" }, icon("reply"), h("span", {}, `${who} used `, h("span", { class: "mention" }, used ? `/${used}` : "a command")));
  }
  if (message.type !== 19) return null;
  const to = message.referenced_message;
  if (!to && isPrivate(message)) return null; // to a button or a select of another private answer, of which there is no reference
  if (!to) return h("div", { class: "origin" }, icon("reply"), h("span", {}, "Answer to a message that was deleted"));
  const summary = summaryOf(to, names).slice(0, 90);
  const who = desk.store.nameOf(to.author?.id, names.guildId);
  const go = h("button", { type: "button", class: "origin-jump", "aria-label": `Go to the answered message of ${who}: ${summary}`, data: { jump: to.id }, on: { click: () => desk.go(to.channel_id ?? message.channel_id, to.id) } }, h("strong", {}, who), ` ${summary}`);
  return h("div", { class: "origin" }, icon("reply"), go);
}

/** What was forwarded: the message as it was, and the way to it. @param {any} message @param {import("./components.js").Context} context */
function forwarded(message, context) {
  const { desk } = context;
  const to = message.message_reference ?? {};
  const known = desk.store.channel(to.channel_id);
  const snapshots = message.message_snapshots ?? [];
  return snapshots.map((/** @type {any} */ item) =>
    h(
      "div",
      { class: "forwarded" },
      h("div", { class: "origin" }, icon("forward"), h("span", {}, "Forwarded")),
      body({ ...item.message, channel_id: message.channel_id, id: message.id }, context),
      known && h("button", { type: "button", class: "text-button", data: { jump: to.message_id }, on: { click: () => desk.go(to.channel_id, to.message_id) } }, known.guild_id ? `From #${known.name}` : "From a direct message"),
    ),
  );
}

/** @param {any} message @param {import("./components.js").Context} context @returns {(Node | null | false)[]} */
function body(message, context) {
  const second = Boolean((message.flags ?? 0) & COMPONENTS_V2);
  const edited = message.edited_timestamp && h("span", { class: "edited", title: exact(Date.parse(message.edited_timestamp)) }, "(edited)");
  const content = message.content && h("div", { class: "content" }, withMark(markdown(message.content, context.names), edited));
  return [
    content || null,
    ...(message.attachments ?? []).map(drawAttachment),
    ...(message.embeds ?? []).map((/** @type {any} */ embed) => drawEmbed(embed, context.names)),
    message.poll ? h("p", { class: "quiet" }, "(a native poll, which this page does not draw)") : null,
    message.components?.length ? h("div", { class: second ? "components second" : "components" }, drawComponents(message.components, context)) : null,
    edited && !content ? edited : null,
  ];
}

/** At the end of the last line, where that is one of plain words. @param {HTMLElement} text @param {HTMLElement | ""} edited */
function withMark(text, edited) {
  const last = text.lastElementChild;
  if (edited) (last?.matches("p, h3") ? last : text).append(edited);
  return text;
}

/** Brings votes and discussion of a drawn message up to date, leaving its pictures and text alone.
 * @param {HTMLElement} entry @param {any} message @param {any} desk @param {boolean} inPanel */
export function refreshParts(entry, message, desk, inPanel) {
  const body = entry.querySelector(".message-body");
  if (!body) return;
  const context = contextOf(message, desk);
  const votes = /** @type {HTMLElement | null} */ (body.querySelector(":scope > .reactions"));
  if (!votes || !updateReactions(votes, context)) replacePart(body, votes, drawReactions(context));
  replacePart(body, body.querySelector(":scope > .discussion"), inPanel ? null : discussion(message, desk));
}

/** @param {Element} body @param {Element | null} before @param {Element | null} now */
function replacePart(body, before, now) {
  if (before && now) {
    if (!before.isEqualNode(now)) before.replaceWith(now);
  } else if (before) before.remove();
  else if (now) body.insertBefore(now, body.querySelector(now.matches(".reactions") ? ":scope > .discussion, :scope > .private-note" : ":scope > .private-note"));
}

function thinking() {
  return h("div", { class: "thinking", "data-testid": "thinking" }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("span", {}, "thinking…"));
}

/** @param {any} message @param {any} desk */
function discussion(message, desk) {
  const thread = desk.store.threadOn(message);
  if (!thread) return null;
  const count = thread.message_count ?? 0;
  const last = count && thread.last_message_id ? ago(timeOf(thread.last_message_id)) : null;
  const state = thread.thread_metadata?.locked ? " · locked" : thread.thread_metadata?.archived ? " · archived" : "";
  const unread = desk.store.unread.get(thread.id);
  return h(
    "button",
    { type: "button", class: "discussion", "data-testid": "open-thread", data: { threadId: thread.id, unread: unread ? "yes" : undefined }, on: { click: () => desk.openThread(thread.id) } },
    icon("thread"),
    h("span", { class: "discussion-name" }, thread.name),
    h("span", { class: "quiet" }, count === 1 ? "1 message" : `${count} messages`, last && " · ", last, state),
    unread && h("span", { class: "dot", "aria-label": "unread" }),
  );
}

/** @param {any} message @param {any} desk */
function privateNote(message, desk) {
  const dismiss = () => desk.store.apply("MESSAGE_DELETE", { channel_id: message.channel_id, id: message.id });
  return h(
    "div",
    { class: "private-note", "data-testid": "private-note" },
    icon("eye"),
    h("span", {}, "Only you can see this"),
    h("button", { type: "button", class: "text-button", on: { click: dismiss } }, "Dismiss"),
  );
}

/** @param {import("./components.js").Context} context @param {boolean} inPanel */
function tools(context, inPanel) {
  const { desk, message } = context;
  if (isPrivate(message)) return null;
  const more = h("button", { type: "button", class: "tool", "aria-label": "More for this message", title: "More", "aria-haspopup": "menu", "data-testid": "message-menu" }, icon("more"));
  more.addEventListener("click", () => openMessageMenu(more, context));
  const thread = desk.store.threadOn(message);
  return h(
    "div",
    { class: "tools", role: "group", "aria-label": "Message tools" },
    may(desk.store, message.channel_id, PERMISSION.ADD_REACTIONS) && addButton(context, "tool"),
    thread && !inPanel && h("button", { type: "button", class: "tool", "aria-label": "Open the discussion", title: "Open the discussion", on: { click: () => desk.openThread(thread.id) } }, icon("thread")),
    more,
  );
}

/** @param {any} message @param {any} desk @param {Date} date */
function notice(message, desk, date) {
  const context = contextOf(message, desk);
  const name = desk.store.nameOf(message.author?.id, context.names.guildId);
  const { sign, words: told, subject } = eventOf(message, desk);
  return h(
    "article",
    { class: "message notice", tabindex: "-1", "aria-label": `${name} ${told}` },
    sign,
    h("span", {}, h("strong", {}, name), ` ${told} `, subject),
    h("time", { class: "quiet", datetime: date.toISOString(), title: exact(date.getTime(), "F") }, clock(date)),
  );
}
