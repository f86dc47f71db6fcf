// @ts-check
/** The list of channels as it slides in on a narrow screen, and what lies behind it meanwhile. */

import { byId } from "./dom.js";

export function navIsOpen() {
  return document.body.classList.contains("nav-open");
}

export function openNav() {
  document.body.classList.add("nav-open");
  byId("main").inert = true;
  const current = document.querySelector("#sidebar [aria-current], #sidebar .channel-link, #sidebar button");
  if (current instanceof HTMLElement) current.focus();
}

/** @param {{refocus?: boolean}} [options] */
export function closeNav({ refocus = false } = {}) {
  if (!navIsOpen()) return;
  document.body.classList.remove("nav-open");
  byId("main").inert = false;
  const opener = document.querySelector("[data-testid=open-nav]");
  if (refocus && opener instanceof HTMLElement) opener.focus();
}
