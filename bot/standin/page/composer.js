// @ts-check
/** Writing in a channel: messages with files, replies, edits of one's own, and the door to commands by /. */

import { CommandForm } from "./command-form.js";
import { begun, matching } from "./commands.js";
import { fill, h, icon } from "./dom.js";
import { Editor, MOST } from "./editor.js";
import { openEmoji } from "./emoji.js";
import { isPrivate } from "./history.js";
import { may, mayWrite, PERMISSION } from "./permissions.js";
import { freshNonce } from "./snowflake.js";

const TYPING_LASTS = 8000;
const UNKNOWN = "No command of that name that you may use.";
const EDITABLE = new Set([0, 19]);

export class Composer {
  /** @param {any} desk @param {string} channelId @param {string} label */
  constructor(desk, channelId, label) {
    this.desk = desk;
    this.channelId = channelId;
    this.label = label;
    this.guildId = desk.store.channel(channelId)?.guild_id ?? null;
    /** @type {import("./commands.js").Entry[]} */ this.entries = [];
    /** @type {CommandForm | null} */ this.form = null;
    /** @type {any} the message that is answered */ this.answered = null;
    /** @type {any} the message that is edited */ this.edited = null;
    this.pings = true;
    this.laidAside = "";
    this.toldTyping = 0;
    /** @type {{content: string, nonce: string} | null} */ this.failed = null;
    this.queue = Promise.resolve();
    this.key = `standin.draft.${desk.person.id}.${channelId}`;
    this.build();
    this.listen();
    this.settle();
    this.editor.load(sessionStorage.getItem(this.key) ?? "");
    this.keepFiles();
  }

  /** Files that wait here are there again when one comes back from another channel. */
  keepFiles() {
    const { tray } = this.editor;
    const { laidAside } = this.desk;
    const key = `files ${this.channelId}`;
    tray.putBack(laidAside.get(key) ?? []);
    tray.onChange = () => laidAside.set(key, tray.items);
  }

  build() {
    this.element = h("div", { class: "composer" });
    this.editor = new Editor(this.desk, {
      guildId: this.guildId,
      label: this.label,
      testid: "composer",
      host: this.element,
      onFault: (words) => this.fail(words),
      onTyped: () => this.typed(),
      onPick: (item) => typeof item.value !== "string" && this.begin(item.value),
    });
    this.field = this.editor.field;
    this.fault = h("p", { class: "composer-fault", role: "alert", hidden: true });
    this.about = h("div", { class: "composer-about", role: "status", hidden: true, "data-testid": "composer-about" });
    this.sendButton = h("button", { type: "submit", class: "tool send", "aria-label": "Send", title: "Send (Enter)" }, icon("send"));
    const { tray, preview, count } = this.editor;
    this.emojiButton = h("button", { type: "button", class: "tool", "aria-label": "Emoji", title: "Emoji", "aria-haspopup": "dialog", "aria-expanded": "false", "data-testid": "emoji", on: { click: () => this.pickEmoji() } }, icon("smile"));
    this.bar = h("form", { class: "composer-bar" }, tray.button, tray.input, this.field, count, this.emojiButton, this.sendButton);
    this.whole = h("div", { class: "composer-desk" }, this.about, tray.element, preview, this.bar);
    this.element.append(this.fault, this.whole);
  }

  listen() {
    this.bar.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("keydown", (event) => this.pressed(/** @type {KeyboardEvent} */ (event)));
  }

