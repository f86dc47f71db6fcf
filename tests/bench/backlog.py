"""A backlog in many servers: how much of what Discord takes is used, and how long a command waits.

Run as a program it is the Discord of these servers, in a process of its own.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import App, open_app
from bot.chat.permissions import all_permissions
from bot.config import DiscordSettings, Settings, StorageSettings
from bot.domain.edition import EditionState, Routing
from bot.domain.ids import ChannelId, ServerId
from bot.domain.reasons import Reason
from bot.domain.story import StoryDraft
from bot.domain.tagging import Match
from bot.standin.people.person import Person
from bot.standin.server import Settings as StandInSettings
from bot.standin.server import StandIn
from bot.standin.world.model import ChannelKind
from bot.standin.world.settlement import Settlement, settle
from bot.storage import editions, feeds, servers, stories, tags
from bot.storage.editions import NewEdition
from bot.storage.stories import Reading
from tests.bench.elsewhere import Elsewhere, elsewhere, run_in_uvloop, serve
from tests.bench.figure import Figure
from tests.bench.item_to_seeded import running

_SERVERS = 50
_RATE = 50
_WARM_SECONDS, _SECONDS = 3, 10
_DELIVERIES = 5_000
_ASKING_SECONDS = 20
_PAUSE_SECONDS = 0.05


async def measure() -> list[Figure]:
    """Let 1,000 deliveries go out, with Discord's limits on."""
    return await asyncio.to_thread(run_in_uvloop, _measured)


async def measure_answers() -> list[Figure]:
    """Use a command again and again while 5,000 deliveries go out, with Discord's limits and without."""
    return await asyncio.to_thread(run_in_uvloop, _answers_measured)


async def _measured() -> list[Figure]:
    async with _backlog(rate=_RATE, limited=True) as (other, app, place):
        await _fill(app, place, 1_000)
        await asyncio.sleep(_WARM_SECONDS)
        worked = time.process_time()
        before = await other.do("count")
        await asyncio.sleep(_SECONDS)
        after = await other.do("count")
        worked = time.process_time() - worked
    seconds = after["at"] - before["at"]
    share = 100 * (after["calls"] - before["calls"]) / (_RATE * seconds)
    note = f"of {_RATE} calls a second over {seconds:.0f} s, {_SERVERS} servers with 20 deliveries each"
    note += f"; took {worked:.2g} s of the processor"
    return [
        Figure("backlog.used", share, "%", target=95.0, better="more", note=note),
        Figure("backlog.refused", float(after["refused"]), "", target=1.0, note="calls answered with 429"),
    ]


async def _answers_measured() -> list[Figure]:
    return [
        await _answers("answers", rate=_RATE, limited=True, target=100.0),
        await _answers("answers.flat_out", rate=1_000, limited=False, target=None),
    ]


