"""By which words of a server's own its editions are found, beside those of their stories."""

from collections.abc import Collection

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
    found = await editions.several(tx, sorted(edition_ids))
    await searching.index_own(tx, {each.id: _own(each) for each in found})


def _own(of: Edition) -> SearchText | None:
    """Return what an edition is found by; None where its story says all of it."""
    shown = _text(of.story.draft)
    return None if of.source_words is None or shown == _text(of.source_words) else shown


def _text(draft: StoryDraft) -> SearchText:
    return search_text(draft.title, draft.lead, draft.outlet, draft.hashtags)
