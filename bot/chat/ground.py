"""What setup does in a server: making channels, and trying them with a card that goes away again."""

from datetime import timedelta

import discord

from bot.chat import layouts, permissions
from bot.chat.channels import DiscordChannels
from bot.chat.client import NewsclipBot
from bot.chat.languages import ServerLanguages
from bot.chat.limiter import Lane
from bot.chat.searches import Searches
from bot.chat.setup_panel import AWAY, Press, SetupItem
from bot.clock import Clock
from bot.domain.errors import DestinationGone
from bot.domain.ids import ChannelId, ForumTagId, MessageId, RoleId, ServerId
from bot.texts.catalogue import Texts

_MAKE = ("manage_channels",)
_TAKE_AWAY = "manage_threads"
# In which what an interrupted test has left is looked for.
_LEFT_WITHIN = timedelta(days=1)


class DiscordGround:
    """Makes what is asked for; what is there under its name already is used. Implements setup's Ground."""

    def __init__(
        self,
        bot: NewsclipBot,
        channels: DiscordChannels,
        languages: ServerLanguages,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._bot = bot
        self._clock = clock
        self._searches = Searches(bot)
        self._channels = channels
        self._languages = languages
        self._texts = texts

    def may_make(self, server_id: ServerId) -> bool:
        """Tell whether the bot may make channels in the server."""
        server = self._bot.get_guild(server_id)
        return server is not None and server.me.guild_permissions.manage_channels

    def missing_to_write(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that a notice lacks in a channel."""
        return self._channels.missing_to_write(channel_id)

    async def channel(self, server_id: ServerId, name: str, topic: str) -> ChannelId:
        """Return the news channel of that name, made if it is not there."""
        server = self._server(server_id)
        category = await self._category(server)
        for known in category.text_channels:
            if known.name == name:
                return ChannelId(known.id)
        async with self._bot.slot(Lane.CARD, ChannelId(category.id), _MAKE, server_id=server_id):
            return ChannelId((await category.create_text_channel(name, topic=topic)).id)

    async def private_channel(self, server_id: ServerId, moderators: RoleId | None) -> ChannelId:
        """Return the channel for notices, made if it is not there: only the bot and moderators see it.

        moderators: a role that the owner has named for them; those that let moderate see it in any case.
        """
        server = self._server(server_id)
        name = await self._text(server, "setup-private")
        for known in server.text_channels:
            if known.name == name and not known.permissions_for(server.default_role).view_channel:
                return ChannelId(known.id)
        topic = await self._text(server, "setup-private-topic")
        async with self._bot.slot(Lane.CARD, ChannelId(0), _MAKE, server_id=server_id):
            made = await server.create_text_channel(
                name, topic=topic, overwrites=_for_moderators(server, moderators)
            )
        return ChannelId(made.id)

    async def forum(self, server_id: ServerId) -> ChannelId:
        """Return the news forum, made if it is not there."""
        server = self._server(server_id)
        category = await self._category(server)
        name = await self._text(server, "setup-forum")
        for known in category.forums:
            if known.name == name:
                return ChannelId(known.id)
        topic = await self._text(server, "setup-forum-topic")
        async with self._bot.slot(Lane.CARD, ChannelId(category.id), _MAKE, server_id=server_id):
            return ChannelId((await category.create_forum(name, topic=topic)).id)

    async def rehearse(self, channel_id: ChannelId, forum_tag_id: ForumTagId | None) -> bool:
        """Post a test card and take it away again; False: nothing was posted, it could not be taken away."""
        channel = self._bot.get_channel(channel_id)
        match channel:
            case discord.ForumChannel():
                return await self._rehearse_post(channel, forum_tag_id)
            case discord.TextChannel():
                await self._rehearse_card(channel)
                return True
            case _:
                raise DestinationGone

    async def _rehearse_card(self, channel: discord.TextChannel) -> None:
        channel_id = ChannelId(channel.id)
        left = await self._searches.messages(channel_id, AWAY, after=self._anchor())
        async with self._bot.slot(Lane.CARD, channel_id, permissions.POST):
            card = await channel.send(view=await self._card(channel.guild), silent=True)
        for message_id in (*left, card.id):
            async with self._bot.slot(Lane.CARD, channel_id, permissions.POST):
                await channel.get_partial_message(message_id).delete()

    async def _rehearse_post(self, forum: discord.ForumChannel, forum_tag_id: ForumTagId | None) -> bool:
        """Post in a forum; a bot may take its own post away only as a moderator of threads."""
        forum_id = ChannelId(forum.id)
        if not forum.permissions_for(forum.guild.me).manage_threads:
            return False
        name = await self._text(forum.guild, "setup-test-title")
        filed = [each for each in forum.available_tags if each.id == forum_tag_id]
        left = await self._searches.posts(forum_id, AWAY, after=self._anchor())
        async with self._bot.slot(Lane.CARD, forum_id, permissions.MAKE_POST):
            made = await forum.create_thread(
                name=name, view=await self._card(forum.guild), applied_tags=filed
            )
        for post_id in (*(place.channel_id for place in left), made.thread.id):
            async with self._bot.slot(Lane.CARD, forum_id, (_TAKE_AWAY,)):
                await self._bot.http.delete_channel(post_id)
        return True

    def _anchor(self) -> MessageId:
        return MessageId(discord.utils.time_snowflake(self._clock.now() - _LEFT_WITHIN))

    async def _category(self, server: discord.Guild) -> discord.CategoryChannel:
        name = await self._text(server, "setup-category")
        for known in server.categories:
            if known.name == name:
                return known
        async with self._bot.slot(Lane.CARD, ChannelId(0), _MAKE, server_id=ServerId(server.id)):
            return await server.create_category(name)

    def _server(self, server_id: ServerId) -> discord.Guild:
        server = self._bot.get_guild(server_id)
        if server is None:
            raise DestinationGone
        return server

    async def _card(self, server: discord.Guild) -> layouts.Layout:
        container: discord.ui.Container[layouts.Layout] = discord.ui.Container(accent_colour=0x3F9C6B)
        container.add_item(discord.ui.TextDisplay(f"### {await self._text(server, 'setup-test-title')}"))
        container.add_item(discord.ui.TextDisplay(await self._text(server, "setup-test-words")))
        away: discord.ui.Button[layouts.Layout] = discord.ui.Button(
            label=await self._text(server, "setup-test-away"), custom_id=AWAY
        )
        container.add_item(discord.ui.ActionRow(SetupItem(away, Press("away"))))
        return layouts.layout(container)

    async def _text(self, server: discord.Guild, key: str) -> str:
        return self._texts.get(key, await self._languages.of(ServerId(server.id)))


def _for_moderators(
    server: discord.Guild,
    named: RoleId | None,
) -> "dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite]":
    """Hide a channel from everybody but the bot, and the roles of people who moderate."""
    writes = True if server.me.guild_permissions.send_messages else None  # one can't give what one lacks
    return {
        server.default_role: discord.PermissionOverwrite(view_channel=False),
        server.me: discord.PermissionOverwrite(view_channel=True, send_messages=writes),
        **{
            role: discord.PermissionOverwrite(view_channel=True)
            for role in server.roles
            if (_moderates(role) or role.id == named) and not role.is_default() and not role.is_bot_managed()
        },
    }


def _moderates(role: discord.Role) -> bool:
    return role.permissions.manage_guild or role.permissions.manage_messages
