// @ts-check
/** Light or dark: the system's wish until a person says otherwise, then theirs in this browser. */

import { fill, icon } from "./dom.js";

const KEY = "standin.theme";

/** @param {HTMLElement} button */
export function themeSwitch(button) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const say = () => {
    fill(button, icon(dark() ? "sun" : "moon"));
    const words = dark() ? "Switch to light" : "Switch to dark";
    button.setAttribute("aria-label", words);
    button.title = words;
  };
  const remembered = localStorage.getItem(KEY);
  if (remembered === "light" || remembered === "dark") document.documentElement.dataset.theme = remembered;
  button.addEventListener("click", () => {
    const next = dark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    localStorage.setItem(KEY, next);
    say();
  });
  system.addEventListener("change", say);
  say();
}
