"""What becomes of cards, discussions and polls of stories that are taken back or moved while they go out."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.channel import ChannelKind
from bot.domain.edition import EditionState
from bot.domain.ids import UserId
from bot.domain.poll import PollState
from bot.domain.quiet import QuietHours
from bot.domain.server import ServerSettings
from bot.domain.verdict import VerdictKind
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.ports import Reactor, Withdrawal
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.refreshing import Refreshing
from bot.pipeline.voting import Voting, VotingRules
from bot.storage import (
    carried_marks,
    deliveries,
    discussions,
    editions,
    endings,
    moving,
    notes,
    polls,
    settings,
    tables,
    tags,
    verdicts,
)
from bot.storage.keys import VoterKeys
from tests.pipeline.delivering import deliver_all, states
from tests.pipeline.meddling import Meddled
from tests.pipeline.memory_discord import Crash, nth
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition

LATER = timedelta(minutes=10).total_seconds()


@pytest.fixture
def discord(clock):
    return Meddled(clock)


async def retract(database, clock, edition_id, *, detail="A hoax"):
    async with database.write() as tx:
        edition = await editions.get(tx, edition_id)
        kind = VerdictKind.RETRACTED
        if detail:
            await verdicts.record(tx, SERVER, edition_id, kind, at=clock.now(), detail=detail)
        await notes.say(tx, edition_id, "retracted", now=clock.now(), locks=True)
        return await endings.end(tx, edition, EditionState.RETRACTED, now=clock.now())


async def draw(database, discord, clock):
    drawing = Drawing(database, discord, clock, PollRules(VOTE_SET))
    await Refreshing(database, discord, clock, drawing).draw_due()


async def poll_of(database, edition_id):
    async with database.read() as tx:
        return await polls.of_edition(tx, edition_id)


@pytest.mark.parametrize("kind", [ChannelKind.TEXT, ChannelKind.FORUM])
async def test_a_card_whose_answer_was_lost_is_found_and_says_that_its_story_was_retracted(
    database, discord, clock, kind
):
    discord.kinds[10] = kind
    edition_id = await an_edition(database, kinds={10: kind})
    discord.after = nth(1, Crash())
    with suppress(BaseExceptionGroup):
        await deliver_all(database, discord, clock)
    discord.after = lambda _call: None
    await retract(database, clock, edition_id)
    await deliver_all(database, discord, clock)
    await draw(database, discord, clock)

    assert [card.card.withdrawn for card in discord.cards(10)] == [Withdrawal("A hoax")]
    assert await states(database) == {10: ("done", None)}
    assert await poll_of(database, edition_id) is None


async def test_a_card_that_never_left_is_not_posted_once_its_story_was_retracted(database, discord, clock):
    edition_id = await an_edition(database, channels=(10, 20))
    discord.before = nth(1, Crash())
    with suppress(BaseExceptionGroup):
        await deliver_all(database, discord, clock)
    discord.before = lambda _call: None
    await retract(database, clock, edition_id)
    await deliver_all(database, discord, clock)

    assert discord.messages == {}
    assert await states(database) == {10: ("removed", "withdrawn"), 20: ("removed", "withdrawn")}


async def test_what_waits_and_may_stand_is_searched_for_when_its_story_is_retracted(database, discord, clock):
    edition_id = await an_edition(database)
    discord.after = nth(1, Crash())
    with suppress(BaseExceptionGroup):
        await deliver_all(database, discord, clock)
    discord.after = lambda _call: None
    async with database.write() as tx:
        waits = {"state": "waiting", "resume_state": "posting", "reason": "permission-missing"}
        await tx.execute(update(tables.delivery).values(**waits))
    await retract(database, clock, edition_id, detail="")
    await deliver_all(database, discord, clock)
    await draw(database, discord, clock)

    assert [card.card.withdrawn for card in discord.cards(10)] == [Withdrawal()]


async def test_a_story_that_is_retracted_while_its_card_is_sent_has_no_poll_and_says_so(
    database, discord, clock
):
    edition_id = await an_edition(database)
    discord.during, discord.meanwhile = "card", lambda: retract(database, clock, edition_id)

    await deliver_all(database, discord, clock)
    await draw(database, discord, clock)

    assert [card.card.withdrawn for card in discord.cards(10)] == [Withdrawal("A hoax")]
    assert await poll_of(database, edition_id) is None
    assert "thread" not in discord.calls


async def test_a_discussion_that_is_opened_while_its_story_is_retracted_is_locked(database, discord, clock):
    edition_id = await an_edition(database)
    discord.during, discord.meanwhile = "thread", lambda: retract(database, clock, edition_id)

    await deliver_all(database, discord, clock)

    async with database.read() as tx:
        assert [(each.kind, each.locks) for each in await notes.of_edition(tx, edition_id)] == [
            ("locked", True)
        ]
    assert (await poll_of(database, edition_id)).state is PollState.WITHDRAWN
    assert await states(database) == {10: ("done", None)}


async def test_a_merged_storys_cards_point_to_the_other(database, discord, clock):
    gone = await an_edition(database, channels=(10, 20))
    into = await an_edition(database, channels=(30,), key="https://news.example/other")
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        edition = await editions.get(tx, gone)
        await endings.end(tx, edition, EditionState.MERGED, now=clock.now(), merged_into=into)
        home = await deliveries.home_place(tx, into)
    await draw(database, discord, clock)

    cards = [discord.cards(channel)[0].card for channel in (10, 20)]
    assert [(card.withdrawn.into, card.home) for card in cards] == [("Talks in Geneva", home)] * 2
    assert await states(database) == {10: ("done", None), 20: ("done", None), 30: ("done", None)}


async def move(database, clock, edition_id, to):
    async with database.write() as tx:
        if await tags.find(tx, SERVER, f"tag{to}") is None:
            key, now = f"tag{to}", clock.now()
            await tags.add(tx, SERVER, key=key, label=key, channel_id=to, now=now)
        there = await moving.begin(tx, edition_id, SERVER, to, now=clock.now())
        if there is not None:
            await moving.take_home(tx, there, now=clock.now())
            await moving.discuss_anew(tx, there, now=clock.now())


async def home_of(database, edition_id):
    async with database.read() as tx:
        return await deliveries.home_of(tx, edition_id)


@pytest.fixture
def voting(database, discord, clock, tmp_path):
    keys = VoterKeys.open(tmp_path / "newsclip.key")
    return Voting(database, discord, keys, clock, VotingRules())


def a_reconciling(database, discord, voting, clock):
    return Reconciling(database, discord, voting, clock, wake=asyncio.Event())


@pytest.mark.parametrize("call", range(1, 8))
@pytest.mark.parametrize("effect", ["before", "after"])
async def test_a_home_moves_once_whenever_the_process_dies(database, discord, clock, voting, call, effect):
    edition_id = await an_edition(database, channels=(10, 20))
    await deliver_all(database, discord, clock)
    discord.cards(10)[0].reactions["👍"] = [Reactor(UserId(1), bot=False, burst=False)]
    await a_reconciling(database, discord, voting, clock).reconcile((await poll_of(database, edition_id)).id)
    async with database.write() as tx:
        await settings.change(tx, SERVER, ServerSettings(quiet=QuietHours(11 * 60, 15 * 60)))
    await move(database, clock, edition_id, 30)
    discord.calls.clear()
    setattr(discord, effect, nth(call, Crash()))
    with suppress(BaseExceptionGroup):
        await deliver_all(database, discord, clock)
    setattr(discord, effect, lambda _call: None)
    await clock.advance(LATER)
    await deliver_all(database, discord, clock)
    await draw(database, discord, clock)

    home, poll = await home_of(database, edition_id), await poll_of(database, edition_id)
    assert len(discord.cards(30)) == 1
    assert (home.channel_id, poll.place) == (30, home.place)
    assert list(discord.cards(30)[0].reactions) == ["👍", "👎", "🤔"]
    assert [discord.cards(channel)[0].card.home for channel in (10, 20)] == [home.place] * 2
    async with database.read() as tx:
        assert (await polls.tally_of(tx, poll)).voters == 1
        assert (await discussions.find(tx, edition_id)).thread_id == home.message_id
        said = [(each.kind, each.thread_id, each.locks) for each in await notes.of_edition(tx, edition_id)]
    assert said == [("moved", discord.cards(10)[0].id, True), ("moved-here", home.message_id, None)]


async def test_a_home_moves_to_where_a_card_of_it_stands_and_a_closed_poll_stays_closed(
    database, discord, clock
):
    edition_id = await an_edition(database, channels=(10, 20))
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        poll = await polls.of_edition(tx, edition_id)
        count = await polls.tally_of(tx, poll)
        await polls.close(tx, poll, count, verified=True, now=clock.now(), result_intent_at=None)
    await move(database, clock, edition_id, 20)
    await deliver_all(database, discord, clock)
    await draw(database, discord, clock)

    poll, home = await poll_of(database, edition_id), await home_of(database, edition_id)
    assert (poll.state, poll.place, home.channel_id) == (PollState.CLOSED, home.place, 20)
    assert discord.cards(20)[0].card.poll.state is PollState.CLOSED
    assert discord.cards(20)[0].reactions == {}
    assert discord.cards(10)[0].card.home == home.place


async def test_a_poll_that_moved_while_its_card_was_listed_is_left_alone(database, discord, clock, voting):
    edition_id = await an_edition(database, channels=(10, 20))
    await deliver_all(database, discord, clock)
    discord.cards(10)[0].reactions["👍"] = [Reactor(UserId(1), bot=False, burst=False)]
    discord.during, discord.meanwhile = "counts", lambda: move(database, clock, edition_id, 20)

    poll = await poll_of(database, edition_id)
    changed = await a_reconciling(database, discord, voting, clock).reconcile(poll.id)

    assert changed == 0
    async with database.read() as tx:
        assert await polls.marks(tx, poll.id) == []


async def test_who_votes_where_the_poll_is_now_counts_there_alone(database, discord, clock, voting):
    edition_id = await an_edition(database, channels=(10, 20))
    await deliver_all(database, discord, clock)
    reconciling = a_reconciling(database, discord, voting, clock)
    poll = await poll_of(database, edition_id)
    discord.cards(10)[0].reactions["👍"] = [Reactor(UserId(n), bot=False, burst=False) for n in (1, 2)]
    await reconciling.reconcile(poll.id)
    await move(database, clock, edition_id, 20)
    here = discord.cards(20)[0].reactions
    here["👎"] = [Reactor(UserId(1), bot=False, burst=False)]
    await reconciling.reconcile(poll.id)
    here["👎"] = []
    await reconciling.reconcile(poll.id)

    async with database.read() as tx:
        count = await polls.tally_of(tx, await polls.get(tx, poll.id))
        left = await carried_marks.of_poll(tx, poll.id)
        marked = list(await tx.scalars(select(tables.delivery.c.home).order_by(tables.delivery.c.channel_id)))
    assert [n for _, n in count.counts] == [1, 0, 0]
    assert len(left) == 1
    assert marked == [False, True]
