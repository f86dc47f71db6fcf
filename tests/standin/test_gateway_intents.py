"""Which events come with which intent: everything happens once, and each intent is listened to alone."""

import pytest

from bot.standin.gateway.intents import Intent
from bot.standin.messages import MessageWriter
from bot.standin.world import changes, permissions
from bot.standin.world.audit import Action
from bot.standin.world.model import Emoji, Message, MessageKind
from bot.standin.world.world import World
from tests.standin.bare_gateway import connected
from tests.standin.conftest import Harbour

_REACTIONS = {
    "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE",
    "MESSAGE_REACTION_REMOVE_ALL",
    "MESSAGE_REACTION_REMOVE_EMOJI",
}
# The documentation's list of intents, without those of which nothing exists here.
_COMES_WITH = {
    Intent.GUILDS: {
        "GUILD_CREATE",
        "GUILD_UPDATE",
        "GUILD_DELETE",
        "GUILD_ROLE_CREATE",
        "GUILD_ROLE_UPDATE",
        "GUILD_ROLE_DELETE",
        "CHANNEL_CREATE",
        "CHANNEL_UPDATE",
        "CHANNEL_DELETE",
        "CHANNEL_PINS_UPDATE",
        "THREAD_CREATE",
        "THREAD_UPDATE",
        "THREAD_DELETE",
        "THREAD_LIST_SYNC",
        "THREAD_MEMBER_UPDATE",
        "THREAD_MEMBERS_UPDATE",
    },
    Intent.GUILD_MEMBERS: {
        "GUILD_MEMBER_ADD",
        "GUILD_MEMBER_UPDATE",
        "GUILD_MEMBER_REMOVE",
        "THREAD_MEMBERS_UPDATE",
    },
    Intent.GUILD_MODERATION: {"GUILD_AUDIT_LOG_ENTRY_CREATE", "GUILD_BAN_ADD", "GUILD_BAN_REMOVE"},
    Intent.GUILD_EXPRESSIONS: {"GUILD_EMOJIS_UPDATE"},
    Intent.GUILD_PRESENCES: set(),
    Intent.GUILD_MESSAGES: {"MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"},
    Intent.GUILD_MESSAGE_REACTIONS: _REACTIONS,
    Intent.GUILD_MESSAGE_TYPING: {"TYPING_START"},
    Intent.DIRECT_MESSAGES: {"MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "CHANNEL_PINS_UPDATE"},
    Intent.DIRECT_MESSAGE_REACTIONS: _REACTIONS,
    Intent.DIRECT_MESSAGE_TYPING: {"TYPING_START"},
    Intent.MESSAGE_CONTENT: set(),
    1 << 4: set(),  # integrations
    1 << 16: set(),  # scheduled events
    1 << 25: set(),  # polls in direct messages
}
# What is sent whatever the intents; of members, only the client's own.
_ALWAYS = {"USER_UPDATE", "GUILD_MEMBER_UPDATE"}
# Only those of conversations, by which the two kinds of messages are told apart.
_DIRECT = {Intent.DIRECT_MESSAGES, Intent.DIRECT_MESSAGE_REACTIONS, Intent.DIRECT_MESSAGE_TYPING}


@pytest.mark.parametrize("intent", _COMES_WITH)
async def test_a_bot_hears_with_an_intent_what_is_documented_and_nothing_else(
    harbour: Harbour, intent: int
) -> None:
    harbour.bot.privileged_intents = Intent.PRIVILEGED
    own_role = next(role for role in harbour.server.roles.values() if role.managed_by == harbour.bot.id)
    own_role.permissions |= permissions.VIEW_AUDIT_LOG
    harbour.standin.world.update_role(harbour.server, own_role)
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, intent)
        _everything_happens(harbour)
        _last_of_all(harbour)
        told = await wire.all_until("USER_UPDATE")
        told += await wire.all_until("USER_UPDATE")

    heard = {name for name, _ in told}
    assert heard - _ALWAYS == _COMES_WITH[intent] - _ALWAYS
    assert heard >= _ALWAYS
    of_members = {data["user"]["id"] for name, data in told if name == "GUILD_MEMBER_UPDATE" and intent != 2}
    assert of_members <= {str(harbour.bot.id)}
    about_messages = [data for name, data in told if name in _REACTIONS or name.startswith("MESSAGE_")]
    assert {"guild_id" in data for data in about_messages} <= {intent not in _DIRECT}


