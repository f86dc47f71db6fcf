"""Time zones as people type them, as they are offered to them and as they are shown."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.zone_aliases import ALIASES
from bot.domain.zones import offered_zones, shown_zone, time_zone, zone_names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("kyiv", "Europe/Kyiv"),
        ("New York", "America/New_York"),
        ("UTC", "UTC"),
        ("utc+2", "Etc/GMT-2"),
        ("GMT-5", "Etc/GMT+5"),
        ("−05:00", "Etc/GMT+5"),
        ("+0", "UTC"),
        ("+14", "Etc/GMT-14"),
    ],
)
def test_a_time_zone_is_named_by_a_city_or_by_hours(typed, name):
    assert time_zone(typed).key == name


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Europe/Berlln", "Europe/Berlin"),
        ("amsterdm", "Europe/Amsterdam"),
        ("Qqqqqqqq", None),
        ("+15", None),
        ("-13", None),
        ("+5:30", None),
        ("…", None),
        ("", None),
    ],
)
def test_what_is_no_time_zone_is_refused_with_what_is_like_it(typed, near):
    with pytest.raises(InvalidInput) as refused:
        time_zone(typed)

    if near is None:
        assert refused.value.code == "error-time-zone"
    else:
        assert refused.value.code == "error-time-zone-near"
        assert near in refused.value.fields["near"].split(", ")


@pytest.mark.parametrize("typed", ["UTC+14", "UTC-12", "UTC+2", "UTC", "Europe/Kyiv", "America/New_York"])
def test_a_zone_is_shown_as_it_can_be_typed(typed):
    assert shown_zone(time_zone(typed).key) == typed


@given(st.sampled_from(sorted(available_timezones() - {"Factory", "localtime", "posixrules"})))
def test_what_is_shown_of_any_zone_means_the_same_zone(name):
    read = time_zone(shown_zone(name))

    assert datetime.now(read).utcoffset() == datetime.now(ZoneInfo(name)).utcoffset()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(
            ("Wien", "Europe/Vienna"),
            ("Kyjiw", "Europe/Kyiv"),
            ("Київ", "Europe/Kyiv"),
            ("Kiev", "Europe/Kyiv"),
        ),
        *(("Берлін", "Europe/Berlin"), ("Zürich", "Europe/Zurich"), ("Warschau", "Europe/Warsaw")),
        *(("ukraine", "Europe/Kyiv"), ("Deutschland", "Europe/Berlin"), ("New York", "America/New_York")),
    ],
)
def test_places_are_known_by_what_people_call_them(typed, meant):
    assert shown_zone(time_zone(typed).key).replace("Europe/Kiev", "Europe/Kyiv") == meant


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Wien", ["Europe/Vienna"]),
        ("Wie", ["Europe/Vienna"]),
        ("Киї", ["Europe/Kyiv"]),
        ("Warshau", ["Europe/Warsaw"]),
        ("Berlim", ["Europe/Berlin"]),
        ("new yrok", ["America/New_York"]),
        ("+2", ["UTC+2"]),
        ("utc-5", ["UTC-5"]),
        ("Narnia", []),
        ("Mordor", []),
        ("…", []),
    ],
)
def test_zones_are_offered_that_were_meant_and_none_that_are_far_from_it(typed, offered):
    assert offered_zones(typed, 25) == offered


def test_without_a_word_ones_own_and_utc_come_first_and_no_old_names_at_all():
    offered = offered_zones(" ", 1000, first=["Etc/GMT-2", "Europe/Kyiv"])

    assert offered[:3] == ["UTC+2", "Europe/Kyiv", "UTC"]
    assert len(offered) == len(set(offered))
    assert offered_zones("", 3, first=["UTC"]) == ["UTC", *sorted(zone_names())[:2]]
    old = {"Europe/Kiev", "US/Eastern", "EST5EDT", "Asia/Calcutta", "Etc/GMT-2", "GB", "Cuba", "localtime"}
    assert not old.intersection(offered)


def test_every_place_that_is_called_otherwise_is_one_that_is_offered():
    assert set(ALIASES) <= set(zone_names())


@given(st.text(max_size=30))
def test_whatever_is_typed_only_zones_are_offered(typed):
    assert all(shown_zone(time_zone(name).key) == name for name in offered_zones(typed, 25))
