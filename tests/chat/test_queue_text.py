"""What waits, in lines: a page of them fits into a message, whatever feeds write."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.cards import Room
from bot.chat.layouts import DISPLAYED_CHARACTERS
from bot.chat.queue_text import outcome_lines, waiting_line
from bot.domain.errors import AlreadyDecided, InvalidInput
from bot.domain.ids import EditionId
from bot.domain.verdict import Hold
from bot.newsroom.queue import PER_PAGE, Outcome, Waiting
from bot.storage.held import Spot
from bot.texts.catalogue import Texts
from tests.builders import NOON, a_draft, a_tag_value
from tests.chat.editions import an_edition
from tests.chat.test_review_cards import HELD_BY, LANGUAGES

TEXTS = Texts.load()
# The heading, with a filter of three long names, and what stands between the parts.
ROOM_FOR_LINES = DISPLAYED_CHARACTERS - 700
WORDS = st.one_of(st.text("*_~|\\`[]<>@: ", min_size=1, max_size=200), st.text(max_size=200))
LINKS = st.text("_|*)a", max_size=200).map(lambda path: f"https://news.example/{path}")
HOLDS = st.lists(st.builds(Hold, st.sampled_from(HELD_BY), WORDS), max_size=6).map(tuple)
FAILURES = st.sampled_from(
    [
        AlreadyDecided("error-already-decided-by", kind="blocked", at=NOON, who=10**18),
        InvalidInput("error-story-changed"),
        InvalidInput("error-no-tag-yet"),
    ]
)


def waiting(title, link, labels, holds):
    tags = tuple(a_tag_value(label or "x") for label in labels)
    edition = an_edition(a_draft(title=title, link=link), tags=tags)
    return Waiting(edition, holds, Spot(NOON, EditionId(1)))


WAITING = st.builds(waiting, WORDS, LINKS, st.lists(WORDS, max_size=5), HOLDS)
OUTCOMES = st.builds(Outcome, st.just(EditionId(1)), WORDS, st.none(), FAILURES)


def told(failure, locale):
    fields = {"kind": "blocked", "at": f"<t:{10**10}:R>", "who": f"<@{10**18}>"}
    return TEXTS.get(failure.code, locale, **{name: fields[name] for name in failure.fields})


@settings(max_examples=60)
@given(st.lists(WAITING, min_size=1, max_size=PER_PAGE), st.lists(OUTCOMES, max_size=PER_PAGE))
def test_a_page_fits_whatever_feeds_write(stories, outcomes):
    for locale in LANGUAGES:
        lines = [waiting_line(each, 99_999, TEXTS, locale, Room.LEAST) for each in stories]
        said = outcome_lines(
            outcomes, TEXTS, locale, Room.LEAST, told=lambda failure, locale=locale: told(failure, locale)
        )
        assert len("\n".join([*lines, *said])) <= ROOM_FOR_LINES


def test_the_worst_of_pages_fits():
    worst = waiting("*" * 200, None, ["*" * 100] * 5, tuple(Hold(each, "*" * 100) for each in HELD_BY))
    failed = Outcome(
        EditionId(1),
        "*" * 200,
        None,
        AlreadyDecided("error-already-decided-by", kind="blocked", at=NOON, who=1),
    )
    for locale in LANGUAGES:
        lines = [waiting_line(worst, 99_999, TEXTS, locale, Room.LEAST)] * PER_PAGE
        said = outcome_lines(
            [failed] * PER_PAGE, TEXTS, locale, Room.LEAST, told=lambda each, of=locale: told(each, of)
        )
        assert len("\n".join([*lines, *said])) <= ROOM_FOR_LINES


def test_a_link_is_as_long_as_it_stands_in_the_message():
    short = waiting("Talks", "https://news.example/talks", ["Peace"], ())
    long = waiting("Talks", "https://news.example/" + "_" * 130, ["Peace"], ())

    assert "](https://news.example/talks)" in waiting_line(short, 1, TEXTS, "en-US")
    assert "](" not in waiting_line(long, 1, TEXTS, "en-US")
    assert "](" not in waiting_line(short, 1, TEXTS, "en-US", Room.SCARCE)
