"""Polls, their options, the log of vote events, and the marks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.engine import Row

from bot.domain.delivery import Delivery, Place
from bot.domain.ids import ChannelId, EditionId, MessageId, PollId, ServerId, VoterKey
from bot.domain.marks import MarkKey, VoteEvent, VoteKind, VoteSource
from bot.domain.poll import (
    Mark,
    Poll,
    PollMode,
    PollState,
    Tally,
    VoteOption,
    VoteSet,
    counted,
    emoji_key,
    tally,
    with_carried,
)
from bot.storage import carried_marks, upsert
from bot.storage.database import Connection
from bot.storage.poll_tables import mark, option, poll, suppressed_reader, vote_event
from bot.storage.poll_tables import tally as tally_table

# Marks are looked up by polls and voters at once: more polls make fewer statements, more of it in vain.
_POLLS_PER_STATEMENT = 16
_MARK_KEY = (mark.c.poll_id, mark.c.voter_key, mark.c.emoji_key, mark.c.burst)
_DELETE_MARK = delete(mark).where(
    mark.c.poll_id == bindparam("of_poll_id"),
    mark.c.voter_key == bindparam("of_voter_key"),
    mark.c.emoji_key == bindparam("of_emoji_key"),
    mark.c.burst == bindparam("of_burst"),
)


@dataclass(frozen=True, slots=True)
class Ended:
    """A closed poll with its count, whose result was to be told from a moment on."""

    poll: Poll
    tally: Tally
    result_intent_at: datetime


async def any_voter(tx: Connection) -> bool:
    """Tell whether any reader is stored under a key, be it to be left out."""
    of_votes = (mark.c.voter_key, vote_event.c.voter_key)
    stored = (*of_votes, suppressed_reader.c.reader_key)
    return bool(await tx.scalar(select(or_(*(exists(select(key)) for key in stored)))))


async def open_poll(
    tx: Connection,
    home: Delivery,
    vote_set: VoteSet,
    *,
    now: datetime,
    closes_at: datetime | None,
    reconcile_at: datetime | None = None,
) -> PollId:
    """Open the poll of a home card that was posted; reconcile it when readers may have voted before."""
    poll_id = await tx.scalar(
        insert(poll)
        .values(
            edition_id=home.edition_id,
            server_id=home.server_id,
            channel_id=home.place_id,
            message_id=home.message_id,
            question=vote_set.question,
            mode=vote_set.mode,
            state=PollState.OPEN,
            opened_at=now,
            closes_at=closes_at,
            close_at=closes_at,
            reconcile_at=reconcile_at,
        )
        .returning(poll.c.id)
    )
    await add_options(tx, PollId(poll_id), vote_set)
    return PollId(poll_id)


async def add_options(tx: Connection, poll_id: PollId, vote_set: VoteSet) -> None:
    """Give a poll that has none the options of a vote set."""
    rows = [
        {
            "poll_id": poll_id,
            "emoji_key": emoji_key(choice.emoji),
            "emoji": choice.emoji,
            "label": choice.label,
            "valence": choice.valence,
            "position": position,
        }
        for position, choice in enumerate(vote_set.options)
    ]
    await tx.execute(insert(option), rows)


async def get(tx: Connection, poll_id: PollId) -> Poll | None:
    """Return a poll."""
    return next(iter(await _polls(tx, poll.c.id == poll_id)), None)


async def of_edition(tx: Connection, edition_id: EditionId) -> Poll | None:
    """Return the poll of an edition, once its home card was posted."""
    return next(iter(await _polls(tx, poll.c.edition_id == edition_id)), None)


async def of_messages(tx: Connection, message_ids: Iterable[MessageId]) -> dict[MessageId, Poll]:
    """Return the open polls among these messages."""
    found = await _polls(tx, and_(poll.c.message_id.in_(list(message_ids)), poll.c.state == PollState.OPEN))
    return {each.message_id: each for each in found}


async def orphan(tx: Connection, edition_id: EditionId) -> None:
    """The card of an open poll is gone: keep what was counted, take no more."""
    await tx.execute(
        update(poll)
        .where(poll.c.edition_id == edition_id, poll.c.state == PollState.OPEN)
        .values(state=PollState.ORPHANED, close_at=None)
    )


async def replace_emoji(tx: Connection, of: Poll, old: VoteOption, emoji: str) -> None:
    """Give an option another emoji; what was marked with the old one stays in the log, and counts no more."""
    known_by = and_(option.c.poll_id == of.id, option.c.emoji_key == emoji_key(old.emoji))
    await tx.execute(update(option).where(known_by).values(emoji=emoji, emoji_key=emoji_key(emoji)))


async def is_doubted(tx: Connection, edition_id: EditionId) -> bool:
    """Tell whether an edition's open poll may lack votes: it is to be compared with its card."""
    doubted = poll.c.state == PollState.OPEN, poll.c.reconcile_at.is_not(None)
    return bool(await tx.scalar(select(exists().where(poll.c.edition_id == edition_id, *doubted))))


