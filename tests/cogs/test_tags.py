"""/tags, as an owner's client sends it."""

import pytest

from bot.domain.channel import ChannelKind
from bot.domain.delivery import DeliveryState
from bot.domain.poll import PollMode, VoteOption, VoteSet
from bot.domain.reasons import Reason
from bot.domain.tagging import DiscussionMode, ImageMode, tag_key
from bot.standin.world.model import ForumTag, Overwrite
from bot.storage import audits, overview, tags, vote_sets
from tests.builders import an_item

SEND, MANAGE_CHANNELS, MANAGE_THREADS = 1 << 11, 1 << 4, 1 << 34


async def stored(newsroom, name):
    async with newsroom.app.database.read() as tx:
        return await tags.find(tx, newsroom.server.id, tag_key(name))


async def audited(newsroom):
    async with newsroom.app.database.read() as tx:
        return [(each.action, each.subject) for each in await audits.latest(tx, newsroom.server.id)]


async def standing(newsroom):
    """Where deliveries stand still or go: by channel, state and reason."""
    async with newsroom.app.database.read() as tx:
        groups = await overview.standstills(tx, newsroom.server.id, tuple(DeliveryState))
    return {(group.channel_id, group.state, group.reason): group.count for group in groups}


async def a_vote_set(newsroom, name="Sports"):
    async with newsroom.app.database.write() as tx:
        options = (VoteOption("⚽", "goal"), VoteOption("🥅", "miss"))
        return await vote_sets.add(
            tx,
            newsroom.server.id,
            key=tag_key(name),
            name=name,
            new=VoteSet("Well?", options, PollMode.SINGLE),
            now=newsroom.app.clock.now(),
        )


def forbid(newsroom, channel, rights):
    """Take rights from the bot in a channel."""
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    channel.overwrites[role.id] = Overwrite(role.id, 0, 0, rights)
    newsroom.standin.world.update_channel(channel)


async def known(newsroom, channel, told=lambda channel: True):
    await newsroom.heard(lambda bot: (found := bot.get_channel(channel.id)) and told(found))


async def test_a_tag_is_added_with_its_words(newsroom, olena):
    reply = await olena.use(
        "tags add",
        name="#World News",
        channel=newsroom.world.id,
        synonyms="International, foreign affairs",
        keywords="embassy, peace talks",
    )

    listed = await olena.use("tags list")
    shown = await olena.use("tags list", tag="world news")
    assert reply.private
    assert f"Stories about **World News** go to <#{newsroom.world.id}>" in reply.text
    assert "add one with /feeds add" in reply.text
    assert f"**World News** → <#{newsroom.world.id}> · 4 words of its own" in listed.text
    assert "discussion with the card · picture shown · votes: News (the default)" in shown.text
    assert "Other names: foreignaffairs, international" in shown.text
    assert "Words that make a story its own: embassy, peace talks" in shown.text
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
        ({"forum_tag": "Local", "crosspost": True}, "Only what stands in an announcement channel"),
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
        ({"crosspost": True}, "Only what stands in an announcement channel can be passed on"),
        ({"votes": "Sports"}, "no vote set “Sports”. Look at them with /polls sets list"),
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


async def test_an_edit_changes_what_is_given_and_nothing_else(newsroom, olena):
    await olena.use(
        "tags add", name="World", channel=newsroom.world.id, keywords="embassy", synonyms="abroad"
    )
    before = await stored(newsroom, "World")

    reply = await olena.use("tags edit", tag="world", image="none")

    after = await stored(newsroom, "World")
    assert "no picture" in reply.text
    assert after.options.image is ImageMode.NONE
    assert (after.rules, after.synonyms, after.channel_id) == (
        before.rules,
        before.synonyms,
        before.channel_id,
    )
    assert (await audited(newsroom))[0] == ("tag-edited", "World")


async def test_an_edit_replaces_words_and_name_and_votes(newsroom, olena):
    await a_vote_set(newsroom)
    await olena.use(
        "tags add", name="World", channel=newsroom.world.id, keywords="embassy", synonyms="abroad"
    )

    await olena.use("tags edit", tag="World", keywords="summit, peace talks", synonyms="-", votes="Sports")
    renamed = await olena.use("tags edit", tag="World", name="Globe", votes="default")

    tag = await stored(newsroom, "Globe")
    assert [rule.value for rule in tag.rules] == ["summit", "peace talks"]
    assert tag.synonyms == ()
    assert tag.options.vote_set_id is None
    assert "Stories about **Globe** go to" in renamed.text
    assert await stored(newsroom, "World") is None


async def test_a_tag_can_be_spelled_anew_but_not_take_anothers_name(newsroom, olena):
    await newsroom.tag("World", newsroom.world)
    await newsroom.tag("Local", newsroom.world)

    spelled = await olena.use("tags edit", tag="World", name="WORLD")
    taken = await olena.use("tags edit", tag="World", name="local")

    assert "**WORLD**" in spelled.text
    assert "There is a tag “local” already" in taken.text


async def test_an_edit_of_nothing_says_so(newsroom, olena):
    await newsroom.tag("World", newsroom.world)

    reply = await olena.use("tags edit", tag="World")

    assert "Nothing to change was given" in reply.text


async def test_another_channel_leaves_behind_what_makes_no_sense_there(newsroom, olena):
    announcements, forum = newsroom.announcements(), newsroom.forum(tags=("World",))
    await known(newsroom, forum)
    await olena.use("tags add", name="World", channel=announcements.id, crosspost=True)

    to_forum = await olena.use("tags edit", tag="World", channel=forum.id, forum_tag="World")
    in_forum = await stored(newsroom, "World")
    await olena.use("tags edit", tag="World", channel=newsroom.world.id)

    at_last = await stored(newsroom, "World")
    assert f"go to <#{forum.id}>" in to_forum.text
    assert (in_forum.kind, in_forum.options.forum_tag_id) == (ChannelKind.FORUM, forum.tags[0].id)
    assert not in_forum.options.crosspost
    assert (at_last.kind, at_last.options.forum_tag_id) == (ChannelKind.TEXT, None)


