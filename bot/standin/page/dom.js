// @ts-check
/** Building DOM without markup: whatever comes from outside only ever becomes a text node or an attribute. */

/** @typedef {Node | string | number | null | undefined | false} Child */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Builds one element. `on` holds listeners, `data` the data-* attributes, `style` custom properties;
 * true and false attributes come and go, everything else becomes text.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) assign(element, name, value);
  append(element, children);
  return element;
}

/** @param {HTMLElement} element @param {string} name @param {any} value */
function assign(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  } else if (name === "data") {
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined && item !== null) element.dataset[key] = String(item);
    }
  } else if (name === "style") {
    for (const [key, item] of Object.entries(value)) element.style.setProperty(key, String(item));
  } else {
    element.setAttribute(name === "class" ? "class" : name, value === true ? "" : String(value));
  }
}

/** @param {Node} parent @param {(Child | Child[])[]} children */
export function append(parent, children) {
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Replaces everything inside `parent`. @param {Node} parent @param {...(Child | Child[])} children */
export function fill(parent, ...children) {
  while (parent.firstChild) parent.removeChild(parent.firstChild);
  append(parent, children);
}

/** The element with that id of index.html. @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/** Icons are strokes on a 20×20 grid, drawn for this page. @type {Record<string, string>} */
const ICONS = {
  menu: "M3 5.5h14M3 10h14M3 14.5h9",
  close: "M5 5l10 10M15 5L5 15",
  check: "M4 10.500l4 4 8-9",
  thread: "M3.5 4.5h13v8.5h-7l-3.5 3v-3H3.5zM6.5 7.5h7M6.5 10h4.5",
  forum: "M3.5 4h9v6.5H7L4.5 13v-2.5h-1zM15 7.5h1.5V14H15v2.5L12.5 14H8.5v-1",
  announce: "M4 8.5v3h2.5L13 15V5L6.5 8.5zM15.5 8v4M7 11.5l1 4",
  lock: "M5.5 9h9v7h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
  link: "M8 5H4.5v10.500H15V12M11 4.500h4.500V9M15.500 4.500L9 11",
  plus: "M10 4v12M4 10h12",
  smile: "M10 3.200a6.800 6.800 0 1 0 0 13.600a6.800 6.800 0 1 0 0-13.600M7 11.500c1.500 2.200 4.500 2.200 6 0M7.600 8v.2M12.400 8v.2",
  sun: "M10 6.500a3.500 3.500 0 1 0 0 7a3.500 3.500 0 1 0 0-7M10 2v2M10 16v2M2 10h2M16 10h2M4.300 4.300l1.400 1.400M14.300 14.300l1.400 1.400M15.700 4.300l-1.400 1.400M5.700 14.300l-1.400 1.400",
  moon: "M15.500 12A6.500 6.500 0 0 1 8 4.500a6.500 6.500 0 1 0 7.500 7.500",
  help: "M7.500 7.500a2.500 2.500 0 1 1 3.600 2.200c-.8.4-1.100.900-1.100 1.800M10 14.200v.2",
  fold: "M6 8l4 4 4-4",
  pin: "M7 3.500h6l-.8 5.500 2.300 2.500h-9l2.300-2.500zM10 11.500V17",
  users: "M7.500 5a2.500 2.500 0 1 0 0 5a2.500 2.500 0 1 0 0-5M2.500 16c0-6 10-6 10 0M13 5.500a2.200 2.200 0 1 1 0 4.300M14 12c2.400.3 3.700 2 3.700 4",
  copy: "M7 7h9v9.500H7zM4 12.500V3.500h8",
  forward: "M12 5l4.500 4.500-4.500 4.500M16.500 9.500H9A5 5 0 0 0 4 14.500v1",
  pulse: "M2.500 10.500h3.500l2-5.500 3.500 10 2-6.500 1 2h3",
  send: "M3.500 10L16.500 4 12 16.500l-2.500-5zM9.500 11.500L16.500 4",
  up: "M10 16V5M5.500 9.500L10 5l4.500 4.500",
  down: "M10 4v11M5.500 10.500L10 15l4.500-4.500",
  more: "M5 9.500v1M10 9.500v1M15 9.500v1",
  reply: "M8 5L4 9l4 4M4 9h7a5 5 0 0 1 5 5v1",
  eye: "M2.500 10C5 5.500 15 5.500 17.500 10 15 14.500 5 14.500 2.500 10M10 8a2 2 0 1 0 0 4a2 2 0 1 0 0-4",
  back: "M12.500 4.500L7 10l5.500 5.500",
  file: "M5.500 3h6l3 3v11h-9zM11.500 3v3h3",
  picture: "M3 4.500h14v11H3zM3 13l4-4 3.500 3.500L13 10l4 4M13 7.500h.2",
  mail: "M3 5.500h14v9.500H3zM3 6l7 5 7-5",
};

/** A decorative icon, hidden from screen readers. @param {string} name @returns {SVGElement} */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] ?? "");
  svg.appendChild(path);
  return svg;
}

/** An address that may be followed or shown, or null: http and https only. @param {unknown} value @returns {string | null} */
export function safeUrl(value) {
  if (typeof value !== "string" || value.length > 4096) return null;
  try {
    const url = new URL(value);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link to the outside, or plain text when the address may not be followed.
 * @param {string} address @param {Record<string, any>} props @param {...(Child | Child[])} children */
export function outward(address, props, ...children) {
  const href = safeUrl(address);
  if (!href) return h("span", props, ...children);
  return h("a", { ...props, href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, ...children);
}

/** Makes ↑ and ↓ (and ← →, Home, End) move between the items of `root`: one tab stop for all of them.
 * @param {HTMLElement} root @param {string} selector */
export function roving(root, selector) {
  root.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (!step && event.key !== "Home" && event.key !== "End") return;
    const items = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]).filter((item) => item.offsetParent);
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (at < 0) return;
    event.preventDefault();
    const next = event.key === "Home" ? 0 : event.key === "End" ? items.length - 1 : at + step;
    items[(next + items.length) % items.length]?.focus();
  });
  root.addEventListener("focusin", (event) => {
    const current = /** @type {HTMLElement} */ (event.target).closest(selector);
    if (!current) return;
    for (const item of root.querySelectorAll(selector)) {
      item.setAttribute("tabindex", item === current ? "0" : "-1");
    }
  });
}
