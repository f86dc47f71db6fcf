"""Asking servers of the outside: politely, for public addresses only, and never for more than is allowed."""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from bot.domain.errors import AddressRefused, FeedError, FetchFailed, TooLarge
from bot.domain.feed import Validators
from bot.domain.trouble import Trouble
from bot.feeds.decoding import ACCEPTED, BodyBroken, BodyTooLarge, decode_body
from bot.feeds.guard import AddressGuard, GuardedResolver, NotPublic, shown_address

FEED_TYPES = "application/rss+xml, application/atom+xml, application/feed+json, text/xml;q=0.9, */*;q=0.7"
PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.5"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_LONGEST_WAIT = timedelta(days=1)
_LONGEST_ADDRESS = 2048


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What a server may cost us. `body` is in bytes, and holds before and after decompression."""

    body: int = 5 * 1024 * 1024
    total: timedelta = timedelta(seconds=30)
    connect: timedelta = timedelta(seconds=10)
    silence: timedelta = timedelta(seconds=10)
    redirects: int = 5
    per_host: int = 4
    at_once: int = 64


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `body` is None when nothing changed; `url` is where it came from in the end.

    moved_to: the address to ask from now on, when every redirect on the way was a permanent one.
    retry_after: the server asks not to be asked again before (Retry-After, else Cache-Control's max-age).
    """

    url: str
    body: bytes | None
    content_type: str
    validators: Validators
    moved_to: str | None = None
    retry_after: timedelta | None = None


class Fetcher:
    """One pool of connections to the outside; an async context manager."""

    def __init__(
        self, *, user_agent: str, allowed_hosts: Iterable[str] = (), limits: FetchLimits | None = None
    ) -> None:
        """`allowed_hosts`: private hosts that may be read, as "host" or "host:port"."""
        self._guard = AddressGuard(allowed_hosts)
        self._limits = limits or FetchLimits()
        self._user_agent = user_agent
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        limits = self._limits
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=GuardedResolver(self._guard, ThreadedResolver()),
                limit=limits.at_once,
                limit_per_host=limits.per_host,
            ),
            timeout=aiohttp.ClientTimeout(
                total=limits.total.total_seconds(),
                sock_connect=limits.connect.total_seconds(),
                sock_read=limits.silence.total_seconds(),
            ),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": ACCEPTED},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # aiohttp's own has no limit
            max_line_size=8190,
            max_field_size=8190,
            max_headers=100,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(
        self, url: str, validators: Validators | None = None, *, accept: str = FEED_TYPES
    ) -> Fetched:
        """The answer of a server, following its redirects; raises a FeedError that says what was wrong."""
        address = _read_address(url)
        try:
            return await self._follow(address, validators or Validators(), accept)
        except FeedError:
            raise
        except aiohttp.ClientConnectorDNSError as error:
            raise _lost_name(address, error) from error
        except TimeoutError as error:
            raise _failed(address, Trouble.TOO_SLOW) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise _failed(address, _reason(error)) from error

    async def _follow(self, address: URL, validators: Validators, accept: str) -> Fetched:
        headers = {"Accept": accept} | _conditions(validators)
        moved_to: str | None = None
        all_permanent = True
        async with asyncio.timeout(self._limits.total.total_seconds()):
            for _ in range(self._limits.redirects + 1):
                self._guard.check(address)
                async with self._open().get(address, headers=headers, allow_redirects=False) as response:
                    if response.status not in _REDIRECTS:
                        return await self._take(response, address, validators, moved_to)
                    all_permanent = all_permanent and response.status in _PERMANENT
                    address = _target(response, address)
                    moved_to = str(address) if all_permanent else moved_to
        raise _failed(address, Trouble.TOO_MANY_REDIRECTS)

    async def _take(
        self, response: aiohttp.ClientResponse, address: URL, validators: Validators, moved_to: str | None
    ) -> Fetched:
        if response.status == 304 and _conditions(validators):
            body = None
        elif response.status != 200:
            raise _refusal(response, address)
        else:
            body = await self._read_body(response, address)
        return Fetched(
            url=str(address),
            body=body,
            content_type=response.headers.get("Content-Type", ""),
            validators=_kept(response, validators, body),
            moved_to=moved_to,
            retry_after=_retry_after(response) or _max_age(response),
        )

    async def _read_body(self, response: aiohttp.ClientResponse, address: URL) -> bytes:
        limit = self._limits.body
        if (response.content_length or 0) > limit:
            raise TooLarge(url=shown_address(address), limit=limit)
        received = bytearray()
        async for chunk in response.content.iter_any():
            received += chunk
            if len(received) > limit:
                raise TooLarge(url=shown_address(address), limit=limit)
        try:
            encoding = response.headers.get("Content-Encoding", "")
            return await asyncio.to_thread(decode_body, bytes(received), encoding, limit)
        except BodyTooLarge as error:
            raise TooLarge(url=shown_address(address), limit=limit) from error
        except BodyBroken as error:
            raise _failed(address, Trouble.DAMAGED, status=response.status) from error

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the fetcher is used before it was entered")
        return self._session


