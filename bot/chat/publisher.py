"""Does in Discord what deliveries and polls say: the pipeline's Publisher on discord.py.

Every call waits for its slot (`NewsclipBot.slot`), so that the most wanted goes first.
"""

import asyncio
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import contextmanager
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import discord
import structlog

from bot.chat import permissions
from bot.chat.cards import CardWriter
from bot.chat.channels import kind_of
from bot.chat.client import NewsclipBot
from bot.chat.failures import ALREADY_CROSSPOSTED, THREAD_EXISTS, THREAD_LOCKED, UNKNOWN_EMOJI, Archived
from bot.chat.languages import ServerLanguages
from bot.chat.layouts import Layout
from bot.chat.limiter import Lane
from bot.chat.note_text import channels_of
from bot.chat.notices import Notices
from bot.chat.roles import pingable, pinging
from bot.chat.searches import Searches
from bot.chat.sight import all_see_too, is_public
from bot.domain.channel import ChannelKind
from bot.domain.delivery import Place
from bot.domain.edition import Edition
from bot.domain.errors import DestinationGone, EmojiGone, PermissionMissing, PublishError, Refused
from bot.domain.ids import CardKey, ChannelId, ForumTagId, MessageId, RoleId, ServerId, ThreadId, UserId
from bot.domain.note import Note
from bot.pipeline.ports import Card, PollView, Reactions, Reactor

if TYPE_CHECKING:
    from discord.types.threads import Thread

_log = structlog.get_logger(__name__)

_T = TypeVar("_T")

_WEEK_IN_MINUTES: Literal[10080] = 10080


