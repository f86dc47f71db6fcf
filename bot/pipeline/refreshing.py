"""Drawing cards again: when their story was corrected, their poll closed, or readers have voted.

Whoever changes what a card shows asks for it (`bot.storage.refreshes.ask`) in the same transaction. The
card is drawn from the database as it is then, so that any number of changes is one edit, and one that is
asked for while the edit is on its way is a second one.
"""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import Clock
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    PublishError,
    TryLater,
)
from bot.domain.turns import Turns
from bot.pipeline.drawing import Drawing
from bot.pipeline.ports import Publisher
from bot.pipeline.rounds import Fault, Rounds, attempt
from bot.storage import polls, refreshes
from bot.storage.database import Connection, Database
from bot.storage.refreshes import Refresh

_log = structlog.get_logger(__name__)

# So many cards are drawn at the same time.
AT_ONCE = 8
# Whoever asks for a card does not call: the rows are looked at so often, which costs next to nothing.
_LOOK = timedelta(seconds=2)
# A card is drawn again for as long as it takes: else a poll that is closed would look open for ever.
_UNANSWERED = timedelta(minutes=10)
_UNMENDED = timedelta(hours=12)
_AWAY_SECONDS = 60.0


class Refreshing:
    """Draws cards again."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock, drawing: Drawing) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._drawing = drawing
        self._begun = False
        self._rounds = Rounds(
            database, clock, find=self._claim, do=self._draw, wake=asyncio.Event(), places=Turns(AT_ONCE)
        )

    async def run(self) -> None:
        """Draw what is due until cancelled."""
        await self._rounds.run()

    async def draw_due(self) -> datetime:
        """Draw some of the cards that are due; return when to look again."""
        return await self._rounds.one()

    async def _claim(
        self, tx: Connection, now: datetime, turns: Turns, _under_way: object
    ) -> tuple[list[Refresh], datetime]:
        """Take what is due: whoever asks for it while it is drawn is heard then."""
        if self._begun and not await refreshes.any_due(tx, now=now):
            return [], now + _LOOK
        async with self._database.write() as taking:
            if not self._begun:
                await refreshes.release(taking, now=now)
            claimed = await refreshes.claim(taking, now=now, limit=turns.free, turns=turns)
        self._begun = True
        return claimed, now + _LOOK

    async def _draw(self, asked: Refresh) -> None:
        try:
            await attempt(
                self._edit(asked),
                partial(self._take, asked),
                "refresh.failed",
                delivery=asked.delivery.id,
            )
        except Exception:
            self._begun = False  # what came of it could not be stored: what is taken is let go
            raise

    async def _edit(self, asked: Refresh) -> None:
        """Draw a card as the database has it now; nothing of the database is open during the call."""
        if self._publisher.is_away(asked.delivery.server_id):
            raise TryLater(seconds=_AWAY_SECONDS)  # nobody can tell what may be linked there
        async with self._database.read() as tx:
            card = await self._drawing.card_as_it_stands(tx, asked.delivery, asked.posted_at)
        if card is not None:  # else it went meanwhile, with its server
            await self._publisher.edit_card(asked.place, card)
        async with self._database.write() as tx:
            await refreshes.done(tx, asked)

    async def _take(self, asked: Refresh, error: PublishError) -> None:
        """Record why a card could not be drawn, and whether it will be."""
        _log.info("refresh.not_drawn", delivery=asked.delivery.id, why=str(error))
        now = self._clock.now()
        async with self._database.write() as tx:
            match error:
                case TryLater():
                    until = now + timedelta(seconds=error.seconds)
                    await refreshes.put_off(tx, asked, until=until)
                case CardGone() | DestinationGone():
                    await refreshes.removed(tx, asked)
                    if asked.delivery.home:
                        await polls.orphan(tx, asked.delivery.edition_id)
                case OutcomeUnknown():
                    await refreshes.try_again(tx, asked, now=now, most=_UNANSWERED)
                case PermissionMissing() | Fault():
                    await refreshes.try_again(tx, asked, now=now, most=_UNMENDED)
                case _:
                    await refreshes.done(tx, asked)
