"""/feeds: lists of feeds from and for other programs (OPML)."""

import asyncio
import io
from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, server_of
from bot.chat.import_desk import ImportDesk
from bot.domain.errors import InvalidInput
from bot.domain.ids import ServerId
from bot.domain.opml import MOST_BYTES, sort_list
from bot.feeds.opml import read_opml, write_opml
from bot.newsroom.feed_import import FeedImport

_FILE = "feeds.opml"

_Interaction = discord.Interaction[Any]


class FeedLists(commands.Cog):
    """Commands of `FeedsCog`, which gives them what they need."""

    answers: Answers
    _importing: FeedImport
    _import_desk: ImportDesk

    @discord.app_commands.command(
        name="import", description="Follow the feeds of an OPML file; shows what that would do, and asks"
    )
    @discord.app_commands.describe(file="The OPML file that another feed reader exports")
    async def import_feeds(self, interaction: _Interaction, file: discord.Attachment) -> None:
        """Show what following the feeds of a file would do."""
        await self.answers.think(interaction)
        if file.size > MOST_BYTES:  # not even fetched
            raise InvalidInput("error-opml-large", limit=MOST_BYTES // 1_000_000)
        try:
            data = await file.read()
        except discord.HTTPException as error:
            raise InvalidInput("error-attachment-gone") from error
        listed = await asyncio.to_thread(read_opml, data)
        await self._import_desk.look(interaction, file.filename, sort_list(listed))

    @discord.app_commands.command(
        name="export", description="The feeds of this server as a file (OPML), for any feed reader"
    )
    async def export_feeds(self, interaction: _Interaction) -> None:
        """Give the server's feeds as a file."""
        server = server_of(interaction)
        await self.answers.think(interaction)
        exported = await self._importing.export(ServerId(server.id))
        data = write_opml(server.name, exported.feeds, at=exported.at)
        await interaction.edit_original_response(
            content=self.answers.text(interaction, "feeds-exported", count=exported.count),
            attachments=[discord.File(io.BytesIO(data), _FILE)],
        )
