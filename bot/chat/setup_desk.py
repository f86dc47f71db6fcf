"""What is done when something on the panel of /newsroom setup is pressed, or the server changes meanwhile."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, cast
from weakref import WeakValueDictionary

import discord

from bot.chat.answers import Answers, must_have, server_of
from bot.chat.delegations import Delegations
from bot.chat.feed_preview import BY_RULES
from bot.chat.markdown import shown_fields
from bot.chat.setup_panel import Press, SetupPanel, Shown
from bot.domain.errors import InvalidInput, NewsclipError, PermissionMissing
from bot.domain.ids import ChannelId, ServerId, TagId, UserId
from bot.domain.panel import PanelKey
from bot.newsroom.setup import Setup, SetupState, Step
from bot.newsroom.sources import FoundFeed, NamedFeeds, Sources
from bot.newsroom.tags import Tags, TagWishes
from bot.texts.catalogue import Texts

_FORM = "newsclip:feedform:"
_ADDRESS = "address"
# What makes channels: the bot lends that power to nobody who has it not.
_MAKING = frozenset({"private", "channels", "forum"})

_Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class _Open:
    """A panel that somebody looks at: what it showed when, and what was asked for and could not be done.

    typed: an address that could not be read.
    """

    interaction: _Interaction
    state: SetupState
    shown: Shown
    asked: Press | None
    typed: str = ""


class SetupDesk:
    """Serves the panels of setup. A panel that waits for something goes on by itself once it is there."""

    def __init__(
        self,
        setup: Setup,
        tags: Tags,
        sources: Sources,
        *,
        answers: Answers,
        texts: Texts,
        delegations: Delegations,
    ) -> None:
        self._setup = setup
        self._tags = tags
        self._sources = sources
        self._answers = answers
        self._delegations = delegations
        self._panel = SetupPanel(texts, setup.starters)
        self._open: dict[tuple[int, int], _Open] = {}
        # What is shown last stays: one edit of somebody's panel after the other.
        self._showing: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    async def open(self, interaction: _Interaction) -> None:
        """Answer the command with a panel at the first step in which something is left to do."""
        # Not sent at once: discord.py gives a private view that is sent a timer of its own.
        await self._answers.think(interaction)
        state = await self._setup.state(ServerId(server_of(interaction).id))
        await self._show(interaction, Shown(state.next_step))

    async def pressed(self, interaction: _Interaction, press: Press) -> None:
        """Do what was pressed, and show what is next, or what was wrong."""
        try:
            if press.action == "away":  # on a test card: anybody may
                await interaction.response.defer()
                await interaction.delete_original_response()
                return
            await self._delegations.must_be_owner(interaction)
            if press.action in _MAKING:
                must_have(interaction, "manage_channels")
            if press.action == "feed":
                await interaction.response.send_modal(self._form(interaction, self._typed(interaction)))
                return
            await interaction.response.defer()
            await self._act(interaction, press)
        except Exception as error:  # noqa: BLE001 - the top of a press: answered and logged in one place
            await self._answers.failure(interaction, error, beside=True)

    async def submitted(self, interaction: _Interaction) -> None:
        """Take in a form, if it is ours: heard by its custom_id, it survives a restart as the panel does."""
        data = cast("dict[str, Any]", interaction.data or {})
        if not str(data.get("custom_id", "")).startswith(_FORM):
            return
        try:
            await self._delegations.must_be_owner(interaction)
            await interaction.response.defer()
            await self._act(interaction, Press("look", values=(_filled_in(data),)))
        except Exception as error:  # noqa: BLE001 - the top of a form: answered and logged in one place
            await self._answers.failure(interaction, error, beside=True)

    async def stirred(self, server_id: ServerId) -> None:
        """Something in the server changed: let open panels go on, or say what is missing now."""
        for key, waiting in list(self._open.items()):
            if key[0] != server_id or waiting.interaction.is_expired():
                continue
            state = await self._setup.state(server_id)
            if state == waiting.state or self._open.get(key) is not waiting:
                continue
            press, interaction = waiting.asked, waiting.interaction
            if press is not None and state.may_make:
                await self._act(interaction, press)
            else:
                shown = replace(waiting.shown, note="", well=False)
                await self._show(interaction, shown, typed=waiting.typed, instead_of=waiting)

    async def _act(self, interaction: _Interaction, press: Press) -> None:
        self._open.pop(_whose(interaction), None)  # what it showed is no longer drawn again
        try:
            shown = await self._do(interaction, press)
        except NewsclipError as error:
            code = "error-setup-permission" if isinstance(error, PermissionMissing) else error.code
            note = self._answers.text(interaction, code, **shown_fields(error.fields))
            again = press if error.code == "error-setup-manage-channels" else None
            typed = press.values[0] if press.action == "look" else ""
            await self._show(interaction, replace(self._where(press), note=note), asked=again, typed=typed)
        else:
            await self._show(interaction, shown)

    async def _do(self, interaction: _Interaction, press: Press) -> Shown:
        """Do what was pressed; return what to show then."""
        match press.action:
            case "go":
                step, _, bits = press.detail.partition("_")
                return Shown(Step(step), chosen=self._panel.chosen(bits))
            case "done":
                return Shown(Step.TEST, done=True)
            case "unplaced":
                return self._unplaced(interaction, press)
            case "private":
                return await self._make_private(interaction, press)
        doing: dict[str, Callable[[ServerId, UserId, Press], Awaitable[Shown]]] = {
            "review": self._choose_review,
            "tags": self._choose_tags,
            "into": self._place,
            "channels": self._make_channels,
            "forum": self._make_forum,
            "move": self._move,
            "look": self._look,
            "named": self._look_at_named,
            "file": self._file,
            "keep": self._keep,
            "newest": self._keep,
            "test": self._test,
        }
        return await doing[press.action](
            ServerId(server_of(interaction).id), UserId(interaction.user.id), press
        )

    async def _choose_review(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        await self._setup.tell_moderators_in(server_id, actor, _channel(press))
        return Shown(Step.SUBJECTS, chosen=self._panel.chosen(press.detail))

    async def _make_private(self, interaction: _Interaction, press: Press) -> Shown:
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        made = await self._setup.make_private_channel(server_id, actor)
        note = self._answers.text(interaction, "setup-private-made", channel=f"<#{made}>")
        return Shown(Step.SUBJECTS, chosen=self._panel.chosen(press.detail), note=note, well=True)

    def _unplaced(self, interaction: _Interaction, press: Press) -> Shown:
        """Say that what was chosen is not kept yet; who presses once more goes on without."""
        labels = ", ".join(starter.label for starter in self._chosen(press))
        note = self._answers.text(interaction, "setup-unplaced", subjects=labels)
        return Shown(Step.SUBJECTS, chosen=self._panel.chosen(press.detail), note=note, warned=True)

    async def _choose_tags(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        del server_id, actor
        return Shown(Step.SUBJECTS, chosen=frozenset(press.values))

    async def _place(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        await self._setup.place(server_id, actor, self._chosen(press), _channel(press))
        return Shown(Step.SUBJECTS)

    async def _make_channels(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        await self._setup.make_channels(server_id, actor, self._chosen(press))
        return Shown(Step.SUBJECTS)

    async def _make_forum(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        await self._setup.make_forum(server_id, actor, self._chosen(press))
        return Shown(Step.SUBJECTS)

    async def _move(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        """Give the tags of a channel that is gone another."""
        for tag in await self._tags.list(server_id):
            if tag.channel_id == int(press.detail):
                await self._tags.edit(server_id, actor, tag.label, TagWishes(channel_id=_channel(press)))
        return Shown(Step.CHECK)

    async def _look(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        found = await self._sources.look(server_id, actor, press.values[0])
        if isinstance(found, FoundFeed):
            return Shown(Step.FEED, found=found)
        if len(found.feeds) > 1:
            return Shown(Step.FEED, named=found)
        return await self._look_at_named(server_id, actor, Press("named", found.key, ("0",)))

    async def _look_at_named(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        """Look at one of the feeds that a page names."""
        key, number = PanelKey(press.detail), int(press.values[0])
        found: FoundFeed | NamedFeeds = await self._sources.look_at_named(server_id, actor, key, number)
        if isinstance(found, NamedFeeds):
            raise InvalidInput("error-setup-no-feed", url=found.url)
        return Shown(Step.FEED, found=found)

    async def _file(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        tag_id = None if press.values[0] == BY_RULES else TagId(int(press.values[0]))
        key = PanelKey(press.detail)
        return Shown(Step.FEED, found=await self._sources.file_into(server_id, actor, key, tag_id))

    async def _keep(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        newest = 1 if press.action == "newest" else 0
        await self._sources.keep(server_id, actor, PanelKey(press.detail), newest=newest)
        state = await self._setup.state(server_id)
        return Shown(Step.CHECK if state.faults else Step.TEST)

    async def _test(self, server_id: ServerId, actor: UserId, press: Press) -> Shown:
        del actor, press
        return Shown(Step.TEST, rehearsals=await self._setup.rehearse(server_id))

    async def _show(
        self,
        interaction: _Interaction,
        shown: Shown,
        *,
        asked: Press | None = None,
        typed: str = "",
        instead_of: _Open | None = None,
    ) -> None:
        """Draw the panel; `instead_of`: only while that is what it shows."""
        key = _whose(interaction)
        async with self._showing.setdefault(key, asyncio.Lock()):
            if instead_of is not None and self._open.get(key) is not instead_of:
                return
            state = await self._setup.state(ServerId(server_of(interaction).id))
            view = self._panel.view(state, shown, str(interaction.locale))
            if instead_of is None or self._open.get(key) is instead_of:
                self._remember(key, _Open(interaction, state, shown, asked, typed))
            if shown.done:
                self._open.pop(key, None)
            await interaction.edit_original_response(view=view)

    def _where(self, press: Press) -> Shown:
        """Return the step that something was pressed in, with what was chosen there."""
        match press.action:
            case "review" | "private":
                return Shown(Step.MODERATORS, chosen=self._panel.chosen(press.detail))
            case "into" | "channels" | "forum":
                return Shown(Step.SUBJECTS, chosen=self._panel.chosen(press.detail))
            case "move":
                return Shown(Step.CHECK)
            case "test":
                return Shown(Step.TEST)
            case _:
                return Shown(Step.FEED)

    def _chosen(self, press: Press) -> "list[Any]":
        keys = self._panel.chosen(press.detail)
        return [starter for starter in self._setup.starters if starter.key in keys]

    def _typed(self, interaction: _Interaction) -> str:
        """Return the address that was typed and could not be read, to be mended; nothing after a restart."""
        waiting = self._open.get(_whose(interaction))
        return "" if waiting is None else waiting.typed

    def _form(self, interaction: _Interaction, typed: str) -> discord.ui.Modal:
        """Return the form for an address, of which discord.py is to remember nothing: see `submitted`."""
        title = self._answers.text(interaction, "setup-form-title")
        form = discord.ui.Modal(title=title, custom_id=f"{_FORM}{secrets.token_hex(8)}")
        field: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=_ADDRESS, placeholder="https://", default=typed or None, max_length=2048
        )
        form.add_item(
            discord.ui.Label(text=self._answers.text(interaction, "setup-form-address"), component=field)
        )
        form.stop()
        return form

    def _remember(self, whose: tuple[int, int], panel: _Open) -> None:
        for key, old in list(self._open.items()):
            if old.interaction.is_expired():
                del self._open[key]
        self._open[whose] = panel


def _whose(interaction: _Interaction) -> tuple[int, int]:
    return interaction.guild_id or 0, interaction.user.id


def _channel(press: Press) -> ChannelId:
    return ChannelId(int(press.values[0]))


def _filled_in(data: dict[str, Any]) -> str:
    """Return what was typed into the form's only field."""
    for row in data["components"]:
        for field in row.get("components") or [row["component"]]:
            if field["custom_id"] == _ADDRESS:
                return str(field["value"])
    raise KeyError(_ADDRESS)
