"""`newsclip check --polls` and `newsclip export polls`, on a database that the bot has open."""

import asyncio
import csv
import io
import json
import sqlite3
from contextlib import closing

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.check_polls import check_polls
from bot.domain.ids import UserId
from bot.domain.poll import PollMode, voter_key
from bot.storage.keys import VoterKeys
from tests.builders import a_server
from tests.pipeline.newsroom import SERVER
from tests.pipeline.readers import ANNA
from tests.pipeline.test_vote_invariants import Story


@pytest.fixture
def keys(tmp_path):
    return VoterKeys.open(tmp_path / "newsclip.key")


@pytest.fixture
async def story(database, keys):
    """A poll of ten readers, seven of whom say 👍."""
    begun = await Story(database, keys, PollMode.SINGLE).begin()
    for number in range(10):
        begun.readers.react(UserId(ANNA + number), "👍" if number < 7 else "👎")
    await begun.voting.flush()
    return begun


@pytest.fixture
def config(database_file, tmp_path):
    file = tmp_path / "config.toml"
    file.write_text(f'[storage]\npath = "{database_file}"\n')
    return file


async def checked(config):
    lines = []
    code = await asyncio.to_thread(check_polls, config, say=lines.append)
    return code, lines


async def exported(config, *options):
    arguments = ["export", "polls", "--config", str(config), *options]
    done = await asyncio.to_thread(CliRunner().invoke, app, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


async def do(database, *statements):
    async with database.write() as tx:
        for statement in statements:
            await tx.exec_driver_sql(statement)


async def test_a_sound_database_has_a_line_for_each_thing_that_holds(story, config):
    await story.reconciling.reconcile(story.poll_id, close=True)

    code, lines = await checked(config)

    assert code == 0
    assert lines[0].startswith("One poll in ")
    assert [line[0] for line in lines[1:]] == ["✓"] * 4


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "DELETE FROM vote_event WHERE seq = (SELECT min(seq) FROM vote_event)",
            "does not lead to the marks",
        ),
        ("UPDATE mark SET seq = seq + 1", "name another vote"),
        ("UPDATE poll SET voters = voters + 1", "do not add up"),
        ("UPDATE tally SET n = 10 - n", "is not what its votes say"),
    ],
)
async def test_what_does_not_hold_is_named_with_its_polls(database, story, config, statement, said):
    await story.reconciling.reconcile(story.poll_id, close=True)
    await do(database, statement)

    code, lines = await checked(config)

    assert code == 1
    assert any(line.startswith("✗") and said in line and f"({story.poll_id})" in line for line in lines)


async def test_the_command_checks_polls_instead(story, config):
    done = await asyncio.to_thread(CliRunner().invoke, app, ["check", "--polls", "--config", str(config)])

    assert (done.exit_code, done.stdout.count("✓")) == (0, 4)


