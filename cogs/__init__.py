"""Thin slash commands, one file per top-level command group."""
