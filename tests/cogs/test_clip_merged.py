"""What a member hears whose proposal became part of another story."""

from datetime import timedelta

from bot.pipeline import clip_telling
from tests.builders import an_item
from tests.cogs.clipping import LINK, a_member, letter, page, publish
from tests.cogs.moderating import a_moderator
from tests.newsroom_running import text_of


async def test_who_proposed_a_link_hears_at_once_that_it_was_merged(newsroom, monkeypatch):
    monkeypatch.setattr(clip_telling, "_LOOK", timedelta(days=1))  # nobody looks without being told
    await newsroom.restart()
    await newsroom.tag("Talks", newsroom.world)
    publish(newsroom, page())
    await newsroom.publish(await newsroom.follow(), an_item("talks", categories=("Talks",)))
    card = await newsroom.finished_card()

    async with a_member(newsroom) as ravi, a_moderator(newsroom) as mara:
        await ravi.use("clip", url=LINK, tags="Talks")
        asked = await mara.use("story merge", story="The bridge is open", into="About talks")
        await mara.press(asked, "Merge")
        told = await letter(newsroom, ravi)

    assert "**The bridge is open**" in text_of(told.components)
    assert f"/{card.id}" in text_of(told.components)
