"""Cards in announcement channels are passed on, once, and no more often than Discord takes."""

import pytest

from bot.domain.channel import ChannelKind as Kind
from bot.domain.errors import TryLater
from bot.pipeline.ports import Card
from bot.standin.faults import Fault
from bot.standin.world.model import ChannelKind, MessageFlag
from tests.chat.editions import HOME, KEY, POLL, an_edition
from tests.newsroom_running import a_newsroom

CROSSPOST = "/channels/{channel_id}/messages/{message_id}/crosspost"
CARD = Card(an_edition(), KEY, POLL)


async def announcements(newsroom):
    channel = newsroom.channel("news", kind=ChannelKind.ANNOUNCEMENT)
    await newsroom.heard(lambda bot: bot.get_channel(channel.id) is not None)
    return channel


async def test_a_card_is_passed_on_once_however_often_it_is_asked_for(newsroom):
    publisher, channel = newsroom.app.publisher, await announcements(newsroom)
    place = await publisher.post_card(channel.id, CARD, nonce="card")

    await publisher.crosspost(place)
    await publisher.crosspost(place)

    (card,) = newsroom.cards(channel)
    assert card.flags & MessageFlag.CROSSPOSTED
    assert publisher.kind(channel.id) is Kind.ANNOUNCEMENT


async def test_the_eleventh_in_an_hour_comes_later(tmp_path):
    async with a_newsroom(tmp_path, rate_limits=True) as newsroom:
        publisher, channel = newsroom.app.publisher, await announcements(newsroom)
        bot = newsroom.application.account
        cards = [newsroom.standin.world.post(channel, bot, f"card {number}") for number in range(11)]
        places = [type(HOME)(channel.id, card.id) for card in cards]

        for place in places[:10]:
            await publisher.crosspost(place)
        with pytest.raises(TryLater) as later:
            await publisher.crosspost(places[10])

    assert 3000 < later.value.seconds <= 3600


async def test_a_long_wait_is_a_later(newsroom):
    publisher, channel = newsroom.app.publisher, await announcements(newsroom)
    place = await publisher.post_card(channel.id, CARD, nonce="card")
    newsroom.standin.faults.add(Fault("POST", CROSSPOST, "429", seconds=1800))

    with pytest.raises(TryLater) as later:
        await publisher.crosspost(place)

    assert later.value.seconds == pytest.approx(1800, abs=1)
