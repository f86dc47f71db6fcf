import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import CardGone, OutcomeUnknown
from bot.domain.ids import MessageId, PollId, UserId
from bot.domain.marks import VoteSource, replay
from bot.domain.poll import PollState
from bot.pipeline.ports import ReactionEvent
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.voting import Voting, VotingRules
from bot.storage import polls, servers
from bot.storage.keys import VoterKeys
from tests.manual_clock import START, ManualClock
from tests.patience import PATIENCE
from tests.pipeline.memory_discord import MemoryDiscord, nth
from tests.pipeline.newsroom import SERVER
from tests.pipeline.readers import (
    ANNA,
    BORIS,
    CARD,
    CHANNEL,
    CLARA,
    EMOJI,
    Readers,
    a_home_in_posting,
    an_open_poll,
    marks_of,
    open_its_poll,
)


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)


@pytest.fixture
def keys(tmp_path):
    return VoterKeys.open(tmp_path / "newsclip.key")


@pytest.fixture
def voting(database, discord, keys, clock):
    return Voting(database, discord, keys, clock, VotingRules())


@pytest.fixture
def reconciling(database, discord, voting, clock):
    return Reconciling(database, discord, voting, clock, wake=asyncio.Event())


@pytest.fixture
async def poll_id(database, discord, clock):
    return await an_open_poll(database, discord, clock)


@pytest.fixture
def readers(discord, voting, clock):
    return Readers(discord, voting, clock)


async def counts(voting, poll_id):
    _, count = await voting.results(poll_id)
    return [n for _, n in count.counts]


async def test_a_reaction_is_a_vote_and_taking_it_back_takes_it_away(voting, poll_id, readers):
    readers.react(ANNA, "👍")
    readers.react(BORIS, "👍")
    readers.react(CLARA, "👎")
    readers.take_back(BORIS, "👍")

    assert await counts(voting, poll_id) == [1, 1, 0]


async def test_the_latest_of_several_reactions_counts(voting, poll_id, readers):
    for emoji in EMOJI:
        readers.react(ANNA, emoji)

    assert await counts(voting, poll_id) == [0, 0, 1]


async def test_emoji_that_are_no_option_and_other_messages_change_nothing(voting, poll_id, readers, clock):
    readers.react(ANNA, "🎉")
    voting.on_reaction(
        ReactionEvent(CHANNEL, MessageId(5), ANNA, "👍", added=True, burst=False, at=clock.now())
    )

    assert await counts(voting, poll_id) == [0, 0, 0]


async def test_a_clear_of_all_reactions_takes_every_vote_away(voting, poll_id, readers):
    readers.react(ANNA, "👍")
    readers.react(BORIS, "👎")
    readers.clear("👍")
    after_one = await counts(voting, poll_id)
    readers.clear()

    assert after_one == [0, 1, 0]
    assert await counts(voting, poll_id) == [0, 0, 0]


async def test_no_reader_can_be_read_out_of_the_database(database, voting, poll_id, readers, database_file):
    readers.react(ANNA, "👍")
    await voting.flush()

    async with database.read() as tx:
        [mark] = await polls.marks(tx, poll_id)
    assert len(mark.voter) == 32
    assert str(ANNA).encode() not in mark.voter
    everything = b"".join(path.read_bytes() for path in database_file.parent.glob("newsclip.db*"))
    assert str(ANNA).encode() not in everything


async def test_a_reaction_faster_than_our_record_of_the_card_counts_once_the_card_is_known(
    database, discord, clock, voting, readers
):
    home = await a_home_in_posting(database, discord, clock)
    readers.react(ANNA, "👍")
    await voting.flush()

    poll_id = await open_its_poll(database, home, clock)

    assert await counts(voting, poll_id) == [1, 0, 0]


async def test_votes_given_while_the_bot_was_away_are_found(reconciling, voting, poll_id, readers):
    readers.react(ANNA, "👍")
    await voting.flush()
    readers.heard = False
    readers.take_back(ANNA, "👍")
    readers.react(ANNA, "👎")
    readers.react(BORIS, "👍")
    readers.react(CLARA, "🤔", burst=True)

    await reconciling.doubt_all()
    await reconciling.reconcile_due()

    assert await counts(voting, poll_id) == [1, 1, 1]


