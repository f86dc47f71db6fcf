"""Room for discussions: the quietest of ours make way for the next, and nobody else's."""

import pytest

from bot.domain.channel import ChannelKind
from bot.domain.errors import OutcomeUnknown
from bot.domain.reasons import Reason
from tests.pipeline.delivering import deliver_all, states
from tests.pipeline.newsroom import SERVER, an_edition

HOME, OTHER = 10, 20


@pytest.fixture
def forum(discord):
    discord.kinds[HOME] = ChannelKind.FORUM
    return HOME


async def test_the_quietest_discussions_make_room_and_a_forum_vote_goes_last(database, discord, clock):
    discord.kinds[HOME] = ChannelKind.FORUM
    for number in range(4):
        channel = HOME if number < 2 else OTHER
        await an_edition(database, channels=(channel,), key=f"https://news.example/{number}")
        await deliver_all(database, discord, clock, most_active=4)
        await clock.advance(60)
    threads = [message for message in discord.messages.values() if message.thread]
    threads[2].said_at = clock.now().timestamp()  # the other of those in a text channel is quieter

    await an_edition(database, channels=(OTHER,), key="https://news.example/more")
    await deliver_all(database, discord, clock, most_active=4)

    assert [thread.archived for thread in threads] == [False, False, False, True]


async def test_a_discussion_that_cannot_be_archived_stops_no_card(database, discord, clock):
    await an_edition(database, channels=(OTHER,), key="https://news.example/first")
    await deliver_all(database, discord, clock)
    discord.before = lambda call: OutcomeUnknown(why="") if discord.calls[call - 1] == "archive" else None

    await an_edition(database, channels=(OTHER,), key="https://news.example/second")
    await deliver_all(database, discord, clock, most_active=1)

    assert [card.thread for card in discord.cards(OTHER)] == [True, True]
    assert [card.archived for card in discord.cards(OTHER)] == [False, False]


async def test_discord_saying_that_there_are_too_many_threads_makes_room_too(database, discord, clock):
    await an_edition(database, channels=(OTHER,), key="https://news.example/first")
    await deliver_all(database, discord, clock)
    discord.most_threads = 1

    await an_edition(database, channels=(OTHER,), key="https://news.example/second")
    await deliver_all(database, discord, clock)

    first, second = discord.cards(OTHER)
    assert (first.archived, second.archived) == (True, False)
    assert second.thread
    assert discord.notices == []


async def test_discussions_that_readers_woke_are_archived_again(database, discord, clock):
    for number in range(2):
        await an_edition(database, channels=(OTHER,), key=f"https://news.example/{number}")
        await deliver_all(database, discord, clock, most_active=1)
        await clock.advance(60)
    first, second = discord.cards(OTHER)
    first.archived = False  # somebody wrote in it
    discord.most_threads = 2

    for number in range(2, 4):
        await an_edition(database, channels=(OTHER,), key=f"https://news.example/{number}")
        await deliver_all(database, discord, clock, most_active=2)
        await clock.advance(60)

    assert (first.archived, second.archived) == (True, True)
    assert [card.thread for card in discord.cards(OTHER)] == [True] * 4


async def test_where_there_is_no_room_for_a_post_moderators_are_told_and_it_is_made_later(
    database, discord, clock, forum
):
    await an_edition(database, channels=(forum,))
    discord.most_threads = 0
    await deliver_all(database, discord, clock)
    assert (await states(database))[forum] == ("posting", Reason.THREADS_FULL)
    assert discord.notices == [(SERVER, "notice-threads-full", {})]
    discord.most_threads = 1

    for _ in range(3):
        await clock.advance(600)
        await deliver_all(database, discord, clock)

    assert (await states(database))[forum] == ("done", None)
    assert len(discord.cards(forum)) == 1


async def test_nobody_elses_threads_are_archived(database, discord, clock):
    theirs = discord._new_message(OTHER, "", "", None)
    theirs.thread = True  # our own account has made it, perhaps, and no delivery has
    await clock.advance(60)
    for number in range(3):
        await an_edition(database, channels=(OTHER,), key=f"https://news.example/{number}")
        await deliver_all(database, discord, clock, most_active=2)
        await clock.advance(60)

    first, _second, last = (card for card in discord.cards(OTHER) if card.card is not None)
    assert not theirs.archived
    assert (first.archived, last.archived) == (True, False)
