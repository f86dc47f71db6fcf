// @ts-check
/** A forum's posts: the liveliest first, with their tags. */

import { fill, h, icon } from "./dom.js";
import { may, PERMISSION } from "./permissions.js";
import { openPostForm } from "./post-form.js";
import { compareIds, timeOf } from "./snowflake.js";
import { ago } from "./times.js";

export class Forum {
  /** @param {any} desk @param {string} channelId */
  constructor(desk, channelId) {
    this.desk = desk;
    this.channelId = channelId;
    this.list = h("ul", { class: "posts", "aria-label": "Posts" });
    this.begin = h("button", { type: "button", class: "button primary small", "data-testid": "new-post", on: { click: () => openPostForm(desk, channelId) } }, icon("plus"), "New post");
    this.element = h("div", { class: "timeline" }, h("div", { class: "scroller" }, h("div", { class: "forum-head" }, this.begin), this.list));
    this.stops = ["guilds", "thread", "unread"].map((name) => desk.store.when(name, () => this.draw()));
    this.draw();
    this.loadArchived();
  }

  close() {
    for (const stop of this.stops) stop();
  }

  async loadArchived() {
    const found = await this.desk.rest.get(`/channels/${this.channelId}/threads/archived/public?limit=50`).catch(() => null);
    for (const thread of found?.threads ?? []) this.desk.store.putChannel(thread, this.desk.store.channel(this.channelId)?.guild_id);
    if (found?.threads?.length) this.draw();
  }

  draw() {
    const forum = this.desk.store.channel(this.channelId);
    if (!forum) return;
    this.begin.hidden = !may(this.desk.store, this.channelId, PERMISSION.SEND_MESSAGES);
    const posts = this.desk.store.threadsOf(this.channelId);
    const pinned = (/** @type {any} */ post) => ((post.flags ?? 0) & 2 ? 1 : 0);
    posts.sort((/** @type {any} */ a, /** @type {any} */ b) => pinned(b) - pinned(a) || compareIds(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
    fill(this.list, posts.length ? posts.map((/** @type {any} */ post) => this.row(post, forum)) : h("li", { class: "quiet pad" }, "No posts yet."));
  }

  /** @param {any} post @param {any} forum */
  row(post, forum) {
    const tags = (post.applied_tags ?? []).map((/** @type {string} */ id) => forum.available_tags?.find((/** @type {any} */ tag) => tag.id === id)?.name).filter(Boolean);
    const unread = this.desk.store.unread.has(post.id);
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "post", data: { threadId: post.id, unread: unread ? "yes" : undefined }, on: { click: () => this.desk.openThread(post.id) } },
        h("span", { class: "post-title" }, post.name),
        h("span", { class: "post-tags" }, tags.map((/** @type {string} */ tag) => h("span", { class: "badge" }, tag))),
        h("span", { class: "quiet post-meta" }, icon("thread"), h("span", {}, `${post.message_count ?? 0} · `, ago(timeOf(post.last_message_id ?? post.id)))),
      ),
    );
  }
}
