"""Answering people: private, within Discord's limits, and every failure in one place."""

from collections.abc import Callable, Coroutine, Iterable, Mapping
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

import discord
import structlog

from bot.chat.markdown import escape, shown_fields
from bot.chat.people import who
from bot.chat.permissions import permission_name
from bot.domain.errors import AlreadyDecided, NewsclipError
from bot.domain.ids import UserId
from bot.domain.text import cut_at_word
from bot.texts.catalogue import Texts

_log = structlog.get_logger(__name__)

_CONTENT = 2000
_CHOICES = 25
# Somebody else with this token answered first, or Discord gave up waiting: nothing of ours is broken.
_ANSWERED_OR_GONE = (40060, 10062)
_CHOICE_NAME = 100
_ROOM_FOR_MORE = 60

_Interaction = discord.Interaction[Any]


class Answers:
    """Says things to whoever used a command or a button; nobody else sees it."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def text(self, interaction: _Interaction, key: str, **fields: object) -> str:
        """Return a text of the catalogue in the person's language."""
        return self._texts.get(key, str(interaction.locale), **fields)

    def who(self, interaction: _Interaction, user_id: UserId | None) -> str:
        """Return what a person is called."""
        return who(user_id, self._texts, str(interaction.locale))

    async def think(self, interaction: _Interaction) -> None:
        """Promise an answer within 15 minutes, for what takes longer than a moment."""
        await interaction.response.defer(ephemeral=True, thinking=True)

    async def say(self, interaction: _Interaction, key: str, **fields: object) -> None:
        """Answer with a text of the catalogue; fields from outside must be escaped already."""
        await self.show(interaction, [self.text(interaction, key, **fields)])

    async def show(
        self, interaction: _Interaction, lines: Iterable[str], view: discord.ui.View | None = None
    ) -> None:
        """Answer with as many of the lines as fit into a message, and say how many are left out."""
        content = self._fitting(interaction, list(lines))
        shown: Any = discord.utils.MISSING if view is None else view
        if interaction.response.is_done():
            await interaction.edit_original_response(content=content, view=shown)
        else:
            await interaction.response.send_message(content, ephemeral=True, suppress_embeds=True, view=shown)

    async def replace(
        self, interaction: _Interaction, lines: Iterable[str], view: discord.ui.View | None = None
    ) -> None:
        """Let the message whose button was pressed say something else; its buttons go, or others come."""
        content = self._fitting(interaction, list(lines))
        if interaction.response.is_done():
            await interaction.edit_original_response(content=content, view=view)
        else:
            await interaction.response.edit_message(content=content, view=view)

    async def failure(self, interaction: _Interaction, error: Exception, *, beside: bool = False) -> None:
        """Tell the person what went wrong: a domain error in its own words, a bug as such, logged.

        beside: the message that was pressed stays, and this stands in one of its own.
        """
        cause = error.original if isinstance(error, discord.app_commands.CommandInvokeError) else error
        log = _log.bind(server=interaction.guild_id, command=_name(interaction))
        sentence = self.sentence(interaction, cause)
        try:
            if beside and interaction.response.is_done():
                await interaction.followup.send(sentence, ephemeral=True)
            else:
                await self.show(interaction, [sentence])
        except discord.HTTPException as unanswered:
            log.warning("answer.not_delivered", why=str(unanswered))
        if _unexpected(cause):
            log.error("command.crashed", exc_info=cause)
        else:
            log.info("command.refused", why=str(cause))

    def sentence(self, interaction: _Interaction, error: Exception) -> str:
        """Return what tells the person of a failure."""
        key, fields = _told(error)
        if isinstance(error, AlreadyDecided) and isinstance(by := error.fields.get("who"), int):
            fields = {**fields, "who": self.who(interaction, UserId(by))}
        return self.text(interaction, key, **fields)

    def _fitting(self, interaction: _Interaction, lines: list[str]) -> str:
        whole = "\n".join(lines)
        if len(whole) <= _CONTENT:
            return whole
        kept: list[str] = []
        room = _CONTENT - _ROOM_FOR_MORE
        for line in lines:
            if len(line) + 1 > room:
                break
            kept.append(line)
            room -= len(line) + 1
        if not kept:
            return cut_at_word(whole, _CONTENT)
        more = self.text(interaction, "command-more", count=len(lines) - len(kept))
        return "\n".join([*kept, more])


class Answering(Protocol):
    """A cog that has answers."""

    answers: Answers


_C = TypeVar("_C", bound=Answering)
_Choices = list[discord.app_commands.Choice[str]]
_Completion = Callable[[_C, _Interaction, str], Coroutine[Any, Any, _Choices]]


def completion(method: _Completion[_C]) -> _Completion[_C]:
    """Guard a method that completes an option: nobody can be told of its failure, so it is logged."""

    @wraps(method)
    async def guarded(cog: _C, interaction: _Interaction, typed: str) -> _Choices:
        try:
            return await method(cog, interaction, typed)
        except Exception:  # noqa: BLE001 -- the top of a completion
            _log.exception("completion.failed", server=interaction.guild_id, command=_name(interaction))
            return []

    return guarded


async def redraw(interaction: _Interaction, view: discord.ui.LayoutView) -> None:
    """Let the message whose button was pressed show something else, also where that was answered already."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
    else:
        await interaction.response.edit_message(view=view)


def server_of(interaction: _Interaction) -> discord.Guild:
    """Return the server that a command was used in; raise NoPrivateMessage when there is none."""
    if interaction.guild is None:
        raise discord.app_commands.NoPrivateMessage
    return interaction.guild


def must_have(interaction: _Interaction, permission: str) -> None:
    """Raise MissingPermissions unless the person has a permission now, in the whole server.

    A panel stays open for long, and what a channel alone allows is allowed nowhere else.
    """
    person = interaction.user
    if not isinstance(person, discord.Member) or not getattr(person.guild_permissions, permission):
        raise discord.app_commands.MissingPermissions([permission])


def choices(found: Iterable[tuple[str, str]]) -> _Choices:
    """Return (shown, value) pairs as choices, within Discord's limits."""
    made = [
        discord.app_commands.Choice(name=cut_at_word(shown, _CHOICE_NAME), value=value)
        for shown, value in found
    ]
    return made[:_CHOICES]


def _told(error: Exception) -> tuple[str, Mapping[str, object]]:
    """Return the text that tells of a failure, and what fills it."""
    fields: dict[str, object] = {}
    match error:
        case NewsclipError():
            key, fields = error.code, shown_fields(error.fields)
        case discord.app_commands.TransformerError():
            key, fields = "command-bad-value", {"value": escape(str(error.value))}
        case discord.app_commands.NoPrivateMessage():
            key = "command-server-only"
        case discord.app_commands.CommandNotFound() | discord.app_commands.CommandSignatureMismatch():
            key = "command-outdated"
        case discord.app_commands.MissingPermissions():
            names = map(permission_name, error.missing_permissions)
            key, fields = "command-permission", {"permissions": ", ".join(names)}
        case discord.app_commands.CheckFailure():
            key = "command-forbidden"
        case _:
            key = "error-internal"
    return key, fields


def _name(interaction: _Interaction) -> str | None:
    """Return the command, or the beginning of the custom_id of what was pressed."""
    if interaction.command is not None:
        return interaction.command.qualified_name
    data = cast("dict[str, Any]", interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    return ":".join(custom_id.split(":")[:3]) or None


def _unexpected(error: Exception) -> bool:
    if isinstance(error, discord.HTTPException) and error.code in _ANSWERED_OR_GONE:
        return False
    return not isinstance(error, NewsclipError | discord.app_commands.AppCommandError)
