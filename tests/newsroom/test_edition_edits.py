"""What moderators made of stories is taken back: words, tags, what was applied of a source, what was kept."""

import pytest
from sqlalchemy import select

from bot.domain.edition import EditionState, OwnWords
from bot.domain.errors import AlreadyDecided, InvalidInput, MayNotModerate
from bot.domain.ids import MessageId, ThreadId
from bot.domain.poll import VoteOption, VoteSet
from bot.domain.story import words_of
from bot.domain.tagging import Policy
from bot.domain.verdict import RejectReason
from bot.domain.wording import Wording
from bot.newsroom.edition_edits import REVERTED, EditionEdits
from bot.pipeline.drawing import Drawing, PollRules
from bot.storage import (
    carried_marks,
    deliveries,
    discussions,
    edition_edits,
    polls,
    tags,
    verdicts,
    vote_sets,
)
from bot.storage.desk_tables import correction, note
from bot.storage.poll_tables import mark
from bot.storage.tables import delivery
from tests.builders import a_rule, a_server, a_tag
from tests.newsroom.deciding import MARA, OLENA, Newsroom, who_may
from tests.pipeline.memory_discord import MemoryDiscord
from tests.pipeline.newsroom import VOTE_SET

SPORTS = VoteSet("Well played?", (VoteOption("⚽", "yes", 1), VoteOption("🥅", "no", -1)))
THREAD = ThreadId(70)


class Editing(Newsroom):
    """A desk whose decisions on words and tags are made, and taken back, by the edits."""

    def __init__(self, database, server):
        super().__init__(database, server)
        drawing = Drawing(database, MemoryDiscord(self.clock), self.clock, PollRules(VOTE_SET))
        self.edits = EditionEdits(database, self.clock, drawing, wake=[self.woken])
        self.decide = self.a_desk(reverts=dict.fromkeys(REVERTED, self.edits.revert))

    async def edit(self, of, by=MARA, **words):
        """Fill in a form as it was opened just now."""
        await self.later(seconds=1)
        look = await self.edits.look(self.server, who_may(by), of.id)
        shown = {name: getattr(look.words, name) for name in look.words.marks}
        filled = Wording(**shown | words)
        return await self.edits.edit(self.server, who_may(by), of.id, filled, seen=look.words.marks)

    async def retag(self, of, *chosen):
        seen = {tag.id for tag in (await self.again(of)).tags}
        ids = {tag.id for tag in chosen}
        return await self.edits.retag(self.server, who_may(MARA), of.id, ids, seen=seen)

    async def undo(self, decided=None, *channels):
        verdict_id = None if decided is None else decided.verdict_id
        return await self.decide.undo(self.server, who_may(MARA, *channels), verdict_id)

    async def too_late(self, decided):
        with pytest.raises(InvalidInput) as found:
            await self.undo(decided)
        return found.value.code == "error-undo-late"

    async def post(self, of):
        """Let a story be out: its card, its poll and its discussion stand."""
        await self.decide.approve(self.server, who_may(OLENA), of.id)
        now = self.clock.now()
        async with self.database.write() as tx:
            stands = {"state": "done", "message_id": 555, "place_id": 10, "posted_at": now}
            await tx.execute(delivery.update().where(delivery.c.edition_id == of.id).values(**stands))
            await discussions.add(tx, of.id, self.server, THREAD, now=now, opening=MessageId(71))
            home = await deliveries.home_of(tx, of.id)
            return await polls.open_poll(tx, home, VOTE_SET, now=now, closes_at=None)

    async def words(self, of):
        """What is shown of a story: its title, its lead, what its discussion asks."""
        draft = (await self.again(of)).story.draft
        return draft.title, draft.lead, draft.question or ""

    async def asks(self, of):
        """What a story's poll asks, and with which emojis."""
        async with self.database.read() as tx:
            poll = await polls.of_edition(tx, of.id)
        return poll.vote_set.question, [each.emoji for each in poll.vote_set.options]

    async def tags_of(self, of):
        return [tag.label for tag in (await self.again(of)).tags]

    async def is_asked(self, of):
        """Whether moderators are asked what becomes of what the source changed."""
        async with self.database.read() as tx:
            last = await verdicts.last(tx, of.id, edition_edits.ANSWERS)
            return await edition_edits.is_asked(tx, of.id, last)

    async def seen(self, of):
        return words_of((await self.again(of)).source_words)

    async def follows(self):
        """What is to follow in Discord since this was last asked."""
        corrected = await self.rows(select(correction.c.kind).order_by(correction.c.id))
        said = await self.rows(select(note.c.kind, note.c.fields).order_by(note.c.id))
        async with self.database.write() as tx:
            for table in (correction, note):
                await tx.execute(table.delete())
        return {kind for (kind,) in corrected}, [(kind, fields["what"]) for kind, fields in said]


