"""Runs the measurements and prints each figure beside its target; exit code 1 when one misses it."""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from bot.telemetry import open_log
from tests.bench import (
    backlog,
    deciding,
    demo_ready,
    fan_out,
    finding,
    following,
    idle_memory,
    item_to_seeded,
    page,
    reconcile,
    standin,
    votes,
)
from tests.bench.figure import Figure, machine

# One module a measurement; to add one, write its `measure` and name it here.
_MEASUREMENTS: dict[str, Callable[[], Awaitable[list[Figure]]]] = {
    "answers": backlog.measure_answers,
    "backlog": backlog.measure,
    "deciding": deciding.measure,
    "demo_ready": demo_ready.measure,
    "fan_out": fan_out.measure,
    "finding": finding.measure,
    "following": following.measure,
    "idle_memory": idle_memory.measure,
    "item_to_seeded": item_to_seeded.measure,
    "page": page.measure,
    "reconcile": reconcile.measure,
    "standin": standin.measure,
    "votes": votes.measure,
}


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", metavar="NAME", choices=_MEASUREMENTS, help=", ".join(_MEASUREMENTS))
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    options = parser.parse_args()
    open_log(level="error")
    names = [options.only] if options.only else list(_MEASUREMENTS)
    if not options.json:
        print(machine())  # noqa: T201 -- the command's output
    figures = [figure for name in names for figure in _measured(name, table=not options.json)]
    if options.json:
        told = [asdict(figure) | {"met": figure.met} for figure in figures]
        print(json.dumps({"machine": machine(), "figures": told}, ensure_ascii=False))  # noqa: T201 -- as above
    return int(any(figure.met is False for figure in figures))


def _measured(name: str, *, table: bool) -> list[Figure]:
    figures = list(asyncio.run(_MEASUREMENTS[name]()))
    for figure in figures if table else ():
        print(figure.line(), flush=True)  # noqa: T201 -- as above
    return figures


if __name__ == "__main__":
    sys.exit(main())
