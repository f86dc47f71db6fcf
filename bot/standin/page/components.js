// @ts-check
/** Components, old rows and the second kind alike, drawn as the app that sent them arranged them. */

import { drawControl } from "./controls.js";
import { h, icon, outward, safeUrl } from "./dom.js";
import { markdown } from "./markdown-view.js";
import { sizeOf } from "./sizes.js";

/** @typedef {{desk: any, message: any, names: import("./markdown-view.js").Names}} Context */

/** @param {any[]} components @param {Context} context @returns {Node[]} */
export function drawComponents(components, context) {
  return components.map((component) => draw(component, context));
}

/** Every text that a message shows, for names, labels and announcements. @param {any} message @returns {string} */
export function textOf(message) {
  const own = [message.content, ...(message.embeds ?? []).flatMap((/** @type {any} */ embed) => [embed.title, embed.description])];
  return [...own, ...textsIn(message.components ?? [])].filter(Boolean).join("\n");
}

/** @param {any[]} components @returns {string[]} */
function textsIn(components) {
  return components.flatMap((component) => (component.type === 10 ? [component.content] : textsIn(component.components ?? [])));
}

/** @param {any} component @param {Context} context @returns {Node} */
function draw(component, context) {
  switch (component.type) {
    case 1:
      return h("div", { class: "c-row", role: "group", "aria-label": "Actions" }, drawControls(component.components ?? [], context));
    case 9:
      return section(component, context);
    case 10:
      return h("div", { class: "c-text" }, markdown(component.content ?? "", context.names));
    case 11:
      return picture(component, "c-thumbnail");
    case 12:
      return gallery(component);
    case 13:
      return file(component);
    case 14:
      return h("hr", { class: "c-separator", data: { line: component.divider ?? true, spacing: component.spacing ?? 1 } });
    case 17:
      return container(component, context);
    default:
      return h("p", { class: "quiet" }, `(a component of type ${Number(component.type)} that this page does not draw)`);
  }
}

/** @param {any[]} controls @param {Context} context */
function drawControls(controls, context) {
  return controls.map((control) => drawControl(control, context));
}

/** @param {any} component @param {Context} context */
function container(component, context) {
  const accent = Number.isInteger(component.accent_color) ? `#${component.accent_color.toString(16).padStart(6, "0")}` : null;
  const inside = drawComponents(component.components ?? [], context);
  const box = h("div", { class: "c-container", data: { accent }, style: accent ? { "--card-accent": accent } : {} }, inside);
  return component.spoiler ? veiled(box) : box;
}

/** @param {any} component @param {Context} context */
function section(component, context) {
  const texts = drawComponents(component.components ?? [], context);
  const { accessory } = component;
  const side = accessory && (accessory.type === 11 ? draw(accessory, context) : drawControl(accessory, context));
  return h("div", { class: "c-section" }, h("div", { class: "c-section-text" }, texts), side && h("div", { class: "c-accessory" }, side));
}

/** @param {any} component @param {string} className */
function picture(component, className) {
  const media = component.media ?? {};
  const frame = image(media.proxy_url || media.url, component.description ?? "", className, media.url);
  return component.spoiler ? veiled(frame) : frame;
}

/** A picture that says what it would have shown when it cannot be loaded.
 * @param {unknown} source @param {string} description @param {string} className @param {unknown} [original] */
export function image(source, description, className, original) {
  const address = safeUrl(source);
  const missing = () => h("span", { class: "image-missing", role: "img", "aria-label": description || "picture" }, icon("picture"), h("span", {}, description || "Picture not reachable"));
  if (!address) return h("span", { class: className }, missing());
  const img = h("img", { src: address, alt: description, title: description || undefined, loading: "lazy", decoding: "async", referrerpolicy: "no-referrer" });
  const frame = outward(safeUrl(original) ?? address, { class: className, "aria-label": description ? undefined : "Open the picture" }, img);
  img.addEventListener("error", () => frame.replaceWith(h("span", { class: className }, missing())), { once: true });
  return frame;
}

/** @param {any} component */
function gallery(component) {
  const items = component.items ?? [];
  return h("div", { class: "c-gallery", data: { count: Math.min(items.length, 5) } }, items.map((/** @type {any} */ item) => picture(item, "c-media")));
}

/** @param {any} component */
function file(component) {
  const name = component.name ?? String(component.file?.url ?? "file").split("/").pop()?.split("?")[0];
  const box = outward(component.file?.url ?? "", { class: "c-file" }, icon("file"), h("span", {}, name), h("span", { class: "quiet" }, sizeOf(component.size)));
  return component.spoiler ? veiled(box) : box;
}

/** What stays hidden until it is asked for, also from screen readers and the keyboard. @param {HTMLElement} content @param {string} [words] */
export function veiled(content, words = "Show hidden part") {
  const veil = h("div", { class: "veil" }, content);
  content.setAttribute("inert", "");
  const show = () => {
    content.removeAttribute("inert");
    veil.replaceWith(content);
    const first = content.matches("a, button") ? content : content.querySelector("a, button");
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  };
  veil.append(h("button", { type: "button", class: "veil-lift", "data-testid": "spoiler", "aria-label": words === "Spoiler" ? "Spoiler, press to see" : words, on: { click: show } }, h("span", { class: "veil-word" }, words)));
  return veil;
}
