"""Whatever goes wrong on the way, a story is posted once and its discussion and seeds come in the end."""

import pytest

from bot.config import DeliverySettings
from bot.domain.delivery import DeliveryState
from bot.standin.faults import Fault
from bot.standin.world.model import Overwrite
from bot.storage import overview
from tests.builders import an_item
from tests.newsroom_running import CARDS

TALKS = an_item("talks", categories=("Talks",))
REACT, HISTORY, THREADS, SPEAK = 1 << 6, 1 << 16, 1 << 35, 1 << 38
OPENINGS = CARDS  # a thread is a channel
DISCUSSIONS = "/channels/{channel_id}/messages/{message_id}/threads"
SEED = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"


@pytest.fixture
async def feed(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    return await newsroom.follow()


async def states(newsroom, wanted):
    await newsroom.until(
        lambda tx: overview.standstills(tx, newsroom.server.id, list(DeliveryState)),
        lambda found: {group.state for group in found} == {wanted},
    )


def forbid(newsroom, permission):
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    newsroom.world.overwrites[role.id] = Overwrite(role.id, 0, 0, permission)
    newsroom.standin.world.update_channel(newsroom.world)


def allow(newsroom):
    newsroom.world.overwrites.clear()
    newsroom.standin.world.update_channel(newsroom.world)


async def assert_once(newsroom):
    """One card with one discussion, one opening and all seeds."""
    card = await newsroom.finished_card()
    await states(newsroom, DeliveryState.DONE)
    openings = [message for message in newsroom.thread(card).log if message.components]
    assert len(newsroom.cards(newsroom.world)) == 1
    assert len(openings) == 1
    assert len(card.reactions) == 3


@pytest.mark.parametrize(
    ("permission", "name"),
    [(THREADS, "Create Public Threads"), (SPEAK, "Send Messages in Threads"), (REACT, "Add Reactions")],
)
async def test_a_permission_missing_half_way_is_told_and_mended(newsroom, feed, permission, name):
    general = newsroom.channel("general")
    forbid(newsroom, permission)

    await newsroom.publish(feed, TALKS)
    notice = await newsroom.notice(general)
    await states(newsroom, DeliveryState.WAITING)
    allow(newsroom)

    await assert_once(newsroom)
    assert f"“{name}”" in notice.content


@pytest.mark.parametrize("kind", ["drop_before_commit", "drop_after_commit", "503_before"])
@pytest.mark.parametrize(
    ("method", "route", "skip"),
    [("POST", CARDS, 0), ("POST", DISCUSSIONS, 0), ("POST", OPENINGS, 1), ("PUT", SEED, 1)],
    ids=["card", "discussion", "opening", "seed"],
)
async def test_a_lost_answer_repeats_nothing(newsroom, feed, method, route, skip, kind):
    fault = newsroom.standin.faults.add(Fault(method=method, route=route, kind=kind, skip=skip))

    await newsroom.publish(feed, TALKS)

    await assert_once(newsroom)
    assert fault.struck == 1


@pytest.mark.parametrize("kind", ["drop_before_commit", "drop_after_commit"])
@pytest.mark.parametrize("skip", [0, 1], ids=["card", "opening"])
async def test_without_nonces_a_message_is_found_by_its_marker(newsroom, feed, skip, kind):
    newsroom.standin.nonces.window = 0
    await newsroom.restart(delivery=DeliverySettings(nonce_window_seconds=0))
    newsroom.standin.faults.add(Fault(method="POST", route=CARDS, kind=kind, skip=skip))

    await newsroom.publish(feed, TALKS)

    await assert_once(newsroom)


async def test_a_card_that_may_not_be_searched_for_is_not_posted_again(newsroom, feed):
    general = newsroom.channel("general")
    newsroom.standin.nonces.window = 0
    await newsroom.restart(delivery=DeliverySettings(nonce_window_seconds=0))
    forbid(newsroom, HISTORY)
    newsroom.standin.faults.add(Fault(method="POST", route=CARDS, kind="drop_after_commit"))

    await newsroom.publish(feed, TALKS)
    notice = await newsroom.notice(general)
    await states(newsroom, DeliveryState.WAITING)
    allow(newsroom)

    await assert_once(newsroom)
    assert "“Read Message History”" in notice.content


@pytest.mark.parametrize(
    ("method", "route", "skip"),
    [("POST", CARDS, 0), ("POST", DISCUSSIONS, 0), ("POST", OPENINGS, 1), ("PUT", SEED, 1)],
    ids=["card", "discussion", "opening", "seed"],
)
async def test_a_restart_after_a_lost_answer_repeats_nothing(newsroom, feed, method, route, skip):
    fault = Fault(method=method, route=route, kind="drop_after_commit", skip=skip)
    newsroom.standin.faults.add(fault)
    await newsroom.publish(feed, TALKS)
    await newsroom.struck(fault)

    await newsroom.restart()

    await assert_once(newsroom)


async def test_a_deleted_card_is_not_posted_again(newsroom, feed):
    newsroom.standin.faults.add(Fault(method="POST", route=DISCUSSIONS, kind="drop_before_commit"))
    await newsroom.publish(feed, TALKS)
    card = await newsroom.card()

    newsroom.standin.world.delete_message(card)

    await states(newsroom, DeliveryState.REMOVED)
    assert newsroom.cards(newsroom.world) == []
