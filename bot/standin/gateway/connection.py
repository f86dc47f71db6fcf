"""One websocket of the gateway: what is pushed goes out in order, compressed as the client asked."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable
from typing import Any, Final

import zstandard
from aiohttp import web

COMPRESSIONS: Final = ("zlib-stream", "zstd-stream")


class CloseCode:
    """Why the gateway closed, in Discord's numbers."""

    UNKNOWN_ERROR: Final = 4000
    UNKNOWN_OPCODE: Final = 4001
    DECODE_ERROR: Final = 4002
    NOT_AUTHENTICATED: Final = 4003
    AUTHENTICATION_FAILED: Final = 4004
    ALREADY_AUTHENTICATED: Final = 4005
    INVALID_SEQUENCE: Final = 4007
    RATE_LIMITED: Final = 4008
    SESSION_TIMED_OUT: Final = 4009
    INVALID_SHARD: Final = 4010
    SHARDING_REQUIRED: Final = 4011
    INVALID_VERSION: Final = 4012
    INVALID_INTENTS: Final = 4013
    DISALLOWED_INTENTS: Final = 4014


# After these codes Discord has ended the session; after others the client may resume it.
FINAL: Final = frozenset({4003, 4004, 4005, 4007, 4009, 4010, 4011, 4012, 4013, 4014})
_REASONS: Final = {
    4000: "Unknown error.",
    4001: "Unknown opcode.",
    4002: "Error while decoding payload.",
    4003: "Not authenticated.",
    4004: "Authentication failed.",
    4005: "Already authenticated.",
    4007: "Invalid seq.",
    4008: "You are being rate limited.",
    4009: "Session timed out.",
    4010: "Invalid shard.",
    4011: "Sharding required.",
    4012: "Invalid API version.",
    4013: "Invalid intent(s).",
    4014: "Disallowed intent(s).",
}


class GatewayClosed(Exception):
    """Ends the connection with a close code, and a reason where the code's own does not say enough."""

    def __init__(self, code: int, reason: str | None = None) -> None:
        super().__init__(f"closed with {code}")
        self.code = code
        self.reason = reason


class Connection:
    """What is pushed is written by a task of its own, in order; `close` is the last that is written."""

    def __init__(self, socket: web.WebSocketResponse, compression: str | None) -> None:
        self._socket = socket
        self._compress = _compressor(compression)
        self._waiting: list[str] = []
        self._wake = asyncio.Event()
        self._closing: tuple[int, str] | None = None
        self.close_code: int | None = None

    def compress_payloads(self) -> None:
        """Compress each payload for itself from now on, unless the whole stream is compressed."""
        if self._compress is None:
            self._compress = zlib.compress

    def push(self, text: str) -> None:
        """Send a text after those that wait already."""
        self._waiting.append(text)
        self._wake.set()

    def say(self, op: int, data: Any = None) -> None:
        """Send what is no dispatch: hello, acknowledgement, invalid session."""
        self.push(json.dumps({"t": None, "s": None, "op": op, "d": data}))

    def close(self, code: int, reason: str | None = None) -> None:
        """Write what is waiting, then close."""
        if self._closing is None:
            self._closing = code, reason or _REASONS.get(code, "")
        self._wake.set()

    async def write(self) -> None:
        """Write what is pushed until the connection closes."""
        while not self._socket.closed:
            await self._wake.wait()
            self._wake.clear()
            batch, self._waiting = self._waiting, []
            try:
                for text in batch:
                    await self._write_one(text)
            except ConnectionError:
                return
            if self._closing is not None:
                self.close_code, reason = self._closing
                await self._socket.close(code=self.close_code, message=reason.encode())
                return

    async def _write_one(self, text: str) -> None:
        if self._compress is None:
            await self._socket.send_str(text)
        else:
            await self._socket.send_bytes(self._compress(text.encode()))


def _compressor(kind: str | None) -> Callable[[bytes], bytes] | None:
    """One compressor for the whole life of a connection, flushed at the end of every message."""
    if kind == "zlib-stream":
        deflate = zlib.compressobj(level=1)
        return lambda data: deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        stream = zstandard.ZstdCompressor(level=1).compressobj()
        return lambda data: stream.compress(data) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return None
