"""What holds for every test: no socket but loopback, no task left, nothing said that Discord would not."""

import asyncio
import gc
import ipaddress
import os
import sys
from collections.abc import AsyncIterator, Generator, Iterator
from inspect import iscoroutinefunction
from itertools import count
from pathlib import Path

import hypothesis
import pytest
import structlog
from coverage import Coverage

from bot.storage.database import Database
from tests.empty_database import lay_empty_database
from tests.standin import description
from tests.standin.description_witness import Witness

# A busy machine is no fault of the code.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

# Without configuration a traceback is drawn with every local variable, which takes longer than most tests.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.set_exc_info,
        structlog.processors.TimeStamper(fmt="%H:%M:%S.%f", utc=False),
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ],
)

# How often the young are searched is Python's own; for all that lives, see `pytest_runtest_logfinish`.
_SEARCHES = (700, 10, 1_000)
_BETWEEN_SEARCHES = 25
_finished = count(1)

# A measured test takes twice its time. These run the page's script before the local Discord alone, which has
# tests of its own for all that it answers.
_UNMEASURED = ("tests/standin/page/",)

_refused: list[str] = []


class OutsideRefused(RuntimeError):
    """A test reached for the network."""


def _refuse_the_outside(event: str, arguments: tuple[object, ...]) -> None:
    """Watch Python's own audit events, which no library's sockets get round."""
    if event in {"socket.connect", "socket.bind", "socket.sendto"}:  # written here: it is asked to the last
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # unix sockets have a path
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not _is_loopback(host):
        _refused.append(f"{event} {host}")
        raise OutsideRefused(f"{event}: {host} is not loopback; tests run without a network")


def _is_loopback(host: object) -> bool:
    if host in {None, "localhost", b"localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


sys.addaudithook(_refuse_the_outside)


def pytest_xdist_auto_num_workers() -> int:
    """A worker more than there are cores: a test waits for answers about a third of its time."""
    return (os.cpu_count() or 1) + 1


def pytest_configure() -> None:
    """Look for no garbage while modules are loaded: there is next to none, among a million things."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Spare what is loaded from every search for garbage to come: each took a second of its own."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(*_SEARCHES)


def pytest_runtest_logfinish() -> None:
    """Search all now and then, and spare what stays: caches that grow made each search slower."""
    if next(_finished) % _BETWEEN_SEARCHES == 0:
        gc.collect()
        gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with tests that may take longer than others, lest a worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure no coverage of tests in `_UNMEASURED`."""
    measuring = Coverage.current()
    if measuring is None or not item.nodeid.startswith(_UNMEASURED):
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()


def pytest_report_header() -> str:
    """Say at the top whether this run is checked against Discord's description."""
    return f"Discord's description: {description.SPEC if description.SPEC.exists() else description.MISSING}"


@pytest.fixture(autouse=True)
def _nothing_reached_the_outside() -> Iterator[None]:
    """Fail the test also when the code under test took the refusal for a feed that does not answer."""
    _refused.clear()
    yield
    assert not _refused, f"reached for the network: {_refused}"


@pytest.fixture(scope="session")
def listening() -> Witness:
    """Hears all local Discords of this process, also those that the code under test starts."""
    witness = Witness()
    witness.listen(described=description.SPEC.exists())
    return witness


@pytest.fixture(autouse=True)
def witness(listening: Witness, request: pytest.FixtureRequest) -> Iterator[Witness]:
    """Fail the test when a local Discord failed, or took or said what Discord's own description has not."""
    listening.begin(with_wrong_bodies=request.node.get_closest_marker("wrong_bodies") is not None)
    yield listening
    assert listening.complaints == []


@pytest.fixture(autouse=True)
def _no_task_left(request: pytest.FixtureRequest) -> None:
    if iscoroutinefunction(getattr(request.node, "obj", None)):
        request.getfixturevalue("_tasks_end_with_the_test")


@pytest.fixture
async def _tasks_end_with_the_test() -> AsyncIterator[None]:
    yield
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        _, left = await asyncio.wait(left, timeout=1)
    assert not left, f"tasks left running: {left}"


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    """A fresh database file of the test's own, not open yet."""
    return lay_empty_database(tmp_path / "newsclip.db")


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    """An open database of the test's own."""
    opened = await Database.open(database_file)
    yield opened
    await opened.close()
