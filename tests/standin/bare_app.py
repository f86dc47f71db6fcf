"""An app without a library: interactions as they come over the wire, answered by bare REST."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.standin.people.person import Person
from bot.standin.people.replies import Reply
from tests.standin.bare_gateway import Wire, connected
from tests.standin.conftest import Harbour
from tests.standin.running import Answer, Rest

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9


class Asked:
    """One interaction as the app got it."""

    def __init__(self, rest: Rest, payload: Any) -> None:
        self._rest = rest
        self.payload = payload
        self.data = payload["data"]
        self.resolved = self.data.get("resolved", {})
        self.webhook = f"/webhooks/{payload['application_id']}/{payload['token']}"
        self.callback = f"/interactions/{payload['id']}/{payload['token']}/callback"

    async def answer(self, kind: int, data: Any = None, *, query: str = "", **options: Any) -> Answer:
        """The first answer; with an empty message unless something is said."""
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        return await self._rest("POST", self.callback + query, body, **options)

    async def say(self, text: str, **data: Any) -> Answer:
        return await self.answer(MESSAGE, {"content": text, **data})

    async def follow_up(self, text: str, **data: Any) -> Answer:
        return await self._rest("POST", self.webhook, {"content": text, **data})

    async def original(self, method: str = "GET", body: Any = None) -> Answer:
        return await self._rest(method, f"{self.webhook}/messages/@original", body)


class BareApp:
    """The harbour's bot, with commands that a test gives it."""

    def __init__(self, harbour: Harbour, rest: Rest, wire: Wire) -> None:
        self.harbour, self.rest, self._wire = harbour, rest, wire
        self.path = f"/applications/{harbour.bot.id}/commands"
        self.where = {"server_id": harbour.server.id, "channel_id": harbour.channel.id}

    async def offer(self, *commands: Any) -> list[Any]:
        """Define commands in the place of all others."""
        answer = await self.rest("PUT", self.path, list(commands))
        assert answer.status == 200, answer.body
        return list(answer.body)

    async def asked(self) -> Asked:
        """The next interaction."""
        return Asked(self.rest, await self._wire.until("INTERACTION_CREATE"))

    async def post(self, **body: Any) -> Any:
        """A message of its own in the harbour's channel."""
        answer = await self.rest("POST", f"/channels/{self.harbour.channel.id}/messages", body)
        assert answer.status == 200, answer.body
        return answer.body

    @asynccontextmanager
    async def while_asking(self, asking: Coroutine[Any, Any, Reply]) -> AsyncIterator[Asked]:
        """What a person asks meanwhile; it gets "ok" unless the test answers."""
        async with self.asking(asking) as (asked, reply):
            yield asked
            await asked.say("ok")
            await reply

    @asynccontextmanager
    async def asking(
        self, asking: Coroutine[Any, Any, Reply]
    ) -> AsyncIterator[tuple[Asked, asyncio.Task[Reply]]]:
        """What a person asks, and the reply that it waits for."""
        reply = asyncio.ensure_future(asking)
        try:
            waiting = asyncio.ensure_future(self.asked())
            await asyncio.wait({reply, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                waiting.cancel()
                reply.result()
            yield waiting.result(), reply
        finally:
            reply.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await reply

    async def form(self, person: Person, *components: Any, title: str = "A form") -> Reply:
        """A form that the app showed a person."""
        await self.offer({"name": "form", "description": "Shows a form"})
        async with self.asking(person.command("form", **self.where)) as (asked, reply):
            data = {"custom_id": "form", "title": title, "components": list(components)}
            shown = await asked.answer(FORM, data)
            assert shown.status == 204, shown.body
            return await reply


@asynccontextmanager
async def bare_app(harbour: Harbour, rest: Rest) -> AsyncIterator[BareApp]:
    async with connected(harbour.standin) as wire:
        await wire.identify(harbour.bot.token, 1)
        yield BareApp(harbour, rest, wire)


def label(component: Any, text: str = "Which") -> Any:
    """A field of a form under its label."""
    return {"type": 18, "label": text, "component": component}


def row(*components: Any) -> Any:
    return {"type": 1, "components": list(components)}
