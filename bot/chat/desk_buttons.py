"""The buttons, selects and forms with which moderators decide on a story; they work after a restart.

A custom_id names what is wanted and a key: of a message in the review channel, or of a private panel. What
story that is about is looked up together with the server that the click came from.
"""

import re
from collections.abc import Sequence
from typing import Any, Protocol, Self, cast

import discord

from bot.domain.text import cut_at_word

_REST = r"(?P<action>[a-z]+):(?P<key>\w+)"
_FORM = re.compile(f"newsclip:deskform:{_REST}")
_LABEL = 80
_PLACEHOLDER = 150
_MOST_OPTIONS = 25

_Interaction = discord.Interaction[Any]


class DeskClicks(Protocol):
    """Who does what the desk's buttons promise; what goes wrong is told there."""

    async def pressed(self, interaction: _Interaction, action: str, key: str) -> None:
        """Do what was pressed, or chosen in a select."""

    async def submitted(self, interaction: _Interaction, action: str, key: str) -> None:
        """Do what a form was filled in for."""


class DeskButton(discord.ui.DynamicItem["discord.ui.Button[Any]"], template=f"newsclip:desk:{_REST}"):
    """A button of the desk: what is wanted, and the key of the message or panel."""

    def __init__(
        self,
        action: str,
        key: str,
        label: str = "…",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        *,
        disabled: bool = False,
    ) -> None:
        self.action, self.key = action, key
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=cut_at_word(label, _LABEL),
            style=style,
            custom_id=f"newsclip:desk:{action}:{key}",
            disabled=disabled,
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: _Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        del interaction, item
        return cls(match["action"], match["key"])

    async def callback(self, interaction: _Interaction) -> None:
        """Pass on that it was pressed."""
        await _clicks(interaction).pressed(interaction, self.action, self.key)


class DeskSelect(
    discord.ui.DynamicItem["discord.ui.Select[Any]"], template=r"newsclip:deskpick:more:(?P<key>\w+)"
):
    """A select of the desk: the value that is chosen is the action that is wanted."""

    def __init__(
        self,
        key: str,
        options: Sequence[discord.SelectOption] = (),
        *,
        placeholder: str = "…",
    ) -> None:
        self.key = key
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=f"newsclip:deskpick:more:{key}", placeholder=cut_at_word(placeholder, _PLACEHOLDER)
        )
        for each in options[:_MOST_OPTIONS]:
            select.append_option(each)
        super().__init__(select)

    @classmethod
    async def from_custom_id(
        cls, interaction: _Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the select again from what a choice carries."""
        del interaction, item
        return cls(match["key"])

    async def callback(self, interaction: _Interaction) -> None:
        """Pass on what was chosen."""
        action = next(iter(self.item.values), "")
        await _clicks(interaction).pressed(interaction, action, self.key)


DESK_ITEMS = (DeskButton, DeskSelect)


def form_id(action: str, key: str) -> str:
    """Return the custom_id of a form (`discord.ui.Modal`) that is heard by `DeskClicks.submitted`."""
    return f"newsclip:deskform:{action}:{key}"


async def hear_form(interaction: _Interaction) -> None:
    """Pass a form on that was filled in, if it is one of the desk's."""
    data = cast("dict[str, Any]", interaction.data or {})
    if (match := _FORM.fullmatch(str(data.get("custom_id", "")))) is not None:
        await _clicks(interaction).submitted(interaction, match["action"], match["key"])


def _clicks(interaction: _Interaction) -> DeskClicks:
    return cast("DeskClicks", interaction.client.desk)
