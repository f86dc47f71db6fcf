"""A backup is gone on with, and a bot without its key does not begin."""

import asyncio
from pathlib import Path

import pytest

from bot.app import open_app
from bot.backup import back_up
from bot.config import StorageSettings
from bot.domain.errors import KeyFileLost
from bot.storage import polls
from tests.builders import MemoryReader, an_item

TALKS = an_item("talks", categories=("Talks",))


async def voted(newsroom, card):
    """Wait until one mark is stored; return it."""

    async def marks(tx):
        poll = (await polls.of_messages(tx, [card.id]))[card.id]
        return await polls.marks(tx, poll.id)

    return await newsroom.until(marks, lambda found: len(found) == 1)


async def a_vote(newsroom):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await newsroom.publish(feed, TALKS)
    card = await newsroom.finished_card()
    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.react(newsroom.world.id, card.id, "👍")
    return feed, card, await voted(newsroom, card)


async def test_a_restored_backup_goes_on_where_it_was_made(newsroom, tmp_path, monkeypatch):
    feed, card, before = await a_vote(newsroom)
    monkeypatch.setenv("NEWSCLIP_STORAGE__PATH", str(tmp_path / "newsclip.db"))
    copy = tmp_path / "elsewhere" / "copy.db"
    copy.parent.mkdir()

    await asyncio.to_thread(back_up, None, copy, force=False, say=print)
    await newsroom.restart(storage=StorageSettings(path=copy))
    after = await voted(newsroom, card)
    await newsroom.publish(feed, TALKS, an_item("more", categories=("Talks",)))
    await newsroom.finished_card(number=2)

    assert after == before
    assert len(newsroom.cards(newsroom.world)) == 2


async def test_a_lost_key_is_not_replaced_beside_votes(newsroom, tmp_path: Path):
    await a_vote(newsroom)
    await newsroom.stop()
    (tmp_path / "newsclip.key").unlink()

    with pytest.raises(KeyFileLost):
        async with open_app(newsroom.settings(), reader=MemoryReader()):
            pass

    assert not (tmp_path / "newsclip.key").exists()
