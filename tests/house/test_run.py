"""`newsclip run` as a service manager sees it: against the local Discord, in a process of its own."""

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.standin.server import StandIn
from bot.standin.world.model import ChannelKind
from bot.standin.world.settlement import settle
from bot.standin.world.world import World

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn() as running:
        yield running


def installed_bot_token(world: World) -> str:
    return settle(world, channels={"news": ChannelKind.TEXT}).bot.token


@asynccontextmanager
async def running(standin: StandIn, folder: Path, token: str) -> AsyncIterator[Process]:
    config = folder / "config.toml"
    config.write_text(f'[discord]\napi_url = "{standin.api_url}"\ngateway_url = "{standin.gateway_url}"\n')
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", "--config", str(config)),
        cwd=ROOT,
        env={**os.environ, "NEWSCLIP_TOKEN": token},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_how_to_invite_it_and_stops_within_10_seconds_when_asked(
    standin: StandIn, tmp_path: Path, number: signal.Signals
) -> None:
    token = installed_bot_token(standin.world)

    async with running(standin, tmp_path, token) as process:
        await standin.wait_for(lambda: standin.identifies, timeout=30)
        asked = time.monotonic()
        process.send_signal(number)
        out, errors = await process.communicate()

    assert process.returncode == 0
    assert time.monotonic() - asked < 10
    lines = [json.loads(line) for line in errors.decode().splitlines()]
    assert "Newsclip is connected as Newsclip" in out.decode()
    assert "/oauth2/authorize?client_id=" in out.decode()
    assert not any(line["level"] in {"warning", "error", "critical"} for line in lines)
    assert token not in out.decode() + errors.decode()
    assert (tmp_path / "newsclip.db").exists()
    assert (tmp_path / "newsclip.key").stat().st_mode & 0o777 == 0o600


async def test_a_token_that_discord_does_not_know_is_a_wrong_configuration(
    standin: StandIn, tmp_path: Path
) -> None:
    async with running(standin, tmp_path, "MTA.not-a-real.token") as process:
        _, errors = await process.communicate()

    assert process.returncode == 3
    assert "discord.token: " in errors.decode()
    assert "Traceback" not in errors.decode()
    assert "MTA.not-a-real.token" not in errors.decode()


async def test_a_second_bot_on_the_same_database_is_told_so(standin: StandIn, tmp_path: Path) -> None:
    token = installed_bot_token(standin.world)

    async with running(standin, tmp_path, token):
        await standin.wait_for(lambda: standin.identifies, timeout=30)
        async with running(standin, tmp_path, token) as second:
            _, errors = await second.communicate()

    assert second.returncode == 1
    assert str(tmp_path / "newsclip.db") in errors.decode()
    assert "Traceback" not in errors.decode()
