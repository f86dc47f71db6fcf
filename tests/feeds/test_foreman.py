"""The worker process with real faults: programs that hang, crash, babble or die with the bot."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import NotAFeed, Unreadable
from bot.domain.feed import FeedDocument, NamedFeed
from bot.domain.trouble import Trouble
from bot.feeds.foreman import Foreman
from bot.feeds.wire import HEADER, frame
from tests.patience import PATIENCE

FEED = b"<rss version='2.0'><channel><title>t</title><item><title>Ferry</title></item></channel></rss>"
# Answers one document as the real worker does, and treats the word in its body as an order.
PUPPET = """
import os, sys, time
from bot.feeds import worker
from bot.domain.feed import FeedDocument, NamedFeed

def read(body, *, url, content_type):
    if body == b"hang":
        time.sleep(600)
    if body == b"crash":
        os.abort()
    if body == b"raise":
        raise RecursionError
    if body == b"token":
        return FeedDocument(title=os.environ.get("NEWSCLIP_TOKEN", "none"), items=())
    if body == b"babble":
        print("x" * 100_000, flush=True)
    return FeedDocument(title=body.decode(), items=())

worker._feed_reader = lambda: read
worker.main("feed")
"""


def a_puppet(patience: float = 20, idle_after: float = 60) -> Foreman:
    return Foreman(
        "feed",
        patience=timedelta(seconds=patience),
        idle_after=timedelta(seconds=idle_after),
        command=(sys.executable, "-c", PUPPET),
    )


async def told(foreman: Foreman, body: bytes) -> str:
    document = await foreman.read(body, url="https://example.com/feed", content_type="")
    assert isinstance(document, FeedDocument)
    return document.title


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - a process that ends sets no event
            await asyncio.sleep(0.01)


def is_running(process: int | None) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def test_a_feed_is_read_in_another_process():
    async with Foreman("feed") as foreman:
        document = await foreman.read(FEED, url="https://example.com/feed", content_type="text/xml")

        assert isinstance(document, FeedDocument)
        assert [item.title for item in document.items] == ["Ferry"]
        assert foreman.worker_id not in {None, os.getpid()}


async def test_a_feed_error_crosses_over():
    async with Foreman("feed") as foreman:
        with pytest.raises(NotAFeed) as refused:
            await foreman.read(
                b"<html><link rel=alternate type=application/rss+xml href=/f>",
                url="https://a.com/",
                content_type="",
            )

    assert (refused.value.looks_like, refused.value.feeds) == ("html", (NamedFeed("https://a.com/f"),))


async def test_the_worker_serves_one_document_after_the_other():
    async with a_puppet() as foreman:
        titles = await asyncio.gather(*(told(foreman, b"%d" % number) for number in range(5)))
        first = foreman.worker_id
        await told(foreman, b"again")

        assert titles == ["0", "1", "2", "3", "4"]
        assert foreman.worker_id == first


async def test_a_document_that_hangs_costs_only_itself():
    async with a_puppet(patience=1.5) as foreman:
        await told(foreman, b"warm")
        hung = foreman.worker_id

        with pytest.raises(Unreadable, match=Trouble.SLOW_READING):
            await told(foreman, b"hang")

        assert not is_running(hung)
        assert await told(foreman, b"next") == "next"
        assert foreman.worker_id != hung


async def test_a_document_that_crashes_the_worker_costs_only_itself():
    async with a_puppet() as foreman:
        with pytest.raises(Unreadable, match=Trouble.READER_FAILED):
            await told(foreman, b"crash")

        assert await told(foreman, b"next") == "next"


async def test_a_document_that_makes_a_parser_raise_keeps_the_worker():
    async with a_puppet() as foreman:
        await told(foreman, b"warm")
        worker = foreman.worker_id

        with pytest.raises(Unreadable, match=Trouble.READER_FAILED):
            await told(foreman, b"raise")

        assert foreman.worker_id == worker


async def test_a_parser_that_prints_disturbs_nothing():
    async with a_puppet() as foreman:
        assert await told(foreman, b"babble") == "babble"
        assert await told(foreman, b"next") == "next"


async def test_the_worker_does_not_know_the_bots_secrets(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NEWSCLIP_TOKEN", "secret")

    async with a_puppet() as foreman:
        assert await told(foreman, b"token") == "none"


async def test_a_worker_killed_in_its_sleep_is_replaced():
    async with a_puppet() as foreman:
        await told(foreman, b"warm")
        worker = foreman.worker_id
        assert worker is not None
        os.kill(worker, signal.SIGKILL)
        await until(lambda: foreman.worker_id is None)

        assert await told(foreman, b"next") == "next"


async def test_giving_up_on_a_document_leaves_the_next_its_own_answer():
    async with a_puppet() as foreman:
        await told(foreman, b"warm")
        waiting = asyncio.create_task(told(foreman, b"hang"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])

        assert await told(foreman, b"next") == "next"


async def test_an_idle_worker_gives_its_memory_back():
    async with a_puppet(idle_after=0.05) as foreman:
        await told(foreman, b"warm")
        await until(lambda: foreman.worker_id is None)

        assert await told(foreman, b"next") == "next"


async def test_closing_does_not_wait_for_a_document_that_hangs():
    foreman = a_puppet()
    await told(foreman, b"warm")
    worker = foreman.worker_id
    waiting = asyncio.create_task(told(foreman, b"hang"))
    await asyncio.sleep(0)

    started = time.monotonic()
    await foreman.__aexit__(None, None, None)

    assert time.monotonic() - started < 5
    assert not is_running(worker)
    with pytest.raises(Unreadable):
        await waiting


async def test_the_worker_ignores_what_asks_the_bot_to_stop():
    async with a_puppet() as foreman:
        await told(foreman, b"warm")
        worker = foreman.worker_id
        assert worker is not None
        os.kill(worker, signal.SIGTERM)
        os.kill(worker, signal.SIGINT)

        assert await told(foreman, b"next") == "next"
        assert foreman.worker_id == worker


async def test_the_worker_ends_with_its_input():
    pipe = asyncio.subprocess.PIPE
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.feeds.worker", "feed", stdin=pipe, stdout=pipe
    )
    request = frame({"url": "https://a.com/", "content_type": "", "seconds": 5}, FEED)

    answer, _ = await asyncio.wait_for(worker.communicate(request), 20)

    assert worker.returncode == 0
    assert len(answer) == HEADER.size + HEADER.unpack(answer[: HEADER.size])[0]


async def test_the_worker_ends_when_the_bot_is_killed():
    bot = (
        "import asyncio, os\n"
        "from bot.feeds.foreman import Foreman\n"
        "async def main():\n"
        "    foreman = Foreman('feed')\n"
        "    feed = b'<rss><channel><title>News</title></channel></rss>'\n"
        "    await foreman.read(feed, url='u', content_type='')\n"
        "    print(foreman.worker_id, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )

    process = await asyncio.create_subprocess_exec(sys.executable, "-c", bot, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()

    await until(lambda: not is_running(int(output)))


async def test_a_worker_that_hangs_ends_by_itself_when_nobody_can_kill_it():
    pipe = asyncio.subprocess.PIPE
    worker = await asyncio.create_subprocess_exec(sys.executable, "-c", PUPPET, stdin=pipe, stdout=pipe)
    request = frame({"url": "https://a.com/", "content_type": "", "seconds": -4}, b"hang")

    await asyncio.wait_for(worker.communicate(request), 20)

    assert worker.returncode == -signal.SIGALRM


async def test_the_bot_loads_no_parser():
    parsers = {"feedparser", "trafilatura", "fastfeedparser", "lxml", "tld"}
    code = f"import sys, bot.feeds.reading; print(sorted({parsers} & set(sys.modules)))"

    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()

    assert output.strip() == b"[]"
