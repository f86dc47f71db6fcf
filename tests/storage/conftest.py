import pytest

from bot.storage.database import Database


@pytest.fixture
async def database(tmp_path):
    opened = await Database.open(tmp_path / "newsclip.db")
    yield opened
    await opened.close()
