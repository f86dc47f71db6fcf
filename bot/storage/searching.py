"""Finding stories by their words, in one server, in channels that a person may see: the newest first."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    TableClause,
    and_,
    case,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy import insert as plain_insert
from sqlalchemy.engine import Row

from bot.domain.delivery import DeliveryState, Place
from bot.domain.edition import EditionState
from bot.domain.ids import CardKey, ChannelId, EditionId, MessageId, ServerId, StoryId, TagId
from bot.domain.poll import PollState
from bot.domain.reasons import Reason
from bot.domain.search import SearchText, grams, likest, search_text
from bot.storage import carried_marks
from bot.storage.database import Connection
from bot.storage.poll_tables import poll
from bot.storage.search_tables import edition_search, search_gram, search_word, story_search
from bot.storage.shown import SHOWN_TITLE
from bot.storage.tables import delivery, edition, edition_tag, story, tag
from bot.storage.upsert import in_pieces, insert

_CANDIDATES = 200
_ALIKE = 8
_quote = literal('"')


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stories are looked for.

    words: each with those that count as it, one of which the story has to have; they may be beginnings.
    polled: those with a poll in one of these states. also_gone: those whose card was deleted, too.
    state: cleared, but where one that is over is asked for.
    """

    words: tuple[tuple[str, ...], ...] = ()
    tag_id: TagId | None = None
    since: datetime | None = None
    polled: tuple[PollState, ...] = ()
    ids: tuple[EditionId, ...] | None = None
    also_gone: bool = False
    state: EditionState = EditionState.CLEARED


@dataclass(frozen=True, slots=True)
class FoundStory:
    """A story as it is listed.

    channel_id: of its home. place: of its card there; None where it has none, or has it no more.
    """

    edition_id: EditionId
    card_key: CardKey
    channel_id: ChannelId
    place: Place | None
    title: str
    outlet: str
    link: str | None
    at: datetime


async def index(tx: Connection, story_ids: Collection[StoryId]) -> None:
    """Let stories be found by what they say now; to be called where they are written."""
    for piece in in_pieces(sorted(story_ids)):
        columns = (story.c.id, story.c.title, story.c.lead, story.c.outlet, story.c.hashtags)
        rows = (await tx.execute(select(*columns).where(story.c.id.in_(piece)))).all()
        texts = {row.id: search_text(row.title, row.lead, row.outlet, row.hashtags) for row in rows}
        if not texts:
            continue
        await _put(tx, story_search, piece, texts)


async def index_own(tx: Connection, texts: Mapping[EditionId, SearchText | None]) -> None:
    """Let editions be found by what their server says as well; by nothing more where that is None."""
    for piece in in_pieces(sorted(texts)):
        own = {key: text for key in piece if (text := texts[key]) is not None}
        await _put(tx, edition_search, piece, own)


async def words_of(tx: Connection, story_ids: Collection[StoryId]) -> set[str]:
    """Return the words that these stories are indexed by."""
    pieces = [story_search.c.rowid.in_(piece) for piece in in_pieces(sorted(story_ids))]
    return {word for piece in pieces for word in await _words(tx, story_search, piece)}


async def words_of_server(tx: Connection, server_id: ServerId) -> set[str]:
    """Return the words of its own by which a server's editions are indexed."""
    theirs = select(edition.c.id).where(edition.c.server_id == server_id)
    return await _words(tx, edition_search, edition_search.c.rowid.in_(theirs))


async def forget_words(tx: Connection, words: Collection[str]) -> None:
    """Forget those of the words that nothing is indexed by any more."""
    written = _quote + search_word.c.word + _quote
    in_use = [
        exists(select(each.c.rowid).where(_matches(each.name, written)).correlate(search_word))
        for each in (story_search, edition_search)
    ]
    for piece in in_pieces(sorted(words)):
        unused = and_(search_word.c.word.in_(piece), *(~each for each in in_use))
        await tx.execute(delete(search_word).where(unused))


