import pytest

from bot.domain.errors import AlreadyThere
from bot.domain.ids import ServerId
from bot.domain.tagging import Policy, RuleKind
from bot.storage import tags
from tests.builders import a_rule, a_server, a_tag


@pytest.fixture
async def server(database):
    return await a_server(database)


async def test_a_tag_comes_back_as_it_was_added(database, server):
    rules = [a_rule("talks"), a_rule("cease fire", RuleKind.PHRASE)]

    added = await a_tag(
        database, server, "Peace", rules=rules, synonyms=["truce", "armistice"], policy=Policy.REVIEW
    )

    async with database.read() as tx:
        assert await tags.of_server(tx, server) == (added,)
    assert added.rules == tuple(rules)
    assert added.synonyms == ("armistice", "truce")
    assert (added.key, added.label, added.policy, added.position) == ("peace", "Peace", Policy.REVIEW, 0)


async def test_tags_stand_in_the_order_in_which_they_were_added(database, server):
    for label in ("Zebra", "Apple", "Mango"):
        await a_tag(database, server, label)

    async with database.read() as tx:
        found = await tags.of_server(tx, server)

    assert [tag.label for tag in found] == ["Zebra", "Apple", "Mango"]


async def test_a_server_has_one_tag_of_a_key(database, server):
    await a_tag(database, server, "Ukraine War")

    with pytest.raises(AlreadyThere) as caught:
        await a_tag(database, server, "#UkraineWar")

    assert (caught.value.code, caught.value.fields) == ("error-tag-already-there", {"label": "#UkraineWar"})


async def test_two_servers_may_have_the_same_tag(database, server):
    second = await a_server(database, 2)
    ours, theirs = await a_tag(database, server), await a_tag(database, second)

    async with database.read() as tx:
        found = await tags.of_servers(tx, [server, second, ServerId(3)])

    assert found == {server: (ours,), second: (theirs,)}


async def test_a_rule_or_synonym_that_is_there_is_not_added_again(database, server):
    tag = await a_tag(database, server, rules=[a_rule("talks")], synonyms=["truce"])

    async with database.write() as tx:
        await tags.add_rules(tx, tag.id, [a_rule("talks"), a_rule("geneva")])
        await tags.add_synonyms(tx, tag.id, ["truce"])
        found = await tags.find(tx, server, "peace")

    assert found.rules == (a_rule("talks"), a_rule("geneva"))
    assert found.synonyms == ("truce",)
