// @ts-check
/** Embeds and attachments of ordinary messages. */

import { image } from "./components.js";
import { h, icon, outward } from "./dom.js";
import { markdown } from "./markdown-view.js";
import { exact } from "./times.js";

/** @param {any} embed @param {import("./markdown-view.js").Names} names @returns {HTMLElement} */
export function drawEmbed(embed, names) {
  const accent = Number.isInteger(embed.color) ? `#${embed.color.toString(16).padStart(6, "0")}` : null;
  const title = embed.title && h("div", { class: "embed-title" }, embed.url ? outward(embed.url, {}, markdown(embed.title, names)) : markdown(embed.title, names));
  return h(
    "div",
    { class: "c-container embed", data: { accent }, style: accent ? { "--card-accent": accent } : {} },
    h(
      "div",
      { class: "c-section" },
      h(
        "div",
        { class: "c-section-text" },
        embed.provider?.name && h("div", { class: "quiet small-text" }, embed.provider.name),
        embed.author?.name && h("div", { class: "embed-author" }, outward(embed.author.url ?? "", {}, embed.author.name)),
        title,
        embed.description && markdown(embed.description, names),
        fields(embed.fields ?? [], names),
      ),
      embed.thumbnail && h("div", { class: "c-accessory" }, image(embed.thumbnail.proxy_url || embed.thumbnail.url, "", "c-thumbnail", embed.thumbnail.url)),
    ),
    embed.image && image(embed.image.proxy_url || embed.image.url, "", "c-media", embed.image.url),
    footer(embed),
  );
}

/** @param {any[]} items @param {import("./markdown-view.js").Names} names */
function fields(items, names) {
  if (!items.length) return null;
  const rows = items.map((item) =>
    h("div", { class: item.inline ? "embed-field inline" : "embed-field" }, h("dt", {}, markdown(item.name, names)), h("dd", {}, markdown(item.value, names))),
  );
  return h("dl", { class: "embed-fields" }, rows);
}

/** @param {any} embed */
function footer(embed) {
  const parts = [embed.footer?.text, embed.timestamp && exact(Date.parse(embed.timestamp))].filter(Boolean);
  return parts.length ? h("div", { class: "quiet small-text" }, parts.join(" · ")) : null;
}

/** @param {any} attachment @returns {Node} */
export function drawAttachment(attachment) {
  if (attachment.content_type?.startsWith("image/")) {
    return image(attachment.proxy_url || attachment.url, attachment.description ?? attachment.filename, "c-media", attachment.url);
  }
  const size = attachment.size ? ` · ${Math.ceil(attachment.size / 1024)} kB` : "";
  return outward(attachment.url, { class: "c-file" }, icon("file"), h("span", {}, attachment.filename), h("span", { class: "quiet" }, size));
}
