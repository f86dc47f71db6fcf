// @ts-check
/** Who I am in this tab: readers, moderators and the owner, one press apart. */

import { avatar, giveColour } from "./avatars.js";
import { fill, h, roving } from "./dom.js";

const KEY = "standin.person";

/** @param {any} session @returns {any} the person of this tab */
export function rememberedPerson(session) {
  const asked = new URLSearchParams(location.search).get("as");
  // taken out of the address, so that a later choice survives a reload
  if (asked) history.replaceState(null, "", location.pathname + location.hash);
  const wanted = asked ?? sessionStorage.getItem(KEY) ?? session.default_person;
  return session.people.find((/** @type {any} */ person) => person.id === wanted) ?? session.people[0];
}

/** @param {any[]} people */
export function learnColours(people) {
  for (const person of people) giveColour(person.id, person.avatar_color);
}

/** @param {HTMLElement} root @param {any[]} people @param {any} current @param {(person: any) => void} onChoose */
export function drawPeople(root, people, current, onChoose) {
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
  fill(root, h("h2", { id: "people-title", class: "group-title" }, "Who I am"), group);
}
