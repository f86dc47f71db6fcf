// @ts-check
/** The drawer of what the bots asked for, what they were told, and what they heard over the gateway. */

import { fill, h, icon } from "./dom.js";
import { closeNav } from "./nav.js";
import { explain, faultsIn } from "./refusals.js";
import { clock } from "./times.js";

const EVERY = 2500;
const EVERY_WHILE_OPEN = 700;
const KEPT = 500;
const SHOWN = 150;

/** @typedef {{key: string, kind: "call" | "event", at: Date | null, bot: string, method: string, path: string, refused: boolean, status: string, call?: any, event?: any}} Line */

export class Calls {
  /** @param {HTMLElement} root @param {HTMLElement} toggle @param {(online: string[]) => void} onOnline who is connected */
  constructor(root, toggle, onOnline) {
    this.root = root;
    this.toggle = toggle;
    this.onOnline = onOnline;
    this.last = 0;
    this.refused = 0;
    this.timer = 0;
    /** @type {Map<string, number>} how far each session's events were seen */ this.seen = new Map();
    /** @type {Line[]} */ this.lines = [];
    /** @type {Map<string, HTMLElement>} */ this.rows = new Map();
    this.badge = h("span", { class: "count-badge", hidden: true });
    toggle.append(this.badge);
    const draw = () => this.draw();
    this.only = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "only-refusals", on: { change: draw } }));
    this.events = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "with-events", on: { change: () => this.poll() } }));
    this.words = /** @type {HTMLInputElement} */ (h("input", { class: "field calls-words", type: "search", placeholder: "Method, route, status…", "aria-label": "Filter by method, route, status, code or error", on: { input: draw } }));
    this.bot = /** @type {HTMLSelectElement} */ (h("select", { class: "field", "aria-label": "Bot", hidden: true, on: { change: draw } }, h("option", { value: "" }, "All bots")));
    this.faults = h("p", { class: "calls-faults quiet", hidden: true });
    this.body = h("ol", { class: "calls-list", "aria-label": "Calls, newest first", "data-testid": "calls", tabindex: "-1" });
    fill(root, this.head(), this.faults, this.body);
    toggle.addEventListener("click", () => this.show(Boolean(root.hidden)));
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.show(false));
    this.poll();
  }

  head() {
    const check = (/** @type {HTMLInputElement} */ box, /** @type {string} */ words) => h("label", { class: "check", for: box.id }, box, words);
    const copy = h("button", { type: "button", class: "button secondary small", on: { click: () => this.copy() } }, icon("copy"), "Copy as JSON");
    const close = h("button", { type: "button", class: "tool", "aria-label": "Close the drawer", title: "Close (Esc)", on: { click: () => this.show(false) } }, icon("close"));
    return h("header", { class: "calls-head" }, h("h2", { class: "calls-title" }, "Bot's calls"), this.words, this.bot, check(this.only, "refusals only"), check(this.events, "gateway events"), copy, close);
  }

  /** @param {boolean} open */
  show(open) {
    this.root.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (open) {
      closeNav();
      this.refused = 0;
      this.drawBadge();
      this.draw();
      this.words.focus();
      this.poll();
    } else this.toggle.focus();
  }

  async poll() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.poll(), this.root.hidden ? EVERY : EVERY_WHILE_OPEN);
    if (!document.hidden) await this.fetch().catch(() => null);
  }

  async fetch() {
    const query = new URLSearchParams({ after: String(this.last) });
    if (this.events.checked && !this.root.hidden) {
      query.append("seen", "");
      for (const [session, number] of this.seen) query.append("seen", `${session}.${number}`);
    }
    const response = await fetch(`/standin/calls?${query}`);
    if (response.ok) this.take(await response.json());
  }

  /** @param {any} answer */
  take(answer) {
    const first = this.last === 0;
    const fresh = [...answer.calls.filter((/** @type {any} */ call) => call.number > this.last).map(lineOfCall), ...(answer.dispatches ?? []).filter((/** @type {any} */ told) => told.number > (this.seen.get(told.session) ?? 0)).map(lineOfEvent)];
    for (const call of answer.calls) this.last = Math.max(this.last, call.number);
    for (const told of answer.dispatches ?? []) this.seen.set(told.session, Math.max(told.number, this.seen.get(told.session) ?? 0));
    this.lines = [...this.lines, ...fresh].slice(-KEPT);
    this.onOnline(answer.online);
    this.sayFaults(answer.faults);
    if (this.root.hidden && !first) this.refused += fresh.filter((line) => line.refused).length;
    this.drawBadge();
    if (!this.root.hidden && (fresh.length || this.events.checked !== this.withEvents)) this.draw();
  }

  /** @param {any[]} faults */
  sayFaults(faults) {
    const words = faults.map((fault) => `${fault.kind} for ${fault.what}${fault.left > 1 ? `, ${fault.left} times` : fault.left === null ? ", always" : ""}`).join("; ");
    this.faults.hidden = !words;
    if (words) this.faults.textContent = `Failures waiting: ${words}.`;
  }

  drawBadge() {
    const words = this.refused ? `Bot's calls, ${this.refused} new refusals` : "Bot's calls";
    if (this.toggle.getAttribute("aria-label") === words) return;
    fill(this.badge, this.refused > 99 ? "99+" : this.refused);
    this.badge.hidden = !this.refused;
    this.toggle.setAttribute("aria-label", words);
    this.toggle.setAttribute("title", words);
  }

  /** @returns {Line[]} newest first */
  wanted() {
    this.withEvents = this.events.checked;
    const words = this.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    return this.lines
      .filter((line) => (this.events.checked || line.kind === "call") && (!this.only.checked || line.refused))
      .filter((line) => !this.bot.value || line.bot === this.bot.value)
      .filter((line) => words.every((word) => searched(line).includes(word)))
      .slice(-SHOWN)
      .reverse();
  }

  draw() {
    this.nameBots();
    const shown = this.wanted();
    const rows = shown.map((line) => this.rows.get(line.key) ?? row(line));
    this.rows = new Map(shown.map((line, index) => [line.key, /** @type {HTMLElement} */ (rows[index])]));
    const open = document.activeElement;
    const none = this.lines.length ? (this.only.checked ? "Nothing was refused." : "Nothing like that.") : "No calls yet.";
    fill(this.body, rows.length ? rows : h("li", { class: "quiet pad" }, none));
    if (open instanceof HTMLElement && this.body.contains(open)) open.focus({ preventScroll: true });
  }

  nameBots() {
    const names = [...new Set(this.lines.map((line) => line.bot))].sort();
    this.bot.hidden = names.length < 2;
    for (const name of names) if (![...this.bot.options].some((option) => option.value === name)) this.bot.append(h("option", { value: name }, name));
  }

  /** Puts what is shown, with requests and responses, into the clipboard. */
  async copy() {
    const whole = await Promise.all(this.wanted().map((line) => (line.call ? detailsOf(line.call.number) : line.event)));
    await navigator.clipboard.writeText(JSON.stringify(whole, null, 2)).catch(() => null);
  }
}

