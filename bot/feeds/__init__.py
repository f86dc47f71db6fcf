"""Reading the outside: fetching, parsing feeds, reading pages, and the worker process that parses.

`bot.app` builds an `OutsideReader` (reading.py); nobody else needs more. `parse`, `pages` and
the parsers of others are imported only in the worker process.
"""
