"""Rate limits as Discord shows them: buckets in headers, 429 with a wait, the global limit of a bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bot.standin import limits
from bot.standin.limits import Bucket
from bot.standin.model import Account, Json

_MAJOR: Final = ("channel_id", "guild_id", "webhook_id")
_UNLIMITED: Final = 1_000_000


@dataclass(slots=True)
class _Window:
    resets_at: float
    used: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Headers to send, and how long to wait when there is nothing left."""

    headers: dict[str, str]
    wait: float | None = None
    scope: str = "user"

    def body(self) -> Json:
        """What a client reads beside a 429."""
        return {
            "message": "You are being rate limited.",
            "retry_after": round(self.wait or 0.0, 3),
            "global": self.scope == "global",
        }


class RateLimits:
    """Counts the calls of bots; people and interaction callbacks are not limited."""

    def __init__(self, *, enforced: bool) -> None:
        self.enforced = enforced
        self._windows: dict[tuple[int, str, str], _Window] = {}
        self._global: dict[int, _Window] = {}

    def count(
        self,
        account: Account | None,
        method: str,
        route: str,
        params: dict[str, str],
        *,
        now: float,
        body: Any = None,
    ) -> Verdict:
        """Count a call, and say whether it may pass."""
        if account is None or not account.bot:
            return Verdict({})
        bucket = limits.BUCKETS.get((method, route), limits.DEFAULT_BUCKET)
        name = bucket.name if bucket is not limits.DEFAULT_BUCKET else f"{method} {route}"
        if not self.enforced:
            # Without limits clients must still see headers, or they would send one request at a time.
            return Verdict(_headers(_hash(name), _UNLIMITED, _UNLIMITED - 1, now + 1, 1))
        over = self._over_global(account, now)
        if over is not None:
            return over
        major = ":".join(params[key] for key in _MAJOR if key in params)
        verdict = self._spend((account.id, name, major), bucket, now)
        renames = (method, route) == limits.RENAMING_ROUTE and isinstance(body, dict)
        if verdict.wait is not None or not renames or not limits.RENAMING_FIELDS & body.keys():
            return verdict
        inner = self._spend((account.id, limits.RENAMING.name, major), limits.RENAMING, now)
        # The headers go on showing the outer bucket, as Discord's do.
        return verdict if inner.wait is None else Verdict(verdict.headers, inner.wait, inner.scope)

    def _over_global(self, account: Account, now: float) -> Verdict | None:
        window = self._global.get(account.id)
        if window is None or now >= window.resets_at:
            window = self._global[account.id] = _Window(now + 1, 0)
        window.used += 1
        if window.used <= limits.GLOBAL_REQUESTS_A_SECOND:
            return None
        wait = window.resets_at - now
        headers = {
            "X-RateLimit-Global": "true",
            "X-RateLimit-Scope": "global",
            "Retry-After": str(int(wait) + 1),
        }
        return Verdict(headers, wait, "global")

    def _spend(self, key: tuple[int, str, str], bucket: Bucket, now: float) -> Verdict:
        window = self._windows.get(key)
        if window is None or now >= window.resets_at:
            window = self._windows[key] = _Window(now + bucket.seconds, 0)
        window.used += 1
        left, wait = bucket.limit - window.used, window.resets_at - now
        headers = _headers(_hash(key[1]), bucket.limit, max(left, 0), window.resets_at, wait)
        if left >= 0:
            return Verdict(headers)
        headers |= {"X-RateLimit-Scope": bucket.scope, "Retry-After": str(int(wait) + 1)}
        return Verdict(headers, wait, bucket.scope)


def refusal(seconds: float, scope: str) -> Verdict:
    """A 429 that a test asked for."""
    headers = {"X-RateLimit-Scope": scope, "Retry-After": str(int(seconds) + 1)}
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    return Verdict(headers, seconds, scope)


def _headers(bucket: str, limit: int, remaining: int, reset: float, wait: float) -> dict[str, str]:
    return {
        "X-RateLimit-Bucket": bucket,
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{reset:.3f}",
        "X-RateLimit-Reset-After": f"{wait:.3f}",
    }


def _hash(name: str) -> str:
    return f"{hash(name) & 0xFFFFFFFFFFFFFFFF:016x}"
