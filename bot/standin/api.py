"""The front of the REST API: reads a request, asks who it is, applies faults and limits, answers and logs."""

from __future__ import annotations

import contextlib
import json
import logging
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from bot.standin import errors, limits, ratelimits
from bot.standin.calls import Asked, Call, CallLog
from bot.standin.clock import Timers, sleep
from bot.standin.errors import Form, Refusal
from bot.standin.faults import Fault, Faults
from bot.standin.ratelimits import RateLimits, Verdict
from bot.standin.rest import shapes
from bot.standin.rest.call import Backend, Reply, RestCall, Route
from bot.standin.rest.table import Table
from bot.standin.world import snowflakes
from bot.standin.world.model import Account, ChannelKind, Upload

_VERSION: Final = re.compile(r"/api(?:/v(\d+))?(/.*)")
# These can stand in a form as they are, without a `payload_json`.
_PLAIN_FIELDS: Final = frozenset({"content", "nonce", "tts"})
_FILE: Final = re.compile(r"files?\[(\d+)\]")
_EVERYWHERE: Final = {"Via": "1.1 standin"}
_BOT: Final = "Bot "
_PAGE: Final = "<!DOCTYPE html><html><head><title>502</title></head><body>Something failed.</body></html>"
_CRASH: Final = {"message": "500: Internal Server Error", "code": 0}

