// @ts-check
/** Who I am in this tab: readers, moderators and the owner, one press apart. */

import { placeIn } from "./address.js";
import { avatar, giveColour } from "./avatars.js";
import { fill, h, icon, roving } from "./dom.js";
import { tellIn } from "./faults.js";

const KEY = "standin.person";
const FOLDED = "standin.people";
/** A window this low has no room for everybody beside the channels. */
const LOW = "(max-height: 560px)";

/** @param {any} session @returns {any} the person of this tab */
export function rememberedPerson(session) {
  const asked = new URLSearchParams(location.search).get("as");
  // taken out of the address, so that a later choice survives a reload
  if (asked) history.replaceState(null, "", location.pathname + location.hash);
  const wanted = asked ?? placeIn().person ?? sessionStorage.getItem(KEY) ?? session.default_person;
  return session.people.find((/** @type {any} */ person) => person.id === wanted) ?? session.people[0];
}

/** @param {any[]} people */
export function learnColours(people) {
  for (const person of people) giveColour(person.id, person.avatar_color);
}

/** @param {HTMLElement} root @param {any[]} people @param {any} current @param {(person: any) => void} onChoose @param {import("./rest.js").Rest} rest of the current person */
export function drawPeople(root, people, current, onChoose, rest) {
  sessionStorage.setItem(KEY, current.id);
  const rows = people.map((person) => {
    const mine = person.id === current.id;
    return h(
      "button",
      {
        type: "button",
        role: "radio",
        class: "person",
        "aria-checked": String(mine),
        "aria-label": `${person.name}, ${person.role}`,
        title: `${person.name}, ${person.role}`,
        tabindex: mine ? "0" : "-1",
        data: { personId: person.id, role: person.role },
        on: { click: () => !mine && onChoose(person) },
      },
      avatar(person, "small"),
      h("span", { class: "person-words" }, h("span", { class: "person-name" }, person.name), h("span", { class: "quiet" }, person.role)),
    );
  });
  const group = h("div", { class: "people-list", role: "radiogroup", "aria-labelledby": "people-title", "data-testid": "person-switch" }, rows);
  roving(group, ".person");
  const whole = h("div", { id: "people-whole" }, group, closedDoor(root, rest));
  fill(root, h("h2", { class: "group-title" }, foldOf(whole, current)), whole);
}

/** Puts away who else one could be, so that a low window keeps its channels; remembered when chosen.
 * @param {HTMLElement} whole @param {any} current */
function foldOf(whole, current) {
  const mine = h("span", {}, `: ${current.name}`);
  const button = h("button", { type: "button", class: "group-fold", "aria-controls": whole.id, "data-testid": "fold-people" }, icon("fold"), h("span", {}, h("span", { id: "people-title" }, "Who I am"), mine));
  const settle = (/** @type {boolean} */ folded) => {
    whole.hidden = folded;
    mine.hidden = !folded;
    button.setAttribute("aria-expanded", String(!folded));
  };
  const chosen = localStorage.getItem(FOLDED);
  settle(chosen ? chosen === "folded" : matchMedia(LOW).matches);
  button.addEventListener("click", () => {
    settle(!whole.hidden);
    localStorage.setItem(FOLDED, whole.hidden ? "folded" : "open");
  });
  return button;
}

/** Whether this person lets others write to them directly. @param {HTMLElement} root @param {import("./rest.js").Rest} rest */
function closedDoor(root, rest) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", disabled: true, "data-testid": "takes-direct-messages" }));
  const label = h("label", { class: "check direct-choice" }, box, h("span", {}, "Takes direct messages"));
  const show = (/** @type {any} */ settings) => {
    box.checked = !settings.default_guilds_restricted;
    box.disabled = false;
  };
  const settle = async (/** @type {Promise<any>} */ asked) => {
    tellIn(root, "");
    try {
      show(await asked);
    } catch (error) {
      box.checked = !box.checked;
      tellIn(root, /** @type {Error} */ (error).message);
    }
  };
  box.addEventListener("change", () => settle(rest.patch("/users/@me/settings", { default_guilds_restricted: !box.checked })));
  rest.get("/users/@me/settings").then(show, () => label.remove());
  return label;
}
