"""By which words of a server's own its editions are found, beside those of their stories."""

from collections.abc import Callable, Collection, Sequence
from functools import cache

from bot.domain.edition import Edition
from bot.domain.ids import EditionId
from bot.domain.search import SearchText, search_text
from bot.domain.story import StoryDraft
from bot.storage import editions, searching
from bot.storage.database import Connection


async def index(tx: Connection, edition_ids: Collection[EditionId]) -> None:
    """Let editions be found by what they show now; to be called where that or their story is written.

    All that they show stands there, so that one word of the server's and one of the source's find them too.
    """
    await index_these(tx, await editions.several(tx, sorted(edition_ids)))


async def index_these(tx: Connection, found: Sequence[Edition]) -> None:
    """Do the same for editions as they were just read."""
    text_of = cache(search_text)  # a corrected story is the same text in a thousand servers
    await searching.index_own(tx, {each.id: _own(each, text_of) for each in found})


def _own(of: Edition, text_of: Callable[..., SearchText]) -> SearchText | None:
    """Return what an edition is found by; None where its story says all of it."""
    shown = text_of(*_parts(of.story.draft))
    return None if of.source_words is None or shown == text_of(*_parts(of.source_words)) else shown


def _parts(draft: StoryDraft) -> tuple[str, str, str, tuple[str, ...]]:
    return draft.title, draft.lead, draft.outlet, draft.hashtags
