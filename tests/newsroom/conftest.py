"""A desk with a feed whose stories a moderator sees first, and one that waits."""

import pytest

from bot.domain.tagging import Policy
from tests.builders import a_rule, a_server, a_tag
from tests.newsroom.deciding import GRACE, Newsroom


@pytest.fixture
async def newsroom(database):
    made = Newsroom(database, await a_server(database), grace=GRACE)
    await a_tag(database, made.server, "Peace", rules=[a_rule("about")], policy=Policy.REVIEW)
    return made


@pytest.fixture
async def feed(newsroom):
    return await newsroom.follow()


@pytest.fixture
async def held(newsroom, feed):
    (made,) = await newsroom.bring(feed, "talks", summary="They talk.")
    await newsroom.drawn()
    return made
