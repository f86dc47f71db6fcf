"""What a server's polls ask, and for how long, where its owner has said so."""

from dataclasses import replace
from datetime import timedelta
from zlib import crc32

from bot.domain.poll import VoteOption, VoteSet
from bot.domain.server import ServerSettings
from bot.domain.tagging import TagOptions
from bot.pipeline.drawing import PollRules
from bot.storage import polls, settings, vote_sets
from tests.builders import a_server
from tests.pipeline.delivering import deliver_all
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition

SPORTS = VoteSet("Well?", (VoteOption("⚽", "goal"), VoteOption("🥅", "miss")))
ART = VoteSet("Nice?", (VoteOption("🎨", "nice"), VoteOption("🗿", "not")))


async def keep(database, key, vote_set, clock):
    async with database.write() as tx:
        return (await vote_sets.add(tx, SERVER, key=key, name=key, new=vote_set, now=clock.now())).id


async def let(database, **rules):
    async with database.write() as tx:
        await settings.change(tx, SERVER, replace(ServerSettings(), **rules))


async def poll_of(database, discord, clock, key, **tag):
    """Deliver a story; return its poll, and how long readers can vote."""
    channel = crc32(key.encode())
    edition_id = await an_edition(
        database, key=key, channels=(channel,), now=clock.now(), options=TagOptions(**tag)
    )
    rules = PollRules(VOTE_SET, lengths={"quick": timedelta(seconds=45)})
    await deliver_all(database, discord, clock, asks=rules)
    async with database.read() as tx:
        poll = await polls.of_edition(tx, edition_id)
    return poll.vote_set, poll.closes_at - clock.now()


async def test_a_servers_own_length_and_vote_set_hold_where_nothing_else_is_named(database, discord, clock):
    await a_server(database, SERVER, now=clock.now())
    sports, art = await keep(database, "sports", SPORTS, clock), await keep(database, "art", ART, clock)

    before = await poll_of(database, discord, clock, "before")
    await let(database, poll_hours=36, vote_set_id=sports)
    usual = await poll_of(database, discord, clock, "usual")
    named = await poll_of(database, discord, clock, "named", vote_set_id=art)
    async with database.write() as tx:
        await vote_sets.remove(tx, sports)
    after = await poll_of(database, discord, clock, "after")

    assert before == (VOTE_SET, timedelta(days=7))
    assert usual == (SPORTS, timedelta(hours=36))
    assert named == (ART, timedelta(hours=36))
    assert after == (VOTE_SET, timedelta(hours=36))


async def test_a_vote_set_with_a_length_of_its_own_keeps_it_as_the_servers(database, discord, clock):
    await a_server(database, SERVER, now=clock.now())
    quick = await keep(database, "quick", SPORTS, clock)
    await let(database, poll_hours=36, vote_set_id=quick)

    assert await poll_of(database, discord, clock, "story") == (SPORTS, timedelta(seconds=45))
