"""What an owner sets is stored whole."""

from dataclasses import replace

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain.ids import ChannelId, RoleId, ServerId
from bot.domain.poll import VoteOption, VoteSet
from bot.domain.quiet import QuietHours
from bot.domain.server import ServerSettings, Setting
from bot.newsroom.settings import changes, from_json, to_json
from bot.storage import settings, vote_sets
from tests.builders import NOON, a_server

OWN, OTHER = ServerId(1), ServerId(2)
VOTES = VoteSet("Well?", (VoteOption("⚽", "goal"), VoteOption("🥅", "miss")))
minutes = st.integers(0, 24 * 60 - 1)
quiet = (
    st.tuples(minutes, minutes).filter(lambda both: both[0] != both[1]).map(lambda both: QuietHours(*both))
)
ids = st.integers(1, 2**62)
any_settings = st.builds(
    ServerSettings,
    language=st.none() | st.sampled_from(["en", "de", "uk"]),
    time_zone=st.sampled_from(["UTC", "Europe/Berlin", "Etc/GMT-3"]),
    review_channel_id=st.none() | ids.map(ChannelId),
    moderator_role_id=st.none() | ids.map(RoleId),
    quiet=st.none() | quiet,
    cards_per_hour=st.none() | st.integers(1, 1000),
    poll_hours=st.none() | st.integers(1, 168),
    ping_from=st.integers(1, 100_000),
    vote_set_id=st.sampled_from([None, 1, 2]),
    review_hours=st.integers(1, 168),
    clips_per_day=st.integers(0, 100),
    clip_role_id=st.none() | ids.map(RoleId),
)


@hypothesis_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=any_settings, second=any_settings)
async def test_settings_are_read_as_they_were_stored_and_of_no_other_server(database, first, second):
    for server_id in (OWN, OTHER):
        await a_server(database, server_id)
    async with database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM vote_set")
        await tx.exec_driver_sql("DELETE FROM sqlite_sequence")  # each example has the ids 1, 2 and 3
        for key in ("one", "two"):
            await vote_sets.add(tx, OWN, key=key, name=key, new=VOTES, now=NOON)
        await vote_sets.add(tx, OTHER, key="one", name="one", new=VOTES, now=NOON)
        await settings.change(tx, OTHER, ServerSettings(vote_set_id=3))

        await settings.change(tx, OWN, first)
        await settings.change(tx, OWN, second)

        assert await settings.of(tx, OWN) == second
        assert await settings.of(tx, OTHER) == ServerSettings(vote_set_id=3)


async def test_a_server_that_nobody_knows_has_the_usual_settings(database):
    async with database.read() as tx:
        assert await settings.of(tx, ServerId(9)) == ServerSettings()


@given(any_settings)
def test_a_panel_keeps_settings_as_they_are(shown):
    assert from_json(to_json(shown)) == shown


@given(any_settings, any_settings)
def test_what_has_changed_leads_from_the_one_to_the_other(before, after):
    made = changes(before, after)

    assert replace(before, **{each.setting.value: each.new for each in made}) == after
    assert replace(after, **{each.setting.value: each.old for each in made}) == before
    assert {each.value for each in Setting} == set(ServerSettings.__dataclass_fields__)
