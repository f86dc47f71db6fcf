"""Subscriptions: kept with the roles that go with them, never half, and only of what a reader may see."""

import pytest
from sqlalchemy import select, update

from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import CardKey, RoleId, TagId, UserId
from bot.domain.panel import PanelKind
from bot.domain.subscription import MOST_SUBSCRIPTIONS, Reach
from bot.newsroom.questions import Questions
from bot.newsroom.subscriptions import Subscriptions
from bot.storage import subscriptions as stored
from bot.storage import tags
from bot.storage.reader_tables import role_change
from bot.storage.tables import tag
from tests.builders import a_server, a_tag
from tests.manual_clock import ManualClock

READER, OTHER = UserId(900), UserId(901)
ROLE = RoleId(77)


def everything(channel_id):
    return True


@pytest.fixture
def subscriptions(database):
    return Subscriptions(database, ManualClock())


async def a_tag_with_a_role(database, server_id, label="Peace", *, ours=True):
    made = await a_tag(database, server_id, label)
    async with database.write() as tx:
        await tx.execute(update(tag).where(tag.c.id == made.id).values(role_id=ROLE, role_is_ours=ours))
    return made


async def wanted_roles(database):
    async with database.read() as tx:
        rows = await tx.execute(select(role_change.c.user_id, role_change.c.role_id, role_change.c.wanted))
        return {(row.user_id, row.role_id): row.wanted for row in rows}


async def own(subscriptions, server_id, reader=READER):
    return {each.tag_id: each.reach for each in (await subscriptions.own(server_id, reader)).values()}


async def test_a_role_of_ours_goes_with_the_subscription_and_with_how_it_reaches(database, subscriptions):
    server_id = await a_server(database)
    peace = await a_tag_with_a_role(database, server_id)

    steps = []
    await subscriptions.subscribe(server_id, READER, ["Peace"], everything)
    steps.append(await wanted_roles(database))
    await subscriptions.set_reach(server_id, READER, peace.id, Reach.DIGEST)
    steps.append(await wanted_roles(database))
    await subscriptions.set_reach(server_id, READER, peace.id, None)
    steps.append(await wanted_roles(database))
    await subscriptions.set_reach(server_id, READER, None, Reach.DIRECT)
    steps.append(await wanted_roles(database))
    await subscriptions.set_reach(server_id, READER, None, Reach.MENTION)
    steps.append(await wanted_roles(database))
    await subscriptions.set_times(server_id, READER, hours="22-7", zone="")
    steps.append(await wanted_roles(database))
    await subscriptions.set_times(server_id, READER, hours="-", zone="")
    before = await subscriptions.unsubscribe_all(server_id, READER)
    steps.append(await wanted_roles(database))
    await subscriptions.restore(server_id, READER, before)
    steps.append(await wanted_roles(database))

    assert [each[READER, ROLE] for each in steps] == [True, False, True, False, True, False, False, True]


async def test_an_owners_own_role_is_left_alone(database, subscriptions):
    server_id = await a_server(database)
    await a_tag_with_a_role(database, server_id, ours=False)

    await subscriptions.subscribe(server_id, READER, ["Peace"], everything)

    assert await wanted_roles(database) == {}


async def test_readers_and_servers_are_kept_apart(database, subscriptions):
    one, other = await a_server(database, 1), await a_server(database, 2)
    peace, elsewhere = await a_tag(database, one), await a_tag(database, other)
    await subscriptions.subscribe(one, READER, ["Peace"], everything)
    await subscriptions.subscribe(other, READER, ["Peace"], everything)
    await subscriptions.subscribe(one, OTHER, ["Peace"], everything, reach=Reach.LIST)

    stolen = await subscriptions.choose(one, READER, [], [elsewhere.id, TagId(999)], everything)
    await subscriptions.unsubscribe_all(one, READER)
    await subscriptions.set_reach(one, READER, elsewhere.id, Reach.DIGEST)

    assert stolen == {}
    assert await own(subscriptions, one) == {}
    assert await own(subscriptions, other) == {elsewhere.id: None}
    assert await own(subscriptions, one, OTHER) == {peace.id: Reach.LIST}


async def test_a_synonym_counts_unless_another_tag_is_called_so(database, subscriptions):
    server_id = await a_server(database)
    abroad, world = await a_tag(database, server_id, "Abroad"), await a_tag(database, server_id, "World")
    async with database.write() as tx:
        await tags.add_synonyms(tx, abroad.id, ["world", "foreign"])

    done = await subscriptions.subscribe(server_id, READER, ["Foreign", "world"], everything)

    assert [each.id for each in done.added] == [abroad.id, world.id]


