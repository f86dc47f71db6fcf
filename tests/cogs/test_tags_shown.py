"""/tags show, list, rename and what more /tags add and edit set, as an owner's client sends them."""

import asyncio

import pytest

from bot.domain.ids import UserId
from bot.domain.tagging import Policy, Rule, RuleKind
from bot.standin.faults import Fault
from bot.storage import audits, subscriptions
from tests.builders import an_item
from tests.cogs.asking import an_owner
from tests.cogs.tagging import SEND, audited, forbid, stored

MENTION_EVERYONE = 1 << 17
CARD_COLOR = 0x3B82C4


async def known_role(newsroom, role):
    await newsroom.heard(lambda bot: bot.get_guild(newsroom.server.id).get_role(role.id))


async def test_all_of_a_tag_is_shown(newsroom, olena):
    category, feed = Rule(RuleKind.CATEGORY, "Diplomacy"), Rule(RuleKind.FEED, "7")
    tag = await newsroom.tag("Talks", newsroom.world, rules=(category, feed), synonyms=("peace",))
    await newsroom.tag("Local", newsroom.world)
    source = await newsroom.follow()
    await newsroom.publish(source, an_item("talks", categories=("Talks",)))
    async with newsroom.app.database.write() as tx:
        now = newsroom.app.clock.now()
        await subscriptions.add(tx, newsroom.server.id, UserId(5), [tag.id], now=now)

    shown = await olena.use("tags show", tag="peace")

    assert shown.private
    assert f"**Talks** → <#{newsroom.world.id}>" in shown.text
    assert "Each story: discussion with the card · picture shown · votes: News (the default)" in shown.text
    assert "Other names: peace" in shown.text
    assert "Categories that bring a story here: Diplomacy" in shown.text
    assert "One feed sends all its stories here" in shown.text
    assert "About one story a week · one subscriber" in shown.text
    assert "Place 1 of 2" in shown.text


async def test_what_keeps_a_tag_from_its_work_is_shown_with_the_fix(newsroom, olena):
    lost, quiet = newsroom.channel("lost"), newsroom.channel("quiet")
    role = newsroom.standin.world.create_role(newsroom.server, "Fans", permissions=0, mentionable=True)
    await newsroom.tag("Lost", lost)
    await newsroom.tag("Quiet", quiet)
    await known_role(newsroom, role)
    await olena.use("tags add", name="Fans", channel=newsroom.world.id, role=role.id)
    newsroom.standin.world.delete_channel(lost)
    role.mentionable = False
    newsroom.standin.world.update_role(newsroom.server, role)
    forbid(newsroom, newsroom.world, MENTION_EVERYONE)
    forbid(newsroom, quiet, SEND)
    await newsroom.heard(
        lambda bot: bot.missing_permissions(quiet.id, ("send_messages",)) and not bot.get_channel(lost.id)
    )
    await newsroom.heard(lambda bot: not bot.get_guild(newsroom.server.id).get_role(role.id).mentionable)

    gone = await olena.use("tags show", tag="Lost")
    mute = await olena.use("tags show", tag="Quiet")
    unpinged = await olena.use("tags show", tag="Fans")

    assert "⚠️ The channel was deleted, or the bot can't see it any more" in gone.text
    assert f"⚠️ The bot lacks Send Messages in <#{quiet.id}>" in mute.text
    assert f"⚠️ The bot can't mention <@&{role.id}> in <#{newsroom.world.id}>" in unpinged.text


