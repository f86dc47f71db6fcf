"""Notices to moderators: each cause once, and never lost because one could not be sent."""

import asyncio
import re

import pytest

from bot.standin.faults import Fault
from bot.standin.world import changes
from bot.storage import audits, servers
from tests.newsroom_running import CARDS


@pytest.fixture
def general(newsroom):
    return newsroom.channel("general")


@pytest.fixture
async def notify(newsroom, general):
    """Tell of a missing permission in the channel "world"."""
    await newsroom.heard(lambda bot: bot.get_channel(general.id))

    async def tell(permission="Send Messages"):
        fields = {"channel": newsroom.world.id, "permission": permission}
        return await newsroom.app.publisher.notify(newsroom.server.id, "notice-permission-missing", fields)

    return tell


@pytest.mark.parametrize(
    ("kind", "seconds"),
    [("drop_before_commit", 0), ("drop_after_commit", 0), ("503_before", 0), ("429", 90)],
)
async def test_what_could_not_be_sent_is_told_the_next_time(newsroom, general, notify, kind, seconds):
    newsroom.standin.faults.add(Fault(method="POST", route=CARDS, kind=kind, seconds=seconds))

    failed = await notify()
    told = await notify()

    assert (failed, told) == (False, True)
    assert len(newsroom.notices(general)) == 1


async def test_many_who_tell_of_one_cause_at_once_tell_it_once(newsroom, general, notify):
    told = await asyncio.gather(*(notify() for _ in range(10)))

    assert all(told)
    assert len(newsroom.standin.calls.of("POST", CARDS)) == 1
    async with newsroom.app.database.read() as tx:
        assert len(await audits.latest(tx, newsroom.server.id)) == 1


async def test_another_permission_is_another_cause(newsroom, general, notify):
    await notify()
    await notify("Embed Links")

    assert len(newsroom.notices(general)) == 2


@pytest.fixture
async def tell(newsroom):
    """Tell of something that is about no channel, in a server whose cards stand in "world"."""
    await newsroom.tag("Talks", newsroom.world)

    async def tell(text_key="notice-threads-full", fields=None):
        return await newsroom.app.publisher.notify(newsroom.server.id, text_key, fields or {})

    return tell


async def test_a_notice_goes_where_no_cards_stand(newsroom, general, tell):
    await newsroom.heard(lambda bot: bot.get_channel(general.id))

    await tell()

    assert newsroom.notices(newsroom.world) == []
    assert len(newsroom.notices(general)) == 1


async def test_a_notice_goes_rather_where_readers_do_not_see_it(newsroom, general, tell):
    desk = newsroom.channel("desk")
    newsroom.hide(desk)
    await newsroom.heard(lambda bot: bot.get_channel(desk.id) and bot.get_channel(desk.id).overwrites)

    await tell()

    assert newsroom.notices(general) == []
    assert len(newsroom.notices(desk)) == 1


async def test_a_notice_goes_to_the_channel_that_was_chosen_for_them_even_among_cards(
    newsroom, general, tell
):
    async with newsroom.app.database.write() as tx:
        await servers.set_review_channel(tx, newsroom.server.id, newsroom.world.id)

    await tell()

    assert len(newsroom.notices(newsroom.world)) == 1


async def test_where_there_are_only_channels_with_cards_a_notice_goes_to_one(newsroom, tell):
    assert await tell()

    assert len(newsroom.notices(newsroom.world)) == 1


async def test_a_command_is_shown_so_that_everybody_can_use_it_whatever_it_is_called_for_them(
    newsroom, general, tell
):
    newsroom.server.preferred_locale = "uk"
    newsroom.standin.world.tell(changes.ServerUpdated(newsroom.server))
    await newsroom.heard(lambda bot: str(bot.get_guild(newsroom.server.id).preferred_locale) == "uk")

    await tell("notice-channel-gone", {"channel": newsroom.world.id})

    said = newsroom.notices(general)[-1].content
    assert re.search(r"</tags edit:\d+>", said)
    assert re.search(r"</newsroom status:\d+>", said)
    assert "Якщо" in said
