"""What is said of a digest's hour: in whose zone it is, and that it waits for the end of quiet hours."""

import pytest

from tests.cogs.asking import Asking


@pytest.fixture
async def ravi(newsroom):
    async with newsroom.person(newsroom.reader_account()) as person:
        yield Asking(newsroom, person)


async def test_that_a_digest_waits_for_the_end_of_quiet_hours_is_said(newsroom, ravi, olena):
    form = await ravi.press(await ravi.use("news subscriptions"), "Quiet hours…")
    await ravi.person.submit(form, newsroom.world.id, hours="10pm - 7am", zone="")

    in_quiet = await ravi.use("news digest", every="daily", at="22:29")
    shown = await ravi.use("news digest")
    outside = await ravi.use("news digest", at="7:00")
    await olena.use("newsroom settings", quiet_hours="22-7")
    channel = await olena.use("newsroom digest", channel=newsroom.world.id, every="daily", at="23:00")
    awake = await olena.use("newsroom digest", channel=newsroom.world.id, at="12:00")

    waits = "Your quiet hours (22:00–07:00) cover that time, so it comes when they end."
    assert waits in in_quiet.text
    assert waits in shown.text
    assert "quiet hours" not in outside.text
    assert "The server's quiet hours (22:00–07:00) cover that time" in channel.text
    assert "quiet hours" not in awake.text


async def test_a_zone_of_hours_is_shown_as_it_was_typed_and_the_servers_is_offered_first(
    newsroom, ravi, olena
):
    await olena.use("newsroom settings", time_zone="Europe/Kyiv")

    chosen = await ravi.use("news digest", every="daily", time_zone="UTC+14")
    subscriptions = await ravi.use("news subscriptions")
    offered = await ravi.offered("news digest", "time_zone")
    near = await ravi.offered("news digest", "time_zone", "Wien")
    far = await ravi.offered("news digest", "time_zone", "Narnia")
    unknown = await ravi.use("news digest", time_zone="Narnia")
    house = await olena.use("newsroom settings", time_zone="UTC-5")

    assert "daily at 08:00 (UTC+14)" in chosen.text
    assert "Your time zone: UTC+14." in subscriptions.text
    assert list(offered)[:2] == ["Europe/Kyiv", "UTC"]
    assert list(near) == ["Europe/Vienna"]
    assert far == {}
    assert unknown.text.startswith("There is no time zone “Narnia”. Give a city's")
    assert "UTC-5" in house.text
    assert "Etc/GMT" not in house.text


async def test_what_has_ended_in_this_server_is_called_by_this_server(newsroom, ravi):
    await ravi.use("news digest", every="daily")

    ended = await ravi.use("news digest", every="off")
    anyway = await ravi.use("news digest", every="off")

    assert ended.text == "Stopped: no more digests of this server. /news digest brings them back."
    assert anyway.text == "You have no digest of this server."
