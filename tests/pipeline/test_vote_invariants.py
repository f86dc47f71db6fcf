"""What holds of a poll whatever readers do, whatever the bot misses, and whoever wants to be forgotten."""

import asyncio
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.evidence import broken
from bot.domain.ids import ServerId, UserId
from bot.domain.poll import PollMode, PollState, reader_key, voter_key
from bot.newsroom.privacy import Privacy
from bot.pipeline.ports import ReactionEvent
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.voting import Voting, VotingRules
from bot.storage import poll_tables, polls, servers, suppressions
from bot.storage.keys import VoterKeys
from bot.storage.poll_records import evidence, records
from bot.storage.suppressions import Suppression
from tests.manual_clock import ManualClock
from tests.pipeline.memory_discord import MemoryDiscord
from tests.pipeline.newsroom import SERVER, VOTE_SET
from tests.pipeline.readers import ANNA, BORIS, CARD, CHANNEL, CLARA, EMOJI, Readers, an_open_poll, marks_of

PEOPLE = (ANNA, BORIS, CLARA)
A_BOT = UserId(734_101_998_223_999)

acts = st.tuples(
    st.sampled_from(["react", "react", "react", "take back", "clear", "clear one", "a bot reacts"]),
    st.sampled_from(PEOPLE),
    st.sampled_from([*EMOJI, "🎉"]),
    st.booleans(),
)
happenings = st.lists(
    acts
    | st.tuples(
        st.sampled_from(["away", "back", "flush", "again", "reconcile", "erase", "toggle", "a while"]),
        st.sampled_from(PEOPLE),
        st.just(""),
        st.just(False),
    ),
    max_size=30,
)
modes = st.sampled_from(PollMode)
thorough = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def nobody_asks(server_id, user_id, channels):
    """Return which channels somebody sees; there is nothing to see here."""
    return frozenset()


class Story:
    """One poll with its readers, in a database that forgets the story before."""

    def __init__(self, database, keys, mode):
        self.database, self.keys = database, keys
        self.clock = ManualClock()
        self.discord = MemoryDiscord(self.clock)
        self.voting = Voting(database, self.discord, keys, self.clock, VotingRules())
        self.reconciling = Reconciling(database, self.discord, self.voting, self.clock, wake=asyncio.Event())
        self.privacy = Privacy(database, keys, self.clock, seen_by=nobody_asks)
        self.readers = Readers(self.discord, self.voting, self.clock)
        self.vote_set = replace(VOTE_SET, mode=mode)
        self.poll_id = None

    async def begin(self):
        async with self.database.write() as tx:
            for name in ("server", "feed", "story", "suppressed_reader"):
                await tx.exec_driver_sql(f"DELETE FROM {name}")
        return await self.open()

    async def open(self):
        self.poll_id = await an_open_poll(self.database, self.discord, self.clock, self.vote_set)
        await self.clock.advance(1)
        return self

    def act(self, step):
        match step:
            case ("react", user, emoji, burst):
                self.readers.react(user, emoji, burst=burst)
            case ("take back", user, emoji, burst):
                self.readers.take_back(user, emoji, burst=burst)
            case ("clear one", _, emoji, _):
                self.readers.clear(emoji)
            case ("clear", *_):
                self.readers.clear()
            case ("a bot reacts", _, emoji, burst):
                self.readers.react(A_BOT, emoji, burst=burst, bot=True)

    async def happen(self, step, live=()):
        match step[0]:
            case "away" | "back":
                self.readers.heard = step[0] == "back"
            case "flush":
                await self.voting.flush()
            case "again":  # a resumed session replays
                for event in list(self.voting._queue):
                    self.voting.on_reaction(event)
            case "reconcile":
                with self.live(live):
                    await self.reconciling.reconcile(self.poll_id)
            case "erase":
                await self.privacy.erase(step[1])
                await self.nowhere(step[1])
                await self.clock.advance(1)
            case "toggle":
                if not await self.privacy.opt_in(step[1]):
                    await self.privacy.opt_out(step[1])
                    await self.nowhere(step[1])
                await self.clock.advance(1)
            case "a while":
                await self.clock.advance(60)
            case _:
                self.act(step)

    @contextmanager
    def live(self, steps):
        """Let readers go on while the card is listed, heard by the bot."""
        coming = iter(steps)
        heard, self.readers.heard = self.readers.heard, True
        self.discord.on_listing = lambda: self.act(next(coming, ("nothing",)))
        yield
        self.discord.on_listing = lambda: None
        self.readers.heard = heard

    async def nowhere(self, user):
        """Look for a reader in what is stored of votes."""
        key = voter_key(self.keys.server_key(SERVER), user)
        async with self.database.read() as tx:
            for table in (poll_tables.mark, poll_tables.vote_event):
                assert key not in set(await tx.scalars(select(table.c.voter_key)))

    def shown(self):
        """What Discord lists of people and options."""
        key = self.keys.server_key(SERVER)
        return {
            (voter_key(key, each.user_id), emoji, each.burst)
            for emoji, listed in self.discord.messages[CARD].reactions.items()
            for each in listed
            if emoji in EMOJI and not each.bot
        }

    async def wishes(self):
        """What readers asked for, by their key in the server."""
        async with self.database.read() as tx:
            found = await self.voting.wishes(tx, PEOPLE)
        return {voter_key(self.keys.server_key(SERVER), user): wish.kind for user, wish in found.items()}

    async def marks(self):
        return {tuple(key) for key in await marks_of(self.database, self.poll_id)}

    async def broken(self):
        async with self.database.read() as tx:
            return [broken(await evidence(tx, record)) async for record in records(tx)]

    async def count(self):
        async with self.database.read() as tx:
            return await polls.tally_of(tx, await polls.get(tx, self.poll_id))


