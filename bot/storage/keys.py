"""The secret that turns readers into nameless voters: one file, and a key for each server from it."""

import os
import secrets
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.domain.errors import KeyFileLost, KeyFileUnusable
from bot.domain.ids import ServerId

LENGTH = 32


class VoterKeys:
    """The key of each server, derived from the master key (HKDF-SHA256, RFC 5869)."""

    def __init__(self, master: bytes) -> None:
        self._master = master
        self._known: dict[ServerId, bytes] = {}
        self.readers_key = self._derive("newsclip readers with a wish")

    @classmethod
    def open(cls, path: Path, *, may_make: bool = True) -> Self:
        """Read the master key, or make it (mode 0600) when there is none; raise KeyFileUnusable.

        Raises KeyFileLost instead of making one that would be another.
        """
        try:
            if not path.exists():
                if not may_make:
                    raise KeyFileLost(path=path)
                _create(path)
            path.chmod(0o600)
            master = path.read_bytes()
        except OSError as error:
            raise KeyFileUnusable(path=path, why=str(error)) from error
        if len(master) != LENGTH:
            raise KeyFileUnusable(path=path, why=f"it has {len(master)} bytes instead of {LENGTH}")
        return cls(master)

    @classmethod
    def beside(cls, database: Path, *, may_make: bool = True) -> Self:
        """Open the key file that belongs to a database; see `open`."""
        return cls.open(key_file_of(database), may_make=may_make)

    def server_key(self, server_id: ServerId) -> bytes:
        """Return the key under which the voters of one server are hashed."""
        if server_id not in self._known:
            self._known[server_id] = self._derive(f"newsclip voters of server {server_id}")
        return self._known[server_id]

    def _derive(self, info: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=info.encode()).derive(self._master)


def key_file_of(database: Path) -> Path:
    """Return where the key of a database is: `newsclip.db` has `newsclip.key`."""
    return database.with_suffix(".key")


def _create(path: Path) -> None:
    """Write a new key whole or not at all: half a key would be a different one after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(LENGTH))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
