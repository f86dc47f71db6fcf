"""What becomes of a delivery that could not get on.

a rate limit            later, when Discord says
an outage of a server   later, when it is back
no answer, our fault    later, and later each time; in the end it failed
a missing permission,   waits, and the moderators are told
a missing channel,
a forum tag too few
too many threads        later, when there is room; the moderators are told
a deleted card          removed, with all of its edition that is not posted yet
a refusal               failed, with Discord's words
"""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.delivery import Delivery, DeliveryState, backoff
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    ForumTagRequired,
    OutcomeUnknown,
    PermissionMissing,
    PublishError,
    Refused,
    ThreadsFull,
    TryLater,
)
from bot.domain.reasons import Reason
from bot.pipeline.discussing import Discussing
from bot.pipeline.ports import Publisher
from bot.pipeline.posting import InDoubt
from bot.storage import deliveries, polls
from bot.storage.database import Database

_log = structlog.get_logger(__name__)

# What a person can mend.
MENDABLE = (Reason.CHANNEL_GONE, Reason.PERMISSION_MISSING, Reason.FORUM_TAG_REQUIRED)
# After so many failures in a row without an answer, a person has to look.
_MOST_ATTEMPTS = 12
_UNTIL_ROOM = timedelta(minutes=10)
# Whoever hears that a server is back wakes what waits for it; this is for what is not heard.
_UNTIL_BACK = timedelta(minutes=10)


class Setbacks:
    """Records setbacks. Nothing is to be sent before `paused_until`: Discord turns every call away."""

    def __init__(
        self, database: Database, publisher: Publisher, discussing: Discussing, clock: Clock
    ) -> None:
        self.paused_until = clock.now()
        self._database = database
        self._publisher = publisher
        self._discussing = discussing
        self._clock = clock

    async def take(self, delivery: Delivery, error: PublishError, *, unsent: bool = False) -> None:
        """Record what Discord said. unsent: it surely has nothing of the message that it refused."""
        match error:
            case TryLater():
                _log.info("delivery.rate_limited", seconds=error.seconds)
                until = self._clock.now() + timedelta(seconds=error.seconds)
                if error.shared:
                    self.paused_until = max(self.paused_until, until)
                await self._put_off(delivery, until, Reason.RATE_LIMITED)
            case OutcomeUnknown():
                _log.warning("delivery.unanswered", why=error.why)
                await self._try_again(delivery, Reason.NO_ANSWER, detail=error.why)
            case CardGone():
                _log.info("delivery.card_gone")
                await self._set_aside(delivery, DeliveryState.REMOVED, Reason.CARD_DELETED)
            case DestinationGone():
                await self._wait_for_mending(delivery, Reason.CHANNEL_GONE, unsent=unsent)
            case PermissionMissing():
                await self._wait_for_mending(
                    delivery, Reason.PERMISSION_MISSING, detail=error.permission, unsent=unsent
                )
            case ForumTagRequired():
                await self._wait_for_mending(delivery, Reason.FORUM_TAG_REQUIRED, unsent=unsent)
            case ThreadsFull():
                await self._wait_for_room(delivery)
            case Refused():
                _log.error("delivery.refused", discord_code=error.discord_code, why=error.why)
                await self._set_aside(
                    delivery, DeliveryState.FAILED, Reason.REFUSED, detail=error.why, unsent=unsent
                )
            case _:
                await self._try_again(delivery, Reason.NO_ANSWER, detail=str(error))

    async def wait_for_server(self, delivery: Delivery) -> None:
        """Record that the delivery's server is away."""
        await self._put_off(delivery, self._clock.now() + _UNTIL_BACK, Reason.SERVER_AWAY)

    async def search_later(self, delivery: Delivery, doubt: InDoubt) -> None:
        """Record that nobody knows yet whether a post was made."""
        searched = replace(delivery, absences=doubt.absences)
        await self._put_off(searched, doubt.until, Reason.NO_ANSWER)

    async def take_fault(self, delivery: Delivery, error: Exception) -> None:
        """Record a fault of ours: it may be gone at the next try, and must not be tried for ever."""
        await self._try_again(delivery, Reason.INTERNAL, detail=type(error).__name__)

    async def _try_again(self, delivery: Delivery, reason: Reason, *, detail: str) -> None:
        if delivery.attempts + 1 >= _MOST_ATTEMPTS:
            await self._set_aside(delivery, DeliveryState.FAILED, reason, detail=detail)
            return
        tried = replace(delivery, attempts=delivery.attempts + 1)
        await self._put_off(tried, self._clock.now() + backoff(tried.attempts), reason, detail=detail)

    async def _wait_for_room(self, delivery: Delivery) -> None:
        await self._put_off(delivery, self._clock.now() + _UNTIL_ROOM, Reason.THREADS_FULL)
        await self._publisher.notify(delivery.server_id, f"notice-{Reason.THREADS_FULL}", {})
        await self._discussing.make_room(delivery.server_id, full=True)

    async def _put_off(
        self, delivery: Delivery, until: datetime, reason: Reason, *, detail: str = ""
    ) -> None:
        async with self._database.write() as tx:
            await deliveries.put_off(tx, delivery, until=until, reason=reason, detail=detail)

    async def _wait_for_mending(
        self, delivery: Delivery, reason: Reason, *, unsent: bool, detail: str = ""
    ) -> None:
        _log.warning("delivery.waits", reason=reason, detail=detail, channel=delivery.channel_id)
        await self._set_aside(delivery, DeliveryState.WAITING, reason, detail=detail, unsent=unsent)
        await self._publisher.notify(
            delivery.server_id,
            f"notice-{reason}",
            {"channel": delivery.channel_id, "permission": detail},
        )

    async def _set_aside(
        self,
        delivery: Delivery,
        to: DeliveryState,
        reason: Reason,
        *,
        detail: str = "",
        unsent: bool = False,
    ) -> None:
        async with self._database.write() as tx:
            await deliveries.set_aside(tx, delivery, to, reason=reason, detail=detail, unsent=unsent)
            if delivery.home and to is DeliveryState.REMOVED:
                await polls.orphan(tx, delivery.edition_id)
                await deliveries.withdraw(tx, delivery.edition_id)
