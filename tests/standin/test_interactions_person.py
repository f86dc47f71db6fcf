"""What a test can let a person do, and how it is told of what no person could do."""

from collections.abc import AsyncIterator

import pytest

from bot.standin.people.filling import File, NotOffered
from bot.standin.people.person import Person
from bot.standin.people.replies import PersonRefused
from tests.standin.bare_app import BareApp, bare_app
from tests.standin.conftest import Harbour
from tests.standin.running import Rest


@pytest.fixture
async def app(harbour: Harbour, rest: Rest) -> AsyncIterator[BareApp]:
    async with bare_app(harbour, rest) as app:
        yield app


@pytest.fixture
async def rita(harbour: Harbour) -> AsyncIterator[Person]:
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        yield rita


async def test_a_person_replies_and_sends_files(harbour: Harbour, rita: Person) -> None:
    first = await rita.send(harbour.channel.id, "first")

    reply = await rita.send(harbour.channel.id, "look", reply_to=first["id"], files=[File("a.txt", b"x")])

    assert reply["referenced_message"]["id"] == first["id"]
    assert reply["attachments"][0]["filename"] == "a.txt"
    assert [one["content"] for one in await rita.history(harbour.channel.id)] == ["look", "first"]


async def test_a_person_writes_to_an_app_directly(harbour: Harbour, rita: Person) -> None:
    said = await rita.dm(harbour.bot.id, "hello")

    channel = harbour.standin.world.channels[int(said["channel_id"])]
    assert [(one.author.name, one.content) for one in channel.log] == [("Rita", "hello")]


async def test_a_command_that_is_not_there_is_told_with_those_that_are(app: BareApp, rita: Person) -> None:
    await app.offer({"name": "news", "description": "x"}, {"name": "tags", "description": "x"})

    with pytest.raises(NotOffered, match="no command 'feeds' here, only news, tags"):
        await rita.command("feeds", **app.where)
    with pytest.raises(NotOffered, match="news has no 'story', only nothing"):
        await rita.command("news", story="x", **app.where)


async def test_a_refusal_says_what_was_wrong(harbour: Harbour, rita: Person) -> None:
    with pytest.raises(PersonRefused, match=r"50035: Invalid Form Body .*Must be 2000 or fewer") as refused:
        await rita.send(harbour.channel.id, "x" * 2001)

    assert (refused.value.status, refused.value.code) == (400, 50035)
    assert "content" in refused.value.errors
