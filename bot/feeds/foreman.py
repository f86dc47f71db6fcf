"""Gives documents to a worker process, kills it alone when it hangs, and starts another when it is needed."""

import asyncio
import contextlib
import json
import os
import sys
from datetime import timedelta
from types import TracebackType
from typing import Any, Literal, Self

from bot.domain.errors import Unreadable
from bot.domain.feed import FeedDocument, Page
from bot.domain.trouble import Trouble
from bot.feeds.wire import HEADER, LARGEST_PART, frame, unpack


class Foreman:
    """One worker process at a time, started with the first document and retired when idle."""

    def __init__(
        self,
        job: Literal["feed", "page"],
        *,
        patience: timedelta = timedelta(seconds=20),
        idle_after: timedelta = timedelta(minutes=5),
        command: tuple[str, ...] = (sys.executable, "-W", "ignore", "-m", "bot.feeds.worker"),
    ) -> None:
        """`patience` is for one document, `idle_after` gives the worker's memory back."""
        self._patience = patience.total_seconds()
        self._idle_after = idle_after.total_seconds()
        self._command = (*command, job)
        self._worker: asyncio.subprocess.Process | None = None
        self._reading = asyncio.Lock()
        self._retirement: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._dismiss()  # at once: whoever still waits for an answer is told that there is none
        if self._leaving is not None:
            await self._leaving

    async def read(self, body: bytes, *, url: str, content_type: str) -> FeedDocument | Page:
        """What the worker made of a document; raises the FeedError that it came to."""
        seconds = self._patience
        request = {"url": url, "content_type": content_type, "seconds": seconds}
        async with self._reading:
            if self._retirement is not None:
                self._retirement.cancel()
            try:
                async with asyncio.timeout(seconds):
                    answer = await self._exchange(frame(request, body))
            except TimeoutError:
                await self._dismiss()
                raise Unreadable(url=url, why=Trouble.SLOW_READING) from None
            except (OSError, EOFError, ValueError):
                await self._dismiss()
                raise Unreadable(url=url, why=Trouble.READER_FAILED) from None
            except asyncio.CancelledError:
                await self._dismiss()
                raise
            self._rest()
        return unpack(answer)

    @property
    def worker_id(self) -> int | None:
        """The process id of the worker, if there is one now."""
        worker = self._worker
        return worker.pid if worker is not None and worker.returncode is None else None

    async def _exchange(self, request: bytes) -> dict[str, Any]:
        stdin, stdout = await self._working()
        stdin.write(request)
        await stdin.drain()
        message_size, _ = HEADER.unpack(await stdout.readexactly(HEADER.size))
        if message_size > LARGEST_PART:
            raise ValueError("an answer beyond all measure")
        return dict(json.loads(await stdout.readexactly(message_size)))

    async def _working(self) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
        worker = self._worker
        if worker is None or worker.returncode is not None:
            pipe = asyncio.subprocess.PIPE
            worker = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, env=_bare_environment()
            )
            self._worker = worker
        if worker.stdin is None or worker.stdout is None:
            raise OSError("the worker has no pipes")
        return worker.stdin, worker.stdout

    def _rest(self) -> None:
        if self._retirement is not None:
            self._retirement.cancel()
        self._retirement = asyncio.get_running_loop().call_later(self._idle_after, self._retire)

    def _retire(self) -> None:
        """Lets an idle worker go; one that got a document just now stays."""
        if not self._reading.locked():
            worker, self._worker = self._worker, None
            self._leaving = asyncio.get_running_loop().create_task(_end(worker))

    async def _dismiss(self) -> None:
        if self._retirement is not None:
            self._retirement.cancel()
        worker, self._worker = self._worker, None
        await _end(worker)


def _bare_environment() -> dict[str, str]:
    """What Python needs to start, without the secrets that the bot's environment may hold."""
    needed = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "SYSTEMROOT", "TMPDIR", "TZ")
    return {name: os.environ[name] for name in needed if name in os.environ}


async def _end(worker: asyncio.subprocess.Process | None) -> None:
    if worker is None:
        return
    with contextlib.suppress(ProcessLookupError):
        worker.kill()
    await worker.wait()
    if worker.stdin is not None:
        worker.stdin.close()
