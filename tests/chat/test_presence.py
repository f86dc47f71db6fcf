"""A server in an outage, and one that sends the bot away: what waits goes out when it is back, once."""

import pytest

from bot.config import DeliverySettings
from bot.domain.delivery import DeliveryState
from bot.standin.faults import Fault
from bot.standin.world.model import Overwrite
from bot.storage import overview, servers
from tests.builders import an_item
from tests.newsroom_running import CARDS

TALKS = an_item("talks", categories=("Talks",))
SEND = 1 << 11
ALL = list(DeliveryState)


@pytest.fixture
async def feed(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    return await newsroom.follow()


async def standing(newsroom, state, reason=None):
    """Wait until all deliveries stand like this."""
    await newsroom.until(
        lambda tx: overview.standstills(tx, newsroom.server.id, ALL),
        lambda found: {(group.state, group.reason) for group in found} == {(state, reason)},
    )


async def outage(newsroom, *, is_on):
    newsroom.standin.world.set_available(newsroom.server, available=not is_on)
    await newsroom.heard(lambda bot: bot.get_guild(newsroom.server.id).unavailable is is_on)


async def test_a_card_waits_for_the_end_of_an_outage_and_nobody_is_told(newsroom, feed):
    general = newsroom.channel("general")
    await outage(newsroom, is_on=True)

    await newsroom.publish(feed, TALKS)
    await standing(newsroom, DeliveryState.QUEUED, "server-away")
    sent = len(newsroom.standin.calls.of("POST", CARDS))
    await outage(newsroom, is_on=False)

    await newsroom.finished_card()
    await standing(newsroom, DeliveryState.DONE)
    assert sent == 0
    assert newsroom.cards(general) == []


async def test_a_start_in_an_outage_takes_no_channel_for_deleted(newsroom, feed):
    general = newsroom.channel("general")
    await newsroom.stop()
    newsroom.standin.world.set_available(newsroom.server, available=False)
    await newsroom.start()
    await newsroom.publish(feed, TALKS)
    await standing(newsroom, DeliveryState.QUEUED, "server-away")

    newsroom.standin.world.set_available(newsroom.server, available=True)

    await newsroom.finished_card()
    await standing(newsroom, DeliveryState.DONE)
    assert len(newsroom.cards(newsroom.world)) == 1
    assert newsroom.cards(general) == []


async def test_a_card_in_doubt_is_not_posted_again_after_a_start_in_an_outage(newsroom, feed):
    newsroom.standin.nonces.window = 0
    await newsroom.restart(delivery=DeliverySettings(nonce_window_seconds=0))
    lost = newsroom.standin.faults.add(Fault("POST", CARDS, "drop_after_commit"))
    await newsroom.publish(feed, TALKS)
    await newsroom.struck(lost)
    await newsroom.stop()
    newsroom.standin.world.set_available(newsroom.server, available=False)
    await newsroom.start(delivery=DeliverySettings(nonce_window_seconds=0))
    await standing(newsroom, DeliveryState.POSTING, "server-away")

    newsroom.standin.world.set_available(newsroom.server, available=True)

    await newsroom.finished_card()
    await standing(newsroom, DeliveryState.DONE)
    assert len(newsroom.cards(newsroom.world)) == 1


async def test_another_server_is_served_during_an_outage(newsroom):
    world = newsroom.standin.world
    other = world.create_server("Second City", owner=newsroom.owner)
    world.install(newsroom.application, other, permissions=0)
    await newsroom.heard(lambda bot: bot.get_guild(other.id))
    world.set_available(other, available=False)
    await newsroom.heard(lambda bot: bot.get_guild(other.id).unavailable)
    publisher = newsroom.app.publisher

    assert publisher.is_away(other.id)
    assert not publisher.is_away(newsroom.server.id)
    assert publisher.is_away(12345)


async def test_what_was_tried_again_as_the_bot_was_sent_away_goes_out_when_it_is_back(newsroom, feed):
    await newsroom.app.wait_until_ready()
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    newsroom.world.overwrites[role.id] = Overwrite(role.id, 0, 0, SEND)
    newsroom.standin.world.update_channel(newsroom.world)
    await newsroom.publish(feed, TALKS)
    await standing(newsroom, DeliveryState.WAITING, "permission-missing")
    newsroom.place.remove_bot()
    await newsroom.until(
        lambda tx: servers.get(tx, newsroom.server.id), lambda found: found.left_at is not None
    )
    await newsroom.app.delivery.resume(newsroom.server.id)
    await standing(newsroom, DeliveryState.QUEUED, "permission-missing")

    newsroom.place.return_bot()

    await newsroom.finished_card()


async def test_what_waited_in_a_server_that_sends_the_bot_away_goes_out_when_it_is_back(newsroom, feed):
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    newsroom.world.overwrites[role.id] = Overwrite(role.id, 0, 0, SEND)
    newsroom.standin.world.update_channel(newsroom.world)
    await newsroom.publish(feed, TALKS)
    await standing(newsroom, DeliveryState.WAITING, "permission-missing")
    newsroom.place.remove_bot()
    await newsroom.until(
        lambda tx: servers.get(tx, newsroom.server.id), lambda found: found.left_at is not None
    )
    asked = len(newsroom.standin.calls)
    newsroom.app.delivery.wake.set()
    await newsroom.publish(feed, TALKS, an_item("meanwhile", categories=("Talks",)))
    meanwhile = len(newsroom.standin.calls)

    newsroom.place.return_bot()

    await newsroom.finished_card()
    await standing(newsroom, DeliveryState.DONE)
    assert meanwhile == asked
    assert len(newsroom.cards(newsroom.world)) == 1
