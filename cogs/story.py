"""/story: for moderators, what they decide on a single story."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.edit_forms import EditForms
from bot.chat.ending_desk import EndingDesk
from bot.chat.markdown import escape_line
from bot.chat.moderate_panel import ModeratePanel
from bot.chat.moderators import moderator, sees_as_moderator
from bot.chat.why_desk import WhyDesk
from bot.domain.ids import ServerId
from bot.domain.reasons import Reason
from bot.newsroom.breaking import Breaking, Called
from bot.newsroom.moving import Moving
from bot.newsroom.story_choice import StoryChoice
from cogs.story_changing import ChangingStories
from cogs.story_ending import EndingStories
from cogs.story_why import ExplainingStories

_TITLE = 200


@discord.app_commands.guild_only()
@discord.app_commands.default_permissions(manage_messages=True)
class StoryCog(
    ChangingStories,
    EndingStories,
    ExplainingStories,
    commands.GroupCog,
    group_name="story",
    group_description="Decide on a single story",
):
    """Commands for moderators."""

    def __init__(
        self,
        *,
        answers: Answers,
        breaking: Breaking,
        choice: StoryChoice,
        forms: EditForms,
        panel: ModeratePanel,
        tree: discord.app_commands.CommandTree[Any],
        why: WhyDesk,
        ending: EndingDesk,
        moving: Moving,
    ) -> None:
        super().__init__()
        self.answers = answers
        self._breaking = breaking
        self._choice = choice
        self._forms = forms
        self._panel = panel
        self._tree = tree
        self._why = why
        self._ending = ending
        self._moving = moving

    @discord.app_commands.command(
        name="breaking", description="Say that a story can't wait: it goes out in quiet hours too"
    )
    @discord.app_commands.describe(story="Which story, of the last days")
    async def call_breaking(
        self, interaction: discord.Interaction[Any], story: discord.app_commands.Range[str, 1, 300]
    ) -> None:
        """Call a story breaking."""
        server_id = ServerId(server_of(interaction).id)
        by = await moderator(interaction)
        called = await self._breaking.call(server_id, by, story, await sees_as_moderator(interaction))
        await self.answers.show(interaction, [*self._lines(interaction, called)])

    def _lines(self, interaction: discord.Interaction[Any], called: Called) -> Iterator[str]:
        text = partial(self.answers.text, interaction)
        yield text("story-breaking", title=escape_line(called.title, _TITLE))
        if called.held_by is Reason.REVIEW:
            yield text("story-breaking-review")
        elif called.held_by is not None:
            yield text("story-breaking-held", why=text(f"reason-{called.held_by}"))
        if called.paused:
            yield text("story-breaking-paused")

    @call_breaking.autocomplete("story")
    @completion
    async def complete_story(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """Offer stories of the last days in channels that the person moderates."""
        by = await moderator(interaction)
        found = await self._breaking.offer(ServerId(server_of(interaction).id), typed, by.may)
        return choices(found)
