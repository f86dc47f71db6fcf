// @ts-check
/** How large a file is, written in one way wherever a file stands. */

const KILO = 1024;

/** @param {number | undefined} bytes nothing is said of what is not known @returns {string} */
export function sizeOf(bytes) {
  if (bytes === undefined || bytes === null) return "";
  if (bytes < KILO) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return bytes < KILO * KILO ? `${Math.ceil(bytes / KILO)} kB` : `${(bytes / KILO / KILO).toFixed(1)} MB`;
}
