import gzip
import random
import time
import zlib

import brotli
import pytest
import zstandard

from bot.feeds.decoding import BodyBroken, BodyTooLarge, decode_body

LIMIT = 1_000_000
FEED = b"<rss>" + b"news " * 1000 + b"</rss>"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("name", PACKERS)
def test_a_packed_body_is_unpacked(name):
    assert decode_body(PACKERS[name](FEED), name, LIMIT) == FEED


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_is_too_large(name):
    bomb = PACKERS[name](b"\0" * (LIMIT * 20))

    with pytest.raises(BodyTooLarge):
        decode_body(bomb, name, LIMIT)


@pytest.mark.parametrize("name", PACKERS)
def test_exactly_the_limit_is_allowed(name):
    body = b"x" * LIMIT

    assert decode_body(PACKERS[name](body), name, LIMIT) == body


@pytest.mark.parametrize("name", PACKERS)
def test_a_body_that_is_cut_off_is_broken(name):
    with pytest.raises(BodyBroken):
        decode_body(PACKERS[name](FEED)[:-9], name, LIMIT)


@pytest.mark.parametrize("name", PACKERS)
def test_garbage_is_broken(name):
    with pytest.raises(BodyBroken):
        decode_body(b"\xff\xfe garbage" * 10, name, LIMIT)


@pytest.mark.parametrize("name", PACKERS)
def test_a_plain_body_with_a_false_label_is_read(name):
    assert decode_body(FEED, name, LIMIT) == FEED


def test_gzip_without_a_label_is_read():
    assert decode_body(gzip.compress(FEED), "", LIMIT) == FEED


def test_gzip_in_several_members_and_with_padding_is_read_whole():
    assert (
        decode_body(gzip.compress(FEED) + gzip.compress(b"more") + b"\0\0", "gzip", LIMIT) == FEED + b"more"
    )


def test_two_layers_are_undone_and_more_are_refused():
    assert decode_body(brotli.compress(gzip.compress(FEED)), "gzip, br", LIMIT) == FEED
    with pytest.raises(BodyBroken):
        decode_body(gzip.compress(gzip.compress(gzip.compress(FEED))), "gzip, gzip, gzip", LIMIT)


def test_a_body_of_countless_empty_members_is_refused_at_once():
    limit = 5 * 1024 * 1024
    empty = gzip.compress(b"")
    bomb = gzip.compress(empty * (limit // len(empty)))
    started = time.process_time()

    with pytest.raises(BodyBroken):
        decode_body(bomb, "gzip, gzip", limit)

    assert time.process_time() - started < 2


def test_as_many_members_as_are_allowed_are_read_whole_even_when_large():
    part = random.Random(1).randbytes(100_000)

    assert decode_body(gzip.compress(part) * 100, "gzip", 100 * len(part)) == part * 100
    with pytest.raises(BodyTooLarge):
        decode_body(gzip.compress(part) * 100, "gzip", 100 * len(part) - 1)
    with pytest.raises(BodyBroken):
        decode_body(gzip.compress(part) * 101, "gzip", 101 * len(part))


def test_an_unknown_packing_is_refused_and_identity_is_none():
    with pytest.raises(BodyBroken):
        decode_body(FEED, "compress", LIMIT)
    assert decode_body(FEED, "identity", LIMIT) == FEED


def test_an_empty_body_stays_empty():
    assert decode_body(b"", "gzip", LIMIT) == b""
