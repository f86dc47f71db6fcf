"""/newsroom digest: for owners, the digests of channels."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, server_of
from bot.chat.digest_desk import ChannelDigestDesk
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.newsroom.digests import Digests
from cogs.news_digest import DAYS, EVERY, OFF, Time, choice_of


class ChannelDigestCommands(commands.Cog):
    """Commands of `NewsroomCog`, which gives them what they need."""

    answers: Answers
    _digests: Digests
    _digest_desk: ChannelDigestDesk

    @discord.app_commands.command(
        name="digest", description="Give a channel a digest of what was discussed most; or see which have one"
    )
    @discord.app_commands.describe(
        channel="Where it goes; leave all out to see which channels have one",
        every="How often",
        at="The time of day in the server's time zone, like 8:00 or 8 pm",
        day="The day of a weekly one",
    )
    @discord.app_commands.choices(every=EVERY)
    @discord.app_commands.choices(day=DAYS)
    async def digest(
        self,
        interaction: discord.Interaction[Any],
        channel: discord.TextChannel | None = None,
        every: str | None = None,
        at: Time | None = None,
        day: int | None = None,
    ) -> None:
        """Show, change or stop the digests of channels."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        if channel is None:
            if every is not None or at is not None or day is not None:
                raise InvalidInput("error-digest-channel")
            await self._digest_desk.show(interaction, await self._digests.of_server(server_id))
            return
        channel_id = ChannelId(channel.id)
        if every == OFF:
            stopped = await self._digests.stop_for_channel(server_id, actor, channel_id)
            await self._digest_desk.stopped(interaction, channel_id, had_one=stopped)
            return
        chosen = await self._digests.choose_for_channel(
            server_id, actor, channel_id, choice_of(every, at, day)
        )
        await self._digest_desk.chosen(interaction, chosen)
