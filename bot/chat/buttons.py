"""The buttons on our messages. Each finds all it needs in its custom_id, also after a restart or a month.

A custom_id ends with the card's key, which is random: a restored backup can't act on other stories. It is
also the marker by which a card is found again when the answer to its sending was lost.
"""

import re
from typing import Any, Protocol, Self, cast

import discord

from bot.domain.ids import CardKey

_PREFIX = "newsclip"


class StoryClicks(Protocol):
    """What a click does that is about a story for the person alone."""

    async def save(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Put the card's story on the person's list, or take it from there."""

    async def share(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Show the results of the card's poll to everybody in the channel."""

    async def picture(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Show the results of the card's poll to the person as a picture."""


class Clicks(Protocol):
    """What a click on one of our buttons does."""

    @property
    def stories(self) -> StoryClicks:
        """Return who answers what is about a story for the person alone."""

    async def results(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Show the results of the card's poll to the person."""

    async def discuss(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Open the discussion of the card's story and show the person where it is."""

    async def subscribe(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Subscribe the person to the tags of the card, or end that."""

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
            interaction.client.dispatch("pressed", interaction)
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


class SubscribeButton(CardButton, template=r"newsclip:subscribe:(?P<key>[\w-]+)"):
    """Subscribes the person to the card's tag, or ends that; of several tags it lets them choose."""

    def __init__(self, key: CardKey, label: str) -> None:
        super().__init__(key, action="subscribe", label=label, style=discord.ButtonStyle.secondary)

    @classmethod
    def _again(cls, key: CardKey, label: str) -> Self:
        return cls(key, label)

    async def click(self, interaction: discord.Interaction[Any], clicks: Clicks) -> None:
        """Subscribe, or end that."""
        await clicks.subscribe(interaction, self.key)


class SaveButton(CardButton, template=r"newsclip:save:(?P<key>[\w-]+)"):
    """Puts the card's story on the person's list, or takes it from there."""

    def __init__(self, key: CardKey, label: str) -> None:
        super().__init__(key, action="save", label=label, style=discord.ButtonStyle.secondary)

    @classmethod
    def _again(cls, key: CardKey, label: str) -> Self:
        return cls(key, label)

    async def click(self, interaction: discord.Interaction[Any], clicks: Clicks) -> None:
        """Save the story, or save it no longer."""
        await clicks.stories.save(interaction, self.key)


class ShareButton(CardButton, template=r"newsclip:share:(?P<key>[\w-]+)"):
    """Shows results that the person sees to everybody in the channel."""

    def __init__(self, key: CardKey, label: str) -> None:
        super().__init__(key, action="share", label=label, style=discord.ButtonStyle.secondary)

    @classmethod
    def _again(cls, key: CardKey, label: str) -> Self:
        return cls(key, label)

    async def click(self, interaction: discord.Interaction[Any], clicks: Clicks) -> None:
        """Share the results."""
        await clicks.stories.share(interaction, self.key)


class PictureButton(CardButton, template=r"newsclip:picture:(?P<key>[\w-]+)"):
    """Shows the person the results as a picture."""

    def __init__(self, key: CardKey, label: str) -> None:
        super().__init__(key, action="picture", label=label, style=discord.ButtonStyle.secondary)

    @classmethod
    def _again(cls, key: CardKey, label: str) -> Self:
        return cls(key, label)

    async def click(self, interaction: discord.Interaction[Any], clicks: Clicks) -> None:
        """Draw the results."""
        await clicks.stories.picture(interaction, self.key)


BUTTONS = (ResultsButton, DiscussButton, SubscribeButton, SaveButton, ShareButton, PictureButton)


def carries(custom_id: str, marker: str) -> bool:
    """Tell whether a custom_id is one of ours for the card with this key."""
    prefix, _, rest = custom_id.partition(":")
    return prefix == _PREFIX and (custom_id == marker or rest.rpartition(":")[2] == marker)
