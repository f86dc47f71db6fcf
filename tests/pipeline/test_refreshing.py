"""Cards that are drawn again: once for any number of changes, and until they show the last of them."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.channel import ChannelKind
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    TryLater,
)
from bot.domain.ids import ServerId
from bot.domain.poll import PollState
from bot.domain.tagging import DiscussionMode, TagOptions
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.refreshing import Refreshing, RefreshRules
from bot.storage import polls, refreshes, servers, stories
from bot.storage.database import Database
from bot.storage.stories import Reading
from bot.storage.tables import delivery, edition, story
from tests.manual_clock import ManualClock
from tests.pipeline.delivering import deliver_all, states, stopped, until
from tests.pipeline.memory_discord import Crash, MemoryDiscord, nth
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition

HOME, POINTER, ELSEWHERE = 10, 20, 30
KEY = "https://news.example/talks"


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)


@pytest.fixture
def refreshing(database, discord, clock):
    return a_refreshing(database, discord, clock)


def a_refreshing(database, discord, clock):
    drawing = Drawing(database, discord, clock, PollRules(VOTE_SET))
    return Refreshing(database, discord, clock, drawing, RefreshRules())


@pytest.fixture
async def edition_id(database, discord, clock):
    """An edition whose card stands in two channels of a server."""
    edition_id = await an_edition(database, channels=(HOME, POINTER))
    await deliver_all(database, discord, clock)
    discord.calls.clear()
    await clock.advance(60)
    return edition_id


async def correct(database, clock, title="Talks in Vienna"):
    """Let the story have another title, as intake does."""
    async with database.write() as tx:
        row = (await tx.execute(select(story.c.id, story.c.feed_id).where(story.c.key == KEY))).one()
        draft = (await stories.get(tx, row.id)).draft
        edited = Reading(replace_title(draft, title), from_page=True)
        await stories.edit(tx, {row.id: edited}, feed_id=row.feed_id, now=clock.now())
        await refreshes.ask_of_corrected(tx, [row.id], at=clock.now())


def replace_title(draft, title):
    return type(draft)(**{name: getattr(draft, name) for name in draft.__slots__} | {"title": title})


async def draw_all(refreshing, *, turns=3):
    for _ in range(turns):
        await refreshing.draw_due()


async def asked(database):
    async with database.read() as tx:
        return list(await tx.scalars(select(delivery.c.refresh_at).where(delivery.c.refresh_at.is_not(None))))


def titles(discord, *channels):
    return [card.card.edition.story.draft.title for channel in channels for card in discord.cards(channel)]


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


@pytest.mark.parametrize(
    ("trouble", "longest", "tries"),
    [
        (OutcomeUnknown(why="HTTP 500"), 600, 24),
        (PermissionMissing(permission="View Channel"), 12 * 3600, 20),
        (ZeroDivisionError(), 12 * 3600, 20),
    ],
)
async def test_what_may_pass_is_tried_again_later_and_later_until_the_card_shows_what_it_should(
    database, discord, clock, refreshing, edition_id, trouble, longest, tries
):
    await correct(database, clock)
    discord.refusals[HOME] = trouble
    await draw_all(refreshing)
    at_first = discord.calls.count("edit")
    for _ in range(tries):
        [at] = await asked(database)
        await clock.advance((at - clock.now()).total_seconds())
        await draw_all(refreshing)
    in_vain = discord.calls.count("edit")
    discord.refusals.clear()

    await clock.advance(longest)
    await draw_all(refreshing)

    assert (at_first, in_vain) == (2, 2 + tries)
    assert titles(discord, HOME, POINTER) == ["Talks in Vienna"] * 2
    assert await asked(database) == []


async def test_waiting_for_what_discord_forbids_at_the_moment_counts_as_no_failure(
    database, discord, clock, refreshing, edition_id
):
    await correct(database, clock)
    discord.refusals[HOME] = TryLater(seconds=60)
    for _ in range(20):
        await draw_all(refreshing)
        await clock.advance(60)
    discord.refusals[HOME] = OutcomeUnknown(why="HTTP 502")
    await draw_all(refreshing)

    assert await asked(database) == [clock.now() + timedelta(seconds=1)]


async def test_one_server_with_much_to_draw_does_not_delay_another(database, discord, clock, refreshing):
    for number in range(20):
        await an_edition(database, key=f"story {number}")
    await an_edition(database, server_id=ServerId(2), channels=(ELSEWHERE,), key="elsewhere")
    await deliver_all(database, discord, clock)
    discord.calls.clear()
    async with database.write() as tx:
        first = delivery.update().where(delivery.c.server_id == SERVER)
        await tx.execute(first.values(refresh_at=clock.now() - timedelta(hours=1)))
        last = delivery.update().where(delivery.c.server_id == 2)
        await tx.execute(last.values(refresh_at=clock.now()))

    await refreshing.draw_due()

    async with database.read() as tx:
        due = await tx.scalar(select(delivery.c.refresh_at).where(delivery.c.server_id == 2))
    assert due is None
    assert discord.calls.count("edit") < 10


async def test_a_slow_edit_holds_up_no_card_of_another_server(database, clock):
    class Slow(MemoryDiscord):
        async def edit_card(self, place, card):
            if place.channel_id == HOME:
                await asyncio.Event().wait()
            await super().edit_card(place, card)

    discord = Slow(clock)
    await an_edition(database)
    await deliver_all(database, discord, clock)
    await clock.advance(60)
    await correct(database, clock)
    running = asyncio.create_task(a_refreshing(database, discord, clock).run())
    await until(clock, clock.resting)
    await an_edition(database, server_id=ServerId(2), channels=(ELSEWHERE,), key=KEY)
    await deliver_all(database, discord, clock)
    await clock.advance(60)

    await correct(database, clock, "Talks in Rome")
    await clock.advance(60)
    await until(clock, lambda: titles(discord, ELSEWHERE) == ["Talks in Rome"])

    assert titles(discord, HOME) == ["Talks in Geneva"]
    await stopped(running)


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


async def test_trouble_with_the_database_does_not_end_the_drawing(database_file, discord, clock):
    class Troubled(Database):
        trouble = False

        def read(self):
            if self.trouble:
                raise OSError("disk full")
            return super().read()

    database = await Troubled.open(database_file)
    await an_edition(database)
    await deliver_all(database, discord, clock)
    await clock.advance(60)
    await correct(database, clock)
    database.trouble = True
    running = asyncio.create_task(a_refreshing(database, discord, clock).run())
    await until(clock, lambda: True)
    database.trouble = False

    await clock.advance(10)
    await until(clock, lambda: titles(discord, HOME) == ["Talks in Vienna"])

    await stopped(running)
    await database.close()


async def test_the_rows_that_ask_are_found_without_looking_at_the_others(database):
    async with database.read() as tx:
        plan = await tx.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM delivery WHERE refresh_at IS NOT NULL AND refresh_at <= ? "
            "ORDER BY refresh_at, id LIMIT 4",
            ("2026-01-01",),
        )

    assert "ix_delivery_refresh_at" in str(plan.all())
