"""What a card is to show, as the database knows it now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.channel import ChannelKind
from bot.domain.delivery import Delivery
from bot.domain.edition import WITHDRAWN, Edition
from bot.domain.ids import ChannelId, EditionId
from bot.domain.poll import PollState, VoteSet
from bot.domain.tagging import DiscussionMode, TagOptions
from bot.domain.terms import Terms
from bot.domain.verdict import VerdictKind
from bot.pipeline.ports import Card, PollView, Publisher, Withdrawal
from bot.storage import deliveries, discussions, editions, polls, settings, tag_roles, verdicts, vote_sets
from bot.storage.database import Connection, Database


@dataclass(frozen=True, slots=True)
class PollRules:
    """What an operator can set.

    vote_set: of tags that name none, in servers that name none. translated: the same, by language.
    length: how long readers can vote, where the server does not say. lengths: of vote sets with these keys,
    instead of either. live_count: whether a card shows how its open poll stands.
    """

    vote_set: VoteSet
    length: timedelta = timedelta(days=7)
    live_count: bool = True
    lengths: Mapping[str, timedelta] = field(default_factory=dict)
    translated: Mapping[str, VoteSet] = field(default_factory=dict)


class Drawing:
    """Puts cards together."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock, rules: PollRules) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._rules = rules

    async def decide(self, tx: Connection, delivery: Delivery, edition: Edition) -> Terms:
        """Return how the card of a delivery is posted that is begun now."""
        options = _options(delivery, edition)
        terms = Terms.of(options)
        if not delivery.home:
            return terms
        vote_set, length = await self._vote_set(tx, edition, options)
        pings = self._publisher.pingable(delivery.channel_id, await tag_roles.pings(tx, edition.id))
        return replace(terms, vote_set=vote_set, closes_at=self._clock.now() + length, pings=pings)

    async def new_card(self, delivery: Delivery, edition: Edition) -> Card:
        """Return the card of a delivery that is about to be posted: the same one whenever that is tried."""
        terms, shown = delivery.terms, self.without_hidden_tags(edition, delivery.channel_id)
        async with self._database.read() as tx:
            if terms is None or (delivery.home and terms.vote_set is None):  # begun by an earlier version
                terms = await self.decide(tx, delivery, edition)
            if edition.move_to == delivery.channel_id:
                return Card(shown, delivery.card_key, await self._poll(tx, edition.id), image=terms.image)
            if not delivery.home:
                home = await deliveries.home_place(tx, edition.id)
                return Card(shown, delivery.card_key, None, home=home, image=terms.image)
        return Card(
            shown,
            delivery.card_key,
            None if terms.vote_set is None else PollView(terms.vote_set, closes_at=terms.closes_at),
            image=terms.image,
            discuss=self._discusses_on_request(delivery, edition),
            pings=terms.pings,
        )

    async def card_as_it_stands(self, tx: Connection, posted: Delivery, posted_at: datetime) -> Card | None:
        """Return what a card that was posted is to show now; None when its edition is gone."""
        edition = await editions.get(tx, posted.edition_id)
        if edition is None:
            return None
        if edition.state in WITHDRAWN:
            return await self._withdrawn(tx, posted, edition)
        card = Card(
            self.without_hidden_tags(edition, posted.channel_id),
            posted.card_key,
            None,
            image=terms_of(posted, edition).image,
            corrected_at=_after(_corrected_at(edition), posted_at),
        )
        if not posted.home:
            return replace(card, home=await deliveries.home_place(tx, edition.id))
        opened = await discussions.find(tx, edition.id)
        return replace(
            card,
            poll=await self._poll(tx, edition.id),
            discuss=opened is None and self._discusses_on_request(posted, edition),
            pings=self._publisher.pingable(posted.channel_id, terms_of(posted, edition).pings),
        )

    async def _withdrawn(self, tx: Connection, posted: Delivery, edition: Edition) -> Card:
        """Return what is left of the card of a story that was taken back."""
        shown = replace(edition, tags=())
        into = None if edition.merged_into is None else await editions.get(tx, edition.merged_into)
        if into is not None:
            says, home = Withdrawal(into=into.story.draft.title), await deliveries.home_place(tx, into.id)
            return Card(shown, posted.card_key, None, home=home, withdrawn=says)
        verdict = await verdicts.last(tx, edition.id, [VerdictKind.RETRACTED])
        says = Withdrawal("" if verdict is None else verdict.detail)
        return Card(shown, posted.card_key, None, withdrawn=says)

    def without_hidden_tags(self, edition: Edition, channel_id: ChannelId) -> Edition:
        """Return an edition as it is shown in a channel, where some may not know of a tag elsewhere."""
        seen = self._publisher.seen_with(channel_id, {tag.channel_id for tag in edition.tags})
        return replace(edition, tags=tuple(tag for tag in edition.tags if tag.channel_id in seen))

    def tells_too_many(self, channel_id: ChannelId, edition: Edition) -> bool:
        """Tell whether everybody sees a channel, and not each of those where an edition goes."""
        channels = {tag.channel_id for tag in edition.tags}
        public = self._publisher.public({channel_id, *channels})
        return channel_id in public and not channels <= public

    def discusses_at_once(self, delivery: Delivery, edition: Edition) -> bool:
        """Tell whether a home's discussion is opened with it; a post in a forum is its own already."""
        if self._in_forum(delivery):
            return False
        return terms_of(delivery, edition).discussion is DiscussionMode.ALWAYS

    def _discusses_on_request(self, delivery: Delivery, edition: Edition) -> bool:
        if self._in_forum(delivery):
            return False
        return terms_of(delivery, edition).discussion is DiscussionMode.ON_REQUEST

    def _in_forum(self, delivery: Delivery) -> bool:
        return self._publisher.kind(delivery.channel_id) is ChannelKind.FORUM

    async def asked(self, tx: Connection, home: Delivery, edition: Edition) -> VoteSet:
        """Return what readers of an edition are asked, whatever its card has asked so far."""
        return (await self._vote_set(tx, edition, _options(home, edition)))[0]

    async def _vote_set(
        self, tx: Connection, edition: Edition, options: TagOptions
    ) -> tuple[VoteSet, timedelta]:
        """Return what readers are asked, and for how long."""
        rules = await settings.of(tx, edition.server_id)
        length = self._rules.length if rules.poll_hours is None else timedelta(hours=rules.poll_hours)
        wanted = edition.own.vote_set_id or options.vote_set_id or rules.vote_set_id
        named = None if wanted is None else await vote_sets.get(tx, wanted)
        if named is None:
            language = (rules.language or self._publisher.language(edition.server_id)).partition("-")[0]
            asked = self._rules.translated.get(language, self._rules.vote_set)
        else:
            asked, length = named.vote_set, self._rules.lengths.get(named.key, length)
        question = edition.own.poll_question
        return asked if question is None else replace(asked, question=question), length

    async def _poll(self, tx: Connection, edition_id: EditionId) -> PollView | None:
        poll = await polls.of_edition(tx, edition_id)
        if poll is None:
            return None
        told = self._rules.live_count or poll.state is not PollState.OPEN
        count = await polls.tally_of(tx, poll) if told else None
        return PollView(poll.vote_set, poll.state, poll.closes_at, count, verified=poll.verified)


def terms_of(delivery: Delivery, edition: Edition) -> Terms:
    """Return how a delivery's card is, or was, posted."""
    return delivery.terms or Terms.of(_options(delivery, edition))


def _corrected_at(edition: Edition) -> datetime | None:
    """Return when what is shown of an edition became another; in own words no source does that."""
    moments = [edition.edited_at, edition.story.corrected_at if edition.pinned is None else None]
    return max((each for each in moments if each is not None), default=None)


def _after(moment: datetime | None, other: datetime) -> datetime | None:
    return moment if moment is not None and moment > other else None


def _options(delivery: Delivery, edition: Edition) -> TagOptions:
    """Return how a delivery's tag wants it posted."""
    leading = edition.leading_tag(delivery.channel_id)
    return TagOptions() if leading is None else leading.options
