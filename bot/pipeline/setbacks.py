"""What becomes of a delivery that could not get on.

a rate limit            later, when Discord says
an outage of a server   later, when it is back
no answer               later, and later each time, for ever; the moderators are told once it has been long
a fault of ours         the same; in the end it waits for the next start or the next day, and they are told
a missing permission,   waits, and the moderators are told
a missing channel,       unless its tags lead elsewhere by now: then it goes there
a forum tag too few
too many threads        later, when there is room; the moderators are told
too old to be news      failed; it is not told to anybody
a deleted card          removed, with all of its edition that is not posted yet
a refusal               failed, with Discord's words, and the moderators are told
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
from bot.pipeline.posting import InDoubt, Unsent
from bot.storage import deliveries, polls, redirections
from bot.storage.database import Database

_log = structlog.get_logger(__name__)

_REASONS: dict[type[PublishError], Reason] = {
    DestinationGone: Reason.CHANNEL_GONE,
    PermissionMissing: Reason.PERMISSION_MISSING,
    ForumTagRequired: Reason.FORUM_TAG_REQUIRED,
}
# What a person can mend.
MENDABLE = tuple(_REASONS.values())
# After so many failures in a row, which take half an hour, a person has to look.
_MANY_ATTEMPTS = 12
_UNTIL_ROOM = timedelta(minutes=10)
# Whoever hears that a server is back wakes what waits for it; this is for what is not heard.
_UNTIL_BACK = timedelta(minutes=10)


class ServerAway(Exception):
    """Discord can't reach the server."""


class Stale(Exception):
    """It waited until it was no news any more; nothing of it stands."""


class Setbacks:
    """Records setbacks. Nothing is to be sent before `paused_until`: Discord turns every call away.

    longest: at most so long is waited between two tries of what gets no answer.
    """

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        discussing: Discussing,
        clock: Clock,
        *,
        longest: timedelta,
    ) -> None:
        self.paused_until = clock.now()
        self._longest = longest
        self._database = database
        self._publisher = publisher
        self._discussing = discussing
        self._clock = clock

    async def take(
        self, delivery: Delivery, setback: ServerAway | Stale | InDoubt | Unsent | PublishError
    ) -> None:
        """Record why a delivery could not get on."""
        match setback:
            case ServerAway():
                await self._put_off(delivery, self._clock.now() + _UNTIL_BACK, Reason.SERVER_AWAY)
            case Stale():
                await self._set_aside(delivery, DeliveryState.FAILED, Reason.STALE, unsent=True)
            case InDoubt():
                searched = replace(delivery, absences=setback.absences)
                await self._put_off(searched, setback.until, Reason.NO_ANSWER)
            case Unsent():
                await self._take_answer(delivery, setback.error, unsent=True)
            case _:
                await self._take_answer(delivery, setback, unsent=False)

    async def _take_answer(self, delivery: Delivery, error: PublishError, *, unsent: bool) -> None:
        """Record what Discord said. unsent: it surely has nothing of the message that it refused."""
        match error:
            case TryLater():
                await self._wait_as_told(delivery, error)
            case OutcomeUnknown():
                await self._wait_for_answer(delivery, error.why)
            case CardGone():
                await self._take_removal(delivery)
            case DestinationGone() if _is_post(delivery):  # it went, and perhaps its forum did not
                await self._take_removal(delivery)
            case DestinationGone() | PermissionMissing() | ForumTagRequired():
                await self._wait_for_mending(delivery, error, unsent=unsent)
            case ThreadsFull():
                await self._wait_for_room(delivery)
            case Refused():
                await self._take_refusal(delivery, error, unsent=unsent)
            case _:
                await self.take_fault(delivery, error)

    async def take_fault(self, delivery: Delivery, error: Exception) -> None:
        """Record a fault of ours: it may be gone at the next try, and must not be tried for ever."""
        tried = replace(delivery, attempts=delivery.attempts + 1)
        detail = str(error) if isinstance(error, PublishError) else type(error).__name__
        if tried.attempts < _MANY_ATTEMPTS:
            until = self._clock.now() + backoff(tried.attempts, most=self._longest)
            await self._put_off(tried, until, Reason.INTERNAL, detail=detail)
            return
        await self._set_aside(delivery, DeliveryState.WAITING, Reason.INTERNAL, detail=detail)
        await self._tell(delivery, Reason.INTERNAL)

    async def _wait_as_told(self, delivery: Delivery, told: TryLater) -> None:
        _log.info("delivery.rate_limited", seconds=told.seconds)
        until = self._clock.now() + timedelta(seconds=told.seconds)
        if told.shared:
            self.paused_until = max(self.paused_until, until)
        await self._put_off(delivery, until, Reason.RATE_LIMITED)

    async def _wait_for_answer(self, delivery: Delivery, why: str) -> None:
        """Try again for as long as it takes: an outage ends, however long it was."""
        _log.warning("delivery.unanswered", why=why)
        tried = replace(delivery, attempts=delivery.attempts + 1)
        until = self._clock.now() + backoff(tried.attempts, most=self._longest)
        await self._put_off(tried, until, Reason.NO_ANSWER, detail=why)
        if tried.attempts >= _MANY_ATTEMPTS:
            await self._tell(delivery, Reason.NO_ANSWER)

    async def _wait_for_room(self, delivery: Delivery) -> None:
        await self._put_off(delivery, self._clock.now() + _UNTIL_ROOM, Reason.THREADS_FULL)
        await self._publisher.notify(delivery.server_id, f"notice-{Reason.THREADS_FULL}", {})
        try:
            await self._discussing.make_room(delivery.server_id, full=True)
        except PublishError as error:
            _log.warning("delivery.no_room_made", why=str(error))

    async def _take_removal(self, delivery: Delivery) -> None:
        _log.info("delivery.card_gone")
        await self._set_aside(delivery, DeliveryState.REMOVED, Reason.CARD_DELETED)

    async def _tell(self, delivery: Delivery, reason: Reason, **fields: object) -> None:
        told = {"channel": delivery.channel_id, **fields}
        await self._publisher.notify(delivery.server_id, f"notice-{reason}", told)

    async def _put_off(
        self, delivery: Delivery, until: datetime, reason: Reason, *, detail: str = ""
    ) -> None:
        async with self._database.write() as tx:
            await deliveries.put_off(tx, delivery, until=until, reason=reason, detail=detail)

    async def _wait_for_mending(
        self,
        delivery: Delivery,
        error: DestinationGone | PermissionMissing | ForumTagRequired,
        *,
        unsent: bool,
    ) -> None:
        reason = _REASONS[type(error)]
        missing = error.permission if isinstance(error, PermissionMissing) else ""
        _log.warning("delivery.waits", reason=reason, detail=missing, channel=delivery.channel_id)
        async with self._database.write() as tx:
            to = DeliveryState.WAITING
            await deliveries.set_aside(tx, delivery, to, reason=reason, detail=missing, unsent=unsent)
            follows = unsent and await redirections.follow_tags(tx, delivery, now=self._clock.now())
        if not follows:
            await self._tell(delivery, reason, permission=missing)

    async def _take_refusal(self, delivery: Delivery, error: Refused, *, unsent: bool) -> None:
        _log.error("delivery.refused", discord_code=error.discord_code, why=error.why)
        await self._set_aside(delivery, DeliveryState.FAILED, Reason.REFUSED, detail=error.why, unsent=unsent)
        await self._tell(delivery, Reason.REFUSED, why=error.why)

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


def _is_post(delivery: Delivery) -> bool:
    """Tell whether its card is a post: what was said of a channel is said of that."""
    return delivery.place_id not in {None, delivery.channel_id}
