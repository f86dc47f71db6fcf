"""The one discussion of an edition: when it is opened, and how there is room for it.

    always       with the card
    on request   when the first reader asks for it
    never        there is none
    in a forum   the post is the discussion, whatever the tag says

A server can have only so many active threads. Before one more would be too many, the quietest of ours
are archived: writing in one brings it back. A post whose poll is open goes last, because nobody can react
in the archive.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from weakref import WeakValueDictionary

import structlog

from bot.clock import Clock
from bot.domain.delivery import Discussion, Place, anchor, nonce
from bot.domain.edition import Edition
from bot.domain.errors import DestinationGone, PublishError, ThreadsFull
from bot.domain.ids import CardKey, ChannelId, EditionId, MessageId, ServerId, ThreadId
from bot.pipeline.ports import Publisher
from bot.storage import discussions, endings, moving
from bot.storage.database import Database

_log = structlog.get_logger(__name__)

# So much is archived at a time, that it need not be done for every card.
_ROOM = 0.05


@dataclass(frozen=True, slots=True)
class DiscussionRules:
    """What an operator can set.

    nonce_window: for how long Discord is trusted to remember a nonce.
    active: how many of our threads may be active in one server.
    """

    nonce_window: timedelta = timedelta(seconds=60)
    active: int = 900


class Discussing:
    """Opens discussions and makes room for them; every method can be repeated."""

    def __init__(
        self, database: Database, publisher: Publisher, clock: Clock, rules: DiscussionRules
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._rules = rules
        self._opening: WeakValueDictionary[EditionId, asyncio.Lock] = WeakValueDictionary()
        self._clearing: WeakValueDictionary[ServerId, asyncio.Lock] = WeakValueDictionary()

    async def open(self, edition: Edition, place: Place, key: CardKey, *, fresh: bool = False) -> ThreadId:
        """Open the discussion under a card, unless there is one, and write its first message.

        fresh: nothing of it can have been begun before.
        """
        async with self._opening.setdefault(edition.id, asyncio.Lock()):
            async with self._database.read() as tx:
                discussion = await discussions.find(tx, edition.id)
            if discussion is None:
                discussion = await self._start(edition, place)
            else:
                fresh = False
            await self._write_opening(edition, discussion, key, fresh=fresh)
            return discussion.thread_id

    async def make_room(self, server_id: ServerId, *, full: bool = False) -> None:
        """Archive the quietest discussions of a server where one more would be too many.

        full: Discord has said so, whatever we know.
        """
        async with self._clearing.setdefault(server_id, asyncio.Lock()):
            async with self._database.read() as tx:
                known = set(await discussions.active(tx, server_id))
            if full or len(known) >= self._rules.active:
                await self._archive_quietest(server_id, known, full=full)

    async def _start(self, edition: Edition, place: Place) -> Discussion:
        name = edition.story.draft.title
        await self.make_room(edition.server_id)
        try:
            thread_id, new = await self._publisher.open_discussion(place, name)
        except ThreadsFull:
            await self.make_room(edition.server_id, full=True)
            thread_id, new = await self._publisher.open_discussion(place, name)
        async with self._database.write() as tx:
            now = self._clock.now()
            called = name if new else None
            added = await discussions.add(
                tx, edition.id, edition.server_id, thread_id, now=now, called=called
            )
            await endings.lock_if_ended(tx, edition.id, now=now)
            return added

    async def _write_opening(
        self, edition: Edition, discussion: Discussion, key: CardKey, *, fresh: bool
    ) -> None:
        if discussion.opening_message_id is not None:
            return
        try:
            message_id = await self._find_or_write(edition, discussion, key, fresh=fresh)
        except DestinationGone:
            _log.info("delivery.discussion_gone", thread=discussion.thread_id)
            return  # somebody deleted it: the card stays, and its poll goes on
        async with self._database.write() as tx:
            await discussions.record_opening(tx, edition.id, message_id)
            await moving.point_back(tx, edition.id, now=self._clock.now())

    async def _find_or_write(
        self, edition: Edition, discussion: Discussion, key: CardKey, *, fresh: bool
    ) -> MessageId:
        intent_at = discussion.opening_intent_at
        if not fresh and self._clock.now() - intent_at >= self._rules.nonce_window:
            found = await self._publisher.find_message(
                ChannelId(discussion.thread_id), key, after=anchor(intent_at)
            )
            if found:
                return found[0]
        return await self._publisher.post_opening(
            discussion.thread_id, edition, key, nonce=nonce(key, "opening")
        )

    async def _archive_quietest(self, server_id: ServerId, known: set[ThreadId], *, full: bool) -> None:
        """Archive what is quiet until there is room; `known` was active before Discord was asked."""
        active = [thread_id for thread_id, _ in await self._publisher.discussions(server_id)]
        async with self._database.write() as tx:
            await discussions.archived(tx, known - set(active), now=self._clock.now())
            await discussions.woken(tx, set(active) - known)
            voted_in = await discussions.active(tx, server_id)
        room = max(1, round(self._rules.active * _ROOM))
        too_many = room if full else len(active) + room - self._rules.active
        quietest = sorted(
            (each for each in active if each in voted_in), key=lambda each: voted_in[each]
        )  # stable: of equals the quieter one first
        for thread_id in quietest[: max(0, too_many)]:
            await self._archive(thread_id)

    async def _archive(self, thread_id: ThreadId) -> None:
        try:
            await self._publisher.archive(thread_id, archived=True)
        except PublishError as error:
            _log.warning("discussion.not_archived", thread=thread_id, why=str(error))
            return
        async with self._database.write() as tx:
            await discussions.archived(tx, {thread_id}, now=self._clock.now())
