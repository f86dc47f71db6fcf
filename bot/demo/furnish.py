"""Setting the demo's newsroom up: its tags, the newsstand's feeds and the person's own ones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.app import App
from bot.clock import Clock
from bot.demo.arrangement import PRIVATE, VOTE_SETS, arrangement_of, channel_of, with_own_emoji
from bot.demo.cast import Cast, channels_by_name
from bot.demo.newsstand import Newsstand
from bot.domain.errors import NotFound
from bot.domain.feed import Validators
from bot.domain.ids import ChannelId, FeedId, ForumTagId, ServerId, TagId, UserId, VoteSetId
from bot.domain.source import SourceChange, Trust
from bot.domain.tagging import Policy, TagOptions, tag_key
from bot.newsroom.starter_tags import StarterTag
from bot.standin.world.model import Channel, Server
from bot.standin.world.world import World
from bot.storage import feeds, servers, sources, tags, vote_sets
from bot.texts.catalogue import Texts

# The newsstand tells when there is news; this is for what it would forget.
_INTERVAL = timedelta(minutes=1)
_OWN_INTERVAL = timedelta(minutes=5)
_NEWEST_OF_OWN = 5
# What waits for a moderator from the beginning.
_NEWEST_REVIEWED = 3
_LABEL = 50


@dataclass(frozen=True, slots=True)
class OwnFeed:
    """A feed that the person named; `path` is set for a file, which the newsstand serves under `name`."""

    target: str
    name: str
    path: Path | None = None


def own_feeds(targets: tuple[str, ...]) -> tuple[OwnFeed, ...]:
    """Name each feed of the person's for a channel; raise NotFound for a file that isn't there."""
    found: dict[str, OwnFeed] = {}
    for target in dict.fromkeys(targets):
        address = urlsplit(target) if "://" in target else None
        path = None if address else Path(target).expanduser()
        if path is not None and not path.is_file():
            raise NotFound("error-no-such-file", path=target, why="there is no such file")
        words = f"{address.hostname or ''}{address.path}" if address else Path(target).name.partition(".")[0]
        name = re.sub(r"[^\w]+", "-", words.lower()).strip("-")[:_LABEL].strip("-") or "feed"
        name = name if name not in found else f"{name[:40]}-{len(found) + 1}"
        found[name] = OwnFeed(target, name, path)
    return tuple(found.values())


def add_own_channels(world: World, server: Server, own: tuple[OwnFeed, ...], texts: Texts) -> None:
    """Give each of the person's feeds a channel, unless a kept server has it."""
    there = channels_by_name(server)
    for feed in own:
        if feed.name not in there:
            topic = texts.get("demo-own-topic", target=feed.target.rsplit("/", 1)[-1] or feed.target)
            world.create_channel(server, feed.name, parent=there["News"], topic=topic)


