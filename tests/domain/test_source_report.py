"""What the figures of a feed advise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import FeedId
from bot.domain.source import Trust
from bot.domain.source_report import Advice, FeedFigures, advise
from tests.builders import NOON

MONTH = timedelta(days=30)
FIGURES = FeedFigures(FeedId(1), "News", "https://n.example", Trust.AUTOMATIC, NOON - 2 * MONTH, brought=20)
REVIEWED = replace(FIGURES, trust=Trust.REVIEW)


@pytest.mark.parametrize(
    ("figures", "advice"),
    [
        (FIGURES, None),
        (replace(REVIEWED, approved=5), Advice.TRUST),
        (replace(REVIEWED, approved=4), None),
        (replace(REVIEWED, approved=50, rejected={"old": 1}), None),
        (replace(FIGURES, approved=5), None),
        (replace(FIGURES, brought=0), Advice.SILENT),
        (replace(FIGURES, brought=0, added_at=NOON - MONTH / 2), None),
        (replace(FIGURES, rejected={"old": 3, "rules": 2}, approved=5), Advice.REJECTED),
        (replace(FIGURES, rejected={"old": 3, "rules": 2}, approved=6), None),
        (replace(FIGURES, rejected={"old": 4}), None),
        (replace(FIGURES, duplicates=16), Advice.DUPLICATES),
        (replace(FIGURES, duplicates=15), None),
        (replace(FIGURES, brought=9, duplicates=9), None),
    ],
)
def test_what_figures_advise(figures, advice):
    assert advise(figures, now=NOON, over=MONTH) == advice
