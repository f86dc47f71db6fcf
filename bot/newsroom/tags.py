"""A server's tags: adding, listing, and giving one another channel."""

import asyncio
from dataclasses import replace
from typing import Protocol

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import ChannelKind
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.domain.tagging import Rule, RuleKind, Tag, folded_words, tag_key
from bot.domain.text import cut_at_word, one_line
from bot.storage import audits, deliveries, tags
from bot.storage.database import Connection, Database

_MOST = 200
_LABEL = 50
_MOST_WORDS = 50
_WORD = 100


class Channels(Protocol):
    """What a use case asks of the server's channels."""

    def missing(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that cards with discussion and poll lack in a channel."""

    def kind(self, channel_id: ChannelId) -> ChannelKind | None:
        """Return what a channel is; None when it is not there, or nothing can be posted to it."""

    def exists(self, channel_id: ChannelId) -> bool:
        """Tell whether the channel is there."""


class Tags:
    """Adds, lists and changes the tags of a server."""

    def __init__(
        self, database: Database, channels: Channels, clock: Clock, *, wake_delivery: asyncio.Event
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._wake_delivery = wake_delivery

    async def add(
        self,
        server_id: ServerId,
        actor: UserId,
        *,
        name: str,
        channel_id: ChannelId,
        synonyms: str = "",
        keywords: str = "",
    ) -> Tag:
        """Add a tag whose stories go to the channel; raise InvalidInput or AlreadyThere.

        synonyms, keywords: several parted by commas; a keyword of several words is a phrase.
        """
        label = _label(name)
        key = tag_key(label)
        others = [other for word in _parted(synonyms) if (other := tag_key(word)) and other != key]
        rules = [_rule(word) for word in _parted(keywords)]
        self._check_channel(channel_id)
        async with self._database.write() as tx:
            await _check_room(tx, server_id)
            now = self._clock.now()
            tag = await tags.add(
                tx,
                server_id,
                key=key,
                label=label,
                channel_id=channel_id,
                kind=self._channels.kind(channel_id) or ChannelKind.TEXT,
                synonyms=dict.fromkeys(others),
                rules=dict.fromkeys(rules),
                now=now,
            )
            details = {"channel": channel_id, "synonyms": others, "keywords": [rule.value for rule in rules]}
            await audits.record(tx, AuditEntry(server_id, "tag-added", label, now, actor, details))
        return tag

    async def move(
        self, server_id: ServerId, actor: UserId, *, name: str, channel_id: ChannelId
    ) -> tuple[Tag, int]:
        """Let a tag's stories go to another channel, and with them those that wait to be posted.

        Returns the tag and the number of those; raises NotFound or InvalidInput.
        """
        self._check_channel(channel_id)
        async with self._database.write() as tx:
            tag = await _found(tx, server_id, name)
            now = self._clock.now()
            waiting = await deliveries.redirect_waiting(tx, tag.id, channel_id, now=now)
            await tags.set_channel(
                tx, tag.id, channel_id, self._channels.kind(channel_id) or ChannelKind.TEXT
            )
            details = {"from": tag.channel_id, "to": channel_id, "waiting": waiting}
            await audits.record(tx, AuditEntry(server_id, "tag-moved", tag.label, now, actor, details))
        if waiting:
            self._wake_delivery.set()
        return replace(tag, channel_id=channel_id), waiting

    async def list(self, server_id: ServerId) -> tuple[Tag, ...]:
        """Return the server's tags in its order."""
        async with self._database.read() as tx:
            return await tags.of_server(tx, server_id)

    async def get(self, server_id: ServerId, name: str) -> Tag:
        """Return the server's tag of that name; raise NotFound."""
        async with self._database.read() as tx:
            return await _found(tx, server_id, name)

    async def labels(self, server_id: ServerId, typed: str) -> tuple[tuple[str, str], ...]:
        """Return the tags whose label fits what was typed, as name and value of a choice."""
        found = await self.list(server_id)
        return tuple((tag.label, tag.label) for tag in found if typed.casefold() in tag.label.casefold())

    def _check_channel(self, channel_id: ChannelId) -> None:
        if missing := self._channels.missing(channel_id):
            raise InvalidInput("error-channel-permissions", channel=channel_id, missing=", ".join(missing))


def _label(name: str) -> str:
    label = one_line(name).removeprefix("#").strip()
    if not tag_key(label):
        raise InvalidInput("error-tag-name", name=cut_at_word(label, _LABEL))
    if len(label) > _LABEL:
        raise InvalidInput("error-tag-name-long", limit=_LABEL)
    return label


def _parted(words: str) -> list[str]:
    parted = [word.removeprefix("#").strip() for word in one_line(words).split(",")]
    kept = [word for word in parted if tag_key(word)]
    if len(kept) > _MOST_WORDS:
        raise InvalidInput("error-too-many-words", limit=_MOST_WORDS)
    if long := next((word for word in kept if len(word) > _WORD), None):
        raise InvalidInput("error-word-long", word=cut_at_word(long, _LABEL), limit=_WORD)
    return kept


def _rule(word: str) -> Rule:
    return Rule(RuleKind.PHRASE if len(folded_words(word)) > 1 else RuleKind.KEYWORD, word)


async def _found(tx: Connection, server_id: ServerId, name: str) -> Tag:
    tag = await tags.find(tx, server_id, tag_key(name))
    if tag is None:
        raise NotFound("error-no-such-tag", name=cut_at_word(one_line(name), _LABEL))
    return tag


async def _check_room(tx: Connection, server_id: ServerId) -> None:
    if len(await tags.of_server(tx, server_id)) >= _MOST:
        raise InvalidInput("error-too-many-tags", limit=_MOST)
