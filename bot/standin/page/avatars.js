// @ts-check
/** Faces without pictures: initials on a colour that stays with the person; apps are square, people round. */

import { h } from "./dom.js";

/** @type {Map<string, string>} colours that the server gave to the people of this page */
const GIVEN = new Map();

/** @param {string} id @param {unknown} colour a CSS colour or an integer */
export function giveColour(id, colour) {
  if (typeof colour === "number") GIVEN.set(id, `#${colour.toString(16).padStart(6, "0")}`);
  else if (typeof colour === "string" && /^#[0-9a-f]{3,8}$/i.test(colour)) GIVEN.set(id, colour);
}

/** @param {any} user @param {string} [size] "small" or "" @returns {HTMLElement} */
export function avatar(user, size = "") {
  const name = user?.global_name || user?.username || user?.name || "?";
  const app = Boolean(user?.bot);
  return h("span", { class: `avatar ${size}${app ? " square" : ""}`, "aria-hidden": "true", style: { "--face": colourOf(user?.id ?? name) } }, initials(name));
}

/** @param {string} name */
function initials(name) {
  const parts = name.trim().split(/\s+/u);
  const letters = parts.length > 1 ? [parts[0], parts[parts.length - 1]] : [parts[0]];
  return letters.map((part) => [...(part ?? "?")][0]?.toUpperCase() ?? "").join("");
}

/** @param {string} id */
function colourOf(id) {
  const given = GIVEN.get(id);
  if (given) return given;
  let sum = 7;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 360;
  return `hsl(${sum} 38% 42%)`;
}