def _everything_happens(harbour: Harbour) -> None:
    world, server = harbour.standin.world, harbour.server
    world.update_account(harbour.bot.account)
    _in_the_server(harbour)
    _in_channels_and_threads(harbour)
    for channel in (harbour.channel, world.direct_channel(harbour.reader, harbour.bot.account)):
        messages = [world.post(channel, harbour.reader, f"words {number}") for number in range(3)]
        _about_a_message(world, messages[0], harbour)
        world.delete_message(messages[0])
        if channel.server is not None:
            world.delete_messages(channel, messages[1:])
        world.tell(changes.TypingStarted(channel, harbour.reader))
    world.set_available(server, available=False)
    world.set_available(server, available=True)


def _last_of_all(harbour: Harbour) -> None:
    harbour.standin.world.update_account(harbour.bot.account)


def _in_the_server(harbour: Harbour) -> None:
    world, server = harbour.standin.world, harbour.server
    world.tell(changes.ServerUpdated(server))
    world.create_emoji(server, "ferry")
    newcomer = world.create_account("Nina")
    world.ban(server, newcomer)
    world.unban(server, newcomer)
    world.audit(server, harbour.owner, Action.ROLE_CREATED, None)
    role = world.create_role(server, "Readers")
    world.update_role(server, role)
    world.join(server, newcomer)
    world.set_member_roles(server, server.members[newcomer.id], [role.id])
    world.delete_role(server, role)
    world.leave(server, newcomer)


def _in_channels_and_threads(harbour: Harbour) -> None:
    world, server, bot = harbour.standin.world, harbour.server, harbour.bot.account
    channel = world.create_channel(server, "desk")
    thread = world.create_thread(channel, "talk", owner=harbour.owner)
    world.join_thread(thread, bot)
    world.join_thread(thread, harbour.reader)
    world.set_archived(thread, archived=True)
    world.set_archived(thread, archived=False)
    roles = [one for one in server.roles.values() if one.permissions & permissions.VIEW_CHANNEL]
    for step in (-permissions.VIEW_CHANNEL, permissions.VIEW_CHANNEL):
        for role in roles:
            role.permissions += step
            world.update_role(server, role)
    world.update_channel(channel)
    world.leave_thread(thread, bot)
    world.delete_channel(thread)
    world.delete_channel(channel)


def _about_a_message(world: World, message: Message, harbour: Harbour) -> None:
    world.update_message(message)
    world.set_pinned(message, pinned=True)
    world.react(message, harbour.reader, Emoji("👍"))
    world.unreact(message, harbour.reader, Emoji("👍"))
    world.react(message, harbour.reader, Emoji("👎"))
    world.clear_reactions(message, Emoji("👎"))
    world.clear_reactions(message)


@pytest.mark.parametrize(
    ("intents", "read"),
    [
        (Intent.GUILD_MESSAGES | Intent.DIRECT_MESSAGES, ["", "@Newsclip", "own", "direct"]),
        (
            Intent.GUILD_MESSAGES | Intent.DIRECT_MESSAGES | Intent.MESSAGE_CONTENT,
            ["words", "@Newsclip", "own", "direct"],
        ),
    ],
)
async def test_without_the_content_intent_a_bot_reads_only_what_is_its_own_direct_or_names_it(
    harbour: Harbour, intents: int, read: list[str]
) -> None:
    world, bot = harbour.standin.world, harbour.bot.account
    harbour.bot.privileged_intents = Intent.MESSAGE_CONTENT
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, intents)
        world.post(harbour.channel, harbour.reader, "words")
        naming = Message(world.mint.next(), harbour.channel, harbour.reader, content="@Newsclip")
        naming.mentions.users.append(bot)
        world.add_message(naming)
        world.post(harbour.channel, bot, "own")
        world.post(world.direct_channel(harbour.reader, bot), harbour.reader, "direct")
        heard = [(await wire.until("MESSAGE_CREATE"))["content"] for _ in range(4)]

    assert heard == read


