"""Does in Discord what deliveries and polls say: the pipeline's Publisher on discord.py."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import discord

from bot.chat import permissions
from bot.chat.buttons import carries
from bot.chat.cards import CardWriter
from bot.chat.client import NewsclipBot
from bot.chat.failures import THREAD_EXISTS
from bot.chat.layouts import Layout
from bot.chat.notices import Notices
from bot.domain.edition import Edition
from bot.domain.ids import CardKey, ChannelId, MessageId, ServerId, ThreadId, UserId
from bot.pipeline.ports import Card, Reactor

if TYPE_CHECKING:
    from discord.types.user import User

_T = TypeVar("_T")

_PAGE = 100
_WEEK_IN_MINUTES: Literal[10080] = 10080


class DiscordPublisher:
    """Publishes through one connected client; waits until it is logged in."""

    def __init__(self, bot: NewsclipBot, writer: CardWriter, notices: Notices) -> None:
        self._bot = bot
        self._writer = writer
        self._notices = notices
        self._sending: set[asyncio.Task[Any]] = set()

    async def post_card(self, channel_id: ChannelId, card: Card, *, nonce: str) -> MessageId:
        """Send the card; the same nonce within Discord's window gives the same message."""
        link_home = card.home is not None and not self._bot.more_can_see(channel_id, than=card.home[0])
        view = self._writer.card(card, link_home=link_home)
        return await self._send(channel_id, view, nonce, permissions.POST)

    async def post_opening(
        self, thread_id: ThreadId, edition: Edition, key: CardKey, *, nonce: str
    ) -> MessageId:
        """Send the discussion's first message; same rules as post_card."""
        view = self._writer.opening(edition, key)
        return await self._send(ChannelId(thread_id), view, nonce, permissions.SPEAK)

    async def find_message(
        self, channel_id: ChannelId, marker: str, *, after: MessageId
    ) -> tuple[MessageId, ...]:
        """Return our own messages after the anchor that carry the marker, oldest first."""
        channel = await self._channel(channel_id)
        # To whom the history is forbidden Discord says that there is none, and not that it is forbidden.
        await self._bot.need_permissions(channel_id, permissions.SCAN)
        with self._bot.publish_errors(channel_id, permissions.SCAN):
            history = channel.history(limit=None, after=discord.Object(after), oldest_first=True)
            found = [
                MessageId(message.id)
                async for message in history
                if message.author.id == self._bot.own_id and _carries(message.components, marker)
            ]
        return tuple(found)

    async def open_discussion(self, channel_id: ChannelId, message_id: MessageId, name: str) -> ThreadId:
        """Make the message's thread; return the one it has if it exists already."""
        await self._bot.wait_until_logged_in()
        with self._bot.publish_errors(channel_id, permissions.DISCUSS):
            await self._shielded(self._start_thread(channel_id, message_id, name))
        return ThreadId(message_id)  # Discord gives a thread the id of the message that it hangs on

    async def seed(self, channel_id: ChannelId, message_id: MessageId, emoji: str) -> None:
        """Put our own reaction; repeating it is harmless."""
        channel = await self._channel(channel_id)
        with self._bot.publish_errors(channel_id, permissions.SEED):
            await self._shielded(channel.get_partial_message(message_id).add_reaction(_in_path(emoji)))

    async def reactors(
        self, channel_id: ChannelId, message_id: MessageId, emoji: str
    ) -> AsyncIterator[Reactor]:
        """List everybody who reacted with the emoji, normal and burst, all pages."""
        await self._bot.wait_until_logged_in()
        kinds: tuple[Literal[0, 1], ...] = (0, 1)  # normal, burst: each listed apart
        for kind in kinds:
            async for user in self._listed(channel_id, message_id, emoji, kind):
                yield Reactor(UserId(int(user["id"])), bot=user.get("bot", False), burst=kind == 1)

    async def notify(self, server_id: ServerId, text_key: str, fields: dict[str, object]) -> bool:
        """Tell the server's moderators once; False when there is nowhere to tell them."""
        await self._bot.wait_until_logged_in()
        return await self._notices.tell(server_id, text_key, fields)

    async def finish(self, *, within: float) -> None:
        """Wait for what is being sent; what takes longer is found again by its marker."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=within)
        for task in self._sending:
            task.cancel()

    async def _send(
        self, channel_id: ChannelId, view: Layout, nonce: str, needed: Sequence[str]
    ) -> MessageId:
        channel = await self._channel(channel_id)
        with self._bot.publish_errors(channel_id, needed):
            message = await self._shielded(channel.send(view=view, nonce=nonce))
        return MessageId(message.id)

    async def _start_thread(self, channel_id: ChannelId, message_id: MessageId, name: str) -> None:
        try:
            await self._bot.http.start_thread_with_message(
                channel_id,
                message_id,
                name=self._writer.thread_name(name),
                auto_archive_duration=_WEEK_IN_MINUTES,
            )
        except discord.HTTPException as error:
            if error.code != THREAD_EXISTS:
                raise

    async def _listed(
        self, channel_id: ChannelId, message_id: MessageId, emoji: str, kind: Literal[0, 1]
    ) -> "AsyncIterator[User]":
        after: int | None = None
        while True:
            with self._bot.publish_errors(channel_id, permissions.SCAN):
                page = await self._bot.http.get_reaction_users(
                    channel_id, message_id, _in_path(emoji), _PAGE, after, type=kind
                )
            for user in page:
                yield user
            if len(page) < _PAGE:
                return
            after = int(page[-1]["id"])

    async def _shielded(self, call: Coroutine[Any, Any, _T]) -> _T:
        """Make a call that goes on when its caller is cancelled: Discord may have it already."""
        task = asyncio.create_task(call)
        self._sending.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._sending.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, so that nobody's failure is no surprise at shutdown

    async def _channel(self, channel_id: ChannelId) -> discord.PartialMessageable:
        await self._bot.wait_until_logged_in()
        return self._bot.get_partial_messageable(channel_id)


def _in_path(emoji: str) -> str:
    """Return an emoji as addresses carry it: `name:id` for a custom one."""
    return emoji.strip("<>").removeprefix("a:").removeprefix(":")


def _carries(components: Iterable[object], marker: str) -> bool:
    """Search components, whatever they are nested in, for one of ours with the marker."""
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if isinstance(custom_id, str) and carries(custom_id, marker):
            return True
        inner = [*getattr(component, "children", ())]
        if (accessory := getattr(component, "accessory", None)) is not None:
            inner.append(accessory)
        if _carries(inner, marker):
            return True
    return False
