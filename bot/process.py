"""Running as a process: the fastest event loop there is, and an end within seconds when asked to stop."""

import asyncio
import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import structlog

from bot.domain.errors import NewsclipError

_DONE = 0
_FAILED = 1
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# Process managers kill after 10 s. A look-up of a name that hangs in a thread would outlast that.
_CLOSING_SECONDS = 8.0

_log = structlog.get_logger()


def run_until_stopped(
    work: Callable[[], Coroutine[Any, Any, None]], *, closing_seconds: float = _CLOSING_SECONDS
) -> int:
    """Run the work to its end, or to SIGINT or SIGTERM; return the exit code.

    An expected failure is raised as it is, out of the groups around it; a bug is logged with its traceback.
    """
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        error = runner.run(_supervise(work, closing_seconds))
    if error is None:
        return _DONE
    for leaf in _leaves(error):
        if not isinstance(leaf, NewsclipError):
            _log.error("process.failed", exc_info=error)
            return _FAILED
    raise _leaves(error)[0]


def spare_what_stays() -> None:
    """Let the garbage collector pass over all that is there, once everything is: its rounds stop the process.

    With the modules and the servers of a bot a round took a tenth of a second, and found nothing in them.
    """
    gc.collect()
    gc.freeze()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415 -- absent on Windows, and where it has no wheel
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _supervise(
    work: Callable[[], Coroutine[Any, Any, None]], closing_seconds: float
) -> BaseException | None:
    task = asyncio.create_task(work(), name="work")
    stop = asyncio.Event()
    with _signals_to(stop):
        asked = asyncio.create_task(stop.wait(), name="signals")
        await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        if not task.done():
            _log.info("process.stopping")
            _end_within(closing_seconds)
            task.cancel()
            await asyncio.wait({task})
            _log.info("process.stopped")
    return None if task.cancelled() else task.exception()


@contextlib.contextmanager
def _signals_to(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    earlier = {
        number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set)) for number in _SIGNALS
    }
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _end_within(closing_seconds: float) -> None:
    """End the process even if closing hangs: what was being sent is a committed intent."""

    def end() -> None:
        _log.warning("process.cut-short", seconds=closing_seconds)
        sys.stderr.flush()
        os._exit(_DONE)

    timer = threading.Timer(closing_seconds, end)
    timer.daemon = True
    timer.start()


def _leaves(error: BaseException) -> list[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in _leaves(inner)]
    return [error]
