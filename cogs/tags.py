"""/tags: for owners, the server's subjects and their channels."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.markdown import escape_line
from bot.chat.panels import Answer, Panels, confirmation
from bot.chat.tag_text import loss_lines, tag_line, tag_lines
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.domain.panel import PanelKind
from bot.domain.tagging import DiscussionMode, ImageMode, Tag
from bot.newsroom.sources import Sources
from bot.newsroom.tag_options import Channels, OptionWishes, forum_tag_choices
from bot.newsroom.tags import Tags, TagWishes
from bot.newsroom.vote_sets import VoteSets
from bot.texts.catalogue import Texts

_LABEL = 60

_Interaction = discord.Interaction[Any]
_Choices = list[discord.app_commands.Choice[str]]
_Channel = discord.TextChannel | discord.ForumChannel
_Name = discord.app_commands.Range[str, 1, 100]
_Words = discord.app_commands.Range[str, 1, 2000]

_OPTIONS = {
    "forum_tag": "The forum's own tag for its posts; +Name makes one, - takes it away",
    "crosspost": "Pass its cards in an announcement channel on to the servers that follow it",
    "discussion": "When a card gets its thread",
    "image": "How a card shows its story's picture",
    "votes": "The vote set of its polls, or default",
    "synonyms": "Other names for it, separated by commas; - for none",
    "keywords": "Words or phrases that bring a story to it, separated by commas; - for none",
}
_DISCUSSIONS = [
    discord.app_commands.Choice(name="with the card", value=DiscussionMode.ALWAYS.value),
    discord.app_commands.Choice(name="when a reader asks for it", value=DiscussionMode.ON_REQUEST.value),
    discord.app_commands.Choice(name="never", value=DiscussionMode.NEVER.value),
]
_IMAGES = [
    discord.app_commands.Choice(name="show it", value=ImageMode.SHOW.value),
    discord.app_commands.Choice(name="hide it as a spoiler", value=ImageMode.SPOILER.value),
    discord.app_commands.Choice(name="no picture", value=ImageMode.NONE.value),
]


@discord.app_commands.guild_only()
@discord.app_commands.default_permissions(manage_guild=True)
class TagsCog(commands.GroupCog, group_name="tags", group_description="The subjects of this server"):
    """Commands for those who manage the server."""

    def __init__(
        self,
        *,
        answers: Answers,
        panels: Panels,
        tags: Tags,
        sources: Sources,
        vote_sets: VoteSets,
        channels: Channels,
        texts: Texts,
    ) -> None:
        super().__init__()
        self.answers = answers
        self._tags = tags
        self._sources = sources
        self._vote_sets = vote_sets
        self._channels = channels
        self._texts = texts
        panels.serve(self, PanelKind.UNTAG)

    @discord.app_commands.command(name="add", description="Add a tag: stories about it go to its channel")
    @discord.app_commands.describe(
        name="What the tag is called, like World News", channel="Where its stories go", **_OPTIONS
    )
    @discord.app_commands.choices(discussion=_DISCUSSIONS, image=_IMAGES)
    async def add_tag(
        self,
        interaction: _Interaction,
        *,
        name: _Name,
        channel: _Channel,
        forum_tag: _Name | None = None,
        crosspost: bool | None = None,
        discussion: str | None = None,
        image: str | None = None,
        votes: _Name | None = None,
        synonyms: _Words | None = None,
        keywords: _Words | None = None,
    ) -> None:
        """Add a tag."""
        server_id = ServerId(server_of(interaction).id)
        await self.answers.think(interaction)
        tag = await self._tags.add(
            server_id,
            UserId(interaction.user.id),
            name=name,
            channel_id=ChannelId(channel.id),
            synonyms=synonyms or "",
            keywords=keywords or "",
            options=_wishes(forum_tag, crosspost, discussion, image, votes),
        )
        label = escape_line(tag.label, _LABEL)
        lines = [self.answers.text(interaction, "tags-added", label=label, channel=f"<#{tag.channel_id}>")]
        lines += await self._whole(interaction, tag)
        if not await self._sources.list(server_id):
            lines.append(self.answers.text(interaction, "tags-added-no-feeds"))
        await self.answers.show(interaction, lines)

    @discord.app_commands.command(name="edit", description="Change a tag: only what you name; the rest stays")
    @discord.app_commands.describe(
        tag="Which tag", name="What it is called from now on", channel="Where its stories go", **_OPTIONS
    )
    @discord.app_commands.choices(discussion=_DISCUSSIONS, image=_IMAGES)
    async def edit_tag(
        self,
        interaction: _Interaction,
        *,
        tag: _Name,
        name: _Name | None = None,
        channel: _Channel | None = None,
        forum_tag: _Name | None = None,
        crosspost: bool | None = None,
        discussion: str | None = None,
        image: str | None = None,
        votes: _Name | None = None,
        synonyms: _Words | None = None,
        keywords: _Words | None = None,
    ) -> None:
        """Change a tag."""
        server_id = ServerId(server_of(interaction).id)
        await self.answers.think(interaction)
        wishes = TagWishes(
            name=name,
            channel_id=None if channel is None else ChannelId(channel.id),
            synonyms=synonyms,
            keywords=keywords,
            options=_wishes(forum_tag, crosspost, discussion, image, votes),
        )
        edited, waiting = await self._tags.edit(server_id, UserId(interaction.user.id), tag, wishes)
        label = escape_line(edited.label, _LABEL)
        lines = [self.answers.text(interaction, "tags-added", label=label, channel=f"<#{edited.channel_id}>")]
        lines += await self._whole(interaction, edited)
        if waiting:
            lines.append(self.answers.text(interaction, "tags-moved-waiting", stories=waiting))
        await self.answers.show(interaction, lines)

    @discord.app_commands.command(
        name="remove", description="Remove a tag; says what that would do, and asks"
    )
    @discord.app_commands.describe(tag="Which tag")
    async def remove_tag(self, interaction: _Interaction, tag: _Name) -> None:
        """Ask whether to remove a tag."""
        server_id = ServerId(server_of(interaction).id)
        removal = await self._tags.ask_to_remove(server_id, UserId(interaction.user.id), tag)
        view = confirmation(
            PanelKind.UNTAG,
            removal.panel,
            confirm=self.answers.text(interaction, "tags-remove-yes"),
            cancel=self.answers.text(interaction, "tags-remove-no"),
        )
        await self.answers.show(interaction, loss_lines(removal, self._texts, str(interaction.locale)), view)

    @discord.app_commands.command(name="list", description="The tags of this server with their channels")
    @discord.app_commands.describe(tag="Show one tag with all its words")
    async def list_tags(self, interaction: _Interaction, tag: _Name | None = None) -> None:
        """List the server's tags, or show one."""
        server_id = ServerId(server_of(interaction).id)
        if tag is not None:
            found = await self._tags.get(server_id, tag)
            line = tag_line(found, self._texts, str(interaction.locale))
            await self.answers.show(interaction, [line, *await self._whole(interaction, found)])
            return
        tags = await self._tags.list(server_id)
        if not tags:
            await self.answers.say(interaction, "tags-none")
            return
        lines = [self.answers.text(interaction, "tags-heading", count=len(tags))]
        lines += [self._line(interaction, each) for each in tags]
        await self.answers.show(interaction, lines)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Remove the tag that was asked about, or leave it."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        if answer.what != "yes":
            await self._tags.leave(server_id, actor, answer.key)
            await self.answers.replace(interaction, [self.answers.text(interaction, "tags-kept")])
            return
        tag, ended = await self._tags.remove(server_id, actor, answer.key)
        label = escape_line(tag.label, _LABEL)
        text = self.answers.text(interaction, "tags-removed", label=label, stories=ended)
        await self.answers.replace(interaction, [text])

    @edit_tag.autocomplete("tag")
    @remove_tag.autocomplete("tag")
    @list_tags.autocomplete("tag")
    @completion
    async def complete_tag(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer the server's tags."""
        return choices(await self._tags.labels(ServerId(server_of(interaction).id), typed))

    @add_tag.autocomplete("forum_tag")
    @edit_tag.autocomplete("forum_tag")
    @completion
    async def complete_forum_tag(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer what posts of the forum can be marked with."""
        channel, tag = interaction.namespace.channel, interaction.namespace.tag
        if channel is not None:
            return choices(forum_tag_choices(self._channels.forum(ChannelId(channel.id)), typed))
        if not tag:
            return []
        found = await self._tags.get(ServerId(server_of(interaction).id), tag)
        return choices(forum_tag_choices(self._channels.forum(found.channel_id), typed))

    @add_tag.autocomplete("votes")
    @edit_tag.autocomplete("votes")
    @completion
    async def complete_votes(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer the server's vote sets."""
        default = self.answers.text(interaction, "votes-default")
        return choices(await self._vote_sets.names(ServerId(server_of(interaction).id), typed, default))

    def _line(self, interaction: _Interaction, tag: Tag) -> str:
        line = tag_line(tag, self._texts, str(interaction.locale))
        if words := len(tag.synonyms) + len(tag.rules):
            line += f" · {self.answers.text(interaction, 'tags-words', count=words)}"
        return line

    async def _whole(self, interaction: _Interaction, tag: Tag) -> list[str]:
        votes = await self._vote_sets.name_of(tag.options.vote_set_id)
        forum = self._channels.forum(tag.channel_id)
        return tag_lines(tag, forum, votes, self._texts, str(interaction.locale))


def _wishes(
    forum_tag: str | None,
    crosspost: bool | None,  # noqa: FBT001 - passed on from a command's options
    discussion: str | None,
    image: str | None,
    votes: str | None,
) -> OptionWishes:
    return OptionWishes(
        forum_tag=forum_tag,
        crosspost=crosspost,
        discussion=None if discussion is None else DiscussionMode(discussion),
        image=None if image is None else ImageMode(image),
        votes=votes,
    )
