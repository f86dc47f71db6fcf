"""What becomes of a card whose discussion can't be opened: readers can vote all the same."""

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    TryLater,
)
from bot.storage.tables import delivery
from tests.pipeline.delivering import (
    deliver_all,
    states,
)
from tests.pipeline.dying import HOME
from tests.pipeline.memory_discord import nth
from tests.pipeline.newsroom import SERVER, an_edition
from tests.pipeline.readers import EMOJI


async def test_a_discussion_that_somebody_deleted_does_not_stop_the_poll(database, discord, clock):
    await an_edition(database)
    discord.before = nth(3, DestinationGone())

    await deliver_all(database, discord, clock)

    [card] = discord.cards(HOME)
    assert sorted(card.reactions) == sorted(EMOJI)
    assert await states(database) == {HOME: ("done", None)}
    assert discord.notices == []


async def test_readers_can_vote_where_no_discussion_can_be_opened(database, discord, clock):
    await an_edition(database)
    discord.before = nth(2, PermissionMissing(permission="Create Public Threads"))

    await deliver_all(database, discord, clock)

    [card] = discord.cards(HOME)
    assert sorted(card.reactions) == sorted(EMOJI)
    assert await states(database) == {HOME: ("waiting", "permission-missing")}


async def test_room_that_could_not_be_made_is_no_fault_of_ours(database, discord, clock):
    await an_edition(database)
    discord.most_threads = 0
    lost = OutcomeUnknown(why="HTTP 502")
    discord.before = lambda _call: lost if discord.calls[-1] == "threads" and discord.notices else None

    with capture_logs() as logs:
        await deliver_all(database, discord, clock)
    discord.most_threads = 1
    discord.before = lambda _call: None
    await clock.advance(600)
    await deliver_all(database, discord, clock)

    assert [each["event"] for each in logs if each["log_level"] == "error"] == []
    assert "delivery.no_room_made" in [each["event"] for each in logs]
    assert await states(database) == {HOME: ("done", None)}


async def test_where_there_is_no_room_for_a_discussion_readers_can_vote(database, discord, clock):
    await an_edition(database)
    discord.most_threads = 0

    await deliver_all(database, discord, clock)

    assert sorted(discord.cards(HOME)[0].reactions) == sorted(EMOJI)
    assert await states(database) == {HOME: ("posted", "threads-full")}


@pytest.mark.parametrize("error", [TryLater(seconds=600), OutcomeUnknown(why="HTTP 502")])
async def test_readers_can_vote_while_a_discussion_has_to_wait(database, discord, clock, error):
    await an_edition(database)
    discord.before = lambda call: error if discord.calls[call - 1] == "thread" else None

    await deliver_all(database, discord, clock)

    assert sorted(discord.cards(HOME)[0].reactions) == sorted(EMOJI)
    assert (await states(database))[HOME][0] == "posted"


async def test_a_card_whose_discussion_is_refused_goes_on_without_and_says_why(database, discord, clock):
    await an_edition(database)
    discord.before = nth(2, Refused(discord_code=50035, why="Invalid Form Body"))

    await deliver_all(database, discord, clock)

    assert sorted(discord.cards(HOME)[0].reactions) == sorted(EMOJI)
    assert await states(database) == {HOME: ("done", "discussion-refused")}
    async with database.read() as tx:
        assert await tx.scalar(select(delivery.c.detail)) == "Invalid Form Body"
    told = {"channel": HOME, "why": "Invalid Form Body"}
    assert discord.notices == [(SERVER, "notice-discussion-refused", told)]


async def test_a_card_that_is_deleted_before_its_discussion_gets_no_seeds(database, discord, clock):
    await an_edition(database)
    discord.before = nth(2, CardGone())

    await deliver_all(database, discord, clock)

    assert "seed" not in discord.calls
