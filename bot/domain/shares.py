"""Shares in whole per cent, as they are shown."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from bot.domain.poll import PollMode, Tally


def percentages(tally: Tally, mode: PollMode) -> tuple[int, ...]:
    """Return each option's share of the readers who voted, of whom there is at least one.

    Where each has one voice they add up to 100, but that equal counts get equal shares: the largest
    remainders are rounded up, of equal ones those of more votes. Where several choices count, each share is
    rounded by itself, a half up.
    """
    counts = [count for _, count in tally.counts]
    if mode is PollMode.SINGLE:
        return _adding_up(counts, tally.voters)
    return tuple((200 * count + tally.voters) // (2 * tally.voters) for count in counts)


def _adding_up(counts: Sequence[int], voters: int) -> tuple[int, ...]:
    wanting = 100 - sum(100 * count // voters for count in counts)
    groups = sorted(Counter(counts).items(), key=lambda each: (100 * each[0] % voters, each[0]), reverse=True)
    options = accumulate(size for _, size in groups)
    up = {count for (count, _), reached in zip(groups, options, strict=True) if reached <= wanting}
    return tuple(100 * count // voters + (count in up) for count in counts)
