"""The memory of `newsclip run` with nothing to do: connected, one server, its feeds checked once."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.chat.permissions import all_permissions
from bot.demo.content import load_programme
from bot.demo.newsstand import Newsstand
from bot.standin.people.person import Person
from bot.standin.server import StandIn
from bot.standin.world.model import ChannelKind
from bot.standin.world.settlement import settle
from tests.bench.figure import Figure
from tests.bench.process import children, newsclip, resident_megabytes

_IDLE_SECONDS = 3.0


async def measure() -> list[Figure]:
    """Start the bot in a process of its own; Discord and the newsstand are in ours."""
    async with (
        StandIn() as standin,
        Newsstand(load_programme(), now=lambda: datetime.now(UTC)) as newsstand,
    ):
        rights = all_permissions().value
        made = settle(standin.world, channels={"news": ChannelKind.TEXT}, permissions=rights)
        server, owner, bot, channel = made.server, made.owner, made.bot, made.channels["news"]
        with tempfile.TemporaryDirectory() as folder:
            config = _config(Path(folder), standin, newsstand)
            async with newsclip("run", "--config", str(config), NEWSCLIP_TOKEN=bot.token) as process:
                await standin.wait_for(lambda: bot.commands and standin.identifies, timeout=20)
                async with Person(standin.api_url, owner.token) as person:
                    for feed in newsstand.programme.feeds:
                        url = newsstand.feed_url(feed)
                        await person.command("feeds add", server_id=server.id, channel_id=channel.id, url=url)
                await asyncio.sleep(_IDLE_SECONDS)
                return _figures(process.pid)


def _config(folder: Path, standin: StandIn, newsstand: Newsstand) -> Path:
    config = folder / "config.toml"
    config.write_text(
        f"""
[discord]
api_url = "{standin.api_url}"
gateway_url = "{standin.gateway_url}"
[feeds]
allowed_hosts = ["{newsstand.host}"]
[log]
level = "warning"
""",
        encoding="utf-8",
    )
    return config


def _figures(pid: int) -> list[Figure]:
    workers = [resident_megabytes(child) for child in children(pid)]
    note = "resident set of the bot's process, connected and idle"
    return [
        Figure("idle_memory", resident_megabytes(pid), "MB", target=120.0, note=note),
        Figure(
            "idle_memory.workers", sum(workers), "MB", note=f"{len(workers)} parsing, sent home when idle"
        ),
    ]
