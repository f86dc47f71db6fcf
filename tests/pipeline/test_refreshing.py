"""Cards that are drawn again: once for any number of changes, and until they show the last of them."""

from contextlib import suppress
from datetime import timedelta

import pytest

from bot.domain.channel import ChannelKind
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from bot.domain.ids import ServerId
from bot.domain.poll import PollState
from bot.domain.tagging import DiscussionMode, TagOptions
from bot.storage import polls, refreshes, servers
from bot.storage.tables import edition
from tests.pipeline.delivering import deliver_all, states
from tests.pipeline.memory_discord import Crash, MemoryDiscord, nth
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition
from tests.pipeline.redrawing import KEY, a_refreshing, asked, correct, draw_all, titles

HOME, POINTER, ELSEWHERE = 10, 20, 30


@pytest.fixture
def refreshing(database, discord, clock):
    return a_refreshing(database, discord, clock)


@pytest.fixture
async def edition_id(database, discord, clock):
    """An edition whose card stands in two channels of a server."""
    edition_id = await an_edition(database, channels=(HOME, POINTER))
    await deliver_all(database, discord, clock)
    discord.calls.clear()
    await clock.advance(60)
    return edition_id


async def test_a_corrected_story_draws_every_card_of_it_in_all_servers(
    database, discord, clock, refreshing, edition_id
):
    await an_edition(database, server_id=ServerId(2), channels=(ELSEWHERE,), key=KEY)
    await deliver_all(database, discord, clock)
    await clock.advance(60)
    await correct(database, clock)

    await draw_all(refreshing)

    assert titles(discord, HOME, POINTER, ELSEWHERE) == ["Talks in Vienna"] * 3
    assert {discord.cards(channel)[0].card.corrected_at for channel in (HOME, POINTER, ELSEWHERE)} == {
        clock.now()
    }
    assert discord.calls.count("edit") == 3
    assert await asked(database) == []


async def test_the_home_keeps_its_poll_and_a_pointer_its_link(
    database, discord, clock, refreshing, edition_id
):
    await correct(database, clock)

    await draw_all(refreshing)

    [home], [pointer] = discord.cards(HOME), discord.cards(POINTER)
    assert (home.card.poll.state, home.card.poll.vote_set) == (PollState.OPEN, VOTE_SET)
    assert (pointer.card.poll, pointer.card.home.message_id) == (None, home.id)


async def test_many_changes_are_one_edit(database, discord, clock, refreshing, edition_id):
    for title in ("One", "Two", "Three"):
        await correct(database, clock, title)
        await clock.advance(1)

    await draw_all(refreshing)

    assert discord.calls.count("edit") == 2, "one for each card"
    assert titles(discord, HOME, POINTER) == ["Three", "Three"]


async def test_a_change_that_nobody_sees_draws_nothing(database, discord, clock, refreshing, edition_id):
    await correct(database, clock, "Talks in Geneva")

    await draw_all(refreshing)

    assert discord.calls == []


async def test_a_change_while_a_card_is_being_drawn_is_a_second_edit(database, clock, edition_id, discord):
    class Changing(MemoryDiscord):
        async def edit_card(self, place, card):
            await super().edit_card(place, card)
            if self.calls.count("edit") == 1:
                await clock.advance(1)
                await correct(database, clock, "Later")

    changing = Changing(clock)
    changing.messages = discord.messages
    await correct(database, clock, "Earlier")

    await draw_all(a_refreshing(database, changing, clock), turns=5)

    assert titles(discord, HOME, POINTER) == ["Later", "Later"]
    assert await asked(database) == []


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("call", [1, 2])
async def test_a_crash_around_an_edit_only_repeats_it(
    database, discord, clock, refreshing, edition_id, moment, call
):
    await correct(database, clock)
    setattr(discord, moment, nth(call, Crash()))
    with suppress(BaseExceptionGroup):
        await draw_all(refreshing)
    discord.before = discord.after = lambda _call: None

    await draw_all(a_refreshing(database, discord, clock))

    assert titles(discord, HOME, POINTER) == ["Talks in Vienna"] * 2
    assert await asked(database) == []


@pytest.mark.parametrize("gone", [CardGone(), DestinationGone()])
async def test_a_home_that_is_gone_is_removed_and_its_poll_keeps_its_last_count(
    database, discord, clock, refreshing, edition_id, gone
):
    await correct(database, clock)
    discord.refusals[HOME] = gone

    await draw_all(refreshing)

    async with database.read() as tx:
        assert (await polls.of_edition(tx, edition_id)).state is PollState.ORPHANED
    assert (await states(database))[HOME][0] == "removed"
    assert (await states(database))[POINTER][0] == "done"


