"""Members whom a client asks for over the gateway: by id, by the beginning of a name, or all of a server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.standin import limits, wire
from bot.standin.gateway.connection import CloseCode, GatewayClosed
from bot.standin.gateway.identity import is_number
from bot.standin.gateway.intents import Intent
from bot.standin.gateway.sessions import Session
from bot.standin.world import snowflakes
from bot.standin.world.model import Json, Member, Server
from bot.standin.world.world import World

Event = tuple[str, Json]


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked, read strictly; without a `query` it is for the `user_ids`."""

    server_id: int
    query: str | None
    user_ids: list[str]
    limit: int
    presences: bool
    nonce: str | None


class MemberRequests:
    """Answers requests with chunks; all members of a server are told only now and then."""

    def __init__(self, world: World, *, limited: bool) -> None:
        self._world = world
        self._limited = limited
        self._told_all: dict[tuple[int, int], float] = {}

    def answer(self, session: Session, data: Any) -> list[Event]:
        """What the client is told; nothing when it may not know, as Discord leaves it waiting."""
        request = _read(data)
        server = self._world.servers.get(request.server_id)
        if server is None or server.id not in session.servers:
            return []
        if request.query == "":
            if not session.intents & Intent.GUILD_MEMBERS:
                return []
            wait = self._wait(session, server) if request.limit == 0 else 0.0
            if wait > 0:
                return [_rate_limited(request, wait)]
        shown = request.presences and bool(session.intents & Intent.GUILD_PRESENCES)
        return [("GUILD_MEMBERS_CHUNK", chunk) for chunk in _chunks(request, server, shown=shown)]

    def _wait(self, session: Session, server: Server) -> float:
        """How long this bot must not ask for all members of this server again."""
        if not self._limited:
            return 0.0
        key, now = (session.account.id, server.id), self._world.clock()
        wait = self._told_all.get(key, -limits.ALL_MEMBERS_SECONDS) + limits.ALL_MEMBERS_SECONDS - now
        if wait <= 0:
            self._told_all[key] = now
        return wait


def _read(data: Any) -> _Request:
    if not isinstance(data, dict):
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    server_id = _one_id(data.get("guild_id"))
    query, user_ids, limit, nonce = (data.get(name) for name in ("query", "user_ids", "limit", "nonce"))
    if server_id is None:
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    by_name = isinstance(query, str) and is_number(limit) and limit >= 0
    if user_ids is None and not by_name:
        raise GatewayClosed(CloseCode.DECODE_ERROR)
    listed = user_ids if isinstance(user_ids, list) else [user_ids]
    kept = isinstance(nonce, str) and len(nonce.encode()) <= limits.CHUNK_NONCE_BYTES
    return _Request(
        server_id=server_id,
        query=query if user_ids is None else None,
        user_ids=[str(one) for one in listed[: limits.REQUESTED_MEMBERS]],
        limit=limit or 0,
        presences=data.get("presences") is True,
        nonce=nonce if kept else None,
    )


def _one_id(value: Any) -> int | None:
    """A server's id; some libraries send it as a number or alone in a list."""
    return snowflakes.parse(value[0] if isinstance(value, list) and len(value) == 1 else value)


def _rate_limited(request: _Request, wait: float) -> Event:
    meta: Json = {"guild_id": str(request.server_id)}
    if request.nonce is not None:
        meta["nonce"] = request.nonce
    return "RATE_LIMITED", {"opcode": 8, "retry_after": wait, "meta": meta}


def _chunks(request: _Request, server: Server, *, shown: bool) -> Iterator[Json]:
    members = _asked_for(request, server)
    size = limits.CHUNK_MEMBERS
    pages = [members[start : start + size] for start in range(0, len(members), size)] or [[]]
    for index, page in enumerate(pages):
        chunk: Json = {
            "guild_id": str(server.id),
            "members": [wire.member(member) for member in page],
            "chunk_index": index,
            "chunk_count": len(pages),
        }
        if request.query is None:
            chunk["not_found"] = [one for one in request.user_ids if not _is_in(server, one)]
        if shown:
            chunk["presences"] = []
        if request.nonce is not None:
            chunk["nonce"] = request.nonce
        yield chunk


def _asked_for(request: _Request, server: Server) -> list[Member]:
    if request.query is None:
        return [server.members[int(one)] for one in request.user_ids if _is_in(server, one)]
    beginning = request.query.lower()
    found = [member for member in server.members.values() if _is_called(member, beginning)]
    if not beginning:
        return found[: request.limit or None]
    return found[: min(request.limit, limits.REQUESTED_MEMBERS) or limits.REQUESTED_MEMBERS]


def _is_called(member: Member, beginning: str) -> bool:
    return any(name.lower().startswith(beginning) for name in (member.account.name, member.nick or ""))


def _is_in(server: Server, user_id: str) -> bool:
    return snowflakes.parse(user_id) in server.members
