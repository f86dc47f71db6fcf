"""What a card is to show when something of it is gone."""

import pytest

from bot.domain.poll import VoteOption, VoteSet
from bot.domain.tagging import TagOptions
from bot.pipeline.drawing import Drawing, PollRules
from bot.storage import deliveries, editions, poll_tables, vote_sets
from tests.pipeline.delivering import deliver_all, states
from tests.pipeline.memory_discord import MemoryDiscord
from tests.pipeline.newsroom import SERVER, VOTE_SET, an_edition

COAST = VoteSet("Does this give you hope?", (VoteOption("🌊", "yes"), VoteOption("🧊", "no")))
HOME = 10


@pytest.fixture
def drawing(database, discord, clock):
    return Drawing(database, discord, clock, PollRules(VOTE_SET))


async def the_home(database, edition_id):
    async with database.read() as tx:
        return await deliveries.home_of(tx, edition_id), await editions.get(tx, edition_id)


async def test_where_a_vote_set_was_just_removed_readers_are_asked_as_usual(database, clock, drawing):
    await an_edition(database, key="first")
    async with database.write() as tx:
        coast = await vote_sets.add(tx, SERVER, key="coast", name="Coast", new=COAST, now=clock.now())
    options = TagOptions(vote_set_id=coast.id)
    home, edition = await the_home(database, await an_edition(database, channels=(20,), options=options))
    asked = await drawing.new_card(home, edition)
    async with database.write() as tx:
        await vote_sets.remove(tx, coast.id)

    card = await drawing.new_card(home, edition)

    assert asked.poll.vote_set == COAST
    assert card.poll.vote_set == VOTE_SET


async def test_a_card_names_no_tag_whose_channel_is_hidden_from_some_who_see_it(
    database, discord, clock, drawing
):
    home, edition = await the_home(database, await an_edition(database, channels=(HOME, 20)))
    discord.hidden = {20}

    new = await drawing.new_card(home, edition)
    async with database.read() as tx:
        standing = await drawing.card_as_it_stands(tx, home, clock.now())
        discord.hidden = set()
        open_to_all = await drawing.card_as_it_stands(tx, home, clock.now())

    assert [tag.label for tag in new.edition.tags] == ["Tag 10"]
    assert standing.edition == new.edition
    assert [tag.label for tag in open_to_all.edition.tags] == ["Tag 10", "Tag 20"]


async def test_a_card_without_its_poll_is_drawn_without_one(database, discord, clock, drawing):
    edition_id = await an_edition(database)
    await deliver_all(database, discord, clock)
    home, _ = await the_home(database, edition_id)

    async with database.write() as tx:
        before = await drawing.card_as_it_stands(tx, home, clock.now())
        await tx.execute(poll_tables.poll.delete())
        after = await drawing.card_as_it_stands(tx, home, clock.now())

    assert before.poll.vote_set == VOTE_SET
    assert after.poll is None
    assert after.edition == before.edition


async def test_a_card_without_its_poll_gets_no_seeds(database, clock):
    class Forgetful(MemoryDiscord):
        async def open_discussion(self, place, name):
            async with database.write() as tx:
                await tx.execute(poll_tables.poll.delete())
            return await super().open_discussion(place, name)

    discord = Forgetful(clock)
    await an_edition(database)

    await deliver_all(database, discord, clock)

    assert "seed" not in discord.calls
    assert await states(database) == {HOME: ("done", None)}
