"""Which story a moderator means, among many."""

import pytest
from sqlalchemy import insert, select

from bot.clock import SystemClock
from bot.domain.ids import ChannelId
from bot.newsroom.story_choice import ANY, Among, StoryChoice
from bot.storage.tables import delivery, edition, story
from tests.builders import NOON
from tests.pipeline.newsroom import SERVER, an_edition

NEWER = 505  # more than are looked through for what a title is like
HIDDEN = ChannelId(99)


async def let_newer_ones_come(database, *, last_in):
    """Let many stories come after the first one, the last of them in a channel."""
    async with database.write() as tx:
        first = (await tx.execute(select(story))).one()._asdict()
        numbers = range(first["id"] + 1, first["id"] + 1 + NEWER)
        rows = [first | {"id": n, "key": f"story{n}", "title": f"Story {n}"} for n in numbers]
        await tx.execute(insert(story), rows)
        its = (await tx.execute(select(edition))).one()._asdict()
        await tx.execute(insert(edition), [its | {"id": n, "story_id": n} for n in numbers])
        home = (await tx.execute(select(delivery))).one()._asdict()
        rows = [home | {"id": n, "edition_id": n, "card_key": f"{n:024d}"} for n in numbers]
        rows[-1]["channel_id"] = last_in
        await tx.execute(insert(delivery), rows)


@pytest.mark.parametrize(
    ("last_in", "among"), [(HIDDEN, ANY), (10, Among(also=lambda each: not each.title.endswith("7")))]
)
async def test_an_old_story_is_found_by_its_title_whatever_newer_ones_cant_be_meant(database, last_in, among):
    edition_id = await an_edition(database, now=NOON)
    await let_newer_ones_come(database, last_in=last_in)
    choice = StoryChoice(database, SystemClock())
    sees = HIDDEN.__ne__

    meant = await choice.meant(SERVER, "Talks in Geneva", sees, among)
    offered = await choice.offer(SERVER, "geneva", sees, among)

    assert meant.edition_id == edition_id
    assert offered == [("Talks in Geneva", str(edition_id))]
