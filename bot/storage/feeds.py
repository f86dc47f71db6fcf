"""Feeds: claiming those that are due, and what their checks came to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, literal, or_, select, update
from sqlalchemy.engine import Row

from bot.domain.feed import Validators
from bot.domain.ids import FeedId, ServerId
from bot.domain.source import Failure, Feed, FeedState, SourceState
from bot.domain.tagging import RuleKind
from bot.storage.database import Connection
from bot.storage.tables import (
    decision,
    feed,
    moved_feed,
    server,
    sighting,
    source,
    source_tag,
    story,
    tag,
    tag_rule,
)
from bot.storage.upsert import in_pieces, insert


class LostClaim(RuntimeError):
    """The feed's lease is not the one it was claimed with: somebody else checks it."""


async def add(tx: Connection, url: str, *, title: str, now: datetime, site_url: str | None = None) -> Feed:
    """Return the feed of the address, made if it is new and due at once."""
    added = insert(tx, feed).values(url=url, title=title, site_url=site_url, next_check_at=now)
    await tx.execute(added.on_conflict_do_nothing(index_elements=["url"]))
    return _feed((await tx.execute(select(feed).where(feed.c.url == url))).one())


async def add_all(
    tx: Connection, new: Sequence[tuple[str, str, str | None]], *, now: datetime
) -> dict[str, FeedId]:
    """Return by address the feeds of many, each with its title and site; those that are new are due now."""
    rows = [
        {"url": url, "title": title, "site_url": site, "next_check_at": now, "state": FeedState.ACTIVE}
        for url, title, site in new
    ]
    if not rows:
        return {}
    await tx.execute(insert(tx, feed).on_conflict_do_nothing(index_elements=["url"]), rows)
    found: dict[str, FeedId] = {}
    for piece in in_pieces([url for url, _, _ in new]):
        ids = await tx.execute(select(feed.c.url, feed.c.id).where(feed.c.url.in_(piece)))
        found |= {url: FeedId(feed_id) for url, feed_id in ids}
    return found


async def get(tx: Connection, feed_id: FeedId) -> Feed | None:
    """Return a feed."""
    row = (await tx.execute(select(feed).where(feed.c.id == feed_id))).first()
    return None if row is None else _feed(row)


async def find(tx: Connection, url: str) -> Feed | None:
    """Return the feed of an address."""
    row = (await tx.execute(select(feed).where(feed.c.url == url))).first()
    return None if row is None else _feed(row)


async def by_ids(tx: Connection, feed_ids: Sequence[FeedId]) -> dict[FeedId, Feed]:
    """Return the feeds of these ids that there are."""
    found: dict[FeedId, Feed] = {}
    for piece in in_pieces(feed_ids):
        found |= {each.id: each for each in await matching(tx, feed.c.id.in_(piece))}
    return found


async def matching(tx: Connection, condition: ColumnElement[bool]) -> list[Feed]:
    """Return the feeds for which a condition holds; for other queries of this package."""
    return [_feed(row) for row in await tx.execute(select(feed).where(condition))]


async def claim_due(tx: Connection, *, now: datetime, lease_until: datetime, limit: int) -> list[Feed]:
    """Lease the feeds that are due, the longest waiting first, at most `limit`."""
    due = (
        select(feed.c.id)
        .where(_checked(), feed.c.next_check_at <= now, _free(now))
        .order_by(feed.c.next_check_at, feed.c.id)
        .limit(limit)
    )
    leased = (
        update(feed)
        .where(feed.c.id.in_(due.scalar_subquery()), _free(now))  # again: PostgreSQL looks here after a wait
        .values(lease_until=lease_until)
        .returning(*feed.c)
    )
    found = [_feed(row) for row in await tx.execute(leased)]
    return sorted(found, key=lambda each: (each.next_check_at, each.id))


async def claim(tx: Connection, feed_id: FeedId, *, now: datetime, lease_until: datetime) -> Feed | None:
    """Lease one feed, due or not; None when it isn't there or somebody else has it."""
    leased = (
        update(feed)
        .where(feed.c.id == feed_id, _free(now))
        .values(lease_until=lease_until)
        .returning(*feed.c)
    )
    row = (await tx.execute(leased)).first()
    return None if row is None else _feed(row)


async def next_due(tx: Connection) -> datetime | None:
    """Return when the next feed can be claimed; None when there is none."""
    leased = feed.c.lease_until > feed.c.next_check_at
    at = case((leased, feed.c.lease_until), else_=feed.c.next_check_at)
    found: datetime | None = await tx.scalar(
        select(func.min(at, type_=feed.c.next_check_at.type)).where(_checked())
    )
    return found


async def release_leases(tx: Connection) -> None:
    """Free what an earlier run of this process had claimed; call it only while no other can be running."""
    await tx.execute(update(feed).where(feed.c.lease_until.is_not(None)).values(lease_until=None))


