"""All tables together, whichever module they stand in."""

from bot.storage import desk_tables, poll_tables, reader_tables, search_tables, tables
from bot.storage.columns import metadata

__all__ = ["desk_tables", "metadata", "poll_tables", "reader_tables", "search_tables", "tables"]
