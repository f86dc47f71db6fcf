import subprocess
import sys

import pytest

from tests.bench.figure import Figure, machine


@pytest.mark.parametrize(
    ("value", "better", "met"), [(2.9, "less", True), (3.0, "less", False), (3.0, "more", True)]
)
def test_a_target_is_met_or_missed(value: float, better: str, met: bool) -> None:
    figure = Figure("some", value, "s", target=3.0, better=better)

    assert figure.met is met
    assert ("MISSED" in figure.line()) is not met


def test_a_figure_without_a_target_is_only_told() -> None:
    figure = Figure("some", 12_345.6, "/s")

    assert figure.met is None
    assert "12,346 /s" in figure.line()


def test_the_machine_is_named_in_one_line() -> None:
    assert "Python" in machine()
    assert "\n" not in machine()


def test_the_help_names_every_measurement() -> None:
    command = [sys.executable, "-m", "tests.bench", "--help"]

    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)

    assert all(name in done.stdout for name in ("demo_ready", "idle_memory", "item_to_seeded", "standin"))
