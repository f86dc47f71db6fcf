"""The line of a story in a list."""

import pytest

from bot.chat.story_text import story_line
from bot.domain.delivery import Place
from bot.domain.ids import CardKey, ChannelId, EditionId, MessageId, ServerId
from bot.newsroom.finding import Listed
from bot.storage.searching import FoundStory
from bot.texts.catalogue import Texts
from tests.builders import NOON

PLACE = Place(ChannelId(20), MessageId(30))


@pytest.mark.parametrize(("voters", "ends"), [(None, ":R>"), (0, ":R>"), (1, "· 1 vote"), (7, "· 7 votes")])
def test_votes_are_counted_where_there_are_any(voters, ends):
    story = FoundStory(
        EditionId(1), CardKey("k"), PLACE.channel_id, PLACE, "Talks begin", "Harbour News", None, NOON
    )

    line = story_line(Listed(story, ("Talks",), voters), ServerId(10), Texts.load(), "en-US")

    assert line.text.startswith(
        "- [Talks begin](https://discord.com/channels/10/20/30) · Harbour News · Talks"
    )
    assert line.text.endswith(ends)