async def test_a_tag_is_shown_in_a_thread_too(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    thread = newsroom.thread(await newsroom.finished_card())
    place = {"server_id": newsroom.server.id, "channel_id": thread.id}

    shown = await olena.person.command("tags show", tag="Talks", **place)
    edited = await olena.person.command("tags edit", tag="Talks", image="none", **place)

    assert shown.private
    assert "**Talks** →" in shown.text
    assert "no picture" in edited.text


async def test_many_tags_have_pages(newsroom, olena):
    for number in range(17):
        await newsroom.tag(f"Subject {number:02}", newsroom.world)

    first = await olena.use("tags list")
    await newsroom.restart()
    second = await olena.press(first, "Next ▶")

    assert "**17 tags**" in first.text
    assert "Subject 14" in first.text
    assert "Subject 15" not in first.text
    assert "Subject 16" in second.text


async def test_a_list_says_which_tags_are_under_review(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Ships", newsroom.world)
    await olena.use("tags edit", tag="Talks", review=True, keywords="embassy")

    listed = await olena.use("tags list")

    lines = {line.split("**")[1]: line for line in listed.text.splitlines() if line.startswith("- **")}
    assert lines["Talks"].endswith(" · under review")
    assert "under review" not in lines["Ships"]


async def test_a_tag_has_a_colour_which_its_cards_take(newsroom, olena):
    added = await olena.use("tags add", name="Talks", channel=newsroom.world.id, color="#3B82C4")
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    card = await newsroom.card()
    refused = await olena.use("tags edit", tag="Talks", color="mud")
    kept = await stored(newsroom, "Talks")
    await olena.use("tags edit", tag="Talks", color="-")

    assert "colour blue" in added.text
    assert card.components[0]["accent_color"] == CARD_COLOR
    assert "“mud” is no colour. Give one of red, orange" in refused.text
    assert kept.color == CARD_COLOR
    assert (await stored(newsroom, "Talks")).color is None
    assert "green" in await olena.offered("tags edit", "color", "gren", tag="Talks")


async def test_a_role_is_pinged_only_if_the_bot_can(newsroom, olena):
    closed = newsroom.standin.world.create_role(newsroom.server, "News", permissions=0)
    opened = newsroom.standin.world.create_role(newsroom.server, "Fans", permissions=0, mentionable=True)
    await known_role(newsroom, opened)
    forbid(newsroom, newsroom.world, MENTION_EVERYONE)
    await newsroom.heard(lambda bot: bot.missing_permissions(newsroom.world.id, ("mention_everyone",)))

    everybody = newsroom.server.everyone.id
    all_of_them = await olena.use("tags add", name="Talks", channel=newsroom.world.id, role=everybody)
    refused = await olena.use("tags add", name="Talks", channel=newsroom.world.id, role=closed.id)
    nothing = await stored(newsroom, "Talks")
    added = await olena.use("tags add", name="Talks", channel=newsroom.world.id, role=opened.id)
    pinged = await stored(newsroom, "Talks")
    ended = await olena.use("tags edit", tag="Talks", no_role=True)

    assert "Everybody is no role to ping" in all_of_them.text
    assert f"The bot can't mention <@&{closed.id}> in <#{newsroom.world.id}>" in refused.text
    assert nothing is None
    assert f"Each of its stories pings <@&{opened.id}>" in added.text
    assert (pinged.role_id, pinged.role_is_ours) == (opened.id, False)
    assert "pings" not in ended.text
    assert (await stored(newsroom, "Talks")).role_id is None


async def test_a_tag_under_review_holds_its_stories_back(newsroom, olena):
    added = await olena.use("tags add", name="Talks", channel=newsroom.world.id, review=True)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("held", categories=("Talks",)))
    held = await stored(newsroom, "Talks")
    await olena.use("tags edit", tag="Talks", review=False)
    await newsroom.publish(
        feed, an_item("held", categories=("Talks",)), an_item("free", categories=("Talks",))
    )

    card = await newsroom.card()
    assert "Its stories are held back for a moderator" in added.text
    assert held.policy is Policy.REVIEW
    assert "About free" in str(card.components)
    assert len(newsroom.cards(newsroom.world)) == 1


async def test_the_order_of_tags_decides_where_a_story_stands(newsroom, olena):
    other = newsroom.channel("other")
    for name, channel in (("Talks", newsroom.world), ("Ships", newsroom.world), ("Ports", other)):
        await newsroom.tag(name, channel)
    feed = await newsroom.follow()

    await olena.use("tags edit", tag="Ports", position=1)
    await olena.use("tags edit", tag="Talks", position=99)
    await newsroom.publish(feed, an_item("both", categories=("Talks", "Ports")))

    listed = await olena.use("tags list")
    places = [listed.text.index(name) for name in ("Ports", "Ships", "Talks")]
    assert places == sorted(places)
    assert await newsroom.finished_card(other)  # with the poll and the discussion


async def test_a_renamed_tag_still_takes_what_its_old_name_brought(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Ports", newsroom.world, synonyms=("harbours",))
    feed = await newsroom.follow()

    done = await olena.use("tags rename", tag="talks", name="#Peace talks")
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))

    card = await newsroom.card()
    tag = await stored(newsroom, "Peace talks")
    assert "The tag **Talks** is called **Peace talks** now" in done.text
    assert "“Talks” still come here" in done.text
    assert "Peace talks" in str(card.components)
    assert tag.synonyms == ("talks",)
    assert (await audited(newsroom))[0] == ("tag-renamed", "Peace talks")
    assert "**Peace talks** →" in (await olena.use("tags show", tag="Talks")).text

    back = await olena.use("tags rename", tag="Peace talks", name="TALKS")
    spelled = await olena.use("tags rename", tag="talks", name="Talks")
    assert "is called **TALKS** now" in back.text
    assert "The tag **TALKS** is spelled **Talks** now" in spelled.text
    assert (await stored(newsroom, "Talks")).synonyms == ("peacetalks",)


