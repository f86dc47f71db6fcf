"""/story: other words and other tags for a story, in this server alone; and the menu of its card."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.edit_forms import EditForms
from bot.chat.moderate_panel import ModeratePanel
from bot.chat.moderators import sees_as_moderator
from bot.domain.edition import EditionState
from bot.domain.ids import EditionId, MessageId, ServerId
from bot.newsroom.story_choice import Among, StoryChoice

_OPEN = Among(frozenset({EditionState.HELD, EditionState.CLEARED}))
_Interaction = discord.Interaction[Any]
_Story = discord.app_commands.Range[str, 1, 300]


class ChangingStories(commands.Cog):
    """Commands of `StoryCog`, which gives them what they need."""

    answers: Answers
    _choice: StoryChoice
    _forms: EditForms
    _panel: ModeratePanel
    _tree: discord.app_commands.CommandTree[Any]

    async def cog_load(self) -> None:
        """Put the entry into the menu of messages: discord.py takes none out of a cog by itself."""
        menu = discord.app_commands.ContextMenu(name="Moderate story…", callback=self.moderate)
        menu.default_permissions = discord.Permissions(manage_messages=True)
        self._tree.add_command(discord.app_commands.guild_only(menu))

    @discord.app_commands.command(
        name="edit", description="Give a story another title, lead or questions, in this server"
    )
    @discord.app_commands.describe(story="Which story")
    async def edit_story(self, interaction: _Interaction, story: _Story) -> None:
        """Open the form for a story's words."""
        await self._panel.edit(interaction, await self._open(interaction, story))

    @discord.app_commands.command(
        name="retag", description="Choose a story's tags: cards come and go with them"
    )
    @discord.app_commands.describe(story="Which story")
    async def retag_story(self, interaction: _Interaction, story: _Story) -> None:
        """Show a select of the server's tags."""
        await self._forms.retag(interaction, await self._open(interaction, story))

    async def moderate(self, interaction: _Interaction, message: discord.Message) -> None:
        """Show all that can be done about the story of a message."""
        await self._panel.open(interaction, MessageId(message.id))

    @edit_story.autocomplete("story")
    @retag_story.autocomplete("story")
    @completion
    async def complete_open_story(
        self, interaction: _Interaction, typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """Offer stories that are held or went out, and that the person may see."""
        server_id = ServerId(server_of(interaction).id)
        may_see = await sees_as_moderator(interaction)
        return choices(await self._choice.offer(server_id, typed, may_see, _OPEN))

    async def _open(self, interaction: _Interaction, typed: str) -> EditionId:
        """Return the story that is meant, of those that can be changed."""
        server_id = ServerId(server_of(interaction).id)
        may_see = await sees_as_moderator(interaction)
        return (await self._choice.meant(server_id, typed, may_see, _OPEN)).edition_id
