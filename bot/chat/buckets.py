"""How many calls of one kind Discord still takes: discord.py's account of it, mended.

discord.py is told to raise RateLimited rather than wait long. It then does so for every call with a window
that ends late, also while calls are left in it: of ten announcements in an hour one would be passed on. And
it forgets a window that is used up, so that the next call runs into it.
"""

import discord


class Bucket(discord.http.Ratelimit):
    """One window with so many calls."""

    __slots__ = ()

    async def acquire(self) -> None:
        """Take one of the calls that are left; else wait for the next window, or raise RateLimited."""
        if self.remaining <= 0 or self.is_expired():
            await super().acquire()
            return
        self._last_request = self._loop.time()
        self.remaining -= 1
        self.outgoing += 1

    async def _refresh(self) -> None:
        """Begin the next window; who would wait too long for it is told so, and the window stays used up."""
        longest = self._max_ratelimit_timeout
        left = 0.0 if self.expires is None else self.expires - self._loop.time()
        if longest is None or left <= longest:
            await super()._refresh()
            return
        self._wake(len(self._pending_requests), exception=discord.RateLimited(left))


def use_buckets() -> None:
    """Make discord.py count in these, in the whole process: it makes them by name."""
    discord.http.Ratelimit = Bucket  # type: ignore[misc] # a class, and never subclassed by discord.py
