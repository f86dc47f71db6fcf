// @ts-check
/** The discussions of a channel: those under way, and those that were put away, a page at a time. */

import { fill, h, icon, roving } from "./dom.js";
import { PRIVATE_THREAD } from "./kinds.js";
import { may, PERMISSION } from "./permissions.js";
import { openPopover } from "./popover.js";
import { timeOf } from "./snowflake.js";
import { ago } from "./times.js";

const PAGE = 25;

/** @param {HTMLElement} anchor @param {any} desk @param {string} channelId */
export function openThreads(anchor, desk, channelId) {
  const active = h("div", { role: "group", "aria-label": "Under way" });
  const archived = h("div", { role: "group", "aria-label": "Archived" });
  const more = h("button", { type: "button", class: "button secondary small", hidden: true }, "Older ones");
  const title = (/** @type {string} */ words) => h("h3", { class: "group-title" }, words);
  const box = h("div", { class: "threads-box", tabindex: "-1", autofocus: true, "data-testid": "thread-list" }, title("Under way"), active, title("Archived"), archived, more);
  const close = openPopover(anchor, box, { label: "Discussions" });
  const rows = (/** @type {any[]} */ threads) => threads.map((thread) => row(thread, desk, close));
  const live = desk.store.threadsOf(channelId).filter((/** @type {any} */ thread) => !thread.thread_metadata?.archived);
  fill(active, live.length ? rows(live) : nothing());
  fill(archived, h("p", { class: "quiet pad" }, "Loading…"));
  const load = archives(desk, channelId);
  const next = async () => {
    const found = await load();
    if (archived.querySelector("p")) fill(archived);
    archived.append(...rows(found.threads));
    if (!archived.childElementCount) fill(archived, nothing());
    more.hidden = !found.more;
  };
  more.addEventListener("click", next);
  roving(box, ".menu-item");
  next();
}

function nothing() {
  return h("p", { class: "quiet pad" }, "None.");
}

/** Asks for page after page of public discussions put away, and once for private ones where one may see them.
 * @param {any} desk @param {string} channelId @returns {() => Promise<{threads: any[], more: boolean}>} */
function archives(desk, channelId) {
  let before = "";
  let first = true;
  const page = (/** @type {string} */ kind) => desk.rest.get(`/channels/${channelId}/threads/archived/${kind}?limit=${PAGE}${before}`).catch(() => ({ threads: [], has_more: false }));
  return async () => {
    const found = await page("public");
    const last = found.threads.at(-1)?.thread_metadata?.archive_timestamp;
    const hidden = first && may(desk.store, channelId, PERMISSION.MANAGE_THREADS) ? (await page("private")).threads : [];
    before = last ? `&before=${encodeURIComponent(last)}` : "";
    first = false;
    const threads = [...found.threads, ...hidden];
    for (const thread of threads) desk.store.putChannel(thread, desk.store.channel(channelId)?.guild_id);
    return { threads, more: Boolean(found.has_more && last) };
  };
}

/** @param {any} thread @param {any} desk @param {() => void} close */
function row(thread, desk, close) {
  const open = () => {
    close();
    desk.openThread(thread.id);
  };
  const state = [thread.type === PRIVATE_THREAD && "private", thread.thread_metadata?.locked && "locked"].filter(Boolean).join(", ");
  return h(
    "button",
    { type: "button", class: "menu-item thread-row", data: { threadId: thread.id }, on: { click: open } },
    icon(thread.type === PRIVATE_THREAD ? "lock" : "thread"),
    h("span", { class: "thread-name" }, thread.name),
    h("span", { class: "quiet small-text" }, `${thread.message_count ?? 0} · `, ago(timeOf(thread.last_message_id ?? thread.id)), state && ` · ${state}`),
  );
}
