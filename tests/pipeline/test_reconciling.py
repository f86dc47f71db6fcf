"""Comparing polls with Discord: what comes meanwhile, what fails, and whose turn it is."""

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.channel import ChannelKind
from bot.domain.errors import OutcomeUnknown
from bot.domain.ids import ServerId
from bot.domain.poll import PollState, VoteOption, VoteSet
from bot.domain.server import Shard
from bot.pipeline.ports import ReactionEvent
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.voting import Voting, VotingRules
from bot.storage import due_polls, poll_tables, polls, tables, vote_sets
from bot.storage.keys import VoterKeys
from tests.manual_clock import ManualClock
from tests.patience import PATIENCE
from tests.pipeline.delivering import deliver_all
from tests.pipeline.memory_discord import MemoryDiscord
from tests.pipeline.newsroom import SERVER, an_edition
from tests.pipeline.readers import ANNA, BORIS, CLARA, Readers, an_open_poll, marks_of


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def discord(clock):
    return MemoryDiscord(clock)


@pytest.fixture
def voting(database, discord, clock):
    return Voting(database, discord, VoterKeys(b"k" * 32), clock, VotingRules())


@pytest.fixture
def reconciling(database, discord, voting, clock):
    return Reconciling(database, discord, voting, clock, wake=asyncio.Event())


@pytest.fixture
def readers(discord, voting, clock):
    return Readers(discord, voting, clock)


@pytest.fixture
async def poll_id(database, discord, clock):
    return await an_open_poll(database, discord, clock)


async def found(database, poll_id):
    async with database.read() as tx:
        poll = await polls.get(tx, poll_id)
        return poll.state, await polls.tally_of(tx, poll)


async def waits_to_write(voting):
    async with asyncio.timeout(PATIENCE):
        while not voting.storing.locked():  # noqa: ASYNC110 -- nobody tells of waiting
            await asyncio.sleep(0.001)


async def polls_of(database, discord, clock, *, servers, each):
    """Polls in several servers; returns their cards by server."""
    for server in range(1, servers + 1):
        for number in range(each):
            key = f"https://news.example/{server}/{number}"
            await an_edition(database, server_id=ServerId(server), channels=(server,), key=key)
    await deliver_all(database, discord, clock)
    return {server: [card.id for card in discord.cards(server)] for server in range(1, servers + 1)}


class Held:
    """Lets listings of some cards wait until they are let go."""

    def __init__(self, discord, cards):
        self.cards, self.go, self.begun = set(cards), asyncio.Event(), []
        self.reactors, discord.reactors = discord.reactors, self.list

    async def list(self, place, emoji, counted=None):
        if not self.begun or self.begun[-1] != place.message_id:
            self.begun.append(place.message_id)
        if place.message_id in self.cards:
            await self.go.wait()
        async for each in self.reactors(place, emoji, counted):
            yield each


