"""Finding stories, for a person who sees some of the server's channels: nothing of the others is there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from bot.domain.channel import MaySee
from bot.domain.edition import Edition
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ChannelId, EditionId, ServerId
from bot.domain.nearest import places
from bot.domain.poll import Poll
from bot.domain.ranking import by_relevance
from bot.domain.search import typed_words
from bot.domain.tagging import ImageMode, Tag, tag_key
from bot.domain.text import cut_at_word, one_line
from bot.pipeline.drawing import terms_of
from bot.storage import deliveries, editions, polls, searching, tags
from bot.storage.database import Connection, Database
from bot.storage.searching import FoundStory, Wanted

_LATEST = 50
_FOUND = 100
_CHOICES = 25
_TITLE = 100
_LABEL = 50
_DIGITS = 19
# A number with a sign is no word of a story, and no value of a completion.
_NUMBER = re.compile(r"[-+\u2212]\d+")
_ANY = Wanted()


@dataclass(frozen=True, slots=True)
class Listed:
    """A story as it is listed: its tags' labels, and how many readers voted; None without a poll."""

    story: FoundStory
    tags: tuple[str, ...]
    voters: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. tag: the label of the one it is about. alike: not what was typed, but words like it.

    beyond: nothing of that tag or time, but of others.
    """

    stories: tuple[Listed, ...]
    tag: str | None = None
    alike: bool = False
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A story that is shown by itself: its poll, how its card has its picture, and when it was corrected."""

    listed: Listed
    edition: Edition
    poll: Poll | None
    image: ImageMode
    corrected_at: datetime | None


class Finding:
    """Finds the stories of a server whose home a person may see."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def offer(self, server_id: ServerId, typed: str, may_see: MaySee) -> list[FoundStory]:
        """Return the stories that match what was typed so far, newest first."""
        async with self._database.read() as tx:
            return await offered(tx, server_id, typed, may_see)

    async def offer_tags(self, server_id: ServerId, typed: str, may_see: MaySee) -> list[tuple[str, str]]:
        """Return (shown, value) of the tags that match what was typed so far."""
        async with self._database.read() as tx:
            known = [each for each in await tags.names(tx, server_id) if may_see(each.channel_id)]
        labels = [each.label for each in known]
        return [(labels[place], labels[place]) for place in places(typed, labels, _CHOICES)]

    async def latest(self, server_id: ServerId, may_see: MaySee, *, tag: str | None = None) -> Found:
        """Return the newest stories, of all tags or one."""
        async with self._database.read() as tx:
            of_tag = None if tag is None else await self._tag(tx, server_id, tag, may_see)
            wanted = Wanted(tag_id=None if of_tag is None else of_tag.id)
            channels = await visible(tx, server_id, may_see)
            found = await searching.stories(tx, server_id, channels, wanted, limit=_LATEST)
            return Found(await listed(tx, found, may_see), None if of_tag is None else of_tag.label)

    async def search(
        self,
        server_id: ServerId,
        typed: str,
        may_see: MaySee,
        *,
        tag: str | None = None,
        since: datetime | None = None,
    ) -> Found:
        """Return the stories that have all the words that were typed, those first that have them as title.

        Where only stories of other tags or times have them, those. Raises InvalidInput without a word.
        """
        words = typed_words(typed)
        if not words:
            raise InvalidInput("error-no-words")
        async with self._database.read() as tx:
            of_tag = None if tag is None else await self._tag(tx, server_id, tag, may_see)
            wanted = Wanted(tag_id=None if of_tag is None else of_tag.id, since=since)
            channels = await visible(tx, server_id, may_see)
            found, counted = await _matching(tx, server_id, channels, words, wanted, limit=_FOUND)
            beyond = False
            if wanted != _ANY and (not found or counted != _as_typed(words)):
                others, by = await _matching(tx, server_id, channels, words, _ANY, limit=_FOUND)
                if others and (not found or by == _as_typed(words)):
                    found, counted, beyond = others, by, True
            order = by_relevance([each.title for each in found], counted)
            return Found(
                await listed(tx, [found[place] for place in order], may_see),
                None if of_tag is None else of_tag.label,
                alike=bool(found) and counted != _as_typed(words),
                beyond=beyond,
            )

    async def shown(self, server_id: ServerId, typed: str, may_see: MaySee) -> Shown:
        """Return a story: by a completion's value, or words of it (the newest counts); raise NotFound."""
        must_name(typed)
        async with self._database.read() as tx:
            found = await one(tx, server_id, typed, may_see)
            edition = None if found is None else await editions.get(tx, found.edition_id)
            if found is None or edition is None:
                raise NotFound("error-no-such-story", story=cut_at_word(one_line(typed), _TITLE))
            (line,) = await listed(tx, [found], may_see)
            home, corrected_at = await deliveries.home_of(tx, edition.id), edition.story.corrected_at
            return Shown(
                line,
                edition,
                await polls.of_edition(tx, edition.id),
                ImageMode.SHOW if home is None else terms_of(home, edition).image,
                corrected_at if corrected_at is not None and corrected_at > found.at else None,
            )

    async def _tag(self, tx: Connection, server_id: ServerId, typed: str, may_see: MaySee) -> Tag:
        if not typed.strip():
            raise InvalidInput("error-no-tag-name")
        tag = await tags.meant(tx, server_id, tag_key(typed))
        if tag is not None and may_see(tag.channel_id):
            return tag
        labels = [each.label for each in await tags.names(tx, server_id) if may_see(each.channel_id)]
        raise NotFound.by_name("error-no-such-subject", typed, labels, limit=_LABEL)


