"""Finding what is there: our own messages and posts by their marker, and who reacted. Page by page.

Each page waits for its slot; cards that may be lost go before lists of readers.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import discord

from bot.chat import permissions
from bot.chat.client import NewsclipBot
from bot.chat.limiter import Lane
from bot.chat.markers import is_marked
from bot.domain.delivery import Place
from bot.domain.errors import CardGone, DestinationGone
from bot.domain.ids import ChannelId, MessageId, ServerId
from bot.domain.poll import emoji_key
from bot.pipeline.ports import Reactions

if TYPE_CHECKING:
    from discord.types.message import Message
    from discord.types.threads import Thread
    from discord.types.user import User

_PAGE = 100


class Searches:
    """Reads lists of Discord."""

    def __init__(self, bot: NewsclipBot) -> None:
        self._bot = bot

    async def messages(
        self, channel_id: ChannelId, marker: str, *, after: MessageId
    ) -> tuple[MessageId, ...]:
        """Return our own messages after the anchor that carry the marker, oldest first."""
        await self._bot.wait_until_logged_in()
        # To whom the history is forbidden Discord says that there is none, and not that it is forbidden.
        await self._bot.need_permissions(channel_id, permissions.SCAN)
        return tuple(
            [
                MessageId(int(message["id"]))
                async for message in self._history(channel_id, after)
                if self._is_ours(message) and is_marked(message["components"], marker)
            ]
        )

    async def posts(self, forum_id: ChannelId, marker: str, *, after: MessageId) -> tuple[Place, ...]:
        """Return our own posts of a forum after the anchor that carry the marker, oldest first."""
        await self._bot.wait_until_logged_in()
        await self._bot.need_permissions(forum_id, permissions.SCAN)
        forum = self._bot.get_channel(forum_id)
        if not isinstance(forum, discord.ForumChannel):
            raise DestinationGone
        ids = {int(thread["id"]) async for thread in self._threads(forum, after) if self._made(thread)}
        ours = [Place(ChannelId(each), MessageId(each)) for each in sorted(ids) if each > after]
        return tuple([place for place in ours if await self._starts_with(place, marker)])

    async def reactors(self, place: Place, emoji: str, kind: Literal[0, 1]) -> "AsyncIterator[User]":
        """Yield who reacted with an emoji; `kind`: 0 normally, 1 in a burst."""
        after: int | None = None
        while True:
            async with self._bot.slot(Lane.SCAN, place.channel_id, permissions.SCAN):
                page = await self._bot.http.get_reaction_users(
                    place.channel_id, place.message_id, emoji, _PAGE, after, type=kind
                )
            for user in page:
                yield user
            if len(page) < _PAGE:
                return
            after = int(page[-1]["id"])

    async def reactions(self, place: Place) -> dict[str, Reactions]:
        """Return how many reacted to a message, without us, by the emoji's key."""
        async with self._bot.slot(Lane.SCAN, place.channel_id, permissions.SCAN):
            message = await self._bot.http.get_message(place.channel_id, place.message_id)
        return dict(_counted(each) for each in message.get("reactions", ()))

    async def _history(self, channel_id: ChannelId, after: int) -> "AsyncIterator[Message]":
        """Yield the messages after an id, oldest first."""
        while True:
            async with self._bot.slot(Lane.CARD, channel_id, permissions.SCAN):
                page = await self._bot.http.logs_from(channel_id, _PAGE, after=after)
            for message in sorted(page, key=lambda message: int(message["id"])):
                after = max(after, int(message["id"]))
                yield message
            if len(page) < _PAGE:
                return

    async def _threads(self, forum: discord.ForumChannel, after: MessageId) -> "AsyncIterator[Thread]":
        """Yield the forum's posts: active ones, and those archived since the anchor."""
        forum_id, server_id = ChannelId(forum.id), ServerId(forum.guild.id)
        async with self._bot.slot(Lane.CARD, forum_id, permissions.SCAN):
            active = (await self._bot.http.get_active_threads(server_id))["threads"]
        for thread in active:
            if int(thread["parent_id"]) == forum_id:
                yield thread
        async for thread in self._archived(forum_id, since=discord.utils.snowflake_time(after)):
            yield thread

    async def _archived(self, forum_id: ChannelId, *, since: datetime) -> "AsyncIterator[Thread]":
        """Yield the posts that were archived since; what was archived earlier was made earlier too."""
        before: Any = None  # discord.py's types want an id here, Discord a time
        while True:
            async with self._bot.slot(Lane.CARD, forum_id, permissions.SCAN):
                page = await self._bot.http.get_public_archived_threads(forum_id, before, _PAGE)
            for thread in page["threads"]:  # archived last, listed first
                yield thread
                before = thread["thread_metadata"]["archive_timestamp"]
            if not page["has_more"] or datetime.fromisoformat(before) < since:
                return

    async def _starts_with(self, place: Place, marker: str) -> bool:
        """Tell whether the first message of a post carries the marker."""
        try:
            async with self._bot.slot(Lane.CARD, place.channel_id, permissions.SCAN):
                message = await self._bot.http.get_message(place.channel_id, place.message_id)
        except (CardGone, DestinationGone):  # its first message was deleted, or all of it just now
            return False
        return is_marked(message["components"], marker)

    def _is_ours(self, message: "Message") -> bool:
        return int(message["author"]["id"]) == self._bot.own_id

    def _made(self, thread: "Thread") -> bool:
        return int(thread["owner_id"]) == self._bot.own_id


def _counted(reaction: Mapping[str, Any]) -> tuple[str, Reactions]:
    emoji, details = reaction["emoji"], reaction["count_details"]
    key = emoji["id"] or emoji_key(emoji["name"])
    return str(key), Reactions(
        details["normal"] - bool(reaction["me"]), details["burst"] - bool(reaction["me_burst"])
    )
