"""How often a bot may identify: in a day, and at a time."""

import pytest

from bot.standin import limits
from bot.standin.clock import ManualClock
from bot.standin.server import Settings, StandIn
from tests.standin.bare_gateway import Wire, connected
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Rest


async def _identify(wire: Wire, harbour: Harbour, **more: object) -> str | None:
    """READY, or the opcode that came in its stead."""
    await wire.next()
    return await _identify_again(wire, harbour, **more)


async def _identify_again(wire: Wire, harbour: Harbour, **more: object) -> str | None:
    await wire.say(2, {"token": harbour.bot.token, "intents": 0, "properties": {}, **more})
    frame = await wire.next()
    return frame.get("t") or str((frame["op"], frame.get("d", frame.get("code"))))


async def test_each_identify_is_counted_for_a_day_and_a_resume_is_not(harbour: Harbour, rest: Rest) -> None:
    async def left() -> dict[str, int]:
        return dict((await rest("GET", "/gateway/bot")).body["session_start_limit"])

    before = await left()
    async with connected(harbour.standin) as wire:
        ready = await wire.identify(harbour.bot.token, 0)
        await wire.socket.close(code=4000)
    async with connected(harbour.standin) as wire:
        await wire.resume(harbour.bot.token, ready["session_id"], wire.sequence + 1)
        await wire.until("RESUMED")
    after = await left()

    assert before == {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    assert after["remaining"] == 999
    assert 86_390_000 < after["reset_after"] <= 86_400_000


async def test_the_count_begins_anew_after_a_day() -> None:
    clock = ManualClock()
    async with StandIn(Settings(clock=clock)) as standin:
        harbour = settle(standin)
        starts = standin.sessions.starts
        counts = []
        for hours in (0, 23, 2):
            clock.advance(hours * 3600)
            async with connected(standin) as wire:
                await _identify(wire, harbour)
            limit = starts.limit_of(harbour.bot)
            counts.append((limit["remaining"], limit["reset_after"] // 3_600_000))

    assert counts == [(999, 24), (998, 1), (999, 24)]


async def test_one_identify_too_many_in_a_day_ends_all_sessions_and_resets_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "IDENTIFIES_A_DAY", 2)
    clock = ManualClock()
    async with StandIn(Settings(rate_limits=True, clock=clock)) as standin:
        harbour = settle(standin)
        token = harbour.bot.token
        async with connected(standin) as first, connected(standin) as second, connected(standin) as third:
            began = []
            for wire in (first, second, third):
                began.append(await _identify(wire, harbour))
                clock.advance(limits.IDENTIFY_SECONDS)
            codes = [await wire.closed() for wire in (first, second)]
        with_the_old = standin.world.by_token.get(token)

        assert began == ["READY", "READY", "('closed', 4004)"]
        assert codes == [4004, 4004]
        assert with_the_old is None
        assert standin.world.by_token[harbour.bot.token] is harbour.bot.account
        assert standin.sessions.starts.limit_of(harbour.bot)["remaining"] == 0


async def test_a_second_identify_within_five_seconds_is_turned_away() -> None:
    clock = ManualClock()
    async with StandIn(Settings(rate_limits=True, clock=clock)) as standin:
        harbour = settle(standin)
        outcomes = []
        for _ in range(3):
            async with connected(standin) as wire:
                outcomes.append(await _identify(wire, harbour))
            clock.advance(2.5)

    assert outcomes == ["READY", "(9, False)", "READY"]


async def test_who_was_turned_away_may_try_again_on_the_same_connection() -> None:
    clock = ManualClock()
    async with StandIn(Settings(rate_limits=True, clock=clock)) as standin:
        harbour = settle(standin)
        async with connected(standin) as first, connected(standin) as second:
            outcomes = [await _identify(first, harbour), await _identify(second, harbour)]
            clock.advance(limits.IDENTIFY_SECONDS)
            outcomes.append(await _identify_again(second, harbour))

    assert outcomes == ["READY", "(9, False)", "READY"]


async def test_shards_of_different_keys_may_identify_at_the_same_time() -> None:
    async with StandIn(Settings(rate_limits=True, clock=ManualClock())) as standin:
        harbour = settle(standin)
        harbour.bot.max_concurrency = 2
        outcomes = []
        for shard_id in (0, 1, 2, 3):
            async with connected(standin) as wire:
                outcomes.append(await _identify(wire, harbour, shard=[shard_id, 4]))

    assert outcomes == ["READY", "READY", "(9, False)", "(9, False)"]


async def test_people_identify_as_often_as_they_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IDENTIFIES_A_DAY", 1)
    async with StandIn(Settings(rate_limits=True, clock=ManualClock())) as standin:
        harbour = settle(standin)
        for _ in range(3):
            async with connected(standin) as wire:
                await wire.identify(harbour.reader.token, 0)
