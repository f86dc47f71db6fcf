"""Ballots that came along, with a story that was merged into another or with a card that was moved."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, FromClause, delete, func, select

from bot.domain.ids import EditionId, PollId, VoterKey
from bot.domain.poll import Mark
from bot.storage.database import Connection
from bot.storage.desk_tables import carried_mark
from bot.storage.poll_tables import mark
from bot.storage.upsert import in_pieces, insert


async def of_poll(tx: Connection, poll_id: PollId) -> list[Mark]:
    """Return the ballots that came along into a poll, as marks without an order."""
    rows = await tx.execute(select(carried_mark).where(carried_mark.c.poll_id == poll_id))
    return [Mark(VoterKey(row.voter_key), row.emoji_key, None) for row in rows]


def voters_of(polls: FromClause) -> ColumnElement[int]:
    """How many readers count in each of some polls: nobody has voted whose ballot came along."""
    numbers = [
        select(func.count(table.c.voter_key.distinct()))
        .where(table.c.poll_id == polls.c.id)
        .correlate(polls)
        .scalar_subquery()
        for table in (mark, carried_mark)
    ]
    return numbers[0] + numbers[1]


async def add(
    tx: Connection, poll_id: PollId, ballots: Mapping[VoterKey, tuple[str, ...]], *, given_on: EditionId
) -> None:
    """Take ballots along into a poll; given_on: the edition whose card they were given on."""
    rows = [
        {"poll_id": poll_id, "voter_key": voter, "emoji_key": choice, "edition_id": given_on}
        for voter, choices in ballots.items()
        for choice in choices
    ]
    if rows:
        await tx.execute(insert(tx, carried_mark).on_conflict_do_nothing(), rows)


async def drop(tx: Connection, voted: Mapping[PollId, Collection[VoterKey]]) -> None:
    """Forget what came along of readers who have voted where it came to: that counts from now on."""
    here = select(carried_mark.c.poll_id).where(carried_mark.c.poll_id.in_(list(voted))).distinct()
    for poll_id in (await tx.scalars(here)).all():
        of_it = carried_mark.c.poll_id == poll_id
        for piece in in_pieces(sorted(voted[PollId(poll_id)])):
            await tx.execute(delete(carried_mark).where(of_it, carried_mark.c.voter_key.in_(piece)))
