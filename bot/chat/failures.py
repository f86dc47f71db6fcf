"""Discord's refusals as the domain's errors."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import aiohttp
import discord

from bot.chat.permissions import permission_name
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    PublishError,
    Refused,
    TryLater,
)

_UNKNOWN_CHANNEL, _UNKNOWN_SERVER, _UNKNOWN_MESSAGE = 10003, 10004, 10008
_MISSING_ACCESS, _MISSING_PERMISSIONS = 50001, 50013
THREAD_EXISTS = 160004
# Not refusals of what was sent: too many active threads, slow mode, edits of old messages. Seconds to wait.
_LATER = {160006: 600.0, 20016: 30.0, 30046: 60.0}
_WITHOUT_CODE = 60.0

# Names of the permissions that are missing, given what was attempted; empty when the cache knows of none.
Missing = Callable[[Sequence[str]], tuple[str, ...]]


@contextmanager
def as_publish_errors(needed: Sequence[str], missing: Missing) -> Iterator[None]:
    """Turn what discord.py raises inside into PublishErrors.

    needed: the permissions that the attempt takes, the most telling last.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise TryLater(seconds=error.retry_after) from error
    except discord.HTTPException as error:
        raise _publish_error(error, needed, missing) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise OutcomeUnknown(why=f"{type(error).__name__}: {error}") from error


def _publish_error(error: discord.HTTPException, needed: Sequence[str], missing: Missing) -> PublishError:
    if error.status >= 500:
        return OutcomeUnknown(why=f"HTTP {error.status}")
    if (seconds := _wait(error)) is not None:
        return TryLater(seconds=seconds)
    if error.code in {_UNKNOWN_CHANNEL, _UNKNOWN_SERVER}:
        return DestinationGone()
    if error.code == _UNKNOWN_MESSAGE:
        return CardGone()
    if error.code in {_MISSING_ACCESS, _MISSING_PERMISSIONS}:
        likely = "view_channel" if error.code == _MISSING_ACCESS else needed[-1]
        return PermissionMissing(permission=_first(missing(needed), permission_name(likely)))
    return Refused(discord_code=error.code, why=_words(error))


def _first(names: Sequence[str], otherwise: str) -> str:
    return names[0] if names else otherwise


def _words(error: discord.HTTPException) -> str:
    return " ".join(error.text.split()) or f"HTTP {error.status}"


def _wait(error: discord.HTTPException) -> float | None:
    """Return for how long to wait where what was sent is not to blame, else None."""
    if error.status == 429:
        return _retry_after(error)
    if error.code == 0 and error.status in {401, 403, 404}:
        return _WITHOUT_CODE  # no word of Discord's own: a proxy, a block, a token that was changed
    return _LATER.get(error.code)


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", _WITHOUT_CODE))
    except ValueError:
        return _WITHOUT_CODE