async def mark_reconciled(tx: Connection, poll_id: PollId, *, now: datetime) -> None:
    """Record that the marks were compared with Discord's listing."""
    await tx.execute(
        update(poll)
        .where(poll.c.id == poll_id)
        .values(reconciled_at=now, reconcile_at=None, reconcile_attempts=0)
    )


async def close(
    tx: Connection,
    of: Poll,
    count: Tally,
    *,
    verified: bool,
    now: datetime,
    result_intent_at: datetime | None,
) -> None:
    """Freeze the count of an open poll; with an intent, its result is to be told."""
    closed = await tx.execute(
        update(poll)
        .where(poll.c.id == of.id, poll.c.state == PollState.OPEN)
        .values(
            state=PollState.CLOSED,
            closed_at=now,
            verified=verified,
            voters=count.voters,
            ambiguous=count.ambiguous,
            several=count.several,
            result_intent_at=result_intent_at,
            close_at=result_intent_at,
            close_attempts=0,
        )
    )
    if closed.rowcount:
        rows = [
            {"poll_id": of.id, "emoji_key": emoji_key(choice.emoji), "n": n} for choice, n in count.counts
        ]
        await tx.execute(insert(tally_table), rows)


async def ended(tx: Connection, poll_id: PollId) -> Ended | None:
    """Return a closed poll whose result is to be told."""
    found = await get(tx, poll_id)
    intent_at = await tx.scalar(select(poll.c.result_intent_at).where(poll.c.id == poll_id))
    if found is None or intent_at is None:
        return None
    return Ended(found, await tally_of(tx, found), intent_at)


async def told(tx: Connection, poll_id: PollId, message_id: MessageId | None) -> None:
    """Record that a poll's result was told, or (without a message) that it can't be."""
    await tx.execute(
        update(poll).where(poll.c.id == poll_id).values(close_at=None, result_message_id=message_id)
    )


async def marks(tx: Connection, poll_id: PollId, *, voter: VoterKey | None = None) -> list[Mark]:
    """Return the marks of a poll, all or one voter's."""
    wanted = mark.c.poll_id == poll_id
    if voter is not None:
        wanted = and_(wanted, mark.c.voter_key == voter)
    rows = await tx.execute(select(mark).where(wanted))
    return [Mark(VoterKey(row.voter_key), row.emoji_key, row.seq, row.burst) for row in rows]


async def tally_of(tx: Connection, of: Poll) -> Tally:
    """Return the count of a poll: the frozen one where it is closed, else as the marks are now."""
    if of.state is PollState.CLOSED:
        return await _frozen(tx, of)
    return tally(of.vote_set, await counting(tx, of.id), of.mode)


