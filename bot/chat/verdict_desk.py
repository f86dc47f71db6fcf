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
from bot.chat.verdict_text import batch_lines, record_line, undo_name
from bot.domain.edition import EditionState
from bot.domain.errors import NotFound
from bot.domain.ids import ServerId, UserId, VerdictId
from bot.domain.nearest import places
from bot.domain.tagging import tag_key
from bot.domain.verdict import ENDS_WAITING, Moderator, VerdictKind
from bot.newsroom.batches import Batches
from bot.newsroom.desk import Desk
from bot.newsroom.history import History
from bot.newsroom.story_choice import StoryChoice
from bot.newsroom.verdict_audit import MOST_SHOWN, VerdictAudit, timeline_files
from bot.storage.verdict_records import VerdictRecord, Wanted
from bot.texts.catalogue import Texts

_TITLE = 110
_CHOICES = 25
_LONGEST_ID = 18
_BATCH = "batch:"

_Interaction = discord.Interaction[Any]


class VerdictDesk:
    """Answers what moderators ask of decisions."""

    def __init__(
        self,
        audit: VerdictAudit,
        history: History,
        choice: StoryChoice,
        desk: Desk,
        batches: Batches,
        *,
        answers: Answers,
        pages: Pages,
        texts: Texts,
    ) -> None:
        self._audit = audit
        self._history = history
        self._choice = choice
        self._desk = desk
        self._batches = batches
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
            await self._answers.say(
                interaction, "desk-audit-empty" if wanted == Wanted() else "desk-audit-none"
            )
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
            await self._answers.say(
                interaction, "desk-audit-empty" if wanted == Wanted() else "desk-audit-none"
            )
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
        """Take a decision back: the person's last one, or the one that was chosen; with all made at once."""
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        meant = await (
            self._batches.last(server_id, by) if typed is None else self._meant(interaction, typed)
        )
        if isinstance(meant, str):
            await self._undo_batch(interaction, server_id, by, meant)
            return
        taken = await self._desk.undo(server_id, by, meant)
        text, locale = partial(self._answers.text, interaction), str(interaction.locale)
        title = escape_line(shown_title(taken.edition.story.draft.title, self._texts, locale), _TITLE)
        what = text(f"history-verdict-{taken.verdict.kind}-bare")
        lines = [text("desk-undone", title=title, what=what)]
        if taken.edition.state is EditionState.HELD and taken.verdict.kind in ENDS_WAITING:
            lines.append(text("desk-undone-held"))
        await self._answers.show(interaction, lines)

    async def _undo_batch(
        self, interaction: _Interaction, server_id: ServerId, by: Moderator, batch: str
    ) -> None:
        taken = await self._batches.undo(server_id, by, batch)
        told = partial(self._answers.sentence, interaction)
        lines = batch_lines(taken, self._texts, str(interaction.locale), told=told)
        await self._answers.show(interaction, lines)

    async def offer_undo(self, interaction: _Interaction, typed: str) -> list[tuple[str, str]]:
        """Return the decisions that can perhaps be taken back, the person's own first.

        Those that were made at once stand there as one; each of them alone behind all others.
        """
        found = await self._to_undo(interaction)
        return [found[place] for place in places(typed, [name for name, _ in found], _CHOICES)]

    async def offer_stories(self, interaction: _Interaction, typed: str) -> list[tuple[str, str]]:
        """Return the stories that may be meant."""
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        return await self._choice.offer(server_id, typed, by.may)

    async def _meant(self, interaction: _Interaction, typed: str) -> VerdictId | str:
        """Return the decision that is called so, or the key of those that were made at once."""
        if typed.startswith(_BATCH):
            return typed.removeprefix(_BATCH)
        if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_ID:
            return VerdictId(int(typed))
        found = await self._to_undo(interaction)
        names = [name for name, _ in found]
        # Two that have it in their names are two that may be meant, unless one is called just so.
        meant = [place for place, name in enumerate(names) if tag_key(name) == tag_key(typed)]
        meant = meant or places(typed, names, _CHOICES, alike=False)
        if len(meant) != 1:
            raise NotFound("error-no-such-decision")
        return await self._meant(interaction, found[meant[0]][1])

    async def _to_undo(self, interaction: _Interaction) -> list[tuple[str, str]]:
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        choosable = _choosable(await self._audit.undoable(server_id, by))
        locale = str(interaction.locale)
        names = [undo_name(records, self._texts, locale, mine=by.id) for records in choosable.values()]
        return list(zip(names, choosable, strict=True))


def _choosable(found: Sequence[VerdictRecord]) -> dict[str, list[VerdictRecord]]:
    """Return what can be chosen: what was made at once as one, and each of it alone behind all others."""
    together: dict[str, list[VerdictRecord]] = {}
    for each in found:
        together.setdefault(each.verdict.batch or str(each.verdict.id), []).append(each)
    whole = {
        str(records[0].verdict.id) if len(records) == 1 else f"{_BATCH}{batch}": records
        for batch, records in together.items()
    }
    return whole | {str(each.verdict.id): [each] for records in whole.values() for each in records}


async def _attach(interaction: _Interaction, said: str, files: dict[str, bytes]) -> None:
    await interaction.edit_original_response(
        content=said, attachments=[discord.File(io.BytesIO(data), name) for name, data in files.items()]
    )
