"""The messages that tell readers of stories: within Discord's limits, whatever stands in them."""

import pytest

from bot.chat.layouts import DISPLAYED_CHARACTERS
from bot.chat.markers import is_marked
from bot.chat.mentions import MessageWriter, sign_of, stop_key
from bot.domain.delivery import Place
from bot.domain.ids import ChannelId, MessageId, ServerId, TagId, UserId
from bot.domain.notification import MOST_MENTIONED, MOST_STORIES
from bot.pipeline.reader_ports import Letter, Told
from bot.texts.catalogue import Texts
from tests.builders import NOON, a_draft, a_tag_value
from tests.chat.editions import an_edition
from tests.newsroom_running import text_of

SERVER = ServerId(1574147069763911682)
PLACE = Place(ChannelId(1574147069763911683), MessageId(1574147073450704896))
READERS = [UserId(1574147069763911682 + number) for number in range(MOST_MENTIONED)]


@pytest.fixture
def writer():
    return MessageWriter(Texts.load())


def a_letter(*drafts, tags=(), breaking_at=NOON):
    told = [
        Told(an_edition(draft, tags=tags, server_id=SERVER, breaking_at=breaking_at), PLACE, tags)
        for draft in drafts
    ]
    return Letter(UserId(5), SERVER, tuple(told), "k" * 24)


@pytest.mark.parametrize("locale", ["en-US", "de", "uk"])
def test_the_largest_mention_fits_and_is_found_by_its_key(writer, locale):
    tags = tuple(a_tag_value("_" * 50, id=TagId(number)) for number in range(9))

    view = writer.mention(an_edition(a_draft(), tags=tags, breaking_at=NOON), tags, READERS, "k" * 24, locale)

    assert view.content_length() <= DISPLAYED_CHARACTERS
    assert text_of(view.to_components()).count("<@") == MOST_MENTIONED
    assert is_marked(view.to_components(), "k" * 24)
    assert not is_marked(view.to_components(), "l" * 24)


@pytest.mark.parametrize("locale", ["en-US", "de", "uk"])
@pytest.mark.parametrize("size", [1, 40, 400])
def test_the_largest_letter_fits_and_keeps_each_card(writer, size, locale):
    tags = tuple(a_tag_value("[Peace]" * 7, id=TagId(number), key=f"tag{number}") for number in range(8))
    long = a_draft(title="*_~" * size, link=f"https://news.example/{'x' * size}", outlet="`" * size)

    view = writer.letter(a_letter(*[long] * MOST_STORIES, tags=tags), "<@1> " * size, locale)

    text = text_of(view.to_components())
    assert view.content_length() <= DISPLAYED_CHARACTERS
    assert text.count(f"({_jump()})") >= MOST_STORIES
    assert "<@1>" not in text.replace("\\", "\\ ")
    assert is_marked(view.to_components(), "k" * 24)


def test_a_title_that_poses_as_another_site_leads_nowhere_and_the_card_is_linked(writer):
    text = text_of(writer.letter(a_letter(a_draft(title="bank.example")), "Harbour", "en-US").to_components())

    assert "[bank.example](" not in text
    assert f"[Vote and discuss]({_jump()})" in text
    assert "Stop" not in text


@pytest.mark.parametrize(
    ("locale", "said"), [("en-US", "Breaking"), ("de", "Eilmeldung"), ("uk", "Термінова новина")]
)
def test_what_is_breaking_is_called_so(writer, locale, said):
    tags = (a_tag_value("Peace"),)
    breaking, plain = (an_edition(a_draft(), tags=tags, breaking_at=at) for at in (NOON, None))

    mentions = [writer.mention(each, tags, READERS[:1], "k" * 24, locale) for each in (breaking, plain)]
    letters = [
        writer.letter(a_letter(a_draft(), tags=tags, breaking_at=at), "Harbour", locale)
        for at in (NOON, None)
    ]

    for first, second in (mentions, letters):
        assert f"**{said}**" in text_of(first.to_components())
        assert said not in text_of(second.to_components())


def test_a_button_names_no_row():
    key = stop_key(SERVER, "peace")

    assert key == f"{SERVER}_{sign_of('peace')}"
    assert len(f"newsclip:panel:stop:tag:{key}") <= 100


def _jump():
    return f"https://discord.com/channels/{SERVER}/{PLACE.channel_id}/{PLACE.message_id}"
