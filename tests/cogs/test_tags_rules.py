"""/tags rules, as an owner's client sends it."""

import pytest
from sqlalchemy import update

from bot.domain.tagging import Rule, RuleKind
from bot.storage.tables import story
from tests.builders import an_item
from tests.cogs.asking import an_owner, custom_id_of
from tests.cogs.tagging import audited, stored

URL = "https://harbour.example/feed"


@pytest.fixture
async def stories(newsroom):
    """A tag that took one of three stories, none of which came by a hashtag of it."""
    await newsroom.tag("Talks", newsroom.world, rules=(Rule(RuleKind.KEYWORD, "geneva"),))
    feed = await newsroom.follow(url=URL)
    await newsroom.publish(
        feed,
        an_item("one", title="Envoys meet in Geneva"),
        an_item("two", title="Ceasefire holds"),
        an_item("three", title="Ships in the harbour"),
    )
    async with newsroom.app.database.write() as tx:  # as its page would say
        await tx.execute(update(story).where(story.c.title == "Ceasefire holds").values(category="Diplomacy"))
    return feed


async def rules_of(newsroom):
    return [(rule.kind.value, rule.value) for rule in (await stored(newsroom, "Talks")).rules]


async def test_rules_are_shown_with_what_they_would_have_found(newsroom, olena, stories):
    shown = await olena.use("tags rules", tag="talks")
    unknown = await olena.use("tags rules", tag="Tlaks")

    assert shown.private
    assert "**What brings a story to Talks**" in shown.text
    assert "- geneva · 1" in shown.text
    assert "Of the last 3 stories, it would have taken 1 by title, lead, subjects and category" in shown.text
    assert "Envoys meet in Geneva" in shown.text
    assert "Ships" not in shown.text
    assert "Did you mean “Talks”?" in unknown.text


@pytest.mark.parametrize(
    ("rule", "kept", "line", "found"),
    [
        ("ceasefire", ("keyword", "ceasefire"), "- ceasefire · 1", 2),
        ("Ceasefire holds", ("phrase", "Ceasefire holds"), "- Ceasefire holds · 1", 2),
        ("/ships?|cease-?fire/", ("pattern", "ships?|cease-?fire"), "- /ships?|cease-?fire/ · 2", 3),
        ("category: diplomacy", ("category", "diplomacy"), "- category: diplomacy · 1", 2),
        ("feed: harbour news", ("feed", "1"), "- feed: Harbour News · 3", 3),
        ("feed: news", ("feed", "1"), "- feed: Harbour News · 3", 3),
    ],
)
async def test_each_kind_of_rule_is_added_listed_and_removed(
    newsroom, olena, stories, rule, kept, line, found
):
    added = await olena.use("tags rules", tag="Talks", add=rule)
    had = await rules_of(newsroom)
    offered = await olena.offered("tags rules", "remove", rule[:4], tag="Talks")
    shown = await olena.use("tags show", tag="Talks")
    removed = await olena.use("tags rules", tag="Talks", remove=next(iter(offered.values())))

    assert f"it would have taken {found} by title" in added.text
    assert line in added.text.replace("\\", "")
    assert had == [("keyword", "geneva"), kept]
    assert "it would have taken 1 by title" in removed.text
    assert await rules_of(newsroom) == [("keyword", "geneva")]
    assert [action for action, _ in await audited(newsroom)] == ["tag-rules-changed"] * 2
    assert "geneva" in shown.text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"add": "!!!"}, "“!!!” is no rule: give a word"),
        ({"add": "/(/"}, "The pattern ( can't be used"),
        ({"add": "x" * 101}, "a word or phrase has at most 100 characters"),
        ({"add": "feed: Harbuor News"}, "Did you mean “Harbour News”?"),
        ({"remove": "genev"}, "The tag has no rule “genev”. Did you mean “geneva”?"),
        ({"remove": "ships"}, "The tag has no rule “ships”. Pick one that is offered"),
        ({"add": "truce", "remove": "ships"}, "The tag has no rule “ships”"),
    ],
)
async def test_a_rule_that_can_not_be_changes_nothing(newsroom, olena, stories, options, said):
    refused = await olena.use("tags rules", tag="Talks", **options)

    assert said in refused.text.replace("\\", "")
    assert await rules_of(newsroom) == [("keyword", "geneva")]


