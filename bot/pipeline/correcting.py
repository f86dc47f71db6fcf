"""Letting Discord follow what moderators change of stories that stand there already.

    discussion   its name, its first message, and a post's forum tags, are those of the story as it is now
    reactions    ours on the card are those of its poll's options
    card         a pointer that no tag leads to any more is deleted

Each is a row, put there in the transaction that makes the change (`bot.storage.corrections`), and each can be
repeated. Cards are drawn again by `refreshing`.
"""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.domain.delivery import ACTIVE_STATES, Delivery, DeliveryState, Place
from bot.domain.edition import Edition
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    PermissionMissing,
    PublishError,
    Refused,
    TryLater,
)
from bot.domain.ids import CardKey, ForumTagId, MessageId, ThreadId
from bot.domain.poll import PollState
from bot.pipeline.ports import Publisher
from bot.pipeline.rounds import Rounds, attempt, every
from bot.pipeline.seeding import Seeding
from bot.storage import corrections, deliveries, discussions, editions, polls, redirecting, tags
from bot.storage.corrections import Correction, CorrectionKind
from bot.storage.database import Database

_log = structlog.get_logger(__name__)

# Rows tell what is due: they are looked at so often, which costs next to nothing.
_LOOK = timedelta(seconds=2)
_SOON = timedelta(seconds=3)
_UNANSWERED = timedelta(minutes=10)
_UNMENDED = timedelta(hours=12)
_AWAY_SECONDS = 60.0
# What is written longer than that was refused, or its discussion is gone.
_OPENING = timedelta(minutes=10)
_UNDER_WAY = frozenset({DeliveryState.QUEUED, DeliveryState.POSTING, DeliveryState.POSTED})


class Corrector(Protocol):
    """Changes in Discord what stands there of a story. Every method may raise a PublishError."""

    async def name_discussion(self, thread_id: ThreadId, edition: Edition, called: str | None) -> bool:
        """Let a discussion be called as its story is now; False where somebody gave it another name.

        called: the title that we called it by last; None where that is not known.
        """

    async def file_post(
        self,
        thread_id: ThreadId,
        edition: Edition,
        wanted: Collection[ForumTagId],
        known: Collection[ForumTagId],
    ) -> None:
        """Let a post have these of the known forum tags; what else somebody has filed it under stays."""

    async def edit_opening(
        self, thread_id: ThreadId, message_id: MessageId, edition: Edition, key: CardKey
    ) -> None:
        """Draw a discussion's first message again."""

    async def unseed(self, place: Place, emoji: str) -> None:
        """Take our own reaction away; nothing where there is none."""

    async def delete_card(self, place: Place, *, is_post: bool) -> None:
        """Delete a card; of a post all of it."""


