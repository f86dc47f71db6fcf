"""/desk audit and /desk undo: what was decided, in pages and in files, and taking a decision back."""

import io
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.history_text import history_lines
from bot.chat.markdown import escape_line
from bot.chat.moderators import moderator
from bot.chat.pages import Line, Pages
from bot.chat.queue_text import shown_title
from bot.chat.verdict_text import kind_name, record_line
from bot.domain.edition import EditionState
from bot.domain.errors import NotFound
from bot.domain.ids import ServerId, UserId, VerdictId
from bot.domain.nearest import places
from bot.domain.verdict import ENDS_WAITING, VerdictKind
from bot.newsroom.desk import Desk
from bot.newsroom.history import History
from bot.newsroom.story_choice import StoryChoice
from bot.newsroom.verdict_audit import MOST_SHOWN, VerdictAudit, timeline_files
from bot.storage.verdict_records import VerdictRecord, Wanted
from bot.texts.catalogue import Texts

_TITLE = 110
_CHOICES = 25
_LONGEST_ID = 18

_Interaction = discord.Interaction[Any]


class VerdictDesk:
    """Answers what moderators ask of decisions."""

    def __init__(
        self,
        audit: VerdictAudit,
        history: History,
        choice: StoryChoice,
        desk: Desk,
        *,
        answers: Answers,
        pages: Pages,
        texts: Texts,
    ) -> None:
        self._audit = audit
        self._history = history
        self._choice = choice
        self._desk = desk
        self._answers = answers
        self._pages = pages
        self._texts = texts

    async def show(
        self,
        interaction: _Interaction,
        *,
        person: UserId | None = None,
        kind: VerdictKind | None = None,
        since: datetime | None = None,
    ) -> None:
        """Show what was decided, the newest first."""
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        wanted = Wanted(person, () if kind is None else (kind,), since=since)
        found = await self._audit.of(server_id, by.may, wanted)
        if not found:
            await self._answers.say(interaction, "desk-audit-none")
            return
        heading = [self._answers.text(interaction, "desk-audit-heading")]
        if len(found) == MOST_SHOWN:
            heading.append(self._answers.text(interaction, "desk-audit-more", most=MOST_SHOWN))
        locale = str(interaction.locale)
        lines = [Line(record_line(each, self._texts, locale), each.home) for each in found]
        await self._pages.show(interaction, heading, lines, of_moderators=True)

    async def export(
        self,
        interaction: _Interaction,
        *,
        person: UserId | None = None,
        kind: VerdictKind | None = None,
        since: datetime | None = None,
    ) -> None:
        """Answer with what was decided as files."""
        await self._answers.think(interaction)
        server, by = server_of(interaction), await moderator(interaction)
        wanted = Wanted(person, () if kind is None else (kind,), since=since)
        files = await self._audit.files(ServerId(server.id), by.may, wanted, most_bytes=server.filesize_limit)
        if not files.rows:
            await self._answers.say(interaction, "desk-audit-none")
            return
        said = self._answers.text(interaction, "desk-audit-exported", decisions=files.rows)
        await _attach(interaction, said, {"decisions.csv": files.csv, "decisions.json": files.json})

    async def show_story(self, interaction: _Interaction, typed: str, *, export: bool = False) -> None:
        """Show all that happened to a story, the first first; or answer with it as files."""
        if export:
            await self._answers.think(interaction)
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        story = await self._choice.meant(server_id, typed, by.may, to_read=True)
        timeline = await self._history.of(server_id, story.edition_id, by.may)
        locale = str(interaction.locale)
        title = escape_line(shown_title(timeline.title, self._texts, locale), _TITLE)
        if export:
            files = timeline_files(timeline)
            said = self._answers.text(interaction, "desk-audit-story-exported", title=title)
            await _attach(interaction, said, {"story.csv": files.csv, "story.json": files.json})
            return
        text = partial(self._answers.text, interaction)
        state = "posted" if timeline.posted else timeline.state
        heading = [text("desk-audit-story", title=title, state=text(f"desk-state-{state}"))]
        lines = history_lines(timeline, self._texts, locale)
        shown = [Line(f"- {line}", story.channel_id) for line in lines]
        await self._pages.show(interaction, heading, shown, of_moderators=True)

    async def undo(self, interaction: _Interaction, typed: str | None) -> None:
        """Take a decision back: the person's last one, or the one that was chosen."""
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        verdict_id = None
        if typed is not None:
            verdict_id = await self._meant(interaction, typed)
        taken = await self._desk.undo(server_id, by, verdict_id)
        text, locale = partial(self._answers.text, interaction), str(interaction.locale)
        title = escape_line(shown_title(taken.edition.story.draft.title, self._texts, locale), _TITLE)
        what = text(f"history-verdict-{taken.verdict.kind}-bare")
        lines = [text("desk-undone", title=title, what=what)]
        if taken.edition.state is EditionState.HELD and taken.verdict.kind in ENDS_WAITING:
            lines.append(text("desk-undone-held"))
        await self._answers.show(interaction, lines)

    async def offer_undo(self, interaction: _Interaction, typed: str) -> list[tuple[str, str]]:
        """Return the decisions that can perhaps be taken back, the person's own first."""
        return [(name, str(each.verdict.id)) for name, each in await self._offered(interaction, typed)]

    async def offer_stories(self, interaction: _Interaction, typed: str) -> list[tuple[str, str]]:
        """Return the stories that may be meant."""
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        return await self._choice.offer(server_id, typed, by.may)

    async def _meant(self, interaction: _Interaction, typed: str) -> VerdictId:
        if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_ID:
            return VerdictId(int(typed))
        offered = await self._offered(interaction, typed)
        if len(offered) != 1:
            raise NotFound("error-no-such-decision")
        return offered[0][1].verdict.id

    async def _offered(self, interaction: _Interaction, typed: str) -> Sequence[tuple[str, VerdictRecord]]:
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        found = await self._audit.undoable(server_id, by)
        names = [self._name(interaction, each, by.id) for each in found]
        return [(names[place], found[place]) for place in places(typed, names, _CHOICES)]

    def _name(self, interaction: _Interaction, record: VerdictRecord, mine: UserId) -> str:
        locale, kind = str(interaction.locale), record.verdict.kind
        name = kind_name(kind, self._texts, locale)
        title = shown_title(record.title, self._texts, locale)
        key = "desk-undo-mine" if record.verdict.actor_id == mine else "desk-undo-others"
        return self._answers.text(interaction, key, kind=name, title=title)


async def _attach(interaction: _Interaction, said: str, files: dict[str, bytes]) -> None:
    await interaction.edit_original_response(
        content=said, attachments=[discord.File(io.BytesIO(data), name) for name, data in files.items()]
    )