@pytest.fixture
def keys(tmp_path):
    return VoterKeys.open(tmp_path / "newsclip.key")


@given(mode=modes, steps=happenings, live=st.lists(acts, max_size=8))
@thorough
async def test_after_a_reconcile_the_marks_are_what_is_listed_less_who_is_not_counted(
    database, keys, mode, steps, live
):
    story = await Story(database, keys, mode).begin()
    for step in steps:
        await story.happen(step, live)
    await story.voting.flush()
    before, wishes = await story.marks(), await story.wishes()

    await story.reconciling.reconcile(story.poll_id)

    assert await story.marks() == {
        key
        for key in story.shown()
        if key[0] not in wishes or (wishes[key[0]] is Suppression.ERASED and key in before)
    }
    assert await story.broken() == [set()]
    assert await story.reconciling.reconcile(story.poll_id) == 0


@given(mode=modes, steps=happenings, live=st.lists(acts, min_size=1, max_size=20))
@thorough
async def test_readers_may_go_on_while_the_card_is_listed(database, keys, mode, steps, live):
    story = await Story(database, keys, mode).begin()
    for step in steps:
        if step[0] not in {"erase", "toggle"}:
            await story.happen(step)
    story.readers.heard = True

    with story.live(live):
        await story.reconciling.reconcile(story.poll_id)
    await story.voting.flush()

    assert await story.marks() == story.shown()
    assert await story.broken() == [set()]


@given(mode=modes, steps=happenings, live=st.lists(acts, max_size=8), later=happenings)
@thorough
async def test_a_closed_count_never_changes_but_to_forget_few_votes(database, keys, mode, steps, live, later):
    story = await Story(database, keys, mode).begin()
    for step in steps:
        await story.happen(step)
    with story.live(live):
        await story.reconciling.reconcile(story.poll_id, close=True)
    closed = await story.count()

    for step in later:
        await story.happen(step, live)
    await story.voting.flush()

    forgotten = any(step[0] in {"erase", "toggle"} for step in later)
    count = await story.count()
    assert count == closed or (forgotten and count.voters == 0)
    assert await story.broken() == [set()]


