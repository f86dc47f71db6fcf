"""Who is to have the role of a tag, and who has it: Discord does not tell bots, so it is kept here.

Whoever is to be mentioned for a tag has its role, but for those with quiet hours of their own: a role pings
all at once. A row says what a reader is to have and what they have; it is due while these differ.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    update,
)

from bot.domain.delivery import backoff
from bot.domain.ids import RoleId, ServerId, TagId, UserId
from bot.domain.subscription import Reach
from bot.domain.turns import Turns
from bot.storage.columns import UtcDateTime
from bot.storage.database import Connection
from bot.storage.in_turn import in_a_server_of_ours
from bot.storage.reader_tables import reader, role_change, subscription
from bot.storage.tables import tag
from bot.storage.upsert import insert

# Who leaves a server loses its roles, and moderators take them: of who uses nothing it is found out so late,
# by giving a role again, which does nothing where they have it. At most so many of a role in one review.
_SEEN_FOR = timedelta(days=7)
_SEEN_AT_ONCE = 25
# What somebody holds is told as of a moment ago.
_HEARD_OF_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role that a reader is to get, or to lose."""

    role_id: RoleId
    user_id: UserId
    server_id: ServerId
    wanted: bool
    attempts: int

    @property
    def key(self) -> tuple[RoleId, UserId]:
        """Return what it is known by while it is under way."""
        return self.role_id, self.user_id


async def follow(tx: Connection, server_id: ServerId, user_id: UserId, *, now: datetime) -> None:
    """A reader has chosen something in a server: let them have the roles of ours that go with it.

    Call it in the transaction that stores the choice, whatever it was.
    """
    roles = await tx.execute(select(tag.c.id, tag.c.role_id).where(_ours, tag.c.server_id == server_id))
    for row in roles.all():
        await _bring(tx, RoleId(row.role_id), TagId(row.id), server_id, now=now, user_id=user_id)


async def follow_all(
    tx: Connection, role_id: RoleId, tag_id: TagId, server_id: ServerId, *, now: datetime
) -> None:
    """Let exactly those have a role who should, whatever has changed."""
    await _bring(tx, role_id, tag_id, server_id, now=now)


async def look_again(tx: Connection, role_id: RoleId, *, now: datetime) -> None:
    """Give some readers once more what they were given long ago: Discord may have taken it meanwhile."""
    long_ago = or_(role_change.c.seen_at.is_(None), role_change.c.seen_at < now - _SEEN_FOR)
    given = and_(role_change.c.wanted, role_change.c.not_before.is_(None))
    some = select(role_change.c.user_id).where(role_change.c.role_id == role_id, given, long_ago)
    these = and_(role_change.c.role_id == role_id, role_change.c.user_id.in_(some.limit(_SEEN_AT_ONCE)))
    await tx.execute(update(role_change).where(these).values(not_before=now, attempts=0))


async def lost_by(
    tx: Connection, server_id: ServerId, user_id: UserId, *, held: Collection[RoleId], now: datetime
) -> bool:
    """Tell whether a reader has not, among what they hold, a role that was given to them."""
    return bool(await tx.scalar(select(exists().where(_lost(server_id, user_id, held, now)))))


async def give_again(
    tx: Connection, server_id: ServerId, user_id: UserId, *, held: Collection[RoleId], now: datetime
) -> None:
    """Give a reader what they have lost; until then they count as who does not have it."""
    lost = update(role_change).where(_lost(server_id, user_id, held, now))
    await tx.execute(lost.values(given_at=None, seen_at=None, not_before=now, attempts=0))


async def count_for(tx: Connection, tag_id: TagId, *, most: int) -> int:
    """Return how many readers a role of the tag would have; it is not counted further than `most`."""
    return await tx.scalar(select(func.count()).select_from(_entitled(tag_id).limit(most).subquery())) or 0


async def to_make(
    tx: Connection, *, now: datetime, turns: Turns, under_way: Collection[Any]
) -> list[RoleChange]:
    """Return changes that are due, of a server the longest due first; `turns` says of which."""
    waiting: dict[ServerId, list[RoleChange]] = {}
    servers = await tx.scalars(_servers_due(), {"now": now})
    for server_id in turns.order([ServerId(each) for each in servers])[: turns.free]:
        rows = await tx.execute(
            select(role_change)
            .where(role_change.c.server_id == server_id, _due(now))
            .order_by(role_change.c.not_before, role_change.c.user_id)
            .limit(turns.share + len(under_way))
        )
        found = (_change(row) for row in rows)
        waiting[server_id] = [each for each in found if each.key not in under_way]
    return turns.pick(waiting)


async def made(tx: Connection, change: RoleChange, *, now: datetime) -> None:
    """Record that a reader has the role, or has it no more; what was asked meanwhile is due still."""
    this = _this(change)
    if change.wanted:
        since = func.coalesce(role_change.c.given_at, literal(now, UtcDateTime))
        await tx.execute(update(role_change).where(this).values(given_at=since, seen_at=now))
        settled = {"not_before": None, "attempts": 0}
        await tx.execute(update(role_change).where(this, role_change.c.wanted).values(settled))
        return
    await tx.execute(delete(role_change).where(this, role_change.c.wanted.is_(False)))
    await tx.execute(update(role_change).where(this).values(given_at=None, seen_at=None))


