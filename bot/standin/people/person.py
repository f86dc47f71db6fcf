"""A member of a server as a client: reads, reacts, writes, uses commands, clicks."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import secrets
from collections.abc import AsyncIterator, Callable, Iterable
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.standin.people import filling
from bot.standin.people.filling import Chosen, File, NotOffered
from bot.standin.people.replies import NoAnswer, PersonRefused, Reply

Json = dict[str, Any]

_COMMAND, _COMPONENT, _AUTOCOMPLETE, _MODAL = 2, 3, 4, 5
_SLASH, _USER_MENU, _MESSAGE_MENU = 1, 2, 3
_LOADING = 128
_ARCHIVED = 50083
_RESULTS = ("INTERACTION_SUCCESS", "INTERACTION_MODAL_CREATE", "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")


class Person:
    """An async client with one token; enter it as a context manager, or `connect` and `close`."""

    def __init__(self, api_url: str, token: str, *, timeout: float = 30.0, locale: str | None = None) -> None:
        self._api = api_url.rstrip("/")
        self._token = token
        self._locale = locale
        self._timeout = timeout
        self._http: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._heart: asyncio.Task[None] | None = None
        self._arrived = asyncio.Condition()
        self.events: list[tuple[str, Json]] = []
        self.id = ""
        self.session_id = ""

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def connect(self) -> None:
        """Open the gateway session, to which private answers come."""
        headers = {"Authorization": self._token}
        if self._locale is not None:
            headers["X-Discord-Locale"] = self._locale
        self._http = aiohttp.ClientSession(headers=headers)
        address = (await self.request("GET", "/gateway"))["url"]
        self._socket = await self._http.ws_connect(f"{address}?v=10&encoding=json", max_msg_size=0)
        hello = await self._socket.receive_json()
        await self._socket.send_json({"op": 2, "d": {"token": self._token, "properties": {}}})
        interval = hello["d"]["heartbeat_interval"] / 1000
        self._heart = asyncio.create_task(self._beat(self._socket, interval))
        self._reader = asyncio.create_task(self._read(self._socket))
        _, ready = await self.wait_event(lambda name, _: name == "READY")
        self.id, self.session_id = ready["user"]["id"], ready["session_id"]

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

    async def request(
        self, method: str, path: str, *, body: Any = None, files: Iterable[File] = (), **query: Any
    ) -> Any:
        """Any REST call; a refusal raises `PersonRefused`."""
        if self._http is None:
            message = "the person is not connected"
            raise RuntimeError(message)
        params = {key: str(value) for key, value in query.items()}
        # The path is quoted already, and an emoji must not be quoted again.
        address = URL(self._api + path, encoded=True).update_query(params)
        sent: Any = {"json": body} if not files else {"data": _multipart(body, files)}
        async with self._http.request(method, address, **sent) as response:
            answer: Any = None if response.status == 204 else await response.json()
            if response.status >= 400:
                raise PersonRefused(response.status, answer)
            return answer

    async def react(self, channel_id: object, message_id: object, emoji: str, *, burst: bool = False) -> None:
        """React to a message."""
        await self.request("PUT", _reaction_path(channel_id, message_id, emoji), type=int(burst))

    async def unreact(self, channel_id: object, message_id: object, emoji: str) -> None:
        """Take a reaction back."""
        await self.request("DELETE", _reaction_path(channel_id, message_id, emoji))

    async def send(
        self, channel_id: object, text: str = "", *, reply_to: object = None, files: Iterable[File] = ()
    ) -> Json:
        """Write a message, as a reply to another if one is named."""
        body: Json = {"content": text}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(reply_to)}
        return dict(
            await self.request("POST", f"/channels/{channel_id}/messages", body=body, files=tuple(files))
        )

    async def direct(self, account_id: object) -> str:
        """The id of the direct conversation with somebody."""
        body = {"recipient_id": str(account_id)}
        return str((await self.request("POST", "/users/@me/channels", body=body))["id"])

    async def dm(self, account_id: object, text: str) -> Json:
        """Write somebody a direct message."""
        return await self.send(await self.direct(account_id), text)

    async def history(self, channel_id: object, *, limit: int = 50) -> list[Json]:
        """The latest messages, newest first."""
        return list(await self.request("GET", f"/channels/{channel_id}/messages", limit=limit))

    async def commands(self, *, channel_id: object, server_id: object = None) -> list[Json]:
        """The commands that this person is offered in a channel; direct ones have no server."""
        if server_id is None:
            index = await self.request("GET", f"/channels/{channel_id}/application-command-index")
        else:
            path = f"/guilds/{server_id}/application-command-index"
            index = await self.request("GET", path, channel_id=channel_id)
        return list(index["application_commands"])

    async def command(
        self, name: str, /, *, channel_id: object, server_id: object = None, **options: object
    ) -> Reply:
        """Use a slash command such as "feeds add" and wait for its reply.

        Options are texts, numbers, booleans, `File`s, and for people, roles and channels ids or what has one.
        """
        top, *path = name.removeprefix("/").split()
        command = await self._offered(top, (_SLASH,), server_id, channel_id)
        data, chosen = filling.command(command, path, options)
        return await self._interact(_COMMAND, server_id, channel_id, data, chosen)

    async def menu(
        self, name: str, target_id: object, *, channel_id: object, server_id: object = None
    ) -> Reply:
        """Use a message or user menu on its target."""
        command = await self._offered(name, (_USER_MENU, _MESSAGE_MENU), server_id, channel_id)
        data = {**filling.head(command), "target_id": str(target_id)}
        return await self._interact(_COMMAND, server_id, channel_id, data)

    async def complete(
        self,
        name: str,
        /,
        *,
        channel_id: object,
        option: str,
        value: object,
        server_id: object = None,
        **filled: object,
    ) -> list[Json]:
        """The choices that the bot offers while an option is being typed."""
        top, *path = name.removeprefix("/").split()
        command = await self._offered(top, (_SLASH,), server_id, channel_id)
        data, _ = filling.command(command, path, {**filled, option: value}, focused=option)
        mark = len(self.events)
        nonce = await self._start(_AUTOCOMPLETE, server_id, channel_id, data)
        _, outcome = await self._outcome(nonce, mark)
        return list(outcome["choices"])

    async def click(
        self, channel_id: object, message_id: object, custom_id: str, *, values: list[Any] | None = None
    ) -> Reply:
        """Press a button, or choose values in a select, of a message that this person can see."""
        message = await self._message(str(channel_id), str(message_id))
        data = filling.component(message, custom_id, values)
        extra = {
            "message_id": str(message_id),
            "message_flags": message["flags"],
            "application_id": message.get("application_id") or message["author"]["id"],
        }
        return await self._interact(_COMPONENT, None, channel_id, data, source=message, **extra)

    async def submit(self, reply: Reply, channel_id: object, **values: object) -> Reply:
        """Fill in the modal of a reply; values go by custom_id, lists for selects, `File`s for uploads."""
        if reply.modal is None:
            message = "there is no modal to submit"
            raise ValueError(message)
        data, chosen = filling.form(reply.modal, values)
        application_id = reply.modal["application"]["id"]
        return await self._interact(_MODAL, None, channel_id, data, chosen, application_id=application_id)

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

    async def _offered(
        self, name: str, kinds: tuple[int, ...], server_id: object, channel_id: object
    ) -> Json:
        commands = await self.commands(channel_id=channel_id, server_id=server_id)
        for command in commands:
            if command["name"] == name and command["type"] in kinds:
                return command
        names = ", ".join(sorted(command["name"] for command in commands)) or "none"
        raise NotOffered(f"this person has no command {name!r} here, only {names}")

    async def _interact(
        self,
        kind: int,
        server_id: object,
        channel_id: object,
        data: Json,
        chosen: Chosen | None = None,
        *,
        source: Json | None = None,
        **extra: Any,
    ) -> Reply:
        mark = len(self.events)
        nonce = await self._start(kind, server_id, channel_id, data, chosen, **extra)
        name, outcome = await self._outcome(nonce, mark)
        if name == "INTERACTION_MODAL_CREATE":
            return Reply(outcome["id"], modal=outcome)
        return await self._reply(outcome["id"], mark, source)

    async def _start(
        self,
        kind: int,
        server_id: object,
        channel_id: object,
        data: Json,
        chosen: Chosen | None = None,
        **extra: Any,
    ) -> str:
        nonce = str(secrets.randbits(60))
        body: Json = {
            "type": kind,
            "application_id": extra.pop("application_id", None) or data.pop("application_id"),
            "channel_id": str(channel_id),
            "session_id": self.session_id,
            "nonce": nonce,
            "data": data,
            **extra,
        }
        if server_id is not None:
            body["guild_id"] = str(server_id)
        files = () if chosen is None else tuple(chosen.files)
        try:
            await self.request("POST", "/interactions", body=body, files=files)
        except PersonRefused as refused:
            if refused.code != _ARCHIVED:
                raise
            # As Discord's client does: an archived thread is opened again before anything is done in it.
            await self.request("PATCH", f"/channels/{channel_id}", body={"archived": False})
            await self.request("POST", "/interactions", body=body, files=files)
        return nonce

    async def _outcome(self, nonce: str, mark: int) -> tuple[str, Json]:
        async for name, data in self._events_from(mark):
            if data.get("nonce") != nonce:
                continue
            if name == "INTERACTION_FAILURE":
                raise NoAnswer("no answer in time")
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


def _multipart(body: Any, files: Iterable[File]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for index, file in enumerate(files):
        form.add_field(
            f"files[{index}]", io.BytesIO(file.data), filename=file.name, content_type=file.content_type
        )
    return form
