"""Discord follows what moderators change: discussions, reactions and cards that go, after any trouble."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.channel import ChannelKind
from bot.domain.delivery import DeliveryState
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    TryLater,
)
from bot.domain.tagging import TagOptions
from bot.pipeline.correcting import Correcting
from bot.storage import corrections, editions, polls, redirecting, tags
from bot.storage.desk_tables import correction
from bot.storage.tables import delivery, discussion, edition
from tests.patience import PATIENCE
from tests.pipeline.delivering import deliver_all
from tests.pipeline.newsroom import SERVER, an_edition


class MemoryCorrector:
    """Notes what it was asked for; `fault` is raised instead, once or for good."""

    def __init__(self):
        self.calls = []
        self.fault = None
        self.meanwhile = None

    async def name_discussion(self, thread_id, edition, called):
        self._call("name", edition.story.draft.title)
        return True

    async def file_post(self, thread_id, edition, wanted, known):
        self._call("file", tuple(wanted), frozenset(known))

    async def edit_opening(self, thread_id, message_id, edition, key):
        self._call("opening", message_id)

    async def unseed(self, place, emoji):
        self._call("unseed", emoji)

    async def delete_card(self, place, *, is_post):
        if self.meanwhile is not None:
            await self.meanwhile()
        self._call("delete", place.channel_id, is_post)

    def _call(self, *call):
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        self.calls.append(call)


@pytest.fixture
def corrector():
    return MemoryCorrector()


@pytest.fixture
def correcting(database, discord, clock, corrector):
    return Correcting(database, discord, corrector, clock)


async def asked(database):
    async with database.read() as tx:
        return await tx.scalar(select(func.count()).select_from(correction))


async def ask_discussion(database, edition_id, clock):
    async with database.write() as tx:
        await corrections.ask_discussion(tx, edition_id, now=clock.now())


async def pointer(database, edition_id):
    async with database.read() as tx:
        found = (await tx.execute(select(delivery.c.id).where(~delivery.c.home))).scalar_one()
        return await corrections.card(tx, found)


async def ask_removal(database, edition_id, clock):
    card = await pointer(database, edition_id)
    async with database.write() as tx:
        await corrections.ask_removal(tx, edition_id, [card.id], now=clock.now())


async def test_a_discussion_is_called_and_begins_as_its_story_says_now_however_often_it_was_asked(
    database, discord, clock, correcting, corrector
):
    edition_id = await an_edition(database)
    await deliver_all(database, discord, clock)
    await ask_discussion(database, edition_id, clock)
    await ask_discussion(database, edition_id, clock)

    await correcting.correct_due()

    assert [call[0] for call in corrector.calls] == ["name", "opening"]
    assert await asked(database) == 0
    assert await correcting.correct_due() == clock.now() + timedelta(seconds=2)


async def test_a_post_is_filed_under_what_its_new_tags_say(database, discord, clock, correcting, corrector):
    discord.kinds[10] = ChannelKind.FORUM
    edition_id = await an_edition(
        database, kinds={10: ChannelKind.FORUM}, options=TagOptions(forum_tag_id=77)
    )
    await deliver_all(database, discord, clock)
    await ask_discussion(database, edition_id, clock)
    await correcting.correct_due()
    async with database.write() as tx:
        await tx.execute(update(edition).values(retagged_at=clock.now()))
    await ask_discussion(database, edition_id, clock)

    await correcting.correct_due()

    assert [call[0] for call in corrector.calls] == ["name", "name", "file"]
    assert corrector.calls[-1] == ("file", (77,), frozenset({77}))


async def test_what_has_no_discussion_yet_is_looked_at_again_and_what_never_will_is_not(
    database, discord, clock, correcting, corrector
):
    edition_id = await an_edition(database)
    await ask_discussion(database, edition_id, clock)
    await correcting.correct_due()
    waits = await asked(database)
    async with database.write() as tx:
        await tx.execute(update(delivery).values(state=DeliveryState.FAILED))
    await clock.advance(5)
    await correcting.correct_due()

    assert (waits, await asked(database), corrector.calls) == (1, 0, [])


async def test_an_opening_that_is_being_written_is_waited_for_but_not_for_ever(
    database, discord, clock, correcting, corrector
):
    edition_id = await an_edition(database)
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        await tx.execute(update(discussion).values(opening_message_id=None))
    await ask_discussion(database, edition_id, clock)
    await correcting.correct_due()
    waits = await asked(database)
    await clock.advance(660)
    await correcting.correct_due()

    assert (waits, await asked(database)) == (1, 0)
    assert {call[0] for call in corrector.calls} == {"name"}


async def test_reactions_become_those_of_the_polls_options(database, discord, clock, correcting, corrector):
    edition_id = await an_edition(database)
    await deliver_all(database, discord, clock)
    async with database.write() as tx:
        await corrections.ask_reactions(tx, edition_id, ["👍", "⚽"], now=clock.now())
    discord.calls.clear()
    await correcting.correct_due()
    seeded = discord.calls.count("seed")
    async with database.write() as tx:
        await polls.orphan(tx, edition_id)
        await corrections.ask_reactions(tx, edition_id, ["🥅"], now=clock.now())
    await correcting.correct_due()

    assert corrector.calls == [("unseed", "⚽")]
    assert seeded == 3
    assert discord.calls.count("seed") == 3
    assert await asked(database) == 0


@pytest.mark.parametrize("fault", [None, CardGone(), DestinationGone()])
async def test_a_card_that_no_tag_leads_to_is_deleted(database, discord, clock, correcting, corrector, fault):
    edition_id = await an_edition(database, channels=(10, 20))
    await deliver_all(database, discord, clock)
    corrector.fault = fault
    await ask_removal(database, edition_id, clock)
    await correcting.correct_due()
    card = await pointer(database, edition_id)
    await ask_removal(database, edition_id, clock)
    await correcting.correct_due()

    assert (card.state, card.reason) == (DeliveryState.REMOVED, "untagged")
    assert corrector.calls == ([("delete", 20, False)] if fault is None else [])
    assert await asked(database) == 0


async def test_a_card_on_its_way_is_deleted_once_it_stands(database, discord, clock, correcting, corrector):
    edition_id = await an_edition(database, channels=(10, 20))
    await ask_removal(database, edition_id, clock)
    await correcting.correct_due()
    early = [*corrector.calls]
    await deliver_all(database, discord, clock)
    await clock.advance(5)
    await correcting.correct_due()

    assert (early, corrector.calls) == ([], [("delete", 20, False)])


async def test_a_card_that_is_wanted_again_while_it_goes_is_posted_anew(
    database, discord, clock, correcting, corrector
):
    edition_id = await an_edition(database, channels=(10, 20))
    await deliver_all(database, discord, clock)
    old = await pointer(database, edition_id)

    async def wanted_again():
        async with database.write() as tx:
            of = await editions.get(tx, edition_id)
            await redirecting.set_tags(tx, of, await tags.of_server(tx, SERVER), now=clock.now())

    corrector.meanwhile = wanted_again
    await ask_removal(database, edition_id, clock)
    await correcting.correct_due()
    anew = await pointer(database, edition_id)

    assert anew.state is DeliveryState.QUEUED
    assert anew.card_key != old.card_key
    assert await asked(database) == 0


async def test_a_card_that_is_to_stay_before_its_turn_stays(database, discord, clock, correcting, corrector):
    edition_id = await an_edition(database, channels=(10, 20))
    await deliver_all(database, discord, clock)
    await ask_removal(database, edition_id, clock)
    async with database.read() as tx:
        found = (await tx.execute(select(correction))).one()
    kept = corrections.Correction(
        found.id, SERVER, edition_id, corrections.CorrectionKind.CARD, found.delivery_id, (), 0
    )
    async with database.write() as tx:
        await corrections.keep_cards(tx, [found.delivery_id])

    await correcting._do(kept)

    assert corrector.calls == []
    assert (await pointer(database, edition_id)).state is DeliveryState.DONE


@pytest.mark.parametrize(
    ("fault", "left"),
    [
        (TryLater(seconds=30), 1),
        (OutcomeUnknown(why="no answer"), 1),
        (PermissionMissing(permission="Manage Threads"), 1),
        (ValueError("a fault of ours"), 1),
        (Refused(discord_code=50035, why="too long"), 0),
        (DestinationGone(), 0),
    ],
)
async def test_what_passes_is_tried_again_and_what_discord_never_takes_is_not(
    database, discord, clock, correcting, corrector, fault, left
):
    edition_id = await an_edition(database)
    await deliver_all(database, discord, clock)
    await ask_discussion(database, edition_id, clock)
    corrector.fault = fault
    await correcting.correct_due()
    waits = await asked(database)
    await clock.advance(60)
    await correcting.correct_due()

    assert (waits, await asked(database)) == (left, 0)
    assert bool(corrector.calls) == bool(left)


async def test_nothing_follows_in_a_server_that_is_away(database, discord, clock, correcting, corrector):
    edition_id = await an_edition(database)
    await deliver_all(database, discord, clock)
    await ask_discussion(database, edition_id, clock)
    discord.away = {SERVER}
    await correcting.correct_due()

    assert corrector.calls == []
    assert await asked(database) == 1


async def test_the_loop_does_what_is_asked(database, discord, clock, correcting, corrector):
    edition_id = await an_edition(database)
    await deliver_all(database, discord, clock)
    await ask_discussion(database, edition_id, clock)
    loop = asyncio.create_task(correcting.run())

    async with asyncio.timeout(PATIENCE):
        while await asked(database):  # noqa: ASYNC110 -- rows announce nothing
            await asyncio.sleep(0.01)

    loop.cancel()
    with suppress(asyncio.CancelledError):
        await loop
    assert [call[0] for call in corrector.calls] == ["name", "opening"]
