"""Changes in Discord what stands there of a story already: the pipeline's Corrector on discord.py."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any

import discord

from bot.chat import permissions
from bot.chat.cards import CardWriter
from bot.chat.client import NewsclipBot
from bot.chat.failures import THREAD_LOCKED, Archived
from bot.chat.languages import ServerLanguages
from bot.chat.limiter import Lane
from bot.domain.delivery import Place
from bot.domain.edition import Edition
from bot.domain.errors import PermissionMissing, Refused
from bot.domain.ids import CardKey, ChannelId, ForumTagId, MessageId, ServerId, ThreadId

# What Discord takes on one post.
_MOST_FORUM_TAGS = 5


class DiscordCorrector:
    """Corrects through one connected client."""

    def __init__(self, bot: NewsclipBot, writer: CardWriter, languages: ServerLanguages) -> None:
        self._bot = bot
        self._writer = writer
        self._languages = languages

    async def name_discussion(self, thread_id: ThreadId, edition: Edition, called: str | None) -> bool:
        """Let a discussion be called as its story is now; False where somebody gave it another name.

        called: the title that we called it by last; None where that is not known.
        """
        locale = await self._languages.of(edition.server_id)
        name = self._writer.thread_name(edition.story.draft.title, locale)
        thread = self._known(edition.server_id, thread_id)
        there = None if thread is None else thread.name
        if called is not None and there != name:
            ours = {name, self._writer.thread_name(called, locale)}
            if there not in ours:  # what we heard of it may be old
                there = await self._name(thread_id, edition.server_id)
            if there not in ours:
                return False
        if there != name:
            await self._change(thread_id, edition.server_id, name=name)
        return True

    async def file_post(
        self,
        thread_id: ThreadId,
        edition: Edition,
        wanted: Collection[ForumTagId],
        known: Collection[ForumTagId],
    ) -> None:
        """Let a post have these of the known forum tags; what else somebody has filed it under stays."""
        thread = self._known(edition.server_id, thread_id)
        if thread is None or not isinstance(thread.parent, discord.ForumChannel):
            return
        has = [tag.id for tag in thread.applied_tags]
        there = [ForumTagId(each) for each in wanted if thread.parent.get_tag(each) is not None]
        others = [ForumTagId(each) for each in has if ForumTagId(each) not in known]
        filed = [*dict.fromkeys([*there, *others])][:_MOST_FORUM_TAGS]
        if set(filed) != set(has) and (filed or not thread.parent.flags.require_tag):
            await self._change(thread_id, edition.server_id, applied_tags=[str(each) for each in filed])

    async def edit_opening(
        self, thread_id: ThreadId, message_id: MessageId, edition: Edition, key: CardKey
    ) -> None:
        """Draw a discussion's first message again."""
        where, locale = ChannelId(thread_id), await self._languages.of(edition.server_id)

        async def edit() -> None:
            view = self._writer.opening(edition, key, locale)  # a view is good for one call
            async with self._slot(where, permissions.WRITE, edition.server_id):
                await self._bot.get_partial_messageable(where).get_partial_message(message_id).edit(view=view)

        await self._opened(where, edition.server_id, edit)

    async def unseed(self, place: Place, emoji: str) -> None:
        """Take our own reaction away; nothing where there is none."""
        async with self._slot(place.channel_id, permissions.WRITE, None):
            path = emoji.strip("<>").removeprefix("a:").removeprefix(":")
            await self._bot.http.remove_own_reaction(place.channel_id, place.message_id, path)

    async def delete_card(self, place: Place, *, is_post: bool) -> None:
        """Delete a card; of a post all of it, or where that is not allowed its first message."""
        if is_post:
            try:
                async with self._slot(place.channel_id, permissions.LOCK, None):
                    await self._bot.http.delete_channel(place.channel_id)
            except PermissionMissing:
                pass
            else:
                return
        async with self._slot(place.channel_id, permissions.WRITE, None):
            await self._bot.http.delete_message(place.channel_id, place.message_id)

    def _known(self, server_id: ServerId, thread_id: ThreadId) -> discord.Thread | None:
        server = self._bot.get_guild(server_id)
        return None if server is None else server.get_thread(thread_id)

    async def _name(self, thread_id: ThreadId, server_id: ServerId) -> str:
        """Ask what a thread is called."""
        async with self._slot(ChannelId(thread_id), permissions.WRITE, server_id):
            thread: Any = await self._bot.http.get_channel(thread_id)
        return str(thread["name"])

    async def _change(self, thread_id: ThreadId, server_id: ServerId, **values: Any) -> None:
        where = ChannelId(thread_id)

        async def change() -> None:
            try:
                async with self._slot(where, permissions.ARCHIVE, server_id):
                    await self._bot.http.edit_channel(where, **values)
            except Refused as refusal:
                if refusal.discord_code != THREAD_LOCKED:
                    raise
                needed = permissions.permission_name("manage_threads")
                raise PermissionMissing(permission=needed) from refusal

        await self._opened(where, server_id, change)

    async def _opened(
        self, where: ChannelId, server_id: ServerId, act: Callable[[], Awaitable[None]]
    ) -> None:
        """Act in a thread; where it is archived, take it out of the archive for so long."""
        try:
            await act()
        except Archived:
            await self._set_archived(where, server_id, archived=False)
            try:
                await act()
            finally:
                await self._set_archived(where, server_id, archived=True)

    async def _set_archived(self, where: ChannelId, server_id: ServerId, *, archived: bool) -> None:
        async with self._slot(where, permissions.ARCHIVE, server_id):
            await self._bot.http.edit_channel(where, archived=archived)

    def _slot(self, where: ChannelId, needed: Sequence[str], server_id: ServerId | None) -> Any:
        return self._bot.slot(Lane.EDIT, where, needed, server_id=server_id)
