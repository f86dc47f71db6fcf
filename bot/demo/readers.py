"""Scripted readers: each with tastes of their own, reacting over time and sometimes changing their mind.

They speak REST with their own tokens, as any client would. A gateway session each would bring every event to
each of them.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.standin.world.changes import Change, ReactionAdded
from bot.standin.world.model import Account, Channel, Emoji, Message
from bot.standin.world.world import World

# How long one reader rests between two reactions, on average; all together at most this many a second.
_REST_SECONDS = 12.0
_MOST_A_SECOND = 8.0
_INTERESTED = 0.7
_CHANGES_MIND = 0.08


@dataclass(slots=True)
class _Reader:
    """One reader: their liking of each channel (from -1 to 1), and the emoji they gave to each card."""

    account: Account
    leanings: dict[int, float] = field(default_factory=dict)
    given: dict[int, str | None] = field(default_factory=dict)


class Crowd:
    """Lets readers react to the cards that the bot has seeded; with `only`, to those of one channel.

    closing: channel id → how long its polls are open; nobody reacts to a card of it that is older.
    """

    def __init__(
        self,
        world: World,
        api_url: str,
        accounts: Sequence[Account],
        *,
        bot: Account,
        now: Callable[[], datetime],
        closing: Mapping[int, timedelta],
        only: Channel | None = None,
        seed: int = 7,
    ) -> None:
        self._api_url = api_url
        self._only = only
        self._bot = bot
        self._now = now
        self._closing = closing
        self._dice = random.Random(seed)  # noqa: S311 - a script, not a secret
        self._readers = [_Reader(account) for account in accounts]
        self._choices: dict[int, list[str]] = defaultdict(list)
        self._cards: list[Message] = []
        for channel in list(world.channels.values()):
            for message in channel.log:
                self._notice_seeds(message)
        world.listeners.append(self._hear)

    async def run(self) -> None:
        """React until cancelled."""
        if not self._readers:
            return
        pause = max(_REST_SECONDS / len(self._readers), 1 / _MOST_A_SECOND)
        async with aiohttp.ClientSession() as http:
            while True:
                await asyncio.sleep(pause * self._dice.uniform(0.4, 1.6))
                reader = self._dice.choice(self._readers)
                with suppress(aiohttp.ClientError):  # a card may just have been deleted
                    await self._act(http, reader)

    async def _act(self, http: aiohttp.ClientSession, reader: _Reader) -> None:
        self._cards = [card for card in self._cards if self._asks(card)]
        voted = [card for card in self._cards if reader.given.get(card.id)]
        if voted and self._dice.random() < _CHANGES_MIND:
            card = self._dice.choice(voted)
            await self._call(http, "DELETE", reader, card, str(reader.given[card.id]))
        else:
            unseen = [card for card in self._cards if card.id not in reader.given]
            if not unseen:
                return
            card = self._dice.choice(unseen[-8:])
        reader.given[card.id] = None
        if self._dice.random() < _INTERESTED:
            emoji = self._opinion(reader, card)
            reader.given[card.id] = emoji
            await self._call(http, "PUT", reader, card, emoji)

    def _asks(self, card: Message) -> bool:
        length = self._closing.get(card.channel.id)
        return length is None or self._now() - card.created_at < length

    def _opinion(self, reader: _Reader, card: Message) -> str:
        """One of the seeded emoji: good news first, then bad, then the others, as the reader leans."""
        emoji = self._choices[card.id]
        leaning = reader.leanings.setdefault(card.channel.id, self._dice.uniform(-0.4, 1.0))
        mood = leaning + self._dice.gauss(0.0, 0.4)
        if abs(mood) < 0.2 and len(emoji) > 2:
            return self._dice.choice(emoji[2:])
        return emoji[0] if mood > 0 or len(emoji) < 2 else emoji[1]

    async def _call(
        self, http: aiohttp.ClientSession, method: str, reader: _Reader, card: Message, emoji: str
    ) -> None:
        path = f"/channels/{card.channel.id}/messages/{card.id}/reactions/{quote(emoji, safe='')}/@me"
        address = URL(self._api_url + path, encoded=True)
        headers = {"Authorization": reader.account.token}
        async with http.request(method, address, headers=headers) as response:
            await response.read()

    def _hear(self, change: Change) -> None:
        if isinstance(change, ReactionAdded) and change.account is self._bot:
            self._notice_seeds(change.message)

    def _notice_seeds(self, message: Message) -> None:
        """A message with two of the bot's own reactions asks for opinions."""
        if self._only is not None and message.channel is not self._only:
            return
        seeds = [
            _as_sent(reaction.emoji)
            for reaction in message.reactions.values()
            if self._bot.id in reaction.normal
        ]
        if len(seeds) >= 2:
            self._choices[message.id] = seeds
            if message not in self._cards:
                self._cards.append(message)


def _as_sent(emoji: Emoji) -> str:
    return emoji.name if emoji.id is None else f"{emoji.name}:{emoji.id}"
