"""All that is stored about one person, in every table: to be handed over to them, and to be forgotten.

What is stored by a person's id, and what under the keys that stand for them, is named here and nowhere else.
A test plants a person in every column there is, and finds out which was left out.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, Text, and_, cast, delete, or_, select, update
from sqlalchemy.engine import Row

from bot.domain.audit import FORGOTTEN
from bot.domain.ids import ChannelId, EditionId, PollId, ReaderKey, ServerId, UserId, VoterKey
from bot.storage import refreshes, reviews
from bot.storage.database import Connection
from bot.storage.desk_tables import carried_mark, clip, desk_delegation, desk_rule, feed_notice, note, verdict
from bot.storage.poll_tables import mark, poll, suppressed_reader, vote_event
from bot.storage.reader_tables import (
    closed_door,
    notification,
    reader,
    role_change,
    saved_story,
    subscription,
)
from bot.storage.shown import SHOWN_TITLE
from bot.storage.tables import audit, delegation, delivery, edition, panel, server, source, story, tag
from bot.storage.upsert import in_pieces

# Rows that are about nobody else: they go as a whole.
_OWN: tuple[Column[Any], ...] = (
    reader.c.user_id,
    subscription.c.user_id,
    notification.c.user_id,
    saved_story.c.user_id,
    closed_door.c.user_id,
    panel.c.user_id,
    delegation.c.user_id,
    desk_delegation.c.user_id,
    clip.c.user_id,
)
# Rows that stay without them: nobody stands there then, or somebody who was forgotten.
_BY: tuple[Column[Any], ...] = (source.c.added_by, desk_rule.c.added_by, edition.c.clipped_by)
_DONE_BY: tuple[Column[Any], ...] = (
    audit.c.actor_id,
    verdict.c.actor_id,
    verdict.c.undone_by,
    feed_notice.c.outcome_by,
)
# Values in which a person can be named among other things.
_NAMING: tuple[Column[Any], ...] = (audit.c.details, panel.c.content, verdict.c.changes, note.c.fields)
_LARGEST = 2**53  # what every reader of JSON takes for the same number

# Of a row about a story: what is said of it, and where its home is, by which it is known who may see these.
_OWN_WORDS = ("title", "lead", "image_url", "opening", "poll_question")
_TOLD = ("story", "story_link", "changes", "fields", "pinned", "before", *_OWN_WORDS)
_SERVER, _HOME = "story_server_id", "story_channel_id"

Rows = list[dict[str, Any]]
Channels = dict[ServerId, set[ChannelId]]


async def stored_about(
    tx: Connection, user_id: UserId, votes: Mapping[VoterKey, Collection[PollId]], wish: ReaderKey
) -> dict[str, Rows]:
    """Return every row about a person by its table, in plain JSON values and with the names of what it is of.

    votes: the polls in which they voted, by their key there. wish: their key in this installation. Of stories
    it has more than they may see: hand it over by way of `homes` and `without_hidden`.
    """
    found: dict[str, Rows] = {}
    theirs = [(column, column == user_id) for column in (*_OWN, *_BY, *_DONE_BY, role_change.c.user_id)]
    for column, is_theirs in (*theirs, *((column, _names(column, user_id)) for column in _NAMING)):
        known = found.setdefault(column.table.name, [])
        known += [row for row in await _rows(tx, column.table, is_theirs) if row not in known]
    for table in (mark, vote_event, carried_mark):
        found[table.name] = [
            row
            for voter, poll_ids in votes.items()
            for piece in in_pieces(sorted(poll_ids))
            for row in await _rows(tx, table, and_(table.c.poll_id.in_(piece), table.c.voter_key == voter))
        ]
    found[suppressed_reader.name] = await _rows(tx, suppressed_reader, suppressed_reader.c.reader_key == wish)
    return found


def homes(stored: Mapping[str, Rows]) -> Channels:
    """Return the channels of the stories in such rows, by their servers."""
    found: Channels = {}
    for row in (row for rows in stored.values() for row in rows if row.get(_HOME) is not None):
        found.setdefault(ServerId(int(row[_SERVER])), set()).add(ChannelId(int(row[_HOME])))
    return found


def without_hidden(stored: Mapping[str, Rows], seen: Collection[ChannelId]) -> dict[str, Rows]:
    """Return the rows with titles and links only of stories whose channels are among those that are seen."""
    return {table: [_without_hidden(row, seen) for row in rows] for table, rows in stored.items()}


def _without_hidden(row: Mapping[str, Any], seen: Collection[ChannelId]) -> dict[str, Any]:
    home = row.get(_HOME)
    hidden = _HOME in row and (home is None or int(home) not in seen)
    left_out = {_SERVER, _HOME, *(_TOLD if hidden else ())}
    return {name: value for name, value in row.items() if name not in left_out}


async def forget(tx: Connection, user_id: UserId, *, now: datetime) -> list[str]:
    """Forget a person wherever their id stands; their votes stand under keys, see `suppressions`.

    What others need to know stays without them: what was done in a server, and that a feed was added. A role
    of ours that they have is to be taken away, and its row goes with it. Returns the names of the servers
    where they keep one, because we are there no more.
    """
    for column in _OWN:
        await tx.execute(delete(column.table).where(column == user_id))
    await _redraw(tx, user_id, now=now)
    for columns, instead in ((_BY, None), (_DONE_BY, FORGOTTEN)):
        for column in columns:
            await tx.execute(update(column.table).where(column == user_id).values({column: instead}))
    theirs = role_change.c.user_id == user_id
    left = role_change.c.server_id.in_(select(server.c.id).where(server.c.left_at.is_not(None)))
    keeping = and_(theirs, left, role_change.c.given_at.is_not(None))
    of_server = role_change.c.server_id == server.c.id
    names = await tx.scalars(select(server.c.name).join(role_change, of_server).where(keeping).distinct())
    kept = sorted(names)
    await tx.execute(delete(role_change).where(theirs, or_(role_change.c.given_at.is_(None), left)))
    await tx.execute(update(role_change).where(theirs).values(wanted=False, attempts=0, not_before=now))
    await tx.execute(delete(panel).where(_names(panel.c.content, user_id)))
    for column in _NAMING:
        await _take_out(tx, column, user_id)
    return kept


async def _redraw(tx: Connection, user_id: UserId, *, now: datetime) -> None:
    """Let what names them be drawn again: cards of stories that they clipped, records of their decisions."""
    ids = await tx.scalars(select(edition.c.id).where(edition.c.clipped_by == user_id))
    clipped = {EditionId(each) for each in ids}
    decided = await tx.scalars(select(verdict.c.edition_id).where(verdict.c.actor_id == user_id).distinct())
    await refreshes.ask(tx, clipped, at=now)
    await reviews.ask(tx, clipped | {EditionId(each) for each in decided}, at=now)


async def _take_out(tx: Connection, column: Column[Any], user_id: UserId) -> None:
    """Let nobody stand where they are named within a value."""
    table = column.table
    for row in (await tx.execute(select(table).where(_names(column, user_id)))).all():
        value = _without(row._mapping[column], str(user_id))  # noqa: SLF001 - SQLAlchemy's own public name
        key = and_(*(each == row._mapping[each] for each in table.primary_key))  # noqa: SLF001 - as above
        await tx.execute(update(table).where(key).values({column: value}))


def _names(column: Column[Any], user_id: UserId) -> ColumnElement[bool]:
    return cast(column, Text).contains(str(user_id))


def _without(value: Any, person: str) -> Any:
    """Return a JSON value in which nobody stands where the person stood."""
    match value:
        case dict():
            return {_without(key, person): _without(each, person) for key, each in value.items()}
        case list():
            return [_without(each, person) for each in value]
        case str():
            return value.replace(person, str(FORGOTTEN))
        case int() if str(value) == person:
            return FORGOTTEN
    return value


async def _rows(tx: Connection, table: Table, condition: ColumnElement[bool]) -> Rows:
    wanted = select(table, *_context(table)).where(condition)
    for other, on in _joined(table):
        wanted = wanted.outerjoin(other, on)
    return [_plain(row) for row in await tx.execute(wanted.order_by(*table.primary_key))]


def _joined(table: Table) -> list[tuple[Table, ColumnElement[bool]]]:
    """Return what names the things that a row is about."""
    joins: list[tuple[Table, ColumnElement[bool]]] = []
    if "poll_id" in table.c:
        joins += [(poll, poll.c.id == table.c.poll_id), (edition, edition.c.id == poll.c.edition_id)]
    elif "edition_id" in table.c:
        joins.append((edition, edition.c.id == table.c.edition_id))
    if joins or table is edition:
        joins.append((story, story.c.id == edition.c.story_id))
    if "tag_id" in table.c:
        joins.append((tag, tag.c.id == table.c.tag_id))
    if "server_id" in table.c or "poll_id" in table.c:
        of = table if "server_id" in table.c else poll
        joins.append((server, server.c.id == of.c.server_id))
    return joins


def _context(table: Table) -> list[ColumnElement[Any]]:
    home = select(delivery.c.channel_id).where(delivery.c.edition_id == edition.c.id, delivery.c.home)
    names: dict[Table, list[ColumnElement[Any]]] = {
        server: [server.c.name.label("server")],
        tag: [tag.c.label.label("tag")],
        story: [SHOWN_TITLE.label("story"), story.c.link.label("story_link")],
        edition: [edition.c.server_id.label(_SERVER), home.scalar_subquery().label(_HOME)],
    }
    about = [*(other for other, _ in _joined(table)), *([edition] if table is edition else [])]
    return [name for other in about for name in names.get(other, [])]


def _plain(row: Row[Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's own public name


def _plain_value(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case bytes():
            return value.hex()
        case bool():
            return value
        case int() if abs(value) > _LARGEST:
            return str(value)
    return value
