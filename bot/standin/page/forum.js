// @ts-check
/** A forum's posts, in a media channel with their pictures: found by tag, in the order one likes, also those put away. */

import { textOf } from "./components.js";
import { fill, h, icon, roving, safeUrl } from "./dom.js";
import { MEDIA } from "./kinds.js";
import { words } from "./markdown-view.js";
import { may, PERMISSION } from "./permissions.js";
import { openPostForm } from "./post-form.js";
import { compareIds, timeOf } from "./snowflake.js";
import { ago } from "./times.js";

const PAGE = 25;
const PINNED = 2;

export class Forum {
  /** @param {any} desk @param {string} channelId */
  constructor(desk, channelId) {
    this.desk = desk;
    this.channelId = channelId;
    const forum = desk.store.channel(channelId);
    this.order = forum?.default_sort_order === 1 ? "newest" : "liveliest";
    this.frame = 0;
    this.before = ""; // the archive time from which on older posts are asked for; null when there are none
    /** @type {Set<string>} tags of which a post must have one */ this.tags = new Set();
    /** @type {Map<string, any>} opening messages by post; null while on its way */ this.openings = new Map();
    this.list = h("ul", { class: forum?.type === MEDIA ? "posts media" : "posts", "aria-label": "Posts", "data-testid": "posts" });
    this.begin = h("button", { type: "button", class: "button primary small", "data-testid": "new-post", on: { click: () => openPostForm(desk, channelId) } }, icon("plus"), "New post");
    this.filter = h("div", { class: "tag-filter", role: "group", "aria-label": "Only posts with the tag" });
    this.more = h("button", { type: "button", class: "button secondary small", hidden: true, "data-testid": "older-posts", on: { click: () => this.loadArchived() } }, "Older posts");
    this.scroller = h("div", { class: "scroller" }, h("div", { class: "forum-head" }, this.begin, this.sorter(), this.filter), this.list, h("div", { class: "pad" }, this.more));
    this.element = h("div", { class: "timeline" }, this.scroller);
    this.stops = ["guilds", "thread", "unread"].map((name) => desk.store.when(name, () => this.soon()));
    this.sight = new IntersectionObserver((seen) => this.open(seen), { root: this.scroller, rootMargin: "200px" });
    roving(this.list, ".post");
    this.draw();
    this.loadArchived();
  }

  close() {
    this.sight.disconnect();
    cancelAnimationFrame(this.frame);
    for (const stop of this.stops) stop();
  }

  sorter() {
    const choose = (/** @type {Event} */ event) => {
      this.order = /** @type {HTMLSelectElement} */ (event.target).value;
      this.draw();
    };
    const option = (/** @type {string} */ value, /** @type {string} */ label) => h("option", { value, selected: value === this.order }, label);
    return h("label", { class: "sorter small-text" }, "Sort by ", h("select", { class: "field", "data-testid": "sort-posts", on: { change: choose } }, option("liveliest", "latest message"), option("newest", "newest post")));
  }

  /** One page of posts that were put away. */
  async loadArchived() {
    const { store, rest } = this.desk;
    const from = this.before ? `&before=${encodeURIComponent(this.before)}` : "";
    const found = await rest.get(`/channels/${this.channelId}/threads/archived/public?limit=${PAGE}${from}`).catch(() => null);
    for (const thread of found?.threads ?? []) store.putChannel(thread, store.channel(this.channelId)?.guild_id);
    this.before = found?.threads?.at(-1)?.thread_metadata?.archive_timestamp ?? "";
    this.more.hidden = !found?.has_more;
    this.soon();
  }

