// @ts-check
/** A field for a message: completes names and emoji, shows how it will look, counts, and takes files. */

import { Tray, uploadsOf } from "./attachments.js";
import { Combo } from "./combo.js";
import { fill, h } from "./dom.js";
import { markdown } from "./markdown-view.js";
import { completed, decoded, encoded, meant } from "./mentions.js";

/** How many characters a message takes. */
export const MOST = 2000;
const COUNTED_FROM = 1800;
const TALLEST = 200;
/** What may look different once it is sent. */
const MARKED = /[*_~`|<:[\]]|^\s*(?:[-*>#]|\d+\.)\s/m;

export class Editor {
  /**
   * @param {any} desk @param {{guildId: string | null, label: string, testid: string, host: HTMLElement, rows?: number, onFault: (words: string) => void,
   *   onTyped?: (text: string) => void, onPick?: (item: any) => boolean}} options `onPick` may take a suggestion of its own
   */
  constructor(desk, { guildId, label, testid, host, rows = 1, onFault, onTyped = () => {}, onPick = () => false }) {
    this.store = desk.store;
    this.names = { store: desk.store, guildId, go: desk.go };
    this.guildId = guildId;
    /** @type {Map<string, string>} marks of the names that were chosen */ this.chosen = new Map();
    this.onTyped = onTyped;
    this.field = /** @type {HTMLTextAreaElement} */ (
      h("textarea", { class: "composer-field", rows: String(rows), placeholder: label, "aria-label": label, "data-testid": testid, enterkeyhint: "send" })
    );
    this.tray = new Tray({ onFault });
    this.preview = h("div", { class: "preview", role: "group", "aria-label": "Preview", hidden: true, "data-testid": "preview" });
    this.count = h("span", { class: "count", role: "status" });
    this.combo = new Combo(this.field, host, { label: "Commands, mentions and emoji", testid: "completions", onPick: (item) => onPick(item) || this.take(item) });
    this.field.addEventListener("input", () => this.typed());
  }

  typed() {
    this.settle();
    this.onTyped(this.field.value);
  }

  /** Height, count and preview as the text is now. */
  settle() {
    const text = this.field.value;
    this.field.style.setProperty("height", "auto");
    const tall = this.field.scrollHeight; // none while it is not on screen
    if (tall) this.field.style.setProperty("height", `${Math.min(tall, TALLEST)}px`);
    const { length } = [...this.content()];
    fill(this.count, length > COUNTED_FROM ? `${length} of ${MOST}` : "");
    this.count.dataset.over = String(length > MOST);
    this.preview.hidden = text.startsWith("/") || !MARKED.test(this.content());
    if (!this.preview.hidden) fill(this.preview, markdown(this.content(), this.names));
  }

  /** Offers what could be meant where the cursor stands. */
  suggest() {
    const items = meant(this.field.value.slice(0, this.field.selectionStart), this.store, this.guildId);
    if (items?.length) this.combo.show(items);
    else this.combo.hide();
  }

  /** @param {any} item */
  take(item) {
    const at = this.field.selectionStart;
    const before = completed(this.field.value.slice(0, at), item);
    if (!item.label.startsWith(":")) this.chosen.set(item.label, item.value);
    this.field.value = before + this.field.value.slice(at);
    this.field.setSelectionRange(before.length, before.length);
    this.field.focus();
    this.settle();
  }

  /** The text as it is sent. */
  content() {
    return encoded(this.field.value, this.chosen, this.store, this.guildId).trim();
  }

  /** @param {string} text as it was sent */
  load(text) {
    this.show(decoded(text, this.chosen, this.store, this.guildId));
  }

  /** @param {string} text as one types it */
  show(text) {
    this.field.value = text;
    this.combo.hide();
    this.settle();
  }

  /** Writes at the cursor. @param {string} text */
  insert(text) {
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
    this.field.focus();
    this.typed();
  }

  /** Writes a name that stands for a mark. @param {string} name @param {string} mark */
  mention(name, mark) {
    this.chosen.set(name, mark);
    this.insert(`${name} `);
  }

  /** What is there to send: the body's part, and files beside it. */
  draft() {
    const { files, attachments } = uploadsOf(this.tray.items);
    return { body: files.length ? { content: this.content(), attachments } : { content: this.content() }, files };
  }

  get empty() {
    return !this.field.value.trim() && !this.tray.items.length;
  }

  clear() {
    this.chosen.clear();
    this.tray.clear();
    this.show("");
  }
}
