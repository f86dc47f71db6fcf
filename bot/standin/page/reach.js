// @ts-check
/** Messages by keyboard: one of them is a tab stop, ↑ and ↓ go to the next, and only its own controls follow by Tab. */

/** What takes focus only because it has a tabindex. */
const BY_TABINDEX = "pre, [role=button]";

/** Sees to it that one message is a tab stop: the one last reached, else the newest. @param {HTMLElement} list */
export function makeReachable(list) {
  if (list.querySelector("article[tabindex='0']")) return;
  const last = list.querySelector(".entry:last-child > article");
  if (last) reach(list, /** @type {HTMLElement} */ (last));
}

/** Makes the message around `target` the tab stop. @param {HTMLElement} list @param {HTMLElement} target */
export function reach(list, target) {
  const article = target.closest("article");
  if (!article || article.getAttribute("tabindex") === "0") return;
  const before = list.querySelector("article[tabindex='0']");
  if (before?.parentElement) quieten(before.parentElement);
  article.setAttribute("tabindex", "0");
  for (const control of article.querySelectorAll("[data-rest-tabindex]")) {
    if (control.matches(BY_TABINDEX)) control.setAttribute("tabindex", "0");
    else control.removeAttribute("tabindex");
  }
}

/** @param {KeyboardEvent} event */
export function moveBetween(event) {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  const entry = /** @type {HTMLElement} */ (event.target).closest("article")?.parentElement;
  const next = event.key === "ArrowUp" ? entry?.previousElementSibling : entry?.nextElementSibling;
  const article = next?.querySelector("article");
  if (!article) return;
  event.preventDefault();
  article.focus();
}

/** Takes a message's controls out of the tab order until the message itself is reached. @param {Element} entry */
export function quieten(entry) {
  entry.querySelector("article")?.setAttribute("tabindex", "-1");
  for (const control of entry.querySelectorAll(`article button:not(.author), article a, article :is(${BY_TABINDEX})`)) {
    control.setAttribute("tabindex", "-1");
    control.setAttribute("data-rest-tabindex", "");
  }
}

/** A selector that finds the focused control again after its message was drawn anew. @param {HTMLElement} entry */
export function focusWithin(entry) {
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  if (!active || !entry.contains(active)) return null;
  for (const [name, attribute] of [["emoji", "data-emoji"], ["customId", "data-custom-id"], ["threadId", "data-thread-id"]]) {
    const value = active.dataset[name ?? ""];
    if (value) return `[${attribute}="${CSS.escape(value)}"]`;
  }
  return "article";
}
