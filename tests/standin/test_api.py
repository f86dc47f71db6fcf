"""The front of the REST API: who asks, and what is told when the local Discord itself fails."""

import aiohttp
import pytest

from bot.standin.calls import Call
from bot.standin.server import GATEWAY, REST
from tests.standin.conftest import Harbour
from tests.standin.description_witness import Witness
from tests.standin.running import Rest


@pytest.mark.parametrize(
    ("scheme", "status"), [("Bot ", 200), ("", 401), ("bot ", 401), ("Bearer ", 401), ("Bot", 401)]
)
async def test_a_bots_token_says_that_it_is_a_bots(harbour: Harbour, scheme: str, status: int) -> None:
    headers = {"Authorization": f"{scheme}{harbour.bot.token}"}

    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.get(f"{harbour.standin.api_url}/users/@me") as answer,
    ):
        told = await answer.json()

    assert answer.status == status
    assert told.get("message") == (None if status == 200 else "401: Unauthorized")


async def test_a_fault_of_the_local_discord_itself_is_logged_and_fails_the_test(
    harbour: Harbour, rest: Rest, witness: Witness, caplog: pytest.LogCaptureFixture
) -> None:
    harbour.server.members[harbour.bot.id].roles.add(1)  # which does not exist

    answer = await rest("GET", f"/channels/{harbour.channel.id}")

    assert (answer.status, answer.body) == (500, {"message": "500: Internal Server Error", "code": 0})
    assert [one.status for one in harbour.standin.calls][-1] == 500
    assert "rest.failed" in caplog.text
    assert any("rest.failed" in one for one in witness.complaints)
    witness.complaints.clear()


async def test_a_form_of_parts_that_cannot_be_read_is_refused(harbour: Harbour) -> None:
    path = f"{harbour.standin.api_url}/channels/{harbour.channel.id}/messages"
    headers = {
        "Authorization": f"Bot {harbour.bot.token}",
        "Content-Type": "multipart/form-data; boundary=there",
    }

    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.post(path, data=b"nowhere") as answer,
    ):
        told = await answer.json()

    assert (answer.status, told["code"]) == (400, 50109)


async def test_calls_in_an_outage_are_in_the_log_and_do_nothing(harbour: Harbour, rest: Rest) -> None:
    path = f"/channels/{harbour.channel.id}/messages"
    harbour.standin.set_outage(on=True, of=(GATEWAY,))
    await rest("POST", path, {"content": "said"})
    harbour.standin.set_outage(on=True, of=(REST,))
    answer = await rest("POST", path, {"content": "not said"})
    nowhere = await rest("GET", "/nowhere")

    said, refused, lost = list(harbour.standin.calls)
    assert (answer.status, nowhere.status, len(harbour.channel.log)) == (503, 503, 1)
    assert "Via" not in answer.headers
    assert [_seen(one) for one in (said, refused)] == [
        ("POST", "/channels/{channel_id}/messages", 200, None),
        ("POST", "/channels/{channel_id}/messages", 503, "503"),
    ]
    assert refused.account is harbour.bot.account
    assert (lost.route, lost.status) == ("", 503)


def _seen(call: Call) -> tuple[str, str, int | None, str | None]:
    return call.method, call.route, call.status, call.fault
