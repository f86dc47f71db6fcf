// @ts-check
/** Buttons and select menus on messages: what a press sends, and how waiting and failing look. */

import { h, icon, safeUrl } from "./dom.js";
import { linkTo } from "./places.js";
import { openPicker } from "./popover.js";
import { choicesOf, SELECTS } from "./choices.js";
import { tellIn } from "./faults.js";

/** @typedef {import("./components.js").Context} Context */

const BUTTON_STYLES = ["secondary", "primary", "secondary", "success", "danger", "link", "premium"];

/** @param {any} control @param {Context} context @returns {Node} */
export function drawControl(control, context) {
  if (control.type === 2) return control.style === 5 ? linkButton(control, context) : button(control, context);
  if (SELECTS.has(control.type)) return select(control, context);
  return h("span", { class: "quiet" }, "(unknown control)");
}

/** @param {any} control */
function face(control) {
  const emoji = control.emoji && h("span", { class: "button-emoji" }, control.emoji.id ? `:${control.emoji.name}:` : control.emoji.name);
  return [emoji, control.label && h("span", {}, control.label)];
}

/** @param {any} control @param {Context} context */
function linkButton(control, { names }) {
  const dead = control.disabled || !safeUrl(control.url);
  if (dead) return h("span", { class: "button link", "aria-disabled": "true" }, face(control));
  return linkTo(control.url, { class: "button link" }, names, face(control), true);
}

/** @param {any} control @param {Context} context */
function button(control, context) {
  const style = BUTTON_STYLES[control.style] ?? "secondary";
  const element = h(
    "button",
    { type: "button", class: `button ${style}`, disabled: Boolean(control.disabled), data: { customId: control.custom_id } },
    face(control),
  );
  if (!control.label && control.emoji) element.setAttribute("aria-label", control.emoji.name);
  element.addEventListener("click", () => press(element, context, { component_type: 2, custom_id: control.custom_id }));
  return element;
}

/** @param {any} control @param {Context} context */
function select(control, context) {
  const { store, guildId } = context.names;
  const chosen = choicesOf(control, store, guildId).filter((choice) => choice.selected);
  const asked = control.placeholder || "Make a selection";
  const words = chosen.map((choice) => choice.label).join(", ");
  const element = h(
    "button",
    {
      type: "button",
      class: "select",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": words ? `${asked}: ${words}` : asked,
      disabled: Boolean(control.disabled),
      data: { customId: control.custom_id },
    },
    h("span", { class: words ? "" : "quiet" }, words || asked),
    icon("fold"),
  );
  element.addEventListener("click", () =>
    openPicker(element, {
      label: asked,
      choices: choicesOf(control, store, guildId),
      min: control.min_values ?? 1,
      max: control.max_values ?? 1,
      onPick: (values) => press(element, context, { component_type: control.type, custom_id: control.custom_id, values }),
    }),
  );
  return element;
}

/** Sends it, and says under the message what went wrong. @param {HTMLElement} element @param {Context} context @param {any} data */
async function press(element, { desk, message }, data) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  const place = element.closest(".message-body");
  tellIn(place, "");
  try {
    await desk.interactions.component(message, data);
  } catch (error) {
    tellIn(place, /** @type {Error} */ (error).message);
  } finally {
    element.removeAttribute("aria-busy");
  }
}
