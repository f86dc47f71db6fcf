// @ts-check
/** Ids that carry their time: 42 bits of milliseconds since 2015. */

const EPOCH = 1420070400000n;

/** Orders two ids by age. @param {string} a @param {string} b */
export function compareIds(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** When the thing with that id was made. @param {string} id @returns {Date} */
export function timeOf(id) {
  return new Date(Number((BigInt(id) >> 22n) + EPOCH));
}

let counter = 0n;

/** A fresh id of our own, for nonces. @returns {string} */
export function freshNonce() {
  counter = (counter + 1n) % 4096n;
  return String(((BigInt(Date.now()) - EPOCH) << 22n) + counter);
}
