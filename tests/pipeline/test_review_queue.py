"""The queue of what has no message in the review channel: who is next, and what follows from settings."""

import asyncio
from datetime import timedelta

from bot.domain.channel import ChannelKind
from bot.domain.edition import EditionState
from bot.domain.server import Setting
from bot.newsroom.settings import HouseSettings
from bot.pipeline.review_ports import ReviewView
from bot.pipeline.reviewing import MOST_CARDS
from tests.pipeline.newsroom import SERVER
from tests.pipeline.review_desk import DESK, MARA, OTHER


class EveryChannel:
    """Channels of which each can be written in."""

    def kind(self, channel_id):
        del channel_id
        return ChannelKind.TEXT

    def missing_to_write(self, channel_id):
        del channel_id
        return ()


async def set_to(desk, **wishes):
    """Set something for the whole server, as an owner does."""
    house = HouseSettings(
        desk.database,
        EveryChannel(),
        desk.clock,
        usual_poll=timedelta(hours=1),
        wake_delivery=asyncio.Event(),
    )
    return await house.change(SERVER, MARA, {Setting(name): value for name, value in wishes.items()})


async def test_whoever_waits_longest_takes_the_free_places_once_nobody_decides_any_more(desk):
    ids = await desk.hold_all(*(f"n{number}" for number in range(MOST_CARDS + 4)))
    await desk.do()
    await desk.decide(ids[0])
    await desk.decide(ids[1])
    await desk.do()
    newest = await desk.hold("newest")
    await desk.after(3)
    assert asked_about(desk) == ids[2:MOST_CARDS]  # the queue is being worked off: no message, no record
    await desk.after(300)
    await desk.decide(ids[MOST_CARDS])
    await desk.after(400)
    assert asked_about(desk) == ids[2:MOST_CARDS]
    assert desk.post.shown()[MOST_CARDS].waiting == 4

    await desk.after(201)
    await desk.after(3)

    assert asked_about(desk) == [*ids[2:MOST_CARDS], *ids[MOST_CARDS + 1 : MOST_CARDS + 3]]
    assert desk.post.shown()[MOST_CARDS].waiting == 2
    assert len(desk.post.messages) == MOST_CARDS + 3
    assert newest not in asked_about(desk)


async def test_what_expires_makes_room_at_once_for_those_that_wait_and_the_newest_comes_last(desk):
    ids = await desk.hold_all(*(f"n{number}" for number in range(MOST_CARDS + 1)))
    await desk.do()
    for each in ids[:2]:
        await desk.decide(each, EditionState.EXPIRED, by=None)
    newest = [await desk.hold("newest"), await desk.hold("later")]
    await desk.after(3)

    assert asked_about(desk) == [*ids[2:], newest[0]]
    assert desk.post.shown()[MOST_CARDS].waiting == 1


async def test_new_stories_have_messages_while_there_is_room_and_no_queue(desk):
    await desk.decide(await desk.hold("talks"))
    await desk.do()
    waits = await desk.hold("tea")
    await desk.do()

    assert asked_about(desk) == [waits]


def asked_about(desk):
    return [view.edition.id for view in desk.post.shown() if isinstance(view, ReviewView) and view.asks]


async def test_the_message_for_the_queue_follows_the_review_channel_there_and_back(desk):
    await desk.hold_all(*(f"n{number}" for number in range(MOST_CARDS + 4)))
    await desk.do()
    await set_to(desk, review_channel_id=OTHER)
    await desk.after(3)
    await desk.after(3)
    there = desk.post.shown(DESK)[-1], desk.post.shown(OTHER)
    await set_to(desk, review_channel_id=DESK)
    await desk.after(3)
    await desk.after(3)

    assert (there[0].moved_to, [view.waiting for view in there[1]]) == (OTHER, [4])
    assert desk.post.shown(OTHER)[0].moved_to == DESK
    assert (desk.post.shown(DESK)[-1].waiting, desk.post.shown(DESK)[-1].moved_to) == (4, None)


async def test_messages_say_how_long_stories_wait_by_the_hours_that_hold_now(desk):
    await desk.hold("talks")
    await desk.do()
    since = desk.clock.now()
    await desk.after(5 * 3600)
    longer = await set_to(desk, review_hours=100)
    await desk.do()
    assert desk.post.shown()[0].expires_at == since + timedelta(hours=100)

    await desk.hold("tea")
    shorter = await set_to(desk, review_hours=4)
    await desk.do()

    assert desk.post.shown()[0].expires_at == since + timedelta(hours=4)
    assert (longer.expiring, shorter.expiring) == (0, 1)


async def test_what_went_with_a_deleted_channel_is_shown_in_the_one_that_is_chosen_next(desk):
    await desk.hold_all("talks", "tea")
    await desk.do()
    desk.post.delete_channel(DESK)
    await set_to(desk, review_channel_id=OTHER)
    await desk.do()

    assert [view.asks for view in desk.post.shown(OTHER)] == [True, True]
    assert await desk.states() == ["standing", "standing"]
