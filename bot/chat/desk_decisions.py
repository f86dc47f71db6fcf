"""What moderators decide by the desk's buttons, wherever these stand."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import discord

from bot.chat.answers import Answers
from bot.chat.desk_actions import DeskActions, Subject
from bot.chat.desk_forms import block_form, merge_form, reject_form
from bot.chat.ending_desk import EndingDesk
from bot.chat.forms import filled_in
from bot.chat.markdown import escape_line
from bot.chat.moderators import moderator, sees_as_moderator
from bot.domain.edition import Edition, EditionState
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.holding import host_of, outlet_of
from bot.domain.ids import EditionId
from bot.domain.panel import PanelKind
from bot.domain.verdict import RejectReason, VerdictKind
from bot.newsroom.desk import Decided, Desk
from bot.newsroom.edition_edits import Edited, EditionEdits
from bot.newsroom.edition_merging import EditionMerging

_TITLE = 100

_Interaction = discord.Interaction[Any]


class DeskDecisions:
    """Does what the buttons of a held story promise, and those of a change by its source."""

    def __init__(
        self,
        actions: DeskActions,
        desk: Desk,
        edits: EditionEdits,
        merging: EditionMerging,
        *,
        answers: Answers,
        ending: EndingDesk,
    ) -> None:
        self._actions = actions
        self._desk = desk
        self._edits = edits
        self._merging = merging
        self._answers = answers
        self._ending = ending
        actions.serve("approve", self._approve)
        actions.serve("reject", self._ask_why, form=self._reject)
        actions.serve("trust", self._trust)
        actions.serve("block", self._ask_to_block, form=self._block)
        actions.serve("breaking", self._call_breaking)
        actions.serve("merge", self._ask_into_which, form=self._merge)
        actions.serve("undo", self._undo)
        actions.serve("apply", partial(self._take, edits.apply))
        actions.serve("keep", partial(self._take, edits.keep))

    async def _approve(self, interaction: _Interaction, subject: Subject) -> None:
        by = await moderator(interaction)
        decided = await self._desk.approve(subject.server_id, by, subject.edition_id, seen=subject.seen)
        await self._actions.show(interaction, subject, decided)

    async def _ask_why(self, interaction: _Interaction, subject: Subject) -> None:
        await self._held(interaction, subject)
        form = reject_form(subject.key, partial(self._answers.text, interaction))
        await interaction.response.send_modal(form)

    async def _reject(self, interaction: _Interaction, subject: Subject) -> None:
        by, typed = await moderator(interaction), filled_in(interaction)
        if (chosen := typed.get("reason")) not in set(RejectReason):
            raise InvalidInput("error-reason-missing")
        decided = await self._desk.reject(
            subject.server_id,
            by,
            subject.edition_id,
            reason=RejectReason(chosen),
            detail=typed.get("words", ""),
        )
        await self._actions.show(interaction, subject, decided)

    async def _trust(self, interaction: _Interaction, subject: Subject) -> None:
        by = await moderator(interaction)
        decided = await self._desk.trust(subject.server_id, by, subject.edition_id)
        await self._actions.show(interaction, subject, decided)
        await self._say(
            interaction,
            "review-trusted",
            source=escape_line(decided.detail, _TITLE),
            held="yes" if decided.edition.state is EditionState.HELD else "no",
            waiting=decided.waiting,
        )

    async def _ask_to_block(self, interaction: _Interaction, subject: Subject) -> None:
        edition = await self._held(interaction, subject)
        draft = edition.source_words or edition.story.draft
        if (outlet := outlet_of(draft)) is None:
            raise InvalidInput("error-block-no-outlet")
        is_host = outlet == host_of(draft)
        text = partial(self._answers.text, interaction)
        form = block_form(subject.key, text, outlet, is_host=is_host)
        await interaction.response.send_modal(form)

    async def _block(self, interaction: _Interaction, subject: Subject) -> None:
        by = await moderator(interaction)
        decided = await self._desk.block(subject.server_id, by, subject.edition_id)
        await self._actions.show(interaction, subject, decided)
        outlet = escape_line(decided.detail, _TITLE)
        await self._say(interaction, "review-blocked", outlet=outlet, waiting=decided.waiting)

    async def _call_breaking(self, interaction: _Interaction, subject: Subject) -> None:
        by = await moderator(interaction)
        decided = await self._desk.call_breaking(subject.server_id, by, subject.edition_id, seen=subject.seen)
        await self._actions.show(interaction, subject, decided)
        if subject.panel is not None and subject.panel.kind is PanelKind.MODERATE:  # it does not show it
            title = escape_line(decided.edition.story.draft.title, _TITLE)
            await self._say(interaction, "story-breaking", title=title)

    async def _ask_into_which(self, interaction: _Interaction, subject: Subject) -> None:
        edition = await self._mergeable(interaction, subject)
        may_see, here = await sees_as_moderator(interaction), subject.edition_id
        likely = await self._merging.offer(
            subject.server_id, edition.story.draft.title, may_see, besides=here
        )
        latest = await self._merging.offer(subject.server_id, "", may_see, besides=here)
        offered = [*dict.fromkeys([*likely, *latest])]
        if not offered:
            raise InvalidInput("error-merge-none")
        form = merge_form(subject.key, partial(self._answers.text, interaction), offered)
        await interaction.response.send_modal(form)

    async def _merge(self, interaction: _Interaction, subject: Subject) -> None:
        by, into = await moderator(interaction), filled_in(interaction).get("into", "")
        if not into.isdigit():
            raise NotFound("error-no-held-story")
        edition = await self._mergeable(interaction, subject)
        if edition.state is EditionState.CLEARED:  # its readers' votes go along: that is asked about first
            await self._ending.merge(interaction, subject.edition_id, EditionId(int(into)))
            return
        merged = await self._merging.merge(subject.server_id, by, subject.edition_id, EditionId(int(into)))
        decided = Decided(merged.verdict_id, VerdictKind.MERGED, merged.edition)
        await self._actions.show(interaction, subject, decided)

    async def _undo(self, interaction: _Interaction, subject: Subject) -> None:
        """Take back what the record shows."""
        by = await moderator(interaction)
        verdict_id = await self._actions.last_decision(subject)
        await self._desk.undo(subject.server_id, by, verdict_id)
        await self._actions.show(interaction, subject)

    async def _take(
        self,
        take: Callable[..., Awaitable[Edited]],
        interaction: _Interaction,
        subject: Subject,
    ) -> None:
        """Take a change over, or leave it."""
        by = await moderator(interaction)
        await take(subject.server_id, by, subject.edition_id, seen=subject.seen or "")
        await self._actions.show(interaction, subject)

    async def _say(self, interaction: _Interaction, key: str, **fields: object) -> None:
        """Tell the person alone what came of what they pressed, below what is shown of it."""
        await interaction.followup.send(self._answers.text(interaction, key, **fields), ephemeral=True)

    async def _mergeable(self, interaction: _Interaction, subject: Subject) -> Edition:
        """Return a story that waits; on the panel of any story also one that is out."""
        by = await moderator(interaction)
        if subject.panel is not None and subject.panel.kind is PanelKind.MODERATE:
            edition = await self._edits.find(subject.server_id, by, subject.edition_id)
            if edition.state is EditionState.CLEARED:
                return edition
        return await self._held(interaction, subject)

    async def _held(self, interaction: _Interaction, subject: Subject) -> Edition:
        """Return a story that waits, before a form about it is opened; raise as the decision would."""
        by = await moderator(interaction)
        return await self._desk.look(subject.server_id, by, subject.edition_id)
