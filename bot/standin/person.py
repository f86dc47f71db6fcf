"""A member of a server as a client: reads, reacts, writes, uses commands, clicks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp
from yarl import URL

Json = dict[str, Any]

_COMMAND, _COMPONENT, _AUTOCOMPLETE, _MODAL = 2, 3, 4, 5
_STRING, _INTEGER, _BOOLEAN, _NUMBER = 3, 4, 5, 10
_PRIVATE, _LOADING = 64, 128
_RESULTS = ("INTERACTION_SUCCESS", "INTERACTION_MODAL_CREATE", "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")


class PersonRefused(Exception):
    """Discord refused what this person tried."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code


class NoAnswer(Exception):
    """The bot did not answer an interaction in time."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a command or click: a message, a modal, or nothing to see."""

    interaction_id: str
    message: Json | None = None
    modal: Json | None = None

    @property
    def content(self) -> str:
        """Its plain text."""
        return "" if self.message is None else str(self.message["content"])

    @property
    def components(self) -> list[Json]:
        """Its components, as Discord gives them."""
        return [] if self.message is None else list(self.message["components"])

    @property
    def embeds(self) -> list[Json]:
        """Its embeds."""
        return [] if self.message is None else list(self.message["embeds"])

    @property
    def flags(self) -> int:
        """Its flags."""
        return 0 if self.message is None else int(self.message["flags"])

    @property
    def private(self) -> bool:
        """Whether only this person sees it."""
        return bool(self.flags & _PRIVATE)

    @property
    def text(self) -> str:
        """Everything that the reply shows as text, wherever it stands."""
        texts = [self.content, *_texts(self.components)]
        for embed in self.embeds:
            texts += [str(embed.get("title") or ""), str(embed.get("description") or "")]
            texts += [f"{field['name']}\n{field['value']}" for field in embed.get("fields") or []]
        return "\n".join(text for text in texts if text)


