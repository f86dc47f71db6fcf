"""`INSERT … ON CONFLICT`, which SQLAlchemy spells once for each database, and lists cut to what one takes."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.database import Connection

_T = TypeVar("_T")

# SQLite takes 32,766 variables in a statement; PostgreSQL's drivers about as many.
_VARIABLES = 30_000


def insert(tx: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert statement that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return postgresql.insert(table) if tx.dialect.name == "postgresql" else sqlite.insert(table)


def in_pieces(values: Sequence[_T], *, variables_each: int = 1) -> Iterator[Sequence[_T]]:
    """Yield the values in pieces that fit into one statement."""
    size = _VARIABLES // variables_each
    for start in range(0, len(values), size):
        yield values[start : start + size]
