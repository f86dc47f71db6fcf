"""/desk rules as moderators see it, and what its rules hold, let out or block."""

import pytest

from bot.config import DeskSettings
from bot.standin.people.filling import NotOffered
from bot.storage import desk_rules
from tests.builders import an_item
from tests.cogs.asking import Asking, options
from tests.cogs.moderating import hold, in_state, labels
from tests.cogs.tagging import audited
from tests.newsroom_running import text_of


async def rules(newsroom):
    async with newsroom.app.database.read() as tx:
        found = await desk_rules.of_server(tx, newsroom.server.id)
    return [(each.kind, each.value) for each in found]


async def test_rules_are_added_listed_with_who_did_and_taken_away_also_after_a_restart(newsroom, olena, mara):
    none = await mara.use("desk rules")
    added = await mara.use(
        "desk rules", word="ceasefire", watch="harbour.example", block="https://bad.example/x", undated=True
    )
    again = await mara.use("desk rules", first=10)
    fewer = await olena.use("desk rules", undated=False)
    changed = await olena.use("desk rules", first=3)
    await newsroom.restart()
    asked = await mara.pick(again, "Remove a rule …", "Blocks")
    kept = await mara.press(asked, "Keep it")
    asked = await mara.pick(kept, "Remove a rule …", "Holds: ceasefire")
    gone = await mara.press(asked, "Remove it")

    assert none.private
    assert "No rule holds or blocks stories here" in none.text
    assert "✓ Added: Holds stories with **ceasefire**" in added.text
    assert f"- Blocks stories of **bad.example** · {mara.mention}, <t:" in added.text
    assert "✓ Added: Holds the **first 10 stories** of a new feed" in again.text
    assert "✓ Removed: Holds stories **without a date**" in fewer.text
    assert "first 3 stories" in changed.text
    assert "first 10" not in changed.text
    assert "is watched and blocked" not in changed.text
    assert "Remove this rule? Holds stories with **ceasefire**" in asked.text
    assert "✓ Removed: Holds stories with **ceasefire**" in gone.text
    assert options(gone) == [
        "Holds stories of harbour.example",
        "Blocks stories of bad.example",
        "Holds the first 3 stories of a new feed",
    ]
    assert await rules(newsroom) == [("watch", "harbour.example"), ("block", "bad.example"), ("first", "3")]
    assert ("desk-rule-removed", "ceasefire") in await audited(newsroom)
    told = await olena.use("newsroom audit")
    assert "removed a rule of the desk: hold stories with ceasefire" in told.text
    idle = await mara.use("desk rules", block="harbour.example")
    assert "⚠️ **harbour.example** is watched and blocked: nothing of it comes in" in idle.text


async def test_what_can_not_be_a_rule_is_said_in_a_sentence_and_nothing_is_changed(newsroom, olena, mara):
    await mara.use("desk rules", word="war", first=5)

    said = [
        (await mara.use("desk rules", **{name: value})).text
        for name, value in [
            ("word", "?!"),
            ("watch", "…"),
            ("block", "https://nowhere"),
            ("word", "WAR"),
            ("first", 5),
            ("word", "\u200b "),
        ]
    ]
    panel, others = await mara.use("desk rules"), await olena.use("desk rules")
    asked = await mara.pick(panel, "Remove a rule …", "Holds: war")
    await olena.press(await Asking.choose(olena, others, "Holds: war"), "Remove it")
    late = await mara.press(asked, "Remove it")

    assert "“?!” can't be looked for" in said[0]
    assert "is no outlet: give its name" in said[1]
    assert "is no outlet: give its name" in said[2]
    assert "There is this rule already: stories with “war” are held." in said[3]
    assert "of a new feed, the first 5 are held" in said[4]
    assert "There is no word in that" in said[5]
    assert "somebody else has removed it" in late.text
    assert await rules(newsroom) == [("first", "5")]


async def test_many_rules_are_turned_page_by_page(newsroom, mara):
    async with newsroom.app.database.write() as tx:
        many = [desk_rules.DeskRule(desk_rules.DeskRuleKind.WORD, f"word{n:02}") for n in range(12)]
        now = newsroom.app.clock.now()
        await desk_rules.add(tx, newsroom.server.id, many, by=newsroom.owner.id, now=now)

    first = await mara.use("desk rules")
    last = await mara.press(first, "Next ▶")
    asked = await mara.pick(last, "Remove a rule …", "Holds: word11")
    after = await mara.press(asked, "Remove it")

    assert ("word09" in first.text, "word10" in first.text) == (True, False)
    assert "Page 2 of 2" in last.text
    assert (await mara.offered("desk rules", "watch"), len(await rules(newsroom))) == ({}, 11)
    assert labels(after) == ["◀ Back", "Next ▶"]
    assert "word10" in after.text


async def test_a_rule_holds_what_comes_and_an_outlet_that_was_blocked_comes_in_no_more(newsroom, mara):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await mara.use("desk rules", word="war")
    await hold(newsroom, feed, "war")

    offered = await mara.offered("desk rules", "block", "harbor")
    await mara.use("desk rules", block=offered["Harbour News"])
    await newsroom.publish(feed, an_item("tea", categories=("Talks",)))
    shown = await mara.use("desk next")

    assert "It has a word that holds stories here: war" in text_of(shown.components) + shown.text
    assert await in_state(newsroom, "held") == 1
    assert await in_state(newsroom, "cleared") == 0
    assert newsroom.cards(newsroom.world) == []


async def test_who_moderates_nothing_sets_no_rules_and_who_does_no_more_presses_none(newsroom, mara):
    panel = await mara.use("desk rules", word="war")
    async with newsroom.person(newsroom.reader_account()) as reader:
        with pytest.raises(NotOffered):
            await Asking(newsroom, reader).use("desk rules", word="peace")
    member = next(
        each for each in newsroom.server.members.values() if f"<@{each.account.id}>" == mara.mention
    )
    newsroom.standin.world.set_member_roles(newsroom.server, member, [])

    refused = await mara.pick(panel, "Remove a rule …", "Holds: war")

    assert "Manage Messages" in refused.text
    assert await rules(newsroom) == [("word", "war")]


async def test_an_approval_outlives_the_end_of_the_bot_before_its_card(newsroom, mara):
    await newsroom.restart(desk=DeskSettings(undo_seconds=1))
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await mara.use("desk rules", word="war")
    await hold(newsroom, feed, "war")

    await mara.press(await mara.use("desk next"), "Approve")
    await newsroom.stop()
    stopped_without = newsroom.cards(newsroom.world)
    await newsroom.start()
    card = await newsroom.finished_card()

    assert stopped_without == []
    assert "About war" in text_of(card.components)
    assert len(newsroom.cards(newsroom.world)) == 1
