// @ts-check
/** The drawer of what the bot asked for and what it was told, refusals first in sight. */

import { fill, h, icon } from "./dom.js";
import { closeNav } from "./nav.js";
import { detailsOf } from "./rest.js";
import { clock } from "./times.js";

const EVERY = 2500;
const KEPT = 300;

export class Calls {
  /** @param {HTMLElement} root @param {HTMLElement} toggle */
  constructor(root, toggle) {
    this.root = root;
    this.toggle = toggle;
    this.last = 0;
    this.refused = 0;
    /** @type {any[]} */ this.calls = [];
    this.badge = h("span", { class: "count-badge", hidden: true });
    toggle.append(this.badge);
    this.only = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "only-refusals", on: { change: () => this.draw() } }));
    this.body = h("ol", { class: "calls-list", "aria-label": "Calls, newest first", "data-testid": "calls" });
    const close = h("button", { type: "button", class: "tool", "aria-label": "Close the drawer", on: { click: () => this.show(false) } }, icon("close"));
    fill(
      root,
      h("header", { class: "calls-head" }, h("h2", { class: "calls-title" }, "Bot's calls"), h("label", { class: "check", for: "only-refusals" }, this.only, "refusals only"), close),
      this.body,
    );
    toggle.addEventListener("click", () => this.show(Boolean(root.hidden)));
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.show(false));
    this.poll();
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
      this.root.querySelector("button")?.focus();
    } else this.toggle.focus();
  }

  async poll() {
    if (!document.hidden) await this.fetch().catch(() => null);
    window.setTimeout(() => this.poll(), EVERY);
  }

  async fetch() {
    const response = await fetch(`/standin/calls?after=${this.last}`);
    if (!response.ok) return;
    const answer = await response.json();
    const fresh = answer.map(normal);
    if (!fresh.length) return;
    const first = this.last === 0;
    this.last = Math.max(this.last, ...fresh.map((/** @type {any} */ call) => call.number));
    this.calls = [...this.calls, ...fresh].slice(-KEPT);
    if (this.root.hidden && !first) this.refused += fresh.filter((/** @type {any} */ call) => call.status >= 400).length;
    this.drawBadge();
    if (!this.root.hidden) this.draw();
  }

  drawBadge() {
    fill(this.badge, this.refused > 99 ? "99+" : this.refused);
    this.badge.hidden = !this.refused;
    const words = this.refused ? `Bot's calls, ${this.refused} new refusals` : "Bot's calls";
    this.toggle.setAttribute("aria-label", words);
    this.toggle.setAttribute("title", words);
  }

  draw() {
    const shown = this.calls.filter((call) => !this.only.checked || call.status >= 400).slice(-150).reverse();
    const none = this.only.checked ? "Nothing was refused." : "No calls yet.";
    fill(this.body, shown.length ? shown.map(row) : h("li", { class: "quiet pad" }, none));
  }
}

/** @param {any} call */
function normal(call) {
  return {
    number: Number(call.number),
    at: new Date(call.at * 1000),
    method: String(call.method ?? ""),
    path: String(call.path ?? ""),
    status: Number(call.status ?? 0),
    code: call.code ?? null,
    message: [call.error, detailsOf(call.errors ?? {})[0], call.fault && `fault: ${call.fault}`].filter(Boolean).join(" · "),
  };
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

/** @param {any} call */
function row(call) {
  const refused = call.status >= 400 || call.status === 0;
  return h(
    "li",
    { class: "call", data: { refused: refused ? "yes" : undefined, status: call.status } },
    h("time", { class: "quiet" }, clock(call.at)),
    h("span", { class: "call-method" }, call.method),
    h("code", { class: "call-path", title: call.path }, readable(call.path)),
    h("span", { class: "call-status" }, call.status || "lost"),
    refused && (call.message || call.code) && h("span", { class: "call-error" }, [call.code, call.message].filter(Boolean).join(" · ")),
  );
}