@asynccontextmanager
async def comparing(reconciling):
    running = asyncio.create_task(reconciling.run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def until(told):
    async with asyncio.timeout(PATIENCE):
        while not told():  # noqa: ASYNC110 -- what is looked at tells of no change
            await asyncio.sleep(0.001)


async def test_a_server_with_many_polls_does_not_keep_others_waiting(database, discord, clock, reconciling):
    cards = await polls_of(database, discord, clock, servers=3, each=10)
    held = Held(discord, cards[1])
    await reconciling.doubt_all()

    async with comparing(reconciling):
        await until(lambda: {*cards[2], *cards[3]} <= set(held.begun))
        begun_of_first = set(held.begun) & set(cards[1])
        held.go.set()
        await until(lambda: set(cards[1]) <= set(held.begun))

    assert 1 <= len(begun_of_first) < 8


async def test_one_listing_that_takes_long_keeps_no_place_but_its_own(database, discord, clock, reconciling):
    cards = await polls_of(database, discord, clock, servers=1, each=12)
    held = Held(discord, cards[1][:1])
    await reconciling.doubt_all()

    async with comparing(reconciling):
        await until(lambda: set(cards[1]) <= set(held.begun))


async def test_a_comparison_that_goes_wrong_is_put_off_and_keeps_back_no_other(
    database, discord, clock, reconciling
):
    cards = await polls_of(database, discord, clock, servers=1, each=12)
    broken = set(cards[1][:9])
    list_all = discord.reactors

    async def reactors(place, emoji, counted=None):
        if place.message_id in broken:
            raise KeyError("id")
        async for each in list_all(place, emoji, counted):
            yield each

    discord.reactors = reactors
    await reconciling.doubt_all()

    for _ in range(5):
        await reconciling.reconcile_due()

    async with database.read() as tx:
        rows = (await tx.execute(select(poll_tables.poll))).all()
    assert {row.message_id for row in rows if row.reconcile_at is not None} == broken
    assert all(row.reconcile_at > clock.now() for row in rows if row.message_id in broken)


SHIP = VoteOption("<:ship:1234>", "sail", 1)
SAIL = VoteSet("Sail?", (SHIP, VoteOption("👎", "stay", -1)))


async def test_an_emoji_that_is_gone_and_nobody_put_does_not_keep_a_poll_from_its_count(
    database, discord, clock, reconciling, readers
):
    poll_id = await an_open_poll(database, discord, clock, SAIL)
    discord.gone_emoji = {SHIP.emoji}
    readers.heard = False
    readers.react(ANNA, "👎")

    await reconciling.reconcile(poll_id, close=True)

    state, count = await found(database, poll_id)
    assert (state, [n for _, n in count.counts]) == (PollState.CLOSED, [0, 1])


async def test_an_emoji_that_is_gone_is_replaced_in_its_poll_and_in_its_vote_set_and_told(
    database, discord, clock, reconciling, readers
):
    poll_id = await an_open_poll(database, discord, clock, SAIL)
    async with database.write() as tx:
        kept = await vote_sets.add(tx, SERVER, key="sail", name="Sail", new=SAIL, now=clock.now())
    discord.gone_emoji = {SHIP.emoji}
    readers.heard = False
    readers.react(ANNA, "👎")

    await reconciling.reconcile(poll_id)

    async with database.read() as tx:
        asked = await polls.get(tx, poll_id), await vote_sets.get(tx, kept.id)
        refresh_at = await tx.scalar(select(tables.delivery.c.refresh_at))
    assert [[choice.emoji for choice in each.vote_set.options] for each in asked] == [["1️⃣", "👎"]] * 2
    assert "1️⃣" in discord.cards(10)[0].reactions
    assert [notice[1] for notice in discord.notices] == ["notice-emoji-gone"]
    assert refresh_at is not None


async def test_only_what_somebody_put_is_listed_but_for_the_last_time(discord, reconciling, readers, poll_id):
    readers.react(ANNA, "👍")
    discord.cards(10)[0].reactions.update({"👎": [], "🤔": []})  # our own alone

    await reconciling.reconcile(poll_id)
    first, discord.calls = discord.calls, []
    await reconciling.reconcile(poll_id, close=True)

    assert first == ["counts", "list"]
    assert discord.calls == ["list"] * 3


@pytest.mark.parametrize(("number", "doubted"), [(0, {1, 3}), (1, {2})])
async def test_a_session_of_one_shard_puts_only_its_servers_polls_in_doubt(
    database, discord, clock, reconciling, number, doubted
):
    ids = {server: server << 22 for server in (1, 2, 3)}
    for server, server_id in ids.items():
        key = f"https://news.example/{server}"
        await an_edition(database, server_id=ServerId(server_id), channels=(server,), key=key)
    await deliver_all(database, discord, clock)

    await reconciling.doubt_all(Shard(1 - number, 2))

    async with database.read() as tx:
        rows = await tx.scalars(
            select(poll_tables.poll.c.server_id).where(poll_tables.poll.c.reconcile_at.is_not(None))
        )
        assert {row >> 22 for row in rows} == doubted


async def test_a_vote_faster_than_our_record_of_a_post_in_a_forum_counts(database, discord, clock, voting):
    edition_id = await an_edition(database, kinds={10: ChannelKind.FORUM})
    discord.kinds[10] = ChannelKind.FORUM
    make_post = discord.make_post

    async def voted_at_once(forum_id, card, *, name):
        place = await make_post(forum_id, card, name=name)
        how = {"added": True, "burst": False, "at": clock.now(), "parent_id": forum_id}
        voting.on_reaction(ReactionEvent(place.channel_id, place.message_id, ANNA, "👍", **how))
        await voting.flush()
        return place

    discord.make_post = voted_at_once
    await deliver_all(database, discord, clock)
    await voting.flush()

    async with database.read() as tx:
        count = await polls.tally_of(tx, await polls.of_edition(tx, edition_id))
    assert count.voters == 1


async def test_where_nothing_can_be_written_it_rests(database, discord, clock, voting, poll_id):
    class Full:
        read = database.read

        def write(self):
            raise OSError("disk full")

    discord.refusals[10] = OutcomeUnknown(why="HTTP 500")
    async with database.write() as tx:
        await due_polls.doubt_all(tx, now=clock.now())
    reconciling = Reconciling(Full(), discord, voting, clock, wake=asyncio.Event())
    await reconciling.reconcile_due()
    calls = len(discord.calls)

    again = await reconciling.reconcile_due()

    assert again == clock.now() + timedelta(seconds=10)
    assert len(discord.calls) == calls


@pytest.mark.parametrize("close", [False, True])
async def test_votes_that_come_while_others_write_are_counted(
    database, voting, reconciling, readers, poll_id, close
):
    readers.heard = False
    readers.react(ANNA, "👍")
    readers.react(CLARA, "🤔")
    readers.heard = True
    async with database.write():
        comparing = asyncio.create_task(reconciling.reconcile(poll_id, close=close))
        await waits_to_write(voting)
        readers.react(ANNA, "👍", burst=True)
        readers.react(BORIS, "👎")
        readers.take_back(CLARA, "🤔")
    await comparing
    await voting.flush()

    state, count = await found(database, poll_id)

    assert state is (PollState.CLOSED if close else PollState.OPEN)
    assert [n for _, n in count.counts] == [1, 1, 0]


async def test_a_vote_that_comes_a_second_way_while_it_is_listed_does_not_hide_the_first(
    database, discord, voting, reconciling, readers, poll_id
):
    readers.heard = False
    readers.react(ANNA, "👍", burst=True)
    readers.heard = True
    discord.on_listing = lambda: readers.react(ANNA, "👍")

    await reconciling.reconcile(poll_id)
    await voting.flush()

    assert len(await marks_of(database, poll_id)) == 2


async def test_what_was_told_of_a_card_is_kept_when_it_can_not_be_written(database, voting, readers, poll_id):
    readers.react(ANNA, "👍")
    with pytest.raises(OSError, match="disk full"):
        async with voting.up_to_now(readers.discord.cards(10)[0].id):
            raise OSError("disk full")

    await voting.flush()

    assert len(await marks_of(database, poll_id)) == 1
