"""The third walk: reaction → mark → ballot → tally.

Reactions are taken in as they come (`on_reaction` only queues them) and stored many at a time. After
an absence the marks are compared with what Discord lists (`reconcile`), behind a fence: what the gateway
says of a reader while the listing goes on is newer than the listing, and is left alone.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.clock import Clock
from bot.domain.errors import CardGone, DestinationGone, PublishError
from bot.domain.ids import MessageId, PollId, UserId, VoterKey
from bot.domain.marks import Clear, MarkKey, VoteEvent, VoteKind, VoteSource, difference, effective
from bot.domain.poll import Poll, Tally, emoji_key, tally, voter_key
from bot.pipeline.ports import Publisher, ReactionEvent
from bot.storage import deliveries, polls
from bot.storage.database import Connection, Database
from bot.storage.keys import VoterKeys

_log = structlog.get_logger(__name__)

_BATCH = 5_000
# A reader can be faster than our record of the card: such a reaction is kept until the card is known.
_KEEP_UNPLACED = timedelta(seconds=60)
_LOOK_AGAIN = timedelta(milliseconds=200)
_RETRY = timedelta(seconds=2)
_AFTER_TROUBLE = timedelta(seconds=10)
_IDLE = timedelta(hours=1)
_RECONCILES_AT_ONCE = 4


@dataclass(slots=True)
class _Fence:
    """Who was touched by the gateway since a reconcile began; None in `cleared` stands for every emoji."""

    touched: set[tuple[UserId, str | None]]
    cleared: set[str | None]


class Voting:
    """Keeps the marks of open polls equal to what readers did on Discord.

    `wake_reconciling` is set by whoever makes a poll due to be reconciled.
    """

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        keys: VoterKeys,
        clock: Clock,
        *,
        wake_reconciling: asyncio.Event,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._keys = keys
        self._clock = clock
        self._queue: list[ReactionEvent] = []
        self._wake = asyncio.Event()
        self._storing = asyncio.Lock()
        self._fences: dict[MessageId, _Fence] = {}
        self._locks: WeakValueDictionary[PollId, asyncio.Lock] = WeakValueDictionary()
        self._wake_reconciling = wake_reconciling

    def on_reaction(self, event: ReactionEvent) -> None:
        """Take in a reaction; it is durable a moment later (see `flush`)."""
        fence = self._fences.get(event.message_id)
        if fence is not None:
            _touch(fence, event)
        self._queue.append(event)
        self._wake.set()

    async def run(self) -> None:
        """Store what comes in until cancelled; then store what is still in memory."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._flush_or_retry()
        finally:
            await self.flush()

    async def flush(self) -> None:
        """Store every reaction taken in so far."""
        async with self._storing:
            waiting: list[ReactionEvent] = []
            while self._queue:
                batch, self._queue = self._queue[:_BATCH], self._queue[_BATCH:]
                try:
                    waiting += await self._store(batch)
                except BaseException:
                    self._queue[:0] = batch
                    raise
            self._queue[:0] = waiting

    async def reconcile(self, poll_id: PollId) -> int:
        """Make the marks of an open poll equal Discord's listing; return how many events that took.

        Raises PublishError when the listing could not be read to its end; nothing is written then.
        """
        lock = self._locks.setdefault(poll_id, asyncio.Lock())
        async with lock:
            async with self._database.read() as tx:
                poll = await polls.get(tx, poll_id)
            if poll is None:
                return 0
            with self._fenced(poll.message_id) as fence:
                try:
                    listed = await self._listing(poll)
                except (CardGone, DestinationGone):
                    await self._orphan(poll)
                    return 0
                await self.flush()
                return await self._store_difference(poll, listed, fence)

    async def doubt_all(self) -> None:
        """Let every poll be reconciled: a session began, and nobody knows what was missed before."""
        async with self._database.write() as tx:
            doubted = await polls.doubt_all(tx, now=self._clock.now())
        _log.info("polls.doubted", polls=doubted)
        self._wake_reconciling.set()

    async def keep_reconciled(self) -> None:
        """Reconcile the polls that have to be, until cancelled; what fails is tried again later."""
        while True:
            await self._clock.sleep_until(await self.reconcile_due(), wake=self._wake_reconciling)

    async def reconcile_due(self) -> datetime:
        """Reconcile some of the polls that are due; return when to look again."""
        now = self._clock.now()
        try:
            async with self._database.read() as tx:
                due = await polls.to_reconcile(tx, now=now, limit=_RECONCILES_AT_ONCE)
                later = await polls.next_reconcile(tx, now=now)
            await asyncio.gather(*(self._reconcile_or_put_off(poll_id) for poll_id in due))
        except Exception:  # noqa: BLE001  # the top of the loop: a full disk must not end it
            _log.exception("polls.not_reconciled")
            return now + _AFTER_TROUBLE
        return now if due else later or now + _IDLE

    async def results(self, poll_id: PollId) -> tuple[Poll, Tally] | None:
        """Return a poll with its count as of now."""
        await self.flush()
        async with self._database.read() as tx:
            poll = await polls.get(tx, poll_id)
            if poll is None:
                return None
            return poll, tally(poll.vote_set, await polls.marks(tx, poll_id), poll.mode)

    async def _flush_or_retry(self) -> None:
        try:
            await self.flush()
        except Exception:  # noqa: BLE001  # nothing is lost: the batch is back in the queue
            _log.exception("votes.not_stored", waiting=len(self._queue))
            await self._clock.sleep_until(self._clock.now() + _RETRY)
            self._wake.set()
            return
        if self._queue:  # reactions to cards that are not recorded yet
            await self._clock.sleep_until(self._clock.now() + _LOOK_AGAIN)
            self._wake.set()

    async def _store(self, batch: Sequence[ReactionEvent]) -> list[ReactionEvent]:
        """Store a batch in one transaction; return the reactions whose card may still become known."""
        async with self._database.write() as tx:
            known = await polls.of_messages(tx, {event.message_id for event in batch})
            by_poll: dict[PollId, list[VoteEvent | Clear]] = {}
            unknown: list[ReactionEvent] = []
            for event in batch:
                poll = known.get(event.message_id)
                if poll is None:
                    unknown.append(event)
                elif change := self._change(poll, event):
                    by_poll.setdefault(poll.id, []).append(change)
            events: list[tuple[PollId, VoteEvent]] = []
            for poll_id, changes in by_poll.items():
                held = await polls.mark_keys(tx, poll_id, voters=_voters(changes))
                events += ((poll_id, event) for event in effective(held, changes))
            await polls.apply(tx, events)
            return await self._worth_keeping(tx, unknown)

    def _change(self, poll: Poll, event: ReactionEvent) -> VoteEvent | Clear | None:
        emoji = None if event.emoji is None else emoji_key(event.emoji)
        if event.user_id is None:
            return Clear(emoji, event.at)
        if emoji is None or not poll.takes(emoji):
            return None
        return VoteEvent(
            key=MarkKey(self._voter(poll, event.user_id), emoji, event.burst),
            kind=VoteKind.ADD if event.added else VoteKind.REMOVE,
            source=VoteSource.GATEWAY,
            at=event.at,
        )

    async def _worth_keeping(self, tx: Connection, unknown: list[ReactionEvent]) -> list[ReactionEvent]:
        oldest = self._clock.now() - _KEEP_UNPLACED
        recent = [event for event in unknown if event.at >= oldest]
        if not recent:
            return []
        channels = await deliveries.channels_in_posting(tx, {event.channel_id for event in recent})
        return [event for event in recent if event.channel_id in channels]

    @contextmanager
    def _fenced(self, message_id: MessageId) -> Iterator[_Fence]:
        fence = self._fences[message_id] = _Fence(set(), set())
        try:
            yield fence
        finally:
            del self._fences[message_id]

    async def _listing(self, poll: Poll) -> list[tuple[UserId, MarkKey]]:
        found = []
        for option in poll.vote_set.options:
            async for reactor in self._publisher.reactors(poll.place, option.emoji):
                if not reactor.bot:
                    voter = self._voter(poll, reactor.user_id)
                    key = MarkKey(voter, emoji_key(option.emoji), reactor.burst)
                    found.append((reactor.user_id, key))
        return found

    async def _store_difference(self, poll: Poll, listed: list[tuple[UserId, MarkKey]], fence: _Fence) -> int:
        async with self._storing, self._database.write() as tx:
            held = await polls.mark_keys(tx, poll.id)
            at = self._clock.now()
            events = difference(
                held,
                {key for _, key in listed},
                fenced=self._fenced_keys(poll, fence, held | {key for _, key in listed}),
                mode=poll.mode,
                at=at,
            )
            await polls.apply(tx, [(poll.id, event) for event in events])
            await polls.mark_reconciled(tx, poll.id, now=at)
        if events:
            _log.info("poll.reconciled", poll=poll.id, events=len(events))
        return len(events)

    def _fenced_keys(self, poll: Poll, fence: _Fence, keys: set[MarkKey]) -> set[tuple[VoterKey, str | None]]:
        touched = {(self._voter(poll, user_id), emoji) for user_id, emoji in fence.touched}
        cleared: set[tuple[VoterKey, str | None]] = {
            (key.voter, key.emoji) for key in keys if {None, key.emoji} & fence.cleared
        }
        return touched | cleared

    async def _orphan(self, poll: Poll) -> None:
        _log.info("poll.orphaned", poll=poll.id, message=poll.message_id)
        async with self._database.write() as tx:
            await polls.orphan(tx, poll.edition_id)

    async def _reconcile_or_put_off(self, poll_id: PollId) -> None:
        try:
            await self.reconcile(poll_id)
        except PublishError as error:
            _log.warning("poll.not_reconciled", poll=poll_id, why=str(error))
            async with self._database.write() as tx:
                await polls.put_off_reconcile(tx, poll_id, now=self._clock.now())

    def _voter(self, poll: Poll, user_id: UserId) -> VoterKey:
        return voter_key(self._keys.server_key(poll.server_id), user_id)


def _voters(changes: Sequence[VoteEvent | Clear]) -> list[VoterKey] | None:
    """Return whose marks the changes can touch; None for everybody's."""
    if any(isinstance(change, Clear) for change in changes):
        return None
    return list({change.key.voter for change in changes if isinstance(change, VoteEvent)})


def _touch(fence: _Fence, event: ReactionEvent) -> None:
    emoji = None if event.emoji is None else emoji_key(event.emoji)
    if event.user_id is None:
        fence.cleared.add(emoji)
    else:
        fence.touched.add((event.user_id, emoji))
