"""The websocket of Gateway v10: hello, identify, resume, heartbeats, and the stream compressed as asked."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import zstandard
from aiohttp import WSMsgType, web

from bot.standin import limits, wire
from bot.standin.dispatches import Intent
from bot.standin.model import Account, Application, Json
from bot.standin.sessions import Session, Sessions
from bot.standin.world import World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11
_IGNORED: Final = frozenset({PRESENCE, VOICE, 31})
_ACK_SECONDS = 0.05


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
_FINAL: Final = frozenset({4003, 4004, 4005, 4007, 4009, 4010, 4011, 4012, 4013, 4014})


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """How this gateway behaves."""

    heartbeat_seconds: float
    rate_limits: bool
    url: str


class GatewayClosed(Exception):
    """Ends the connection with a close code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class Connection:
    """One websocket: what is pushed is compressed in order and written by its own task."""

    def __init__(self, socket: web.WebSocketResponse, compression: str | None) -> None:
        self._socket = socket
        self._compress = _compressor(compression)
        self._waiting: list[str] = []
        self._wake = asyncio.Event()
        self._closing: int | None = None
        self.close_code: int | None = None

    def push(self, text: str) -> None:
        """Send a text after those that wait already."""
        self._waiting.append(text)
        self._wake.set()

    def say(self, op: int, data: Any = None) -> None:
        """Send what is no dispatch: hello, acknowledgement, invalid session."""
        self.push(json.dumps({"t": None, "s": None, "op": op, "d": data}))

    def close(self, code: int) -> None:
        """Write what is waiting, then close."""
        self._closing = code
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
                self.close_code = self._closing
                await self._socket.close(code=self._closing)
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