async def _answers(name: str, *, rate: int, limited: bool, target: float | None) -> Figure:
    async with _backlog(rate=rate, limited=limited) as (other, app, place):
        idle = await other.do("ask")
        assert not idle["calls"], idle["calls"]
        await _fill(app, place, _DELIVERIES)
        worked = time.process_time()
        answer = await other.do("ask")
        worked = time.process_time() - worked
    ordered = sorted(each * 1000 for each in answer["seconds"])
    before = 1000 * sorted(idle["seconds"])[int(len(idle["seconds"]) * 0.99)]
    note = f"99 % of {len(ordered)}, median {ordered[len(ordered) // 2]:.0f} ms; {before:.0f} ms before it"
    note += f"; {answer['calls']} calls for {_DELIVERIES} deliveries in {_ASKING_SECONDS} s"
    note += f", with {worked:.2g} s of the processor"
    return Figure(name, ordered[int(len(ordered) * 0.99)], "ms", target=target, note=note)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the other process serves its Discord, and the servers (id, name, channel) in it."""

    api_url: str
    gateway_url: str
    token: str
    servers: list[tuple[int, str, int]]


@asynccontextmanager
async def _backlog(*, rate: int, limited: bool) -> AsyncIterator[tuple[Elsewhere, App, _Place]]:
    """Run the bot in many servers."""
    with (
        elsewhere(__name__, int(limited)) as other,
        tempfile.TemporaryDirectory() as folder,
    ):
        place = _Place(**other.place)
        settings = Settings(
            discord=DiscordSettings(
                token=SecretStr(place.token),
                api_url=place.api_url,
                gateway_url=place.gateway_url,
                calls_per_second=rate,
            ),
            storage=StorageSettings(path=Path(folder) / "newsclip.db"),
        )
        async with open_app(settings) as app, running(app):
            yield other, app, place


async def _fill(app: App, place: _Place, deliveries: int) -> None:
    """Store stories that every server's one tag takes, and let them go out."""
    now = datetime.now(UTC)
    drafts = [
        StoryDraft(key=f"key{number}", title=f"Talks {number}", link=f"https://news.example/{number}")
        for number in range(deliveries // _SERVERS)
    ]
    async with app.database.write() as tx:
        feed = await feeds.add(tx, "https://news.example/feed", title="News", now=now)
        readings = [Reading(draft, from_page=True) for draft in drafts]
        ids = await stories.add(tx, readings, feed_id=feed.id, now=now)
        new = []
        for number, name, channel in place.servers:
            server_id, channel_id = ServerId(number), ChannelId(channel)
            await servers.join(tx, server_id, name, now=now)
            tag = await tags.add(tx, server_id, key="news", label="News", channel_id=channel_id, now=now)
            match = Match(tag, Reason.BY_HASHTAG, "News")
            routing = Routing(EditionState.CLEARED, Reason.ROUTED, (match,), (channel_id,))
            new += [NewEdition(story_id, server_id, routing) for story_id in ids.values()]
        await editions.add(tx, new, now=now)
    app.delivery.wake.set()


async def _serve(*, limited: bool) -> None:
    behaviour = StandInSettings(rate_limits=limited, kept_calls=20_000)
    async with StandIn(behaviour) as standin:
        places = _settled(standin)

        async def count() -> Any:
            calls = [call for call in standin.calls if call.is_bot and "/interactions" not in call.route]
            refused = sum(call.status == 429 for call in standin.calls)
            return {"calls": len(calls), "refused": refused, "at": time.monotonic()}

        async def ask() -> Any:
            before = (await count())["calls"]
            seconds = [each async for each in _asked(standin, places[0])]
            return {"seconds": seconds, "calls": (await count())["calls"] - before}

        place = {
            "api_url": standin.api_url,
            "gateway_url": standin.gateway_url,
            "token": places[0].bot.token,
            "servers": [(each.server.id, each.server.name, each.channels["news"].id) for each in places],
        }
        await serve(place, {"count": count, "ask": ask})


def _settled(standin: StandIn) -> list[Settlement]:
    """Make the servers, each with an owner of its own."""
    world, rights = standin.world, all_permissions().value
    first = settle(world, channels={"news": ChannelKind.TEXT}, permissions=rights)
    others = [
        settle(
            world,
            f"Server {number}",
            bot=first.bot,
            channels={"news": ChannelKind.TEXT},
            permissions=rights,
        )
        for number in range(1, _SERVERS)
    ]
    return [first, *others]


async def _asked(standin: StandIn, place: Settlement) -> AsyncIterator[float]:
    """Use a command in a server for a while; yield how long each answer took."""
    server_id, channel_id = place.server.id, place.channels["news"].id
    until = time.perf_counter() + _ASKING_SECONDS
    async with Person(standin.api_url, place.owner.token) as person:
        while (started := time.perf_counter()) < until:
            await person.command("/newsroom status", channel_id=channel_id, server_id=server_id)
            yield time.perf_counter() - started
            await asyncio.sleep(_PAUSE_SECONDS)


if __name__ == "__main__":
    run_in_uvloop(lambda: _serve(limited=sys.argv[1] == "1"))
