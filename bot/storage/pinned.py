"""A story as a moderator saw it, kept with its edition: what its source changes does not show by itself."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.feed import RelatedStory
from bot.domain.story import StoryDraft

_TEXTS = ("title", "link", "lead", "category", "author", "outlet", "image_url", "source_ref", "question")


def stored(draft: StoryDraft) -> dict[str, Any]:
    """Return a draft as its edition's row keeps it: all that is shown of it."""
    date = draft.published_at
    return {
        **{name: getattr(draft, name) for name in _TEXTS},
        "hashtags": list(draft.hashtags),
        "quotes": list(draft.quotes),
        "related": [[each.title, each.url] for each in draft.related],
        "published_at": None if date is None else date.isoformat(),
    }


def draft_of(current: StoryDraft, row: dict[str, Any] | None) -> StoryDraft | None:
    """Return a draft as it was kept, of a story as it is now; None where none was."""
    if row is None:
        return None
    date = row["published_at"]
    return replace(
        current,
        **{name: row[name] for name in _TEXTS},
        hashtags=tuple(row["hashtags"]),
        quotes=tuple(row["quotes"]),
        related=tuple(RelatedStory(title, url) for title, url in row["related"]),
        published_at=None if date is None else datetime.fromisoformat(date),
    )
