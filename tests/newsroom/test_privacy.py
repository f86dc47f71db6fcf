"""What is stored of a person, in every column of every table: handed over whole, and forgotten whole."""

import json
from collections import defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import BigInteger, LargeBinary, delete, insert, select, update
from sqlalchemy.types import JSON

from bot.domain.errors import ReaderGone
from bot.domain.ids import ServerId, UserId
from bot.domain.poll import reader_key, voter_key
from bot.newsroom.privacy import Privacy
from bot.storage.keys import VoterKeys
from bot.storage.schema import metadata
from tests.builders import NOON
from tests.manual_clock import ManualClock
from tests.storage.test_erasing import OF_NO_SERVER, STAYING, everything

CHANNEL = 10  # of the cards in `everything`
PERSON, OTHER = UserId(900_000_000_000_000_007), UserId(900_000_000_000_000_008)
# Discord's ids of what is no person, hashes of what is none, and values in which nobody is named.
OF_NOBODY = {
    *("server.id", "server.review_channel_id", "server.moderator_role_id", "server.clip_role_id"),
    "server_digest.channel_id",
    *("tag.channel_id", "tag.forum_tag_id", "tag.role_id", "tag_role.role_id", "role_change.role_id"),
    *("delivery.channel_id", "delivery.message_id", "delivery.place_id", "delivery.terms"),
    *("discussion.thread_id", "discussion.opening_message_id"),
    *("poll.channel_id", "poll.message_id", "poll.result_message_id", "mark.seq"),
    *("story.hashtags", "story.quotes", "story.related", "edition.pinned", "feed.last_error"),
    "source.filter",
    *("sighting.item_hash", "sighting.fingerprint"),
    *("review.channel_id", "review.message_id", "note.thread_id", "note.message_id"),
    *("edition.move_to", "edition.pinned", "verdict.before"),
    *("correction.emojis", "feed_notice.fields", "feed_notice.channel_id", "feed_notice.message_id"),
}
# What has to stay: that somebody wanted to be forgotten, under a key that stands for nobody else.
KEPT = {"suppressed_reader"}
OF_STORIES = (
    *("notification", "saved_story", "mark", "vote_event", "carried_mark"),
    *("edition", "verdict", "note", "clip"),
)


