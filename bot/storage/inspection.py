"""What can be said of a database file without the app: its size, whether it is sound, its key, its room."""

import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.domain.errors import DatabaseUnreadable
from bot.storage.connection import open_to_read
from bot.storage.keys import LENGTH, key_file_of

# What a busy week or a migration may take at least.
_LEAST_ROOM = 100_000_000


class KeyState(StrEnum):
    """What is with the file of the voters' key."""

    FINE = "fine"
    MISSING = "missing"
    OPEN_TO_OTHERS = "open-to-others"
    UNREADABLE = "unreadable"
    WRONG_SIZE = "wrong-size"


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes that are free beside the database, and that it should find there."""

    free: int
    wanted: int


def faults_of(path: Path) -> tuple[str, ...]:
    """Read the whole file, and return what is wrong with it in SQLite's words; raise DatabaseUnreadable."""
    try:
        with closing(open_to_read(path)) as connection:
            told = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            strays = {str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")}
    except sqlite3.Error as error:
        raise DatabaseUnreadable(path=path, why=str(error)) from error
    damage = () if told == ["ok"] else tuple(told)
    return (*damage, *(f"rows of {table} belong to nothing" for table in sorted(strays)))


def room_beside(path: Path) -> Room:
    """Return how much more may be written: as much as there is already, for a migration or a copy."""
    free = shutil.disk_usage(path.parent).free
    return Room(free, max(_LEAST_ROOM, path.stat().st_size))


def key_state(database: Path) -> KeyState:
    """Return what is with the key file of a database."""
    path = key_file_of(database)
    try:
        found = path.stat()
        readable = len(path.read_bytes())
    except FileNotFoundError:
        return KeyState.MISSING
    except OSError:
        return KeyState.UNREADABLE
    if readable != LENGTH:
        return KeyState.WRONG_SIZE
    return KeyState.OPEN_TO_OTHERS if stat.S_IMODE(found.st_mode) & 0o077 else KeyState.FINE
