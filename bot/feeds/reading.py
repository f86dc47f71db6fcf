"""The one door to the outside: checks feeds and reads pages, parsing them in worker processes."""

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.domain.errors import NotAFeed, NotFound, TooLarge
from bot.domain.feed import FeedChanged, FeedDocument, FeedUnchanged, Page, Validators
from bot.feeds.fetch import FEED_TYPES, PAGE_TYPES, Fetched, Fetcher, FetchLimits
from bot.feeds.foreman import Foreman


class OutsideReader:
    """Implements `bot.pipeline.ports.FeedReader`; an async context manager.

    Feeds and pages have a worker each, so that a page that hangs holds up no feed.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        allowed_hosts: Iterable[str] = (),
        limits: FetchLimits | None = None,
        patience: timedelta = timedelta(seconds=20),
    ) -> None:
        """`patience` is how long a parser may take over one document."""
        self._limits = limits or FetchLimits()
        self._fetcher = Fetcher(user_agent=user_agent, allowed_hosts=allowed_hosts, limits=self._limits)
        self._feed_worker = Foreman("feed", patience=patience)
        self._page_worker = Foreman("page", patience=patience)
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        for part in (self._fetcher, self._feed_worker, self._page_worker):
            await self._open.enter_async_context(part)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def check(self, url: str, validators: Validators) -> FeedChanged | FeedUnchanged:
        """Fetches and parses the feed unless it is the same as last time; raises FeedError."""
        fetched = await self._fetcher.fetch(url, validators, accept=FEED_TYPES)
        moved_to, retry_after = fetched.moved_to, fetched.retry_after
        if fetched.body is None or fetched.validators.body_hash == validators.body_hash:
            return FeedUnchanged(fetched.validators, moved_to=moved_to, retry_after=retry_after)
        document = await self._read_feed(fetched)
        return FeedChanged(document, fetched.validators, moved_to=moved_to, retry_after=retry_after)

    async def read_page(self, url: str) -> Page:
        """Fetches and reads a story's page; raises FeedError."""
        fetched = await self._fetcher.fetch(url, accept=PAGE_TYPES)
        return await self._read_page(fetched.body or b"", fetched.url, fetched.content_type)

    async def read_any(self, url: str) -> FeedDocument | Page:
        """Fetches an address that is a feed or else a page; raises FeedError."""
        fetched = await self._fetcher.fetch(url, accept=FEED_TYPES)
        return await self._read_either(fetched.body or b"", fetched.url, fetched.content_type)

    async def read_file(self, path: Path) -> FeedDocument | Page:
        """Reads a file that is a feed or else a page; raises FeedError, or NotFound without the file.

        A page is HTML, or the text of one in a file that is called .txt: programs and notes are text too.
        """
        try:
            body, address = await asyncio.to_thread(_load, path, self._limits.body)
        except OSError as error:
            raise NotFound("error-no-such-file", path=str(path), why=error.strerror or "") from error
        is_text = path.suffix.lower() == ".txt"
        return await self._read_either(body, address, "text/plain" if is_text else "", any_text=is_text)

    async def _read_feed(self, fetched: Fetched) -> FeedDocument:
        body, kind = fetched.body or b"", fetched.content_type
        found = await self._feed_worker.read(body, url=fetched.url, content_type=kind)
        if not isinstance(found, FeedDocument):
            raise TypeError("a feed was asked for")
        return found

    async def _read_page(self, body: bytes, url: str, content_type: str) -> Page:
        found = await self._page_worker.read(body, url=url, content_type=content_type)
        if not isinstance(found, Page):
            raise TypeError("a page was asked for")
        return found

    async def _read_either(
        self, body: bytes, url: str, content_type: str, *, any_text: bool = True
    ) -> FeedDocument | Page:
        try:
            return await self._feed_worker.read(body, url=url, content_type=content_type)
        except NotAFeed as error:
            if error.looks_like not in {"html", "unknown"}:
                raise
            page = await self._read_page(body, url, content_type)
            if error.looks_like == "unknown" and not any_text:
                raise
            return page


def _load(path: Path, limit: int) -> tuple[bytes, str]:
    """The bytes of a file, and its address."""
    with path.open("rb") as file:
        body = file.read(limit + 1)
    if len(body) > limit:
        raise TooLarge(url=str(path), limit=limit)
    return body, path.absolute().as_uri()
