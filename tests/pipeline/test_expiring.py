"""What nobody decides on in time: it goes nowhere, and moderators are told once of all of it."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.domain.edition import EditionState
from bot.domain.server import ServerSettings
from bot.domain.tagging import Policy
from bot.domain.verdict import VerdictKind
from bot.pipeline.expiring import Expiring
from bot.storage import servers, settings, verdicts
from tests.builders import a_rule, a_server, a_tag
from tests.newsroom.deciding import MARA, Newsroom, who_may
from tests.pipeline.memory_discord import MemoryDiscord


@pytest.fixture
async def newsroom(database):
    return await a_newsroom(database, await a_server(database))


@pytest.fixture
def discord(newsroom):
    return MemoryDiscord(newsroom.clock)


@pytest.fixture
def expiring(newsroom, discord):
    return Expiring(newsroom.database, discord, newsroom.clock)


async def a_newsroom(database, server, url="https://news.example/feed"):
    made = Newsroom(database, server)
    await a_tag(database, server, "Peace", rules=[a_rule("about")], policy=Policy.REVIEW)
    made.feed_followed = await made.follow(url)
    return made


async def wait_for(newsroom, hours):
    async with newsroom.database.write() as tx:
        await settings.change(tx, newsroom.server, replace(ServerSettings(), review_hours=hours))


def told(discord):
    return [(server_id, key, fields["count"]) for server_id, key, fields in discord.notices]


async def test_what_waited_for_as_long_as_its_server_lets_it_expires_and_says_so(newsroom, discord, expiring):
    await wait_for(newsroom, 3)
    first, second = await newsroom.bring(newsroom.feed_followed, "talks", "tea")
    (later,) = (await newsroom.bring(newsroom.feed_followed, "talks", "tea", "rain"))[2:]
    await newsroom.drawn()

    before = await expiring.expire_due()
    early = (await newsroom.again(first)).state
    await newsroom.clock.advance((before - newsroom.clock.now()).total_seconds())
    await newsroom.later(hours=2, minutes=58)
    await expiring.expire_due()

    over = await newsroom.again(first)
    assert early is EditionState.HELD
    assert (over.state, (await newsroom.again(second)).state) == (EditionState.EXPIRED,) * 2
    assert (await newsroom.again(later)).state is EditionState.HELD
    assert await newsroom.verdicts(first) == [(VerdictKind.EXPIRED, None, None)]
    assert await newsroom.verdicts(later) == []
    assert await newsroom.cards_asked() == {first.id: 1, second.id: 1}
    assert told(discord) == [(newsroom.server, "notice-held-expired", 2)]


async def test_it_looks_again_when_the_next_one_is_due(newsroom, expiring):
    await wait_for(newsroom, 1)
    await newsroom.bring(newsroom.feed_followed, "talks")
    at = newsroom.clock.now()

    await newsroom.later(minutes=59, seconds=30)
    soon = await expiring.expire_due()
    await newsroom.later(seconds=30)
    idle = await expiring.expire_due()

    assert (soon - at).total_seconds() == 3600
    assert (idle - newsroom.clock.now()).total_seconds() == 60


async def test_what_expires_within_an_hour_is_told_together_and_nothing_twice(newsroom, discord, expiring):
    await wait_for(newsroom, 1)
    names = ["talks"]
    await newsroom.bring(newsroom.feed_followed, *names)
    for name in ("tea", "rain"):
        await newsroom.later(minutes=10)
        names.append(name)
        await newsroom.bring(newsroom.feed_followed, *names)

    for _ in range(15):
        await newsroom.later(minutes=10)
        await expiring.expire_due()

    assert told(discord) == [
        (newsroom.server, "notice-held-expired", 1),
        (newsroom.server, "notice-held-expired", 2),
    ]


async def test_what_can_not_be_told_now_is_told_later_also_by_another_run(newsroom, discord, expiring):
    await wait_for(newsroom, 1)
    await newsroom.bring(newsroom.feed_followed, "talks")
    await newsroom.later(hours=2)
    deaf = MemoryDiscord(newsroom.clock)

    async def nobody(*_):
        return False

    deaf.notify = nobody
    await Expiring(newsroom.database, deaf, newsroom.clock).expire_due()
    await newsroom.later(hours=1)
    await expiring.expire_due()
    await expiring.expire_due()

    assert told(discord) == [(newsroom.server, "notice-held-expired", 1)]


async def test_an_expired_story_that_is_brought_back_waits_its_full_time(newsroom, discord, expiring):
    await wait_for(newsroom, 3)
    (held,) = await newsroom.bring(newsroom.feed_followed, "talks")
    await newsroom.later(hours=3)
    await expiring.expire_due()
    async with newsroom.database.read() as tx:
        (expired,) = await verdicts.of_edition(tx, held.id)

    await newsroom.decide.undo(newsroom.server, who_may(MARA), expired.id)
    await newsroom.later(hours=2, minutes=59)
    await expiring.expire_due()
    waits = (await newsroom.again(held)).state
    await newsroom.later(minutes=1)
    await expiring.expire_due()

    assert waits is EditionState.HELD
    assert (await newsroom.again(held)).state is EditionState.EXPIRED
    assert [count for *_, count in told(discord)] == [1, 1]


async def test_nothing_expires_in_a_server_that_sent_the_bot_away(newsroom, discord, expiring):
    (held,) = await newsroom.bring(newsroom.feed_followed, "talks")
    async with newsroom.database.write() as tx:
        await servers.leave(tx, newsroom.server, now=newsroom.clock.now())
    await newsroom.later(days=10)

    await expiring.expire_due()

    assert (await newsroom.again(held)).state is EditionState.HELD
    assert discord.notices == []


async def test_a_decision_at_the_last_moment_stands(newsroom, discord, expiring):
    (held,) = await newsroom.bring(newsroom.feed_followed, "talks")
    await newsroom.later(hours=48)
    await newsroom.decide.approve(newsroom.server, who_may(MARA), held.id)

    await expiring.expire_due()

    assert (await newsroom.again(held)).state is EditionState.CLEARED
    assert discord.notices == []


async def test_it_goes_on_after_a_fault(newsroom, discord, expiring):
    (held,) = await newsroom.bring(newsroom.feed_followed, "talks")
    await newsroom.later(hours=48)
    async with newsroom.database.write() as tx:
        await tx.exec_driver_sql("ALTER TABLE memo RENAME TO lost")
    newsroom.clock.rested.clear()
    with capture_logs() as lines:
        running = asyncio.create_task(expiring.run())
        await newsroom.clock.rested.wait()
    async with newsroom.database.write() as tx:
        await tx.exec_driver_sql("ALTER TABLE lost RENAME TO memo")
    newsroom.clock.rested.clear()
    await newsroom.later(minutes=1)
    await newsroom.clock.rested.wait()
    running.cancel()

    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["expiring.look_failed"]
    assert (await newsroom.again(held)).state is EditionState.EXPIRED
    assert [count for *_, count in told(discord)] == [1]
