"""Recording that a card stands, and with it what hangs on a home: its discussion, its poll, its pointers.

cleared                          a home opens its poll; a pointer is done
cleared, and its home moves here the card takes the home's place, with its poll
taken back while it was posted   nothing hangs on it, and it is drawn again to say so
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.channel import ChannelKind
from bot.domain.delivery import Delivery, DeliveryState, Place
from bot.domain.edition import Edition, EditionState
from bot.domain.ids import ThreadId
from bot.pipeline.drawing import terms_of
from bot.pipeline.gathering import Gathering
from bot.pipeline.ports import Card, PollView, Publisher
from bot.storage import deliveries, discussions, editions, moving, notifications, polls, refreshes, reviews
from bot.storage.database import Connection, Database

# Readers wait for so long to be told of a card whose discussion can't be opened.
_UNDISCUSSED = timedelta(minutes=10)


class Arriving:
    """Records cards. `wake_reconciling` is set when a poll is on a card that readers may have seen before."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        clock: Clock,
        *,
        gathering: Gathering,
        wake_reconciling: asyncio.Event,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._gathering = gathering
        self._wake_reconciling = wake_reconciling

    async def record(
        self, delivery: Delivery, edition: Edition, place: Place, card: Card, *, adopted: bool
    ) -> Delivery:
        """Record where a card stands; adopted: it was found there, as it was drawn a while ago."""
        async with self._with_votes(delivery) as tx:
            now = self._clock.now()
            ended = await editions.state_of(tx, edition.id) is not EditionState.CLEARED
            moves_here = not ended and await moving.is_awaited(tx, delivery)
            after = self._after(delivery, edition, ended=ended, home=delivery.home or moves_here)
            where = {"message_id": place.message_id, "place_id": place.channel_id}
            posted = await deliveries.move(tx, delivery, after, **where, posted_at=now)
            if not ended:
                called = None if adopted else edition.story.draft.title
                await self._hang_on(
                    tx, posted, place, card, fresh=delivery.fresh, moves_here=moves_here, called=called
                )
            if edition.held_at is not None:  # the record of what was decided says where it stands
                await reviews.ask(tx, {edition.id}, at=now)
            if adopted or ended:
                await refreshes.ask(tx, {edition.id}, at=now)
            return posted

    @asynccontextmanager
    async def _with_votes(self, delivery: Delivery) -> AsyncIterator[Connection]:
        """Write; where a card takes the home's place, with every vote that was given on the old one."""
        if delivery.home:
            async with self._database.write() as tx:
                yield tx
            return
        async with self._database.read() as tx:
            awaited = await moving.is_awaited(tx, delivery)
        gathered = self._gathering.as_far_as_known if awaited else self._gathering.told
        async with gathered(delivery.edition_id) as tx:
            yield tx

    def passes_on(self, delivery: Delivery, edition: Edition) -> bool:
        """Tell whether the card goes on to the servers that follow its channel."""
        announced = self._publisher.kind(delivery.channel_id) is ChannelKind.ANNOUNCEMENT
        return announced and terms_of(delivery, edition).crosspost

    def _after(self, delivery: Delivery, edition: Edition, *, ended: bool, home: bool) -> DeliveryState:
        if home and not ended:
            return DeliveryState.POSTED
        passed_on = not ended and self.passes_on(delivery, edition)
        return DeliveryState.SEEDED if passed_on else DeliveryState.DONE

    async def _hang_on(
        self,
        tx: Connection,
        posted: Delivery,
        place: Place,
        card: Card,
        *,
        fresh: bool,
        moves_here: bool,
        called: str | None,
    ) -> None:
        now = self._clock.now()
        if moves_here and not posted.home:
            await moving.take_home(tx, posted, now=now)
            self._wake_reconciling.set()
        elif posted.home and card.poll is not None:
            await self._open_poll(tx, posted, card.poll, seen_before=not fresh)
        if not (posted.home or moves_here):
            return
        if self._publisher.kind(posted.channel_id) is ChannelKind.FORUM:
            await open_post(tx, posted, place, now=now, called=called)
        await deliveries.call_pointers(tx, posted.edition_id, now=now)
        if posted.home:
            await notifications.ask(tx, posted.edition_id, at=now + _UNDISCUSSED)

    async def _open_poll(self, tx: Connection, home: Delivery, poll: PollView, *, seen_before: bool) -> None:
        now = self._clock.now()
        await polls.open_poll(
            tx,
            home,
            poll.vote_set,
            now=now,
            closes_at=poll.closes_at,
            reconcile_at=now if seen_before else None,
        )
        if seen_before:
            self._wake_reconciling.set()


async def open_post(
    tx: Connection, home: Delivery, place: Place, *, now: datetime, called: str | None = None
) -> None:
    """Record that a post in a forum is the discussion of its own card.

    called: the title that it was posted by just now.
    """
    thread_id, opening = ThreadId(place.channel_id), place.message_id
    await discussions.add(
        tx, home.edition_id, home.server_id, thread_id, now=now, opening=opening, called=called
    )
    await moving.point_back(tx, home.edition_id, now=now)
