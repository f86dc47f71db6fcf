"""What is heard on Discord, and what is done about it."""

import asyncio

import structlog

from bot.domain.ids import ChannelId
from bot.domain.server import Shard
from bot.pipeline.delivery import DeliveryWalk
from bot.pipeline.ports import ReactionEvent
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.voting import Voting

_log = structlog.get_logger(__name__)

_AFTER_TROUBLE_SECONDS = 10.0


class Sessions:
    """Hears what happens on Discord: passes reactions on, and reconciles polls after every new session.

    A post of our own that appears ends the doubt whether it was made.
    """

    def __init__(self, voting: Voting, reconciling: Reconciling, delivery: DeliveryWalk) -> None:
        self._voting = voting
        self._reconciling = reconciling
        self._delivery = delivery
        self._heard = asyncio.Event()
        self._began: set[Shard] = set()
        self._posted_in: set[ChannelId] = set()

    @property
    def is_behind(self) -> bool:
        """Tell whether more reactions came than could be stored."""
        return self._voting.is_behind

    def reacted(self, event: ReactionEvent) -> None:
        """Pass a reaction on."""
        self._voting.on_reaction(event)

    def session_began(self, shard: Shard) -> None:
        """Note that events may have been missed."""
        self._began.add(shard)
        self._heard.set()

    def post_appeared(self, forum_id: ChannelId) -> None:
        """Note that a post of our own was made."""
        self._posted_in.add(forum_id)
        self._heard.set()

    async def run(self) -> None:
        """Act on what was noted until cancelled."""
        while True:
            await self._heard.wait()
            self._heard.clear()
            try:
                await self._act()
            except Exception:  # noqa: BLE001 -- a full disk must not end it; it is tried again
                _log.exception("sessions.not_noted")
                self._heard.set()
                await asyncio.sleep(_AFTER_TROUBLE_SECONDS)

    async def _act(self) -> None:
        while self._posted_in:
            forum_id = next(iter(self._posted_in))
            await self._delivery.post_appeared(forum_id)
            self._posted_in.discard(forum_id)
        while self._began:
            shard = next(iter(self._began))
            self._began.discard(shard)  # before: it may begin once more meanwhile
            try:
                await self._reconciling.doubt_all(shard)
            except Exception:
                self._began.add(shard)
                raise
