"""What can be made to go wrong with events on their way to a client, and with its connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.standin.clock import ManualClock
from bot.standin.faults import EventFault
from bot.standin.server import Settings, StandIn
from bot.standin.world.model import Account, Emoji, Server
from tests.standin.conftest import Harbour, settle


class Listener:
    """A bare gateway connection of a bot that notes what it hears of threads and reactions."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.session = ""
        self.sequence = 0

    async def next(self) -> Any:
        frame = await self._socket.receive_json(timeout=5)
        self.sequence = frame["s"] or self.sequence
        if frame["t"] == "READY":
            self.session = frame["d"]["session_id"]
        return frame

    async def until(self, *names: str) -> list[str]:
        """The names of threads and marks heard until all these events were heard, in their order."""
        missing, heard = list(names), []
        while missing:
            frame = await self.next()
            if frame["t"] in missing:
                missing.remove(frame["t"])
            if frame["t"] == "THREAD_CREATE":
                heard.append(frame["d"]["name"])
            if frame["t"] == "MESSAGE_REACTION_ADD":
                heard.append(frame["d"]["emoji"]["name"])
        return heard


@asynccontextmanager
async def listening(
    harbour: Harbour,
    shard: tuple[int, int] = (0, 1),
    *,
    resume: Listener | None = None,
    account: Account | None = None,
) -> AsyncIterator[Listener]:
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{harbour.standin.gateway_url}?v=10&encoding=json") as socket,
    ):
        listener = Listener(socket)
        await listener.next()
        token = (account or harbour.bot.account).token
        if resume is None:
            identity = {"token": token, "intents": 1025, "properties": {}, "shard": shard}
            await socket.send_json({"op": 2, "d": identity})
            await listener.until("READY", "GUILD_CREATE")
        else:
            known = {"token": token, "session_id": resume.session, "seq": resume.sequence}
            await socket.send_json({"op": 6, "d": known})
        yield listener


def open_threads(harbour: Harbour, *names: str) -> None:
    for name in names:
        harbour.standin.world.create_thread(harbour.channel, name, owner=harbour.reader)


async def test_a_lost_event_is_never_heard_not_even_after_a_resume(harbour: Harbour) -> None:
    fault = harbour.standin.faults.add(EventFault("THREAD_CREATE", "lose", skip=1))
    async with listening(harbour) as listener:
        open_threads(harbour, "one", "two", "three")
        heard = await listener.until("THREAD_CREATE", "THREAD_CREATE")
        listener.sequence -= 2
        async with listening(harbour, resume=listener) as again:
            replayed = await again.until("RESUMED")

    assert heard == ["one", "three"]
    assert replayed == ["one", "three"][-len(replayed) :]
    assert "two" not in replayed
    assert fault.struck == 1


async def test_an_event_can_come_twice(harbour: Harbour) -> None:
    harbour.standin.faults.add(EventFault("THREAD_CREATE", "repeat"))
    async with listening(harbour) as listener:
        before = listener.sequence
        open_threads(harbour, "one", "two")
        heard = await listener.until(*["THREAD_CREATE"] * 3)

        assert heard == ["one", "one", "two"]
        assert listener.sequence == before + 3


async def test_a_late_event_is_overtaken_by_others() -> None:
    clock = ManualClock()
    async with StandIn(Settings(clock=clock)) as standin:
        harbour = settle(standin)
        standin.faults.add(EventFault("MESSAGE_REACTION_ADD", "delay", seconds=60))
        async with listening(harbour) as listener:
            message = standin.world.post(harbour.channel, harbour.bot.account, "card")
            standin.world.react(message, harbour.reader, Emoji("👍"))
            standin.world.react(message, harbour.owner, Emoji("👎"))
            first = await listener.until("MESSAGE_REACTION_ADD")
            clock.advance(60)
            second = await listener.until("MESSAGE_REACTION_ADD")

    assert (first, second) == (["👎"], ["👍"])


async def test_only_what_is_asked_for_is_lost(harbour: Harbour) -> None:
    world = harbour.standin.world
    harbour.standin.faults.add(
        EventFault("MESSAGE_REACTION_ADD", times=2, where=lambda told: told.data["emoji"]["name"] == "👍")
    )
    message = world.post(harbour.channel, harbour.bot.account, "card")
    async with listening(harbour) as listener:
        for account in (harbour.reader, harbour.owner, harbour.bot.account):
            world.react(message, account, Emoji("👍"))
            world.react(message, account, Emoji("👎"))
        heard = await listener.until(*["MESSAGE_REACTION_ADD"] * 4)

    assert heard == ["👎", "👎", "👍", "👎"]


async def test_one_shard_can_lag_behind_another() -> None:
    clock = ManualClock()
    async with StandIn(Settings(clock=clock)) as standin:
        harbour = settle(standin)
        servers = {_shard(harbour.server): harbour.server}
        while len(servers) < 2:
            clock.advance(0.001)
            server = standin.world.create_server("Other", owner=harbour.owner)
            servers.setdefault(_shard(server), server)
            if servers[_shard(server)] is server:
                standin.world.create_channel(server, "world")
                standin.world.install(harbour.bot, server)
        standin.faults.add(
            EventFault("THREAD_CREATE", "delay", seconds=5, where=lambda told: told.shard == 0)
        )
        async with listening(harbour, (0, 2)) as slow, listening(harbour, (1, 2)) as quick:
            for number in (0, 1):
                channel = next(iter(servers[number].channels.values()))
                standin.world.create_thread(channel, f"on {number}", owner=harbour.owner)
            early = await quick.until("THREAD_CREATE")
            clock.advance(5)
            late = await slow.until("THREAD_CREATE")

    assert (early, late) == (["on 1"], ["on 0"])


def _shard(server: Server) -> int:
    return (server.id >> 22) % 2


async def test_people_are_spared_unless_they_are_meant(harbour: Harbour) -> None:
    harbour.standin.faults.add(EventFault("THREAD_CREATE"))
    async with listening(harbour, account=harbour.reader) as listener:
        open_threads(harbour, "one")
        spared = await listener.until("THREAD_CREATE")
        harbour.standin.faults.add(EventFault("THREAD_CREATE", bots_only=False))
        open_threads(harbour, "two", "three")
        meant = await listener.until("THREAD_CREATE")

    assert (spared, meant) == (["one"], ["three"])


def test_an_unknown_fault_of_an_event_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fault"):
        EventFault(kind="swap")


@pytest.mark.parametrize("code", [1000, 1001, *range(4000, 4004), 4005, *range(4007, 4015)])
async def test_a_connection_can_be_closed_with_any_code(harbour: Harbour, code: int) -> None:
    async with listening(harbour) as listener:
        closed = harbour.standin.sessions.close(harbour.bot.account, code=code)
        message = await listener._socket.receive(timeout=5)

    assert (closed, message.type, message.data) == (1, aiohttp.WSMsgType.CLOSE, code)
