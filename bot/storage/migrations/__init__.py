"""The history of the tables: Alembic, configured in code, its revisions in `versions`.

A revision never imports the tables: it says what they were. Imported by `bot.storage.database` only.
"""
