"""/story: merging, moving, retracting, locking and opening again."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.ending_desk import EndingDesk
from bot.chat.moderators import moderator, sees_as_moderator
from bot.domain.edition import EditionState
from bot.domain.ids import EditionId, ServerId
from bot.newsroom.edition_merging import STAYING
from bot.newsroom.moving import Moving
from bot.newsroom.story_choice import ANY, Among, StoryChoice

_OUT = Among(states=(EditionState.CLEARED,))
_OUT_OR_HELD = Among(states=(EditionState.CLEARED, EditionState.HELD))

_Interaction = discord.Interaction[Any]
_Choices = list[discord.app_commands.Choice[str]]
_Story = discord.app_commands.Range[str, 1, 2048]
_Reason = discord.app_commands.Range[str, 1, 300]


class EndingStories(commands.Cog):
    """Commands of `StoryCog`, which gives them what they need."""

    answers: Answers
    _choice: StoryChoice
    _ending: EndingDesk
    _moving: Moving

    @discord.app_commands.command(
        name="retract",
        description="Take a story back: its cards say so, its discussion is locked; asks before",
    )
    @discord.app_commands.describe(story="Which story", reason="Why, in your words; its cards say it")
    async def retract_story(self, interaction: _Interaction, story: _Story, reason: _Reason) -> None:
        """Ask whether to retract a story."""
        await self._ending.retract(interaction, await self._meant(interaction, story), reason)

    @discord.app_commands.command(
        name="merge",
        description="Merge a story into another: one discussion, each reader's vote once; asks before",
    )
    @discord.app_commands.describe(
        story="Which story is merged into the other", into="The story whose discussion stays"
    )
    async def merge_story(self, interaction: _Interaction, story: _Story, into: _Story) -> None:
        """Ask whether to merge a story into another."""
        gone, staying = await self._meant(interaction, story), await self._meant(interaction, into)
        await self._ending.merge(interaction, gone, staying)

    @discord.app_commands.command(
        name="move",
        description="Move a story to another tag's channel, with its poll; the old card points there",
    )
    @discord.app_commands.describe(story="Which story", tag="The tag to whose channel it goes")
    async def move_story(
        self, interaction: _Interaction, story: _Story, tag: discord.app_commands.Range[str, 1, 100]
    ) -> None:
        """Move a story."""
        edition_id = await self._meant(interaction, story)
        meant = await self._moving.meant(ServerId(server_of(interaction).id), tag)
        await self._ending.move(interaction, edition_id, meant)

    @discord.app_commands.command(
        name="lock",
        description="Lock a story's discussion: only moderators can write there; its poll goes on",
    )
    @discord.app_commands.describe(story="Which story", reason="Why, in your words; it is said there")
    async def lock_story(
        self, interaction: _Interaction, story: _Story, reason: _Reason | None = None
    ) -> None:
        """Lock a story's discussion."""
        await self._ending.lock(interaction, await self._meant(interaction, story), reason or "")

    @discord.app_commands.command(
        name="reopen", description="Open a story's discussion again that was locked or closed"
    )
    @discord.app_commands.describe(story="Which story", reason="Why, in your words; it is said there")
    async def reopen_story(
        self, interaction: _Interaction, story: _Story, reason: _Reason | None = None
    ) -> None:
        """Open a story's discussion again."""
        await self._ending.reopen(interaction, await self._meant(interaction, story), reason or "")

    @retract_story.autocomplete("story")
    @lock_story.autocomplete("story")
    @reopen_story.autocomplete("story")
    @move_story.autocomplete("story")
    @completion
    async def complete_out(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer stories that are out."""
        return choices(await self._offered(interaction, typed, _OUT))

    @merge_story.autocomplete("story")
    @completion
    async def complete_gone(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer stories that are out or held."""
        return choices(await self._offered(interaction, typed, _OUT_OR_HELD))

    @merge_story.autocomplete("into")
    @completion
    async def complete_staying(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer stories that are out, but for the one that is merged."""
        found = await self._offered(interaction, typed, STAYING)
        return choices(each for each in found if each[1] != getattr(interaction.namespace, "story", None))

    @move_story.autocomplete("tag")
    @completion
    async def complete_target(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer tags of channels that the person moderates."""
        by = await moderator(interaction)
        found = await self._moving.offer(ServerId(server_of(interaction).id), by, typed)
        return choices(found)

    async def _meant(self, interaction: _Interaction, typed: str) -> EditionId:
        """Return the story that was chosen; of one that ended it is said by whoever would do it."""
        server_id = ServerId(server_of(interaction).id)
        return (
            await self._choice.meant(server_id, typed, await sees_as_moderator(interaction), ANY)
        ).edition_id

    async def _offered(self, interaction: _Interaction, typed: str, among: Among) -> list[tuple[str, str]]:
        server_id = ServerId(server_of(interaction).id)
        return await self._choice.offer(server_id, typed, await sees_as_moderator(interaction), among)
