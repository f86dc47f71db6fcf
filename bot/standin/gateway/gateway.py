"""The websocket of Gateway v10: hello, identify, resume, heartbeats, and what a client may ask."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import WSMessage, WSMsgType, web

from bot.standin import limits, wire
from bot.standin.gateway import identity, server_events
from bot.standin.gateway.connection import COMPRESSIONS, FINAL, CloseCode, Connection, GatewayClosed
from bot.standin.gateway.intents import Intent
from bot.standin.gateway.member_requests import MemberRequests
from bot.standin.gateway.sessions import Session, Sessions
from bot.standin.gateway.starts import Verdict
from bot.standin.world.model import Account, Application, Json, Server
from bot.standin.world.world import World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, REQUEST_MEMBERS = 1, 2, 3, 4, 6, 8
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
# Voice, soundboards and voice channels' states are not played here.
_IGNORED: Final = frozenset({VOICE, 31, 43})
_ASKED: Final = frozenset({PRESENCE, REQUEST_MEMBERS})
_ACK_SECONDS: Final = 0.05
# Discord tolerates a heartbeat that is a little late.
_PATIENCE: Final = 1.5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """How this gateway behaves."""

    heartbeat_seconds: float
    rate_limits: bool
    url: str


class Gateway:
    """Serves the websocket; sessions outlive its connections."""

    def __init__(self, world: World, sessions: Sessions, settings: GatewaySettings) -> None:
        self._world = world
        self._sessions = sessions
        self._settings = settings
        self._members = MemberRequests(world, limited=settings.rate_limits)
        self._open: set[web.WebSocketResponse] = set()
        self.identifies = 0

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Talk to one client until either side ends it."""
        socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        await socket.prepare(request)
        connection = Connection(socket, request.query.get("compress"))
        self._open.add(socket)
        writer = asyncio.create_task(connection.write())
        try:
            _need_protocol(dict(request.query))
            await self._converse(socket, connection)
        except GatewayClosed as closed:
            connection.close(closed.code, closed.reason)
            await writer
        except Exception:  # noqa: BLE001 - a fault of ours ends one connection, as Discord's own do
            _log.exception("gateway.failed")
            connection.close(CloseCode.UNKNOWN_ERROR)
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
                resumable = ours not in FINAL if ours is not None else socket.close_code not in (1000, 1001)
                self._sessions.detach(session, resumable=resumable)

    async def _converse(self, socket: web.WebSocketResponse, connection: Connection) -> None:
        connection.say(HELLO, {"heartbeat_interval": int(self._settings.heartbeat_seconds * 1000)})
        conversation = _Conversation(self._world, self._settings, connection)
        session: Session | None = None
        while True:
            message = await conversation.hear(socket)
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            op, data = conversation.read(message.data)
            if session is not None and self._sessions.get(session.id) is None:
                session = None  # it was invalidated meanwhile
            session = self._answer(op, data, session, connection)

    def _answer(self, op: int, data: Any, session: Session | None, connection: Connection) -> Session | None:
        if op == HEARTBEAT:
            return session
        if op in (IDENTIFY, RESUME):
            if session is not None:
                raise GatewayClosed(CloseCode.ALREADY_AUTHENTICATED)
            return (self._identify if op == IDENTIFY else self._resume)(data, connection)
        if op not in _ASKED and op not in _IGNORED:
            raise GatewayClosed(CloseCode.UNKNOWN_OPCODE)
        if session is None:
            raise GatewayClosed(CloseCode.NOT_AUTHENTICATED)
        if op == PRESENCE:
            identity.check_presence(data)
        elif op == REQUEST_MEMBERS:
            for name, payload in self._members.answer(session, data):
                session.dispatch(name, json.dumps(payload))
        return session

    def _identify(self, data: Any, connection: Connection) -> Session | None:
        given = identity.read_identity(data)
        account = self._account(given.token)
        application = self._world.application_of(account)
        shard = identity.read_shard(given, application)
        if application is not None and not self._may_start(application, shard or (0, 1), connection):
            return None
        intents = identity.read_intents(given, application)
        session = self._sessions.open(
            account, application, intents, shard or (0, 1), large_threshold=given.large_threshold
        )
        self._require_shards(session)
        self.identifies += 1
        if given.compress:
            connection.compress_payloads()
        self._sessions.attach(session, connection)
        self._greet(session, shard)
        return session

    def _account(self, token: str) -> Account:
        account = self._world.by_token.get(token)
        if account is None:
            raise GatewayClosed(CloseCode.AUTHENTICATION_FAILED)
        return account

    def _may_start(self, application: Application, shard: tuple[int, int], connection: Connection) -> bool:
        """Count an identify; one too many in a day costs the token, one too many at a time is only told."""
        verdict = self._sessions.starts.spend(application, shard[0])
        if not self._settings.rate_limits or verdict is Verdict.STARTED:
            return True
        if verdict is Verdict.TOO_SOON:
            connection.say(INVALID_SESSION, data=False)
            return False
        self._world.reset_token(application.account)
        self._sessions.close(application.account, code=CloseCode.AUTHENTICATION_FAILED, resumable=False)
        raise GatewayClosed(CloseCode.AUTHENTICATION_FAILED)

    def _require_shards(self, session: Session) -> None:
        if len(session.servers) > limits.SERVERS_A_SHARD:
            self._sessions.forget(session)
            raise GatewayClosed(CloseCode.SHARDING_REQUIRED)

    def _greet(self, session: Session, shard: tuple[int, int] | None) -> None:
        servers = [server for server in self._world.servers.values() if server.id in session.servers]
        ready: Json = {
            "v": 10,
            "user": wire.own_user(session.account),
            "user_settings": {},
            "guilds": [server_events.unavailable(server) for server in servers],
            "private_channels": self._conversations(session.account),
            "relationships": [],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._settings.url,
        }
        if session.application is not None:
            flags = wire.application(session.application, 0)["flags"]
            ready["application"] = {"id": str(session.application.id), "flags": flags}
        if shard is not None:
            ready["shard"] = list(shard)
        session.dispatch("READY", json.dumps(ready))
        if session.intents & Intent.GUILDS:
            for server in servers:
                self._introduce(session, server)

    def _conversations(self, account: Account) -> list[Json]:
        """A person's direct conversations; a bot is told of none."""
        if account.bot:
            return []
        return [
            wire.channel(channel, viewer=account)
            for channel in self._world.channels.values()
            if channel.server is None and account in channel.recipients
        ]

    def _introduce(self, session: Session, server: Server) -> None:
        """Tell of a server that READY named, or that it is still unavailable."""
        if server.unavailable:
            session.dispatch("GUILD_DELETE", json.dumps(server_events.unavailable(server)))
            return
        session.dispatch("GUILD_CREATE", json.dumps(server_events.created(server, self._world, session)))

    def _resume(self, data: Any, connection: Connection) -> Session | None:
        token, session_id, sequence = _read_resume(data)
        account = self._account(token)
        session = self._sessions.get(session_id)
        if session is None or session.account is not account:
            connection.say(INVALID_SESSION, data=False)
            return None
        if not 0 <= sequence <= session.sequence:
            self._sessions.forget(session)
            raise GatewayClosed(CloseCode.INVALID_SEQUENCE)
        missed = session.missed(sequence)
        if missed is None:
            self._sessions.forget(session)
            connection.say(INVALID_SESSION, data=False)
            return None
        if session.outlet is not None:
            session.outlet.close(CloseCode.UNKNOWN_ERROR)
        for text in missed:
            connection.push(text)
        self._sessions.attach(session, connection)
        session.dispatch("RESUMED", "{}")
        return session


