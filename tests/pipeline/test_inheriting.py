"""Where the home cannot be, another channel of the edition takes its place: one, and never a second home."""

import pytest
from sqlalchemy import select

from bot.domain.delivery import Place
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    ThreadsFull,
)
from bot.domain.poll import PollState
from bot.domain.tagging import TagOptions
from bot.storage import editions, polls
from bot.storage.editions import Extension
from bot.storage.tables import delivery
from tests.pipeline.delivering import deliver_all, states
from tests.pipeline.dying import FORUM, HOME, NEWS, POINTER, TEXT, THIRD
from tests.pipeline.memory_discord import nth
from tests.pipeline.newsroom import SERVER, an_edition
from tests.pipeline.readers import EMOJI

PASSED_ON = TagOptions(crosspost=True)


# Where the home fails: in which call, and whether the next channel may take its place then.
FAILURES = [
    ("card", Refused(discord_code=50035, why="Invalid Form Body"), "failed", True),
    ("card", DestinationGone(), "waiting", True),
    ("card", PermissionMissing(permission="Send Messages"), "waiting", True),
    ("card", CardGone(), "removed", None),
    ("thread", Refused(discord_code=50035, why="Invalid Form Body"), "done", False),
    ("thread", PermissionMissing(permission="Create Public Threads"), "waiting", False),
    ("thread", CardGone(), "removed", False),
    ("opening", PermissionMissing(permission="Send Messages in Threads"), "waiting", False),
    ("seed", PermissionMissing(permission="Add Reactions"), "waiting", False),
    ("seed", CardGone(), "removed", False),
    ("crosspost", PermissionMissing(permission="Send Messages"), "waiting", False),
    ("crosspost", CardGone(), "removed", False),
]


@pytest.mark.parametrize(("step", "error", "state", "inherited"), FAILURES)
async def test_the_next_channel_inherits_only_where_the_home_was_surely_not_sent(
    database, discord, clock, step, error, state, inherited
):
    discord.kinds = {HOME: NEWS, POINTER: TEXT, THIRD: TEXT}
    edition_id = await an_edition(
        database, channels=(HOME, POINTER, THIRD), kinds=discord.kinds, options=PASSED_ON
    )
    if step == "card":
        discord.refusals[HOME] = error
    else:
        discord.before = lambda call: error if discord.calls[call - 1] == step else None

    await deliver_all(database, discord, clock)

    assert (await states(database))[HOME][0] == state
    async with database.read() as tx:
        homes = list(await tx.scalars(select(delivery.c.channel_id).where(delivery.c.home)))
        poll = await polls.of_edition(tx, edition_id)
    assert homes == [HOME] or inherited
    if inherited:
        [home], [other] = homes, {POINTER, THIRD} - set(homes)
        assert (poll.state, poll.channel_id) == (PollState.OPEN, home)
        assert discord.cards(other)[0].card.home == Place(home, discord.cards(home)[0].id)
    elif inherited is None:  # it was there, and somebody took it away: the story goes nowhere else
        assert poll is None
        assert discord.cards(POINTER) == discord.cards(THIRD) == []
    elif state == "removed":
        assert poll.state is PollState.ORPHANED
    else:
        assert poll.channel_id == HOME
        assert [card.card.home.channel_id for card in discord.cards(POINTER)] == [HOME]


async def test_the_next_destination_becomes_the_home_when_the_home_cannot_be_posted(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER))
    discord.refusals[HOME] = DestinationGone()

    await deliver_all(database, discord, clock)

    [card] = discord.cards(POINTER)
    assert card.card.home is None
    assert card.thread
    assert sorted(card.reactions) == sorted(EMOJI)
    assert await states(database) == {HOME: ("waiting", "channel-gone"), POINTER: ("done", None)}


async def test_a_home_without_the_permission_for_threads_keeps_its_poll_and_its_place(
    database, discord, clock
):
    edition_id = await an_edition(database, channels=(HOME, POINTER))
    discord.before = nth(2, PermissionMissing(permission="Create Public Threads"))

    await deliver_all(database, discord, clock)

    assert (await states(database))[HOME] == ("waiting", "permission-missing")
    assert discord.cards(POINTER)[0].card.home == Place(HOME, discord.cards(HOME)[0].id)
    async with database.read() as tx:
        assert (await polls.of_edition(tx, edition_id)).state is PollState.OPEN


