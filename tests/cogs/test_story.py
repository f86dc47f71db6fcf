"""/story as a moderator's client sees it, in a server whose quiet hours it is."""

from dataclasses import replace

import pytest

from bot.domain.quiet import QuietHours
from bot.domain.server import ServerSettings
from bot.standin.people.filling import NotOffered
from bot.storage import settings
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.cogs.tagging import SEND, audited, forbid, known, standing
from tests.newsroom_running import text_of

MANAGE_MESSAGES = 1 << 13


@pytest.fixture
async def mara(newsroom):
    """A moderator."""
    role = newsroom.standin.world.create_role(newsroom.server, "moderators", permissions=MANAGE_MESSAGES)
    account = newsroom.standin.world.create_account("Mara")
    newsroom.standin.world.join(newsroom.server, account, roles=[role])
    async with newsroom.person(account) as person:
        yield Asking(newsroom, person)


async def quiet_now(newsroom):
    """Let it be quiet in the server from an hour ago until two hours from now."""
    now = newsroom.app.clock.now()
    minute = now.hour * 60 + now.minute
    hours = QuietHours((minute - 60) % 1440, (minute + 120) % 1440)
    async with newsroom.app.database.write() as tx:
        await settings.change(tx, newsroom.server.id, replace(ServerSettings(), quiet=hours))


async def test_a_breaking_story_goes_out_in_quiet_hours_and_says_so(newsroom, olena, mara):
    world = newsroom.world
    await quiet_now(newsroom)
    await newsroom.tag("Talks", world)
    feed = await newsroom.follow()
    await newsroom.publish(
        feed, an_item("talks", categories=("Talks",)), an_item("tea", categories=("Talks",))
    )
    await newsroom.until(lambda _tx: standing(newsroom), lambda found: found)
    await newsroom.until(
        lambda _tx: standing(newsroom), lambda found: found.get((world.id, "queued", "quiet-hours")) == 2
    )
    status = await olena.use("newsroom status")
    panel = await olena.use("newsroom settings")

    await newsroom.restart()
    offered = await mara.offered("story breaking", "story", "abuot talks")
    assert newsroom.cards(world) == []
    said = await mara.use("story breaking", story=offered["About talks"])
    card = await newsroom.finished_card()
    again = await mara.use("story breaking", story="About talks")

    assert "2 cards, the first of" in status.text
    assert "quiet hours" in status.text
    assert "on its way" not in status.text
    assert "It is quiet now: cards wait until <t:" in panel.text
    assert said.private
    assert "**About talks** is breaking" in said.text
    assert "**Breaking**" in text_of(card.components)
    assert "was called breaking already" in again.text
    assert len(newsroom.cards(world)) == 1
    assert "About talks" not in await mara.offered("story breaking", "story")
    assert ("story-breaking", "About talks") in await audited(newsroom)


async def test_a_card_that_stands_is_drawn_again_and_the_rest_goes_out_when_quiet_hours_are_off(
    newsroom, olena, mara
):
    world = newsroom.world
    await newsroom.tag("Talks", world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    card = await newsroom.finished_card()
    await quiet_now(newsroom)
    await newsroom.publish(feed, an_item("tea", categories=("Talks",)))
    await newsroom.until(
        lambda _tx: standing(newsroom), lambda found: found.get((world.id, "queued", "quiet-hours")) == 1
    )

    await mara.use("story breaking", story="about talks")
    await newsroom.standin.wait_for(lambda: "**Breaking**" in text_of(card.components))
    await olena.use("newsroom settings", quiet_hours="off")

    second = await newsroom.finished_card(number=2)
    assert "**Breaking**" not in text_of(second.components)


async def test_a_story_is_unknown_to_who_may_not_see_its_channel_and_the_command_to_readers(newsroom, mara):
    hidden = newsroom.channel("hidden")
    newsroom.hide(hidden)
    await newsroom.tag("Talks", hidden)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    await newsroom.card(hidden)

    offered = await mara.offered("story breaking", "story")
    by_name = await mara.use("story breaking", story="About talks")
    by_number = await mara.use("story breaking", story="1")

    assert offered == {}
    assert "No story of the last 3 days fits “About talks”" in by_name.text
    assert "No story of the last 3 days fits “1”" in by_number.text
    async with newsroom.person(newsroom.reader_account()) as reader:
        with pytest.raises(NotOffered):
            await Asking(newsroom, reader).use("story breaking", story="1")


async def test_a_breaking_story_goes_out_though_its_channel_had_its_cards_of_the_hour(newsroom, olena, mara):
    world = newsroom.world
    await olena.use("newsroom settings", cards_per_hour=1)
    await newsroom.tag("Talks", world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("tea", categories=("Talks",)))
    await newsroom.finished_card()
    await newsroom.publish(feed, an_item("war", categories=("Talks",)))
    await newsroom.until(
        lambda _tx: standing(newsroom), lambda found: found.get((world.id, "failed", "over-budget")) == 1
    )

    said = await mara.use("story breaking", story="About war")
    card = await newsroom.finished_card(number=2)

    assert said.text == (
        "**About war** is breaking: it waits for no quiet hours and goes out beyond its channel's cards of an"
        " hour, and its card says so."
    )
    assert "About war" in text_of(card.components)


async def test_what_holds_a_breaking_story_all_the_same_is_said(newsroom, olena, mara):
    world = newsroom.world
    shut = newsroom.channel("shut")
    await newsroom.tag("Talks", world)
    await newsroom.tag("Tea", shut)
    forbid(newsroom, shut, SEND)
    await known(newsroom, shut, lambda found: not found.permissions_for(found.guild.me).send_messages)
    feed = await newsroom.follow()
    await olena.use("tags edit", tag="Talks", review=True)
    await newsroom.publish(feed, an_item("war", categories=("Talks",)), an_item("tea", categories=("Tea",)))
    await newsroom.until(
        lambda _tx: standing(newsroom), lambda found: (shut.id, "waiting", "permission-missing") in found
    )
    status = await olena.use("newsroom status")

    held = await mara.use("story breaking", story="About war")
    await olena.use("newsroom pause")
    forbidden = await mara.use("story breaking", story="About tea")

    assert "on its way" not in status.text
    assert "Nothing waits" not in status.text
    assert "- One story waits for a moderator: /desk next shows it." in status.text
    assert "holds it back for a moderator" in held.text
    assert "It can't go out yet, though: " in forbidden.text
    assert "Nothing goes out before /newsroom resume" in forbidden.text
    assert "paused" not in held.text
    assert not [card for card in newsroom.cards(world) if card.components]


async def test_words_of_a_title_alone_call_nothing_breaking(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(
        feed, an_item("bakery", title="Old bakery wins a prize in Rome", categories=("Talks",))
    )
    await newsroom.finished_card()

    said = await mara.use("story breaking", story="rom")
    nothing = await audited(newsroom)
    whole = await mara.use("story breaking", story="old bakery wins a prize in rome")

    assert "Did you mean “Old bakery wins a prize in Rome”?" in said.text
    assert "story-breaking" not in dict(nothing)
    assert "is breaking" in whole.text
