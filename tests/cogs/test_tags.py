"""/tags add, as an owner's client sends it."""

import pytest

from bot.domain.channel import ChannelKind
from bot.domain.tagging import DiscussionMode, ImageMode, Rule, RuleKind
from bot.standin.world.model import ForumTag
from tests.cogs.tagging import (
    MANAGE_CHANNELS,
    MANAGE_THREADS,
    SEND,
    a_vote_set,
    audited,
    forbid,
    known,
    stored,
)

PATTERN = Rule(RuleKind.PATTERN, r"(?-i:\b(?:HIV|WHO)\b)")


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            (Rule(RuleKind.KEYWORD, "clinic"), PATTERN),
            "Words that bring a story here: clinic, and one pattern",
        ),
        ((PATTERN,), "One pattern brings a story here."),
    ],
)
async def test_a_pattern_is_counted_and_not_shown(newsroom, olena, rules, said):
    await newsroom.tag("Health", newsroom.world, rules=rules)

    shown = await olena.use("tags show", tag="health")

    assert said in shown.text
    assert "HIV" not in shown.text


async def test_a_tag_is_added_with_its_words(newsroom, olena):
    reply = await olena.use(
        "tags add",
        name="#World News",
        channel=newsroom.world.id,
        synonyms="International, foreign affairs",
        keywords="embassy, peace talks",
    )

    listed = await olena.use("tags list")
    shown = await olena.use("tags show", tag="world news")
    assert reply.private
    assert f"Stories about **World News** go to <#{newsroom.world.id}>" in reply.text
    assert "add one with /feeds add" in reply.text
    assert f"**World News** → <#{newsroom.world.id}> · looks for 4 words" in listed.text
    assert "Each story: discussion with the card · picture shown · votes: News (the default)" in shown.text
    assert "Other names: foreignaffairs, international" in shown.text
    assert "Words that bring a story here: embassy, peace talks" in shown.text
    assert await audited(newsroom) == [("tag-added", "World News")]


async def test_a_tag_is_added_with_all_options(newsroom, olena):
    announcements = newsroom.announcements()
    votes = await a_vote_set(newsroom)

    reply = await olena.use(
        "tags add",
        name="Sport",
        channel=announcements.id,
        crosspost=True,
        discussion="on-request",
        image="spoiler",
        votes="sports",
    )

    tag = await stored(newsroom, "Sport")
    assert "passed on to following servers · picture hidden as a spoiler · votes: Sports" in reply.text
    assert "discussion when a reader asks for it" in reply.text
    assert tag.kind is ChannelKind.ANNOUNCEMENT
    assert tag.options.crosspost
    assert tag.options.discussion is DiscussionMode.ON_REQUEST
    assert tag.options.image is ImageMode.SPOILER
    assert tag.options.vote_set_id == votes.id


async def test_a_forums_own_tag_is_offered_and_kept(newsroom, olena):
    forum = newsroom.forum(tags=("World", "Local"), requires_tag=True)
    await known(newsroom, forum)

    offered = await olena.offered("tags add", "forum_tag", "wor", name="World", channel=forum.id)
    reply = await olena.use("tags add", name="World", channel=forum.id, forum_tag=offered["World"])

    tag = await stored(newsroom, "World")
    assert list(offered) == ["World", "+ wor"]
    assert "posts get the forum's tag **World**" in reply.text
    assert tag.kind is ChannelKind.FORUM
    assert tag.options.forum_tag_id == forum.tags[0].id


async def test_a_forums_tag_is_offered_for_the_channel_that_a_tag_has(newsroom, olena):
    forum = newsroom.forum(tags=("World",))
    await known(newsroom, forum)
    await olena.use("tags add", name="World", channel=forum.id)

    assert list(await olena.offered("tags edit", "forum_tag", "", tag="World")) == ["World"]
    assert await olena.offered("tags edit", "forum_tag", "") == {}
    assert await olena.offered("tags edit", "forum_tag", "", tag="Nowhere") == {}


async def test_a_forums_tag_is_made_if_that_is_asked_for(newsroom, olena):
    forum = newsroom.forum(tags=("Local",), requires_tag=True)
    await known(newsroom, forum)

    await olena.use("tags add", name="World", channel=forum.id, forum_tag="+World")

    assert [tag.name for tag in forum.tags] == ["Local", "World"]
    assert (await stored(newsroom, "World")).options.forum_tag_id == forum.tags[1].id


async def test_a_forums_tag_that_is_there_is_not_made_again(newsroom, olena):
    forum = newsroom.forum(tags=("World",))
    await known(newsroom, forum)

    await olena.use("tags add", name="World", channel=forum.id, forum_tag="+world")

    assert [tag.name for tag in forum.tags] == ["World"]
    assert (await stored(newsroom, "World")).options.forum_tag_id == forum.tags[0].id


