"""Subscriptions of readers, and the tags that they can have."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, false, func, select, true, update
from sqlalchemy.engine import Row

from bot.domain.channel import ChannelKind
from bot.domain.edition import EditionState
from bot.domain.ids import CardKey, ChannelId, ServerId, TagId, UserId
from bot.domain.subscription import Reach, Subscription
from bot.domain.tagging import DiscussionMode
from bot.storage.database import Connection
from bot.storage.reader_tables import subscription
from bot.storage.tables import delivery, edition, edition_tag, tag, tag_synonym
from bot.storage.upsert import in_pieces, insert

_OF_SUBJECTS = ("id", "key", "label", "channel_id", "kind", "discussion", "role_id", "role_is_ours")


@dataclass(frozen=True, slots=True)
class Subject:
    """A tag as readers know it; `others` are keys of other names for it.

    discussion: when its stories have one to be mentioned in. pinged: it has a role of ours for who wants
    that.
    """

    id: TagId
    key: str
    label: str
    channel_id: ChannelId
    others: tuple[str, ...] = ()
    discussion: DiscussionMode = DiscussionMode.ALWAYS
    pinged: bool = False


async def subjects(tx: Connection, server_id: ServerId, *, others_with: str | None = None) -> list[Subject]:
    """Return the server's tags in its order; others_with: only those other names that contain this key."""
    of_server = tag.c.server_id == server_id
    return await _subjects(tx, of_server, None if others_with is None else _contains(others_with))


async def subjects_of_card(tx: Connection, server_id: ServerId, key: CardKey) -> list[Subject] | None:
    """Return the tags of the story on a card; None where the card isn't known."""
    carded = and_(delivery.c.server_id == server_id, delivery.c.card_key == key)
    edition_id = await tx.scalar(select(delivery.c.edition_id).where(carded))
    if edition_id is None:
        return None
    filed = select(edition_tag.c.tag_id).where(edition_tag.c.edition_id == edition_id)
    return await _subjects(tx, (tag.c.server_id == server_id) & tag.c.id.in_(filed))


async def of_reader(tx: Connection, server_id: ServerId, user_id: UserId) -> dict[TagId, Subscription]:
    """Return what a reader has subscribed to in a server."""
    rows = await tx.execute(select(subscription).where(_of(server_id, user_id)))
    return {
        TagId(row.tag_id): Subscription(
            TagId(row.tag_id), user_id, server_id, None if row.reach is None else Reach(row.reach)
        )
        for row in rows
    }


async def add(
    tx: Connection,
    server_id: ServerId,
    user_id: UserId,
    tag_ids: Collection[TagId],
    *,
    reach: Reach | None = None,
    now: datetime,
) -> None:
    """Subscribe a reader to tags of the server; those they have already stay as they are."""
    rows = [
        {"tag_id": tag_id, "user_id": user_id, "server_id": server_id, "reach": reach, "made_at": now}
        for tag_id in tag_ids
    ]
    if rows:
        await tx.execute(insert(tx, subscription).on_conflict_do_nothing(), rows)


async def remove(tx: Connection, server_id: ServerId, user_id: UserId, tag_ids: Collection[TagId]) -> None:
    """End a reader's subscriptions to these tags."""
    for piece in in_pieces(list(tag_ids)):
        ended = and_(_of(server_id, user_id), subscription.c.tag_id.in_(piece))
        await tx.execute(delete(subscription).where(ended))


async def remove_all(tx: Connection, server_id: ServerId, user_id: UserId) -> None:
    """End all of a reader's subscriptions in a server."""
    await tx.execute(delete(subscription).where(_of(server_id, user_id)))


async def set_reach(
    tx: Connection,
    server_id: ServerId,
    user_id: UserId,
    tag_ids: Collection[TagId],
    reach: Reach | None,
) -> None:
    """Let the stories of these tags reach the reader in a way of their own; None: as they want it for all."""
    for piece in in_pieces(list(tag_ids)):
        theirs = and_(_of(server_id, user_id), subscription.c.tag_id.in_(piece))
        await tx.execute(update(subscription).where(theirs).values(reach=reach))


async def subscribers(tx: Connection, server_id: ServerId) -> dict[TagId, int]:
    """Return how many readers have each of the server's tags."""
    rows = await tx.execute(
        select(subscription.c.tag_id, func.count())
        .join(tag, tag.c.id == subscription.c.tag_id)
        .where(tag.c.server_id == server_id)
        .group_by(subscription.c.tag_id)
    )
    return {TagId(tag_id): number for tag_id, number in rows}


async def stories_since(
    tx: Connection, server_id: ServerId, since: datetime, homes: Collection[ChannelId]
) -> dict[TagId, int]:
    """Return how many stories each of the server's tags has brought whose home is in these channels."""
    brought = (
        delivery.c.home,
        delivery.c.channel_id.in_(homes),
        edition.c.server_id == server_id,
        edition.c.created_at >= since,
        edition.c.state == EditionState.CLEARED,
    )
    rows = await tx.execute(
        select(edition_tag.c.tag_id, func.count())
        .join(edition, edition.c.id == edition_tag.c.edition_id)
        .join(delivery, delivery.c.edition_id == edition.c.id)
        .where(*brought)
        .group_by(edition_tag.c.tag_id)
    )
    return {TagId(tag_id): number for tag_id, number in rows}


async def _subjects(
    tx: Connection, condition: ColumnElement[bool], named: ColumnElement[bool] | None = None
) -> list[Subject]:
    keys = await tx.execute(
        select(tag_synonym.c.tag_id, tag_synonym.c.key)
        .join(tag, tag.c.id == tag_synonym.c.tag_id)
        .where(condition, true() if named is None else named)
    )
    others: dict[int, list[str]] = defaultdict(list)
    for tag_id, key in keys.all():
        others[tag_id].append(key)
    rows = await tx.execute(
        select(*(tag.c[name] for name in _OF_SUBJECTS)).where(condition).order_by(tag.c.position, tag.c.id)
    )
    return [_subject(row, others.get(row.id, ())) for row in rows.all()]


def _subject(row: Row[Any], others: Iterable[str]) -> Subject:
    # A post in a forum is its own discussion.
    always = row.kind == ChannelKind.FORUM.value
    return Subject(
        row.id,
        row.key,
        row.label,
        row.channel_id,
        tuple(others),
        DiscussionMode.ALWAYS if always else DiscussionMode(row.discussion),
        row.role_is_ours and row.role_id is not None,
    )


def _contains(key: str) -> ColumnElement[bool]:
    return tag_synonym.c.key.contains(key, autoescape=True) if key else false()


def _of(server_id: ServerId, user_id: UserId) -> ColumnElement[bool]:
    return and_(subscription.c.server_id == server_id, subscription.c.user_id == user_id)
