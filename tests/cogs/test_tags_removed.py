"""/tags remove, as an owner's client sends it, and what is offered while one types."""

import pytest

from bot.domain.delivery import DeliveryState
from bot.domain.reasons import Reason
from bot.storage import overview
from tests.builders import an_item
from tests.cogs.tagging import (
    SEND,
    a_vote_set,
    audited,
    forbid,
    standing,
    stored,
)


@pytest.mark.parametrize("command", ["tags show", "tags edit", "tags remove", "tags rules"])
async def test_a_tag_is_completed(newsroom, olena, command):
    await newsroom.tag("World News", newsroom.world, synonyms=("abroad",))
    await newsroom.tag("Économie", newsroom.world)

    for typed in ("wor", "WORLD NWES", "abro"):
        assert await olena.offered(command, "tag", typed) == {"World News": "World News"}
    assert await olena.offered(command, "tag", "econ") == {"Économie": "Économie"}
    assert list(await olena.offered(command, "tag")) == ["World News", "Économie"]


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

    assert "2 stories are waiting to be posted in its channel for this tag alone" in asked.text
    assert "One of these still comes out in another tag's channel" in asked.text
    assert "along with 2 stories that waited for it" in done.text
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

    assert "One feed sends all its stories to it" in asked.text


@pytest.mark.parametrize("command", ["tags show", "tags edit", "tags remove", "tags rules"])
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
