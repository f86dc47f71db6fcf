// @ts-check
/** A new post in a forum: its title, its tags, what it says and its files. */

import { openForm } from "./dialog.js";
import { fill, h } from "./dom.js";
import { Editor } from "./editor.js";
import { may, PERMISSION } from "./permissions.js";

const LONGEST_TITLE = 100;
const MOST_TAGS = 5;
const TAG_REQUIRED = 1 << 4;

/** @param {any} desk @param {string} forumId */
export function openPostForm(desk, forumId) {
  const forum = desk.store.channel(forumId);
  const draft = desk.laidAside.get(forumId) ?? {};
  const title = /** @type {HTMLInputElement} */ (h("input", { class: "field", id: "post-title", maxlength: LONGEST_TITLE, "aria-required": "true", "data-testid": "post-title" }));
  title.value = draft.title ?? "";
  const told = h("p", { class: "composer-fault", role: "alert", hidden: true });
  const host = h("div", { class: "post-editor" });
  const editor = new Editor(desk, {
    guildId: forum.guild_id ?? null,
    label: "What it says",
    testid: "post-text",
    host,
    rows: 4,
    onFault: (words) => {
      fill(told, words);
      told.hidden = !words;
    },
    onTyped: () => editor.suggest(),
  });
  const { tray, field, preview, count } = editor;
  host.append(told, tray.element, h("div", { class: "composer-bar" }, may(desk.store, forumId, PERMISSION.ATTACH_FILES) ? tray.button : null, tray.input, field, count), preview);
  editor.load(draft.text ?? "");
  tray.takeFrom(field, host);
  const tags = tagChoice(forum, may(desk.store, forumId, PERMISSION.MANAGE_THREADS), draft.tags ?? []);
  let sent = false;
  const onSubmit = async () => {
    if (!title.value.trim()) throw new Error("A post needs a title.");
    if (editor.empty) throw new Error("A post needs a text or a file.");
    const { body, files } = editor.draft();
    const request = { name: title.value.trim(), applied_tags: tags.chosen(), message: body };
    const path = `/channels/${forumId}/threads`;
    const thread = files.length ? await desk.rest.upload(path, request, files) : await desk.rest.post(path, request);
    sent = true;
    desk.store.apply("THREAD_CREATE", thread);
    desk.openThread(thread.id);
  };
  const onClose = () => {
    if (sent) desk.laidAside.delete(forumId);
    else desk.laidAside.set(forumId, { title: title.value, text: editor.content(), tags: tags.chosen() });
  };
  const dialog = openForm({
    title: `New post in ${forum.name}`,
    submit: "Post",
    testid: "post-form",
    submitTestid: "post-send",
    content: [h("div", { class: "modal-row" }, h("label", { for: "post-title" }, "Title"), title), tags.element, host],
    onSubmit,
    onClose,
  });
  dialog.classList.add("wide");
}

/** @param {any} forum @param {boolean} moderates @param {string[]} before */
function tagChoice(forum, moderates, before) {
  const required = Boolean((forum.flags ?? 0) & TAG_REQUIRED);
  const chosen = new Set(before);
  const offered = (forum.available_tags ?? []).filter((/** @type {any} */ tag) => moderates || !tag.moderated);
  const buttons = offered.map((/** @type {any} */ tag) => {
    const button = h("button", { type: "button", class: "chip", "aria-pressed": String(chosen.has(tag.id)), data: { tag: tag.name } }, tag.emoji_name && `${tag.emoji_name} `, tag.name);
    button.addEventListener("click", () => {
      if (!chosen.delete(tag.id) && chosen.size < MOST_TAGS) chosen.add(tag.id);
      button.setAttribute("aria-pressed", String(chosen.has(tag.id)));
    });
    return button;
  });
  const words = required ? "at least one" : `up to ${MOST_TAGS}`;
  const element = offered.length
    ? h("div", { class: "modal-row", role: "group", "aria-labelledby": "post-tags" }, h("span", { id: "post-tags", class: "modal-label" }, "Tags ", h("span", { class: required ? "required" : "quiet small-text" }, words)), h("div", { class: "command-more" }, buttons))
    : null;
  return { element, chosen: () => [...chosen] };
}
