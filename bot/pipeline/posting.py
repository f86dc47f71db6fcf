"""Bringing the card of a delivery to its channel once, whatever was lost on the way.

    channel            first        again, soon                again, later
    text, announcement send         send, with the same nonce  search for our marker; begin again without
    forum              make a post  search for our marker until it is found, or was missing twice; begin again

Discord takes a nonce for messages and none for posts, and a post that was just made may be listed a little
later: so a post is made again only after two searches, each some time after the attempt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.channel import ChannelKind
from bot.domain.delivery import Delivery, Place, anchor, nonce
from bot.domain.errors import (
    DestinationGone,
    ForumTagRequired,
    PermissionMissing,
    PublishError,
    Refused,
    ThreadsFull,
)
from bot.pipeline.ports import Card, Publisher

_log = structlog.get_logger(__name__)

# So many searches in a row without a trace: the post was never made.
_ABSENCES = 2
_REFUSALS = (DestinationGone, PermissionMissing, ForumTagRequired, ThreadsFull, Refused)


@dataclass(frozen=True, slots=True)
class PostingRules:
    """What an operator can set.

    nonce_window: for how long Discord is trusted to remember a nonce.
    settling: how long after an attempt a post is surely listed, if it was made.
    """

    nonce_window: timedelta = timedelta(seconds=60)
    settling: timedelta = timedelta(seconds=10)


class Unsent(Exception):
    """Discord refused the card, so that it surely has nothing of it."""

    def __init__(self, error: PublishError) -> None:
        super().__init__(error)
        self.error = error


class InDoubt(Exception):
    """A post may have been made, and is searched for again at a later time."""

    def __init__(self, until: datetime, absences: int) -> None:
        super().__init__(until)
        self.until = until
        self.absences = absences


class Posting:
    """Posts cards; knows what makes it safe to do so again."""

    def __init__(self, publisher: Publisher, clock: Clock, rules: PostingRules) -> None:
        self._publisher = publisher
        self._clock = clock
        self._rules = rules

    def must_search(self, delivery: Delivery) -> bool:
        """Tell whether the card of a delivery that is posting may stand, and has to be searched for.

        Raises Unsent where there is no channel.
        """
        if delivery.fresh:
            return False
        old = self._clock.now() - self._intent(delivery) >= self._rules.nonce_window
        return old or self._kind(delivery) is ChannelKind.FORUM

    async def search(self, delivery: Delivery) -> Place | None:
        """Return where the card stands; None where it surely does not, so that it is to be begun again.

        Raises InDoubt where nobody can tell yet, else PublishErrors.
        """
        if self._kind(delivery) is ChannelKind.FORUM:
            return await self._find_post(delivery)
        after = anchor(self._intent(delivery))
        found = await self._publisher.find_message(delivery.channel_id, delivery.card_key, after=after)
        return _adopted([Place(delivery.channel_id, each) for each in found]) if found else None

    async def send(self, delivery: Delivery, card: Card) -> Place:
        """Send a card that is fresh, or need not be searched for; raises Unsent where Discord refused it."""
        channel_id = delivery.channel_id
        try:
            if self._kind(delivery) is ChannelKind.FORUM:
                return await self._publisher.make_post(channel_id, card, name=card.edition.story.draft.title)
            return await self._publisher.post_card(channel_id, card, nonce=nonce(delivery.card_key, "card"))
        except _REFUSALS as error:
            raise Unsent(error) from error

    def _kind(self, delivery: Delivery) -> ChannelKind:
        kind = self._publisher.kind(delivery.channel_id)
        if kind is None:
            raise Unsent(DestinationGone())
        return kind

    async def _find_post(self, delivery: Delivery) -> Place | None:
        """Search for the post; None when it was missing often enough."""
        intent_at, now = self._intent(delivery), self._clock.now()
        found = await self._publisher.find_posts(
            delivery.channel_id, delivery.card_key, after=anchor(intent_at)
        )
        if found:
            return _adopted(found)
        # A search that is woken earlier, by another post that appeared, finds ours or proves nothing.
        telling_from = intent_at + self._rules.settling * (delivery.absences + 1)
        if now < telling_from:
            raise InDoubt(telling_from, delivery.absences)
        if delivery.absences + 1 < _ABSENCES:
            raise InDoubt(now + self._rules.settling, delivery.absences + 1)
        return None

    def _intent(self, delivery: Delivery) -> datetime:
        return delivery.intent_at or self._clock.now()


def _adopted(found: Sequence[Place]) -> Place:
    _log.info("delivery.card_adopted", message=found[0].message_id, found=len(found))
    return found[0]
