"""The stories that digests choose from, and what readers made of them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, func, or_, select, union

from bot.domain.delivery import DeliveryState, Place
from bot.domain.digest import Candidate
from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId, EditionId, MessageId, ServerId, TagId, ThreadId, UserId
from bot.domain.notification import NotificationState, Way
from bot.domain.poll import PollMode, PollState, Tally
from bot.domain.reasons import Reason
from bot.domain.subscription import Reach
from bot.storage import carried_marks, polls
from bot.storage.database import Connection
from bot.storage.desk_tables import note
from bot.storage.poll_tables import poll
from bot.storage.reader_tables import notification, reader, subscription
from bot.storage.shown import SHOWN_TITLE
from bot.storage.tables import delivery, discussion, edition, edition_tag, story, tag
from bot.storage.upsert import in_pieces

# What waited longer until it came out was no news: older stories need not be looked at, which are many.
_WAITED = timedelta(days=7)
# What a moderator let out is news then: it was held for so long at most before.
_HELD = timedelta(days=60)
# What was told by these ways was read by the reader, or could have been.
_TOLD_BY = [way.value for way in Way]


async def candidates(
    tx: Connection, server_id: ServerId, *, since: datetime, until: datetime
) -> list[Candidate]:
    """Return the stories that came out in a server after one moment and until another, with their votes.

    A story that has moved came out when its first card did.
    """
    came_at = func.coalesce(_first_posted_at(), delivery.c.not_before, type_=delivery.c.not_before.type)
    stands = and_(delivery.c.message_id.is_not(None), delivery.c.state != DeliveryState.REMOVED)
    without_card = and_(delivery.c.state == DeliveryState.FAILED, delivery.c.reason == Reason.OVER_BUDGET)
    rows = await tx.execute(
        select(
            edition.c.id,
            *(SHOWN_TITLE, story.c.link, story.c.outlet),
            *(delivery.c.channel_id, delivery.c.place_id, delivery.c.message_id),
            came_at.label("came_at"),
            discussion.c.thread_id,
            poll.c.id.label("poll_id"),
            poll.c.state.label("poll_state"),
            poll.c.voters,
        )
        .join(story, story.c.id == edition.c.story_id)
        .join(delivery, and_(delivery.c.edition_id == edition.c.id, delivery.c.home))
        .outerjoin(discussion, discussion.c.edition_id == edition.c.id)
        .outerjoin(poll, poll.c.edition_id == edition.c.id)
        .where(
            edition.c.id.in_(_lately_let_out(server_id, since)),
            edition.c.state == EditionState.CLEARED,
            or_(stands, without_card),
            came_at > since,
            came_at <= until,
        )
    )
    found = rows.all()
    tags_of = await _tags(tx, [row.id for row in found])
    voters = await _voters(tx, [row.poll_id for row in found if row.poll_state == PollState.OPEN])
    return [_candidate(row, tags_of[row.id], voters.get(row.poll_id)) for row in found]


async def own_messages(tx: Connection, edition_ids: Collection[EditionId]) -> dict[EditionId, int]:
    """Return how many messages in the discussions of these editions are ours; first messages do not count.

    What was said where a story was discussed before it moved stands in another discussion.
    """
    ours: dict[EditionId, int] = defaultdict(int)
    for piece in in_pieces(list(edition_ids)):
        opening = and_(
            discussion.c.opening_message_id.is_not(None),
            discussion.c.opening_message_id != discussion.c.thread_id,
        )
        opened = select(discussion.c.edition_id).where(discussion.c.edition_id.in_(piece), opening)
        told = select(poll.c.edition_id).where(
            poll.c.edition_id.in_(piece), poll.c.result_message_id.is_not(None)
        )
        noted = (
            select(note.c.edition_id)
            .join(discussion, discussion.c.thread_id == note.c.thread_id)
            .where(note.c.edition_id.in_(piece), note.c.message_id.is_not(None))
        )
        for query in (opened, told, noted):
            for edition_id in await tx.scalars(query):
                ours[EditionId(edition_id)] += 1
        batches = func.count(notification.c.batch_key.distinct()).label("number")
        rows = await tx.execute(
            select(notification.c.edition_id, batches)
            .where(
                notification.c.edition_id.in_(piece),
                notification.c.reach == Way.MENTION,
                notification.c.state == NotificationState.SENT,
            )
            .group_by(notification.c.edition_id)
        )
        for row in rows:
            ours[EditionId(row.edition_id)] += row.number
    return ours


async def wishes(tx: Connection, user_id: UserId, server_id: ServerId) -> dict[TagId, Reach] | None:
    """Return how the stories of a reader's tags reach them; None where they have none in the server."""
    usual = await tx.scalar(
        select(reader.c.reach).where(reader.c.user_id == user_id, reader.c.server_id == server_id)
    )
    rows = await tx.execute(
        select(subscription.c.tag_id, subscription.c.reach).where(
            subscription.c.user_id == user_id, subscription.c.server_id == server_id
        )
    )
    return {TagId(row.tag_id): Reach(row.reach or usual or Reach.MENTION) for row in rows} or None


