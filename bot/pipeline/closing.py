"""The end of a poll: a last comparison with Discord, a count that is frozen, and a result that is told.

    open ──► closed     compared and frozen in one transaction; also when the bot was away at that time
         └─► orphaned   its card is gone: the last count stays

A poll that can't be compared for a day is closed with the count there is, and says that it is not verified.
"""

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.delivery import Discussion, anchor, nonce
from bot.domain.edition import Edition
from bot.domain.errors import OutcomeUnknown, PublishError, TryLater
from bot.domain.ids import CardKey, ChannelId, MessageId, PollId
from bot.domain.poll import PollState
from bot.pipeline.ports import PollView, Publisher
from bot.pipeline.reconciling import Reconciling, freeze
from bot.pipeline.rounds import Rounds, every
from bot.storage import deliveries, discussions, due_polls, editions, polls
from bot.storage.database import Database
from bot.storage.due_polls import DuePoll
from bot.storage.polls import Ended

_log = structlog.get_logger(__name__)

# Rows tell what is due: they are looked at so often, which costs next to nothing.
_LOOK = timedelta(seconds=2)
_UNVERIFIED_AFTER = timedelta(days=1)
_RESULT_GIVEN_UP_AFTER = timedelta(days=1)


class Closing:
    """Closes polls when their time is over, and tells their results."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        reconciling: Reconciling,
        clock: Clock,
        *,
        nonce_window: timedelta,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._reconciling = reconciling
        self._clock = clock
        self._nonce_window = nonce_window
        self._rounds = Rounds(
            database, clock, find=every(_LOOK, due_polls.to_end), do=self._end, wake=asyncio.Event()
        )

    async def run(self) -> None:
        """Close what is due until cancelled."""
        await self._rounds.run()

    async def close_due(self) -> datetime:
        """Close some of the polls whose time is over, and tell results; return when to look again."""
        return await self._rounds.one()

    async def close(self, poll_id: PollId) -> None:
        """Close a poll now; where Discord gives no answer, later."""
        try:
            await self._reconciling.reconcile(poll_id, close=True)
        except PublishError as error:
            _log.warning("poll.not_closed", poll=poll_id, why=str(error))
            await self._put_off(poll_id)

    async def _end(self, due: DuePoll) -> None:
        """Close a poll, or tell the result of one that is closed."""
        if due.state is not PollState.OPEN:
            await self._tell(due.poll_id)
            return
        try:
            await self.close(due.poll_id)
        except Exception:  # noqa: BLE001  # a bug keeps back this poll only
            _log.exception("poll.not_closed", poll=due.poll_id)
            await self._put_off(due.poll_id)

    async def _put_off(self, poll_id: PollId) -> None:
        now = self._clock.now()
        async with self._database.write() as tx:
            poll = await polls.get(tx, poll_id)
            if poll is None or poll.state is not PollState.OPEN:  # somebody else was quicker
                return
            if poll.closes_at is not None and now - poll.closes_at >= _UNVERIFIED_AFTER:
                await freeze(tx, poll, verified=False, now=now)
            else:
                await due_polls.put_off_closing(tx, poll_id, now=now)

    async def _tell(self, poll_id: PollId) -> None:
        """Tell a result in the discussion, once; or leave it, where there is nothing to tell, or nowhere."""
        known = await self._to_tell(poll_id)
        message_id = None
        if known is not None:
            since = known[0].result_intent_at
            try:
                message_id = await self._find_or_write(*known)
            except PublishError as error:
                await self._tell_later(poll_id, since, error)
                return
            except Exception as error:  # noqa: BLE001  # a bug keeps back this poll only
                _log.exception("poll.result_not_told", poll=poll_id)
                await self._tell_later(poll_id, since, OutcomeUnknown(why=type(error).__name__))
                return
        async with self._database.write() as tx:
            await polls.told(tx, poll_id, message_id)

    async def _to_tell(self, poll_id: PollId) -> tuple[Ended, Edition, Discussion, CardKey] | None:
        async with self._database.read() as tx:
            ended = await polls.ended(tx, poll_id)
            if ended is None:
                return None
            edition = await editions.get(tx, ended.poll.edition_id)
            discussion = await discussions.find(tx, ended.poll.edition_id)
            home = await deliveries.home_of(tx, ended.poll.edition_id)
        if edition is None or discussion is None or home is None:
            return None
        return ended, edition, discussion, home.card_key

    async def _find_or_write(
        self, ended: Ended, edition: Edition, discussion: Discussion, key: CardKey
    ) -> MessageId:
        intent_at = ended.result_intent_at
        if self._clock.now() - intent_at >= self._nonce_window:
            ours = await self._publisher.find_message(
                ChannelId(discussion.thread_id), key, after=anchor(intent_at)
            )
            # A short poll's first message is as near as its result.
            if found := [each for each in ours if each != discussion.opening_message_id]:
                return found[0]
        poll = ended.poll
        view = PollView(poll.vote_set, poll.state, poll.closes_at, ended.tally, verified=poll.verified)
        return await self._publisher.post_result(
            discussion.thread_id, edition, view, key, nonce=nonce(key, "result")
        )

    async def _tell_later(self, poll_id: PollId, since: datetime, error: PublishError) -> None:
        _log.info("poll.result_not_told", poll=poll_id, why=str(error))
        now = self._clock.now()
        passing = isinstance(error, TryLater | OutcomeUnknown) and now - since < _RESULT_GIVEN_UP_AFTER
        async with self._database.write() as tx:
            if passing:
                await due_polls.put_off_closing(tx, poll_id, now=now)
            else:
                await polls.told(tx, poll_id, None)
