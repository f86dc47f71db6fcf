"""A backlog in many servers: how much of what Discord takes is used, and how long a command waits."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.app import App, open_app
from bot.chat.permissions import invite_permissions
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
from tests.bench.figure import Figure
from tests.bench.item_to_seeded import running

_SERVERS = 50
_RATE = 25
_WARM_SECONDS, _SECONDS = 3, 10
_COMMANDS = 200


async def measure() -> list[Figure]:
    """Let 1,000 deliveries go out, with Discord's limits on."""
    async with _backlog(stories_each=20, rate=_RATE, limited=True) as (standin, app, _):
        app.delivery.wake.set()
        await asyncio.sleep(_WARM_SECONDS)
        since = standin.calls.number()
        await asyncio.sleep(_SECONDS)
        calls = [call for call in standin.calls.after(since) if "/interactions" not in call.route]
        refused = [call for call in standin.calls if call.status == 429]
    share = 100 * len(calls) / (_RATE * _SECONDS)
    note = f"of {_RATE} calls a second over {_SECONDS} s, {_SERVERS} servers with 20 deliveries each"
    return [
        Figure("backlog.used", share, "%", target=95.0, better="more", note=note),
        Figure("backlog.refused", float(len(refused)), "", target=1.0, note="calls answered with 429"),
    ]


async def measure_answers() -> list[Figure]:
    """Use a command again and again while 5,000 deliveries go out, as fast as this machine lets them."""
    async with _backlog(stories_each=100, rate=1_000, limited=False) as (standin, app, places):
        app.delivery.wake.set()
        place = places[0]
        seconds = []
        async with Person(standin.api_url, place.owner.token) as person:
            await _ask(person, place)
            for _ in range(_COMMANDS):
                started = time.perf_counter()
                await _ask(person, place)
                seconds.append(time.perf_counter() - started)
                await asyncio.sleep(0.02)
        sent = len(standin.calls.of("POST", "/channels/{channel_id}/messages", status=200))
    ordered = sorted(each * 1000 for each in seconds)
    note = f"99 % of {_COMMANDS}, median {ordered[len(ordered) // 2]:.0f} ms; {sent} messages sent meanwhile"
    return [Figure("answers", ordered[int(len(ordered) * 0.99)], "ms", target=100.0, note=note)]


async def _ask(person: Person, place: Settlement) -> None:
    await person.command("/newsroom status", channel_id=place.channels["news"].id, server_id=place.server.id)


@asynccontextmanager
async def _backlog(
    *, stories_each: int, rate: int, limited: bool
) -> AsyncIterator[tuple[StandIn, App, list[Settlement]]]:
    """Run the bot in servers whose deliveries wait; Discord shares its process and event loop."""
    behaviour = StandInSettings(rate_limits=limited, kept_calls=100_000)
    async with StandIn(behaviour) as standin:
        rights = invite_permissions().value
        first = settle(standin.world, channels={"news": ChannelKind.TEXT}, permissions=rights)
        others = [
            settle(
                standin.world,
                f"Server {number}",
                owner=first.owner,
                bot=first.bot,
                channels={"news": ChannelKind.TEXT},
                permissions=rights,
            )
            for number in range(1, _SERVERS)
        ]
        places = [first, *others]
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(
                discord=DiscordSettings(
                    token=SecretStr(first.bot.token),
                    api_url=standin.api_url,
                    gateway_url=standin.gateway_url,
                    calls_per_second=rate,
                ),
                storage=StorageSettings(path=Path(folder) / "newsclip.db"),
            )
            async with open_app(settings) as app, running(app):
                await _fill(app, places, stories_each)
                yield standin, app, places


async def _fill(app: App, places: list[Settlement], stories_each: int) -> None:
    """Store stories that every server's one tag takes."""
    now = datetime.now(UTC)
    drafts = [
        StoryDraft(key=f"key{number}", title=f"Talks {number}", link=f"https://news.example/{number}")
        for number in range(stories_each)
    ]
    async with app.database.write() as tx:
        feed = await feeds.add(tx, "https://news.example/feed", title="News", now=now)
        readings = [Reading(draft, from_page=True) for draft in drafts]
        ids = await stories.add(tx, readings, feed_id=feed.id, now=now)
        new = []
        for place in places:
            server_id, channel_id = ServerId(place.server.id), ChannelId(place.channels["news"].id)
            await servers.join(tx, server_id, place.server.name, now=now)
            tag = await tags.add(tx, server_id, key="news", label="News", channel_id=channel_id, now=now)
            match = Match(tag, Reason.BY_HASHTAG, "News")
            routing = Routing(EditionState.CLEARED, Reason.ROUTED, (match,), (channel_id,))
            new += [NewEdition(story_id, server_id, routing) for story_id in ids.values()]
        await editions.add(tx, new, now=now)