@pytest.fixture
async def newsroom(database):
    return Editing(database, await a_server(database))


@pytest.fixture
async def peace(newsroom):
    return await a_tag(
        newsroom.database, newsroom.server, "Peace", rules=[a_rule("talks")], policy=Policy.REVIEW
    )


@pytest.fixture
async def feed(newsroom, peace):
    return await newsroom.follow()


async def test_a_held_story_says_what_its_source_says_once_an_edit_is_taken_back(newsroom, feed, held):
    await newsroom.edit(held, title="Talks at last", lead="Soon.", opening="Will it hold?")
    before = await newsroom.words(held)
    await newsroom.drawn()
    newsroom.woken.clear()

    await newsroom.undo()
    after = await newsroom.words(held)
    await newsroom.bring(feed, "talks", title="The talks are off", summary="They left.")

    assert before == ("Talks at last", "Soon.", "Will it hold?")
    assert after == ("About talks", "They talk.", "")
    assert (await newsroom.again(held)).own == OwnWords()
    assert await newsroom.words(held) == ("The talks are off", "They left.", "")
    assert newsroom.woken.is_set()
    assert await newsroom.cards_asked() == {held.id: 1}


async def test_of_a_story_that_is_out_its_discussion_follows_when_an_edit_is_taken_back(newsroom, held):
    await newsroom.post(held)
    await newsroom.edit(held, title="Talks at last", opening="Will it hold?")
    edited = await newsroom.follows()

    await newsroom.undo()

    after = await newsroom.again(held)
    assert edited == ({"discussion"}, [("correction", ["title", "opening"])])
    assert await newsroom.follows() == edited
    assert await newsroom.words(held) == ("About talks", "They talk.", "")
    assert (after.own.title, after.own.opening) == ("About talks", None)


async def test_an_edit_is_taken_back_only_while_what_it_said_is_shown(newsroom, feed, held):
    first = await newsroom.edit(held, title="Talks at last", lead="Soon.")
    second = await newsroom.edit(held, OLENA, title="Talks again")

    early = await newsroom.too_late(first)
    await newsroom.undo(second)
    between = await newsroom.words(held)
    await newsroom.undo(first)
    third = await newsroom.edit(held, title="Talks at last")
    await newsroom.decide.reject(newsroom.server, who_may(OLENA), held.id, reason=RejectReason.OFF_TOPIC)

    assert early
    assert between == ("Talks at last", "Soon.", "")
    assert await newsroom.too_late(third)
    assert (await newsroom.again(held)).state is EditionState.REJECTED


async def test_a_poll_asks_as_before_while_nobody_has_voted(newsroom, held):
    async with newsroom.database.write() as tx:
        now = newsroom.clock.now()
        sports = await vote_sets.add(tx, newsroom.server, key="sports", name="Sports", new=SPORTS, now=now)
    poll_id = await newsroom.post(held)
    await newsroom.edit(held, vote_set=sports.id)
    other = await newsroom.asks(held)
    await newsroom.follows()
    await newsroom.undo()
    back, follows = await newsroom.asks(held), await newsroom.follows()

    asked = await newsroom.edit(held, question="Good?")
    async with newsroom.database.write() as tx:
        marked = {"poll_id": poll_id, "voter_key": b"v" * 32, "emoji_key": "👍", "burst": False}
        await tx.execute(mark.insert().values(marked))
    voted = await newsroom.too_late(asked)
    async with newsroom.database.write() as tx:
        await tx.execute(mark.delete())
        await carried_marks.add(tx, poll_id, {b"v" * 32: ("👍",)}, given_on=held.id)

    assert other == ("Well played?", ["⚽", "🥅"])
    assert back == (VOTE_SET.question, [each.emoji for each in VOTE_SET.options])
    assert follows == ({"reactions"}, [("correction", ["vote_set"])])
    assert voted
    assert await newsroom.too_late(asked)  # a vote that came along counts as well
    assert (await newsroom.asks(held))[0] == "Good?"


