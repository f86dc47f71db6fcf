"""/help: what a person can do, from the commands that there are."""

import re

import pytest

from bot.standin.faults import Fault
from bot.standin.people.filling import texts
from bot.standin.people.person import Person

PRIVATE = 64
MANAGE_MESSAGES = 1 << 13
ALL = {"feeds add", "tags add", "newsroom setup", "newsroom pause", "newsroom status"}


@pytest.fixture
def ask(newsroom):
    async def use(account, *, last="</help", locale=None):
        """Return all that is said, up to the message with these words."""
        async with Person(newsroom.standin.api_url, account.token, locale=locale) as person:
            reply = await person.command("help", server_id=newsroom.server.id, channel_id=newsroom.world.id)
            assert reply.private
            await person.wait_event(lambda name, data: last in said_in(name, data))
            return "\n".join(said_in(*event) for event in person.events)

    return use


def said_in(name, data):
    if name not in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
        return ""
    assert data["flags"] & PRIVATE
    said = "\n".join(texts(data["components"]))
    assert len(said) <= 4000
    return said


def named(newsroom):
    return {command.qualified_name for command in newsroom.app.bot.tree.walk_commands()}


async def test_a_reader_learns_what_readers_can_do_and_nothing_else(newsroom, ask):
    said = await ask(newsroom.reader_account())

    for button in ("Vote", "Results", "Discuss", "Subscribe", "Save"):
        assert f"**{button}**" in said
    assert "</news results:" in said
    assert "</help:" in said
    assert not any(f"/{command}" in said for command in ALL)
    assert ("“Clip this link”" in said, "Moderate story" in said) == (True, False)
    assert "Owners can let you use more" in said


async def test_who_manages_the_server_learns_every_command_there_is(newsroom, ask):
    said = await ask(newsroom.owner, last="</tags show")

    tree = newsroom.app.bot.tree
    groups = {command.name for command in tree.get_commands()} - {"help"}
    lacking = {name for name in named(newsroom) - groups if f"</{name}:" not in said}
    assert lacking == set()
    for entry in ("Clip this link", "Moderate story…"):
        assert re.search(rf"- “{entry}” in the menu of a message, under Apps: \w+", said)
    assert "Owners can let you use more" not in said


async def test_help_is_parted_between_groups_of_commands(newsroom, ask):
    account = newsroom.owner
    async with Person(newsroom.standin.api_url, account.token) as person:
        await person.command("help", server_id=newsroom.server.id, channel_id=newsroom.world.id)
        await person.wait_event(lambda name, data: "</tags show" in said_in(name, data))
        messages = [said for event in person.events if (said := said_in(*event))]

    groups = [set(re.findall(r"^- </([a-z]+)", message, re.MULTILINE)) for message in messages[-2:]]
    assert all(groups)
    assert not groups[0] & groups[1]
    assert messages[-1].startswith("### ")


async def test_a_moderator_learns_what_moderators_can_do_in_their_language(newsroom, ask):
    world = newsroom.standin.world
    role = world.create_role(newsroom.server, "moderators", permissions=MANAGE_MESSAGES)
    account = world.create_account("Mara")
    world.join(newsroom.server, account, roles=[role])

    said = await ask(account, last="</story breaking", locale="de")

    assert re.search(r"</story breaking:\d+> `/artikel eilmeldung`: ", said)
    assert "- „Artikel moderieren…“ im Menü einer Nachricht, unter Apps: Alles sehen" in said
    assert "Ergebnis" in said
    assert not any(f"/{command}" in said for command in ALL)


async def test_a_command_is_named_so_that_it_can_be_clicked(newsroom, ask):
    said = await ask(newsroom.owner, last="</tags add")

    known = {command.name: command.id for command in await newsroom.app.bot.tree.fetch_commands()}
    assert f"</tags add:{known['tags']}>" in said


async def test_it_helps_also_when_discord_does_not_tell_the_ids(newsroom, ask):
    newsroom.standin.faults.add(
        Fault(method="GET", route="/applications/{application_id}/commands", kind="503")
    )

    said = await ask(newsroom.owner, last="/tags add")

    assert "- `/tags add`: " in said
