"""/feeds: for owners, which feeds the server follows."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.markdown import escape_line
from bot.chat.status_text import feed_line
from bot.domain.ids import ServerId, UserId
from bot.newsroom.sources import AddedSource, Sources, SourceState
from bot.newsroom.tags import Tags
from bot.texts.catalogue import Texts

_TITLE = 200
_LABELS = 100


@discord.app_commands.guild_only()
@discord.app_commands.default_permissions(manage_guild=True)
class FeedsCog(commands.GroupCog, group_name="feeds", group_description="The feeds that this server follows"):
    """Commands for those who manage the server."""

    def __init__(self, *, answers: Answers, sources: Sources, tags: Tags, texts: Texts) -> None:
        super().__init__()
        self.answers = answers
        self._sources = sources
        self._tags = tags
        self._texts = texts

    @discord.app_commands.command(
        name="add", description="Follow a feed; its new stories go to their tags' channels"
    )
    @discord.app_commands.describe(
        url="The feed's address (RSS, Atom or JSON Feed)", tag="A tag that takes all its stories"
    )
    async def add_feed(
        self,
        interaction: discord.Interaction[Any],
        url: discord.app_commands.Range[str, 1, 2048],
        tag: discord.app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Add a feed after reading it."""
        server_id = ServerId(server_of(interaction).id)
        await self.answers.think(interaction)
        added = await self._sources.add(server_id, UserId(interaction.user.id), url, tag=tag)
        await self.answers.show(interaction, await self._added(interaction, server_id, added))

    @discord.app_commands.command(name="list", description="The feeds of this server, and how they are doing")
    async def list_feeds(self, interaction: discord.Interaction[Any]) -> None:
        """List the server's feeds with their state."""
        found = await self._sources.list(ServerId(server_of(interaction).id))
        if not found:
            await self.answers.say(interaction, "feeds-none")
            return
        lines = [self.answers.text(interaction, "feeds-heading", count=len(found))]
        lines += [self._line(interaction, state) for state in found]
        await self.answers.show(interaction, lines)

    @add_feed.autocomplete("tag")
    @completion
    async def complete_tag(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """Offer the server's tags."""
        return choices(await self._tags.labels(ServerId(server_of(interaction).id), typed))

    async def _added(
        self, interaction: discord.Interaction[Any], server_id: ServerId, added: AddedSource
    ) -> list[str]:
        title = escape_line(added.feed.title or added.feed.url, _TITLE)
        lines = [self.answers.text(interaction, "feeds-added", title=title, stories=added.stories)]
        if added.tag is not None:
            lines.append(
                self.answers.text(interaction, "feeds-added-tag", tag=escape_line(added.tag.label, _TITLE))
            )
        elif not await self._tags.list(server_id):
            lines.append(self.answers.text(interaction, "feeds-added-no-tags"))
        return lines

    def _line(self, interaction: discord.Interaction[Any], state: SourceState) -> str:
        line = feed_line(state.feed, self._texts, str(interaction.locale))
        if not state.tags:
            return line
        labels = escape_line(", ".join(tag.label for tag in state.tags), _LABELS)
        return f"{line} · {self.answers.text(interaction, 'feeds-all-to', tags=labels)}"
