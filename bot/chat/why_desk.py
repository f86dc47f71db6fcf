"""Answers why a story came out, or did not; to whoever asked alone."""

from typing import Any

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.desk_actions import Subject
from bot.chat.moderators import moderator, sees_as_moderator
from bot.chat.why_text import why_lines
from bot.domain.ids import EditionId, ServerId
from bot.newsroom.why import Why
from bot.texts.catalogue import Texts

_Interaction = discord.Interaction[Any]


class WhyDesk:
    """Explains stories to moderators; `of_edition` is for what shows one already."""

    def __init__(self, why: Why, *, answers: Answers, texts: Texts) -> None:
        self._why = why
        self._answers = answers
        self._texts = texts

    async def explain(self, interaction: _Interaction, typed: str) -> None:
        """Explain the story that is meant: by a completion's value, its link, or words of its title."""
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        found = await self._why.explain(server_id, typed, await sees_as_moderator(interaction), by.may)
        await self._answers.show(interaction, why_lines(found, self._texts, str(interaction.locale)))

    async def of_edition(self, interaction: _Interaction, edition_id: EditionId) -> None:
        """Explain an edition of the server; raise NotFound."""
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        found = await self._why.of_edition(
            server_id, edition_id, await sees_as_moderator(interaction), by.may
        )
        await self._answers.show(interaction, why_lines(found, self._texts, str(interaction.locale)))

    async def pressed(self, interaction: _Interaction, subject: Subject) -> None:
        """Explain the story of a button of the desk."""
        await self.of_edition(interaction, subject.edition_id)

    async def offer(self, interaction: _Interaction, typed: str) -> list[tuple[str, str]]:
        """Return the stories that may be meant, as name and value of a choice."""
        return await self._why.offer(
            ServerId(server_of(interaction).id), typed, await sees_as_moderator(interaction)
        )
