"""What can be made to go wrong with calls, and what a client sees of it."""

import asyncio
import math

import aiohttp
import pytest

from bot.standin.clock import ManualClock
from bot.standin.faults import Fault
from bot.standin.server import GATEWAY, REST, Settings, StandIn
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Answer, Rest

CREATE = "/channels/{channel_id}/messages"


async def send(harbour: Harbour, rest: Rest) -> Answer:
    return await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": "x"})


@pytest.mark.parametrize(
    ("kind", "status", "posted"),
    [
        ("500_before", 500, 0),
        ("500_after", 500, 1),
        ("502_before", 502, 0),
        ("502_after", 502, 1),
        ("503", 503, 0),
        ("503_after", 503, 1),
        ("504_before", 504, 0),
        ("504_after", 504, 1),
        ("429", 429, 0),
        ("ban", 429, 0),
        ("delay", 200, 1),
        ("slow", 200, 1),
        ("garbled", 200, 1),
    ],
)
async def test_a_fault_strikes_once_before_or_after_the_call_took_effect(
    harbour: Harbour, rest: Rest, kind: str, status: int, posted: int
) -> None:
    fault = harbour.standin.faults.add(Fault("POST", CREATE, kind, seconds=0.01))

    hit = await send(harbour, rest)
    in_effect = len(harbour.channel.log)
    spared = await send(harbour, rest)

    assert (hit.status, in_effect, spared.status) == (status, posted, 200)
    assert harbour.standin.calls.of("POST", CREATE)[0].fault == kind
    assert fault.struck == 1


@pytest.mark.parametrize(("kind", "posted"), [("drop_before_commit", 0), ("drop_after_commit", 1)])
async def test_a_dropped_connection_answers_nothing(
    harbour: Harbour, rest: Rest, kind: str, posted: int
) -> None:
    harbour.standin.faults.add(Fault("POST", CREATE, kind))

    with pytest.raises(aiohttp.ClientConnectionError):
        await send(harbour, rest)

    assert len(harbour.channel.log) == posted
    assert harbour.standin.calls.of("POST", CREATE)[0].status is None


@pytest.mark.parametrize(("kind", "page"), [("500_after", False), ("502_after", True), ("garbled", True)])
async def test_a_crash_is_told_in_json_and_what_the_proxy_says_is_a_page(
    harbour: Harbour, rest: Rest, kind: str, page: bool
) -> None:
    harbour.standin.faults.add(Fault("POST", CREATE, kind))

    answer = await send(harbour, rest)

    assert answer.headers["Content-Type"].startswith("text/html" if page else "application/json")
    assert isinstance(answer.body, str) is page
    assert ("Via" in answer.headers) is not page


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_limit_of_any_scope_can_be_met_at_will(harbour: Harbour, rest: Rest, scope: str) -> None:
    harbour.standin.faults.add(Fault("POST", CREATE, "429", scope=scope, seconds=1.5))

    answer = await send(harbour, rest)

    assert (answer.status, answer.headers["X-RateLimit-Scope"]) == (429, scope)
    assert (answer.headers["Retry-After"], answer.body["retry_after"]) == ("2", 1.5)
    assert answer.body["global"] is (scope == "global")
    assert ("X-RateLimit-Bucket" in answer.headers) is (scope != "global")
    # Of the scopes only that of the bucket itself says that nothing is left in it.
    assert (answer.headers.get("X-RateLimit-Remaining") == "0") is (scope == "user")
    assert "Via" in answer.headers


async def test_a_ban_comes_without_via_and_without_json(harbour: Harbour, rest: Rest) -> None:
    harbour.standin.faults.add(Fault(kind="ban", seconds=60))

    answer = await send(harbour, rest)

    assert (answer.status, answer.body, answer.headers["Retry-After"]) == (429, "error code: 1015", "60")
    assert "Via" not in answer.headers


async def test_a_fault_can_wait_and_can_last(harbour: Harbour, rest: Rest) -> None:
    harbour.standin.faults.add(Fault("POST", CREATE, "500_before", times=2, skip=1))

    answers = [await send(harbour, rest) for _ in range(4)]

    assert [answer.status for answer in answers] == [200, 500, 500, 200]


async def test_a_fault_can_last_until_all_are_cleared(harbour: Harbour, rest: Rest) -> None:
    harbour.standin.faults.add(Fault(kind="503", times=math.inf))

    during = [(await rest("GET", path)).status for path in ("/users/@me", "/gateway", "/gateway/bot")]
    harbour.standin.faults.clear()
    after = await rest("GET", "/users/@me")

    assert (during, after.status) == ([503] * 3, 200)


async def test_a_fault_strikes_only_where_it_is_asked_to(
    harbour: Harbour, rest: Rest, as_reader: Rest
) -> None:
    other = harbour.standin.world.create_channel(harbour.server, "other")
    harbour.standin.faults.add(
        Fault(
            "POST",
            CREATE,
            "500_before",
            times=math.inf,
            where=lambda asked: (
                asked.params["channel_id"] == str(harbour.channel.id) and asked.body["content"] == "x"
            ),
        )
    )

    hit = await send(harbour, rest)
    elsewhere = await rest("POST", f"/channels/{other.id}/messages", {"content": "x"})
    otherwise = await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": "y"})
    as_person = await send(harbour, as_reader)

    assert (hit.status, elsewhere.status, otherwise.status, as_person.status) == (500, 200, 200, 200)


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fault"):
        Fault(kind="499")


@pytest.mark.parametrize(("kind", "posted"), [("delay", 0), ("slow", 1)])
async def test_an_answer_is_late_by_the_stand_ins_own_clock(kind: str, posted: int) -> None:
    clock = ManualClock()
    async with StandIn(Settings(clock=clock)) as standin, aiohttp.ClientSession() as http:
        harbour = settle(standin)
        standin.faults.add(Fault("POST", CREATE, kind, seconds=3600))
        sending = asyncio.create_task(send(harbour, Rest(http, standin.api_url, harbour.bot.token)))
        await standin.wait_for(lambda: clock.waiting)

        before = len(harbour.channel.log)
        clock.advance(3599)
        still = sending.done()
        clock.advance(1)
        answer = await sending

    assert (before, still, answer.status) == (posted, False, 200)
    assert len(harbour.channel.log) == 1


@pytest.mark.parametrize(
    ("of", "statuses"), [((REST,), (503, 101)), ((GATEWAY,), (200, 503)), ((REST, GATEWAY), (503, 503))]
)
async def test_an_outage_takes_all_or_a_part(
    harbour: Harbour, rest: Rest, of: tuple[str, ...], statuses: tuple[int, int]
) -> None:
    harbour.standin.set_outage(on=True, of=of)
    during = ((await rest("GET", "/users/@me")).status, await _knock(harbour.standin))
    harbour.standin.set_outage(on=False)
    after = ((await rest("GET", "/users/@me")).status, await _knock(harbour.standin))

    assert (during, after) == (statuses, (200, 101))


async def _knock(standin: StandIn) -> int:
    """The status with which the gateway answers who wants to connect."""
    async with aiohttp.ClientSession() as http:
        try:
            async with http.ws_connect(f"{standin.gateway_url}?v=10&encoding=json"):
                return 101
        except aiohttp.WSServerHandshakeError as refused:
            return refused.status