  pickEmoji() {
    const own = this.desk.store.guilds.get(this.guildId)?.emojis;
    openEmoji(this.emojiButton, (name) => this.editor.insert(name.includes(":") ? `:${name.split(":")[0]}: ` : name), own);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) this.send();
    else if (event.key === "ArrowUp" && this.editor.empty && this.editLast()) this.field.focus();
    else if (event.key === "Escape" && (this.answered || this.edited)) this.leave();
    else return;
    event.preventDefault();
  }

  /** Files dropped anywhere on the conversation come along. @param {HTMLElement} place */
  takeDrops(place) {
    this.editor.tray.takeFrom(this.field, place);
  }

  /** Shows the field, or says why nothing can be written here; commands may still be used where reading is allowed. */
  settle() {
    const writable = mayWrite(this.desk.store, this.channelId);
    this.readOnly = !writable;
    this.element.dataset.readOnly = String(this.readOnly);
    const name = this.edited ? "Edit your message" : this.label;
    this.field.placeholder = writable ? name : "You may read here, but not write";
    this.field.setAttribute("aria-label", name);
    this.sendButton.setAttribute("aria-label", this.edited ? "Save the message" : "Send");
    this.sendButton.title = this.edited ? "Save (Enter)" : "Send (Enter)";
    this.emojiButton.hidden = !writable;
    this.editor.tray.button.hidden = !writable || Boolean(this.edited) || !may(this.desk.store, this.channelId, PERMISSION.ATTACH_FILES);
  }

  focus() {
    this.field.focus();
  }

  async typed() {
    this.fail("");
    const text = this.field.value;
    keepDraft(this.edited ? this.keyOfEdit() : this.key, this.editor.content());
    if (text.startsWith("/") && !text.includes("\n") && !this.edited) {
      await this.suggestCommands(text);
      return;
    }
    this.editor.suggest();
    this.tellTyping(text);
  }

  /** @param {string} text */
  tellTyping(text) {
    if (!text || this.readOnly || this.edited || Date.now() - this.toldTyping < TYPING_LASTS) return;
    this.toldTyping = Date.now();
    this.desk.rest.post(`/channels/${this.channelId}/typing`).catch(() => null);
  }

  /** @param {string} text */
  async suggestCommands(text) {
    try {
      this.entries = await this.desk.commands.slash(this.guildId, this.channelId);
    } catch (error) {
      this.fail(/** @type {Error} */ (error).message);
      return;
    }
    if (this.field.value !== text) return;
    const typed = text.slice(1);
    const exact = typed.endsWith(" ") && this.entries.find((entry) => entry.path === typed.trim());
    if (exact) {
      this.begin(exact);
      return;
    }
    if (begun(this.entries, typed)?.values.size) {
      this.editor.combo.hide();
      return;
    }
    const items = matching(this.entries, typed).map((entry) => ({ value: entry, label: `/${entry.shown}`, description: entry.description, data: { command: entry.path } }));
    this.editor.combo.show(items, { empty: UNKNOWN });
  }

  /** Fills in a command instead of a text. @param {import("./commands.js").Entry} entry @param {Map<string, string>} [values] */
  begin(entry, values) {
    this.editor.show("");
    keepDraft(this.key, "");
    const place = { channelId: this.channelId, guildId: this.guildId };
    this.form = new CommandForm(this.desk, entry, place, (text) => this.end(text), values);
    this.whole.hidden = true;
    this.form.element.addEventListener("input", () => keepDraft(this.key, this.form?.line() ?? ""));
    this.element.append(this.form.element);
    this.form.focus();
    return true;
  }

  /** @param {string} text what was filled in, when the command was left and not sent */
  end(text) {
    this.form?.element.remove();
    this.form = null;
    this.whole.hidden = false;
    this.editor.show(text);
    keepDraft(this.key, text);
    this.focus();
  }

  /** @param {any} message */
  reply(message) {
    if (this.edited) this.leave();
    this.answered = message;
    this.pings = message.author?.id !== this.desk.person.id;
    this.drawAbout();
    this.focus();
  }

  /** @param {any} message one's own */
  edit(message) {
    this.answered = null;
    if (!this.edited) this.laidAside = this.field.value;
    this.edited = message;
    this.editor.load(sessionStorage.getItem(this.keyOfEdit()) ?? message.content ?? "");
    this.settle();
    this.drawAbout();
    this.focus();
  }

  keyOfEdit() {
    return `${this.key}.${this.edited.id}`;
  }

  /** Whether there was something of one's own to edit. */
  editLast() {
    const mine = this.desk.store.history(this.channelId).items.filter((/** @type {any} */ message) => canEdit(message, this.desk.person.id));
    const last = mine[mine.length - 1];
    if (last) this.edit(last);
    return Boolean(last);
  }

  /** Back to writing something new. */
  leave() {
    if (this.edited) {
      keepDraft(this.keyOfEdit(), "");
      this.edited = null;
      this.editor.show(this.laidAside);
      this.settle();
    }
    this.answered = null;
    this.drawAbout();
    this.fail("");
    this.focus();
  }

  drawAbout() {
    const message = this.edited ?? this.answered;
    this.about.hidden = !message;
    fill(this.about);
    if (!message) return;
    const name = this.desk.store.nameOf(message.author?.id, this.guildId);
    const ping = h("button", { type: "button", class: "chip", "aria-pressed": String(this.pings), "data-testid": "reply-ping" }, "Notify");
    ping.addEventListener("click", () => {
      this.pings = !this.pings;
      ping.setAttribute("aria-pressed", String(this.pings));
    });
    const leave = h("button", { type: "button", class: "tool", "aria-label": this.edited ? "Leave the message as it was" : "Do not reply", title: "Esc", on: { click: () => this.leave() } }, icon("close"));
    fill(this.about, h("span", { class: "composer-about-words" }, this.edited ? "Editing your message" : ["Replying to ", h("strong", {}, name)]), this.edited ? null : ping, leave);
  }

  send() {
    const text = this.field.value.trim();
    const fault = this.misfit();
    if (!this.edited && /^\/\p{L}/u.test(text)) this.command(text.slice(1));
    else if (!this.edited && this.readOnly && text) this.fail("You may read here, but not write.");
    else if (fault) this.fail(fault);
    else if (this.edited) this.save();
    else if (!this.editor.empty) this.post();
  }

  /** What keeps this from being sent, and what to do about it; "" when nothing does. */
  misfit() {
    const { length } = [...this.editor.content()];
    const bare = this.edited && !length && !this.edited.attachments?.length && !this.edited.embeds?.length;
    if (bare) return "A message needs some words. To take it away, choose “Delete message” in its menu; Esc leaves it as it was.";
    return length > MOST ? `This message has ${length} characters. Shorten it to ${MOST} or fewer, then send it again.` : "";
  }

  /** A command that was typed or pasted stands to be filled in, with the options that it names. @param {string} typed */
  async command(typed) {
    try {
      this.entries = await this.desk.commands.slash(this.guildId, this.channelId);
      const found = begun(this.entries, typed);
      if (found) this.begin(found.entry, found.values);
      else this.fail(UNKNOWN);
    } catch (error) {
      this.fail(/** @type {Error} */ (error).message);
    }
  }

  /** Sends what is there after what was sent before; when that fails it stands in the field again. */
  post() {
    const { body, files } = this.editor.draft();
    const kept = { text: this.field.value, items: this.editor.tray.items, chosen: new Map(this.editor.chosen), answered: this.answered };
    // what may have arrived all the same must not arrive twice
    const nonce = this.failed?.content === body.content && !files.length ? this.failed.nonce : freshNonce();
    const request = { ...body, nonce, enforce_nonce: true, ...this.reference() };
    this.answered = null;
    this.editor.clear();
    keepDraft(this.key, "");
    this.drawAbout();
    this.fail("");
    this.toldTyping = 0;
    const path = `/channels/${this.channelId}/messages`;
    this.element.setAttribute("aria-busy", "true");
    this.queue = this.queue
      .then(() => (files.length ? this.desk.rest.upload(path, request, files) : this.desk.rest.post(path, request)))
      .then(() => this.sent())
      .catch((/** @type {Error} */ error) => this.giveBack(kept, { content: body.content, nonce }, error.message));
  }

  reference() {
    if (!this.answered) return {};
    return {
      message_reference: { message_id: this.answered.id },
      allowed_mentions: { parse: ["users", "roles", "everyone"], replied_user: this.pings },
    };
  }

  sent() {
    this.failed = null;
    this.element.removeAttribute("aria-busy");
  }

  /** @param {any} kept @param {{content: string, nonce: string}} failed @param {string} words */
  giveBack(kept, failed, words) {
    this.element.removeAttribute("aria-busy");
    this.failed = failed;
    for (const [name, mark] of kept.chosen) this.editor.chosen.set(name, mark);
    const since = this.field.value;
    if (this.edited) this.laidAside = [kept.text, this.laidAside].filter(Boolean).join("\n");
    else this.editor.show([kept.text, since].filter(Boolean).join("\n"));
    this.editor.tray.putBack(kept.items);
    if (!this.edited) {
      this.answered = kept.answered ?? this.answered;
      keepDraft(this.key, this.field.value);
    }
    this.drawAbout();
    this.fail(words);
  }

  async save() {
    const message = this.edited;
    const content = this.editor.content();
    if (content === message.content) {
      this.leave();
      return;
    }
    try {
      await this.desk.rest.patch(`/channels/${this.channelId}/messages/${message.id}`, { content });
      if (this.edited === message) this.leave();
    } catch (error) {
      this.fail(/** @type {Error} */ (error).message);
    }
  }

  /** @param {string} words */
  fail(words) {
    fill(this.fault, words);
    this.fault.hidden = !words;
  }
}

/** Where one writes in that channel, as far as it is on screen. @param {any} desk @param {string} channelId @returns {Composer | null} */
export function composerOf(desk, channelId) {
  return [desk.panel, desk.main].find((conversation) => conversation?.channelId === channelId)?.composer ?? null;
}

/** @param {any} message @param {string} personId */
export function canEdit(message, personId) {
  return message.author?.id === personId && EDITABLE.has(message.type ?? 0) && !isPrivate(message);
}

/** Keeps what is half written over a change of channel and a reload. @param {string} key @param {string} text */
function keepDraft(key, text) {
  if (text) sessionStorage.setItem(key, text);
  else sessionStorage.removeItem(key);
}
