"""/clip and “Clip this link” as members' clients send them, and what the clippers are told."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.config import DeskSettings
from bot.domain.errors import AddressRefused, FetchFailed, TooLarge, Unreadable
from bot.domain.holding import DeskRule, DeskRuleKind
from bot.domain.trouble import Trouble
from bot.domain.verdict import RejectReason
from bot.storage import desk_rules
from bot.storage.desk_tables import clip
from tests.builders import an_item
from tests.cogs.asking import options
from tests.cogs.clipping import (
    LINK,
    a_member,
    clips_of,
    desk,
    editions_of,
    let,
    letter,
    letters,
    mara,
    page,
    publish,
    server_id,
)
from tests.cogs.moderating import a_moderator, controls
from tests.newsroom_running import text_of


@pytest.fixture
async def ravi(newsroom):
    """A member of a newsroom with a tag whose channel they see, and one whose channel they don't."""
    await newsroom.restart(desk=DeskSettings(undo_seconds=0))
    newsroom.secret = newsroom.channel("secret")
    newsroom.hide(newsroom.secret)
    newsroom.talks = await newsroom.tag("Talks", newsroom.world)
    newsroom.plans = await newsroom.tag("Plans", newsroom.secret)
    publish(newsroom, page(), page(f"{LINK}?utm_source=chat"))
    async with a_member(newsroom) as member:
        yield member


async def test_a_link_waits_for_the_moderators_is_posted_with_its_credit_and_its_clipper_is_told(
    newsroom, ravi
):
    answer = await ravi.use("clip", url=f"{LINK}?utm_source=chat", tags="talks")
    again = await ravi.use("clip", url=LINK)
    async with a_member(newsroom, "Anna") as anna:
        of_another = await anna.use("clip", url=LINK)

    assert "“The bridge is open” waits for the moderators now" in answer.text
    assert "You have proposed this already" in again.text
    assert "“The bridge is open” waits for the moderators already" in of_another.text
    [held] = await editions_of(newsroom)
    assert (held.state, held.clipped_by, [tag.label for tag in held.tags]) == (
        "held",
        ravi.account.id,
        ["Talks"],
    )
    assert len(await clips_of(newsroom)) == 1
    assert newsroom.cards(newsroom.world) == []

    await newsroom.restart(desk=DeskSettings(undo_seconds=0))
    await desk(newsroom).approve(server_id(newsroom), mara(newsroom), held.id)
    card = await newsroom.finished_card()
    told = await letter(newsroom, ravi)

    assert f"proposed by <@{ravi.account.id}>" in text_of(card.components)
    assert card.mentions.users == []
    text = text_of(told.components)
    assert f"https://discord.com/channels/{newsroom.server.id}/{newsroom.world.id}/{card.id}" in text
    assert "**The bridge is open**, which you proposed in Harbour News, was posted" in text
    here = await ravi.use("clip", url=LINK)
    assert f"This is here already: https://discord.com/channels/{newsroom.server.id}" in here.text
    assert f"<#{newsroom.thread(card).id}>" in here.text
    await newsroom.restart(desk=DeskSettings(undo_seconds=0))
    await newsroom.app.clip_telling.tell_due()
    assert len(letters(newsroom, ravi)) == 1
    assert [each.outcome for each in await clips_of(newsroom)] == ["posted"]


async def test_what_the_moderators_reject_is_told_with_their_reason_and_never_taken_again(newsroom, ravi):
    publish(newsroom, page(f"{LINK}-two", title="Two"), page(f"{LINK}-three", title="Three"))
    for link in (LINK, f"{LINK}-two"):
        await ravi.use("clip", url=link, tags="Talks")
    first, second = await editions_of(newsroom)
    decide, by = desk(newsroom), mara(newsroom)

    await decide.reject(server_id(newsroom), by, first.id, reason=RejectReason.ADVERTISING)
    told = text_of((await letter(newsroom, ravi)).components)
    await decide.reject(server_id(newsroom), by, second.id, reason=RejectReason.OTHER, detail="It stinks")
    in_words = text_of((await letter(newsroom, ravi, 2)).components)

    assert "**The bridge is open**, which you proposed in Harbour News, was not taken" in told
    assert "moderators: advertising." in told
    assert "**Two**, which you proposed in Harbour News, was not taken by its moderators." in in_words
    assert "stinks" not in in_words
    async with a_member(newsroom, "Anna") as anna:
        for member in (ravi, anna):
            again = await member.use("clip", url=LINK)
            assert "The moderators have decided on “The bridge is open” before" in again.text
            assert "advertising" not in again.text
    assert len(await editions_of(newsroom)) == 2


