"""What moderators are shown: it fits whatever the story, and says nothing in the story's own markup."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import layouts
from bot.chat.cards import CardWriter
from bot.chat.markers import is_marked
from bot.chat.review_cards import ReviewWriter
from bot.domain.delivery import Place
from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId, EditionId, MessageId, ServerId, UserId, VerdictId
from bot.domain.poll import VoteOption, VoteSet
from bot.domain.reasons import Reason
from bot.domain.verdict import Hold, RejectReason, Verdict, VerdictKind
from bot.domain.wording import Difference
from bot.pipeline.ports import Card, PollView
from bot.pipeline.review_ports import QueueView, ReviewView, SourceRecord
from bot.texts.catalogue import Texts
from tests.builders import NOON, a_draft, a_tag_value
from tests.chat.editions import KEY, POLL, an_edition
from tests.chat.test_cards import LONG, STORY, VOTES
from tests.cogs.moderating import controls
from tests.newsroom_running import text_of

WRITER = ReviewWriter(Texts.load(), CardWriter(Texts.load()))
LANGUAGES = ("en-US", "de", "uk")
SOMEBODY = UserId(10**18)
HELD_BY = [each for each in Reason if each.startswith("held-")] + [Reason.REVIEW]
PLACE = Place(ChannelId(10**18), MessageId(10**18))

TAGS = st.lists(st.builds(a_tag_value, LONG), max_size=40).map(tuple)
HOLDS = st.lists(st.builds(Hold, st.sampled_from(HELD_BY), LONG), max_size=20).map(tuple)
CHANGES = st.lists(
    st.builds(Difference, st.sampled_from(["title", "lead", "image"]), LONG, LONG), max_size=3
).map(tuple)
VERDICTS = st.one_of(
    st.none(),
    st.builds(
        lambda kind, reason, detail: Verdict(
            VerdictId(1), ServerId(1), EditionId(1), kind, NOON, SOMEBODY, reason, detail
        ),
        st.sampled_from([each for each in VerdictKind if each is not VerdictKind.HELD]),
        st.sampled_from(RejectReason),
        LONG,
    ),
)


@given(
    story=STORY,
    tags=TAGS,
    votes=st.one_of(st.none(), VOTES),
    holds=HOLDS,
    changes=CHANGES,
    verdict=VERDICTS,
    name=LONG,
    asks=st.booleans(),
    locale=st.sampled_from(LANGUAGES),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_the_story_discord_takes_the_message_and_it_can_be_found_again(
    story, tags, votes, holds, changes, verdict, name, asks, locale
):
    edition = an_edition(story, tags=tags)
    view = ReviewView(
        KEY,
        Card(
            edition, KEY, None if votes is None else PollView(votes), pings=tuple(range(10**18, 10**18 + 60))
        ),
        edition,
        "",
        asks=asks,
        holds=holds,
        source=SourceRecord(name, 10**6, 10**6, 10**6, doubted=True),
        expires_at=NOON,
        verdict=verdict,
        undoable=True,
        places=(PLACE,) * 5,
        changes=changes,
        clipped_by=SOMEBODY,
    )

    shown = WRITER.story(view, locale, above="3 / 20")

    layouts.check(shown)
    assert is_marked(shown.to_components(), KEY)
    assert "@everyone" not in text_of(shown.to_components())
    assert "@here" not in text_of(shown.to_components())


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_most_that_a_story_can_have_fits(locale):
    long = "*" * 600
    story = a_draft(
        title=long, lead=long, outlet=long, author=f"a{long}", source_ref=long, hashtags=(long,) * 12
    )
    options = tuple(VoteOption(f"<a:{'x' * 32}:1{'0' * 18}>", long) for _ in range(20))
    edition = an_edition(story, tags=tuple(a_tag_value(f"{long}{number}") for number in range(40)))
    said = Verdict(VerdictId(1), ServerId(1), EditionId(1), VerdictKind.TRUSTED, NOON, SOMEBODY, detail=long)

    shown = WRITER.story(
        a_view(
            edition=edition,
            card=Card(edition, KEY, PollView(VoteSet(long, options))),
            holds=tuple(Hold(Reason.HELD_BY_WORD, long) for _ in range(20)),
            source=SourceRecord(long, 10**6, 10**6, 10**6, doubted=True),
            verdict=said,
            clipped_by=SOMEBODY,
        ),
        locale,
    )

    layouts.check(shown)


@pytest.mark.parametrize("title", ["Rival.example is down", "See http://evil.example", "A bridge"])
def test_a_moderator_can_always_open_the_story(title):
    edition = an_edition(a_draft(title=title, link="https://news.example/talks"))

    assert "](https://news.example/talks)" in told(a_view(edition=edition, card=Card(edition, KEY, POLL)))


def a_view(**changes):
    edition = replace(an_edition(), state=EditionState.HELD)
    view = ReviewView(KEY, Card(edition, KEY, POLL), edition, "", asks=True)
    return replace(view, **changes)


def told(view, locale="en-US"):
    return text_of(WRITER.story(view, locale).to_components())


def test_a_story_without_tags_reasons_or_source_says_what_there_is_to_do():
    edition = an_edition(tags=())

    shown = told(a_view(edition=edition, card=Card(edition, KEY, None)))

    assert "**Goes to** nowhere yet: choose a tag" in shown
    assert "Why it is held" not in shown
    assert "Trust the source" not in shown


def test_many_reasons_and_tags_are_cut_and_counted():
    holds = tuple(Hold(Reason.HELD_BY_WORD, f"word {number}") for number in range(10))
    tags = tuple(a_tag_value(f"T{number}") for number in range(15))
    edition = an_edition(tags=tags)

    shown = told(a_view(holds=holds, edition=edition))

    assert "word 7" in shown
    assert "word 8" not in shown
    assert "- and 2 more" in shown
    assert "and 3 more" in shown


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("kind", [each for each in VerdictKind if each is not VerdictKind.HELD])
def test_every_decision_has_its_record_in_every_language(kind, locale):
    verdict = Verdict(VerdictId(1), ServerId(1), EditionId(1), kind, NOON, SOMEBODY)

    shown = told(a_view(asks=False, verdict=verdict), locale)

    assert f"<t:{int(NOON.timestamp())}:f>" in shown
    assert (kind is VerdictKind.EXPIRED) != (f"<@{SOMEBODY}>" in shown)


def test_a_record_offers_to_undo_only_what_can_be_undone_and_says_where_the_story_stands():
    verdict = Verdict(VerdictId(1), ServerId(1), EditionId(1), VerdictKind.APPROVED, NOON, SOMEBODY)
    record = a_view(asks=False, verdict=verdict)

    assert told(replace(record, undoable=True)).endswith("Undo")
    posted = told(replace(record, places=(PLACE,)))
    assert posted.endswith("Decided")
    assert f"https://discord.com/channels/1/{PLACE.channel_id}/{PLACE.message_id}" in posted
    assert "There is nothing to decide here" in told(a_view(asks=False))


def test_how_long_a_story_waits_and_who_proposed_it_is_said():
    shown = told(a_view(expires_at=NOON + timedelta(hours=48), clipped_by=SOMEBODY))

    assert f"expires <t:{int((NOON + timedelta(hours=48)).timestamp())}:R>" in shown
    assert f"**Proposed by** <@{SOMEBODY}>" in shown


def test_the_queue_says_how_many_wait_that_none_does_and_where_it_went():
    def said(**changes):
        view = QueueView(**{"key": KEY, "server_id": ServerId(1), "waiting": 3} | changes)
        components = WRITER.queue(view).to_components()
        assert is_marked(components, KEY) is view.asks  # nothing to press where nothing waits
        return text_of(components)

    assert "**3 more stories wait**" in said()
    assert "**One more story waits**" in said(waiting=1)
    assert "Nothing waits in the queue any more" in said(waiting=0)
    assert "in <#7> from now on" in said(moved_to=ChannelId(7))


def a_verdict(kind, **changes):
    return replace(Verdict(VerdictId(1), ServerId(1), EditionId(1), kind, NOON, SOMEBODY), **changes)


def test_who_called_a_story_breaking_that_waits_still_has_not_approved_it():
    called = a_verdict(VerdictKind.BREAKING)

    waiting, approved = told(a_view(verdict=called)), told(a_view(verdict=called, asks=False))

    assert f"Called breaking by <@{SOMEBODY}>" in waiting
    assert "Approved" not in waiting
    assert f"**Approved as breaking** by <@{SOMEBODY}>" in approved


def test_words_stand_for_another_reason_and_beside_one_of_the_list():
    def rejected(reason, words):
        said = a_verdict(VerdictKind.REJECTED, reason=reason, detail=words)
        return told(a_view(verdict=said, asks=False))

    assert "another reason" in rejected("other", "")
    assert "another reason" not in rejected("other", "Too early")
    assert "> Too early" in rejected("other", "Too early")
    assert "not for this server" in rejected("off-topic", "Too early")


def test_the_source_is_offered_to_be_trusted_while_its_stories_are_held_for_its_sake():
    def offered(source):
        return [
            each["value"]
            for control in controls(WRITER.story(a_view(source=source)).to_components())
            for each in control.get("options", ())
        ]

    assert "trust" in offered(SourceRecord("News", doubted=True))
    assert "trust" not in offered(SourceRecord("News"))
