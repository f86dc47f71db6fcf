"""What must hold for everything that is stored of a poll, whatever happened before."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.marks import MarkKey, VoteEvent, VoteKind, replay
from bot.domain.poll import Mark, Poll, PollMode, Tally, tally, with_carried


class Invariant(StrEnum):
    """A thing that is always so."""

    REPLAY = "replay"  # the log of events leads to the marks
    ORDER = "order"  # a mark has the number of the event that made it
    SUM = "sum"  # in a single-choice poll the counts add up to the voters
    FROZEN = "frozen"  # a closed poll's count is what its marks say


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is stored of a poll.

    log: every event with its number, in order. frozen: the count of a closed poll; None for an open one, and
    where it was forgotten. votes_erased: somebody's votes were removed, so that a frozen count may be
    higher than what is left says. carried: ballots that came along from elsewhere.
    """

    poll: Poll
    log: Sequence[tuple[int, VoteEvent]]
    marks: Sequence[Mark]
    frozen: Tally | None
    votes_erased: bool = False
    carried: Sequence[Mark] = ()


def broken(evidence: Evidence) -> set[Invariant]:
    """Return what does not hold."""
    holds = {
        Invariant.REPLAY: _keys(evidence.marks) == replay(event for _, event in evidence.log),
        Invariant.ORDER: _in_order(evidence),
        Invariant.SUM: all(_adds_up(count, evidence.poll.mode) for count in _counts(evidence)),
        Invariant.FROZEN: evidence.frozen is None or _stands(evidence, evidence.frozen),
    }
    return {invariant for invariant, kept in holds.items() if not kept}


def _keys(marks: Sequence[Mark]) -> set[MarkKey]:
    return {MarkKey(mark.voter, mark.emoji, mark.burst) for mark in marks}


def _in_order(evidence: Evidence) -> bool:
    made = {event.key: seq for seq, event in evidence.log if event.kind is VoteKind.ADD}
    return all(
        mark.seq is None or made.get(MarkKey(mark.voter, mark.emoji, mark.burst)) == mark.seq
        for mark in evidence.marks
    )


def _counts(evidence: Evidence) -> list[Tally]:
    now = _count(evidence)
    return [now] if evidence.frozen is None else [now, evidence.frozen]


def _adds_up(count: Tally, mode: PollMode) -> bool:
    numbers = [n for _, n in count.counts]
    if mode is PollMode.SINGLE:
        return sum(numbers) == count.voters
    return max(numbers, default=0) <= count.voters <= sum(numbers)


def _stands(evidence: Evidence, frozen: Tally) -> bool:
    now = _count(evidence)
    if evidence.votes_erased:
        pairs = zip(now.counts, frozen.counts, strict=True)
        return now.voters <= frozen.voters and all(left <= kept for (_, left), (_, kept) in pairs)
    return now == frozen


def _count(evidence: Evidence) -> Tally:
    counting = with_carried(evidence.marks, evidence.carried)
    return tally(evidence.poll.vote_set, counting, evidence.poll.mode)
