"""How a process ends: by itself, when asked to, with an expected failure, and with a bug."""

import inspect
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.process import run_until_stopped

ROOT = Path(__file__).parents[2]

HEAD = """
import asyncio, sys, time
from bot.domain.errors import Unreadable
from bot.process import run_until_stopped
from bot.telemetry import open_log
open_log(style="json")
options = {}
"""
TAIL = "\nsys.exit(run_until_stopped(work, **options))\n"

WAITING = """
async def work():
    try:
        print("up", flush=True)
        await asyncio.Event().wait()
    finally:
        await asyncio.sleep(0.05)
        print("closed", flush=True)
"""
HANGING = """
options = {"closing_seconds": 0.5}
async def work():
    print("up", flush=True)
    await asyncio.to_thread(time.sleep, 60)
"""
FAILING = """
async def inner():
    raise Unreadable(url="http://feed.test", why="torn")
async def work():
    async with asyncio.TaskGroup() as group:
        group.create_task(inner())
"""
BROKEN = """
async def work():
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.to_thread(int, "x"))
"""
ENDING = """
async def work():
    assert type(asyncio.get_running_loop()).__module__.startswith(("uvloop", "asyncio"))
"""


def started(work: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HEAD + work + TAIL],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_what_is_open_and_ends_with_0(number: signal.Signals) -> None:
    with started(WAITING) as process:
        assert process.stdout.readline() == "up\n"

        process.send_signal(number)
        out, errors = process.communicate(timeout=10)

    assert (process.returncode, out) == (0, "closed\n")
    assert "process.stopped" in errors


def test_what_does_not_close_is_cut_short() -> None:
    with started(HANGING) as process:
        assert process.stdout.readline() == "up\n"
        asked = time.monotonic()

        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=15)

    assert time.monotonic() - asked < 5
    assert process.returncode == 0
    assert "process.cut-short" in errors


def test_closing_may_take_less_time_than_process_managers_give() -> None:
    allowed = inspect.signature(run_until_stopped).parameters["closing_seconds"].default

    assert 0 < allowed < 10


def test_work_that_ends_ends_the_process_with_0() -> None:
    with started(ENDING) as process:
        _, errors = process.communicate(timeout=10)

    assert (process.returncode, errors) == (0, "")


def test_an_expected_failure_comes_out_of_the_groups_around_it() -> None:
    with started(FAILING) as process:
        _, errors = process.communicate(timeout=10)

    assert errors.strip().endswith(
        "bot.domain.errors.Unreadable: error-unreadable (url='http://feed.test', why='torn')"
    )


def test_a_bug_is_logged_with_its_traceback_and_ends_with_1() -> None:
    with started(BROKEN) as process:
        _, errors = process.communicate(timeout=10)

    assert process.returncode == 1
    assert "process.failed" in errors
    assert "invalid literal for int()" in errors