@given(mode=modes, steps=st.lists(acts, max_size=25), data=st.data())
@thorough
async def test_events_that_come_twice_or_in_another_order_among_readers_change_nothing(
    database, keys, mode, steps, data
):
    steps = [step for step in steps if step[0] in {"react", "take back"}]
    events = [
        ReactionEvent(CHANNEL, CARD, user, emoji, added=act == "react", burst=burst, at=ManualClock().now())
        for act, user, emoji, burst in steps
    ]
    once = await Story(database, keys, mode).begin()
    for event in events:
        once.voting.on_reaction(event)
    await once.voting.flush()
    wanted, count = await once.marks(), await once.count()

    other = await Story(database, keys, mode).begin()
    order = data.draw(st.permutations(PEOPLE))
    for event in sorted(events, key=lambda event: order.index(event.user_id)):
        for _ in range(data.draw(st.integers(1, 2))):
            other.voting.on_reaction(event)
        if data.draw(st.booleans()):
            await other.voting.flush()
    await other.voting.flush()

    assert await other.marks() == wanted
    assert await other.count() == count


@pytest.mark.parametrize("asked", ["erase", "toggle"])
async def test_what_was_on_its_way_when_a_reader_is_forgotten_is_not_stored(database, keys, asked):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    story.readers.react(ANNA, "👍")

    await story.happen((asked, ANNA, "", False))
    await story.voting.flush()
    await story.reconciling.reconcile(story.poll_id)

    assert await story.marks() == set()


async def test_who_was_erased_votes_anew(database, keys):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    story.readers.react(ANNA, "👍")
    await story.voting.flush()
    await story.privacy.erase(ANNA)
    await story.clock.advance(1)

    story.readers.react(ANNA, "👎")
    await story.voting.flush()
    await story.reconciling.reconcile(story.poll_id)

    assert [n for _, n in (await story.count()).counts] == [0, 1, 0]


@pytest.mark.parametrize(("erased_first", "counted"), [(True, 1), (False, 0)])
async def test_what_an_erased_reader_put_unheard_counts_only_in_polls_that_opened_later(
    database, keys, erased_first, counted
):
    story = Story(database, keys, PollMode.SINGLE)
    if erased_first:
        await story.privacy.erase(ANNA)
        await story.clock.advance(1)
    await story.open()
    story.readers.heard = False
    story.readers.react(ANNA, "👍")
    if not erased_first:
        await story.privacy.erase(ANNA)

    await story.reconciling.reconcile(story.poll_id)
    await story.reconciling.reconcile(story.poll_id, close=True)

    assert (await story.count()).voters == counted


async def test_who_opts_in_again_is_counted_from_then_on(database, keys):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    story.readers.react(ANNA, "👍")
    await story.privacy.opt_out(ANNA)
    story.readers.react(ANNA, "🤔")
    await story.clock.advance(1)
    assert await story.privacy.opt_in(ANNA)
    await story.reconciling.reconcile(story.poll_id)
    before = await story.count()
    await story.clock.advance(1)

    story.readers.react(ANNA, "👎")
    await story.voting.flush()

    assert before.voters == 0
    assert [n for _, n in (await story.count()).counts] == [0, 1, 0]


async def test_who_opts_out_twice_stays_out(database, keys):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    await story.privacy.opt_out(ANNA)
    await story.clock.advance(1)
    await story.privacy.opt_out(ANNA)
    await story.clock.advance(1)

    story.readers.react(ANNA, "👍")
    await story.voting.flush()

    assert (await story.count()).voters == 0


async def test_who_is_counted_can_not_opt_in(database, keys):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    never = await story.privacy.opt_in(ANNA)
    await story.privacy.erase(ANNA)

    assert not never
    assert not await story.privacy.opt_in(ANNA)


async def test_who_opted_out_and_is_erased_stays_out(database, keys):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    await story.privacy.opt_out(ANNA)
    await story.privacy.erase(ANNA)
    await story.clock.advance(1)

    story.readers.react(ANNA, "👍")
    await story.voting.flush()

    assert (await story.count()).voters == 0


