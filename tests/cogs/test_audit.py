"""/newsroom audit as an owner's client sees it."""

from datetime import timedelta

from bot.domain.audit import AuditEntry
from bot.domain.tagging import RuleKind
from bot.storage import audits
from tests.builders import a_rule
from tests.cogs.asking import buttons


async def done(newsroom, action, subject, actor=None, *, ago=0, **details):
    async with newsroom.app.database.write() as tx:
        at = newsroom.app.clock.now() - timedelta(minutes=ago)
        await audits.record(tx, AuditEntry(newsroom.server.id, action, subject, at, actor, details))


async def test_it_tells_who_did_what_the_newest_first_and_of_one_person_or_kind(newsroom, olena):
    ravi = newsroom.reader_account()
    nothing = await olena.use("newsroom audit")
    no_story = await olena.use("newsroom audit", what="audit-area-stories")
    await done(newsroom, "tag-added", "Peace *now*", ravi.id, ago=90)
    await done(newsroom, "tags-merged", "Talks", newsroom.owner.id, ago=60)
    await olena.use("newsroom settings", ping_from=9)

    everything = await olena.use("newsroom audit")
    of_ravi = await olena.use("newsroom audit", who=ravi)
    offered = await olena.offered("newsroom audit", "what", "tgas")
    of_tags = await olena.use("newsroom audit", what=offered["tags"])
    typed = await olena.use("newsroom audit", what="setings")
    unknown = await olena.use("newsroom audit", what="xyzzy")

    assert nothing.text == "Nothing was done here yet."
    assert no_story.text == "Nothing of that kind was done here yet."
    _, first, second, third = everything.text.splitlines()
    assert everything.private
    assert "from which a tag's role is pinged: 25 → **9**" in first
    assert f"<@{newsroom.owner.id}> merged tags into **Talks**." in second
    assert rf"<@{ravi.id}> added the tag **Peace \*now\***." in third
    assert third.startswith("- <t:")
    assert of_ravi.text.splitlines()[1:] == [third]
    assert of_tags.text.splitlines()[1:] == [second, third]
    assert of_tags.text.count("\n") == 2
    assert typed.text.splitlines()[1:] == [first]
    assert "Nothing is called “xyzzy” here. Choose one of feeds, tags" in unknown.text


async def test_long_audits_have_pages_that_say_where_they_end(newsroom, olena):
    for number in range(205):
        await done(newsroom, "tag-added", f"Tag {number}", newsroom.owner.id, ago=300 - number)

    first = await olena.use("newsroom audit")
    await newsroom.restart()
    label = buttons(first)[1]
    second = await olena.press(first, label)

    assert "Tag 204" in first.text
    assert "Only the last 200 are listed" in first.text
    assert "Tag 204" not in second.text
    assert "Tag 194" in second.text


async def test_of_tags_it_tells_what_exactly_was_changed(newsroom, olena):
    quiet = newsroom.channel("quiet")
    await newsroom.heard(lambda bot: bot.get_channel(quiet.id))
    await newsroom.tag("Talks", newsroom.world, synonyms=("war",), rules=(a_rule("truce"),))
    await newsroom.tag("Old", newsroom.world, rules=(a_rule("envoy"), a_rule("7", RuleKind.FEED)))
    await olena.use("tags edit", tag="Talks", channel=quiet.id, image="none", color="red", review=True)
    await olena.use("tags edit", tag="Talks", synonyms="peace", keywords="cease_fire", position=1)
    await olena.use("tags rules", tag="Talks", add="/envoys?/", remove="cease_fire")
    await olena.use("tags rename", tag="Talks", name="Diplomacy *now*")
    asked = await olena.use("tags merge", tag="Old", into="Diplomacy now")
    await olena.press_and_wait(asked, "Merge them")

    said = (await olena.use("newsroom audit")).text

    merged, renamed, rules, words, edited = said.splitlines()[1:6]
    assert r"merged the tag **Old** into **Diplomacy \*now\***. other names: +old; words: +envoy" in merged
    assert (
        r"the name **Diplomacy \*now\***. name: Talks → **Diplomacy \*now\***; other names: +talks" in renamed
    )
    assert rules.endswith(r"the tag **Talks**. +/envoys?/, −cease\_fire")
    assert r"other names: +peace, −war; words: +cease\_fire, −truce" in words
    assert f"channel: <#{newsroom.world.id}> → **<#{quiet.id}>**" in edited
    assert "stories come out by themselves → **stories are held back for a moderator**" in edited
    assert "colour: \u2013 → **red**" in edited
    assert "picture shown → **no picture**" in edited
