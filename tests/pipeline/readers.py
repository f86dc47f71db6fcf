"""Readers who vote on one card, and its poll."""

from datetime import timedelta

from bot.domain.delivery import DeliveryState
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.pipeline.ports import ReactionEvent, Reactor
from bot.storage import claims, deliveries, polls
from tests.pipeline.memory_discord import Message
from tests.pipeline.newsroom import VOTE_SET, an_edition

CHANNEL, CARD = ChannelId(10), MessageId(1_000)
# As long as real ones are: short ones stand in any database by chance.
ANNA, BORIS, CLARA = UserId(734_101_998_223_101), UserId(734_101_998_223_102), UserId(734_101_998_223_103)
EMOJI = ["👍", "👎", "🤔"]


async def an_open_poll(database, discord, clock, vote_set=VOTE_SET):
    """Let a home card stand in Discord, with its poll open."""
    home = await a_home_in_posting(database, discord, clock)
    return await open_its_poll(database, home, clock, vote_set=vote_set)


async def a_home_in_posting(database, discord, clock):
    """Let a home card stand in Discord of which we know only that we wanted to post it."""
    await an_edition(database, now=clock.now())
    discord.messages[CARD] = Message(CARD, CHANNEL, "key", "nonce", 0.0)
    async with database.write() as tx:
        [home] = await claims.claim(
            tx, now=clock.now(), lease_until=clock.now() + timedelta(minutes=1), limit=1
        )
        return await deliveries.move(tx, home, DeliveryState.POSTING, intent_at=clock.now())


async def open_its_poll(database, home, clock, *, closes_at=None, vote_set=VOTE_SET):
    """Record the card, and its poll with it."""
    async with database.write() as tx:
        home = await deliveries.move(tx, home, DeliveryState.POSTED, message_id=CARD, place_id=CHANNEL)
        return await polls.open_poll(tx, home, vote_set, now=clock.now(), closes_at=closes_at)


class Readers:
    """What people do to the card: shown by Discord at once, and told to the bot while it listens."""

    def __init__(self, discord, voting, clock):
        self.discord, self.voting, self.clock = discord, voting, clock
        self.heard = True

    def react(self, user, emoji, *, burst=False, bot=False):
        shown = self.discord.messages[CARD].reactions.setdefault(emoji, [])
        if Reactor(user, bot, burst) not in shown:
            shown.append(Reactor(user, bot, burst))
        if not bot:
            self._tell(user, emoji, added=True, burst=burst)

    def take_back(self, user, emoji, *, burst=False):
        shown = self.discord.messages[CARD].reactions.setdefault(emoji, [])
        shown[:] = [each for each in shown if (each.user_id, each.burst) != (user, burst)]
        self._tell(user, emoji, added=False, burst=burst)

    def clear(self, emoji=None):
        for each, shown in self.discord.messages[CARD].reactions.items():
            if emoji in (None, each):
                shown.clear()
        self._tell(None, emoji, added=False, burst=False)

    def _tell(self, user, emoji, *, added, burst):
        if self.heard:
            self.voting.on_reaction(
                ReactionEvent(CHANNEL, CARD, user, emoji, added=added, burst=burst, at=self.clock.now())
            )


async def marks_of(database, poll_id):
    async with database.read() as tx:
        return await polls.mark_keys(tx, poll_id)
