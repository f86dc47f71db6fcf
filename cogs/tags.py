"""/tags: for owners, the server's subjects and their channels."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.clicks import sees
from bot.chat.panels import Answer, Panels
from bot.chat.tag_desk import TagDesk
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, RoleId, ServerId, UserId
from bot.domain.panel import PanelKind
from bot.domain.tagging import DiscussionMode, ImageMode, Policy
from bot.newsroom.tag_options import NO_ROLE, Channels, OptionWishes, forum_tag_choices
from bot.newsroom.tag_rules import TagRules
from bot.newsroom.tags import Tags, TagWishes
from bot.newsroom.vote_sets import VoteSets

_Interaction = discord.Interaction[Any]
_Choices = list[discord.app_commands.Choice[str]]
_Channel = discord.TextChannel | discord.ForumChannel
_Name = discord.app_commands.Range[str, 1, 100]
_Words = discord.app_commands.Range[str, 1, 2000]
_Rule = discord.app_commands.Range[str, 1, 600]

_OPTIONS = {
    "forum_tag": "The forum's own tag for its posts; +Name makes one, - takes it away",
    "crosspost": "Pass its cards in an announcement channel on to the servers that follow it",
    "discussion": "When a card gets its thread",
    "image": "How a card shows its story's picture",
    "votes": "The vote set of its polls, or default",
    "synonyms": "Other names for it, separated by commas; - for none",
    "keywords": "Words or phrases that bring a story to it, separated by commas; - for none",
    "color": "The colour of its cards, as a word or like #3b82c4; - lets the bot choose",
    "review": "Moderators see each of its stories before it goes out",
    "role": "A role of yours that its stories ping",
}
# A list replaces all that there are: an edit says so.
_WORDS_EDITED = {
    "synonyms": "Other names: +name or -name adds or removes one; without signs it replaces all; - for none",
    "keywords": "Its words: +word or -word adds or removes one; without signs it replaces all; - for none",
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
class TagsCog(
    commands.GroupCog,
    group_name="tags",
    group_description="The tags of this server: its subjects, and where their stories go",
):
    """Commands for those who manage the server."""

    def __init__(
        self,
        *,
        answers: Answers,
        panels: Panels,
        desk: TagDesk,
        tags: Tags,
        rules: TagRules,
        vote_sets: VoteSets,
        channels: Channels,
    ) -> None:
        super().__init__()
        self.answers = answers
        self._desk = desk
        self._tags = tags
        self._rules = rules
        self._vote_sets = vote_sets
        self._channels = channels
        panels.serve(self, PanelKind.UNTAG, PanelKind.MERGE, PanelKind.RULES, PanelKind.WORDS)

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
        color: _Name | None = None,
        review: bool | None = None,
        role: discord.Role | None = None,
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
            options=OptionWishes(
                forum_tag=forum_tag,
                crosspost=crosspost,
                discussion=None if discussion is None else DiscussionMode(discussion),
                image=None if image is None else ImageMode(image),
                votes=votes,
                color=self._desk.color(color),
                policy=_policy(review),
                role_id=None if role is None else RoleId(role.id),
            ),
        )
        await self._desk.added(interaction, tag)

    @discord.app_commands.command(name="edit", description="Change a tag: only what you name; the rest stays")
    @discord.app_commands.describe(
        tag="Which tag",
        channel="Where its stories go",
        position="Its place among the tags: 1 is the first, which decides before others where a story stands",
        no_role="Ping no role of yours any more",
        **{**_OPTIONS, **_WORDS_EDITED},
    )
    @discord.app_commands.choices(discussion=_DISCUSSIONS, image=_IMAGES)
    async def edit_tag(
        self,
        interaction: _Interaction,
        *,
        tag: _Name,
        channel: _Channel | None = None,
        forum_tag: _Name | None = None,
        crosspost: bool | None = None,
        discussion: str | None = None,
        image: str | None = None,
        votes: _Name | None = None,
        synonyms: _Words | None = None,
        keywords: _Words | None = None,
        color: _Name | None = None,
        review: bool | None = None,
        role: discord.Role | None = None,
        no_role: bool = False,
        position: discord.app_commands.Range[int, 1, 2000] | None = None,
    ) -> None:
        """Change a tag."""
        server_id = ServerId(server_of(interaction).id)
        await self.answers.think(interaction)
        wishes = TagWishes(
            channel_id=None if channel is None else ChannelId(channel.id),
            synonyms=synonyms,
            keywords=keywords,
            position=position,
            options=OptionWishes(
                forum_tag=forum_tag,
                crosspost=crosspost,
                discussion=None if discussion is None else DiscussionMode(discussion),
                image=None if image is None else ImageMode(image),
                votes=votes,
                color=self._desk.color(color),
                policy=_policy(review),
                role_id=_role(role, no_role=no_role),
            ),
        )
        edit = await self._tags.edit(server_id, UserId(interaction.user.id), tag, wishes)
        await self._desk.edited(interaction, edit)

    @discord.app_commands.command(
        name="rename", description="Give a tag another name; the old one still counts"
    )
    @discord.app_commands.describe(tag="Which tag", name="What it is called from now on")
    async def rename_tag(self, interaction: _Interaction, tag: _Name, name: _Name) -> None:
        """Give a tag another name."""
        server_id = ServerId(server_of(interaction).id)
        before, after = await self._tags.rename(server_id, UserId(interaction.user.id), tag, name)
        await self._desk.renamed(interaction, before, after)

    @discord.app_commands.command(
        name="merge", description="Make one tag of two; says what that would do, and asks"
    )
    @discord.app_commands.describe(tag="The tag that goes", into="The tag that takes over what it has")
    async def merge_tags(self, interaction: _Interaction, tag: _Name, into: _Name) -> None:
        """Ask whether to merge two tags."""
        await self._desk.ask_to_merge(interaction, tag, into)

    @discord.app_commands.command(
        name="remove", description="Remove a tag; says what that would do, and asks"
    )
    @discord.app_commands.describe(tag="Which tag")
    async def remove_tag(self, interaction: _Interaction, tag: _Name) -> None:
        """Ask whether to remove a tag."""
        await self._desk.ask_to_remove(interaction, tag)

    @discord.app_commands.command(name="list", description="The tags of this server with their channels")
    async def list_tags(self, interaction: _Interaction) -> None:
        """List the server's tags."""
        await self._desk.list_all(interaction)

    @discord.app_commands.command(name="show", description="All that is set for a tag, and what it brings")
    @discord.app_commands.describe(tag="Which tag")
    async def show_tag(self, interaction: _Interaction, tag: _Name) -> None:
        """Show a tag."""
        await self._desk.show(interaction, await self._tags.get(ServerId(server_of(interaction).id), tag))

    @discord.app_commands.command(
        name="rules", description="What brings a story to a tag, and what that finds; change it here"
    )
    @discord.app_commands.describe(
        tag="Which tag",
        add="A word, several words, /a pattern/, category: a name, or feed: a name",
        remove="A rule that it has",
    )
    async def tag_rules(
        self, interaction: _Interaction, tag: _Name, add: _Rule | None = None, remove: _Rule | None = None
    ) -> None:
        """Show a tag's rules, with one more or one less."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        await self.answers.think(interaction)
        look = await self._rules.change(server_id, actor, tag, sees(interaction), add=add, remove=remove)
        await self._desk.rules(interaction, look)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was asked about, or leave it."""
        await self._desk.answered(interaction, answer)

    @edit_tag.autocomplete("tag")
    @rename_tag.autocomplete("tag")
    @merge_tags.autocomplete("tag")
    @merge_tags.autocomplete("into")
    @remove_tag.autocomplete("tag")
    @show_tag.autocomplete("tag")
    @tag_rules.autocomplete("tag")
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

    @add_tag.autocomplete("color")
    @edit_tag.autocomplete("color")
    @completion
    async def complete_color(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer colours by their names."""
        return choices(self._desk.colors(interaction, typed))

    @tag_rules.autocomplete("add")
    @completion
    async def complete_new_rule(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer what was typed, and categories and feeds that there are."""
        found = await self._rules.offer_new(ServerId(server_of(interaction).id), typed)
        return choices((text, text) for text in found if len(text) <= _LONGEST_CHOICE)

    @tag_rules.autocomplete("remove")
    @completion
    async def complete_rule(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer the rules that the tag has."""
        tag = interaction.namespace.tag
        if not tag:
            return []
        found = await self._rules.offer(ServerId(server_of(interaction).id), tag, typed)
        return choices((text, text) for text in found if len(text) <= _LONGEST_CHOICE)


# Discord takes no more in a choice; a longer rule is changed in the form.
_LONGEST_CHOICE = 100


def _role(role: discord.Role | None, *, no_role: bool) -> RoleId | None:
    if role is not None and no_role:
        raise InvalidInput("error-role-and-none")
    return NO_ROLE if no_role else None if role is None else RoleId(role.id)


def _policy(review: bool | None) -> Policy | None:  # noqa: FBT001 - passed on from a command's option
    return None if review is None else Policy.REVIEW if review else Policy.AUTOMATIC
