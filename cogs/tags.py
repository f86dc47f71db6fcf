"""/tags: for owners, the server's subjects and their channels."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.markdown import escape_line
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.domain.tagging import Tag
from bot.newsroom.sources import Sources
from bot.newsroom.tags import Tags

_LABEL = 60
_WORDS = 900


@discord.app_commands.guild_only()
@discord.app_commands.default_permissions(manage_guild=True)
class TagsCog(commands.GroupCog, group_name="tags", group_description="The subjects of this server"):
    """Commands for those who manage the server."""

    def __init__(self, *, answers: Answers, tags: Tags, sources: Sources) -> None:
        super().__init__()
        self.answers = answers
        self._tags = tags
        self._sources = sources

    @discord.app_commands.command(name="add", description="Add a tag: stories about it go to its channel")
    @discord.app_commands.describe(
        name="What the tag is called, like World News",
        channel="Where its stories go",
        synonyms="Other names for it, parted by commas",
        keywords="Words or phrases that make a story one of its own, parted by commas",
    )
    async def add_tag(
        self,
        interaction: discord.Interaction[Any],
        name: discord.app_commands.Range[str, 1, 100],
        channel: discord.TextChannel,
        synonyms: discord.app_commands.Range[str, 1, 2000] | None = None,
        keywords: discord.app_commands.Range[str, 1, 2000] | None = None,
    ) -> None:
        """Add a tag."""
        server_id = ServerId(server_of(interaction).id)
        tag = await self._tags.add(
            server_id,
            UserId(interaction.user.id),
            name=name,
            channel_id=ChannelId(channel.id),
            synonyms=synonyms or "",
            keywords=keywords or "",
        )
        label = escape_line(tag.label, _LABEL)
        lines = [self.answers.text(interaction, "tags-added", label=label, channel=f"<#{tag.channel_id}>")]
        if not await self._sources.list(server_id):
            lines.append(self.answers.text(interaction, "tags-added-no-feeds"))
        await self.answers.show(interaction, lines)

    @discord.app_commands.command(name="edit", description="Let a tag's stories go to another channel")
    @discord.app_commands.describe(tag="Which tag", channel="Where its stories go from now on")
    async def edit_tag(
        self,
        interaction: discord.Interaction[Any],
        tag: discord.app_commands.Range[str, 1, 100],
        channel: discord.TextChannel,
    ) -> None:
        """Give a tag another channel."""
        moved, waiting = await self._tags.move(
            ServerId(server_of(interaction).id),
            UserId(interaction.user.id),
            name=tag,
            channel_id=ChannelId(channel.id),
        )
        label = escape_line(moved.label, _LABEL)
        lines = [self.answers.text(interaction, "tags-added", label=label, channel=f"<#{moved.channel_id}>")]
        if waiting:
            lines.append(self.answers.text(interaction, "tags-moved-waiting", stories=waiting))
        await self.answers.show(interaction, lines)

    @discord.app_commands.command(name="list", description="The tags of this server with their channels")
    @discord.app_commands.describe(tag="Show one tag with all its words")
    async def list_tags(
        self,
        interaction: discord.Interaction[Any],
        tag: discord.app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """List the server's tags, or show one."""
        server_id = ServerId(server_of(interaction).id)
        if tag is not None:
            await self.answers.show(
                interaction, self._whole(interaction, await self._tags.get(server_id, tag))
            )
            return
        found = await self._tags.list(server_id)
        if not found:
            await self.answers.say(interaction, "tags-none")
            return
        lines = [self.answers.text(interaction, "tags-heading", count=len(found))]
        lines += [self._line(interaction, each) for each in found]
        await self.answers.show(interaction, lines)

    @edit_tag.autocomplete("tag")
    @list_tags.autocomplete("tag")
    @completion
    async def complete_tag(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """Offer the server's tags."""
        return choices(await self._tags.labels(ServerId(server_of(interaction).id), typed))

    def _line(self, interaction: discord.Interaction[Any], tag: Tag) -> str:
        label = escape_line(tag.label, _LABEL)
        parts = [self.answers.text(interaction, "tags-line", label=label, channel=f"<#{tag.channel_id}>")]
        if words := len(tag.synonyms) + len(tag.rules):
            parts.append(self.answers.text(interaction, "tags-words", count=words))
        return " · ".join(parts)

    def _whole(self, interaction: discord.Interaction[Any], tag: Tag) -> list[str]:
        label = escape_line(tag.label, _LABEL)
        lines = [self.answers.text(interaction, "tags-line", label=label, channel=f"<#{tag.channel_id}>")]
        if tag.synonyms:
            synonyms = escape_line(", ".join(tag.synonyms), _WORDS)
            lines.append(self.answers.text(interaction, "tags-also", synonyms=synonyms))
        if tag.rules:
            rules = escape_line(", ".join(rule.value for rule in tag.rules), _WORDS)
            lines.append(self.answers.text(interaction, "tags-finds", rules=rules))
        return lines
