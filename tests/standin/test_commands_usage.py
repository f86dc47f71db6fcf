"""Who may use which command, and where: rights, the server's own rules, contexts, age limits, languages."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.standin.people.filling import NotOffered
from bot.standin.people.person import Person
from bot.standin.people.replies import PersonRefused
from bot.standin.world import permissions, usage
from bot.standin.world.model import ChannelKind, CommandRule
from tests.standin.bare_app import BareApp, bare_app
from tests.standin.conftest import Harbour
from tests.standin.running import Rest

ROLE, USER, CHANNEL = 1, 2, 3
NEWS: Any = {"name": "news", "description": "x"}


@pytest.fixture
async def app(harbour: Harbour, rest: Rest) -> AsyncIterator[BareApp]:
    async with bare_app(harbour, rest) as app:
        yield app


@pytest.fixture
async def rita(harbour: Harbour) -> AsyncIterator[Person]:
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        yield rita


@pytest.fixture
async def olena(harbour: Harbour) -> AsyncIterator[Person]:
    async with Person(harbour.standin.api_url, harbour.owner.token) as olena:
        yield olena


@pytest.fixture
def as_rita(harbour: Harbour, as_reader: Rest) -> Any:
    """Send the use of a command as no client of Discord's would."""

    async def use(made: Any, **more: Any) -> Any:
        data = {"id": made["id"], "name": made["name"], "type": made["type"], **more.pop("data", {})}
        body = {
            "type": 2,
            "application_id": str(harbour.bot.id),
            "channel_id": str(harbour.channel.id),
            "data": data,
            **more,
        }
        return await as_reader("POST", "/interactions", body)

    return use


async def names(person: Person, app: BareApp, channel_id: object = None) -> list[str]:
    where = app.where if channel_id is None else {**app.where, "channel_id": channel_id}
    return sorted(one["name"] for one in await person.commands(**where))


# Rights


@pytest.mark.parametrize(
    ("needed", "rights", "may"),
    [
        (None, 0, True),
        ("0", permissions.MANAGE_GUILD, False),
        ("0", permissions.ADMINISTRATOR, True),
        (str(permissions.MANAGE_GUILD), 0, False),
        (str(permissions.MANAGE_GUILD), permissions.MANAGE_GUILD, True),
        (str(permissions.MANAGE_GUILD | permissions.MANAGE_ROLES), permissions.MANAGE_GUILD, False),
    ],
)
async def test_a_command_is_for_those_with_its_default_rights(
    harbour: Harbour, app: BareApp, rita: Person, as_rita: Any, needed: Any, rights: int, *, may: bool
) -> None:
    (made,) = await app.offer({**NEWS, "default_member_permissions": needed})
    role = harbour.standin.world.create_role(harbour.server, "Desk", permissions=rights)
    harbour.standin.world.set_member_roles(
        harbour.server, harbour.server.members[harbour.reader.id], {role.id}
    )

    shown = await names(rita, app)
    used = await as_rita(made)

    assert shown == (["news"] if may else [])
    assert used.status == (204 if may else 403)


@pytest.mark.parametrize("lost", [permissions.USE_APPLICATION_COMMANDS, permissions.SEND_MESSAGES])
@pytest.mark.parametrize("kind", [1, 2, 3])
async def test_commands_and_menus_need_the_rights_to_use_them_and_to_write(
    harbour: Harbour, app: BareApp, as_rita: Any, kind: int, lost: int
) -> None:
    said = harbour.standin.world.post(harbour.channel, harbour.owner, "x")
    (made,) = await app.offer({**NEWS, "type": 1} if kind == 1 else {"type": kind, "name": "Clip"})
    harbour.server.everyone.permissions &= ~lost
    harbour.standin.world.update_role(harbour.server, harbour.server.everyone)

    target = str(said.id if kind == 3 else harbour.owner.id)
    answer = await as_rita(made, data={"target_id": target})

    assert (answer.status, answer.code) == (403, 50013)


# Integrations