async def alike(tx: Connection, word: str) -> list[str]:
    """Return words of stories that were meant, perhaps, by a mistyped one; the likest first."""
    matching = " OR ".join(map(_quoted, grams(word)))
    wanted = select(search_gram.c.word).where(_matches("search_gram", matching))
    rows = await tx.scalars(wanted.order_by(search_gram.c.rank).limit(_CANDIDATES))
    return likest(word, (row.strip("_") for row in rows), _ALIKE)


async def home_channels(tx: Connection, server_id: ServerId) -> list[ChannelId]:
    """Return the channels to which anything of the server was ever delivered.

    Leaps from one to the next in their index, however many deliveries there are.
    """
    theirs = delivery.c.server_id == server_id
    first = select(func.min(delivery.c.channel_id).label("id")).where(theirs).cte("channel", recursive=True)
    further = select(func.min(delivery.c.channel_id)).where(theirs, delivery.c.channel_id > first.c.id)
    leaps = first.union_all(select(further.scalar_subquery()).where(first.c.id.is_not(None)))
    rows = await tx.scalars(select(leaps.c.id).where(leaps.c.id.is_not(None)))
    return [ChannelId(row) for row in rows]


async def stories(
    tx: Connection,
    server_id: ServerId,
    channel_ids: Collection[ChannelId],
    wanted: Wanted,
    *,
    limit: int,
) -> list[FoundStory]:
    """Return stories whose card stands in one of these channels, the newest first.

    Words are looked for in what the story says, and in what the server says of it.
    """
    if not channel_ids:
        return []
    found = _listed(server_id, wanted).where(delivery.c.channel_id.in_(channel_ids), *_conditions(wanted))
    if not wanted.words:
        newest = found.order_by(edition.c.created_at.desc(), edition.c.id.desc())
        return [_found(row) for row in await tx.execute(newest.limit(limit))]
    matching = " AND ".join(f"({' OR '.join(f'{_quoted(each)} *' for each in one)})" for one in wanted.words)
    rows: dict[int, Row[Any]] = {}
    for index_of, key in ((story_search, story.c.id), (edition_search, edition.c.id)):
        having = found.join(index_of, index_of.c.rowid == key).where(_matches(index_of.name, matching))
        newest = having.order_by(index_of.c.rowid.desc())
        rows |= {row.id: row for row in await tx.execute(newest.limit(limit))}
    latest = sorted(rows.values(), key=lambda row: (row.story_id, row.id), reverse=True)
    return [_found(row) for row in latest[:limit]]


async def voters(tx: Connection, edition_ids: Collection[EditionId]) -> dict[EditionId, int]:
    """Return how many readers have voted on these editions, of those that have a poll."""
    marked = carried_marks.voters_of(poll)
    frozen = poll.c.state == PollState.CLOSED
    found: dict[EditionId, int] = {}
    for piece in in_pieces(sorted(edition_ids)):
        count = case((frozen, func.coalesce(poll.c.voters, 0)), else_=marked).label("number")
        rows = await tx.execute(select(poll.c.edition_id, count).where(poll.c.edition_id.in_(piece)))
        found |= {EditionId(row.edition_id): row.number for row in rows}
    return found


async def labels(
    tx: Connection, edition_ids: Collection[EditionId]
) -> dict[EditionId, list[tuple[str, ChannelId]]]:
    """Return what the tags of these editions are called, in the server's order, and their channels."""
    found: dict[EditionId, list[tuple[str, ChannelId]]] = defaultdict(list)
    for piece in in_pieces(sorted(edition_ids)):
        rows = await tx.execute(
            select(edition_tag.c.edition_id, tag.c.label, tag.c.channel_id)
            .join(tag, tag.c.id == edition_tag.c.tag_id)
            .where(edition_tag.c.edition_id.in_(piece))
            .order_by(tag.c.position, tag.c.id)
        )
        for row in rows:
            found[EditionId(row.edition_id)].append((row.label, ChannelId(row.channel_id)))
    return found


