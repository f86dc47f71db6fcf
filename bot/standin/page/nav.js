// @ts-check
/** The list of channels as it slides in on a narrow screen, and what lies behind it meanwhile. */

import { byId } from "./dom.js";

export function navIsOpen() {
  return document.body.classList.contains("nav-open");
}

export function openNav() {
  document.body.classList.add("nav-open");
  byId("main").inert = true;
  const seen = ["[aria-current]", "button"].flatMap((kind) => [...document.querySelectorAll(`#sidebar ${kind}`)]).find((one) => one.checkVisibility());
  if (seen instanceof HTMLElement) seen.focus();
}

/** @param {{refocus?: boolean}} [options] */
export function closeNav({ refocus = false } = {}) {
  if (!navIsOpen()) return;
  document.body.classList.remove("nav-open");
  byId("main").inert = false;
  const opener = document.querySelector("[data-testid=open-nav]");
  if (refocus && opener instanceof HTMLElement) opener.focus();
}
