"""/news: finding stories, putting them aside, and how readers voted on them."""

from datetime import timedelta
from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.clicks import sees
from bot.chat.markdown import escape_line
from bot.chat.pages import Pages
from bot.chat.result_answer import show_result
from bot.chat.story_desk import StoryDesk
from bot.chat.story_text import story_line
from bot.domain.errors import NotFound
from bot.domain.ids import ServerId, ThreadId, UserId
from bot.newsroom.finding import Finding, Listed
from bot.newsroom.results import Result, Results
from bot.newsroom.saved import SavedStories
from bot.texts.catalogue import Texts

_Interaction = discord.Interaction[Any]
_Choices = list[discord.app_commands.Choice[str]]
_Story = discord.app_commands.Range[str, 1, 300]
_Tag = discord.app_commands.Range[str, 1, 100]

_WORDS = 100
_LABEL = 60
_PER_PAGE = 6
_SINCE = [
    discord.app_commands.Choice(name="the last day", value=1),
    discord.app_commands.Choice(name="the last week", value=7),
    discord.app_commands.Choice(name="the last month", value=31),
    discord.app_commands.Choice(name="the last year", value=366),
]


class FindingCommands(commands.Cog):
    """Commands of `NewsCog`, which gives them what they need."""

    answers: Answers
    _finding: Finding
    _pages: Pages
    _results: Results
    _saved: SavedStories
    _stories: StoryDesk
    _texts: Texts

    @discord.app_commands.command(name="latest", description="The newest stories, of all tags or of one")
    @discord.app_commands.describe(tag="Only stories of this tag")
    async def show_latest(self, interaction: _Interaction, tag: _Tag | None = None) -> None:
        """List the newest stories."""
        server_id = ServerId(server_of(interaction).id)
        found = await self._finding.latest(server_id, sees(interaction), tag=tag)
        label = escape_line(found.tag or "", _LABEL)
        if not found.stories:
            await self.answers.say(interaction, "finding-none-tag" if tag else "finding-none", tag=label)
            return
        heading = self.answers.text(interaction, "finding-latest-tag" if tag else "finding-latest", tag=label)
        await self._list(interaction, heading, found.stories)

    @discord.app_commands.command(name="search", description="Find stories by words of their title or lead")
    @discord.app_commands.describe(
        words="Words of the story, or their beginnings",
        tag="Only stories of this tag",
        since="How old at most",
    )
    @discord.app_commands.choices(since=_SINCE)
    async def search_stories(
        self,
        interaction: _Interaction,
        words: discord.app_commands.Range[str, 1, 200],
        tag: _Tag | None = None,
        since: int | None = None,
    ) -> None:
        """List the stories that have the words."""
        after = None if since is None else interaction.created_at - timedelta(days=since)
        found = await self._finding.search(
            ServerId(server_of(interaction).id), words, sees(interaction), tag=tag, since=after
        )
        shown = escape_line(words, _WORDS)
        if not found.stories:
            await self.answers.say(interaction, "finding-search-none", words=shown)
            return
        if found.beyond:
            key = "finding-search-beyond"
        else:
            key = "finding-search-alike" if found.alike else "finding-search"
        heading = self.answers.text(
            interaction,
            key,
            words=shown,
            tag=escape_line(found.tag or "", _LABEL),
            tagged=int(tag is not None),
            days=since or 0,
            alike=int(found.alike),
        )
        await self._list(interaction, heading, found.stories)

    @discord.app_commands.command(name="show", description="Show a story as a small card that only you see")
    @discord.app_commands.describe(story="Which story")
    async def show_story(self, interaction: _Interaction, story: _Story) -> None:
        """Show a story."""
        await self._stories.show(interaction, story)

    @discord.app_commands.command(name="saved", description="The stories that you have saved here")
    @discord.app_commands.describe(remove="Take this story from your list")
    async def show_saved(self, interaction: _Interaction, remove: _Story | None = None) -> None:
        """List what the person has saved, or take a story from the list."""
        server_id, user_id = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        if remove is not None:
            title = await self._saved.remove(server_id, user_id, remove, sees(interaction))
            await self.answers.say(interaction, "finding-saved-no-more", title=escape_line(title, _WORDS))
            return
        found = await self._saved.all(server_id, user_id, sees(interaction))
        if not found:
            await self.answers.say(interaction, "finding-saved-none")
            return
        await self._list(
            interaction, self.answers.text(interaction, "finding-saved", count=len(found)), found
        )

    @discord.app_commands.command(
        name="results", description="How readers voted on a story; only you see the answer"
    )
    @discord.app_commands.describe(story="A story; in its discussion it needs no naming")
    async def show_results(self, interaction: _Interaction, story: _Story | None = None) -> None:
        """Show the results of a story's poll."""
        result = await self._find(interaction, story)
        await show_result(interaction, result, self.answers, self._texts)

    @show_results.autocomplete("story")
    @completion
    async def complete_polled(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer stories with a poll that the person may see."""
        found = await self._results.offer(ServerId(server_of(interaction).id), typed, sees(interaction))
        return choices((story.title, str(story.edition_id)) for story in found)

    @show_story.autocomplete("story")
    @completion
    async def complete_story(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer stories that the person may see."""
        found = await self._finding.offer(ServerId(server_of(interaction).id), typed, sees(interaction))
        return choices((story.title, str(story.edition_id)) for story in found)

    @show_saved.autocomplete("remove")
    @completion
    async def complete_saved(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer stories that the person has saved."""
        server_id, user_id = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        found = await self._saved.offer(server_id, user_id, typed, sees(interaction))
        return choices((story.title, str(story.edition_id)) for story in found)

    @show_latest.autocomplete("tag")
    @search_stories.autocomplete("tag")
    @completion
    async def complete_tag_of_stories(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer tags whose channel the person may see."""
        server_id = ServerId(server_of(interaction).id)
        return choices(await self._finding.offer_tags(server_id, typed, sees(interaction)))

    async def _list(self, interaction: _Interaction, heading: str, found: tuple[Listed, ...]) -> None:
        server_id, locale = ServerId(server_of(interaction).id), str(interaction.locale)
        lines = [story_line(each, server_id, self._texts, locale) for each in found]
        await self._pages.show(interaction, [heading], lines, per_page=_PER_PAGE)

    async def _find(self, interaction: _Interaction, story: str | None) -> Result:
        server_id, may_see = ServerId(server_of(interaction).id), sees(interaction)
        if story is not None:
            return await self._results.of_story(server_id, story, may_see)
        if interaction.channel_id is None:
            raise NotFound("error-no-poll")
        return await self._results.of_discussion(server_id, ThreadId(interaction.channel_id), may_see)
