"""Servers, members, roles and channels: who may change what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standin import limits
from bot.standin.world import permissions
from bot.standin.world.model import ChannelKind, Overwrite
from bot.standin.world.world import World
from tests.standin.conftest import Harbour
from tests.standin.running import Rest


def allow(harbour: Harbour, rights: int) -> None:
    """The bot's own role gets these rights too."""
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions |= rights
    harbour.standin.world.update_role(harbour.server, role)


async def test_channels_need_their_right_and_have_limits(harbour: Harbour, rest: Rest) -> None:
    path = f"/guilds/{harbour.server.id}/channels"
    refused = await rest("POST", path, {"name": "news"})
    allow(harbour, permissions.MANAGE_CHANNELS)
    made = await rest("POST", path, {"name": "World News"})
    wrong = await rest("POST", path, {"name": "x" * 101})
    while len(harbour.server.channels) < limits.SERVER_CHANNELS:
        harbour.standin.world.create_channel(harbour.server, "c")
    full = await rest("POST", path, {"name": "one more"})

    assert [refused.code, wrong.code, full.code] == [50013, 50035, 30013]
    assert made.body["name"] == "world-news"


async def test_an_overwrite_cannot_give_what_its_maker_lacks(harbour: Harbour, rest: Rest) -> None:
    allow(harbour, permissions.MANAGE_ROLES)
    path = f"/channels/{harbour.channel.id}/permissions/{harbour.server.id}"

    own = await rest("PUT", path, {"type": 0, "deny": str(permissions.SEND_MESSAGES)})
    beyond = await rest("PUT", path, {"type": 0, "allow": str(permissions.MANAGE_GUILD)})
    removed = await rest("DELETE", path)
    gone = await rest("DELETE", path)

    assert [own.status, removed.status] == [204, 204]
    assert [beyond.code, gone.code] == [50013, 10009]


async def test_roles_above_ones_own_cannot_be_given(harbour: Harbour, rest: Rest) -> None:
    allow(harbour, permissions.MANAGE_ROLES)
    above = harbour.standin.world.create_role(harbour.server, "Editors")
    made = await rest("POST", f"/guilds/{harbour.server.id}/roles", {"name": "Readers", "permissions": "0"})
    path = f"/guilds/{harbour.server.id}/members/{harbour.reader.id}/roles"

    given_role = await rest("PUT", f"{path}/{made.body['id']}")
    refused = await rest("PUT", f"{path}/{above.id}")
    managed = await rest("DELETE", f"/guilds/{harbour.server.id}/roles/{made.body['id']}")

    assert given_role.status == 204
    assert (refused.status, refused.code) == (403, 50013)
    assert managed.status == 204
    assert harbour.server.members[harbour.reader.id].roles == set()


async def test_a_server_of_others_is_unknown(harbour: Harbour, rest: Rest) -> None:
    other = harbour.standin.world.create_server("Other", owner=harbour.owner)
    channel = harbour.standin.world.create_channel(other, "news")

    server = await rest("GET", f"/guilds/{other.id}")
    inside = await rest("GET", f"/channels/{channel.id}")

    assert (server.status, server.code) == (404, 10004)
    assert (inside.status, inside.code) == (403, 50001)


async def test_members_are_found_one_by_one_but_not_listed_without_the_intent(
    harbour: Harbour, rest: Rest
) -> None:
    path = f"/guilds/{harbour.server.id}/members"
    stranger = harbour.standin.world.create_account("Stranger")

    one = await rest("GET", f"{path}/{harbour.reader.id}")
    absent = await rest("GET", f"{path}/{stranger.id}")
    nobody = await rest("GET", f"{path}/1")
    listed = await rest("GET", path)

    assert one.body["user"]["global_name"] == "Rita"
    assert [absent.code, nobody.code, listed.code] == [10007, 10013, 50001]


RIGHTS = st.integers(min_value=0, max_value=permissions.ALL)


@given(everyone=RIGHTS, role_rights=RIGHTS, allowed=RIGHTS, denied=RIGHTS, own=st.tuples(RIGHTS, RIGHTS))
def test_rights_add_up_as_documented(
    everyone: int, role_rights: int, allowed: int, denied: int, own: tuple[int, int]
) -> None:
    world = World(lambda: 1_800_000_000.0)
    server = world.create_server("s", owner=world.create_account("o"))
    server.everyone.permissions = everyone
    role = world.create_role(server, "r", permissions=role_rights)
    account = world.create_account("m")
    member = world.join(server, account, roles=[role])
    channel = world.create_channel(server, "c", overwrites=[Overwrite(role.id, 0, allowed, denied)])
    channel.overwrites[account.id] = Overwrite(account.id, 1, *own)

    rights = permissions.in_channel(channel, member)

    expected = everyone | role_rights
    if expected & permissions.ADMINISTRATOR:
        assert rights == permissions.ALL
        return
    expected = expected & ~denied | allowed
    expected = expected & ~own[1] | own[0]
    if not expected & permissions.VIEW_CHANNEL:
        assert rights == 0
    elif expected & permissions.SEND_MESSAGES:
        assert rights == expected
    else:
        assert rights & ~expected == 0
        assert not rights & permissions.MENTION_EVERYONE


@pytest.mark.parametrize("kind", [ChannelKind.TEXT, ChannelKind.FORUM])
async def test_the_owner_may_everything_everywhere(harbour: Harbour, kind: ChannelKind) -> None:
    world = harbour.standin.world
    closed = world.create_channel(
        harbour.server, "closed", kind=kind, overwrites={harbour.server.everyone: (0, permissions.ALL)}
    )

    assert world.permissions(closed, harbour.owner) == permissions.ALL
    assert world.permissions(closed, harbour.reader) == 0
