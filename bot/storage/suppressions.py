"""Readers who do not want to be counted: erased once, or opted out for good."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, case, column, delete, exists, func, literal, select, update, values

from bot.domain.ids import EditionId, PollId, ReaderKey, ServerId, VoterKey
from bot.domain.poll import FEWEST, PollState
from bot.storage.database import Connection
from bot.storage.tables import mark, opted_out_reader, poll, server, suppressed_voter, tally, vote_event
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


@dataclass(frozen=True, slots=True)
class Votes:
    """The polls in which a reader has voted, by their key there, as of the event with a number."""

    polls: Mapping[VoterKey, Collection[PollId]]
    last_seq: int


async def known_servers(tx: Connection) -> list[ServerId]:
    """Return every server of which something is stored, also one that was left."""
    return [ServerId(each) for each in await tx.scalars(select(server.c.id).order_by(server.c.id))]


async def votes_of(tx: Connection, voters: Mapping[ServerId, VoterKey]) -> Votes:
    """Return where a reader's votes are, in every server under its own key.

    That takes a look at every poll there is. So it is done before anything is held up by it: what is voted
    meanwhile, `suppress` finds by itself.
    """
    last_seq: int = await tx.scalar(select(func.max(vote_event.c.seq))) or 0
    found: dict[VoterKey, set[PollId]] = defaultdict(set)
    for piece in in_pieces(list(voters.items()), variables_each=2):
        columns = (column("server_id", server.c.id.type), column("voter_key", vote_event.c.voter_key.type))
        asked = values(*columns, name="asked").data(piece).cte("asked")
        theirs = and_(vote_event.c.poll_id == poll.c.id, vote_event.c.voter_key == asked.c.voter_key)
        rows = await tx.execute(
            select(vote_event.c.poll_id, vote_event.c.voter_key)
            .distinct()
            .select_from(asked)
            .join(poll, poll.c.server_id == asked.c.server_id)
            .join(vote_event, theirs)
        )
        for row in rows:
            found[VoterKey(row.voter_key)].add(PollId(row.poll_id))
    return Votes(found, last_seq)


async def suppress(
    tx: Connection, voters: Mapping[ServerId, VoterKey], kind: Suppression, votes: Votes, *, now: datetime
) -> set[EditionId]:
    """Record what a reader asked for, and remove every vote of theirs, in each server under its own key.

    Who opted out stays so. The counts of closed polls name nobody and stay, but for those of fewer than five
    voters. Returns the editions whose poll is another now.
    """
    await _record(tx, voters, kind, now=now, opted_out_stays=True)
    marked_in: set[PollId] = set()
    for voter, poll_ids in (await _with_later_ones(tx, votes, voters.values())).items():
        for piece in in_pieces(sorted(poll_ids)):
            gone = delete(mark).where(mark.c.poll_id.in_(piece), mark.c.voter_key == voter)
            marked_in |= {PollId(row) for row in await tx.scalars(gone.returning(mark.c.poll_id))}
            logged = and_(vote_event.c.poll_id.in_(piece), vote_event.c.voter_key == voter)
            await tx.execute(delete(vote_event).where(logged))
    return await _forget_small_counts(tx, marked_in)


async def opt_out(tx: Connection, reader: ReaderKey, *, now: datetime) -> bool:
    """Record that a reader is to be counted in no server, whichever comes; False if that is so already."""
    added = insert(tx, opted_out_reader).values(reader_key=reader, at=now).on_conflict_do_nothing()
    return (await tx.execute(added)).rowcount > 0


async def opt_in(
    tx: Connection, reader: ReaderKey, voters: Mapping[ServerId, VoterKey], *, now: datetime
) -> None:
    """Count a reader who had opted out again, for what they vote from now on."""
    await tx.execute(delete(opted_out_reader).where(opted_out_reader.c.reader_key == reader))
    await _record(tx, voters, Suppression.ERASED, now=now, opted_out_stays=False)


async def any_opted_out(tx: Connection) -> bool:
    """Tell whether any reader has opted out."""
    return bool(await tx.scalar(select(exists(select(opted_out_reader.c.reader_key)))))


async def opted_out(tx: Connection, readers: Collection[ReaderKey]) -> set[ReaderKey]:
    """Return who of these readers has opted out."""
    found: set[ReaderKey] = set()
    for piece in in_pieces(list(readers)):
        rows = await tx.scalars(
            select(opted_out_reader.c.reader_key).where(opted_out_reader.c.reader_key.in_(piece))
        )
        found |= {ReaderKey(row) for row in rows}
    return found


async def of_servers(tx: Connection, server_ids: Iterable[ServerId]) -> Suppressed:
    """Return who is suppressed in any of these servers; keys of different servers are never the same."""
    wanted = suppressed_voter.c.server_id.in_(sorted(server_ids))
    rows = (await tx.execute(select(suppressed_voter).where(wanted))).all()
    return Suppressed(
        opted_out={VoterKey(row.voter_key) for row in rows if row.kind == Suppression.OPTED_OUT},
        erased={VoterKey(row.voter_key): row.at for row in rows if row.kind == Suppression.ERASED},
    )


async def _record(
    tx: Connection,
    voters: Mapping[ServerId, VoterKey],
    kind: Suppression,
    *,
    now: datetime,
    opted_out_stays: bool,
) -> None:
    rows = [
        {"server_id": server_id, "voter_key": voter, "kind": kind, "at": now}
        for server_id, voter in voters.items()
    ]
    for piece in in_pieces(rows, variables_each=4):
        added = insert(tx, suppressed_voter).values(piece)
        is_out = and_(suppressed_voter.c.kind == Suppression.OPTED_OUT, literal(opted_out_stays))
        changed = {"kind": case((is_out, Suppression.OPTED_OUT), else_=added.excluded.kind), "at": now}
        await tx.execute(added.on_conflict_do_update(index_elements=["server_id", "voter_key"], set_=changed))


async def _with_later_ones(
    tx: Connection, votes: Votes, voters: Collection[VoterKey]
) -> dict[VoterKey, set[PollId]]:
    found = defaultdict(set, {voter: set(poll_ids) for voter, poll_ids in votes.polls.items()})
    for piece in in_pieces(list(voters)):
        later = and_(vote_event.c.seq > votes.last_seq, vote_event.c.voter_key.in_(piece))
        for row in await tx.execute(select(vote_event.c.poll_id, vote_event.c.voter_key).where(later)):
            found[VoterKey(row.voter_key)].add(PollId(row.poll_id))
    return found


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