def _read_address(url: str) -> URL:
    try:
        address = URL(url.strip())
        if len(url) <= _LONGEST_ADDRESS:
            return address
    except ValueError:
        pass
    raise AddressRefused(url=url[:200].rpartition("@")[2], why=Trouble.NO_ADDRESS)


def _conditions(validators: Validators) -> dict[str, str]:
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value}


def _target(response: aiohttp.ClientResponse, address: URL) -> URL:
    location = response.headers.get("Location", "").strip()
    try:
        target = address.join(URL(location)).with_fragment(None)
    except ValueError:
        target = None
    if not location or target is None or len(str(target)) > _LONGEST_ADDRESS:
        raise _failed(address, Trouble.LOST_REDIRECT, status=response.status)
    return target


def _kept(response: aiohttp.ClientResponse, sent: Validators, body: bytes | None) -> Validators:
    """What to send next time: a 304 may leave out what has not changed."""
    etag, last_modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    if body is None:
        return Validators(etag or sent.etag, last_modified or sent.last_modified, sent.body_hash)
    return Validators(etag, last_modified, hashlib.blake2b(body, digest_size=16).hexdigest())


def _refusal(response: aiohttp.ClientResponse, address: URL) -> FetchFailed:
    status = response.status
    otherwise = Trouble.SERVER_BROKEN if status >= 500 else Trouble.NO_CONTENT
    why = Trouble.UNASKED if status == 304 else otherwise
    return _failed(address, why, status=status, retry_after=_retry_after(response))


def _retry_after(response: aiohttp.ClientResponse) -> timedelta | None:
    """Retry-After in either of its forms (a date is counted from the server's own), within a day."""
    given = response.headers.get("Retry-After", "").strip()
    if given.isascii() and given.isdigit():
        return min(timedelta(seconds=int(given[:9])), _LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(given) - parsedate_to_datetime(response.headers.get("Date", ""))
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _max_age(response: aiohttp.ClientResponse) -> timedelta | None:
    directives = response.headers.get("Cache-Control", "").lower().split(",")
    for directive in directives:
        name, _, value = directive.strip().partition("=")
        if name in {"no-cache", "no-store"}:
            return None
        seconds = value.strip('" ')
        if name == "max-age" and seconds.isascii() and seconds.isdigit():
            return min(timedelta(seconds=int(seconds[:9])), _LONGEST_WAIT) or None
    return None


def _lost_name(address: URL, error: aiohttp.ClientConnectorDNSError) -> FeedError:
    if isinstance(error.os_error, NotPublic):
        return AddressRefused(url=shown_address(address), why=Trouble.LEADS_INSIDE)
    return _failed(address, Trouble.UNKNOWN_NAME)


def _reason(error: Exception) -> Trouble:
    match error:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            return Trouble.UNTRUSTED
        case aiohttp.ClientConnectorError():
            return Trouble.UNREACHABLE
        case aiohttp.InvalidURL():
            return Trouble.NO_ADDRESS
        case _:
            return Trouble.BROKE_OFF


def _failed(
    address: URL, why: Trouble, *, status: int | None = None, retry_after: timedelta | None = None
) -> FetchFailed:
    return FetchFailed(url=shown_address(address), why=why, status=status, retry_after=retry_after)
