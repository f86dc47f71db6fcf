"""Saying in discussions what moderators decided about their stories, and locking or opening these.

    step      safe to repeat because
    open      opening what is open is nothing
    say       same nonce within Discord's window, else the discussion is searched for our marker
    lock      locking what is locked is nothing

A note is a row, put there by whoever decides; see `bot.storage.notes`.
"""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import Clock
from bot.domain.delivery import anchor, nonce
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    PermissionMissing,
    PublishError,
    Refused,
    TryLater,
)
from bot.domain.ids import ChannelId, MessageId
from bot.domain.note import Note, NoteState
from bot.pipeline.ports import Publisher
from bot.pipeline.rounds import Rounds, attempt, every
from bot.storage import notes
from bot.storage.database import Database
from bot.storage.notes import DueNote

_log = structlog.get_logger(__name__)

# Rows tell what is due: they are looked at so often, which costs next to nothing.
_LOOK = timedelta(seconds=2)
_UNANSWERED = timedelta(minutes=10)
_UNMENDED = timedelta(hours=1)
_AWAY_SECONDS = 60.0


class Noting:
    """Says notes. `wake` is set by whoever has made one."""

    def __init__(
        self, database: Database, publisher: Publisher, clock: Clock, *, nonce_window: timedelta
    ) -> None:
        self.wake = asyncio.Event()
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._nonce_window = nonce_window
        self._rounds = Rounds(database, clock, find=every(_LOOK, notes.due), do=self._do, wake=self.wake)

    async def run(self) -> None:
        """Say what is due until cancelled."""
        await self._rounds.run()

    async def say_due(self) -> datetime:
        """Say some of what is due; return when to look again."""
        return await self._rounds.one()

    async def _do(self, due: DueNote) -> None:
        async with self._database.read() as tx:
            note = await notes.get(tx, due.note_id)
        if note is None:  # it went with its story
            return
        await attempt(self._take_along(note), partial(self._take, note), "note.failed", note=note.id)

    async def _take_along(self, note: Note) -> None:
        """Take a note as far as it goes."""
        if self._publisher.is_away(note.server_id):
            raise TryLater(seconds=_AWAY_SECONDS)
        if note.state is not NoteState.POSTED:
            if note.locks is False:
                await self._publisher.lock(note.thread_id, locked=False)
            message_id = await self._find_or_say(note)
            async with self._database.write() as tx:
                await notes.said(tx, note.id, message_id)
        if note.locks:
            await self._publisher.lock(note.thread_id, locked=True)
        async with self._database.write() as tx:
            await notes.end(tx, note.id, NoteState.DONE)

    async def _find_or_say(self, note: Note) -> MessageId:
        now = self._clock.now()
        if note.intent_at is None:
            async with self._database.write() as tx:
                await notes.begin(tx, note.id, now=now)
        elif now - note.intent_at >= self._nonce_window:
            where, after = ChannelId(note.thread_id), anchor(note.intent_at)
            if found := await self._publisher.find_message(where, note.key, after=after):
                return found[0]
        return await self._publisher.post_note(note, nonce=nonce(note.key, "note"))

    async def _take(self, note: Note, error: PublishError) -> None:
        """Record why a note could not be said, and whether it will be."""
        _log.info("note.not_said", note=note.id, why=str(error))
        now = self._clock.now()
        async with self._database.write() as tx:
            match error:
                case TryLater():
                    await notes.put_off(tx, note.id, until=now + timedelta(seconds=error.seconds))
                case DestinationGone() | CardGone():
                    await notes.end_all_in(tx, note.thread_id)
                case PermissionMissing():
                    await notes.try_again(tx, note, now=now, most=_UNMENDED)
                case Refused():
                    await notes.end(tx, note.id, NoteState.FAILED)
                case _:
                    await notes.try_again(tx, note, now=now, most=_UNANSWERED)
        if isinstance(error, PermissionMissing):
            fields: dict[str, object] = {"channel": note.thread_id, "permission": error.permission}
            await self._publisher.notify(note.server_id, "notice-note-permission", fields)
