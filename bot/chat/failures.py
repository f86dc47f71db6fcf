"""Discord's refusals as the domain's errors."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import aiohttp
import discord

from bot.chat.permissions import permission_name
from bot.chat.tracing import Unanswered
from bot.clock import Clock
from bot.domain.errors import (
    CardGone,
    ConfigurationError,
    DestinationGone,
    DoorClosed,
    ForumTagRequired,
    OutcomeUnknown,
    PermissionMissing,
    PublishError,
    ReaderGone,
    Refused,
    RoleGone,
    ThreadsFull,
    TryLater,
)

_UNKNOWN_CHANNEL, _UNKNOWN_SERVER, _UNKNOWN_MESSAGE = 10003, 10004, 10008
_TAG_MODERATED, _TAG_REQUIRED, _THREADS_FULL = 40066, 40067, 160006
_NO_SHARED_SERVER, _ARCHIVED, _TOO_LARGE = 50278, 50083, 40005
_UNKNOWN_ROLE = 10011
_MISSING_ACCESS, _MISSING_PERMISSIONS = 50001, 50013
_UNKNOWN_MEMBER, _UNKNOWN_USER, _TAKES_NO_MESSAGES = 10007, 10013, 50007
THREAD_EXISTS = 160004
THREAD_LOCKED = 160005
ALREADY_CROSSPOSTED = 40033
UNKNOWN_EMOJI = 10014
# Not refusals of what was sent: slow mode, edits of old messages, too many direct messages opened. Seconds to
# wait.
_LATER = {20016: 30.0, 30046: 60.0, 40003: 600.0}


class Archived(PublishError):
    """The thread acted in is archived: it has to be taken out first. Nobody outside of bot.chat meets it."""


_PLAIN: dict[int, type[PublishError]] = {
    _UNKNOWN_CHANNEL: DestinationGone,
    _UNKNOWN_SERVER: DestinationGone,
    _UNKNOWN_MESSAGE: CardGone,
    _TAG_REQUIRED: ForumTagRequired,
    _THREADS_FULL: ThreadsFull,
    _NO_SHARED_SERVER: DestinationGone,
    _ARCHIVED: Archived,
    _UNKNOWN_MEMBER: ReaderGone,
    _UNKNOWN_ROLE: RoleGone,
    _UNKNOWN_USER: ReaderGone,
    _TAKES_NO_MESSAGES: DoorClosed,
}
_UNTOLD_SECONDS = 60.0
_FIRST_BLOCK_SECONDS, _LONGEST_BLOCK_SECONDS = 60.0, 1800.0

# Names of the permissions that are missing, given what was attempted; empty when the cache knows of none.
Missing = Callable[[Sequence[str]], tuple[str, ...]]


class Block:
    """What stands between us and Discord and turns every call away: a ban, a proxy, a token that was changed.

    Discord bans whoever goes on calling (10,000 refusals in 10 minutes): the wait doubles until it answers.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seconds = 0.0
        self._until: datetime | None = None

    def met(self, *, at_least: float = 0.0) -> float:
        """A call was turned away: return for how many seconds nobody should call."""
        now = self._clock.now()
        if self._until is None or now >= self._until:  # else a call of before the wait, answered late
            self._seconds = min(_LONGEST_BLOCK_SECONDS, max(_FIRST_BLOCK_SECONDS, self._seconds * 2))
            self._until = now + timedelta(seconds=self._seconds)
        self._until = max(self._until, now + timedelta(seconds=at_least))
        return (self._until - now).total_seconds()

    def gone(self) -> None:
        """Discord itself has answered."""
        self._seconds = 0.0
        self._until = None


@contextmanager
def as_configuration_error() -> Iterator[None]:
    """Turn what a login with a wrong token raises inside into a ConfigurationError."""
    try:
        yield
    except discord.LoginFailure as error:
        fault = "discord.token: Discord does not know it; make a new one (Developer Portal → Bot)"
        raise ConfigurationError((fault,)) from error


@contextmanager
def as_publish_errors(needed: Sequence[str], missing: Missing, block: Block) -> Iterator[None]:
    """Turn what discord.py raises inside into PublishErrors.

    needed: the permissions that the attempt takes, the most telling last.
    """
    try:
        yield
        block.gone()
    except discord.RateLimited as error:
        raise TryLater(seconds=error.retry_after) from error
    except discord.HTTPException as error:
        raise _unanswered(error, block) or _answered(error, needed, missing) from error
    except Unanswered as error:
        raise OutcomeUnknown(why=str(error)) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise OutcomeUnknown(why=f"{type(error).__name__}: {error}") from error


def _unanswered(error: discord.HTTPException, block: Block) -> PublishError | None:
    """Return what it means where Discord itself has said nothing, else None."""
    if error.status >= 500:
        return OutcomeUnknown(why=f"HTTP {error.status}")
    if _in_front_of_discord(error):
        return TryLater(seconds=block.met(at_least=_retry_after(error, otherwise=0.0)), shared=True)
    block.gone()
    return None


def _answered(error: discord.HTTPException, needed: Sequence[str], missing: Missing) -> PublishError:
    if (seconds := _wait(error)) is not None:
        return TryLater(seconds=seconds)
    if (plain := _PLAIN.get(error.code)) is not None:
        return plain()
    if error.code in {_MISSING_ACCESS, _MISSING_PERMISSIONS}:
        likely = "view_channel" if error.code == _MISSING_ACCESS else needed[-1]
        return PermissionMissing(permission=_first(missing(needed), permission_name(likely)))
    if error.code == _TAG_MODERATED:
        return PermissionMissing(permission=permission_name("manage_threads"))
    if error.status == 413:  # a proxy's page where it is not Discord itself that says so
        return Refused(discord_code=_TOO_LARGE, why="Request entity too large")
    return Refused(discord_code=error.code, why=_words(error))


def _first(names: Sequence[str], otherwise: str) -> str:
    return names[0] if names else otherwise


def _words(error: discord.HTTPException) -> str:
    return " ".join(error.text.split()) or f"HTTP {error.status}"


def _in_front_of_discord(error: discord.HTTPException) -> bool:
    """Tell whether the call was turned away before it came to Discord, which names codes and proxies."""
    if error.status == 429:
        return "Via" not in error.response.headers
    return error.code == 0 and error.status in {401, 403, 404}


def _wait(error: discord.HTTPException) -> float | None:
    """Return for how long to wait where what was sent is not to blame, else None."""
    if error.status == 429:
        return _retry_after(error, otherwise=_UNTOLD_SECONDS)
    return _LATER.get(error.code)


def _retry_after(error: discord.HTTPException, *, otherwise: float) -> float:
    try:
        return float(error.response.headers.get("Retry-After", otherwise))
    except ValueError:
        return otherwise
