// @ts-check
/** The commands that this person may use, subcommands spelled out, and how typed values become options. */

/** @typedef {{path: string, shown: string, description: string, command: any, options: any[], wrap: (options: any[]) => any[]}} Entry `path` is sent, `shown` is the same in the person's language */

const FRESH_FOR = 20000;
const SLASH = 1;
export const USER_MENU = 2;
export const MESSAGE_MENU = 3;
const SUBCOMMAND = 1;
const GROUP = 2;
export const KIND = { STRING: 3, INTEGER: 4, BOOLEAN: 5, USER: 6, CHANNEL: 7, ROLE: 8, MENTIONABLE: 9, NUMBER: 10, ATTACHMENT: 11 };

export class Commands {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {Map<string, {at: number, index: Promise<any>}>} */
    this.indexes = new Map();
  }

  /** Forgets what is known, so that a change of commands shows. */
  refresh() {
    this.indexes.clear();
  }

  /** @param {string | null} guildId null in a direct conversation @param {string} channelId @returns {Promise<any[]>} */
  async all(guildId, channelId) {
    const known = this.indexes.get(channelId);
    if (known && Date.now() - known.at < FRESH_FOR) return (await known.index).application_commands ?? [];
    const path = guildId ? `/guilds/${guildId}/application-command-index?channel_id=${channelId}` : `/channels/${channelId}/application-command-index`;
    const index = this.desk.rest.get(path);
    this.indexes.set(channelId, { at: Date.now(), index });
    index.catch(() => this.indexes.delete(channelId));
    return (await index).application_commands ?? [];
  }

  /** Slash commands, one entry for each that can be sent. @param {string | null} guildId @param {string} channelId @returns {Promise<Entry[]>} */
  async slash(guildId, channelId) {
    const all = await this.all(guildId, channelId);
    const entries = all.filter((command) => (command.type ?? 1) === SLASH).flatMap(spellOut);
    return entries.sort((a, b) => a.path.localeCompare(b.path));
  }

  /** Commands of a message's menu, or of a person's. @param {number} type @param {string | null} guildId @param {string} channelId @returns {Promise<any[]>} */
  async menus(type, guildId, channelId) {
    const all = await this.all(guildId, channelId);
    return all.filter((command) => command.type === type);
  }
}

/** @param {any} command @returns {Entry[]} */
function spellOut(command) {
  const nested = (command.options ?? []).filter((/** @type {any} */ option) => option.type === SUBCOMMAND || option.type === GROUP);
  if (!nested.length) return [leaf([command], (options) => options)];
  return nested.flatMap((/** @type {any} */ option) => {
    const { type, name } = option;
    if (type === SUBCOMMAND) return [leaf([command, option], (options) => [{ type, name, options }])];
    return (option.options ?? []).map((/** @type {any} */ inner) =>
      leaf([command, option, inner], (options) => [{ type, name, options: [{ type: SUBCOMMAND, name: inner.name, options }] }]),
    );
  });
}

/** @param {any[]} steps from the command to its subcommand @param {(options: any[]) => any[]} wrap @returns {Entry} */
function leaf(steps, wrap) {
  const last = steps[steps.length - 1];
  return {
    path: steps.map((step) => step.name).join(" "),
    shown: steps.map(nameIn).join(" "),
    description: last.description_localized ?? last.description,
    command: steps[0],
    options: last.options ?? [],
    wrap,
  };
}

/** Its name in the person's language, where the app gave one. @param {any} named */
export function nameIn(named) {
  return named.name_localized ?? named.name;
}

/** The command that a whole line begins, with the options that it names: `feeds add url:https://…`.
 * @param {Entry[]} entries @param {string} typed @returns {{entry: Entry, values: Map<string, string>} | null} */
export function begun(entries, typed) {
  const fits = entries.filter((entry) => [entry.path, entry.shown].some((path) => typed === path || typed.startsWith(`${path} `)));
  const entry = fits.sort((a, b) => b.path.length - a.path.length)[0];
  if (!entry) return null;
  const path = typed.startsWith(entry.path) ? entry.path : entry.shown;
  return { entry, values: valuesIn(typed.slice(path.length).trim(), entry.options) };
}

/** @param {string} typed @param {any[]} options */
function valuesIn(typed, options) {
  const values = new Map();
  const known = new Map(options.flatMap((option) => [[option.name, option.name], [nameIn(option), option.name]]));
  let name = options[0]?.name;
  for (const word of typed.split(/(?<=\s)(?=\S)/)) {
    const [, start = "", rest = ""] = /^([^\s:]+):(.*)$/su.exec(word) ?? [];
    if (known.has(start)) name = known.get(start);
    if (name && word) values.set(name, (values.get(name) ?? "") + (known.has(start) ? rest : word));
  }
  for (const [key, value] of values) values.set(key, value.trim());
  return values;
}

/** The entries that fit what was typed after the slash, best first. @param {Entry[]} entries @param {string} typed */
export function matching(entries, typed) {
  const wanted = typed.trim().toLowerCase();
  const rank = (/** @type {Entry} */ entry) => {
    const path = entry.shown.toLowerCase();
    return path.startsWith(wanted) ? 0 : path.split(" ").some((word) => word.startsWith(wanted)) ? 1 : path.includes(wanted) ? 2 : 3;
  };
  return entries.map((entry) => ({ entry, rank: rank(entry) })).filter((item) => item.rank < 3).sort((a, b) => a.rank - b.rank).map((item) => item.entry);
}

/** A typed value in the option's own type, or why it does not fit. @param {any} option @param {string} text @returns {{value?: any, fault?: string}} */
export function valueOf(option, text) {
  if (option.type === KIND.INTEGER || option.type === KIND.NUMBER) return number(option, text);
  if (option.type === KIND.BOOLEAN) return { value: text === "true" };
  if (option.type === KIND.STRING) {
    if (option.min_length && text.length < option.min_length) return { fault: `At least ${option.min_length} characters.` };
    if (option.max_length && text.length > option.max_length) return { fault: `At most ${option.max_length} characters.` };
  }
  return { value: text };
}

/** @param {any} option @param {string} text */
function number(option, text) {
  const value = Number(text);
  const whole = option.type === KIND.INTEGER;
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value))) return { fault: whole ? "A whole number, please." : "A number, please." };
  if (option.min_value !== undefined && value < option.min_value) return { fault: `At least ${option.min_value}.` };
  if (option.max_value !== undefined && value > option.max_value) return { fault: `At most ${option.max_value}.` };
  return { value };
}

/** What an option takes, said beforehand; nothing when it takes anything. @param {any} option */
export function boundsOf(option) {
  const whole = option.type === KIND.INTEGER;
  const unit = option.type === KIND.STRING ? " characters" : "";
  const least = option.min_value ?? option.min_length;
  const most = option.max_value ?? option.max_length;
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (least !== undefined) return `at least ${least}${unit}`;
  if (most !== undefined) return `at most ${most}${unit}`;
  if (option.autocomplete || option.choices?.length) return "";
  return whole ? "a whole number" : option.type === KIND.NUMBER ? "a number" : "";
}