async def record_answer(
    tx: Connection,
    feed_id: FeedId,
    *,
    lease_until: datetime,
    checked_at: datetime,
    next_check_at: datetime,
    validators: Validators,
    changed: bool,
    title: str | None = None,
    site_url: str | None = None,
) -> None:
    """Record a check that got an answer, and free the feed; raise LostClaim when it isn't ours any more."""
    values: dict[str, Any] = {
        "last_checked_at": checked_at,
        "next_check_at": next_check_at,
        "etag": validators.etag,
        "last_modified": validators.last_modified,
        "body_hash": validators.body_hash,
        "failures": 0,
        "last_error": None,
        "state": FeedState.ACTIVE,
    }
    if changed:
        values["first_checked_at"] = func.coalesce(
            feed.c.first_checked_at, literal(checked_at, feed.c.first_checked_at.type)
        )
        values["last_changed_at"] = checked_at
    values |= {name: value for name, value in (("title", title), ("site_url", site_url)) if value}
    await _finish(tx, feed_id, lease_until, values)


async def record_failure(
    tx: Connection,
    feed_id: FeedId,
    failure: Failure,
    *,
    lease_until: datetime,
    next_check_at: datetime,
    ended: bool,
) -> None:
    """Record a failed check, and free the feed; raise LostClaim when it isn't ours any more."""
    values: dict[str, Any] = {
        "failures": feed.c.failures + 1,
        "last_error": {"code": failure.code, "fields": dict(failure.fields)},
        "next_check_at": next_check_at,
    }
    if ended:
        values["state"] = FeedState.ENDED
    await _finish(tx, feed_id, lease_until, values)


async def wake_all(tx: Connection, feed_ids: Sequence[FeedId], *, now: datetime) -> None:
    """Make feeds due now, as `wake`."""
    for piece in in_pieces(feed_ids):
        due = {"state": FeedState.ACTIVE, "next_check_at": now}
        await tx.execute(update(feed).where(feed.c.id.in_(piece)).values(due))


async def wake(tx: Connection, feed_id: FeedId, *, now: datetime) -> None:
    """Make a feed due now, also one that was failing, paused or ended: a person asked for it."""
    await tx.execute(
        update(feed).where(feed.c.id == feed_id).values(state=FeedState.ACTIVE, next_check_at=now)
    )


async def move(tx: Connection, feed_id: FeedId, url: str) -> FeedId:
    """Give the feed its new address; where that is a feed already, the two become that one. Return which."""
    other: int | None = await tx.scalar(select(feed.c.id).where(feed.c.url == url, feed.c.id != feed_id))
    if other is None:
        await tx.execute(update(feed).where(feed.c.id == feed_id).values(url=url))
        return feed_id
    await _merge(tx, feed_id, FeedId(other))
    return FeedId(other)


async def successors(tx: Connection, feed_ids: Sequence[FeedId]) -> dict[FeedId, FeedId]:
    """Return which feeds those have become, of these ids, that went on at the address of another."""
    found: dict[FeedId, FeedId] = {}
    for piece in in_pieces(feed_ids):
        rows = await tx.execute(select(moved_feed).where(moved_feed.c.old_id.in_(piece)))
        found |= {FeedId(row.old_id): FeedId(row.feed_id) for row in rows}
    return found


async def change_address(tx: Connection, feed_id: FeedId, url: str, *, now: datetime) -> None:
    """Check the feed at an address that is no feed's yet; what an ongoing check finds is dropped."""
    fresh = {"etag": None, "last_modified": None, "body_hash": None, "failures": 0, "last_error": None}
    moved = update(feed).where(feed.c.id == feed_id)
    await tx.execute(moved.values(**fresh, url=url, lease_until=None))
    await wake(tx, feed_id, now=now)


async def retire(tx: Connection, old: FeedId, new: FeedId) -> None:
    """Let a feed that no server uses any more go; its stories follow another from now on."""
    used = exists().where(source.c.feed_id == old)
    await tx.execute(update(story).where(story.c.feed_id == old, ~used).values(feed_id=new))
    await remove_unused(tx, [old])


async def check_by(tx: Connection, feed_id: FeedId, at: datetime) -> None:
    """Check a feed that is well at this time at the latest."""
    late = feed.c.next_check_at > at, feed.c.failures == 0
    await tx.execute(update(feed).where(feed.c.id == feed_id, *late).values(next_check_at=at))


async def copy_history(tx: Connection, old: FeedId, new: FeedId) -> None:
    """Let a feed know the items that another has had, and that its own backlog is recorded."""
    seen = select(
        literal(new), sighting.c.item_hash, sighting.c.story_id, sighting.c.fingerprint, sighting.c.seen_at
    ).where(sighting.c.feed_id == old)
    columns = ["feed_id", "item_hash", "story_id", "fingerprint", "seen_at"]
    await tx.execute(insert(tx, sighting).from_select(columns, seen).on_conflict_do_nothing())
    first = select(feed.c.first_checked_at).where(feed.c.id == old).scalar_subquery()
    unchecked = feed.c.id == new, feed.c.first_checked_at.is_(None)
    await tx.execute(update(feed).where(*unchecked).values(first_checked_at=first))


