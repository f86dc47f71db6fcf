"""/privacy as a reader uses it, on a server and in a direct message, and what is left in every table."""

import hashlib
import hmac
import io
import json
import re
import zipfile

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.domain.poll import reader_key
from bot.standin.world.model import Emoji
from bot.storage import poll_tables, tables
from bot.storage.keys import VoterKeys
from cogs.privacy import _file
from tests.builders import an_item
from tests.cogs.asking import custom_id_of

FORGET, KEEP = "Forget me", "Keep it"


@pytest.fixture
async def card(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    return await newsroom.finished_card()


@pytest.fixture
def ravi(newsroom):
    return newsroom.reader_account()


def key_of(newsroom, account):
    master = VoterKeys.beside(newsroom.settings().storage.path)
    return hmac.digest(master.server_key(newsroom.server.id), str(account.id).encode(), hashlib.sha256)


async def marks(tx):
    return await tx.scalar(select(func.count()).select_from(poll_tables.mark))


async def tables_with(newsroom, key):
    """The tables in which a key stands, whatever the column."""
    found = set()
    async with newsroom.app.database.read() as tx:
        for table in tables.metadata.sorted_tables:
            for row in await tx.execute(select(table)):
                if key in tuple(row):
                    found.add(table.name)
    return found


async def place_of(newsroom, person, *, direct):
    if direct:
        return {"channel_id": await person.direct(newsroom.application.account.id)}
    return {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}


async def answered(person, asked, label):
    """Press a button; return what stands there afterwards."""
    message = asked.message
    await person.click(message["channel_id"], message["id"], custom_id_of(asked, label))
    _, changed = await person.wait_event(
        lambda name, data: name == "MESSAGE_UPDATE" and data["id"] == message["id"] and not data["components"]
    )
    return changed["content"]


async def exported(newsroom, reply):
    """What stands in the file of a private answer."""
    assert reply.private
    (attachment,) = reply.message["attachments"]
    assert attachment["filename"] == "newsclip-about-me.json"
    async with aiohttp.ClientSession() as session, session.get(attachment["url"]) as response:
        return json.loads(await response.read())


async def press_save(person, newsroom, card):
    found = re.search(r"newsclip:save:\w+", str(card.components))
    await person.click(newsroom.world.id, card.id, found[0])


async def test_the_policy_says_what_is_stored(newsroom, ravi):
    async with newsroom.person(ravi) as person:
        said = await person.command("privacy policy", **await place_of(newsroom, person, direct=True))

    assert said.private
    for word in (
        "Votes",
        "subscriptions",
        "30 days",
        "35 days",
        "roles that I gave you",
        "whether direct messages reach you",
        "/privacy export",
        "/privacy delete",
        "/privacy opt-out",
    ):
        assert word in said.text


async def test_all_commands_are_offered_in_a_direct_message(newsroom, ravi):
    async with newsroom.person(ravi) as person:
        direct = await person.direct(newsroom.application.account.id)
        offered = await person.commands(channel_id=direct)

    assert [each["name"] for each in offered] == ["privacy"]
    assert [each["name"] for each in offered[0]["options"]] == [
        *("opt-out", "opt-in", "policy", "export", "delete")
    ]


@pytest.mark.parametrize("direct", [False, True])
async def test_a_reader_is_forgotten_also_after_leaving_the_server(newsroom, card, ravi, direct):
    world, other = newsroom.standin.world, newsroom.reader_account("Mina")
    world.react(card, ravi, Emoji("👍"))
    world.react(card, other, Emoji("👎"))
    await newsroom.until(marks, lambda found: found == 2)
    async with newsroom.person(ravi) as person:
        here = await place_of(newsroom, person, direct=False)
        await person.command("news subscribe", **here, tag="Talks")
        await press_save(person, newsroom, card)
        place = await place_of(newsroom, person, direct=direct)
        file = await exported(newsroom, await person.command("privacy export", **place))
        asked = await person.command("privacy delete", **place)
        before = await tables_with(newsroom, key_of(newsroom, ravi))
        known = await tables_with(newsroom, ravi.id)
        if direct:
            world.leave(newsroom.server, ravi)
        done = await answered(person, asked, FORGET)
        if direct:
            world.join(newsroom.server, ravi)  # Discord offers commands to who shares a server with the bot
        nothing = await exported(newsroom, await person.command("privacy export", **place))
    await newsroom.restart()  # a new session compares with what Discord lists
    reconciled = select(poll_tables.poll.c.reconciled_at).where(poll_tables.poll.c.reconcile_at.is_(None))
    await newsroom.until(lambda tx: tx.scalar(reconciled), lambda at: at is not None)

    assert asked.private
    assert "visible on Discord" in asked.text
    assert "five readers or more" in asked.text
    assert before == {"mark", "vote_event"}
    assert known >= {"subscription", "saved_story"}
    assert {table for table, rows in file["stored"].items() if rows} == before | known
    assert file["stored"]["saved_story"][0]["story"] == "About talks"
    assert {table for table, rows in nothing["stored"].items() if rows} == {"suppressed_reader"}
    assert "everything about you is forgotten" in done
    assert await tables_with(newsroom, key_of(newsroom, ravi)) == set()
    assert await tables_with(newsroom, key_of(newsroom, other)) == {"mark", "vote_event"}
    assert await tables_with(newsroom, ravi.id) == set()


async def test_who_thinks_again_keeps_their_votes(newsroom, card, ravi):
    newsroom.standin.world.react(card, ravi, Emoji("👍"))
    await newsroom.until(marks, lambda found: found == 1)
    async with newsroom.person(ravi) as person:
        asked = await person.command("privacy delete", **await place_of(newsroom, person, direct=False))
        done = await answered(person, asked, KEEP)

    assert "Nothing was changed" in done
    assert await tables_with(newsroom, key_of(newsroom, ravi)) == {"mark", "vote_event"}


@pytest.mark.parametrize("direct", [False, True])
async def test_a_reader_opts_out_and_in(newsroom, card, ravi, direct):
    world, mina = newsroom.standin.world, newsroom.reader_account("Mina")
    world.react(card, ravi, Emoji("👍"))
    await newsroom.until(marks, lambda found: found == 1)
    async with newsroom.person(ravi) as person:
        place = await place_of(newsroom, person, direct=direct)
        out = await person.command("privacy opt-out", **place)
        while_out = await tables_with(newsroom, key_of(newsroom, ravi))
        world.react(card, ravi, Emoji("👎"))
        world.react(card, mina, Emoji("👎"))  # comes later: what was before it is stored or never will be
        await newsroom.until(marks, lambda found: found == 1)
        unstored = await tables_with(newsroom, key_of(newsroom, ravi))
        again = await person.command("privacy opt-out", **place)
        back = await person.command("privacy opt-in", **place)
        already = await person.command("privacy opt-in", **place)
        world.react(card, ravi, Emoji("🤔"))
        await newsroom.until(marks, lambda found: found == 2)

    assert out.private
    assert back.private
    assert "not counted any more" in out.text
    assert "visible on Discord" in out.text
    assert again.text == out.text
    assert "counted again" in back.text
    assert "had not opted out" in already.text
    assert while_out == unstored == set()


async def test_a_wish_is_kept_under_a_key_that_stands_for_nobody_else(newsroom, ravi):
    keys = VoterKeys.beside(newsroom.settings().storage.path)
    async with newsroom.person(ravi) as person:
        place = await place_of(newsroom, person, direct=True)
        await person.command("privacy opt-out", **place)

    assert await tables_with(newsroom, reader_key(keys.readers_key, ravi.id)) == {"suppressed_reader"}
    assert await tables_with(newsroom, ravi.id) == set()


@pytest.mark.parametrize("direct", [False, True])
async def test_the_file_names_no_story_of_a_channel_that_is_hidden_from_its_reader(
    newsroom, card, ravi, direct
):
    newsroom.standin.world.react(card, ravi, Emoji("👍"))
    await newsroom.until(marks, lambda found: found == 1)
    async with newsroom.person(ravi) as person:
        place = await place_of(newsroom, person, direct=direct)
        await press_save(person, newsroom, card)
        before = await exported(newsroom, await person.command("privacy export", **place))
        newsroom.hide(newsroom.world)
        await newsroom.heard(lambda bot: bot.get_channel(newsroom.world.id).overwrites)
        if not direct:
            place["channel_id"] = newsroom.channel("lobby").id
        after = await exported(newsroom, await person.command("privacy export", **place))

    tables_of_stories = ("saved_story", "mark", "vote_event")
    assert {before["stored"][each][0]["story"] for each in tables_of_stories} == {"About talks"}
    assert all(len(after["stored"][each]) == 1 for each in tables_of_stories)
    assert "talks" not in json.dumps([after["stored"][each] for each in tables_of_stories])


def test_a_file_that_discord_would_not_take_is_packed_and_loses_nothing():
    stored = {
        "user_id": "5",
        "stored": {"notification": [{"story": f"Friedensgespräche {n}"} for n in range(900)]},
    }

    small, packed = _file(stored, 10 * 2**20), _file(stored, 10_000)

    assert (small.filename, json.load(small.fp)) == ("newsclip-about-me.json", stored)
    assert packed.filename == "newsclip-about-me.zip"
    assert packed.fp.seek(0, io.SEEK_END) <= 10_000
    with zipfile.ZipFile(packed.fp) as folder:
        assert json.loads(folder.read("newsclip-about-me.json")) == stored
