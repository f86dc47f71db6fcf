"""A card is posted, and stays, as it was decided when it was begun."""

from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.channel import ChannelKind
from bot.domain.errors import OutcomeUnknown
from bot.domain.poll import PollMode, VoteOption, VoteSet
from bot.domain.tagging import DiscussionMode, ImageMode, TagOptions
from bot.domain.terms import Terms
from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.refreshing import Refreshing
from bot.storage import polls, refreshes, tags, terms
from bot.storage.tables import delivery
from tests.pipeline.delivering import deliver_all, states
from tests.pipeline.memory_discord import nth
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition

HOME = 10
OTHER = VoteSet("Another?", (VoteOption("⚽", "goal", 1), VoteOption("🥅", "miss", -1)))


async def deliver_asking(database, discord, clock, vote_set):
    """Run the walk with another vote set than before, until nothing is left to do at this time."""
    await deliver_all(database, discord, clock, asks=PollRules(vote_set))


async def redraw(database, discord, clock, edition_id):
    async with database.write() as tx:
        await refreshes.ask(tx, {edition_id}, at=clock.now())
    drawing = Drawing(database, discord, clock, PollRules(VOTE_SET))
    await Refreshing(database, discord, clock, drawing).draw_due()


async def remove_tag(database):
    async with database.write() as tx:
        tag = await tags.find(tx, SERVER, f"tag{HOME}")
        await tags.remove(tx, tag.id)


@pytest.mark.parametrize("kind", list(ChannelKind))
@pytest.mark.parametrize("later", [10, 600])  # while Discord knows the nonce, and when it has to be searched
async def test_the_poll_of_a_card_whose_answer_was_lost_is_the_one_that_the_card_shows(
    database, discord, clock, kind, later
):
    discord.kinds[HOME] = kind
    edition_id = await an_edition(database, kinds=discord.kinds)
    began_at = clock.now()
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    await deliver_all(database, discord, clock)
    discord.after = lambda _call: None

    await clock.advance(later)
    await deliver_asking(database, discord, clock, OTHER)

    async with database.read() as tx:
        poll = await polls.of_edition(tx, edition_id)
    [card] = discord.cards(HOME)
    assert poll.vote_set == card.card.poll.vote_set == VOTE_SET
    assert poll.closes_at == card.card.poll.closes_at == began_at + timedelta(days=7)


@pytest.mark.parametrize("kind", list(ChannelKind))
async def test_a_card_that_was_never_made_is_begun_anew_and_asks_what_is_asked_now(
    database, discord, clock, kind
):
    discord.kinds[HOME] = kind
    edition_id = await an_edition(database, kinds=discord.kinds)
    discord.before = lambda _call: OutcomeUnknown(why="HTTP 503")
    await deliver_all(database, discord, clock)
    discord.before = lambda _call: None
    for _ in range(3):
        await clock.advance(3600)
        await deliver_asking(database, discord, clock, OTHER)

    async with database.read() as tx:
        poll = await polls.of_edition(tx, edition_id)
        intent_at = await tx.scalar(select(delivery.c.intent_at))
    [card] = discord.cards(HOME)
    assert poll.vote_set == card.card.poll.vote_set == OTHER
    assert poll.closes_at == card.card.poll.closes_at == intent_at + timedelta(days=7)


async def test_a_card_that_is_found_is_drawn_again_for_it_may_be_old(database, discord, clock):
    await an_edition(database)
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    await deliver_all(database, discord, clock)

    await clock.advance(600)
    await deliver_all(database, discord, clock)

    async with database.read() as tx:
        assert await tx.scalar(select(delivery.c.refresh_at)) is not None


@pytest.mark.parametrize("image", list(ImageMode))
async def test_a_picture_stays_hidden_when_the_tag_is_removed(database, discord, clock, image):
    edition_id = await an_edition(database, options=TagOptions(image=image))
    await deliver_all(database, discord, clock)
    await clock.advance(60)

    await remove_tag(database)
    await redraw(database, discord, clock, edition_id)

    [card] = discord.cards(HOME)
    assert (card.card.image, card.card.edition.tags) == (image, ())


@pytest.mark.parametrize("mode", list(DiscussionMode))
async def test_what_is_begun_goes_on_as_its_tag_wanted_although_that_was_removed(
    database, discord, clock, mode
):
    discord.kinds[HOME] = ChannelKind.ANNOUNCEMENT
    options = TagOptions(discussion=mode, crosspost=True)
    edition_id = await an_edition(database, kinds=discord.kinds, options=options)
    discord.after = lambda call: discord.away.add(SERVER) if discord.calls[call - 1] == "card" else None
    await deliver_all(database, discord, clock)
    discord.away.clear()

    await remove_tag(database)
    await clock.advance(600)
    await deliver_all(database, discord, clock)
    await redraw(database, discord, clock, edition_id)

    [card] = discord.cards(HOME)
    assert await states(database) == {HOME: ("done", None)}
    assert card.crossposted
    assert card.thread is (mode is DiscussionMode.ALWAYS)
    assert card.card.discuss is (mode is DiscussionMode.ON_REQUEST)


async def test_what_an_earlier_version_has_begun_goes_on_as_its_tag_wants(database, discord, clock):
    edition_id = await an_edition(database, options=TagOptions(image=ImageMode.SPOILER))
    discord.before = nth(1, OutcomeUnknown(why="HTTP 503"))
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        await tx.execute(delivery.update().values(terms=None))

    await clock.advance(10)
    await deliver_all(database, discord, clock)

    [card] = discord.cards(HOME)
    async with database.read() as tx:
        poll = await polls.of_edition(tx, edition_id)
    assert (card.card.image, card.card.poll.vote_set) == (ImageMode.SPOILER, VOTE_SET)
    assert poll.closes_at == card.card.poll.closes_at


WORDS = st.text(min_size=1, max_size=20)
OPTIONS = st.builds(VoteOption, WORDS, WORDS, st.integers(-1, 1))
VOTE_SETS = st.builds(VoteSet, WORDS, st.lists(OPTIONS, max_size=4).map(tuple), st.sampled_from(PollMode))
TERMS = st.builds(
    Terms,
    st.sampled_from(ImageMode),
    st.sampled_from(DiscussionMode),
    st.booleans(),
    st.none() | VOTE_SETS,
    st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(TERMS)
def test_terms_are_kept_as_they_are(decided):
    assert terms.from_row(terms.to_row(decided)) == decided


def test_without_terms_nothing_is_kept():
    assert terms.from_row(None) is None
