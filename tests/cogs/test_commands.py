"""Each command as a person's client sends it."""

import pytest

from bot.domain.errors import NotAFeed
from bot.standin.world.model import Overwrite
from bot.storage import audits
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


async def test_a_tag_is_added_with_its_words(newsroom, owner, ask):
    reply = await ask(
        owner,
        "tags add",
        name="#World News",
        channel=newsroom.world.id,
        synonyms="International, foreign affairs",
        keywords="embassy, peace talks",
    )

    listed = await ask(owner, "tags list")
    shown = await ask(owner, "tags list", tag="world news")
    assert reply.private
    assert f"Stories about **World News** go to <#{newsroom.world.id}>" in reply.text
    assert "add one with /feeds add" in reply.text
    assert f"**World News** → <#{newsroom.world.id}> · 4 words of its own" in listed.text
    assert "Other names: foreignaffairs, international" in shown.text
    assert "Words that make a story its own: embassy, peace talks" in shown.text


@pytest.mark.parametrize("command", ["tags list", "tags edit"])
async def test_a_tag_to_show_or_change_is_completed(newsroom, owner, ask, command):
    await ask(owner, "tags add", name="World News", channel=newsroom.world.id)
    await ask(owner, "tags add", name="Local", channel=newsroom.world.id)

    offered = await owner.complete(
        command, server_id=newsroom.server.id, channel_id=newsroom.world.id, option="tag", value="wor"
    )

    assert [each["value"] for each in offered] == ["World News"]


async def test_a_tag_is_added_once(newsroom, owner, ask):
    await ask(owner, "tags add", name="World News", channel=newsroom.world.id)

    reply = await ask(owner, "tags add", name="world news", channel=newsroom.world.id)

    assert "There is a tag “world news” already" in reply.text


async def test_a_tag_needs_a_name_of_letters(newsroom, owner, ask):
    reply = await ask(owner, "tags add", name="!!!", channel=newsroom.world.id)

    assert "needs a letter or a digit" in reply.text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"name": "x" * 51}, "at most 50 characters"),
        ({"name": "World", "synonyms": ", ".join(f"word{n}" for n in range(51))}, "At most 50 words"),
        ({"name": "World", "keywords": "x" * 101}, "is too long"),
    ],
)
async def test_a_tag_beyond_its_limits_is_not_added(newsroom, owner, ask, options, said):
    reply = await ask(owner, "tags add", channel=newsroom.world.id, **options)

    assert said in reply.text
    assert (await ask(owner, "tags list")).text.startswith("This server has no tags yet")


async def test_a_tags_channel_needs_the_bots_permissions(newsroom, owner, ask):
    quiet = newsroom.channel("quiet")
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    quiet.overwrites[role.id] = Overwrite(role.id, 0, 0, 1 << 11 | 1 << 6)
    newsroom.standin.world.update_channel(quiet)

    reply = await ask(owner, "tags add", name="World", channel=quiet.id)

    assert f"The bot lacks Send Messages, Add Reactions in <#{quiet.id}>" in reply.text
    assert (await ask(owner, "tags list")).text.startswith("This server has no tags yet")


async def test_a_feed_is_read_before_it_is_added(newsroom, owner, ask):
    newsroom.reader.publish(an_item("one"), an_item("two"), url=URL)

    reply = await ask(owner, "feeds add", url="harbour.example/feed")

    listed = await ask(owner, "feeds list")
    assert reply.private
    assert "Now following **Harbour News**. It holds 2 stories" in reply.text
    assert f"[Harbour News]({URL})" in listed.text


async def test_a_feed_can_bring_all_its_stories_to_a_tag(newsroom, owner, ask):
    newsroom.reader.publish(url=URL)
    await ask(owner, "tags add", name="Local", channel=newsroom.world.id)

    reply = await ask(owner, "feeds add", url=URL, tag="local")

    assert "All its stories go to **Local**" in reply.text
    assert "all to Local" in (await ask(owner, "feeds list")).text


async def test_a_feeds_tag_is_completed(newsroom, owner, ask):
    await ask(owner, "tags add", name="World News", channel=newsroom.world.id)
    await ask(owner, "tags add", name="Local", channel=newsroom.world.id)

    offered = await owner.complete(
        "feeds add",
        server_id=newsroom.server.id,
        channel_id=newsroom.world.id,
        option="tag",
        value="wor",
        url=URL,
    )

    assert [choice["value"] for choice in offered] == ["World News"]


async def test_a_page_is_no_feed(newsroom, owner, ask):
    newsroom.reader.fail(
        NotAFeed(url=URL, looks_like="html", feeds=("https://harbour.example/rss",)), url=URL
    )

    reply = await ask(owner, "feeds add", url=URL)

    assert "is a web page and not a feed" in reply.text
    assert "harbour.example/rss" in reply.text
    assert (await ask(owner, "feeds list")).text.startswith("This server follows no feed yet")


@pytest.mark.parametrize("typed", ["ftp://harbour.example/feed", "https://", "not an address"])
async def test_what_is_no_address_is_said_so(newsroom, owner, ask, typed):
    reply = await ask(owner, "feeds add", url=typed)

    assert "is no web address" in reply.text


async def test_an_unknown_tag_adds_no_feed(newsroom, owner, ask):
    newsroom.reader.publish(url=URL)

    reply = await ask(owner, "feeds add", url=URL, tag="Nowhere")

    assert "There is no tag “Nowhere” here" in reply.text
    assert not newsroom.reader.checked


async def test_a_feed_is_followed_once(newsroom, owner, ask):
    newsroom.reader.publish(url=URL)
    await ask(owner, "feeds add", url=URL)

    reply = await ask(owner, "feeds add", url=URL)

    assert "follows" in reply.text
    assert "already" in reply.text


async def test_what_owners_change_is_audited(newsroom, owner, ask):
    newsroom.reader.publish(url=URL)

    await ask(owner, "tags add", name="World", channel=newsroom.world.id)
    await ask(owner, "feeds add", url=URL, tag="World")

    async with newsroom.app.database.read() as tx:
        entries = await audits.latest(tx, newsroom.server.id)
    assert [(entry.action, entry.subject, entry.actor_id) for entry in entries] == [
        ("feed-added", URL, newsroom.owner.id),
        ("tag-added", "World", newsroom.owner.id),
    ]


async def test_many_feeds_are_listed_within_a_message(newsroom, owner, ask):
    for number in range(40):
        await newsroom.follow(url=f"https://harbour.example/a-rather-long-address/{number}")

    reply = await ask(owner, "feeds list")

    assert len(reply.content) <= 2000
    assert "more." in reply.content


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

    assert {command["name"] for command in index["application_commands"]} == {"news"}


async def test_results_without_a_story_belong_into_a_discussion(newsroom, owner, ask):
    reply = await ask(owner, "news results")

    assert "This channel is no story's discussion. Name a story" in reply.text


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
    button = card.components[0]["components"][-1]["components"][-1]

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
    button = card.components[0]["components"][-1]["components"][-1]
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
