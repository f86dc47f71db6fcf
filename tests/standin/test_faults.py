"""What can be made to go wrong, and the limits on how often one may ask."""

import aiohttp
import pytest

from bot.standin import limits, permissions
from bot.standin.faults import Fault
from bot.standin.server import Settings, StandIn
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Rest

CREATE = "/channels/{channel_id}/messages"


@pytest.mark.parametrize(
    ("kind", "status", "posted"),
    [("500_before", 500, 0), ("502_after", 502, 1), ("503", 503, 0), ("429", 429, 0), ("delay", 200, 1)],
)
async def test_a_fault_strikes_once_before_or_after_the_call_took_effect(
    harbour: Harbour, rest: Rest, kind: str, status: int, posted: int
) -> None:
    harbour.standin.faults.add(Fault("POST", CREATE, kind, seconds=0.01))

    hit = await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": "x"})
    in_effect = len(harbour.channel.log)
    spared = await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": "x"})

    assert (hit.status, in_effect, spared.status) == (status, posted, 200)
    assert harbour.standin.calls.of("POST", CREATE)[0].fault == kind


@pytest.mark.parametrize(("kind", "posted"), [("drop_before_commit", 0), ("drop_after_commit", 1)])
async def test_a_dropped_connection_answers_nothing(
    harbour: Harbour, rest: Rest, kind: str, posted: int
) -> None:
    harbour.standin.faults.add(Fault("POST", CREATE, kind))

    with pytest.raises(aiohttp.ClientConnectionError):
        await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": "x"})

    assert len(harbour.channel.log) == posted
    assert harbour.standin.calls.of("POST", CREATE)[0].status is None


async def test_a_fault_can_wait_and_can_last(harbour: Harbour, rest: Rest) -> None:
    harbour.standin.faults.add(Fault("POST", CREATE, "500_before", times=2, skip=1))

    answers = [
        await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": "x"}) for _ in range(4)
    ]

    assert [answer.status for answer in answers] == [200, 500, 500, 200]


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fault"):
        Fault(kind="499")


async def test_a_spent_bucket_says_how_long_to_wait() -> None:
    now = [1_800_000_000.0]
    async with (
        StandIn(Settings(rate_limits=True, clock=lambda: now[0])) as standin,
        aiohttp.ClientSession() as http,
    ):
        harbour = settle(standin)
        rest = Rest(http, standin.api_url, harbour.bot.token)
        path = f"/channels/{harbour.channel.id}/messages"
        answers = [await rest("POST", path, {"content": "x"}) for _ in range(6)]
        elsewhere = standin.world.create_channel(harbour.server, "other")
        other = await rest("POST", f"/channels/{elsewhere.id}/messages", {"content": "x"})
        now[0] += 5
        later = await rest("POST", path, {"content": "x"})

    assert [answer.status for answer in answers] == [200] * 5 + [429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers[:5]] == ["4", "3", "2", "1", "0"]
    assert answers[5].body == {"message": "You are being rate limited.", "retry_after": 5.0, "global": False}
    assert "Via" in answers[5].headers
    assert (other.status, later.status) == (200, 200)
    assert len(harbour.channel.log) == 6


async def test_a_bot_is_limited_over_all_but_not_in_its_answers_to_interactions() -> None:
    now = 1_800_000_000.0
    async with (
        StandIn(Settings(rate_limits=True, clock=lambda: now)) as standin,
        aiohttp.ClientSession() as http,
    ):
        harbour = settle(standin)
        rest = Rest(http, standin.api_url, harbour.bot.token)
        for number in range(limits.GLOBAL_REQUESTS_A_SECOND):
            await rest("GET", f"/users/{number}")
        over = await rest("GET", "/users/@me")
        callback = await rest("POST", "/interactions/1/x/callback", {"type": 5})

    assert (over.status, over.body["global"]) == (429, True)
    assert over.headers["X-RateLimit-Scope"] == "global"
    assert callback.status == 404
    assert "X-RateLimit-Bucket" not in callback.headers


async def test_headers_are_there_without_limits_too(harbour: Harbour, rest: Rest) -> None:
    answer = await rest("GET", "/users/@me")

    assert int(answer.headers["X-RateLimit-Remaining"]) > 1000


async def test_renaming_a_channel_has_a_hidden_limit_of_its_own() -> None:
    now = 1_800_000_000.0
    async with (
        StandIn(Settings(rate_limits=True, clock=lambda: now)) as standin,
        aiohttp.ClientSession() as http,
    ):
        harbour = settle(standin)
        harbour.server.everyone.permissions |= permissions.MANAGE_CHANNELS
        rest = Rest(http, standin.api_url, harbour.bot.token)
        path = f"/channels/{harbour.channel.id}"
        renamed = [await rest("PATCH", path, {"name": f"n{number}"}) for number in range(3)]
        other = await rest("PATCH", path, {"nsfw": False})

    assert [answer.status for answer in renamed] == [200, 200, 429]
    assert renamed[2].body["retry_after"] == 600
    assert int(renamed[2].headers["X-RateLimit-Remaining"]) > 0
    assert other.status == 200
