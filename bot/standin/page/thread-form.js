// @ts-check
/** Beginning a discussion: under a message, or on its own, open to all or only to those who are asked in. */

import { textOf } from "./components.js";
import { openForm } from "./dialog.js";
import { h } from "./dom.js";
import { words as plainWords } from "./markdown-view.js";
import { may, PERMISSION } from "./permissions.js";

const LONGEST_NAME = 100;
const PUBLIC = 11;
const PRIVATE = 12;
/** Minutes without a word after which it is put away, as Discord offers them. @type {[number, string][]} */
export const QUIET_TIMES = [[60, "an hour"], [1440, "a day"], [4320, "three days"], [10080, "a week"]];

/** @param {any} desk @param {string} channelId @param {any} [message] what it hangs on */
export function openThreadForm(desk, channelId, message) {
  const channel = desk.store.channel(channelId);
  const names = { store: desk.store, guildId: channel?.guild_id ?? null, go: desk.go };
  const name = /** @type {HTMLInputElement} */ (h("input", { class: "field", id: "thread-name", maxlength: LONGEST_NAME, "aria-required": "true", data: { field: "thread-name" } }));
  name.value = message ? (plainWords(textOf(message), names).trim().split("\n")[0] ?? "").slice(0, LONGEST_NAME) : "";
  const secret = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "thread-private", data: { field: "thread-private" } }));
  const quiet = quietChoice(channel?.default_auto_archive_duration ?? 1440);
  const onSubmit = async () => {
    const body = { name: name.value.trim(), auto_archive_duration: Number(quiet.value) };
    if (!body.name) throw new Error("A discussion needs a name.");
    const path = `/channels/${channelId}${message ? `/messages/${message.id}` : ""}/threads`;
    const thread = await desk.rest.post(path, message ? body : { ...body, type: secret.checked ? PRIVATE : PUBLIC });
    desk.store.apply("THREAD_CREATE", thread);
    desk.openThread(thread.id);
  };
  const mayHide = !message && may(desk.store, channelId, PERMISSION.CREATE_PRIVATE_THREADS);
  openForm({
    title: message ? "Start a discussion of this message" : "Start a discussion",
    submit: "Start",
    testid: "thread-form",
    submitTestid: "thread-start",
    content: [
      row("thread-name", "Name", name),
      row("thread-quiet", "Put away when nothing was said for", quiet),
      mayHide ? h("label", { class: "choice-row", for: "thread-private" }, secret, h("span", {}, "Private: only for those who are mentioned in it")) : null,
    ],
    onSubmit,
  });
}

/** @param {number} chosen */
function quietChoice(chosen) {
  const options = QUIET_TIMES.map(([minutes, name]) => h("option", { value: minutes, selected: minutes === chosen }, name));
  return /** @type {HTMLSelectElement} */ (h("select", { class: "field", id: "thread-quiet", data: { field: "thread-quiet" } }, options));
}

/** @param {string} id @param {string} label @param {HTMLElement} field */
function row(id, label, field) {
  return h("div", { class: "modal-row" }, h("label", { for: id }, label), field);
}