async def test_bots_and_our_own_seeds_never_count(reconciling, voting, poll_id, readers):
    readers.heard = False
    for emoji in EMOJI:
        readers.react(UserId(999), emoji, bot=True)
    readers.react(UserId(998), "👎", bot=True)
    readers.react(ANNA, "👍")

    await reconciling.reconcile(poll_id)

    assert await counts(voting, poll_id) == [1, 0, 0]


async def test_a_normal_and_a_burst_reaction_of_one_reader_are_one_vote(voting, poll_id, readers):
    readers.react(ANNA, "👍")
    readers.react(ANNA, "👍", burst=True)
    readers.take_back(ANNA, "👍")

    assert await counts(voting, poll_id) == [1, 0, 0]


async def test_several_marks_found_after_an_absence_are_left_out_and_said(
    reconciling, voting, poll_id, readers
):
    readers.heard = False
    readers.react(ANNA, "👍")
    readers.react(ANNA, "👎")

    await reconciling.reconcile(poll_id)
    _, count = await voting.results(poll_id)

    assert [n for _, n in count.counts] == [0, 0, 0]
    assert (count.voters, count.ambiguous) == (0, 1)


async def test_a_second_reconcile_writes_nothing(reconciling, database, voting, poll_id, readers):
    readers.heard = False
    readers.react(ANNA, "👍")
    first = await reconciling.reconcile(poll_id)

    second = await reconciling.reconcile(poll_id)

    assert (first, second) == (1, 0)
    async with database.read() as tx:
        [event] = await polls.log(tx, poll_id)
    assert event.source is VoteSource.RECONCILE


async def test_two_who_compare_at_once_do_it_one_after_the_other(reconciling, voting, poll_id, readers):
    readers.heard = False
    readers.react(ANNA, "👍")

    found = await asyncio.gather(*(reconciling.reconcile(poll_id) for _ in range(3)))

    assert sorted(found) == [0, 0, 1]
    assert await counts(voting, poll_id) == [1, 0, 0]


async def test_what_was_told_in_order_before_a_comparison_keeps_its_order(
    reconciling, voting, poll_id, readers
):
    readers.react(ANNA, "🤔")
    readers.react(ANNA, "👍")

    await reconciling.reconcile(poll_id)

    assert await counts(voting, poll_id) == [1, 0, 0]


async def test_a_vote_given_while_the_card_is_listed_for_the_last_time_counts(
    reconciling, voting, poll_id, readers, discord
):
    readers.react(BORIS, "👍")
    coming = iter([ANNA])
    discord.on_listing = lambda: [readers.react(user, "👍") for user in coming]

    await reconciling.reconcile(poll_id, close=True)

    assert await counts(voting, poll_id) == [2, 0, 0]


async def test_a_listing_that_breaks_off_writes_nothing(reconciling, voting, poll_id, readers, discord):
    readers.react(ANNA, "👍")
    readers.react(BORIS, "🤔")
    await voting.flush()
    discord.before = nth(2, OutcomeUnknown(why="connection reset"))

    with pytest.raises(OutcomeUnknown):
        await reconciling.reconcile(poll_id)

    assert await counts(voting, poll_id) == [1, 0, 1]


async def test_a_clear_while_the_listing_is_read_is_newer_than_the_listing(
    reconciling, voting, poll_id, readers, discord
):
    readers.heard = False
    readers.react(ANNA, "👍")
    readers.react(BORIS, "👍")
    readers.heard = True
    discord.on_listing = readers.clear

    await reconciling.reconcile(poll_id)

    assert await counts(voting, poll_id) == [0, 0, 0]


async def test_a_deleted_card_orphans_its_poll_and_keeps_the_votes(
    reconciling, database, voting, poll_id, readers, discord
):
    readers.react(ANNA, "👍")
    await voting.flush()
    discord.before = nth(1, CardGone())

    await reconciling.reconcile(poll_id)

    async with database.read() as tx:
        assert (await polls.get(tx, poll_id)).state is PollState.ORPHANED
    assert await counts(voting, poll_id) == [1, 0, 0]


