import subprocess
import sys

import pytest

from bot.domain.errors import DatabaseInUse, DatabaseUnreadable
from bot.storage.database import Database
from bot.storage.lock import DatabaseLock

_HOLDING = """
import pathlib, sys
from bot.storage.lock import DatabaseLock
lock = DatabaseLock.acquire(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_process_is_told_which_file_is_in_use_until_the_first_dies(tmp_path):
    path = tmp_path / "newsclip.db"
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"

        with pytest.raises(DatabaseInUse) as caught:
            DatabaseLock.acquire(path)
        other.kill()
        other.wait()

        DatabaseLock.acquire(path).release()
    assert caught.value.fields == {"path": str(path), "lock": f"{path}.lock"}


async def test_an_open_database_can_be_opened_again_only_after_it_was_closed(tmp_path):
    path = tmp_path / "newsclip.db"
    first = await Database.open(path)

    with pytest.raises(DatabaseInUse):
        await Database.open(path)
    await first.close()

    await (await Database.open(path)).close()


async def test_a_database_that_cannot_be_opened_leaves_no_lock_behind(tmp_path):
    path = tmp_path / "newsclip.db"
    path.write_bytes(b"no database " * 100)
    with pytest.raises(DatabaseUnreadable):
        await Database.open(path)

    path.unlink()

    await (await Database.open(path)).close()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(DatabaseUnreadable):
        DatabaseLock.acquire(tmp_path / "file" / "newsclip.db")