async def test_a_member_who_uses_nothing_else_is_told_in_the_language_of_their_discord(newsroom, ravi):
    ravi.account.locale = "de"
    answer = await ravi.use("clip", url=LINK)
    await newsroom.restart(desk=DeskSettings(undo_seconds=0))
    [held] = await editions_of(newsroom)
    await desk(newsroom).reject(server_id(newsroom), mara(newsroom), held.id, reason="old")

    assert "wartet jetzt auf die Moderation" in answer.text
    assert "nicht angenommen" in text_of((await letter(newsroom, ravi)).components)


async def test_a_decision_that_is_taken_back_in_time_is_told_nobody(newsroom, ravi, monkeypatch):
    await ravi.use("clip", url=LINK, tags="Talks")
    [held] = await editions_of(newsroom)
    telling = newsroom.app.clip_telling
    monkeypatch.setattr(telling, "_grace", timedelta(minutes=10))
    decide, by = desk(newsroom), mara(newsroom)

    rejected = await decide.reject(server_id(newsroom), by, held.id, reason=RejectReason.OLD)
    await telling.tell_due()
    await decide.undo(server_id(newsroom), by, rejected.verdict_id)
    await telling.tell_due()
    await decide.approve(server_id(newsroom), by, held.id)

    told = text_of((await letter(newsroom, ravi)).components)
    assert "was posted" in told
    assert len(letters(newsroom, ravi)) == 1


async def test_of_a_trusted_role_a_link_goes_out_at_once_unless_a_rule_holds_it(newsroom, ravi):
    role = newsroom.standin.world.create_role(newsroom.server, "clippers")
    await let(newsroom, clip_role_id=role.id)
    async with newsroom.app.database.write() as tx:
        rules = [DeskRule(DeskRuleKind.WORD, "ferry"), DeskRule(DeskRuleKind.BLOCK, "Bad Post")]
        now = newsroom.app.clock.now()
        await desk_rules.add(tx, newsroom.server.id, rules, by=newsroom.owner.id, now=now)
    publish(
        newsroom,
        page(f"{LINK}-ferry", title="The ferry sails"),
        page(f"{LINK}-bad", title="Bad", outlet="Bad Post"),
        page(f"{LINK}-none", title="Nothing"),
    )

    async with a_member(newsroom, "Anna", roles=[role]) as anna:
        out = await anna.use("clip", url=LINK, tags="Talks")
        card = await newsroom.finished_card()
        told = text_of((await letter(newsroom, anna)).components)
        ferry = await anna.use("clip", url=f"{LINK}-ferry", tags="Talks")
        blocked = await anna.use("clip", url=f"{LINK}-bad", tags="Talks")
        without_tag = await anna.use("clip", url=f"{LINK}-none")

    assert "“The bridge is open” goes out in a moment" in out.text
    assert f"proposed by <@{anna.account.id}>" in text_of(card.components)
    assert "was posted" in told
    assert "waits for the moderators now" in ferry.text
    assert "it has a word that moderators want to look at" in ferry.text
    assert "The moderators let nothing of Bad Post in here" in blocked.text
    assert "no tag fits this one" in without_tag.text
    states = [(each.state, [tag.label for tag in each.tags]) for each in await editions_of(newsroom)]
    assert states == [("cleared", ["Talks"]), ("held", ["Talks"]), ("held", [])]


async def test_a_member_has_so_many_in_a_day_and_an_owner_can_turn_it_off(newsroom, ravi):
    publish(newsroom, page(f"{LINK}-two"), page(f"{LINK}-three"))
    await let(newsroom, clips_per_day=1)

    await ravi.use("clip", url=LINK)
    await newsroom.restart(desk=DeskSettings(undo_seconds=0))
    second = await ravi.use("clip", url=f"{LINK}-two")
    known = await ravi.use("clip", url=LINK)
    async with a_member(newsroom, "Anna") as anna:
        of_another = await anna.use("clip", url=f"{LINK}-three")
        await let(newsroom, clips_per_day=0)
        off = await anna.use("clip", url=f"{LINK}-two")

    assert "You can propose one link in a day here. You can propose another <t:" in second.text
    assert "You have proposed this already" in known.text
    assert "waits for the moderators now" in of_another.text
    assert "Nobody can propose links here" in off.text
    assert len(await clips_of(newsroom)) == 2


async def test_two_who_propose_the_same_link_at_once_make_one_story(newsroom, ravi):
    async with a_member(newsroom, "Anna") as anna:
        said = await asyncio.gather(*(each.use("clip", url=LINK) for each in (ravi, anna)))

    assert len(await editions_of(newsroom)) == len(await clips_of(newsroom)) == 1
    assert sorted("already" in each.text for each in said) == [False, True]


