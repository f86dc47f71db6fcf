"""A reader, and a channel, with a digest, and stories for it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, update

from bot.domain.ids import ChannelId, MessageId, ThreadId, UserId
from bot.domain.schedule import Every, Schedule
from bot.storage import digests, discussions, tables
from bot.storage.digests import Digest
from bot.storage.reader_tables import reader
from tests.manual_clock import START
from tests.pipeline.newsroom import SERVER, an_edition

READER, CHANNEL, HOME = UserId(77), ChannelId(500), 10
DAILY = Schedule(Every.DAILY, 20 * 60)
UTC_ZONE = ZoneInfo("UTC")
EIGHT = datetime(2026, 11, 22, 20, tzinfo=UTC)
HOURS, DAY = 3600, 24 * 3600


async def a_story(database, clock, name, *, channel=HOME, server_id=SERVER):
    """Let a story come out now, with a discussion in which only our first message stands."""
    now = clock.now()
    edition_id = await an_edition(
        database, key=f"https://news.example/{name}", now=now, channels=(channel,), server_id=server_id
    )
    card = await posted(database, edition_id, now)
    async with database.write() as tx:
        opening = MessageId(2000 + edition_id)
        await discussions.add(tx, edition_id, server_id, ThreadId(card), now=now, opening=opening)
    return edition_id


async def posted(database, edition_id, now):
    """Let the home of an edition stand; return the message."""
    card = MessageId(1000 + edition_id)
    of_it = and_(tables.delivery.c.edition_id == edition_id, tables.delivery.c.home)
    stands = {"state": "done", "message_id": card, "place_id": tables.delivery.c.channel_id, "posted_at": now}
    async with database.write() as tx:
        await tx.execute(update(tables.delivery).where(of_it).values(stands))
    return card


async def a_digest(database, *, quiet=None, schedule=DAILY, user_id=READER):
    """Let a reader, or without one a channel, have a digest from a day before noon on."""
    to = {"user_id": user_id} if user_id else {"channel_id": CHANNEL}
    async with database.write() as tx:
        digest = Digest(
            server_id=SERVER,
            schedule=schedule,
            zone=UTC_ZONE,
            due_at=schedule.next_after(START, UTC_ZONE),
            since=START - timedelta(days=1),
            **to,
        )
        if user_id:
            await digests.set_of_reader(tx, digest, None, now=START)
        else:
            await digests.set_of_channel(tx, digest, now=START)
        if quiet:
            table = reader if user_id else tables.server
            await tx.execute(update(table).values(quiet_from=quiet.start, quiet_until=quiet.end))


async def stored(database, user_id=READER):
    async with database.read() as tx:
        if user_id:
            return await digests.of_reader(tx, user_id, SERVER)
        return await digests.of_channel(tx, CHANNEL)


async def until(clock, moment):
    await clock.advance((moment - clock.now()).total_seconds())


def ids(issue):
    return [story.edition_id for story in issue.selection.stories]
