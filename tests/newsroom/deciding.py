"""A server's desk over a real database: what its feeds bring is held, and moderators decide."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, DeskRuleId, EditionId, UserId
from bot.domain.source import SourceChange
from bot.domain.verdict import Moderator
from bot.newsroom.desk import Desk as Decisions
from bot.storage import claims, desk_rules, editions, reviews, sources, verdicts
from bot.storage.desk_tables import review
from bot.storage.tables import delivery, edition, story
from tests.builders import FEED_URL, a_feed, a_source, an_item
from tests.pipeline.test_intake import Desk as Intake

MARA, OLENA = UserId(11), UserId(12)
CHANNEL = ChannelId(10)
GRACE = timedelta(seconds=10)


def who_may(user_id, *channels):
    """A moderator of these channels; of all where none is named."""
    return Moderator(user_id, lambda channel: not channels or channel in channels)


async def refused(wanted, error=InvalidInput):
    with pytest.raises(error) as found:
        await wanted
    return found.value.code


async def claimable(newsroom):
    """Which editions have a card that can go out now."""
    now = newsroom.clock.now()
    async with newsroom.database.write() as tx:
        found = await claims.claim(tx, now=now, lease_until=now + timedelta(minutes=1), limit=10)
    return [each.edition_id for each in found]


async def begin_a_card(newsroom, of):
    async with newsroom.database.write() as tx:
        of_it = delivery.update().where(delivery.c.edition_id == of.id)
        await tx.execute(of_it.values(state="posting", intent_at=newsroom.clock.now()))


class Newsroom(Intake):
    """Feeds, a desk, and what became of the stories."""

    def __init__(self, database, server, **options):
        super().__init__(database)
        self.server = server
        self.woken = asyncio.Event()
        self.decide = self.a_desk(**options)

    def a_desk(self, **options):
        return Decisions(self.database, self.clock, wake=[self.woken], **options)

    async def follow(self, url=FEED_URL, *, trust=None, **options):
        """Follow a feed that had nothing so far."""
        feed = await a_feed(self.database, url)
        source = await a_source(self.database, self.server, feed, **options)
        if trust is not None:
            async with self.database.write() as tx:
                await sources.change(tx, source.id, SourceChange(trust=trust))
        self.reader.publish(url=url)
        await self.check(feed)
        return feed

    async def bring(self, feed, *names, **changes):
        """Let the feed bring stories; return their editions, those there are."""
        self.reader.publish(*(an_item(name, **changes) for name in names), url=feed.url)
        await self.check(feed)
        return [await self.edition(f"About {name}") for name in names]

    async def edition(self, title):
        async with self.database.read() as tx:
            of = select(edition.c.id).join(story, story.c.id == edition.c.story_id)
            found = await tx.scalar(of.where(story.c.title == title, edition.c.server_id == self.server))
            return None if found is None else await editions.get(tx, EditionId(found))

    async def again(self, of):
        async with self.database.read() as tx:
            return await editions.get(tx, of.id)

    async def holds(self, of):
        async with self.database.read() as tx:
            return set((await reviews.holds_of(tx, [of.id])).get(of.id, ()))

    async def verdicts(self, of):
        """What was decided, with whether it stands."""
        async with self.database.read() as tx:
            found = await verdicts.of_edition(tx, of.id)
        return [(each.kind, each.actor_id, each.undone_by) for each in found]

    async def rules(self):
        async with self.database.read() as tx:
            return await desk_rules.of_server(tx, self.server)

    async def rule(self, *rules):
        async with self.database.write() as tx:
            await desk_rules.add(tx, self.server, rules, by=OLENA, now=self.clock.now())

    async def unrule(self):
        ids = [DeskRuleId(each.id) for each in await self.rules()]
        async with self.database.write() as tx:
            await desk_rules.remove(tx, self.server, ids)

    async def delivery(self, of):
        found = await self.rows(
            select(delivery.c.state, delivery.c.not_before, delivery.c.created_at).where(
                delivery.c.edition_id == of.id
            )
        )
        return found[0]

    async def cards_asked(self):
        """How many messages of the review channel are to be drawn, for each edition."""
        asked = select(review.c.edition_id, func.count()).where(review.c.due_at <= self.clock.now())
        return dict(await self.rows(asked.group_by(review.c.edition_id)))

    async def drawn(self):
        """Let the review channel show what it should."""
        async with self.database.write() as tx:
            await tx.execute(review.update().values(due_at=None))

    async def later(self, **time):
        await self.clock.advance(timedelta(**time).total_seconds())
