"""The third walk: reaction → mark → ballot → tally.

Reactions are taken in as they come (`on_reaction` only queues them) and stored many at a time. How marks are
compared with what Discord lists is in `bot.pipeline.reconciling`, how a poll ends in `bot.pipeline.closing`,
and how earlier votes are taken away in `bot.pipeline.taking_back`.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.domain.ids import ChannelId, MessageId, PollId, UserId, VoterKey
from bot.domain.marks import Clear, MarkKey, VoteEvent, VoteKind, VoteSource, effective, superseded
from bot.domain.poll import Poll, PollMode, Tally, emoji_key, reader_key, voter_key
from bot.pipeline.ports import Publisher, ReactionEvent
from bot.pipeline.taking_back import TakingBack
from bot.storage import deliveries, polls, refreshes, suppressions
from bot.storage.database import Connection, Database
from bot.storage.keys import VoterKeys
from bot.storage.suppressions import Wish

_log = structlog.get_logger(__name__)

_BATCH = 5_000
# With more than these on their way into the database the last of them wait too long for it.
_MOST_UNSTORED = 1_500
# A reader can be faster than our record of the card: such a reaction is kept until the card is known.
_KEEP_UNPLACED = timedelta(seconds=60)
_LOOK_AGAIN = timedelta(milliseconds=200)
_RETRY = timedelta(seconds=2)
# An edit of an older message counts against a limit of its own.
_YOUNG = timedelta(hours=1)
_OLDER_CARDS_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class VotingRules:
    """What an operator can set. live_count: how long a card shows an old count at least; None: shows none."""

    live_count: timedelta | None = timedelta(seconds=60)


@dataclass(slots=True)
class Fence:
    """What the gateway told of since a reconcile began; None in `cleared` stands for every emoji.

    touched: who, with which emoji, and whether as a burst.
    """

    touched: set[tuple[UserId, str | None, bool]]
    cleared: set[str | None]


@dataclass(slots=True)
class _Put:
    """What became of a batch: its polls, what is of none of them, and votes that others took the place of."""

    known: Mapping[MessageId, Poll]
    unknown: list[ReactionEvent] = field(default_factory=list)
    earlier: list[tuple[PollId, MarkKey]] = field(default_factory=list)


class Voting:
    """Keeps the marks of open polls equal to what readers did on Discord."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        keys: VoterKeys,
        clock: Clock,
        rules: VotingRules,
    ) -> None:
        self.storing = asyncio.Lock()
        self.taking_back = TakingBack(database, publisher, clock, flush=self.flush, voter=self.voter)
        self._database = database
        self._rules = rules
        self._keys = keys
        self._clock = clock
        self._queue: list[ReactionEvent] = []
        self._unstored = 0
        self._wake = asyncio.Event()
        self._fences: dict[MessageId, Fence] = {}

    def on_reaction(self, event: ReactionEvent) -> None:
        """Take in a reaction; it is durable a moment later (see `flush`)."""
        fence = self._fences.get(event.message_id)
        if fence is not None:
            _touch(fence, event)
        self._queue.append(event)
        self._unstored += 1
        self._wake.set()

    @property
    def is_behind(self) -> bool:
        """Tell whether more came than is durable in a moment."""
        return self._unstored > _MOST_UNSTORED

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
        async with self.storing:
            waiting: list[ReactionEvent] = []
            while self._queue:
                batch, self._queue = self._queue[:_BATCH], self._queue[_BATCH:]
                try:
                    waiting += await self._store(batch)
                except BaseException:
                    self._queue[:0] = batch
                    raise
                self._unstored = len(self._queue)
            self._queue[:0] = waiting

    async def results(self, poll_id: PollId) -> tuple[Poll, Tally] | None:
        """Return a poll with its count as of now."""
        await self.flush()
        async with self._database.read() as tx:
            poll = await polls.get(tx, poll_id)
            if poll is None:
                return None
            return poll, await polls.tally_of(tx, poll)

    @contextmanager
    def fenced(self, message_id: MessageId) -> Iterator[Fence]:
        """Note inside whom the gateway tells of at a card."""
        fence = self._fences[message_id] = Fence(set(), set())
        try:
            yield fence
        finally:
            self._fences.pop(message_id, None)

    @asynccontextmanager
    async def up_to_now(
        self, message_id: MessageId, *, ends_fence: bool = False
    ) -> AsyncIterator[Connection]:
        """Write in the transaction in which all that was told of a card until now is stored.

        What comes later is stored later. ends_fence: its fence notes no more of it.
        """
        async with self.storing:
            told: list[ReactionEvent] = []
            try:
                async with self._database.write() as tx:
                    told = [event for event in self._queue if event.message_id == message_id]
                    self._queue = [event for event in self._queue if event.message_id != message_id]
                    if ends_fence:
                        self._fences.pop(message_id, None)
                    put = await self._put(tx, told)
                    yield tx
            except BaseException:
                self._queue[:0] = told
                raise
            self._unstored = len(self._queue)
            self._note_earlier(told, put)

    @property
    def shows_counts(self) -> bool:
        """Tell whether cards show how an open poll stands."""
        return self._rules.live_count is not None

    def voter(self, poll: Poll, user_id: UserId) -> VoterKey:
        """Return what stands for a reader in the server of a poll."""
        return voter_key(self._keys.server_key(poll.server_id), user_id)

    async def wishes(self, tx: Connection, user_ids: Iterable[UserId]) -> dict[UserId, Wish]:
        """Return what those of them asked for who do not want to be counted, or were erased."""
        if not await suppressions.any_wish(tx):
            return {}
        readers = {reader_key(self._keys.readers_key, user_id): user_id for user_id in set(user_ids)}
        found = await suppressions.wishes(tx, readers)
        return {readers[reader]: wish for reader, wish in found.items()}

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
            put = await self._put(tx, batch)
            waiting = await self._worth_keeping(tx, put.unknown)
        self._note_earlier(batch, put)
        return waiting

    async def _put(self, tx: Connection, batch: Sequence[ReactionEvent]) -> _Put:
        known = await polls.of_messages(tx, {event.message_id for event in batch})
        voters = (event.user_id for event in batch if event.message_id in known and event.user_id)
        wishes = await self.wishes(tx, voters)
        put = _Put(known)
        by_poll: dict[PollId, list[VoteEvent | Clear]] = {}
        for event in batch:
            poll = known.get(event.message_id)
            if poll is None:
                put.unknown.append(event)
            elif _counts(event, wishes) and (change := self._change(poll, event)):
                by_poll.setdefault(poll.id, []).append(change)
        events: list[tuple[PollId, VoteEvent]] = []
        held = await polls.held(tx, {poll_id: _voters(changes) for poll_id, changes in by_poll.items()})
        for poll_id, changes in by_poll.items():
            new = effective(held[poll_id], changes)
            events += ((poll_id, event) for event in new)
            put.earlier += ((poll_id, key) for key in superseded(held[poll_id], new))
        await polls.apply(tx, events)
        await self._show_counts(tx, {poll_id for poll_id, _ in events}, known.values())
        return put

    def _change(self, poll: Poll, event: ReactionEvent) -> VoteEvent | Clear | None:
        emoji = None if event.emoji is None else emoji_key(event.emoji)
        if event.user_id is None:
            return Clear(emoji, event.at)
        if emoji is None or not poll.takes(emoji):
            return None
        return VoteEvent(
            key=MarkKey(self.voter(poll, event.user_id), emoji, event.burst),
            kind=VoteKind.ADD if event.added else VoteKind.REMOVE,
            source=VoteSource.GATEWAY,
            at=event.at,
        )

    async def _show_counts(self, tx: Connection, changed: set[PollId], known: Iterable[Poll]) -> None:
        """Let the cards of polls be drawn with their new count, not too often."""
        if self._rules.live_count is None:
            return
        now = self._clock.now()
        of_young = {p.edition_id for p in known if p.id in changed and now - p.opened_at < _YOUNG}
        of_old = {p.edition_id for p in known if p.id in changed and now - p.opened_at >= _YOUNG}
        await refreshes.ask(tx, of_young, at=now + self._rules.live_count, homes_only=True)
        pause = max(self._rules.live_count, _OLDER_CARDS_PAUSE)
        await refreshes.ask(tx, of_old, at=now + pause, homes_only=True)

    def _note_earlier(self, batch: Sequence[ReactionEvent], put: _Put) -> None:
        """Note votes that are to be taken away, while it is known still whose they are."""
        if not put.earlier:
            return
        wanted = defaultdict(list)
        for poll_id, key in put.earlier:
            wanted[poll_id, key.voter].append(key.emoji)
        for event in batch:
            poll = put.known.get(event.message_id)
            if poll is None or event.user_id is None or poll.mode is not PollMode.SINGLE:
                continue
            theirs = wanted.pop((poll.id, self.voter(poll, event.user_id)), ())
            self.taking_back.note(poll, ((event.user_id, emoji) for emoji in theirs))

    async def _worth_keeping(self, tx: Connection, unknown: list[ReactionEvent]) -> list[ReactionEvent]:
        oldest = self._clock.now() - _KEEP_UNPLACED
        recent = [event for event in unknown if event.at >= oldest]
        if not recent:
            return []
        channels = await deliveries.channels_in_posting(tx, set().union(*map(_places, recent)))
        return [event for event in recent if _places(event) & channels]


def _counts(event: ReactionEvent, wishes: Mapping[UserId, Wish]) -> bool:
    """Tell whether an event is stored: who opted out can only take away what is there.

    What was on its way when its voter was erased is not stored either.
    """
    if not event.added or event.user_id is None:
        return True
    wish = wishes.get(event.user_id)
    return wish is None or wish.counts(event.at)


def _voters(changes: Sequence[VoteEvent | Clear]) -> set[VoterKey] | None:
    """Return whose marks the changes can touch; None for everybody's."""
    if any(isinstance(change, Clear) for change in changes):
        return None
    return {change.key.voter for change in changes if isinstance(change, VoteEvent)}


def _places(event: ReactionEvent) -> set[ChannelId]:
    """Return where its card is delivered to: its channel, or the forum of its post."""
    return {event.channel_id} if event.parent_id is None else {event.channel_id, event.parent_id}


def _touch(fence: Fence, event: ReactionEvent) -> None:
    emoji = None if event.emoji is None else emoji_key(event.emoji)
    if event.user_id is None:
        fence.cleared.add(emoji)
    else:
        fence.touched.add((event.user_id, emoji, event.burst))
