"""What a question or a rule names may be gone, renamed or another server's by the time it counts."""

import asyncio

import pytest
from sqlalchemy import select

from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ServerId, UserId
from bot.domain.panel import PanelKind
from bot.domain.rule_text import MOST_PATTERNS
from bot.domain.tagging import RuleKind
from bot.newsroom import tag_rules
from bot.newsroom.sources import Sources
from bot.newsroom.tag_merging import TagMerging
from bot.newsroom.tag_rules import TagRules
from bot.newsroom.tags import Tags
from bot.storage import feeds, panels, sources, tags
from bot.storage.tables import delivery, tag_rule
from tests.builders import NOON, a_feed, a_rule, a_server, a_source, a_tag, an_item
from tests.manual_clock import ManualClock
from tests.pipeline.test_intake import OTHER_URL, Desk

ACTOR = UserId(1)
MINE, THEIRS = ServerId(1), ServerId(2)


@pytest.fixture
async def servers(database):
    return [await a_server(database, 1), await a_server(database, 2)]


@pytest.fixture
def use(database, servers):
    return Tags(database, None, ManualClock(), wake_delivery=asyncio.Event())


@pytest.fixture
def rules(database, servers):
    return TagRules(database, ManualClock())


@pytest.fixture
def merging(database, servers):
    return TagMerging(database, ManualClock(), wake_delivery=asyncio.Event())


def all_of_it(_channel):
    return True


async def asked(database, kind, content):
    """A question in one's own server, about whatever."""
    async with database.write() as tx:
        return (await panels.add(tx, MINE, ACTOR, kind, content, now=NOON)).key


async def test_a_question_reaches_no_tag_of_another_server(database, use, rules, merging):
    mine = await a_tag(database, MINE, "Bait")
    secret = await a_tag(database, THEIRS, "Secret", channel=20, rules=[a_rule("merger")])
    named = [secret.id, secret.label]
    of = await asked(database, PanelKind.RULES, {"tag": secret.id, "of": ""})
    gone = await asked(database, PanelKind.UNTAG, {"tag": secret.id, "label": secret.label})
    merger = {"gone": named, "into": [mine.id, mine.label], "channels": [20, mine.channel_id]}
    union = await asked(database, PanelKind.MERGE, merger)

    for answer in (
        lambda: rules.written(MINE, ACTOR, of),
        lambda: rules.rewrite(MINE, ACTOR, of, "hijacked", all_of_it),
        lambda: use.remove(MINE, ACTOR, gone),
        lambda: merging.merge(MINE, ACTOR, union),
    ):
        with pytest.raises(NotFound, match="error-panel-old"):
            await answer()

    async with database.read() as tx:
        assert await tags.of_server(tx, THEIRS) == (secret,)


async def test_a_question_about_a_removed_tag_means_no_new_one(database, use):
    await a_tag(database, MINE, "Old")
    first, second = [await use.ask_to_remove(MINE, ACTOR, "Old") for _ in range(2)]
    await use.remove(MINE, ACTOR, first.panel)
    new = await a_tag(database, MINE, "Brand new")

    with pytest.raises(NotFound, match="error-panel-old"):
        await use.remove(MINE, ACTOR, second.panel)

    async with database.read() as tx:
        assert await tags.of_server(tx, MINE) == (new,)


async def test_a_tag_that_is_called_otherwise_by_now_is_asked_about_again(database, use, merging):
    await a_tag(database, MINE, "Old")
    await a_tag(database, MINE, "Other", channel=20)
    removal = await use.ask_to_remove(MINE, ACTOR, "Old")
    mergers = [await merging.ask(MINE, ACTOR, *pair) for pair in (("Old", "Other"), ("Other", "Old"))]
    await use.rename(MINE, ACTOR, "Old", "New")

    for answer in (
        lambda: use.remove(MINE, ACTOR, removal.panel),
        *(lambda key=each.panel: merging.merge(MINE, ACTOR, key) for each in mergers),
    ):
        with pytest.raises(InvalidInput, match="error-renamed-meanwhile") as refused:
            await answer()
        assert refused.value.fields == {"old": "Old", "name": "New"}

    async with database.read() as tx:
        assert [each.label for each in await tags.of_server(tx, MINE)] == ["New", "Other"]


