"""Who and what is in the demo's server: its people, its channels and the bot."""

from dataclasses import dataclass

from bot.chat.permissions import all_permissions
from bot.demo.arrangement import EMOJI, FORUM, FORUM_TOPIC, PRIVATE, arrangement_of, channel_of
from bot.newsroom.starter_tags import StarterTag
from bot.standin.world import permissions
from bot.standin.world.model import Account, Application, Channel, ChannelKind, ForumTag, Role, Server
from bot.standin.world.world import World

_SERVER, _WELCOME = "Harbour News", "welcome"
# What one has who has just made a server: its name, and its only channel.
_EMPTY_SERVER, _ONLY_CHANNEL = "Tove's Server", "general"
_READERS = ("Amara", "Bako", "Chiyo", "Dario", "Elin")
# In which languages some of them have their Discord; the others have it in English.
_LOCALES = {"Dario": "uk", "Elin": "de"}
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
# Where those who run the server are told what they have to mend.
DESK = "newsdesk"
_MODERATING = permissions.MANAGE_MESSAGES | permissions.MANAGE_THREADS | permissions.MANAGE_GUILD


@dataclass(frozen=True, slots=True)
class Cast:
    """The demo's server with those who matter to it."""

    server: Server
    application: Application
    owner: Account
    moderator: Account
    readers: tuple[Account, ...]

    @property
    def empty(self) -> bool:
        """Return whether its owner sets the server up, not the demo."""
        return self.server.name == _EMPTY_SERVER

    @property
    def welcome(self) -> str:
        """Return the name of the channel that says what to try."""
        return _ONLY_CHANNEL if self.empty else _WELCOME


def create_cast(world: World, starters: tuple[StarterTag, ...], *, welcome: str) -> Cast:
    """Make the server: channels for the starter tags, one for all and two for its moderators.

    The readers come first, because the page begins as the first of its people. Where the welcome names a
    channel that everyone can see, it links to it.
    """
    readers = tuple(_reader(world, name) for name in _READERS)
    moderator = world.create_account(_MODERATOR, role="moderator", on_page=True)
    owner = world.create_account(_OWNER, role="owner", on_page=True)
    application = world.create_application("Newsclip", owner=owner)
    server = world.create_server(_SERVER, owner=owner)
    desk = world.create_role(server, "Newsdesk", permissions=_MODERATING, color=0x2F9AA0)
    world.install(application, server, permissions=all_permissions().value)
    _create_channels(world, server, starters, desk=desk, bot=application.account)
    for reader in readers:
        world.join(server, reader)
    world.join(server, moderator, roles=(desk,))
    for name in EMOJI:
        world.create_emoji(server, name, maker=owner)
    world.post(channels_by_name(server)[_WELCOME], owner, _with_links(server, welcome))
    return Cast(server, application, owner, moderator, readers)


def create_empty_cast(world: World, *, welcome: str) -> Cast:
    """Make a server as Discord does, with one channel; the bot has been invited, and nothing is set up.

    The owner comes first, because the page begins as the first of its people.
    """
    owner = world.create_account(_OWNER, role="owner", on_page=True)
    moderator = world.create_account(_MODERATOR, role="moderator", on_page=True)
    readers = tuple(_reader(world, name) for name in _READERS)
    application = world.create_application("Newsclip", owner=owner)
    server = world.create_server(_EMPTY_SERVER, owner=owner)
    channels = world.create_channel(server, "Text Channels", kind=ChannelKind.CATEGORY)
    general = world.create_channel(server, _ONLY_CHANNEL, parent=channels)
    world.install(application, server, permissions=all_permissions().value)
    for reader in readers:
        world.join(server, reader)
    world.join(server, moderator, roles=(world.create_role(server, "Moderators", permissions=_MODERATING),))
    world.post(general, owner, welcome)
    return Cast(server, application, owner, moderator, readers)


def _reader(world: World, name: str) -> Account:
    reader = world.create_account(name, on_page=True)
    reader.locale = _LOCALES.get(name)
    return reader


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
    world.create_channel(server, _WELCOME, parent=house, topic="What this is, and what to try")
    seen: dict[Role | Account, tuple[int, int]] = dict.fromkeys((desk, bot), (permissions.VIEW_CHANNEL, 0))
    hidden: dict[Role | Account, tuple[int, int]] = {server.everyone: (0, permissions.VIEW_CHANNEL), **seen}
    talk = "Where those who run the server talk"
    for name, topic in ((DESK, talk), (PRIVATE.channel, PRIVATE.topic)):
        world.create_channel(server, name, parent=house, overwrites=hidden, topic=topic)
    news = world.create_channel(server, "News", kind=ChannelKind.CATEGORY)
    for starter in starters:
        if channel_of(starter) != FORUM:
            kind = arrangement_of(starter.key).kind
            world.create_channel(server, starter.channel, kind=kind, parent=news, topic=starter.topic)
    forum_tags = [
        ForumTag(world.mint.next(), starter.label) for starter in starters if channel_of(starter) == FORUM
    ]
    world.create_channel(
        server, FORUM, kind=ChannelKind.FORUM, parent=news, topic=FORUM_TOPIC, tags=forum_tags
    )


def _with_links(server: Server, welcome: str) -> str:
    for name, channel in channels_by_name(server).items():
        if not channel.overwrites:
            welcome = welcome.replace(f"#{name}", f"<#{channel.id}>")
    return welcome
