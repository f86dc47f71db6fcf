"""Making the marks of a poll equal what Discord lists, after an absence and at the end.

The listing takes a while, and readers go on voting. So it is read behind a fence: what the gateway says of
a reader while the listing goes on is newer than the listing, and is left alone.
"""

import asyncio
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.clock import Clock
from bot.domain.errors import CardGone, DestinationGone, EmojiGone, PublishError
from bot.domain.ids import PollId, UserId
from bot.domain.marks import MarkKey, difference
from bot.domain.poll import Mark, Poll, PollMode, PollState, VoteOption, ballots, emoji_key
from bot.domain.server import Shard
from bot.domain.turns import Turns
from bot.pipeline.ports import Publisher, Reactor
from bot.pipeline.rounds import Rounds
from bot.pipeline.seeding import Seeding
from bot.pipeline.voting import Fence, Voting
from bot.storage import discussions, due_polls, polls, refreshes
from bot.storage.database import Connection, Database
from bot.storage.due_polls import DuePoll
from bot.storage.suppressions import Suppression

_log = structlog.get_logger(__name__)

_IDLE = timedelta(hours=1)


class Reconciling:
    """Compares polls with Discord. `wake` is set by whoever makes one due."""

    def __init__(
        self, database: Database, publisher: Publisher, voting: Voting, clock: Clock, *, wake: asyncio.Event
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._voting = voting
        self._clock = clock
        self._wake = wake
        self._seeding = Seeding(database, publisher, clock)
        self._rounds = Rounds(database, clock, find=_due, do=self._reconcile_or_put_off, wake=wake)
        self._comparing: WeakValueDictionary[PollId, asyncio.Lock] = WeakValueDictionary()

    async def reconcile(self, poll_id: PollId, *, close: bool = False) -> int:
        """Make the marks of an open poll equal Discord's listing; return how many events that took.

        close: freeze its count in the same transaction. Raises PublishError when the listing could not be
        read to its end; nothing is written then.
        """
        async with self._comparing.setdefault(poll_id, asyncio.Lock()):
            async with self._database.read() as tx:
                poll = await polls.get(tx, poll_id)
            if poll is None or poll.state is not PollState.OPEN:
                return 0
            with self._voting.fenced(poll.message_id) as fence:
                try:
                    listed, gone = await self._listing(poll, complete=close)
                except (CardGone, DestinationGone):
                    await self._orphan(poll)
                    return 0
                events = await self._store_difference(poll, listed, fence, close=close)
            for option in () if close else gone:
                await self._seeding.seed(poll, option)
            return events

    async def doubt_all(self, shard: Shard | None = None) -> None:
        """Let every poll be reconciled: a session began, and nobody knows what was missed before.

        shard: whose session it is; others have missed nothing.
        """
        async with self._database.write() as tx:
            doubted = await due_polls.doubt_all(tx, shard, now=self._clock.now())
        _log.info("polls.doubted", polls=doubted)
        self._wake.set()

    async def run(self) -> None:
        """Reconcile the polls that have to be, until cancelled; what fails is tried again later."""
        await self._rounds.run()

    async def reconcile_due(self) -> datetime:
        """Reconcile some of the polls that are due; return when to look again."""
        return await self._rounds.one()

    async def _listing(
        self, poll: Poll, *, complete: bool
    ) -> tuple[list[tuple[UserId, MarkKey]], list[VoteOption]]:
        """Return who reacted, and the options whose emoji is gone.

        complete: list also what nobody put by Discord's own counts, which are not always right.
        """
        counts = None if complete else await self._publisher.reactions(poll.place)
        found: list[tuple[UserId, MarkKey]] = []
        gone = []
        for option in poll.vote_set.options:
            counted = None if counts is None else counts.get(emoji_key(option.emoji))
            try:
                found += [
                    (reactor.user_id, self._mark(poll, option, reactor))
                    async for reactor in self._publisher.reactors(poll.place, option.emoji, counted)
                    if not reactor.bot
                ]
            except EmojiGone:
                gone.append(option)
        return found, gone

    def _mark(self, poll: Poll, option: VoteOption, reactor: Reactor) -> MarkKey:
        return MarkKey(self._voting.voter(poll, reactor.user_id), emoji_key(option.emoji), reactor.burst)

    async def _store_difference(
        self, poll: Poll, listed: list[tuple[UserId, MarkKey]], fence: Fence, *, close: bool
    ) -> int:
        async with self._voting.up_to_now(poll.message_id, ends_fence=True) as tx:
            now_there = await polls.get(tx, poll.id)
            if now_there is None or now_there.state is not PollState.OPEN or now_there.place != poll.place:
                return 0  # it was withdrawn or moved while the old card was read
            held = await polls.mark_keys(tx, poll.id)
            at = self._clock.now()
            wanted = await self._wanted(tx, poll, held, listed)
            events = difference(
                held,
                wanted,
                fenced=self._fenced_keys(poll, fence, held | wanted),
                mode=poll.mode,
                at=at,
            )
            await polls.apply(tx, [(poll.id, event) for event in events])
            marks = await polls.marks(tx, poll.id)
            await polls.mark_reconciled(tx, poll.id, now=at)
            if close:
                await freeze(tx, poll, verified=True, now=at)
            elif events and self._voting.shows_counts:
                await refreshes.ask(tx, {poll.edition_id}, at=at, homes_only=True)
        if events:
            _log.info("poll.reconciled", poll=poll.id, events=len(events))
        if poll.mode is PollMode.SINGLE and not close:
            self._voting.taking_back.note(poll, _uncounted(listed, marks))
        return len(events)

    async def _wanted(
        self, tx: Connection, poll: Poll, held: Collection[MarkKey], listed: list[tuple[UserId, MarkKey]]
    ) -> set[MarkKey]:
        """Return what is listed, less of those who do not want to be counted.

        Who had their votes erased is not counted again for what still stands on the card; who votes anew
        afterwards is.
        """
        wishes = await self._voting.wishes(tx, (user_id for user_id, _ in listed))

        def counts(user_id: UserId, key: MarkKey) -> bool:
            wish = wishes.get(user_id)
            if wish is None or wish.counts(poll.opened_at):
                return True
            return wish.kind is Suppression.ERASED and key in held

        return {key for user_id, key in listed if counts(user_id, key)}

    def _fenced_keys(self, poll: Poll, fence: Fence, keys: set[MarkKey]) -> set[MarkKey]:
        touched = {
            MarkKey(self._voting.voter(poll, user_id), emoji, burst)
            for user_id, emoji, burst in fence.touched
            if emoji is not None
        }
        return touched | {key for key in keys if {None, key.emoji} & fence.cleared}

    async def _orphan(self, poll: Poll) -> None:
        _log.info("poll.orphaned", poll=poll.id, message=poll.message_id)
        async with self._database.write() as tx:
            await polls.orphan(tx, poll.edition_id)

    async def _reconcile_or_put_off(self, due: DuePoll) -> None:
        try:
            await self.reconcile(due.poll_id)
        except PublishError as error:
            _log.warning("poll.not_reconciled", poll=due.poll_id, why=str(error))
        except Exception:  # noqa: BLE001  # a bug keeps back this poll only
            _log.exception("poll.not_reconciled", poll=due.poll_id)
        else:
            return
        async with self._database.write() as tx:
            await due_polls.put_off_reconcile(tx, due.poll_id, now=self._clock.now())


async def _due(
    tx: Connection, now: datetime, turns: Turns, under_way: Collection[PollId]
) -> tuple[list[DuePoll], datetime]:
    found = await due_polls.to_reconcile(tx, now=now, turns=turns, under_way=under_way)
    later = None if found else await due_polls.next_reconcile(tx, now=now)
    return found, later or now + _IDLE


def _uncounted(listed: Iterable[tuple[UserId, MarkKey]], marks: Iterable[Mark]) -> set[tuple[UserId, str]]:
    """Return who has something on the card beside the choice that counts, and what; not where none does."""
    counted, _ = ballots(marks, PollMode.SINGLE)
    return {
        (user_id, key.emoji)
        for user_id, key in listed
        if key.voter in counted and key.emoji not in counted[key.voter]
    }


async def freeze(tx: Connection, poll: Poll, *, verified: bool, now: datetime) -> None:
    """Close a poll with its count as it is, for good.

    Where it says something, it is said in the discussion too; and the card is drawn again.
    """
    count = await polls.tally_of(tx, poll)
    told = count.telling and await discussions.find(tx, poll.edition_id) is not None
    await polls.close(tx, poll, count, verified=verified, now=now, result_intent_at=now if told else None)
    await refreshes.ask(tx, {poll.edition_id}, at=now, homes_only=True)
