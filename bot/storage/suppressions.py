"""Readers who do not want to be counted: erased once, or opted out for good."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from bot.domain.ids import ServerId, VoterKey
from bot.storage.database import Connection
from bot.storage.tables import mark, poll, suppressed_voter, vote_event
from bot.storage.upsert import insert


class Suppression(StrEnum):
    """What a reader asked for."""

    ERASED = "erased"  # forget my votes; those I give from now on count
    OPTED_OUT = "opted-out"  # count me nowhere


async def suppress(
    tx: Connection, server_id: ServerId, voter: VoterKey, kind: Suppression, *, now: datetime
) -> None:
    """Record what a reader asked for, and remove every vote of theirs in the server.

    The counts of closed polls stay as they are: they name nobody.
    """
    values = {"server_id": server_id, "voter_key": voter, "kind": kind, "at": now}
    added = insert(tx, suppressed_voter).values(values)
    known_by = ["server_id", "voter_key"]
    await tx.execute(added.on_conflict_do_update(index_elements=known_by, set_={"kind": kind, "at": now}))
    of_server = select(poll.c.id).where(poll.c.server_id == server_id)
    for table in (mark, vote_event):
        await tx.execute(delete(table).where(table.c.poll_id.in_(of_server), table.c.voter_key == voter))


async def lift(tx: Connection, server_id: ServerId, voter: VoterKey) -> bool:
    """Count a reader who had opted out again, for what they vote from now on; False if they had not."""
    known_by = (suppressed_voter.c.server_id == server_id) & (suppressed_voter.c.voter_key == voter)
    opted_out = suppressed_voter.c.kind == Suppression.OPTED_OUT
    return (await tx.execute(delete(suppressed_voter).where(known_by, opted_out))).rowcount == 1


async def opted_out(tx: Connection, server_ids: Iterable[ServerId]) -> set[VoterKey]:
    """Return who opted out in any of these servers; keys of different servers are never the same."""
    rows = await tx.scalars(
        select(suppressed_voter.c.voter_key).where(
            suppressed_voter.c.server_id.in_(sorted(server_ids)),
            suppressed_voter.c.kind == Suppression.OPTED_OUT,
        )
    )
    return {VoterKey(row) for row in rows}


async def of_server(tx: Connection, server_id: ServerId) -> tuple[set[VoterKey], dict[VoterKey, datetime]]:
    """Return who opted out in a server, and who was erased there and when."""
    rows = (await tx.execute(select(suppressed_voter).where(suppressed_voter.c.server_id == server_id))).all()
    out = {VoterKey(row.voter_key) for row in rows if row.kind == Suppression.OPTED_OUT}
    erased = {VoterKey(row.voter_key): row.at for row in rows if row.kind == Suppression.ERASED}
    return out, erased
