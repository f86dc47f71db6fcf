"""What a browser gets beside the API."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.standin.faults import Fault
from bot.standin.server import Settings, StandIn
from bot.standin.world.model import Attachment
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Rest


async def test_the_page_is_told_who_one_can_be(harbour: Harbour) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{harbour.standin.page_url}standin/session") as answer,
    ):
        session = await answer.json()

    assert [(person["name"], person["role"]) for person in session["people"]] == [
        ("Olena", "owner"),
        ("Rita", "reader"),
    ]
    assert session["people"][1]["token"] == harbour.reader.token
    assert session["application_id"] == str(harbour.bot.id)


async def test_the_page_sees_what_the_bot_was_told(harbour: Harbour, rest: Rest) -> None:
    await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": ""})

    told = await asked(harbour, "calls?after=0")

    assert [(call["method"], call["status"], call["code"]) for call in told["calls"]] == [
        ("POST", 400, 50006)
    ]
    assert told["calls"][0]["error"] == "Cannot send an empty message"
    whole = await asked(harbour, f"calls/{told['calls'][0]['number']}")
    assert (whole["request"], whole["response"]["code"]) == ({"content": ""}, 50006)


async def test_an_answer_to_an_interaction_is_its_bots_call_and_shows_no_token(
    harbour: Harbour, rest: Rest
) -> None:
    interactions = harbour.standin.interactions
    asked_by = interactions.open(harbour.bot, harbour.reader, harbour.channel, 2, {"name": "x"}, nonce=None)
    await rest("POST", f"/interactions/{asked_by.id}/{asked_by.token}/callback", {"type": 99})
    await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": harbour.bot.token})

    told = await asked(harbour, "calls?after=0&seen=")
    wholes = [await asked(harbour, f"calls/{call['number']}") for call in told["calls"]]

    assert told["calls"][0]["route"].endswith("/callback")
    assert told["calls"][0]["bot"] == harbour.bot.name
    shown = json.dumps([told, wholes])
    assert asked_by.token not in shown
    assert harbour.bot.token not in shown


async def test_the_page_sees_waiting_faults_and_who_is_connected(harbour: Harbour) -> None:
    harbour.standin.faults.add(Fault(method="POST", route="/channels/{channel_id}/messages", kind="503"))

    told = await asked(harbour, "calls")

    assert told["faults"] == [{"what": "POST /channels/{channel_id}/messages", "kind": "503", "left": 1}]
    assert told["online"] == []


async def asked(harbour: Harbour, path: str) -> Any:
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{harbour.standin.page_url}standin/{path}") as answer,
    ):
        return await answer.json()


async def test_only_files_of_the_page_are_served(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.mkdir()
    (page / "index.html").write_text("<p>hello")
    (tmp_path / "secret").write_text("secret")
    async with StandIn(Settings(page=page)) as standin, aiohttp.ClientSession() as http:
        answers = {}
        for path in ("", "..%2fsecret", "nothing.js"):
            async with http.get(URL(standin.page_url + path, encoded=True)) as answer:
                answers[path] = answer.status, await answer.text()

    assert answers[""] == (200, "<p>hello")
    assert [answers[path][0] for path in ("..%2fsecret", "nothing.js")] == [404, 404]


@pytest.mark.parametrize("path", ["", "standin/session", "api/v10/gateway"])
async def test_another_name_for_the_address_is_refused(path: str) -> None:
    async with StandIn() as standin, aiohttp.ClientSession() as http:
        settle(standin)
        async with http.get(standin.page_url + path, headers={"Host": "evil.example"}) as answer:
            status = answer.status

    assert status == 403


@pytest.mark.parametrize("path", ["", "app.js", "standin/session", "nothing.js"])
async def test_the_page_says_in_its_headers_what_it_may_do(harbour: Harbour, path: str) -> None:
    async with aiohttp.ClientSession() as http, http.get(harbour.standin.page_url + path) as answer:
        headers = answer.headers

    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("kind", "served", "disposition"),
    [
        ("image/png", "image/png", None),
        ("IMAGE/JPEG; q=1", "image/jpeg", None),
        ("image/svg+xml", "application/octet-stream", "attachment"),
        ("text/html", "application/octet-stream", "attachment"),
    ],
)
async def test_an_uploaded_file_is_never_a_page_of_ours(
    harbour: Harbour, kind: str, served: str, disposition: str | None
) -> None:
    world = harbour.standin.world
    message = world.post(harbour.channel, harbour.reader, "look")
    message.attachments.append(Attachment(world.mint.next(), "look.html", kind, b"<script>"))
    world.files[message.attachments[0].id] = message.attachments[0]
    path = f"attachments/{harbour.channel.id}/{message.attachments[0].id}/look.html"

    async with aiohttp.ClientSession() as http, http.get(harbour.standin.page_url + path) as answer:
        headers, body = answer.headers, await answer.read()

    assert body == b"<script>"
    assert headers["Content-Type"] == served
    assert headers.get("Content-Disposition") == disposition
    assert headers["Content-Security-Policy"].startswith("sandbox;")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 101),
        ("http://127.0.0.1:{port}", 101),
        ("http://localhost:{port}", 101),
        ("http://127.0.0.1:1", 403),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
async def test_a_page_of_another_origin_cannot_open_the_gateway(
    harbour: Harbour, origin: str | None, status: int
) -> None:
    port = URL(harbour.standin.page_url).port
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    headers = upgrade if origin is None else {**upgrade, "Origin": origin.format(port=port)}

    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{harbour.standin.page_url}gateway", headers=headers) as answer,
    ):
        assert answer.status == status
