"""/feeds report: what each feed brought, what became of it, and which to trust or drop."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.feed_text import edited_lines, removal_question
from bot.chat.pages import Pages
from bot.chat.panels import Answer
from bot.chat.report_text import FEEDS_PER_PAGE, feed_lines, heading, report_lines, report_view
from bot.domain.ids import ServerId, UserId
from bot.domain.panel import PanelKind
from bot.domain.source import Trust
from bot.newsroom.questions import Questions
from bot.newsroom.source_edits import Edited, SourceEdits
from bot.newsroom.source_report import Report, SourceReport
from bot.newsroom.source_wishes import SourceWishes
from bot.newsroom.sources import Sources
from bot.texts.catalogue import Texts

_DAYS = 30

_Interaction = discord.Interaction[Any]


class FeedReports(commands.Cog):
    """Commands of `FeedsCog`, which gives them what they need."""

    answers: Answers
    _edits: SourceEdits
    _pages: Pages
    _questions: Questions
    _report: SourceReport
    _sources: Sources
    _texts: Texts

    @discord.app_commands.command(
        name="report", description="What each feed brought, what became of it, and which to trust or drop"
    )
    @discord.app_commands.describe(
        feed="One feed alone, with buttons to trust it or stop following it", days="Over how many days"
    )
    async def report_feeds(
        self,
        interaction: _Interaction,
        feed: discord.app_commands.Range[str, 1, 2048] | None = None,
        days: discord.app_commands.Range[int, 1, 90] = _DAYS,
    ) -> None:
        """Report on all feeds, or on one."""
        await self.answers.think(interaction)
        server_id, locale = ServerId(server_of(interaction).id), str(interaction.locale)
        report = await self._report.of(server_id, days=days, typed=feed)
        if not report.feeds:
            await self.answers.say(interaction, "feeds-none")
        elif feed is not None:
            await self._show_one(interaction, server_id, report)
        else:
            above = heading(report, self._texts, locale)
            lines = report_lines(report, self._texts, locale)
            await self._pages.show(interaction, above, lines, per_page=FEEDS_PER_PAGE, of_owners=True)

    @report_feeds.autocomplete("feed")
    @completion
    async def complete_reported(
        self, interaction: _Interaction, typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """Offer the server's feeds."""
        return choices(await self._sources.offer(ServerId(server_of(interaction).id), typed))

    async def report_answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Trust the feed, or ask whether to stop following it."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        panel = await self._questions.find(server_id, actor, PanelKind.REPORT, answer.key)
        feed, locale = str(panel.content["feed"]), str(interaction.locale)
        if answer.what == "trust":
            wishes = SourceWishes(trust=Trust.AUTOMATIC)
            edited = await self._edits.edit(server_id, actor, feed, wishes)
            lines = edited_lines(edited, self._texts, locale) if isinstance(edited, Edited) else []
            await self.answers.replace(interaction, lines)
            return
        parting = await self._sources.ask_to_remove(server_id, actor, feed)
        asked, view = removal_question(parting, self._texts, locale)
        await self.answers.replace(interaction, [asked], view)

    async def _show_one(self, interaction: _Interaction, server_id: ServerId, report: Report) -> None:
        (reported,), locale = report.feeds, str(interaction.locale)
        content = {"feed": reported.figures.feed_id}
        panel = await self._questions.ask(server_id, UserId(interaction.user.id), PanelKind.REPORT, content)
        lines = [
            self.answers.text(interaction, "report-one", days=report.days),
            *feed_lines(reported, self._texts, locale),
        ]
        view = report_view(reported, panel.key, self._texts, locale)
        await self.answers.show(interaction, lines, view)
