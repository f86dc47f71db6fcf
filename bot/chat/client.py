"""The connection to Discord: a bot that receives no messages, only servers, commands and reactions."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any

import aiohttp
import discord
import structlog
from discord.ext import commands

from bot.chat import permissions
from bot.chat.answers import Answers
from bot.chat.buttons import BUTTONS, Clicks
from bot.chat.commands_sync import CommandSync
from bot.chat.delegations import Delegations
from bot.chat.desk_buttons import DESK_ITEMS, DeskClicks, hear_form
from bot.chat.failures import Block, as_configuration_error, as_publish_errors
from bot.chat.limiter import Lane, Limiter
from bot.chat.listener import Listener
from bot.chat.moderators import Moderators
from bot.chat.panels import PANEL_ITEMS, Panels
from bot.chat.settings_panel import SettingPick
from bot.chat.setup_desk import SetupDesk
from bot.chat.setup_panel import SetupItem
from bot.chat.tracing import tracing
from bot.chat.tree import Tree
from bot.clock import Clock
from bot.domain.errors import PermissionMissing, TryLater
from bot.domain.ids import ChannelId, MessageId, ServerId, UserId
from bot.domain.server import Shard
from bot.newsroom.delegates import Delegates
from bot.newsroom.servers import Servers
from bot.pipeline.ports import ReactionEvent

_log = structlog.get_logger(__name__)

# discord.py takes no less than 30; longer waits are ours to plan, durably.
_LONGEST_WAIT_SECONDS = 30.0
# For how long without another server's channels discord.py says "ready": all servers are named before, and
# nothing of ours waits for it but to learn which servers we were removed from.
_READY_TIMEOUT_SECONDS = 0.1
_UNKNOWN_CHANNEL_SECONDS = 60.0
_LOGIN_RETRY_SECONDS = (1, 2, 5, 10, 30, 60)


class NewsclipBot(commands.AutoShardedBot):
    """Connects, registers the commands, and passes on what it hears.

    servers, clicks, setup_desk, desk: what the tree and the buttons find here; given by `attach`.
    """

    servers: Servers
    clicks: Clicks
    setup_desk: SetupDesk
    desk: DeskClicks

    def __init__(
        self,
        *,
        answers: Answers,
        sync: CommandSync,
        delegates: Delegates,
        moderators: Moderators,
        clock: Clock,
        limiter: Limiter,
        keep_gateway: bool,
    ) -> None:
        """Build an unconnected bot; `keep_gateway`: use the configured gateway, whatever the API names."""
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_reactions=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=_LONGEST_WAIT_SECONDS,
            guild_ready_timeout=_READY_TIMEOUT_SECONDS,
            http_trace=tracing(limiter),
        )
        self.answers = answers
        self.delegations = Delegations(delegates)
        self.moderators = moderators
        self.panels = Panels(answers, self.delegations, moderators)
        self._listener: Listener | None = None
        self._sync = sync
        self._clock = clock
        self._limiter = limiter
        self._keep_gateway = keep_gateway
        self._block = Block(clock)
        self._logged_in = asyncio.Event()
        self._present = asyncio.Event()
        self._shards_connected: set[int] = set()
        self._servers_told: set[int] = set()

    def attach(
        self,
        *,
        listener: Listener,
        servers: Servers,
        clicks: Clicks,
        setup_desk: SetupDesk,
        desk: DeskClicks,
    ) -> None:
        """Say who is told what, before `stay_connected`: all of them need the bot themselves."""
        self._listener = listener
        self.servers = servers
        self.clicks = clicks
        self.setup_desk = setup_desk
        self.desk = desk

    async def stay_connected(self, token: str) -> None:
        """Stay connected until cancelled or closed; raise ConfigurationError for a token that is not one.

        Close the bot afterwards: until then what is being sent can be finished.
        """
        await self._async_setup_hook()
        with as_configuration_error():
            await self._log_in(token)
        _log.info("discord.logged_in", invite=self.invite_link())
        await self.connect()

    async def setup_hook(self) -> None:
        """Register buttons and commands before the first event."""
        self.add_dynamic_items(*BUTTONS, *PANEL_ITEMS, *DESK_ITEMS, SettingPick, SetupItem)
        await self._sync.sync(self.tree)
        if self._keep_gateway:
            # discord.py asks for the number of shards, and takes the address with it: keep ours.
            self.shard_count, _, _ = await self.http.get_bot_gateway()
        self._logged_in.set()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Bring a form that was filled in to who asks with it."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self.panels.submitted(interaction)
            await hear_form(interaction)

    async def wait_until_logged_in(self) -> None:
        """Wait until calls can be made."""
        await self._logged_in.wait()

    async def wait_until_present(self) -> None:
        """Wait until every server has told its channels and is in the database."""
        await self._present.wait()
        await self.servers.settled()

    @property
    def is_behind(self) -> bool:
        """Tell whether what comes is better read a little slower."""
        return self._listener is not None and self._listener.is_behind

    @property
    def own_id(self) -> UserId:
        """Return our own id; the bot must be logged in."""
        if self.user is None:
            raise RuntimeError("not logged in")
        return UserId(self.user.id)

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether a server is in an outage, or has not told its channels yet."""
        server = self.get_guild(server_id)
        return server is None or server.unavailable

    def missing_permissions(self, channel_id: ChannelId, needed: Sequence[str]) -> tuple[str, ...]:
        """Return the names of the permissions that we lack in a channel; empty when it isn't known."""
        ours = _ours(self.get_channel(channel_id))
        return () if ours is None else permissions.missing(ours, needed)

    async def need_permissions(self, channel_id: ChannelId, needed: Sequence[str]) -> None:
        """Raise PermissionMissing where we lack one; a channel that isn't known here is asked for.

        Raises TryLater where nobody can tell: the server is away.
        """
        ours = _ours(await self.find_channel(channel_id, needed))
        if ours is None:
            raise TryLater(seconds=_UNKNOWN_CHANNEL_SECONDS)
        if lacking := permissions.missing(ours, needed):
            raise PermissionMissing(permission=lacking[0])

    async def find_channel(self, channel_id: ChannelId, needed: Sequence[str]) -> object:
        """Return a channel or thread; one that isn't known here is asked for: an archived thread, perhaps."""
        known = self.get_channel(channel_id)
        if _ours(known) is not None:
            return known
        async with self.slot(Lane.CARD, channel_id, needed):
            return await self.fetch_channel(channel_id)

    @asynccontextmanager
    async def slot(
        self, lane: Lane, channel_id: ChannelId, needed: Sequence[str], *, server_id: ServerId | None = None
    ) -> AsyncIterator[None]:
        """Wait for the slot of one call to Discord, and turn what goes wrong with it into PublishErrors.

        channel_id, needed: where the call is about something, and what permissions it takes there.
        """
        await self.wait_until_logged_in()
        slot = await self._limiter.slot(lane, server_id or self._server_of(channel_id))
        try:
            with slot.taken(), self.publish_errors(channel_id, needed):
                yield
        except TryLater as later:
            if later.shared:
                self._limiter.hold(later.seconds)
            raise

    def publish_errors(self, channel_id: ChannelId, needed: Sequence[str]) -> AbstractContextManager[None]:
        """Turn what goes wrong inside into PublishErrors; see `as_publish_errors`."""
        return as_publish_errors(
            needed, lambda wanted: self.missing_permissions(channel_id, wanted), self._block
        )

    def invite_link(self) -> str:
        """Return the address under which an owner adds the bot; it must be logged in."""
        return discord.utils.oauth_url(
            self.own_id,
            permissions=permissions.invite_permissions(),
            scopes=("bot", "applications.commands"),
        )

    # Servers

    async def on_shard_connect(self, shard_id: int) -> None:
        """A new session: events may have been missed."""
        self._shards_connected.add(shard_id)
        if self._listener is not None:
            self._listener.session_began(Shard(shard_id, self.shard_count or 1))
        self._look_whether_present()

    async def on_ready(self) -> None:
        """Every shard has told its servers; one that came at the very end, discord.py keeps to itself."""
        for guild in self.guilds:
            if not guild.unavailable:
                await self.on_guild_available(guild)
        self.servers.only(ServerId(guild.id) for guild in self.guilds)
        _log.info("discord.ready", servers=len(self.guilds), shards=self.shard_count)
        self._present.set()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server told its channels, after a start or an outage."""
        self.servers.entered(ServerId(guild.id), guild.name)
        self._servers_told.add(guild.id)
        self._look_whether_present()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Somebody added the bot."""
        await self.on_guild_available(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed, or the server was deleted."""
        self.servers.left(ServerId(guild.id))

    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
        """The server has another name, perhaps."""
        if before.name != after.name:
            self.servers.entered(ServerId(after.id), after.name)

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """A channel came."""
        self.servers.changed(ServerId(channel.guild.id))

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """A channel has other permissions, or a forum other tags, perhaps."""
        if _what_counts(before) != _what_counts(after):
            self.servers.changed(ServerId(after.guild.id))

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """A role, perhaps one of ours, has other permissions."""
        if before.permissions != after.permissions:
            self.servers.changed(ServerId(after.guild.id))

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """A member, perhaps the bot, has other roles."""
        if after.id == self.own_id and before.roles != after.roles:
            self.servers.changed(ServerId(after.guild.id))

    async def on_thread_create(self, thread: discord.Thread) -> None:
        """A thread was made: a post of ours, perhaps, the answer to which was lost."""
        ours = thread.owner_id == self.own_id and isinstance(thread.parent, discord.ForumChannel)
        if ours and self._listener is not None:
            self._listener.post_appeared(ChannelId(thread.parent_id))

    # Reactions

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """A reader reacted."""
        if payload.member is None or not payload.member.bot:
            self._pass_on(payload, added=True)

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """A reader took a reaction back."""
        self._pass_on(payload, added=False)

    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        """Somebody took all reactions away."""
        self._tell(payload.guild_id, payload.channel_id, payload.message_id)

    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        """Somebody took all reactions of one emoji away."""
        self._tell(payload.guild_id, payload.channel_id, payload.message_id, emoji=str(payload.emoji))

    def _pass_on(self, payload: discord.RawReactionActionEvent, *, added: bool) -> None:
        if payload.user_id == self.own_id or payload.guild_id is None:
            return
        self._tell(
            payload.guild_id,
            payload.channel_id,
            payload.message_id,
            user_id=UserId(payload.user_id),
            emoji=str(payload.emoji),
            added=added,
            burst=payload.burst,
        )

    def _tell(
        self,
        server_id: int | None,
        channel_id: int,
        message_id: int,
        *,
        user_id: UserId | None = None,
        emoji: str | None = None,
        added: bool = False,
        burst: bool = False,
    ) -> None:
        if self._listener is None:
            return
        self._listener.reacted(
            ReactionEvent(
                channel_id=ChannelId(channel_id),
                message_id=MessageId(message_id),
                user_id=user_id,
                emoji=emoji,
                added=added,
                burst=burst,
                at=self._clock.now(),
                parent_id=self._parent(server_id, channel_id),
            )
        )

    def _parent(self, server_id: int | None, channel_id: int) -> ChannelId | None:
        """Return the channel of a thread, where that is known."""
        server = None if server_id is None else self.get_guild(server_id)
        thread = None if server is None else server.get_thread(channel_id)
        return None if thread is None else ChannelId(thread.parent_id)

    def _look_whether_present(self) -> None:
        """Notice that all is there before `on_ready`, which comes a while after the last server."""
        all_shards = len(self._shards_connected) == (self.shard_count or 0)
        if all_shards and all(guild.id in self._servers_told for guild in self.guilds):
            self._present.set()

    async def _log_in(self, token: str) -> None:
        """Log in, however long Discord is away."""
        for attempt in range(1_000_000):
            try:
                await self.login(token)
            except (aiohttp.ClientError, OSError, discord.DiscordServerError) as error:
                seconds = _LOGIN_RETRY_SECONDS[min(attempt, len(_LOGIN_RETRY_SECONDS) - 1)]
                _log.warning("discord.not_reached", why=str(error), retry_seconds=seconds)
                await self._forget_session()
                await asyncio.sleep(seconds)
            else:
                return

    def _server_of(self, channel_id: ChannelId) -> ServerId:
        """Return whose turn a call takes; all that is known of no server share one."""
        server = getattr(self.get_channel(channel_id), "guild", None)
        return ServerId(0 if server is None else server.id)

    async def _forget_session(self) -> None:
        """Close what a failed login opened; discord.py makes a new connector only where there is none."""
        await self.http.close()
        connector: Any = discord.utils.MISSING
        self.http.connector = connector


def _ours(channel: object) -> discord.Permissions | None:
    """Return what we may do in a channel of a server; None where that isn't known."""
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread) or channel.guild.unavailable:
        return None
    try:
        return channel.permissions_for(channel.guild.me)
    except discord.ClientException:  # a thread whose channel isn't known
        return None


def _what_counts(channel: discord.abc.GuildChannel) -> tuple[object, ...]:
    """Return what decides whether something can be posted in a channel."""
    of_forum = (channel.flags, channel.available_tags) if isinstance(channel, discord.ForumChannel) else ()
    return (channel.overwrites, channel.category, *of_forum)