async def test_what_waits_goes_along_to_another_channel(newsroom, olena):
    quiet = newsroom.channel("quiet")
    await newsroom.tag("Talks", quiet)
    feed = await newsroom.follow()
    forbid(newsroom, quiet, SEND)
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    await newsroom.until(overview.servers_in_which_something_waits, bool)

    reply = await olena.use("tags edit", tag="Talks", channel=newsroom.world.id)

    assert "One story that waited goes there now" in reply.text
    assert await newsroom.finished_card(number=2)  # after the notice of what was missing


@pytest.mark.parametrize("command", ["tags list", "tags edit", "tags remove"])
async def test_a_tag_is_completed(newsroom, olena, command):
    await newsroom.tag("World News", newsroom.world)
    await newsroom.tag("Local", newsroom.world)

    assert await olena.offered(command, "tag", "wor") == {"World News": "World News"}


async def test_vote_sets_are_completed(newsroom, olena):
    await a_vote_set(newsroom)

    assert await olena.offered("tags add", "votes", "", name="A", channel=newsroom.world.id) == {
        "News (the default)": "default",
        "Sports": "Sports",
    }


async def test_a_tag_is_removed_after_a_question(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    card = await newsroom.finished_card()

    asked = await olena.use("tags remove", tag="talks")
    still = await stored(newsroom, "Talks")
    await newsroom.restart()
    done = await olena.press(asked, "Remove it")

    assert asked.private
    assert "Remove the tag **Talks**? What was posted stays" in asked.text
    assert "wait" not in asked.text
    assert still is not None
    assert done.text == "The tag **Talks** is removed."
    assert await stored(newsroom, "Talks") is None
    assert card in newsroom.cards(newsroom.world)
    assert await audited(newsroom) == [("tag-removed", "Talks")]


async def test_the_question_about_a_tag_can_be_denied(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    asked = await olena.use("tags remove", tag="Talks")

    done = await olena.press(asked, "Keep it")

    assert done.text == "Nothing was changed."
    assert await stored(newsroom, "Talks") is not None


async def test_what_waits_for_a_removed_tag_alone_ends_and_the_rest_goes_out(newsroom, olena):
    quiet, other = newsroom.channel("quiet"), newsroom.channel("other")
    await newsroom.tag("Talks", quiet)
    await newsroom.tag("Ships", quiet)
    await newsroom.tag("Ports", other)
    feed = await newsroom.follow()
    forbid(newsroom, quiet, SEND)
    forbid(newsroom, other, SEND)
    await newsroom.publish(
        feed,
        an_item("alone", categories=("Talks",)),
        an_item("both", categories=("Talks", "Ships")),
        an_item("elsewhere", categories=("Talks", "Ports")),
    )
    await newsroom.until(
        lambda tx: overview.standstills(tx, newsroom.server.id, (DeliveryState.WAITING,)),
        lambda groups: sum(group.count for group in groups) == 4,
    )

    asked = await olena.use("tags remove", tag="Talks")
    done = await olena.press(asked, "Remove it")
    ended = await standing(newsroom)
    forbid(newsroom, other, 0)

    assert "2 stories wait to be posted in its channel for this tag alone" in asked.text
    assert "One of these still comes out in another tag's channel" in asked.text
    assert "and 2 stories that waited for it with it" in done.text
    assert ended[quiet.id, DeliveryState.REMOVED, Reason.TAG_REMOVED] == 2
    assert ended[quiet.id, DeliveryState.WAITING, Reason.PERMISSION_MISSING] == 1
    assert await newsroom.finished_card(other)


async def test_the_home_of_a_story_passes_on_when_its_tag_is_removed(newsroom, olena):
    other = newsroom.channel("other")
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Ports", other)
    feed = await newsroom.follow()
    await olena.use("newsroom pause")
    await newsroom.publish(feed, an_item("talks", categories=("Talks", "Ports")))

    await olena.press(await olena.use("tags remove", tag="Talks"), "Remove it")
    await olena.use("newsroom resume")

    assert await newsroom.finished_card(other)  # with the poll and the discussion
    assert newsroom.cards(newsroom.world) == []


async def test_feeds_that_give_a_tag_to_all_their_stories_are_named_before_it_is_removed(newsroom, olena):
    await newsroom.tag("Local", newsroom.world)
    newsroom.reader.publish(an_item("one"), url="https://harbour.example/feed")
    found = await olena.use("feeds add", url="https://harbour.example/feed", tag="Local")
    await olena.press(found, "Keep it")

    asked = await olena.use("tags remove", tag="Local")

    assert "One feed gives it all its stories" in asked.text


@pytest.mark.parametrize("command", ["tags list", "tags edit", "tags remove"])
async def test_an_unknown_tag_is_said_so(olena, command):
    more = {"image": "none"} if command == "tags edit" else {}

    reply = await olena.use(command, tag="Nowhere", **more)

    assert "There is no tag “Nowhere” here" in reply.text


async def test_a_tag_that_is_gone_already_is_said_so(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    first, second = await olena.use("tags remove", tag="Talks"), await olena.use("tags remove", tag="Talks")
    await olena.press(first, "Remove it")

    done = await olena.press(second, "Remove it")

    assert "This was answered already" in done.text