async def test_what_was_chosen_is_hidden_meanwhile_is_not_taken_but_can_be_left(database, subscriptions):
    server_id = await a_server(database)
    shown, hidden = (
        await a_tag(database, server_id, "Peace"),
        await a_tag(database, server_id, "Plans", channel=20),
    )
    await subscriptions.subscribe(server_id, READER, ["Plans"], everything)

    def sees(channel_id):
        return channel_id == shown.channel_id

    ids = [shown.id, hidden.id]
    left = await subscriptions.choose(server_id, READER, ids, [shown.id], sees)
    taken = await subscriptions.choose(server_id, READER, ids, ids, sees)

    assert set(left) == {shown.id, hidden.id}
    assert taken == {}
    assert await own(subscriptions, server_id) == {shown.id: None}


async def test_too_many_at_once_change_nothing(database, subscriptions):
    server_id = await a_server(database)
    made = [await a_tag(database, server_id, f"Tag {number}") for number in range(MOST_SUBSCRIPTIONS + 2)]
    ids = [each.id for each in made]
    await subscriptions.choose(server_id, READER, ids, ids[:MOST_SUBSCRIPTIONS], everything)

    with pytest.raises(InvalidInput, match="error-too-many-subscriptions"):
        await subscriptions.choose(server_id, READER, ids[:1], ids[-2:], everything)
    exchanged = await subscriptions.choose(server_id, READER, ids[:1], ids[-1:], everything)
    with pytest.raises(InvalidInput, match="error-too-many-subscriptions"):
        await subscriptions.restore(server_id, READER, {ids[0]: exchanged[ids[0]]})
    await subscriptions.restore(server_id, READER, exchanged)

    assert set(await own(subscriptions, server_id)) == set(ids[:MOST_SUBSCRIPTIONS])


async def test_what_is_restored_leaves_out_tags_that_are_gone(database, subscriptions):
    server_id = await a_server(database)
    peace, sport = await a_tag(database, server_id), await a_tag(database, server_id, "Sport")
    await subscriptions.subscribe(server_id, READER, ["Peace", "Sport"], everything, reach=Reach.DIRECT)
    before = await subscriptions.unsubscribe_all(server_id, READER)
    async with database.write() as tx:
        await tags.remove(tx, peace.id)

    await subscriptions.restore(server_id, READER, before)

    assert await own(subscriptions, server_id) == {sport.id: Reach.DIRECT}


async def test_a_tag_that_is_removed_takes_its_subscriptions_with_it(database, subscriptions):
    server_id = await a_server(database)
    peace = await a_tag(database, server_id)
    await subscriptions.subscribe(server_id, READER, ["Peace"], everything)

    async with database.write() as tx:
        await tags.remove(tx, peace.id)

    assert await own(subscriptions, server_id) == {}
    following = await subscriptions.following(server_id, READER, everything)
    assert following.subjects == ()


async def test_a_card_that_is_not_known_has_no_tags(database, subscriptions):
    server_id = await a_server(database)

    with pytest.raises(NotFound, match="error-card-without-tags"):
        await subscriptions.of_card(server_id, CardKey("none"), everything)


async def test_a_failure_keeps_neither_subscription_nor_role(database, subscriptions, monkeypatch):
    server_id = await a_server(database)
    await a_tag_with_a_role(database, server_id)

    async def broken(*_, **__):
        raise OSError("a full disk")

    monkeypatch.setattr("bot.storage.role_changes.follow", broken)
    with pytest.raises(OSError, match="a full disk"):
        await subscriptions.subscribe(server_id, READER, ["Peace"], everything)

    assert await own(subscriptions, server_id) == {}


async def test_a_question_is_answered_only_by_who_was_asked_and_once(database):
    server_id = await a_server(database)
    clock = ManualClock()
    questions = Questions(database, clock)
    panel = await questions.ask(server_id, READER, PanelKind.UNDO, {"page": 0, "tag": 1})

    changed = await questions.change(panel, page=2)
    found = await questions.find(server_id, READER, PanelKind.UNDO, panel.key)
    with pytest.raises(NotFound, match="error-panel-of-another"):
        await questions.find(server_id, OTHER, PanelKind.UNDO, panel.key)
    with pytest.raises(NotFound, match="error-panel-old"):
        await questions.find(server_id, READER, PanelKind.NEAR, panel.key)
    await questions.done(panel)
    with pytest.raises(NotFound, match="error-panel-old"):
        await questions.find(server_id, READER, PanelKind.UNDO, panel.key)

    assert changed == found
    assert found.content == {"page": 2, "tag": 1}


async def test_stories_a_week_are_of_the_time_that_the_server_is_there(database, subscriptions):
    server_id = await a_server(database)
    await a_tag(database, server_id)

    assert [each.weekly for each in await subscriptions.browse(server_id, everything)] == [0]
    async with database.read() as tx:
        assert await stored.subscribers(tx, server_id) == {}
