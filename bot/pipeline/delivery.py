"""The second walk: delivery → card → discussion → poll.

A delivery is claimed with a lease and taken through its states (drawn in `bot.domain.delivery`) one step
at a time. Each step commits its intent, makes its call, and commits what came of it, so that it can be
repeated from wherever the last run stopped:

    step        safe to repeat because
    card        see `bot.pipeline.posting`
    thread      a message has one thread at most, with the message's own id
    opening     same nonce within Discord's window, else the thread is searched for our marker
    seeds       putting a reaction twice is putting it once
    crosspost   Discord says that it is done already
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.clock import Clock
from bot.domain.channel import ChannelKind
from bot.domain.delivery import Delivery, DeliveryState, Place
from bot.domain.edition import WITHDRAWN, Edition
from bot.domain.errors import CardGone, PublishError, Refused
from bot.domain.ids import ChannelId, EditionId, ServerId
from bot.domain.poll import PollState
from bot.domain.reasons import Reason
from bot.domain.turns import Turns
from bot.pipeline.arriving import Arriving
from bot.pipeline.discussing import Discussing
from bot.pipeline.drawing import Drawing
from bot.pipeline.gathering import Gathering
from bot.pipeline.ports import Publisher
from bot.pipeline.posting import InDoubt, Posting, PostingRules, Unsent
from bot.pipeline.restraint import hold_back
from bot.pipeline.seeding import Seeding
from bot.pipeline.setbacks import MENDABLE, ServerAway, Setbacks, Stale
from bot.storage import claims, deliveries, editions, notifications, polls, terms
from bot.storage.database import Connection, Database

_log = structlog.get_logger(__name__)

_IDLE = timedelta(hours=1)
_LOOK = timedelta(seconds=1)
_AFTER_TROUBLE = timedelta(seconds=10)
# What a fault of ours has stopped may be mended; an hour less than a day, for it is looked at every hour.
_AFTER_FAULT = timedelta(hours=23)
# Whoever was let try for all that wait in a channel may have come into quiet hours.
_PROVING = (*MENDABLE, Reason.QUIET_HOURS)
_UNPOSTED = (DeliveryState.QUEUED, DeliveryState.POSTING)


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """What an operator can set.

    lease: for how long a claimed delivery is ours. at_once: how many are worked on at the same time.
    longest: at most so long is waited between two tries of what gets no answer.
    stale: what waited longer than that to be posted is no news any more.
    """

    posting: PostingRules = field(default_factory=PostingRules)
    lease: timedelta = timedelta(minutes=10)
    at_once: int = 16
    longest: timedelta = timedelta(minutes=10)
    stale: timedelta = timedelta(days=2)


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
        drawing: Drawing,
        discussing: Discussing,
        gathering: Gathering,
        wake_reconciling: asyncio.Event,
    ) -> None:
        self.wake = asyncio.Event()
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._rules = rules
        self._arriving = Arriving(
            database, publisher, clock, gathering=gathering, wake_reconciling=wake_reconciling
        )
        self._places = Turns(rules.at_once)
        self._begun = False
        self._look_through_at = clock.now()
        self._drawing = drawing
        self._posting = Posting(publisher, clock, rules.posting)
        self._discussing = discussing
        self._seeding = Seeding(database, publisher, clock)
        self._setbacks = Setbacks(database, publisher, discussing, clock, longest=rules.longest)
        # Cards of a channel stand in the order of their stories: one is posted after the other.
        self._posting_in: WeakValueDictionary[ChannelId, asyncio.Lock] = WeakValueDictionary()

    async def run(self) -> None:
        """Deliver what is due until cancelled; what an earlier run had begun goes first."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._clock.sleep_until(await self._look(tasks), wake=self.wake)

    async def post_appeared(self, forum_id: ChannelId) -> None:
        """A post of ours was made in a forum: whoever is in doubt there can find it now."""
        async with self._database.write() as tx:
            woken = await deliveries.wake_posts(tx, forum_id, now=self._clock.now())
        if woken:
            self.wake.set()

    async def resume(self, server_id: ServerId) -> None:
        """Try again what waits in a server: something there has changed."""
        async with self._database.write() as tx:
            now = self._clock.now()
            probed = await deliveries.probe_waiting(tx, server_id, now=now)
            back = await deliveries.resume_after_outage(tx, server_id, now=now)
        if probed or back:
            self.wake.set()

    async def _look(self, tasks: asyncio.TaskGroup) -> datetime:
        """Start what is due and for which there is room; return when to look again."""
        try:
            await self._begin()
            return await self._start_due(tasks)
        except Exception:  # noqa: BLE001  # the top of the loop: a full disk must not end it
            _log.exception("delivery.look_failed")
            return self._clock.now() + _AFTER_TROUBLE

    async def _begin(self) -> None:
        now = self._clock.now()
        if self._begun and now < self._look_through_at:
            return
        async with self._database.write() as tx:
            await deliveries.expire(tx, created_before=now - self._rules.stale)
            if self._begun:
                await deliveries.retry_faults(tx, tried_before=now - _AFTER_FAULT, now=now)
            else:
                await claims.release_leases(tx)
                await deliveries.retry_faults(tx, tried_before=now, now=now)
                await deliveries.probe_waiting(tx, None, now=now)
        self._begun, self._look_through_at = True, now + _IDLE

    async def _start_due(self, tasks: asyncio.TaskGroup) -> datetime:
        now = self._clock.now()
        if self._setbacks.paused_until > now:
            return self._setbacks.paused_until
        if not self._places.free:
            return now + _IDLE  # whoever is ready first wakes us
        async with self._database.write() as tx:
            claimed = await claims.claim(
                tx, now=now, lease_until=now + self._rules.lease, limit=self._places.free, turns=self._places
            )
        for delivery in claimed:
            self._places.begin(delivery.server_id)
            tasks.create_task(self._deliver_one(delivery), name=f"delivery-{delivery.id}")
        if claimed:
            return now
        async with self._database.read() as tx:
            due_at = await claims.next_due(tx) or now + _IDLE
        # What is due and was not claimed waits for its server's turn, which comes when others are ready.
        return due_at if due_at > now else now + _LOOK

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
                self._places.end(delivery.server_id)
                self.wake.set()

    async def deliver(self, delivery: Delivery) -> None:
        """Take a claimed delivery as far as it goes."""
        try:
            async with self._posting_in.setdefault(delivery.channel_id, asyncio.Lock()):
                edition = await self._edition(delivery.edition_id)
                while delivery.state in _UNPOSTED:
                    delivery = await self._get_on(delivery, edition)
            while delivery.state is not DeliveryState.DONE:
                delivery = await self._get_on(delivery, edition)
            _log.info("delivery.done", channel=delivery.channel_id, message=delivery.message_id)
        except _HeldBack:
            pass  # that was recorded where it was decided
        except _HomeOnTheWay:
            async with self._database.write() as tx:
                await deliveries.let_go(tx, delivery)
        except (ServerAway, Stale, InDoubt, Unsent, PublishError) as setback:
            await self._setbacks.take(delivery, setback)
        except deliveries.LostClaim:
            raise
        except Exception as error:  # noqa: BLE001  # a bug stops this delivery only, logged with its ids
            _log.exception("delivery.failed")
            await self._setbacks.take_fault(delivery, error)

    async def _get_on(self, delivery: Delivery, edition: Edition) -> Delivery:
        if self._publisher.is_away(delivery.server_id):
            raise ServerAway  # nobody can tell what its channels are
        further = await self._step(delivery, edition)
        await self._prove(delivery, further)
        return further

    async def _step(self, delivery: Delivery, edition: Edition) -> Delivery:
        match delivery.state:
            case DeliveryState.QUEUED:
                return await self._intend(delivery, edition)
            case DeliveryState.POSTING:
                return await self._post(delivery, edition)
            case DeliveryState.POSTED:
                return await self._open_discussion(delivery, edition)
            case DeliveryState.THREADED:
                return await self._seed(delivery)
            case _:
                return await self._finish(delivery, edition)

    async def _intend(self, delivery: Delivery, edition: Edition) -> Delivery:
        self._check_age(delivery)
        async with self._database.write() as tx:
            if intended := await self._begin_card(tx, delivery, edition):
                # Why it waited is over only when the card stands.
                return replace(intended, fresh=True, reason=delivery.reason)
        raise _HeldBack

    async def _begin_card(self, tx: Connection, delivery: Delivery, edition: Edition) -> Delivery | None:
        """Record that a card is begun; None where its server lets none begin, which is recorded then."""
        if await self._is_held_back(tx, delivery, edition):
            return None
        placed = await claims.take_place(tx, delivery)
        if placed is None:
            raise _HomeOnTheWay
        decided = await self._drawing.decide(tx, placed, edition)
        values = {"intent_at": self._clock.now(), "terms": terms.to_row(decided)}
        return replace(await deliveries.move(tx, placed, DeliveryState.POSTING, **values), terms=decided)

    async def _intend_again(self, delivery: Delivery, edition: Edition) -> Delivery:
        """Begin a card anew of which a search has found nothing: it need not ask what the first one did."""
        self._check_age(delivery)
        _log.info("delivery.card_missing", channel=delivery.channel_id)
        async with self._database.write() as tx:
            if not await self._is_held_back(tx, delivery, edition):
                decided = await self._drawing.decide(tx, delivery, edition)
                return await deliveries.intend_again(tx, delivery, decided, now=self._clock.now())
        raise _HeldBack

    async def _is_held_back(self, tx: Connection, delivery: Delivery, edition: Edition) -> bool:
        """Tell whether its server lets no card begin now; a home that moves there is a moderator's wish."""
        moves_here = edition.move_to == delivery.channel_id
        return not moves_here and await hold_back(tx, delivery, self._clock)

    def _check_age(self, delivery: Delivery) -> None:
        if delivery.created_at is not None and delivery.created_at < self._clock.now() - self._rules.stale:
            raise Stale

    async def _post(self, delivery: Delivery, edition: Edition) -> Delivery:
        place, ended = None, edition.state in WITHDRAWN
        if ended or self._posting.must_search(delivery):
            place = await self._posting.search(delivery)
            if place is None and ended:
                await self._give_up(delivery)
            if place is None:
                return await self._intend_again(delivery, edition)
        card = await self._drawing.new_card(delivery, edition)
        adopted = place is not None
        if place is None:
            if self._publisher.kind(delivery.channel_id) is ChannelKind.FORUM:
                await self._discussing.make_room(delivery.server_id)
            place = await self._posting.send(delivery, card)
        posted = await self._arriving.record(delivery, edition, place, card, adopted=adopted)
        self.wake.set()  # the pointers of a home can go now
        return replace(posted, fresh=True)

    async def _give_up(self, delivery: Delivery) -> None:
        """Record that a card that may have stood does not, and never will: its story was taken back."""
        async with self._database.write() as tx:
            removed, why = DeliveryState.REMOVED, Reason.WITHDRAWN
            await deliveries.set_aside(tx, delivery, removed, reason=why, detail="", unsent=True)
        raise _HeldBack

    async def _open_discussion(self, delivery: Delivery, edition: Edition) -> Delivery:
        if self._drawing.discusses_at_once(delivery, edition):
            try:
                await self._discussing.open(
                    edition, _posted(delivery), delivery.card_key, fresh=delivery.fresh
                )
            except CardGone:
                raise
            except PublishError as error:
                await self._put_seeds(delivery)  # readers can vote while there is no thread
                if not isinstance(error, Refused):
                    raise
                return await self._go_without_discussion(delivery, error)
        async with self._database.write() as tx:
            await notifications.ask(tx, edition.id, at=self._clock.now())
            return await deliveries.move(tx, delivery, DeliveryState.THREADED)

    async def _go_without_discussion(self, delivery: Delivery, refusal: Refused) -> Delivery:
        _log.error("delivery.discussion_refused", discord_code=refusal.discord_code, why=refusal.why)
        why = {"reason": Reason.DISCUSSION_REFUSED, "detail": refusal.why}
        async with self._database.write() as tx:
            await notifications.ask(tx, delivery.edition_id, at=self._clock.now())
            threaded = await deliveries.move(tx, delivery, DeliveryState.THREADED, **why)
        fields: dict[str, object] = {"channel": delivery.channel_id, "why": refusal.why}
        await self._publisher.notify(delivery.server_id, f"notice-{Reason.DISCUSSION_REFUSED}", fields)
        return threaded

    async def _seed(self, delivery: Delivery) -> Delivery:
        await self._put_seeds(delivery)
        async with self._database.write() as tx:
            return await deliveries.move(tx, delivery, DeliveryState.SEEDED)

    async def _put_seeds(self, delivery: Delivery) -> None:
        async with self._database.read() as tx:
            poll = await polls.of_edition(tx, delivery.edition_id)
        if poll is None or poll.state is not PollState.OPEN:
            return
        for option in poll.vote_set.options:
            await self._seeding.seed(poll, option)

    async def _finish(self, delivery: Delivery, edition: Edition) -> Delivery:
        if self._arriving.passes_on(delivery, edition):
            await self._publisher.crosspost(_posted(delivery))
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
        if before.reason not in _PROVING or after.state is DeliveryState.POSTING:
            return
        async with self._database.write() as tx:
            await deliveries.resume_channel(tx, before, now=self._clock.now())
        self.wake.set()


class _HeldBack(Exception):
    """Its server lets no card begin now, or none any more."""


class _HomeOnTheWay(Exception):
    """The home is being posted by somebody else after all."""


def _posted(delivery: Delivery) -> Place:
    if delivery.place is None:
        raise ValueError(f"delivery {delivery.id} is {delivery.state} without a message")
    return delivery.place
