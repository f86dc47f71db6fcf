"""Every way to deliver, cut off before and after each of its calls and commits: all of it is there once."""

import asyncio
import shutil
from contextlib import suppress

import pytest
from sqlalchemy import select

from bot.domain.channel import ChannelKind
from bot.domain.delivery import Place
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    ThreadsFull,
)
from bot.domain.ids import ServerId
from bot.domain.poll import PollState
from bot.domain.tagging import DiscussionMode, TagOptions
from bot.storage import discussions, polls, servers
from bot.storage.database import Database
from bot.storage.tables import delivery
from tests.manual_clock import ManualClock
from tests.patience import PATIENCE
from tests.pipeline.delivering import a_walk, deliver_all, states
from tests.pipeline.memory_discord import Crash, MemoryDiscord, nth
from tests.pipeline.newsroom import SERVER, an_edition
from tests.pipeline.test_delivery import CrashingDatabase

TEXT, FORUM, NEWS = ChannelKind.TEXT, ChannelKind.FORUM, ChannelKind.ANNOUNCEMENT
HOME, POINTER, THIRD = 10, 20, 30
PASSED_ON = TagOptions(crosspost=True)
MOST = 40  # more calls and commits than any way to deliver has
# The kinds of the channels, the home first, and how their tags want it.
WAYS = {
    "forum home": ((FORUM, TEXT), TagOptions()),
    "announcement home that is passed on": ((NEWS,), PASSED_ON),
    "forum pointer": ((TEXT, FORUM), TagOptions(discussion=DiscussionMode.NEVER)),
    "announcement pointer that is passed on": ((TEXT, NEWS), PASSED_ON),
}  # a text home with a text pointer: see test_delivery


class Scene:
    """One try in files of its own."""

    def __init__(self, path, kinds, options):
        self.path, self.options = path, options
        self.clock = ManualClock()
        self.discord = MemoryDiscord(self.clock)
        self.discord.kinds = dict(zip((HOME, POINTER, THIRD), kinds, strict=False))
        self.database = None

    async def open(self, *, commit=0, effect="before"):
        self.database = await CrashingDatabase.open(self.path)
        self.database.number, self.database.effect = 0, effect
        channels = tuple(self.discord.kinds)
        await an_edition(self.database, channels=channels, kinds=self.discord.kinds, options=self.options)
        self.database.number = commit

    async def deliver(self):
        with suppress(BaseExceptionGroup, Crash):
            await deliver_all(self.database, self.discord, self.clock)
            return True
        return False

    async def restart(self, *, after):
        await self.database.close()
        self.discord.before = self.discord.after = lambda _call: None
        await self.clock.advance(after)
        self.database = await Database.open(self.path)
        for _ in range(4):  # a forum is searched twice, each some time later
            await deliver_all(self.database, self.discord, self.clock)
            await self.clock.advance(10)

    async def assert_all_is_there_once(self):
        for channel, kind in self.discord.kinds.items():
            [card] = self.discord.cards(channel)
            assert card.thread == ((channel == HOME and self.discusses) or kind is FORUM)
            assert card.crossposted == (kind is NEWS)
        [home] = self.discord.cards(HOME)
        opened = self.discord.kinds[HOME] is TEXT or self.discord.kinds[HOME] is NEWS
        assert len(self.discord.cards(home.id)) == (1 if opened and self.discusses else 0)
        assert len(home.reactions) == 3
        place = Place(home.id if self.discord.kinds[HOME] is FORUM else HOME, home.id)
        pointers = [card for channel in list(self.discord.kinds)[1:] for card in self.discord.cards(channel)]
        assert {card.card.home for card in pointers} <= {place}
        assert set((await states(self.database)).values()) == {("done", None)}
        async with self.database.read() as tx:
            edition_id = await tx.scalar(select(delivery.c.edition_id).limit(1))
            assert (await polls.of_edition(tx, edition_id)).place == place
            assert (await discussions.find(tx, edition_id) is not None) == (
                self.discusses or self.discord.kinds[HOME] is FORUM
            )

    @property
    def discusses(self):
        return self.options.discussion is DiscussionMode.ALWAYS


# Within the nonce window, and long after it.
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("effect", "downtime"), [("before", 5), ("after", 3600)])
@pytest.mark.parametrize("of", ["call", "commit"])
@pytest.mark.parametrize("way", WAYS)
async def test_a_death_at_any_point_repeats_and_loses_nothing(
    migrated_file, tmp_path, way, of, effect, downtime
):
    died = 0
    for number in range(1, MOST):
        scene = Scene(shutil.copy(migrated_file, tmp_path / f"{number}.db"), *WAYS[way])
        await scene.open(commit=number if of == "commit" else 0, effect=effect)
        if of == "call":
            setattr(scene.discord, effect, nth(number, Crash()))

        through = await scene.deliver()
        await scene.restart(after=downtime)

        await scene.assert_all_is_there_once()
        await scene.database.close()
        if through:
            break
        died += 1
    assert 3 < died < MOST - 1, "every call and commit was cut off once"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("way", ["forum home", "announcement pointer that is passed on"])
async def test_a_lost_answer_of_any_call_repeats_nothing(migrated_file, tmp_path, way, effect):
    for number in range(1, MOST):
        scene = Scene(shutil.copy(migrated_file, tmp_path / f"{number}.db"), *WAYS[way])
        await scene.open()
        lost = nth(number, OutcomeUnknown(why="HTTP 502"))
        setattr(scene.discord, effect, lost)

        await scene.deliver()
        calls = len(scene.discord.calls)
        await scene.restart(after=1)

        await scene.assert_all_is_there_once()
        await scene.database.close()
        if calls < number:
            break