class Furnisher:
    """Adds what the newsroom lacks; a kept newsroom lacks nothing."""

    def __init__(self, app: App, cast: Cast, clock: Clock) -> None:
        self._app = app
        self._server_id = ServerId(cast.server.id)
        self._server = cast.server
        self._owner = UserId(cast.owner.id)
        self._channels = channels_by_name(cast.server)
        self._clock = clock

    async def add_tags(self, starters: tuple[StarterTag, ...]) -> None:
        """Add the starter tags, each with its channel and what is special about it; the private one first."""
        there = {tag.key for tag in await self._app.tags.list(self._server_id)}
        sets = await self._vote_sets()
        for starter in (PRIVATE, *starters):
            channel = self._channels.get(channel_of(starter))
            if starter.key not in there and channel is not None:
                tag = await self._app.tags.add(
                    self._server_id,
                    self._owner,
                    name=starter.label,
                    channel_id=ChannelId(channel.id),
                    synonyms=", ".join(starter.synonyms),
                )
                async with self._app.database.write() as tx:
                    await tags.add_rules(tx, tag.id, starter.rules)
                    await tags.set_options(tx, tag.id, _options(starter, channel, sets))
                    if arrangement_of(starter.key).reviewed:
                        await tags.change(tx, tag.id, {"policy": Policy.REVIEW.value})

    async def _vote_sets(self) -> dict[str, VoteSetId]:
        """Add the vote sets that are missing; return the ids of all by their keys."""
        own = {emoji.name: f"<:{emoji.name}:{emoji.id}>" for emoji in self._server.emojis.values()}
        async with self._app.database.write() as tx:
            there = {each.key: each.id for each in await vote_sets.of_server(tx, self._server_id)}
            for key in VOTE_SETS.keys() - there.keys():
                new = with_own_emoji(VOTE_SETS[key], own)
                named = await vote_sets.add(
                    tx, self._server_id, key=key, name=key.title(), new=new, now=self._clock.now()
                )
                there[key] = named.id
        return there

    async def tell_moderators_at(self, channel: str) -> None:
        """Choose the channel where moderators are told what they have to mend."""
        async with self._app.database.write() as tx:
            await servers.set_review_channel(tx, self._server_id, ChannelId(self._channels[channel].id))

    async def add_feeds(self, newsstand: Newsstand) -> None:
        """Add the newsstand's feeds."""
        for feed in newsstand.programme.feeds:
            newest = _NEWEST_REVIEWED if feed.reviewed else 0
            trust = Trust.REVIEW if feed.reviewed else Trust.AUTOMATIC
            url = newsstand.feed_url(feed)
            await self._add_source(url, feed.title, interval=_INTERVAL, newest=newest, trust=trust)

    async def followed(self, newsstand: Newsstand) -> dict[str, FeedId]:
        """Return which of the newsstand's feeds the newsroom follows, by name; none before it has a tag."""
        if not await self._app.tags.list(self._server_id):
            return {}
        async with self._app.database.read() as tx:
            found = [
                (each.name, await feeds.find(tx, newsstand.feed_url(each)))
                for each in newsstand.programme.feeds
            ]
        return {name: feed.id for name, feed in found if feed is not None}

    async def add_own_feed(self, own: OwnFeed, url: str) -> Channel:
        """Add a feed with a tag of its own, to which all its stories go; raise FeedError."""
        await self._app.reader.check(url, Validators())
        channel = self._channels[own.name]
        ids = {tag.key: tag.id for tag in await self._app.tags.list(self._server_id)}
        tag_id = ids.get(tag_key(own.name))
        if tag_id is None:
            channel_id = ChannelId(channel.id)
            tag_id = (
                await self._app.tags.add(self._server_id, self._owner, name=own.name, channel_id=channel_id)
            ).id
        await self._add_source(url, own.name, interval=_OWN_INTERVAL, newest=_NEWEST_OF_OWN, tag_id=tag_id)
        self._app.intake.wake()
        return channel

    async def _add_source(
        self,
        url: str,
        title: str,
        *,
        interval: timedelta,
        newest: int = 0,
        tag_id: TagId | None = None,
        trust: Trust = Trust.AUTOMATIC,
    ) -> None:
        """Not by the owners' use case: that one reads the feed first, and has one interval for all."""
        now = self._clock.now()
        async with self._app.database.write() as tx:
            feed = await feeds.add(tx, url, title=title, now=now)
            used = {source.feed_id for source, _ in await sources.of_server(tx, self._server_id)}
            if feed.id not in used:
                added = await sources.add(
                    tx,
                    self._server_id,
                    feed,
                    interval=interval,
                    now=now,
                    added_by=self._owner,
                    post_newest=newest,
                    tags=() if tag_id is None else (tag_id,),
                )
                await sources.change(tx, added.id, SourceChange(trust=trust))


def _options(starter: StarterTag, channel: Channel, sets: Mapping[str, VoteSetId]) -> TagOptions:
    arranged = arrangement_of(starter.key)
    forum_tag = next((each.id for each in channel.tags or () if each.name == starter.label), None)
    return replace(
        arranged.options,
        forum_tag_id=None if forum_tag is None else ForumTagId(forum_tag),
        vote_set_id=None if arranged.vote_set is None else sets[arranged.vote_set],
    )
