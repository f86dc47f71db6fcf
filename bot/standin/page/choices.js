// @ts-check
/** What a select menu of each kind, or a command option of each kind, offers to choose from. */

import { DIRECT } from "./kinds.js";
import { mayWrite } from "./permissions.js";
import { THREAD_TYPES } from "./store.js";

/** @typedef {import("./popover.js").Choice} Choice */
/** @typedef {import("./store.js").Store} Store */

/** Component types of select menus: text, person, role, either of both, channel. */
export const SELECTS = new Set([3, 5, 6, 7, 8]);

/** @param {any} control a select menu @param {Store} store @param {string | null} guildId @returns {Choice[]} */
export function choicesOf(control, store, guildId) {
  const defaults = new Set((control.default_values ?? []).map((/** @type {any} */ item) => item.id));
  const marked = (/** @type {Choice[]} */ choices) => choices.map((choice) => ({ ...choice, selected: defaults.has(choice.value) }));
  switch (control.type) {
    case 3:
      return (control.options ?? []).map(fromOption);
    case 5:
      return marked(people(store, guildId));
    case 6:
      return marked(roles(store, guildId));
    case 7:
      return marked([...people(store, guildId), ...roles(store, guildId)]);
    default:
      return marked(channels(store, guildId, control.channel_types));
  }
}

/** @param {any} option @returns {Choice} */
function fromOption(option) {
  const lead = option.emoji ? (option.emoji.id ? "•" : option.emoji.name) : undefined;
  return { value: option.value, label: option.label, description: option.description, lead, selected: option.default };
}

/** @param {Store} store @param {string | null} guildId @returns {Choice[]} */
export function people(store, guildId) {
  const members = guildId ? [...(store.guilds.get(guildId)?.members.values() ?? [])] : [];
  const users = members.length ? members.map((member) => member.user) : [...store.users.values()];
  return users.map((user) => ({
    value: user.id,
    label: store.nameOf(user.id, guildId),
    description: user.bot ? "app" : `@${user.username}`,
    lead: "@",
  }));
}

/** @param {Store} store @param {string | null} guildId @returns {Choice[]} */
export function roles(store, guildId) {
  const all = guildId ? [...(store.guilds.get(guildId)?.roles.values() ?? [])] : [];
  return all
    .sort((a, b) => b.position - a.position)
    .map((role) => ({ value: role.id, label: role.name === "@everyone" ? "everyone" : role.name, description: "role", lead: "@" }));
}

/** @param {Store} store @param {string | null} guildId @param {number[]} [types] @returns {Choice[]} */
export function channels(store, guildId, types) {
  const wanted = types?.length ? new Set(types) : null;
  const all = [...store.channels.values()].filter((channel) => channel.guild_id === guildId);
  return all
    .filter((channel) => (wanted ? wanted.has(channel.type) : !THREAD_TYPES.has(channel.type)))
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
    .map((channel) => ({ value: channel.id, label: channel.name, description: KINDS[channel.type] ?? "channel", lead: "#" }));
}

/** Where this person may write: the server's channels, each with its discussions, then people. "@" and an id is a person to whom nobody wrote yet.
 * @param {Store} store @param {string | null} guildId @returns {Choice[]} */
export function placesToWrite(store, guildId) {
  const servers = [...store.guilds.values()].sort((a, b) => Number(b.id === guildId) - Number(a.id === guildId));
  const listed = servers.flatMap((guild) => writtenIn(store, guild, guild.id === guildId ? "" : ` in ${guild.name}`));
  const directs = store.directs().filter((channel) => channel.type === DIRECT);
  const met = new Set(directs.map((channel) => channel.recipients?.[0]?.id ?? channel.recipient_ids?.[0]));
  const known = people(store, guildId).filter((choice) => choice.value !== store.personId && !met.has(choice.value));
  return [
    ...listed,
    ...directs.map((channel) => ({ value: channel.id, label: store.nameOf(channel.recipients?.[0]?.id ?? channel.recipient_ids?.[0]), description: "direct message", lead: "@" })),
    ...(guildId ? known.map((choice) => ({ ...choice, value: `@${choice.value}`, description: "direct message" })) : []),
  ];
}

/** @param {Store} store @param {any} guild @param {string} where @returns {Choice[]} */
function writtenIn(store, guild, where) {
  return store.channelsOf(guild.id).flatMap((channel) => {
    const under = store.threadsOf(channel.id).filter((thread) => !thread.thread_metadata?.archived && mayWrite(store, thread.id));
    const threads = under.map((thread) => ({ value: thread.id, label: thread.name, description: `discussion under ${channel.name}${where}`, lead: "›" }));
    const open = WRITTEN.has(channel.type) && mayWrite(store, channel.id);
    return open ? [{ value: channel.id, label: channel.name, description: `${KINDS[channel.type]}${where}`, lead: "#" }, ...threads] : threads;
  });
}

const WRITTEN = new Set([0, 5]);

/** @type {Record<number, string>} */
const KINDS = { 0: "text channel", 2: "voice channel", 4: "category", 5: "announcements", 10: "discussion", 11: "discussion", 12: "private discussion", 15: "forum", 16: "media" };
