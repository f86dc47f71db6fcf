"""A copy that can be trusted: made while the bot writes, read through, and gone on with."""

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup import back_up
from bot.domain.errors import AlreadyThere, BackupFailed, DatabaseMissing, InvalidInput
from bot.storage import memos
from bot.storage.database import Database
from bot.storage.keys import VoterKeys
from bot.texts.catalogue import Texts


@pytest.fixture
def config(database_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = database_file.with_name("config.toml")
    file.touch()
    VoterKeys.beside(database_file)
    return file


def made(config: Path, target: Path, *, force: bool = False) -> tuple[int, str]:
    lines: list[str] = []
    code = back_up(config, target, force=force, say=lines.append)
    return code, "\n".join(lines)


def test_database_and_key_are_copied_for_their_owner_alone(config: Path, tmp_path: Path) -> None:
    target = tmp_path / "safe" / "copy.db"
    target.parent.mkdir()

    code, told = made(config, target)

    assert code == 0
    assert {path.name for path in target.parent.iterdir()} == {"copy.db", "copy.key"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in target.parent.iterdir())
    assert (tmp_path / "newsclip.key").read_bytes() == (tmp_path / "safe" / "copy.key").read_bytes()
    assert f"THE KEY OF THE VOTERS is in {target.with_suffix('.key')}" in told
    assert f"{target} to {tmp_path / 'newsclip.db'}" in told


async def test_a_copy_made_while_the_bot_writes_is_whole(
    config: Path, database_file: Path, tmp_path: Path
) -> None:
    running = await Database.open(database_file)
    async with running.write() as tx:
        for half in "ab":
            await memos.put(tx, f"first {half}", "")
    stop = threading.Event()
    writing = threading.Thread(target=write_pairs, args=(database_file, stop))
    writing.start()

    try:
        made(config, tmp_path / "copy.db")
    finally:
        stop.set()
        writing.join()
        await running.close()

    restored = await Database.open(tmp_path / "copy.db")
    await restored.close()
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        (count,) = copy.execute("SELECT count(*) FROM memo").fetchone()
    assert count >= 2
    assert count % 2 == 0


def write_pairs(path: Path, stop: threading.Event) -> None:
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        number = 0
        while not stop.is_set():
            with connection:
                for half in "ab":
                    connection.execute("INSERT INTO memo VALUES (?, '')", (f"{number}{half}",))
            number += 1


def test_what_is_there_is_not_replaced_unasked(config: Path, tmp_path: Path) -> None:
    made(config, tmp_path / "copy.db")
    (tmp_path / "copy.db").unlink()

    with pytest.raises(AlreadyThere) as refusal:
        made(config, tmp_path / "copy.db")
    code, _ = made(config, tmp_path / "copy.db", force=True)

    assert refusal.value.fields["path"] == str(tmp_path / "copy.key")
    assert code == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("newsclip.db", "error-backup-onto-itself"),
        ("newsclip.sqlite", "error-backup-onto-itself"),
        ("copy.key", "error-backup-name"),
    ],
)
def test_a_name_that_would_overwrite_our_own_is_refused(
    config: Path, tmp_path: Path, name: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        made(config, tmp_path / name, force=True)

    assert refusal.value.code == code


def test_a_folder_that_is_not_there_is_not_made(config: Path, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "copy.db"

    with pytest.raises(InvalidInput) as refused:
        made(config, target)

    sentence = Texts.load().error(refused.value)
    assert sentence.startswith(
        f"{target} can't be written (No such file or directory). Name a file in a folder"
    )
    assert not target.parent.exists()


def test_without_a_database_there_is_no_backup(config: Path, tmp_path: Path) -> None:
    (tmp_path / "newsclip.db").unlink()

    with pytest.raises(DatabaseMissing):
        made(config, tmp_path / "copy.db")

    assert not (tmp_path / "copy.db").exists()


def test_a_damaged_database_is_told_and_no_backup_kept(
    config: Path, database_file: Path, tmp_path: Path
) -> None:
    damage(database_file)

    with pytest.raises(BackupFailed):
        made(config, tmp_path / "copy.db")

    assert list(tmp_path.glob("copy*")) == []


def damage(path: Path) -> None:
    """Leave a row whose server was never there, as a damaged file may."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO audit (server_id, action, subject, details, at) VALUES (7, 'b', '', '{}', 'now')"
        )


def test_a_lost_key_is_said_loudly(config: Path, database_file: Path, tmp_path: Path) -> None:
    (tmp_path / "newsclip.key").unlink()
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("INSERT INTO suppressed_reader VALUES (x'00', 'erased', 'now')")

    code, told = made(config, tmp_path / "copy.db")

    assert code == 1
    assert "IS NOT IN THIS BACKUP" in told
    assert (tmp_path / "copy.db").exists()


def test_a_database_without_votes_needs_no_key(config: Path, tmp_path: Path) -> None:
    (tmp_path / "newsclip.key").unlink()

    code, told = made(config, tmp_path / "copy.db")

    assert code == 0
    assert "no key file yet" in told
