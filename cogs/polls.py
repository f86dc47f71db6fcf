"""/polls: for owners, what readers are asked, closing a poll before its time, and the counts as files."""

import io
from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.clicks import sees
from bot.chat.markdown import escape_line
from bot.chat.pages import Pages
from bot.chat.panels import Answer, Panels, confirmation
from bot.chat.tallies import result_lines
from bot.chat.vote_set_text import sign_lines, vote_set_lines
from bot.clock import Clock
from bot.domain.ids import ServerId, ThreadId, UserId
from bot.domain.panel import PanelKind
from bot.domain.poll import FEWEST, PollMode, PollState
from bot.newsroom.poll_closing import PollClosing
from bot.newsroom.poll_export import PollExport, days_to_offer
from bot.newsroom.vote_sets import KnownVoteSet, VoteSets, VoteSetWishes, news_vote_set
from bot.texts.catalogue import Texts

_NAME = 60
_LABELS = 200
_TITLE = 200

_Interaction = discord.Interaction[Any]
_Choices = list[discord.app_commands.Choice[str]]
_Name = discord.app_commands.Range[str, 1, 100]

_Question = discord.app_commands.Range[str, 1, 500]
_Options = discord.app_commands.Range[str, 1, 2000]
_Day = discord.app_commands.Range[str, 1, 40]

_OPTIONS = {
    "question": "What readers are asked",
    "options": "emoji label, emoji label, …; a + or - before it says good or bad news",
    "mode": "Whether one choice counts or several",
}
_MODES = [
    discord.app_commands.Choice(name="one choice; the latest counts", value=PollMode.SINGLE.value),
    discord.app_commands.Choice(name="several choices", value=PollMode.MULTI.value),
]


