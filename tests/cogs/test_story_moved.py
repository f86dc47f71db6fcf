"""What goes along when /story move takes a story elsewhere: locks, and who is told of which place."""

import pytest

from bot.domain.tagging import DiscussionMode
from bot.standin.world.model import Overwrite
from tests.cogs.moderating import a_moderator
from tests.cogs.test_story_ending import MANAGE_MESSAGES, jump, posted, said

VIEW = 1 << 10


@pytest.fixture
async def mara(newsroom):
    async with a_moderator(newsroom) as moderator:
        yield moderator


def for_moderators(newsroom, channel):
    """Let nobody but moderators see a channel."""
    newsroom.hide(channel)
    role = next(each for each in newsroom.server.roles.values() if each.name == "moderators")
    channel.overwrites[role.id] = Overwrite(role.id, 0, VIEW | MANAGE_MESSAGES, 0)
    newsroom.standin.world.update_channel(channel)


async def test_no_note_links_a_public_channel_to_a_hidden_discussion(newsroom, mara):
    world, first, second = newsroom.world, newsroom.channel("first"), newsroom.channel("second")
    for each in (first, second):
        for_moderators(newsroom, each)
    await newsroom.tag("Talks", first)
    await newsroom.tag("Silent", second, discussion=DiscussionMode.NEVER)
    await newsroom.tag("Public", world)
    feed = await newsroom.follow()
    (card,) = await posted(newsroom, feed, "match", channel=first)
    hidden = newsroom.thread(card)

    await mara.use("story move", story="About match", tag="Silent")
    silent = await newsroom.card(second)
    await newsroom.standin.wait_for(lambda: hidden.thread.locked and len(silent.reactions) == 3)
    await mara.use("story move", story="About match", tag="Public")
    home = await newsroom.finished_card(world)
    await newsroom.standin.wait_for(lambda: "moved this story here." in said(newsroom.thread(home)))

    assert jump(newsroom, hidden) not in said(newsroom.thread(home))


async def test_a_locked_discussion_is_locked_wherever_its_story_goes(newsroom, mara):
    sports = newsroom.channel("sports")
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Sports", sports)
    feed = await newsroom.follow()
    (card,) = await posted(newsroom, feed, "match")
    old = newsroom.thread(card)
    await mara.use("story lock", story="About match")
    await newsroom.standin.wait_for(lambda: old.thread.locked)

    await mara.use("story move", story="About match", tag="Sports")
    home = await newsroom.finished_card(sports)
    new = newsroom.thread(home)
    await newsroom.standin.wait_for(lambda: new.thread.locked)
    await mara.use("story move", story="About match", tag="Talks")
    await newsroom.standin.wait_for(lambda: said(old).count("have locked this discussion") == 2)
    await mara.use("story reopen", story="About match")
    await newsroom.standin.wait_for(lambda: not old.thread.locked)
    await mara.use("story move", story="About match", tag="Sports")
    await newsroom.standin.wait_for(lambda: not new.thread.locked)

    assert said(new).count("have locked this discussion") == 1
    assert "[it was discussed there before]" in said(old)
    assert said(old).count("have opened this discussion again") == 1
