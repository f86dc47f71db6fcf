"""The opinion poll of an edition: options, marks, ballots, and the tally.

A mark is what Discord shows now; a ballot is what counts. Ballots are a pure function of the marks.
"""

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from bot.domain.delivery import Place
from bot.domain.ids import (
    ChannelId,
    EditionId,
    MessageId,
    PollId,
    ReaderKey,
    ServerId,
    UserId,
    VoterKey,
    VoteSetId,
)

# With fewer ballots a share says nothing.
FEWEST = 5

_VARIATION_SELECTOR = "\ufe0f"
_NUMBERS = (*(f"{digit}\ufe0f\u20e3" for digit in "123456789"), "🔟")


class PollMode(StrEnum):
    """How many of a reader's marks count."""

    SINGLE = "single"  # the latest
    MULTI = "multi"  # all


class PollState(StrEnum):
    """A poll's life."""

    OPEN = "open"
    CLOSED = "closed"  # its count is frozen
    ORPHANED = "orphaned"  # its card is gone; the last count stays
    WITHDRAWN = "withdrawn"  # its story was retracted, or merged into another: it has no result


@dataclass(frozen=True, slots=True)
class VoteOption:
    """A choice: its emoji as sent, its label, and what it says of the story (-1, 0, +1)."""

    emoji: str
    label: str
    valence: int = 0


@dataclass(frozen=True, slots=True)
class VoteSet:
    """A question with its options, in the order in which they are seeded, and how many of them count."""

    question: str
    options: tuple[VoteOption, ...]
    mode: PollMode = PollMode.SINGLE

    def emoji_of(self, key: str) -> str:
        """Return an option's emoji as it is sent, by its key."""
        return next(option.emoji for option in self.options if emoji_key(option.emoji) == key)

    def replacement_for(self, option: VoteOption) -> str:
        """Return an emoji that can stand for an option whose own is gone: a number that no other has."""
        taken = {emoji_key(each.emoji) for each in self.options}
        free = [emoji for emoji in _NUMBERS if emoji_key(emoji) not in taken]
        number = _NUMBERS[self.options.index(option) % len(_NUMBERS)]
        return number if number in free else free[0]


@dataclass(frozen=True, slots=True)
class NamedVoteSet:
    """A vote set that a server keeps under a name; `key` is what all spellings of the name share.

    is_default: tags that name none ask with it.
    """

    id: VoteSetId
    server_id: ServerId
    key: str
    name: str
    vote_set: VoteSet
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Poll:
    """The poll of one edition, on its home card.

    verified: False where it closed with a count that was not compared with Discord's listing.
    """

    id: PollId
    edition_id: EditionId
    server_id: ServerId
    channel_id: ChannelId
    message_id: MessageId
    state: PollState
    vote_set: VoteSet
    opened_at: datetime
    closes_at: datetime | None = None
    verified: bool = True

    @property
    def mode(self) -> PollMode:
        """How many of a reader's marks count."""
        return self.vote_set.mode

    @property
    def place(self) -> Place:
        """Where its card stands."""
        return Place(self.channel_id, self.message_id)

    def takes(self, emoji: str) -> bool:
        """Tell whether the emoji is one of the options."""
        key = emoji_key(emoji)
        return any(key == emoji_key(option.emoji) for option in self.vote_set.options)


@dataclass(frozen=True, slots=True)
class Mark:
    """A reader's reaction as Discord shows it now.

    emoji: key of the option. seq: order in which marks became known; None when several were found together
    after an absence, so that nobody knows which was the last. A reader can have the same emoji as a normal
    and as a burst reaction: two marks, one choice.
    """

    voter: VoterKey
    emoji: str
    seq: int | None
    burst: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of a poll.

    counts: option and number of ballots, in the poll's order.
    voters: readers whose ballot counts; in a single-choice poll the sum of the counts.
    ambiguous: readers not counted because of several marks in unknown order.
    several: readers who had marked several options.
    """

    counts: tuple[tuple[VoteOption, int], ...]
    voters: int
    ambiguous: int = 0
    several: int = 0

    @property
    def telling(self) -> bool:
        """Tell whether there are enough ballots for shares."""
        return self.voters >= FEWEST


@lru_cache(maxsize=10_000)
def emoji_key(emoji: str) -> str:
    """Return what identifies an emoji: a custom one's id, else the character without variation selectors."""
    if ":" in emoji:
        return emoji.strip("<>").rsplit(":", 1)[1]
    return emoji.replace(_VARIATION_SELECTOR, "")


