// @ts-check
/** A list of suggestions that belongs to a text field: arrows choose, Enter and Tab take, Esc closes. */

import { fill, h } from "./dom.js";

/** @typedef {{value: any, label: string, description?: string, lead?: string, data?: Record<string, any>}} Suggestion */

const LEAST_HEIGHT = 88;
const MOST_HEIGHT = 320;
let counter = 0;

export class Combo {
  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} field @param {HTMLElement} host where the list is put
   * @param {{label: string, testid: string, onPick: (suggestion: Suggestion) => void, takesTab?: boolean}} options
   */
  constructor(field, host, { label, testid, onPick, takesTab = true }) {
    counter += 1;
    this.field = field;
    this.onPick = onPick;
    this.takesTab = takesTab;
    this.id = `suggestions-${counter}`;
    this.at = -1;
    /** @type {Suggestion[]} */ this.items = [];
    this.list = h("div", { class: "suggestions", role: "listbox", id: this.id, "aria-label": label, hidden: true, "data-testid": testid });
    this.host = host;
    host.append(this.list);
    // a textarea may not be a combobox; it still points to its list
    this.expands = field instanceof HTMLInputElement;
    if (this.expands) field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
    field.setAttribute("aria-controls", this.id);
    field.setAttribute("autocomplete", "off");
    this.say(false);
    field.addEventListener("keydown", (event) => this.key(/** @type {KeyboardEvent} */ (event)));
    field.addEventListener("blur", () => this.hide());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[role=option]"));
      if (row) this.pick(Number(row.dataset.index));
    });
  }

  get open() {
    return !this.list.hidden;
  }

  /** @param {Suggestion[]} items @param {{preselect?: boolean, empty?: string}} [options] */
  show(items, { preselect = true, empty = "" } = {}) {
    this.items = items;
    this.at = preselect && items.length ? 0 : -1;
    const rows = items.map((item, index) =>
      h(
        "div",
        { role: "option", id: `${this.id}-${index}`, class: "option", "aria-selected": "false", data: { index, ...item.data } },
        item.lead && h("span", { class: "option-lead" }, item.lead),
        h("span", { class: "option-words" }, h("span", {}, item.label), item.description && h("span", { class: "quiet" }, item.description)),
      ),
    );
    fill(this.list, rows.length ? rows : empty && h("p", { class: "quiet pad" }, empty));
    this.list.hidden = !rows.length && !empty;
    this.fitAbove();
    this.say(!this.list.hidden);
    this.mark();
  }

  /** Keeps the list, which opens above its host, below the head of the conversation. */
  fitAbove() {
    const head = this.host.closest(".conversation")?.querySelector(".head");
    const room = this.host.getBoundingClientRect().top - (head?.getBoundingClientRect().bottom ?? 0) - 12;
    this.list.style.setProperty("max-height", `${Math.max(LEAST_HEIGHT, Math.min(MOST_HEIGHT, room))}px`);
  }

  hide() {
    this.list.hidden = true;
    this.items = [];
    this.say(false);
    this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {boolean} open */
  say(open) {
    if (this.expands) this.field.setAttribute("aria-expanded", String(open));
  }

  mark() {
    [...this.list.querySelectorAll("[role=option]")].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === this.at));
      if (index === this.at) row.scrollIntoView({ block: "nearest" });
    });
    if (this.at >= 0) this.field.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {number} index */
  pick(index) {
    const item = this.items[index];
    if (!item) return;
    this.hide();
    this.onPick(item);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.open || event.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && this.items.length) {
      this.at = (this.at + step + this.items.length) % this.items.length;
      this.mark();
    } else if (event.key === "Escape") this.hide();
    else if ((event.key === "Enter" || (event.key === "Tab" && this.takesTab && !event.shiftKey)) && this.at >= 0) this.pick(this.at);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
