"""/help: what a person can do, from the commands that there are."""

import pytest

from bot.standin.faults import Fault
from bot.standin.people.filling import texts

ALL = {"feeds add", "tags add", "newsroom setup", "newsroom pause", "newsroom status"}


@pytest.fixture
def ask(newsroom):
    async def use(account):
        async with newsroom.person(account) as person:
            reply = await person.command("help", server_id=newsroom.server.id, channel_id=newsroom.world.id)
        assert reply.private
        return "\n".join(texts(reply.message["components"]))

    return use


def named(newsroom):
    return {command.qualified_name for command in newsroom.app.bot.tree.walk_commands()}


async def test_a_reader_learns_what_readers_can_do_and_nothing_else(newsroom, ask):
    said = await ask(newsroom.reader_account())

    assert "**Vote**" in said
    assert "</news results:" in said
    assert "</help:" in said
    assert not any(f"/{command}" in said for command in ALL)


async def test_who_manages_the_server_learns_every_command_there_is(newsroom, ask):
    said = await ask(newsroom.owner)

    tree = newsroom.app.bot.tree
    groups = {command.name for command in tree.get_commands()} - {"help"}
    assert all(f"/{name}" in said for name in named(newsroom) - groups)
    assert len(said) <= 4000


async def test_a_command_is_named_so_that_it_can_be_clicked(newsroom, ask):
    said = await ask(newsroom.owner)

    known = {command.name: command.id for command in await newsroom.app.bot.tree.fetch_commands()}
    assert f"</tags add:{known['tags']}>" in said


async def test_it_helps_also_when_discord_does_not_tell_the_ids(newsroom, ask):
    newsroom.standin.faults.add(
        Fault(method="GET", route="/applications/{application_id}/commands", kind="503")
    )

    said = await ask(newsroom.owner)

    assert "- `/tags add`: " in said
