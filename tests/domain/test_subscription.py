"""The ways in which a story reaches a reader."""

import pytest

from bot.domain.subscription import Reach, strongest


@pytest.mark.parametrize(
    ("ways", "found"),
    [
        ([], Reach.LIST),
        ([Reach.LIST, Reach.DIGEST], Reach.DIGEST),
        ([Reach.DIGEST, Reach.DIRECT, Reach.LIST], Reach.DIRECT),
        (list(reversed(Reach)), Reach.MENTION),
    ],
)
def test_the_strongest_way_counts(ways, found):
    assert strongest(ways) is found
