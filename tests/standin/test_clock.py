"""The stand-in's own time, moved by hand."""

from bot.standin.clock import ManualClock


def test_time_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(100.0)

    before = clock()
    clock.advance(2.5)

    assert (before, clock()) == (100.0, 102.5)


def test_what_falls_due_happens_in_its_order_and_at_its_time() -> None:
    clock = ManualClock(0.0)
    happened: list[tuple[str, float]] = []

    def then() -> None:
        happened.append(("first", clock()))
        clock.call_later(1, lambda: happened.append(("made by it", clock())))

    clock.call_later(3, lambda: happened.append(("last", clock())))
    clock.call_later(1, then)
    clock.call_later(9, lambda: happened.append(("too early", clock())))
    clock.advance(5)

    assert happened == [("first", 1.0), ("made by it", 2.0), ("last", 3.0)]
    assert (clock(), clock.waiting) == (5.0, 1)


def test_what_is_called_off_does_not_happen() -> None:
    clock = ManualClock()
    happened: list[int] = []

    clock.call_later(1, lambda: happened.append(1)).cancel()
    clock.advance(2)

    assert happened == []
