"""Taking readers' earlier votes away, so that Discord shows what is counted; where the bot may do that.

Where it may not, the latest vote counts all the same.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.errors import PermissionMissing, PublishError
from bot.domain.ids import ChannelId, UserId, VoterKey
from bot.domain.poll import Poll, PollMode, PollState, ballots, emoji_key
from bot.pipeline.ports import Publisher
from bot.storage import polls
from bot.storage.database import Database

_log = structlog.get_logger(__name__)

# What is still to be taken away; beyond it the oldest votes are left where they are.
_MOST = 10_000
_FORBIDDEN_FOR = timedelta(hours=1)
_IDLE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A reader's earlier vote. Kept in memory only: who voted is stored nowhere."""

    poll: Poll
    emoji: str
    user_id: UserId


class TakingBack:
    """Takes earlier votes away. flush: stores what readers did until now; voter: what stands for a reader."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        clock: Clock,
        *,
        flush: Callable[[], Awaitable[None]],
        voter: Callable[[Poll, UserId], VoterKey],
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._flush = flush
        self._voter = voter
        self._noted: deque[_Earlier] = deque(maxlen=_MOST)
        self._wake = asyncio.Event()
        self._forbidden: dict[ChannelId, datetime] = {}

    def note(self, poll: Poll, found: Iterable[tuple[UserId, str]]) -> None:
        """Note votes (who, emoji key) of a single-choice poll that are to be taken away.

        One with an emoji that was replaced counts for nobody, and stays where it is.
        """
        for user_id, key in found:
            if poll.takes(key):
                self._noted.append(_Earlier(poll, poll.vote_set.emoji_of(key), user_id))
        self._wake.set()

    async def run(self) -> None:
        """Take away what is noted until cancelled."""
        while True:
            while self._noted:
                await self._take_back_or_leave(self._noted.popleft())
            await self._clock.sleep_until(self._clock.now() + _IDLE, wake=self._wake)

    async def _take_back_or_leave(self, earlier: _Earlier) -> None:
        place, now = earlier.poll.place, self._clock.now()
        if self._forbidden.get(place.channel_id, now) > now:
            return
        try:
            if await self._superseded(earlier):
                await self._publisher.take_back(place, earlier.emoji, earlier.user_id)
        except PermissionMissing:
            self._forbidden = {each: until for each, until in self._forbidden.items() if until > now}
            self._forbidden[place.channel_id] = now + _FORBIDDEN_FOR
        except PublishError as error:
            _log.info("vote.not_taken_back", channel=place.channel_id, why=str(error))
        except Exception:  # noqa: BLE001  # the top of the loop: a full disk must not end it
            _log.exception("vote.not_taken_back", channel=place.channel_id)

    async def _superseded(self, earlier: _Earlier) -> bool:
        """Tell whether another vote of the reader counts: they may have changed their mind once more."""
        await self._flush()
        async with self._database.read() as tx:
            poll = await polls.get(tx, earlier.poll.id)
            marks = await polls.marks(tx, earlier.poll.id, voter=self._voter(earlier.poll, earlier.user_id))
        if poll is None or poll.state is not PollState.OPEN:
            return False
        counted, _ = ballots(marks, PollMode.SINGLE)
        return any(emoji_key(earlier.emoji) not in choices for choices in counted.values())
