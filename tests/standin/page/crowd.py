"""A world of the size at which a page begins to stutter: many servers, channels, discussions and messages."""

from dataclasses import dataclass
from typing import Any

from bot.standin.world import permissions
from bot.standin.world.model import Account, Application, Channel, ChannelKind, Emoji, Message, Server
from bot.standin.world.world import World

_VOTES = tuple(Emoji(sign) for sign in "👍👎🤔")
_LINES = (
    "A short line.",
    "Cranes moved **again** at dawn, says <https://example.org/port>, and the *rota* is worse than before.",
    "> They said so\nI doubt it. `night shift` is what they mean.\n- one\n- two",
    "Two\nlines",
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """The world's people, its bot and the channel that holds most of the messages."""

    reader: Account
    moderator: Account
    bot: Application
    channel: Channel
    other: Channel
    posts: list[Message]


def a_crowd(
    world: World, *, servers: int = 20, channels: int = 200, threads: int = 50, messages: int = 10_000
) -> Crowd:
    """Fill the world; every fifth message is a card with votes."""
    owner = world.create_account("Olena", role="owner", on_page=True)
    moderator = world.create_account("Milo", role="moderator", on_page=True)
    reader = world.create_account("Ada", role="reader", on_page=True)
    bot = world.create_application("Newsclip")
    for number in range(servers):
        server = world.create_server(f"Harbour News {number}", owner=owner)
        world.join(server, reader)
        world.join(server, moderator)
        world.install(bot, server, permissions=permissions.ALL)
        if number:
            world.create_channel(server, "lobby")
            continue
        made = _channels(world, server, channels)
    for number in range(threads):
        world.create_thread(made[number % 10], f"Discussion {number}", owner=bot.account)
    posts = [_message(world, made[0], bot.account, reader, moderator, number) for number in range(messages)]
    for number in range(200):
        _message(world, made[1], bot.account, reader, moderator, number)
    return Crowd(reader, moderator, bot, made[0], made[1], posts)


def _channels(world: World, server: Server, count: int) -> list[Channel]:
    made: list[Channel] = []
    for number in range(count):
        if number % 20 == 0:
            parent = world.create_channel(server, f"Desk {number // 20}", kind=ChannelKind.CATEGORY)
        made.append(world.create_channel(server, f"channel-{number}", parent=parent))
    return made


def _message(
    world: World, channel: Channel, bot: Account, reader: Account, moderator: Account, number: int
) -> Message:
    if number % 5:
        return world.post(
            channel, (reader, moderator)[number // 3 % 2], f"Message {number}. {_LINES[number % 4]}"
        )
    message = Message(world.mint.next(), channel, bot, flags=1 << 15, components=[card(number)])
    world.add_message(message)
    for vote in _VOTES:
        world.react(message, bot, vote)
    return message


def card(number: int) -> dict[str, Any]:
    """A card as the newsroom sends it, with a button."""
    foot = "-# What do you make of this?  👍 good news · 👎 bad news · 🤔 not sure"
    parts: list[dict[str, Any]] = [
        {"type": 10, "content": f"### [Message {number}. Port strike ends](https://example.org/{number})"},
        {"type": 10, "content": "Cranes moved **again** at dawn. " * 4},
        {"type": 14},
        {"type": 10, "content": foot},
        {"type": 1, "components": [{"type": 2, "style": 2, "custom_id": f"save:{number}", "label": "Save"}]},
    ]
    return {"type": 17, "accent_color": 0x0D6657, "components": parts}