class Correcting:
    """Lets Discord follow. `wake` is set by whoever has asked for something."""

    def __init__(self, database: Database, publisher: Publisher, corrector: Corrector, clock: Clock) -> None:
        self.wake = asyncio.Event()
        self._database = database
        self._publisher = publisher
        self._corrector = corrector
        self._clock = clock
        self._seeding = Seeding(database, publisher, clock)
        self._rounds = Rounds(
            database, clock, find=every(_LOOK, corrections.due), do=self._do, wake=self.wake
        )

    async def run(self) -> None:
        """Do what is due until cancelled."""
        await self._rounds.run()

    async def correct_due(self) -> datetime:
        """Do some of what is due; return when to look again."""
        return await self._rounds.one()

    async def _do(self, asked: Correction) -> None:
        await attempt(
            self._follow(asked),
            partial(self._take, asked),
            "correction.failed",
            edition=asked.edition_id,
            kind=asked.kind,
        )

    async def _follow(self, asked: Correction) -> None:
        if self._publisher.is_away(asked.server_id):
            raise TryLater(seconds=_AWAY_SECONDS)
        match asked.kind:
            case CorrectionKind.CARD:
                await self._remove_card(asked)
            case CorrectionKind.REACTIONS:
                await self._reseed(asked)
            case _:
                await self._redraw_discussion(asked)

    async def _redraw_discussion(self, asked: Correction) -> None:
        async with self._database.read() as tx:
            edition = await editions.get(tx, asked.edition_id)
            discussion = await discussions.find(tx, asked.edition_id)
            home = await deliveries.home_of(tx, asked.edition_id)
            known = {each.options.forum_tag_id for each in await tags.of_server(tx, asked.server_id)}
        if edition is None or home is None or (discussion is None and home.state not in _UNDER_WAY):
            await self._done(asked)
            return
        if discussion is None:
            await self._look_again(asked)
            return
        if await self._corrector.name_discussion(discussion.thread_id, edition, discussion.called):
            async with self._database.write() as tx:
                await discussions.renamed(tx, edition.id, edition.story.draft.title)
        if home.place is not None and home.place.channel_id != home.channel_id:
            filed = frozenset(each for each in known if each is not None)
            wanted = edition.forum_tags(home.channel_id)
            if edition.retagged_at is not None:
                await self._corrector.file_post(discussion.thread_id, edition, wanted, filed)
        elif discussion.opening_message_id is not None:
            await self._corrector.edit_opening(
                discussion.thread_id, discussion.opening_message_id, edition, home.card_key
            )
        elif self._clock.now() - discussion.opening_intent_at < _OPENING:
            await self._look_again(asked)
            return
        await self._done(asked)

    async def _reseed(self, asked: Correction) -> None:
        async with self._database.read() as tx:
            poll = await polls.of_edition(tx, asked.edition_id)
        if poll is not None and poll.state is PollState.OPEN:
            kept = {option.emoji for option in poll.vote_set.options}
            for emoji in asked.emojis:
                if emoji not in kept:
                    await self._corrector.unseed(poll.place, emoji)
            for option in poll.vote_set.options:
                await self._seeding.seed(poll, option)
        await self._done(asked)

    async def _remove_card(self, asked: Correction) -> None:
        async with self._database.read() as tx:
            going = await corrections.is_going(tx, asked)
            card = None if asked.delivery_id is None else await corrections.card(tx, asked.delivery_id)
        if not going or card is None:
            return
        if card.state in ACTIVE_STATES:
            await self._look_again(asked)
            return
        if card.place is not None and card.state is not DeliveryState.REMOVED:
            try:
                await self._corrector.delete_card(
                    card.place, is_post=card.place.channel_id != card.channel_id
                )
            except (CardGone, DestinationGone):
                _log.info("correction.card_gone_already", delivery=card.id)
        await self._removed(asked, card)

    async def _removed(self, asked: Correction, card: Delivery) -> None:
        """Record that a card is gone; where it is wanted again since, it is posted anew."""
        async with self._database.write() as tx:
            await corrections.card_removed(tx, card)
            if not await corrections.is_going(tx, asked):
                await redirecting.queue_again(tx, [card.id], now=self._clock.now())
            await corrections.done(tx, asked)

    async def _look_again(self, asked: Correction) -> None:
        async with self._database.write() as tx:
            await corrections.put_off(tx, asked, until=self._clock.now() + _SOON)

    async def _done(self, asked: Correction) -> None:
        async with self._database.write() as tx:
            await corrections.done(tx, asked)

    async def _take(self, asked: Correction, error: PublishError) -> None:
        """Record why something could not be done, and whether it will be."""
        _log.info("correction.not_done", edition=asked.edition_id, kind=asked.kind, why=str(error))
        now = self._clock.now()
        async with self._database.write() as tx:
            match error:
                case TryLater():
                    await corrections.put_off(tx, asked, until=now + timedelta(seconds=error.seconds))
                case DestinationGone() | CardGone() | Refused():
                    await corrections.done(tx, asked)
                case PermissionMissing():
                    await corrections.try_again(tx, asked, now=now, most=_UNMENDED)
                case _:
                    await corrections.try_again(tx, asked, now=now, most=_UNANSWERED)
