"""A small app on the local Discord, without any library: sends cards, and answers what people ask as told."""

import asyncio
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp

Json = dict[str, Any]
Answer = Callable[[Json], Json | None]

PRIVATE, SECOND_KIND = 64, 1 << 15
REPLY, DEFER, CHOICES, FORM = 4, 5, 8, 9


class AnsweringApp:
    """Answers an interaction by the name of its command or the custom id of its component."""

    def __init__(self, api_url: str, gateway_url: str, token: str, app_id: int) -> None:
        self._api_url = api_url
        self._gateway_url = gateway_url
        self._token = token
        self._app_id = app_id
        self.answers: dict[str, Answer] = {}
        self.heard: list[Json] = []
        self._reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(headers={"Authorization": f"Bot {self._token}"})
        self._socket = await self._http.ws_connect(f"{self._gateway_url}?v=10&encoding=json")
        identify = {"token": self._token, "intents": 1025, "properties": {}}
        await self._socket.send_json({"op": 2, "d": identify})
        while (await self._socket.receive_json())["t"] != "READY":
            pass
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()
        if self._reading is not None:
            await self._reading
        await self._http.close()

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        async with self._http.request(method, self._api_url + path, json=body) as response:
            answer = await response.json() if response.status != 204 else None
            assert response.status < 400, answer
            return answer

    async def offer(self, *commands: Json) -> None:
        await self.call("PUT", f"/applications/{self._app_id}/commands", list(commands))

    async def send(self, channel_id: int | str, **message: Any) -> Any:
        return await self.call("POST", f"/channels/{channel_id}/messages", message)

    async def send_card(
        self, channel_id: int, title: str, *, lead: str = "", buttons: tuple[Json, ...] = ()
    ) -> Json:
        """A card with its discussion and the three votes, as the newsroom sends them."""
        foot = "-# What do you make of this?  👍 good news · 👎 bad news · 🤔 not sure"
        parts = [_text(f"### {title}"), *([_text(lead)] if lead else []), {"type": 14}, _text(foot)]
        rows = [{"type": 1, "components": list(buttons)}] if buttons else []
        card = {"type": 17, "accent_color": 0x0D6657, "components": [*parts, *rows]}
        message: Json = await self.send(channel_id, flags=SECOND_KIND, components=[card])
        path = f"/channels/{channel_id}/messages/{message['id']}"
        await self.call("POST", f"{path}/threads", {"name": title[:100]})
        for emoji in "👍👎🤔":
            await self.call("PUT", f"{path}/reactions/{quote(emoji)}/@me")
        return message

    async def _read(self) -> None:
        async for frame in self._socket:
            event = json.loads(frame.data)
            if event["t"] == "INTERACTION_CREATE":
                await self._answer(event["d"])

    async def _answer(self, interaction: Json) -> None:
        self.heard.append(interaction)
        data = interaction["data"]
        decide = self.answers.get(data.get("custom_id") or data.get("name"))
        answer = None if decide is None else decide(interaction)
        if answer is not None:
            path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
            await self.call("POST", path, answer)

    async def edit_answer(self, interaction: Json, **message: Any) -> None:
        path = f"/webhooks/{self._app_id}/{interaction['token']}/messages/@original"
        await self.call("PATCH", path, message)


def privately(content: str) -> Json:
    return {"type": REPLY, "data": {"content": content, "flags": PRIVATE}}


def button(custom_id: str, label: str) -> Json:
    return {"type": 2, "style": 2, "custom_id": custom_id, "label": label}


def _text(content: str) -> Json:
    return {"type": 10, "content": content}
