"""The messages in review channels: which are to be posted or drawn again, and where they stand.

    wanted ──► posting ──► standing ◄──► settled     it shows the story, or the decision on it
      └─ no room for it: it waits                  ──► gone   deleted in Discord: never posted again
                                                   ──► wanted  deleted with its channel

`due_at` says when something is to be done with it. What is wanted and not due waits: a held story in the
queue, what a source changed until another of its kind is decided on.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Row

from bot.domain.delivery import Place
from bot.domain.edition import EditionState
from bot.domain.ids import CardKey, ChannelId, EditionId, MessageId, ReviewId, ServerId, StoryId
from bot.domain.review import ReviewKind, ReviewState
from bot.storage.claims import servers_with
from bot.storage.columns import UtcDateTime
from bot.storage.database import Connection
from bot.storage.desk_tables import review
from bot.storage.tables import edition, server
from bot.storage.upsert import in_pieces

# Longer than any message is put off: who asks while one is drawn asks for an earlier time.
_LEASE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Review:
    """A message of the review channel. shown: a hash of the story as it shows it, '' before it does."""

    id: ReviewId
    server_id: ServerId
    edition_id: EditionId | None
    kind: ReviewKind
    state: ReviewState
    card_key: CardKey
    channel_id: ChannelId | None
    message_id: MessageId | None
    intent_at: datetime | None
    shown: str
    attempts: int
    due_at: datetime | None
    created_at: datetime

    @property
    def place(self) -> Place | None:
        """Where it stands, once it does."""
        if self.channel_id is None or self.message_id is None:
            return None
        return Place(self.channel_id, self.message_id)


async def by_key(tx: Connection, server_id: ServerId, key: CardKey) -> Review | None:
    """Return a message of a server by the key that its buttons carry."""
    row = (
        await tx.execute(select(review).where(review.c.card_key == key, review.c.server_id == server_id))
    ).first()
    return None if row is None else _review(row)


@dataclass(frozen=True, slots=True)
class ServerDue:
    """A server in whose review channel something is to be done.

    channel_id: the one that it has. drawable: whether something stands that is to be drawn again.
    """

    server_id: ServerId
    channel_id: ChannelId | None
    drawable: bool

    @property
    def key(self) -> ServerId:
        """Return what it is known by while it is under way."""
        return self.server_id


async def servers_due(tx: Connection, *, now: datetime) -> list[ServerDue]:
    """Return the servers with something to be done now, of those that we are in and that are not paused."""
    return [
        ServerDue(
            ServerId(row.id),
            None if row.review_channel_id is None else ChannelId(row.review_channel_id),
            row.drawable,
        )
        for row in await tx.execute(_servers_due(), {"now": now})
    ]


# Asked at every look, and where there is no review channel thousands may be due all the time: a look into an
# index for each server, and the statement made once.
@cache
def _servers_due() -> Select[tuple[int, int | None, bool]]:
    now = bindparam("now", type_=UtcDateTime)
    at_work = servers_with(lambda reviews: reviews.c.due_at <= now, review)
    stands = (review.c.server_id == server.c.id, review.c.due_at <= now, review.c.message_id.is_not(None))
    drawable = exists(select(review.c.message_id).where(*stands).correlate(server))
    return select(server.c.id, server.c.review_channel_id, drawable.label("drawable")).where(
        server.c.id.in_(at_work), server.c.left_at.is_(None), server.c.paused_at.is_(None)
    )


async def release(tx: Connection, *, now: datetime) -> None:
    """Let what an earlier run of this process had taken go on; what was put off comes early, once."""
    await tx.execute(update(review).where(review.c.due_at > now).values(due_at=now))


async def sort_out(tx: Connection, server_id: ServerId, *, now: datetime) -> bool:
    """Take in what was decided of stories that have no message; tell whether the queue became another."""
    held = _edition_in(EditionState.HELD)
    due = (review.c.server_id == server_id, review.c.due_at <= now)
    unposted = review.c.message_id.is_(None)
    changed = (*due, review.c.kind == ReviewKind.CHANGE)
    # Settled before it was posted: it may be asked now, which is seen as it is put together.
    asked_anew = and_(*changed, unposted, review.c.state == ReviewState.SETTLED)
    await tx.execute(update(review).where(asked_anew).values(state=ReviewState.WANTED))
    deleted = (*changed, review.c.state == ReviewState.GONE)
    await tx.execute(update(review).where(*deleted).values(due_at=None))
    theirs = (*due, review.c.kind == ReviewKind.HELD)
    known = and_(*theirs, unposted, review.c.state == ReviewState.SETTLED, ~held)
    decided = and_(*theirs, unposted, review.c.state == ReviewState.WANTED, ~held)
    again = and_(*theirs, unposted, review.c.state == ReviewState.SETTLED, held)
    gone = and_(*theirs, review.c.state == ReviewState.GONE)
    await tx.execute(update(review).where(known).values(due_at=None))
    changes = (
        update(review).where(decided).values(state=ReviewState.SETTLED, due_at=None),
        # Decided while it had no message, and taken back: it may have one now.
        update(review).where(again).values(state=ReviewState.WANTED),
        update(review).where(gone).values(due_at=None),
    )
    return any([(await tx.execute(change)).rowcount for change in changes])


async def take_due(
    tx: Connection, server_id: ServerId, *, now: datetime, room: Mapping[ReviewKind, int], limit: int
) -> list[Review]:
    """Take what is to be done now in a server: what may stand already first, then what is new.

    room: how many may be posted now of each kind; none of a kind that is not named.
    """
    due = (review.c.server_id == server_id, review.c.due_at <= now)
    begun = or_(review.c.message_id.is_not(None), review.c.state == ReviewState.POSTING)
    wanted = and_(review.c.message_id.is_(None), review.c.state == ReviewState.WANTED)
    groups = [(begun, limit), *((and_(wanted, review.c.kind == kind), most) for kind, most in room.items())]
    ids: list[int] = []
    for which, most in groups:
        ids += await tx.scalars(select(review.c.id).where(*due, which).order_by(review.c.id).limit(most))
    taken = update(review).where(review.c.id.in_(ids)).values(due_at=now + _LEASE).returning(review)
    found = [_review(row) for row in await tx.execute(taken)]
    return sorted(found, key=lambda each: ids.index(each.id))


async def let_go(tx: Connection, taken: Sequence[Review], *, at: datetime) -> None:
    """Let what was taken and not done be due at a time."""
    for each in taken:
        await tx.execute(_unless_asked(each).values(due_at=at))


async def undecided(tx: Connection, server_id: ServerId, kind: ReviewKind = ReviewKind.HELD) -> int:
    """Return how many held stories have a message, or how many changes have, and wait for a decision."""
    shown = review.c.state.in_([ReviewState.POSTING, ReviewState.STANDING])
    those = (review.c.server_id == server_id, review.c.kind == kind, shown)
    waits = EditionState.HELD if kind is ReviewKind.HELD else EditionState.CLEARED
    counted = select(func.count()).select_from(review).where(*those, _edition_in(waits))
    return await tx.scalar(counted) or 0


async def unshown(tx: Connection, server_id: ServerId) -> int:
    """Return how many held stories have no message."""
    held = (edition.c.server_id == server_id, edition.c.state == EditionState.HELD)
    counted = await tx.scalar(select(func.count()).select_from(edition).where(*held)) or 0
    return max(0, counted - await undecided(tx, server_id))


async def put_off_rest(tx: Connection, server_id: ServerId, *, now: datetime) -> int:
    """Let all wait that is to be posted now; return how many stories stand in the queue because of that."""
    wanted = (
        review.c.server_id == server_id,
        review.c.state == ReviewState.WANTED,
        review.c.due_at <= now,
    )
    await tx.execute(_put_off(*wanted, review.c.kind == ReviewKind.CHANGE))
    return (await tx.execute(_put_off(*wanted, review.c.kind == ReviewKind.HELD))).rowcount


async def call_up(tx: Connection, server_id: ServerId, *, at: datetime, now: datetime, most: int) -> bool:
    """Let those of the queue that wait the longest be posted at a time; tell whether any wait there."""
    queued = review.c.due_at.is_(None) if at <= now else or_(review.c.due_at.is_(None), review.c.due_at > now)
    held = (review.c.server_id == server_id, review.c.kind == ReviewKind.HELD)
    waits = (*held, review.c.state == ReviewState.WANTED, queued, _edition_in(EditionState.HELD))
    ids = list(await tx.scalars(select(review.c.id).where(*waits).order_by(review.c.id).limit(most)))
    await tx.execute(update(review).where(review.c.id.in_(ids)).values(due_at=at))
    return bool(ids)


async def ask_standing(tx: Connection, server_id: ServerId, *kinds: ReviewKind, at: datetime) -> None:
    """Let all messages of these kinds in a server that wait for a decision be drawn again."""
    theirs = (review.c.server_id == server_id, review.c.kind.in_(kinds))
    standing = (*theirs, review.c.state == ReviewState.STANDING, review.c.message_id.is_not(None))
    sooner = or_(review.c.due_at.is_(None), review.c.due_at > at)
    await tx.execute(update(review).where(*standing, sooner).values(due_at=at, attempts=0))


async def ask_all(tx: Connection, server_id: ServerId, *, at: datetime) -> None:
    """Let all be drawn again that waits for a decision: the channel that it stood in may be deleted."""
    await ask_queue(tx, server_id, at=at)
    await ask_standing(tx, server_id, ReviewKind.HELD, ReviewKind.CHANGE, at=at)


async def ask_queue(tx: Connection, server_id: ServerId, *, at: datetime, make: bool = False) -> None:
    """Let the message for the queue be drawn again; with `make` there is one from now on."""
    open_one = (
        review.c.server_id == server_id,
        review.c.kind == ReviewKind.QUEUE,
        review.c.state.in_([ReviewState.WANTED, ReviewState.POSTING, ReviewState.STANDING]),
    )
    sooner = or_(review.c.due_at.is_(None), review.c.due_at > at)
    await tx.execute(update(review).where(*open_one, sooner).values(due_at=at, attempts=0))
    if make and not await tx.scalar(select(exists().where(*open_one))):
        key = CardKey(secrets.token_hex(12))
        row = {"server_id": server_id, "kind": ReviewKind.QUEUE, "state": ReviewState.WANTED, "card_key": key}
        await tx.execute(insert(review).values(**row, due_at=at, created_at=at))


async def begin(tx: Connection, taken: Review, channel_id: ChannelId, shown: str, *, now: datetime) -> Review:
    """Record that a message is about to be posted: what it shows is what holds in this transaction."""
    begun: dict[str, Any] = {"channel_id": channel_id, "intent_at": now, "shown": shown}
    begun |= {"state": ReviewState.POSTING, "due_at": now + _LEASE}
    await _change(tx, taken, **begun)
    return replace(taken, **begun)


async def posted(
    tx: Connection, begun: Review, message_id: MessageId, *, again_at: datetime | None = None
) -> None:
    """Record that a message stands; it is drawn again if that was asked for meanwhile, or at a time."""
    await _change(tx, begun, state=ReviewState.STANDING, message_id=message_id, attempts=0)
    await tx.execute(_unless_asked(begun).values(due_at=again_at))


async def drawn(tx: Connection, taken: Review, shown: str, *, settled: bool, now: datetime) -> None:
    """Record that a message shows what it should, as far as that was asked before."""
    state = ReviewState.SETTLED if settled else ReviewState.STANDING
    await _change(tx, taken, state=state, shown=shown, attempts=0)
    await tx.execute(_unless_asked(taken).values(due_at=None))
    if settled:
        await _ask_waiting(tx, taken, now=now)


async def show(tx: Connection, review_id: ReviewId, shown: str) -> None:
    """Record what a message shows by the answer to a click."""
    await tx.execute(update(review).where(review.c.id == review_id).values(shown=shown))


async def put_off(tx: Connection, taken: Review, *, until: datetime | None) -> None:
    """Do it at a time; never, unless somebody asks for it."""
    await tx.execute(_unless_asked(taken).values(due_at=until))


async def try_again(tx: Connection, failed: Review, *, at: datetime) -> None:
    """Do it at a time, after one more failure."""
    await tx.execute(_unless_asked(failed).values(due_at=at, attempts=failed.attempts + 1))


async def release_one(tx: Connection, begun: Review, *, at: datetime) -> None:
    """Record that a message was certainly not posted, and let it be at a time."""
    await _change(tx, begun, state=ReviewState.WANTED, channel_id=None, intent_at=None, shown="")
    await tx.execute(_unless_asked(begun).values(due_at=at))


async def lost(tx: Connection, of: Review, *, at: datetime) -> None:
    """Record that a message went with its channel; there is to be another one at a time.

    It has another key: Discord may still know the first one by its nonce.
    """
    await _change(tx, of, message_id=None, card_key=secrets.token_hex(12), attempts=0)
    await release_one(tx, of, at=at)


async def gone(tx: Connection, of: Review, *, now: datetime) -> None:
    """Record that a message was deleted, or never will be there: it is not posted again."""
    await _change(tx, of, state=ReviewState.GONE)
    await tx.execute(_unless_asked(of).values(due_at=None))
    await _ask_waiting(tx, of, now=now)


async def ask_of_corrected(tx: Connection, story_ids: Collection[StoryId], *, at: datetime) -> None:
    """Let the messages of held stories that were corrected be drawn again."""
    for piece in in_pieces(sorted(story_ids)):
        held = select(edition.c.id).where(edition.c.story_id.in_(piece), edition.c.state == EditionState.HELD)
        sooner = or_(review.c.due_at.is_(None), review.c.due_at > at)
        standing = and_(review.c.edition_id.in_(held), review.c.message_id.is_not(None))
        await tx.execute(update(review).where(standing, sooner).values(due_at=at, attempts=0))


def _edition_in(state: EditionState) -> ColumnElement[bool]:
    return exists().where(edition.c.id == review.c.edition_id, edition.c.state == state)


async def _ask_waiting(tx: Connection, ended: Review, *, now: datetime) -> None:
    """Let what sources changed, and found no room, be posted as far as there is room now."""
    if ended.kind is ReviewKind.CHANGE:
        waits = (review.c.state == ReviewState.WANTED, review.c.due_at.is_(None))
        those = (review.c.server_id == ended.server_id, review.c.kind == ReviewKind.CHANGE, *waits)
        await tx.execute(update(review).where(*those).values(due_at=now))


def _put_off(*which: ColumnElement[bool]) -> Update:
    return update(review).where(*which).values(due_at=None)


def _unless_asked(taken: Review) -> Update:
    """Update what was taken, unless somebody has asked for it since."""
    return update(review).where(review.c.id == taken.id, review.c.due_at == taken.due_at)


async def _change(tx: Connection, of: Review, **values: Any) -> None:
    await tx.execute(update(review).where(review.c.id == of.id).values(**values))


def _review(row: Row[Any]) -> Review:
    return Review(
        id=ReviewId(row.id),
        server_id=ServerId(row.server_id),
        edition_id=None if row.edition_id is None else EditionId(row.edition_id),
        kind=ReviewKind(row.kind),
        state=ReviewState(row.state),
        card_key=CardKey(row.card_key),
        channel_id=None if row.channel_id is None else ChannelId(row.channel_id),
        message_id=None if row.message_id is None else MessageId(row.message_id),
        intent_at=row.intent_at,
        shown=row.shown,
        attempts=row.attempts,
        due_at=row.due_at,
        created_at=row.created_at,
    )
