"""What moderators are to decide, shown in the review channel of their server, and what they decided.

    wanted ──► posting ──► standing ──► settled     a message, its intent committed before the call
       └─ too many wait for a decision: a held story joins the queue, of which one message tells, and
          is the next when there is room; what a source changed waits until another change is decided

What is due in a server is done in its order. A message of which nobody knows whether it was posted is sent
again with its nonce as long as Discord knows that; then it is searched for. One that was deleted is not
posted again: its story is still in the queue that a command shows. One that went with its channel is wanted
again, in the channel that the server has by then.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.delivery import anchor, backoff, nonce
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    PublishError,
    TryLater,
)
from bot.domain.ids import ChannelId, ServerId
from bot.domain.review import ReviewKind, ReviewState
from bot.domain.turns import Turns
from bot.pipeline.review_drawing import ReviewDrawing
from bot.pipeline.review_ports import QueueView, ReviewPost, ReviewView
from bot.pipeline.rounds import Rounds
from bot.storage import review_messages, settings, verdicts
from bot.storage.database import Connection, Database
from bot.storage.review_messages import Review, ServerDue

_log = structlog.get_logger(__name__)

# So many wait for a decision with a message each; more would drown the channel.
MOST_CARDS = 10
# So long after the last decision those that wait the longest take the places that became free. Whoever works
# the queue off one by one would else get a message, and then a record, of every story in it; and whoever has
# decided all messages is asked for the next ones soon enough, as the one for the queue offers them meanwhile.
WORKED_OFF = timedelta(minutes=10)
# The message for the queue is drawn again no more often than this.
QUEUE_REST = timedelta(seconds=3)
_AT_ONCE = 25
_WITH_CARDS = (ReviewKind.HELD, ReviewKind.CHANGE)
_LOOK = timedelta(seconds=1)
_NO_ANSWER = timedelta(seconds=5)
_AWAY = timedelta(minutes=1)
_UNMENDED = timedelta(minutes=10)


class _ChannelShut(Exception):
    """Nothing can be posted in the review channel for now."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Reviewing:
    """Posts and draws the messages of review channels. `wake` is set by whoever makes one due."""

    def __init__(
        self,
        database: Database,
        post: ReviewPost,
        drawing: ReviewDrawing,
        clock: Clock,
        *,
        nonce_window: timedelta,
    ) -> None:
        self._database = database
        self._post = post
        self._drawing = drawing
        self._clock = clock
        self._nonce_window = nonce_window
        self._shut: dict[ServerId, tuple[ChannelId | None, datetime]] = {}
        self._told: set[ServerId] = set()
        self._queue_drawn: dict[ServerId, datetime] = {}
        self._begun = False
        self.wake = asyncio.Event()
        self._rounds = Rounds(database, clock, find=self._due, do=self._do, wake=self.wake)

    async def run(self) -> None:
        """Post and draw what is due until cancelled."""
        await self._rounds.run()

    async def do_due(self) -> datetime:
        """Do some of what is due; return when to look again."""
        return await self._rounds.one()

    def mended(self, server_id: ServerId) -> None:
        """Try again at once: channels or permissions of a server changed."""
        self._shut.pop(server_id, None)
        self.wake.set()

    async def _due(
        self, tx: Connection, now: datetime, turns: Turns, under_way: Collection[ServerId]
    ) -> tuple[list[ServerDue], datetime]:
        if not self._begun:
            await self._release(now)
        self._shut = {each: shut for each, shut in self._shut.items() if shut[1] > now}
        found = await review_messages.servers_due(tx, now=now)
        self._told -= {each.server_id for each in found if each.channel_id is not None}
        waiting = {
            each.server_id: [each]
            for each in found
            if each.server_id not in under_way and self._is_open(each)
        }
        return turns.pick(waiting), now + _LOOK

    def _is_open(self, due: ServerDue) -> bool:
        """Tell whether something can be done now: its channel is not shut, or there is one to be told of."""
        shut = self._shut.get(due.server_id)
        if shut is not None and shut[0] == due.channel_id:
            return False
        return due.channel_id is not None or due.drawable or due.server_id not in self._told

    async def _release(self, now: datetime) -> None:
        async with self._database.write() as tx:
            await review_messages.release(tx, now=now)
        self._begun = True

    async def _do(self, due: ServerDue) -> None:
        server_id = due.server_id
        if self._post.is_away(server_id):
            self._shut[server_id] = due.channel_id, self._clock.now() + _AWAY
            return
        taken, channel_id = await self._take(server_id)
        try:
            for review in taken:
                await self._bring(review, channel_id)
        except _ChannelShut as shut:
            self._shut[server_id] = channel_id, shut.until
        finally:
            await self._let_go(taken)
        if channel_id is None:
            await self._tell_of_no_channel(server_id)

    async def _take(self, server_id: ServerId) -> tuple[list[Review], ChannelId | None]:
        """Take what is to be done now, and let the rest of what is new wait."""
        now = self._clock.now()
        async with self._database.write() as tx:
            channel_id = (await settings.of(tx, server_id)).review_channel_id
            changed = await review_messages.sort_out(tx, server_id, now=now)
            room = {} if channel_id is None else await _room(tx, server_id)
            changed |= await _call_up(tx, server_id, room, now=now)
            taken = await review_messages.take_due(tx, server_id, now=now, room=room, limit=_AT_ONCE)
            queued = 0
            if channel_id is not None:
                queued = await review_messages.put_off_rest(tx, server_id, now=now)
            if queued or changed:
                await review_messages.ask_queue(tx, server_id, at=now, make=queued > 0)
        return taken, channel_id

    async def _let_go(self, taken: Sequence[Review]) -> None:
        async with self._database.write() as tx:
            await review_messages.let_go(tx, taken, at=self._clock.now())

    async def _tell_of_no_channel(self, server_id: ServerId) -> None:
        async with self._database.read() as tx:
            waiting = await review_messages.unshown(tx, server_id)
        self._told.add(server_id)
        if waiting:
            await self._post.notify(server_id, "notice-review-no-channel", {})

    async def _bring(self, review: Review, channel_id: ChannelId | None) -> None:
        try:
            if review.state is ReviewState.POSTING:
                await self._post_again(review)
            elif review.message_id is None and channel_id is not None:
                await self._post_new(review, channel_id)
            elif review.kind is ReviewKind.QUEUE:
                await self._draw_queue(review, channel_id)
            else:
                await self._draw(review)
        except _ChannelShut:
            raise
        except Exception:  # noqa: BLE001  # a bug keeps back this message only
            _log.exception("review.failed", server=review.server_id, review=review.id)
            await self._later(review, _UNMENDED)

    # Posting

    async def _post_new(self, wanted: Review, channel_id: ChannelId) -> None:
        async with self._database.write() as tx:
            view = await self._view(tx, wanted, channel_id=channel_id)
            if view is None or not view.asks:  # decided meanwhile
                await review_messages.drawn(tx, wanted, "", settled=True, now=self._clock.now())
                return
            begun = await review_messages.begin(tx, wanted, channel_id, view.seen, now=self._clock.now())
        await self._send(begun, view, fresh=True)

    async def _post_again(self, begun: Review) -> None:
        """Post what may have been posted: with the same nonce, or else if it is not found."""
        now = self._clock.now()
        intent_at = begun.intent_at or now
        if now - intent_at < self._nonce_window:
            async with self._database.read() as tx:
                view = await self._view(tx, begun)
            if view is not None:  # else it went with its edition
                await self._send(begun, view, fresh=False)
            return
        try:
            found = await self._post.find(_channel_of(begun), begun.card_key, after=anchor(intent_at))
        except DestinationGone:
            found = ()
        except PublishError as error:
            await self._not_posted(begun, error, fresh=False)
            return
        async with self._database.write() as tx:
            if found:
                await review_messages.posted(tx, begun, found[0], again_at=now)
            else:
                await review_messages.release_one(tx, begun, at=now)

    async def _send(self, begun: Review, view: ReviewView | QueueView, *, fresh: bool) -> None:
        """Post a message of which there is an intent. fresh: it was not tried before."""
        try:
            message_id = await self._post.post(
                _channel_of(begun), view, nonce=nonce(begun.card_key, "review")
            )
        except PublishError as error:
            await self._not_posted(begun, error, fresh=fresh)
            return
        now = self._clock.now()
        if begun.kind is ReviewKind.QUEUE:
            self._queue_drawn[begun.server_id] = now
        async with self._database.write() as tx:
            # Discord keeps what it took first, which may be older.
            await review_messages.posted(tx, begun, message_id, again_at=None if fresh else now)

    async def _not_posted(self, begun: Review, error: PublishError, *, fresh: bool) -> None:
        """Take in why a message was not posted, or is not known to be."""
        _log.info("review.not_posted", server=begun.server_id, review=begun.id, why=str(error))
        match error:
            case TryLater():
                await self._wait(begun, timedelta(seconds=error.seconds), unsent=fresh)
            case OutcomeUnknown():
                await self._wait(begun, _NO_ANSWER, unsent=False)
            case DestinationGone():
                await self._wait(begun, timedelta(), unsent=True)
                await self._tell_shut(begun, "notice-review-channel-gone", {})
            case PermissionMissing():
                await self._wait(begun, timedelta(), unsent=fresh)
                await self._tell_shut(begun, "notice-review-permission", {"permission": error.permission})
            case _:
                _log.error("review.refused", server=begun.server_id, review=begun.id, why=str(error))
                async with self._database.write() as tx:
                    await review_messages.gone(tx, begun, now=self._clock.now())
                    make = begun.kind is ReviewKind.HELD
                    await review_messages.ask_queue(tx, begun.server_id, at=self._clock.now(), make=make)

    async def _wait(self, begun: Review, wait: timedelta, *, unsent: bool) -> None:
        at = self._clock.now() + wait
        async with self._database.write() as tx:
            if unsent:
                await review_messages.release_one(tx, begun, at=at)
            else:
                await review_messages.put_off(tx, begun, until=at)

    async def _tell_shut(self, begun: Review, text_key: str, fields: dict[str, object]) -> None:
        """Leave the channel alone until it is mended, or for a while."""
        await self._post.notify(begun.server_id, text_key, {"channel": begun.channel_id, **fields})
        raise _ChannelShut(self._clock.now() + _AWAY)

    # Drawing

    async def _draw_queue(self, standing: Review, channel_id: ChannelId | None) -> None:
        """Draw the message for the queue, not too often; where the channel is another, it says so."""
        now = self._clock.now()
        rests_until = self._queue_drawn.get(standing.server_id, now - QUEUE_REST) + QUEUE_REST
        if rests_until > now:
            async with self._database.write() as tx:
                await review_messages.put_off(tx, standing, until=rests_until)
            return
        moved = channel_id is not None and channel_id != standing.channel_id
        self._queue_drawn[standing.server_id] = now
        await self._draw(standing, moved_to=channel_id if moved else None)
        if moved:
            async with self._database.write() as tx:
                waiting = await review_messages.unshown(tx, standing.server_id)
                await review_messages.ask_queue(tx, standing.server_id, at=now, make=waiting > 0)

    async def _draw(self, standing: Review, *, moved_to: ChannelId | None = None) -> None:
        async with self._database.read() as tx:
            view = await self._view(tx, standing, moved_to=moved_to)
        if view is None or standing.place is None:  # it went with its edition
            return
        try:
            if standing.kind is not ReviewKind.QUEUE or not view.asks or view.seen != standing.shown:
                await self._post.edit(standing.place, view)
        except PublishError as error:
            await self._not_drawn(standing, error)
            return
        async with self._database.write() as tx:
            now = self._clock.now()
            await review_messages.drawn(tx, standing, view.seen, settled=not view.asks, now=now)

    async def _not_drawn(self, standing: Review, error: PublishError) -> None:
        _log.info("review.not_drawn", server=standing.server_id, review=standing.id, why=str(error))
        match error:
            case TryLater():
                await self._later(standing, timedelta(seconds=error.seconds))
            case OutcomeUnknown() | PermissionMissing():
                wait = backoff(standing.attempts + 1, most=_UNMENDED)
                async with self._database.write() as tx:
                    await review_messages.try_again(tx, standing, at=self._clock.now() + wait)
            case DestinationGone() if standing.kind in _WITH_CARDS:
                async with self._database.write() as tx:
                    await review_messages.lost(tx, standing, at=self._clock.now())
            case CardGone() | DestinationGone():
                async with self._database.write() as tx:
                    await review_messages.gone(tx, standing, now=self._clock.now())
                    await review_messages.ask_queue(tx, standing.server_id, at=self._clock.now())
            case _:
                _log.error("review.refused", server=standing.server_id, review=standing.id, why=str(error))
                async with self._database.write() as tx:
                    await review_messages.put_off(tx, standing, until=None)

    async def _later(self, review: Review, wait: timedelta) -> None:
        async with self._database.write() as tx:
            await review_messages.put_off(tx, review, until=self._clock.now() + wait)

    async def _view(
        self,
        tx: Connection,
        review: Review,
        *,
        channel_id: ChannelId | None = None,
        moved_to: ChannelId | None = None,
    ) -> ReviewView | QueueView | None:
        if review.kind is not ReviewKind.QUEUE:
            return await self._drawing.of_message(tx, review, channel_id=channel_id)
        waiting = await review_messages.unshown(tx, review.server_id)
        return QueueView(review.card_key, review.server_id, waiting, moved_to)


async def _room(tx: Connection, server_id: ServerId) -> dict[ReviewKind, int]:
    """Return how many messages of each kind may be posted now."""
    counted = {kind: await review_messages.undecided(tx, server_id, kind) for kind in _WITH_CARDS}
    return {ReviewKind.QUEUE: 1} | {kind: max(0, MOST_CARDS - number) for kind, number in counted.items()}


async def _call_up(
    tx: Connection, server_id: ServerId, room: dict[ReviewKind, int], *, now: datetime
) -> bool:
    """Give the room for held stories to those that wait the longest; newer ones join the queue behind them.

    Tells whether the queue became another.
    """
    if not (most := room.get(ReviewKind.HELD, 0)):
        return False
    last = await verdicts.last_decided(tx, server_id, since=now - WORKED_OFF)
    at = now if last is None else last + WORKED_OFF
    called = await review_messages.call_up(tx, server_id, at=at, now=now, most=most)
    if called and at > now:
        room[ReviewKind.HELD] = 0
    return called and at <= now


def _channel_of(begun: Review) -> ChannelId:
    """Return where a message is posted of which there is an intent."""
    return begun.channel_id or ChannelId(0)
