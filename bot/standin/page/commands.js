// @ts-check
/** The commands that this person may use, subcommands spelled out, and how typed values become options. */

/** @typedef {{path: string, description: string, command: any, options: any[], wrap: (options: any[]) => any[]}} Entry */

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

  /** @param {string} guildId @returns {Promise<any[]>} */
  async all(guildId) {
    const known = this.indexes.get(guildId);
    if (known && Date.now() - known.at < 20000) return (await known.index).application_commands ?? [];
    const index = this.desk.rest.get(`/guilds/${guildId}/application-command-index`);
    this.indexes.set(guildId, { at: Date.now(), index });
    index.catch(() => this.indexes.delete(guildId));
    return (await index).application_commands ?? [];
  }

  /** Slash commands, one entry for each that can be sent. @param {string} guildId @returns {Promise<Entry[]>} */
  async slash(guildId) {
    const all = await this.all(guildId);
    const entries = all.filter((command) => (command.type ?? 1) === 1).flatMap(spellOut);
    return entries.sort((a, b) => a.path.localeCompare(b.path));
  }

  /** @param {string} guildId @returns {Promise<any[]>} commands of a message's menu */
  async messageMenus(guildId) {
    const all = await this.all(guildId).catch(() => []);
    return all.filter((command) => command.type === 3);
  }
}

/** @param {any} command @returns {Entry[]} */
function spellOut(command) {
  const nested = (command.options ?? []).filter((/** @type {any} */ option) => option.type === SUBCOMMAND || option.type === GROUP);
  if (!nested.length) return [{ path: command.name, description: command.description, command, options: command.options ?? [], wrap: (options) => options }];
  return nested.flatMap((/** @type {any} */ option) => {
    const { type, name } = option;
    if (type === SUBCOMMAND) return [leaf(command, [option], (options) => [{ type, name, options }])];
    return (option.options ?? []).map((/** @type {any} */ inner) =>
      leaf(command, [option, inner], (options) => [{ type, name, options: [{ type: SUBCOMMAND, name: inner.name, options }] }]),
    );
  });
}

/** @param {any} command @param {any[]} steps @param {(options: any[]) => any[]} wrap @returns {Entry} */
function leaf(command, steps, wrap) {
  const last = steps[steps.length - 1];
  return { path: [command, ...steps].map((step) => step.name).join(" "), description: last.description, command, options: last.options ?? [], wrap };
}

/** The entries that fit what was typed after the slash, best first. @param {Entry[]} entries @param {string} typed */
export function matching(entries, typed) {
  const wanted = typed.trim().toLowerCase();
  const rank = (/** @type {Entry} */ entry) => (entry.path.startsWith(wanted) ? 0 : entry.path.split(" ").some((word) => word.startsWith(wanted)) ? 1 : entry.path.includes(wanted) ? 2 : 3);
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
