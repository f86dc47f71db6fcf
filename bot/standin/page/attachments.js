// @ts-check
/** Files on their way into a message: what they are, whether hidden at first, described in words, and not too many. */

import { fill, h, icon } from "./dom.js";
import { sizeOf } from "./sizes.js";

const MOST = 10;
const LARGEST = 10 * 1024 * 1024;
const TOGETHER = 25 * 1024 * 1024;
const VEILED = "SPOILER_";

/** @typedef {{file: File, spoiler: boolean, description: string}} Item */

export class Tray {
  /** @param {{onFault: (words: string) => void, onChange?: () => void}} options */
  constructor({ onFault, onChange = () => {} }) {
    this.onFault = onFault;
    this.onChange = onChange;
    /** @type {Item[]} */ this.items = [];
    this.element = h("ul", { class: "tray", "aria-label": "Files to send", hidden: true, "data-testid": "tray" });
    this.input = /** @type {HTMLInputElement} */ (h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-label": "Files", "data-testid": "attach-input" }));
    this.button = h("button", { type: "button", class: "tool", "aria-label": "Attach files", title: "Attach files", "data-testid": "attach", on: { click: () => this.input.click() } }, icon("plus"));
    this.input.addEventListener("change", () => {
      this.add([...(this.input.files ?? [])]);
      this.input.value = "";
    });
  }

  /** Files that are pasted into `field`, or dropped anywhere on `place`. @param {HTMLElement} field @param {HTMLElement} place */
  takeFrom(field, place) {
    field.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      this.add(files);
    });
    place.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      place.dataset.dropping = "yes";
    });
    place.addEventListener("dragleave", () => delete place.dataset.dropping);
    place.addEventListener("drop", (event) => {
      delete place.dataset.dropping;
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      this.add(files);
      field.focus();
    });
  }

  /** @param {File[]} files */
  add(files) {
    const fault = this.misfit(files);
    this.onFault(fault ?? "");
    if (fault) return;
    this.items.push(...files.map((file) => ({ file, spoiler: false, description: "" })));
    this.draw();
  }

  /** Why these can't come along, if so. @param {File[]} files */
  misfit(files) {
    const all = [...this.items.map((item) => item.file), ...files];
    const large = files.find((file) => file.size > LARGEST);
    if (large) return `${large.name} is too large: a file may have ${LARGEST / 1048576} MB.`;
    if (all.length > MOST) return `A message takes ${MOST} files, and these would be ${all.length}.`;
    if (all.reduce((sum, file) => sum + file.size, 0) > TOGETHER) return `The files of a message may have ${TOGETHER / 1048576} MB together.`;
    return undefined;
  }

  clear() {
    this.items = [];
    this.draw();
  }

  /** @param {Item[]} items */
  putBack(items) {
    this.items = [...items, ...this.items];
    this.draw();
  }

  draw() {
    fill(this.element, this.items.map((item, index) => this.row(item, index)));
    this.element.hidden = !this.items.length;
    this.onChange();
  }

  /** @param {Item} item @param {number} index */
  row(item, index) {
    const { name, size } = item.file;
    const words = /** @type {HTMLInputElement} */ (h("input", { class: "field small", placeholder: "Describe it", "aria-label": `Description of ${name}`, maxlength: "1024" }));
    words.value = item.description;
    words.addEventListener("input", () => {
      item.description = words.value;
    });
    const veil = h(
      "button",
      { type: "button", class: "chip", "aria-pressed": String(item.spoiler), "aria-label": `Hide ${name} until pressed`, on: { click: () => this.veil(item, veil) } },
      "Spoiler",
    );
    const remove = h("button", { type: "button", class: "tool", "aria-label": `Take ${name} out`, title: "Take it out", on: { click: () => this.remove(item, index) } }, icon("close"));
    return h(
      "li",
      { class: "tray-item", data: { file: name } },
      preview(item.file),
      h("span", { class: "tray-words" }, h("span", { class: "tray-name" }, name), h("span", { class: "quiet small-text" }, sizeOf(size))),
      words,
      h("span", { class: "tray-tools" }, veil, remove),
    );
  }

  /** @param {Item} item @param {HTMLElement} button */
  veil(item, button) {
    item.spoiler = !item.spoiler;
    button.setAttribute("aria-pressed", String(item.spoiler));
  }

  /** @param {Item} item @param {number} index */
  remove(item, index) {
    this.items = this.items.filter((other) => other !== item);
    this.draw();
    const next = this.element.querySelectorAll(".tray-tools .tool")[Math.min(index, this.items.length - 1)] ?? this.button;
    if (next instanceof HTMLElement) next.focus();
    this.onFault("");
  }
}

/** The items as the files of a request, and what the body says of them. @param {Item[]} items */
export function uploadsOf(items) {
  const files = items.map(({ file, spoiler }) => (spoiler ? new File([file], VEILED + file.name, { type: file.type }) : file));
  const attachments = items.map(({ description }, index) => ({ id: String(index), filename: files[index]?.name, description: description || undefined }));
  return { files, attachments };
}

/** @param {File} file */
function preview(file) {
  const shown = h("span", { class: "tray-picture", "aria-hidden": "true" }, icon(file.type.startsWith("image/") ? "picture" : "file"));
  if (!file.type.startsWith("image/")) return shown;
  const reader = new FileReader();
  reader.addEventListener("load", () => fill(shown, h("img", { src: String(reader.result), alt: "" })));
  reader.readAsDataURL(file);
  return shown;
}

/** What a file field shows first: "image" and the like, or endings. @param {string[]} [types] */
export function acceptOf(types) {
  return types?.length ? types.map((type) => (type.startsWith(".") ? type : `${type}/*`)).join(",") : undefined;
}