async def test_to_make_a_forums_tag_takes_the_right_to(newsroom, olena):
    forum = newsroom.forum()
    forbid(newsroom, forum, MANAGE_CHANNELS)
    await known(newsroom, forum)

    reply = await olena.use("tags add", name="World", channel=forum.id, forum_tag="+World")

    assert "The bot lacks the permission “Manage Channels” there" in reply.text
    assert await stored(newsroom, "World") is None


async def test_a_moderated_tag_takes_the_right_to_manage_threads(newsroom, olena):
    forum = newsroom.forum()
    forum.tags = [ForumTag(newsroom.standin.world.mint.next(), "Checked", moderated=True)]
    forbid(newsroom, forum, MANAGE_THREADS)
    await known(newsroom, forum, lambda channel: channel.available_tags)

    reply = await olena.use("tags add", name="World", channel=forum.id, forum_tag="Checked")
    forbid(newsroom, forum, 0)
    await newsroom.heard(
        lambda bot: bot.get_channel(forum.id).permissions_for(bot.guilds[0].me).manage_threads
    )
    allowed = await olena.use("tags add", name="World", channel=forum.id, forum_tag="Checked")

    assert "Only moderators may give the tag “Checked”" in reply.text
    assert "lacks Manage Threads" in reply.text
    assert "posts get the forum's tag **Checked**" in allowed.text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "takes no post without one of its tags (Local)"),
        ({"forum_tag": "-"}, "takes no post without one of its tags (Local)"),
        ({"forum_tag": "Sport"}, "has no tag “Sport”; it has Local"),
        ({"forum_tag": "+"}, "has no tag “+”; it has Local"),
        ({"forum_tag": "+" + "x" * 21}, "at most 20 characters"),
        ({"forum_tag": "Local", "crosspost": True}, "Only cards in an announcement channel"),
        ({"forum_tag": "Local", "votes": "nothing"}, "no vote set “nothing”"),
    ],
)
async def test_what_a_forum_can_not_take_is_said_at_once(newsroom, olena, options, said):
    forum = newsroom.forum(tags=("Local",), requires_tag=True)
    await known(newsroom, forum, lambda channel: channel.flags.require_tag)

    reply = await olena.use("tags add", name="World", channel=forum.id, **options)

    assert said in reply.text.replace("\\", "")
    assert await stored(newsroom, "World") is None


async def test_a_full_forum_gets_no_tag_more(newsroom, olena):
    forum = newsroom.forum(tags=[f"Tag{number}" for number in range(20)])
    await known(newsroom, forum)

    reply = await olena.use("tags add", name="World", channel=forum.id, forum_tag="+World")
    offered = await olena.offered("tags add", "forum_tag", "World", name="World", channel=forum.id)

    assert "has 20 tags, and Discord allows no more" in reply.text
    assert offered == {}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"name": "!!!"}, "needs a letter or a digit"),
        ({"name": "x" * 51}, "at most 50 characters"),
        ({"synonyms": ", ".join(f"word{n}" for n in range(51))}, "At most 50 words"),
        ({"keywords": "x" * 101}, "is too long"),
        ({"forum_tag": "World"}, "Only a forum has tags of its own"),
        ({"crosspost": True}, "Only cards in an announcement channel can be passed on"),
        ({"votes": "Sports"}, "no vote set “Sports”. Look at them with /polls sets"),
    ],
)
async def test_a_tag_that_can_not_be_is_not_added(newsroom, olena, options, said):
    reply = await olena.use("tags add", **{"name": "World", "channel": newsroom.world.id} | options)

    assert said in reply.text
    assert (await olena.use("tags list")).text.startswith("This server has no tags yet")


async def test_a_tag_is_added_once(newsroom, olena):
    await olena.use("tags add", name="World News", channel=newsroom.world.id)

    reply = await olena.use("tags add", name="world news", channel=newsroom.world.id)

    assert "There is a tag “world news” already" in reply.text


@pytest.mark.parametrize("kind", ["channel", "forum"])
async def test_a_tags_channel_needs_the_bots_permissions(newsroom, olena, kind):
    quiet = getattr(newsroom, kind)("quiet")
    forbid(newsroom, quiet, SEND)
    await newsroom.heard(
        lambda bot: (
            (found := bot.get_channel(quiet.id)) and not found.permissions_for(bot.guilds[0].me).send_messages
        )
    )

    reply = await olena.use("tags add", name="World", channel=quiet.id)

    assert f"The bot lacks Send Messages in <#{quiet.id}>" in reply.text
    assert await stored(newsroom, "World") is None
