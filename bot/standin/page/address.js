// @ts-check
/** Where one is, as the part of the address after #: whose page, which server, which channel or discussion, which message. */

/** @typedef {{person?: string, guild?: string, channel?: string, message?: string}} Place */

/** "#/person/server/channel/message", the last one optional and @me in the server's place for direct messages.
 * @param {string} [hash] @returns {Place} */
export function placeIn(hash = location.hash) {
  const [, person, guild, channel, message] = hash.split("/").map((part) => (/^(\d{1,20}|@me)$/.test(part) ? part : undefined));
  return { person, guild, channel, message };
}

/** @param {Place} place */
export function hashOf({ person, guild = "@me", channel, message }) {
  return `#/${[person, guild, channel, message].filter(Boolean).join("/")}`;
}

/** Goes there, so that Back leads to where one was. @param {Place} place @returns {boolean} whether one was elsewhere */
export function goTo(place) {
  const hash = hashOf(place);
  if (location.hash === hash) return false;
  location.hash = hash;
  return true;
}

/** Puts the address right without a step for Back. @param {Place} place */
export function correctTo(place) {
  history.replaceState(null, "", hashOf(place));
}