def voter_key(server_key: bytes, user_id: UserId) -> VoterKey:
    """Return the keyed hash that stands for a reader in one server."""
    return VoterKey(hmac.digest(server_key, str(user_id).encode(), hashlib.sha256))


def reader_key(readers_key: bytes, user_id: UserId) -> ReaderKey:
    """Return the keyed hash by which a reader's wish not to be counted is known, in every server."""
    return ReaderKey(hmac.digest(readers_key, str(user_id).encode(), hashlib.sha256))


def ballots(marks: Iterable[Mark], mode: PollMode) -> tuple[dict[VoterKey, tuple[str, ...]], int]:
    """Return each counted voter's choices (emoji keys), and how many voters are ambiguous.

    Single choice: the mark with the highest seq counts. Where several have no seq, nobody knows
    which came last: the voter is left out. A known mark beside one of unknown order stays the ballot.
    """
    by_voter: dict[VoterKey, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_voter[mark.voter].append(mark)
    if mode is PollMode.MULTI:
        return {voter: tuple(sorted({m.emoji for m in theirs})) for voter, theirs in by_voter.items()}, 0
    chosen = {voter: _latest(theirs) for voter, theirs in by_voter.items()}
    counted: dict[VoterKey, tuple[str, ...]] = {
        voter: (emoji,) for voter, emoji in chosen.items() if emoji is not None
    }
    return counted, len(chosen) - len(counted)


def with_carried(marks: Iterable[Mark], carried: Iterable[Mark]) -> list[Mark]:
    """Return the marks that count: those on the card and, of readers who have none there, the carried ones.

    carried: ballots that came with a story that was merged into this one, or from where its card was before.
    """
    own = list(marks)
    voters = {mark.voter for mark in own}
    return [*own, *(mark for mark in carried if mark.voter not in voters)]


def counted(vote_set: VoteSet, marks: Iterable[Mark]) -> dict[VoterKey, tuple[str, ...]]:
    """Return each reader's ballot: what of their marks is counted."""
    options = {emoji_key(option.emoji) for option in vote_set.options}
    return ballots([mark for mark in marks if mark.emoji in options], vote_set.mode)[0]


@dataclass(frozen=True, slots=True)
class Carriage:
    """Ballots that go along into another poll, and how many can't, because that has no such choice."""

    ballots: Mapping[VoterKey, tuple[str, ...]]
    dropped: int


def carry(
    given: Mapping[VoterKey, tuple[str, ...]],
    of: VoteSet,
    into: VoteSet,
    *,
    there: Collection[VoterKey],
) -> Carriage:
    """Return which ballots of one poll go along into another; the one that a reader gave there stands.

    A choice fits where the other poll has the same emoji for the same kind of opinion. Where one choice
    counts, a ballot of which several fit says nothing.
    """
    meant = {(emoji_key(option.emoji), option.valence) for option in into.options}
    offered = {(emoji_key(option.emoji), option.valence) for option in of.options}
    fitting = {emoji for emoji, _ in offered & meant}
    taken: dict[VoterKey, tuple[str, ...]] = {}
    others = {voter: choices for voter, choices in given.items() if voter not in there}
    for voter, choices in others.items():
        fit = tuple(choice for choice in choices if choice in fitting)
        if len(fit) == 1 or (fit and into.mode is PollMode.MULTI):
            taken[voter] = fit
    return Carriage(taken, len(others) - len(taken))


def tally(vote_set: VoteSet, marks: Iterable[Mark], mode: PollMode) -> Tally:
    """Count a poll."""
    options = {emoji_key(option.emoji) for option in vote_set.options}
    valid = [mark for mark in marks if mark.emoji in options]
    counted, ambiguous = ballots(valid, mode)
    votes = Counter(emoji for choices in counted.values() for emoji in choices)
    choices_of = Counter(voter for voter, _ in {(mark.voter, mark.emoji) for mark in valid})
    return Tally(
        counts=tuple((option, votes[emoji_key(option.emoji)]) for option in vote_set.options),
        voters=len(counted),
        ambiguous=ambiguous,
        several=sum(1 for n in choices_of.values() if n > 1),
    )


def _latest(marks: list[Mark]) -> str | None:
    known = [mark for mark in marks if mark.seq is not None]
    if known:
        return max(known, key=lambda mark: mark.seq or 0).emoji
    emojis = {mark.emoji for mark in marks}
    return emojis.pop() if len(emojis) == 1 else None
