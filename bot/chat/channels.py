"""The server's channels, as the newsroom and the notices ask about them."""

from collections.abc import Iterable, Iterator, Sequence

import discord

from bot.chat import permissions
from bot.chat.client import NewsclipBot
from bot.chat.limiter import Lane
from bot.chat.sight import is_public
from bot.domain.channel import ChannelKind, Forum, ForumTag
from bot.domain.errors import DestinationGone
from bot.domain.ids import ChannelId, ForumTagId, RoleId, ServerId

_MAKE_FORUM_TAGS = ("view_channel", "manage_channels")
_PING_ANY = ("mention_everyone",)


def kind_of(channel: object) -> ChannelKind | None:
    """Return what a channel is; None for one that nothing is posted to, or that is not there."""
    match channel:
        case discord.ForumChannel():
            return ChannelKind.FORUM
        case discord.TextChannel():
            return ChannelKind.ANNOUNCEMENT if channel.is_news() else ChannelKind.TEXT
        case _:
            return None


class DiscordChannels:
    """Answers from what Discord told about its servers."""

    def __init__(self, bot: NewsclipBot) -> None:
        self._bot = bot

    def missing(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that cards with discussion and poll lack in a channel."""
        kind = self.kind(channel_id)
        return () if kind is None else self._bot.missing_permissions(channel_id, permissions.needed(kind))

    def recommended(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions with which cards would do better in a channel."""
        kind = self.kind(channel_id)
        return (
            () if kind is None else self._bot.missing_permissions(channel_id, permissions.recommended(kind))
        )

    def missing_to_write(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that a notice lacks in a channel."""
        return self._bot.missing_permissions(channel_id, permissions.WRITE)

    def kind(self, channel_id: ChannelId) -> ChannelKind | None:
        """Return what a channel is; None when it is not there, or nothing can be posted to it."""
        return kind_of(self._bot.get_channel(channel_id))

    def exists(self, channel_id: ChannelId) -> bool:
        """Tell whether the channel is there; where it is hidden from us, we lack the right to view it."""
        return self._bot.get_channel(channel_id) is not None

    def forum(self, channel_id: ChannelId) -> Forum | None:
        """Return a forum's own tags; None when the channel is no forum."""
        channel = self._bot.get_channel(channel_id)
        if not isinstance(channel, discord.ForumChannel):
            return None
        return Forum(_forum_tags(channel), needs_tag=channel.flags.require_tag)

    def missing_to_moderate(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that a forum's moderated tags take and we lack there."""
        return self._bot.missing_permissions(channel_id, ("view_channel", "manage_threads"))

    def missing_to_make_forum_tags(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that we lack to give a forum more tags."""
        return self._bot.missing_permissions(channel_id, _MAKE_FORUM_TAGS)

    async def make_forum_tags(self, channel_id: ChannelId, names: Sequence[str]) -> tuple[ForumTag, ...]:
        """Give a forum more tags, and return those; raise a PublishError where that can't be done."""
        channel = self._bot.get_channel(channel_id)
        if not isinstance(channel, discord.ForumChannel):
            raise DestinationGone
        before = channel.available_tags
        new = [discord.ForumTag(name=name) for name in names]
        async with self._bot.slot(Lane.CARD, channel_id, _MAKE_FORUM_TAGS):
            edited = await channel.edit(available_tags=[*before, *new])
        there = {tag.id for tag in before}
        return tuple(tag for tag in _forum_tags(edited or channel) if tag.id not in there)

    def may_ping(self, channel_id: ChannelId, role_id: RoleId) -> bool:
        """Tell whether the bot can mention a role in a channel, so that those who have it are told."""
        channel = self._bot.get_channel(channel_id)
        server = getattr(channel, "guild", None)
        role = None if server is None else server.get_role(role_id)
        if role is None:
            return False
        return role.mentionable or not self._bot.missing_permissions(channel_id, _PING_ANY)

    def for_notices(
        self,
        server_id: ServerId,
        own: Iterable[ChannelId],
        *,
        chosen: ChannelId | None,
        about: ChannelId | None,
    ) -> Iterator[ChannelId]:
        """Yield where moderators may be told something, the likeliest seen by them first.

        The one that they chose, Discord's own for them, the system channel, any that readers can't see, any
        other; those in which cards stand only where there is nothing else, and never the one that the notice
        is about.
        """
        server = self._bot.get_guild(server_id)
        if server is None:
            return
        official = (server.public_updates_channel, server.system_channel)
        others = sorted(server.text_channels, key=is_public)
        of_cards = set(own)
        likely = [ChannelId(channel.id) for channel in (*official, *others) if channel is not None]
        likely.sort(key=lambda channel_id: channel_id in of_cards)
        for channel_id in dict.fromkeys([chosen, *likely]):
            if channel_id is None or channel_id == about:
                continue
            if not isinstance(server.get_channel(channel_id), discord.TextChannel):
                continue
            if not self._bot.missing_permissions(channel_id, permissions.WRITE):
                yield channel_id


def _forum_tags(forum: discord.ForumChannel) -> tuple[ForumTag, ...]:
    return tuple(ForumTag(ForumTagId(tag.id), tag.name, tag.moderated) for tag in forum.available_tags)
