"""Everything that is stored of polls, to be read through: for exports and for checks."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select

from bot.domain.evidence import Evidence
from bot.domain.ids import ChannelId, PollId, ServerId
from bot.domain.poll import Poll, PollState, Tally
from bot.storage import carried_marks, polls
from bot.storage.database import Connection
from bot.storage.poll_tables import poll, vote_event
from bot.storage.shown import SHOWN_TITLE
from bot.storage.tables import delivery, edition, server, story

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PollRecord:
    """A poll with its story and its count.

    count: None where it was forgotten on a reader's wish, and where the poll has no result.
    """

    poll: Poll
    server: str
    title: str
    link: str | None
    closed_at: datetime | None
    verified: bool | None
    count: Tally | None


@dataclass(frozen=True, slots=True)
class Span:
    """Polls that were opened from a moment on, and before another, in channels that somebody may see."""

    since: datetime | None
    until: datetime | None
    channels: Collection[ChannelId]


async def channels(tx: Connection, server_id: ServerId) -> list[ChannelId]:
    """Return the server's channels in which polls stand, or stood; of a post its forum."""
    its_card = and_(delivery.c.edition_id == poll.c.edition_id, delivery.c.message_id == poll.c.message_id)
    rows = select(delivery.c.channel_id).join(poll, its_card).where(poll.c.server_id == server_id).distinct()
    return [ChannelId(row) for row in await tx.scalars(rows)]


async def number(tx: Connection, server_id: ServerId, span: Span) -> int:
    """Return how many polls of a server are within a span."""
    wanted = select(func.count()).select_from(poll).where(poll.c.server_id == server_id, _within(span))
    return await tx.scalar(wanted) or 0


async def records(
    tx: Connection, server_id: ServerId | None = None, span: Span | None = None
) -> AsyncIterator[PollRecord]:
    """Yield all polls, or those of one server, and perhaps of a span, the oldest first."""
    wanted = (
        select(
            *(poll.c.id, poll.c.closed_at, poll.c.verified, poll.c.voters),
            *(server.c.name, SHOWN_TITLE, story.c.link),
        )
        .join(server, server.c.id == poll.c.server_id)
        .join(edition, edition.c.id == poll.c.edition_id)
        .join(story, story.c.id == edition.c.story_id)
        .order_by(poll.c.id)
        .limit(_AT_ONCE)
    )
    if server_id is not None:
        wanted = wanted.where(poll.c.server_id == server_id)
    if span is not None:
        wanted = wanted.where(_within(span))
    last = 0
    while rows := (await tx.execute(wanted.where(poll.c.id > last))).all():
        for row in rows:
            found = await polls.get(tx, PollId(row.id))
            if found is not None:
                forgotten = found.state is PollState.CLOSED and row.voters is None
                without = forgotten or found.state is PollState.WITHDRAWN
                count = None if without else await polls.tally_of(tx, found)
                yield PollRecord(found, row.name, row.title, row.link, row.closed_at, row.verified, count)
        last = rows[-1].id


async def evidence(tx: Connection, record: PollRecord) -> Evidence:
    """Return all that is stored of a poll."""
    of = record.poll
    rows = await tx.scalars(
        select(vote_event.c.seq).where(vote_event.c.poll_id == of.id).order_by(vote_event.c.seq)
    )
    erased = await tx.scalar(select(poll.c.votes_erased).where(poll.c.id == of.id))
    return Evidence(
        poll=of,
        log=list(zip(rows, await polls.log(tx, of.id), strict=True)),
        marks=await polls.marks(tx, of.id),
        frozen=record.count if of.state is PollState.CLOSED else None,
        votes_erased=bool(erased),
        carried=await carried_marks.of_poll(tx, of.id),
    )


def _within(span: Span) -> ColumnElement[bool]:
    its_card = and_(
        delivery.c.edition_id == poll.c.edition_id,
        delivery.c.message_id == poll.c.message_id,
        delivery.c.channel_id.in_(span.channels),
    )
    conditions: list[ColumnElement[bool]] = [exists().where(its_card)]
    if span.since is not None:
        conditions.append(poll.c.opened_at >= span.since)
    if span.until is not None:
        conditions.append(poll.c.opened_at < span.until)
    return and_(*conditions)
