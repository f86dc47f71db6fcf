"""Copying a database that is in use, with its key: each file whole or not at all, and read again."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import BackupFailed
from bot.storage.connection import open_to_read
from bot.storage.inspection import faults_of
from bot.storage.keys import key_file_of
from bot.storage.migrations.upgrade import check_revision

_TABLES_OF_VOTERS = ("mark", "vote_event", "suppressed_reader")


@dataclass(frozen=True, slots=True)
class CopiedDatabase:
    """What was written. key: None where the source has none; key_lost: although it has votes."""

    database: Path
    size: int
    key: Path | None
    key_lost: bool


def copy_database(source: Path, target: Path) -> CopiedDatabase:
    """Copy a database and its key to `target` and its key file; nothing is there unless all is well.

    The folder has to be there: a new one would hide a mistyped name, and a disk that is not mounted.
    What is written meanwhile is in the copy or not, whole transactions at a time. Raises a StorageError.
    """
    check_revision(source)
    key = key_file_of(source)
    try:
        database_draft, key_draft = (_draft(path) for path in (target, key_file_of(target)))
        try:
            used = _copy(source, database_draft)
            _verify(database_draft)
            if key.exists():
                key_draft.write_bytes(key.read_bytes())
                _to_disk(key_draft)
                key_draft.replace(key_file_of(target))
            database_draft.replace(target)
        finally:
            for draft in (database_draft, key_draft):
                draft.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(path=target, why=str(error)) from error
    copied_key = key_file_of(target) if key.exists() else None
    return CopiedDatabase(target, target.stat().st_size, copied_key, key_lost=used and copied_key is None)


def _draft(path: Path) -> Path:
    """Make an empty file beside the path, which nobody else may read."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return draft


def _copy(source: Path, draft: Path) -> bool:
    """Copy the database in one reading transaction, to one file; tell whether there are voters in it."""
    with closing(open_to_read(source)) as live, closing(sqlite3.connect(draft)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # a log beside it would be a second file
        used = any(copy.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in _TABLES_OF_VOTERS)  # noqa: S608 -- our own names
    _to_disk(draft)
    return used


def _verify(draft: Path) -> None:
    check_revision(draft)
    if faults := faults_of(draft):
        raise BackupFailed(path=draft, why=faults[0])


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