class _Conversation:
    """How one client must talk: alive, not too much at a time, in JSON that is not too long."""

    def __init__(self, world: World, settings: GatewaySettings, connection: Connection) -> None:
        self._clock = world.clock
        self._settings = settings
        self._connection = connection
        self._sent_at: list[float] = []
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._loop.time()

    async def hear(self, socket: web.WebSocketResponse) -> WSMessage:
        """What the client says next; it must not let a heartbeat out.

        Measured in real time, also where a test moves the clock: clients beat by their own.
        """
        due = self._heard_at + self._settings.heartbeat_seconds * _PATIENCE
        try:
            async with asyncio.timeout_at(due):
                return await socket.receive()
        except TimeoutError:
            raise GatewayClosed(CloseCode.SESSION_TIMED_OUT) from None

    def read(self, text: str | bytes) -> tuple[int, Any]:
        """Opcode and data of a payload; a heartbeat is acknowledged on the way."""
        self._count()
        op, data = _decode(text)
        if op == HEARTBEAT:
            if data is not None and not identity.is_number(data):
                raise GatewayClosed(CloseCode.DECODE_ERROR)
            self._heard_at = self._loop.time()
            # Not sooner than over a network: discord.py notes when it sent a heartbeat only after it has,
            # takes an answer that was faster for one to the heartbeat before, and warns of a long delay.
            self._loop.call_later(_ACK_SECONDS, self._connection.say, HEARTBEAT_ACK)
        return op, data

    def _count(self) -> None:
        if not self._settings.rate_limits:
            return
        now = self._clock()
        self._sent_at = [at for at in self._sent_at if now - at < limits.GATEWAY_SENDS_SECONDS]
        self._sent_at.append(now)
        if len(self._sent_at) > limits.GATEWAY_SENDS:
            raise GatewayClosed(CloseCode.RATE_LIMITED)


def _need_protocol(query: dict[str, str]) -> None:
    if query.get("v") != "10":
        raise GatewayClosed(CloseCode.INVALID_VERSION)
    if query.get("encoding", "json") != "json":
        raise GatewayClosed(CloseCode.DECODE_ERROR, "Only the json encoding is spoken here.")
    if query.get("compress", COMPRESSIONS[0]) not in COMPRESSIONS:
        raise GatewayClosed(CloseCode.DECODE_ERROR, f"Only {' and '.join(COMPRESSIONS)} are spoken here.")


def _decode(text: str | bytes) -> tuple[int, Any]:
    if len(text if isinstance(text, bytes) else text.encode()) > limits.GATEWAY_PAYLOAD_BYTES:
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    try:
        # hikari sends JSON in binary frames.
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise GatewayClosed(CloseCode.DECODE_ERROR) from None
    if not isinstance(frame, dict) or not identity.is_number(frame.get("op")):
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    return frame["op"], frame.get("d")


def _read_resume(data: Any) -> tuple[str, str, int]:
    if not isinstance(data, dict):
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    token, session_id, sequence = data.get("token"), data.get("session_id"), data.get("seq")
    if not isinstance(token, str) or not isinstance(session_id, str) or not identity.is_number(sequence):
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    return token, session_id, sequence
