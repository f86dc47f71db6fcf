// @ts-check
/** The reactions under a message: press to react or take it back, hover or focus to see who did. */

import { textOf } from "./components.js";
import { h, icon } from "./dom.js";
import { openEmoji } from "./emoji.js";
import { tellIn, tellUnder } from "./faults.js";
import { may, PERMISSION } from "./permissions.js";
import { emojiKey, emojiPath, meaningOf } from "./tally.js";

/** @typedef {import("./components.js").Context} Context */

/** @param {Context} context @returns {HTMLElement | null} */
export function drawReactions(context) {
  const { message } = context;
  const reactions = message.reactions ?? [];
  if (!reactions.length) return null;
  const text = textOf(message);
  const chips = reactions.map((/** @type {any} */ reaction) => chip(reaction, text, context));
  const add = mayAdd(context) && addButton(context);
  return h("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, chips, add);
}

/** @param {Context} context */
function mayAdd({ desk, message }) {
  return may(desk.store, message.channel_id, PERMISSION.ADD_REACTIONS);
}

/** Brings drawn reactions up to date, chip by chip, so that a burst of votes redraws only numbers.
 * @param {HTMLElement} group @param {Context} context @returns {boolean} whether that was enough */
export function updateReactions(group, context) {
  const reactions = context.message.reactions ?? [];
  const chips = /** @type {HTMLElement[]} */ ([...group.querySelectorAll(".reaction[data-emoji]")]);
  if (chips.length !== reactions.length) return false;
  if (!chips.every((chip, index) => chip.dataset.emoji === emojiKey(reactions[index].emoji))) return false;
  const text = textOf(context.message);
  chips.forEach((chip, index) => count(chip, reactions[index], text));
  return true;
}

/** @param {any} reaction @param {string} text @param {Context} context */
function chip(reaction, text, context) {
  const { emoji } = reaction;
  const button = h(
    "button",
    { type: "button", class: "reaction", "data-testid": "reaction", data: { emoji: emojiKey(emoji) }, on: { click: () => toggle(button, emoji, context) } },
    h("span", { class: "reaction-emoji", "aria-hidden": "true" }, signOf(emoji)),
    h("span", { class: "reaction-count", "aria-hidden": "true" }),
  );
  count(button, reaction, text);
  showWhoOn(button, emoji, meaningOf(emoji, text), context);
  return button;
}

/** @param {any} emoji */
function signOf(emoji) {
  return emoji.id ? `:${emoji.name}:` : emoji.name;
}

/** Writes a reaction's number on its chip. @param {HTMLElement} chip @param {any} reaction @param {string} text */
function count(chip, reaction, text) {
  const { emoji, me } = reaction;
  if (chip.dataset.count === String(reaction.count) && chip.dataset.me === String(Boolean(me))) return;
  const meaning = meaningOf(emoji, text);
  // Discord's count, in which an app's own reaction is one: it is no number of votes
  const number = reaction.count === 1 ? "1 reaction" : `${reaction.count} reactions`;
  const label = [`${signOf(emoji)}${meaning ? ` ${meaning}` : ""}`, number, me && "you reacted"].filter(Boolean).join(", ");
  chip.dataset.count = reaction.count;
  chip.dataset.me = String(Boolean(me));
  chip.setAttribute("aria-pressed", String(Boolean(me)));
  chip.setAttribute("aria-label", label);
  const shown = chip.querySelector(".reaction-count");
  if (shown) shown.textContent = reaction.count;
}

/** @param {HTMLElement} button @param {any} emoji @param {Context} context */
async function toggle(button, emoji, { desk, message }) {
  if (button.getAttribute("aria-busy") === "true") return;
  tellIn(button.closest(".message-body"), "");
  button.setAttribute("aria-busy", "true");
  const path = reactionPath(message, emoji) + "/@me";
  try {
    if (button.dataset.me === "true") await desk.rest.delete(path);
    else await desk.rest.put(path);
  } catch (error) {
    tellIn(button.closest(".message-body"), /** @type {Error} */ (error).message);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** @param {any} message @param {any} emoji */
function reactionPath(message, emoji) {
  return `/channels/${message.channel_id}/messages/${message.id}/reactions/${emojiPath(emoji)}`;
}

/** The button that offers an emoji of one's own. @param {Context} context @param {string} [className] */
export function addButton(context, className = "reaction add") {
  const button = h(
    "button",
    { type: "button", class: className, "aria-label": "Add a reaction", title: "Add a reaction", "aria-haspopup": "dialog", "data-testid": "add-reaction" },
    icon("smile"),
  );
  button.addEventListener("click", () =>
    openEmoji(button, async (name) => {
      const { desk, message } = context;
      try {
        await desk.rest.put(`${reactionPath(message, { name })}/@me`);
      } catch (error) {
        tellUnder(message.id, /** @type {Error} */ (error).message);
      }
    }, context.desk.store.guilds.get(context.names.guildId)?.emojis),
  );
  return button;
}

const PATIENCE = 250;
/** @type {{tip: HTMLElement, anchor: HTMLElement} | null} */
let shownTip = null;

/** Takes away the tip of a chip that was drawn anew, and so never saw the pointer leave. */
export function dropStrayTip() {
  if (!shownTip || shownTip.anchor.isConnected) return;
  shownTip.tip.remove();
  shownTip = null;
}

/** @param {HTMLElement} button @param {any} emoji @param {string} meaning @param {Context} context */
function showWhoOn(button, emoji, meaning, context) {
  let timer = 0;
  /** @type {HTMLElement | null} */
  let tip = null;
  const leave = () => {
    clearTimeout(timer);
    tip?.remove();
    tip = null;
  };
  const enter = () => {
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const names = await whoReacted(emoji, context).catch(() => null);
      if (!names || !button.isConnected || !(button.matches(":hover") || button.matches(":focus-visible"))) return;
      leave();
      tip = whoTip(emoji, meaning, names);
      document.body.append(tip);
      shownTip = { tip, anchor: button };
      placeAbove(tip, button);
    }, PATIENCE);
  };
  button.addEventListener("pointerenter", enter);
  button.addEventListener("focus", enter);
  for (const event of ["pointerleave", "blur"]) button.addEventListener(event, leave);
  button.addEventListener("click", () => {
    leave();
    enter(); // whoever pressed it sees it change
  });
}

/** @param {any} emoji @param {Context} context @returns {Promise<string[]>} */
async function whoReacted(emoji, { desk, message, names }) {
  const users = await desk.rest.get(`${reactionPath(message, emoji)}?limit=25`);
  for (const user of users) desk.store.users.set(user.id, user);
  const others = users.filter((/** @type {any} */ user) => user.id !== desk.store.personId);
  const named = others.map((/** @type {any} */ user) => desk.store.nameOf(user.id, names.guildId));
  return others.length < users.length ? ["you", ...named] : named;
}

/** @param {any} emoji @param {string} meaning @param {string[]} names */
function whoTip(emoji, meaning, names) {
  const shown = names.slice(0, 8);
  const rest = names.length - shown.length;
  const words = shown.join(", ") + (rest > 0 ? ` and ${rest === 17 ? "more" : rest + " more"}` : "");
  return h(
    "div",
    { class: "tip", role: "status", "data-testid": "who-reacted" },
    h("strong", {}, `${emoji.id ? `:${emoji.name}:` : emoji.name} ${meaning}`.trim()),
    h("span", {}, words || "nobody"),
  );
}

/** @param {HTMLElement} tip @param {HTMLElement} anchor */
function placeAbove(tip, anchor) {
  const at = anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, window.innerWidth - tip.offsetWidth - 8));
  const above = at.top - tip.offsetHeight - 6;
  tip.style.setProperty("left", `${left}px`);
  tip.style.setProperty("top", `${above > 8 ? above : at.bottom + 6}px`);
}