async def remove_unused(tx: Connection, feed_ids: Sequence[FeedId]) -> None:
    """Delete those of the feeds that no server uses any more."""
    used = exists().where(source.c.feed_id == feed.c.id)
    await tx.execute(delete(feed).where(feed.c.id.in_(feed_ids), ~used))


async def hand_rules_over(
    tx: Connection, old: FeedId, new: FeedId, *, server_id: ServerId | None = None
) -> None:
    """Let tags take the stories of the one feed that took those of the other; in one server, or in all."""
    of_old = [tag_rule.c.kind == RuleKind.FEED, tag_rule.c.value == str(old)]
    if server_id is not None:
        of_old.append(tag_rule.c.tag_id.in_(select(tag.c.id).where(tag.c.server_id == server_id)))
    same = tag_rule.alias()
    has_new = exists().where(
        same.c.tag_id == tag_rule.c.tag_id, same.c.kind == RuleKind.FEED, same.c.value == str(new)
    )
    await tx.execute(update(tag_rule).where(*of_old, ~has_new).values(value=str(new)))
    await tx.execute(delete(tag_rule).where(*of_old))


async def failing(tx: Connection) -> tuple[int, int]:
    """Return how many feeds failed at their last check, and how many are checked at all."""
    fails = func.coalesce(func.sum(case((feed.c.failures > 0, 1), else_=0)), 0)
    counted = select(fails, func.count()).where(feed.c.state == FeedState.ACTIVE)
    number, of = (await tx.execute(counted)).one()
    return number, of


def _checked() -> ColumnElement[bool]:
    """Active, and taken by a server that the bot is in."""
    used = exists().where(
        source.c.feed_id == feed.c.id,
        source.c.state == SourceState.ACTIVE,
        server.c.id == source.c.server_id,
        server.c.left_at.is_(None),
    )
    return and_(feed.c.state == FeedState.ACTIVE, used)


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(feed.c.lease_until.is_(None), feed.c.lease_until <= now)


async def _finish(tx: Connection, feed_id: FeedId, lease_until: datetime, values: dict[str, Any]) -> None:
    held = update(feed).where(feed.c.id == feed_id, feed.c.lease_until == lease_until)
    if (await tx.execute(held.values(**values, lease_until=None))).rowcount != 1:
        raise LostClaim(f"feed {feed_id}")


async def _merge(tx: Connection, old: FeedId, new: FeedId) -> None:
    """Hand over what hangs on the old feed, where the new one has nothing of its own, and delete it."""
    theirs = source.alias()
    taken = exists().where(theirs.c.feed_id == new, theirs.c.server_id == source.c.server_id)
    await tx.execute(update(source).where(source.c.feed_id == old, ~taken).values(feed_id=new))
    await _merge_source_tags(tx, old, new)
    for table, key in ((sighting, ["item_hash"]), (decision, ["story_id", "server_id"])):
        others = table.alias()
        known = exists().where(others.c.feed_id == new, *(others.c[name] == table.c[name] for name in key))
        await tx.execute(update(table).where(table.c.feed_id == old, ~known).values(feed_id=new))
    await tx.execute(update(story).where(story.c.feed_id == old).values(feed_id=new))
    await hand_rules_over(tx, old, new)
    await tx.execute(update(moved_feed).where(moved_feed.c.feed_id == old).values(feed_id=new))
    await tx.execute(moved_feed.insert().values(old_id=old, feed_id=new))
    await tx.execute(delete(feed).where(feed.c.id == old))


async def _merge_source_tags(tx: Connection, old: FeedId, new: FeedId) -> None:
    """A server that had both feeds keeps the tags that it gave to the stories of either."""
    theirs = source.alias()
    given = (
        select(theirs.c.id, source_tag.c.tag_id)
        .join(source, source.c.id == source_tag.c.source_id)
        .join(theirs, and_(theirs.c.server_id == source.c.server_id, theirs.c.feed_id == new))
        .where(source.c.feed_id == old)
    )
    added = insert(tx, source_tag).from_select(["source_id", "tag_id"], given)
    await tx.execute(added.on_conflict_do_nothing())


def _feed(row: Row[Any]) -> Feed:
    error = row.last_error
    return Feed(
        id=FeedId(row.id),
        url=row.url,
        title=row.title,
        state=FeedState(row.state),
        validators=Validators(row.etag, row.last_modified, row.body_hash),
        next_check_at=row.next_check_at,
        site_url=row.site_url,
        first_checked_at=row.first_checked_at,
        last_checked_at=row.last_checked_at,
        last_changed_at=row.last_changed_at,
        failures=row.failures,
        last_error=None if error is None else Failure(error["code"], error["fields"]),
    )
