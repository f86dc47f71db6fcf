"""/news digest: what a reader missed, at their hour."""

from typing import Any, Literal

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.digest_desk import DigestDesk
from bot.domain.hours import time_of_day
from bot.domain.ids import ServerId, UserId
from bot.domain.schedule import Choice, Every
from bot.domain.zones import offered_zones
from bot.newsroom.digests import Digests

_MOST_CHOICES = 25
OFF: Literal["off"] = "off"

EVERY = [
    discord.app_commands.Choice(name="every day", value=Every.DAILY.value),
    discord.app_commands.Choice(name="every week", value=Every.WEEKLY.value),
    discord.app_commands.Choice(name="none any more", value=OFF),
]
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS = [discord.app_commands.Choice(name=name, value=number) for number, name in enumerate(_DAYS)]
Time = discord.app_commands.Range[str, 1, 20]
_Zone = discord.app_commands.Range[str, 1, 64]


class DigestCommands(commands.Cog):
    """Commands of `NewsCog`, which gives them what they need."""

    answers: Answers
    _digests: Digests
    _digest_desk: DigestDesk

    @discord.app_commands.command(
        name="digest", description="What was discussed most, by direct message at your hour"
    )
    @discord.app_commands.describe(
        every="How often; leave all out to see how it stands",
        at="The time of day, like 8:00 or 8 pm",
        day="The day of a weekly one",
        time_zone="Where your clock is, like Europe/Berlin; the server's unless you say so",
    )
    @discord.app_commands.choices(every=EVERY)
    @discord.app_commands.choices(day=DAYS)
    async def digest(
        self,
        interaction: discord.Interaction[Any],
        every: str | None = None,
        at: Time | None = None,
        day: int | None = None,
        time_zone: _Zone | None = None,
    ) -> None:
        """Show, change or stop the person's digest."""
        server_id = ServerId(server_of(interaction).id)
        if every == OFF:
            await self._digest_desk.stop(interaction, server_id)
        elif every is None and at is None and day is None and time_zone is None:
            await self._digest_desk.show(interaction, server_id)
        else:
            chosen = await self._digests.choose(
                server_id, UserId(interaction.user.id), choice_of(every, at, day), zone_name=time_zone
            )
            await self._digest_desk.chosen(interaction, server_id, chosen)

    @digest.autocomplete("time_zone")
    @completion
    async def complete_zone(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """Offer time zones."""
        server_id = ServerId(server_of(interaction).id)
        zone = await self._digests.zone_of_server(server_id)
        return choices((name, name) for name in offered_zones(typed, _MOST_CHOICES, first=[zone]))


def choice_of(every: str | None, at: str | None, day: int | None) -> Choice:
    """Return what the options of a command say; raise InvalidInput."""
    return Choice(
        every=None if every is None else Every(every), at=None if at is None else time_of_day(at), weekday=day
    )
