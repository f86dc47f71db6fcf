"""Digests as readers and owners choose them: what the commands say, and the buttons below."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.chat.answers import Answers
from bot.chat.clicks import may_see
from bot.chat.digest_text import DigestWriter, stop_key
from bot.chat.markdown import escape
from bot.chat.panels import Answer, PanelButton, Panels, panel_view
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.domain.panel import PanelKind
from bot.domain.schedule import Every
from bot.domain.zones import shown_zone
from bot.newsroom.digests import Chosen, Digests

_IS = {Every.DAILY: "digest-is-daily", Every.WEEKLY: "digest-is-weekly"}
_CHANNEL_IS = {Every.DAILY: "digest-channel-is-daily", Every.WEEKLY: "digest-channel-is-weekly"}

_Interaction = discord.Interaction[Any]


class DigestDesk:
    """Answers readers about their digest of a server, in private."""

    def __init__(self, answers: Answers, panels: Panels, digests: Digests, writer: DigestWriter) -> None:
        self._answers = answers
        self._digests = digests
        self._writer = writer
        panels.serve(self, PanelKind.DIGEST)

    async def show(self, interaction: _Interaction, server_id: ServerId) -> None:
        """Say when the person's next digest comes, or how to have one."""
        chosen = await self._digests.of_reader(server_id, UserId(interaction.user.id))
        view = self._view(interaction, server_id, chosen)
        await self._answers.show(interaction, self._lines(interaction, chosen), view)

    async def chosen(self, interaction: _Interaction, server_id: ServerId, chosen: Chosen) -> None:
        """Say what the person has just chosen."""
        view = self._view(interaction, server_id, chosen)
        await self._answers.show(interaction, self._lines(interaction, chosen), view)

    async def stop(self, interaction: _Interaction, server_id: ServerId) -> None:
        """Let the person have no more digests of a server; said beside the message that was pressed."""
        stopped = await self._digests.stop(server_id, UserId(interaction.user.id))
        if interaction.guild_id == server_id:
            await self._answers.say(interaction, "digest-stopped-here" if stopped else "digest-none-here")
        else:
            await self._answers.say(interaction, "digest-stopped" if stopped else "digest-none-anyway")

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what a button promises; those on direct messages work anywhere and for ever."""
        server_id = ServerId(int(answer.key))
        match answer.what:
            case "off":
                await self.stop(interaction, server_id)
            case "end":
                await self._digests.stop(server_id, UserId(interaction.user.id))
                await self._answers.replace(
                    interaction, [self._answers.text(interaction, "digest-stopped-here")]
                )
            case "now":
                await self._glance(interaction, server_id)
            case "again":
                chosen = await self._digests.try_again(server_id, UserId(interaction.user.id))
                view = self._view(interaction, server_id, chosen)
                await self._answers.replace(interaction, self._lines(interaction, chosen), view)

    async def _glance(self, interaction: _Interaction, server_id: ServerId) -> None:
        """Show, to the person alone, what a digest would have now."""
        await self._answers.think(interaction)
        issue = await self._digests.glance(
            server_id, UserId(interaction.user.id), lambda channel_id: may_see(interaction, channel_id)
        )
        if issue is None:
            await self._answers.say(interaction, "digest-nothing")
            return
        view = self._writer.glance(issue, str(interaction.locale))
        await interaction.followup.send(view=view, ephemeral=True)

    def _lines(self, interaction: _Interaction, chosen: Chosen | None) -> list[str]:
        if chosen is None:
            return [self._answers.text(interaction, "digest-none")]
        said = self._answers.text(interaction, _IS[chosen.digest.schedule.every], **_hours(chosen))
        lines = [said]
        if chosen.waits:
            hours = str(chosen.digest.quiet)
            lines.append(self._answers.text(interaction, "digest-waits", hours=hours))
        if not chosen.digest.own_zone:
            lines.append(self._answers.text(interaction, "digest-zone-hint"))
        if chosen.shut:
            lines.append(self._answers.text(interaction, "digest-shut"))
        return lines

    def _view(self, interaction: _Interaction, server_id: ServerId, chosen: Chosen | None) -> discord.ui.View:
        buttons = [("now", "digest-now")]
        if chosen is not None:
            buttons.append(("end", "digest-stop"))
        if chosen is not None and chosen.shut:
            buttons.append(("again", "digest-try-again"))
        return panel_view(
            *(
                PanelButton(
                    Answer(PanelKind.DIGEST, what, stop_key(server_id)), self._answers.text(interaction, key)
                )
                for what, key in buttons
            )
        )


class ChannelDigestDesk:
    """Answers owners about the digests of channels."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def show(self, interaction: _Interaction, found: Sequence[Chosen]) -> None:
        """Say which channels have a digest."""
        lines = [self._line(interaction, each) for each in found]
        nothing = self._answers.text(interaction, "digest-channel-none")
        await self._answers.show(interaction, lines or [nothing])

    async def chosen(self, interaction: _Interaction, chosen: Chosen) -> None:
        """Say what an owner has just chosen."""
        what = self._answers.text(interaction, "digest-channel-what")
        await self._answers.show(interaction, [self._line(interaction, chosen), what])

    async def stopped(self, interaction: _Interaction, channel_id: ChannelId, *, had_one: bool) -> None:
        """Say that a channel has no digest."""
        key = "digest-channel-stopped" if had_one else "digest-channel-none-anyway"
        await self._answers.say(interaction, key, channel=f"<#{channel_id}>")

    def _line(self, interaction: _Interaction, chosen: Chosen) -> str:
        key = _CHANNEL_IS[chosen.digest.schedule.every]
        channel = f"<#{chosen.digest.channel_id}>"
        line = self._answers.text(interaction, key, channel=channel, **_hours(chosen))
        if not chosen.waits:
            return line
        hours = str(chosen.digest.quiet)
        return f"{line} {self._answers.text(interaction, 'digest-channel-waits', hours=hours)}"


def _hours(chosen: Chosen) -> dict[str, object]:
    """Return what a sentence says of when a digest comes."""
    schedule = chosen.digest.schedule
    return {
        "time": schedule.clock,
        "weekday": schedule.weekday or 0,
        "zone": escape(shown_zone(chosen.digest.zone.key).replace("_", " ")),
        "next": f"<t:{int(chosen.next_at.timestamp())}:F>",
    }
