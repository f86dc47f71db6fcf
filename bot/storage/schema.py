"""All tables together, whichever module they stand in."""

from bot.storage import poll_tables, reader_tables, search_tables, tables
from bot.storage.columns import metadata

__all__ = ["metadata", "poll_tables", "reader_tables", "search_tables", "tables"]