class DiscordPublisher:
    """Publishes through one connected client; waits until it is logged in."""

    def __init__(
        self, bot: NewsclipBot, writer: CardWriter, languages: ServerLanguages, notices: Notices
    ) -> None:
        self._bot = bot
        self._writer = writer
        self._languages = languages
        self._notices = notices
        self._searches = Searches(bot)
        self._sending: set[asyncio.Task[Any]] = set()

    def kind(self, channel_id: ChannelId) -> ChannelKind | None:
        """Return what a channel is; None when it is not there."""
        return kind_of(self._bot.get_channel(channel_id))

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether a server is in an outage, or has not told its channels yet."""
        return self._bot.is_away(server_id)

    def language(self, server_id: ServerId) -> str:
        """Return the locale that a server has in Discord."""
        return self._languages.in_discord(server_id)

    def seen_with(self, channel_id: ChannelId, others: Iterable[ChannelId]) -> frozenset[ChannelId]:
        """Return those of the other channels that everybody sees who sees the first one; in doubt none."""
        here = self._bot.get_channel(channel_id)
        return frozenset(each for each in {*others} if all_see_too(here, self._bot.get_channel(each)))

    def public(self, channels: Iterable[ChannelId]) -> frozenset[ChannelId]:
        """Return those of the channels that everybody sees; in doubt none."""
        found = {each: self._bot.get_channel(each) for each in channels}
        return frozenset(
            each
            for each, channel in found.items()
            if isinstance(channel, discord.abc.GuildChannel) and is_public(channel)
        )

    def pingable(self, channel_id: ChannelId, roles: Sequence[RoleId]) -> tuple[RoleId, ...]:
        """Return those of the roles that a card in a channel would ping: they are there, and we may."""
        return pingable(self._bot.get_channel(channel_id), roles)

    async def post_card(self, channel_id: ChannelId, card: Card, *, nonce: str) -> Place:
        """Send the card; the same nonce within Discord's window gives the same message."""
        view = await self._view(channel_id, card)
        pings = pinging(card.pings)
        async with self._bot.slot(Lane.CARD, channel_id, permissions.POST):
            sent = self._at(channel_id).send(view=view, nonce=nonce, allowed_mentions=pings)
            message = await self._shielded(sent)
        return Place(channel_id, MessageId(message.id))

    async def make_post(self, forum_id: ChannelId, card: Card, *, name: str) -> Place:
        """Make a post of the card in a forum; after OutcomeUnknown it has to be searched for."""
        await self._bot.wait_until_logged_in()
        forum = self._bot.get_channel(forum_id)
        if not isinstance(forum, discord.ForumChannel):
            raise DestinationGone
        view = await self._view(forum_id, card)
        locale = await self._languages.of(card.edition.server_id)
        async with self._bot.slot(Lane.CARD, forum_id, permissions.MAKE_POST):
            made = await self._shielded(
                forum.create_thread(
                    name=self._writer.thread_name(name, locale),
                    view=view,
                    applied_tags=_tags_there(forum, card.edition.forum_tags(forum_id)),
                    allowed_mentions=pinging(card.pings),
                    auto_archive_duration=_WEEK_IN_MINUTES,
                )
            )
        return Place(ChannelId(made.thread.id), MessageId(made.message.id))

    async def find_posts(self, forum_id: ChannelId, marker: str, *, after: MessageId) -> tuple[Place, ...]:
        """Return our own posts after the anchor that carry the marker, oldest first, archived ones too."""
        return await self._searches.posts(forum_id, marker, after=after)

    async def find_message(
        self, channel_id: ChannelId, marker: str, *, after: MessageId
    ) -> tuple[MessageId, ...]:
        """Return our own messages after the anchor that carry the marker, oldest first."""
        return await self._searches.messages(channel_id, marker, after=after)

    async def edit_card(self, place: Place, card: Card) -> None:
        """Draw a card again, in the archive too."""

        async def edit() -> None:
            view = await self._view(place.channel_id, card)  # a view is good for one call
            async with self._bot.slot(Lane.EDIT, place.channel_id, permissions.WRITE, server_id=server_id):
                await self._shielded(self._message(place).edit(view=view))

        server_id = card.edition.server_id
        await self._opened(Lane.EDIT, place.channel_id, edit)

    async def crosspost(self, place: Place) -> None:
        """Pass a card in an announcement channel on to who follows it; repeating it is harmless."""
        async with self._bot.slot(Lane.SEED, place.channel_id, permissions.WRITE):
            try:
                await self._shielded(self._bot.http.publish_message(place.channel_id, place.message_id))
            except discord.HTTPException as error:
                if error.code != ALREADY_CROSSPOSTED:
                    raise

    async def open_discussion(self, place: Place, name: str) -> tuple[ThreadId, bool]:
        """Make the message's thread; return it, and whether it is new: one that is there keeps its name."""
        shown = self._writer.thread_name(name, await self._languages.at(place.channel_id))
        async with self._bot.slot(Lane.DISCUSSION, place.channel_id, permissions.DISCUSS):
            made = await self._shielded(self._start_thread(place, shown))
        return ThreadId(place.message_id), made  # Discord gives a thread the id of its message

    async def post_opening(
        self, thread_id: ThreadId, edition: Edition, key: CardKey, *, nonce: str
    ) -> MessageId:
        """Send the discussion's first message; same rules as post_card."""
        view = self._writer.opening(edition, key, await self._languages.of(edition.server_id))
        return await self._speak(thread_id, view, edition.server_id, nonce)

    async def post_result(
        self, thread_id: ThreadId, edition: Edition, poll: PollView, key: CardKey, *, nonce: str
    ) -> MessageId:
        """Say in the discussion how its poll ended; same rules as post_card.

        Writing in an archived discussion opens it: it is archived again.
        """
        view = self._writer.result(edition, poll, key, await self._languages.of(edition.server_id))
        was_archived = await self._is_archived(thread_id, edition.server_id)
        message_id = await self._speak(thread_id, view, edition.server_id, nonce)
        if was_archived:
            await self._archive_again(Lane.DISCUSSION, ChannelId(thread_id))
        return message_id

    async def post_note(self, note: Note, *, nonce: str) -> MessageId:
        """Say a note in its discussion; same rules as post_card. One that was archived is so again."""
        here, there = (self._bot.get_channel(each) for each in channels_of(note))
        locale = await self._languages.of(note.server_id)
        view = self._writer.note(note, locale, tells_where=all_see_too(here, there))
        rests = note.locks is None and await self._is_archived(note.thread_id, note.server_id)
        with _locked_for_us():
            message_id = await self._speak(note.thread_id, view, note.server_id, nonce)
        if rests:
            await self._archive_again(Lane.DISCUSSION, ChannelId(note.thread_id))
        return message_id

    async def lock(self, thread_id: ThreadId, *, locked: bool) -> None:
        """Lock a thread, or open it again; it is taken out of the archive for that."""
        with _locked_for_us():
            async with self._bot.slot(Lane.DISCUSSION, ChannelId(thread_id), permissions.LOCK):
                await self._shielded(self._bot.http.edit_channel(thread_id, locked=locked, archived=False))

    async def discussions(self, server_id: ServerId) -> Sequence[tuple[ThreadId, datetime]]:
        """Return our active threads in a server with the moment of their last message, the quietest first."""
        async with self._bot.slot(Lane.DISCUSSION, ChannelId(server_id), (), server_id=server_id):
            active = (await self._bot.http.get_active_threads(server_id))["threads"]
        ours = [thread for thread in active if int(thread["owner_id"]) == self._bot.own_id]
        return sorted(((ThreadId(int(each["id"])), _last_said(each)) for each in ours), key=itemgetter(1))

    async def archive(self, thread_id: ThreadId, *, archived: bool) -> None:
        """Archive a thread of ours, or take it out of the archive."""
        try:
            await self._set_archived(Lane.DISCUSSION, ChannelId(thread_id), archived=archived)
        except Archived:  # somebody was faster
            _log.debug("discussion.archived_already", thread=thread_id)

    async def seed(self, place: Place, emoji: str) -> None:
        """Put our own reaction; repeating it is harmless. Raises EmojiGone for one that is not there."""

        async def react() -> None:
            async with self._bot.slot(Lane.SEED, place.channel_id, needed):
                await self._shielded(self._message(place).add_reaction(_in_path(emoji)))

        needed = permissions.seed(elsewhere=self._is_from_elsewhere(place.channel_id, emoji))
        try:
            await self._opened(Lane.SEED, place.channel_id, react)
        except Refused as refusal:
            if refusal.discord_code == UNKNOWN_EMOJI:
                raise EmojiGone(emoji=emoji) from refusal
            raise

    async def take_back(self, place: Place, emoji: str, user_id: UserId) -> None:
        """Take a reader's reaction away; PermissionMissing where that is not allowed."""
        async with self._bot.slot(Lane.EDIT, place.channel_id, permissions.TAKE_BACK):
            reader = discord.Object(user_id)
            await self._shielded(self._message(place).remove_reaction(_in_path(emoji), reader))

    async def reactions(self, place: Place) -> Mapping[str, Reactions]:
        """Return how many reacted to a card, by the emoji's key; an emoji is not there that nobody put."""
        return await self._searches.reactions(place)

    async def reactors(
        self, place: Place, emoji: str, counted: Reactions | None = None
    ) -> AsyncIterator[Reactor]:
        """List everybody who reacted with the emoji, normal and burst, all pages; not what nobody put."""
        kinds: tuple[Literal[0, 1], ...] = (0, 1)  # normal, burst: each listed apart
        for kind in kinds:
            if counted is not None and not (counted.burst if kind else counted.normal):
                continue
            try:
                async for user in self._searches.reactors(place, _in_path(emoji), kind):
                    yield Reactor(UserId(int(user["id"])), bot=user.get("bot", False), burst=kind == 1)
            except Refused as refusal:
                if refusal.discord_code == UNKNOWN_EMOJI:
                    raise EmojiGone(emoji=emoji) from refusal
                raise

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

    async def _view(self, channel_id: ChannelId, card: Card) -> Layout:
        locale = await self._languages.of(card.edition.server_id)
        return self._writer.card(card, locale, link_home=await self._links_home(channel_id, card))

    async def _links_home(self, channel_id: ChannelId, card: Card) -> bool:
        """Tell whether a card may say where its home is: not to more people than can see it there."""
        if card.home is None:
            return False
        try:
            here = await self._bot.find_channel(channel_id, permissions.SCAN)
            home = await self._bot.find_channel(card.home.channel_id, permissions.SCAN)
        except (DestinationGone, PermissionMissing, Refused):
            return False
        return all_see_too(here, home)

    async def _speak(self, thread_id: ThreadId, view: Layout, server_id: ServerId, nonce: str) -> MessageId:
        where = ChannelId(thread_id)
        async with self._bot.slot(Lane.DISCUSSION, where, permissions.SPEAK, server_id=server_id):
            message = await self._shielded(self._at(where).send(view=view, nonce=nonce))
        return MessageId(message.id)

    async def _start_thread(self, place: Place, name: str) -> bool:
        """Make a message's thread; False where it has one."""
        try:
            await self._bot.http.start_thread_with_message(
                place.channel_id,
                place.message_id,
                name=name,
                auto_archive_duration=_WEEK_IN_MINUTES,
            )
        except discord.HTTPException as error:
            if error.code != THREAD_EXISTS:
                raise
            return False
        return True

    async def _opened(self, lane: Lane, channel_id: ChannelId, act: Callable[[], Awaitable[None]]) -> None:
        """Act somewhere; where that is archived, take it out of the archive for so long."""
        try:
            await act()
        except Archived:
            await self._set_archived(lane, channel_id, archived=False)
            try:
                await act()
            finally:
                await self._archive_again(lane, channel_id)

    async def _is_archived(self, thread_id: ThreadId, server_id: ServerId) -> bool:
        """Ask whether a thread is archived: what we heard of it may be old."""
        where = ChannelId(thread_id)
        async with self._bot.slot(Lane.DISCUSSION, where, permissions.SPEAK, server_id=server_id):
            thread: Any = await self._bot.http.get_channel(thread_id)
        return bool(thread.get("thread_metadata", {}).get("archived"))

    async def _archive_again(self, lane: Lane, thread_id: ChannelId) -> None:
        """Archive what was archived before; where that fails Discord does it when a week was quiet."""
        try:
            await self._set_archived(lane, thread_id, archived=True)
        except PublishError as error:
            _log.info("discussion.left_open", thread=thread_id, why=str(error))

    async def _set_archived(self, lane: Lane, thread_id: ChannelId, *, archived: bool) -> None:
        with _locked_for_us():
            async with self._bot.slot(lane, thread_id, permissions.ARCHIVE):
                await self._shielded(self._bot.http.edit_channel(thread_id, archived=archived))

    def _is_from_elsewhere(self, channel_id: ChannelId, emoji: str) -> bool:
        """Tell whether a custom emoji is not the server's own; an unknown server's is taken for its own."""
        server = getattr(self._bot.get_channel(channel_id), "guild", None)
        number = discord.PartialEmoji.from_str(emoji).id
        return number is not None and server is not None and server.get_emoji(number) is None

    def _at(self, channel_id: ChannelId) -> discord.PartialMessageable:
        return self._bot.get_partial_messageable(channel_id)

    def _message(self, place: Place) -> discord.PartialMessage:
        return self._at(place.channel_id).get_partial_message(place.message_id)

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


@contextmanager
def _locked_for_us() -> Iterator[None]:
    """Turn Discord's word for a thread that only moderators may use into the permission it takes."""
    try:
        yield
    except Refused as refusal:
        if refusal.discord_code != THREAD_LOCKED:
            raise
        raise PermissionMissing(permission=permissions.permission_name("manage_threads")) from refusal


def _tags_there(forum: discord.ForumChannel, wanted: Sequence[ForumTagId]) -> list[discord.ForumTag]:
    """Return those of the wanted tags that the forum still has: for a deleted one it would take no post."""
    there = (forum.get_tag(tag_id) for tag_id in wanted)
    return [tag for tag in there if tag is not None]


def _last_said(thread: "Thread") -> datetime:
    """Return when a thread was last written in, or else made."""
    return discord.utils.snowflake_time(int(thread.get("last_message_id") or thread["id"]))


def _in_path(emoji: str) -> str:
    """Return an emoji as addresses carry it: `name:id` for a custom one."""
    return emoji.strip("<>").removeprefix("a:").removeprefix(":")
