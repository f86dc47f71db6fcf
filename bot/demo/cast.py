"""Who and what is in the demo's server: its people, its channels and the bot."""

from dataclasses import dataclass

from bot.chat.permissions import invite_permissions
from bot.newsroom.starter_tags import StarterTag
from bot.standin.world import permissions
from bot.standin.world.model import Account, Application, Channel, ChannelKind, Role, Server
from bot.standin.world.world import World

_SERVER = "Harbour News"
_READERS = ("Amara", "Bako", "Chiyo", "Dario", "Elin")
_MODERATOR = "Jonas"
_OWNER = "Tove"
_SCRIPTED = (
    "Aino",
    "Bruno",
    "Celia",
    "Dov",
    "Esra",
    "Femi",
    "Gitte",
    "Hana",
    "Ivo",
    "Jun",
    "Kaya",
    "Lior",
    "Maren",
    "Nilo",
    "Oona",
    "Pavel",
    "Quim",
    "Rosa",
    "Sefa",
    "Tariq",
    "Ulla",
    "Vesna",
    "Wim",
    "Xenia",
    "Yara",
    "Zoltan",
)  # fmt: skip - a table of names
_MODERATING = permissions.MANAGE_MESSAGES | permissions.MANAGE_THREADS | permissions.MANAGE_GUILD


@dataclass(frozen=True, slots=True)
class Cast:
    """The demo's server with those who matter to it."""

    server: Server
    application: Application
    owner: Account
    moderator: Account
    readers: tuple[Account, ...]


def create_cast(world: World, starters: tuple[StarterTag, ...], *, welcome: str) -> Cast:
    """Make the server: a channel for each starter tag, one for all and one for its moderators.

    The readers come first, because the page begins as the first of its people.
    """
    readers = tuple(world.create_account(name, on_page=True) for name in _READERS)
    moderator = world.create_account(_MODERATOR, role="moderator", on_page=True)
    owner = world.create_account(_OWNER, role="owner", on_page=True)
    application = world.create_application("Newsclip", owner=owner)
    server = world.create_server(_SERVER, owner=owner)
    desk = world.create_role(server, "Newsdesk", permissions=_MODERATING, color=0x2F9AA0)
    world.install(application, server, permissions=invite_permissions().value)
    _create_channels(world, server, starters, desk=desk, bot=application.account)
    for reader in readers:
        world.join(server, reader)
    world.join(server, moderator, roles=(desk,))
    world.post(channels_by_name(server)["welcome"], owner, welcome)
    return Cast(server, application, owner, moderator, readers)


def find_cast(world: World) -> Cast:
    """Find everybody again in a world that was kept."""
    people = [account for account in world.accounts.values() if account.on_page]
    by_role = {account.role: account for account in people}
    return Cast(
        server=next(iter(world.servers.values())),
        application=next(iter(world.applications.values())),
        owner=by_role["owner"],
        moderator=by_role["moderator"],
        readers=tuple(account for account in people if account.role == "reader"),
    )


def scripted_readers(world: World, server: Server, count: int) -> list[Account]:
    """Return members who are not on the page, as many as asked for; the missing ones join."""
    known = [member.account for member in server.members.values()]
    there = [account for account in known if not account.on_page and not account.bot][:count]
    for number in range(len(there), count):
        again = number // len(_SCRIPTED)
        name = _SCRIPTED[number % len(_SCRIPTED)] + (f" {again + 1}" if again else "")
        there.append(world.create_account(name))
        world.join(server, there[-1])
    return there


def channels_by_name(server: Server) -> dict[str, Channel]:
    """Return the server's channels by their names."""
    return {channel.name: channel for channel in server.channels.values()}


def _create_channels(
    world: World, server: Server, starters: tuple[StarterTag, ...], *, desk: Role, bot: Account
) -> None:
    house = world.create_channel(server, "House", kind=ChannelKind.CATEGORY)
    world.create_channel(server, "welcome", parent=house, topic="What this is, and what to try")
    seen: dict[Role | Account, tuple[int, int]] = dict.fromkeys((desk, bot), (permissions.VIEW_CHANNEL, 0))
    hidden: dict[Role | Account, tuple[int, int]] = {server.everyone: (0, permissions.VIEW_CHANNEL), **seen}
    world.create_channel(
        server, "newsdesk", parent=house, overwrites=hidden, topic="Where those who run the server talk"
    )
    news = world.create_channel(server, "News", kind=ChannelKind.CATEGORY)
    for starter in starters:
        world.create_channel(server, starter.channel, parent=news, topic=starter.topic)
