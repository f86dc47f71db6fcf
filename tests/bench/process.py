"""Processes of ours as a person starts them: `python -m bot …`, with their first words and their memory."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_KILOBYTE = 1024
_START_SECONDS = 30


@asynccontextmanager
async def newsclip(*arguments: str, **environment: str) -> AsyncIterator[Process]:
    """Run a command until the end of the block, then stop it as a service manager would."""
    env = os.environ | environment
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, stdout=PIPE, stderr=None, env=env
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.communicate(), timeout=15)


async def line_with(process: Process, words: str) -> str:
    """Read the command's output up to the line that holds these words."""
    assert process.stdout is not None
    async with asyncio.timeout(_START_SECONDS):
        while line := (await process.stdout.readline()).decode():
            if words in line:
                return line
    raise AssertionError(f"the command ended without saying {words!r}")


def resident_megabytes(pid: int) -> float:
    """Return a process's memory as Linux counts it; shared pages count in full."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return kilobytes * _KILOBYTE / 1e6


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]
