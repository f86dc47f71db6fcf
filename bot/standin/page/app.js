// @ts-check
/** Starts the page: reads the session, takes a seat as one person, and changes seats when asked. */

import { Calls } from "./calls.js";
import { Desk } from "./desk.js";
import { byId, fill, h, icon } from "./dom.js";
import { closeNav, navIsOpen } from "./nav.js";
import { drawPeople, learnColours, rememberedPerson } from "./people.js";
import { Sidebar } from "./sidebar.js";
import { themeSwitch } from "./theme.js";
import { keepTimesTrue } from "./times.js";

/** @type {Record<string, string>} */
const STATES = { connecting: "Connecting…", live: "Live", waiting: "Connection lost, trying again…", refused: "The server refused this person." };

async function start() {
  themeSwitch(byId("theme"));
  keepTimesTrue();
  byId("calls-toggle").prepend(icon("pulse"));
  const session = await sessionOf();
  learnColours(session.people);
  let desk = seat(session, rememberedPerson(session));
  const sidebar = new Sidebar(desk, byId("channel-nav"));
  new Calls(byId("calls"), byId("calls-toggle"));
  const people = () => drawPeople(byId("people"), session.people, desk.person, become);
  const become = (/** @type {any} */ person) => {
    desk.close();
    desk = seat(session, person);
    sidebar.desk = desk;
    sidebar.follow();
    people();
    const current = byId("people").querySelector("[aria-checked=true]");
    if (current instanceof HTMLElement) current.focus();
  };
  people();
  listen(() => desk);
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
}

/** @param {() => Desk} current */
function listen(current) {
  window.addEventListener("hashchange", () => current().follow());
  matchMedia("(max-width: 760px)").addEventListener("change", () => current().coverMain());
  document.addEventListener("visibilitychange", () => current().look());
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault(); // the address belongs to the channel on screen
    const newest = document.querySelector("#main article[tabindex='0']") ?? byId("main");
    if (newest instanceof HTMLElement) newest.focus();
  });
  byId("nav-veil").addEventListener("click", () => closeNav({ refocus: true }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const panel = byId("panel");
    const idle = document.activeElement === document.body;
    if (navIsOpen()) closeNav({ refocus: true });
    else if (!panel.hidden && (idle || panel.contains(document.activeElement))) current().closeThread();
  });
}

start();
