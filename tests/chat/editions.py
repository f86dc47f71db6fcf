"""Editions for tests of what they look like."""

from bot.domain.delivery import Place
from bot.domain.edition import Edition, EditionState
from bot.domain.ids import ChannelId, EditionId, MessageId, ServerId, StoryId
from bot.domain.poll import VoteOption, VoteSet
from bot.domain.story import Story
from bot.pipeline.ports import PollView
from tests.builders import NOON, a_draft, a_tag_value

KEY = "0123456789abcdef01234567"
VOTE_SET = VoteSet(
    "What do you make of this?",
    (VoteOption("👍", "good news", 1), VoteOption("👎", "bad news", -1), VoteOption("🤔", "not sure", 0)),
)
POLL = PollView(VOTE_SET)
HOME = Place(ChannelId(20), MessageId(30))


def an_edition(draft=None, *, tags=None, server_id=1, breaking_at=None):
    return Edition(
        id=EditionId(1),
        server_id=ServerId(server_id),
        story=Story(StoryId(1), draft or a_draft(), NOON),
        state=EditionState.CLEARED,
        tags=(a_tag_value(),) if tags is None else tags,
        created_at=NOON,
        breaking_at=breaking_at,
    )
