// @ts-check
/** Times as a person reads them, in the browser's own language and zone. */

import { h } from "./dom.js";

const STEPS = /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([
  ["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60],
]);
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "3 minutes ago". @param {number} at milliseconds @param {number} [now] */
export function relative(at, now = Date.now()) {
  const seconds = (at - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.round(seconds / size), unit);
  }
  return Math.abs(seconds) < 10 ? "just now" : RELATIVE.format(Math.round(seconds), "second");
}

/** "3 minutes ago" as an element that keepTimesTrue keeps true. @param {Date} date */
export function ago(date) {
  return h("time", { datetime: date.toISOString(), data: { relative: date.getTime() } }, relative(date.getTime()));
}

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

/** @param {number} at milliseconds @param {string} [style] one of Discord's letters */
export function exact(at, style = "f") {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "an unknown time";
  return new Intl.DateTimeFormat("en-GB", STYLES[style] ?? STYLES.f).format(date);
}

/** "14:05". @param {Date} date */
export function clock(date) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(date);
}

/** "Today", "Yesterday" or the date. @param {Date} date @param {Date} [now] */
export function dayName(date, now = new Date()) {
  const days = Math.round((midnight(now) - midnight(date)) / 86400000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(date);
}

/** @param {Date} date */
function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Keeps every relative time on the page true. @returns {() => void} stops it */
export function keepTimesTrue() {
  const timer = window.setInterval(() => {
    if (document.hidden) return;
    const now = Date.now();
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("time[data-relative]"))) {
      const words = relative(Number(item.dataset.relative), now);
      if (item.textContent !== words) item.textContent = words;
    }
  }, 1000);
  return () => clearInterval(timer);
}
