"""SQLite as all our engines speak it, so that a statement is put into SQL once in a process.

By itself SQLAlchemy does so once for each engine: the one that writes, the one that reads, and those of
each database that a process opens. That takes longer than most statements.
"""

from functools import cache
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

_STATEMENTS = 1_000  # there are some hundreds; those with lists of values come in many lengths


class SharedDialect(SQLiteDialect_aiosqlite):
    """A dialect that equals every other of its kind: what one put into SQL serves all."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SharedDialect)

    def __hash__(self) -> int:
        return hash(SharedDialect)


def engine_url() -> str:
    """Return the address of engines that speak so."""
    registry.register("sqlite.shared", __name__, SharedDialect.__name__)
    return "sqlite+shared://"


@cache
def statements_in_sql() -> LRUCache[Any, Any]:
    """Return where the statements of this process are kept that were put into SQL."""
    return LRUCache(_STATEMENTS)
