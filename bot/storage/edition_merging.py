"""Making one edition of two in a server: tags, readers' lists, and those that were merged before."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, literal, select, update

from bot.domain.edition import Edition
from bot.domain.ids import ChannelId, EditionId
from bot.storage import editions, refreshes
from bot.storage.database import Connection
from bot.storage.editions import Extension
from bot.storage.reader_tables import saved_story
from bot.storage.tables import delivery, edition, edition_tag
from bot.storage.upsert import insert


async def unite(tx: Connection, gone: Edition, into: Edition, *, now: datetime) -> Sequence[str]:
    """Give one edition what the other has; return the labels of the tags that it got.

    Where a card of the other stands, which points to this one from now on, no pointer is posted.
    """
    lacking = [each for each in gone.tags if each.id not in {own.id for own in into.tags}]
    to = literal(into.id).label("edition_id")
    columns = (edition_tag.c.tag_id, edition_tag.c.reason, edition_tag.c.detail)
    theirs = select(to, *columns).where(edition_tag.c.edition_id == gone.id)
    names = ["edition_id", "tag_id", "reason", "detail"]
    await tx.execute(insert(tx, edition_tag).from_select(names, theirs).on_conflict_do_nothing())
    missing = {each.channel_id for each in lacking} - await _with_cards(tx, {gone.id, into.id}, into.id)
    pointers = tuple(sorted(missing))
    await editions.extend(tx, [Extension(into.id, into.server_id, (), pointers)], now=now)
    await _hand_over(tx, gone.id, into.id)
    before = update(edition).where(edition.c.merged_into == gone.id).values(merged_into=into.id)
    chained = await tx.scalars(before.returning(edition.c.id))
    await refreshes.ask(tx, {EditionId(each) for each in chained}, at=now)
    return [each.label for each in lacking]


async def _with_cards(tx: Connection, of: Collection[EditionId], into: EditionId) -> set[ChannelId]:
    """Return where a card of one stands, or one of the other goes."""
    stands = delivery.c.message_id.is_not(None) | (delivery.c.edition_id == into)
    rows = select(delivery.c.channel_id).where(delivery.c.edition_id.in_(of), stands)
    return {ChannelId(each) for each in await tx.scalars(rows)}


async def _hand_over(tx: Connection, gone: EditionId, into: EditionId) -> None:
    """Put the other story on the lists of readers who have put this one aside."""
    to = literal(into).label("edition_id")
    columns = (saved_story.c.user_id, saved_story.c.server_id, saved_story.c.saved_at)
    theirs = select(to, *columns).where(saved_story.c.edition_id == gone)
    names = ["edition_id", "user_id", "server_id", "saved_at"]
    await tx.execute(insert(tx, saved_story).from_select(names, theirs).on_conflict_do_nothing())
    await tx.execute(delete(saved_story).where(saved_story.c.edition_id == gone))
