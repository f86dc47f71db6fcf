"""A local Discord in a process of its own, on what other core there is, told in lines of JSON what to do."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import uvloop


class Elsewhere:
    """The other process; `place` is what it said of itself."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.place: Any = self._answer()

    async def do(self, what: str) -> Any:
        """Let it do something to its end; return what it says then."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return await asyncio.to_thread(self._answer)

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def elsewhere(module: str, *arguments: object) -> Iterator[Elsewhere]:
    """Run a module as that process."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Elsewhere(process)
        finally:
            process.terminate()


async def serve(place: Any, tasks: Mapping[str, Callable[[], Awaitable[Any]]]) -> None:
    """Be that process: say where things are, and do what is asked for until nothing more is."""
    say(place)
    while what := (await asyncio.to_thread(sys.stdin.readline)).strip():
        say(await tasks[what]())


def say(what: Any) -> None:
    """Tell the process that started this one."""
    print(json.dumps(what), flush=True)  # noqa: T201 -- how the two processes speak


def run_in_uvloop(work: Any) -> Any:
    """Run a measurement on the event loop on which the bot runs."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work())
