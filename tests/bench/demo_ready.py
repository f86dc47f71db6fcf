"""From the start of `newsclip demo` to the line that says that it is ready."""

import statistics
import time

from tests.bench.figure import Figure
from tests.bench.process import line_with, newsclip

_RUNS = 5


async def measure() -> list[Figure]:
    """Start it once to warm the file cache, then measure."""
    seconds = [await _once() for _ in range(_RUNS + 1)][1:]
    note = f"median of {_RUNS} warm starts, slowest {max(seconds):.2f} s"
    return [Figure("demo_ready", statistics.median(seconds), "s", target=3.0, note=note)]


async def _once() -> float:
    started = time.perf_counter()
    async with newsclip("demo", "--no-browser", "--port", "0") as process:
        await line_with(process, "Newsclip demo ready:")
        return time.perf_counter() - started
