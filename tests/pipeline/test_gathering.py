"""No vote is lost where a poll goes elsewhere: what was told a moment ago, and what nobody told of."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.domain.edition import EditionState
from bot.domain.errors import InvalidInput, NotFound, PermissionMissing, TryLater
from bot.domain.ids import ChannelId, UserId
from bot.domain.poll import PollState, VoteOption, VoteSet
from bot.domain.verdict import Moderator
from bot.newsroom.edition_edits import EditionEdits
from bot.newsroom.edition_merging import EditionMerging
from bot.newsroom.moving import Moving
from bot.newsroom.story_choice import StoryChoice
from bot.pipeline.drawing import Drawing
from bot.pipeline.ports import ReactionEvent, Reactor
from bot.pipeline.reconciling import Reconciling
from bot.pipeline.voting import Voting, VotingRules
from bot.storage import deliveries, editions, moving, polls, tables, tags, vote_sets
from bot.storage.keys import LENGTH, VoterKeys
from bot.storage.poll_tables import poll as poll_table
from tests.pipeline.delivering import ASKS, a_gathering, deliver_all
from tests.pipeline.meddling import Meddled
from tests.pipeline.newsroom import SERVER, an_edition

MARA = Moderator(UserId(7), lambda _channel: True)
HOME, POINTER, OTHER, THERE = 10, 20, 30, 40


@pytest.fixture
def discord(clock):
    return Meddled(clock)


class Votes:
    """A story with a pointer, another story, and the votes on their cards."""

    def __init__(self, database, discord, clock):
        self.database, self.discord, self.clock = database, discord, clock
        self.voting = Voting(database, discord, VoterKeys(bytes(LENGTH)), clock, VotingRules())
        self.gathering = a_gathering(database, discord, clock, self.voting)
        choice = StoryChoice(database, clock)
        self.merging = EditionMerging(database, self.gathering, choice, clock, wake=[])
        self.moving = Moving(database, self.gathering, clock, wake=[])

    async def stand(self):
        """Let the cards of both stories stand."""
        self.story = await an_edition(self.database, channels=(HOME, POINTER))
        self.other = await an_edition(self.database, channels=(OTHER,), key="https://news.example/other")
        await self.deliver()
        return self

    async def deliver(self):
        await deliver_all(self.database, self.discord, self.clock, voting=self.voting)

    async def poll(self, edition_id=None):
        async with self.database.read() as tx:
            return await polls.of_edition(tx, edition_id or self.story)

    async def tell(self, *readers, added=True):
        """Let the gateway tell of votes on the story's card."""
        its_poll = await self.poll()
        for reader in readers:
            self.voting.on_reaction(
                ReactionEvent(
                    channel_id=its_poll.channel_id,
                    message_id=its_poll.message_id,
                    user_id=UserId(reader),
                    emoji="👍",
                    added=added,
                    at=self.clock.now(),
                    burst=False,
                    parent_id=None,
                )
            )

    async def be_away(self, *readers):
        """Let readers vote on the story's card while nobody tells of it."""
        put = [Reactor(UserId(reader), bot=False, burst=False) for reader in readers]
        self.discord.cards(HOME)[0].reactions["👍"] = put
        async with self.database.write() as tx:
            await tx.execute(update(poll_table).values(reconcile_at=self.clock.now()))

    async def move(self, to):
        async with self.database.write() as tx:
            tag = await tags.find(tx, SERVER, f"tag{to}")
            if tag is None:
                key, now = f"tag{to}", self.clock.now()
                tag = await tags.add(tx, SERVER, key=key, label=key, channel_id=ChannelId(to), now=now)
        return await self.moving.move(SERVER, MARA, self.story, tag.id)

    async def merge(self):
        return await self.merging.merge(SERVER, MARA, self.story, self.other)

    async def voters(self, edition_id=None):
        await self.voting.flush()
        async with self.database.read() as tx:
            its_poll = await polls.of_edition(tx, edition_id or self.story)
            return (await polls.tally_of(tx, its_poll)).voters

    async def home(self):
        async with self.database.read() as tx:
            return (await deliveries.home_of(tx, self.story)).channel_id


@pytest.fixture
async def votes(database, discord, clock):
    return await Votes(database, discord, clock).stand()


async def test_votes_of_an_absence_go_along_into_another_story(votes):
    await votes.be_away(*range(100, 108))
    await votes.tell(200, 201)
    votes.discord.cards(HOME)[0].reactions["👍"] += [
        Reactor(UserId(n), bot=False, burst=False) for n in (200, 201)
    ]

    merged = await votes.merge()

    assert (merged.carried, merged.dropped) == (10, 0)
    assert await votes.voters(votes.other) == 10


async def test_votes_of_an_absence_go_along_to_a_card_that_stands(votes):
    await votes.be_away(*range(100, 108))

    assert (await votes.move(POINTER)).at_once

    assert (await votes.home(), await votes.voters()) == (POINTER, 8)


async def test_votes_go_along_that_are_given_while_the_new_card_is_on_its_way(votes):
    await votes.move(THERE)
    votes.discord.during, votes.discord.meanwhile = "card", lambda: votes.tell(200, 201, 202)
    await votes.deliver()

    assert (await votes.home(), await votes.voters()) == (THERE, 3)


