"""Direct messages: each person's conversation is opened once, and not too many of them at once.

Discord holds up a bot that opens many in a row ("opening direct messages too fast"), and flags one that goes
on. So they are opened one after the other, and once that was said, none for a while; whose conversation is
open already is written to all the same.
"""

import asyncio
from collections import OrderedDict
from datetime import timedelta

import discord

from bot.chat import permissions
from bot.chat.client import NewsclipBot
from bot.chat.layouts import Layout
from bot.chat.limiter import Lane
from bot.chat.markers import is_marked
from bot.clock import Clock
from bot.domain.errors import DestinationGone, TryLater
from bot.domain.ids import ChannelId, MessageId, ServerId, UserId

_APART = timedelta(seconds=0.5)
_MOST_KNOWN = 20_000
_PAGE = 100
_READ = ("view_channel",)
_NOWHERE = ChannelId(0)


class DirectMessages:
    """Sends and finds direct messages; `server_id` says for which server, which takes its turn."""

    def __init__(self, bot: NewsclipBot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._known: OrderedDict[UserId, ChannelId] = OrderedDict()
        self._opening = asyncio.Lock()
        self._next_at = self._held_until = clock.now()

    async def send(self, server_id: ServerId, user_id: UserId, view: Layout, *, nonce: str) -> None:
        """Send a message; DoorClosed where Discord does not pass it on, ReaderGone where there is nobody."""
        known = self._known.get(user_id)
        try:
            await self._send(known or await self._open(server_id, user_id), server_id, view, nonce)
        except DestinationGone:
            if known is None:
                raise
            self._known.pop(user_id, None)
            await self._send(await self._open(server_id, user_id), server_id, view, nonce)

    async def has(self, server_id: ServerId, user_id: UserId, key: str, *, after: MessageId) -> bool:
        """Tell whether a message of ours that carries the key is there, after the anchor."""
        where = self._known.get(user_id) or await self._open(server_id, user_id)
        while True:
            async with self._bot.slot(Lane.TELL, where, _READ, server_id=server_id):
                page = await self._bot.http.logs_from(where, _PAGE, after=after)
            if any(self._is_it(message, key) for message in page):
                return True
            if len(page) < _PAGE:
                return False
            after = max(MessageId(int(message["id"])) for message in page)

    async def _send(self, where: ChannelId, server_id: ServerId, view: Layout, nonce: str) -> None:
        async with self._bot.slot(Lane.TELL, where, permissions.WRITE, server_id=server_id):
            await self._bot.get_partial_messageable(where).send(
                view=view, nonce=nonce, allowed_mentions=discord.AllowedMentions.none()
            )

    async def _open(self, server_id: ServerId, user_id: UserId) -> ChannelId:
        """Return the conversation with somebody: Discord has one, however often it is asked for."""
        async with self._opening:
            await self._wait_for_turn()
            try:
                async with self._bot.slot(Lane.TELL, _NOWHERE, permissions.WRITE, server_id=server_id):
                    opened = await self._bot.http.start_private_message(user_id)
            except TryLater as later:
                self._held_until = self._clock.now() + timedelta(seconds=later.seconds)
                raise
        self._known[user_id] = where = ChannelId(int(opened["id"]))
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return where

    async def _wait_for_turn(self) -> None:
        held = (self._held_until - self._clock.now()).total_seconds()
        if held > 0:
            raise TryLater(seconds=held)
        await self._clock.sleep_until(self._next_at)
        self._next_at = self._clock.now() + _APART

    def _is_it(self, message: object, key: str) -> bool:
        author, components = message["author"], message["components"]  # type: ignore[index] # Discord's JSON
        return int(author["id"]) == self._bot.own_id and is_marked(components, key)
