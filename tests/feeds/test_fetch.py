import asyncio
import gzip
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from bot.domain.errors import AddressRefused, FetchFailed, TooLarge
from bot.domain.feed import Validators
from bot.domain.trouble import Trouble
from bot.feeds.decoding import decode_body
from bot.feeds.fetch import Fetched, Fetcher, FetchLimits
from tests.feeds.outside import Outside, a_raw_server

LIMITS = FetchLimits(
    body=100_000,
    total=timedelta(seconds=2),
    connect=timedelta(seconds=1),
    silence=timedelta(seconds=0.5),
)


def a_fetcher(*allowed: str) -> Fetcher:
    return Fetcher(user_agent="Newsclip/1.0 (+https://example.com)", allowed_hosts=allowed, limits=LIMITS)


@pytest.fixture
async def fetcher(outside: Outside) -> AsyncIterator[Fetcher]:
    async with a_fetcher(outside.host) as fetcher:
        yield fetcher


async def test_an_answer_comes_with_what_makes_the_next_request_conditional(outside, fetcher):
    url = outside.says("/feed", "<rss/>", ETag='"1"', Last_Modified="Mon, 24 Nov 2025 12:00:00 GMT")

    fetched = await fetcher.fetch(url)

    assert fetched.body == b"<rss/>"
    assert (fetched.validators.etag, fetched.validators.last_modified) == (
        '"1"',
        "Mon, 24 Nov 2025 12:00:00 GMT",
    )
    assert fetched.validators.body_hash
    assert fetched.moved_to is None


async def test_it_says_who_asks_and_what_it_can_read(outside, fetcher):
    await fetcher.fetch(outside.says("/feed", "x"))

    headers = outside.asked[0].headers
    assert headers["User-Agent"] == "Newsclip/1.0 (+https://example.com)"
    assert headers["Accept-Encoding"] == "gzip, deflate, br, zstd"
    assert "application/rss+xml" in headers["Accept"]
    assert "Cookie" not in headers


async def test_nothing_new_has_no_body_and_keeps_the_validators(outside, fetcher):
    known = Validators('"1"', "Mon, 24 Nov 2025 12:00:00 GMT", "hash")
    url = outside.says("/feed", status=304, ETag='"2"')

    fetched = await fetcher.fetch(url, known)

    assert fetched.body is None
    assert fetched.validators == Validators('"2"', "Mon, 24 Nov 2025 12:00:00 GMT", "hash")
    assert outside.asked[0].headers["If-None-Match"] == '"1"'
    assert outside.asked[0].headers["If-Modified-Since"] == "Mon, 24 Nov 2025 12:00:00 GMT"


async def test_nothing_new_without_having_been_asked_is_a_failure(outside, fetcher):
    with pytest.raises(FetchFailed):
        await fetcher.fetch(outside.says("/feed", status=304), Validators(body_hash="x"))


async def test_a_packed_answer_is_unpacked(outside, fetcher):
    url = outside.says("/feed", gzip.compress(b"<rss/>"), Content_Encoding="gzip")

    assert (await fetcher.fetch(url)).body == b"<rss/>"


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 302), True), ((302, 301), False)],
)
async def test_only_permanent_redirects_from_the_start_move_an_address(outside, fetcher, statuses, moved):
    outside.says(f"/{len(statuses)}", "there")
    for step, status in enumerate(statuses):
        outside.says(f"/{step}", status=status, Location=f"/{step + 1}")

    fetched = await fetcher.fetch(outside.url("/0"))

    assert fetched.body == b"there"
    assert fetched.url == outside.url(f"/{len(statuses)}")
    permanent = next((step for step, status in enumerate(statuses) if status == 302), len(statuses))
    assert fetched.moved_to == (outside.url(f"/{permanent}") if moved else None)


async def test_a_circle_of_redirects_ends(outside, fetcher):
    url = outside.says("/a", status=302, Location="/a")

    with pytest.raises(FetchFailed, match=Trouble.TOO_MANY_REDIRECTS):
        await fetcher.fetch(url)

    assert len(outside.asked) == 6


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1:1/", "http://[::1]/", "http://localhost/", "file:///etc/passwd", "http://169.254.169.254/x",
     "http://2130706433/", "//0x7f.1/"],
)  # fmt: skip
async def test_a_redirect_to_where_nobody_may_go_is_refused(outside, fetcher, location):
    url = outside.says("/feed", status=301, Location=location)

    with pytest.raises(AddressRefused):
        await fetcher.fetch(url)


@pytest.mark.parametrize("location", ["", "http://[", "http:///"])
async def test_a_redirect_to_nowhere_is_a_failure(outside, fetcher, location):
    with pytest.raises((FetchFailed, AddressRefused)):
        await fetcher.fetch(outside.says("/feed", status=302, Location=location))


async def test_loopback_is_refused_unless_it_is_named(outside):
    url = outside.says("/feed", "secret")

    async with a_fetcher() as fetcher:
        with pytest.raises(AddressRefused):
            await fetcher.fetch(url)
        with pytest.raises(AddressRefused):
            await fetcher.fetch(f"http://localhost:{outside.port}/feed")

    assert not outside.asked


async def test_a_named_host_may_be_read(outside):
    outside.says("/feed", "fine")

    async with a_fetcher("localhost") as fetcher:
        fetched = await fetcher.fetch(f"http://localhost:{outside.port}/feed")

    assert fetched.body == b"fine"


