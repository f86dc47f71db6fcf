"""Roles of ours for the subscribers of tags: wanted, made, kept and taken away.

    wanted ──► making ──► stands ──► ending ──► (gone)
       └──────────┴─────────┴─────► unwanted   somebody deleted it: its tag gets no other

`making` is committed before the role is made: Discord knows no nonce for roles, and what may have been made
is searched for. A tag that was removed, or that its owner gave another role, leaves one that is ending. One
that stands and is due is to be called `name`: its tag was renamed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, or_, select, update

from bot.domain.delivery import backoff
from bot.domain.ids import EditionId, RoleId, ServerId, TagId
from bot.domain.turns import Turns
from bot.storage import role_changes
from bot.storage.database import Connection
from bot.storage.in_turn import in_a_server_of_ours
from bot.storage.reader_tables import role_change, tag_role
from bot.storage.tables import edition_tag, server, tag
from bot.storage.upsert import insert


class RoleState(StrEnum):
    """How far a role has come; see the drawing above."""

    WANTED = "wanted"
    MAKING = "making"
    STANDS = "stands"
    ENDING = "ending"
    UNWANTED = "unwanted"


@dataclass(frozen=True, slots=True)
class TagRole:
    """A role of ours; without `role_id` it is not known to be there, without `tag_id` its tag is no more."""

    id: int
    server_id: ServerId
    tag_id: TagId | None
    role_id: RoleId | None
    state: RoleState
    name: str
    intent_at: datetime | None
    attempts: int

    @property
    def key(self) -> int:
        """Return what it is known by while it is under way."""
        return self.id


async def pings(tx: Connection, edition_id: EditionId) -> tuple[RoleId, ...]:
    """Return the roles that a story's tags have, in the server's order: those of ours that somebody has."""
    given = exists().where(role_change.c.role_id == tag.c.role_id, role_change.c.given_at.is_not(None))
    rows = await tx.scalars(
        select(tag.c.role_id)
        .join(edition_tag, edition_tag.c.tag_id == tag.c.id)
        .where(
            edition_tag.c.edition_id == edition_id,
            tag.c.role_id.is_not(None),
            or_(tag.c.role_is_ours.is_(False), given),
        )
        .order_by(tag.c.position, tag.c.id)
    )
    return tuple(dict.fromkeys(RoleId(each) for each in rows))


async def review_tags(tx: Connection, edition_id: EditionId, *, ping_from: int, now: datetime) -> bool:
    """Want a role for each of a story's tags that has none, and subscribers enough; tell whether one is new.

    What becomes of those that stand is looked at by `review`, and takes longer.
    """
    rows = (
        await tx.execute(
            select(tag.c.id, tag.c.server_id, tag.c.label)
            .join(edition_tag, edition_tag.c.tag_id == tag.c.id)
            .where(edition_tag.c.edition_id == edition_id, tag.c.role_id.is_(None))
        )
    ).all()
    wanted = False
    for row in rows:
        if await role_changes.count_for(tx, TagId(row.id), most=ping_from) >= ping_from:
            wanted |= await _want(tx, row, now=now)
    return wanted


async def begin_review(tx: Connection, *, now: datetime) -> list[tuple[TagId, int]]:
    """Let roles end that have no tag; return the tags of those that stand, and from how many readers on."""
    orphaned = _without_tag()
    gone = tag_role.c.state.in_([RoleState.WANTED.value, RoleState.UNWANTED.value])
    await tx.execute(delete(tag_role).where(orphaned, gone))
    stands = tag_role.c.state == RoleState.STANDS.value
    ending = {"state": RoleState.ENDING, "tag_id": None, "not_before": now, "attempts": 0}
    await tx.execute(update(tag_role).where(orphaned, stands).values(ending))
    await follow_names(tx, now=now)
    rows = await tx.execute(
        select(tag_role.c.tag_id, server.c.ping_from)
        .join(server, server.c.id == tag_role.c.server_id)
        .where(stands, tag_role.c.tag_id.is_not(None), server.c.left_at.is_(None))
    )
    return [(TagId(row.tag_id), row.ping_from) for row in rows]


async def review(tx: Connection, tag_id: TagId, *, ping_from: int, now: datetime) -> None:
    """Let a role go on, with exactly those who should have it; or end, where half as many are left."""
    row = (await tx.execute(select(tag_role).where(tag_role.c.tag_id == tag_id))).first()
    if row is None or row.state != RoleState.STANDS:
        return
    role = _role(row)
    count = await role_changes.count_for(tx, tag_id, most=ping_from)
    if 2 * count >= ping_from and role.role_id is not None:
        await role_changes.follow_all(tx, role.role_id, tag_id, role.server_id, now=now)
        await role_changes.look_again(tx, role.role_id, now=now)
        return
    ours = and_(tag.c.id == tag_id, tag.c.role_id == role.role_id)
    await tx.execute(update(tag).where(ours).values(role_id=None, role_is_ours=False))
    await _set(tx, role, state=RoleState.ENDING, tag_id=None, not_before=now, attempts=0)


async def follow_names(tx: Connection, *, now: datetime) -> None:
    """Let the roles that stand be called as their tags are now.

    Call it in the transaction that renames a tag. One that is being made is searched for by the name it had.
    """
    of_tag = tag.c.id == tag_role.c.tag_id
    label = select(tag.c.label).where(of_tag).scalar_subquery()
    renamed = (
        tag_role.c.state == RoleState.STANDS.value,
        exists().where(of_tag, tag.c.label != tag_role.c.name),
    )
    await tx.execute(update(tag_role).where(*renamed).values(name=label, not_before=now, attempts=0))


async def to_do(tx: Connection, *, now: datetime, turns: Turns, under_way: Collection[Any]) -> list[TagRole]:
    """Return roles that are to be made, renamed or taken away now; `turns` says of which servers."""
    waiting: dict[ServerId, list[TagRole]] = {}
    for row in await tx.execute(_all_due(), {"now": now}):
        if row.id not in under_way:
            waiting.setdefault(ServerId(row.server_id), []).append(_role(row))
    return turns.pick(waiting)


@cache
def _all_due() -> Select[Any]:
    """Select the roles with which something is due at `now`: asked at every look, and so made once."""
    due = and_(
        tag_role.c.not_before <= bindparam("now"),
        tag_role.c.state != RoleState.UNWANTED.value,
        in_a_server_of_ours(tag_role),
    )
    return select(tag_role).where(due).order_by(tag_role.c.not_before, tag_role.c.id)


async def begin(tx: Connection, role: TagRole, *, now: datetime) -> None:
    """Commit that a role is being made."""
    await _set(tx, role, state=RoleState.MAKING, intent_at=now)


async def stands(tx: Connection, role: TagRole, role_id: RoleId, *, now: datetime) -> None:
    """Record that a role is there: its tag has it, unless that was given another or removed meanwhile."""
    has_none = and_(tag.c.id == (role.tag_id or 0), tag.c.role_id.is_(None))
    given = await tx.execute(update(tag).where(has_none).values(role_id=role_id, role_is_ours=True))
    if role.tag_id is None or given.rowcount != 1:
        await _set(tx, role, state=RoleState.ENDING, role_id=role_id, not_before=now, attempts=0)
        return
    await _set(tx, role, state=RoleState.STANDS, role_id=role_id, not_before=None, attempts=0)
    await role_changes.follow_all(tx, role_id, role.tag_id, role.server_id, now=now)
    await follow_names(tx, now=now)


async def named(tx: Connection, role: TagRole) -> None:
    """Record that a role needs no other name; what its tag was called meanwhile is due still."""
    same = tag_role.c.id == role.id, tag_role.c.state == RoleState.STANDS.value, tag_role.c.name == role.name
    await tx.execute(update(tag_role).where(*same).values(not_before=None, attempts=0))


async def ended(tx: Connection, role: TagRole) -> None:
    """Record that a role is there no more."""
    if role.role_id is not None:
        await role_changes.forget(tx, role.role_id)
    await tx.execute(delete(tag_role).where(tag_role.c.id == role.id))


async def deleted_by_hand(tx: Connection, role_id: RoleId) -> str | None:
    """A role is no more: no tag has it. Return the name of one of ours, which we did not delete ourselves."""
    await role_changes.forget(tx, role_id)
    gone = update(tag).where(tag.c.role_id == role_id)
    await tx.execute(gone.values(role_id=None, role_is_ours=False))
    standing = and_(tag_role.c.role_id == role_id, tag_role.c.state == RoleState.STANDS.value)
    given_up = update(tag_role).where(standing).values(state=RoleState.UNWANTED, role_id=None)
    name: str | None = (await tx.execute(given_up.returning(tag_role.c.name))).scalar_one_or_none()
    return name


async def put_off(tx: Connection, role: TagRole, *, until: datetime) -> None:
    """Try again at a time."""
    await _set(tx, role, not_before=until)


async def any_put_off(tx: Connection, server_id: ServerId, *, now: datetime) -> bool:
    """Tell whether anything about roles of a server was put off, also who has them."""
    roles = exists().where(tag_role.c.server_id == server_id, tag_role.c.not_before > now)
    changes = exists().where(role_change.c.server_id == server_id, role_change.c.not_before > now)
    return bool(await tx.scalar(select(or_(roles, changes))))


async def call(tx: Connection, server_id: ServerId, *, now: datetime) -> None:
    """Let what was put off in a server be tried now."""
    put_off = and_(tag_role.c.server_id == server_id, tag_role.c.not_before > now)
    await tx.execute(update(tag_role).where(put_off).values(not_before=now))


async def try_again(tx: Connection, role: TagRole, *, now: datetime) -> None:
    """Try again after a wait that grows with every failure."""
    attempts = role.attempts + 1
    await _set(tx, role, not_before=now + backoff(attempts), attempts=attempts)


async def give_up(tx: Connection, role: TagRole) -> None:
    """Make no role for a tag: Discord takes no more."""
    await _set(tx, role, state=RoleState.UNWANTED, not_before=None)


async def known(tx: Connection, server_id: ServerId) -> frozenset[RoleId]:
    """Return the roles of a server that are known to be ours."""
    rows = await tx.scalars(
        select(tag_role.c.role_id).where(tag_role.c.server_id == server_id, tag_role.c.role_id.is_not(None))
    )
    return frozenset(RoleId(each) for each in rows)


async def _want(tx: Connection, of: Any, *, now: datetime) -> bool:
    wish = {
        "server_id": of.server_id,
        "tag_id": of.id,
        "state": RoleState.WANTED,
        "name": of.label,
        "not_before": now,
    }
    added = insert(tx, tag_role).values(wish).on_conflict_do_nothing(index_elements=["tag_id"])
    return (await tx.execute(added)).rowcount == 1


def _without_tag() -> ColumnElement[bool]:
    """Its tag is no more, or has another role."""
    other = exists().where(
        tag.c.id == tag_role.c.tag_id,
        tag_role.c.role_id.is_not(None),
        or_(tag.c.role_id.is_(None), tag.c.role_id != tag_role.c.role_id),
    )
    return or_(tag_role.c.tag_id.is_(None), other)


async def _set(tx: Connection, role: TagRole, **values: Any) -> None:
    await tx.execute(update(tag_role).where(tag_role.c.id == role.id).values(**values))


def _role(row: Any) -> TagRole:
    return TagRole(
        row.id,
        ServerId(row.server_id),
        None if row.tag_id is None else TagId(row.tag_id),
        None if row.role_id is None else RoleId(row.role_id),
        RoleState(row.state),
        row.name,
        row.intent_at,
        row.attempts,
    )
