"""A server's sources: adding a feed, and listing them with their state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.address import web_address
from bot.domain.audit import AuditEntry
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.feed import FeedChanged, FeedDocument, Validators
from bot.domain.ids import ServerId, UserId
from bot.domain.source import Feed, Source
from bot.domain.tagging import Tag, tag_key
from bot.domain.text import cut_at_word, one_line
from bot.pipeline.ports import FeedReader
from bot.storage import audits, feeds, sources, tags
from bot.storage.database import Connection, Database

_MOST = 500
_TITLE = 200


@dataclass(frozen=True, slots=True)
class AddedSource:
    """A feed that was added: what it is, how many stories stand in it now, and the tag of all its stories."""

    feed: Feed
    stories: int
    tag: Tag | None


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source with its feed and the tags that it gives."""

    source: Source
    feed: Feed
    tags: tuple[Tag, ...]


class Sources:
    """Adds and lists the feeds of a server."""

    def __init__(
        self,
        database: Database,
        reader: FeedReader,
        clock: Clock,
        *,
        interval: timedelta,
        wake_intake: Callable[[], None],
    ) -> None:
        self._database = database
        self._reader = reader
        self._clock = clock
        self._interval = interval
        self._wake_intake = wake_intake

    async def add(
        self, server_id: ServerId, actor: UserId, typed: str, *, tag: str | None = None
    ) -> AddedSource:
        """Add a feed after reading it; raise InvalidInput, AlreadyThere, or a FeedError when it is none.

        typed: its address, the scheme may be missing. tag: the name of a tag that takes all its stories.
        """
        url = _address(typed)
        async with self._database.read() as tx:
            await _check_room(tx, server_id)
            await _find_tag(tx, server_id, tag)
        url, document = await self._read(url)
        async with self._database.write() as tx:
            given = await _find_tag(tx, server_id, tag)
            added = await self._store(tx, server_id, actor, url=url, document=document, tag=given)
        self._wake_intake()
        return AddedSource(added, len(document.items), given)

    async def list(self, server_id: ServerId) -> tuple[SourceState, ...]:
        """Return the server's sources in the order in which they were added."""
        async with self._database.read() as tx:
            by_id = {tag.id: tag for tag in await tags.of_server(tx, server_id)}
            return tuple(
                SourceState(source, feed, tuple(tag for id_, tag in by_id.items() if id_ in source.tags))
                for source, feed in await sources.of_server(tx, server_id)
            )

    async def _read(self, url: str) -> tuple[str, FeedDocument]:
        answer = await self._reader.check(url, Validators())
        if not isinstance(answer, FeedChanged):
            raise TypeError("an unconditional request was answered with 'not changed'")
        return answer.moved_to or url, answer.document

    async def _store(
        self,
        tx: Connection,
        server_id: ServerId,
        actor: UserId,
        *,
        url: str,
        document: FeedDocument,
        tag: Tag | None,
    ) -> Feed:
        now = self._clock.now()
        title = cut_at_word(one_line(document.title), _TITLE)
        feed = await feeds.add(tx, url, title=title, site_url=document.site_url, now=now)
        given = () if tag is None else (tag.id,)
        await sources.add(tx, server_id, feed, interval=self._interval, now=now, added_by=actor, tags=given)
        details = {"title": title} | ({} if tag is None else {"tag": tag.label})
        await audits.record(tx, AuditEntry(server_id, "feed-added", url, now, actor, details))
        return feed


def _address(typed: str) -> str:
    bare = typed.strip().strip("<>")
    whole = "://" in bare
    url = web_address(bare if whole else f"https://{bare}")
    if url is None or not (whole or "." in bare):  # a word alone is no address
        raise InvalidInput("error-address", typed=cut_at_word(one_line(typed), _TITLE))
    return url


async def _check_room(tx: Connection, server_id: ServerId) -> None:
    if len(await sources.of_server(tx, server_id)) >= _MOST:
        raise InvalidInput("error-too-many-feeds", limit=_MOST)


async def _find_tag(tx: Connection, server_id: ServerId, name: str | None) -> Tag | None:
    if name is None:
        return None
    found = await tags.find(tx, server_id, tag_key(name))
    if found is None:
        raise NotFound("error-no-such-tag", name=cut_at_word(one_line(name), _TITLE))
    return found