/** @param {any} call @returns {Line} */
function lineOfCall(call) {
  const refused = !call.status || call.status >= 400;
  return { key: `call ${call.number}`, kind: "call", at: new Date(call.at * 1000), bot: call.bot, method: call.method, path: readable(call.path), refused, status: String(call.status || "lost"), call };
}

/** @param {any} told @returns {Line} */
function lineOfEvent(told) {
  const event = told.event;
  return { key: `event ${told.session} ${told.number}`, kind: "event", at: null, bot: told.bot, method: "event", path: event.t, refused: false, status: `#${told.number}`, event };
}

/** @param {Line} line */
function searched(line) {
  return [line.method, line.path, line.call?.route, line.status, line.call?.code, line.call?.error, line.call?.fault, line.bot].join(" ").toLowerCase();
}

/** @param {number} number @returns {Promise<any>} */
async function detailsOf(number) {
  const response = await fetch(`/standin/calls/${number}`);
  return response.ok ? response.json() : null;
}

/** @param {string} path */
function readable(path) {
  const own = path.replace(/^\/api\/v10/, "");
  try {
    return decodeURIComponent(own);
  } catch {
    return own;
  }
}

/** @param {Line} line */
function row(line) {
  const { call } = line;
  const said = call ? [call.code || null, call.error ?? (call.fault && `fault: ${call.fault}`)].filter(Boolean).join(" · ") : "";
  const why = call && line.refused ? explain(call) : "";
  const summary = h(
    "summary",
    { class: "call" },
    h("time", { class: "quiet" }, line.at ? clock(line.at) : ""),
    h("span", { class: "call-method" }, line.method),
    h("code", { class: "call-path", title: line.path }, line.path),
    h("span", { class: "call-status" }, line.status),
    line.refused && h("span", { class: "call-error" }, said, why && h("span", { class: "call-why" }, said ? ` ${why}` : why), faultsIn(call.errors).map((words) => h("span", { class: "call-fault" }, words))),
  );
  const details = h("details", { class: "call-details" }, summary);
  details.addEventListener("toggle", () => details.childElementCount === 1 && tell(details, line), { once: true });
  return h("li", { class: "call-item", data: { refused: line.refused ? "yes" : undefined, status: call?.status, kind: line.kind } }, details);
}

/** @param {HTMLElement} details @param {Line} line */
async function tell(details, line) {
  if (line.event) {
    details.append(part("Payload", line.event));
    return;
  }
  const whole = await detailsOf(line.call.number);
  if (!whole) details.append(h("p", { class: "quiet pad" }, "Kept no longer."));
  else details.append(part(`Request of ${whole.bot}${whole.reason ? ` (reason: ${whole.reason})` : ""}`, whole.request), part(`Response ${whole.status ?? ""}`, whole.response));
}

/** @param {string} title @param {any} value */
function part(title, value) {
  const text = value === null || value === undefined ? "nothing" : JSON.stringify(value, null, 2);
  return h("div", { class: "call-part" }, h("h3", {}, title), h("pre", { tabindex: "0", "aria-label": title }, text.length > 20000 ? `${text.slice(0, 20000)}…` : text));
}