async def counting(tx: Connection, poll_id: PollId) -> list[Mark]:
    """Return the marks that count in a poll: with those that came along from elsewhere."""
    return with_carried(await marks(tx, poll_id), await carried_marks.of_poll(tx, poll_id))


async def withdraw(tx: Connection, edition_id: EditionId) -> None:
    """Let an edition's poll take no more votes and have no result."""
    poll_id = await tx.scalar(select(poll.c.id).where(poll.c.edition_id == edition_id))
    if poll_id is None:
        return
    ended: dict[str, Any] = {"state": PollState.WITHDRAWN, "close_at": None, "reconcile_at": None}
    counts: dict[str, Any] = {"voters": None, "ambiguous": None, "several": None}
    await tx.execute(update(poll).where(poll.c.id == poll_id).values(**ended, **counts))
    await tx.execute(delete(tally_table).where(tally_table.c.poll_id == poll_id))


async def move(tx: Connection, of: Poll, to: Place, *, now: datetime) -> None:
    """Let a poll go on at another card: what was counted comes along, and nothing is marked there yet."""
    ballots = counted(of.vote_set, await counting(tx, of.id))
    marked = sorted(await mark_keys(tx, of.id))
    await apply(tx, [(of.id, VoteEvent(key, VoteKind.REMOVE, VoteSource.MOVE, now)) for key in marked])
    await carried_marks.add(tx, of.id, ballots, given_on=of.edition_id)
    place = {"channel_id": to.channel_id, "message_id": to.message_id}
    await tx.execute(update(poll).where(poll.c.id == of.id).values(**place, reconcile_at=now))


async def mark_keys(tx: Connection, poll_id: PollId) -> set[MarkKey]:
    """Return what is marked in a poll."""
    rows = await tx.execute(select(*_MARK_KEY).where(mark.c.poll_id == poll_id))
    return {MarkKey(VoterKey(row.voter_key), row.emoji_key, row.burst) for row in rows}


async def held(
    tx: Connection, voters: Mapping[PollId, Collection[VoterKey] | None]
) -> dict[PollId, set[MarkKey]]:
    """Return what is marked in some polls by those voters, or more of them; None stands for all voters."""
    found: dict[PollId, set[MarkKey]] = {poll_id: set() for poll_id in voters}
    by_some = sorted(poll_id for poll_id, theirs in voters.items() if theirs is not None)
    wanted = [mark.c.poll_id == poll_id for poll_id, theirs in voters.items() if theirs is None]
    for start in range(0, len(by_some), _POLLS_PER_STATEMENT):
        some = by_some[start : start + _POLLS_PER_STATEMENT]
        theirs = {voter for poll_id in some for voter in voters[poll_id] or ()}
        wanted.append(and_(mark.c.poll_id.in_(some), mark.c.voter_key.in_(theirs)))
    for which in wanted:
        for row in await tx.execute(select(*_MARK_KEY).where(which)):
            found[row.poll_id].add(MarkKey(VoterKey(row.voter_key), row.emoji_key, row.burst))
    return found


async def log(tx: Connection, poll_id: PollId) -> list[VoteEvent]:
    """Return every event of a poll, in order."""
    rows = await tx.execute(
        select(vote_event).where(vote_event.c.poll_id == poll_id).order_by(vote_event.c.seq)
    )
    return [_event(row) for row in rows]