async def member_gone(tx: Connection, change: RoleChange) -> None:
    """The reader left the server, and has no role there: nothing is due of it."""
    await tx.execute(delete(role_change).where(_this(change), role_change.c.wanted.is_(False)))
    await tx.execute(update(role_change).where(_this(change)).values(given_at=None, not_before=None))


async def put_off(tx: Connection, change: RoleChange, *, until: datetime) -> None:
    """Make a change at a time."""
    await tx.execute(update(role_change).where(_this(change)).values(not_before=until))


async def put_off_all(tx: Connection, role_id: RoleId, *, until: datetime) -> None:
    """Make the changes of a role at a time: nobody may make them now."""
    waiting = and_(role_change.c.role_id == role_id, role_change.c.not_before < until)
    await tx.execute(update(role_change).where(waiting).values(not_before=until))


async def call(tx: Connection, server_id: ServerId, *, now: datetime) -> None:
    """Let what was put off in a server be tried now."""
    put_off = and_(role_change.c.server_id == server_id, role_change.c.not_before > now)
    await tx.execute(update(role_change).where(put_off).values(not_before=now))


async def try_again(tx: Connection, change: RoleChange, *, now: datetime) -> None:
    """Make a change after a wait that grows with every failure."""
    attempts = change.attempts + 1
    later = {"not_before": now + backoff(attempts), "attempts": attempts}
    await tx.execute(update(role_change).where(_this(change)).values(later))


async def forget(tx: Connection, role_id: RoleId) -> None:
    """A role is no more: nobody has it, and nobody is to get it."""
    await tx.execute(delete(role_change).where(role_change.c.role_id == role_id))


async def _bring(
    tx: Connection,
    role_id: RoleId,
    tag_id: TagId,
    server_id: ServerId,
    *,
    now: datetime,
    user_id: UserId | None = None,
) -> None:
    """Let rows say what is to be, of one reader or of all."""
    entitled = _entitled(tag_id)
    of_role = role_change.c.role_id == role_id
    if user_id is not None:
        entitled = entitled.where(subscription.c.user_id == user_id)
        of_role = and_(of_role, role_change.c.user_id == user_id)
    has = (
        exists()
        .where(role_change.c.role_id == role_id, role_change.c.wanted)
        .where(role_change.c.user_id == subscription.c.user_id)
    )
    named = ["role_id", "user_id", "server_id", "wanted", "not_before"]
    new = entitled.with_only_columns(
        literal(role_id), subscription.c.user_id, literal(server_id), true(), literal(now, UtcDateTime)
    ).where(~has)
    again = {"wanted": True, "not_before": now, "attempts": 0}
    added = insert(tx, role_change).from_select(named, new)
    await tx.execute(added.on_conflict_do_update(index_elements=["role_id", "user_id"], set_=again))
    surplus = and_(of_role, role_change.c.wanted, role_change.c.user_id.not_in(entitled))
    lost = {"wanted": False, "not_before": now, "attempts": 0}
    await tx.execute(update(role_change).where(surplus).values(lost))


def _entitled(tag_id: TagId) -> Select[tuple[int]]:
    """Select the readers who are to be mentioned for a tag, and may be at any hour."""
    theirs = and_(reader.c.user_id == subscription.c.user_id, reader.c.server_id == subscription.c.server_id)
    return (
        select(subscription.c.user_id)
        .outerjoin(reader, theirs)
        .where(
            subscription.c.tag_id == tag_id,
            func.coalesce(subscription.c.reach, reader.c.reach, Reach.MENTION.value) == Reach.MENTION.value,
            reader.c.quiet_from.is_(None),
        )
    )


def _lost(
    server_id: ServerId, user_id: UserId, held: Collection[RoleId], now: datetime
) -> ColumnElement[bool]:
    theirs = and_(role_change.c.server_id == server_id, role_change.c.user_id == user_id)
    before = role_change.c.given_at < now - _HEARD_OF_WITHIN
    return and_(theirs, role_change.c.wanted, before, role_change.c.role_id.not_in(list(held)))


@cache
def _servers_due() -> Select[int]:
    """Select the servers that have changes due at `now`: asked at every look, and so made once."""
    return select(role_change.c.server_id).where(_due(bindparam("now"))).distinct()


def _due(now: datetime | BindParameter[Any]) -> ColumnElement[bool]:
    return and_(role_change.c.not_before <= now, in_a_server_of_ours(role_change))


def _this(change: RoleChange) -> ColumnElement[bool]:
    return and_(role_change.c.role_id == change.role_id, role_change.c.user_id == change.user_id)


_ours = and_(tag.c.role_is_ours, tag.c.role_id.is_not(None))


def _change(row: Any) -> RoleChange:
    return RoleChange(
        RoleId(row.role_id), UserId(row.user_id), ServerId(row.server_id), row.wanted, row.attempts
    )