@discord.app_commands.guild_only()
@discord.app_commands.default_permissions(manage_guild=True)
class PollsCog(commands.GroupCog, group_name="polls", group_description="What readers are asked of a story"):
    """Commands for those who manage the server."""

    def __init__(
        self,
        *,
        answers: Answers,
        panels: Panels,
        vote_sets: VoteSets,
        closing: PollClosing,
        export: PollExport,
        pages: Pages,
        texts: Texts,
        clock: Clock,
    ) -> None:
        super().__init__()
        self.answers = answers
        self._vote_sets = vote_sets
        self._closing = closing
        self._export = export
        self._pages = pages
        self._texts = texts
        self._clock = clock
        panels.serve(self, PanelKind.UNSET, PanelKind.CLOSE)

    @discord.app_commands.command(
        name="sets", description="The vote sets of this server: what readers are asked"
    )
    async def list_sets(self, interaction: _Interaction) -> None:
        """List the server's vote sets, the default one first."""
        server_id, locale = ServerId(server_of(interaction).id), str(interaction.locale)
        usual, own = news_vote_set(self._texts, locale), await self._vote_sets.list(server_id)
        has_default = any(known.named.is_default for known in own)
        name = self.answers.text(interaction, "votes-news" if has_default else "votes-default")
        sets = [vote_set_lines(name, usual, (), self._texts, locale)]
        sets += [self._known(interaction, known) for known in own]
        signs = sign_lines([usual, *(known.named.vote_set for known in own)], self._texts, locale)
        await self._pages.show(interaction, signs, ["\n".join(lines) for lines in sets], of_owners=True)

    @discord.app_commands.command(name="create", description="Make a vote set, for tags to ask with")
    @discord.app_commands.describe(name="What the set is called", **_OPTIONS)
    @discord.app_commands.choices(mode=_MODES)
    async def create_set(
        self,
        interaction: _Interaction,
        name: _Name,
        question: _Question,
        options: _Options,
        mode: str = PollMode.SINGLE.value,
    ) -> None:
        """Make a vote set."""
        await self.answers.think(interaction)
        added = await self._vote_sets.add(
            ServerId(server_of(interaction).id),
            UserId(interaction.user.id),
            name=name,
            question=question,
            options=options,
            mode=PollMode(mode),
        )
        await self._show_set(interaction, "votes-added", KnownVoteSet(added, ()))

    @discord.app_commands.command(
        name="edit", description="Change a vote set for polls from now on: only what you name"
    )
    @discord.app_commands.describe(
        name="Which vote set", new_name="What it is called from now on", **_OPTIONS
    )
    @discord.app_commands.choices(mode=_MODES)
    async def edit_set(
        self,
        interaction: _Interaction,
        *,
        name: _Name,
        new_name: _Name | None = None,
        question: _Question | None = None,
        options: _Options | None = None,
        mode: str | None = None,
    ) -> None:
        """Change a vote set."""
        await self.answers.think(interaction)
        wishes = VoteSetWishes(new_name, question, options, None if mode is None else PollMode(mode))
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        edited = await self._vote_sets.edit(server_id, actor, name, wishes)
        await self._show_set(interaction, "votes-edited", edited)

    @discord.app_commands.command(
        name="remove", description="Remove a vote set; says what that would do, and asks"
    )
    @discord.app_commands.describe(name="Which vote set")
    async def remove_set(self, interaction: _Interaction, name: _Name) -> None:
        """Ask whether to remove a vote set."""
        asked = await self._vote_sets.ask_to_remove(
            ServerId(server_of(interaction).id), UserId(interaction.user.id), name
        )
        view = confirmation(
            PanelKind.UNSET,
            asked.panel,
            confirm=self.answers.text(interaction, "votes-remove-yes"),
            cancel=self.answers.text(interaction, "votes-remove-no"),
        )
        shown = escape_line(asked.known.named.name, _NAME)
        lines = [self.answers.text(interaction, "votes-remove-ask", name=shown)]
        if asked.known.tags:
            labels = escape_line(", ".join(asked.known.tags), _LABELS)
            lines.append(self.answers.text(interaction, "votes-remove-tags", tags=labels))
        if asked.known.named.is_default:
            lines.append(self.answers.text(interaction, "votes-remove-default"))
        await self.answers.show(interaction, lines, view)

    @discord.app_commands.command(name="close", description="Close a story's poll now; says which, and asks")
    @discord.app_commands.describe(story="A story whose poll is open; in its discussion it needs no naming")
    async def close_poll(
        self, interaction: _Interaction, story: discord.app_commands.Range[str, 1, 300] | None = None
    ) -> None:
        """Ask whether to close a poll before its time."""
        server_id = ServerId(server_of(interaction).id)
        asked = await self._closing.ask(
            server_id,
            UserId(interaction.user.id),
            story,
            ThreadId(interaction.channel_id or 0),
            sees(interaction),
        )
        view = confirmation(
            PanelKind.CLOSE,
            asked.panel,
            confirm=self.answers.text(interaction, "polls-close-yes"),
            cancel=self.answers.text(interaction, "polls-close-no"),
        )
        title = escape_line(asked.found.edition.story.draft.title, _TITLE)
        lines = [
            self.answers.text(interaction, "polls-close-ask", title=title),
            self.answers.text(interaction, "polls-close-count", voters=asked.found.tally.voters),
        ]
        await self.answers.show(interaction, lines, view)

    @discord.app_commands.command(
        name="export", description="The polls of this server with their counts, as files for a spreadsheet"
    )
    @discord.app_commands.describe(
        since="Those that were opened on this day or later, like 2026-11-01",
        until="Those that were opened on this day or earlier",
    )
    async def export_polls(
        self, interaction: _Interaction, since: _Day | None = None, until: _Day | None = None
    ) -> None:
        """Hand out the server's polls."""
        server = server_of(interaction)
        await self.answers.think(interaction)
        files = await self._export.files(
            ServerId(server.id), since, until, sees(interaction), most_bytes=server.filesize_limit
        )
        if not files.polls:
            await self.answers.say(interaction, "polls-exported-none")
            return
        lines = [self.answers.text(interaction, "polls-exported", polls=files.polls)]
        if files.few:
            lines.append(self.answers.text(interaction, "polls-exported-few", polls=files.few, fewest=FEWEST))
        attached = {"polls.csv": files.csv, "polls.json": files.json}
        await interaction.edit_original_response(
            content="\n".join(lines),
            attachments=[discord.File(io.BytesIO(data), name) for name, data in attached.items()],
        )

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was asked about, or leave it."""
        if answer.kind is PanelKind.CLOSE:
            await self._close_answered(interaction, answer)
        else:
            await self._remove_answered(interaction, answer)

    async def _close_answered(self, interaction: _Interaction, answer: Answer) -> None:
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        if answer.what != "yes":
            await self._closing.leave(server_id, actor, answer.key)
            await self.answers.replace(interaction, [self.answers.text(interaction, "polls-close-left")])
            return
        seen = sees(interaction)
        found = await self._closing.confirmed(server_id, actor, answer.key, seen)
        await interaction.response.defer()  # the last comparison with Discord may take longer than an answer
        closed = await self._closing.close(server_id, actor, found, seen)
        lines = result_lines(closed, self._texts, str(interaction.locale))
        if closed.poll.state is PollState.OPEN:
            lines = [self.answers.text(interaction, "votes-closing-later")]
        await self.answers.replace(interaction, lines)

    async def _remove_answered(self, interaction: _Interaction, answer: Answer) -> None:
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        if answer.what != "yes":
            await self._vote_sets.leave(server_id, actor, answer.key)
            await self.answers.replace(interaction, [self.answers.text(interaction, "votes-kept")])
            return
        gone = await self._vote_sets.remove(server_id, actor, answer.key)
        shown = escape_line(gone.name, _NAME)
        await self.answers.replace(interaction, [self.answers.text(interaction, "votes-removed", name=shown)])

    @edit_set.autocomplete("name")
    @remove_set.autocomplete("name")
    @completion
    async def complete_set(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer the server's vote sets, without the catalogue's, which stays as it is."""
        found = await self._vote_sets.own_names(ServerId(server_of(interaction).id), typed)
        return choices((name, name) for name in found)

    @export_polls.autocomplete("since")
    @export_polls.autocomplete("until")
    @completion
    async def complete_day(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer days."""
        offered = days_to_offer(typed, self._clock.now())
        return choices((self._day(interaction, day, ago), day) for day, ago in offered)

    @close_poll.autocomplete("story")
    @completion
    async def complete_story(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer stories with an open poll that the person may see."""
        found = await self._closing.offer(ServerId(server_of(interaction).id), typed, sees(interaction))
        return choices((story.title, str(story.edition_id)) for story in found)

    def _day(self, interaction: _Interaction, day: str, ago: int) -> str:
        key = "polls-day-ago" if ago else "polls-day-today"
        return self.answers.text(interaction, key, day=day, days=ago)

    async def _show_set(self, interaction: _Interaction, key: str, known: KnownVoteSet) -> None:
        """Show a vote set that was made or changed."""
        lines = [self.answers.text(interaction, key, name=escape_line(known.named.name, _NAME))]
        lines += self._known(interaction, known)
        lines += sign_lines([known.named.vote_set], self._texts, str(interaction.locale))
        await self.answers.show(interaction, lines)

    def _known(self, interaction: _Interaction, known: KnownVoteSet) -> list[str]:
        named = known.named
        name = named.name
        if named.is_default:
            name = self.answers.text(interaction, "votes-default-own", name=name)
        return vote_set_lines(name, named.vote_set, known.tags, self._texts, str(interaction.locale))