@pytest.mark.parametrize(
    ("rules", "gate", "may"),
    [
        ([("USER", USER, True)], "0", True),
        ([("ROLE", ROLE, True)], "0", True),
        ([("EVERYONE", ROLE, True)], "0", True),
        ([("EVERYONE", ROLE, False)], None, False),
        ([("EVERYONE", ROLE, False), ("ROLE", ROLE, True)], None, True),
        ([("ROLE", ROLE, True), ("USER", USER, False)], None, False),
        ([("ROLE", ROLE, False), ("USER", USER, True)], None, True),
        ([("OWNER", USER, True)], "0", False),
        ([("CHANNEL", CHANNEL, False)], None, False),
        ([("ALL", CHANNEL, False)], None, False),
        ([("ALL", CHANNEL, False), ("CHANNEL", CHANNEL, True)], None, True),
        ([("CHANNEL", CHANNEL, True)], "0", False),
    ],
)
async def test_an_owners_rules_decide_who_may_use_a_command_where(
    harbour: Harbour, app: BareApp, rita: Person, as_rita: Any, rules: Any, gate: Any, *, may: bool
) -> None:
    (made,) = await app.offer({**NEWS, "default_member_permissions": gate})
    role = harbour.standin.world.create_role(harbour.server, "Desk")
    harbour.standin.world.set_member_roles(
        harbour.server, harbour.server.members[harbour.reader.id], {role.id}
    )
    ids = {
        "USER": harbour.reader.id, "OWNER": harbour.owner.id, "ROLE": role.id, "EVERYONE": harbour.server.id,
        "CHANNEL": harbour.channel.id, "ALL": harbour.server.id - 1,
    }  # fmt: skip
    body = [{"id": str(ids[who]), "type": kind, "permission": may_} for who, kind, may_ in rules]

    async with Person(harbour.standin.api_url, harbour.owner.token) as olena:
        await set_rules(olena, app, made["id"], body)
        of_owner = await names(olena, app)
    shown = await names(rita, app)
    used = await as_rita(made)

    assert (shown, of_owner) == (["news"] if may else [], ["news"])
    assert used.status == (204 if may else 403)


async def set_rules(person: Person, app: BareApp, target: object, rules: Any) -> Any:
    path = f"/applications/{app.harbour.bot.id}/guilds/{app.harbour.server.id}/commands"
    return await person.request("PUT", f"{path}/{target}/permissions", body={"permissions": rules})


async def test_rules_of_the_whole_app_hold_for_commands_without_their_own(
    harbour: Harbour, app: BareApp, rita: Person, olena: Person
) -> None:
    first, _ = await app.offer(NEWS, {**NEWS, "name": "other"})
    everyone = {"id": str(harbour.server.id), "type": ROLE}

    await set_rules(olena, app, harbour.bot.id, [{**everyone, "permission": False}])
    none = await names(rita, app)
    await set_rules(olena, app, first["id"], [{**everyone, "permission": True}])
    one = await names(rita, app)
    await set_rules(olena, app, first["id"], [])
    synced = await names(rita, app)

    assert (none, one, synced) == ([], ["news"], [])


async def test_a_thread_follows_the_rules_of_its_channel(
    harbour: Harbour, app: BareApp, rita: Person, olena: Person
) -> None:
    (made,) = await app.offer(NEWS)
    thread = harbour.standin.world.create_thread(harbour.channel, "talk", owner=harbour.owner)
    other = harbour.standin.world.create_channel(harbour.server, "other")

    await set_rules(
        olena, app, made["id"], [{"id": str(harbour.channel.id), "type": CHANNEL, "permission": False}]
    )

    assert await names(rita, app, thread.id) == []
    assert await names(rita, app, other.id) == ["news"]


async def test_an_app_reads_its_rules_but_cannot_set_them(
    harbour: Harbour, app: BareApp, olena: Person
) -> None:
    (made,) = await app.offer(NEWS)
    path = f"/applications/{harbour.bot.id}/guilds/{harbour.server.id}/commands"
    rule = {"id": str(harbour.reader.id), "type": USER, "permission": False}

    before = await app.rest("GET", f"{path}/{made['id']}/permissions")
    refused = await app.rest("PUT", f"{path}/{made['id']}/permissions", {"permissions": [rule]})
    told = await set_rules(olena, app, made["id"], [rule])
    after = await app.rest("GET", f"{path}/{made['id']}/permissions")
    all_of_them = await app.rest("GET", f"{path}/permissions")
    heard = await app._wire.until("APPLICATION_COMMAND_PERMISSIONS_UPDATE")

    assert (before.status, before.code) == (404, 10066)
    assert (refused.status, refused.code) == (403, 20001)
    assert told == after.body == all_of_them.body[0] == heard
    assert told == {
        "id": made["id"],
        "application_id": str(harbour.bot.id),
        "guild_id": str(harbour.server.id),
        "permissions": [rule],
    }