@pytest.mark.parametrize(
    "url", ["", "feed", "http://", "ftp://example.com/", "http://ada:s3cret@example.com/", "http://["]
)
async def test_an_address_of_no_use_is_refused_without_its_secrets(fetcher, url):
    with pytest.raises(AddressRefused) as refused:
        await fetcher.fetch(url)

    assert "s3cret" not in str(refused.value)
    assert refused.value.why


async def test_a_body_longer_than_allowed_is_refused_before_it_is_read(outside, fetcher):
    with pytest.raises(TooLarge) as refused:
        await fetcher.fetch(outside.says("/feed", b"x" * 100_001))

    assert refused.value.limit == 100_000


async def test_a_body_of_unknown_length_is_read_up_to_the_limit(outside, fetcher):
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"<item/>" * 1000)

    with pytest.raises(TooLarge):
        await fetcher.fetch(outside.streams("/feed", endless))


async def test_a_bomb_is_refused(outside, fetcher):
    bomb = gzip.compress(b"\0" * 50_000_000)

    with pytest.raises(TooLarge):
        await fetcher.fetch(outside.says("/feed", bomb, Content_Encoding="gzip"))


async def test_unpacking_leaves_the_loop_free_for_others(outside):
    limits = FetchLimits(body=60_000_000)
    member = gzip.compress(b"")[:10] + b"\0\0\0\xff\xff" * 11_000_000 + b"\1\0\0\xff\xff" + b"\0" * 8
    slow = gzip.compress(member)
    url = outside.says("/feed", slow, Content_Encoding="gzip, gzip")
    begun = time.thread_time()
    decode_body(slow, "gzip, gzip", limits.body)
    unpacking = time.thread_time() - begun

    async with Fetcher(user_agent="Test", allowed_hosts=[outside.host], limits=limits) as fetcher:
        begun = time.thread_time()
        fetched = await fetcher.fetch(url)
        held = time.thread_time() - begun

    assert fetched.body == b""
    assert held < unpacking / 2


async def test_a_server_that_never_answers_is_left(outside, fetcher):
    async def silent(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(FetchFailed, match=Trouble.TOO_SLOW):
        await fetcher.fetch(outside.streams("/feed", silent))


async def test_a_server_that_answers_drop_by_drop_is_left_in_the_end(outside, fetcher):
    async def dripping(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.05)  # the server's slowness is what is tested

    with pytest.raises(FetchFailed, match=Trouble.TOO_SLOW):
        await fetcher.fetch(outside.streams("/feed", dripping))


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5000)) + b"\r\nbody",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\nbody",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut off",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx",
        b"SSH-2.0-OpenSSH_9\r\n",
        b"",
    ],
    ids=[
        "many headers",
        "long header",
        "cut off",
        "negative length",
        "bad chunk",
        "another protocol",
        "nothing",
    ],
)
async def test_an_answer_that_is_no_http_is_a_failure(answer):
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    async with a_raw_server(say) as host, a_fetcher(host) as fetcher:
        with pytest.raises(FetchFailed):
            await fetcher.fetch(f"http://{host}/feed")


@pytest.mark.parametrize("status", [204, 206, 400, 401, 403, 404, 429, 500, 503])
async def test_any_other_status_is_a_failure_that_says_so(outside, fetcher, status):
    with pytest.raises(FetchFailed) as failed:
        await fetcher.fetch(outside.says("/feed", status=status))

    assert failed.value.status == status
    assert failed.value.why == (Trouble.SERVER_BROKEN if status >= 500 else Trouble.NO_CONTENT)
    assert not failed.value.gone


async def test_a_feed_that_ended_is_gone(outside, fetcher):
    with pytest.raises(FetchFailed) as failed:
        await fetcher.fetch(outside.says("/feed", status=410))

    assert failed.value.gone


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("120", 120),
        ("Mon, 24 Nov 2025 12:02:00 GMT", 120),
        ("99999999999", 86_400),
        ("soon", None),
        ("-5", None),
    ],
)
async def test_the_wait_that_a_busy_server_asks_for_is_passed_on(outside, fetcher, given, seconds):
    date = "Mon, 24 Nov 2025 12:00:00 GMT"
    url = outside.says("/feed", status=503, Retry_After=given, Date=date)

    with pytest.raises(FetchFailed) as failed:
        await fetcher.fetch(url)

    assert failed.value.retry_after == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("cache", "seconds"),
    [
        ("public, max-age=300", 300),
        ("no-cache, max-age=300", None),
        ("max-age=0", None),
        ("max-age=x", None),
        ("", None),
    ],
)
async def test_a_server_may_say_for_how_long_its_answer_holds(outside, fetcher, cache, seconds):
    fetched: Fetched = await fetcher.fetch(outside.says("/feed", "x", Cache_Control=cache))

    assert fetched.retry_after == (None if seconds is None else timedelta(seconds=seconds))


async def test_nobody_at_home_is_a_failure(outside):
    async with a_raw_server(lambda writer: asyncio.sleep(0)) as host:
        pass

    async with a_fetcher(host) as fetcher:
        with pytest.raises(FetchFailed, match=Trouble.UNREACHABLE):
            await fetcher.fetch(f"http://{host}/feed")


async def test_one_fetch_that_hangs_holds_up_no_other(outside, fetcher):
    async def silent(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    hanging = asyncio.create_task(fetcher.fetch(outside.streams("/hangs", silent)))
    fetched = await fetcher.fetch(outside.says("/feed", "x"))

    assert fetched.body == b"x"
    assert not hanging.done()
    hanging.cancel()
    await asyncio.wait([hanging])
