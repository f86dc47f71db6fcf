"""Stories whose cards are posts of a forum: what a moderator's new tags do to them."""

import pytest
from sqlalchemy import func, select

from bot.storage.desk_tables import correction
from tests.builders import an_item
from tests.cogs.moderating import a_moderator
from tests.cogs.tagging import forbid
from tests.newsroom_running import text_of

MANAGE_THREADS = 1 << 34


@pytest.fixture
async def mara(newsroom):
    async with a_moderator(newsroom) as mara:
        yield mara


async def retag(mara, *labels):
    panel = await mara.use("story retag", story="About talks")
    await mara.pick(panel, "The tags that it is to have", *labels)
    return await mara.press(panel, "Save")


async def file(newsroom, post, *forum_tags):
    """Let people file a post under these."""
    post.thread.applied_tags = [each.id for each in forum_tags]
    newsroom.standin.world.update_channel(post)
    await newsroom.heard(lambda bot: len(known(bot, newsroom, post).applied_tags) == len(forum_tags))


def known(bot, newsroom, post):
    return bot.get_guild(newsroom.server.id).get_thread(post.id)


async def corrected(newsroom):
    """Wait until Discord shows all that was changed."""
    asked = select(func.count()).select_from(correction)
    await newsroom.until(lambda tx: tx.scalar(asked), lambda found: found == 0)


async def test_a_post_is_filed_under_its_new_tags_and_under_what_people_filed_it(newsroom, mara):
    forum = newsroom.forum(tags=("World", "Local", "To read"), requires_tag=True)
    world, local, to_read = forum.tags
    await newsroom.tag("Talks", forum, forum_tag_id=world.id)
    await newsroom.tag("Arts", forum, forum_tag_id=local.id)
    await newsroom.tag("Tea", forum)
    await newsroom.publish(await newsroom.follow(), an_item("talks", categories=("Talks",)))
    post = await newsroom.finished_post(forum)
    filed = list(post.thread.applied_tags)
    await file(newsroom, post, world, to_read)

    await retag(mara, "Arts")
    await corrected(newsroom)
    refiled = list(post.thread.applied_tags)
    await file(newsroom, post, local)
    await retag(mara, "Tea")
    await corrected(newsroom)
    await newsroom.standin.wait_for(lambda: "Tea" in text_of(newsroom.starter(post).components))

    assert filed == [world.id]
    assert refiled == [local.id, to_read.id]
    assert post.thread.applied_tags == [local.id]  # this forum has no post without a tag


async def test_a_post_that_no_tag_leads_to_goes_whole_or_where_that_is_forbidden_its_card(newsroom, mara):
    forum = newsroom.forum()
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Arts", forum)
    await newsroom.publish(await newsroom.follow(), an_item("talks", categories=("Talks",)))
    card = await newsroom.finished_card()
    await retag(mara, "Talks", "Arts")
    await newsroom.standin.wait_for(lambda: newsroom.posts(forum))

    await retag(mara, "Talks")
    await newsroom.standin.wait_for(lambda: not newsroom.posts(forum))
    await corrected(newsroom)
    await retag(mara, "Talks", "Arts")
    await newsroom.standin.wait_for(lambda: newsroom.posts(forum))
    [post] = newsroom.posts(forum)
    forbid(newsroom, forum, MANAGE_THREADS)
    await newsroom.heard(lambda bot: bot.missing_permissions(forum.id, ("manage_threads",)))
    await retag(mara, "Talks")
    await newsroom.standin.wait_for(lambda: not list(post.log))

    assert newsroom.posts(forum) == [post]
    assert newsroom.cards(newsroom.world) == [card]
