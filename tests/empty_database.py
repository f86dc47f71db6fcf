"""Empty databases: copying one is faster than making one."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.storage.migrations.create import create
from bot.storage.migrations.upgrade import HEAD


def lay_empty_database(path: Path) -> Path:
    """Put a database at the newest revision there, as the app leaves it that made it."""
    path.write_bytes(_empty_database())
    return path


@cache
def _empty_database() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "newsclip.db")
        create(path, revision=HEAD)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        return path.read_bytes()
