"""`newsclip check` beside the running bot: every fault is found, and told with its fix."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from bot.check import check
from bot.standin.world.model import Overwrite
from tests.newsroom_running import a_newsroom
from tests.test_backup import damage

SEND, MANAGE_MESSAGES = 1 << 11, 1 << 13


@pytest.fixture
async def newsroom(tmp_path):
    async with a_newsroom(tmp_path) as running:
        yield running


@pytest.fixture
def config(newsroom, tmp_path, monkeypatch):
    file = tmp_path / "config.toml"
    file.write_text(
        f'[discord]\napi_url = "{newsroom.standin.api_url}"\ngateway_url = "{newsroom.standin.gateway_url}"\n'
    )
    monkeypatch.setenv("NEWSCLIP_TOKEN", newsroom.application.token)
    return file


async def checked(config, *, offline=False):
    """Run it as the command does, in a process's own loop; return the exit code and the lines."""
    lines = []
    code = await asyncio.to_thread(check, config, offline=offline, say=lines.append)
    return code, lines


def wrong(lines):
    return [line.removeprefix("✗ ") for line in lines if line.startswith("✗")]


async def test_all_is_well_beside_the_running_bot(newsroom, config):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Geneva", newsroom.world)
    forum = newsroom.forum(tags=("Sport",), requires_tag=True)
    await newsroom.tag("Sport", forum, forum_tag_id=forum.tags[0].id)
    await newsroom.tag("Press", newsroom.announcements(), crosspost=True)

    code, lines = await checked(config)

    assert (code, wrong(lines)) == (0, [])
    assert "Harbour News" in lines
    assert lines[-3:] == [
        "✓ #world (text) for Talks, Geneva",
        "✓ #forum (forum) for Sport",
        "✓ #announcements (announcement) for Press",
    ]


def forbid_sending(newsroom):
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    newsroom.world.overwrites[role.id] = Overwrite(role.id, 0, 0, SEND)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (forbid_sending, "#world of Talks: the bot lacks “Send Messages”. Allow it"),
        (lambda newsroom: newsroom.standin.world.delete_channel(newsroom.world), "of Talks was deleted"),
        (lambda newsroom: newsroom.hide(newsroom.world) or newsroom.world.overwrites.popitem(), "Talks"),
    ],
    ids=["permission", "deleted", "hidden"],
)
async def test_a_channel_that_takes_no_cards_is_told_with_the_fix(newsroom, config, harm, told):
    await newsroom.tag("Talks", newsroom.world)
    harm(newsroom)
    newsroom.standin.world.update_channel(newsroom.world)

    code, lines = await checked(config)

    (line,) = wrong(lines)
    assert code == 1
    assert told in line


async def test_what_goes_better_with_more_is_told_and_is_nothing_wrong(newsroom, config):
    await newsroom.tag("Talks", newsroom.world)
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    newsroom.world.overwrites[role.id] = Overwrite(role.id, 0, 0, MANAGE_MESSAGES)
    newsroom.standin.world.update_channel(newsroom.world)

    code, lines = await checked(config)

    (line,) = [line for line in lines if "Better with" in line]
    assert (code, wrong(lines)) == (0, [])
    assert "“Manage Messages”, but not needed" in line


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "#forum takes no post without a forum tag, and Sport has none"),
        ({"forum_tag_id": 7}, "#forum: the forum tag of Sport was deleted"),
    ],
)
async def test_a_forum_that_wants_a_tag_is_told(newsroom, config, options, told):
    await newsroom.tag("Sport", newsroom.forum(tags=("Other",), requires_tag=True), **options)

    code, lines = await checked(config)

    (line,) = wrong(lines)
    assert code == 1
    assert line.startswith(told)


async def test_cards_cannot_be_passed_on_from_a_text_channel(newsroom, config):
    await newsroom.tag("Talks", newsroom.world, crosspost=True)

    _, lines = await checked(config)

    assert wrong(lines)[0].startswith("#world is not an announcement channel")


async def test_a_category_is_no_channel_for_cards(newsroom, config):
    await newsroom.tag("Talks", newsroom.channel("house", kind=newsroom.world.kind.CATEGORY))

    _, lines = await checked(config)

    assert wrong(lines)[0].startswith("#house of Talks can't take cards")


async def test_a_server_that_sent_the_bot_away_is_told(newsroom, config):
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.stop()
    newsroom.standin.world.leave(newsroom.server, newsroom.application.account)

    code, lines = await checked(config)

    assert code == 1
    assert wrong(lines)[0].startswith("Harbour News: the bot is not in this server any more")


async def test_a_token_that_is_none_is_a_wrong_configuration(config, monkeypatch):
    monkeypatch.setenv("NEWSCLIP_TOKEN", "no.such.token")

    code, lines = await checked(config)

    assert code == 3
    assert wrong(lines) == [
        "discord.token: Discord does not know it; make a new one (Developer Portal → Bot)"
    ]


async def test_a_wrong_setting_is_a_wrong_configuration(config):
    config.write_text("[polls]\nlength_days = 0\n")

    code, lines = await checked(config)

    assert code == 3
    assert wrong(lines)[0].startswith("polls.length_days: ")


async def test_offline_it_wants_no_token_and_asks_nobody(config, monkeypatch):
    monkeypatch.delenv("NEWSCLIP_TOKEN")
    config.write_text('[discord]\napi_url = "http://127.0.0.1:9/api/v10"\n')

    code, lines = await checked(config, offline=True)

    assert (code, wrong(lines)) == (0, [])


async def test_a_discord_that_does_not_answer_is_told(newsroom, config):
    config.write_text('[discord]\napi_url = "http://127.0.0.1:9/api/v10"\n')

    code, lines = await checked(config)

    assert code == 1
    assert wrong(lines)[0].startswith("Discord gave no usable answer")


async def test_without_a_database_the_fix_is_to_name_it(newsroom, config, tmp_path):
    await newsroom.stop()
    (tmp_path / "newsclip.db").unlink()

    code, lines = await checked(config, offline=True)

    assert code == 1
    assert wrong(lines)[0].startswith(f"There is no database {tmp_path / 'newsclip.db'}. ")
    assert not (tmp_path / "newsclip.db").exists()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda key: key.chmod(0o644), "can be read by others. Keep it to its owner: chmod 600"),
        (lambda key: key.write_bytes(b"short"), "is damaged"),
        (lambda key: key.unlink() or key.mkdir(), "can't be read"),
        (lambda key: key.unlink(), "is gone, but there are votes"),
    ],
    ids=["mode", "size", "folder", "gone"],
)
async def test_what_is_wrong_with_the_key_is_told(newsroom, config, tmp_path, harm, told):
    await asyncio.to_thread(vote, tmp_path / "newsclip.db")
    harm(tmp_path / "newsclip.key")

    code, lines = await checked(config, offline=True)

    (line,) = wrong(lines)
    assert code == 1
    assert told in line


async def test_no_key_is_needed_without_votes(newsroom, config, tmp_path):
    (tmp_path / "newsclip.key").unlink()

    code, lines = await checked(config, offline=True)

    assert code == 0
    assert any("There is no key file yet" in line for line in lines)


async def test_a_damaged_database_is_told(newsroom, config, tmp_path):
    await asyncio.to_thread(damage, tmp_path / "newsclip.db")

    code, lines = await checked(config, offline=True)

    assert code == 1
    assert "is damaged (rows of audit belong to nothing). Stop the bot" in wrong(lines)[0]


def vote(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO suppressed_reader VALUES (x'00', 'erased', 'now')")
