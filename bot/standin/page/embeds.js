// @ts-check
/** Embeds and attachments of ordinary messages. */

import { image, veiled } from "./components.js";
import { h, icon, outward, safeUrl } from "./dom.js";
import { markdown } from "./markdown-view.js";
import { sizeOf } from "./sizes.js";
import { exact } from "./times.js";

/** @param {any} embed @param {import("./markdown-view.js").Names} names @returns {HTMLElement} */
export function drawEmbed(embed, names) {
  const accent = Number.isInteger(embed.color) ? `#${embed.color.toString(16).padStart(6, "0")}` : null;
  const title = embed.title && h("div", { class: "embed-title" }, embed.url ? outward(embed.url, {}, markdown(embed.title, { ...names, within: true })) : markdown(embed.title, names));
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
        embed.author?.name && h("div", { class: "embed-author" }, small(embed.author), outward(embed.author.url ?? "", {}, embed.author.name)),
        title,
        embed.description && markdown(embed.description, names),
        fields(embed.fields ?? [], names),
      ),
      embed.thumbnail && h("div", { class: "c-accessory" }, image(embed.thumbnail.proxy_url || embed.thumbnail.url, "", "c-thumbnail", embed.thumbnail.url)),
    ),
    embed.image && image(embed.image.proxy_url || embed.image.url, "", "c-media", embed.image.url),
    embed.video?.url && outward(embed.video.url, { class: "c-file" }, icon("picture"), "Video"),
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
  return parts.length ? h("div", { class: "embed-foot quiet small-text" }, embed.footer && small(embed.footer), h("span", {}, parts.join(" · "))) : null;
}

/** The small picture of an author or a footer. @param {any} of */
function small(of) {
  const address = safeUrl(of.proxy_icon_url || of.icon_url);
  return address && h("img", { class: "embed-icon", src: address, alt: "", loading: "lazy", referrerpolicy: "no-referrer" });
}

const SPOILER = 1 << 3;

/** Whether a file is hidden at first. @param {any} attachment */
export function isVeiled(attachment) {
  return attachment.filename.startsWith("SPOILER_") || Boolean((attachment.flags ?? 0) & SPOILER);
}

/** A file of a message: a picture in its place, with its description; hidden at first when it is a spoiler.
 * @param {any} attachment @returns {Node} */
export function drawAttachment(attachment) {
  const drawn = attachment.content_type?.startsWith("image/") ? picture(attachment) : file(attachment);
  return isVeiled(attachment) ? veiled(drawn, "Spoiler") : drawn;
}

/** @param {any} attachment */
function picture(attachment) {
  const frame = image(attachment.proxy_url || attachment.url, attachment.description ?? attachment.filename, "c-media", attachment.url);
  const [width, height] = [Number(attachment.width), Number(attachment.height)];
  // its place is kept before it is there
  if (width > 0 && height > 0) frame.querySelector("img")?.style.setProperty("aspect-ratio", `${width} / ${height}`);
  const said = attachment.description && h("figcaption", { class: "alt", title: attachment.description, "aria-hidden": "true" }, "ALT");
  return h("figure", { class: "attachment" }, frame, said);
}

/** @param {any} attachment */
function file(attachment) {
  const props = { class: "c-file", title: attachment.description ?? undefined, download: attachment.filename };
  return outward(attachment.url, props, icon("file"), h("span", {}, attachment.filename), h("span", { class: "quiet" }, sizeOf(attachment.size)), attachment.description && h("span", { class: "said" }, attachment.description));
}
