"""/tags merge, as an owner's client sends it."""

import pytest

from bot.domain.delivery import DeliveryState
from bot.domain.ids import UserId
from bot.domain.subscription import Reach
from bot.domain.tagging import Rule, RuleKind
from bot.storage import overview, subscriptions
from tests.builders import an_item
from tests.cogs.tagging import SEND, audited, forbid, known, stored

READER = UserId(5)


async def subscribed(newsroom):
    async with newsroom.app.database.read() as tx:
        return await subscriptions.of_reader(tx, newsroom.server.id, READER)


async def test_tags_are_merged_after_a_question_that_says_what_it_would_do(newsroom, olena):
    quiet = newsroom.channel("quiet")
    gone = await newsroom.tag("Talks", quiet, synonyms=("peace",), rules=(Rule(RuleKind.KEYWORD, "truce"),))
    into = await newsroom.tag("Diplomacy", newsroom.world)
    feed = await newsroom.follow()
    forbid(newsroom, quiet, SEND)
    await known(newsroom, quiet, lambda each: not each.permissions_for(each.guild.me).send_messages)
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    await newsroom.until(
        lambda tx: overview.standstills(tx, newsroom.server.id, (DeliveryState.WAITING,)), bool
    )
    async with newsroom.app.database.write() as tx:
        now = newsroom.app.clock.now()
        for reader, tag, reach in ((READER, gone, Reach.DIRECT), (READER, into, Reach.LIST), (6, gone, None)):
            await subscriptions.add(tx, newsroom.server.id, UserId(reader), [tag.id], reach=reach, now=now)

    asked = await olena.use("tags merge", tag="peace", into="Diplomacy")
    still = await stored(newsroom, "Talks")
    done = await olena.press_and_wait(asked, "Merge them")
    card = await newsroom.card()

    assert asked.private
    assert (
        f"Merge **Talks** into **Diplomacy**? New stories of both go to <#{newsroom.world.id}>" in asked.text
    )
    assert "Its one story so far counts as one of **Diplomacy**" in asked.text
    assert "Its 2 subscribers get **Diplomacy** instead (1 have it already)" in asked.text
    assert f"One story that waits to be posted goes to <#{newsroom.world.id}>" in asked.text
    assert "goes by these names too then: Talks, peace; and it takes over one rule" in asked.text
    assert still is not None
    assert done.startswith("**Talks** is part of **Diplomacy** now. One story that waited goes to")
    assert "About talks" in str(card.components)
    tag = await stored(newsroom, "Diplomacy")
    assert await stored(newsroom, "Talks") is None
    assert (tag.synonyms, [rule.value for rule in tag.rules]) == (("peace", "talks"), ["truce"])
    assert [(each.tag_id, each.reach) for each in (await subscribed(newsroom)).values()] == [
        (into.id, Reach.DIRECT)
    ]
    assert ("tags-merged", "Diplomacy") in await audited(newsroom)
    assert "**Diplomacy** →" in (await olena.use("tags show", tag="Talks")).text

    await newsroom.publish(feed, an_item("more", categories=("Talks",)))
    assert "About more" in str((await newsroom.card(number=2)).components)


async def test_a_merger_is_promised_at_once_however_long_it_takes_also_after_a_restart(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Diplomacy", newsroom.world)
    asked = await olena.use("tags merge", tag="Talks", into="Diplomacy")
    await newsroom.restart()

    async with newsroom.app.database.write():  # nobody else writes meanwhile
        promised = await olena.press(asked, "Merge them")
        assert promised.message is None
    await olena.person.wait_event(
        lambda name, data: name == "MESSAGE_UPDATE" and "is part of **Diplomacy** now" in data["content"]
    )

    assert await stored(newsroom, "Talks") is None


async def test_a_merger_can_be_denied(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Diplomacy", newsroom.world)

    asked = await olena.use("tags merge", tag="Talks", into="Diplomacy")
    done = await olena.press(asked, "Keep both")

    assert done.text == "Nothing was changed."
    assert await stored(newsroom, "Talks") is not None


@pytest.mark.parametrize(
    ("tag", "into", "said"),
    [
        ("Talks", "talks", "“Talks” can't be merged into itself"),
        ("Talks", "Peace", "“Talks” can't be merged into itself"),
        ("Tlaks", "Diplomacy", "There is no tag “Tlaks” here. Did you mean “Talks”?"),
        ("Talks", "Nothing", "There is no tag “Nothing” here"),
    ],
)
async def test_what_can_not_be_merged_is_said_so(newsroom, olena, tag, into, said):
    await newsroom.tag("Talks", newsroom.world, synonyms=("peace",))
    await newsroom.tag("Diplomacy", newsroom.world)

    assert said in (await olena.use("tags merge", tag=tag, into=into)).text


async def test_a_merger_that_means_something_else_by_now_is_asked_again(newsroom, olena):
    other = newsroom.channel("other")
    await newsroom.heard(lambda bot: bot.get_channel(other.id))
    for name in ("Talks", "Diplomacy", "Ports"):
        await newsroom.tag(name, newsroom.world)
    moved = await olena.use("tags merge", tag="Talks", into="Diplomacy")
    await olena.use("tags edit", tag="Diplomacy", channel=other.id)
    removed = await olena.use("tags merge", tag="Talks", into="Ports")
    await olena.press(await olena.use("tags remove", tag="Ports"), "Remove it")

    overtaken = await olena.press_and_hear(moved, "Merge them")
    too_late = await olena.press_and_hear(removed, "Merge them")

    assert "another channel, so nothing was merged. Use /tags merge again" in overtaken
    assert "This was answered already" in too_late
    assert await stored(newsroom, "Talks") is not None


async def test_a_removal_says_how_many_have_subscribed(newsroom, olena):
    tag = await newsroom.tag("Talks", newsroom.world)
    async with newsroom.app.database.write() as tx:
        now = newsroom.app.clock.now()
        await subscriptions.add(tx, newsroom.server.id, READER, [tag.id], now=now)

    asked = await olena.use("tags remove", tag="Talks")
    await olena.press(asked, "Remove it")

    assert "One reader has subscribed to it, and is told of its stories no more" in asked.text
    assert await subscribed(newsroom) == {}
