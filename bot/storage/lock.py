"""One process to a database: a lock file beside it, released by the system when the process ends."""

import os
import sys
from pathlib import Path
from typing import Self

from bot.domain.errors import DatabaseInUse, DatabaseUnreadable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class DatabaseLock:
    """The lock of one database, held until `release` or the end of the process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def acquire(cls, path: Path) -> Self:
        """Take the lock of the database at `path`; raise DatabaseInUse when another process has it."""
        lock = path.with_name(f"{path.name}.lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            raise DatabaseUnreadable(path=path, why=str(error)) from error
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise DatabaseInUse(path=path, lock=lock) from error
        return cls(descriptor)

    def release(self) -> None:
        """Let another process have the database."""
        if self._descriptor is not None:
            # The file stays: were it deleted, two processes could hold two files of that name.
            os.close(self._descriptor)
            self._descriptor = None


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
