"""Making a new database from the tables: the revisions lead to the same (a test compares)."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import NullPool

from bot.storage.schema import metadata


def create(path: Path, *, revision: str) -> None:
    """Create every table and note the revision, all or nothing."""
    with sole_engine(path).begin() as connection:
        metadata.create_all(connection, checkfirst=False)
        connection.execute(text(_VERSION_TABLE))
        connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})


def sole_engine(path: Path) -> Engine:
    """Return an engine whose transactions hold the file alone and take DDL in; a connection each."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: DBAPIConnection, _record: Any) -> None:
        connection.isolation_level = None  # sqlite3's own would commit at DDL
        # A revision may make a table anew: what refers to its rows must not go with the old one.
        connection.execute("PRAGMA foreign_keys = OFF")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


# As Alembic makes it.
_VERSION_TABLE = """
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)
"""
