"""Roles of tags: made once, given to exactly those who should have them, whatever goes wrong on the way."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.errors import (
    DestinationGone,
    PermissionMissing,
    Refused,
    RoleGone,
    TryLater,
)
from bot.domain.ids import ServerId
from bot.domain.subscription import Reach
from bot.storage import notifications, role_changes, subscriptions, tag_roles
from bot.storage.reader_tables import role_change
from bot.storage.tables import tag
from tests.pipeline.delivering import stopped
from tests.pipeline.memory_discord import Crash, nth
from tests.pipeline.newsroom import SERVER
from tests.pipeline.role_keeper import LOST, READERS, TAG


async def test_a_role_is_made_once_and_given_to_its_readers(keeping):
    assert not await keeping.review_tags()
    await keeping.keep()
    assert not await keeping.review_tags()

    role = await keeping.role()

    assert keeping.roles.there[role] == (SERVER, "Tag 10")
    assert keeping.roles.holders[role] == set(READERS)


@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("fault", [Crash(), LOST], ids=["died", "lost"])
async def test_whichever_call_is_cut_off_there_is_one_role_that_all_have(keeping, clock, effect, fault):
    for number in range(1, 6):
        setattr(keeping.discord, effect, nth(len(keeping.discord.calls) + number, fault))
        await keeping.keep()
        keeping.discord.before = keeping.discord.after = lambda _call: None

        keeping.begin()
        for _ in range(3):
            await clock.advance(12)
            await keeping.keep()

        role = await keeping.role()
        assert keeping.roles.holders[role] == set(READERS)
        async with keeping.database.write() as tx:  # and once more from the beginning
            await tx.exec_driver_sql("UPDATE tag SET role_id = NULL, role_is_ours = 0")
        await keeping.keeping.review()
        await keeping.keep()
        assert await keeping.role() is None
        assert await keeping.review_tags()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(READERS), st.sampled_from([*Reach, None]), st.booleans()), max_size=12)
)
async def test_whatever_readers_choose_exactly_those_have_the_role_who_should(keeping, chosen):
    for reader, reach, worked_off in chosen:
        await keeping.choose(reader, reach=reach)
        if worked_off:
            await keeping.keep(times=1)
    await keeping.keep()

    role = await keeping.role()
    async with keeping.database.read() as tx:
        count = await role_changes.count_for(tx, TAG, most=9)
        has = set(await tx.scalars(select(role_change.c.user_id).where(role_change.c.given_at.is_not(None))))
    assert role is not None
    assert len(keeping.roles.holders[role]) == count
    assert keeping.roles.holders[role] == has
    assert await keeping.waiting() == []


async def test_a_role_goes_when_half_its_readers_have_and_is_made_again_when_they_are_back(keeping):
    await keeping.keep()
    first = await keeping.role()
    for reader in READERS[:2]:
        await keeping.choose(reader, reach=Reach.DIGEST)
    await keeping.keeping.review()
    await keeping.keep()
    assert await keeping.role() == first
    await keeping.choose(READERS[2], reach=None)

    assert not await keeping.review_tags()
    await keeping.keeping.review()
    await keeping.keep()
    gone = await keeping.role()
    for reader in READERS:
        await keeping.choose(reader)
    again = await keeping.review_tags()
    await keeping.keep()

    assert (gone, again) == (None, True)
    assert await keeping.role() != first


async def test_the_role_of_a_tag_that_is_removed_goes_with_it(keeping):
    await keeping.keep()
    async with keeping.database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM tag")

    await keeping.keeping.review()
    await keeping.keep()

    assert keeping.roles.there == {}
    assert await keeping.state() == []


@pytest.mark.parametrize("known", [True, False])
async def test_of_a_tag_that_goes_while_its_role_is_made_nothing_stays(keeping, known):
    if not known:
        keeping.discord.after = nth(len(keeping.discord.calls) + 1, LOST)
        await keeping.keep(times=1)
    async with keeping.database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM tag")
    await keeping.keeping.review()

    await keeping.clock.advance(12)
    await keeping.keep()

    assert keeping.roles.there == {}
    assert await keeping.state() == []


async def test_an_owners_role_for_the_tag_ends_ours(keeping):
    await keeping.keep()
    async with keeping.database.write() as tx:
        await tx.exec_driver_sql("UPDATE tag SET role_id = 77, role_is_ours = 0")

    await keeping.keeping.review()
    await keeping.keep()

    assert keeping.roles.there == {}
    assert not await keeping.review_tags()


async def test_a_role_that_somebody_deletes_is_told_once_and_not_made_again(keeping):
    await keeping.keep()
    role = await keeping.role()
    keeping.roles.there.clear()
    await keeping.choose(READERS[0], reach=None)
    keeping.roles.refusal = RoleGone()

    await keeping.keep()
    await keeping.keeping.deleted(SERVER, role)

    assert await keeping.role() is None
    assert [key for _, key, _ in keeping.discord.notices] == ["notice-role-deleted"]
    assert not await keeping.review_tags()
    assert await keeping.state() == ["unwanted"]


async def test_a_role_that_is_seen_to_be_deleted_is_told_at_once(keeping):
    await keeping.keep()
    role = await keeping.role()
    keeping.roles.there.clear()

    await keeping.keeping.deleted(SERVER, role)

    assert await keeping.role() is None
    assert [key for _, key, _ in keeping.discord.notices] == ["notice-role-deleted"]


async def test_a_role_that_may_be_listed_later_is_not_made_again_at_once(keeping):
    keeping.discord.after = nth(len(keeping.discord.calls) + 1, Crash())
    await keeping.keep(times=1)
    made = keeping.roles.there.copy()
    keeping.roles.there.clear()  # not listed yet
    keeping.discord.after = lambda _call: None
    keeping.begin()
    await keeping.clock.advance(2)
    await keeping.keep()
    keeping.roles.there |= made
    await keeping.clock.advance(11)

    await keeping.keep()

    assert await keeping.role() == next(iter(made))


async def test_two_tags_of_one_name_do_not_share_a_role(keeping):
    await keeping.keep()
    first = await keeping.role()
    async with keeping.database.write() as tx:  # as of a tag that was removed and is made anew
        await tx.exec_driver_sql("UPDATE tag SET role_id = NULL, role_is_ours = 0")
        await tx.exec_driver_sql("UPDATE tag_role SET tag_id = NULL")
        assert await tag_roles.review_tags(tx, 1, ping_from=4, now=keeping.clock.now())
    keeping.discord.before = nth(len(keeping.discord.calls) + 1, Crash())
    await keeping.keep(times=1)
    keeping.discord.before = lambda _call: None
    keeping.begin()
    await keeping.clock.advance(12)

    await keeping.keep()

    assert len(keeping.roles.there) == 2
    async with keeping.database.read() as tx:
        assert await tx.scalar(select(tag.c.role_id)) != first


async def test_a_role_of_somebody_elses_that_is_deleted_is_no_news(keeping):
    await keeping.keep()

    await keeping.keeping.deleted(SERVER, 123)

    assert keeping.discord.notices == []
    assert await keeping.role() is not None


async def pinged(keeping):
    """Return who is taken for pinged by the role where a story comes now."""
    async with keeping.database.read() as tx:
        chosen = await notifications.choices(
            tx, 1, posted_at=keeping.clock.now(), pinged=[await keeping.role()], begun_at=keeping.clock.now()
        )
    return {choice.user_id for choice in chosen if choice.pinged}


async def test_whoever_comes_back_has_the_role_again_within_a_week_and_the_others_never_lost_it(keeping):
    await keeping.keep()
    role = await keeping.role()
    keeping.roles.holders[role].discard(READERS[0])  # left, and came back without it
    await keeping.clock.advance(6 * 86400)
    await keeping.keeping.review()
    await keeping.keep()
    before = set(keeping.roles.holders[role])
    await keeping.clock.advance(2 * 86400)

    await keeping.keeping.review()
    in_doubt = await pinged(keeping)
    await keeping.keep()

    assert before == set(READERS[1:])
    assert in_doubt == await pinged(keeping) == set(READERS)
    assert keeping.roles.holders[role] == set(READERS)
    changes = keeping.discord.calls.count("change role")
    await keeping.keeping.review()
    await keeping.keep()
    assert keeping.discord.calls.count("change role") == changes


async def test_whoever_is_seen_without_the_role_counts_as_not_pinged_and_gets_it_again(keeping):
    await keeping.keep()
    role = await keeping.role()
    keeping.roles.holders[role] -= {READERS[0], READERS[1]}
    await keeping.clock.advance(30)
    await keeping.keeping.seen(SERVER, READERS[0], [])  # as of before it was given
    too_soon = await keeping.waiting()
    await keeping.clock.advance(60)

    await keeping.keeping.seen(SERVER, READERS[0], [])
    await keeping.keeping.seen(SERVER, READERS[2], [role])
    without = await pinged(keeping)
    await keeping.keep()

    assert too_soon == []
    assert without == set(READERS[1:])
    assert keeping.roles.holders[role] == set(READERS) - {READERS[1]}
    assert await pinged(keeping) == set(READERS)


async def test_who_left_gets_no_role(keeping):
    keeping.roles.gone = {READERS[0], READERS[1]}
    await keeping.keep()
    await keeping.choose(READERS[1], reach=None)
    await keeping.keep()

    role = await keeping.role()
    async with keeping.database.read() as tx:
        left = [len(await subscriptions.of_reader(tx, SERVER, each)) for each in READERS]

    assert keeping.roles.holders[role] == set(READERS[2:])
    assert await keeping.waiting() == []
    assert left == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (TryLater(seconds=90), 91),
        (LOST, 40),
        (DestinationGone(), 61),
        (PermissionMissing(permission="Manage Roles"), 3601),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_what_can_not_be_done_now_is_done_later(keeping, error, wait):
    keeping.roles.refusal = error
    await keeping.keep()
    assert keeping.roles.there == {}
    keeping.roles.refusal = None
    for _ in range(2):
        await keeping.clock.advance(wait)
        await keeping.keep(times=1)
    keeping.roles.refusal = error
    await keeping.choose(READERS[0], reach=None)
    await keeping.choose(READERS[0])
    await keeping.keep()
    assert READERS[0] in await keeping.waiting()
    keeping.roles.refusal = None
    await keeping.clock.advance(wait)
    await keeping.keep()

    role = await keeping.role()
    assert keeping.roles.holders[role] == set(READERS)
    told = {key for _, key, _ in keeping.discord.notices}
    assert told == ({"notice-role-permission"} if isinstance(error, PermissionMissing) else set())


async def test_a_permission_that_is_granted_is_used_at_once(keeping):
    keeping.roles.missing_names = ("Manage Roles",)
    await keeping.keep()
    await keeping.keeping.resume(SERVER)
    await keeping.keep()
    assert await keeping.role() is None
    keeping.roles.missing_names = ()

    await keeping.keeping.resume(SERVER)
    await keeping.keep()
    await keeping.keeping.resume(SERVER)  # when nothing waits
    await keeping.keeping.resume(ServerId(9))

    assert keeping.roles.holders[await keeping.role()] == set(READERS)
    assert len(keeping.discord.notices) == 1


async def test_a_server_that_takes_no_more_roles_is_told_so(keeping):
    keeping.roles.refusal = Refused(discord_code=30005, why="Maximum number of server roles reached (250)")
    await keeping.keep()

    assert await keeping.state() == ["unwanted"]
    assert [key for _, key, _ in keeping.discord.notices] == ["notice-role-refused"]


async def test_the_loop_keeps_and_reviews_until_it_is_cancelled(keeping):
    async with keeping.database.write() as tx:  # a trigger that fails like a full disk
        await tx.exec_driver_sql(
            "CREATE TRIGGER full BEFORE DELETE ON tag_role BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        await tx.exec_driver_sql(
            "INSERT INTO tag_role (id, server_id, state, name, attempts) VALUES (9, 1, 'unwanted', 'Old', 0)"
        )
    running = asyncio.create_task(keeping.keeping.run())
    async with asyncio.timeout(30):
        while not any(keeping.roles.holders.values()):
            await keeping.clock.advance(1)
            await asyncio.sleep(0.001)
        async with keeping.database.write() as tx:
            await tx.exec_driver_sql("DROP TRIGGER full")
        while len(await keeping.state()) > 1:
            await keeping.clock.advance(1)
            await asyncio.sleep(0.001)
    await stopped(running)
