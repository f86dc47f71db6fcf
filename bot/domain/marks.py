"""How the marks of a poll change: by events as they come, and by comparing with Discord's listing."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.ids import VoterKey
from bot.domain.poll import PollMode


class VoteKind(StrEnum):
    """What an event did to a mark."""

    ADD = "add"
    REMOVE = "remove"


class VoteSource(StrEnum):
    """How an event became known."""

    GATEWAY = "gateway"
    RECONCILE = "reconcile"
    CLEAR = "clear"  # a moderator took all reactions away
    MOVE = "move"  # its card is another one now


class MarkKey(NamedTuple):
    """What makes a mark one: who, which option, and whether it is a burst reaction."""

    voter: VoterKey
    emoji: str
    burst: bool


@dataclass(frozen=True, slots=True)
class VoteEvent:
    """One change of one mark. `ordered` is False where nobody knows which of several came last."""

    key: MarkKey
    kind: VoteKind
    source: VoteSource
    at: datetime
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class Clear:
    """All marks of a poll, or all with one emoji, were taken away at once."""

    emoji: str | None
    at: datetime


def superseded(held: Collection[MarkKey], events: Iterable[VoteEvent]) -> list[MarkKey]:
    """Return the marks that stand after the events beside a voter's newest, for those who have just voted.

    held: the marks of these voters before. events: effective ones, in order.
    """
    standing = set(held)
    newest: dict[VoterKey, str] = {}
    for event in events:
        if event.kind is VoteKind.ADD:
            standing.add(event.key)
            newest[event.key.voter] = event.key.emoji
        else:
            standing.discard(event.key)
    return [key for key in standing if key.voter in newest and key.emoji != newest[key.voter]]


def effective(held: Collection[MarkKey], changes: Iterable[VoteEvent | Clear]) -> list[VoteEvent]:
    """Return the events that really change something, in order.

    A repeated add must not make an old choice the latest, so an add of a mark that is there is nothing, and
    so is the removal of one that is not.
    """
    now = set(held)
    events: list[VoteEvent] = []
    for change in changes:
        for event in _spelled_out(change, now):
            if (event.kind is VoteKind.ADD) == (event.key in now):
                continue
            now ^= {event.key}
            events.append(event)
    return events


def difference(
    held: Collection[MarkKey],
    listed: Collection[MarkKey],
    *,
    fenced: Collection[MarkKey],
    mode: PollMode,
    at: datetime,
) -> list[VoteEvent]:
    """Return the events that make the held marks equal Discord's listing, but for the fenced keys.

    fenced: touched by the gateway since the listing began; what it said is newer.
    In a single-choice poll a mark found beside another mark of the same voter has no known order.
    """
    free = {*held, *listed}.difference(fenced)
    gone = [key for key in sorted(free) if key in held and key not in listed]
    found = [key for key in sorted(free) if key in listed and key not in held]
    after = ({*held} - {*gone}) | {*found}
    choices = Counter(voter for voter, _ in {(key.voter, key.emoji) for key in after})
    return [
        *(VoteEvent(key, VoteKind.REMOVE, VoteSource.RECONCILE, at) for key in gone),
        *(
            VoteEvent(
                key,
                VoteKind.ADD,
                VoteSource.RECONCILE,
                at,
                ordered=mode is PollMode.MULTI or choices[key.voter] == 1,
            )
            for key in found
        ),
    ]


def replay(events: Iterable[VoteEvent]) -> set[MarkKey]:
    """Return the marks that a log of events leads to."""
    marks: set[MarkKey] = set()
    for event in events:
        if event.kind is VoteKind.ADD:
            marks.add(event.key)
        else:
            marks.discard(event.key)
    return marks


def _spelled_out(change: VoteEvent | Clear, held: Collection[MarkKey]) -> list[VoteEvent]:
    if isinstance(change, VoteEvent):
        return [change]
    cleared = sorted(key for key in held if change.emoji is None or key.emoji == change.emoji)
    return [VoteEvent(key, VoteKind.REMOVE, VoteSource.CLEAR, change.at) for key in cleared]