async def test_a_feed_that_stands_elsewhere_by_now_is_asked_about_again(database, servers):
    feed = await a_feed(database)
    await a_source(database, MINE, feed)
    use = Sources(database, None, ManualClock(), interval=None, shortest=None, wake_intake=lambda: None)
    parting = await use.ask_to_remove(MINE, ACTOR, feed.url)
    async with database.write() as tx:
        await feeds.move(tx, feed.id, OTHER_URL)

    with pytest.raises(InvalidInput, match="error-feed-moved-meanwhile"):
        await use.remove(MINE, ACTOR, parting.panel)

    async with database.read() as tx:
        assert await sources.count(tx, MINE) == 1


async def test_the_rules_for_a_feed_go_with_it_and_take_nothing_of_the_next(database, servers):
    desk = Desk(database)
    first = await a_feed(database, OTHER_URL, title="World")
    for server in servers:
        await a_source(database, server, first)
        of_feed = [a_rule(str(first.id), RuleKind.FEED), a_rule("truce")]
        await a_tag(database, server, "World", channel=10 * server, rules=of_feed)
    async with database.write() as tx:
        await sources.remove(tx, MINE, first.id)
    left = await desk.rows(select(tag_rule.c.kind).order_by(tag_rule.c.id))
    async with database.write() as tx:
        await sources.remove(tx, THEIRS, first.id)
    second = await a_feed(database, title="Gossip")
    await a_source(database, MINE, second)
    desk.reader.publish()
    await desk.check(second)
    desk.reader.publish(an_item("gossip"))

    await desk.check(second)

    assert [kind for (kind,) in left] == ["keyword", "feed", "keyword"]
    assert second.id != first.id
    assert await desk.rows(select(delivery.c.channel_id)) == []


async def test_more_rules_than_there_may_be_after_a_merger_can_get_fewer(database, rules, merging):
    for name, channel in (("One", 10), ("Two", 20)):
        words = [a_rule(f"{name}{number}") for number in range(105)]
        patterns = [a_rule(f"{name}x{number}", RuleKind.PATTERN) for number in range(15)]
        await a_tag(database, MINE, name, channel=channel, rules=words + patterns)
    question = await merging.ask(MINE, ACTOR, "One", "Two")
    await merging.merge(MINE, ACTOR, question.panel)

    fewer = await rules.change(MINE, ACTOR, "Two", may_see=all_of_it, remove="One3")
    rest = "\n".join(each.text for each in fewer.rules[1:])
    fewest = await rules.rewrite(MINE, ACTOR, fewer.panel, rest, all_of_it)

    assert (len(fewer.rules), len(fewest.rules)) == (239, 238)
    for one_more, code in (("more", "error-too-many-rules"), ("/more/", "error-too-many-rules")):
        with pytest.raises(InvalidInput, match=code):
            await rules.change(MINE, ACTOR, "Two", may_see=all_of_it, add=one_more)
    with pytest.raises(InvalidInput, match="error-too-many-patterns"):
        await rules.rewrite(MINE, ACTOR, fewer.panel, rest + "\n/more/", all_of_it)


async def test_there_is_an_end_to_patterns_of_a_tag_and_of_a_server(database, rules):
    full = [a_rule(f"x{number}", RuleKind.PATTERN) for number in range(MOST_PATTERNS)]
    await a_tag(database, MINE, "Full", rules=full)

    with pytest.raises(InvalidInput, match=r"error-too-many-patterns \("):
        await rules.change(MINE, ACTOR, "Full", may_see=all_of_it, add="/more/")
    assert (
        len((await rules.change(MINE, ACTOR, "Full", may_see=all_of_it, add="word")).rules)
        == MOST_PATTERNS + 1
    )

    others = tag_rules._MOST_PATTERNS // MOST_PATTERNS - 1
    for number in range(others):
        await a_tag(database, MINE, f"Full {number}", rules=full)
    await a_tag(database, MINE, "Empty")
    with pytest.raises(InvalidInput, match="error-too-many-patterns-here"):
        await rules.change(MINE, ACTOR, "Empty", may_see=all_of_it, add="/more/")
    await a_tag(database, THEIRS, "Empty")
    assert await rules.change(THEIRS, ACTOR, "Empty", may_see=all_of_it, add="/more/")