@pytest.mark.parametrize(
    ("typed", "trouble", "said"),
    [
        ("ftp://news.example/file", None, "is no address of a web page"),
        ("javascript:alert(1)", None, "is no address of a web page"),
        ("http://me@news.example/x", None, "is no address of a web page"),
        ("https://news.example/", None, "is a site's front page"),
        (f"{LINK}{'x' * 1000}", None, "This address is too long: 1,000 characters at most"),
        (LINK, AddressRefused(url=LINK, why="10.0.0.7 is private"), "does not lead to a public page"),
        (LINK, FetchFailed(url=LINK, why="reset"), "gave no answer"),
        (LINK, FetchFailed(url=LINK, why=Trouble.TOO_MANY_REDIRECTS), "does not lead to a public page"),
        (LINK, FetchFailed(url=LINK, why="", status=404), "is not there"),
        (LINK, TooLarge(url=LINK, limit=5), "is too large to be read"),
        (LINK, Unreadable(url=LINK, why="empty"), "could not be read as a page"),
        (LINK, Unreadable(url=LINK, why="is-feed"), "is a feed and no story. Give the address of one story."),
        (LINK, page(title="", lead=""), "has no title and no text"),
        (LINK, page(url="https://news.example/"), "is a site's front page"),
    ],
)
async def test_what_can_not_be_a_story_is_told_in_one_sentence(newsroom, typed, trouble, said):
    if trouble is not None:
        newsroom.reader.pages[LINK] = trouble
    async with a_member(newsroom) as ravi:
        answer = await ravi.use("clip", url=typed)

    assert said in answer.text
    assert "10.0.0.7" not in answer.text
    assert await clips_of(newsroom) == await editions_of(newsroom) == []


async def test_tags_are_offered_one_after_the_other_and_only_those_that_the_member_sees(newsroom, ravi):
    await newsroom.tag("Europe", newsroom.world)

    first = await ravi.offered("clip", "tags", url=LINK)
    second = await ravi.offered("clip", "tags", "Talks, e", url=LINK)
    hidden = await ravi.use("clip", url=LINK, tags="Talks, Plans")
    taken = await ravi.use("clip", url=LINK, tags="Talks, #europe")

    assert list(first) == ["Talks", "Europe"]
    assert list(second) == ["Talks, Europe"]
    assert "waits" not in hidden.text
    assert "Plans" in hidden.text
    assert "waits for the moderators now" in taken.text
    [held] = await editions_of(newsroom)
    assert [tag.label for tag in held.tags] == ["Talks", "Europe"]


async def test_a_story_in_a_hidden_channel_is_not_told_of_and_not_doubled(newsroom, ravi):
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("bridge", link=LINK, categories=("Plans",)))
    await newsroom.finished_card(newsroom.secret)

    answer = await ravi.use("clip", url=LINK, tags="Talks")
    again = await ravi.use("clip", url=LINK)
    await newsroom.app.clip_telling.tell_due()

    assert "“The bridge is open” waits for the moderators now" in answer.text
    assert "You have proposed this already" in again.text
    assert len(await editions_of(newsroom)) == 1
    assert (newsroom.cards(newsroom.world), letters(newsroom, ravi)) == ([], [])
    [clipped] = await clips_of(newsroom)
    assert clipped.edition_id is None


async def test_the_menu_of_a_message_takes_its_link_or_asks_which_also_after_a_restart(newsroom, ravi):
    publish(newsroom, page("https://other.example/b", title="Other"))
    one = await ravi.person.send(newsroom.world.id, f"Look: **[this]({LINK})**!")
    none = await ravi.person.send(
        newsroom.world.id, "https://news.example/ https://discord.com/channels/1/2/3"
    )
    two = await ravi.person.send(
        newsroom.world.id, f"<{LINK}?utm_source=chat>, {LINK} (https://other.example/b)."
    )

    of_none = await clip_message(newsroom, ravi, none)
    of_one = await clip_message(newsroom, ravi, one)
    asked = await clip_message(newsroom, ravi, two)
    await newsroom.restart(desk=DeskSettings(undo_seconds=0))
    chosen = await chosen_and_answered(ravi, asked, "other.example/b")

    assert "There is no link in that message" in of_none.text
    assert "“The bridge is open” waits for the moderators now" in of_one.text
    assert options(asked) == ["news.example/bridge?utm_source=chat", "other.example/b"]
    assert "“Other” waits for the moderators now" in chosen["content"]
    assert len(await editions_of(newsroom)) == 2