  soon() {
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw();
      });
    }
  }

  /** @returns {any[]} */
  posts() {
    const lively = (/** @type {any} */ post) => (this.order === "newest" ? post.id : post.last_message_id ?? post.id);
    const pinned = (/** @type {any} */ post) => ((post.flags ?? 0) & PINNED ? 1 : 0);
    const all = this.desk.store.threadsOf(this.channelId);
    const wanted = this.tags.size ? all.filter((/** @type {any} */ post) => (post.applied_tags ?? []).some((/** @type {string} */ id) => this.tags.has(id))) : all;
    return wanted.sort((/** @type {any} */ a, /** @type {any} */ b) => pinned(b) - pinned(a) || compareIds(lively(b), lively(a)));
  }

  draw() {
    const forum = this.desk.store.channel(this.channelId);
    if (!forum) return;
    this.begin.hidden = !may(this.desk.store, this.channelId, PERMISSION.SEND_MESSAGES);
    this.drawFilter(forum);
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.threadId;
    const posts = this.posts();
    const none = this.tags.size ? "No post has that tag." : "No posts yet.";
    fill(this.list, posts.length ? posts.map((post, index) => this.row(post, forum, index)) : h("li", { class: "quiet pad" }, none));
    this.sight.disconnect();
    for (const item of this.list.querySelectorAll(".post")) this.sight.observe(item);
    const again = focused && this.list.querySelector(`[data-thread-id="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  /** @param {any} forum */
  drawFilter(forum) {
    const toggle = (/** @type {string} */ id) => {
      if (!this.tags.delete(id)) this.tags.add(id);
      this.draw();
      this.filter.querySelector(`[data-tag-id="${CSS.escape(id)}"]`)?.focus();
    };
    const tags = forum.available_tags ?? [];
    const buttons = tags.map((/** @type {any} */ tag) => h("button", { type: "button", class: "tag", "aria-pressed": String(this.tags.has(tag.id)), data: { tagId: tag.id }, on: { click: () => toggle(tag.id) } }, tagName(tag)));
    fill(this.filter, buttons);
    this.filter.hidden = !buttons.length;
  }

  /** @param {any} post @param {any} forum @param {number} index */
  row(post, forum, index) {
    const tags = (post.applied_tags ?? []).map((/** @type {string} */ id) => forum.available_tags?.find((/** @type {any} */ tag) => tag.id === id)).filter(Boolean);
    const { store } = this.desk;
    const unread = store.unread.get(post.id);
    const state = post.thread_metadata?.locked ? "locked" : post.thread_metadata?.archived ? "archived" : "";
    const opening = this.openings.get(post.id);
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "post", tabindex: index ? "-1" : "0", data: { threadId: post.id, unread: unread ? "yes" : undefined, state }, on: { click: () => this.desk.openThread(post.id) } },
        cover(opening),
        h("span", { class: "post-title" }, post.name, (post.flags ?? 0) & PINNED ? h("span", { class: "said" }, " (pinned)") : null, (post.flags ?? 0) & PINNED ? icon("pin") : null),
        opening && h("span", { class: "post-lead" }, h("strong", {}, store.nameOf(post.owner_id, forum.guild_id)), `: ${words(textOf(opening), { store, guildId: forum.guild_id, go: this.desk.go }).slice(0, 140)}`),
        h("span", { class: "post-tags" }, tags.map((/** @type {any} */ tag) => h("span", { class: "badge" }, tagName(tag))), state && h("span", { class: "badge plain" }, state)),
        h("span", { class: "quiet post-meta" }, icon("thread"), h("span", {}, `${post.message_count ?? 0} · `, ago(timeOf(post.last_message_id ?? post.id))), unread && h("span", { class: "said" }, ", unread")),
      ),
    );
  }

  /** Asks for the opening messages of posts that come into sight. @param {IntersectionObserverEntry[]} seen */
  async open(seen) {
    for (const { target, isIntersecting } of seen) {
      const id = /** @type {HTMLElement} */ (target).dataset.threadId ?? "";
      if (!isIntersecting || this.openings.has(id)) continue;
      this.openings.set(id, null);
      const found = await this.desk.rest.get(`/channels/${id}/messages/${id}`).catch(() => null);
      if (!found) continue;
      this.desk.store.learn(found);
      this.openings.set(id, found);
      this.soon();
    }
  }
}

/** @param {any} tag */
function tagName(tag) {
  return tag.emoji_name ? `${tag.emoji_name} ${tag.name}` : tag.name;
}

/** The first picture of a post. @param {any} opening */
function cover(opening) {
  const picture = opening?.attachments?.find((/** @type {any} */ file) => file.content_type?.startsWith("image/") && !file.filename.startsWith("SPOILER_"));
  const address = safeUrl(picture?.proxy_url || picture?.url);
  return address && h("img", { class: "post-cover", src: address, alt: picture.description ?? "", loading: "lazy", referrerpolicy: "no-referrer" });
}
