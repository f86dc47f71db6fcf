import asyncio
from contextlib import asynccontextmanager, suppress

from bot.chat.limiter import Lane, Limiter
from bot.domain.ids import ServerId
from tests.manual_clock import ManualClock

RATE = 5
HARBOUR, HILL, QUIET = ServerId(1), ServerId(2), ServerId(3)


@asynccontextmanager
async def limiting(clock, rate=RATE):
    limiter = Limiter(clock, rate=rate)
    running = asyncio.create_task(limiter.run())
    try:
        yield limiter
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


class Callers:
    """Those who wait for their slots, and who had it, in order."""

    def __init__(self, limiter):
        self.served = []
        self.tasks = []
        self._limiter = limiter

    def call(self, name, lane=Lane.CARD, server=HARBOUR, times=1):
        for _ in range(times):
            self.tasks.append(asyncio.create_task(self._call(name, lane, server)))

    async def _call(self, name, lane, server):
        await self._limiter.slot(lane, server)
        self.served.append(name)

    async def seen(self):
        """Those served once all who can be were."""
        for _ in range(5 * len(self.tasks) + 20):
            await asyncio.sleep(0)
        return "".join(self.served)

    async def dismiss(self):
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def test_no_second_sees_more_calls_than_the_rate():
    clock = ManualClock()
    async with limiting(clock) as limiter:
        callers = Callers(limiter)
        callers.call("a", times=12)

        at_once = await callers.seen()
        await clock.advance(1.0)
        within_the_second = await callers.seen()
        await clock.advance(0.03)
        after_it = await callers.seen()
        await clock.advance(1.03)
        in_the_end = await callers.seen()

    assert (len(at_once), len(within_the_second), len(after_it), len(in_the_end)) == (5, 5, 10, 12)


async def test_a_second_s_worth_is_spread_over_the_second():
    clock = ManualClock()
    async with limiting(clock, rate=50) as limiter:
        callers = Callers(limiter)
        callers.call("a", times=60)

        served = [len(await callers.seen())]
        for _ in range(11):
            await clock.advance(0.103)
            served.append(len(await callers.seen()))

    assert served == [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]


async def test_a_slot_given_back_is_somebody_else_s_at_once():
    clock = ManualClock()
    async with limiting(clock) as limiter:
        slot = await limiter.slot(Lane.CARD, HARBOUR)
        callers = Callers(limiter)
        callers.call("a", times=6)
        before = await callers.seen()

        slot.give_back()

        assert (before, await callers.seen()) == ("aaaa", "aaaaa")
        await callers.dismiss()


async def test_who_gave_a_slot_back_gets_another_before_all_others():
    clock = ManualClock()
    async with limiting(clock, rate=1) as limiter:
        slot = await limiter.slot(Lane.EDIT, HARBOUR)
        callers = Callers(limiter)
        callers.call("a", times=2, server=HILL)
        slot.give_back()
        await callers.seen()
        limiter.hold(10)
        await clock.advance(9)  # however long they have waited
        again = asyncio.create_task(slot.again())
        await callers.seen()

        await clock.advance(1)

        assert (await callers.seen(), again.done()) == ("a", True)
        await callers.dismiss()


async def test_calls_that_wait_for_no_slot_take_the_place_of_some_that_do():
    clock = ManualClock()
    async with limiting(clock) as limiter:
        callers = Callers(limiter)
        for _ in range(3):
            limiter.count()

        callers.call("a", times=4)

        assert await callers.seen() == "aa"
        await callers.dismiss()


async def test_cards_go_before_discussions_before_seeds_before_edits():
    clock = ManualClock()
    async with limiting(clock, rate=1) as limiter:
        callers = Callers(limiter)
        callers.call("x")
        await callers.seen()
        for name, lane in (("e", Lane.EDIT), ("s", Lane.SEED), ("d", Lane.DISCUSSION), ("c", Lane.CARD)):
            callers.call(name, lane)
        await callers.seen()

        for _ in range(4):
            await clock.advance(1.03)
            await callers.seen()

    assert "".join(callers.served) == "xcdse"


async def test_however_many_cards_there_are_to_send_what_is_wanted_less_has_its_time():
    clock = ManualClock()
    async with limiting(clock) as limiter:
        callers = Callers(limiter)
        callers.call("c", times=RATE)
        await callers.seen()
        callers.call("s", Lane.SCAN)
        callers.call("e", Lane.EDIT)
        for _ in range(20):
            callers.call("c", times=2 * RATE)  # more than can be sent
            await callers.seen()
            await clock.advance(1.03)
        served = await callers.seen()
        await callers.dismiss()

    assert served.index("e") < served.index("s")
    assert served[: 5 * RATE] == "c" * 5 * RATE


async def test_a_server_with_much_to_do_does_not_delay_another():
    clock = ManualClock()
    async with limiting(clock) as limiter:
        callers = Callers(limiter)
        callers.call("a", server=HARBOUR, times=100)
        await callers.seen()
        callers.call("b", server=HILL, times=3)
        callers.call("c", server=QUIET)

        await clock.advance(1.03)

        assert (await callers.seen())[RATE:] == "abcab"
        await callers.dismiss()


async def test_who_gives_up_takes_no_slot():
    clock = ManualClock()
    async with limiting(clock, rate=1) as limiter:
        callers = Callers(limiter)
        callers.call("x")
        callers.call("gone")
        callers.call("b")
        await callers.seen()
        callers.tasks[1].cancel()
        await callers.seen()

        await clock.advance(1.03)

        assert await callers.seen() == "xb"


async def test_when_discord_turns_everybody_away_nobody_is_given_a_slot():
    clock = ManualClock()
    async with limiting(clock) as limiter:
        callers = Callers(limiter)
        limiter.hold(10)
        callers.call("a")

        at_once = await callers.seen()
        await clock.advance(9.9)
        before = await callers.seen()
        await clock.advance(0.1)

        assert (at_once, before, await callers.seen()) == ("", "", "a")
