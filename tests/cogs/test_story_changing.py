"""/story edit, /story retag and “Moderate story…” as moderators' clients see them."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.domain.server import ServerSettings
from bot.standin.people.filling import NotOffered
from bot.storage import editions, polls, settings, verdicts
from bot.storage.desk_tables import review as review_table
from tests.builders import an_item
from tests.cogs.moderating import a_moderator, controls, hold, labels, reviewed_feed
from tests.cogs.tagging import a_vote_set
from tests.newsroom_running import text_of


@pytest.fixture
async def mara(newsroom):
    async with a_moderator(newsroom) as mara:
        yield mara


@pytest.fixture
async def nils(newsroom):
    async with a_moderator(newsroom, "Nils") as nils:
        yield nils


async def posted(newsroom, *tags, **item):
    """A story that stands in the channel of the first tag."""
    for label, channel in tags or [("Talks", newsroom.world)]:
        await newsroom.tag(label, channel)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",), **item))
    return feed, await newsroom.finished_card()


def fields(form):
    """The fields of a form by name: their ids, and what stands in them."""
    found = {}
    for label in form.modal["components"]:
        part = label["component"]
        chosen = [option["value"] for option in part.get("options", ()) if option.get("default")]
        name = part["custom_id"].partition(":")[0]
        found[name] = part["custom_id"], part.get("value") or ",".join(chosen)
    return found


async def fill(asking, form, **values):
    """Send a form back, with these fields changed."""
    there = fields(form)
    sent = {}
    for name, (custom_id, value) in there.items():
        wanted = values.get(name, value)
        sent[custom_id] = [wanted] if name == "vote_set" else wanted
    return await asking.person.submit(form, asking._newsroom.world.id, **sent)


async def the_edition(newsroom):
    async with newsroom.app.database.read() as tx:
        return next(iter(await editions.latest(tx, newsroom.server.id)))


async def decided(newsroom):
    """What was decided on the newest story: kind, who, what changed."""
    edition = await the_edition(newsroom)
    async with newsroom.app.database.read() as tx:
        found = await verdicts.of_edition(tx, edition.id)
    return [(each.kind, each.actor_id, each.changes) for each in found]


def said_in(thread):
    return [text_of(message.components) for message in thread.log if message.components]


async def test_an_edit_shows_on_the_card_and_in_the_discussion_and_is_told_there(newsroom, mara):
    _, card = await posted(newsroom)
    offered = await mara.offered("story edit", "story", "talk")
    form = await mara.use("story edit", story=offered["About talks"])

    await newsroom.restart()
    panel = await fill(mara, form, title="Talks at last", opening="Will it *hold*?")
    thread = newsroom.thread(card)
    await newsroom.standin.wait_for(lambda: "Talks at last" in text_of(card.components))
    await newsroom.standin.wait_for(lambda: thread.name == "Talks at last")
    await newsroom.standin.wait_for(lambda: any("have corrected" in said for said in said_in(thread)))
    await newsroom.standin.wait_for(lambda: "Will it" in text_of(newsroom.opening(card).components))

    assert fields(form)["title"][1] == "About talks"
    assert "corrected" in text_of(card.components)
    assert "What is known of talks." in text_of(card.components)
    note = next(said for said in said_in(thread) if "have corrected" in said)
    assert "the title" in note
    assert "the question of the discussion" in note
    assert "the lead" not in note
    [(kind, who, changes)] = await decided(newsroom)
    assert (kind, who) == ("edited", int(mara.person.id))
    assert changes == {"title": ["About talks", "Talks at last"], "opening": ["", "Will it *hold*?"]}
    assert "Talks at last" in text_of(panel.components)


async def test_who_edits_what_another_has_changed_meanwhile_is_told(newsroom, mara, nils):
    _, card = await posted(newsroom)
    first = await mara.use("story edit", story="About talks")
    second = await nils.use("story edit", story="About talks")
    await fill(mara, first, title="Talks at last")

    told = await fill(nils, second, title="Talks again", lead="Nobody knows.")
    beside = await beside_of(nils, told)
    await newsroom.restart()
    again = await nils.press(beside, "Edit again with what I typed")
    await fill(nils, again, title="Talks at last")
    await newsroom.standin.wait_for(lambda: "Nobody knows" in text_of(card.components))

    said = text_of(beside.components)
    assert f"{mara.mention} has changed the title since you opened the form" in said
    assert "You had typed as “Title”: Talks again" in said
    assert "You had typed as “Lead”: Nobody knows." in said
    assert "discussion asks" not in said
    assert {name: value for name, (_, value) in fields(again).items()} == {
        "title": "Talks again",
        "lead": "Nobody knows.",
        "opening": fields(second)["opening"][1],
        "question": fields(second)["question"][1],
        "vote_set": "0",
    }
    edition = await the_edition(newsroom)
    assert (edition.story.draft.title, edition.story.draft.lead) == ("Talks at last", "Nobody knows.")


async def beside_of(asking, reply):
    """The message that is sent beside a reply, once it is."""
    _, said = await asking.person.wait_event(
        lambda name, data: (
            name == "MESSAGE_CREATE" and data["flags"] & 64 and data["id"] != reply.message["id"]
        )
    )
    return replace(reply, message=said)


async def test_a_held_story_is_edited_before_it_goes_out(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "talks")
    form = await mara.use("story edit", story="About talks")

    panel = await fill(mara, form, title="Talks at last", lead="Soon.", question="Good or bad?")
    await mara.press(panel, "Approve")
    card = await newsroom.finished_card()

    shown = text_of(card.components)
    assert "Talks at last" in shown
    assert "Soon." in shown
    assert "Good or bad?" in shown
    assert "corrected" not in shown
    assert newsroom.thread(card).name == "Talks at last"


async def test_a_poll_asks_something_else_while_nobody_has_voted(newsroom, mara):
    _, card = await posted(newsroom)
    await a_vote_set(newsroom, "Sports")
    form = await mara.use("story edit", story="About talks")
    sports = next(
        each["value"]
        for label in form.modal["components"]
        for each in label["component"].get("options", ())
        if each["label"] == "Sports"
    )

    await fill(mara, form, vote_set=sports)
    await newsroom.standin.wait_for(lambda: {str(each) for each in card.reactions} >= {"⚽", "🥅"})
    await newsroom.standin.wait_for(lambda: len(card.reactions) == 2)
    await newsroom.standin.wait_for(lambda: "Well?" in text_of(card.components))
    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.react(newsroom.world.id, card.id, "⚽")
        edition = await the_edition(newsroom)
        await newsroom.until(lambda tx: marks_on(tx, edition.id), lambda found: found == 1)
    late = await mara.use("story edit", story="About talks")
    refused = await fill(mara, late, question="Really?")

    assert "The poll of this story can't ask anything else any more" in refused.text
    assert "You had typed as “What the poll asks”: Really?" in refused.text
    [(kind, _, changes)] = await decided(newsroom)
    assert (kind, changes) == ("edited", {"vote_set": [None, "Sports"]})


async def marks_on(tx, edition_id):
    poll = await polls.of_edition(tx, edition_id)
    return len(await polls.marks(tx, poll.id))


async def test_cards_come_and_go_with_tags_and_the_home_stays(newsroom, mara):
    arts, trade = newsroom.channel("arts"), newsroom.channel("trade")
    await newsroom.tag("Arts", arts)
    await newsroom.tag("Trade", trade)
    _, card = await posted(newsroom)
    panel = await mara.use("story retag", story="About talks")
    await mara.pick(panel, "The tags that it is to have", "Talks", "Arts")
    await newsroom.restart()
    saved = await mara.press(panel, "Save")
    pointer = await newsroom.card(arts)

    again = await mara.use("story retag", story="About talks")
    await mara.pick(again, "The tags that it is to have", "Trade")
    swapped = await mara.press(again, "Save")
    await newsroom.card(trade)
    await newsroom.standin.wait_for(lambda: not newsroom.cards(arts))

    assert f"A card of it comes to <#{arts.id}>" in text_of(saved.components)
    assert f"Its card in <#{arts.id}> goes" in text_of(swapped.components)
    assert f"Its discussion and its poll stay in <#{newsroom.world.id}>" in text_of(swapped.components)
    assert newsroom.cards(newsroom.world) == [card]
    assert "About talks" in text_of(pointer.components)
    kinds = [
        (kind, [each["label"] for each in changes["tags"][1]]) for kind, _, changes in await decided(newsroom)
    ]
    assert kinds == [("retagged", ["Arts", "Talks"]), ("retagged", ["Trade"])]

    back = await mara.use("story retag", story="About talks")
    await mara.pick(back, "The tags that it is to have", "Arts")
    await mara.press(back, "Save")
    await newsroom.card(arts)
    await newsroom.standin.wait_for(lambda: not newsroom.cards(trade))


async def test_a_held_story_goes_where_its_new_tags_lead_and_no_feed_adds_one(newsroom, mara):
    arts = newsroom.channel("arts")
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Arts", arts)
    feed = await reviewed_feed(newsroom)
    await hold(newsroom, feed, "talks")
    panel = await mara.use("story retag", story="About talks")
    await mara.pick(panel, "The tags that it is to have", "Arts")
    await mara.press(panel, "Save")
    other = await newsroom.follow(url="https://other.example/feed")

    await newsroom.publish(other, an_item("talks", categories=("Talks",)))
    moderating = await mara.use("story edit", story="About talks")
    done = await fill(mara, moderating)
    await mara.press(done, "Approve")
    card = await newsroom.finished_card(arts)

    assert "About talks" in text_of(card.components)
    assert newsroom.cards(newsroom.world) == []
    assert [tag.label for tag in (await the_edition(newsroom)).tags] == ["Arts"]


async def test_what_a_source_changes_of_an_edited_story_is_applied_or_kept(newsroom, mara):
    feed, card = await posted(newsroom)
    review = newsroom.channel("review")
    async with newsroom.app.database.write() as tx:
        await settings.change(tx, newsroom.server.id, ServerSettings(review_channel_id=review.id))
    await fill(mara, await mara.use("story edit", story="About talks"), lead="Soon.")
    await newsroom.standin.wait_for(lambda: "Soon." in text_of(card.components))

    await newsroom.publish(feed, an_item("talks", title="Talks off", categories=("Talks",)))
    await newsroom.restart()
    asked = await newsroom.card(review)
    await newsroom.standin.wait_for(lambda: "Talks off" in text_of(asked.components))
    unchanged = text_of(card.components)
    reply = await click(mara, asked, "apply")
    await newsroom.standin.wait_for(lambda: "Talks off" in text_of(card.components))

    assert "About talks" in text_of(asked.components) or reply is not None
    assert "Talks off" not in unchanged
    assert newsroom.thread(card) is not None
    await newsroom.standin.wait_for(lambda: newsroom.thread(card).name == "Talks off")
    await newsroom.publish(feed, an_item("talks", title="Talks on", categories=("Talks",)))
    second = await newsroom.card(review, 2)
    await click(mara, second, "keep")
    await newsroom.publish(feed, an_item("talks", title="Talks off", categories=("Talks",)))
    await newsroom.publish(feed, an_item("talks", title="Talks on", categories=("Talks",)))

    kinds = [kind for kind, _, _ in await decided(newsroom)]
    assert kinds == ["edited", "applied", "kept"]
    assert "Talks off" in text_of(card.components)
    async with newsroom.app.database.read() as tx:
        asked_about = await tx.scalar(select(func.count()).where(review_table.c.kind == "change"))
    assert asked_about == 2


async def test_all_that_came_with_a_sources_changes_goes_when_they_are_taken_back(newsroom, mara):
    feed, card = await posted(newsroom, author="Ada Berg")
    review = newsroom.channel("review")
    async with newsroom.app.database.write() as tx:
        await settings.change(tx, newsroom.server.id, ServerSettings(review_channel_id=review.id))
    await fill(mara, await mara.use("story edit", story="About talks"), lead="Soon.")
    await newsroom.publish(
        feed, an_item("talks", title="Talks off", author="Somebody else", categories=("Talks",))
    )
    await click(mara, await newsroom.card(review), "apply")
    await newsroom.standin.wait_for(lambda: "Somebody else" in text_of(card.components))
    await newsroom.standin.wait_for(lambda: newsroom.thread(card).name == "Talks off")

    offered = await mara.offered("desk undo", "decision", "change applied")
    await newsroom.restart()
    undone = await mara.use("desk undo", decision=offered["the source's change applied: Talks off"])
    await newsroom.standin.wait_for(lambda: "Ada Berg" in text_of(card.components))
    await newsroom.standin.wait_for(lambda: newsroom.thread(card).name == "About talks")

    assert "Taken back: the source's change, on **About talks**." in undone.text
    assert "About talks" in text_of(card.components)
    assert "Soon." in text_of(card.components)
    assert "Somebody else" not in text_of(card.components)


async def click(asking, message, action):
    """Press the button of a message for an action."""
    button = next(
        each
        for each in controls(message.components)
        if each["custom_id"].startswith(f"newsclip:desk:{action}:")
    )
    return await asking.person.click(message.channel.id, message.id, button["custom_id"])


async def test_the_menu_of_a_message_shows_what_can_be_done_with_its_story(newsroom, mara):
    world = newsroom.world
    _, card = await posted(newsroom)
    place = {"server_id": newsroom.server.id, "channel_id": world.id}
    plain = await mara.person.send(world.id, "Hello")

    panel = await mara.person.menu("Moderate story…", card.id, **place)
    nothing = await mara.person.menu("Moderate story…", plain["id"], **place)
    await newsroom.restart()
    form = await mara.press(panel, "Edit")
    await fill(mara, form, title="Talks at last")
    await newsroom.standin.wait_for(lambda: "Talks at last" in text_of(card.components))
    tags = await mara.press(panel, "Retag")
    left = await mara.press(tags, "Leave it")
    called = await mara.press(left, "Breaking")
    await mara.person.wait_event(
        lambda name, data: (
            name == "MESSAGE_CREATE" and "**Talks at last** is breaking: it waits for no" in data["content"]
        )
    )

    assert "Breaking" not in labels(called)
    assert panel.private
    assert {"Edit", "Retag"} <= set(labels(panel))
    assert "No story of mine stands in this message" in nothing.text
    assert "**Talks at last**" in text_of(left.components)


def sees(bot, newsroom, channel):
    """Whether everybody sees a channel, as far as the bot knows."""
    guild = bot.get_guild(newsroom.server.id)
    everyone = guild.get_channel(channel.id).overwrites_for(guild.default_role)
    return everyone.view_channel is not False


async def test_nobody_changes_what_they_do_not_moderate(newsroom, mara):
    arts, hidden = newsroom.channel("arts"), newsroom.channel("hidden")
    await newsroom.tag("Secret", hidden)
    await newsroom.tag("Talks", arts)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    card = await newsroom.finished_card(arts)
    form = await mara.use("story edit", story="About talks")
    tags = await mara.use("story retag", story="About talks")
    newsroom.hide(hidden)
    await newsroom.heard(lambda bot: not sees(bot, newsroom, hidden))
    await mara.pick(tags, "The tags that it is to have", "Secret")

    refused = await mara.press(tags, "Save")
    newsroom.hide(arts)
    await newsroom.heard(lambda bot: not sees(bot, newsroom, arts))
    blind = await fill(mara, form, title="Talks at last")
    unknown = await mara.offered("story edit", "story", "talks")
    typed = await mara.use("story retag", story="About talks")

    assert "a channel that you do not moderate" in refused.text
    assert "a channel that you do not moderate" in blind.text
    assert unknown == {}
    assert "No story here fits “About talks”" in typed.text
    assert await decided(newsroom) == []
    async with newsroom.person(newsroom.reader_account()) as reader:
        with pytest.raises(NotOffered):
            await reader.menu("Moderate story…", card.id, server_id=newsroom.server.id, channel_id=arts.id)
