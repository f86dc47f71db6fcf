from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ServerId
from bot.domain.turns import Turns

A, B, C = ServerId(1), ServerId(2), ServerId(3)


def begun(turns, *servers):
    for server in servers:
        turns.begin(server)
    return turns


def test_a_server_holds_no_more_than_its_share_so_that_another_finds_a_place():
    turns = begun(Turns(16), A, A, A, A)

    picked = turns.pick({A: ["a"] * 50_000, B: ["b"]})

    assert picked == ["b"]


def test_however_many_servers_have_much_to_do_one_that_has_nothing_under_way_finds_a_place():
    turns = Turns(16)
    busy = {ServerId(number): [ServerId(number)] * 1_000 for number in range(4, 12)}
    while picked := turns.pick(busy):
        begun(turns, *picked)

    picked = turns.pick({**busy, A: ["a1", "a2"], B: ["b1"]})

    assert picked == ["a1", "b1"]


def test_servers_go_one_by_one_and_then_each_a_second_time():
    picked = Turns(8).pick({A: ["a1", "a2", "a3"], B: ["b1"], C: ["c1", "c2"]})

    assert picked == ["a1", "b1", "c1", "a2", "c2"]


def test_who_was_served_last_goes_last_even_where_there_is_one_place_only():
    turns = Turns(1)
    served = []

    for _ in range(4):
        [server] = turns.pick({A: [A] * 50_000, B: [B], C: [C]})
        served.append(server)
        turns.begin(server)
        turns.end(server)

    assert served == [A, B, C, A]


def test_no_more_is_picked_than_there_are_free_places():
    turns = begun(Turns(4), A, B, C)

    assert turns.pick({A: ["a"], B: ["b"], ServerId(4): ["d"]}) == ["d"]


def test_where_nothing_is_free_nothing_is_picked():
    assert begun(Turns(1), A).pick({B: ["b"]}) == []


@given(
    st.dictionaries(st.integers(1, 6).map(ServerId), st.integers(0, 30), min_size=1),
    st.integers(1, 20),
    st.data(),
)
def test_everything_is_picked_in_the_end_and_who_has_nothing_under_way_waits_for_a_round_at_most(
    waiting, at_once, data
):
    turns = Turns(at_once)
    left = Counter({server: n for server, n in waiting.items() if n})
    under_way, since = [], Counter()

    while left:
        for server in turns.pick({server: [server] * n for server, n in left.items()}):
            since.update(other for other in left if other not in under_way)
            since[server] = 0
            left[server] -= 1
            turns.begin(server)
            under_way.append(server)
            assert turns.free >= 0
            assert under_way.count(server) <= turns.share
        left = +left
        if under_way:
            done = data.draw(st.integers(0, len(under_way) - 1))
            turns.end(under_way.pop(done))
        assert all(n <= len(waiting) * turns.share for n in since.values())

    for server in under_way:
        turns.end(server)
    assert turns.free == at_once
