"""The second walk: delivery → card → discussion → poll.

A delivery is claimed with a lease and taken through its states (drawn in `bot.domain.delivery`) one step
at a time. Each step commits its intent, makes its call, and commits what came of it, so that it can be
repeated from wherever the last run stopped:

    step        safe to repeat because
    card        same nonce within Discord's window, else the channel is searched for our marker
    thread      a message has one thread at most, with the message's own id
    opening     as the card, in the thread
    seeds       putting a reaction twice is putting it once
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.clock import Clock
from bot.domain.delivery import Delivery, DeliveryState, Discussion, Place, anchor, nonce
from bot.domain.edition import Edition
from bot.domain.errors import (
    DestinationGone,
    PermissionMissing,
    PublishError,
    Refused,
)
from bot.domain.ids import ChannelId, EditionId, MessageId, ServerId
from bot.domain.poll import VoteSet
from bot.domain.text import cut_at_word
from bot.pipeline.ports import Card, PollView, Publisher
from bot.pipeline.setbacks import MENDABLE, Setbacks
from bot.storage import deliveries, editions, polls
from bot.storage.database import Connection, Database

_log = structlog.get_logger(__name__)

_THREAD_NAME = 100
_IDLE = timedelta(hours=1)
_AFTER_TROUBLE = timedelta(seconds=10)
_UNPOSTED = (DeliveryState.QUEUED, DeliveryState.POSTING)


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """What an operator can set.

    nonce_window: for how long Discord is trusted to remember a nonce.
    lease: for how long a claimed delivery is ours. at_once: how many are worked on at the same time.
    poll_length: how long readers can vote.
    """

    vote_set: VoteSet
    nonce_window: timedelta = timedelta(seconds=60)
    lease: timedelta = timedelta(minutes=10)
    at_once: int = 16
    poll_length: timedelta = timedelta(days=7)


class DeliveryWalk:
    """Takes cleared deliveries to Discord. Set `wake` when new ones were committed.

    `wake_reconciling` is set when a poll was opened on a card that readers may have seen before.
    """

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        clock: Clock,
        rules: DeliveryRules,
        *,
        wake_reconciling: asyncio.Event,
    ) -> None:
        self.wake = asyncio.Event()
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._rules = rules
        self._wake_reconciling = wake_reconciling
        self._under_way = 0
        self._begun = False
        self._setbacks = Setbacks(database, publisher, clock)
        # Cards of a channel stand in the order of their stories: one is posted after the other.
        self._turns: WeakValueDictionary[ChannelId, asyncio.Lock] = WeakValueDictionary()

    async def run(self) -> None:
        """Deliver what is due until cancelled; what an earlier run had begun goes first."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._clock.sleep_until(await self._turn(tasks), wake=self.wake)

    async def resume(self, server_id: ServerId) -> None:
        """Try again what waits in a server: something there has changed."""
        async with self._database.write() as tx:
            resumed = await deliveries.probe_waiting(tx, server_id, now=self._clock.now())
        if resumed:
            self.wake.set()

    async def _turn(self, tasks: asyncio.TaskGroup) -> datetime:
        """Start what is due and for which there is room; return when to look again."""
        try:
            await self._begin()
            return await self._start_due(tasks)
        except Exception:  # noqa: BLE001  # the top of the loop: a full disk must not end it
            _log.exception("delivery.turn_failed")
            return self._clock.now() + _AFTER_TROUBLE

    async def _begin(self) -> None:
        if self._begun:
            return
        async with self._database.write() as tx:
            await deliveries.release_leases(tx)
            await deliveries.probe_waiting(tx, None, now=self._clock.now())
        self._begun = True

    async def _start_due(self, tasks: asyncio.TaskGroup) -> datetime:
        now = self._clock.now()
        if self._setbacks.paused_until > now:
            return self._setbacks.paused_until
        free = self._rules.at_once - self._under_way
        if free <= 0:
            return now + _IDLE  # whoever is ready first wakes us
        async with self._database.write() as tx:
            claimed = await deliveries.claim(tx, now=now, lease_until=now + self._rules.lease, limit=free)
        self._under_way += len(claimed)
        for delivery in claimed:
            tasks.create_task(self._deliver_one(delivery), name=f"delivery-{delivery.id}")
        if claimed:
            return now
        async with self._database.read() as tx:
            return await deliveries.next_due(tx) or now + _IDLE

    async def _deliver_one(self, delivery: Delivery) -> None:
        with structlog.contextvars.bound_contextvars(
            delivery=delivery.id, edition=delivery.edition_id, server=delivery.server_id
        ):
            try:
                await self.deliver(delivery)
            except deliveries.LostClaim:
                _log.warning("delivery.claim_lost")
            except Exception:  # noqa: BLE001  # the others go on; this one is tried again when its lease ends
                _log.exception("delivery.crashed")
            finally:
                self._under_way -= 1
                self.wake.set()

    async def deliver(self, delivery: Delivery) -> None:
        """Take a claimed delivery as far as it goes."""
        try:
            async with self._turns.setdefault(delivery.channel_id, asyncio.Lock()):
                edition = await self._edition(delivery.edition_id)
                while delivery.state in _UNPOSTED:
                    delivery = await self._get_on(delivery, edition)
            while delivery.state is not DeliveryState.DONE:
                delivery = await self._get_on(delivery, edition)
            _log.info("delivery.done", channel=delivery.channel_id, message=delivery.message_id)
        except _HomeOnTheWay:
            async with self._database.write() as tx:
                await deliveries.let_go(tx, delivery)
        except _Unsent as refusal:
            await self._setbacks.take(delivery, refusal.error, unsent=True)
        except PublishError as error:
            await self._setbacks.take(delivery, error)
        except deliveries.LostClaim:
            raise
        except Exception as error:  # noqa: BLE001  # a bug stops this delivery only, logged with its ids
            _log.exception("delivery.failed")
            await self._setbacks.take_fault(delivery, error)

    async def _get_on(self, delivery: Delivery, edition: Edition) -> Delivery:
        further = await self._step(delivery, edition)
        await self._prove(delivery, further)
        return further

    async def _step(self, delivery: Delivery, edition: Edition) -> Delivery:
        match delivery.state:
            case DeliveryState.QUEUED:
                return await self._intend(delivery)
            case DeliveryState.POSTING:
                return await self._post(delivery, edition)
            case DeliveryState.POSTED:
                return await self._open_discussion(delivery, edition)
            case DeliveryState.THREADED:
                await self._open(delivery, edition)
                return await self._seed(delivery)
            case _:
                return await self._finish(delivery)

    async def _intend(self, delivery: Delivery) -> Delivery:
        async with self._database.write() as tx:
            placed = await deliveries.take_place(tx, delivery)
            if placed is None:
                raise _HomeOnTheWay
            now = self._clock.now()
            intended = await deliveries.move(tx, placed, DeliveryState.POSTING, intent_at=now)
        # Why it waited is over only when the card stands.
        return replace(intended, fresh=True, reason=delivery.reason)

    async def _post(self, delivery: Delivery, edition: Edition) -> Delivery:
        place = await self._find_or_post(delivery, edition)
        async with self._database.write() as tx:
            now = self._clock.now()
            to = DeliveryState.POSTED if delivery.home else DeliveryState.DONE
            posted = await deliveries.move(
                tx, delivery, to, message_id=place.message_id, place_id=place.channel_id, posted_at=now
            )
            if delivery.home:
                await self._open_poll(tx, posted, seen_before=not delivery.fresh)
        if delivery.home:
            self.wake.set()  # its pointers can go now
        return posted

    async def _open_poll(self, tx: Connection, home: Delivery, *, seen_before: bool) -> None:
        now = self._clock.now()
        await polls.open_poll(
            tx,
            home,
            self._rules.vote_set,
            now=now,
            closes_at=now + self._rules.poll_length,
            reconcile_at=now if seen_before else None,
        )
        if seen_before:
            self._wake_reconciling.set()

    async def _find_or_post(self, delivery: Delivery, edition: Edition) -> Place:
        intent_at = delivery.intent_at or self._clock.now()
        if not delivery.fresh and self._clock.now() - intent_at >= self._rules.nonce_window:
            found = await self._publisher.find_message(
                delivery.channel_id, delivery.card_key, after=anchor(intent_at)
            )
            if found:
                _log.info("delivery.card_adopted", message=found[0], found=len(found))
                return Place(delivery.channel_id, found[0])
        card = await self._card(delivery, edition)
        try:
            return await self._publisher.post_card(
                delivery.channel_id, card, nonce=nonce(delivery.card_key, "card")
            )
        except (DestinationGone, PermissionMissing, Refused) as error:
            raise _Unsent(error) from error

    async def _card(self, delivery: Delivery, edition: Edition) -> Card:
        if delivery.home:
            return Card(edition, delivery.card_key, PollView(self._rules.vote_set))
        async with self._database.read() as tx:
            home = await deliveries.home_place(tx, delivery.edition_id)
        return Card(edition, delivery.card_key, None, home=home)

    async def _open_discussion(self, delivery: Delivery, edition: Edition) -> Delivery:
        name = cut_at_word(edition.story.draft.title, _THREAD_NAME)
        try:
            thread_id = await self._publisher.open_discussion(_posted(delivery), name)
        except PermissionMissing:
            await self._put_seeds(delivery)  # readers can vote until there is a thread
            raise
        async with self._database.write() as tx:
            await deliveries.add_discussion(tx, delivery, thread_id, now=self._clock.now())
            threaded = await deliveries.move(tx, delivery, DeliveryState.THREADED)
        return replace(threaded, fresh=True)

    async def _open(self, delivery: Delivery, edition: Edition) -> None:
        async with self._database.read() as tx:
            discussion = await deliveries.find_discussion(tx, delivery.edition_id)
        if discussion is None or discussion.opening_message_id is not None:
            return
        try:
            message_id = await self._find_or_open(delivery, discussion, edition)
        except DestinationGone:
            _log.info("delivery.discussion_gone", thread=discussion.thread_id)
            return  # somebody deleted it: the card stays, and its poll goes on
        async with self._database.write() as tx:
            await deliveries.record_opening(tx, delivery.edition_id, message_id)

    async def _find_or_open(self, delivery: Delivery, discussion: Discussion, edition: Edition) -> MessageId:
        if (
            not delivery.fresh
            and self._clock.now() - discussion.opening_intent_at >= self._rules.nonce_window
        ):
            found = await self._publisher.find_message(
                ChannelId(discussion.thread_id), delivery.card_key, after=anchor(discussion.opening_intent_at)
            )
            if found:
                return found[0]
        return await self._publisher.post_opening(
            discussion.thread_id, edition, delivery.card_key, nonce=nonce(delivery.card_key, "opening")
        )

    async def _seed(self, delivery: Delivery) -> Delivery:
        await self._put_seeds(delivery)
        async with self._database.write() as tx:
            return await deliveries.move(tx, delivery, DeliveryState.SEEDED)

    async def _put_seeds(self, delivery: Delivery) -> None:
        async with self._database.read() as tx:
            poll = await polls.of_edition(tx, delivery.edition_id)
        for option in poll.vote_set.options if poll else ():
            await self._publisher.seed(_posted(delivery), option.emoji)

    async def _finish(self, delivery: Delivery) -> Delivery:
        async with self._database.write() as tx:
            return await deliveries.move(tx, delivery, DeliveryState.DONE)

    async def _edition(self, edition_id: EditionId) -> Edition:
        async with self._database.read() as tx:
            edition = await editions.get(tx, edition_id)
        if edition is None:  # a delivery goes with its edition
            raise LookupError(f"edition {edition_id} of a delivery is not there")
        return edition

    async def _prove(self, before: Delivery, after: Delivery) -> None:
        """Let all that wait in a channel go on, once one that had waited there got on."""
        if before.reason not in MENDABLE or after.state is DeliveryState.POSTING:
            return
        async with self._database.write() as tx:
            await deliveries.resume_channel(tx, before, now=self._clock.now())
        self.wake.set()


class _HomeOnTheWay(Exception):
    """The home is being posted by somebody else after all."""


class _Unsent(Exception):
    """Discord refused the message, so that it surely has nothing of it."""

    def __init__(self, error: PublishError) -> None:
        super().__init__(error)
        self.error = error


def _posted(delivery: Delivery) -> Place:
    if delivery.place is None:
        raise ValueError(f"delivery {delivery.id} is {delivery.state} without a message")
    return delivery.place
