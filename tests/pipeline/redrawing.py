"""Stories that are corrected, and their cards drawn again, in tests."""

from dataclasses import replace

from sqlalchemy import select

from bot.pipeline.drawing import Drawing, PollRules
from bot.pipeline.refreshing import Refreshing
from bot.storage import refreshes, stories
from bot.storage.stories import Reading
from bot.storage.tables import delivery, story
from tests.pipeline.newsroom import VOTE_SET

KEY = "https://news.example/talks"


def a_refreshing(database, discord, clock):
    drawing = Drawing(database, discord, clock, PollRules(VOTE_SET))
    return Refreshing(database, discord, clock, drawing)


async def correct(database, clock, title="Talks in Vienna"):
    """Let the story have another title, as intake does."""
    async with database.write() as tx:
        row = (await tx.execute(select(story.c.id, story.c.feed_id).where(story.c.key == KEY))).one()
        draft = (await stories.get(tx, row.id)).draft
        edited = Reading(replace(draft, title=title), from_page=True)
        await stories.edit(tx, {row.id: edited}, feed_id=row.feed_id, now=clock.now())
        await refreshes.ask_of_corrected(tx, [row.id], at=clock.now())


async def draw_all(refreshing, *, turns=3):
    for _ in range(turns):
        await refreshing.draw_due()


async def asked(database):
    async with database.read() as tx:
        return list(await tx.scalars(select(delivery.c.refresh_at).where(delivery.c.refresh_at.is_not(None))))


def titles(discord, *channels):
    return [card.card.edition.story.draft.title for channel in channels for card in discord.cards(channel)]
