"""Setting a newsroom up step by step.

What is done already is seen in the database and on the server: it can be left, taken up again, and done by
two at once.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol
from weakref import WeakValueDictionary

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import MOST_FORUM_TAGS, ChannelKind, forum_tag_name
from bot.domain.errors import InvalidInput, PublishError
from bot.domain.ids import ChannelId, ForumTagId, RoleId, ServerId, UserId
from bot.domain.source import Feed, Trust
from bot.domain.tagging import Policy, Tag, TagOptions, tag_key
from bot.newsroom.starter_tags import StarterTag, load_starter_tags
from bot.newsroom.tag_options import Channels
from bot.storage import audits, overview, review_messages, servers, settings, sources, tags
from bot.storage.database import Database


class Step(StrEnum):
    """The steps, in their order."""

    MODERATORS = "moderators"
    SUBJECTS = "subjects"
    FEED = "feed"
    CHECK = "check"
    TEST = "test"


class Ground(Protocol):
    """What setup does in the server itself. What makes something may raise a PublishError."""

    def may_make(self, server_id: ServerId) -> bool:
        """Tell whether the bot may make channels in the server."""

    def missing_to_write(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that a notice lacks in a channel."""

    async def channel(self, server_id: ServerId, name: str, topic: str) -> ChannelId:
        """Return the news channel of that name, made if it is not there."""

    async def private_channel(self, server_id: ServerId, moderators: RoleId | None) -> ChannelId:
        """Return the channel for notices, made if it is not there: only the bot and moderators see it."""

    async def forum(self, server_id: ServerId) -> ChannelId:
        """Return the news forum, made if it is not there."""

    async def rehearse(self, channel_id: ChannelId, forum_tag_id: ForumTagId | None) -> bool:
        """Post a test card and take it away again; False: nothing was posted, it could not be taken away."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A tag's channel that was deleted (nothing is `missing` then), or where permissions are missing."""

    channel_id: ChannelId
    labels: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How a test card fared. posted: False where it could only be looked whether it may be posted."""

    channel_id: ChannelId
    posted: bool
    error: PublishError | None = None


@dataclass(frozen=True, slots=True)
class SetupState:
    """What of a newsroom is there, and what is wrong with it.

    may_make: whether the bot may make channels. better: channels where more permissions would be of use.
    paused: whether nothing goes out until somebody lets it. card: the address of the newest one; coming:
    whether one is on its way. reviewed: whether a tag or a feed has its stories wait for a moderator.
    """

    review_channel_id: ChannelId | None
    tags: tuple[Tag, ...]
    feeds: tuple[Feed, ...]
    faults: tuple[Fault, ...]
    may_make: bool
    better: tuple[Fault, ...] = ()
    paused: bool = False
    card: str | None = None
    coming: bool = False
    reviewed: bool = False

    def done(self, step: Step) -> bool:
        """Tell whether nothing is left to do in a step."""
        match step:
            case Step.MODERATORS:
                return self.review_channel_id is not None
            case Step.SUBJECTS:
                return bool(self.tags)
            case Step.FEED:
                return bool(self.feeds)
            case Step.CHECK:
                return bool(self.tags) and not self.faults
            case Step.TEST:
                return False

    @property
    def next_step(self) -> Step:
        """Return the first step in which something is left to do."""
        return next(step for step in Step if not self.done(step))


@dataclass(frozen=True, slots=True)
class _Destination:
    """Where a tag's stories are to go."""

    channel_id: ChannelId
    kind: ChannelKind
    forum_tag_id: ForumTagId | None = None


