"""Commands and interactions as seen on the wire: limits, gates, deadlines."""

import asyncio
from typing import Any

import pytest

from bot.standin.people.person import Person
from bot.standin.people.replies import PersonRefused
from bot.standin.server import StandIn
from bot.standin.world import permissions
from tests.standin.conftest import Harbour
from tests.standin.running import Rest

OPTION = {"type": 3, "name": "story", "description": "Which", "required": True}

CHOICE = {"name": "a", "value": "a"}


def command(name: str = "results", **more: Any) -> dict[str, Any]:
    return {"type": 1, "name": name, "description": "Results", **more}


@pytest.fixture
def path(harbour: Harbour) -> str:
    return f"/applications/{harbour.bot.id}/commands"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([command("Results")], 50035),
        ([command("x" * 33)], 50035),
        ([command(description="")], 50035),
        ([command(description="x" * 101)], 50035),
        ([command(), command()], 50035),
        ([command(f"c{number}") for number in range(101)], 30032),
        ([command(options=[OPTION | {"name": f"o{number}"} for number in range(26)])], 50035),
        ([command(options=[OPTION | {"required": False}, OPTION | {"name": "b"}])], 50035),
        ([command(options=[OPTION | {"choices": [CHOICE], "autocomplete": True}])], 50035),
        ([{"type": 3, "name": "m" * 33}], 50035),
        ([command(options=[OPTION | {"name": f"o{n}", "description": "x" * 100, "choices": [
            {"name": f"{c:0>100}", "value": f"{c:0>100}"} for c in range(25)]} for n in range(4)])], 50035),
    ],
)  # fmt: skip
async def test_a_definition_beyond_the_limits_is_refused_as_a_whole(
    harbour: Harbour, rest: Rest, path: str, body: list[dict[str, Any]], code: int
) -> None:
    answer = await rest("PUT", path, body)

    assert (answer.status, answer.code) == (400, code)
    assert harbour.bot.commands == {}


async def test_a_servers_command_hides_a_global_one_of_the_same_name(
    harbour: Harbour, rest: Rest, path: str
) -> None:
    await rest("PUT", path, [command(), command("other")])
    await rest(
        "PUT",
        f"/applications/{harbour.bot.id}/guilds/{harbour.server.id}/commands",
        [command(description="Own")],
    )

    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        index = await rita.request("GET", f"/guilds/{harbour.server.id}/application-command-index")

    assert {one["name"]: one["description"] for one in index["application_commands"]} == {
        "results": "Own",
        "other": "Results",
    }


async def test_a_person_sees_and_uses_only_permitted_commands(
    harbour: Harbour, rest: Rest, path: str
) -> None:
    gate = str(permissions.MANAGE_GUILD)
    made = await rest("POST", path, command("feeds", default_member_permissions=gate))

    async with (
        Person(harbour.standin.api_url, harbour.reader.token) as rita,
        Person(harbour.standin.api_url, harbour.owner.token) as olena,
    ):
        index_path = f"/guilds/{harbour.server.id}/application-command-index"
        hers, owners = await rita.request("GET", index_path), await olena.request("GET", index_path)
        with pytest.raises(PersonRefused) as refused:
            await rita.request("POST", "/interactions", body={
                "type": 2, "application_id": str(harbour.bot.id), "channel_id": str(harbour.channel.id),
                "data": {"id": made.body["id"], "name": "feeds", "type": 1}})  # fmt: skip

    assert [len(one["application_commands"]) for one in (hers, owners)] == [0, 1]
    assert refused.value.code == 50013


@pytest.mark.parametrize("options", [{}, {"story": "1", "other": "x"}, {"story": "x" * 11}])
async def test_wrong_options_never_reach_the_bot(
    harbour: Harbour, rest: Rest, path: str, options: dict[str, str]
) -> None:
    made = await rest("POST", path, command(options=[OPTION | {"max_length": 10}]))
    given = [{"name": name, "type": 3, "value": value} for name, value in options.items()]

    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        with pytest.raises(PersonRefused) as refused:
            await rita.request("POST", "/interactions", body={
                "type": 2, "application_id": str(harbour.bot.id), "channel_id": str(harbour.channel.id),
                "data": {"id": made.body["id"], "name": "results", "type": 1, "options": given}})  # fmt: skip

    assert refused.value.code == 50035


class Answering:
    """A command used by a person, to be answered by bare REST."""

    def __init__(self, harbour: Harbour, rest: Rest, path: str) -> None:
        self.harbour, self.rest, self.path = harbour, rest, path

    async def __call__(self, rita: Person) -> tuple[Any, "asyncio.Task[Any]"]:
        standin: StandIn = self.harbour.standin
        await self.rest("PUT", self.path, [command()])
        using = asyncio.create_task(
            rita.command("results", server_id=self.harbour.server.id, channel_id=self.harbour.channel.id)
        )
        await standin.wait_for(lambda: list(standin.interactions._by_id.values()))
        return list(standin.interactions._by_id.values())[-1], using


@pytest.fixture
def used(harbour: Harbour, rest: Rest, path: str) -> Answering:
    return Answering(harbour, rest, path)


async def test_an_answer_counts_once(harbour: Harbour, rest: Rest, used: Answering) -> None:
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        interaction, using = await used(rita)
        callback = f"/interactions/{interaction.id}/{interaction.token}/callback"

        first = await rest(
            "POST", f"{callback}?with_response=true", {"type": 4, "data": {"content": "hi", "flags": 64}}
        )
        second = await rest("POST", callback, {"type": 4, "data": {"content": "hi"}})
        forged = await rest(
            "POST", f"/interactions/{interaction.id}/wrong/callback", {"type": 4, "data": {"content": "hi"}}
        )
        reply = await using

    assert first.body["resource"]["message"]["flags"] & 64
    assert (second.status, second.code) == (400, 40060)
    assert (forged.status, forged.code) == (404, 10062)
    assert (reply.content, reply.private) == ("hi", True)


async def test_an_answer_after_the_deadline_comes_too_late(
    harbour: Harbour, rest: Rest, used: Answering
) -> None:
    harbour.standin.interactions.answer_seconds = 0.05
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        interaction, using = await used(rita)
        with pytest.raises(Exception, match="no answer"):
            await using

        late = await rest("POST", f"/interactions/{interaction.id}/{interaction.token}/callback", {"type": 5})

    assert (late.status, late.code) == (404, 10062)


async def test_a_deferred_answer_keeps_its_privacy_and_expires_after_a_quarter_of_an_hour(
    harbour: Harbour, rest: Rest, used: Answering
) -> None:
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        interaction, using = await used(rita)
        webhook = f"/webhooks/{harbour.bot.id}/{interaction.token}"

        await rest(
            "POST",
            f"/interactions/{interaction.id}/{interaction.token}/callback",
            {"type": 5, "data": {"flags": 64}},
        )
        filled = await rest("POST", webhook, {"content": "done"})
        reply = await using
        more = await rest("POST", webhook, {"content": "more"})
        changed = await rest("PATCH", f"{webhook}/messages/@original", {"content": "changed"})
        gone = await rest("DELETE", f"{webhook}/messages/{more.body['id']}")
        unknown = await rest("GET", f"{webhook}/messages/{more.body['id']}")
        interaction.started_at -= 901
        expired = await rest("PATCH", f"{webhook}/messages/@original", {"content": "late"})

    assert (reply.content, reply.private) == ("done", True)
    assert filled.body["flags"] & 64
    assert not more.body["flags"] & 64
    assert (changed.body["content"], gone.status, unknown.code) == ("changed", 204, 10008)
    assert (expired.status, expired.code) == (401, 50027)