async def test_a_vote_set_that_is_gone_comes_back_to_no_story(newsroom, held):
    async with newsroom.database.write() as tx:
        now, server = newsroom.clock.now(), newsroom.server
        sports = await vote_sets.add(tx, server, key="sports", name="Sports", new=SPORTS, now=now)
        other = await vote_sets.add(tx, server, key="other", name="Other", new=SPORTS, now=now)
    first = await newsroom.edit(held, vote_set=sports.id, question="Good?")
    again = await newsroom.edit(held, vote_set=other.id, question="")
    await newsroom.undo(again)
    came_back = (await newsroom.again(held)).own
    again = await newsroom.edit(held, vote_set=other.id)
    async with newsroom.database.write() as tx:
        await vote_sets.remove(tx, sports.id)
    await newsroom.undo(again)

    assert (came_back.vote_set_id, came_back.poll_question) == (sports.id, "Good?")
    assert (await newsroom.again(held)).own == OwnWords(poll_question="Good?")
    assert await newsroom.too_late(first)  # it said Sports, which nobody does any more


async def test_tags_come_back_with_their_channels_as_long_as_no_other_was_chosen(newsroom, held, peace):
    arts = await a_tag(newsroom.database, newsroom.server, "Arts", channel=20)
    trade = await a_tag(newsroom.database, newsroom.server, "Trade", channel=30)
    first = await newsroom.retag(held, arts)
    second = await newsroom.retag(held, arts, trade)

    late = await newsroom.too_late(first)
    await newsroom.undo(second)
    between = await newsroom.tags_of(held)
    with pytest.raises(MayNotModerate):  # Peace would come back, whose channel is another's
        await newsroom.undo(first, 20)
    await newsroom.undo(first)
    home = await newsroom.rows(select(delivery.c.channel_id, delivery.c.home))

    assert late
    assert between == ["Arts"]
    assert await newsroom.tags_of(held) == ["Peace"]
    assert home == [(peace.channel_id, True)]
    again = await newsroom.retag(held, arts)
    async with newsroom.database.write() as tx:
        await tags.remove(tx, peace.id)
    assert await newsroom.too_late(again)  # there is no tag left that it had
    assert await newsroom.tags_of(held) == ["Arts"]


async def test_what_was_applied_of_a_source_is_taken_back_and_asked_about_again(newsroom, feed, held):
    await newsroom.post(held)
    picture = "https://news.example/a.png"
    await newsroom.bring(feed, "talks", title="The talks are off", summary="They left.", image_url=picture)
    server, mara = newsroom.server, who_may(MARA)
    applied = await newsroom.edits.apply(server, mara, held.id, seen=await newsroom.seen(held))
    shown, asked = (await newsroom.again(held)).story.draft, await newsroom.is_asked(held)
    await newsroom.follows()

    await newsroom.undo()

    back = (await newsroom.again(held)).story.draft
    assert applied.changed == ("title", "lead", "image")
    assert (shown.title, shown.lead, shown.image_url, asked) == (
        "The talks are off",
        "They left.",
        picture,
        False,
    )
    assert (back.title, back.lead, back.image_url) == ("About talks", "They talk.", None)
    assert await newsroom.follows() == ({"discussion"}, [("correction", ["title", "lead", "image"])])
    assert await newsroom.is_asked(held)
    anew = await newsroom.edits.apply(server, mara, held.id, seen=await newsroom.seen(held))
    await newsroom.edit(held, OLENA, title="Talks at last")
    assert await newsroom.too_late(anew)


async def test_who_kept_a_story_as_it_was_is_asked_again_once_that_is_taken_back(newsroom, feed, held):
    await newsroom.post(held)
    await newsroom.bring(feed, "talks", title="The talks are off", summary="They talk.")
    server, mara = newsroom.server, who_may(MARA)
    await newsroom.edits.keep(server, mara, held.id, seen=await newsroom.seen(held))
    with pytest.raises(AlreadyDecided):
        await newsroom.edits.keep(server, who_may(OLENA), held.id, seen=await newsroom.seen(held))
    await newsroom.drawn()

    await newsroom.undo()

    assert await newsroom.words(held) == ("About talks", "They talk.", "")
    assert await newsroom.is_asked(held)
    assert (await newsroom.cards_asked())[held.id] == 2  # what was held, and the change
    await newsroom.edits.apply(server, who_may(OLENA), held.id, seen=await newsroom.seen(held))
    assert await newsroom.words(held) == ("The talks are off", "They talk.", "")