def must_name(typed: str) -> None:
    """Raise InvalidInput where nothing was typed that could name a story."""
    if not typed.strip():
        raise InvalidInput("error-no-words")


async def visible(tx: Connection, server_id: ServerId, may_see: MaySee) -> list[ChannelId]:
    """Return the channels with stories that a person may see."""
    return [each for each in await searching.home_channels(tx, server_id) if may_see(each)]


async def offered(
    tx: Connection,
    server_id: ServerId,
    typed: str,
    may_see: MaySee,
    among: Wanted = _ANY,
    *,
    limit: int = _CHOICES,
) -> list[FoundStory]:
    """Return the stories that match what was typed, newest first; the newest of all where that is nothing.

    Where only words like those were found, come first the titles that have them.
    """
    words = typed_words(typed)
    if not words and typed.strip():
        return []
    channels = await visible(tx, server_id, may_see)
    if not words:
        return await searching.stories(tx, server_id, channels, among, limit=limit)
    found, counted = await _matching(tx, server_id, channels, words, among, limit=_FOUND)
    if counted != _as_typed(words):
        found = [found[place] for place in by_relevance([each.title for each in found], counted)]
    return found[:limit]


async def one(
    tx: Connection,
    server_id: ServerId,
    typed: str,
    may_see: MaySee,
    among: Wanted = _ANY,
) -> FoundStory | None:
    """Return the story that a completion's value names, or else the newest with the words that were typed."""
    if typed.isascii() and typed.isdigit() and len(typed) < _DIGITS:
        wanted = replace(among, ids=(EditionId(int(typed)),))
        channels = await visible(tx, server_id, may_see)
        if found := await searching.stories(tx, server_id, channels, wanted, limit=1):
            return found[0]
    if not typed_words(typed) or _NUMBER.fullmatch(typed.strip()):
        return None
    return next(iter(await offered(tx, server_id, typed, may_see, among, limit=1)), None)


async def listed(tx: Connection, found: Sequence[FoundStory], may_see: MaySee) -> tuple[Listed, ...]:
    """Return stories with what a list says of them, and no name of a tag in a channel that is hidden."""
    ids = [each.edition_id for each in found]
    labels, voters = await searching.labels(tx, ids), await searching.voters(tx, ids)
    sees = cache(may_see)

    def tags_of(story: FoundStory) -> tuple[str, ...]:
        return tuple(label for label, channel_id in labels.get(story.edition_id, ()) if sees(channel_id))

    return tuple(Listed(each, tags_of(each), voters.get(each.edition_id)) for each in found)


async def _matching(
    tx: Connection,
    server_id: ServerId,
    channels: Sequence[ChannelId],
    words: tuple[str, ...],
    wanted: Wanted,
    *,
    limit: int,
) -> tuple[list[FoundStory], tuple[tuple[str, ...], ...]]:
    """Return stories with the words, or where there are none with words like them; and what counted."""
    counted = _as_typed(words)
    found = await searching.stories(tx, server_id, channels, replace(wanted, words=counted), limit=limit)
    if not found and channels:
        counted = tuple([(word, *await searching.alike(tx, word)) for word in words])
        if counted != _as_typed(words):
            found = await searching.stories(
                tx, server_id, channels, replace(wanted, words=counted), limit=limit
            )
    return found, counted


def _as_typed(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple((word,) for word in words)