async def told(tx: Connection, user_id: UserId, edition_ids: Collection[EditionId]) -> frozenset[EditionId]:
    """Return those of the editions of which the reader was told in person."""
    found: set[EditionId] = set()
    for piece in in_pieces(list(edition_ids)):
        rows = await tx.scalars(
            select(notification.c.edition_id).where(
                notification.c.user_id == user_id,
                notification.c.edition_id.in_(piece),
                notification.c.state == NotificationState.SENT,
                notification.c.reach.in_(_TOLD_BY),
            )
        )
        found.update(EditionId(each) for each in rows)
    return frozenset(found)


async def counts(
    tx: Connection, edition_ids: Collection[EditionId]
) -> dict[EditionId, tuple[PollMode, Tally]]:
    """Return the counts of the polls that these editions have."""
    found = {}
    for edition_id in edition_ids:
        if (its_poll := await polls.of_edition(tx, edition_id)) is not None:
            found[edition_id] = (its_poll.mode, await polls.tally_of(tx, its_poll))
    return found


async def labels(tx: Connection, tag_ids: Collection[TagId]) -> dict[TagId, str]:
    """Return the labels of tags."""
    rows = await tx.execute(select(tag.c.id, tag.c.label).where(tag.c.id.in_(tag_ids)))
    return {TagId(row.id): row.label for row in rows}


async def channels_of(tx: Connection, tag_ids: Collection[TagId]) -> dict[TagId, ChannelId]:
    """Return the channels of tags."""
    rows = await tx.execute(select(tag.c.id, tag.c.channel_id).where(tag.c.id.in_(tag_ids)))
    return {TagId(row.id): ChannelId(row.channel_id) for row in rows}


def _first_posted_at() -> ColumnElement[datetime | None]:
    """When the first card of an edition came to stand; empty where none did."""
    cards = delivery.alias("card")
    first = select(func.min(cards.c.posted_at, type_=cards.c.posted_at.type))
    return first.where(cards.c.edition_id == edition.c.id).correlate(edition).scalar_subquery()


def _lately_let_out(server_id: ServerId, since: datetime) -> CompoundSelect[int]:
    """The editions that may have come out after a moment: they came lately, or a moderator let them out."""
    of_server = select(edition.c.id).where(edition.c.server_id == server_id)
    came = of_server.where(edition.c.created_at > since - _WAITED)
    waited = edition.c.state == EditionState.CLEARED, edition.c.held_at > since - _HELD
    return union(came, of_server.where(*waited, edition.c.decided_at > since - _WAITED))


async def _tags(tx: Connection, edition_ids: Collection[int]) -> dict[int, tuple[TagId, ...]]:
    found: dict[int, tuple[TagId, ...]] = defaultdict(tuple)
    for piece in in_pieces(list(edition_ids)):
        rows = await tx.execute(
            select(edition_tag.c.edition_id, edition_tag.c.tag_id)
            .join(tag, tag.c.id == edition_tag.c.tag_id)
            .where(edition_tag.c.edition_id.in_(piece))
            .order_by(tag.c.position, tag.c.id)
        )
        for row in rows:
            found[row.edition_id] += (TagId(row.tag_id),)
    return found


async def _voters(tx: Connection, poll_ids: Collection[int]) -> dict[int, int]:
    """Return how many readers have marked anything in open polls."""
    found: dict[int, int] = {}
    for piece in in_pieces(list(poll_ids)):
        number = carried_marks.voters_of(poll).label("number")
        rows = await tx.execute(select(poll.c.id.label("poll_id"), number).where(poll.c.id.in_(piece)))
        found.update({row.poll_id: row.number for row in rows if row.number})
    return found


def _candidate(row: Any, tags: tuple[TagId, ...], voters: int | None) -> Candidate:
    place = None
    if row.message_id is not None:
        place = Place(ChannelId(row.place_id), MessageId(row.message_id))
    return Candidate(
        edition_id=EditionId(row.id),
        title=row.title,
        channel_id=ChannelId(row.channel_id),
        came_at=row.came_at,
        tags=tags,
        place=place,
        link=row.link,
        outlet=row.outlet,
        thread_id=None if row.thread_id is None else ThreadId(row.thread_id),
        voters=voters or row.voters or 0,
    )
