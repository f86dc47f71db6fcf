"""What moderators decided is said in the discussion: once, in order, and locked or opened with it."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.domain.errors import (
    CardGone,
    DestinationGone,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    TryLater,
)
from bot.domain.ids import EditionId
from bot.domain.note import NoteState
from bot.pipeline.noting import Noting
from bot.storage import discussions, notes, servers
from tests.patience import PATIENCE
from tests.pipeline.delivering import deliver_all
from tests.pipeline.memory_discord import Crash, nth
from tests.pipeline.newsroom import SERVER, an_edition

WINDOW = timedelta(seconds=60)


@pytest.fixture
def noting(database, discord, clock):
    return Noting(database, discord, clock, nonce_window=WINDOW)


@pytest.fixture
async def edition_id(database, discord, clock):
    edition_id = await an_edition(database)
    await deliver_all(database, discord, clock)
    discord.calls.clear()
    return edition_id


async def say(database, edition_id, clock, kind, *, locks=None, **fields):
    async with database.write() as tx:
        return await notes.say(tx, edition_id, kind, fields, now=clock.now(), locks=locks)


async def states(database, edition_id):
    async with database.read() as tx:
        return [each.state for each in await notes.of_edition(tx, edition_id)]


def thread_of(discord):
    return discord.cards(10)[0].id


async def test_notes_are_said_in_order_and_the_discussion_is_locked_after_and_opened_before(
    database, discord, clock, edition_id, noting
):
    await say(database, edition_id, clock, "correction", what=["title"])
    await say(database, edition_id, clock, "locked", locks=True, reason="off the rails")
    for _ in range(2):
        await noting.say_due()
    locked, first_calls = discord.cards(10)[0].locked, [*discord.calls]
    await say(database, edition_id, clock, "reopened", locks=False)
    await noting.say_due()

    assert discord.notes(thread_of(discord)) == ["correction", "locked", "reopened"]
    assert (locked, discord.cards(10)[0].locked) == (True, False)
    assert first_calls == ["note", "note", "lock"]
    assert discord.calls[3:] == ["unlock", "note"]
    assert await states(database, edition_id) == [NoteState.DONE] * 3
    assert await noting.say_due() == clock.now() + timedelta(seconds=2)


@pytest.mark.parametrize("call", [1, 2])
@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("later", [timedelta(seconds=1), timedelta(minutes=10)])
async def test_a_note_is_said_once_whenever_the_process_dies(
    database, discord, clock, edition_id, noting, call, effect, later
):
    await say(database, edition_id, clock, "retracted", locks=True)
    setattr(discord, effect, nth(call, Crash()))
    with suppress(BaseExceptionGroup):
        await noting.say_due()
    setattr(discord, effect, lambda _call: None)
    await clock.advance(later.total_seconds())

    await Noting(database, discord, clock, nonce_window=WINDOW).say_due()

    assert discord.notes(thread_of(discord)) == ["retracted"]
    assert discord.cards(10)[0].locked
    assert await states(database, edition_id) == [NoteState.DONE]


async def test_without_the_permission_moderators_are_told_once_and_it_is_done_once_they_grant_it(
    database, discord, clock, edition_id, noting
):
    await say(database, edition_id, clock, "locked", locks=True)
    discord.before = nth(2, PermissionMissing(permission="Manage Threads"))
    await noting.say_due()
    waits = await states(database, edition_id)
    await clock.advance(3600)
    await noting.say_due()

    assert waits == [NoteState.POSTED]
    assert await states(database, edition_id) == [NoteState.DONE]
    assert discord.notes(thread_of(discord)) == ["locked"]
    assert [(key, fields["permission"]) for _, key, fields in discord.notices] == [
        ("notice-note-permission", "Manage Threads")
    ]


@pytest.mark.parametrize("error", [DestinationGone(), CardGone()])
async def test_what_was_to_be_said_in_a_discussion_that_is_gone_is_said_nowhere(
    database, discord, clock, edition_id, noting, error
):
    await say(database, edition_id, clock, "locked", locks=True)
    await say(database, edition_id, clock, "reopened", locks=False)
    discord.before = nth(1, error)
    await noting.say_due()
    await clock.advance(3600)
    await noting.say_due()

    assert await states(database, edition_id) == [NoteState.FAILED] * 2
    assert len(discord.calls) == 1


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (TryLater(seconds=30), NoteState.POSTING),
        (OutcomeUnknown(why="no answer"), NoteState.POSTING),
        (ValueError("a fault of ours"), NoteState.POSTING),
        (Refused(discord_code=50035, why="too long"), NoteState.FAILED),
    ],
)
async def test_what_passes_is_tried_again_and_what_discord_never_takes_is_not(
    database, discord, clock, edition_id, noting, error, state
):
    await say(database, edition_id, clock, "correction", what=["title"])
    discord.before = nth(1, error)
    await noting.say_due()
    at_first = await states(database, edition_id)
    await clock.advance(31)
    await noting.say_due()

    assert at_first == [state]
    assert len(discord.notes(thread_of(discord))) == (state is NoteState.POSTING)


async def test_nothing_is_said_while_a_server_is_away_or_paused_and_where_there_is_no_discussion(
    database, discord, clock, edition_id, noting
):
    await say(database, edition_id, clock, "correction", what=["title"])
    discord.away.add(SERVER)
    await noting.say_due()
    discord.away.clear()
    await clock.advance(61)
    async with database.write() as tx:
        await servers.pause(tx, SERVER, now=clock.now())
    await noting.say_due()
    while_paused = [*discord.calls]
    async with database.write() as tx:
        await servers.go_on(tx, SERVER)
    await noting.say_due()

    assert while_paused == []
    assert discord.calls == ["note"]
    assert not await say(database, EditionId(99), clock, "correction")


async def test_a_note_whose_story_went_meanwhile_is_nothing(database, discord, clock, edition_id, noting):
    await say(database, edition_id, clock, "correction", what=["title"])
    run = asyncio.create_task(noting.run())
    async with asyncio.timeout(PATIENCE):
        while not discord.notes(thread_of(discord)):  # noqa: ASYNC110 -- the memory announces nothing
            await asyncio.sleep(0.01)
    run.cancel()
    await noting._do(notes.DueNote(99, SERVER, 1))  # between the look and the turn

    assert discord.calls == ["note"]


async def test_locking_is_known_of_a_discussion(database, discord, clock, edition_id):
    await say(database, edition_id, clock, "locked", locks=True)
    async with database.read() as tx:
        locked = await discussions.locked_at(tx, edition_id)
    await say(database, edition_id, clock, "reopened", locks=False)
    async with database.read() as tx:
        opened = await discussions.locked_at(tx, edition_id)

    assert (locked, opened) == (clock.now(), None)
