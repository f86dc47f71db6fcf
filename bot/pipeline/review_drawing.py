"""What a message of the review channel is to show, as the database knows it now."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.edition import Edition, EditionState, sight_of
from bot.domain.ids import CardKey, ChannelId, EditionId, FeedId, ServerId
from bot.domain.review import ReviewKind
from bot.domain.story import words_of
from bot.domain.verdict import VerdictKind, without_names
from bot.domain.wording import differences
from bot.pipeline.drawing import Drawing
from bot.pipeline.ports import Card, PollView
from bot.pipeline.review_ports import ReviewView, SourceRecord
from bot.storage import (
    clearing,
    deliveries,
    desk_rules,
    editions,
    reviews,
    settings,
    source_records,
    sources,
    verdicts,
)
from bot.storage.database import Connection
from bot.storage.review_messages import Review

RECORD_OF = timedelta(days=30)
# What of a feed takes long to count is counted so often, and every time where it does not.
_KNOWN_FOR = timedelta(minutes=1)
_MUCH = 500
# What has become of an edition, and what moderators did to one that still waits.
_TOLD = tuple(kind for kind in VerdictKind if kind is not VerdictKind.HELD)
_OF_CHANGES = (VerdictKind.APPLIED, VerdictKind.KEPT)


class ReviewDrawing:
    """Puts together what moderators are shown of a story."""

    def __init__(self, drawing: Drawing, clock: Clock) -> None:
        self._drawing = drawing
        self._clock = clock
        self._records: dict[tuple[ServerId, FeedId], tuple[datetime, SourceRecord]] = {}

    async def of_message(
        self, tx: Connection, review: Review, *, channel_id: ChannelId | None = None
    ) -> ReviewView | None:
        """Return what a message shows where it stands, or is about to; None when its edition is gone."""
        if review.edition_id is None:
            return None
        if review.kind is ReviewKind.CHANGE:
            view = await self._change(tx, review, review.edition_id)
        else:
            view = await self.of_edition(tx, review.edition_id, review.card_key)
        where = channel_id or review.channel_id
        if view is None or where is None:
            return view
        return replace(view, secret=self._drawing.tells_too_many(where, view.edition))

    async def of_edition(self, tx: Connection, edition_id: EditionId, key: str) -> ReviewView | None:
        """Return what is shown of an edition with buttons of this key; None when it is gone."""
        edition = await editions.get(tx, edition_id)
        if edition is None:
            return None
        held = edition.state is EditionState.HELD
        hours = (await settings.of(tx, edition.server_id)).review_hours
        since = edition.held_at or edition.created_at
        last = await verdicts.last(tx, edition_id, _TOLD)
        holds = (await reviews.holds_of(tx, [edition_id])).get(edition_id, ())
        return ReviewView(
            key,
            await self._card(tx, edition, key),
            edition,
            sight_of(edition),
            asks=held,
            holds=without_names(holds, known={tag.label for tag in edition.tags}),
            source=await self._source(tx, edition),
            expires_at=since + timedelta(hours=hours) if held else None,
            verdict=last,
            undoable=last is not None and await clearing.can_wait_again(tx, edition),
            places=() if held else await deliveries.places(tx, edition_id),
            clipped_by=edition.clipped_by,
        )

    async def _change(self, tx: Connection, review: Review, edition_id: EditionId) -> ReviewView | None:
        """Return what the source of an edition has changed, until somebody has decided on that."""
        edition = await editions.get(tx, edition_id)
        if edition is None:
            return None
        said = edition.source_words or edition.story.draft
        last = await verdicts.last(tx, edition_id, _OF_CHANGES)
        decided = last if last is not None and last.at >= review.created_at else None
        changes = differences(edition)
        return ReviewView(
            review.card_key,
            await self._card(tx, edition, review.card_key),
            edition,
            words_of(said),
            asks=decided is None and bool(changes) and edition.state is EditionState.CLEARED,
            verdict=decided,
            places=await deliveries.places(tx, edition_id),
            changes=changes,
        )

    async def _card(self, tx: Connection, edition: Edition, key: str) -> Card:
        """Return the home card of an edition as it would be posted now."""
        home = await deliveries.home_of(tx, edition.id)
        if home is None:
            return Card(edition, CardKey(key), None)
        terms = home.terms or await self._drawing.decide(tx, home, edition)
        shown = self._drawing.without_hidden_tags(edition, home.channel_id)
        poll = None if terms.vote_set is None else PollView(terms.vote_set)
        return Card(shown, CardKey(key), poll, image=terms.image)

    async def _source(self, tx: Connection, edition: Edition) -> SourceRecord | None:
        feed_id = await clearing.brought_by(tx, edition)
        if feed_id is None:
            return None
        used = await sources.get(tx, edition.server_id, feed_id)
        doubted = used is not None and await desk_rules.is_doubted(tx, edition.server_id, used[0])
        return replace(await self._record(tx, edition.server_id, feed_id), doubted=doubted)

    async def _record(self, tx: Connection, server_id: ServerId, feed_id: FeedId) -> SourceRecord:
        now, key = self._clock.now(), (server_id, feed_id)
        known = self._records.get(key)
        if known is not None and now - known[0] < _KNOWN_FOR:
            return known[1]
        found = await source_records.of_feed(tx, *key, since=now - RECORD_OF)
        record = SourceRecord(found.name, found.posted, found.waiting, found.rejected)
        if found.posted + found.waiting + found.rejected >= _MUCH:
            self._records = {
                each: kept for each, kept in self._records.items() if now - kept[0] < _KNOWN_FOR
            } | {key: (now, record)}
        return record
