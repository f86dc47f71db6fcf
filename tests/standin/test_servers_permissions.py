"""How rights add up: Discord's rules, tried on whatever roles, overwrites and states there can be."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standin.world import permissions
from bot.standin.world.model import Account, Channel, ChannelKind, Overwrite, Server
from bot.standin.world.world import World

RIGHTS = st.integers(min_value=0, max_value=permissions.ALL).map(lambda bits: bits & permissions.ALL)
WITHOUT_WRITING = (
    permissions.MENTION_EVERYONE
    | permissions.SEND_TTS_MESSAGES
    | permissions.ATTACH_FILES
    | permissions.EMBED_LINKS
)
SEEN_BY_ALL = permissions.VIEW_CHANNEL | permissions.READ_MESSAGE_HISTORY


class Case:
    """A server with a member, a role of theirs, and a channel."""

    def __init__(self, everyone: int = 0, role: int = 0, *, kind: ChannelKind = ChannelKind.TEXT) -> None:
        self.world = World(lambda: 1_800_000_000.0)
        self.owner = self.world.create_account("o")
        self.server: Server = self.world.create_server("s", owner=self.owner)
        self.server.everyone.permissions = everyone
        self.role = self.world.create_role(self.server, "r", permissions=role)
        self.account: Account = self.world.create_account("m")
        self.member = self.world.join(self.server, self.account, roles=[self.role])
        self.channel: Channel = self.world.create_channel(self.server, "c", kind=kind)

    def rights(self, channel: Channel | None = None) -> int:
        return self.world.permissions(channel or self.channel, self.account)

    def overwrite(self, *overwrites: Overwrite) -> None:
        self.channel.overwrites = {one.target_id: one for one in overwrites}
        self.world.update_channel(self.channel)


@given(
    everyone=RIGHTS,
    role=RIGHTS,
    of_everyone=st.tuples(RIGHTS, RIGHTS),
    of_role=st.tuples(RIGHTS, RIGHTS),
    own=st.tuples(RIGHTS, RIGHTS),
    written=st.sampled_from([ChannelKind.TEXT, ChannelKind.FORUM, ChannelKind.ANNOUNCEMENT]),
)
def test_overwrites_come_in_their_order_and_nothing_is_left_without_sight(
    everyone: int,
    role: int,
    of_everyone: tuple[int, int],
    of_role: tuple[int, int],
    own: tuple[int, int],
    written: ChannelKind,
) -> None:
    case = Case(everyone, role, kind=written)
    case.overwrite(
        Overwrite(case.server.id, 0, *of_everyone),
        Overwrite(case.role.id, 0, *of_role),
        Overwrite(case.account.id, 1, *own),
    )

    rights = case.rights()

    expected = everyone | role
    if expected & permissions.ADMINISTRATOR:
        assert rights == permissions.ALL
        return
    for allow, deny in (of_everyone, of_role, own):
        expected = expected & ~deny | allow
    if not expected & permissions.SEND_MESSAGES:
        expected &= ~WITHOUT_WRITING
    assert rights == (expected if expected & permissions.VIEW_CHANNEL else 0)


@given(first=st.tuples(RIGHTS, RIGHTS), second=st.tuples(RIGHTS, RIGHTS))
def test_of_several_roles_what_one_allows_wins_over_what_another_denies(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    case = Case(SEEN_BY_ALL | permissions.SEND_MESSAGES)
    other = case.world.create_role(case.server, "other")
    case.world.set_member_roles(case.server, case.member, {case.role.id, other.id})
    case.overwrite(Overwrite(case.role.id, 0, *first), Overwrite(other.id, 0, *second))

    one_way = case.rights()
    case.overwrite(Overwrite(other.id, 0, *second), Overwrite(case.role.id, 0, *first))

    assert case.rights() == one_way
    if one_way:
        assert not (first[0] | second[0]) & ~WITHOUT_WRITING & ~one_way


@given(rights=RIGHTS)
def test_a_time_out_leaves_sight_alone_except_to_administrators(rights: int) -> None:
    case = Case(rights)
    before = case.rights()

    case.world.time_out(case.server, case.account, until=case.world.now() + timedelta(hours=1))
    during = case.rights(), case.world.rights(case.server, case.account)
    case.world.time_out(case.server, case.account, until=case.world.now() - timedelta(seconds=1))

    if rights & permissions.ADMINISTRATOR:
        assert during == (permissions.ALL, permissions.ALL)
    else:
        assert during == (before & SEEN_BY_ALL, rights & SEEN_BY_ALL)
    assert case.rights() == before


def test_a_time_out_ends_by_itself() -> None:
    now = [1_800_000_000.0]
    world = World(lambda: now[0])
    server = world.create_server("s", owner=world.create_account("o"))
    account = world.create_account("m")
    world.join(server, account)
    channel = world.create_channel(server, "c")

    world.time_out(server, account, until=world.now() + timedelta(minutes=1))
    silenced = world.permissions(channel, account)
    now[0] += 61

    assert not silenced & permissions.SEND_MESSAGES
    assert world.permissions(channel, account) & permissions.SEND_MESSAGES


@pytest.mark.parametrize(
    ("rights", "writes"),
    [
        (SEEN_BY_ALL | permissions.SEND_MESSAGES, False),
        (SEEN_BY_ALL | permissions.SEND_MESSAGES_IN_THREADS, True),
    ],
)
def test_in_a_thread_only_its_own_right_to_write_counts(rights: int, writes: bool) -> None:
    case = Case(rights | permissions.ATTACH_FILES)
    thread = case.world.create_thread(case.channel, "t", owner=case.owner)

    inside = case.rights(thread)

    assert bool(inside & permissions.ATTACH_FILES) is writes
    assert bool(case.rights() & permissions.ATTACH_FILES) is not writes


def test_a_member_of_a_thread_sees_it_only_with_its_channel() -> None:
    case = Case(permissions.ALL & ~permissions.ADMINISTRATOR)
    thread = case.world.create_thread(case.channel, "t", owner=case.account)
    secret = case.world.create_thread(case.channel, "s", owner=case.account, private=True)

    case.overwrite(Overwrite(case.server.id, 0, 0, permissions.VIEW_CHANNEL))

    assert (case.rights(thread), case.rights(secret)) == (0, 0)


@pytest.mark.parametrize("rights", [0, permissions.MANAGE_THREADS])
def test_a_private_thread_is_for_members_and_moderators(rights: int) -> None:
    case = Case(SEEN_BY_ALL | rights)
    thread = case.world.create_thread(case.channel, "t", owner=case.owner, private=True)

    before = case.rights(thread)
    case.world.join_thread(thread, case.account)
    inside = case.rights(thread)
    case.world.leave_thread(thread, case.account)

    assert bool(before) is bool(rights)
    assert inside & permissions.VIEW_CHANNEL
    assert case.rights(thread) == before


def test_a_voice_channel_that_one_may_not_join_is_not_managed_either() -> None:
    case = Case(permissions.ALL & ~permissions.ADMINISTRATOR, kind=ChannelKind.VOICE)

    joined = case.rights()
    case.overwrite(Overwrite(case.server.id, 0, 0, permissions.CONNECT))

    assert joined & permissions.MANAGE_CHANNELS
    assert not case.rights() & (permissions.MANAGE_CHANNELS | permissions.SPEAK)
    assert case.rights() & permissions.SEND_MESSAGES
