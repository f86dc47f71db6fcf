"""What moderators do to a story that is out, each with its question and its answer."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.markdown import escape_line
from bot.chat.moderators import moderator
from bot.chat.panels import Answer, Panels, confirmation
from bot.domain.ids import EditionId, ServerId
from bot.domain.panel import PanelKind
from bot.domain.tagging import Tag
from bot.newsroom.desk import Decided
from bot.newsroom.edition_merging import EditionMerging, Merged
from bot.newsroom.moving import Moving
from bot.newsroom.withdrawing import Withdrawing

_TITLE = 200
_LABELS = 200

_Interaction = discord.Interaction[Any]


class EndingDesk:
    """Asks and answers; whoever calls it has looked up the editions in the person's server."""

    def __init__(
        self,
        withdrawing: Withdrawing,
        merging: EditionMerging,
        moving: Moving,
        *,
        answers: Answers,
        panels: Panels,
    ) -> None:
        self._withdrawing = withdrawing
        self._merging = merging
        self._moving = moving
        self._answers = answers
        panels.serve(self, PanelKind.RETRACT, PanelKind.UNITE)

    async def retract(self, interaction: _Interaction, edition_id: EditionId, reason: str) -> None:
        """Ask whether to retract a story."""
        by, server_id = await moderator(interaction), ServerId(server_of(interaction).id)
        asked = await self._withdrawing.ask(server_id, by, edition_id, reason=reason)
        text = partial(self._answers.text, interaction)
        view = confirmation(
            PanelKind.RETRACT,
            asked.panel,
            confirm=text("story-retract-yes"),
            cancel=text("story-retract-no"),
        )
        title, why = escape_line(asked.edition.story.draft.title, _TITLE), escape_line(asked.reason, _TITLE)
        await self._answers.show(interaction, [text("story-retract-ask", title=title), f"> {why}"], view)

    async def merge(self, interaction: _Interaction, edition_id: EditionId, into_id: EditionId) -> None:
        """Ask whether to merge a story into another."""
        by, server_id = await moderator(interaction), ServerId(server_of(interaction).id)
        asked = await self._merging.ask(server_id, by, edition_id, into_id)
        text = partial(self._answers.text, interaction)
        view = confirmation(
            PanelKind.UNITE,
            asked.panel,
            confirm=text("story-merge-yes"),
            cancel=text("story-merge-no"),
        )
        title = escape_line(asked.edition.story.draft.title, _TITLE)
        into = escape_line(asked.into.story.draft.title, _TITLE)
        key = f"story-merge-ask-{asked.edition.state}"
        await self._answers.show(interaction, [text(key, title=title, into=into)], view)

    async def move(self, interaction: _Interaction, edition_id: EditionId, tag: Tag) -> None:
        """Move a story to the channel of a tag."""
        by, server_id = await moderator(interaction), ServerId(server_of(interaction).id)
        await self._answers.think(interaction)  # its card may have to be read
        moved = await self._moving.move(server_id, by, edition_id, tag.id)
        title = escape_line(moved.edition.story.draft.title, _TITLE)
        channel = f"<#{moved.tag.channel_id}>"
        key = "story-moved" if moved.at_once else "story-moves"
        await self._answers.say(interaction, key, title=title, channel=channel)

    async def lock(self, interaction: _Interaction, edition_id: EditionId, reason: str = "") -> None:
        """Lock a story's discussion."""
        await self._turn(interaction, self._withdrawing.lock, edition_id, reason, said="story-locked")

    async def reopen(self, interaction: _Interaction, edition_id: EditionId, reason: str = "") -> None:
        """Open a story's discussion again."""
        await self._turn(interaction, self._withdrawing.reopen, edition_id, reason, said="story-reopened")

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was asked about, or leave it."""
        by, server_id = await moderator(interaction), ServerId(server_of(interaction).id)
        retracts, goes_on = answer.kind is PanelKind.RETRACT, answer.what == "yes"
        if not goes_on:
            leave = self._withdrawing.leave if retracts else self._merging.leave
            await leave(server_id, by, answer.key)
            lines = [self._answers.text(interaction, "story-left")]
        elif retracts:
            decided = await self._withdrawing.confirmed(server_id, by, answer.key)
            title = escape_line(decided.edition.story.draft.title, _TITLE)
            lines = [self._answers.text(interaction, "story-retracted", title=title)]
        else:
            await interaction.response.defer()  # the card may have to be read
            lines = self._merged(interaction, await self._merging.confirmed(server_id, by, answer.key))
        await self._answers.replace(interaction, lines)

    def _merged(self, interaction: _Interaction, merged: Merged) -> list[str]:
        text = partial(self._answers.text, interaction)
        title = escape_line(merged.edition.story.draft.title, _TITLE)
        into = escape_line(merged.into.story.draft.title, _TITLE)
        lines = [text("story-merged", title=title, into=into)]
        if merged.tags:
            lines.append(text("story-merged-tags", tags=escape_line(", ".join(merged.tags), _LABELS)))
        if merged.carried:
            lines.append(text("note-carried", carried=merged.carried))
        if merged.dropped:
            lines.append(text("note-dropped", dropped=merged.dropped))
        return lines

    async def _turn(
        self,
        interaction: _Interaction,
        turn: Callable[..., Awaitable[Decided]],
        edition_id: EditionId,
        reason: str,
        *,
        said: str,
    ) -> None:
        by, server_id = await moderator(interaction), ServerId(server_of(interaction).id)
        decided = await turn(server_id, by, edition_id, reason=reason)
        title = escape_line(decided.edition.story.draft.title, _TITLE)
        await self._answers.say(interaction, said, title=title)
