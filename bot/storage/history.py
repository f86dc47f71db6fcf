"""What the rows say of one edition: what brought it, what held it, what was decided, what came of that."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, exists, func, select

from bot.domain.delivery import DeliveryState, Place
from bot.domain.edition import Edition, EditionState
from bot.domain.history import (
    Brought,
    Carded,
    Clipped,
    Corrected,
    Decided,
    Discussed,
    Event,
    Held,
    MergedHere,
    Noted,
    Polled,
    Turn,
    Undone,
)
from bot.domain.ids import ChannelId, EditionId, MessageId, ServerId, StoryId, ThreadId, UserId
from bot.domain.reasons import Reason
from bot.domain.verdict import Verdict, VerdictKind
from bot.storage import reviews, verdicts
from bot.storage.database import Connection
from bot.storage.desk_tables import clip, note, verdict
from bot.storage.poll_tables import poll
from bot.storage.tables import decision, delivery, discussion, edition, feed, story

_TO_COME = frozenset({DeliveryState.QUEUED, DeliveryState.WAITING})


# Who takes these back lets the edition wait again.
_ENDED = frozenset({VerdictKind.APPROVED, VerdictKind.REJECTED, VerdictKind.EXPIRED})


async def events(tx: Connection, of: Edition) -> list[Event]:
    """Return what happened to an edition, in no order but that what caused another stands before it."""
    found: list[Event] = []
    found += await brought(tx, of.server_id, of.story.id)
    found += await _clips(tx, of.id)
    decided = await _verdicts(tx, of)
    found += await _held(tx, of, decided)
    found += decided
    found += [each for each in await cards(tx, of.id) if _comes(each, of.state)]
    found += await _discussions(tx, of.id)
    found += await _polls(tx, of.id)
    found += await _notes(tx, of.id)
    if of.story.corrected_at is not None:
        found.append(Corrected(of.story.corrected_at))
    return [*found, *await merged_here(tx, of.id)]


async def cards(tx: Connection, edition_id: EditionId) -> list[Carded]:
    """Return how far the cards of an edition have come, the home first."""
    rows = await tx.execute(
        select(delivery)
        .where(delivery.c.edition_id == edition_id)
        .order_by(delivery.c.home.desc(), delivery.c.id)
    )
    return [
        Carded(
            at=row.posted_at or row.created_at,
            channel_id=ChannelId(row.channel_id),
            home=row.home,
            state=DeliveryState(row.state),
            reason=None if row.reason is None else Reason(row.reason),
            detail=row.detail,
            place=_place(row.place_id, row.message_id),
        )
        for row in rows
    ]


def _comes(card: Carded, state: EditionState) -> bool:
    """Tell whether a card stands, or is on its way: only of what may go out is one."""
    return state is EditionState.CLEARED or card.place is not None or card.state not in _TO_COME


async def brought(tx: Connection, server_id: ServerId, story_id: StoryId) -> list[Brought]:
    """Return what was decided on a story in a server, for each feed that brought it, the first first."""
    rows = await tx.execute(
        select(decision.c.at, decision.c.reason, decision.c.detail, feed.c.title, feed.c.url)
        .join(feed, feed.c.id == decision.c.feed_id)
        .where(decision.c.story_id == story_id, decision.c.server_id == server_id)
        .order_by(decision.c.at, decision.c.feed_id)
    )
    return [Brought(row.at, row.title or row.url, Reason(row.reason), row.detail) for row in rows]


async def merged_here(tx: Connection, edition_id: EditionId) -> list[MergedHere]:
    """Return the stories that were merged into an edition, the first first."""
    newer = verdict.alias("newer")
    last = ~exists().where(newer.c.edition_id == edition.c.id, newer.c.id > verdict.c.id, *_merges(newer))
    rows = await tx.execute(
        select(edition.c.id, verdict.c.at, verdict.c.actor_id)
        .join(verdict, verdict.c.edition_id == edition.c.id)
        .where(edition.c.merged_into == edition_id, *_merges(verdict), last)
        .order_by(verdict.c.id)
    )
    return [
        MergedHere(
            row.at,
            EditionId(row.id),
            await title_of(tx, EditionId(row.id)),
            None if row.actor_id is None else UserId(row.actor_id),
        )
        for row in rows.all()
    ]


async def title_of(tx: Connection, edition_id: EditionId) -> str:
    """Return what an edition is called in its server; nothing where it is gone."""
    shown = func.coalesce(edition.c.title, story.c.title)
    found = select(shown).join(story, story.c.id == edition.c.story_id).where(edition.c.id == edition_id)
    return await tx.scalar(found) or ""


def _merges(verdicts: FromClause) -> tuple[ColumnElement[bool], ...]:
    return verdicts.c.kind == VerdictKind.MERGED, verdicts.c.undone_at.is_(None)


async def _clips(tx: Connection, edition_id: EditionId) -> list[Clipped]:
    rows = await tx.execute(select(clip).where(clip.c.edition_id == edition_id).order_by(clip.c.id))
    return [Clipped(row.at, UserId(row.user_id), row.outcome or "") for row in rows]


async def _held(tx: Connection, of: Edition, decided: Sequence[Event]) -> list[Held]:
    """Return when an edition began to wait for the first time: its row has the last."""
    holds = (await reviews.holds_of(tx, [of.id])).get(of.id, ())
    again = any(isinstance(each, Held) for each in decided)
    if not (holds or again) and of.state is not EditionState.HELD:
        return []
    return [Held(of.created_at if again else of.held_at or of.created_at, holds)]


async def _verdicts(tx: Connection, of: Edition) -> list[Event]:
    found: list[Event] = []
    again: set[datetime] = set()  # of what one click did as two decisions it is one moment
    for each in await verdicts.of_edition(tx, of.id):
        if each.kind is VerdictKind.HELD:  # `hold` has why
            continue
        found.append(Decided(each.at, each, await _other(tx, each)))
        if each.undone_at is not None:
            found.append(Undone(each.undone_at, each))
            if each.kind in _ENDED or each.undone_at == of.held_at:
                again.add(each.undone_at)
    return [*found, *(Held(at, again=True) for at in sorted(again))]


async def _other(tx: Connection, of: Verdict) -> str:
    """Return what the story is called that one was merged into."""
    into = of.changes.get("into")
    target = into[1] if isinstance(into, list) else None
    return await title_of(tx, EditionId(target)) if isinstance(target, int) else ""


async def _discussions(tx: Connection, edition_id: EditionId) -> list[Discussed]:
    row = (await tx.execute(select(discussion).where(discussion.c.edition_id == edition_id))).first()
    if row is None:
        return []
    turns: Iterator[tuple[datetime | None, Turn]] = iter(
        ((row.opened_at, Turn.OPENED), (row.archived_at, Turn.ARCHIVED), (row.locked_at, Turn.LOCKED))
    )
    return [Discussed(at, ThreadId(row.thread_id), turn) for at, turn in turns if at is not None]


async def _polls(tx: Connection, edition_id: EditionId) -> list[Polled]:
    row = (await tx.execute(select(poll).where(poll.c.edition_id == edition_id))).first()
    if row is None:
        return []
    opened = [Polled(row.opened_at, Turn.OPENED)]
    return opened if row.closed_at is None else [*opened, Polled(row.closed_at, Turn.CLOSED, row.voters)]


async def _notes(tx: Connection, edition_id: EditionId) -> list[Noted]:
    found = await tx.execute(select(note).where(note.c.edition_id == edition_id).order_by(note.c.id))
    rows = found.all()
    # What is said as a story leaves a discussion, or comes to one, tells where that stands.
    stands_in = {row.thread_id: ChannelId(row.fields["here"]) for row in rows if row.fields.get("here")}
    return [
        Noted(row.created_at, ThreadId(row.thread_id), row.kind, row.state, stands_in.get(row.thread_id))
        for row in rows
    ]


def _place(channel_id: int | None, message_id: int | None) -> Place | None:
    if channel_id is None or message_id is None:
        return None
    return Place(ChannelId(channel_id), MessageId(message_id))
