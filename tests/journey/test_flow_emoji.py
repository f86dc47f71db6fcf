"""A vote set with emoji that Discord has no more, or that the bot may not use."""

import pytest

from bot.domain.channel import ChannelKind as Kind
from bot.domain.delivery import DeliveryState
from bot.domain.poll import VoteOption, VoteSet
from bot.standin.world.model import Overwrite
from bot.storage import overview, vote_sets
from tests.builders import an_item
from tests.journey.test_flow import all_done
from tests.journey.test_flow_forum import add_tag
from tests.newsroom_running import text_of

TALKS = an_item("talks", categories=("Talks",))
EXTERNAL = 1 << 18


@pytest.fixture
def ship(newsroom):
    """An emoji of another server that the bot is in."""
    world = newsroom.standin.world
    other = world.create_server("Second City", owner=newsroom.owner)
    world.install(newsroom.application, other, permissions=0)
    return world.create_emoji(other, "ship")


async def tag_with(newsroom, emoji):
    wanted = VoteSet("Sail?", (VoteOption(emoji, "sail", 1), VoteOption("👎", "stay", -1)))
    async with newsroom.app.database.write() as tx:
        now = newsroom.app.clock.now()
        named = await vote_sets.add(tx, newsroom.server.id, key="sail", name="Sail", new=wanted, now=now)
    await add_tag(newsroom, "Talks", newsroom.world, Kind.TEXT, vote_set_id=named.id)
    return await newsroom.follow()


def seeds(card):
    return [reaction.emoji.name for reaction in card.reactions.values()]


async def test_an_emoji_that_was_deleted_is_replaced_on_the_card_and_told(newsroom):
    general = newsroom.channel("general")
    feed = await tag_with(newsroom, "<:ship:1234>")

    await newsroom.publish(feed, TALKS)

    card = await newsroom.card()
    await all_done(newsroom)
    await newsroom.standin.wait_for(lambda: "1️⃣ sail" in text_of(card.components))
    notices = [each.content for channel in (newsroom.world, general) for each in newsroom.notices(channel)]
    assert seeds(card) == ["1️⃣", "👎"]
    assert any("“sail” was deleted" in notice for notice in notices)


async def test_another_servers_emoji_is_seeded(newsroom, ship):
    feed = await tag_with(newsroom, f"<:ship:{ship.id}>")

    await newsroom.publish(feed, TALKS)

    card = await newsroom.card()
    await all_done(newsroom)
    assert seeds(card) == ["ship", "👎"]


async def test_where_other_servers_emoji_are_forbidden_the_permission_is_told(newsroom, ship):
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    newsroom.world.overwrites[role.id] = Overwrite(role.id, 0, 0, EXTERNAL)
    newsroom.standin.world.update_channel(newsroom.world)
    general = newsroom.channel("general")
    feed = await tag_with(newsroom, f"<:ship:{ship.id}>")

    await newsroom.publish(feed, TALKS)
    notice = await newsroom.notice(general)
    await newsroom.until(
        lambda tx: overview.standstills(tx, newsroom.server.id, [DeliveryState.WAITING]), lambda found: found
    )
    del newsroom.world.overwrites[role.id]
    newsroom.standin.world.update_channel(newsroom.world)

    await all_done(newsroom)
    assert "“Use External Emojis”" in notice.content
    assert seeds(newsroom.cards(newsroom.world)[0]) == ["ship", "👎"]
