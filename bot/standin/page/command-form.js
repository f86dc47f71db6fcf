// @ts-check
/** Filling in a command: a field for each option, checked as typed, completed by the app where it offers that. */

import { acceptOf } from "./attachments.js";
import { channels, people, roles } from "./choices.js";
import { Combo } from "./combo.js";
import { boundsOf, KIND, nameIn, valueOf } from "./commands.js";
import { fill, h, icon } from "./dom.js";

const PATIENCE = 180;
const SHOWN_AT_FIRST = 3;
let counter = 0;

export class CommandForm {
  /**
   * @param {any} desk @param {import("./commands.js").Entry} entry @param {{channelId: string, guildId: string | null}} place
   * @param {(text: string) => void} onEnd takes what was filled in, as a line, when the command is left; nothing once it is sent
   * @param {Map<string, string>} [values] what was typed for options beforehand
   */
  constructor(desk, entry, place, onEnd, values = new Map()) {
    counter += 1;
    this.number = counter;
    this.desk = desk;
    this.entry = entry;
    this.guildId = place.guildId;
    this.place = { channel_id: place.channelId, guild_id: place.guildId ?? undefined };
    this.onEnd = onEnd;
    /** @type {Map<string, {option: any, field: HTMLInputElement, value: any, row: HTMLElement, fault: HTMLElement}>} */
    this.fields = new Map();
    this.rows = h("div", { class: "command-options" });
    this.more = h("div", { class: "command-more" });
    this.fault = h("p", { class: "composer-fault", role: "alert", hidden: true });
    const run = h("button", { type: "submit", class: "button primary small", "data-testid": "command-run" }, "Run");
    const cancel = h("button", { type: "button", class: "tool", "aria-label": "Leave the command", title: "Leave the command (Esc)", on: { click: () => this.leave() } }, icon("close"));
    this.element = h(
      "form",
      { class: "command-form", "data-testid": "command-form", "aria-label": `Command /${entry.shown}`, novalidate: true, data: { command: entry.path } },
      h("div", { class: "command-head" }, h("strong", { class: "command-name" }, `/${entry.shown}`), cancel, h("p", { class: "quiet" }, entry.description)),
      this.rows,
      this.fault,
      h("div", { class: "command-foot" }, this.more, run),
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); // the discussion around the form stays open
      this.leave();
    });
    this.lay(values);
  }

  /** Required options and the first few others stand open, the rest wait behind buttons. @param {Map<string, string>} values */
  lay(values) {
    const { options } = this.entry;
    const few = options.length <= SHOWN_AT_FIRST;
    for (const option of options) {
      if (option.required || few || values.has(option.name)) this.add(option, values.get(option.name));
      else this.offer(option);
    }
    if (!options.length) this.rows.append(h("p", { class: "quiet" }, "This command needs nothing more. Press Run or Enter."));
  }

  /** @param {any} option */
  offer(option) {
    const button = h("button", { type: "button", class: "chip", title: option.description, data: { addOption: option.name } }, icon("plus"), nameIn(option));
    button.addEventListener("click", () => {
      this.open(option).field.focus();
    });
    this.more.append(button);
  }

  /** The option's field, which is added if it waits behind its button. @param {any} option */
  open(option) {
    this.more.querySelector(`[data-add-option="${CSS.escape(option.name)}"]`)?.remove();
    return this.fields.get(option.name) ?? this.add(option);
  }

  /** Goes to the option whose name and colon were typed into a field, as in a line; tells whether it did. @param {any} state */
  steer({ field }) {
    const [, before = "", name = ""] = /^(.*?)(?:(?<=^|\s))([^\s:]+):$/su.exec(field.value) ?? [];
    const option = this.entry.options.find((each) => name && (each.name === name || nameIn(each) === name));
    if (!option) return false;
    field.value = before.trimEnd();
    this.open(option).field.focus();
    return true;
  }

  /** @param {any} option @param {string} [text] */
  add(option, text = "") {
    const id = `option-${this.number}-${option.name}`;
    const file = option.type === KIND.ATTACHMENT;
    const bounds = boundsOf(option);
    const field = /** @type {HTMLInputElement} */ (
      h("input", {
        class: "field",
        id,
        type: file ? "file" : "text",
        accept: file ? acceptOf(option.file_types) : undefined,
        inputmode: option.type === KIND.INTEGER ? "numeric" : option.type === KIND.NUMBER ? "decimal" : undefined,
        placeholder: file ? undefined : option.description_localized ?? option.description,
        "aria-required": String(Boolean(option.required)),
        "aria-describedby": `${id}-hint ${id}-fault`,
        data: { option: option.name },
      })
    );
    const fault = h("span", { class: "option-fault", id: `${id}-fault`, role: "alert" });
    const mark = option.required ? h("span", { class: "required" }, "required") : h("span", { class: "quiet small-text" }, "optional");
    const hint = h("span", { class: "option-hint", id: `${id}-hint` }, [file && option.description, bounds].filter(Boolean).join(" · "));
    const row = h("div", { class: "option-row" }, h("label", { for: id }, nameIn(option), " ", mark), field, hint, fault);
    const state = { option, field, value: /** @type {any} */ (undefined), row, fault };
    this.fields.set(option.name, state);
    this.rows.append(row);
    if (file) field.addEventListener("change", () => this.complain(state, ""));
    else {
      field.value = text;
      this.complete(state);
    }
    return state;
  }

  /** The choices open above the whole form, so that they hide nothing of what they answer. @param {any} state */
  complete(state) {
    const { option, field } = state;
    let timer = 0;
    const combo = new Combo(field, this.element, {
      label: `Choices for ${nameIn(option)}`,
      testid: "choices",
      takesTab: false,
      onPick: (item) => {
        clearTimeout(timer); // what was typed before the choice needs no completing any more
        state.value = item.value;
        field.value = item.label;
        field.dataset.value = String(item.value);
        this.complain(state, "");
        this.next(state);
      },
    });
    const suggest = async () => {
      const typed = field.value;
      const choices = await this.choices(option, typed).catch((/** @type {Error} */ error) => {
        this.complain(state, error.message);
        return null;
      });
      if (field.value !== typed || state.value !== undefined) return;
      const empty = option.autocomplete ? "The app knows nothing that fits." : "Nothing fits.";
      if (choices && document.activeElement === field) combo.show(choices, { preselect: Boolean(field.value) && option.type !== KIND.STRING, empty });
      else combo.hide();
    };
    field.addEventListener("input", () => {
      if (this.steer(state)) return;
      state.value = undefined;
      delete field.dataset.value;
      this.complain(state, "");
      clearTimeout(timer);
      timer = window.setTimeout(suggest, option.autocomplete ? PATIENCE : 0);
    });
    field.addEventListener("focus", suggest);
    field.addEventListener("click", () => combo.open || suggest());
  }

  /** @param {any} option @param {string} typed @returns {Promise<import("./combo.js").Suggestion[] | null>} */
  async choices(option, typed) {
    const wanted = typed.toLowerCase();
    const fits = (/** @type {any[]} */ all) => all.filter((item) => item.label.toLowerCase().includes(wanted)).slice(0, 25);
    const { store } = this.desk;
    if (option.autocomplete) return (await this.desk.interactions.complete(this.place, this.entry.command, this.entry.wrap(this.soFar(option.name)))).map(asSuggestion);
    if (option.choices?.length) return fits(option.choices.map(asSuggestion));
    if (option.type === KIND.BOOLEAN) return fits(BOOLEANS);
    if (option.type === KIND.USER) return fits(people(store, this.guildId));
    if (option.type === KIND.ROLE) return fits(roles(store, this.guildId));
    if (option.type === KIND.MENTIONABLE) return fits([...people(store, this.guildId), ...roles(store, this.guildId)]);
    if (option.type === KIND.CHANNEL) return fits(channels(store, this.guildId, option.channel_types));
    return null;
  }

  /** What is filled in, with the option being completed marked. @param {string} focused */
  soFar(focused) {
    return [...this.fields.values()].flatMap((state) => {
      const { option, field } = state;
      const { type, name } = option;
      if (name === focused) return [{ type, name, value: field.value, focused: true }];
      if (type === KIND.ATTACHMENT || !field.value.trim()) return [];
      const { value, fault } = this.read(state, field.value.trim());
      return fault ? [] : [{ type, name, value }];
    });
  }

  /** @param {any} state */
  next(state) {
    const all = [...this.fields.values()];
    const empty = all.slice(all.indexOf(state) + 1).find(({ field, option }) => option.required && !field.value);
    (empty?.field ?? state.field).focus();
  }

  focus() {
    const first = [...this.fields.values()][0]?.field ?? this.element.querySelector("[type=submit]");
    if (first instanceof HTMLElement) first.focus();
  }

  /** Away from the command; what was filled in stays as a line that can be sent or taken up again. */
  leave() {
    this.onEnd(this.line());
  }

  line() {
    const filled = [...this.fields.values()].filter(({ field, option }) => field.value.trim() && option.type !== KIND.ATTACHMENT);
    const words = filled.map(({ option, field }) => `${nameIn(option)}:${field.value.trim()}`);
    return words.length ? [`/${this.entry.shown}`, ...words].join(" ") : "";
  }

  /** @param {any} state @param {string} words */
  complain(state, words) {
    fill(state.fault, words);
    state.field.setAttribute("aria-invalid", String(Boolean(words)));
  }

  async run() {
    if (this.element.getAttribute("aria-busy") === "true") return;
    /** @type {File[]} */
    const files = [];
    const options = this.collect(files);
    if (!options) return;
    this.element.setAttribute("aria-busy", "true");
    this.fault.hidden = true;
    try {
      await this.desk.interactions.command(this.place, this.entry.command, this.entry.wrap(options), files);
      this.onEnd("");
    } catch (error) {
      fill(this.fault, /** @type {Error} */ (error).message);
      this.fault.hidden = false;
    } finally {
      this.element.removeAttribute("aria-busy");
    }
  }

  /** The options in the wire's shape, or null when one does not fit. @param {File[]} files */
  collect(files) {
    const options = [];
    for (const state of this.fields.values()) {
      const { option, field } = state;
      const file = field.files?.[0];
      if (file) {
        options.push({ type: option.type, name: option.name, value: String(files.push(file) - 1) });
        continue;
      }
      const text = field.value.trim();
      if (!text && !option.required) continue;
      const { value, fault } = text ? this.read(state, text) : { value: null, fault: "This one is required." };
      if (fault) {
        this.complain(state, fault);
        field.focus();
        return null;
      }
      options.push({ type: option.type, name: option.name, value });
    }
    return options;
  }

  /** @param {any} state @param {string} text @returns {{value?: any, fault?: string}} */
  read({ option, value }, text) {
    if (value !== undefined) return { value };
    if (option.choices?.length) return chosen(option.choices.map(asSuggestion), text);
    const { store } = this.desk;
    const { guildId } = this;
    const name = text.replace(/^[@#]/, "");
    if (option.type === KIND.BOOLEAN) return chosen(BOOLEANS, text);
    if (option.type === KIND.USER) return chosen(people(store, guildId), name);
    if (option.type === KIND.ROLE) return chosen(roles(store, guildId), name);
    if (option.type === KIND.MENTIONABLE) return chosen([...people(store, guildId), ...roles(store, guildId)], name);
    if (option.type === KIND.CHANNEL) return chosen(channels(store, guildId, option.channel_types), name);
    return valueOf(option, text);
  }
}

const BOOLEANS = [
  { value: true, label: "true" },
  { value: false, label: "false" },
];

/** @param {any[]} choices @param {string} text */
function chosen(choices, text) {
  const found = choices.find((item) => item.label.toLowerCase() === text.toLowerCase() || String(item.value) === text);
  return found ? { value: found.value } : { fault: "Choose one of the list." };
}

/** @param {any} choice */
function asSuggestion(choice) {
  return { value: choice.value, label: nameIn(choice), data: { choice: choice.name } };
}
