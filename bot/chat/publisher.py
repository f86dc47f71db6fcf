"""Does in Discord what deliveries and polls say: the pipeline's Publisher on discord.py."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import discord

from bot.chat import permissions
from bot.chat.buttons import carries
from bot.chat.cards import CardWriter
from bot.chat.channels import kind_of
from bot.chat.client import NewsclipBot
from bot.chat.failures import ALREADY_CROSSPOSTED, THREAD_EXISTS
from bot.chat.layouts import Layout
from bot.chat.notices import Notices
from bot.domain.channel import ChannelKind
from bot.domain.delivery import Place
from bot.domain.edition import Edition
from bot.domain.errors import DestinationGone
from bot.domain.ids import CardKey, ChannelId, MessageId, ServerId, ThreadId, UserId
from bot.pipeline.ports import Card, PollView, Reactor

if TYPE_CHECKING:
    from discord.types.threads import Thread
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

    def kind(self, channel_id: ChannelId) -> ChannelKind | None:
        """Return what a channel is; None when it is not there, or can't be seen."""
        return kind_of(self._bot.get_channel(channel_id))

    async def post_card(self, channel_id: ChannelId, card: Card, *, nonce: str) -> Place:
        """Send the card; the same nonce within Discord's window gives the same message."""
        view = self._writer.card(card, link_home=self._links_home(channel_id, card))
        return Place(channel_id, await self._send(channel_id, view, nonce, permissions.POST))

    async def make_post(self, forum_id: ChannelId, card: Card, *, name: str) -> Place:
        """Make a post of the card in a forum; after OutcomeUnknown it has to be searched for."""
        await self._bot.wait_until_logged_in()
        view = self._writer.card(card, link_home=self._links_home(forum_id, card))
        marked = [discord.Object(each) for each in card.edition.forum_tags(forum_id)]
        with self._bot.publish_errors(forum_id, permissions.MAKE_POST):
            forum = self._bot.get_channel(forum_id)
            if not isinstance(forum, discord.ForumChannel):
                raise DestinationGone
            made = await self._shielded(
                forum.create_thread(
                    name=self._writer.thread_name(name),
                    view=view,
                    applied_tags=marked,  # type: ignore[arg-type] # only their ids are read
                    auto_archive_duration=_WEEK_IN_MINUTES,
                )
            )
        return Place(ChannelId(made.thread.id), MessageId(made.message.id))

    async def find_posts(self, forum_id: ChannelId, marker: str, *, after: MessageId) -> tuple[Place, ...]:
        """Return our own posts after the anchor that carry the marker, oldest first, archived ones too."""
        await self._bot.wait_until_logged_in()
        await self._bot.need_permissions(forum_id, permissions.SCAN)
        with self._bot.publish_errors(forum_id, permissions.SCAN):
            ours = await self._posts(forum_id, after)
            return tuple([place for place in ours if await self._starts_with(place, marker)])

    async def edit_card(self, place: Place, card: Card) -> None:
        """Draw a card again."""
        channel = await self._channel(place.channel_id)
        view = self._writer.card(card, link_home=self._links_home(place.channel_id, card))
        with self._bot.publish_errors(place.channel_id, permissions.WRITE):
            await self._shielded(channel.get_partial_message(place.message_id).edit(view=view))

    async def crosspost(self, place: Place) -> None:
        """Pass a card in an announcement channel on to who follows it; repeating it is harmless."""
        await self._bot.wait_until_logged_in()
        with self._bot.publish_errors(place.channel_id, permissions.WRITE):
            try:
                await self._shielded(self._bot.http.publish_message(place.channel_id, place.message_id))
            except discord.HTTPException as error:
                if error.code != ALREADY_CROSSPOSTED:
                    raise

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

    async def open_discussion(self, place: Place, name: str) -> ThreadId:
        """Make the message's thread; return the one it has if it exists already."""
        await self._bot.wait_until_logged_in()
        with self._bot.publish_errors(place.channel_id, permissions.DISCUSS):
            await self._shielded(self._start_thread(place, name))
        return ThreadId(place.message_id)  # Discord gives a thread the id of the message that it hangs on

    async def post_result(
        self, thread_id: ThreadId, edition: Edition, poll: PollView, key: CardKey, *, nonce: str
    ) -> MessageId:
        """Say in the discussion how its poll ended; same rules as post_card."""
        view = self._writer.result(edition, poll, key)
        return await self._send(ChannelId(thread_id), view, nonce, permissions.SPEAK)

    async def discussions(self, server_id: ServerId) -> Sequence[tuple[ThreadId, datetime]]:
        """Return our active threads in a server with the moment of their last message, the quietest first."""
        await self._bot.wait_until_logged_in()
        with self._bot.publish_errors(ChannelId(server_id), ()):
            active = (await self._bot.http.get_active_threads(server_id))["threads"]
        ours = [thread for thread in active if int(thread["owner_id"]) == self._bot.own_id]
        return sorted(((ThreadId(int(each["id"])), _last_said(each)) for each in ours), key=itemgetter(1))

    async def archive(self, thread_id: ThreadId, *, archived: bool) -> None:
        """Archive a thread of ours, or take it out of the archive."""
        await self._bot.wait_until_logged_in()
        with self._bot.publish_errors(ChannelId(thread_id), permissions.SPEAK):
            await self._shielded(self._bot.http.edit_channel(thread_id, archived=archived))

    async def seed(self, place: Place, emoji: str) -> None:
        """Put our own reaction; repeating it is harmless."""
        channel = await self._channel(place.channel_id)
        with self._bot.publish_errors(place.channel_id, permissions.SEED):
            await self._shielded(channel.get_partial_message(place.message_id).add_reaction(_in_path(emoji)))

    async def take_back(self, place: Place, emoji: str, user_id: UserId) -> None:
        """Take a reader's reaction away; PermissionMissing where that is not allowed."""
        channel = await self._channel(place.channel_id)
        with self._bot.publish_errors(place.channel_id, permissions.TAKE_BACK):
            message = channel.get_partial_message(place.message_id)
            await self._shielded(message.remove_reaction(_in_path(emoji), discord.Object(user_id)))

    async def reactors(self, place: Place, emoji: str) -> AsyncIterator[Reactor]:
        """List everybody who reacted with the emoji, normal and burst, all pages."""
        await self._bot.wait_until_logged_in()
        kinds: tuple[Literal[0, 1], ...] = (0, 1)  # normal, burst: each listed apart
        for kind in kinds:
            async for user in self._listed(place, emoji, kind):
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

    def _links_home(self, channel_id: ChannelId, card: Card) -> bool:
        """Tell whether a card may say where its home is: not to more people than can see it there."""
        return card.home is not None and not self._bot.more_can_see(channel_id, than=card.home.channel_id)

    async def _posts(self, forum_id: ChannelId, after: MessageId) -> list[Place]:
        """Return our own posts of a forum after the anchor, oldest first."""
        forum = self._bot.get_channel(forum_id)
        if not isinstance(forum, discord.ForumChannel):
            raise DestinationGone
        active = [thread for thread in await forum.guild.active_threads() if thread.parent_id == forum_id]
        archived = [thread async for thread in forum.archived_threads(limit=None) if thread.id > after]
        ours = {
            thread.id
            for thread in (*active, *archived)
            if thread.id > after and thread.owner_id == self._bot.own_id
        }
        return [Place(ChannelId(each), MessageId(each)) for each in sorted(ours)]

    async def _starts_with(self, place: Place, marker: str) -> bool:
        """Tell whether the first message of a post carries the marker."""
        channel = self._bot.get_partial_messageable(place.channel_id)
        try:
            message = await channel.fetch_message(place.message_id)
        except discord.NotFound:  # its first message was deleted, or all of it just now
            return False
        return _carries(message.components, marker)

    async def _start_thread(self, place: Place, name: str) -> None:
        try:
            await self._bot.http.start_thread_with_message(
                place.channel_id,
                place.message_id,
                name=self._writer.thread_name(name),
                auto_archive_duration=_WEEK_IN_MINUTES,
            )
        except discord.HTTPException as error:
            if error.code != THREAD_EXISTS:
                raise

    async def _listed(self, place: Place, emoji: str, kind: Literal[0, 1]) -> "AsyncIterator[User]":
        after: int | None = None
        while True:
            with self._bot.publish_errors(place.channel_id, permissions.SCAN):
                page = await self._bot.http.get_reaction_users(
                    place.channel_id, place.message_id, _in_path(emoji), _PAGE, after, type=kind
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


def _last_said(thread: "Thread") -> datetime:
    """Return when a thread was last written in, or else made."""
    return discord.utils.snowflake_time(int(thread.get("last_message_id") or thread["id"]))


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
