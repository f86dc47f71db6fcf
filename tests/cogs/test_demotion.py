"""What an owner has open when they lose the right to manage the server does nothing any more."""

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.storage import servers, sources, tags
from bot.storage.tables import delegation
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.cogs.owner import Owner

URL = "https://harbour.example/feed"
MANAGE_SERVER = 1 << 5
REFUSED = "That takes the permission “Manage Server”, which you don't have"


@pytest.fixture
def manager(newsroom):
    """Somebody who may manage the server."""
    role = newsroom.standin.world.create_role(newsroom.server, "managers", permissions=MANAGE_SERVER)
    account = newsroom.standin.world.create_account("Mara")
    newsroom.standin.world.join(newsroom.server, account, roles=[role])
    return account


def demote(newsroom, account):
    member = newsroom.server.members[account.id]
    newsroom.standin.world.set_member_roles(newsroom.server, member, [])


async def test_an_open_panel_of_setup_refuses_one_who_may_not_manage_the_server_any_more(newsroom, manager):
    desk = newsroom.channel("desk")
    await newsroom.heard(lambda bot: bot.get_channel(desk.id))
    async with newsroom.person(manager) as person:
        panel = await Owner(newsroom, person).open()
        before = panel.says
        demote(newsroom, manager)

        refused = await panel.press("review", desk)

    async with newsroom.app.database.read() as tx:
        assert (await servers.get(tx, newsroom.server.id)).review_channel_id is None
    assert REFUSED in refused.text
    assert refused.private
    assert panel.says == before


async def test_an_open_form_of_setup_refuses_one_who_may_not_manage_the_server_any_more(newsroom, manager):
    newsroom.reader.publish(an_item("one"), url=URL)
    async with newsroom.person(manager) as person:
        panel = await Owner(newsroom, person).open()
        await panel.choose("go:subjects")
        before = await panel.choose("go:feed")
        form = await panel.press("feed")
        demote(newsroom, manager)

        refused = await person.submit(form, newsroom.world.id, address=URL)

    assert REFUSED in refused.text
    assert panel.says == before


async def test_a_question_that_was_put_to_an_owner_is_not_answered_by_one_who_is_none(newsroom, manager):
    await newsroom.tag("World", newsroom.world)
    newsroom.reader.publish(an_item("one"), url=URL)
    async with newsroom.person(manager) as person:
        asking = Asking(newsroom, person)
        removal = await asking.use("tags remove", tag="World")
        found = await asking.use("feeds add", url=URL)
        demote(newsroom, manager)

        refused = [await asking.press(removal, "Remove it"), await asking.press(found, "Keep it")]

    async with newsroom.app.database.read() as tx:
        assert [tag.label for tag in await tags.of_server(tx, newsroom.server.id)] == ["World"]
        assert await sources.of_server(tx, newsroom.server.id) == []
    assert all(REFUSED in each.text for each in refused)


async def test_the_log_tells_of_a_refusal_and_not_whose(newsroom, manager):
    async with newsroom.person(manager) as person:
        asking = Asking(newsroom, person)
        with capture_logs() as lines:
            await asking.use("tags remove", tag="Nothing")
            panel = await Owner(newsroom, person).open()
            demote(newsroom, manager)
            await panel.press("go:subjects")

    told = [line["command"] for line in lines if line["event"] == "command.refused"]
    assert told == ["tags remove", "newsclip:setup:go"]
    assert str(manager.id) not in repr(lines)


async def test_one_who_was_given_the_command_may_press_what_it_shows(newsroom):
    account = newsroom.standin.world.create_account("Delia")
    newsroom.standin.world.join(newsroom.server, account)
    desk = newsroom.channel("desk")
    await newsroom.heard(lambda bot: bot.get_channel(desk.id))
    async with newsroom.person(newsroom.owner) as owner, newsroom.person(account) as person:
        await give(newsroom, owner, "newsroom", account)
        panel = await Owner(newsroom, person).open()

        await panel.choose("review", desk)

    async with newsroom.app.database.read() as tx:
        assert (await servers.get(tx, newsroom.server.id)).review_channel_id == desk.id


async def test_a_question_to_one_who_was_given_the_command_is_answered_after_a_restart(newsroom):
    account = newsroom.standin.world.create_account("Delia")
    newsroom.standin.world.join(newsroom.server, account)
    desk = newsroom.channel("desk")
    await newsroom.heard(lambda bot: bot.get_channel(desk.id))
    await newsroom.tag("World", newsroom.world)
    async with newsroom.person(newsroom.owner) as owner, newsroom.person(account) as person:
        await give(newsroom, owner, "tags", account)
        await give(newsroom, owner, "newsroom", account)
        question = await Asking(newsroom, person).use("tags remove", tag="World")
        panel = await Owner(newsroom, person).open()
        await newsroom.restart()

        said = await Asking(newsroom, person).press(question, "Remove it")
        await panel.choose("review", desk)
        async with newsroom.app.database.write() as tx:
            await tx.execute(update(delegation).values(until=newsroom.app.clock.now()))
        later = await panel.press("go:moderators")

    async with newsroom.app.database.read() as tx:
        assert (await servers.get(tx, newsroom.server.id)).review_channel_id == desk.id
        assert await tags.of_server(tx, newsroom.server.id) == ()
    assert REFUSED not in said.text
    assert REFUSED in later.text


async def give(newsroom, owner, name, account):
    """Let somebody use a command, under Server Settings → Integrations."""
    index = await owner.request("GET", f"/guilds/{newsroom.server.id}/application-command-index")
    command = next(each for each in index["application_commands"] if each["name"] == name)
    path = f"/applications/{command['application_id']}/guilds/{newsroom.server.id}/commands/{command['id']}"
    allowed = {"id": str(account.id), "type": 2, "permission": True}
    await owner.request("PUT", f"{path}/permissions", body={"permissions": [allowed]})
