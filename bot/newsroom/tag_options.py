"""How a tag's stories are posted, as people ask for it: checked against the channel that they go to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.domain.channel import (
    FORUM_TAG_NAME,
    MOST_FORUM_TAGS,
    ChannelKind,
    Forum,
    ForumTag,
    forum_tag_name,
)
from bot.domain.color import parse_color
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ChannelId, ForumTagId, RoleId, ServerId, VoteSetId
from bot.domain.tagging import DiscussionMode, ImageMode, Policy, tag_key
from bot.domain.text import cut_at_word, one_line
from bot.storage import vote_sets
from bot.storage.database import Connection

# What stands for "none" and, before a name, for "make it".
NONE, MAKE = "-", "+"
DEFAULT_VOTES = "default"
NO_ROLE = RoleId(0)
_SHOWN = 50


class Channels(Protocol):
    """What a use case asks of the server's channels."""

    def missing(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that cards with discussion and poll lack in a channel."""

    def recommended(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions with which cards would do better in a channel."""

    def kind(self, channel_id: ChannelId) -> ChannelKind | None:
        """Return what a channel is; None when it is not there, or nothing can be posted to it."""

    def exists(self, channel_id: ChannelId) -> bool:
        """Tell whether the channel is there."""

    def forum(self, channel_id: ChannelId) -> Forum | None:
        """Return a forum's own tags; None when the channel is no forum."""

    def missing_to_moderate(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that a forum's moderated tags take and we lack there."""

    def missing_to_make_forum_tags(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that we lack to give a forum more tags."""

    async def make_forum_tags(self, channel_id: ChannelId, names: Sequence[str]) -> tuple[ForumTag, ...]:
        """Give a forum more tags, and return those; raise a PublishError where that can't be done."""

    def may_ping(self, channel_id: ChannelId, role_id: RoleId) -> bool:
        """Tell whether the bot can mention a role in a channel, so that those who have it are told."""


@dataclass(frozen=True, slots=True)
class OptionWishes:
    """How a person wants stories to be posted, as typed; None: as it is.

    forum_tag: its name or id; `+name` has it made, `-` takes it away. votes: the name of a vote set, or
    `default`. color: a word or #rrggbb; `-` for one that the bot chooses. role_id: NO_ROLE for none.
    """

    forum_tag: str | None = None
    crosspost: bool | None = None
    discussion: DiscussionMode | None = None
    image: ImageMode | None = None
    votes: str | None = None
    color: str | None = None
    policy: Policy | None = None
    role_id: RoleId | None = None


@dataclass(frozen=True, slots=True)
class WantedOptions:
    """What is to be changed of a tag, which can be done, but for a forum tag that is to be made first.

    changes: by the names of `Tag`'s and `TagOptions`' fields.
    """

    changes: Mapping[str, Any]
    channel_id: ChannelId
    forum_tag_to_make: str | None = None

    async def with_forum_tag(self, channels: Channels) -> "WantedOptions":
        """Make the forum tag; call it outside of a transaction."""
        if self.forum_tag_to_make is None:
            return self
        (made,) = await channels.make_forum_tags(self.channel_id, [self.forum_tag_to_make])
        changes = {**self.changes, "forum_tag_id": made.id}
        return replace(self, changes=changes, forum_tag_to_make=None)


async def wanted_options(
    tx: Connection,
    channels: Channels,
    server_id: ServerId,
    channel_id: ChannelId,
    *,
    wishes: OptionWishes,
    new: bool,
) -> WantedOptions:
    """Return what is to be changed, and nothing that was not wished; raise InvalidInput.

    new: the stories did not go to this channel before: it is looked at whether it takes them, and what makes
    no sense there ends.
    """
    given = {"discussion": wishes.discussion, "image": wishes.image, "policy": wishes.policy}
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    announces = channels.kind(channel_id) is ChannelKind.ANNOUNCEMENT
    if wishes.crosspost and not announces:
        raise InvalidInput("error-crosspost-announcement", channel=channel_id)
    if wishes.crosspost is not None or (new and not announces):
        changes["crosspost"] = bool(wishes.crosspost)
    if wishes.votes is not None:
        changes["vote_set_id"] = await _vote_set(tx, server_id, wishes.votes)
    if wishes.color is not None:
        changes["color"] = None if one_line(wishes.color) == NONE else parse_color(wishes.color)
    if wishes.role_id is not None:
        changes |= _role(channels, server_id, channel_id, wishes.role_id)
    to_make: str | None = None
    if wishes.forum_tag is not None or new:
        changes["forum_tag_id"], to_make = _forum_tag(channels, channel_id, wishes)
    return WantedOptions(changes, channel_id, to_make)


def forum_tag_choices(forum: Forum | None, typed: str) -> list[tuple[str, str]]:
    """Return a forum's tags that fit what was typed, as name and value of a choice; a new one is offered."""
    if forum is None:
        return []
    wanted = one_line(typed).removeprefix(MAKE).strip()
    fitting = [tag for tag in forum.tags if wanted.casefold() in tag.name.casefold()]
    choices = [(tag.name, str(tag.id)) for tag in fitting]
    new = forum_tag_name(wanted)
    if new and len(forum.tags) < MOST_FORUM_TAGS and not forum.named(new):
        choices.append((f"{MAKE} {new}", f"{MAKE}{new}"))
    return choices


def _role(
    channels: Channels, server_id: ServerId, channel_id: ChannelId, role_id: RoleId
) -> Mapping[str, Any]:
    if role_id == NO_ROLE:
        return {"role_id": None, "role_is_ours": False}
    if int(role_id) == int(server_id):  # Discord's role of everybody has the server's own id
        raise InvalidInput("error-role-everybody")
    if not channels.may_ping(channel_id, role_id):
        raise InvalidInput("error-role-not-pingable", role=role_id, channel=channel_id)
    return {"role_id": role_id, "role_is_ours": False}


def _forum_tag(
    channels: Channels, channel_id: ChannelId, wishes: OptionWishes
) -> tuple[ForumTagId | None, str | None]:
    """Return the forum tag, or the name of one to be made."""
    forum = channels.forum(channel_id)
    typed = None if wishes.forum_tag is None else one_line(wishes.forum_tag)
    if typed in {None, "", NONE}:
        if forum is not None and forum.needs_tag:
            raise InvalidInput("error-forum-needs-tag", channel=channel_id, tags=_names(forum))
        return None, None
    if forum is None:
        raise InvalidInput("error-no-forum", channel=channel_id)
    return _tag_of(channels, channel_id, forum, typed or "")


def _tag_of(
    channels: Channels, channel_id: ChannelId, forum: Forum, typed: str
) -> tuple[ForumTagId | None, str | None]:
    name = typed.removeprefix(MAKE).strip()
    found = forum.named(name)
    if found is not None:
        if found.moderated and (missing := channels.missing_to_moderate(channel_id)):
            raise InvalidInput(
                "error-forum-tag-moderated", tag=found.name, channel=channel_id, missing=", ".join(missing)
            )
        return found.id, None
    if not typed.startswith(MAKE) or not name:
        shown = cut_at_word(typed, _SHOWN)
        raise NotFound("error-no-such-forum-tag", name=shown, channel=channel_id, tags=_names(forum))
    if len(name) > FORUM_TAG_NAME:
        raise InvalidInput("error-forum-tag-long", limit=FORUM_TAG_NAME)
    if len(forum.tags) >= MOST_FORUM_TAGS:
        raise InvalidInput("error-forum-tags-full", channel=channel_id, limit=MOST_FORUM_TAGS)
    return None, name


def _names(forum: Forum) -> str:
    return ", ".join(tag.name for tag in forum.tags) or "none"


async def _vote_set(tx: Connection, server_id: ServerId, typed: str) -> VoteSetId | None:
    if tag_key(typed) in {DEFAULT_VOTES, ""}:
        return None
    found = await vote_sets.find(tx, server_id, tag_key(typed))
    if found is None:
        names = [each.name for each in await vote_sets.of_server(tx, server_id)]
        raise NotFound.by_name("error-no-such-vote-set", typed, names, limit=_SHOWN)
    return found.id
