"""What a card is to show, as the database knows it now."""

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.channel import ChannelKind
from bot.domain.delivery import Delivery
from bot.domain.edition import Edition
from bot.domain.poll import VoteSet
from bot.domain.tagging import DiscussionMode, TagOptions
from bot.pipeline.ports import Card, PollView, Publisher
from bot.storage import deliveries, vote_sets
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class PollRules:
    """What an operator can set. vote_set: of tags that name none. length: how long readers can vote."""

    vote_set: VoteSet
    length: timedelta = timedelta(days=7)


class Drawing:
    """Puts cards together."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock, rules: PollRules) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._rules = rules

    async def new_card(self, delivery: Delivery, edition: Edition) -> Card:
        """Return the card of a delivery that is about to be posted."""
        options = _options(delivery, edition)
        if not delivery.home:
            async with self._database.read() as tx:
                home = await deliveries.home_place(tx, edition.id)
            return Card(edition, delivery.card_key, None, home=home, image=options.image)
        poll = PollView(await self._vote_set(options), closes_at=self._clock.now() + self._rules.length)
        return Card(
            edition,
            delivery.card_key,
            poll,
            image=options.image,
            discuss=self._discusses_on_request(delivery, edition),
        )

    def discusses_at_once(self, delivery: Delivery, edition: Edition) -> bool:
        """Tell whether a home's discussion is opened with it; a post in a forum is its own already."""
        if self._in_forum(delivery):
            return False
        return _options(delivery, edition).discussion is DiscussionMode.ALWAYS

    def _discusses_on_request(self, delivery: Delivery, edition: Edition) -> bool:
        if self._in_forum(delivery):
            return False
        return _options(delivery, edition).discussion is DiscussionMode.ON_REQUEST

    def _in_forum(self, delivery: Delivery) -> bool:
        return self._publisher.kind(delivery.channel_id) is ChannelKind.FORUM

    async def _vote_set(self, options: TagOptions) -> VoteSet:
        if options.vote_set_id is None:
            return self._rules.vote_set
        async with self._database.read() as tx:
            named = await vote_sets.get(tx, options.vote_set_id)
        return self._rules.vote_set if named is None else named.vote_set


def _options(delivery: Delivery, edition: Edition) -> TagOptions:
    """Return how a delivery's tag wants it posted."""
    leading = edition.leading_tag(delivery.channel_id)
    return TagOptions() if leading is None else leading.options