async def test_what_may_not_be_read_is_not_read_in_a_reply_or_a_forward_either(harbour: Harbour) -> None:
    world, bot = harbour.standin.world, harbour.bot.account
    theirs = world.post(harbour.channel, harbour.owner, "theirs")
    own = world.post(harbour.channel, bot, "own")
    where = {"type": 0, "channel_id": str(harbour.channel.id), "guild_id": str(harbour.server.id)}
    stranger = world.create_application("Stranger")
    world.install(stranger, harbour.server)
    async with connected(harbour.standin) as of_stranger, connected(harbour.standin) as wire:
        await of_stranger.identify(stranger.token, Intent.GUILD_MESSAGES)
        await wire.identify(harbour.bot.token, Intent.GUILD_MESSAGES)
        for source in (theirs, own):
            reference = where | {"message_id": str(source.id)}
            world.post(harbour.channel, harbour.reader, "reply", kind=MessageKind.REPLY, reference=reference)
        forward = Message(world.mint.next(), harbour.channel, harbour.reader)
        forward.reference = where | {"type": 1, "message_id": str(theirs.id)}
        forward.snapshot = MessageWriter(world, "http://127.0.0.1").snapshot(theirs)
        world.add_message(forward)
        heard = [await wire.until("MESSAGE_CREATE") for _ in range(3)]
        by_stranger = [await of_stranger.until("MESSAGE_CREATE") for _ in range(2)]

    assert [one["referenced_message"]["content"] for one in by_stranger] == ["", ""]
    assert [one["content"] for one in heard] == ["", "", ""]
    assert [one["referenced_message"]["content"] for one in heard[:2]] == ["", "own"]
    assert heard[2]["message_snapshots"][0]["message"]["content"] == ""
    assert forward.snapshot["content"] == "theirs"


async def test_a_private_message_is_told_to_its_reader_and_its_bot_like_a_direct_one(
    harbour: Harbour,
) -> None:
    world, bot = harbour.standin.world, harbour.bot.account
    private = Message(
        world.mint.next(), harbour.channel, bot, content="for you", private_to=harbour.reader.id, flags=64
    )
    async with (
        connected(harbour.standin) as of_bot,
        connected(harbour.standin) as of_deaf_bot,
        connected(harbour.standin) as of_reader,
        connected(harbour.standin) as of_owner,
    ):
        await of_bot.identify(harbour.bot.token, Intent.DIRECT_MESSAGES)
        await of_deaf_bot.identify(harbour.bot.token, Intent.GUILD_MESSAGES)
        await of_reader.identify(harbour.reader.token, 0)
        await of_owner.identify(harbour.owner.token, 0)
        world.tell(changes.MessageCreated(private))
        world.tell(changes.MessageDeleted(private))
        world.update_account(bot)
        heard_by_bot = await of_bot.all_until("USER_UPDATE")
        heard_by_deaf_bot = await of_deaf_bot.all_until("USER_UPDATE")
        heard_by_reader = await of_reader.all_until("GUILD_MEMBER_UPDATE")
        heard_by_owner = await of_owner.all_until("GUILD_MEMBER_UPDATE")

    assert [name for name, _ in heard_by_bot] == ["MESSAGE_CREATE", "MESSAGE_DELETE", "USER_UPDATE"]
    assert heard_by_bot[0][1]["content"] == "for you"
    assert "guild_id" not in heard_by_bot[0][1]
    assert "member" not in heard_by_bot[0][1]
    assert [name for name, _ in heard_by_deaf_bot] == ["USER_UPDATE"]
    assert [name for name, _ in heard_by_reader if name.startswith("MESSAGE")] == [
        "MESSAGE_CREATE",
        "MESSAGE_DELETE",
    ]
    assert [name for name, _ in heard_by_owner if name.startswith("MESSAGE")] == []


