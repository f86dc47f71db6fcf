"""What discord.py and hikari, both unmodified, do when they are limited; windows are shortened here."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import discord
import hikari
import pytest

from bot.standin import limits
from bot.standin.faults import Fault
from bot.standin.people.person import Person
from bot.standin.server import Settings, StandIn
from bot.standin.world.model import ChannelKind
from tests.standin.conftest import Harbour, make_bot, redirect, settle
from tests.standin.running import running

CREATE = "/channels/{channel_id}/messages"
WAIT = 0.3
# Long enough for hikari, which takes two windows that end within 50 ms of each other for one.
TEMPO = 0.1

Sender = Callable[[str], Awaitable[object]]


@pytest.fixture
async def limited() -> AsyncIterator[Harbour]:
    async with StandIn(Settings(rate_limits=True, rate_limit_tempo=TEMPO)) as standin:
        yield settle(standin)


@contextlib.asynccontextmanager
async def by_discord_py(harbour: Harbour, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sender]:
    redirect(harbour.standin, monkeypatch)
    bot = make_bot(max_ratelimit_timeout=30)
    await bot.login(harbour.bot.token)
    try:
        yield bot.get_partial_messageable(harbour.channel.id).send
    finally:
        await bot.close()


@contextlib.asynccontextmanager
async def by_hikari(harbour: Harbour, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sender]:
    del monkeypatch
    app = hikari.RESTApp(url=harbour.standin.api_url)
    await app.start()
    try:
        async with app.acquire(harbour.bot.token, "Bot") as client:
            yield lambda text: client.create_message(harbour.channel.id, text)
    finally:
        await app.close()


BOTH = pytest.mark.parametrize("client", [by_discord_py, by_hikari])
Client = Callable[[Harbour, pytest.MonkeyPatch], contextlib.AbstractAsyncContextManager[Sender]]


def told(harbour: Harbour) -> list[int | None]:
    return [call.status for call in harbour.standin.calls.of("POST", CREATE)]


async def test_discord_py_does_a_days_work_without_meeting_a_limit(
    limited: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    redirect(limited.standin, monkeypatch)
    forum = limited.standin.world.create_channel(limited.server, "forum", kind=ChannelKind.FORUM)
    async with running(limited.standin, make_bot(), limited.bot.token) as bot:
        channel = bot.get_partial_messageable(limited.channel.id, guild_id=limited.server.id)
        messages = [await channel.send(f"card {number}") for number in range(7)]
        await asyncio.gather(*(channel.send(f"at once {number}") for number in range(7)))
        for message in messages[:2]:
            thread = await message.create_thread(name="talk")
            await thread.send("first")
            for mark in ("👍", "👎", "🤔"):
                await message.add_reaction(mark)
        for number in range(7):
            await messages[0].edit(content=f"edit {number}")
        stories = bot.get_channel(forum.id)
        assert isinstance(stories, discord.ForumChannel)
        await stories.create_thread(name="post", content="x")

    assert len(limited.channel.log) == 14
    assert [call.path for call in limited.standin.calls if call.status == 429] == []


async def test_hikari_fills_a_known_bucket_without_meeting_its_limit(
    limited: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with by_hikari(limited, monkeypatch) as send:
        for number in range(17):
            await send(f"card {number}")

    # It cannot know of the first window that it does not slide, and tries once.
    assert told(limited).count(429) <= 1
    assert len(limited.channel.log) == 17


@BOTH
@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_client_waits_as_told_and_asks_again(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch, client: Client, scope: str
) -> None:
    async with client(harbour, monkeypatch) as send:
        await send("first")
        harbour.standin.faults.add(Fault("POST", CREATE, "429", scope=scope, seconds=WAIT))
        started = time.monotonic()
        await send("second")
        waited = time.monotonic() - started

    assert told(harbour) == [200, 429, 200]
    # hikari trusts the clock time in the headers of its own bucket, which a fault leaves as it is.
    assert waited >= WAIT or (client is by_hikari and scope == "user")


@BOTH
async def test_a_limit_over_all_holds_back_other_calls_too(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    async with client(harbour, monkeypatch) as send:
        # hikari holds nothing back on a route whose bucket it does not know yet.
        await send("before")
        harbour.standin.faults.add(Fault("POST", CREATE, "429", scope="global", seconds=WAIT))
        first = asyncio.create_task(send("first"))
        await harbour.standin.wait_for(lambda: 429 in told(harbour))
        limited_at = time.time()
        # Let the client read its answer before it is asked for more.
        await harbour.standin.wait_for(lambda: time.time() > limited_at + WAIT / 3)
        second = asyncio.create_task(send("second"))
        await asyncio.gather(first, second)

    _, refused, *later = harbour.standin.calls.of("POST", CREATE)
    assert [refused.status, *(call.status for call in later)] == [429, 200, 200]
    assert all(call.at >= refused.at + WAIT for call in later)


@BOTH
async def test_a_ban_is_raised_at_once_and_not_asked_again(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    harbour.standin.faults.add(Fault("POST", CREATE, "ban", seconds=3600))
    async with client(harbour, monkeypatch) as send:
        with pytest.raises((discord.HTTPException, hikari.HTTPResponseError)) as caught:
            await send("first")

    assert caught.value.status == 429
    assert told(harbour) == [429]


async def test_discord_py_raises_what_would_take_too_long(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    harbour.standin.faults.add(Fault("POST", CREATE, "429", scope="shared", seconds=31))
    async with by_discord_py(harbour, monkeypatch) as send:
        with pytest.raises(discord.RateLimited) as caught:
            await send("first")

    assert caught.value.retry_after == 31
    assert told(harbour) == [429]


async def test_discord_py_outwaits_a_hidden_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = 0.0
    settings = Settings(rate_limits=True, rate_limit_tempo=0.02, clock=lambda: time.time() + ahead)
    async with StandIn(settings) as standin:
        harbour = settle(standin)
        redirect(standin, monkeypatch)
        old = standin.world.post(harbour.channel, harbour.bot.account, "old")
        ahead = limits.OLD_EDIT_AGE_SECONDS + 1.0
        async with running(standin, make_bot(), harbour.bot.token) as bot:
            message = bot.get_partial_messageable(harbour.channel.id).get_partial_message(old.id)
            for number in range(limits.OLD_EDITS.limit + 1):
                await message.edit(content=str(number))

    refused = [call for call in standin.calls if call.status == 429]
    assert [call.code for call in refused] == [30046]
    assert old.content == str(limits.OLD_EDITS.limit)


async def test_discord_py_keeps_to_the_bucket_of_each_webhook(
    limited: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    redirect(limited.standin, monkeypatch)
    bot = make_bot()

    @bot.tree.command(description="Says much")
    async def much(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        for number in range(8):
            await interaction.followup.send(str(number), ephemeral=True)

    async with (
        running(limited.standin, bot, limited.bot.token),
        Person(limited.standin.api_url, limited.reader.token) as rita,
    ):
        await bot.tree.sync()
        await rita.command("much", server_id=limited.server.id, channel_id=limited.channel.id)
        await rita.wait_event(lambda _, data: data.get("content") == "7")

    follow_ups = limited.standin.calls.of("POST", "/webhooks/{webhook_id}/{webhook_token}")
    assert [call.status for call in follow_ups] == [200] * 8
