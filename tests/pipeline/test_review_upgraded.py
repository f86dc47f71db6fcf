"""Stories that waited for a moderator before there were review channels' messages."""

from sqlalchemy import select, text

from bot.pipeline.reviewing import MOST_CARDS
from bot.storage.database import Database
from bot.storage.desk_tables import review
from bot.storage.migrations.create import sole_engine
from bot.storage.migrations.run import apply
from bot.storage.migrations.upgrade import upgrade
from tests.pipeline.newsroom import SERVER
from tests.pipeline.review_desk import DESK, Desk

THEN = "2026-11-20 10:00:00.000000"
SERVER_ROW = {"id": SERVER, "name": "Harbour News", "joined_at": THEN, "review_channel_id": DESK}
STORY_ROW = {"lead": "They talk.", "hashtags": "[]", "quotes": "[]", "related": "[]", "from_page": 1}
STORY_ROW |= {"first_seen_at": THEN, "updated_at": THEN}
EDITION_ROW = {"server_id": SERVER, "created_at": THEN}


def insert(connection, table, row):
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)


def a_database_of_before(path, states):
    """Make a file of the revision before, with an edition in each of these states."""
    with sole_engine(path).begin() as connection:
        apply(connection, to="0003")
        insert(connection, "server", SERVER_ROW)
        for number, state in enumerate(states, start=1):
            insert(
                connection, "story", STORY_ROW | {"id": number, "key": f"k{number}", "title": f"N{number}"}
            )
            insert(connection, "edition", EDITION_ROW | {"id": number, "story_id": number, "state": state})


async def test_what_was_held_before_an_upgrade_is_shown_to_its_moderators(tmp_path, discord, clock):
    path = tmp_path / "newsclip.db"
    a_database_of_before(path, ["cleared", *["held"] * (MOST_CARDS + 2), "expired"])

    await upgrade(path)
    database = await Database.open(path)
    desk = Desk(database, discord, clock)
    await desk.do()

    *cards, queue = desk.post.shown(DESK)
    titles = [view.edition.story.draft.title for view in cards]
    assert titles == [f"N{number}" for number in range(2, MOST_CARDS + 2)]
    assert queue.waiting == 2
    async with database.read() as tx:
        rows = (await tx.execute(select(review).where(review.c.edition_id.is_not(None)))).all()
        [held_at] = await tx.scalars(text("SELECT DISTINCT held_at FROM edition WHERE state = 'held'"))
        [made_at] = await tx.scalars(text("SELECT DISTINCT created_at FROM review WHERE kind = 'held'"))
        [as_others] = await tx.scalars(text("SELECT DISTINCT created_at FROM review WHERE kind = 'queue'"))
    await database.close()
    assert len({row.card_key for row in rows}) == MOST_CARDS + 2
    assert {len(row.card_key) for row in rows} == {24}
    assert (held_at, len(held_at)) == (made_at, len(as_others))  # one moment, written as all others are
