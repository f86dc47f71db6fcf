"""Looking at Discord over REST alone, for `newsclip check`: no gateway session, nothing is changed."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import aiohttp
import discord

from bot.chat import permissions
from bot.chat.channels import kind_of
from bot.chat.endpoint import Endpoint, use_endpoint
from bot.chat.failures import as_configuration_error
from bot.config import DiscordSettings
from bot.domain.channel import ChannelKind
from bot.domain.errors import DiscordUnreachable
from bot.domain.ids import ChannelId, ForumTagId, ServerId


@dataclass(frozen=True, slots=True)
class SeenChannel:
    """A channel as the bot may use it.

    kind: None where nothing can be posted. missing, unwritable: names of the permissions that cards, or a
    notice, lack there; better: those that would be of use. forum_tags: those of a forum;
    needs_forum_tag: it takes no post without one.
    """

    name: str
    kind: ChannelKind | None
    missing: tuple[str, ...]
    unwritable: tuple[str, ...]
    better: tuple[str, ...] = ()
    forum_tags: frozenset[ForumTagId] = frozenset()
    needs_forum_tag: bool = False


@dataclass(frozen=True, slots=True)
class SeenServer:
    """A server with its channels."""

    name: str
    channels: Mapping[ChannelId, SeenChannel]


class Inspector:
    """Asks Discord; every method raises DiscordUnreachable."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    @property
    def name(self) -> str:
        """Return the bot's name."""
        return str(self._client.user)

    @property
    def elsewhere(self) -> str | None:
        """Return the address to which Discord sends commands and clicks instead of to the bot."""
        application = self._client.application
        return None if application is None else application.interactions_endpoint_url

    async def server(self, server_id: ServerId) -> SeenServer | None:
        """Look at a server; None when the bot is not in it."""
        with _as_unreachable():
            try:
                guild = await self._client.fetch_guild(server_id, with_counts=False)
                me = await guild.fetch_member(self._own_id())
                channels = await guild.fetch_channels()
            except (discord.NotFound, discord.Forbidden):
                return None
        return SeenServer(guild.name, {ChannelId(channel.id): _seen(channel, me) for channel in channels})

    def _own_id(self) -> int:
        if self._client.user is None:
            raise RuntimeError("not logged in")
        return self._client.user.id


@asynccontextmanager
async def inspecting(settings: DiscordSettings) -> AsyncIterator[Inspector]:
    """Log in; raise ConfigurationError where Discord does not know the token, or DiscordUnreachable."""
    use_endpoint(Endpoint() if settings.api_url is None else Endpoint(settings.api_url))
    client = discord.Client(intents=discord.Intents(guilds=True))
    try:
        with _as_unreachable(), as_configuration_error():
            await client.login(settings.token.get_secret_value())
        yield Inspector(client)
    finally:
        await client.close()


@contextmanager
def _as_unreachable() -> Iterator[None]:
    try:
        yield
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DiscordUnreachable(why=str(error) or type(error).__name__) from error


def _seen(channel: discord.abc.GuildChannel, me: discord.Member) -> SeenChannel:
    ours = channel.permissions_for(me)
    forum = channel if isinstance(channel, discord.ForumChannel) else None
    kind = kind_of(channel)
    return SeenChannel(
        name=channel.name,
        kind=kind,
        missing=permissions.missing(ours, permissions.needed(kind) if kind is not None else ()),
        unwritable=permissions.missing(ours, permissions.WRITE),
        better=permissions.missing(ours, permissions.recommended(kind) if kind is not None else ()),
        forum_tags=frozenset(ForumTagId(tag.id) for tag in forum.available_tags) if forum else frozenset(),
        needs_forum_tag=forum is not None and forum.flags.require_tag,
    )
