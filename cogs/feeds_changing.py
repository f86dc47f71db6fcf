"""/feeds: looking at one feed, trying it, and changing how the server uses it."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.clicks import sees
from bot.chat.feed_text import edited_lines, feed_title, test_lines, view_lines
from bot.chat.filter_panel import FILTER, filter_form, proposal_lines, proposal_view
from bot.chat.panels import Answer
from bot.domain.ids import ServerId, UserId
from bot.domain.source import Trust
from bot.newsroom.source_edits import Edited, Proposal, SourceEdits
from bot.newsroom.source_views import SourceViews
from bot.newsroom.source_wishes import SourceWishes
from bot.newsroom.sources import Sources
from bot.newsroom.tags import Tags
from bot.texts.catalogue import Texts

_Interaction = discord.Interaction[Any]
_Choices = list[discord.app_commands.Choice[str]]
_Feed = discord.app_commands.Range[str, 1, 2048]
Minutes = discord.app_commands.Range[int, 1, 10_080]

TRUSTS = [
    discord.app_commands.Choice(name="goes out by itself", value=Trust.AUTOMATIC.value),
    discord.app_commands.Choice(name="a moderator sees it first", value=Trust.REVIEW.value),
]


class ChangingFeeds(commands.Cog):
    """Commands of `FeedsCog`, which gives them what they need."""

    answers: Answers
    _edits: SourceEdits
    _sources: Sources
    _tags: Tags
    _views: SourceViews
    _texts: Texts

    @discord.app_commands.command(
        name="show", description="How a feed is doing, and what became of its last stories and why"
    )
    @discord.app_commands.describe(feed="Which feed")
    async def show_feed(self, interaction: _Interaction, feed: _Feed) -> None:
        """Show a feed with all that is known of it."""
        view = await self._views.show(ServerId(server_of(interaction).id), feed, sees(interaction))
        await self.answers.show(interaction, view_lines(view, self._texts, str(interaction.locale)))

    @discord.app_commands.command(
        name="test", description="Read a feed now, and see what would become of its newest stories"
    )
    @discord.app_commands.describe(feed="Which feed")
    async def test_feed(self, interaction: _Interaction, feed: _Feed) -> None:
        """Read a feed and say what would become of what it holds."""
        await self.answers.think(interaction)
        tested = await self._views.test(ServerId(server_of(interaction).id), feed)
        await self.answers.show(interaction, test_lines(tested, self._texts, str(interaction.locale)))

    @discord.app_commands.command(
        name="edit", description="Change a feed: only what you name; a filter or address is shown first"
    )
    @discord.app_commands.describe(
        feed="Which feed",
        url="Where it is read from now on; its history stays",
        interval="How often it is checked, in minutes",
        tag="A tag that takes all its stories; - for none",
        trust="Whether its stories go out by themselves, or moderators see each one first",
        filter='Which stories pass, like: talks and not category:sport; - for all',
    )  # fmt: skip
    @discord.app_commands.choices(trust=TRUSTS)
    async def edit_feed(
        self,
        interaction: _Interaction,
        *,
        feed: _Feed,
        url: _Feed | None = None,
        interval: Minutes | None = None,
        tag: discord.app_commands.Range[str, 1, 100] | None = None,
        trust: str | None = None,
        filter: discord.app_commands.Range[str, 1, 1000] | None = None,  # noqa: A002 - the option's name
    ) -> None:
        """Change a feed, or show what a change would do."""
        await self.answers.think(interaction)
        wishes = SourceWishes(
            url=url, minutes=interval, tag=tag, trust=None if trust is None else Trust(trust), filter=filter
        )
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        found = await self._edits.edit(server_id, actor, feed, wishes)
        lines, view = self._edited(interaction, found)
        await self.answers.show(interaction, lines, view)

    @discord.app_commands.command(
        name="pause", description="Take no stories of a feed for now; nothing of it is forgotten"
    )
    @discord.app_commands.describe(feed="Which feed")
    async def pause_feed(self, interaction: _Interaction, feed: _Feed) -> None:
        """Pause a feed in this server."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        paused, is_new = await self._edits.pause(server_id, actor, feed)
        key = "feeds-paused" if is_new else "feeds-paused-already"
        await self.answers.say(interaction, key, title=feed_title(paused))

    @discord.app_commands.command(
        name="resume", description="Take the stories of a paused feed again, from now on"
    )
    @discord.app_commands.describe(feed="Which feed")
    async def resume_feed(self, interaction: _Interaction, feed: _Feed) -> None:
        """Resume a feed in this server."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        resumed, is_new = await self._edits.resume(server_id, actor, feed)
        key = "feeds-resumed" if is_new else "feeds-resumed-already"
        await self.answers.say(interaction, key, title=feed_title(resumed))

    @show_feed.autocomplete("feed")
    @test_feed.autocomplete("feed")
    @edit_feed.autocomplete("feed")
    @pause_feed.autocomplete("feed")
    @resume_feed.autocomplete("feed")
    @completion
    async def complete_feed(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer the server's feeds."""
        return choices(await self._sources.offer(ServerId(server_of(interaction).id), typed))

    @edit_feed.autocomplete("tag")
    @completion
    async def complete_tag(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer the server's tags."""
        return choices(await self._tags.labels(ServerId(server_of(interaction).id), typed))

    async def edit_answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was pressed under a change that waits to be kept, or typed into its form."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        found: Edited | Proposal
        match answer.what:
            case "type":
                proposal = await self._edits.look_again(server_id, actor, answer.key)
                modal = filter_form(proposal, self._texts, str(interaction.locale))
                await interaction.response.send_modal(modal)
                return
            case "typed":
                typed = answer.typed.get(FILTER, "")
                found = await self._edits.type_filter(server_id, actor, answer.key, typed)
            case "keep":
                found = await self._edits.keep(server_id, actor, answer.key)
            case _:
                await self._edits.drop(server_id, actor, answer.key)
                lines = [self.answers.text(interaction, "feeds-edit-cancelled")]
                await self.answers.replace(interaction, lines)
                return
        await self.answers.replace(interaction, *self._edited(interaction, found))

    def _edited(
        self, interaction: _Interaction, found: Edited | Proposal
    ) -> tuple[list[str], discord.ui.View | None]:
        locale = str(interaction.locale)
        if isinstance(found, Edited):
            return edited_lines(found, self._texts, locale), None
        view = proposal_view(found, self._texts, locale)
        return proposal_lines(found, self._texts, locale), view