class Setup:
    """Does the steps; each is complete by itself, and doing it again does only what is missing."""

    def __init__(self, database: Database, channels: Channels, ground: Ground, clock: Clock) -> None:
        self._database = database
        self._channels = channels
        self._ground = ground
        self._clock = clock
        self._making: WeakValueDictionary[ServerId, asyncio.Lock] = WeakValueDictionary()
        self.starters = load_starter_tags()

    async def state(self, server_id: ServerId) -> SetupState:
        """Return what is there."""
        async with self._database.read() as tx:
            server = await servers.get(tx, server_id)
            of_server = await tags.of_server(tx, server_id)
            followed = await sources.of_server(tx, server_id)
            card, coming = await overview.newest_card(tx, server_id), await overview.coming(tx, server_id)
        review = None if server is None else server.review_channel_id
        usable = review is not None and self._usable(review)
        return SetupState(
            review_channel_id=review if usable else None,
            tags=of_server,
            feeds=tuple(feed for _, feed in followed),
            faults=tuple(self._faults(of_server)),
            may_make=self._ground.may_make(server_id),
            better=tuple(self._better(of_server)),
            paused=server is not None and server.paused_at is not None,
            card=None if card is None else card.jump_url(server_id),
            coming=coming,
            reviewed=any(tag.policy is Policy.REVIEW for tag in of_server)
            or any(source.trust is Trust.REVIEW for source, _ in followed),
        )

    async def tell_moderators_in(self, server_id: ServerId, actor: UserId, channel_id: ChannelId) -> None:
        """Let notices go to a channel from now on; raise InvalidInput where the bot can't write."""
        if missing := self._ground.missing_to_write(channel_id):
            raise _lacking(channel_id, missing)
        now = self._clock.now()
        async with self._database.write() as tx:
            await servers.set_review_channel(tx, server_id, channel_id)
            await review_messages.ask_all(tx, server_id, at=now)
            details = {"channel": channel_id}
            await audits.record(tx, AuditEntry(server_id, "review-channel-set", "", now, actor, details))

    async def make_private_channel(self, server_id: ServerId, actor: UserId) -> ChannelId:
        """Make a channel for notices that only moderators read, and return it; an earlier try's is used."""
        self._check_may_make(server_id)
        async with self._database.read() as tx:
            moderators = (await settings.of(tx, server_id)).moderator_role_id
        async with self._making_in(server_id):
            channel_id = await self._ground.private_channel(server_id, moderators)
        await self.tell_moderators_in(server_id, actor, channel_id)
        return channel_id

    async def place(
        self, server_id: ServerId, actor: UserId, chosen: Iterable[StarterTag], channel_id: ChannelId
    ) -> None:
        """Add the tags, and let their stories go to a channel that is there."""
        kind = self._channels.kind(channel_id)
        if kind is None:
            raise InvalidInput("error-setup-channel-gone")
        if missing := self._channels.missing(channel_id):
            raise _lacking(channel_id, missing)
        starters = tuple(chosen)
        async with self._making_in(server_id):
            await self._fill(server_id, actor, starters, channel_id, kind)

    async def make_channels(self, server_id: ServerId, actor: UserId, chosen: Iterable[StarterTag]) -> None:
        """Make a channel for each tag; what an earlier try has made is used."""
        self._check_may_make(server_id)
        async with self._making_in(server_id):
            for starter in await self._lacking(server_id, chosen):
                channel_id = await self._ground.channel(server_id, starter.channel, starter.topic)
                await self._add(server_id, actor, starter, _Destination(channel_id, ChannelKind.TEXT))

    async def make_forum(self, server_id: ServerId, actor: UserId, chosen: Iterable[StarterTag]) -> None:
        """Make one forum, in which each tag has its own forum tag; what an earlier try has made is used."""
        self._check_may_make(server_id)
        async with self._making_in(server_id):
            forum_id = await self._ground.forum(server_id)
            await self._fill(server_id, actor, tuple(chosen), forum_id, ChannelKind.FORUM)

    async def rehearse(self, server_id: ServerId) -> tuple[Rehearsal, ...]:
        """Post a test card in each of the tags' channels, and take it away again."""
        async with self._database.read() as tx:
            of_server = await tags.of_server(tx, server_id)
        tried: dict[ChannelId, ForumTagId | None] = {}
        for tag in of_server:
            tried[tag.channel_id] = tried.get(tag.channel_id) or tag.options.forum_tag_id
        async with self._making_in(server_id):
            return tuple([await self._rehearsal(*each) for each in tried.items()])

    async def _rehearsal(self, channel_id: ChannelId, forum_tag_id: ForumTagId | None) -> Rehearsal:
        try:
            return Rehearsal(channel_id, await self._ground.rehearse(channel_id, forum_tag_id))
        except PublishError as error:
            return Rehearsal(channel_id, posted=False, error=error)

    async def _fill(
        self,
        server_id: ServerId,
        actor: UserId,
        chosen: Sequence[StarterTag],
        channel_id: ChannelId,
        kind: ChannelKind,
    ) -> None:
        """Add the tags to one channel; in a forum each with its forum tag."""
        lacking = await self._lacking(server_id, chosen)
        filed: Mapping[str, ForumTagId] = {}
        if kind is ChannelKind.FORUM:
            filed = await self._forum_tags(channel_id, [starter.label for starter in lacking])
        for starter in lacking:
            to = _Destination(channel_id, kind, filed.get(starter.label))
            await self._add(server_id, actor, starter, to)

    async def _forum_tags(self, forum_id: ChannelId, labels: Sequence[str]) -> Mapping[str, ForumTagId]:
        """Return the forum's own tags for these labels; those that it lacks are made where that can be done.

        Raises InvalidInput where a post needs one and has none.
        """
        forum = self._channels.forum(forum_id)
        if forum is None:
            raise InvalidInput("error-setup-channel-gone")
        names = {label: forum_tag_name(label) for label in labels}
        new = [name for name in names.values() if forum.named(name) is None]
        new = new[: MOST_FORUM_TAGS - len(forum.tags)]
        if new and not self._channels.missing_to_make_forum_tags(forum_id):
            made = await self._channels.make_forum_tags(forum_id, new)
            forum = replace(forum, tags=(*forum.tags, *made))
        may_moderate = not self._channels.missing_to_moderate(forum_id)
        filed = {
            label: tag.id
            for label, name in names.items()
            if (tag := forum.named(name)) is not None and (may_moderate or not tag.moderated)
        }
        if forum.needs_tag and len(filed) < len(names):
            raise self._no_forum_tag(forum_id)
        return filed

    def _no_forum_tag(self, forum_id: ChannelId) -> InvalidInput:
        """Return what stands in the way of a forum tag."""
        lacking = (
            *self._channels.missing_to_make_forum_tags(forum_id),
            *self._channels.missing_to_moderate(forum_id),
        )
        if not lacking:
            return InvalidInput("error-forum-tags-full", channel=forum_id, limit=MOST_FORUM_TAGS)
        return InvalidInput("error-setup-forum-tags", channel=forum_id, missing=", ".join(lacking))

    async def _lacking(self, server_id: ServerId, chosen: Iterable[StarterTag]) -> list[StarterTag]:
        async with self._database.read() as tx:
            there = known_names(await tags.of_server(tx, server_id))
        return [starter for starter in chosen if starter.key not in there]

    async def _add(
        self,
        server_id: ServerId,
        actor: UserId,
        starter: StarterTag,
        to: _Destination,
    ) -> None:
        now = self._clock.now()
        async with self._database.write() as tx:
            if await tags.meant(tx, server_id, starter.key) is not None:
                return  # somebody was quicker with /tags add
            await tags.add(
                tx,
                server_id,
                key=starter.key,
                label=starter.label,
                channel_id=to.channel_id,
                kind=to.kind,
                synonyms=dict.fromkeys(map(tag_key, starter.synonyms)),
                rules=starter.rules,
                options=replace(TagOptions(), forum_tag_id=to.forum_tag_id),
                now=now,
            )
            details = {"channel": to.channel_id, "starter": True}
            await audits.record(tx, AuditEntry(server_id, "tag-added", starter.label, now, actor, details))

    def _making_in(self, server_id: ServerId) -> asyncio.Lock:
        """Return the lock of the server: what two owners begin at once is done one after the other."""
        return self._making.setdefault(server_id, asyncio.Lock())

    def _check_may_make(self, server_id: ServerId) -> None:
        if not self._ground.may_make(server_id):
            raise InvalidInput("error-setup-manage-channels")

    def _usable(self, channel_id: ChannelId) -> bool:
        return self._channels.exists(channel_id) and not self._ground.missing_to_write(channel_id)

    def _faults(self, of_server: Sequence[Tag]) -> Iterable[Fault]:
        for channel_id in dict.fromkeys(tag.channel_id for tag in of_server):
            labels = tuple(tag.label for tag in of_server if tag.channel_id == channel_id)
            if not self._channels.exists(channel_id):
                yield Fault(channel_id, labels, ())
            elif missing := self._channels.missing(channel_id):
                yield Fault(channel_id, labels, missing)

    def _better(self, of_server: Sequence[Tag]) -> Iterable[Fault]:
        for channel_id in dict.fromkeys(tag.channel_id for tag in of_server):
            labels = tuple(tag.label for tag in of_server if tag.channel_id == channel_id)
            if not self._channels.missing(channel_id) and (more := self._channels.recommended(channel_id)):
                yield Fault(channel_id, labels, more)


def known_names(there: Iterable[Tag]) -> frozenset[str]:
    """Return the keys that tags go by: a new one can have none of them."""
    return frozenset(key for tag in there for key in (tag.key, *tag.synonyms))


def _lacking(channel_id: ChannelId, missing: Iterable[str]) -> InvalidInput:
    return InvalidInput("error-channel-permissions", channel=channel_id, missing=", ".join(missing))