@pytest.mark.parametrize("heard", [True, False])
async def test_who_opted_out_is_not_counted_in_a_server_that_the_bot_joins_later(database, keys, heard):
    story = Story(database, keys, PollMode.SINGLE)
    await story.privacy.opt_out(ANNA)
    await story.open()
    story.readers.heard = heard

    for user in (ANNA, BORIS):
        story.readers.react(user, "👍")
    await story.voting.flush()
    await story.reconciling.reconcile(story.poll_id)

    assert [n for _, n in (await story.count()).counts] == [1, 0, 0]
    await story.nowhere(ANNA)


async def test_who_opts_in_again_is_counted_in_a_server_that_came_meanwhile_from_then_on(database, keys):
    story = Story(database, keys, PollMode.SINGLE)
    await story.privacy.opt_out(ANNA)
    await story.open()
    story.readers.react(ANNA, "👍")
    await story.voting.flush()
    assert await story.privacy.opt_in(ANNA)
    await story.reconciling.reconcile(story.poll_id)
    before = await story.count()
    await story.clock.advance(1)

    story.readers.react(ANNA, "👎")
    await story.voting.flush()

    assert before.voters == 0
    assert [n for _, n in (await story.count()).counts] == [0, 1, 0]


async def test_a_vote_that_comes_while_a_readers_votes_are_looked_for_is_removed_too(database, keys):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    voter = voter_key(keys.server_key(SERVER), ANNA)
    async with database.read() as tx:
        votes = await suppressions.votes_of(tx, {SERVER: voter})
    story.readers.react(ANNA, "👍")
    await story.voting.flush()

    async with database.write() as tx:
        reader = reader_key(keys.readers_key, ANNA)
        await suppressions.suppress(tx, reader, Suppression.ERASED, votes, now=story.clock.now())

    await story.nowhere(ANNA)


@pytest.mark.parametrize(("readers", "kept"), [(4, 0), (5, 5)])
async def test_of_closed_polls_those_of_few_votes_lose_their_count_when_a_reader_is_forgotten(
    database, keys, readers, kept
):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    for number in range(readers):
        story.readers.react(UserId(ANNA + number), "👍")
    await story.reconciling.reconcile(story.poll_id, close=True)
    await story.clock.advance(timedelta(days=1).total_seconds())

    await story.privacy.erase(ANNA)

    async with database.read() as tx:
        assert (await polls.get(tx, story.poll_id)).state is PollState.CLOSED
    assert (await story.count()).voters == kept
    assert [n for _, n in (await story.count()).counts] == [kept, 0, 0]
    assert await story.broken() == [set()]


async def test_a_poll_that_closes_while_a_readers_votes_are_looked_for_is_sound(database, keys):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    for number in range(6):
        story.readers.react(UserId(ANNA + number), "👍")
    await story.voting.flush()
    look = story.privacy._votes

    async def look_slowly(user_id):
        found = await look(user_id)
        await story.clock.advance(1)
        await story.reconciling.reconcile(story.poll_id, close=True)
        return found

    story.privacy._votes = look_slowly
    await story.privacy.erase(ANNA)

    assert (await story.count()).voters == 6
    assert await story.broken() == [set()]


async def test_what_a_reader_wishes_is_one_row_however_many_servers_there_are(database, keys):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    async with database.write() as tx:
        many = {ServerId(1000 + number): "News" for number in range(50)}
        await servers.join_all(tx, many, now=story.clock.now())

    await story.privacy.erase(ANNA)
    await story.privacy.opt_out(ANNA)
    await story.privacy.erase(BORIS)

    async with database.read() as tx:
        kinds = sorted(await tx.scalars(select(poll_tables.suppressed_reader.c.kind)))
    assert kinds == ["erased", "opted-out"]


async def test_another_readers_closed_polls_keep_their_count(database, keys):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    story.readers.react(ANNA, "👍")
    await story.reconciling.reconcile(story.poll_id, close=True)

    await story.privacy.erase(BORIS)

    assert (await story.count()).voters == 1