@pytest.mark.parametrize(
    "rule",
    [
        {"id": "5", "type": USER, "permission": True},
        {"id": "5", "type": ROLE, "permission": True},
        {"id": "5", "type": CHANNEL, "permission": True},
        {"id": "SERVER", "type": 4, "permission": True},
        {"id": "SERVER", "type": ROLE, "permission": "yes"},
        {"id": "SERVER", "type": ROLE},
    ],
)
async def test_rules_are_for_what_the_server_has(
    harbour: Harbour, app: BareApp, olena: Person, rule: Any
) -> None:
    (made,) = await app.offer(NEWS)
    rule = {**rule, "id": str(harbour.server.id) if rule["id"] == "SERVER" else rule["id"]}

    with pytest.raises(PersonRefused) as refused:
        await set_rules(olena, app, made["id"], [rule])
    with pytest.raises(PersonRefused) as unknown:
        await set_rules(olena, app, 5, [])

    assert (refused.value.status, refused.value.code) == (400, 50035)
    assert unknown.value.code == 10063


async def test_a_command_has_at_most_a_hundred_rules(harbour: Harbour, app: BareApp, olena: Person) -> None:
    (made,) = await app.offer(NEWS)
    world = harbour.standin.world
    roles = [world.create_role(harbour.server, f"r{number}") for number in range(101)]
    rules = [{"id": str(role.id), "type": ROLE, "permission": True} for role in roles]

    told = await set_rules(olena, app, made["id"], rules[:100])
    with pytest.raises(PersonRefused) as refused:
        await set_rules(olena, app, made["id"], rules)

    assert len(told["permissions"]) == 100
    assert refused.value.code == 50035


@pytest.mark.parametrize(
    ("rights", "codes"),
    [
        (0, {50013}),
        (permissions.MANAGE_GUILD, {50013}),
        (permissions.MANAGE_GUILD | permissions.MANAGE_ROLES, {None}),
    ],
)
async def test_rules_are_set_by_those_who_manage_server_and_roles(
    harbour: Harbour, app: BareApp, rita: Person, rights: int, codes: set[Any]
) -> None:
    (made,) = await app.offer(NEWS)
    role = harbour.standin.world.create_role(harbour.server, "Desk", permissions=rights)
    harbour.standin.world.set_member_roles(
        harbour.server, harbour.server.members[harbour.reader.id], {role.id}
    )

    assert {await refusal(set_rules(rita, app, made["id"], []))} == codes


async def refusal(asking: Any) -> int | None:
    try:
        await asking
    except PersonRefused as refused:
        return refused.code
    return None


