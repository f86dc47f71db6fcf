"""What became of the stories that a feed brought to a server."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select

from bot.domain.edition import EditionState
from bot.domain.ids import FeedId, ServerId
from bot.domain.reasons import Reason
from bot.storage.database import Connection
from bot.storage.tables import decision, edition, feed

_OUT = (EditionState.CLEARED.value, EditionState.RETRACTED.value, EditionState.MERGED.value)


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """How many of a feed's stories went out, wait, and were rejected. name: its title, or address."""

    name: str
    posted: int
    waiting: int
    rejected: int


async def of_feed(tx: Connection, server_id: ServerId, feed_id: FeedId, *, since: datetime) -> FeedRecord:
    """Return what became of a feed's stories in a server since a time."""
    named = (await tx.execute(select(feed.c.title, feed.c.url).where(feed.c.id == feed_id))).first()
    its_edition = and_(edition.c.story_id == decision.c.story_id, edition.c.server_id == server_id)
    brought = (
        decision.c.server_id == server_id,
        decision.c.feed_id == feed_id,
        decision.c.at >= since,
        decision.c.reason.in_([Reason.ROUTED.value, Reason.REVIEW.value]),
    )

    counted = select(
        _those(edition.c.state.in_(_OUT)).label("posted"),
        _those(edition.c.state == EditionState.HELD).label("waiting"),
        _those(edition.c.state == EditionState.REJECTED).label("rejected"),
    ).select_from(decision.join(edition, its_edition))
    row = (await tx.execute(counted.where(*brought))).one()
    name = "" if named is None else named.title or named.url
    return FeedRecord(name, row.posted, row.waiting, row.rejected)


def _those(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
