"""`newsclip export polls`: every poll with its count, as JSON or CSV. No voter is in it, under no name.

It reads one moment of the database and takes no lock: it can be run beside the bot.
"""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.config_file import load_settings
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ServerId
from bot.newsroom.poll_rows import as_csv as written_as_csv
from bot.newsroom.poll_rows import as_json, poll_row
from bot.storage import servers
from bot.storage.database import Database
from bot.storage.poll_records import records


def export_polls(config: Path | None, *, as_csv: bool, out: Path | None, server_id: int | None) -> int:
    """Write the polls of all servers, or of one, to a file or to the output; return the exit code."""
    settings = load_settings(config, needs_token=False)
    wanted = None if server_id is None else ServerId(server_id)
    told = asyncio.run(_told(settings.storage.path.absolute(), wanted))
    text = written_as_csv(told) if as_csv else as_json(told)
    if out is None:
        sys.stdout.write(text)
    else:
        _write(out, text)
    return 0


def _write(out: Path, text: str) -> None:
    """Write the file whole or not at all; what is there already is replaced."""
    draft = out.with_name(f"{out.name}.new")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(out)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        why = error.strerror or str(error)
        raise InvalidInput("error-not-written", path=str(out), why=why) from error


async def _told(path: Path, server_id: ServerId | None) -> list[dict[str, Any]]:
    database = await Database.open_to_read(path)
    try:
        async with database.read() as tx:
            if server_id is not None and await servers.get(tx, server_id) is None:
                raise NotFound("error-export-no-such-server", server=str(server_id))
            return [poll_row(record) async for record in records(tx, server_id)]
    finally:
        await database.close()
