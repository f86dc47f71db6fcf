// @ts-check
/** Roles as a person sees them: the colour of a name, and under whom a member is listed. */

/** @typedef {import("./store.js").Store} Store */

/** A member's roles, the highest first. @param {Store} store @param {string | null} guildId @param {string} userId @returns {any[]} */
function rolesOf(store, guildId, userId) {
  const roles = guildId ? store.guilds.get(guildId)?.roles : undefined;
  const own = store.rolesOf(guildId, userId).map((id) => roles?.get(id)).filter(Boolean);
  return own.sort((a, b) => b.position - a.position);
}

/** The colour of a member's name: that of the highest role that has one. @param {Store} store @param {string | null} guildId @param {string} userId */
export function nameColour(store, guildId, userId) {
  return cssColour(rolesOf(store, guildId, userId).find((role) => role.color)?.color);
}

/** The role under which a member is listed apart, if any. @param {Store} store @param {string} guildId @param {string} userId */
export function listedUnder(store, guildId, userId) {
  return rolesOf(store, guildId, userId).find((role) => role.hoist) ?? null;
}

/** @param {number | undefined} colour @returns {string | null} */
export function cssColour(colour) {
  return colour ? `#${colour.toString(16).padStart(6, "0")}` : null;
}
