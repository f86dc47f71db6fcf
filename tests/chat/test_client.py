"""The connection: what it asks Discord for, what it passes on, and what it remembers."""

from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from bot.chat.permissions import invite_permissions
from bot.domain.delivery import DeliveryState
from bot.domain.poll import tally
from bot.standin.faults import Fault
from bot.standin.world.changes import ServerUpdated
from bot.standin.world.model import Emoji
from bot.storage import overview, polls, servers
from tests.builders import an_item

COMMANDS = "/applications/{application_id}/commands"


@pytest.fixture
async def card(newsroom):
    """A card with its seeds."""
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    return await newsroom.finished_card()


async def count(newsroom, card, wanted):
    async def counted(tx):
        poll = (await polls.of_messages(tx, [card.id]))[card.id]
        return tally(poll.vote_set, await polls.marks(tx, poll.id), poll.mode)

    found = await newsroom.until(counted, lambda found: [n for _, n in found.counts] == wanted)
    return found.voters


async def test_commands_are_sent_only_when_they_changed(newsroom):
    await newsroom.restart()

    assert len(newsroom.standin.calls.of("PUT", COMMANDS)) == 1


async def test_commands_are_sent_again_where_discord_lost_them(newsroom):
    newsroom.application.commands.clear()

    await newsroom.restart()

    assert len(newsroom.standin.calls.of("PUT", COMMANDS)) == 2


async def test_it_asks_for_two_intents_and_nobodys_messages(newsroom):
    assert newsroom.app.bot.intents.value == 1025


async def test_the_invite_link_asks_for_what_the_features_need(newsroom):
    query = parse_qs(urlsplit(newsroom.app.bot.invite_link()).query)

    assert query["client_id"] == [str(newsroom.application.id)]
    assert query["scope"] == ["bot applications.commands"]
    asked = discord.Permissions(int(query["permissions"][0]))
    assert asked == invite_permissions()
    assert not asked.administrator
    assert not asked.mention_everyone


async def test_the_bots_own_seeds_and_other_bots_are_no_votes(newsroom, card):
    other = newsroom.standin.world.create_application("Other")
    newsroom.standin.world.install(other, newsroom.server)

    newsroom.standin.world.react(card, other.account, Emoji("👍"))
    newsroom.standin.world.react(card, newsroom.reader_account(), Emoji("👎"))

    assert await count(newsroom, card, [0, 1, 0]) == 1


async def test_a_burst_reaction_is_a_vote(newsroom, card):
    newsroom.standin.world.react(card, newsroom.reader_account(), Emoji("🤔"), burst=True)

    assert await count(newsroom, card, [0, 0, 1]) == 1


async def test_votes_end_when_a_moderator_clears_an_emoji_or_all(newsroom, card):
    world = newsroom.standin.world
    for emoji in "👍👍👎":
        world.react(card, newsroom.reader_account(), Emoji(emoji))
    await count(newsroom, card, [2, 1, 0])

    world.clear_reactions(card, Emoji("👍"))
    await count(newsroom, card, [0, 1, 0])
    world.clear_reactions(card)

    assert await count(newsroom, card, [0, 0, 0]) == 0


async def test_votes_given_while_the_gateway_was_away_are_found_in_the_new_session(newsroom, card):
    standin = newsroom.standin
    session = standin.identifies
    standin.sessions.close(newsroom.application.account, code=4009, resumable=False)
    standin.world.react(card, newsroom.reader_account(), Emoji("👍"))

    await standin.wait_for(lambda: standin.identifies > session, timeout=20)

    assert await count(newsroom, card, [1, 0, 0]) == 1


async def test_a_server_that_adds_the_bot_is_known(newsroom):
    world = newsroom.standin.world
    other = world.create_server("Second City", owner=newsroom.owner)

    world.install(newsroom.application, other, permissions=0)

    found = await newsroom.until(lambda tx: servers.get(tx, other.id), lambda found: found)
    assert found.name == "Second City"


async def test_a_renamed_server_is_known_by_its_new_name(newsroom):
    newsroom.server.name = "Second City"
    newsroom.standin.world.tell(ServerUpdated(newsroom.server))

    found = await newsroom.until(
        lambda tx: servers.get(tx, newsroom.server.id), lambda found: found.name != "Harbour News"
    )
    assert found.name == "Second City"


async def test_what_waits_goes_out_when_the_bots_role_may_post_again(newsroom):
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    allowed, role.permissions = role.permissions, 0
    newsroom.server.everyone.permissions = 1 << 10
    newsroom.standin.world.update_role(newsroom.server, newsroom.server.everyone)
    newsroom.standin.world.update_role(newsroom.server, role)
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    await newsroom.until(
        lambda tx: overview.standstills(tx, newsroom.server.id, [DeliveryState.WAITING]), lambda found: found
    )

    role.permissions = allowed
    newsroom.standin.world.update_role(newsroom.server, role)

    assert await newsroom.finished_card()


async def test_a_server_that_removes_the_bot_is_left(newsroom):
    await newsroom.app.bot.wait_until_ready()  # from then on nobody compares who is there

    newsroom.place.remove_bot()

    found = await newsroom.until(
        lambda tx: servers.get(tx, newsroom.server.id), lambda found: found.left_at is not None
    )
    assert found.left_at is not None


async def test_a_server_that_takes_the_bot_back_is_no_longer_left(newsroom):
    newsroom.place.remove_bot()
    await newsroom.until(
        lambda tx: servers.get(tx, newsroom.server.id), lambda found: found.left_at is not None
    )

    newsroom.place.return_bot()

    found = await newsroom.until(
        lambda tx: servers.get(tx, newsroom.server.id), lambda found: found.left_at is None
    )
    assert found.name == "Harbour News"


async def test_once_ready_every_server_that_is_there_is_known_also_one_whose_coming_was_not_told(newsroom):
    await newsroom.app.bot.wait_until_ready()
    async with newsroom.app.database.write() as tx:
        await servers.leave(tx, newsroom.server.id, now=newsroom.app.clock.now())

    newsroom.app.bot.dispatch("ready")

    found = await newsroom.until(
        lambda tx: servers.get(tx, newsroom.server.id), lambda found: found.left_at is None
    )
    assert found.name == "Harbour News"


async def test_an_outage_is_not_a_removal(newsroom):
    newsroom.standin.world.set_available(newsroom.server, available=False)
    newsroom.standin.world.set_available(newsroom.server, available=True)
    await newsroom.restart()

    async with newsroom.app.database.read() as tx:
        assert (await servers.get(tx, newsroom.server.id)).left_at is None


async def test_a_server_that_removed_the_bot_while_it_was_away_is_left(newsroom):
    await newsroom.stop()
    newsroom.place.remove_bot()

    await newsroom.start()

    await newsroom.until(
        lambda tx: servers.get(tx, newsroom.server.id), lambda found: found.left_at is not None
    )


async def test_a_discord_that_is_away_is_waited_for(newsroom):
    await newsroom.stop()
    newsroom.standin.faults.add(Fault(method="GET", route="/users/@me", kind="drop_before_commit"))

    await newsroom.start()

    assert len(newsroom.standin.calls.of("GET", "/users/@me")) == 3
