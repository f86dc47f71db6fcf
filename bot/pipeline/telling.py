"""Messages that tell readers of stories, each of them once.

    first          sent, with a nonce that its key makes
    again, soon    sent, with the same nonce
    again, later   searched for by its key; sent again where it surely is not there

Where there is no discussion any more, those to be mentioned in it are written to.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

import structlog

from bot.clock import Clock
from bot.domain.delivery import anchor, backoff
from bot.domain.edition import Edition
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    DoorClosed,
    OutcomeUnknown,
    PermissionMissing,
    PublishError,
    ReaderGone,
    Refused,
    TryLater,
)
from bot.domain.ids import ChannelId, EditionId, ServerId, TagId, ThreadId, UserId
from bot.domain.notification import MOST_MENTIONED, MOST_STORIES, Batch
from bot.domain.reasons import Reason
from bot.pipeline.ports import Publisher
from bot.pipeline.reader_ports import Letter, ReaderPost, Told
from bot.storage import closed_doors, departures, editions, notification_batches, notifications, quiet_times
from bot.storage.database import Database
from bot.storage.notification_batches import Queued
from bot.storage.notifications import Posted

_log = structlog.get_logger(__name__)

_NONCE_LENGTH = 25


class Telling:
    """Sends what is due; both methods can be repeated, and leave nothing due that they could do."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        post: ReaderPost,
        clock: Clock,
        *,
        nonce_window: timedelta,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._post = post
        self._clock = clock
        self._nonce_window = nonce_window

    # In the discussion

    async def mention(self, edition_id: EditionId) -> None:
        """Mention readers who are due in a story's discussion, as many as one message takes."""
        now = self._clock.now()
        async with self._database.write() as tx:
            posted = await notifications.posted(tx, edition_id)
            edition = await editions.get(tx, edition_id)
            if posted is None or edition is None:
                await notifications.drop_of_edition(tx, edition_id, reason=Reason.CARD_DELETED, now=now)
                return
            if posted.thread_id is None:
                await notification_batches.turn_direct(tx, edition_id, now=now)
                return
            batch = await notification_batches.mention_in_doubt(tx, edition_id, now=now)
        batch = batch or await self._new_mention(posted, now)
        if batch is not None:
            await self._send_mention(batch, posted, posted.thread_id, edition)

    async def _new_mention(self, posted: Posted, now: datetime) -> Batch | None:
        async with self._database.read() as tx:
            queued = await notification_batches.mentions_queued(
                tx, posted.edition_id, now=now, most=MOST_MENTIONED
            )
            unsubscribed = await notification_batches.unsubscribed_among(tx, queued)
            breaking = dict.fromkeys(queued, posted.breaking)
            waits = await quiet_times.waits(tx, posted.server_id, breaking, now=now)
        dropped = dict.fromkeys(unsubscribed, Reason.UNSUBSCRIBED)
        if not self._post.is_open(posted.channel_id):
            for each in queued:
                if (
                    each not in dropped
                    and each not in waits
                    and (why := await self._why_kept_out(each.user_id, posted))
                ):
                    dropped[each] = why
        return await self._begin(posted.server_id, queued, dropped, waits)

    async def _why_kept_out(self, user_id: UserId, posted: Posted) -> Reason | None:
        """Return why a reader may not be mentioned; None where they may."""
        try:
            return (await self._why_hidden(user_id, [posted])).get(posted.edition_id)
        except ReaderGone:
            return Reason.MEMBER_GONE

    async def _send_mention(
        self, batch: Batch, posted: Posted, thread_id: ThreadId, edition: Edition
    ) -> None:
        async def is_there() -> bool:
            where = ChannelId(thread_id)
            return bool(await self._publisher.find_message(where, batch.key, after=anchor(batch.intent_at)))

        try:
            if self._is_in_doubt(batch):
                if not await is_there():
                    await self._release(batch)
                    return
            else:
                async with self._database.read() as tx:
                    theirs = await notification_batches.tags_of_mention(tx, batch)
                seen = self._publisher.seen_with(posted.channel_id, {tag.channel_id for tag in edition.tags})
                tags = tuple(tag for tag in edition.tags if tag.id in theirs and tag.channel_id in seen)
                await self._post.mention(
                    thread_id, edition, batch.users, tags=tags, key=batch.key, nonce=_nonce("m", batch)
                )
        except PublishError as error:
            await self._take_mention(batch, posted, error)
        else:
            await self._sent(batch)

    async def _take_mention(self, batch: Batch, posted: Posted, error: PublishError) -> None:
        match error:
            case CardGone():  # somebody deleted what was sent
                await self._sent(batch)
            case DestinationGone() | PermissionMissing() | Refused():
                _log.warning("notifying.no_discussion", edition=posted.edition_id, why=str(error))
                unsent = batch if batch.fresh else None
                async with self._database.write() as tx:
                    now = self._clock.now()
                    await notification_batches.turn_direct(tx, posted.edition_id, now=now, unsent=unsent)
                if isinstance(error, PermissionMissing):
                    # Of the channel: what is missing there is missing in all of its discussions.
                    fields: dict[str, object] = {
                        "channel": posted.channel_id,
                        "permission": error.permission,
                    }
                    await self._publisher.notify(batch.server_id, "notice-mention-permission", fields)
            case _:
                await self._try_again(batch, error)

    # By direct message

    async def write(self, server_id: ServerId, user_id: UserId) -> None:
        """Write to a reader of the stories that are due, as many as one message takes."""
        now = self._clock.now()
        async with self._database.read() as tx:
            closed = await closed_doors.is_closed(tx, user_id)
            batch = await notification_batches.message_in_doubt(tx, server_id, user_id, now=now)
            queued = await notification_batches.messages_queued(
                tx, server_id, user_id, now=now, most=MOST_STORIES
            )
        if closed and batch is None:
            await self._drop_messages(user_id, Reason.DOOR_CLOSED)
            return
        try:
            batch = batch or await self._new_message(server_id, user_id, queued)
            letter = None if batch is None else await self._letter(batch, user_id)
        except ReaderGone:
            await self._has_left(server_id, user_id)
            return
        except DestinationGone:
            await self._drop_messages(user_id, Reason.MEMBER_GONE, server_id)
            return
        if batch is not None and letter is not None:
            await self._send_letter(batch, letter)

    async def _new_message(
        self, server_id: ServerId, user_id: UserId, queued: Sequence[Queued]
    ) -> Batch | None:
        async with self._database.read() as tx:
            stand = [await notifications.posted(tx, each.edition_id) for each in queued]
            unsubscribed = await notification_batches.unsubscribed_among(tx, queued)
            there = {each: posted for each, posted in zip(queued, stand, strict=True) if posted is not None}
            breaking = {each: posted.breaking for each, posted in there.items()}
            waits = await quiet_times.waits(tx, server_id, breaking, now=self._clock.now())
        dropped = {each: Reason.CARD_DELETED for each in queued if each not in there}
        dropped |= {each: Reason.UNSUBSCRIBED for each in unsubscribed if each in there}
        left = [posted for each, posted in there.items() if each not in dropped and each not in waits]
        hidden = await self._why_hidden(user_id, left) if left else {}
        dropped |= {each: hidden[each.edition_id] for each in queued if each.edition_id in hidden}
        return await self._begin(server_id, queued, dropped, waits)

    async def _letter(self, batch: Batch, user_id: UserId) -> Letter | None:
        """Return what a message says now; None, and nobody is told, where there is nothing left to say."""
        async with self._database.read() as tx:
            tags = await notification_batches.tags_of_reader(tx, batch.editions, user_id)
            stand = [await notifications.posted(tx, each) for each in batch.editions]
            known = {each: await editions.get(tx, each) for each in batch.editions}
        left = [each for each in stand if each is not None]
        # What was begun just now was looked at just now.
        hidden = await self._why_hidden(user_id, left) if left and not batch.fresh else {}
        told = tuple(
            _told(posted, edition, tags.get(edition.id, ()))
            for posted in left
            if posted.edition_id not in hidden and (edition := known[posted.edition_id]) is not None
        )
        if not told:
            async with self._database.write() as tx:
                reason = Reason.HIDDEN if hidden else Reason.CARD_DELETED
                await notification_batches.drop_batch(tx, batch, reason=reason, now=self._clock.now())
        return Letter(user_id, batch.server_id, told, batch.key) if told else None

    async def _send_letter(self, batch: Batch, letter: Letter) -> None:
        async def is_there() -> bool:
            return await self._post.was_written(letter, after=anchor(batch.intent_at))

        try:
            if self._is_in_doubt(batch):
                if not await is_there():
                    await self._release(batch)
                    return
            else:
                await self._post.write(letter, nonce=_nonce("w", batch))
        except PublishError as error:
            await self._take_message(batch, letter, error)
        else:
            await self._sent(batch, reached=letter.user_id)

    async def _take_message(self, batch: Batch, letter: Letter, error: PublishError) -> None:
        match error:
            case CardGone():
                await self._sent(batch)
            case DoorClosed():
                async with self._database.write() as tx:
                    await closed_doors.close(tx, letter.user_id, now=self._clock.now())
                await self._drop_messages(letter.user_id, Reason.DOOR_CLOSED)
            case ReaderGone():
                await self._has_left(letter.server_id, letter.user_id)
            case DestinationGone():
                await self._drop_messages(letter.user_id, Reason.MEMBER_GONE, letter.server_id)
            case PermissionMissing() | Refused():
                _log.error("notifying.refused", reader=letter.user_id, why=str(error))
                async with self._database.write() as tx:
                    now = self._clock.now()
                    await notification_batches.drop_batch(tx, batch, reason=Reason.REFUSED, now=now)
            case _:
                await self._try_again(batch, error)

    async def _drop_messages(
        self, user_id: UserId, reason: Reason, server_id: ServerId | None = None
    ) -> None:
        async with self._database.write() as tx:
            now = self._clock.now()
            await notifications.drop_messages(tx, user_id, reason=reason, now=now, server_id=server_id)

    # Either way

    async def _why_hidden(self, user_id: UserId, stories: Sequence[Posted]) -> dict[EditionId, Reason]:
        """Return the stories that a member may not see now, and why; raises ReaderGone for who is none."""
        server_id = stories[0].server_id
        seen = await self._post.seen_by(server_id, user_id, {each.channel_id for each in stories})
        return {each.edition_id: Reason.HIDDEN for each in stories if each.channel_id not in seen}

    async def _begin(
        self,
        server_id: ServerId,
        queued: Sequence[Queued],
        dropped: Mapping[Queued, Reason],
        waits: Mapping[Queued, datetime],
    ) -> Batch | None:
        """Commit who shares the next message, who waits, and who is not told; None where nobody is left."""
        now = self._clock.now()
        told = [each for each in queued if each not in dropped and each not in waits]
        gone = {each.user_id for each, why in dropped.items() if why is Reason.MEMBER_GONE}
        async with self._database.write() as tx:
            for reason in set(dropped.values()):
                these = [each for each, why in dropped.items() if why is reason]
                await notification_batches.drop(tx, these, reason=reason, now=now)
            for user_id in gone:
                await departures.left(tx, server_id, user_id, now=now)
            await notification_batches.wait(
                tx, {each: until for each, until in waits.items() if each not in dropped}
            )
            return await notification_batches.begin(tx, told, secrets.token_hex(12), now=now)

    async def _has_left(self, server_id: ServerId, user_id: UserId) -> None:
        async with self._database.write() as tx:
            await departures.left(tx, server_id, user_id, now=self._clock.now())

    def _is_in_doubt(self, batch: Batch) -> bool:
        """Tell whether it is to be looked for: it was begun longer ago than Discord knows its nonce."""
        return not batch.fresh and self._clock.now() - batch.intent_at >= self._nonce_window

    async def _release(
        self,
        batch: Batch,
        *,
        until: datetime | None = None,
        attempts: int | None = None,
        reason: Reason | None = None,
    ) -> None:
        """Let those wait again who were to share a message that surely is not there."""
        async with self._database.write() as tx:
            await notification_batches.release(
                tx,
                batch,
                until=until or self._clock.now(),
                attempts=batch.attempts if attempts is None else attempts,
                reason=reason,
            )

    async def _sent(self, batch: Batch, *, reached: UserId | None = None) -> None:
        async with self._database.write() as tx:
            await notification_batches.sent(tx, batch, now=self._clock.now())
            if reached is not None:
                await closed_doors.open(tx, reached)

    async def _try_again(self, batch: Batch, error: PublishError) -> None:
        """Try a message again: when Discord says, or after a wait that grows."""
        _log.info("notifying.later", batch=batch.key, why=str(error))
        now, attempts = self._clock.now(), batch.attempts + 1
        match error:
            case TryLater():
                until, attempts = now + timedelta(seconds=error.seconds), batch.attempts
                reason = Reason.RATE_LIMITED
            case OutcomeUnknown():
                until, reason = now + backoff(attempts), Reason.NO_ANSWER
            case _:
                until, reason = now + backoff(attempts), Reason.INTERNAL
        if batch.fresh and not isinstance(error, OutcomeUnknown):
            await self._release(batch, until=until, attempts=attempts, reason=reason)
            return
        async with self._database.write() as tx:
            await notification_batches.put_off(tx, batch, until=until, attempts=attempts, reason=reason)


def _told(posted: Posted, edition: Edition, tags: Collection[TagId]) -> Told:
    return Told(edition, posted.place, tuple(tag for tag in edition.tags if tag.id in tags))


def _nonce(kind: Literal["m", "w"], batch: Batch) -> str:
    return f"{kind}{batch.key}"[:_NONCE_LENGTH]