_log = logging.getLogger(__name__)


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

    def __init__(
        self, backend: Backend, calls: CallLog, faults: Faults, rate_limits: RateLimits, timers: Timers
    ) -> None:
        self._backend = backend
        self._calls = calls
        self._faults = faults
        self._rate_limits = rate_limits
        self._timers = timers
        self._table = Table()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, whatever goes wrong with it."""
        rest = _Exchange(request, self._account(request))
        banned = self._rate_limits.ban(rest.account, self._now)
        if banned is not None:
            return self._finish(rest, _limited(banned), None)
        fault: Fault | None = None
        try:
            route, params = self._find(request)
            rest.route = route.path
            rest.channel_kind = self._channel_kind(params)
            await rest.read()
            _need_account(rest.account, route)
            _check_reason(rest.reason)
            asked = Asked(route.method, route.path, params, rest.account, rest.body)
            fault = self._faults.strike(asked)
            outcome = await self._perform(rest, route, asked, fault)
        except Refusal as refusal:
            outcome = Outcome(refusal.kind.status, refusal.body())
        return self._finish(rest, outcome, fault)

    def fail(self, request: web.Request) -> web.StreamResponse:
        """Answer as a proxy does while Discord is down: nothing is read, nothing is done."""
        rest = _Exchange(request, self._account(request))
        with contextlib.suppress(Refusal):
            rest.route = self._find(request)[0].path
        fault = Fault(kind="503")
        return self._finish(rest, _failed(fault), fault)

    @property
    def _now(self) -> float:
        return self._backend.world.clock()

    def _account(self, request: web.Request) -> Account | None:
        header = request.headers.get("Authorization", "")
        account = self._backend.world.by_token.get(header.removeprefix(_BOT))
        # A bot's token says that it is one; without the word it is worth nothing.
        return None if account is not None and account.bot and not header.startswith(_BOT) else account

    def _find(self, request: web.Request) -> tuple[Route, dict[str, str]]:
        matched = _VERSION.fullmatch(request.raw_path.partition("?")[0])
        if matched is None or matched[1] not in (None, "10", "9"):
            raise Refusal(errors.NOT_FOUND)
        segments = [unquote(segment) for segment in matched[2].strip("/").split("/")]
        return self._table.find(request.method, segments)

    def _channel_kind(self, params: dict[str, str]) -> ChannelKind | None:
        channel = self._backend.world.channels.get(snowflakes.parse(params.get("channel_id")) or 0)
        return None if channel is None else channel.kind

    async def _perform(self, rest: _Exchange, route: Route, asked: Asked, fault: Fault | None) -> Outcome:
        verdict = self._rate_limits.count(asked, now=self._now)
        if fault is not None:
            verdict = _as_asked_for(fault, verdict)
        if verdict.wait is not None:
            return _limited(verdict)
        if fault is None:
            return self._handle(rest, route, asked.params, verdict)
        if fault.kind == "delay":
            await sleep(self._timers, fault.seconds)
        if not fault.takes_effect:
            return _failed(fault)
        outcome = self._handle(rest, route, asked.params, verdict)
        if fault.kind == "slow":
            await sleep(self._timers, fault.seconds)
        return outcome if fault.kind in ("delay", "slow") else _failed(fault)

    def _handle(self, rest: _Exchange, route: Route, params: dict[str, str], verdict: Verdict) -> Outcome:
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
            asked_locale=rest.request.headers.get("X-Discord-Locale"),
            browser_locale=rest.request.headers.get("Accept-Language"),
        )
        try:
            shapes.check(rest.body, route.path)
            answer = route.handler(call)
        except Refusal as refusal:
            headers = verdict.headers
            if refusal.retry_after is not None:
                headers = ratelimits.refusal(headers, refusal.retry_after, "user").headers
            return Outcome(refusal.kind.status, refusal.body(), headers)
        except Exception:  # noqa: BLE001 - a fault of ours ends one call, as Discord's own do
            _log.exception("rest.failed", extra={"method": route.method, "route": route.path})
            return Outcome(500, _CRASH, verdict.headers)
        if isinstance(answer, Reply):
            return Outcome(answer.status, answer.body, verdict.headers)
        return Outcome(204 if answer is None else 200, answer, verdict.headers)

    def _finish(self, rest: _Exchange, outcome: Outcome, fault: Fault | None) -> web.StreamResponse:
        dropped = fault is not None and fault.drops
        headers = outcome.headers or {}
        scope = headers.get("X-RateLimit-Scope")
        self._rate_limits.note(rest.account, outcome.status, scope, now=self._now)
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
        return _written(outcome)


def _need_account(account: Account | None, route: Route) -> None:
    if account is None and not route.open:
        raise Refusal(errors.UNAUTHORIZED)


def _check_reason(reason: str | None) -> None:
    form = Form()
    if reason is not None and len(reason) > limits.AUDIT_REASON:
        form.too_long("reason", limits.AUDIT_REASON)
    form.check()


def _limited(verdict: Verdict) -> Outcome:
    return Outcome(429, verdict.body(), verdict.headers)


def _as_asked_for(fault: Fault, verdict: Verdict) -> Verdict:
    """The verdict, unless the fault is one of being limited."""
    if fault.kind == "ban":
        return ratelimits.blocked(fault.seconds)
    if fault.kind != "429":
        return verdict
    own = fault.scope == "user"
    headers = ratelimits.spent(verdict.headers, fault.seconds) if own else verdict.headers
    return ratelimits.refusal(headers, fault.seconds, fault.scope)


def _failed(fault: Fault) -> Outcome:
    """What is told instead of the outcome; a server that crashed says so in JSON, a proxy shows a page."""
    if fault.status == 500:
        return Outcome(500, _CRASH)
    return Outcome(fault.status or 200, _PAGE)


def _written(outcome: Outcome) -> web.Response:
    headers = outcome.headers or {}
    if isinstance(outcome.body, str):
        # The proxy's own words: Discord, which would add `Via`, was not reached or not understood.
        return web.Response(
            status=outcome.status, text=outcome.body, content_type="text/html", headers=headers
        )
    headers = {**_EVERYWHERE, **headers}
    if outcome.status == 204:
        return web.Response(status=204, headers=headers)
    # A charset beside the type would make discord.py hand back text.
    headers["Content-Type"] = "application/json"
    return web.Response(status=outcome.status, body=json.dumps(outcome.body).encode(), headers=headers)


class _Exchange:
    """What is known of a request so far."""

    def __init__(self, request: web.Request, account: Account | None) -> None:
        self.request = request
        self.account = account
        self.route = ""
        self.channel_kind: ChannelKind | None = None
        self.body: Any = None
        self.uploads: dict[int, Upload] = {}
        reason = request.headers.get("X-Audit-Log-Reason")
        self.reason = None if reason is None else unquote(reason)

    async def read(self) -> None:
        if not self.request.body_exists:
            return
        if self.request.content_type == "multipart/form-data":
            try:
                await self._read_parts()
            except ValueError:  # what is no form of several parts, whatever its header says
                raise Refusal(errors.INVALID_JSON) from None
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
            # What is too much is read to its end, so that the client gets to hear of it.
            if size <= limits.REQUEST_BYTES:
                self._take(part, data)
        if size > limits.REQUEST_BYTES:
            raise Refusal(errors.FILE_TOO_LARGE)

    def _take(self, part: BodyPartReader, data: bytes) -> None:
        name = part.name or ""
        found = _FILE.fullmatch(name)
        if name == "payload_json":
            self.body = _parsed(data)
        elif found is not None:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            self.uploads[int(found[1])] = Upload(part.filename or "file", kind, data)
        elif name in _PLAIN_FIELDS:
            text = data.decode(errors="replace")
            self.body = {**(self.body or {}), name: text == "true" if name == "tts" else text}


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Refusal(errors.INVALID_JSON) from None
