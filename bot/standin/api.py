"""The front of the REST API: reads a request, asks who it is, applies faults and limits, answers and logs."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from bot.standin import errors, limits, ratelimits, snowflakes
from bot.standin.calls import Call, CallLog
from bot.standin.errors import Refusal
from bot.standin.faults import Fault, Faults
from bot.standin.model import Account, ChannelKind, Upload
from bot.standin.ratelimits import RateLimits
from bot.standin.rest import shapes
from bot.standin.rest.call import Backend, Reply, RestCall, Route
from bot.standin.rest.table import Table

_VERSION: Final = re.compile(r"/api(?:/v(\d+))?(/.*)")
_FILE: Final = re.compile(r"files?\[(\d+)\]")
_EVERYWHERE: Final = {"Via": "1.1 standin"}


@dataclass(slots=True)
class Outcome:
    """What a request was told."""

    status: int
    body: Any = None
    headers: dict[str, str] | None = None

    @property
    def code(self) -> int | None:
        """Discord's own error code, when it was refused."""
        return self.body.get("code") if isinstance(self.body, dict) and self.status >= 400 else None


class Api:
    """Serves every path below `/api`."""

    def __init__(self, backend: Backend, calls: CallLog, faults: Faults, rate_limits: RateLimits) -> None:
        self._backend = backend
        self._calls = calls
        self._faults = faults
        self._rate_limits = rate_limits
        self._table = Table()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, whatever goes wrong with it."""
        rest = _Exchange(request)
        fault: Fault | None = None
        try:
            route, params = self._find(request)
            rest.route = route.path
            rest.channel_kind = self._channel_kind(params)
            await rest.read()
            rest.account = self._account(request, route)
            fault = self._faults.strike(request.method, route.path, by_bot=rest.is_bot)
            outcome = await self._perform(rest, route, params, fault)
        except Refusal as refusal:
            outcome = Outcome(refusal.kind.status, refusal.body())
        return self._finish(rest, outcome, fault)

    def _find(self, request: web.Request) -> tuple[Route, dict[str, str]]:
        matched = _VERSION.fullmatch(request.raw_path.partition("?")[0])
        if matched is None or matched[1] not in (None, "10", "9"):
            raise Refusal(errors.NOT_FOUND)
        segments = [unquote(segment) for segment in matched[2].strip("/").split("/")]
        return self._table.find(request.method, segments)

    def _channel_kind(self, params: dict[str, str]) -> ChannelKind | None:
        channel = self._backend.world.channels.get(snowflakes.parse(params.get("channel_id")) or 0)
        return None if channel is None else channel.kind

    def _account(self, request: web.Request, route: Route) -> Account | None:
        header = request.headers.get("Authorization")
        account = None if header is None else self._backend.world.by_token.get(header.removeprefix("Bot "))
        if account is None and not route.open:
            raise Refusal(errors.UNAUTHORIZED)
        return account

    async def _perform(
        self, rest: _Exchange, route: Route, params: dict[str, str], fault: Fault | None
    ) -> Outcome:
        now = self._backend.world.clock()
        method = rest.request.method
        verdict = self._rate_limits.count(
            None if route.open else rest.account, method, route.path, params, now=now, body=rest.body
        )
        if fault is not None and fault.kind == "429":
            verdict = ratelimits.refusal(fault.seconds, fault.scope)
        if verdict.wait is not None:
            return Outcome(429, verdict.body(), verdict.headers)
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault is None or fault.takes_effect:
            outcome = self._handle(rest, route, params)
            outcome.headers = verdict.headers
            if fault is None or fault.kind == "delay":
                return outcome
        return Outcome(fault.status or 0, {"message": "a fault of the stand-in", "code": 0})

    def _handle(self, rest: _Exchange, route: Route, params: dict[str, str]) -> Outcome:
        call = RestCall(
            backend=self._backend,
            method=route.method,
            route=route.path,
            params=params,
            query=dict(rest.request.query),
            body=rest.body,
            uploads=rest.uploads,
            sender=rest.account,
            reason=rest.reason,
        )
        try:
            shapes.check(rest.body)
            answer = route.handler(call)
        except Refusal as refusal:
            return Outcome(refusal.kind.status, refusal.body())
        if isinstance(answer, Reply):
            return Outcome(answer.status, answer.body)
        return Outcome(204) if answer is None else Outcome(200, answer)

    def _finish(self, rest: _Exchange, outcome: Outcome, fault: Fault | None) -> web.StreamResponse:
        dropped = fault is not None and fault.drops
        self._calls.add(
            Call(
                number=self._calls.number(),
                at=self._backend.world.clock(),
                method=rest.request.method,
                path=rest.request.raw_path,
                route=rest.route,
                account=rest.account,
                query=dict(rest.request.query),
                body=rest.body,
                reason=rest.reason,
                status=None if dropped else outcome.status,
                code=None if dropped else outcome.code,
                response=None if dropped else outcome.body,
                fault=None if fault is None else fault.kind,
                media=rest.request.content_type if rest.request.body_exists else None,
                channel_kind=rest.channel_kind,
            )
        )
        if dropped:
            if rest.request.transport is not None:
                rest.request.transport.abort()
            raise ConnectionResetError
        headers = {**_EVERYWHERE, **(outcome.headers or {})}
        if outcome.status == 204:
            return web.Response(status=204, headers=headers)
        # A charset beside the type would make discord.py hand back text.
        headers["Content-Type"] = "application/json"
        return web.Response(status=outcome.status, body=json.dumps(outcome.body).encode(), headers=headers)


class _Exchange:
    """What is known of a request so far."""

    def __init__(self, request: web.Request) -> None:
        self.request = request
        self.route = ""
        self.account: Account | None = None
        self.channel_kind: ChannelKind | None = None
        self.body: Any = None
        self.uploads: dict[int, Upload] = {}
        reason = request.headers.get("X-Audit-Log-Reason")
        self.reason = None if reason is None else unquote(reason)

    @property
    def is_bot(self) -> bool:
        return self.account is None or self.account.bot

    async def read(self) -> None:
        if not self.request.body_exists:
            return
        if self.request.content_type == "multipart/form-data":
            await self._read_parts()
            return
        raw = await self.request.read()
        if raw:
            self.body = _parsed(raw)

    async def _read_parts(self) -> None:
        size = 0
        reader = await self.request.multipart()
        async for part in reader:
            if not isinstance(part, BodyPartReader):
                continue
            data = bytes(await part.read())
            size += len(data)
            if size > limits.REQUEST_BYTES:
                raise Refusal(errors.FILE_TOO_LARGE)
            if part.name == "payload_json":
                self.body = _parsed(data)
                continue
            found = _FILE.fullmatch(part.name or "")
            if found is not None:
                kind = part.headers.get("Content-Type", "application/octet-stream")
                self.uploads[int(found[1])] = Upload(part.filename or "file", kind, data)


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Refusal(errors.INVALID_JSON) from None