async def test_votes_of_an_absence_go_along_while_the_new_card_is_on_its_way(votes):
    await votes.move(THERE)
    votes.discord.during, votes.discord.meanwhile = "card", lambda: votes.be_away(*range(100, 108))
    await votes.deliver()

    assert (await votes.home(), await votes.voters()) == (THERE, 8)


async def test_a_new_card_takes_the_homes_place_also_where_the_old_one_cant_be_read(votes):
    await votes.tell(200)
    await votes.move(THERE)
    await votes.be_away(100)
    votes.discord.refusals[HOME] = PermissionMissing(permission="read_message_history")
    await votes.deliver()

    assert (await votes.home(), await votes.voters()) == (THERE, 1)


@pytest.mark.parametrize("do", [Votes.merge, lambda votes: votes.move(POINTER)])
async def test_what_would_lose_votes_waits_until_discord_tells_of_them(votes, do):
    await votes.tell(200)
    await votes.be_away(100, 200)
    votes.discord.refusals[HOME] = TryLater(seconds=5)
    with pytest.raises(InvalidInput) as refused:
        await do(votes)
    assert refused.value.code == "error-votes-unread"
    assert (await votes.home(), (await votes.poll()).state) == (HOME, PollState.OPEN)

    del votes.discord.refusals[HOME]
    await do(votes)
    assert max(await votes.voters(votes.other), await votes.voters()) == 2


async def test_a_question_that_could_not_be_answered_yet_is_answered_once_later(votes):
    await votes.be_away(100)
    asked = await votes.merging.ask(SERVER, MARA, votes.story, votes.other)
    votes.discord.refusals[HOME] = TryLater(seconds=5)
    with pytest.raises(InvalidInput):
        await votes.merging.confirmed(SERVER, MARA, asked.panel)
    del votes.discord.refusals[HOME]

    assert (await votes.merging.confirmed(SERVER, MARA, asked.panel)).carried == 1
    with pytest.raises(NotFound):
        await votes.merging.confirmed(SERVER, MARA, asked.panel)


async def test_where_nobody_can_read_a_card_what_is_known_goes_along(votes):
    await votes.tell(200)
    await votes.be_away(100)
    votes.discord.refusals[HOME] = PermissionMissing(permission="read_message_history")

    assert (await votes.merge()).carried == 1


async def test_a_poll_that_moved_while_its_card_was_read_is_not_merged_in_doubt(votes):
    await votes.be_away(100)

    async def moves():
        async with votes.database.write() as tx:
            now = votes.clock.now()
            there = await moving.begin(tx, votes.story, SERVER, ChannelId(POINTER), now=now)
            await moving.take_home(tx, there, now=now)

    votes.discord.during, votes.discord.meanwhile = "counts", moves
    with pytest.raises(InvalidInput) as refused:
        await votes.merge()
    assert refused.value.code == "error-votes-unread"


async def test_what_is_told_while_a_card_is_read_stays_when_a_move_begins_meanwhile(votes):
    async def moves():
        await votes.move(THERE)
        await votes.tell(5)  # too late for the listing

    votes.discord.during, votes.discord.meanwhile = "counts", moves
    reconciling = Reconciling(votes.database, votes.discord, votes.voting, votes.clock, wake=asyncio.Event())
    await reconciling.reconcile((await votes.poll()).id)

    assert await votes.voters() == 1


async def test_a_poll_into_which_votes_came_along_cant_ask_anything_else(votes):
    await votes.tell(*range(100, 108))
    await votes.merge()
    drawing = Drawing(votes.database, votes.discord, votes.clock, ASKS)
    edits = EditionEdits(votes.database, votes.clock, drawing, wake=[])
    async with votes.database.write() as tx:
        new = VoteSet("Really?", (VoteOption("✅", "yes", 1), VoteOption("❌", "no", -1)))
        named = await vote_sets.add(tx, SERVER, key="really", name="really", new=new, now=votes.clock.now())

    words = (await edits.look(SERVER, MARA, votes.other)).words
    with pytest.raises(InvalidInput) as refused:
        await edits.edit(SERVER, MARA, votes.other, replace(words, vote_set=named.id), seen=words.marks)

    assert refused.value.code == "error-poll-voted"
    assert await votes.voters(votes.other) == 8


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("noticed", ["by the card", "by the poll"])
async def test_nothing_is_merged_into_a_story_whose_card_was_deleted(votes, held, noticed):
    async with votes.database.write() as tx:
        if noticed == "by the poll":
            await polls.orphan(tx, votes.other)
        else:
            of_it = update(tables.delivery).where(tables.delivery.c.edition_id == votes.other)
            await tx.execute(of_it.values(state="removed", reason="card-deleted"))
    gone = votes.story
    if held:
        key = "https://news.example/held"
        gone = await an_edition(votes.database, state=EditionState.HELD, key=key)
    assert await votes.merging.offer(SERVER, "", MARA.may, besides=votes.story) == []

    with pytest.raises(InvalidInput) as refused:
        await votes.merging.merge(SERVER, MARA, gone, votes.other)

    assert refused.value.code == "error-merge-card-gone"
    async with votes.database.read() as tx:
        assert (await editions.get(tx, gone)).merged_into is None
    assert (await votes.poll()).state is PollState.OPEN


async def test_what_is_held_has_no_votes_and_is_merged_at_once(votes):
    held = await an_edition(votes.database, state=EditionState.HELD, key="https://news.example/held")

    assert (await votes.merging.merge(SERVER, MARA, held, votes.other)).carried == 0