class Person:
    """An async client with one token; enter it as a context manager, or `connect` and `close`."""

    def __init__(self, api_url: str, token: str, *, timeout: float = 5.0) -> None:
        self._api = api_url.rstrip("/")
        self._token = token
        self._timeout = timeout
        self._http: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._heart: asyncio.Task[None] | None = None
        self._arrived = asyncio.Condition()
        self._indexes: dict[str, list[Json]] = {}
        self.events: list[tuple[str, Json]] = []
        self.id = ""

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def connect(self) -> None:
        """Open the gateway session, to which private answers come."""
        self._http = aiohttp.ClientSession(headers={"Authorization": self._token})
        address = (await self.request("GET", "/gateway"))["url"]
        self._socket = await self._http.ws_connect(f"{address}?v=10&encoding=json", max_msg_size=0)
        hello = await self._socket.receive_json()
        await self._socket.send_json({"op": 2, "d": {"token": self._token, "properties": {}}})
        interval = hello["d"]["heartbeat_interval"] / 1000
        self._heart = asyncio.create_task(self._beat(self._socket, interval))
        self._reader = asyncio.create_task(self._read(self._socket))
        _, ready = await self.wait_event(lambda name, _: name == "READY")
        self.id = ready["user"]["id"]

    async def close(self) -> None:
        """Leave the gateway."""
        if self._socket is not None:
            await self._socket.close()
        for task in (self._reader, self._heart):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        if self._http is not None:
            await self._http.close()

    async def request(self, method: str, path: str, *, body: Any = None, **query: Any) -> Any:
        """Any REST call; a refusal raises `PersonRefused`."""
        if self._http is None:
            message = "the person is not connected"
            raise RuntimeError(message)
        params = {key: str(value) for key, value in query.items()}
        # The path is quoted already, and an emoji must not be quoted again.
        address = URL(self._api + path, encoded=True).update_query(params)
        async with self._http.request(method, address, json=body) as response:
            answer: Any = None if response.status == 204 else await response.json()
            if response.status >= 400:
                raise PersonRefused(response.status, answer.get("code", 0), answer.get("message", ""))
            return answer

    async def react(self, channel_id: object, message_id: object, emoji: str, *, burst: bool = False) -> None:
        """React to a message."""
        await self.request("PUT", _reaction_path(channel_id, message_id, emoji), type=int(burst))

    async def unreact(self, channel_id: object, message_id: object, emoji: str) -> None:
        """Take a reaction back."""
        await self.request("DELETE", _reaction_path(channel_id, message_id, emoji))

    async def send(self, channel_id: object, text: str) -> Json:
        """Write a message."""
        return dict(await self.request("POST", f"/channels/{channel_id}/messages", body={"content": text}))

    async def history(self, channel_id: object, *, limit: int = 50) -> list[Json]:
        """The latest messages, newest first."""
        return list(await self.request("GET", f"/channels/{channel_id}/messages", limit=limit))

    async def command(
        self, name: str, /, *, server_id: object, channel_id: object, **options: object
    ) -> Reply:
        """Use a slash command such as "feeds add" and wait for its reply."""
        data = await self._command_data(name, str(server_id), options)
        return await self._interact(_COMMAND, server_id, channel_id, data)

    async def menu(self, name: str, target_id: object, *, server_id: object, channel_id: object) -> Reply:
        """Use a message or user menu on its target."""
        command = await self._find_command(name, str(server_id), kinds=(2, 3))
        data = {**_head(command), "target_id": str(target_id)}
        return await self._interact(_COMMAND, server_id, channel_id, data)

    async def complete(
        self,
        name: str,
        /,
        *,
        server_id: object,
        channel_id: object,
        option: str,
        value: object,
        **filled: object,
    ) -> list[Json]:
        """The choices that the bot offers while an option is being typed."""
        data = await self._command_data(name, str(server_id), {**filled, option: value}, focused=option)
        nonce = await self._start(_AUTOCOMPLETE, server_id, channel_id, data)
        _, outcome = await self._outcome(nonce)
        return list(outcome["choices"])

    async def click(
        self, channel_id: object, message_id: object, custom_id: str, *, values: list[str] | None = None
    ) -> Reply:
        """Press a button, or choose values in a select, of a message that this person can see."""
        message = await self._message(str(channel_id), str(message_id))
        component = next(one for one in _walk(message["components"]) if one.get("custom_id") == custom_id)
        data: Json = {"custom_id": custom_id, "component_type": component["type"]}
        if values is not None:
            data["values"] = values
        extra = {"message_id": str(message_id), "message_flags": message["flags"]}
        application_id = message.get("application_id") or message["author"]["id"]
        return await self._interact(
            _COMPONENT, None, channel_id, data, application_id=application_id, source=message, **extra
        )

    async def submit(self, reply: Reply, channel_id: object, **values: object) -> Reply:
        """Fill in the modal of a reply; values go by custom_id."""
        if reply.modal is None:
            message = "there is no modal to submit"
            raise ValueError(message)
        filled = [_filled(one, values) for one in reply.modal["components"] if one["type"] in (1, 18)]
        data = {"custom_id": reply.modal["custom_id"], "components": filled}
        application_id = reply.modal["application"]["id"]
        return await self._interact(_MODAL, None, channel_id, data, application_id=application_id)

    async def wait_event(self, wanted: Callable[[str, Json], bool]) -> tuple[str, Json]:
        """The first gateway event, past ones included, that is wanted."""
        async for name, data in self._events_from(0):
            if wanted(name, data):
                return name, data
        raise NoAnswer("the gateway closed")

    async def _message(self, channel_id: str, message_id: str) -> Json:
        """A message as last seen on the gateway (the only place for private ones), else over REST."""
        for name, data in reversed(self.events):
            if name in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and data["id"] == message_id:
                return data
        return dict(await self.request("GET", f"/channels/{channel_id}/messages/{message_id}"))

    async def _find_command(self, name: str, server_id: str, *, kinds: tuple[int, ...] = (1,)) -> Json:
        for fresh in (False, True):
            if fresh or server_id not in self._indexes:
                index = await self.request("GET", f"/guilds/{server_id}/application-command-index")
                self._indexes[server_id] = index["application_commands"]
            for command in self._indexes[server_id]:
                if command["name"] == name and command["type"] in kinds:
                    return command
        raise LookupError(f"this person has no command {name!r}")

    async def _command_data(
        self, name: str, server_id: str, options: dict[str, object], *, focused: str | None = None
    ) -> Json:
        top, *path = name.removeprefix("/").split()
        command = await self._find_command(top, server_id)
        leaf: Json = command
        branches = []
        for part in path:
            leaf = next(one for one in leaf.get("options") or [] if one["name"] == part)
            branches.append(leaf)
        known = {one["name"]: one for one in leaf.get("options") or []}
        given = [
            _option(known[key], value, focused=key == focused, raw=focused is not None)
            for key, value in options.items()
        ]
        for branch in reversed(branches):
            given = [{"name": branch["name"], "type": branch["type"], "options": given}]
        return {**_head(command), "options": given}

    async def _interact(
        self,
        kind: int,
        server_id: object,
        channel_id: object,
        data: Json,
        *,
        source: Json | None = None,
        **extra: Any,
    ) -> Reply:
        mark = len(self.events)
        nonce = await self._start(kind, server_id, channel_id, data, **extra)
        name, outcome = await self._outcome(nonce)
        if name == "INTERACTION_MODAL_CREATE":
            return Reply(outcome["id"], modal=outcome)
        return await self._reply(outcome["id"], mark, source)

    async def _start(self, kind: int, server_id: object, channel_id: object, data: Json, **extra: Any) -> str:
        nonce = str(secrets.randbits(60))
        body: Json = {
            "type": kind,
            "application_id": extra.pop("application_id", None) or data.pop("application_id"),
            "channel_id": str(channel_id),
            "session_id": "person",
            "nonce": nonce,
            "data": data,
            **extra,
        }
        if server_id is not None:
            body["guild_id"] = str(server_id)
        await self.request("POST", "/interactions", body=body)
        return nonce

    async def _outcome(self, nonce: str) -> tuple[str, Json]:
        async for name, data in self._events_from(0):
            if data.get("nonce") != nonce:
                continue
            if name == "INTERACTION_FAILURE":
                raise NoAnswer(str(data.get("reason")))
            if name in _RESULTS:
                return name, data
        raise NoAnswer("the gateway closed")

    async def _reply(self, interaction_id: str, mark: int, source: Json | None) -> Reply:
        """The message that answers the interaction, once it no longer says that the bot is thinking."""
        # What the bot did to the clicked message came before the success, so nothing else need be awaited.
        for name, data in self.events[mark:]:
            if source is not None and name == "MESSAGE_UPDATE" and data["id"] == source["id"]:
                return Reply(interaction_id, message=data)
            if name == "INTERACTION_SUCCESS" and data["id"] == interaction_id:
                break
        answering: str | None = None
        for name, data in self.events[mark:]:
            if name == "MESSAGE_CREATE" and _answers(data, interaction_id):
                answering = data["id"]
        if answering is None:
            return Reply(interaction_id)
        async for name, data in self._events_from(mark):
            ours = name in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and data["id"] == answering
            if ours and not data["flags"] & _LOADING:
                return Reply(interaction_id, message=data)
        raise NoAnswer("the gateway closed")

    async def _events_from(self, at: int) -> AsyncIterator[tuple[str, Json]]:
        async with asyncio.timeout(self._timeout):
            while True:
                while at < len(self.events):
                    yield self.events[at]
                    at += 1
                if self._reader is not None and self._reader.done():
                    return
                async with self._arrived:
                    if at >= len(self.events):
                        await self._arrived.wait()

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            message = json.loads(frame.data)
            if message["op"] == 0:
                async with self._arrived:
                    self.events.append((message["t"], message["d"]))
                    self._arrived.notify_all()
        async with self._arrived:
            self._arrived.notify_all()

    @staticmethod
    async def _beat(socket: aiohttp.ClientWebSocketResponse, interval: float) -> None:
        while not socket.closed:
            await asyncio.sleep(interval)
            with contextlib.suppress(ConnectionError):
                await socket.send_json({"op": 1, "d": None})