# Where the home fails: in which call, and whether the next channel may take its place then.
FAILURES = [
    ("card", Refused(discord_code=50035, why="Invalid Form Body"), "failed", True),
    ("card", DestinationGone(), "waiting", True),
    ("card", PermissionMissing(permission="Send Messages"), "waiting", True),
    ("card", CardGone(), "removed", None),
    ("thread", Refused(discord_code=50035, why="Invalid Form Body"), "failed", False),
    ("thread", PermissionMissing(permission="Create Public Threads"), "waiting", False),
    ("thread", CardGone(), "removed", False),
    ("opening", PermissionMissing(permission="Send Messages in Threads"), "waiting", False),
    ("seed", PermissionMissing(permission="Add Reactions"), "waiting", False),
    ("seed", CardGone(), "removed", False),
    ("crosspost", PermissionMissing(permission="Send Messages"), "waiting", False),
    ("crosspost", CardGone(), "removed", False),
]


@pytest.mark.parametrize(("step", "error", "state", "inherited"), FAILURES)
async def test_the_next_channel_inherits_only_where_the_home_was_surely_not_sent(
    database, step, error, state, inherited
):
    clock = ManualClock()
    discord = MemoryDiscord(clock)
    discord.kinds = {HOME: NEWS, POINTER: TEXT, THIRD: TEXT}
    edition_id = await an_edition(
        database, channels=(HOME, POINTER, THIRD), kinds=discord.kinds, options=PASSED_ON
    )
    if step == "card":
        discord.refusals[HOME] = error
    else:
        discord.before = lambda call: error if discord.calls[call - 1] == step else None

    await deliver_all(database, discord, clock)

    assert (await states(database))[HOME][0] == state
    async with database.read() as tx:
        homes = list(await tx.scalars(select(delivery.c.channel_id).where(delivery.c.home)))
        poll = await polls.of_edition(tx, edition_id)
    assert homes == [HOME] or inherited
    if inherited:
        [home], [other] = homes, {POINTER, THIRD} - set(homes)
        assert (poll.state, poll.channel_id) == (PollState.OPEN, home)
        assert discord.cards(other)[0].card.home == Place(home, discord.cards(home)[0].id)
    elif inherited is None:  # it was there, and somebody took it away: the story goes nowhere else
        assert poll is None
        assert discord.cards(POINTER) == discord.cards(THIRD) == []
    elif state == "removed":
        assert poll.state is PollState.ORPHANED
    else:
        assert poll.channel_id == HOME
        assert [card.card.home.channel_id for card in discord.cards(POINTER)] == [HOME]


async def test_a_forum_home_in_doubt_keeps_its_place_and_its_pointers_wait(database):
    clock = ManualClock()
    discord = MemoryDiscord(clock)
    discord.kinds = {HOME: FORUM}
    await an_edition(database, channels=(HOME, POINTER), kinds=discord.kinds)
    discord.after = nth(1, OutcomeUnknown(why="HTTP 502"))
    discord.listed_after = 15

    await deliver_all(database, discord, clock)
    in_doubt = discord.cards(POINTER)
    for _ in range(30):
        await clock.advance(1)
        await deliver_all(database, discord, clock)

    assert in_doubt == []
    assert len(discord.cards(HOME)) == len(discord.cards(POINTER)) == 1
    assert discord.cards(POINTER)[0].card.home.message_id == discord.cards(HOME)[0].id


async def test_a_forum_without_room_gives_its_place_to_nobody_while_it_waits_for_room(database):
    clock = ManualClock()
    discord = MemoryDiscord(clock)
    discord.kinds = {HOME: FORUM}
    discord.before = lambda call: ThreadsFull() if discord.calls[call - 1] == "post" else None
    await an_edition(database, channels=(HOME, POINTER), kinds=discord.kinds)

    await deliver_all(database, discord, clock)

    assert discord.cards(POINTER) == []
    assert (await states(database))[POINTER] == ("queued", None)


@pytest.mark.parametrize("away", ["paused", "left"])
@pytest.mark.parametrize("way", WAYS)
async def test_what_a_server_had_waiting_goes_on_after_it_was_away(migrated_file, tmp_path, way, away):
    for number in (1, 3):
        scene = Scene(shutil.copy(migrated_file, tmp_path / f"{number}.db"), *WAYS[way])
        await scene.open()
        scene.discord.before = nth(number, OutcomeUnknown(why="connection reset"))
        await scene.deliver()
        before = len(scene.discord.calls)
        async with scene.database.write() as tx:
            if away == "paused":
                await servers.pause(tx, SERVER, now=scene.clock.now())
            else:
                await servers.leave(tx, SERVER, now=scene.clock.now())

        await scene.clock.advance(3600)
        await scene.deliver()
        meanwhile = len(scene.discord.calls) - before
        async with scene.database.write() as tx:
            await servers.go_on(tx, SERVER)
            await servers.join(tx, SERVER, "Harbour News", now=scene.clock.now())
        await scene.restart(after=1)

        assert meanwhile == 0
        await scene.assert_all_is_there_once()
        await scene.database.close()


async def test_a_channel_that_does_not_answer_holds_up_no_other_server(database):
    clock = ManualClock()

    class Slow(MemoryDiscord):
        async def post_card(self, channel_id, card, *, nonce):
            if channel_id == HOME:
                await asyncio.Event().wait()
            return await super().post_card(channel_id, card, nonce=nonce)

    discord = Slow(clock)
    for number in range(20):
        await an_edition(database, key=f"busy {number}", channels=(HOME,))
    await an_edition(database, server_id=ServerId(2), key="quiet", channels=(POINTER,))

    running = asyncio.create_task(a_walk(database, discord, clock).run())
    async with asyncio.timeout(PATIENCE):
        while not discord.cards(POINTER):
            await asyncio.to_thread(bool)

    assert discord.cards(HOME) == []
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
