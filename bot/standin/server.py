"""The local Discord as one object: start it, reach its world, see what it was asked, make it fail."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.standin import limits
from bot.standin.api import Api
from bot.standin.calls import CallLog
from bot.standin.clock import timers_of
from bot.standin.faults import Faults
from bot.standin.gateway.gateway import Gateway, GatewaySettings
from bot.standin.gateway.narrator import Narrator
from bot.standin.gateway.sessions import Sessions
from bot.standin.interactions import Interactions
from bot.standin.ledger import Ledger
from bot.standin.messages import MessageWriter
from bot.standin.ratelimits import RateLimits
from bot.standin.rest.call import Backend
from bot.standin.rules.nonces import Nonces
from bot.standin.site import Site
from bot.standin.watch import Watch
from bot.standin.world.archiving import Archiver
from bot.standin.world.world import World

_LOOPBACK = "127.0.0.1"
_OWN_NAMES = (_LOOPBACK, "localhost")
REST, GATEWAY = "api/", "gateway"
_PAGE = Path(__file__).with_name("page")


@dataclass(frozen=True, slots=True)
class Settings:
    """How this Discord behaves; the defaults suit tests."""

    port: int = 0
    nonce_window: float = 300.0
    rate_limits: bool = False
    rate_limit_tempo: float = 1.0
    invalid_requests: int = limits.INVALID_REQUESTS
    heartbeat_seconds: float = 41.25
    answer_seconds: float = limits.INTERACTION_SECONDS
    resume_seconds: float = 180.0
    kept_dispatches: int = 20_000
    kept_calls: int = 20_000
    clock: Callable[[], float] = time.time
    page: Path = _PAGE


class StandIn:
    """One local Discord on one loopback port, as an async context manager."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.world = World(self.settings.clock)
        self.calls = CallLog(self.settings.kept_calls)
        self.timers = timers_of(self.settings.clock)
        self.faults = Faults()
        self.rate_limits = RateLimits(
            enforced=self.settings.rate_limits,
            tempo=self.settings.rate_limit_tempo,
            invalid_requests=self.settings.invalid_requests,
        )
        self.nonces = Nonces(self.settings.nonce_window)
        self.interactions = Interactions(self.world, self.timers, answer_seconds=self.settings.answer_seconds)
        self._watch = Watch()
        self._down: frozenset[str] = frozenset()
        self._port = self.settings.port
        self._runner: web.AppRunner | None = None
        self._sessions: Sessions | None = None
        self._gateway: Gateway | None = None
        self._archiver: Archiver | None = None

    @property
    def page_url(self) -> str:
        """Where the page is."""
        return f"http://{_LOOPBACK}:{self._port}/"

    @property
    def api_url(self) -> str:
        """Where REST is."""
        return f"http://{_LOOPBACK}:{self._port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Where the gateway is."""
        return f"ws://{_LOOPBACK}:{self._port}/gateway"

    @property
    def sessions(self) -> Sessions:
        """Who is connected; `sessions.close(account, code=…)` cuts connections as Discord would."""
        if self._sessions is None:
            message = "the stand-in is not started"
            raise RuntimeError(message)
        return self._sessions

    @property
    def identifies(self) -> int:
        """How many clients identified so far, people too; a resume does not count."""
        return 0 if self._gateway is None else self._gateway.identifies

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Listen on the port of the settings, or on a free one."""
        application = web.Application(client_max_size=2 * limits.REQUEST_BYTES)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        application.router.add_route("*", "/{path:.*}", self._serve)
        await self._runner.setup()
        site = web.TCPSite(self._runner, _LOOPBACK, self.settings.port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._compose()

    def _compose(self) -> None:
        """Build what needs to know our address."""
        writer = MessageWriter(self.world, self.page_url.rstrip("/"))
        self._sessions = Sessions(
            self.world,
            Narrator(self.world, writer),
            kept=self.settings.kept_dispatches,
            resume_seconds=self.settings.resume_seconds,
            changed=self._watch.changed,
            faults=self.faults,
            timers=self.timers,
        )
        self._archiver = Archiver(self.world, self.timers)
        gateway_settings = GatewaySettings(
            self.settings.heartbeat_seconds, self.settings.rate_limits, self.gateway_url
        )
        self._gateway = Gateway(self.world, self._sessions, gateway_settings)
        backend = Backend(
            self.world, self._sessions, self.interactions, self.nonces, writer, self.gateway_url
        )
        self._api = Api(backend, self.calls, self.faults, self.rate_limits, self.timers)
        ledger = Ledger(self.world, self.calls, self._sessions, self.faults, self.interactions)
        self._site = Site(self.world, ledger, self.settings.page, self.gateway_url)

    def set_outage(self, *, on: bool, of: tuple[str, ...] = (REST, GATEWAY)) -> None:
        """Discord is down, or the part of it that is named: every call gets a 503, connections are cut."""
        self._down = self._down | set(of) if on else self._down - set(of)
        if GATEWAY in self._down:
            self.sessions.close(code=1001)
        self._watch.changed()

    async def close(self) -> None:
        """Cut every connection and stop listening."""
        self.interactions.close()
        if self._archiver is not None:
            self._archiver.close()
        if self._gateway is not None:
            await self._gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def wait_for(
        self,
        condition: Callable[[], Any],
        *,
        timeout: float = 30.0,  # noqa: ASYNC109 - said in the failure
    ) -> Any:
        """What the condition says once it is true; it is asked again after every change."""
        try:
            return await self._watch.until(condition, timeout)
        except TimeoutError:
            told = "; ".join(f"{call.method} {call.path} {call.status}" for call in list(self.calls)[-8:])
            message = f"not within {timeout} s; the last calls: {told or 'none'}"
            raise TimeoutError(message) from None

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.host.partition(":")[0] not in _OWN_NAMES:
            # Another name for our address means that a foreign page reached through its own DNS.
            raise web.HTTPForbidden(text="loopback only")
        path = request.path
        if GATEWAY in self._down and path.startswith(f"/{GATEWAY}"):
            return web.Response(status=503, text="upstream connect error")
        if path == "/gateway" and self._gateway is not None:
            self._need_own_page(request)
            return await self._gateway.serve(request)
        if path.startswith("/api/"):
            try:
                return self._api.fail(request) if REST in self._down else await self._api.serve(request)
            finally:
                self._watch.changed()
        return self._site.serve(request)

    def _need_own_page(self, request: web.Request) -> None:
        """Refuse a browser that shows another site: no rule of its own keeps that from opening websockets."""
        origin = request.headers.get("Origin")
        if origin is not None and origin not in [f"http://{name}:{self._port}" for name in _OWN_NAMES]:
            raise web.HTTPForbidden(text="of this page only")
