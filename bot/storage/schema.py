"""All tables together, whichever module they stand in."""

from bot.storage import reader_tables, search_tables, tables
from bot.storage.columns import metadata

__all__ = ["metadata", "reader_tables", "search_tables", "tables"]