async def test_a_reconcile_that_failed_is_tried_again_later_and_later(
    reconciling, voting, poll_id, readers, discord, clock
):
    readers.heard = False
    readers.react(ANNA, "👍")
    discord.refusals[CHANNEL] = OutcomeUnknown(why="connection reset")
    await reconciling.doubt_all()

    first = await reconciling.reconcile_due()
    again = await reconciling.reconcile_due()
    await clock.advance(1)
    await reconciling.reconcile_due()
    later = await reconciling.reconcile_due()
    discord.refusals.clear()
    await clock.advance(2)
    await reconciling.reconcile_due()

    assert (first, again) == (START, START + timedelta(seconds=1))
    assert later == START + timedelta(seconds=3)
    assert await counts(voting, poll_id) == [1, 0, 0]
    assert await reconciling.reconcile_due() == clock.now() + timedelta(hours=1)


async def test_the_loop_reconciles_what_a_new_session_puts_in_doubt(database, discord, keys, clock, poll_id):
    voting = Voting(database, discord, keys, clock, VotingRules())
    reconciling = Reconciling(database, discord, voting, clock, wake=asyncio.Event())
    readers = Readers(discord, voting, clock)
    running = asyncio.create_task(reconciling.run())
    readers.heard = False
    readers.react(ANNA, "👍")

    await reconciling.doubt_all()

    async with asyncio.timeout(PATIENCE):
        while not await marks_of(database, poll_id):
            pass
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_trouble_with_the_database_does_not_end_the_reconciling(discord, keys, clock):
    class Broken:
        def read(self):
            raise OSError("disk full")

    voting = Voting(Broken(), discord, keys, clock, VotingRules())
    reconciling = Reconciling(Broken(), discord, voting, clock, wake=asyncio.Event())

    assert await reconciling.reconcile_due() == clock.now() + timedelta(seconds=10)


async def test_polls_of_a_server_that_was_left_and_polls_past_their_end_are_not_listed(
    reconciling, database, voting, discord, clock
):
    home = await a_home_in_posting(database, discord, clock)
    await open_its_poll(database, home, clock, closes_at=clock.now() + timedelta(hours=1))
    async with database.write() as tx:
        await servers.leave(tx, SERVER, now=clock.now())
    await reconciling.doubt_all()
    await reconciling.reconcile_due()
    left = list(discord.calls)
    async with database.write() as tx:
        await servers.join(tx, SERVER, "Harbour News", now=clock.now())
    await clock.advance(3601)
    await reconciling.doubt_all()
    await reconciling.reconcile_due()

    assert left == discord.calls == []


async def test_the_loop_stores_what_comes_and_what_is_left_when_it_is_stopped(
    database, voting, poll_id, readers
):
    running = asyncio.create_task(voting.run())
    readers.react(ANNA, "👍")
    async with asyncio.timeout(PATIENCE):
        while not await marks_of(database, poll_id):
            pass  # each look is a turn of the loop
    readers.react(BORIS, "👎")

    running.cancel()
    with suppress(asyncio.CancelledError):
        await running

    assert len(await marks_of(database, poll_id)) == 2


async def test_votes_that_could_not_be_stored_are_kept_and_stored_later(
    database, discord, keys, clock, poll_id
):
    fragile = Fragile(database)
    voting = Voting(fragile, discord, keys, clock, VotingRules())
    running = asyncio.create_task(voting.run())
    Readers(discord, voting, clock).react(ANNA, "👍")
    async with asyncio.timeout(PATIENCE):
        await fragile.failed.wait()
        while not clock.resting():
            await marks_of(database, poll_id)
    assert not await marks_of(database, poll_id)

    fragile.broken = False
    await clock.advance(2)

    async with asyncio.timeout(PATIENCE):
        while not await marks_of(database, poll_id):
            pass
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


class Fragile:
    """A database whose disk is full for a while."""

    def __init__(self, database):
        self.database, self.broken, self.failed = database, True, asyncio.Event()

    def read(self):
        return self.database.read()

    def write(self):
        if self.broken:
            self.failed.set()
            raise OSError("disk full")
        return self.database.write()


