"""What readers are told of direct messages, and what the buttons on those do."""

from typing import Any

import discord
import structlog

from bot.chat.answers import Answers
from bot.chat.markdown import escape
from bot.chat.panels import Answer, PanelButton, Panels, panel_view
from bot.domain.ids import ServerId, UserId
from bot.domain.panel import PanelKey, PanelKind
from bot.newsroom.stopping import Stopping

_log = structlog.get_logger(__name__)

_Interaction = discord.Interaction[Any]


class Doors:
    """Tells a reader, once, that direct messages do not reach them; ends subscriptions by a button."""

    def __init__(self, answers: Answers, panels: Panels, stopping: Stopping) -> None:
        self._answers = answers
        self._stopping = stopping
        self._telling: set[UserId] = set()
        panels.serve(self, PanelKind.STOP)

    async def command_used(self, interaction: _Interaction, _command: object) -> None:
        """Say it beside the answer to a command, where the reader does not know yet."""
        user_id = UserId(interaction.user.id)
        if user_id in self._telling:  # beside the command before, which was answered a moment ago
            return
        self._telling.add(user_id)
        try:
            if await self._stopping.must_be_told(user_id):
                await self._tell(interaction, user_id)
        finally:
            self._telling.discard(user_id)

    async def _tell(self, interaction: _Interaction, user_id: UserId) -> None:
        again = Answer(PanelKind.STOP, "again", PanelKey("door"))
        view = panel_view(PanelButton(again, self._answers.text(interaction, "direct-again")))
        text = self._answers.text(interaction, "direct-closed")
        try:
            await interaction.followup.send(text, view=view, ephemeral=True)
        except discord.HTTPException as unanswered:  # they are told at their next command
            _log.warning("door.not_told", why=str(unanswered))
            return
        await self._stopping.was_told(user_id)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what a button promises."""
        reader = UserId(interaction.user.id)
        if answer.what == "again":
            await self._stopping.open_door(reader)
            await self._answers.replace(interaction, [self._answers.text(interaction, "direct-opened")])
            return
        server_id, _, sign = answer.key.partition("_")
        label = await self._stopping.stop(ServerId(int(server_id)), reader, sign)
        if label is None:
            await self._answers.say(interaction, "direct-not-subscribed")
        else:
            await self._answers.say(interaction, "direct-stopped", tag=escape(label))