async def test_nobody_sets_rules_for_a_command_that_is_not_theirs_to_use(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    (made,) = await app.offer({**NEWS, "default_member_permissions": "0"})
    rights = permissions.MANAGE_GUILD | permissions.MANAGE_ROLES
    role = harbour.standin.world.create_role(harbour.server, "Desk", permissions=rights)
    harbour.standin.world.set_member_roles(
        harbour.server, harbour.server.members[harbour.reader.id], {role.id}
    )

    assert await refusal(set_rules(rita, app, made["id"], [])) == 50013


async def test_rules_are_gone_with_a_command_or_its_name(harbour: Harbour, app: BareApp, rest: Rest) -> None:
    world, bot, server = harbour.standin.world, harbour.bot, harbour.server
    first, second = await app.offer(NEWS, {**NEWS, "name": "other"})
    closed = [CommandRule(server.id, ROLE, allowed=False)]
    for made in (first, second):
        usage.set_rules(world, bot, server, int(made["id"]), closed)

    await rest("PATCH", f"{app.path}/{first['id']}", {"description": "y"})
    kept = dict(bot.command_rules[server.id])
    await rest("PATCH", f"{app.path}/{first['id']}", {"name": "renamed"})
    await rest("PUT", app.path, [NEWS])

    assert kept.keys() == {int(first["id"]), int(second["id"])}
    assert bot.command_rules[server.id] == {}


# Contexts


@pytest.mark.parametrize(
    ("places", "shared", "direct"),
    [
        ({}, True, True),
        ({"contexts": [0]}, True, False),
        ({"contexts": [1]}, False, True),
        ({"contexts": [2]}, False, False),
        ({"dm_permission": False}, True, False),
        ({"dm_permission": False, "contexts": [0, 1]}, True, True),
        ({"integration_types": [1]}, False, False),
    ],
)
async def test_a_command_is_offered_in_its_contexts(
    harbour: Harbour, app: BareApp, rita: Person, as_rita: Any, places: Any, *, shared: bool, direct: bool
) -> None:
    (made,) = await app.offer({**NEWS, **places})
    conversation = await rita.direct(harbour.bot.id)

    in_index = bool(await names(rita, app))
    used = await as_rita(made)
    in_direct_index = bool(await rita.commands(channel_id=conversation))
    used_directly = await as_rita(made, channel_id=conversation)

    assert (in_index, in_direct_index) == (shared, direct)
    assert used.status == (204 if shared else 404)
    assert used_directly.status == (204 if direct else 404)


async def test_a_command_in_a_direct_conversation_tells_the_user_and_no_server(
    harbour: Harbour, app: BareApp, rita: Person
) -> None:
    await app.offer(NEWS)
    conversation = await rita.direct(harbour.bot.id)

    async with app.asking(rita.command("news", channel_id=conversation)) as (asked, reply):
        told = asked.payload
        await asked.say("hello", flags=64)
        said = await reply

    assert (told["user"]["id"], told["context"]) == (str(harbour.reader.id), 1)
    assert not {"guild_id", "guild", "member", "guild_locale"} & told.keys()
    assert told["authorizing_integration_owners"] == {"0": "0"}
    expected = permissions.ATTACH_FILES | permissions.EMBED_LINKS | permissions.MENTION_EVERYONE
    assert told["app_permissions"] == str(expected | permissions.USE_EXTERNAL_EMOJIS)
    assert (said.content, said.private) == ("hello", True)


async def test_commands_of_a_server_are_not_for_direct_conversations(
    harbour: Harbour, app: BareApp, rest: Rest, rita: Person
) -> None:
    await rest("PUT", f"/applications/{harbour.bot.id}/guilds/{harbour.server.id}/commands", [NEWS])
    conversation = await rita.direct(harbour.bot.id)

    assert await names(rita, app) == ["news"]
    assert await rita.commands(channel_id=conversation) == []


async def test_an_app_without_a_common_server_cannot_be_asked_directly(
    harbour: Harbour, app: BareApp, rita: Person, as_rita: Any
) -> None:
    (made,) = await app.offer(NEWS)
    conversation = await rita.direct(harbour.bot.id)
    harbour.standin.world.leave(harbour.server, harbour.bot.account)

    with pytest.raises(NotOffered):
        await rita.command("news", channel_id=conversation)
    assert (await as_rita(made, channel_id=conversation)).status == 403


async def test_an_age_restricted_command_needs_an_age_restricted_channel(
    harbour: Harbour, app: BareApp, rita: Person, as_rita: Any
) -> None:
    (made,) = await app.offer({**NEWS, "nsfw": True})
    conversation = await rita.direct(harbour.bot.id)
    thread = harbour.standin.world.create_thread(harbour.channel, "talk", owner=harbour.owner)

    refused = [await as_rita(made), await as_rita(made, channel_id=conversation)]
    before = await names(rita, app)
    harbour.channel.nsfw = True
    harbour.standin.world.update_channel(harbour.channel)
    after = [await names(rita, app), await names(rita, app, thread.id)]

    assert [one.status for one in refused] == [403, 403]
    assert (before, after) == ([], [["news"], ["news"]])


# Where and when


async def test_a_removed_app_has_no_commands_and_no_buttons(
    harbour: Harbour, app: BareApp, rita: Person, as_rita: Any
) -> None:
    (made,) = await app.offer(NEWS)
    button = {"type": 2, "style": 1, "label": "More", "custom_id": "more"}
    card = await app.post(content="card", components=[{"type": 1, "components": [button]}])
    harbour.standin.world.leave(harbour.server, harbour.bot.account)

    used = await as_rita(made)
    with pytest.raises(PersonRefused) as clicked:
        await rita.click(card["channel_id"], card["id"], "more")

    assert await names(rita, app) == []
    assert (used.status, used.code, clicked.value.code) == (404, 10002, 10002)


async def test_a_removed_app_comes_back_without_its_commands_and_rules_of_that_server(
    harbour: Harbour, app: BareApp, rest: Rest
) -> None:
    world, bot, server = harbour.standin.world, harbour.bot, harbour.server
    await app.offer(NEWS)
    path = f"/applications/{bot.id}/guilds/{server.id}/commands"
    (local,) = (await rest("PUT", path, [{**NEWS, "name": "local"}])).body
    usage.set_rules(world, bot, server, int(local["id"]), [CommandRule(server.id, ROLE, allowed=False)])

    world.leave(server, bot.account)
    world.install(bot, server)
    left = [(await rest("GET", one)).body for one in (app.path, path, f"{path}/permissions")]

    assert [[one["name"] for one in commands] for commands in left[:2]] == [["news"], []]
    assert left[2] == []


async def test_an_outdated_command_is_refused_and_known_to_be_so(
    harbour: Harbour, app: BareApp, rita: Person, rest: Rest, as_rita: Any
) -> None:
    (made,) = await app.offer(NEWS)
    await rest("PATCH", f"{app.path}/{made['id']}", {"description": "y"})

    refused = await as_rita(made, data={"version": made["version"]})
    heard = await rita.wait_event(lambda name, _: name == "GUILD_APPLICATION_COMMAND_INDEX_UPDATE")

    (error,) = refused.body["errors"]["data"]["_errors"]
    assert error["code"] == "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION"
    assert heard[1] == {"guild_id": str(harbour.server.id), "application_id": str(harbour.bot.id)}
    async with app.while_asking(rita.command("news", **app.where)):
        pass


async def test_commands_are_used_in_threads_and_posts(harbour: Harbour, app: BareApp, rita: Person) -> None:
    world = harbour.standin.world
    await app.offer(NEWS)
    forum = world.create_channel(harbour.server, "forum", kind=ChannelKind.FORUM)
    for parent in (harbour.channel, forum):
        thread = world.create_thread(parent, "talk", owner=harbour.owner)
        where = {**app.where, "channel_id": thread.id}

        async with app.asking(rita.command("news", **where)) as (asked, reply):
            assert asked.payload["channel"]["thread_metadata"]["archived"] is False
            await asked.say("here")
            assert (await reply).message["channel_id"] == str(thread.id)


async def test_in_an_archived_thread_nothing_is_used_until_it_is_opened_again(
    harbour: Harbour, app: BareApp, rita: Person, as_rita: Any
) -> None:
    world = harbour.standin.world
    (made,) = await app.offer(NEWS)
    thread = world.create_thread(harbour.channel, "talk", owner=harbour.owner)
    world.set_archived(thread, archived=True)

    refused = await as_rita(made, channel_id=str(thread.id))
    async with app.while_asking(rita.command("news", **{**app.where, "channel_id": thread.id})):
        opened = not thread.thread.archived

    assert (refused.status, refused.code) == (400, 50083)
    assert opened


async def test_neither_bots_nor_strangers_use_commands(
    harbour: Harbour, app: BareApp, rest: Rest, as_rita: Any
) -> None:
    (made,) = await app.offer(NEWS)
    body = {
        "type": 2,
        "application_id": str(harbour.bot.id),
        "channel_id": str(harbour.channel.id),
        "data": {"id": made["id"], "type": 1, "name": "news"},
    }
    of_bot = await app.rest("POST", "/interactions", body)
    nowhere = await as_rita(made, channel_id="5")
    nobody = await as_rita(made, application_id="5")
    harbour.standin.world.leave(harbour.server, harbour.reader)
    stranger = await as_rita(made)

    assert (of_bot.status, of_bot.code) == (403, 20001)
    assert [one.code for one in (nowhere, nobody, stranger)] == [10003, 10002, 50001]


# Languages


@pytest.mark.parametrize(
    ("asked", "name"),
    [("de", "neu"), ("en-US", "British"), ("es-419", "España"), ("pl", None), ("de-AT,de;q=0.9", "neu")],
)
async def test_commands_are_shown_in_a_persons_own_language_or_the_nearest(
    harbour: Harbour, app: BareApp, asked: str, name: str | None
) -> None:
    names_ = {"de": "neu", "en-GB": "British".lower(), "es-ES": "España".lower()}
    await app.offer({**NEWS, "name_localizations": names_})

    async with Person(harbour.standin.api_url, harbour.reader.token, locale=asked) as rita:
        (shown,) = await rita.commands(**app.where)

    assert shown["name"] == "news"
    assert shown.get("name_localized") == (None if name is None else name.lower())


async def test_an_account_has_a_language_of_its_own(harbour: Harbour, app: BareApp, rita: Person) -> None:
    harbour.reader.locale = "de"
    await app.offer(NEWS)

    async with app.while_asking(rita.command("news", **app.where)) as asked:
        assert asked.payload["locale"] == "de"
