"""Making one tag of two: what the one had is the other's then, and nothing is posted twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, delete, func, literal, select, update

from bot.domain.subscription import Reach
from bot.domain.tagging import Tag
from bot.storage import redirections, removals, role_changes, tags, upsert
from bot.storage.database import Connection
from bot.storage.reader_tables import reader, subscription
from bot.storage.tables import edition_tag, source_tag, tag_rule


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
    theirs = subscription.alias("theirs")
    for_all = select(reader.c.reach).where(
        reader.c.user_id == theirs.c.user_id, reader.c.server_id == theirs.c.server_id
    )
    usual = func.coalesce(for_all.scalar_subquery(), Reach.MENTION.value)
    of_both = and_(
        subscription.c.tag_id == into.id,
        theirs.c.tag_id == gone.id,
        theirs.c.user_id == subscription.c.user_id,
    )
    stronger = _strength(theirs.c.reach, usual) < _strength(subscription.c.reach, usual)
    await tx.execute(update(subscription).where(of_both, stronger).values(reach=theirs.c.reach))
    have = select(subscription.c.user_id).where(subscription.c.tag_id == into.id)
    twice = and_(subscription.c.tag_id == gone.id, subscription.c.user_id.in_(have))
    await tx.execute(delete(subscription).where(twice))
    await tx.execute(update(subscription).where(subscription.c.tag_id == gone.id).values(tag_id=into.id))


def _strength(reach: ColumnElement[str | None], usual: ColumnElement[str]) -> ColumnElement[int]:
    """The place of a way to be reached: the lower, the stronger."""
    places = {each.value: place for place, each in enumerate(Reach)}
    return case(places, value=func.coalesce(reach, usual))


async def _number(tx: Connection, condition: ColumnElement[bool]) -> int:
    return await tx.scalar(select(func.count()).where(condition)) or 0