async def test_moderation_is_told_to_those_who_may_see_it(harbour: Harbour) -> None:
    world, server = harbour.standin.world, harbour.server
    own_role = next(role for role in server.roles.values() if role.managed_by == harbour.bot.id)
    newcomer = world.create_account("Nina")
    heard = []
    for right in (0, permissions.BAN_MEMBERS, permissions.VIEW_AUDIT_LOG):
        own_role.permissions = permissions.VIEW_CHANNEL | right
        world.update_role(server, own_role)
        async with connected(harbour.standin) as wire:
            await wire.identify(harbour.bot.token, Intent.GUILD_MODERATION)
            world.ban(server, newcomer)
            world.audit(server, harbour.owner, Action.MEMBER_BANNED, newcomer.id)
            world.update_account(harbour.bot.account)
            heard.append([name for name, _ in await wire.all_until("USER_UPDATE")][:-1])

    assert heard == [[], ["GUILD_BAN_ADD"], ["GUILD_BAN_ADD", "GUILD_AUDIT_LOG_ENTRY_CREATE"]]


async def test_with_presences_a_bot_is_told_of_members_at_the_start_and_in_a_large_server_of_some(
    harbour: Harbour,
) -> None:
    world, server = harbour.standin.world, harbour.server
    harbour.bot.privileged_intents = Intent.PRIVILEGED
    sightings = []
    for newcomers in (0, 50):
        for number in range(newcomers):
            world.join(server, world.create_account(f"Newcomer {number}"))
        for intents, threshold in ((1 | Intent.GUILD_MEMBERS, 50), (1 | Intent.GUILD_PRESENCES, 50)):
            async with connected(harbour.standin) as wire:
                await wire.identify(harbour.bot.token, intents, large_threshold=threshold)
                told = await wire.until("GUILD_CREATE")
                sightings.append((len(told["members"]), told["large"], told["member_count"]))

    assert sightings == [(1, False, 3), (3, False, 3), (1, True, 53), (1, True, 53)]


async def test_a_burst_reaction_says_so(harbour: Harbour) -> None:
    world = harbour.standin.world
    message = world.post(harbour.channel, harbour.reader, "words")
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, Intent.GUILD_MESSAGE_REACTIONS)
        world.react(message, harbour.reader, Emoji("👍"), burst=True)
        world.unreact(message, harbour.reader, Emoji("👍"))
        added, removed = [await wire.until(f"MESSAGE_REACTION_{done}") for done in ("ADD", "REMOVE")]

    assert (added["burst"], added["type"]) == (True, 1)
    assert added["burst_colors"]
    assert added["message_author_id"] == str(harbour.reader.id)
    assert added["member"]["user"]["id"] == str(harbour.reader.id)
    assert (removed["burst"], removed["type"]) == (True, 1)


async def test_pins_are_told_with_the_newest_and_a_deleted_pin_is_not(harbour: Harbour) -> None:
    world = harbour.standin.world
    messages = [world.post(harbour.channel, harbour.reader, "words") for _ in range(2)]
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, Intent.GUILDS)
        await wire.until("GUILD_CREATE")
        for message in messages:
            world.set_pinned(message, pinned=True)
        world.set_pinned(messages[1], pinned=False)
        world.delete_message(messages[0])
        world.create_role(harbour.server, "Readers")
        told = await wire.all_until("GUILD_ROLE_CREATE")

    moments = [data.get("last_pin_timestamp") for _, data in told[:-1]]
    assert [name for name, _ in told[:-1]] == ["CHANNEL_PINS_UPDATE"] * 3
    assert moments[0] == moments[2] < moments[1]
    assert messages[0].pinned_at is not None
