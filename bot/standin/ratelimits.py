"""Rate limits as Discord shows them: buckets in headers, limits that they hide, one over all, and the ban.

count ─ banned ──────────► the proxy's 429: no Via, no headers, no JSON
      ├ over all ────────► 429 `global`
      ├ bucket ──────────► 429 `user`
      ├ hidden limits ───► 429 `user` or `shared`, though the headers say that something is left
      └ passes, with the headers of its bucket
"""

from __future__ import annotations

import hashlib
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bot.standin import errors, limits
from bot.standin.calls import Asked
from bot.standin.errors import ErrorKind
from bot.standin.limits import Bucket
from bot.standin.world import snowflakes
from bot.standin.world.model import Account, Json

_MAJOR: Final = ("channel_id", "guild_id", "webhook_id", "webhook_token")
_UNLIMITED: Final = 1_000_000
_CALLBACK: Final = "/interactions/{interaction_id}/{interaction_token}/callback"
_WEBHOOKS: Final = "/webhooks/{webhook_id}/{webhook_token}"
_INVALID: Final = frozenset({401, 403, 429})
BLOCKED: Final = "error code: 1015"
_FEWEST_KEPT: Final = 1_000


@dataclass(slots=True)
class _Window:
    resets_at: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Headers to send, and how long to wait when there is nothing left."""

    headers: dict[str, str]
    wait: float | None = None
    scope: str = "user"
    kind: ErrorKind | None = None

    def body(self) -> Any:
        """What a client reads beside a 429: JSON, or the proxy's own text."""
        if self.scope == "ban":
            return BLOCKED
        shared = self.scope == "shared"
        body: Json = {
            "message": f"{'The resource is' if shared else 'You are'} being rate limited.",
            "retry_after": round(self.wait or 0.0, 3),
            "global": self.scope == "global",
        }
        if self.kind is not None:
            body |= {"message": self.kind.message, "code": self.kind.code}
        return body


@dataclass(frozen=True, slots=True)
class _Hidden:
    """A limit inside a bucket, for those of its calls to which it applies."""

    bucket: Bucket
    applies: Callable[[Asked, float], bool]
    kind: ErrorKind | None = None


def _renames(asked: Asked, _now: float) -> bool:
    renaming = (asked.method, asked.route) == ("PATCH", "/channels/{channel_id}")
    return renaming and isinstance(asked.body, dict) and bool(limits.RENAMING_FIELDS & asked.body.keys())


def _edits_old(asked: Asked, now: float) -> bool:
    if (asked.method, asked.route) != ("PATCH", "/channels/{channel_id}/messages/{message_id}"):
        return False
    message_id = snowflakes.parse(asked.params["message_id"])
    if message_id is None:
        return False
    return now - snowflakes.born(message_id).timestamp() > limits.OLD_EDIT_AGE_SECONDS


def _makes_thread(asked: Asked, _now: float) -> bool:
    return asked.method == "POST" and asked.route.endswith("/threads")


def _changes_emojis(asked: Asked, _now: float) -> bool:
    return asked.method != "GET" and asked.route.startswith("/guilds/{guild_id}/emojis")


_HIDDEN: Final = (
    _Hidden(limits.RENAMING, _renames),
    _Hidden(limits.OLD_EDITS, _edits_old, errors.EDITED_OLD_TOO_OFTEN),
    _Hidden(limits.EMOJIS_OF_A_SERVER, _changes_emojis),
    _Hidden(limits.THREADS_OF_A_CHANNEL, _makes_thread),
)


