"""What holds or blocks stories in servers, and how many stories their feeds have brought so far."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, delete, func, select
from sqlalchemy.engine import Row

from bot.domain.holding import DeskRule, DeskRuleKind, first_of
from bot.domain.ids import ChannelId, DeskRuleId, FeedId, ServerId, UserId
from bot.domain.reasons import Reason
from bot.domain.source import Source, Trust
from bot.domain.verdict import VerdictKind
from bot.storage.database import Connection
from bot.storage.desk_tables import desk_rule, verdict
from bot.storage.tables import decision, delivery, edition, server, story
from bot.storage.upsert import in_pieces, insert

# What a feed brought: its other decisions are about what went no further.
_BROUGHT = (Reason.ROUTED.value, Reason.REVIEW.value)
_LAST = 500  # whose outlets are offered


async def of_server(tx: Connection, server_id: ServerId) -> tuple[DeskRule, ...]:
    """Return a server's rules, the oldest first."""
    return (await of_servers(tx, [server_id])).get(server_id, ())


async def of_servers(tx: Connection, server_ids: Iterable[ServerId]) -> dict[ServerId, tuple[DeskRule, ...]]:
    """Return the rules of servers that have any, of each the oldest first."""
    found: dict[ServerId, list[DeskRule]] = {}
    for piece in in_pieces(sorted(set(server_ids))):
        rows = await tx.execute(
            select(desk_rule).where(desk_rule.c.server_id.in_(piece)).order_by(desk_rule.c.id)
        )
        for row in rows:
            found.setdefault(ServerId(row.server_id), []).append(_rule(row))
    return {server_id: tuple(rules) for server_id, rules in found.items()}


async def add(
    tx: Connection, server_id: ServerId, rules: Iterable[DeskRule], *, by: UserId, now: datetime
) -> None:
    """Give a server more rules; those that it has stay as they are."""
    rows = [
        {"server_id": server_id, "kind": each.kind, "value": each.value, "added_by": by, "added_at": now}
        for each in rules
    ]
    if rows:
        await tx.execute(insert(tx, desk_rule).on_conflict_do_nothing(), rows)


async def remove(tx: Connection, server_id: ServerId, rule_ids: Collection[DeskRuleId]) -> int:
    """Take rules of a server away; return how many there were."""
    of_these = desk_rule.c.server_id == server_id, desk_rule.c.id.in_(rule_ids)
    return (await tx.execute(delete(desk_rule).where(*of_these))).rowcount


async def brought(tx: Connection, server_id: ServerId, feed_id: FeedId, *, most: int) -> int:
    """Return how many stories a feed has brought to a server, as `brought_to` counts them."""
    return (await brought_to(tx, {server_id: most}, feed_id))[server_id]


async def brought_to(tx: Connection, most: Mapping[ServerId, int], feed_id: FeedId) -> dict[ServerId, int]:
    """Return how many stories a feed has brought to each of these servers, counted to its most.

    To one where a moderator trusts the feed it has brought enough.
    """
    if not most:
        return {}
    limit, found = max(most.values()), dict[ServerId, int]()
    # Server by server: what has had much of the feed is counted no further, and not asked about trust at all.
    some = _brought(feed_id).limit(limit).correlate(server).subquery()
    counted = select(func.count()).select_from(some).scalar_subquery()
    enough = case((counted >= limit, True), else_=_trusted(feed_id).correlate(server).exists())
    for piece in in_pieces(sorted(most)):
        rows = await tx.execute(select(server.c.id, counted, enough).where(server.c.id.in_(piece)))
        for server_id, number, is_enough in rows:
            found[server_id] = most[server_id] if is_enough else min(number, most[server_id])
    return found


async def still_first(tx: Connection, server_id: ServerId, feed_id: FeedId) -> bool:
    """Tell whether the next story of a feed is held as one of its first."""
    most = first_of(await of_server(tx, server_id))
    return most > 0 and await brought(tx, server_id, feed_id, most=most) < most


async def is_doubted(tx: Connection, server_id: ServerId, source: Source) -> bool:
    """Tell whether what a source brings next is held for its own sake."""
    return source.trust is Trust.REVIEW or await still_first(tx, server_id, source.feed_id)


async def outlets(tx: Connection, server_id: ServerId) -> list[tuple[str, ChannelId]]:
    """Return the outlets of a server's last stories, the newest first, with the channel of each story."""
    rows = await tx.execute(
        select(story.c.outlet, delivery.c.channel_id)
        .select_from(edition)
        .join(story, story.c.id == edition.c.story_id)
        .join(delivery, (delivery.c.edition_id == edition.c.id) & delivery.c.home)
        .where(edition.c.server_id == server_id, story.c.outlet != "")
        .order_by(edition.c.created_at.desc(), edition.c.id.desc())
        .limit(_LAST)
    )
    return [(row.outlet, ChannelId(row.channel_id)) for row in rows]


def _brought(feed_id: FeedId) -> Select[tuple[int]]:
    """Select the stories that a feed has brought to a server."""
    its = (decision.c.server_id == server.c.id, decision.c.feed_id == feed_id)
    return select(decision.c.story_id).where(*its, decision.c.reason.in_(_BROUGHT))


def _trusted(feed_id: FeedId) -> Select[tuple[int]]:
    """Select the decisions of a server's moderators to trust a feed."""
    same = (decision.c.story_id == edition.c.story_id) & (decision.c.server_id == edition.c.server_id)
    return (
        select(verdict.c.id)
        .join(edition, edition.c.id == verdict.c.edition_id)
        .join(decision, same)
        .where(
            verdict.c.server_id == server.c.id,
            verdict.c.kind == VerdictKind.TRUSTED,
            verdict.c.undone_at.is_(None),
            decision.c.feed_id == feed_id,
            decision.c.reason.in_(_BROUGHT),
        )
    )


def _rule(row: Row[Any]) -> DeskRule:
    return DeskRule(
        kind=DeskRuleKind(row.kind),
        value=row.value,
        id=DeskRuleId(row.id),
        added_by=None if row.added_by is None else UserId(row.added_by),
        added_at=row.added_at,
    )
