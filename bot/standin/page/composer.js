// @ts-check
/** Writing: plain messages, mentions by @ and #, and the door to commands by /. */

import { channels, people, roles } from "./choices.js";
import { Combo } from "./combo.js";
import { CommandForm } from "./command-form.js";
import { matching } from "./commands.js";
import { fill, h, icon } from "./dom.js";
import { mayWrite } from "./permissions.js";

export class Composer {
  /** @param {any} desk @param {string} channelId @param {string} label */
  constructor(desk, channelId, label) {
    this.desk = desk;
    this.channelId = channelId;
    this.guildId = desk.store.channel(channelId)?.guild_id ?? null;
    /** @type {import("./commands.js").Entry[]} */ this.entries = [];
    /** @type {CommandForm | null} */ this.form = null;
    this.field = /** @type {HTMLTextAreaElement} */ (
      h("textarea", { class: "composer-field", rows: "1", placeholder: label, "aria-label": label, maxlength: "4000", "data-testid": "composer", enterkeyhint: "send" })
    );
    this.sendButton = h("button", { type: "submit", class: "tool send", "aria-label": "Send", title: "Send" }, icon("send"));
    this.bar = h("form", { class: "composer-bar" }, this.field, this.sendButton);
    this.element = h("div", { class: "composer" });
    this.fault = h("p", { class: "composer-fault", role: "alert", hidden: true });
    this.combo = new Combo(this.field, this.element, { label: "Commands and mentions", testid: "completions", onPick: (item) => this.take(item) });
    this.element.append(this.fault, this.bar);
    this.listen();
    this.settle();
  }

  listen() {
    this.bar.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
  }

  /** Shows the field, or says why nothing can be written here; commands may still be used where reading is allowed. */
  settle() {
    const writable = mayWrite(this.desk.store, this.channelId);
    this.readOnly = !writable;
    this.element.dataset.readOnly = String(this.readOnly);
    this.field.placeholder = writable ? this.field.getAttribute("aria-label") ?? "" : "Read only · / for commands";
  }

  focus() {
    this.field.focus();
  }

  async typed() {
    this.fail("");
    this.field.style.setProperty("height", "auto");
    this.field.style.setProperty("height", `${Math.min(this.field.scrollHeight, 200)}px`);
    const text = this.field.value;
    if (text.startsWith("/") && !text.includes("\n") && this.guildId) await this.suggestCommands(text);
    else this.suggestMentions();
  }

  /** @param {string} text */
  async suggestCommands(text) {
    try {
      this.entries = await this.desk.commands.slash(this.guildId);
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
    const items = matching(this.entries, typed).map((entry) => ({
      value: entry,
      label: `/${entry.path}`,
      description: entry.description,
      data: { command: entry.path },
    }));
    this.combo.show(items, { empty: "No command of that name that you may use." });
  }

  suggestMentions() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const found = /(?:^|\s)([@#])([\p{L}\p{N}_-]{0,30})$/u.exec(before);
    if (!found) {
      this.combo.hide();
      return;
    }
    const { store } = this.desk;
    const wanted = (found[2] ?? "").toLowerCase();
    const all = found[1] === "#" ? channels(store, this.guildId).map(asMention("<#")) : [...people(store, this.guildId).map(asMention("<@")), ...roles(store, this.guildId).map(asMention("<@&"))];
    const fits = all.filter((item) => item.label.toLowerCase().includes(wanted)).slice(0, 8);
    if (fits.length) this.combo.show(fits);
    else this.combo.hide();
  }

  /** @param {import("./combo.js").Suggestion} item */
  take(item) {
    if (typeof item.value !== "string") {
      this.begin(item.value);
      return;
    }
    const at = this.field.selectionStart;
    const before = this.field.value.slice(0, at).replace(/[@#][\p{L}\p{N}_-]*$/u, `${item.value} `);
    this.field.value = before + this.field.value.slice(at);
    this.field.setSelectionRange(before.length, before.length);
    this.field.focus();
  }

  /** Fills in a command instead of a text. @param {import("./commands.js").Entry} entry */
  begin(entry) {
    this.combo.hide();
    this.field.value = "";
    this.form = new CommandForm(this.desk, entry, { channelId: this.channelId, guildId: this.guildId }, () => this.end());
    this.bar.hidden = true;
    this.element.append(this.form.element);
    this.form.focus();
  }

  end() {
    this.form?.element.remove();
    this.form = null;
    this.bar.hidden = false;
    this.typed();
    this.focus();
  }

  async send() {
    const text = this.field.value.trim();
    if (!text) return;
    if (text.startsWith("/")) {
      const exact = this.entries.find((entry) => entry.path === text.slice(1));
      if (exact) this.begin(exact);
      return;
    }
    if (this.readOnly) {
      this.fail("You may read here, but not write.");
      return;
    }
    this.field.value = "";
    this.typed();
    try {
      await this.desk.rest.post(`/channels/${this.channelId}/messages`, { content: text });
    } catch (error) {
      this.field.value = text;
      this.fail(/** @type {Error} */ (error).message);
    }
  }

  /** @param {string} words */
  fail(words) {
    fill(this.fault, words);
    this.fault.hidden = !words;
  }
}

/** @param {string} opening */
function asMention(opening) {
  return (/** @type {import("./popover.js").Choice} */ choice) => ({
    value: `${opening}${choice.value}>`,
    label: `${opening === "<#" ? "#" : "@"}${choice.label}`,
    description: choice.description,
  });
}