def columns_of_people():
    """Every column in which a person may stand: whatever is not known to be of nobody."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            is_number = isinstance(column.type, BigInteger) and not column.type._variant_mapping
            if not is_number and not isinstance(column.type, LargeBinary | JSON):
                continue
            if not column.foreign_keys and f"{table.name}.{column.name}" not in OF_NOBODY:
                yield column


@pytest.fixture
def keys(tmp_path):
    return VoterKeys.beside(tmp_path / "newsclip.db")


@pytest.fixture
def seen():
    """The channels that everybody sees who is asked for, and servers in which nobody is a member."""
    return {CHANNEL}


@pytest.fixture
def privacy(database, keys, seen):
    async def seen_by(server_id, user_id, channels):
        if server_id in seen:
            raise ReaderGone
        return frozenset(channels) & seen

    return Privacy(database, keys, ManualClock(NOON + timedelta(hours=1)), seen_by=seen_by)


async def plant(database, keys, person, number=1):
    """Put a row into every table, with the person wherever one can be."""
    server_id = ServerId(STAYING + number)
    planted = {
        "voter_key": voter_key(keys.server_key(server_id), person),
        "reader_key": reader_key(keys.readers_key, person),
    }
    rows = everything(server_id, number, (number,)) + list(OF_NO_SERVER.items())
    of_people = defaultdict(list)
    for column in columns_of_people():
        of_people[column.table.name].append(column)
    async with database.write() as tx:
        feed = {"id": number, "url": f"https://feed.example/{number}", "next_check_at": NOON}
        await tx.execute(insert(metadata.tables["feed"]).values(feed))
        for name, row in rows:
            theirs = {column.name: planted.get(column.name, person) for column in of_people[name]}
            naming = {"of": [person, {"who": f"<@{person}>"}]}
            theirs |= {column.name: naming for column in of_people[name] if isinstance(column.type, JSON)}
            await tx.execute(insert(metadata.tables[name]).values(row | theirs))
    return {name for name, columns in of_people.items() if columns}


async def found(database, keys, person, number=1):
    """The tables in which a person stands, however: by id or by a key, alone or within something else."""
    server_key = keys.server_key(ServerId(STAYING + number))
    signs = [str(person), voter_key(server_key, person), reader_key(keys.readers_key, person)]
    tables = set()
    async with database.read() as tx:
        names = await tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        for name in [row[0] for row in names]:
            rows = await tx.exec_driver_sql(f"SELECT * FROM {name}")
            values = [value for row in rows for value in row]
            said = " ".join(str(value) for value in values)
            if signs[0] in said or any(sign in values for sign in signs[1:]):
                tables.add(name)
    return tables


async def test_whoever_is_forgotten_stands_in_no_column_of_any_table(database, keys, privacy):
    planted = await plant(database, keys, PERSON)
    await plant(database, keys, OTHER, 2)
    before = await found(database, keys, PERSON)
    others = await found(database, keys, OTHER, 2)

    await privacy.erase(PERSON)

    assert before == planted
    assert len(planted) >= 11
    assert await found(database, keys, PERSON) == KEPT
    assert await found(database, keys, OTHER, 2) == others


async def test_a_role_that_they_have_is_remembered_until_it_is_taken_away(database, keys, privacy):
    await plant(database, keys, PERSON)
    role_change = metadata.tables["role_change"]
    async with database.write() as tx:
        await tx.execute(update(role_change).values(given_at=NOON, not_before=None))

    await privacy.erase(PERSON)

    async with database.read() as tx:
        (row,) = (await tx.execute(select(role_change))).all()
    assert (row.user_id, row.wanted, row.not_before) == (PERSON, False, NOON + timedelta(hours=1))
    assert await found(database, keys, PERSON) == KEPT | {"role_change"}


async def test_of_a_role_in_a_server_that_we_left_nothing_is_remembered_and_they_are_told_so(
    database, keys, privacy
):
    await plant(database, keys, PERSON)
    role_change, server = metadata.tables["role_change"], metadata.tables["server"]
    async with database.write() as tx:
        await tx.execute(update(role_change).values(given_at=NOON, not_before=None))
        await tx.execute(update(server).values(left_at=NOON))

    kept = await privacy.erase(PERSON)

    assert kept == ["Harbour"]
    assert await found(database, keys, PERSON) == KEPT
    assert await privacy.erase(PERSON) == []


async def test_the_file_has_every_row_in_which_a_person_stands_and_none_of_others(database, keys, privacy):
    planted = await plant(database, keys, PERSON)
    await plant(database, keys, OTHER, 2)

    exported = json.loads(json.dumps(await privacy.export(PERSON)))

    stored = exported["stored"]
    assert {table for table, rows in stored.items() if len(rows) == 1} == planted
    assert set(stored) == planted
    assert exported["user_id"] == str(PERSON)
    assert str(OTHER) not in json.dumps(exported)
    assert stored["saved_story"][0]["story"] == "Stories1"
    for table in OF_STORIES:
        assert stored[table][0]["story"] == "Stories1"
    assert stored["subscription"][0]["tag"] == "World"
    assert stored["mark"][0]["server"] == stored["reader"][0]["server"] == "Harbour"


@pytest.mark.parametrize("why", ["hidden", "left", "without a card"])
async def test_the_file_names_no_story_that_the_person_may_not_see(database, keys, privacy, seen, why):
    planted = await plant(database, keys, PERSON)
    match why:
        case "hidden":
            seen.clear()
        case "left":
            seen.add(ServerId(STAYING + 1))
        case _:
            async with database.write() as tx:
                await tx.execute(delete(metadata.tables["delivery"]))

    exported = await privacy.export(PERSON)

    assert set(exported["stored"]) == planted
    assert "Stories1" not in json.dumps(exported)
    for table in OF_STORIES:
        [row] = exported["stored"][table]
        told = {"story", "story_link", "title", "changes", "fields", "pinned", "before"}
        assert not told & set(row)


def test_every_column_that_is_of_nobody_exists():
    known = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}

    assert known >= OF_NOBODY


async def test_what_names_them_in_discord_is_drawn_again(database, keys, privacy):
    await plant(database, keys, PERSON)
    delivery, review = metadata.tables["delivery"], metadata.tables["review"]
    async with database.write() as tx:
        await tx.execute(update(delivery).values(message_id=1))

    await privacy.erase(PERSON)

    async with database.read() as tx:
        drawn = await tx.scalar(select(delivery.c.refresh_at)), await tx.scalar(select(review.c.due_at))
    assert drawn == (NOON + timedelta(hours=1), NOON + timedelta(hours=1))
