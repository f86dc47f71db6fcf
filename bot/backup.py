"""`newsclip backup`: a copy of the database and of its key, also while the bot runs, and read again."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

from bot.config_file import load_settings
from bot.domain.errors import AlreadyThere, InvalidInput
from bot.storage.copying import CopiedDatabase, copy_database
from bot.storage.keys import key_file_of
from bot.texts.catalogue import Texts

_DONE = 0
_WRONG = 1
_MEGABYTE = 1_000_000


def back_up(config: Path | None, target: Path, *, force: bool, say: Callable[[str], None]) -> int:
    """Copy database and key to `target` and beside it; return the exit code, or raise what went wrong."""
    texts = Texts.load()
    source = load_settings(config, needs_token=False).storage.path.absolute()
    target = target.absolute()
    _check_target(source, target, force=force)
    copied = copy_database(source, target)
    for line in _told(copied, source, texts):
        say(line)
    return _WRONG if copied.key_lost else _DONE


def _check_target(source: Path, target: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise InvalidInput("error-not-written", path=str(target), why=os.strerror(errno.ENOENT))
    if target.suffix == ".key":
        raise InvalidInput("error-backup-name", path=str(target))
    ours = {each.resolve() for each in (source, key_file_of(source))}
    if {target.resolve(), key_file_of(target).resolve()} & ours:
        raise InvalidInput("error-backup-onto-itself", path=str(target))
    there = next((path for path in (target, key_file_of(target)) if path.exists()), None)
    if there is not None and not force:
        raise AlreadyThere("error-backup-there", path=str(there))


def _told(copied: CopiedDatabase, source: Path, texts: Texts) -> list[str]:
    megabytes = f"{copied.size / _MEGABYTE:.1f}"
    files = {"database": str(copied.database), "key": str(copied.key), "source": str(source)}
    lines = [texts.get("backup-database", path=files["database"], megabytes=megabytes)]
    if copied.key_lost:
        return [*lines, texts.get("backup-key-lost", path=str(key_file_of(source)))]
    if copied.key is None:
        return [*lines, texts.get("backup-no-key")]
    return [
        *lines,
        texts.get("backup-key", path=files["key"]),
        texts.get("backup-apart"),
        texts.get("backup-restore", **files, source_key=str(key_file_of(source))),
    ]