async def test_rules_are_written_anew_in_a_form_also_after_a_restart(newsroom, olena, stories):
    shown = await olena.use("tags rules", tag="Talks")
    await newsroom.restart()
    form = await olena.press(shown, "Change the rules")
    field = form.modal["components"][0]["component"]

    await olena.person.submit(form, newsroom.world.id, rules="/cease-?fire/\ncategory: Diplomacy\n\ngeneva")
    said = await changed(olena, shown)

    assert field["value"] == "geneva"
    assert "Of the last 3 stories, it would have taken 2" in said
    assert await rules_of(newsroom) == [
        ("pattern", "cease-?fire"),
        ("category", "Diplomacy"),
        ("keyword", "geneva"),
    ]

    form = await olena.press(shown, "Change the rules")
    typed = "geneva\n/(/\nfeed: Nowhere"
    refused = await olena.person.submit(form, newsroom.world.id, rules=typed)
    await newsroom.restart()
    again = await olena.press(refused, "Use what I typed")
    assert "can't be used" in refused.text
    assert "Nowhere" in refused.text
    assert again.modal["components"][0]["component"]["value"] == typed
    assert len(await rules_of(newsroom)) == 3


async def test_of_two_owners_with_a_form_the_second_is_told(newsroom, olena, stories):
    async with an_owner(newsroom) as other:
        shown, theirs = await olena.use("tags rules", tag="Talks"), await other.use("tags rules", tag="Talks")
        form = await olena.press(shown, "Change the rules")
        await other.use("tags rules", tag="Talks", add="truce")

        refused = await olena.person.submit(form, newsroom.world.id, rules="peace")
        again = await olena.press(refused, "Use what I typed")
        kept = await rules_of(newsroom)
        await olena.person.submit(again, newsroom.world.id, rules="peace")
        foreign = await other.person.click(
            newsroom.world.id, theirs.message["id"], custom_id_of(theirs, "Change the rules")
        )

    assert "Somebody has just changed the rules of “Talks”, so yours were not kept" in refused.text
    assert kept == [("keyword", "geneva"), ("keyword", "truce")]
    assert again.modal["components"][0]["component"]["value"] == "peace"
    assert foreign.modal["components"][0]["component"]["value"] == "peace"


async def test_there_is_an_end_to_rules(newsroom, olena):
    words = [f"{'word ' * 18}{number}" for number in range(200)]
    await newsroom.tag("Talks", newsroom.world, rules=[Rule(RuleKind.PHRASE, each) for each in words])

    shown = await olena.use("tags rules", tag="Talks")
    long = await olena.press(shown, "Change the rules")
    full = await olena.use("tags rules", tag="Talks", add="one more")

    assert "more." in shown.text
    assert "“Talks” has more rules than fit into a form" in long.text
    assert "A tag has at most 200 rules" in full.text


async def test_categories_and_feeds_are_offered(newsroom, olena, stories):
    assert "category: Diplomacy" in await olena.offered("tags rules", "add", "diplo", tag="Talks")
    assert "feed: Harbour News" in await olena.offered("tags rules", "add", "harbur", tag="Talks")
    assert "feed: Harbour News" in await olena.offered("tags rules", "add", "feed: new", tag="Talks")
    assert list(await olena.offered("tags rules", "add", "category:", tag="Talks")) == [
        "category:",
        "category: Diplomacy",
    ]
    assert next(iter(await olena.offered("tags rules", "add", "peace talks", tag="Talks"))) == "peace talks"
    assert await olena.offered("tags rules", "remove", "", tag="Nowhere") == {}
    assert await olena.offered("tags rules", "remove", "") == {}


async def test_a_server_without_stories_says_so(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)

    shown = await olena.use("tags rules", tag="Talks")

    assert "**Talks** has no rules: only its names bring a story to it" in shown.text
    assert "No story has come to this server yet" in shown.text


async def test_patterns_stand_last_and_a_feed_that_sends_everything_is_told(newsroom, olena):
    rules = (Rule(RuleKind.PATTERN, "tru[cs]e"), Rule(RuleKind.KEYWORD, "geneva"))
    await newsroom.tag("Talks", newsroom.world, rules=rules)
    feed = await newsroom.follow(url=URL)
    await olena.use("feeds edit", feed=URL, tag="Talks")
    await newsroom.publish(feed, an_item("one", title="Ships in the harbour"))

    shown = (await olena.use("tags rules", tag="Talks")).text

    assert shown.index("geneva · 0") < shown.index("tru")
    assert "One feed sends all its stories here" in shown
    assert "Of the last story, it would have taken 1" in shown


async def changed(olena, reply):
    """Return what a reply says once it is changed."""
    _, data = await olena.person.wait_event(
        lambda name, data: (
            name == "MESSAGE_UPDATE" and data["id"] == reply.message["id"] and data["content"] != reply.text
        )
    )
    return data["content"]
