"""How many calls of one kind Discord still takes: discord.py's account of it, mended.

discord.py is told to raise RateLimited rather than wait long. It then does so for every call with a window
that ends late, also while calls are left in it: of ten announcements in an hour one would be passed on. And
it forgets a window that is used up, so that the next call runs into it.
"""

import asyncio

import discord

from bot.chat.limiter import Slot, slot_here

# How long a call waits for the first answer of its kind, which tells of the window, before it looks again.
_UNTOLD_SECONDS = 30.0


class Bucket(discord.http.Ratelimit):
    """One window with so many calls."""

    __slots__ = ()

    async def acquire(self) -> None:
        """Take one of the calls that are left; else wait for the next window, or raise RateLimited.

        Who waits gives back the slot that the call had among all calls, and then gets another.
        """
        self._last_request = self._loop.time()
        waits = False
        slot = slot_here()
        while not self._has_room():
            if slot is not None and not waits:
                slot.give_back()
            waits = True
            if self._is_long():
                raise discord.RateLimited(self._left())
            await self._wait_for_news()
        self.remaining -= 1
        self.outgoing += 1
        if waits and slot is not None:
            await self._slot_again(slot)

    def _has_room(self) -> bool:
        if self.is_expired():
            self.reset()  # type: ignore[no-untyped-call] # discord.py says nothing of its types
        return self.remaining > 0

    async def _slot_again(self, slot: Slot) -> None:
        try:
            await slot.again()
        except asyncio.CancelledError:
            self.remaining += 1
            self.outgoing -= 1
            self._wake_next()
            raise

    async def _wait_for_news(self) -> None:
        """Wait until a call may be free: somebody's was answered, or the window has ended."""
        news = self._loop.create_future()
        self._pending_requests.append(news)
        try:
            await asyncio.wait([news], timeout=self._left() or _UNTOLD_SECONDS)
        except asyncio.CancelledError:
            if news.done():
                self._wake_next()
            raise
        finally:
            news.cancel()

    async def _refresh(self) -> None:
        """Begin the next window; one that ends late stays used up until then, and who waits is told."""
        if self._is_long():
            self._wake_all()
        else:
            await super()._refresh()

    def _wake(self, count: int = 1, *, exception: discord.RateLimited | None = None) -> None:
        """Let so many look again; `exception` is for those who can't, and whoever looks finds that out."""
        del exception
        super()._wake(count)

    def _wake_all(self) -> None:
        self._wake(len(self._pending_requests))

    def _left(self) -> float:
        return 0.0 if self.expires is None else max(0.0, self.expires - self._loop.time())

    def _is_long(self) -> bool:
        return self._max_ratelimit_timeout is not None and self._left() > self._max_ratelimit_timeout


def use_buckets() -> None:
    """Make discord.py count in these, in the whole process: it makes them by name."""
    discord.http.Ratelimit = Bucket  # type: ignore[misc] # a class, and never subclassed by discord.py
