"""What is seen of discord.py's calls below it, and counted or stopped there before it does harm.

discord.py repeats a call up to four times when it is answered with a 500, 502, 504 or 524. What is made
without a nonce (a post in a forum, a thread, a channel, a role) would be made twice, had the first call been
carried out after all.
"""

from types import SimpleNamespace
from typing import Protocol

import aiohttp

from bot.chat.limiter import slot_here

# What such a call adds to: the last part of its address.
_WITHOUT_NONCE = ("threads", "channels", "roles")


class Unanswered(Exception):
    """A call that must not be repeated blindly got no answer of Discord's; it may have been carried out."""


class Counts(Protocol):
    """Who knows how many calls were made, and that all have to wait."""

    def count(self) -> None:
        """Count a call that had no slot."""

    def hold(self, seconds: float) -> None:
        """Make no calls for a while."""


def tracing(limiter: Counts) -> aiohttp.TraceConfig:
    """Return discord.py's `http_trace`: counts calls, stops repetition, hears of the bot's limit."""

    async def begins(
        _: aiohttp.ClientSession, __: SimpleNamespace, call: aiohttp.TraceRequestStartParams
    ) -> None:
        slot = slot_here()
        if not (slot is not None and slot.use()) and _is_limited(call):
            limiter.count()

    async def ended(
        _: aiohttp.ClientSession, __: SimpleNamespace, call: aiohttp.TraceRequestEndParams
    ) -> None:
        answer = call.response
        if answer.status >= 500 and _is_done_twice(call):
            answer.close()
            raise Unanswered(f"HTTP {answer.status}")
        if answer.status == 429 and answer.headers.get("X-RateLimit-Global"):
            limiter.hold(_seconds(answer.headers.get("Retry-After")))

    async def broke(
        _: aiohttp.ClientSession, __: SimpleNamespace, call: aiohttp.TraceRequestExceptionParams
    ) -> None:
        # Where a reset connection has the number that discord.py knows, it repeats the call as well.
        if isinstance(call.exception, OSError) and _is_done_twice(call):
            raise Unanswered(f"{type(call.exception).__name__}: {call.exception}") from call.exception

    config = aiohttp.TraceConfig()
    config.on_request_start.append(begins)
    config.on_request_end.append(ended)
    config.on_request_exception.append(broke)
    return config


def _is_done_twice(call: aiohttp.TraceRequestEndParams | aiohttp.TraceRequestExceptionParams) -> bool:
    """Tell whether a call that is repeated makes a second one of what it makes."""
    return call.method == "POST" and call.url.path.rpartition("/")[2] in _WITHOUT_NONCE


def _is_limited(call: aiohttp.TraceRequestStartParams) -> bool:
    """Tell whether Discord counts a call against the limit over all; answers to people it does not."""
    return not {"interactions", "webhooks"}.intersection(call.url.parts)


def _seconds(told: str | None) -> float:
    try:
        return float(told or 1)
    except ValueError:
        return 1.0