async def test_a_channel_that_is_mended_gets_the_story_although_its_home_still_waits(
    database, discord, clock
):
    await an_edition(database, channels=(HOME, POINTER))
    discord.refusals[HOME] = discord.refusals[POINTER] = PermissionMissing(permission="Send Messages")
    await deliver_all(database, discord, clock)
    del discord.refusals[POINTER]

    await deliver_all(database, discord, clock)

    [card] = discord.cards(POINTER)
    assert card.card.home is None
    assert card.thread
    assert await states(database) == {HOME: ("waiting", "permission-missing"), POINTER: ("done", None)}


async def test_only_one_of_several_pointers_takes_the_place_of_a_home_that_waits(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER, THIRD))
    discord.refusals[HOME] = DestinationGone()

    await deliver_all(database, discord, clock)

    [first], [second] = discord.cards(POINTER), discord.cards(THIRD)
    assert {first.card.home, second.card.home} in (
        {Place(POINTER, first.id), None},
        {Place(THIRD, second.id), None},
    )
    assert {first.thread, second.thread} == {True, False}


async def test_a_home_that_is_mended_after_another_took_its_place_becomes_a_pointer(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER))
    discord.refusals[HOME] = DestinationGone()
    await deliver_all(database, discord, clock)
    discord.refusals.clear()

    await deliver_all(database, discord, clock)

    [late] = discord.cards(HOME)
    assert late.card.home == Place(POINTER, discord.cards(POINTER)[0].id)
    assert not late.thread


async def test_a_pointer_that_comes_after_its_home_failed_takes_its_place(database, discord, clock):
    edition_id = await an_edition(database, channels=(HOME,))
    discord.before = nth(1, Refused(discord_code=50035, why="Invalid Form Body"))
    await deliver_all(database, discord, clock)

    async with database.write() as tx:
        await editions.extend(tx, [Extension(edition_id, SERVER, (), (POINTER,))], now=clock.now())
    await deliver_all(database, discord, clock)

    [card] = discord.cards(POINTER)
    assert card.thread
    assert await states(database) == {HOME: ("failed", "refused"), POINTER: ("done", None)}


async def test_a_home_that_may_have_been_sent_is_not_passed_by(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER))
    discord.after = nth(1, OutcomeUnknown(why="connection reset"))
    await deliver_all(database, discord, clock)
    discord.refusals[HOME] = PermissionMissing(permission="Read Message History")
    await clock.advance(3600)

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("waiting", "permission-missing"), POINTER: ("queued", None)}
    assert len(discord.cards(HOME)) == 1


async def test_a_forum_home_in_doubt_keeps_its_place_and_its_pointers_wait(database, discord, clock):
    discord.kinds = {HOME: FORUM}
    await an_edition(database, channels=(HOME, POINTER), kinds=discord.kinds)
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    discord.listed_after = 15

    await deliver_all(database, discord, clock)
    in_doubt = discord.cards(POINTER)
    for _ in range(30):
        await clock.advance(1)
        await deliver_all(database, discord, clock)

    assert in_doubt == []
    assert len(discord.cards(HOME)) == len(discord.cards(POINTER)) == 1
    assert discord.cards(POINTER)[0].card.home.message_id == discord.cards(HOME)[0].id


async def test_a_forum_without_room_gives_its_place_to_nobody_while_it_waits_for_room(
    database, discord, clock
):
    discord.kinds = {HOME: FORUM}
    discord.before = lambda call: ThreadsFull() if discord.calls[call - 1] == "post" else None
    await an_edition(database, channels=(HOME, POINTER), kinds=discord.kinds)

    await deliver_all(database, discord, clock)

    assert discord.cards(POINTER) == []
    assert (await states(database))[POINTER] == ("queued", None)


async def test_a_card_deleted_before_it_was_recorded_is_posted_nowhere_else(database, discord, clock):
    await an_edition(database, channels=(HOME, POINTER))
    discord.before = nth(1, CardGone())

    await deliver_all(database, discord, clock)

    assert await states(database) == {HOME: ("removed", "card-deleted"), POINTER: ("removed", "card-deleted")}
    assert discord.cards(POINTER) == []
