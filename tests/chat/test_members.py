"""What a member may see is asked once for several stories, and again when it may have changed."""

import pytest

from bot.chat import members as members_module
from bot.chat.members import Members
from bot.domain.errors import ReaderGone
from bot.domain.ids import ChannelId, ServerId, UserId
from tests.manual_clock import ManualClock

MEMBER = "/guilds/{guild_id}/members/{user_id}"


async def test_a_reader_is_asked_for_once_in_five_minutes(newsroom):
    clock = ManualClock()
    members = Members(newsroom.app.bot, clock)
    server_id, ravi = ServerId(newsroom.server.id), newsroom.reader_account()
    world = {ChannelId(newsroom.world.id)}
    before = len(newsroom.standin.calls.of("GET", MEMBER))

    seen = [await members.seen_by(server_id, UserId(ravi.id), world) for _ in range(4)]
    asked = len(newsroom.standin.calls.of("GET", MEMBER)) - before
    newsroom.hide(newsroom.world)
    await newsroom.heard(lambda bot: bot.get_channel(newsroom.world.id).overwrites)
    hidden = await members.seen_by(server_id, UserId(ravi.id), world)
    newsroom.standin.world.leave(newsroom.server, ravi)
    await clock.advance(301)

    assert seen == [world] * 4
    assert asked == 1
    assert hidden == frozenset()  # of channels it is known at once
    with pytest.raises(ReaderGone):
        await members.seen_by(server_id, UserId(ravi.id), world)


async def test_only_so_many_are_remembered(newsroom, monkeypatch):
    monkeypatch.setattr(members_module, "_MOST_KNOWN", 1)
    members = Members(newsroom.app.bot, ManualClock())
    server_id = ServerId(newsroom.server.id)
    people = [UserId(newsroom.reader_account().id), UserId(newsroom.owner.id)]
    before = len(newsroom.standin.calls.of("GET", MEMBER))

    for person in (*people, people[0], people[0]):
        await members.seen_by(server_id, person, ())

    assert len(newsroom.standin.calls.of("GET", MEMBER)) - before == 3
