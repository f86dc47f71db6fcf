"""What clicks on our buttons do."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import discord

from bot.chat.answers import Answers
from bot.chat.buttons import StoryClicks
from bot.chat.result_answer import show_result
from bot.domain.channel import MaySee
from bot.domain.ids import CardKey, ChannelId, ServerId
from bot.newsroom.discussions import Discussions
from bot.newsroom.results import Results
from bot.texts.catalogue import Texts

# What a click on a card does, where another part of the bot does it.
CardClick = Callable[[discord.Interaction[Any], CardKey], Awaitable[None]]


class CardClicks:
    """Answers clicks on the buttons of cards; implements `bot.chat.buttons.Clicks`."""

    def __init__(
        self,
        answers: Answers,
        results: Results,
        discussions: Discussions,
        texts: Texts,
        *,
        stories: StoryClicks,
        subscribe: CardClick,
    ) -> None:
        self.stories = stories
        self._answers = answers
        self._discussions = discussions
        self._results = results
        self._texts = texts
        self._subscribe = subscribe

    async def results(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Show the results of the card's poll to the person."""
        server_id = ServerId(interaction.guild_id or 0)
        result = await self._results.of_card(server_id, key, lambda channel: may_see(interaction, channel))
        await show_result(interaction, result, self._answers, self._texts)

    async def discuss(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Open the discussion of the card's story and show the person where it is."""
        await self._answers.think(interaction)
        thread_id = await self._discussions.open(ServerId(interaction.guild_id or 0), key)
        await self._answers.say(interaction, "discussion-here", thread=f"<#{thread_id}>")

    async def subscribe(self, interaction: discord.Interaction[Any], key: CardKey) -> None:
        """Subscribe the person to the tags of the card, or end that."""
        await self._subscribe(interaction, key)

    async def failure(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Tell the person what went wrong."""
        await self._answers.failure(interaction, error)


def may_see(interaction: discord.Interaction[Any], channel_id: ChannelId) -> bool:
    """Tell whether the person may see a channel of the server that the interaction came from."""
    server, person = interaction.guild, interaction.user
    channel = None if server is None else server.get_channel(channel_id)
    if channel is None or not isinstance(person, discord.Member):
        return False
    return channel.permissions_for(person).read_messages


def sees(interaction: discord.Interaction[Any]) -> MaySee:
    """Return what tells whether the person may see a channel now."""
    return partial(may_see, interaction)
