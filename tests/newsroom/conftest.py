"""A database, for use cases."""

import pytest

from tests.builders import open_database


@pytest.fixture
async def database(tmp_path):
    opened = await open_database(tmp_path)
    yield opened
    await opened.close()
