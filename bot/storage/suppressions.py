"""Readers who do not want to be counted: erased once, or opted out for good.

Their wishes are kept by a key of the reader alone, one for each who has any: so they hold in every server,
also in one to come, and are looked up for those who vote, however many there are.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, column, delete, exists, func, select, update, values

from bot.domain.ids import EditionId, PollId, ReaderKey, ServerId, VoterKey
from bot.domain.poll import FEWEST, PollState
from bot.storage.database import Connection
from bot.storage.desk_tables import carried_mark
from bot.storage.poll_tables import mark, poll, suppressed_reader, tally, vote_event
from bot.storage.tables import server
from bot.storage.upsert import in_pieces, insert


class Suppression(StrEnum):
    """What a reader asked for."""

    ERASED = "erased"  # forget my votes; those I give from now on count
    OPTED_OUT = "opted-out"  # count me nowhere


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asked for, and when."""

    kind: Suppression
    at: datetime

    def counts(self, at: datetime) -> bool:
        """Tell whether a vote of that moment is counted."""
        return self.kind is Suppression.ERASED and at > self.at


@dataclass(frozen=True, slots=True)
class Votes:
    """The polls in which a reader has voted, by their key there, as of the event with a number.

    voters: their key in every server.
    """

    voters: Collection[VoterKey]
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
    return Votes(voters.values(), found, last_seq)


async def suppress(
    tx: Connection, reader: ReaderKey, kind: Suppression, votes: Votes, *, now: datetime
) -> set[EditionId]:
    """Record what a reader asked for, and remove every vote of theirs.

    Who opted out stays so. The counts of closed polls name nobody and stay, but for those of fewer than five
    voters. Returns the editions whose poll is another now.
    """
    added = insert(tx, suppressed_reader).values(reader_key=reader, kind=kind, at=now)
    changed = {"kind": added.excluded.kind, "at": added.excluded.at}
    not_out = suppressed_reader.c.kind == Suppression.ERASED
    await tx.execute(added.on_conflict_do_update(index_elements=["reader_key"], set_=changed, where=not_out))
    marked_in: set[PollId] = set()
    for voter, poll_ids in (await _with_later_ones(tx, votes)).items():
        for piece in in_pieces(sorted(poll_ids)):
            gone = delete(mark).where(mark.c.poll_id.in_(piece), mark.c.voter_key == voter)
            marked_in |= {PollId(row) for row in await tx.scalars(gone.returning(mark.c.poll_id))}
            logged = and_(vote_event.c.poll_id.in_(piece), vote_event.c.voter_key == voter)
            await tx.execute(delete(vote_event).where(logged))
    for voters in in_pieces(list(votes.voters)):
        carried = delete(carried_mark).where(carried_mark.c.voter_key.in_(voters))
        marked_in |= {PollId(row) for row in await tx.scalars(carried.returning(carried_mark.c.poll_id))}
    return await _forget_small_counts(tx, marked_in)


async def opt_in(tx: Connection, reader: ReaderKey, *, now: datetime) -> bool:
    """Count a reader who had opted out again, for what they vote from now on; False if they had not."""
    out = and_(suppressed_reader.c.reader_key == reader, suppressed_reader.c.kind == Suppression.OPTED_OUT)
    changed = update(suppressed_reader).where(out).values(kind=Suppression.ERASED, at=now)
    return (await tx.execute(changed)).rowcount > 0


async def any_wish(tx: Connection) -> bool:
    """Tell whether any reader has asked for anything."""
    return bool(await tx.scalar(select(exists(select(suppressed_reader.c.reader_key)))))


async def wishes(tx: Connection, readers: Collection[ReaderKey]) -> dict[ReaderKey, Wish]:
    """Return what these readers asked for, of those who did."""
    found: dict[ReaderKey, Wish] = {}
    for piece in in_pieces(list(readers)):
        theirs = select(suppressed_reader).where(suppressed_reader.c.reader_key.in_(piece))
        for row in await tx.execute(theirs):
            found[ReaderKey(row.reader_key)] = Wish(Suppression(row.kind), row.at)
    return found


async def _with_later_ones(tx: Connection, votes: Votes) -> dict[VoterKey, set[PollId]]:
    found = defaultdict(set, {voter: set(poll_ids) for voter, poll_ids in votes.polls.items()})
    for piece in in_pieces(list(votes.voters)):
        later = and_(vote_event.c.seq > votes.last_seq, vote_event.c.voter_key.in_(piece))
        for row in await tx.execute(select(vote_event.c.poll_id, vote_event.c.voter_key).where(later)):
            found[VoterKey(row.voter_key)].add(PollId(row.poll_id))
    return found


async def _forget_small_counts(tx: Connection, poll_ids: Collection[PollId]) -> set[EditionId]:
    """Drop the frozen counts of too few voters; return the editions that show another count than before."""
    changed: set[EditionId] = set()
    for piece in in_pieces(sorted(poll_ids)):
        of_these = poll.c.id.in_(piece)
        erased_in = update(poll).where(of_these).values(votes_erased=True)
        columns = (poll.c.id, poll.c.edition_id, poll.c.state, poll.c.voters)
        rows = (await tx.execute(erased_in.returning(*columns))).all()
        few = [row for row in rows if row.state == PollState.CLOSED and (row.voters or 0) < FEWEST]
        ids = [row.id for row in few]
        await tx.execute(delete(tally).where(tally.c.poll_id.in_(ids)))
        await tx.execute(
            update(poll).where(poll.c.id.in_(ids)).values(voters=None, ambiguous=None, several=None)
        )
        changed |= {EditionId(row.edition_id) for row in rows if row in few or row.state != PollState.CLOSED}
    return changed
