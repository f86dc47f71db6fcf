"""What a person is told of a card whose channel they see."""

from dataclasses import replace

from bot.domain.delivery import DeliveryState
from bot.domain.history import Carded
from bot.domain.ids import ChannelId, TagId
from bot.domain.reasons import Reason
from bot.newsroom.known_tags import KnownTags
from bot.storage.tags import TagName
from tests.builders import NOON

SEEN, HIDDEN = ChannelId(10), ChannelId(99)


def test_a_tag_that_went_to_a_hidden_channel_is_not_named_by_the_card_that_it_left():
    tags = [TagName(TagId(1), "secret", "Secret", HIDDEN), TagName(TagId(2), "talks", "Talks", SEEN)]
    known = KnownTags(tags, lambda channel: channel == SEEN)
    left = Carded(
        NOON, SEEN, home=False, state=DeliveryState.REMOVED, reason=Reason.TAG_MOVED, detail="Talks"
    )

    assert known.card(left) == left
    assert known.card(replace(left, detail="Secret")) == replace(left, detail="")
    assert known.card(replace(left, channel_id=HIDDEN)) is None
