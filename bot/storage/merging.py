"""Making one tag of two: what the one had is the other's then, and nothing is posted twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, literal, select, update

from bot.domain.ids import TagId
from bot.domain.subscription import Reach
from bot.domain.tagging import Tag
from bot.storage import redirections, removals, role_changes, tags, upsert
from bot.storage.database import Connection
from bot.storage.reader_tables import reader, subscription
from bot.storage.tables import edition_tag, source_tag, tag_rule

_STRENGTH = {reach.value: place for place, reach in enumerate(Reach)}


@dataclass(frozen=True, slots=True)
class Union:
    """What would come together.

    subscribers: of the tag that goes; of_both: how many of them have the other too. stories: of it so far.
    waiting: cards that wait for it alone. feeds: how many give it all their stories.
    """

    subscribers: int
    of_both: int
    stories: int
    waiting: int
    feeds: int


async def union_of(tx: Connection, gone: Tag, into: Tag) -> Union:
    """Count what a merger would bring together."""
    loss = await removals.loss_of(tx, gone)
    others = select(subscription.c.user_id).where(subscription.c.tag_id == into.id)
    of_both = and_(subscription.c.tag_id == gone.id, subscription.c.user_id.in_(others))
    return Union(
        subscribers=loss.subscribers,
        of_both=await _number(tx, of_both),
        stories=await _number(tx, edition_tag.c.tag_id == gone.id),
        waiting=loss.cards,
        feeds=loss.feeds,
    )


async def merge(tx: Connection, gone: Tag, into: Tag, *, now: datetime) -> int:
    """Give what one tag has to another, and remove it; return how many deliveries went to its channel.

    Who had both keeps the stronger way to be reached. How the other posts its stories stays.
    """
    moved = 0
    if gone.channel_id != into.channel_id:
        moved = await redirections.redirect(tx, gone, into.channel_id, now=now)
    await _unite_subscriptions(tx, gone, into)
    await _hand_over(tx, gone, into)
    keys = (gone.key, *gone.synonyms)
    await tags.remove(tx, gone.id)
    await tags.add_synonyms(tx, into.id, [key for key in keys if key != into.key])
    if into.role_is_ours and into.role_id is not None:
        await role_changes.follow_all(tx, into.role_id, into.id, into.server_id, now=now)
    return moved


async def _hand_over(tx: Connection, gone: Tag, into: Tag) -> None:
    """Give the other tag what stands in rows of the tag; what it has already stays as it is."""
    to = literal(into.id).label("tag_id")
    for table, more in (
        (edition_tag, (edition_tag.c.edition_id, edition_tag.c.reason, edition_tag.c.detail)),
        (source_tag, (source_tag.c.source_id,)),
        (tag_rule, (tag_rule.c.kind, tag_rule.c.value)),
    ):
        rows = select(to, *more).where(table.c.tag_id == gone.id)
        if table is tag_rule:
            rows = rows.order_by(tag_rule.c.id)
        names = ["tag_id", *(column.name for column in more)]
        await tx.execute(upsert.insert(tx, table).from_select(names, rows).on_conflict_do_nothing())


async def _unite_subscriptions(tx: Connection, gone: Tag, into: Tag) -> None:
    theirs, others = subscription.alias("theirs"), subscription.alias("others")
    of_reader = and_(reader.c.user_id == theirs.c.user_id, reader.c.server_id == theirs.c.server_id)
    twice = await tx.execute(
        select(theirs.c.user_id, theirs.c.reach, others.c.reach, reader.c.reach)
        .join(others, and_(others.c.user_id == theirs.c.user_id, others.c.tag_id == into.id))
        .outerjoin(reader, of_reader)
        .where(theirs.c.tag_id == gone.id)
    )
    for user_id, reach, other, for_all in twice.all():
        usual = for_all or Reach.MENTION
        if _STRENGTH[reach or usual] < _STRENGTH[other or usual]:
            known_by = and_(subscription.c.tag_id == into.id, subscription.c.user_id == user_id)
            await tx.execute(update(subscription).where(known_by).values(reach=reach))
    have = select(subscription.c.user_id).where(subscription.c.tag_id == into.id)
    of_both = and_(subscription.c.tag_id == gone.id, subscription.c.user_id.in_(have))
    await tx.execute(delete(subscription).where(of_both))
    await tx.execute(
        update(subscription).where(subscription.c.tag_id == gone.id).values(tag_id=TagId(into.id))
    )


async def _number(tx: Connection, condition: ColumnElement[bool]) -> int:
    return await tx.scalar(select(func.count()).where(condition)) or 0