class Gateway:
    """Serves the websocket; sessions outlive its connections."""

    def __init__(self, world: World, sessions: Sessions, settings: GatewaySettings) -> None:
        self._world = world
        self._sessions = sessions
        self._settings = settings
        self._open: set[web.WebSocketResponse] = set()
        self._identified: dict[int, float] = {}
        self.identifies = 0

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Talk to one client until either side ends it."""
        socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        await socket.prepare(request)
        connection = Connection(socket, request.query.get("compress"))
        self._open.add(socket)
        writer = asyncio.create_task(connection.write())
        try:
            _need_version(request.query.get("v", "10"))
            await self._converse(socket, connection)
        except GatewayClosed as closed:
            connection.close(closed.code)
            await writer
        finally:
            writer.cancel()
            self._open.discard(socket)
            self._part(socket, connection)
        return socket

    async def close(self) -> None:
        """Say goodbye to all clients."""
        for socket in list(self._open):
            await socket.close(code=1001)

    def _part(self, socket: web.WebSocketResponse, connection: Connection) -> None:
        """Keep the session for a resume unless one side ended it for good."""
        ours = connection.close_code
        for session in self._sessions:
            if session.outlet is connection:
                # The client echoes our own code as 1000, which must not count as its goodbye.
                resumable = ours not in _FINAL if ours is not None else socket.close_code not in (1000, 1001)
                self._sessions.detach(session, resumable=resumable)

    async def _converse(self, socket: web.WebSocketResponse, connection: Connection) -> None:
        connection.say(HELLO, {"heartbeat_interval": int(self._settings.heartbeat_seconds * 1000)})
        session: Session | None = None
        sent_at: list[float] = []
        patience = self._settings.heartbeat_seconds * 1.5 + 1
        while True:
            try:
                message = await socket.receive(timeout=patience)
            except TimeoutError:
                raise GatewayClosed(CloseCode.SESSION_TIMED_OUT) from None
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            self._count(sent_at)
            frame = _decode(message.data)
            session = self._answer(frame, session, connection)

    def _count(self, sent_at: list[float]) -> None:
        if not self._settings.rate_limits:
            return
        now = self._world.clock()
        sent_at[:] = [at for at in sent_at if now - at < limits.GATEWAY_SENDS_SECONDS]
        sent_at.append(now)
        if len(sent_at) > limits.GATEWAY_SENDS:
            raise GatewayClosed(CloseCode.RATE_LIMITED)

    def _answer(self, frame: Json, session: Session | None, connection: Connection) -> Session | None:
        op, data = frame.get("op"), frame.get("d")
        if op == HEARTBEAT:
            # Not sooner than over a network: discord.py notes when it sent a heartbeat only after it has,
            # takes an answer that was faster for one to the heartbeat before, and warns of a long delay.
            asyncio.get_running_loop().call_later(_ACK_SECONDS, connection.say, HEARTBEAT_ACK)
            return session
        if op == IDENTIFY:
            if session is not None:
                raise GatewayClosed(CloseCode.ALREADY_AUTHENTICATED)
            return self._identify(data, connection)
        if op == RESUME:
            if session is not None:
                raise GatewayClosed(CloseCode.ALREADY_AUTHENTICATED)
            return self._resume(data, connection)
        if session is None:
            raise GatewayClosed(CloseCode.NOT_AUTHENTICATED)
        if op == REQUEST_MEMBERS:
            self._send_members(session, data)
        elif op not in _IGNORED:
            raise GatewayClosed(CloseCode.UNKNOWN_OPCODE)
        return session

    def _identify(self, data: Any, connection: Connection) -> Session | None:
        if not isinstance(data, dict) or not isinstance(data.get("token"), str):
            raise GatewayClosed(CloseCode.DECODE_ERROR)
        account = self._account(data["token"])
        application = self._world.application_of(account)
        if account.bot and self._too_soon(account):
            connection.say(INVALID_SESSION, data=False)
            return None
        session = self._sessions.open(
            account, application, _intents(data, application), _shard(data, account)
        )
        self._require_shards(session)
        self.identifies += 1
        self._sessions.attach(session, connection)
        self._greet(session)
        return session

    def _too_soon(self, account: Account) -> bool:
        """Whether this bot identified less than five seconds ago, where limits are on."""
        now = self._world.clock()
        earlier = self._identified.get(account.id)
        if self._settings.rate_limits and earlier is not None and now - earlier < limits.IDENTIFY_SECONDS:
            return True
        self._identified[account.id] = now
        return False

    def _account(self, token: str) -> Account:
        account = self._world.by_token.get(token.removeprefix("Bot "))
        if account is None:
            raise GatewayClosed(CloseCode.AUTHENTICATION_FAILED)
        return account

    def _require_shards(self, session: Session) -> None:
        if len(session.servers) > limits.SERVERS_A_SHARD:
            self._sessions.forget(session)
            raise GatewayClosed(CloseCode.SHARDING_REQUIRED)

    def _greet(self, session: Session) -> None:
        account = session.account
        servers = [server for server in self._world.servers.values() if server.id in session.servers]
        ready: Json = {
            "v": 10,
            "user": wire.own_user(account),
            "user_settings": {},
            "guilds": [{"id": str(server.id), "unavailable": True} for server in servers],
            "private_channels": [],
            "relationships": [],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._settings.url,
        }
        if session.application is not None:
            flags = wire.application(session.application, 0)["flags"]
            ready["application"] = {"id": str(session.application.id), "flags": flags}
            ready["shard"] = list(session.shard)
        session.dispatch("READY", json.dumps(ready))
        if not session.intents & Intent.GUILDS:
            return
        for server in servers:
            if not server.unavailable:
                payload = wire.server_for_gateway(server, self._world, account)
                session.dispatch("GUILD_CREATE", json.dumps(payload))

    def _resume(self, data: Any, connection: Connection) -> Session | None:
        if not isinstance(data, dict) or not isinstance(data.get("seq"), int | None):
            raise GatewayClosed(CloseCode.DECODE_ERROR)
        account = self._account(str(data.get("token")))
        session = self._sessions.get(str(data.get("session_id")))
        missed = None if session is None else session.missed(data.get("seq") or 0)
        if session is None or missed is None or session.account is not account:
            connection.say(INVALID_SESSION, data=False)
            return None
        if session.outlet is not None:
            session.outlet.close(CloseCode.UNKNOWN_ERROR)
        for text in missed:
            connection.push(text)
        self._sessions.attach(session, connection)
        session.dispatch("RESUMED", "{}")
        return session

    def _send_members(self, session: Session, data: Any) -> None:
        server = self._world.servers.get(int(data["guild_id"])) if isinstance(data, dict) else None
        if server is None or server.id not in session.servers:
            return
        wanted = {str(one) for one in _listed(data.get("user_ids"))}
        query = str(data.get("query") or "").lower()
        members = [
            wire.member(member)
            for member in server.members.values()
            if (str(member.account.id) in wanted if wanted else member.account.name.lower().startswith(query))
        ]
        most = int(data.get("limit") or 0) or len(members)
        chunk: Json = {
            "guild_id": str(server.id),
            "members": members[:most],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [],
        }
        if data.get("nonce") is not None:
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", json.dumps(chunk))


def _need_version(version: str) -> None:
    if version != "10":
        raise GatewayClosed(CloseCode.INVALID_VERSION)


def _decode(data: str | bytes) -> Json:
    try:
        # hikari sends JSON in binary frames.
        frame = json.loads(data)
    except ValueError:
        raise GatewayClosed(CloseCode.DECODE_ERROR) from None
    if not isinstance(frame, dict):
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    return frame


def _intents(data: Json, application: Application | None) -> int:
    if application is None:
        return Intent.ALL
    intents = data.get("intents")
    if not isinstance(intents, int) or intents < 0 or intents > Intent.ALL:
        raise GatewayClosed(CloseCode.INVALID_INTENTS)
    if intents & Intent.PRIVILEGED & ~application.privileged_intents:
        raise GatewayClosed(CloseCode.DISALLOWED_INTENTS)
    return intents


def _shard(data: Json, account: Account) -> tuple[int, int]:
    shard = data.get("shard")
    if shard is None or not account.bot:
        return 0, 1
    if not isinstance(shard, list) or len(shard) != 2 or not 0 <= shard[0] < shard[1]:
        raise GatewayClosed(CloseCode.INVALID_SHARD)
    return shard[0], shard[1]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