async def test_the_loop_looks_again_for_cards_that_are_not_recorded_yet(
    database, discord, clock, voting, readers
):
    home = await a_home_in_posting(database, discord, clock)
    running = asyncio.create_task(voting.run())
    readers.react(ANNA, "👍")
    async with asyncio.timeout(PATIENCE):
        while not clock.resting():
            await marks_of(database, poll_id=PollId(0))

    poll_id = await open_its_poll(database, home, clock)
    await clock.advance(1)

    async with asyncio.timeout(PATIENCE):
        while not await marks_of(database, poll_id):
            pass
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_a_reaction_to_a_card_that_never_becomes_known_is_forgotten(
    database, discord, clock, voting, readers
):
    home = await a_home_in_posting(database, discord, clock)
    readers.react(ANNA, "👍")
    await voting.flush()
    await clock.advance(61)
    await voting.flush()

    poll_id = await open_its_poll(database, home, clock)

    assert await counts(voting, poll_id) == [0, 0, 0]


async def test_a_poll_that_is_not_there_has_no_results_and_nothing_to_reconcile(
    reconciling, voting, database
):
    assert await voting.results(PollId(99)) is None
    assert await reconciling.reconcile(PollId(99)) == 0


steps = st.lists(
    st.tuples(
        st.sampled_from(["react", "take_back", "clear", "clear_one", "away", "back", "flush"]),
        st.sampled_from([ANNA, BORIS, CLARA]),
        st.sampled_from([*EMOJI, "🎉"]),
        st.booleans(),
    ),
    max_size=25,
)


@given(steps=steps, live=steps)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_readers_do_the_marks_equal_what_discord_shows(
    database, discord, keys, clock, steps, live
):
    """Also when they go on while the listing is read, and the bot misses parts of it before."""
    await forget_everything(database)
    voting = Voting(database, discord, keys, clock, VotingRules())
    reconciling = Reconciling(database, discord, voting, clock, wake=asyncio.Event())
    readers = Readers(discord, voting, clock)
    poll_id = await an_open_poll(database, discord, clock)
    for step in steps:
        await play(readers, voting, step)
    readers.heard = True
    coming = iter(live)
    discord.on_listing = lambda: play_live(readers, next(coming, None))

    await reconciling.reconcile(poll_id)
    discord.on_listing = lambda: None
    await voting.flush()

    shown = {
        (voting.voter(await get(database, poll_id), each.user_id), emoji, each.burst)
        for emoji, listed in discord.messages[CARD].reactions.items()
        for each in listed
        if emoji in EMOJI
    }
    assert {tuple(key) for key in await marks_of(database, poll_id)} == shown
    async with database.read() as tx:
        assert replay(await polls.log(tx, poll_id)) == await polls.mark_keys(tx, poll_id)
    assert await reconciling.reconcile(poll_id) == 0


async def play(readers, voting, step):
    action = step[0]
    if action == "flush":
        await voting.flush()
    elif action in ("away", "back"):
        readers.heard = action == "back"
    else:
        play_live(readers, step)


def play_live(readers, step):
    match step:
        case ("react", user, emoji, burst):
            readers.react(user, emoji, burst=burst)
        case ("take_back", user, emoji, burst):
            readers.take_back(user, emoji, burst=burst)
        case ("clear", *_):
            readers.clear()
        case ("clear_one", _, emoji, _):
            readers.clear(emoji)


async def get(database, poll_id):
    async with database.read() as tx:
        return await polls.get(tx, poll_id)


async def forget_everything(database):
    async with database.write() as tx:
        for name in ("server", "feed", "story"):
            await tx.exec_driver_sql(f"DELETE FROM {name}")


async def test_it_is_behind_while_many_reactions_are_not_stored(voting, poll_id, clock):
    event = a_reaction_at(clock)
    for _ in range(1_501):
        voting.on_reaction(event)
    before = voting.is_behind

    await voting.flush()

    assert (before, voting.is_behind) == (True, False)


async def test_reactions_that_wait_for_their_card_do_not_count_as_behind(voting, clock, database, discord):
    await a_home_in_posting(database, discord, clock)
    for _ in range(1_501):
        voting.on_reaction(a_reaction_at(clock))

    await voting.flush()

    assert not voting.is_behind


def a_reaction_at(clock):
    return ReactionEvent(
        channel_id=CHANNEL,
        message_id=CARD,
        user_id=ANNA,
        emoji=EMOJI[0],
        added=True,
        burst=False,
        at=clock.now(),
    )
