"""Notes of discussions: which are due, in their order, and how far they have come."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, insert, select, update
from sqlalchemy.engine import Row

from bot.domain.delivery import backoff
from bot.domain.ids import CardKey, EditionId, MessageId, NoteId, ServerId, ThreadId
from bot.domain.note import Note, NoteState
from bot.domain.turns import Turns
from bot.storage.database import Connection
from bot.storage.desk_tables import note
from bot.storage.in_turn import in_a_server_at_work, in_turn
from bot.storage.tables import discussion


@dataclass(frozen=True, slots=True)
class DueNote:
    """The next note of a discussion."""

    note_id: NoteId
    server_id: ServerId
    thread_id: ThreadId

    @property
    def key(self) -> ThreadId:
        """Return what it is known by while it is under way: one of a discussion at a time."""
        return self.thread_id


async def say(
    tx: Connection,
    edition_id: EditionId,
    kind: str,
    fields: Mapping[str, object] | None = None,
    *,
    now: datetime,
    locks: bool | None = None,
) -> bool:
    """Let something be said in an edition's discussion; False where it has none.

    kind: its sentence is `note-KIND`. fields: plain JSON that fills it, texts as they came from outside; of
    these `when` is a moment in seconds, `what` a list of names of `note-what-NAME`, `place` where a message
    stands, with `here` and `there`, the channels of the discussion and of that place; of a story that moved,
    `back`, where this discussion began, and whether it was `locked` until then. locks: whether the discussion
    is locked after it, or opened again before it.
    """
    of_it = select(discussion.c.thread_id, discussion.c.server_id)
    row = (await tx.execute(of_it.where(discussion.c.edition_id == edition_id))).first()
    if row is None:
        return False
    if locks is not None:
        locked = update(discussion).where(discussion.c.edition_id == edition_id)
        await tx.execute(locked.values(locked_at=now if locks else None))
    await tx.execute(
        insert(note).values(
            server_id=row.server_id,
            edition_id=edition_id,
            thread_id=row.thread_id,
            kind=kind,
            fields=dict(fields or {}),
            locks=locks,
            key=secrets.token_hex(12),
            state=NoteState.WANTED,
            due_at=now,
            created_at=now,
        )
    )
    return True


async def due(
    tx: Connection, *, now: datetime, turns: Turns, under_way: Collection[ThreadId] = ()
) -> list[DueNote]:
    """Return the next notes of discussions that are due, of a server the oldest first, in turn."""
    earlier = note.alias("earlier")
    first = ~exists().where(
        earlier.c.thread_id == note.c.thread_id, earlier.c.id < note.c.id, earlier.c.due_at.is_not(None)
    )
    is_due = and_(note.c.due_at <= now, first, in_a_server_at_work(note), note.c.thread_id.not_in(under_way))
    rows = await in_turn(tx, note, is_due, by=(note.c.due_at, note.c.id), turns=turns)
    return [DueNote(NoteId(row.id), ServerId(row.server_id), ThreadId(row.thread_id)) for row in rows]


async def get(tx: Connection, note_id: NoteId) -> Note | None:
    """Return a note."""
    row = (await tx.execute(select(note).where(note.c.id == note_id))).first()
    return None if row is None else _note(row)


async def of_edition(tx: Connection, edition_id: EditionId) -> list[Note]:
    """Return the notes on an edition, the first first."""
    rows = await tx.execute(select(note).where(note.c.edition_id == edition_id).order_by(note.c.id))
    return [_note(row) for row in rows]


async def begin(tx: Connection, note_id: NoteId, *, now: datetime) -> None:
    """Record that a note is about to be said."""
    wanted = and_(note.c.id == note_id, note.c.state == NoteState.WANTED)
    await tx.execute(update(note).where(wanted).values(state=NoteState.POSTING, intent_at=now))


async def said(tx: Connection, note_id: NoteId, message_id: MessageId) -> None:
    """Record that a note stands in its discussion."""
    stands = update(note).where(note.c.id == note_id)
    await tx.execute(stands.values(state=NoteState.POSTED, message_id=message_id, attempts=0))


async def end(tx: Connection, note_id: NoteId, state: NoteState) -> None:
    """Record that nothing is left to do about a note: it is DONE, or FAILED."""
    await tx.execute(update(note).where(note.c.id == note_id).values(state=state, due_at=None))


async def end_all_in(tx: Connection, thread_id: ThreadId) -> None:
    """Record that nothing can be said in a discussion any more: it is gone."""
    left = and_(note.c.thread_id == thread_id, note.c.due_at.is_not(None))
    await tx.execute(update(note).where(left).values(state=NoteState.FAILED, due_at=None))


async def put_off(tx: Connection, note_id: NoteId, *, until: datetime) -> None:
    """Go on with a note at a time."""
    await tx.execute(update(note).where(note.c.id == note_id).values(due_at=until))


async def try_again(tx: Connection, failed: Note, *, now: datetime, most: timedelta) -> None:
    """Go on with a note after a wait that grows with every failure, to the most."""
    attempts = failed.attempts + 1
    at = now + backoff(attempts, most=most)
    await tx.execute(update(note).where(note.c.id == failed.id).values(due_at=at, attempts=attempts))


def _note(row: Row[Any]) -> Note:
    return Note(
        id=NoteId(row.id),
        server_id=ServerId(row.server_id),
        edition_id=EditionId(row.edition_id),
        thread_id=ThreadId(row.thread_id),
        kind=row.kind,
        fields=row.fields,
        key=CardKey(row.key),
        state=NoteState(row.state),
        locks=row.locks,
        intent_at=row.intent_at,
        attempts=row.attempts,
    )