class RateLimits:
    """Counts the calls of bots and of nobody in particular; people and first answers are not limited.

    `tempo` shortens every window and wait alike, so that tests with real clients need not wait for minutes;
    `invalid_requests` is how many refusals lead to a ban.
    """

    def __init__(self, *, enforced: bool, tempo: float = 1.0, invalid_requests: int) -> None:
        self.enforced = enforced
        self._tempo = tempo
        self._most_invalid = invalid_requests
        self._windows: dict[tuple[int, str, str], _Window] = {}
        self._tidy_at = _FEWEST_KEPT
        self._invalid: deque[float] = deque()
        self._banned_until = -math.inf

    @property
    def invalid(self) -> int:
        """How many requests of the last ten minutes count towards a ban."""
        return len(self._invalid)

    @property
    def windows(self) -> int:
        """How many windows are remembered."""
        return len(self._windows)

    def ban(self, account: Account | None, now: float) -> Verdict | None:
        """What the proxy says to all but people while it blocks this address."""
        if now >= self._banned_until or (account is not None and not account.bot):
            return None
        return blocked(self._banned_until - now)

    def count(self, asked: Asked, *, now: float) -> Verdict:
        """Count a call, and say whether it may pass."""
        if not asked.by_bot or asked.route == _CALLBACK:
            return Verdict({})
        bucket = limits.BUCKETS.get((asked.method, asked.route), limits.DEFAULT_BUCKET)
        name = bucket.name if bucket is not limits.DEFAULT_BUCKET else f"{asked.method} {asked.route}"
        if not self.enforced:
            # Without limits clients must still see headers, or they would send one request at a time.
            return Verdict(_headers(name, _UNLIMITED, _UNLIMITED - 1, now + 1, 1))
        by_webhook = asked.route.startswith(_WEBHOOKS)
        who = 0 if by_webhook or asked.account is None else asked.account.id
        if not by_webhook and (over := self._over_all(who, now)) is not None:
            return over
        major = ":".join(asked.params[key] for key in _MAJOR if key in asked.params)
        return self._spend((who, name, major), bucket, asked, now)

    def note(self, account: Account | None, status: int, scope: str | None, *, now: float) -> None:
        """Count an answer towards the ban, if it is one that counts."""
        if not self.enforced or status not in _INVALID or scope == "shared":
            return
        if account is not None and not account.bot:
            return
        while self._invalid and self._invalid[0] <= now - limits.INVALID_REQUESTS_SECONDS * self._tempo:
            self._invalid.popleft()
        self._invalid.append(now)
        if len(self._invalid) >= self._most_invalid:
            self._banned_until = now + limits.BAN_SECONDS * self._tempo
            self._invalid.clear()

    def _over_all(self, who: int, now: float) -> Verdict | None:
        window = self._window((who, "", ""), 1.0, now)
        if window.used <= limits.GLOBAL_REQUESTS_A_SECOND:
            return None
        return refusal({}, window.resets_at - now, "global")

    def _spend(self, key: tuple[int, str, str], bucket: Bucket, asked: Asked, now: float) -> Verdict:
        window = self._window(key, bucket.seconds * self._tempo, now)
        left, wait = bucket.limit - window.used, window.resets_at - now
        headers = _headers(key[1], bucket.limit, max(left, 0), window.resets_at, wait)
        if left < 0:
            return refusal(headers, wait, bucket.scope)
        for hidden in _HIDDEN:
            if hidden.applies(asked, now):
                inner = hidden.bucket
                # A shared limit is the resource's, whoever asks.
                who = 0 if inner.scope == "shared" else key[0]
                hidden_window = self._window((who, inner.name, key[2]), inner.seconds * self._tempo, now)
                if hidden_window.used > inner.limit:
                    return refusal(headers, hidden_window.resets_at - now, inner.scope, hidden.kind)
        return Verdict(headers)

    def _window(self, key: tuple[int, str, str], seconds: float, now: float) -> _Window:
        """The window that is open, with this call counted in it."""
        window = self._windows.get(key)
        if window is None or now >= window.resets_at:
            self._forget_old(now)
            window = self._windows[key] = _Window(now + seconds)
        window.used += 1
        return window

    def _forget_old(self, now: float) -> None:
        """Forget windows that are over, whenever there are twice as many as were left the last time."""
        if len(self._windows) >= self._tidy_at:
            self._windows = {key: one for key, one in self._windows.items() if now < one.resets_at}
            self._tidy_at = max(_FEWEST_KEPT, 2 * len(self._windows))


def refusal(headers: dict[str, str], seconds: float, scope: str, kind: ErrorKind | None = None) -> Verdict:
    """A 429 of a scope; only that of the limit over all has no headers of a bucket."""
    told = {} if scope == "global" else dict(headers)
    told |= {"X-RateLimit-Scope": scope, "Retry-After": str(math.ceil(seconds))}
    if scope == "global":
        told["X-RateLimit-Global"] = "true"
    return Verdict(told, seconds, scope, kind)


def spent(headers: dict[str, str], seconds: float) -> dict[str, str]:
    """The headers of a bucket as they would be with nothing left in it for so long."""
    if not headers:
        return {}
    return headers | {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": _rounded(seconds)}


def blocked(seconds: float) -> Verdict:
    """The proxy's own refusal, of which Discord itself knows nothing."""
    return Verdict({"Retry-After": str(math.ceil(seconds))}, seconds, "ban")


def _headers(bucket: str, limit: int, remaining: int, reset: float, wait: float) -> dict[str, str]:
    return {
        "X-RateLimit-Bucket": _hash(bucket),
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": _rounded(reset),
        "X-RateLimit-Reset-After": _rounded(wait),
    }


def _rounded(seconds: float) -> str:
    """In milliseconds, never less than it is: who waits exactly so long must find the window over."""
    return f"{math.ceil(round(seconds * 1000, 3)) / 1000:.3f}"


@cache
def _hash(name: str) -> str:
    return hashlib.blake2b(name.encode(), digest_size=16).hexdigest()
