"""The buttons on our messages. Each finds all it needs in its custom_id, also after a restart or a month.

A custom_id ends with the card's key, which is random: a restored backup can't act on other stories. It is
also the marker by which a card is found again when the answer to its sending was lost.
"""

import re
from typing import Any, Protocol, Self, cast

import discord

from bot.domain.ids import CardKey

_PREFIX = "newsclip"


class Clicks(Protocol):
    """What a click on one of our buttons does."""

    async def results(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Show the results of the card's poll to the person."""

    async def discuss(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Open the discussion of the card's story and show the person where it is."""

    async def failure(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Tell the person what went wrong."""


class CardButton(discord.ui.DynamicItem["discord.ui.Button[Any]"], template=r"newsclip:none:(?P<key>\w+)"):
    """A button of a card; what its click raises is answered here, because discord.py tells it nobody."""

    def __init__(self, key: CardKey, *, action: str, label: str, style: discord.ButtonStyle) -> None:
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=label or None, style=style, custom_id=f"{_PREFIX}:{action}:{key}"
        )
        super().__init__(button)
        self.key = key

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        del interaction
        label = item.label if isinstance(item, discord.ui.Button) else None
        return cls._again(CardKey(match["key"]), label or "")

    @classmethod
    def _again(cls, key: CardKey, label: str) -> Self:
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button promises, or say why not."""
        clicks = cast("Clicks", interaction.client.clicks)
        try:
            await self.click(interaction, clicks)
        except Exception as error:  # noqa: BLE001 - the top of a click: answered and logged in one place
            await clicks.failure(interaction, error)

    async def click(self, interaction: discord.Interaction[Any], clicks: Clicks) -> None:
        """Do what the button promises; may raise."""
        raise NotImplementedError


class ResultsButton(CardButton, template=r"newsclip:results:(?P<key>[\w-]+)"):
    """Shows the person, and nobody else, how the story's readers voted."""

    def __init__(self, key: CardKey, label: str) -> None:
        super().__init__(key, action="results", label=label, style=discord.ButtonStyle.secondary)

    @classmethod
    def _again(cls, key: CardKey, label: str) -> Self:
        return cls(key, label)

    async def click(self, interaction: discord.Interaction[Any], clicks: Clicks) -> None:
        """Show the results."""
        await clicks.results(interaction, self.key)


class DiscussButton(CardButton, template=r"newsclip:discuss:(?P<key>[\w-]+)"):
    """Opens the story's discussion, for everybody, and shows the person where it is."""

    def __init__(self, key: CardKey, label: str) -> None:
        super().__init__(key, action="discuss", label=label, style=discord.ButtonStyle.primary)

    @classmethod
    def _again(cls, key: CardKey, label: str) -> Self:
        return cls(key, label)

    async def click(self, interaction: discord.Interaction[Any], clicks: Clicks) -> None:
        """Open the discussion."""
        await clicks.discuss(interaction, self.key)


BUTTONS = (ResultsButton, DiscussButton)


def carries(custom_id: str, marker: str) -> bool:
    """Tell whether a custom_id is one of ours for the card with this key."""
    prefix, _, rest = custom_id.partition(":")
    return prefix == _PREFIX and (custom_id == marker or rest.rpartition(":")[2] == marker)
