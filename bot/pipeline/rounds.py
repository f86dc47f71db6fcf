"""What is due is done some at a time: servers take turns, and one begins as soon as one is done."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

import structlog

from bot.clock import Clock
from bot.domain.errors import PublishError
from bot.domain.ids import ServerId
from bot.domain.turns import Turns
from bot.storage.database import Connection, Database

_log = structlog.get_logger(__name__)

_AT_ONCE = 8
_SHARE = 4  # of one server
_LOOK = timedelta(seconds=1)
_UNANSWERED = timedelta(minutes=5)
_AFTER_TROUBLE = timedelta(seconds=10)


class Due(Protocol):
    """Something that is to be done now; `key` tells it from all else that is."""

    @property
    def key(self) -> Hashable:
        """Return what it is known by while it is under way."""

    @property
    def server_id(self) -> ServerId:
        """Return whose turn it takes."""


_D = TypeVar("_D", bound=Due)

# Finds what is due now, in turn and without what is under way; says when to look again if that is nothing.
Find = Callable[[Connection, datetime, Turns, Collection[Any]], Awaitable[tuple[Sequence[_D], datetime]]]


class Fault(PublishError):
    """A fault of ours, which may be mended."""

    def __init__(self, *, why: str) -> None:
        super().__init__(why=why)


class Rounds(Generic[_D]):
    """Does what is due. `wake` is set by whoever makes something due, and whenever one is done.

    do: does one, and leaves it due no more, or later. places: for how many at the same time.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        find: Find[_D],
        do: Callable[[_D], Awaitable[None]],
        wake: asyncio.Event,
        places: Turns | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._find = find
        self._do = do
        self._wake = wake
        self._places = places or Turns(_AT_ONCE, share=_SHARE)
        self._under_way: set[Hashable] = set()
        self._rest_until = clock.now()

    async def run(self) -> None:
        """Do what is due until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._clock.sleep_until(await self._begin_due(tasks), wake=self._wake)

    async def one(self) -> datetime:
        """Do some of what is due; return when to look again."""
        async with asyncio.TaskGroup() as tasks:
            return await self._begin_due(tasks)

    async def _begin_due(self, tasks: asyncio.TaskGroup) -> datetime:
        now = self._clock.now()
        if self._rest_until > now:
            return self._rest_until
        if not self._places.free:
            return now + _UNANSWERED  # whoever is ready first wakes us
        try:
            async with self._database.read() as tx:
                found, later = await self._find(tx, now, self._places, self._under_way)
        except Exception:  # noqa: BLE001  # the top of the loop: a full disk must not end it
            _log.exception("due.not_looked_for")
            return now + _AFTER_TROUBLE
        for due in found:
            self._places.begin(due.server_id)
            self._under_way.add(due.key)
            tasks.create_task(self._do_one(due), name=f"due-{due.key}")
        # What is due and was not found waits for its server's turn, which comes when others are done.
        return now if found else max(later, now + _LOOK)

    async def _do_one(self, due: _D) -> None:
        try:
            await self._do(due)
        except Exception:  # noqa: BLE001  # what came of it could not be stored either
            _log.exception("due.not_put_off", due=str(due.key))
            self._rest_until = self._clock.now() + _AFTER_TROUBLE
        finally:
            self._places.end(due.server_id)
            self._under_way.discard(due.key)
            self._wake.set()


def every(look: timedelta, due: Callable[..., Awaitable[Sequence[_D]]]) -> Find[_D]:
    """Return what finds the rows that `due` says, by looking so often: whoever makes one due need not call.

    due: takes a connection, and by name `now`, `turns` and `under_way`.
    """

    async def find(
        tx: Connection, now: datetime, turns: Turns, under_way: Collection[Any]
    ) -> tuple[Sequence[_D], datetime]:
        return await due(tx, now=now, turns=turns, under_way=under_way), now + look

    return find


async def attempt(
    step: Awaitable[None],
    take: Callable[[PublishError], Awaitable[None]],
    failed: str,
    **ids: object,
) -> None:
    """Do what is due, and take in why it could not be done.

    A bug keeps back this one only: it is logged as `failed` with the ids, and taken in as a Fault.
    """
    try:
        await step
    except PublishError as error:
        await take(error)
    except Exception as error:  # noqa: BLE001  # see above
        _log.exception(failed, **ids)
        await take(Fault(why=type(error).__name__))