@pytest.mark.parametrize(
    ("tag", "name", "said"),
    [
        ("Talks", "ports", "There is a tag “ports” already"),
        ("Talks", "Talks", "The tag is called “Talks” already"),
        ("Talks", "!!!", "its name needs a letter or a digit"),
        ("Talks", "x" * 51, "at most 50 characters"),
        ("Nowhere", "World", "There is no tag “Nowhere” here"),
    ],
)
async def test_a_name_that_a_tag_can_not_have_is_refused(newsroom, olena, tag, name, said):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Ports", newsroom.world, synonyms=("harbours",))

    refused = await olena.use("tags rename", tag=tag, name=name)

    assert said in refused.text
    assert (await stored(newsroom, "Talks")).label == "Talks"


async def test_a_name_that_another_tag_goes_by_is_said_to_be_shared(newsroom, olena):
    ports = newsroom.channel("ports")
    await newsroom.heard(lambda bot: bot.get_channel(ports.id))
    await newsroom.tag("Ports", ports, synonyms=("harbours",))

    added = await olena.use("tags add", name="Harbours", channel=newsroom.world.id)
    away = await olena.use("tags rename", tag="Harbours", name="Quays")
    back = await olena.use("tags rename", tag="Quays", name="Harbours")

    assert "“Harbours” is another name of Ports as well: stories about it go there too" in added.text
    assert "as well" not in away.text
    assert "“Harbours” is another name of Ports as well" in back.text


async def test_two_owners_who_change_different_things_keep_both(newsroom, olena):
    forum = newsroom.forum(tags=("Local",))
    await newsroom.heard(lambda bot: bot.get_channel(forum.id))
    await newsroom.tag("Talks", newsroom.world)
    slow = newsroom.standin.faults.add(a_slow_forum())

    async with an_owner(newsroom) as other:
        making = asyncio.create_task(
            olena.use("tags edit", tag="Talks", channel=forum.id, forum_tag="+Talks")
        )
        await newsroom.struck(slow)
        await other.use("tags edit", tag="Talks", image="none", color="red")
        done = await making

    tag = await stored(newsroom, "Talks")
    assert f"go to <#{forum.id}>" in done.text
    assert (tag.options.image, tag.color) == ("none", 0xC23F3F)
    assert tag.options.forum_tag_id is not None


async def test_an_edit_that_another_owner_has_overtaken_says_so_and_does_nothing(newsroom, olena):
    forum, elsewhere = newsroom.forum(tags=("Local",)), newsroom.channel("elsewhere")
    await newsroom.heard(lambda bot: bot.get_channel(forum.id) and bot.get_channel(elsewhere.id))
    await newsroom.tag("Talks", newsroom.world)
    slow = newsroom.standin.faults.add(a_slow_forum())

    async with an_owner(newsroom) as other:
        making = asyncio.create_task(
            olena.use("tags edit", tag="Talks", channel=forum.id, forum_tag="+Talks")
        )
        await newsroom.struck(slow)
        await other.use("tags edit", tag="Talks", channel=elsewhere.id)
        done = await making

    assert "Somebody has just given **Talks** another channel, so nothing was changed" in done.text
    assert (await stored(newsroom, "Talks")).channel_id == elsewhere.id
    async with newsroom.app.database.read() as tx:
        assert len(await audits.latest(tx, newsroom.server.id)) == 1


def a_slow_forum():
    return Fault(method="PATCH", route="/channels/{channel_id}", kind="delay", seconds=1)
