// @ts-check
/** Starts the page: reads the session, takes a seat as one person, and changes seats when asked. */

import { goTo, placeIn } from "./address.js";
import { Calls } from "./calls.js";
import { Desk } from "./desk.js";
import { byId, fill, h, icon } from "./dom.js";
import { openHelp } from "./help.js";
import { closeNav, navIsOpen } from "./nav.js";
import { drawPeople, learnColours, rememberedPerson } from "./people.js";
import { Sidebar } from "./sidebar.js";
import { themeSwitch } from "./theme.js";
import { keepTimesTrue } from "./times.js";
import { listenForPeople } from "./user-menu.js";

/** @type {Record<string, string>} */
const STATES = { connecting: "Connecting…", live: "Live", waiting: "Connection lost, trying again…", refused: "The server refused this person." };

async function start() {
  themeSwitch(byId("theme"));
  keepTimesTrue();
  byId("calls-toggle").prepend(icon("pulse"));
  byId("help").append(icon("help"));
  const session = await sessionOf();
  learnColours(session.people);
  let desk = seat(session, rememberedPerson(session));
  const sidebar = new Sidebar(desk, byId("channel-nav"), byId("rail"));
  new Calls(byId("calls"), byId("calls-toggle"), (online) => desk.hearWhoIsThere(online));
  const people = () => drawPeople(byId("people"), session.people, desk.person, (person) => goTo({ ...placeIn(), person: person.id }), desk.rest);
  const become = (/** @type {any} */ person) => {
    const choosing = byId("people").contains(document.activeElement);
    desk.close();
    desk = seat(session, person);
    sidebar.desk = desk;
    sidebar.follow();
    people();
    const current = byId("people").querySelector("[aria-checked=true]");
    if (choosing && current instanceof HTMLElement) current.focus();
  };
  people();
  listenForPeople(() => desk);
  listen(() => desk);
  window.addEventListener("hashchange", () => {
    const other = session.people.find((/** @type {any} */ person) => person.id === placeIn().person);
    if (other && other !== desk.person) become(other);
    else desk.follow();
  });
}

/** @returns {Promise<any>} */
async function sessionOf() {
  for (;;) {
    const response = await fetch("/standin/session").catch(() => null);
    if (response?.ok) return response.json();
    say("waiting");
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
}

/** @param {any} session @param {any} person */
function seat(session, person) {
  fill(byId("main"), h("p", { class: "quiet pad" }, "Connecting…"));
  byId("panel").hidden = true;
  byId("main").inert = false;
  document.body.classList.remove("panel-open");
  document.body.dataset.personId = person.id;
  return new Desk(session, person, say);
}

/** @param {string} state */
function say(state) {
  const element = byId("connection");
  element.dataset.state = state;
  fill(element, h("span", { class: "lamp", "aria-hidden": "true" }), STATES[state] ?? state);
  document.body.dataset.connection = state;
  byId("banner").hidden = state !== "waiting";
}

/** @param {() => Desk} current */
function listen(current) {
  matchMedia("(max-width: 760px)").addEventListener("change", () => current().coverMain());
  document.addEventListener("visibilitychange", () => current().look());
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault(); // the address belongs to the channel on screen
    const newest = document.querySelector("#main article[tabindex='0']") ?? byId("main");
    if (newest instanceof HTMLElement) newest.focus();
  });
  byId("nav-veil").addEventListener("click", () => closeNav({ refocus: true }));
  byId("help").addEventListener("click", openHelp);
  byId("retry").addEventListener("click", () => current().gateway.reconnectNow());
  document.addEventListener("keydown", (event) => {
    const writing = event.target instanceof Element && event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key === "?" && !writing && !document.querySelector("dialog[open]")) openHelp();
    if (event.key === "F6") nextRegion(event);
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const panel = byId("panel");
    const idle = document.activeElement === document.body;
    if (navIsOpen()) closeNav({ refocus: true });
    else if (!panel.hidden && (idle || panel.contains(document.activeElement))) current().closeThread();
  });
}

/** The parts of the page in their order, each by the first of these that is there. */
const REGIONS = [["#channel-nav"], ["#main .entries", "#main .posts"], ["#main [data-testid=composer]"], ["#panel .entries:last-child"], ["#panel [data-testid=composer]"], ["#calls"], ["#people"]];

/** F6 goes from one part of the page to the next, Shift+F6 back. @param {KeyboardEvent} event */
function nextRegion(event) {
  event.preventDefault();
  const parts = REGIONS.map((names) => names.map((name) => document.querySelector(name)).find((one) => one?.checkVisibility()));
  const there = /** @type {HTMLElement[]} */ (parts.filter((one) => one instanceof HTMLElement && !one.closest("[inert]")));
  const at = there.findIndex((one) => one.contains(document.activeElement));
  const next = there[(at + (event.shiftKey ? -1 : 1) + there.length) % there.length] ?? byId("main");
  const within = ["[aria-checked=true], [tabindex='0']", "input, button"].map((names) => [...next.querySelectorAll(names)].find((one) => one.checkVisibility()));
  const inside = /** @type {HTMLElement | undefined} */ (within.find(Boolean));
  (next.matches("textarea, input") ? next : inside ?? next).focus();
}

start();
