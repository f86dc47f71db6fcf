"""One held story after the other in one private message: the next takes the place of what was decided.

Every story has a panel of its own, so that a second press of a button is never one on the next story.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import discord

from bot.chat.answers import Answers, redraw, server_of
from bot.chat.desk_actions import DeskActions, Subject
from bot.chat.layouts import Layout, layout, row
from bot.chat.markdown import escape_line
from bot.chat.moderators import moderator
from bot.chat.panels import Answer, PanelButton, Panels
from bot.chat.queue_text import filter_label, shown_title
from bot.chat.review_cards import ReviewWriter
from bot.domain.edition import sight_of
from bot.domain.errors import NotFound
from bot.domain.ids import EditionId, ServerId, UserId, VerdictId
from bot.domain.panel import Panel, PanelKind
from bot.domain.verdict import VerdictKind
from bot.newsroom.desk import Decided, Desk
from bot.newsroom.questions import Questions
from bot.newsroom.queue import Queue, Typed, Waiting, from_json, to_json
from bot.storage.held import Spot, Wanted
from bot.texts.catalogue import Texts

_TITLE = 110
_APPROVED, _REJECTED, _SKIPPED, _OTHERWISE = "approved", "rejected", "skipped", "otherwise"
_COUNTS = (_APPROVED, _REJECTED, _SKIPPED, _OTHERWISE)
_COUNTED = {
    VerdictKind.APPROVED: _APPROVED,
    VerdictKind.BREAKING: _APPROVED,
    VerdictKind.REJECTED: _REJECTED,
    VerdictKind.BLOCKED: _REJECTED,
}

_Interaction = discord.Interaction[Any]


class NextDesk:
    """Shows the stories that wait one by one; implements `bot.chat.desk_actions.Shows`.

    A panel keeps: `edition` and `seen`, the story that is shown; `before`, behind which it stood; `then`,
    behind which to go on; `counts`, what became of others; `last`, what can be taken back; `wanted` and its
    `label`, the filter.
    """

    def __init__(
        self,
        queue: Queue,
        desk: Desk,
        *,
        actions: DeskActions,
        answers: Answers,
        served: Panels,
        questions: Questions,
        texts: Texts,
        writer: ReviewWriter,
    ) -> None:
        self._queue = queue
        self._desk = desk
        self._answers = answers
        self._questions = questions
        self._texts = texts
        self._writer = writer
        served.serve(self, PanelKind.NEXT)
        actions.shown_by(self, PanelKind.NEXT)

    async def open(self, interaction: _Interaction, typed: Typed) -> None:
        """Answer with the story that waits longest."""
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        wanted = await self._queue.wanted(server_id, by.may, typed)
        label = filter_label(wanted, partial(self._answers.text, interaction))
        found = await self._queue.upcoming(server_id, by.may, wanted.wanted)
        if found is None:
            await self._answers.say(
                interaction, "desk-queue-none-of" if label else "desk-queue-none", label=label
            )
            return
        content = _begun(wanted.wanted, label) | _shown(found.waiting, before=None)
        panel = await self._questions.ask(server_id, by.id, PanelKind.NEXT, content)
        view = await self._story(interaction, panel, found.waiting, found.behind)
        await interaction.response.send_message(view=view, ephemeral=True)

    async def begin(
        self, interaction: _Interaction, wanted: Wanted, *, called: str = "", first: EditionId | None = None
    ) -> None:
        """Show stories one by one in place of what was pressed, beginning with this one.

        called: what the filter is called.
        """
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        if first is None:
            upcoming = await self._queue.upcoming(server_id, by.may, wanted)
            waiting = None if upcoming is None else upcoming.waiting
        else:
            waiting = await self._queue.waiting(server_id, by.may, first)
        if waiting is None:
            raise NotFound("desk-queue-none" if first is None else "error-waits-no-more")
        content = _begun(wanted, called) | _shown(waiting, before=None)
        panel = await self._questions.ask(server_id, by.id, PanelKind.NEXT, content)
        await redraw(interaction, await self._page(interaction, panel, waiting))

    async def show(self, interaction: _Interaction, subject: Subject, decided: Decided | None) -> None:
        """Go on to the next story once one is decided; show it as it is now where it still waits."""
        panel = subject.panel
        if panel is None:
            return
        by = await moderator(interaction)
        still = await self._queue.waiting(panel.server_id, by.may, subject.edition_id)
        if still is not None:
            content = {**panel.content, "seen": sight_of(still.edition)}
            await self._follow_up(interaction, panel, content, lambda on: self._page(interaction, on, still))
            return
        changed: dict[str, Any] = {}
        if decided is not None:
            until = None if decided.until is None else decided.until.isoformat()
            title = decided.edition.story.draft.title
            changed = {"last": [decided.verdict_id, decided.kind, title, until]}
        await self._go_on(interaction, panel, _counted(None if decided is None else decided.kind), changed)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Skip a story, take the last decision back, stop, or begin again."""
        server_id, user_id = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        panel = await self._questions.find(server_id, user_id, PanelKind.NEXT, answer.key)
        match answer.what:
            case "skip":
                await self._go_on(interaction, panel, _SKIPPED, {})
            case "undo":
                await self._undo(interaction, panel)
            case "again":
                wanted = from_json(panel.content["wanted"])
                await self.begin(interaction, wanted, called=panel.content["label"])
            case _:
                await self._end(interaction, panel, panel.content)

    async def _go_on(
        self, interaction: _Interaction, panel: Panel, counted: str, changed: Mapping[str, Any]
    ) -> None:
        """Count what became of a story, and show the one behind it; where none is, what became of all."""
        content, by = panel.content, await moderator(interaction)
        counts = {**content["counts"], counted: content["counts"].get(counted, 0) + 1}
        upcoming = await self._queue.upcoming(
            panel.server_id, by.may, from_json(content["wanted"]), after=_spot(content["then"])
        )
        content = {**content, **changed, "counts": counts}
        if upcoming is None:
            await self._end(interaction, panel, content | {"before": content["then"]})
            return
        shown = _shown(upcoming.waiting, before=content["then"])
        waiting, behind = upcoming.waiting, upcoming.behind
        await self._follow_up(
            interaction, panel, content | shown, lambda on: self._story(interaction, on, waiting, behind)
        )

    async def _undo(self, interaction: _Interaction, panel: Panel) -> None:
        """Take the last decision back, and show its story again; what was shown comes after it."""
        content, by = panel.content, await moderator(interaction)
        if content["last"] is None:
            raise NotFound("error-undo-nothing")
        verdict_id, kind, *_ = content["last"]
        taken = await self._desk.undo(panel.server_id, by, VerdictId(verdict_id))
        counted = _counted(VerdictKind(kind))
        counts = {**content["counts"], counted: max(0, content["counts"].get(counted, 0) - 1)}
        content = {**content, "counts": counts, "last": None}
        waiting = await self._queue.waiting(panel.server_id, by.may, taken.edition.id)
        if waiting is None:
            await self._end(interaction, panel, content)
            return
        edition = waiting.edition
        content |= {"edition": edition.id, "seen": sight_of(edition), "then": content["before"]}
        await self._follow_up(interaction, panel, content, lambda on: self._page(interaction, on, waiting))

    async def _end(self, interaction: _Interaction, panel: Panel, content: Mapping[str, Any]) -> None:
        """Show what became of all of them."""
        await self._follow_up(interaction, panel, content, lambda on: self._summary(interaction, on))

    async def _follow_up(
        self,
        interaction: _Interaction,
        panel: Panel,
        content: Mapping[str, Any],
        show: Callable[[Panel], Awaitable[Layout]],
    ) -> None:
        """Show what takes a panel's place: once, also where its button was pressed twice."""
        following = await self._questions.follow_up(panel, content)
        if following is not None:
            await redraw(interaction, await show(following))
        elif not interaction.response.is_done():
            await interaction.response.defer()

    async def _page(self, interaction: _Interaction, panel: Panel, waiting: Waiting) -> Layout:
        content, by = panel.content, await moderator(interaction)
        behind = await self._queue.behind(
            panel.server_id, by.may, from_json(content["wanted"]), _spot(content["then"])
        )
        return await self._story(interaction, panel, waiting, behind)

    async def _story(self, interaction: _Interaction, panel: Panel, waiting: Waiting, behind: int) -> Layout:
        """Return a story with what can be done about it, and which of how many it is."""
        text = partial(self._answers.text, interaction)
        done = sum(panel.content["counts"].values())
        place = text("desk-next-place", number=done + 1, stories=done + 1 + behind)
        undoable = await self._undoable(panel)
        above = "-# " + " · ".join([place, *self._last_line(interaction, panel, undoable=undoable)])
        ways = [
            PanelButton(Answer(PanelKind.NEXT, "skip", panel.key), text("desk-next-skip")),
            *(self._taking_back(interaction, panel) if undoable else ()),
            PanelButton(Answer(PanelKind.NEXT, "end", panel.key), text("desk-next-end")),
        ]
        view = await self._queue.view(waiting.edition.id, panel.key)
        if view is None:
            raise NotFound("error-waits-no-more")
        return self._writer.story(view, str(interaction.locale), above=above, below=[row(*ways)])

    async def _summary(self, interaction: _Interaction, panel: Panel) -> Layout:
        """Return what became of the stories, and how to take the last decision back or to begin again."""
        text, content = partial(self._answers.text, interaction), panel.content
        by, counts = await moderator(interaction), content["counts"]
        left = await self._queue.behind(panel.server_id, by.may, from_json(content["wanted"]), None)
        lines = [text("desk-next-done" if not left else "desk-next-left", stories=left)]
        figures = [text(f"desk-next-{each}", stories=counts[each]) for each in _COUNTS if counts.get(each)]
        if figures:
            lines.append(" · ".join(figures))
        undoable = await self._undoable(panel)
        lines += [f"-# {line}" for line in self._last_line(interaction, panel, undoable=undoable)]
        ways = self._taking_back(interaction, panel) if undoable else []
        if left:
            again = Answer(PanelKind.NEXT, "again", panel.key)
            ways.append(PanelButton(again, text("desk-next-again"), discord.ButtonStyle.primary))
        items: list[discord.ui.Item[Layout]] = [discord.ui.TextDisplay("\n".join(lines))]
        if ways:
            items.append(row(*ways))
        return layout(*items)

    async def _undoable(self, panel: Panel) -> bool:
        """Tell whether the last decision can still be taken back."""
        last = panel.content["last"]
        return last is not None and await self._desk.can_undo(panel.server_id, VerdictId(last[0]))

    def _taking_back(self, interaction: _Interaction, panel: Panel) -> list[PanelButton]:
        label = self._answers.text(interaction, "desk-next-undo")
        return [PanelButton(Answer(PanelKind.NEXT, "undo", panel.key), label)]

    def _last_line(self, interaction: _Interaction, panel: Panel, *, undoable: bool) -> list[str]:
        """Return what was decided last, in a line, and until when it can be taken back for certain."""
        if panel.content["last"] is None:
            return []
        _, kind, title, until = panel.content["last"]
        shown = escape_line(shown_title(title, self._texts, str(interaction.locale)), _TITLE)
        key = f"desk-next-last-{_counted(VerdictKind(kind))}"
        said = self._answers.text(interaction, key, title=shown)
        at = None if until is None else datetime.fromisoformat(until)
        if at is None or not undoable or at <= interaction.created_at:
            return [said]
        when = f"<t:{int(at.timestamp())}:T>"
        return [said, self._answers.text(interaction, "desk-next-undo-until", until=when)]


def _begun(wanted: Wanted, label: str) -> dict[str, Any]:
    return {"wanted": to_json(wanted), "label": label, "counts": {}, "last": None}


def _shown(waiting: Waiting, *, before: object) -> dict[str, Any]:
    """Return what a panel keeps of the story that it shows; before: behind which it stood in the queue."""
    spot, edition = waiting.spot, waiting.edition
    return {
        "edition": edition.id,
        "seen": sight_of(edition),
        "then": [spot.held_at.isoformat(), spot.edition_id],
        "before": before,
    }


def _spot(kept: Sequence[Any] | None) -> Spot | None:
    if kept is None:
        return None
    held_at, edition_id = kept
    return Spot(datetime.fromisoformat(held_at), EditionId(edition_id))


def _counted(kind: VerdictKind | None) -> str:
    """Return as what a story is counted on which this was decided; or, with None, it was not by a press."""
    return _OTHERWISE if kind is None else _COUNTED.get(kind, _OTHERWISE)