async def test_where_there_is_no_database_it_says_so(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text(f'[storage]\npath = "{tmp_path / "nowhere.db"}"\n')
    code, lines = await checked(file)
    file.write_text("[storage]\npathh = 1\n")
    misconfigured, faults = await checked(file)

    assert (code, len(lines), lines[0][0]) == (1, 1, "✗")
    assert (misconfigured, faults[0][0]) == (3, "✗")
    assert not (tmp_path / "nowhere.db").exists()


async def test_a_poll_is_exported_with_its_count_and_intervals(story, config):
    [poll] = json.loads(await exported(config, "--json"))

    assert (poll["server"], poll["story"], poll["state"], poll["verified"]) == (
        "Harbour News",
        "Talks in Geneva",
        "open",
        None,
    )
    assert poll["card"] == "https://discord.com/channels/1/10/1000"
    assert (poll["voters"], poll["not_counted"], poll["several"]) == (10, 0, 0)
    assert poll["options"][0] == {
        "emoji": "👍",
        "label": "good news",
        "valence": 1,
        "n": 7,
        "share": 0.7,
        "low": 0.3968,
        "high": 0.8922,
    }


async def test_a_line_for_each_option_and_no_formula(database, story, config, tmp_path):
    await do(database, "UPDATE story SET title = '=HYPERLINK(1)'")
    out = tmp_path / "polls.csv"

    said = await exported(config, "--csv", "--out", str(out))

    lines = list(csv.DictReader(io.StringIO(out.read_text("utf-8"), newline="")))
    assert said == ""
    assert [(line["emoji"], line["n"], line["voters"]) for line in lines] == [
        ("👍", "7", "10"),
        ("👎", "3", "10"),
        ("🤔", "0", "10"),
    ]
    assert {line["story"] for line in lines} == {"'=HYPERLINK(1)"}


async def test_no_voter_is_in_an_export(story, config, keys):
    both = await exported(config, "--json") + await exported(config, "--csv")

    key = voter_key(keys.server_key(SERVER), ANNA)
    assert str(ANNA) not in both
    assert key.hex() not in both
    assert "voter_key" not in both


@pytest.mark.parametrize(("server", "number"), [(1, 1), (2, 0)])
async def test_the_polls_of_one_server_alone(story, database, config, server, number):
    await a_server(database, 2)

    assert len(json.loads(await exported(config, "--server", str(server)))) == number


async def test_a_server_that_is_not_known_has_no_export(story, config):
    arguments = ["export", "polls", "--config", str(config), "--server", "3"]

    done = await asyncio.to_thread(CliRunner().invoke, app, arguments)

    assert done.exit_code == 1
    assert done.stdout == ""
    assert "newsclip: The bot has never been in a server 3." in done.stderr


async def test_a_forgotten_count_is_exported_as_none(database, keys, config):
    story = await Story(database, keys, PollMode.SINGLE).begin()
    story.readers.react(ANNA, "👍")
    await story.reconciling.reconcile(story.poll_id, close=True)
    await story.privacy.erase(ANNA)

    [poll] = json.loads(await exported(config))

    assert (poll["state"], poll["verified"], poll["voters"]) == ("closed", True, None)
    assert {option["n"] for option in poll["options"]} == {None}


async def test_without_votes_there_is_no_share(database, keys, config):
    await Story(database, keys, PollMode.MULTI).begin()

    [poll] = json.loads(await exported(config))

    assert (poll["voters"], poll["mode"]) == (0, "multi")
    assert {(option["n"], option["share"], option["low"]) for option in poll["options"]} == {(0, None, None)}


@pytest.fixture
async def damaged(story, config, database_file, tmp_path):
    """The settings of a copy in which the marks can't be read, as is found out half-way."""
    copied = tmp_path / "copied.db"
    with closing(sqlite3.connect(database_file)) as source, closing(sqlite3.connect(copied)) as copy:
        source.backup(copy)
        ((page,),) = copy.execute("SELECT rootpage FROM sqlite_master WHERE name = 'mark'")
        ((size,),) = copy.execute("PRAGMA page_size")
    with copied.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    config.write_text(f'[storage]\npath = "{copied}"\n')
    return config


@pytest.mark.parametrize("command", [["check", "--offline"], ["check", "--polls"], ["export", "polls"]])
async def test_what_can_not_be_read_half_way_is_told_in_a_sentence(damaged, command):
    done = await asyncio.to_thread(CliRunner().invoke, app, [*command, "--config", str(damaged)])

    [sentence] = [line for line in done.output.splitlines() if "can't be read" in line]
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert sentence.endswith("or name another file with `[storage] path`.")


async def test_where_the_file_can_not_be_written_it_says_so_and_leaves_nothing_behind(
    story, config, tmp_path
):
    folder = tmp_path / "folder"
    folder.mkdir()
    for out in (folder, tmp_path / "nowhere" / "polls.csv"):
        arguments = ["export", "polls", "--config", str(config), "--out", str(out)]

        done = await asyncio.to_thread(CliRunner().invoke, app, arguments)

        assert done.exit_code == 1
        assert f"newsclip: {out} can't be written (" in done.output
    assert not list(tmp_path.glob("*.new"))
