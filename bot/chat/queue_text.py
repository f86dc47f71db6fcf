"""What waits for a moderator, and what became of several stories at once, in words."""

from collections.abc import Callable, Iterator, Sequence

from bot.chat.cards import Room
from bot.chat.markdown import address, escape_line, link
from bot.domain.address import web_address
from bot.domain.errors import NewsclipError
from bot.domain.verdict import Hold, VerdictKind
from bot.newsroom.queue import Filter, Outcome, Waiting
from bot.texts.catalogue import Texts

# How long what can be long may be, by how much room there is for all of them together.
_TITLE = {Room.AMPLE: 110, Room.SCARCE: 90, Room.LEAST: 40}
_TAGS = {Room.AMPLE: 60, Room.SCARCE: 40, Room.LEAST: 20}
_DETAIL = {Room.AMPLE: 40, Room.SCARCE: 20, Room.LEAST: 10}
_REASONS = {Room.AMPLE: 3, Room.SCARCE: 2, Room.LEAST: 1}
# A line with a longer address would leave no room for others.
_ADDRESS = {Room.AMPLE: 160, Room.SCARCE: 0, Room.LEAST: 0}
_FAILURES = {Room.AMPLE: 8, Room.SCARCE: 8, Room.LEAST: 3}


def waiting_line(waiting: Waiting, number: int, texts: Texts, locale: str, room: Room = Room.AMPLE) -> str:
    """Return a line for a story that waits: title, tags, why, and since when."""
    edition = waiting.edition
    url = web_address(edition.story.draft.link)
    if url is not None and len(address(url)) > _ADDRESS[room]:
        url = None
    title = shown_title(edition.story.draft.title, texts, locale)
    parts = (
        link(title, url, limit=_TITLE[room]),
        escape_line(", ".join(tag.label for tag in edition.tags), _TAGS[room])
        or texts.get("desk-no-tag", locale),
        why_short(waiting.holds, texts, locale, room),
        f"<t:{int(waiting.spot.held_at.timestamp())}:R>",
    )
    return f"**{number}** {' · '.join(part for part in parts if part)}"


def why_short(holds: Sequence[Hold], texts: Texts, locale: str, room: Room = Room.AMPLE) -> str:
    """Return in a few words what holds a story."""
    said = [
        texts.get(f"desk-why-{each.reason}", locale, detail=escape_line(each.detail, _DETAIL[room]))
        for each in holds[: _REASONS[room]]
    ]
    return ", ".join(dict.fromkeys(said))


def filter_label(wanted: Filter, text: Callable[[str], str]) -> str:
    """Return what a filter lets through, in a few words; nothing where it is none."""
    names = [escape_line(name, _TAGS[Room.AMPLE]) for name in wanted.names]
    if (reason := wanted.wanted.reason) is not None:
        names.append(text(f"desk-filter-{reason}"))
    return ", ".join(names)


def outcome_lines(
    outcomes: Sequence[Outcome],
    texts: Texts,
    locale: str,
    room: Room = Room.AMPLE,
    *,
    told: Callable[[NewsclipError], str],
) -> Iterator[str]:
    """Return what became of several stories: how many were decided, and of each other one why not."""
    decided = [each.decided for each in outcomes if each.decided is not None]
    if decided:
        key = "desk-approved" if decided[0].kind is VerdictKind.APPROVED else "desk-rejected"
        yield texts.get(key, locale, stories=len(decided))
    if len(decided) > 1:
        yield texts.get("desk-several-undo", locale)
    failed = [(each.title, each.failure) for each in outcomes if each.failure is not None]
    for title, failure in failed[: _FAILURES[room]]:
        shown = escape_line(shown_title(title, texts, locale), _TITLE[room])
        yield texts.get("desk-not-decided", locale, title=shown, why=told(failure))
    if (more := len(failed) - _FAILURES[room]) > 0:
        yield texts.get("command-more", locale, count=more)


def shown_title(title: str, texts: Texts, locale: str) -> str:
    """Return a story's title, or that it has none."""
    return title.strip() or texts.get("card-untitled", locale)
