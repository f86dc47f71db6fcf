"""Conversations are opened once and slowly; where Discord has enough of it, nobody is opened for a while."""

import asyncio

import discord
import pytest

from bot.chat import layouts
from bot.chat.direct_messages import DirectMessages
from bot.chat.layouts import Layout
from bot.domain.errors import ReaderGone, TryLater
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.standin.faults import Fault
from tests.manual_clock import ManualClock

OPENED = "/users/@me/channels"


def a_view() -> Layout:
    container: discord.ui.Container[Layout] = discord.ui.Container()
    container.add_item(discord.ui.TextDisplay("News"))
    return layouts.layout(container)


class Writing:
    """Direct messages of a running bot, by a clock that the test moves."""

    def __init__(self, newsroom):
        self.newsroom = newsroom
        self.clock = ManualClock()
        self.messages = DirectMessages(newsroom.app.bot, self.clock)
        self._numbers = iter(range(1000))

    async def write(self, account):
        server_id = ServerId(self.newsroom.server.id)
        number = next(self._numbers)
        await self.messages.send(server_id, UserId(account.id), a_view(), nonce=f"x{number}")

    def opened(self):
        return len(self.newsroom.standin.calls.of("POST", OPENED))


@pytest.fixture
def writing(newsroom):
    return Writing(newsroom)


async def test_a_conversation_is_opened_once_and_anew_where_it_is_gone(newsroom, writing):
    ravi = newsroom.reader_account()
    for _ in range(3):
        await writing.write(ravi)
    once = writing.opened()
    writing.messages._known[UserId(ravi.id)] = ChannelId(1)  # one that Discord does not know any more
    await writing.clock.advance(1)

    await writing.write(ravi)

    assert (once, writing.opened()) == (1, 2)
    with pytest.raises(ReaderGone):
        await asyncio.gather(writing.clock.advance(1), writing.messages._open(1, UserId(1)))


async def test_conversations_are_opened_one_after_the_other(newsroom, writing):
    people = [newsroom.reader_account(), newsroom.owner]
    await writing.write(people[0])

    second = asyncio.create_task(writing.write(people[1]))
    await asyncio.wait_for(writing.clock.rested.wait(), 10)
    waiting = writing.opened()
    await writing.clock.advance(0.5)
    await second

    assert (waiting, writing.opened()) == (1, 2)


async def test_after_too_many_none_is_opened_for_a_while_but_who_has_one_is_written_to(newsroom, writing):
    ravi = newsroom.reader_account()
    await writing.write(ravi)
    await writing.clock.advance(1)
    newsroom.standin.faults.add(Fault("POST", OPENED, "429", seconds=300))
    with pytest.raises(TryLater):
        await writing.write(newsroom.owner)
    tried = writing.opened()
    await writing.clock.advance(200)

    await writing.write(ravi)
    with pytest.raises(TryLater) as later:
        await writing.write(newsroom.owner)

    assert writing.opened() == tried
    assert 60 < later.value.seconds < 300
