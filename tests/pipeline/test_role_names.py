"""The names of the roles of tags: as the tags are called, whatever goes wrong on the way."""

import pytest
from sqlalchemy import update

from bot.domain.errors import PermissionMissing, Refused, TryLater
from bot.domain.turns import Turns
from bot.storage import tag_roles
from bot.storage.tables import tag
from tests.pipeline.memory_discord import Crash, nth
from tests.pipeline.role_keeper import LOST


async def rename(keeping, label):
    async with keeping.database.write() as tx:
        await tx.execute(update(tag).values(label=label))
        await tag_roles.follow_names(tx, now=keeping.clock.now())


async def name_of(keeping):
    return keeping.roles.there[await keeping.role()][1]


@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize(
    "error", [Crash(), LOST, TryLater(seconds=3), PermissionMissing(permission="Manage Roles")]
)
async def test_the_role_of_a_renamed_tag_is_renamed_whatever_is_in_the_way(keeping, error, effect):
    await keeping.keep()
    await rename(keeping, "Peace")
    setattr(keeping.discord, effect, nth(len(keeping.discord.calls) + 1, error))
    await keeping.keep(times=1)
    keeping.discord.before = keeping.discord.after = lambda _call: None

    keeping.begin()
    await keeping.clock.advance(3601)
    await keeping.keep()
    calls = len(keeping.discord.calls)
    await keeping.keep()

    assert await name_of(keeping) == "Peace"
    assert await keeping.state() == ["stands"]
    assert len(keeping.discord.calls) == calls


async def test_a_tag_that_is_renamed_while_its_role_is_made_or_renamed_gives_it_the_last_name(keeping):
    keeping.discord.after = nth(len(keeping.discord.calls) + 1, LOST)
    await keeping.keep(times=1)
    keeping.discord.after = lambda _call: None
    await rename(keeping, "Second")
    await keeping.clock.advance(12)
    await keeping.keep()
    second = await name_of(keeping)
    await rename(keeping, "Third")
    async with keeping.database.read() as tx:
        (role,) = await tag_roles.to_do(tx, now=keeping.clock.now(), turns=Turns(9), under_way=())
    await rename(keeping, "Fourth")
    async with keeping.database.write() as tx:
        await tag_roles.named(tx, role)
    await keeping.keep()

    assert (second, await name_of(keeping)) == ("Second", "Fourth")


async def test_a_role_that_can_not_be_renamed_stays_and_one_that_is_gone_is_told(keeping):
    await keeping.keep()
    await rename(keeping, "Peace")
    keeping.roles.refusal = Refused(discord_code=50035, why="no such name")
    await keeping.keep()
    kept = await name_of(keeping), await keeping.state(), list(keeping.discord.notices)
    keeping.roles.refusal = None
    await rename(keeping, "War")
    keeping.roles.there.clear()

    await keeping.keep()

    assert kept == ("Tag 10", ["stands"], [])
    assert await keeping.role() is None
    assert await keeping.state() == ["unwanted"]
    assert [key for _, key, _ in keeping.discord.notices] == ["notice-role-deleted"]