async def apply(tx: Connection, events: Sequence[tuple[PollId, VoteEvent]]) -> None:
    """Store effective events (see `bot.domain.marks.effective`) and change the marks with them."""
    if not events:
        return
    seqs = await _add_to_log(tx, events)
    last: dict[tuple[PollId, MarkKey], tuple[VoteEvent, int]] = {
        (poll_id, event.key): (event, seq) for (poll_id, event), seq in zip(events, seqs, strict=True)
    }
    fallen = [_key_values(poll_id, key) for (poll_id, key), (event, _) in last.items() if not _adds(event)]
    standing = [
        _key_values(poll_id, key) | {"seq": seq if event.ordered else None}
        for (poll_id, key), (event, seq) in last.items()
        if _adds(event)
    ]
    if fallen:
        await tx.execute(_DELETE_MARK, [{f"of_{name}": each[name] for name in each} for each in fallen])
    if standing:
        voted: dict[PollId, set[VoterKey]] = defaultdict(set)
        for each in standing:
            voted[each["poll_id"]].add(each["voter_key"])
        await carried_marks.drop(tx, voted)
        added = upsert.insert(tx, mark)
        known_by = ["poll_id", "voter_key", "emoji_key", "burst"]
        renewed = {"seq": added.excluded.seq}
        put = added.on_conflict_do_update(index_elements=known_by, set_=renewed)
        await tx.execute(put.returning(mark.c.poll_id), standing)  # many in one statement, as below


async def _add_to_log(tx: Connection, events: Sequence[tuple[PollId, VoteEvent]]) -> list[int]:
    """Append events; return their numbers, which are given in this order.

    With RETURNING many rows go in one statement. One by one each has to wait for its turn to run Python,
    and that takes ten times as long while reactions stream in.
    """
    values = [_event_values(poll_id, event) for poll_id, event in events]
    return sorted(await tx.scalars(insert(vote_event).returning(vote_event.c.seq), values))


def _adds(event: VoteEvent) -> bool:
    return event.kind is VoteKind.ADD


def _key_values(poll_id: PollId, key: MarkKey) -> dict[str, Any]:
    return {"poll_id": poll_id, "voter_key": key.voter, "emoji_key": key.emoji, "burst": key.burst}


async def _frozen(tx: Connection, of: Poll) -> Tally:
    row = (await tx.execute(select(poll).where(poll.c.id == of.id))).one()
    rows = await tx.execute(select(tally_table).where(tally_table.c.poll_id == of.id))
    counts = {each.emoji_key: each.n for each in rows}
    return Tally(
        counts=tuple((choice, counts.get(emoji_key(choice.emoji), 0)) for choice in of.vote_set.options),
        voters=row.voters or 0,  # empty where it was forgotten because somebody's votes were
        ambiguous=row.ambiguous or 0,
        several=row.several or 0,
    )


async def _polls(tx: Connection, wanted: ColumnElement[bool]) -> list[Poll]:
    rows = (await tx.execute(select(poll).where(wanted).order_by(poll.c.id))).all()
    options = await tx.execute(
        select(option).where(option.c.poll_id.in_([row.id for row in rows])).order_by(option.c.position)
    )
    choices: dict[int, list[VoteOption]] = defaultdict(list)
    for row in options:
        choices[row.poll_id].append(VoteOption(row.emoji, row.label, row.valence))
    return [_poll(row, tuple(choices[row.id])) for row in rows]


def _poll(row: Row[Any], options: tuple[VoteOption, ...]) -> Poll:
    return Poll(
        id=PollId(row.id),
        edition_id=EditionId(row.edition_id),
        server_id=ServerId(row.server_id),
        channel_id=ChannelId(row.channel_id),
        message_id=MessageId(row.message_id),
        state=PollState(row.state),
        vote_set=VoteSet(row.question, options, PollMode(row.mode)),
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        verified=row.verified is not False,
    )


def _event(row: Row[Any]) -> VoteEvent:
    return VoteEvent(
        key=MarkKey(VoterKey(row.voter_key), row.emoji_key, row.burst),
        kind=VoteKind(row.kind),
        source=VoteSource(row.source),
        at=row.at,
    )


def _event_values(poll_id: PollId, event: VoteEvent) -> dict[str, Any]:
    return {
        "poll_id": poll_id,
        "voter_key": event.key.voter,
        "emoji_key": event.key.emoji,
        "burst": event.key.burst,
        "kind": event.kind,
        "source": event.source,
        "at": event.at,
    }
