"""What forum and media channels have of their own: the tags that there are, and those of a post."""

from __future__ import annotations

from bot.standin import errors, limits
from bot.standin.errors import Form, Refusal
from bot.standin.rest.call import RestCall
from bot.standin.rules import emoji
from bot.standin.world import permissions, snowflakes
from bot.standin.world.model import POSTS_ONLY, Channel, ChannelFlag, ForumTag, Json, Server


def check(body: Json, form: Form) -> None:
    """Note what is wrong with a forum's own fields."""
    tags = body.get("available_tags") or []
    if len(tags) > limits.FORUM_TAGS:
        form.too_long("available_tags", limits.FORUM_TAGS)
    for index, tag in enumerate(tags):
        form.length(("available_tags", index, "name"), str(tag.get("name") or ""), 1, limits.FORUM_TAG_NAME)
        if tag.get("emoji_id") is not None and tag.get("emoji_name") is not None:
            text = "Only one of emoji_id and emoji_name may be set."
            form.wrong(("available_tags", index), "FORUM_TAG_EMOJI_EXCLUSIVE", text)
    if body.get("default_sort_order") is not None:
        form.one_of("default_sort_order", body["default_sort_order"], (0, 1))
    if body.get("default_forum_layout") is not None:
        form.one_of("default_forum_layout", body["default_forum_layout"], (0, 1, 2))
    reaction = body.get("default_reaction_emoji")
    if reaction is not None and (reaction.get("emoji_id") is None) is (reaction.get("emoji_name") is None):
        text = "Exactly one of emoji_id and emoji_name must be set."
        form.wrong("default_reaction_emoji", "DEFAULT_REACTION_EMOJI_EXCLUSIVE", text)


def apply(call: RestCall, channel: Channel, server: Server, body: Json) -> None:
    """Write a forum's own fields on it; other channels have none of them."""
    if channel.kind not in POSTS_ONLY:
        return
    # Asked for before anything is written: what is refused leaves the channel as it was.
    reaction = channel.default_reaction
    if "default_reaction_emoji" in body:
        reaction = _reaction(server, body["default_reaction_emoji"])
    if "available_tags" in body:
        channel.tags = available(call, server, body, channel.tags or [])
        known = {tag.id for tag in channel.tags}
        for post in call.world.threads_of(channel):
            if post.thread is not None:
                post.thread.applied_tags = [one for one in post.thread.applied_tags if one in known]
    channel.default_reaction = reaction
    if "default_sort_order" in body:
        channel.default_sort_order = body["default_sort_order"]
    if body.get("default_forum_layout") is not None:
        channel.default_layout = body["default_forum_layout"]
    if body.get("flags") is not None:
        settable = ChannelFlag.REQUIRE_TAG | ChannelFlag.HIDE_DOWNLOADS
        channel.flags = (channel.flags & ~settable) | (int(body["flags"]) & settable)


def available(call: RestCall, server: Server, body: Json, known: list[ForumTag]) -> list[ForumTag]:
    """The tags of a body; one whose id is known stays the same tag."""
    given = body.get("available_tags") or []
    names = [one["name"] for one in given]
    if len(set(names)) < len(names):
        raise Refusal(errors.TAG_NAMES_REPEAT)
    for one in given:
        _check_emoji(server, one)
    by_id = {tag.id: tag for tag in known}
    return [_tag(call, one, by_id.get(snowflakes.parse(one.get("id")) or 0)) for one in given]


def _tag(call: RestCall, given: Json, known: ForumTag | None) -> ForumTag:
    tag = known or ForumTag(call.world.mint.next(), "")
    tag.name = given["name"]
    tag.moderated = bool(given.get("moderated"))
    tag.emoji_id = snowflakes.parse(given.get("emoji_id"))
    tag.emoji_name = given.get("emoji_name")
    return tag


def _reaction(server: Server, given: Json | None) -> Json | None:
    if given is None:
        return None
    _check_emoji(server, given)
    emoji_id = snowflakes.parse(given.get("emoji_id"))
    name = given.get("emoji_name")
    return {"emoji_id": None if emoji_id is None else str(emoji_id), "emoji_name": name}


def _check_emoji(server: Server, given: Json) -> None:
    name, own = given.get("emoji_name"), snowflakes.parse(given.get("emoji_id"))
    if (name is not None and not emoji.is_unicode(name)) or (own is not None and own not in server.emojis):
        raise Refusal(errors.UNKNOWN_EMOJI)


def applied(call: RestCall, forum: Channel, body: Json, *, before: list[int]) -> list[int]:
    """The tags for a post: of this forum, few enough, and none moved that only moderators may move."""
    wanted = [snowflakes.parse(one) for one in body.get("applied_tags") or []]
    if len(wanted) > limits.POST_TAGS:
        form = Form()
        form.too_long("applied_tags", limits.POST_TAGS)
        form.check()
    there = {tag.id: tag for tag in forum.tags or []}
    for tag_id in wanted:
        if tag_id not in there:
            raise errors.form_error("applied_tags", "INVALID_TAG", f"Unknown tag {tag_id}")
    moderator = call.may(forum, permissions.MANAGE_THREADS)
    moved = {tag_id for tag_id in {*wanted, *before} if tag_id in there} - ({*wanted} & {*before})
    if not moderator and any(there[tag_id].moderated for tag_id in moved if tag_id is not None):
        raise Refusal(errors.TAG_FOR_MODERATORS)
    if not wanted and forum.flags & ChannelFlag.REQUIRE_TAG:
        only_moderated = all(tag.moderated for tag in there.values())
        raise Refusal(errors.TAG_REQUIRED if moderator or not only_moderated else errors.TAG_FOR_MODERATORS)
    return list(dict.fromkeys(tag_id for tag_id in wanted if tag_id is not None))
