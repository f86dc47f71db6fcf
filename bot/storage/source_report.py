"""What a server's feeds brought in some time, counted: at most the last 50,000 decisions on stories."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, func, select

from bot.domain.edition import EditionState
from bot.domain.ids import EditionId, FeedId, ServerId, ThreadId
from bot.domain.poll import PollState
from bot.domain.reasons import Reason
from bot.domain.source import Trust
from bot.domain.source_report import FeedFigures
from bot.domain.verdict import VerdictKind
from bot.storage.database import Connection
from bot.storage.desk_tables import verdict
from bot.storage.poll_tables import mark, poll
from bot.storage.tables import decision, delivery, discussion, edition, feed, source

MOST = 50_000
_THREADS = 300
# One feed's decision on a story is the one by which it has an edition.
_TAKEN = (Reason.ROUTED, Reason.REVIEW)


@dataclass(frozen=True, slots=True)
class FeedThread:
    """The discussion of a story that a feed brought."""

    feed_id: FeedId
    edition_id: EditionId
    thread_id: ThreadId


async def figures(
    tx: Connection, server_id: ServerId, *, since: datetime, feed_id: FeedId | None = None
) -> list[FeedFigures]:
    """Return what each of the server's feeds brought since then, or one of them."""
    wanted = [source.c.server_id == server_id]
    if feed_id is not None:
        wanted.append(source.c.feed_id == feed_id)
    columns = (source.c.feed_id, source.c.trust, source.c.added_at, feed.c.title, feed.c.url)
    rows = await tx.execute(
        select(*columns).join(feed, feed.c.id == source.c.feed_id).where(*wanted).order_by(source.c.id)
    )
    lately = _lately(server_id, since, feed_id)
    reasons = await _reasons(tx, lately)
    became = await _became(tx, server_id, lately)
    rejected = await _rejected(tx, server_id, lately)
    return [
        replace(
            _counted(row, reasons.get(row.feed_id, {}), became.get(row.feed_id)),
            rejected=rejected.get(row.feed_id, {}),
        )
        for row in rows.all()
    ]


async def threads(
    tx: Connection, server_id: ServerId, *, since: datetime, feed_id: FeedId | None = None
) -> list[FeedThread]:
    """Return the newest discussions of what the feeds brought since then."""
    lately = _lately(server_id, since, feed_id)
    rows = await tx.execute(
        select(lately.c.feed_id, discussion.c.edition_id, discussion.c.thread_id)
        .join(edition, _its_edition(lately, server_id))
        .join(discussion, discussion.c.edition_id == edition.c.id)
        .where(lately.c.reason.in_(_TAKEN))
        .order_by(discussion.c.opened_at.desc())
        .limit(_THREADS)
    )
    return [
        FeedThread(FeedId(row.feed_id), EditionId(row.edition_id), ThreadId(row.thread_id)) for row in rows
    ]


def _lately(server_id: ServerId, since: datetime, feed_id: FeedId | None) -> Subquery:
    wanted = [decision.c.server_id == server_id, decision.c.at >= since]
    if feed_id is not None:
        wanted.append(decision.c.feed_id == feed_id)
    columns = (decision.c.story_id, decision.c.feed_id, decision.c.reason)
    return select(*columns).where(*wanted).order_by(decision.c.at.desc()).limit(MOST).subquery("lately")


def _its_edition(lately: Subquery, server_id: ServerId) -> ColumnElement[bool]:
    return and_(edition.c.story_id == lately.c.story_id, edition.c.server_id == server_id)


async def _reasons(tx: Connection, lately: Subquery) -> Mapping[int, Mapping[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    groups = (lately.c.feed_id, lately.c.reason)
    for feed_id, reason, number in await tx.execute(select(*groups, func.count()).group_by(*groups)):
        found[feed_id][reason] = number
    return found


async def _became(tx: Connection, server_id: ServerId, lately: Subquery) -> Mapping[int, Any]:
    """Return of what a feed brought first: how many were posted, wait, were approved; and their voters."""
    posted = exists().where(delivery.c.edition_id == edition.c.id, delivery.c.posted_at.is_not(None))
    approved = exists().where(
        verdict.c.edition_id == edition.c.id,
        verdict.c.kind == VerdictKind.APPROVED,
        verdict.c.undone_at.is_(None),
    )
    marked = select(func.count(mark.c.voter_key.distinct())).where(mark.c.poll_id == poll.c.id)
    closed = poll.c.state == PollState.CLOSED
    voters = case((closed, func.coalesce(poll.c.voters, 0)), else_=marked.scalar_subquery())
    rows = await tx.execute(
        select(
            lately.c.feed_id,
            _number(posted).label("posted"),
            _number(edition.c.state == EditionState.HELD).label("held"),
            _number(approved).label("approved"),
            func.coalesce(func.sum(case((poll.c.id.is_not(None), voters), else_=0)), 0).label("voters"),
        )
        .join(edition, _its_edition(lately, server_id))
        .outerjoin(poll, poll.c.edition_id == edition.c.id)
        .where(lately.c.reason.in_(_TAKEN))
        .group_by(lately.c.feed_id)
    )
    return {row.feed_id: row for row in rows}


async def _rejected(tx: Connection, server_id: ServerId, lately: Subquery) -> Mapping[int, Mapping[str, int]]:
    """Return how often what a feed brought first was rejected, by reason; a blocked outlet is one."""
    why = func.coalesce(verdict.c.reason, verdict.c.kind).label("why")
    rows = await tx.execute(
        select(lately.c.feed_id, why, func.count(edition.c.id.distinct()))
        .join(edition, _its_edition(lately, server_id))
        .join(verdict, verdict.c.edition_id == edition.c.id)
        .where(
            lately.c.reason.in_(_TAKEN),
            edition.c.state == EditionState.REJECTED,
            verdict.c.kind.in_((VerdictKind.REJECTED, VerdictKind.BLOCKED)),
            verdict.c.undone_at.is_(None),
        )
        .group_by(lately.c.feed_id, why)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for feed_id, reason, number in rows:
        found[feed_id][reason] = number
    return found


def _counted(row: Any, reasons: Mapping[str, int], became: Any) -> FeedFigures:
    figures = FeedFigures(
        feed_id=FeedId(row.feed_id),
        title=row.title,
        url=row.url,
        trust=Trust(row.trust),
        added_at=row.added_at,
        brought=sum(number for reason, number in reasons.items() if reason != Reason.BACKLOG),
        duplicates=reasons.get(Reason.DUPLICATE, 0),
        filtered=reasons.get(Reason.FILTERED, 0),
        untagged=reasons.get(Reason.NO_TAG, 0),
    )
    if became is None:
        return figures
    return replace(
        figures,
        posted=became.posted,
        held=became.held,
        approved=became.approved,
        voters=became.voters,
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
