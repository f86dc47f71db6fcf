"""The panel of setup stays within Discord's limits, however much there is to say."""

import pytest

from bot.chat.setup_panel import SetupPanel, Shown
from bot.domain.errors import Refused
from bot.domain.feed import NamedFeed
from bot.domain.ids import ChannelId, ServerId, TagId
from bot.domain.panel import PanelKey
from bot.domain.tagging import Tag
from bot.newsroom.setup import Fault, Rehearsal, SetupState, Step
from bot.newsroom.sources import FoundEntry, FoundFeed, NamedFeeds
from bot.newsroom.starter_tags import load_starter_tags
from bot.texts.catalogue import Texts
from tests.builders import a_feed_value

STARTERS = load_starter_tags()
MISSING = ("View Channel", "Send Messages", "Create Public Threads", "Send Messages in Threads") * 3
TAGS = tuple(
    Tag(TagId(n), ServerId(1), f"{n}", "*" * 50, ChannelId(10**18 + n), position=n) for n in range(200)
)
FOUND = FoundFeed(
    key=PanelKey("f" * 24),
    url="https://harbour.example/" + "_" * 2000,
    title="_" * 200,
    stories=5,
    entries=tuple(FoundEntry("*" * 300, TAGS[:3]) for _ in range(5)),
    tag=None,
    tags=TAGS,
)


@pytest.fixture
def panel():
    return SetupPanel(Texts.load(), STARTERS)


NAMES = (NamedFeed("https://" + "_" * 2000, "*" * 300),) * 25
NAMED = NamedFeeds(PanelKey("f" * 24), "https://a.example/", NAMES)


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("much", [True, False])
def test_a_panel_is_one_that_discord_takes(panel, step, much):
    refused = Refused(discord_code=50013, why="_" * 400)
    state = SetupState(
        review_channel_id=ChannelId(10**18) if much else None,
        tags=TAGS if much else (),
        feeds=(a_feed_value(title="*" * 200),) * 500 if much else (),
        faults=tuple(Fault(tag.channel_id, ("*" * 50,) * 9, MISSING) for tag in TAGS) if much else (),
        may_make=much,
    )
    shown = Shown(
        step,
        chosen=frozenset(each.key for each in STARTERS),
        found=FOUND if much and step is Step.FEED else None,
        named=NAMED if not much and step is Step.FEED else None,
        rehearsals=tuple(Rehearsal(tag.channel_id, posted=False, error=refused) for tag in TAGS),
        note="*" * 3000,
    )

    view = panel.view(state, shown, "en-US")  # raises Refused beyond a limit

    assert view.content_length() <= 4000


@pytest.mark.parametrize(
    ("reviewed", "review_channel_id", "said"),
    [
        (True, ChannelId(5), "its stories wait for a moderator in <#5>; /desk next shows them too."),
        (True, None, "its stories wait for a moderator: /desk next shows them."),
        (False, ChannelId(5), None),
    ],
)
def test_the_end_says_where_stories_under_review_wait(panel, reviewed, review_channel_id, said):
    state = SetupState(
        review_channel_id=review_channel_id,
        tags=TAGS[:1],
        feeds=(a_feed_value(),),
        faults=(),
        may_make=True,
        reviewed=reviewed,
    )

    for shown in (Shown(Step.TEST), Shown(Step.TEST, done=True)):
        ended = str(panel.view(state, shown, "en-US").to_components())
        assert "New stories go out by themselves from now on." in ended
        assert ("under review" in ended) is reviewed
        assert said is None or said in ended


def test_what_was_chosen_is_read_back_from_the_panel_itself(panel):
    for starter in STARTERS:
        bits = panel._bits(frozenset({starter.key}))
        assert panel.chosen(bits) == {starter.key}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, "New stories go out by themselves"),
        ({"paused": True}, "until you use /newsroom resume"),
        ({"faults": (Fault(ChannelId(7), ("World",), ("Send Messages",)),)}, "Nothing goes out to <#7> yet"),
    ],
)
def test_the_end_says_whether_stories_go_out(panel, found, said):
    state = SetupState(
        review_channel_id=None,
        tags=TAGS,
        feeds=(a_feed_value(),),
        **({"faults": (), "may_make": True} | found),
    )

    view = panel.view(state, Shown(Step.TEST, done=True), "en-US")

    assert said in str(view.to_components())
