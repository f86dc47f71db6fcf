"""What is told in trouble that lasts: of what lacks, of hours that begin meanwhile, of who has left."""

import pytest

from bot.domain.errors import PermissionMissing
from bot.storage import discussions
from tests.pipeline.test_telling import ANNA, Telling


@pytest.fixture
def telling(database, discord, clock):
    return Telling(database, discord, clock)


async def test_what_lacks_in_a_channels_discussions_is_told_once_of_the_channel(telling, clock):
    await telling.story()
    await telling.subscribe(ANNA)
    await telling.tell()
    for number in range(3):
        await clock.advance(60)
        edition_id = await telling.story(key=f"https://news.example/{number}")
        async with telling.database.read() as tx:
            thread = (await discussions.find(tx, edition_id)).thread_id
        telling.post.refusals[thread] = PermissionMissing(permission="Send Messages in Threads")

        await telling.tell()

    about = [fields for _, key, fields in telling.discord.notices if key == "notice-mention-permission"]
    assert about == [{"channel": 10, "permission": "Send Messages in Threads"}]
