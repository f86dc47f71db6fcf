"""/feeds: for owners, which feeds the server follows."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, server_of
from bot.chat.feed_preview import found_lines, found_view, named_view, use_lines
from bot.chat.feed_text import removal_question
from bot.chat.import_desk import ImportDesk
from bot.chat.markdown import escape_line
from bot.chat.pages import Pages
from bot.chat.panels import Answer, Panels
from bot.chat.status_text import feed_line
from bot.domain.ids import ServerId, TagId, UserId
from bot.domain.panel import PanelKind
from bot.domain.source import SourceState, Trust
from bot.newsroom.feed_import import FeedImport
from bot.newsroom.questions import Questions
from bot.newsroom.source_edits import SourceEdits
from bot.newsroom.source_report import SourceReport
from bot.newsroom.source_views import SourceViews
from bot.newsroom.source_wishes import SourceWishes
from bot.newsroom.sources import AddedSource, FollowedFeed, FoundFeed, NamedFeeds, Sources
from bot.newsroom.tags import Tags
from bot.texts.catalogue import Texts
from cogs.feeds_changing import TRUSTS, ChangingFeeds, Minutes
from cogs.feeds_lists import FeedLists
from cogs.feeds_report import FeedReports

_TITLE = 200
_LABELS = 100

_Interaction = discord.Interaction[Any]


@discord.app_commands.guild_only()
@discord.app_commands.default_permissions(manage_guild=True)
class FeedsCog(
    ChangingFeeds,
    FeedLists,
    FeedReports,
    commands.GroupCog,
    group_name="feeds",
    group_description="The feeds that this server follows",
):
    """Commands for those who manage the server."""

    def __init__(
        self,
        *,
        answers: Answers,
        edits: SourceEdits,
        importing: FeedImport,
        import_desk: ImportDesk,
        pages: Pages,
        panels: Panels,
        questions: Questions,
        report: SourceReport,
        sources: Sources,
        tags: Tags,
        texts: Texts,
        views: SourceViews,
    ) -> None:
        super().__init__()
        self.answers = answers
        self._edits = edits
        self._importing = importing
        self._import_desk = import_desk
        self._pages = pages
        self._questions = questions
        self._report = report
        self._views = views
        self._sources = sources
        self._tags = tags
        self._texts = texts
        panels.serve(import_desk, PanelKind.IMPORT)
        kinds = (PanelKind.FEED, PanelKind.FEEDS, PanelKind.UNFOLLOW, PanelKind.EDIT_FEED, PanelKind.REPORT)
        panels.serve(self, *kinds)

    @discord.app_commands.command(
        name="add", description="Look at a feed, and follow it: new stories go to their tags' channels"
    )
    @discord.app_commands.describe(
        url="The feed's address (RSS, Atom or JSON Feed), or a page that names it",
        tag="A tag that takes all its stories",
        interval="How often it is checked, in minutes",
        trust="Whether its stories go out by themselves, or moderators see each one first",
        filter='Which stories pass, like: talks and not category:sport; - for all',
    )  # fmt: skip
    @discord.app_commands.choices(trust=TRUSTS)
    async def add_feed(
        self,
        interaction: _Interaction,
        *,
        url: discord.app_commands.Range[str, 1, 2048],
        tag: discord.app_commands.Range[str, 1, 100] | None = None,
        interval: Minutes | None = None,
        trust: str | None = None,
        filter: discord.app_commands.Range[str, 1, 1000] | None = None,  # noqa: A002 - the option's name
    ) -> None:
        """Show what a feed brings; it is kept by a button."""
        server_id = ServerId(server_of(interaction).id)
        await self.answers.think(interaction)
        how = None if trust is None else Trust(trust)
        wishes = SourceWishes(minutes=interval, tag=tag, trust=how, filter=filter)
        found = await self._sources.look(server_id, UserId(interaction.user.id), url, wishes)
        await self._show_found(interaction, found)

    @discord.app_commands.command(
        name="remove", description="Stop following a feed; asks before it does anything"
    )
    @discord.app_commands.describe(feed="Which feed")
    async def remove_feed(
        self, interaction: _Interaction, feed: discord.app_commands.Range[str, 1, 2048]
    ) -> None:
        """Ask whether to follow a feed no more."""
        server_id = ServerId(server_of(interaction).id)
        parting = await self._sources.ask_to_remove(server_id, UserId(interaction.user.id), feed)
        asked, view = removal_question(parting, self._texts, str(interaction.locale))
        await self.answers.show(interaction, [asked], view)

    @discord.app_commands.command(name="list", description="The feeds of this server, and how they are doing")
    async def list_feeds(self, interaction: _Interaction) -> None:
        """List the server's feeds with their state."""
        found = await self._sources.list(ServerId(server_of(interaction).id))
        if not found:
            await self.answers.say(interaction, "feeds-none")
            return
        heading = [self.answers.text(interaction, "feeds-heading", count=len(found))]
        lines = [self._line(interaction, each) for each in found]
        await self._pages.show(interaction, heading, lines, of_owners=True)

    add_feed.autocomplete("tag")(ChangingFeeds.complete_tag)
    remove_feed.autocomplete("feed")(ChangingFeeds.complete_feed)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was pressed under a preview, a page's list, or the question before a removal."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        match answer.kind, answer.what:
            case PanelKind.EDIT_FEED, _:
                await self.edit_answered(interaction, answer)
            case PanelKind.REPORT, _:
                await self.report_answered(interaction, answer)
            case PanelKind.FEEDS, "look":
                await self.answers.think(interaction)
                number = int(answer.chosen[0])
                found = await self._sources.look_at_named(server_id, actor, answer.key, number)
                await self._show_found(interaction, found)
            case PanelKind.FEED, "tag":
                tag_id = TagId(int(answer.chosen[0])) if answer.chosen[0].isdigit() else None
                changed = await self._sources.file_into(server_id, actor, answer.key, tag_id)
                lines = found_lines(changed, self._texts, str(interaction.locale))
                await self.answers.replace(interaction, lines, self._view(interaction, changed))
            case PanelKind.FEED, "keep":
                added = await self._sources.keep(server_id, actor, answer.key)
                await self.answers.replace(interaction, await self._added(interaction, server_id, added))
            case PanelKind.UNFOLLOW, "yes":
                gone = await self._sources.remove(server_id, actor, answer.key)
                title = escape_line(gone.title or gone.url, _TITLE)
                await self.answers.replace(
                    interaction, [self.answers.text(interaction, "feeds-removed", title=title)]
                )
            case _:
                await self._sources.drop(server_id, actor, answer.kind, answer.key)
                key = "feeds-kept" if answer.kind is PanelKind.UNFOLLOW else "feeds-not-added"
                await self.answers.replace(interaction, [self.answers.text(interaction, key)])

    async def _show_found(self, interaction: _Interaction, found: FoundFeed | NamedFeeds) -> None:
        if isinstance(found, NamedFeeds):
            lines = [self.answers.text(interaction, "feeds-named", count=len(found.feeds))]
            view = named_view(found, self._texts, str(interaction.locale))
        else:
            lines = found_lines(found, self._texts, str(interaction.locale))
            view = self._view(interaction, found)
        await self.answers.show(interaction, lines, view)

    def _view(self, interaction: _Interaction, found: FoundFeed) -> discord.ui.View:
        return found_view(found, self._texts, str(interaction.locale))

    async def _added(self, interaction: _Interaction, server_id: ServerId, added: AddedSource) -> list[str]:
        title = escape_line(added.feed.title or added.feed.url, _TITLE)
        lines = [self.answers.text(interaction, "feeds-added", title=title, stories=added.stories)]
        if added.tag is not None:
            lines.append(
                self.answers.text(interaction, "feeds-added-tag", tag=escape_line(added.tag.label, _TITLE))
            )
        elif not await self._tags.list(server_id):
            lines.append(self.answers.text(interaction, "feeds-added-no-tags"))
        return [*lines, *use_lines(added.wishes, self._texts, str(interaction.locale))]

    def _line(self, interaction: _Interaction, followed: FollowedFeed) -> str:
        source = followed.source
        parts = [feed_line(followed.feed, self._texts, str(interaction.locale))]
        if source.state is SourceState.PAUSED:
            parts.append(self.answers.text(interaction, "feeds-listed-paused"))
        if source.trust is Trust.REVIEW:
            parts.append(self.answers.text(interaction, "feeds-listed-reviewed"))
        if source.filter is not None:
            parts.append(self.answers.text(interaction, "feeds-listed-filtered"))
        if followed.tags:
            labels = escape_line(", ".join(tag.label for tag in followed.tags), _LABELS)
            parts.append(self.answers.text(interaction, "feeds-all-to", tags=labels))
        return " · ".join(parts)
