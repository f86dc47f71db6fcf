"""What waits for a moderator, and what became of several stories at once, in words."""

from collections.abc import Callable, Iterator, Sequence

from bot.chat.markdown import escape_line, link
from bot.domain.address import web_address
from bot.domain.errors import NewsclipError
from bot.domain.verdict import Hold, VerdictKind
from bot.newsroom.queue import Filter, Outcome, Waiting
from bot.texts.catalogue import Texts

_TITLE = 110
_TAGS = 60
_DETAIL = 40
_REASONS = 3
# A line with a longer address would leave no room for others.
_ADDRESS = 160


def waiting_line(waiting: Waiting, number: int, texts: Texts, locale: str) -> str:
    """Return a line for a story that waits: title, tags, why, and since when."""
    edition = waiting.edition
    url = web_address(edition.story.draft.link)
    title = shown_title(edition.story.draft.title, texts, locale)
    parts = (
        link(title, url if url is not None and len(url) <= _ADDRESS else None, limit=_TITLE),
        escape_line(", ".join(tag.label for tag in edition.tags), _TAGS) or texts.get("desk-no-tag", locale),
        why_short(waiting.holds, texts, locale),
        f"<t:{int(waiting.spot.held_at.timestamp())}:R>",
    )
    return f"**{number}** {' · '.join(part for part in parts if part)}"


def why_short(holds: Sequence[Hold], texts: Texts, locale: str) -> str:
    """Return in a few words what holds a story."""
    said = [
        texts.get(f"desk-why-{each.reason}", locale, detail=escape_line(each.detail, _DETAIL))
        for each in holds[:_REASONS]
    ]
    return ", ".join(dict.fromkeys(said))


def filter_label(wanted: Filter, text: Callable[[str], str]) -> str:
    """Return what a filter lets through, in a few words; nothing where it is none."""
    names = [escape_line(name, _TAGS) for name in wanted.names]
    if (reason := wanted.wanted.reason) is not None:
        names.append(text(f"desk-filter-{reason}"))
    return ", ".join(names)


def outcome_lines(
    outcomes: Sequence[Outcome], texts: Texts, locale: str, *, told: Callable[[NewsclipError], str]
) -> Iterator[str]:
    """Return what became of several stories: how many were decided, and of each other one why not."""
    decided = [each.decided for each in outcomes if each.decided is not None]
    if decided:
        key = "desk-approved" if decided[0].kind is VerdictKind.APPROVED else "desk-rejected"
        yield texts.get(key, locale, stories=len(decided))
    for each in outcomes:
        if each.failure is not None:
            title = escape_line(shown_title(each.title, texts, locale), _TITLE)
            yield texts.get("desk-not-decided", locale, title=title, why=told(each.failure))


def shown_title(title: str, texts: Texts, locale: str) -> str:
    """Return a story's title, or that it has none."""
    return title.strip() or texts.get("card-untitled", locale)