async def test_a_pointer_that_is_gone_leaves_the_poll_alone(database, discord, clock, refreshing, edition_id):
    await correct(database, clock)
    discord.refusals[POINTER] = CardGone()

    await draw_all(refreshing)

    async with database.read() as tx:
        assert (await polls.of_edition(tx, edition_id)).state is PollState.OPEN
    assert (await states(database))[POINTER][0] == "removed"
    assert titles(discord, HOME) == ["Talks in Vienna"]


async def test_a_limit_is_a_durable_later(database, discord, clock, refreshing, edition_id):
    await correct(database, clock)
    discord.refusals[HOME] = TryLater(seconds=60)
    await draw_all(refreshing)
    assert await asked(database) == [clock.now() + timedelta(seconds=60)]
    discord.refusals.clear()

    await clock.advance(59)
    await draw_all(refreshing)
    early = titles(discord, HOME)
    await clock.advance(1)
    await draw_all(refreshing)

    assert early == ["Talks in Geneva"]
    assert titles(discord, HOME) == ["Talks in Vienna"]


async def test_a_refusal_is_final(database, discord, clock, refreshing, edition_id):
    await correct(database, clock)
    discord.refusals[HOME] = Refused(discord_code=50035, why="Invalid Form Body")

    await draw_all(refreshing)

    assert await asked(database) == []
    assert titles(discord, HOME) == ["Talks in Geneva"]


async def test_nothing_is_drawn_where_the_server_is_paused_or_was_left_and_it_is_drawn_after(
    database, discord, clock, refreshing, edition_id
):
    await correct(database, clock)
    async with database.write() as tx:
        await servers.pause(tx, SERVER, now=clock.now())
    await draw_all(refreshing)
    async with database.write() as tx:
        await servers.go_on(tx, SERVER)
        await servers.leave(tx, SERVER, now=clock.now())
    await draw_all(refreshing)
    meanwhile = list(discord.calls)

    async with database.write() as tx:
        await servers.join(tx, SERVER, "Harbour News", now=clock.now())
    await draw_all(refreshing)

    assert meanwhile == []
    assert titles(discord, HOME, POINTER) == ["Talks in Vienna"] * 2


async def test_a_correction_while_the_card_is_being_posted_is_drawn_afterwards(database, clock):
    class Corrected(MemoryDiscord):
        async def post_card(self, channel_id, card, *, nonce):
            await correct(database, clock)
            return await super().post_card(channel_id, card, nonce=nonce)

    discord = Corrected(clock)
    await an_edition(database)
    await deliver_all(database, discord, clock)

    await draw_all(a_refreshing(database, discord, clock))

    assert titles(discord, HOME) == ["Talks in Vienna"]


async def test_a_correction_while_nobody_knows_whether_the_card_was_posted_is_drawn_afterwards(
    database, discord, clock, refreshing
):
    await an_edition(database)
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    await deliver_all(database, discord, clock)
    await correct(database, clock)
    await clock.advance(1)
    await deliver_all(database, discord, clock)

    await draw_all(refreshing)

    assert titles(discord, HOME) == ["Talks in Vienna"]


@pytest.mark.parametrize("mode", list(DiscussionMode))
async def test_a_card_drawn_again_offers_the_discussion_as_long_as_there_is_none(
    database, discord, clock, refreshing, mode
):
    discord.kinds[ELSEWHERE] = ChannelKind.FORUM
    await an_edition(database, channels=(HOME,), options=TagOptions(discussion=mode))
    await deliver_all(database, discord, clock)
    await clock.advance(60)
    await correct(database, clock)

    await draw_all(refreshing)

    assert discord.cards(HOME)[0].card.discuss is (mode is DiscussionMode.ON_REQUEST)


async def test_a_card_in_a_forum_never_offers_a_discussion(database, discord, clock, refreshing):
    discord.kinds[HOME] = ChannelKind.FORUM
    options = TagOptions(discussion=DiscussionMode.ON_REQUEST)
    await an_edition(database, options=options)
    await deliver_all(database, discord, clock)
    await clock.advance(60)
    await correct(database, clock)

    await draw_all(refreshing)

    [post] = discord.cards(HOME)
    assert (post.card.edition.story.draft.title, post.card.discuss) == ("Talks in Vienna", False)


async def test_cards_whose_edition_went_meanwhile_are_forgotten(database, discord, clock, edition_id):
    await correct(database, clock)
    async with database.write() as tx:
        due = await refreshes.claim(tx, now=clock.now(), limit=5)
    async with database.write() as tx:
        await tx.execute(edition.delete())

    await a_refreshing(database, discord, clock)._draw(due[0])  # the moment between the two

    assert discord.calls == []


async def test_the_rows_that_ask_are_found_without_looking_at_the_others(database):
    async with database.read() as tx:
        plan = await tx.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM delivery WHERE refresh_at IS NOT NULL AND refresh_at <= ? "
            "ORDER BY refresh_at, id LIMIT 4",
            ("2026-01-01",),
        )

    assert "ix_delivery_refresh_at" in str(plan.all())
