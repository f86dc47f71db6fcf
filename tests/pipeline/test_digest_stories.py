"""Which stories digests choose from, after what moderators did, and what of the talk is ours."""

from datetime import timedelta

from sqlalchemy import update

from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId
from bot.storage import clearing, deliveries, digest_stories, editions, moving, notes
from bot.storage.desk_tables import note
from tests.pipeline.delivering import deliver_all
from tests.pipeline.newsroom import SERVER, an_edition

DAY = timedelta(days=1).total_seconds()
MOMENT = timedelta(minutes=1)


async def told(database, since, until):
    async with database.read() as tx:
        found = await digest_stories.candidates(tx, SERVER, since=since, until=until)
    return [each.edition_id for each in found]


async def test_a_story_that_was_moved_is_not_news_again(database, discord, clock):
    start = clock.now()
    edition_id = await an_edition(database, now=start)
    await deliver_all(database, discord, clock)
    first = clock.now() + MOMENT
    assert await told(database, start - MOMENT, first) == [edition_id]

    await clock.advance(DAY)
    async with database.write() as tx:
        await moving.begin(tx, edition_id, SERVER, ChannelId(30), now=clock.now())
    await deliver_all(database, discord, clock)

    async with database.read() as tx:
        assert (await deliveries.home_of(tx, edition_id)).channel_id == 30
    assert await told(database, first, clock.now() + MOMENT) == []


async def test_a_story_that_was_held_for_long_is_news_when_it_is_let_out(database, discord, clock):
    edition_id = await an_edition(database, state=EditionState.HELD, now=clock.now())
    async with database.write() as tx:
        held = await editions.get(tx, edition_id)
        await clearing.end(tx, edition_id, EditionState.EXPIRED, now=clock.now())
    await clock.advance(9 * DAY)
    since = clock.now() - MOMENT
    async with database.write() as tx:
        expired = await editions.get(tx, edition_id)
        assert await clearing.hold_again(tx, expired, now=clock.now())
        assert await clearing.let_out(tx, held, now=clock.now(), at=clock.now())
    await deliver_all(database, discord, clock)

    assert await told(database, since, clock.now() + MOMENT) == [edition_id]


async def test_what_we_note_in_a_discussion_is_not_what_readers_wrote(database, discord, clock):
    edition_id = await an_edition(database, now=clock.now())
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        for number in (1, 2, 3):
            await notes.say(tx, edition_id, "correction", {"what": ["title"], "when": 1}, now=clock.now())
            said = update(note).where(note.c.id == number).values(message_id=4000 + number)
            await tx.execute(said)
        elsewhere, unsaid = update(note).where(note.c.id == 2), update(note).where(note.c.id == 3)
        await tx.execute(elsewhere.values(thread_id=77))
        await tx.execute(unsaid.values(message_id=None))

    async with database.read() as tx:
        assert await digest_stories.own_messages(tx, [edition_id]) == {edition_id: 2}
