"""Each command as a person's client sends it."""

import pytest

from bot.domain.errors import NotAFeed
from bot.standin.world.model import Overwrite
from tests.builders import an_item

URL = "https://harbour.example/feed"


@pytest.fixture
async def owner(newsroom):
    async with newsroom.person(newsroom.owner) as person:
        yield person


@pytest.fixture
def ask(newsroom):
    """Use a command in the channel "world"."""

    async def use(person, command, **options):
        return await person.command(
            command, server_id=newsroom.server.id, channel_id=newsroom.world.id, **options
        )

    return use


async def test_many_feeds_are_listed_within_a_message(newsroom, owner, ask):
    for number in range(40):
        await newsroom.follow(url=f"https://harbour.example/a-rather-long-address/{number}")

    reply = await ask(owner, "feeds list")

    assert len(reply.content) <= 2000
    assert "Page 1 of 4" in reply.content


async def test_the_status_says_what_is_missing(newsroom, owner, ask):
    reply = await ask(owner, "newsroom status")

    assert reply.private
    assert "Newsroom of Harbour News" in reply.text
    assert "add one with /tags add" in reply.text
    assert "add one with /feeds add" in reply.text


async def test_the_status_names_a_failing_feed_with_its_reason(newsroom, owner, ask):
    feed = await newsroom.follow(url=URL)
    newsroom.reader.fail(NotAFeed(url=URL, looks_like="empty"), url=URL)
    await newsroom.app.intake.check(feed.id)

    reply = await ask(owner, "newsroom status")

    assert "the last check failed" in reply.text
    assert "is empty" in reply.text


async def test_readers_have_no_owners_commands(newsroom):
    async with newsroom.person(newsroom.reader_account()) as reader:
        index = await reader.request("GET", f"/guilds/{newsroom.server.id}/application-command-index")

    names = {command["name"] for command in index["application_commands"]}
    assert names == {"help", "news", "privacy", "clip", "Clip this link"}


async def test_results_without_a_story_belong_into_a_discussion(newsroom, owner, ask):
    reply = await ask(owner, "news results")

    assert "This channel is not a story's discussion. Name a story" in reply.text


async def test_a_story_is_found_by_completion_and_by_its_words(newsroom, owner, ask):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    await newsroom.finished_card()

    offered = await owner.complete(
        "news results",
        server_id=newsroom.server.id,
        channel_id=newsroom.world.id,
        option="story",
        value="TALK",
    )
    chosen = await ask(owner, "news results", story=offered[0]["value"])
    typed = await ask(owner, "news results", story="about talks")

    assert [choice["name"] for choice in offered] == ["About talks"]
    assert "About talks" in chosen.text
    assert "Nobody has voted yet" in chosen.text
    assert typed.text == chosen.text


async def test_a_story_in_a_hidden_channel_is_neither_offered_nor_shown(newsroom):
    hidden = newsroom.channel("editors", overwrites={newsroom.server.everyone: (0, 1 << 10)})
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    hidden.overwrites[role.id] = Overwrite(role.id, 0, 1 << 10, 0)
    newsroom.standin.world.update_channel(hidden)
    await newsroom.tag("Talks", hidden)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    await newsroom.finished_card(hidden)

    async with newsroom.person(newsroom.reader_account()) as reader:
        offered = await reader.complete(
            "news results",
            server_id=newsroom.server.id,
            channel_id=newsroom.world.id,
            option="story",
            value="",
        )
        reply = await reader.command(
            "news results", server_id=newsroom.server.id, channel_id=newsroom.world.id, story="1"
        )

    assert offered == []
    assert "There is no poll for that story here" in reply.text


async def test_the_button_on_a_card_shows_the_results_to_who_clicked(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    card = await newsroom.finished_card()
    button = results_button(card)

    await newsroom.restart()
    async with newsroom.person(newsroom.reader_account()) as reader:
        reply = await reader.click(newsroom.world.id, card.id, button["custom_id"])

    assert reply.private
    assert "About talks" in reply.text


async def test_a_button_of_a_card_that_is_not_known_says_so(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    card = await newsroom.finished_card()
    button = results_button(card)
    button["custom_id"] = "newsclip:results:ffffffffffffffffffffffff"

    async with newsroom.person(newsroom.reader_account()) as reader:
        reply = await reader.click(newsroom.world.id, card.id, button["custom_id"])

    assert reply.private
    assert "There is no poll for that story here" in reply.text


async def test_a_bug_is_answered_as_such(newsroom, owner, ask):
    newsroom.reader.fail(ZeroDivisionError("a bug of ours"), url=URL)

    reply = await ask(owner, "feeds add", url=URL)

    assert "Something went wrong on our side" in reply.text
    assert (await ask(owner, "feeds list")).text.startswith("This server follows no feed yet")


def results_button(card):
    row = card.components[0]["components"][-1]["components"]
    return next(each for each in row if each.get("label") == "Results")


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        (
            "tags edit",
            {"tag": "Wrold News", "image": "none"},
            "There is no tag “Wrold News” here. Did you mean “World N",
        ),
        ("tags remove", {"tag": "wolrd news"}, "Did you mean “World News”? /tags list"),
        (
            "feeds add",
            {"url": "https://a.example/feed", "tag": "world new"},
            "Did you mean “World News”? /tags list",
        ),
        ("feeds remove", {"feed": "harbor new"}, "more than one of that name. Did you mean “Harbour News”?"),
        (
            "polls remove",
            {"name": "Sprots"},
            "no vote set “Sprots”. Did you mean “Sports”? /polls sets",
        ),
        ("tags edit", {"tag": "World News", "votes": "sport"}, "Did you mean “Sports”? /polls sets"),
        ("tags remove", {"tag": "Knitting"}, "There is no tag “Knitting” here. /tags list"),
    ],
)
async def test_who_names_what_is_not_there_is_told_what_is_like_it(
    newsroom, ask, owner, command, options, said
):
    await newsroom.tag("World News", newsroom.world)
    await newsroom.follow()
    await ask(owner, "polls create", name="Sports", question="Well?", options="👍 yes, 👎 no")

    reply = await ask(owner, command, **options)

    assert said in reply.text
