"""Lists of feeds that are being followed: what is pressed below them, and messages that tell how it goes."""

import asyncio
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
import structlog

from bot.chat.answers import Answers, server_of
from bot.chat.feed_list_text import (
    REPORT,
    drop_lines,
    drop_view,
    plan_lines,
    plan_view,
    report,
    state_lines,
    state_view,
)
from bot.chat.panels import Answer
from bot.clock import Clock
from bot.domain.errors import NewsclipError
from bot.domain.ids import ServerId, UserId
from bot.domain.opml import SortedList
from bot.domain.panel import PanelKey
from bot.newsroom.feed_import import FeedImport, ImportState
from bot.texts.catalogue import Texts

_EVERY = timedelta(seconds=2)
_IDLE = timedelta(hours=1)
_STOP_BEFORE = timedelta(seconds=30)

_Interaction = discord.Interaction[Any]
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Watched:
    """A message that is kept up to date, and how many feeds it said were left."""

    interaction: _Interaction
    key: PanelKey
    left: int


class ImportDesk:
    """Serves imports. Their messages are kept up to date by `run`; what they tell of goes on without it."""

    def __init__(self, answers: Answers, importing: FeedImport, texts: Texts, clock: Clock) -> None:
        self._answers = answers
        self._importing = importing
        self._texts = texts
        self._clock = clock
        self._watched: dict[PanelKey, _Watched] = {}
        self._wake = asyncio.Event()

    async def look(self, interaction: _Interaction, file: str, listed: SortedList) -> None:
        """Answer with what following a list would do."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        plan = await self._importing.look(server_id, actor, file, listed)
        locale = str(interaction.locale)
        view = plan_view(plan, self._texts, locale)
        await self._answers.show(interaction, plan_lines(plan, self._texts, locale), view)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was pressed below a list."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        match answer.what:
            case "cancel":
                await self._importing.drop(server_id, actor, answer.key)
                said = self._answers.text(interaction, "feeds-import-cancelled")
                await self._answers.replace(interaction, [said])
            case "drop":
                await interaction.response.defer()
                await self._ask_to_drop(interaction, server_id, actor, answer.key)
            case "dropped":
                await interaction.response.defer()
                state, count = await self._importing.drop_broken(server_id, actor, answer.key)
                said = self._answers.text(interaction, "feeds-import-dropped", count=count)
                await self._tell(interaction, state, said)
            case _:
                await interaction.response.defer()
                if answer.what == "state":
                    state = await self._importing.state(server_id, actor, answer.key)
                else:
                    state = await self._importing.follow(
                        server_id, actor, answer.key, by_folders=answer.what == "filed"
                    )
                await self._tell(interaction, state, with_report=answer.what == "state")
                self._watch(interaction, state)

    async def run(self) -> None:
        """Keep the messages of imports that go on up to date, until cancelled."""
        while True:
            pause = _EVERY if self._watched else _IDLE
            await self._clock.sleep_until(self._clock.now() + pause, wake=self._wake)
            for watched in list(self._watched.values()):
                await self._update(watched)

    async def _ask_to_drop(
        self, interaction: _Interaction, server_id: ServerId, actor: UserId, key: PanelKey
    ) -> None:
        state = await self._importing.ask_to_drop(server_id, actor, key)
        if not state.broken:
            await self._tell(interaction, state)
            return
        locale = str(interaction.locale)
        view = drop_view(state, self._texts, locale)
        await self._answers.replace(interaction, drop_lines(state, self._texts, locale), view)

    async def _update(self, watched: _Watched) -> None:
        interaction = watched.interaction
        try:
            state = await self._importing.state(
                ServerId(interaction.guild_id or 0), UserId(interaction.user.id), watched.key
            )
            if len(state.waiting) != watched.left:
                await self._tell(interaction, state)
        except (NewsclipError, discord.HTTPException) as error:  # answered otherwise, or the message is gone
            _log.info("import.not_told", why=str(error))
            self._watched.pop(watched.key, None)
        except Exception:  # noqa: BLE001 - the top of the loop: one message must not keep back the others
            _log.exception("import.not_told")
            self._watched.pop(watched.key, None)
        else:
            if self._watched.get(watched.key) is watched:
                self._watch(interaction, state)

    def _watch(self, interaction: _Interaction, state: ImportState) -> None:
        """Keep a message up to date for as long as Discord lets it be edited."""
        ends = interaction.expires_at - _STOP_BEFORE
        if not state.waiting or self._clock.now() >= ends:
            self._watched.pop(state.panel, None)
            return
        new = state.panel not in self._watched
        self._watched[state.panel] = _Watched(interaction, state.panel, len(state.waiting))
        if new:
            self._wake.set()

    async def _tell(
        self, interaction: _Interaction, state: ImportState, *before: str, with_report: bool = False
    ) -> None:
        """Say how far it is in the message that was pressed; at the end, or when asked, with the report."""
        locale = str(interaction.locale)
        files: Any = discord.utils.MISSING if state.waiting else [self._report(state, locale)]
        if with_report:
            files = [self._report(state, locale)]
        await interaction.edit_original_response(
            content="\n".join([*before, *state_lines(state, self._texts, locale)]),
            view=state_view(state, self._texts, locale),
            attachments=files,
        )

    def _report(self, state: ImportState, locale: str) -> discord.File:
        return discord.File(io.BytesIO(report(state, self._texts, locale)), REPORT)
