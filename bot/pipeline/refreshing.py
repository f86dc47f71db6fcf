"""Drawing cards again: when their story was corrected, their poll closed, or readers have voted.

Whoever changes what a card shows asks for it (`bot.storage.refreshes.ask`) in the same transaction. The
card is drawn from the database as it is then, so that any number of changes is one edit, and one that is
asked for while the edit is on its way is a second one.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

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
from bot.storage import polls, refreshes
from bot.storage.database import Database
from bot.storage.refreshes import Refresh

_log = structlog.get_logger(__name__)

# Whoever asks for a card does not call: the rows are looked at so often, which costs next to nothing.
_LOOK = timedelta(seconds=2)
_AFTER_TROUBLE = timedelta(seconds=10)
# A card is drawn again for as long as it takes: else a poll that is closed would look open for ever.
_UNANSWERED = timedelta(minutes=10)
_UNMENDED = timedelta(hours=12)
_AWAY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class RefreshRules:
    """What an operator can set. at_once: how many cards are drawn at the same time."""

    at_once: int = 8


class Refreshing:
    """Draws cards again."""

    def __init__(
        self, database: Database, publisher: Publisher, clock: Clock, drawing: Drawing, rules: RefreshRules
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._drawing = drawing
        self._places = Turns(rules.at_once)
        self._ready = asyncio.Event()
        self._begun = False
        self._rest_until = clock.now()

    async def run(self) -> None:
        """Draw what is due until cancelled; one is begun as soon as another is done."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._clock.sleep_until(await self._begin_due(tasks), wake=self._ready)

    async def draw_due(self) -> datetime:
        """Draw some of the cards that are due; return when to look again."""
        async with asyncio.TaskGroup() as tasks:
            return await self._begin_due(tasks)

    async def _begin_due(self, tasks: asyncio.TaskGroup) -> datetime:
        """Begin what is due and for which there is room; return when to look again."""
        now = self._clock.now()
        if self._rest_until > now:
            return self._rest_until
        if not self._places.free:
            return now + _UNANSWERED  # whoever is ready first wakes us
        try:
            asked = await self._claim(now)
        except Exception:  # noqa: BLE001  # the top of the loop: a full disk must not end it
            _log.exception("refresh.look_failed")
            return now + _AFTER_TROUBLE
        for each in asked:
            self._places.begin(each.delivery.server_id)
            tasks.create_task(self._draw_one(each), name=f"refresh-{each.delivery.id}")
        return now if asked else now + _LOOK

    async def _claim(self, now: datetime) -> list[Refresh]:
        async with self._database.read() as tx:
            if self._begun and not await refreshes.any_due(tx, now=now):
                return []
        async with self._database.write() as tx:
            if not self._begun:
                await refreshes.release(tx, now=now)
            claimed = await refreshes.claim(tx, now=now, limit=self._places.free, turns=self._places)
        self._begun = True
        return claimed

    async def _draw_one(self, asked: Refresh) -> None:
        try:
            await self._draw(asked)
        except Exception:  # noqa: BLE001  # what came of it could not be stored: what is taken is let go
            _log.exception("refresh.crashed", delivery=asked.delivery.id)
            self._begun, self._rest_until = False, self._clock.now() + _AFTER_TROUBLE
        finally:
            self._places.end(asked.delivery.server_id)
            self._ready.set()

    async def _draw(self, asked: Refresh) -> None:
        try:
            await self._edit(asked)
        except PublishError as error:
            await self._take(asked, error)
            return
        except Exception as error:  # noqa: BLE001  # a bug keeps back this card only
            _log.exception("refresh.failed", delivery=asked.delivery.id)
            await self._take(asked, _Fault(why=type(error).__name__))
            return
        async with self._database.write() as tx:
            await refreshes.done(tx, asked)

    async def _edit(self, asked: Refresh) -> None:
        """Draw a card as the database has it now; nothing of the database is open during the call."""
        if self._publisher.is_away(asked.delivery.server_id):
            raise TryLater(seconds=_AWAY_SECONDS)  # nobody can tell what may be linked there
        async with self._database.read() as tx:
            card = await self._drawing.card_as_it_stands(tx, asked.delivery, asked.posted_at)
        if card is not None:  # else it went meanwhile, with its server
            await self._publisher.edit_card(asked.place, card)

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
                case PermissionMissing() | _Fault():
                    await refreshes.try_again(tx, asked, now=now, most=_UNMENDED)
                case _:
                    await refreshes.done(tx, asked)


class _Fault(PublishError):
    """A fault of ours, which may be mended."""

    def __init__(self, *, why: str) -> None:
        super().__init__(why=why)