async def home_of(tx: Connection, edition_id: EditionId) -> ChannelId | None:
    """Return the channel of an edition's home, whether its card was posted or not."""
    home = select(delivery.c.channel_id).where(delivery.c.edition_id == edition_id, delivery.c.home)
    found = await tx.scalar(home)
    return None if found is None else ChannelId(found)


async def _put(
    tx: Connection, into: TableClause, ids: Collection[int], texts: Mapping[Any, SearchText]
) -> None:
    """Let these be found by these texts, and by no others that they had."""
    before = await _words(tx, into, into.c.rowid.in_(ids))
    await tx.execute(delete(into).where(into.c.rowid.in_(ids)))
    if texts:
        rows = [{"rowid": key, "title": text.title, "more": text.more} for key, text in texts.items()]
        await tx.execute(plain_insert(into), rows)
    if words := sorted({word for text in texts.values() for word in text.words}):
        added = insert(tx, search_word).on_conflict_do_nothing(index_elements=["word"])
        await tx.execute(added, [{"word": word} for word in words])
    await forget_words(tx, before.difference(words))


async def _words(tx: Connection, of: TableClause, condition: ColumnElement[bool]) -> set[str]:
    rows = await tx.execute(select(of.c.title, of.c.more).where(condition))
    return {word for row in rows for word in SearchText(row.title, row.more).words}


def _listed(server_id: ServerId, wanted: Wanted) -> Select[Any]:
    has_card = and_(delivery.c.message_id.is_not(None), delivery.c.state != DeliveryState.REMOVED)
    without = and_(delivery.c.state == DeliveryState.FAILED, delivery.c.reason == Reason.OVER_BUDGET)
    gone = delivery.c.state == DeliveryState.REMOVED
    there = or_(has_card, without, gone) if wanted.also_gone else or_(has_card, without)
    return (
        select(
            *(
                edition.c.id,
                edition.c.story_id,
                edition.c.created_at,
                SHOWN_TITLE,
                story.c.outlet,
                story.c.link,
            ),
            *(delivery.c.card_key, delivery.c.channel_id, delivery.c.place_id, delivery.c.message_id),
            *(delivery.c.state, delivery.c.posted_at),
        )
        .select_from(edition)
        .join(story, story.c.id == edition.c.story_id)
        .join(delivery, and_(delivery.c.edition_id == edition.c.id, delivery.c.home, there))
        .where(edition.c.server_id == server_id, edition.c.state == wanted.state)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.tag_id is not None:
        tagged = and_(edition_tag.c.edition_id == edition.c.id, edition_tag.c.tag_id == wanted.tag_id)
        conditions.append(exists().where(tagged))
    if wanted.since is not None:
        conditions.append(edition.c.created_at >= wanted.since)
    if wanted.polled:
        states = [state.value for state in wanted.polled]
        conditions.append(exists().where(poll.c.edition_id == edition.c.id, poll.c.state.in_(states)))
    if wanted.ids is not None:
        conditions.append(edition.c.id.in_(wanted.ids))
    return conditions


def _matches(table: str, expression: str | ColumnElement[str]) -> ColumnElement[bool]:
    return literal_column(table).op("MATCH", is_comparison=True)(expression)


def _quoted(word: str) -> str:
    return f'"{word}"'


def _found(row: Row[Any]) -> FoundStory:
    place = None
    if row.message_id is not None and row.state != DeliveryState.REMOVED:
        place = Place(ChannelId(row.place_id or row.channel_id), MessageId(row.message_id))
    return FoundStory(
        EditionId(row.id),
        CardKey(row.card_key),
        ChannelId(row.channel_id),
        place,
        row.title,
        row.outlet,
        row.link,
        row.posted_at or row.created_at,
    )
