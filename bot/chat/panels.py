"""Questions to one person: a private message with buttons, and perhaps a select, that works after a restart.

A custom_id names the kind of question, what is answered, and the panel's key; all else is in its row.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self, cast

import discord

from bot.chat.answers import Answers
from bot.chat.delegations import Delegations
from bot.chat.forms import filled_in
from bot.chat.moderators import Moderators
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.text import cut_at_word

_REST = r"(?P<kind>[a-z]+):(?P<what>[a-z]+):(?P<key>\w+)"
_FORM = re.compile(f"newsclip:form:{_REST}")
_LABEL = 80
_OPTION = 100
_PLACEHOLDER = 150
MOST_OPTIONS = 25
# What anybody may be asked, and what moderators are; the rest is asked of those who manage the server.
_OF_READERS = frozenset(
    {
        PanelKind.CLIP,
        PanelKind.DIGEST,
        PanelKind.STOP,
        PanelKind.FOLLOWING,
        PanelKind.FORGET,
        PanelKind.NEAR,
        PanelKind.PAGES,
        PanelKind.SUBJECTS,
        PanelKind.UNDO,
        PanelKind.UNSUBSCRIBE,
    }
)
_OF_MODERATORS = frozenset(
    {
        PanelKind.DESK_RULES,
        PanelKind.RETAG,
        PanelKind.MODERATE,
        PanelKind.NEXT,
        PanelKind.QUEUE,
        PanelKind.RETRACT,
        PanelKind.UNITE,
    }
)

_Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a button, select or form of a panel stands for.

    chosen: the values of a select. typed: what stands in the fields of a form, by their names.
    """

    kind: PanelKind
    what: str
    key: PanelKey
    chosen: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, match: re.Match[str]) -> "Answer":
        """Return what a custom_id says."""
        return cls(PanelKind(match["kind"]), match["what"], PanelKey(match["key"]))

    def custom_id(self, item: str) -> str:
        """Return the custom_id of the button, select or form."""
        return f"newsclip:{item}:{self.kind}:{self.what}:{self.key}"


class Asking(Protocol):
    """Who takes the answers to a kind of question."""

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was pressed or chosen; may raise."""


class Panels:
    """Brings every answer to who asked."""

    def __init__(self, answers: Answers, delegations: Delegations, moderators: Moderators) -> None:
        self._answers = answers
        self._delegations = delegations
        self._moderators = moderators
        self._asking: dict[PanelKind, Asking] = {}

    def serve(self, asking: Asking, *kinds: PanelKind) -> None:
        """Let somebody take the answers to these kinds of question, before the bot connects."""
        self._asking |= dict.fromkeys(kinds, asking)

    async def must_be_owner(self, interaction: _Interaction) -> None:
        """Raise MissingPermissions unless the person may use the owners' commands here now."""
        await self._delegations.must_be_owner(interaction)

    async def submitted(self, interaction: _Interaction) -> None:
        """Pass a form on, if it is one of a panel: heard by its custom_id, it survives a restart."""
        data = cast("dict[str, Any]", interaction.data or {})
        if (match := _FORM.fullmatch(str(data.get("custom_id", "")))) is not None:
            await self.answered(interaction, replace(Answer.of(match), typed=filled_in(interaction)))

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Pass an answer on, an owner's or a moderator's only while they are one.

        What goes wrong is told here, because discord.py tells it nobody.
        """
        try:
            if answer.kind in _OF_MODERATORS:
                await self._moderators.must_be_one(interaction)
            elif answer.kind not in _OF_READERS:
                await self._delegations.must_be_owner(interaction)
            await self._asking[answer.kind].answered(interaction, answer)
            interaction.client.dispatch("pressed", interaction)
        except Exception as error:  # noqa: BLE001 - the top of a click: answered and logged in one place
            await self._answers.failure(interaction, error, beside=True)


class PanelButton(discord.ui.DynamicItem["discord.ui.Button[Any]"], template=f"newsclip:panel:{_REST}"):
    """A button of a panel."""

    def __init__(
        self,
        answer: Answer,
        label: str,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        *,
        disabled: bool = False,
    ) -> None:
        self.answer = answer
        custom_id = answer.custom_id("panel")
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=cut_at_word(label, _LABEL), style=style, custom_id=custom_id, disabled=disabled
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: _Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        del interaction, item
        return cls(Answer.of(match), "…")

    async def callback(self, interaction: _Interaction) -> None:
        """Pass on that it was pressed."""
        await _panels(interaction).answered(interaction, self.answer)


class PanelSelect(discord.ui.DynamicItem["discord.ui.Select[Any]"], template=f"newsclip:choice:{_REST}"):
    """A select of a panel, of one option; with `any_number` of none, one or all."""

    def __init__(
        self,
        answer: Answer,
        options: Sequence[discord.SelectOption],
        *,
        placeholder: str = "…",
        any_number: bool = False,
    ) -> None:
        self.answer = answer
        shown = options[:MOST_OPTIONS]
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=answer.custom_id("choice"),
            placeholder=cut_at_word(placeholder, _PLACEHOLDER),
            min_values=0 if any_number else 1,
            max_values=max(1, len(shown)) if any_number else 1,
        )
        for each in shown:
            select.append_option(each)
        super().__init__(select)

    @classmethod
    async def from_custom_id(
        cls, interaction: _Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the select again from what a choice carries."""
        del interaction, item
        return cls(Answer.of(match), ())

    async def callback(self, interaction: _Interaction) -> None:
        """Pass on what was chosen."""
        answer = self.answer
        chosen = Answer(answer.kind, answer.what, answer.key, tuple(self.item.values))
        await _panels(interaction).answered(interaction, chosen)


PANEL_ITEMS = (PanelButton, PanelSelect)


def option(value: str, label: str, *, description: str = "", chosen: bool = False) -> discord.SelectOption:
    """Return an option of a select, its words cut to what Discord takes."""
    return discord.SelectOption(
        value=value,
        label=cut_at_word(label, _OPTION),
        description=cut_at_word(description, _OPTION) or None,
        default=chosen,
    )


def panel_view(*items: PanelButton | PanelSelect) -> discord.ui.View:
    """Return a new view of these items, for one message or edit."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    # The items are found by their custom_ids: discord.py need not keep each message's view, with a timer.
    view.stop()
    return view


def confirmation(kind: PanelKind, key: PanelKey, *, confirm: str, cancel: str) -> discord.ui.View:
    """Return the two buttons of a question before something is taken away: `yes` and `no`."""
    return panel_view(
        PanelButton(Answer(kind, "yes", key), confirm, discord.ButtonStyle.danger),
        PanelButton(Answer(kind, "no", key), cancel),
    )


def _panels(interaction: _Interaction) -> Panels:
    return cast("Panels", interaction.client.panels)
