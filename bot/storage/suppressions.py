"""Readers who do not want to be counted: erased once, or opted out for good."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, case, delete, select, update

from bot.domain.ids import EditionId, PollId, ServerId, VoterKey
from bot.domain.poll import FEWEST, PollState
from bot.storage.database import Connection
from bot.storage.tables import mark, poll, server, suppressed_voter, tally, vote_event
from bot.storage.upsert import in_pieces, insert


class Suppression(StrEnum):
    """What a reader asked for."""

    ERASED = "erased"  # forget my votes; those I give from now on count
    OPTED_OUT = "opted-out"  # count me nowhere


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Who is not counted at all, and whose votes up to which moment are not."""

    opted_out: Collection[VoterKey]
    erased: Mapping[VoterKey, datetime]


async def known_servers(tx: Connection) -> list[ServerId]:
    """Return every server of which something is stored, also one that was left."""
    return [ServerId(each) for each in await tx.scalars(select(server.c.id).order_by(server.c.id))]


async def suppress(
    tx: Connection, voters: Mapping[ServerId, VoterKey], kind: Suppression, *, now: datetime
) -> set[EditionId]:
    """Record what a reader asked for, and remove every vote of theirs, in each server under its own key.

    Who opted out stays so. The counts of closed polls name nobody and stay, but for those of fewer than five
    voters. Returns the editions whose poll is another now.
    """
    rows = [
        {"server_id": server_id, "voter_key": voter, "kind": kind, "at": now}
        for server_id, voter in voters.items()
    ]
    for piece in in_pieces(rows, variables_each=4):
        added = insert(tx, suppressed_voter).values(piece)
        stays_out = suppressed_voter.c.kind == Suppression.OPTED_OUT
        changed = {"kind": case((stays_out, Suppression.OPTED_OUT), else_=added.excluded.kind), "at": now}
        await tx.execute(added.on_conflict_do_update(index_elements=["server_id", "voter_key"], set_=changed))
    touched = await _marked_in(tx, voters.values())
    for table in (mark, vote_event):
        for keys in in_pieces(list(voters.values())):
            await tx.execute(delete(table).where(table.c.voter_key.in_(keys)))
    return await _forget_small_counts(tx, touched)


async def lift(tx: Connection, voters: Mapping[ServerId, VoterKey], *, now: datetime) -> bool:
    """Count a reader who had opted out again, for what they vote from now on; False if they had not."""
    lifted = 0
    for keys in in_pieces(list(voters.values())):
        opted_out = suppressed_voter.c.kind == Suppression.OPTED_OUT
        done = await tx.execute(
            update(suppressed_voter)
            .where(_of(voters, keys), opted_out)
            .values(kind=Suppression.ERASED, at=now)
        )
        lifted += done.rowcount
    return lifted > 0


async def of_servers(tx: Connection, server_ids: Iterable[ServerId]) -> Suppressed:
    """Return who is suppressed in any of these servers; keys of different servers are never the same."""
    wanted = suppressed_voter.c.server_id.in_(sorted(server_ids))
    rows = (await tx.execute(select(suppressed_voter).where(wanted))).all()
    return Suppressed(
        opted_out={VoterKey(row.voter_key) for row in rows if row.kind == Suppression.OPTED_OUT},
        erased={VoterKey(row.voter_key): row.at for row in rows if row.kind == Suppression.ERASED},
    )


def _of(voters: Mapping[ServerId, VoterKey], keys: Collection[VoterKey]) -> ColumnElement[bool]:
    """Name rows by both halves of their key, which finds them without a search."""
    some = set(keys)
    servers = [server_id for server_id, voter in voters.items() if voter in some]
    return suppressed_voter.c.server_id.in_(servers) & suppressed_voter.c.voter_key.in_(keys)


async def _marked_in(tx: Connection, voters: Collection[VoterKey]) -> list[PollId]:
    found: set[PollId] = set()
    for keys in in_pieces(list(voters)):
        rows = await tx.scalars(select(mark.c.poll_id).where(mark.c.voter_key.in_(keys)).distinct())
        found |= {PollId(row) for row in rows}
    return sorted(found)


async def _forget_small_counts(tx: Connection, poll_ids: Collection[PollId]) -> set[EditionId]:
    """Drop the frozen counts of too few voters; return the editions that show another count than before."""
    changed: set[EditionId] = set()
    for piece in in_pieces(sorted(poll_ids)):
        of_these = poll.c.id.in_(piece)
        rows = (
            await tx.execute(
                select(poll.c.id, poll.c.edition_id, poll.c.state, poll.c.voters).where(of_these)
            )
        ).all()
        few = [row for row in rows if row.state == PollState.CLOSED and (row.voters or 0) < FEWEST]
        ids = [row.id for row in few]
        await tx.execute(delete(tally).where(tally.c.poll_id.in_(ids)))
        await tx.execute(
            update(poll).where(poll.c.id.in_(ids)).values(voters=None, ambiguous=None, several=None)
        )
        changed |= {EditionId(row.edition_id) for row in rows if row in few or row.state != PollState.CLOSED}
    return changed
