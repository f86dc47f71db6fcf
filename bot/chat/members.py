"""What single members of servers may see: Discord tells bots of them only when asked, one by one."""

from collections import OrderedDict
from collections.abc import Collection
from datetime import datetime, timedelta

import discord

from bot.chat.client import NewsclipBot
from bot.chat.limiter import Lane
from bot.clock import Clock
from bot.domain.errors import TryLater
from bot.domain.ids import ChannelId, ServerId, UserId

_AWAY_SECONDS = 60.0
_VIEW = ("view_channel",)
# Several stories in a row are for the same readers. Of channels and roles it is known at once when they
# change; that a member lost a role, this late.
_KNOWN_FOR = timedelta(minutes=5)
_MOST_KNOWN = 5_000


class Members:
    """Knows for some minutes what it asked for."""

    def __init__(self, bot: NewsclipBot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._known: OrderedDict[tuple[ServerId, UserId], tuple[datetime, discord.Member]] = OrderedDict()

    async def seen_by(
        self, server_id: ServerId, user_id: UserId, channels: Collection[ChannelId]
    ) -> frozenset[ChannelId]:
        """Return those of the channels that a member may see; ReaderGone for who is none."""
        server = self._bot.get_guild(server_id)
        if server is None or server.unavailable:
            raise TryLater(seconds=_AWAY_SECONDS)
        member = await self._member(server, user_id)
        return frozenset(each for each in channels if _sees(member, server.get_channel(each)))

    async def _member(self, server: discord.Guild, user_id: UserId) -> discord.Member:
        key = ServerId(server.id), user_id
        asked_at, member = self._known.get(key, (self._clock.now(), None))
        # After a new connection the server is another object, which hears of its roles and channels.
        is_this = member is not None and member.guild is server
        if member is not None and is_this and self._clock.now() - asked_at < _KNOWN_FOR:
            return member
        self._known.pop(key, None)
        async with self._bot.slot(Lane.TELL, ChannelId(0), _VIEW, server_id=key[0]):
            member = await server.fetch_member(user_id)
        self._known[key] = self._clock.now(), member
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return member


def _sees(member: discord.Member, channel: discord.abc.GuildChannel | None) -> bool:
    return channel is not None and channel.permissions_for(member).view_channel