def _reaction_path(channel_id: object, message_id: object, emoji: str) -> str:
    return f"/channels/{channel_id}/messages/{message_id}/reactions/{quote(emoji, safe='')}/@me"


def _answers(message: Json, interaction_id: str) -> bool:
    return bool((message.get("interaction_metadata") or {}).get("id") == interaction_id)


def _head(command: Json) -> Json:
    return {
        "application_id": command["application_id"],
        "id": command["id"],
        "name": command["name"],
        "type": command["type"],
        "version": command["version"],
    }


def _option(definition: Json, value: object, *, focused: bool, raw: bool) -> Json:
    kind = definition["type"]
    typed = value if kind in (_INTEGER, _BOOLEAN, _NUMBER) and not raw else str(value)
    option: Json = {"name": definition["name"], "type": kind, "value": typed}
    if focused:
        option["focused"] = True
    return option


def _filled(holder: Json, values: dict[str, object]) -> Json:
    inner = [holder["component"]] if holder["type"] == 18 else holder["components"]
    given = []
    for field in inner:
        value = values.get(field["custom_id"], field.get("value") or "")
        key = "value" if field["type"] == 4 else "values"
        given.append({"type": field["type"], "custom_id": field["custom_id"], key: value})
    return {"type": 18, "component": given[0]} if holder["type"] == 18 else {"type": 1, "components": given}


def _walk(components: list[Json]) -> list[Json]:
    found = []
    for component in components:
        found.append(component)
        found += _walk(component.get("components") or [])
        found += _walk([component["accessory"]] if component.get("accessory") else [])
    return found


def _texts(components: list[Json]) -> list[str]:
    return [str(one["content"]) for one in _walk(components) if one["type"] == 10]
