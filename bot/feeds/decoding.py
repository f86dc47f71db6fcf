"""Undoing what a server did to a body on its way, never beyond a limit."""

import io
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped] # ships no types
import zstandard

ACCEPTED = "gzip, deflate, br, zstd"
_MOST_LAYERS = 2
_MOST_MEMBERS = 100
_STEP = 64 * 1024  # zlib copies what it leaves of its input, so it is never handed more than this
_WIDEST_ZSTD_WINDOW = 8 * 1024 * 1024  # what RFC 9659 lets a server ask of anybody
_GZIP_MAGIC = b"\x1f\x8b\x08"


class BodyTooLarge(Exception):
    """The body would unfold to more than the limit."""


class BodyBroken(Exception):
    """The body is not what its encoding says, or ends too early."""


def decode_body(body: bytes, content_encoding: str, limit: int) -> bytes:
    """The body as its author wrote it; this takes a while for a large one, so keep it off the event loop.

    A plain body with a label, and a gzip body without one, are forgiven: both are common.
    """
    layers = [name.strip().lower() for name in content_encoding.split(",") if name.strip()]
    layers = [name for name in layers if name != "identity"]
    if len(layers) > _MOST_LAYERS:
        raise BodyBroken("packed more often than anything honest")
    for name in reversed(layers):
        body = _undo(name, body, limit)
    if not layers and body.startswith(_GZIP_MAGIC):
        body = _undo("gzip", body, limit)
    return body


def _undo(name: str, body: bytes, limit: int) -> bytes:
    decoders: dict[str, Callable[[bytes, int], bytes]] = {
        "gzip": _gunzip,
        "x-gzip": _gunzip,
        "deflate": _inflate,
        "br": _unbrotli,
        "zstd": _unzstd,
    }
    if name not in decoders:
        raise BodyBroken(f"packed in an unknown way ({name[:40]})")
    if not body:
        return body
    try:
        return decoders[name](body, limit)
    except (zlib.error, brotli.error, zstandard.ZstdError, BodyBroken):
        if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"<", b"{"}:
            return body
        raise BodyBroken(f"not the {name} data that it claims to be, or cut off") from None


def _gunzip(body: bytes, limit: int) -> bytes:
    """All members of the file; what follows the last one is padding."""
    pieces: list[bytes] = []
    at = 0
    for _ in range(_MOST_MEMBERS):
        room = limit - sum(map(len, pieces))
        member, at = _gunzip_member(body, at, room)
        pieces.append(member)
        if not body.startswith(_GZIP_MAGIC, at):
            return b"".join(pieces)
    raise BodyBroken


def _gunzip_member(body: bytes, start: int, limit: int) -> tuple[bytes, int]:
    """The content of the member that starts there, and where it ends."""
    stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    view = memoryview(body)
    unfolded = bytearray()
    for at in range(start, len(body), _STEP):
        step = view[at : at + _STEP]
        unfolded += stream.decompress(step, limit - len(unfolded) + 1)
        if len(unfolded) > limit:
            raise BodyTooLarge
        if stream.eof:
            return bytes(unfolded), at + len(step) - len(stream.unused_data)
    raise BodyBroken


def _inflate(body: bytes, limit: int) -> bytes:
    """With the zlib header that the standard asks for, or without it as many servers send it."""
    try:
        return _unfold(zlib.decompressobj(), body, limit)
    except zlib.error:
        return _unfold(zlib.decompressobj(wbits=-zlib.MAX_WBITS), body, limit)


def _unfold(stream: "zlib._Decompress", body: bytes, limit: int) -> bytes:
    unfolded = stream.decompress(body, limit + 1)
    if len(unfolded) > limit:
        raise BodyTooLarge
    if not stream.eof:
        raise BodyBroken
    return unfolded


def _unbrotli(body: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    pieces = [stream.process(body, output_buffer_limit=limit + 1)]
    while not stream.is_finished():
        if sum(map(len, pieces)) > limit:
            raise BodyTooLarge
        pieces.append(stream.process(b"", output_buffer_limit=limit + 1))
        if not pieces[-1]:
            raise BodyBroken
    unfolded = b"".join(pieces)
    if len(unfolded) > limit:
        raise BodyTooLarge
    return unfolded


def _unzstd(body: bytes, limit: int) -> bytes:
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WIDEST_ZSTD_WINDOW)
    with unpacker.stream_reader(io.BytesIO(body), read_across_frames=True) as stream:
        unfolded = stream.read(limit + 1)
    if len(unfolded) > limit:
        raise BodyTooLarge
    if not unfolded:
        raise BodyBroken
    return unfolded
