"""Shares in whole per cent, as they are shown."""

from collections.abc import Sequence

from bot.domain.poll import PollMode, Tally


def percentages(tally: Tally, mode: PollMode) -> tuple[int, ...]:
    """Return each option's share of the readers who voted, of whom there is at least one.

    Where each has one voice they add up to 100: the largest remainders are rounded up, of equal ones the
    one of more votes, then the earlier. Where several choices count, each share is rounded by itself, a
    half up.
    """
    counts = [count for _, count in tally.counts]
    if mode is PollMode.SINGLE:
        return _adding_up(counts, tally.voters)
    return tuple((200 * count + tally.voters) // (2 * tally.voters) for count in counts)


def _adding_up(counts: Sequence[int], voters: int) -> tuple[int, ...]:
    shares = [100 * count // voters for count in counts]
    wanting = range(100 - sum(shares))
    by_remainder = sorted(
        range(len(counts)), key=lambda place: (100 * counts[place] % voters, counts[place]), reverse=True
    )
    for _, place in zip(wanting, by_remainder, strict=False):
        shares[place] += 1
    return tuple(shares)
