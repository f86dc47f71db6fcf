"""What a source changed of stories that servers have: what stands of them in Discord follows.

Where moderators reviewed a story, its words stay and they are asked; anywhere else the cards are drawn again,
and the discussion is called as its story is.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.ids import FeedId, StoryId
from bot.storage import corrections, edition_edits, refreshes, review_messages, stories
from bot.storage.database import Connection
from bot.storage.stories import Reading


async def amend(
    tx: Connection, readings: Mapping[StoryId, Reading], *, feed_id: FeedId, now: datetime
) -> None:
    """Let stories be as their items read now, where their edits count, and ask for all that follows."""
    if not readings:
        return
    before = await stories.titles(tx, readings)
    await stories.edit(tx, readings, feed_id=feed_id, now=now)
    after = await stories.titles(tx, readings)
    renamed = [story_id for story_id, title in after.items() if title != before.get(story_id)]
    await refreshes.ask_of_corrected(tx, readings.keys(), at=now)
    await corrections.ask_of_renamed(tx, renamed, at=now)
    await review_messages.ask_of_corrected(tx, readings.keys(), at=now)
    await edition_edits.ask_of_changed(tx, readings.keys(), at=now)
