// @ts-check
/** What this person may do in a channel, by the same rules as the server's, to show only what would work. */

import { THREAD_TYPES } from "./store.js";

export const PERMISSION = {
  ADD_REACTIONS: 1n << 6n,
  ADMINISTRATOR: 1n << 3n,
  ATTACH_FILES: 1n << 15n,
  CREATE_PRIVATE_THREADS: 1n << 36n,
  MANAGE_GUILD: 1n << 5n,
  MANAGE_MESSAGES: 1n << 13n,
  PIN_MESSAGES: 1n << 51n,
  SEND_MESSAGES: 1n << 11n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
  MANAGE_THREADS: 1n << 34n,
};
const ALL = (1n << 62n) - 1n;

/** @param {import("./store.js").Store} store @param {string} channelId @param {bigint} wanted */
export function may(store, channelId, wanted) {
  return (permissionsIn(store, channelId) & wanted) === wanted;
}

/** Whether a message can be written there. @param {import("./store.js").Store} store @param {string} channelId */
export function mayWrite(store, channelId) {
  const channel = store.channel(channelId);
  if (!channel || channel.type === 4) return false;
  if (!channel.guild_id) return true;
  const thread = THREAD_TYPES.has(channel.type);
  if (thread && channel.thread_metadata?.locked) return may(store, channelId, PERMISSION.MANAGE_THREADS);
  return may(store, channelId, thread ? PERMISSION.SEND_MESSAGES_IN_THREADS : PERMISSION.SEND_MESSAGES);
}

/** @param {import("./store.js").Store} store @param {string} channelId @returns {bigint} */
function permissionsIn(store, channelId) {
  const channel = store.channel(channelId);
  if (!channel) return 0n;
  const place = THREAD_TYPES.has(channel.type) ? store.channel(channel.parent_id) ?? channel : channel;
  const guild = store.guilds.get(channel.guild_id);
  if (!guild) return ALL;
  if (guild.owner_id === store.personId) return ALL;
  const roles = new Set([guild.id, ...(guild.members.get(store.personId)?.roles ?? [])]);
  let granted = 0n;
  for (const id of roles) granted |= BigInt(guild.roles.get(id)?.permissions ?? "0");
  if (granted & PERMISSION.ADMINISTRATOR) return ALL;
  return overwritten(granted, place.permission_overwrites ?? [], roles, guild.id, store.personId);
}

/** @param {bigint} granted @param {any[]} overwrites @param {Set<string>} roles @param {string} everyone @param {string} me */
function overwritten(granted, overwrites, roles, everyone, me) {
  const layers = [
    overwrites.filter((item) => item.id === everyone),
    overwrites.filter((item) => item.id !== everyone && Number(item.type) === 0 && roles.has(item.id)),
    overwrites.filter((item) => Number(item.type) === 1 && item.id === me),
  ];
  let result = granted;
  for (const layer of layers) {
    for (const item of layer) result &= ~BigInt(item.deny ?? "0");
    for (const item of layer) result |= BigInt(item.allow ?? "0");
  }
  return result;
}
