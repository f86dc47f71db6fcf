"""A bare gateway connection: what goes over the wire, frame by frame."""

import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import zstandard

from bot.standin.server import StandIn
from tests.patience import PATIENCE

_CLOSED = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING)


class Wire:
    """One websocket; `until` passes over what is not asked for."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, compression: str | None) -> None:
        self.socket = socket
        self._inflate = zlib.decompressobj()
        self._zstd = zstandard.ZstdDecompressor().decompressobj()
        self._compression = compression
        self.sequence = 0

    async def next(self) -> Any:
        """The next frame, or `{"op": "closed", "code": …, "reason": …}`."""
        message = await self.socket.receive(timeout=PATIENCE)
        if message.type in _CLOSED:
            return {"op": "closed", "code": self.socket.close_code, "reason": message.extra}
        frame = json.loads(self._decompressed(message.data))
        self.sequence = frame.get("s") or self.sequence
        return frame

    def _decompressed(self, data: Any) -> Any:
        if self._compression == "zlib-stream":
            assert data.endswith(b"\x00\x00\xff\xff")
            return self._inflate.decompress(data)
        if self._compression == "zstd-stream":
            return self._zstd.decompress(data)
        return zlib.decompress(data) if isinstance(data, bytes) else data

    async def until(self, name: str) -> Any:
        """The data of the next dispatch of this name."""
        return (await self.all_until(name))[-1][1]

    async def all_until(self, name: str) -> list[tuple[str, Any]]:
        """All dispatches up to the next of this name, with their data."""
        told = []
        while True:
            frame = await self.next()
            assert frame["op"] != "closed", frame
            if frame["op"] == 0:
                told.append((frame["t"], frame["d"]))
            if frame["t"] == name:
                return told

    async def closed(self) -> int:
        """The code with which the server closes, whatever it says before."""
        while True:
            frame = await self.next()
            if frame["op"] == "closed":
                return int(frame["code"])

    async def say(self, op: int, data: Any) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def identify(self, token: str, intents: int, **more: Any) -> Any:
        assert (await self.next())["op"] == 10
        await self.say(2, {"token": token, "intents": intents, "properties": {}, **more})
        return await self.until("READY")

    async def resume(self, token: str, session_id: str, sequence: Any) -> None:
        assert (await self.next())["op"] == 10
        await self.say(6, {"token": token, "session_id": session_id, "seq": sequence})


@asynccontextmanager
async def connected(
    standin: StandIn, compression: str | None = None, query: str = "v=10&encoding=json"
) -> AsyncIterator[Wire]:
    address = f"{standin.gateway_url}?{query}" + (f"&compress={compression}" if compression else "")
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(address, max_msg_size=0) as socket,
    ):
        yield Wire(socket, compression)