async def chosen_and_answered(member, reply, label):
    """Choose an option; return the message once its select is gone."""
    await member.choose(reply, label)
    _, changed = await member.person.wait_event(
        lambda name, data: (
            name == "MESSAGE_UPDATE" and data["id"] == reply.message["id"] and not data["components"]
        )
    )
    return changed


async def clip_message(newsroom, member, message):
    place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}
    return await member.person.menu("Clip this link", message["id"], **place)


async def test_a_hostile_page_mentions_nobody_and_breaks_out_of_nothing(newsroom, ravi):
    title = f"@everyone <@{newsroom.owner.id}> **[click](https://evil.example)**"
    publish(newsroom, page(title=title, outlet="<@&1> `x`"))

    answer = await ravi.use("clip", url=LINK, tags="Talks")
    [held] = await editions_of(newsroom)
    await desk(newsroom).reject(server_id(newsroom), mara(newsroom), held.id, reason=RejectReason.RULES)
    told = await letter(newsroom, ravi)

    for text in (answer.text, text_of(told.components)):
        assert f"<@{newsroom.owner.id}>" not in text
        assert "](https://evil.example)" not in text
        assert "**[click" not in text
    assert (told.mentions.users, told.mentions.everyone) == ([], False)


async def test_closed_doors_are_respected_and_who_left_is_not_written_to(newsroom, ravi):
    publish(newsroom, page(f"{LINK}-two", title="Two"))
    ravi.account.accepts_direct_messages = False
    async with a_member(newsroom, "Anna") as anna:
        await ravi.use("clip", url=LINK, tags="Talks")
        await anna.use("clip", url=f"{LINK}-two", tags="Talks")
        newsroom.standin.world.leave(newsroom.server, anna.account)
        for held in await editions_of(newsroom):
            await desk(newsroom).reject(server_id(newsroom), mara(newsroom), held.id, reason=RejectReason.OLD)

        await newsroom.until(outcomes, lambda found: found == ["untold", "untold"])
        assert letters(newsroom, ravi) == letters(newsroom, anna) == []


async def outcomes(tx):
    return list(await tx.scalars(select(clip.c.outcome).order_by(clip.c.id)))


async def test_forgetting_a_member_takes_their_credit_off_the_card(newsroom, ravi):
    await ravi.use("clip", url=LINK, tags="Talks")
    [held] = await editions_of(newsroom)
    await desk(newsroom).approve(server_id(newsroom), mara(newsroom), held.id)
    card = await newsroom.finished_card()
    await letter(newsroom, ravi)

    await ravi.press(await ravi.use("privacy delete"), "Forget me")

    await newsroom.standin.wait_for(lambda: "proposed by" not in text_of(card.components))
    assert await clips_of(newsroom) == []


async def test_a_story_that_a_member_proposed_is_a_normal_one_once_a_feed_brings_it(newsroom, ravi):
    await ravi.use("clip", url=LINK)
    feed = await newsroom.follow()

    await newsroom.publish(feed, an_item("bridge", link=LINK, title="Bridge", categories=("Talks",)))
    card = await newsroom.finished_card()

    assert "proposed by" in text_of(card.components)
    [edition] = await editions_of(newsroom)
    assert (edition.state, [tag.label for tag in edition.tags]) == ("cleared", ["Talks"])


async def test_moderators_see_in_the_review_channel_who_proposed_it_and_nobody_else_decides(newsroom, ravi):
    channel = newsroom.channel("review")
    await let(newsroom, review_channel_id=channel.id)

    await ravi.use("clip", url=LINK)
    message = await newsroom.card(channel)
    mentioned = list(message.mentions.users)
    pressed = await press(ravi, channel, message, "Reject…")
    _, told = await ravi.person.wait_event(
        lambda name, data: name == "MESSAGE_CREATE" and "Manage Messages" in data["content"]
    )
    before = [each.state for each in await editions_of(newsroom)]
    async with a_moderator(newsroom) as moderator:
        asked = await press(moderator, channel, message, "Reject…")
        await moderator.person.submit(asked, channel.id, reason=["old"], words="")
        await letter(newsroom, ravi)

    text = text_of(message.components)
    assert f"**Proposed by** <@{ravi.account.id}>" in text
    assert mentioned == []
    assert told["flags"] & 64
    assert (pressed.modal, before) == (None, ["held"])
    assert f"**Rejected** by {moderator.mention}" in text


async def press(member, channel, message, label):
    button = next(each for each in controls(message.components) if each.get("label") == label)
    return await member.person.click(channel.id, message.id, button["custom_id"])
