"""One file a revision, numbered in order. Loaded by Alembic through their paths, never imported."""
