"""/privacy: for readers, about themselves; answered to them alone, in a server or in a direct message."""

import asyncio
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers
from bot.chat.markdown import escape_line
from bot.chat.panels import Answer, Panels, confirmation
from bot.domain.ids import UserId
from bot.domain.panel import PanelKey, PanelKind
from bot.newsroom.privacy import Privacy

# There is nothing to keep for the question: it is always about whoever presses.
_ANYBODY = PanelKey("you")
_FILE = "newsclip-about-me"
_NAMES = 600
_POLICY = (
    "privacy-policy",
    "privacy-policy-votes",
    "privacy-policy-reading",
    "privacy-policy-clips",
    "privacy-policy-owners",
    "privacy-policy-not",
    "privacy-policy-yours",
)


@discord.app_commands.allowed_installs(guilds=True, users=False)
@discord.app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
class PrivacyCog(
    commands.GroupCog, group_name="privacy", group_description="What is stored about you, and your votes"
):
    """Commands for everybody."""

    def __init__(self, *, answers: Answers, panels: Panels, privacy: Privacy) -> None:
        super().__init__()
        panels.serve(self, PanelKind.FORGET)
        self.answers = answers
        self._privacy = privacy

    @discord.app_commands.command(
        name="opt-out", description="Be counted in no poll; your votes so far are removed"
    )
    async def opt_out(self, interaction: discord.Interaction[Any]) -> None:
        """Count the person nowhere any more."""
        await self.answers.think(interaction)
        await self._privacy.opt_out(UserId(interaction.user.id))
        await self.answers.say(interaction, "privacy-opted-out")

    @discord.app_commands.command(name="opt-in", description="Be counted again, after you had opted out")
    async def opt_in(self, interaction: discord.Interaction[Any]) -> None:
        """Count the person again."""
        await self.answers.think(interaction)
        was_out = await self._privacy.opt_in(UserId(interaction.user.id))
        await self.answers.say(interaction, "privacy-opted-in" if was_out else "privacy-counted-already")

    @discord.app_commands.command(name="policy", description="What is stored about you, why, and how long")
    async def policy(self, interaction: discord.Interaction[Any]) -> None:
        """Say what is stored."""
        lines = [self.answers.text(interaction, key) for key in _POLICY]
        await self.answers.show(interaction, lines)

    @discord.app_commands.command(
        name="export", description="A file with everything that is stored about you, in all servers"
    )
    async def export(self, interaction: discord.Interaction[Any]) -> None:
        """Hand over what is stored of the person."""
        await self.answers.think(interaction)
        stored = await self._privacy.export(UserId(interaction.user.id))
        file = await asyncio.to_thread(_file, stored, interaction.filesize_limit)
        said = self.answers.text(interaction, "privacy-exported")
        await interaction.edit_original_response(content=said, attachments=[file])

    @discord.app_commands.command(
        name="delete", description="Have everything about you forgotten; asks first"
    )
    async def delete(self, interaction: discord.Interaction[Any]) -> None:
        """Ask the person whether that is meant."""
        view = confirmation(
            PanelKind.FORGET,
            _ANYBODY,
            confirm=self.answers.text(interaction, "privacy-confirm"),
            cancel=self.answers.text(interaction, "privacy-cancel"),
        )
        question = self.answers.text(interaction, "privacy-ask")
        await interaction.response.send_message(question, ephemeral=True, view=view)

    async def answered(self, interaction: discord.Interaction[Any], answer: Answer) -> None:
        """Forget whoever pressed, or leave all as it is."""
        await interaction.response.defer()
        if answer.what != "yes":
            said = [self.answers.text(interaction, "privacy-kept")]
        else:
            kept = await self._privacy.erase(UserId(interaction.user.id))
            said = [self.answers.text(interaction, "privacy-erased")]
            if kept:
                names = escape_line(", ".join(kept), _NAMES)
                said.append(self.answers.text(interaction, "privacy-roles-kept", servers=names))
        await interaction.edit_original_response(content="\n".join(said), view=None)


def _file(stored: Mapping[str, Any], most_bytes: int) -> discord.File:
    """Return what is stored as a file, packed where Discord would not take it as it is."""
    written = json.dumps(stored, ensure_ascii=False, indent=2).encode()
    if len(written) <= most_bytes:
        return discord.File(io.BytesIO(written), f"{_FILE}.json")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(f"{_FILE}.json", written)
    packed.seek(0)
    return discord.File(packed, f"{_FILE}.zip")
