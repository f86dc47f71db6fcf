"""Every way to deliver, cut off before and after each of its calls and commits: all of it is there once."""

import pytest

from bot.domain.errors import OutcomeUnknown
from bot.domain.tagging import DiscussionMode, TagOptions
from bot.storage import servers
from tests.pipeline.dying import FORUM, NEWS, TEXT, Trial
from tests.pipeline.memory_discord import Crash, nth
from tests.pipeline.newsroom import SERVER

PASSED_ON = TagOptions(crosspost=True)
MOST = 40  # more calls and commits than any way to deliver has
# The kinds of the channels, the home first, and how their tags want it.
WAYS = {
    "text home and pointer": ((TEXT, TEXT), TagOptions()),
    "forum home": ((FORUM, TEXT), TagOptions()),
    "announcement home that is passed on": ((NEWS,), PASSED_ON),
    "forum pointer": ((TEXT, FORUM), TagOptions(discussion=DiscussionMode.NEVER)),
    "announcement pointer that is passed on": ((TEXT, NEWS), PASSED_ON),
}
SOON, LATE = 5, 3600  # within the nonce window, and long after it
DEATHS = [(way, *death) for way in WAYS for death in [("before", SOON), ("after", LATE)]]
DEATHS += [("text home and pointer", "before", LATE), ("text home and pointer", "after", SOON)]


@pytest.mark.parametrize("of", ["call", "commit"])
@pytest.mark.parametrize(("way", "effect", "downtime"), DEATHS)
async def test_a_death_at_any_point_repeats_and_loses_nothing(database_file, way, effect, downtime, of):
    died = 0
    async with Trial(database_file, *WAYS[way]) as trial:
        for number in range(1, MOST):
            await trial.begin(commit=number if of == "commit" else 0, effect=effect)
            if of == "call":
                setattr(trial.discord, effect, nth(number, Crash()))

            through = await trial.deliver()
            await trial.restart(after=downtime)

            await trial.assert_all_is_there_once()
            if through:
                break
            died += 1

    assert 3 < died < MOST - 1, "every call and commit was cut off once"


@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("way", WAYS)
async def test_a_lost_answer_of_any_call_repeats_nothing(database_file, way, effect):
    lost = 0
    async with Trial(database_file, *WAYS[way]) as trial:
        for number in range(1, MOST):
            await trial.begin()
            setattr(trial.discord, effect, nth(number, OutcomeUnknown(why="HTTP 502")))

            await trial.deliver()
            calls = len(trial.discord.calls)
            await trial.go_on(after=2)

            await trial.assert_all_is_there_once()
            if calls < number:
                break
            lost += 1

    assert 3 < lost < MOST - 1, "every answer was lost once"


@pytest.mark.parametrize("away", ["paused", "left"])
@pytest.mark.parametrize("way", WAYS)
async def test_what_a_server_had_waiting_goes_on_after_it_was_away(database_file, way, away):
    async with Trial(database_file, *WAYS[way]) as trial:
        for number in (1, 3):
            await trial.begin()
            trial.discord.before = nth(number, OutcomeUnknown(why="connection reset"))
            await trial.deliver()
            before = len(trial.discord.calls)
            async with trial.database.write() as tx:
                if away == "paused":
                    await servers.pause(tx, SERVER, now=trial.clock.now())
                else:
                    await servers.leave(tx, SERVER, now=trial.clock.now())

            await trial.clock.advance(3600)
            await trial.deliver()
            meanwhile = len(trial.discord.calls) - before
            async with trial.database.write() as tx:
                await servers.go_on(tx, SERVER)
                await servers.join(tx, SERVER, "Harbour News", now=trial.clock.now())
            await trial.restart(after=1)

            assert meanwhile == 0
            await trial.assert_all_is_there_once()
