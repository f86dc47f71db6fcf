"""Files of messages: how they are sent, named, kept, dropped, shown and served."""

import io
import json
import struct
from typing import Any

import aiohttp
import discord
import pytest

from bot.standin import limits
from bot.standin.rules import attachments
from bot.standin.world import permissions
from bot.standin.world.model import MessageFlag
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import Answer, Rest, running

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 7, 5)


def path(harbour: Harbour) -> str:
    return f"/channels/{harbour.channel.id}/messages"


async def send(rest: Rest, where: str, body: Any, *files: tuple[str, bytes], method: str = "POST") -> Answer:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(body))
    for index, (name, data) in enumerate(files):
        # As discord.py does: the type says nothing, only the name does.
        form.add_field(
            f"files[{index}]", io.BytesIO(data), filename=name, content_type="application/octet-stream"
        )
    return await rest(method, where, data=form)


async def served(harbour: Harbour, url: str) -> tuple[str, bytes]:
    assert url.startswith(harbour.standin.page_url)
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        return response.headers["Content-Type"], await response.read()


async def test_a_file_is_kept_described_and_served(harbour: Harbour, rest: Rest) -> None:
    said = [{"id": "0", "description": "a ferry", "title": "Ferry", "is_spoiler": True}]

    answer = await send(rest, path(harbour), {"attachments": said}, ("a ferry?.png", PNG))

    [file] = answer.body["attachments"]
    told = {
        key: file[key] for key in ("filename", "description", "title", "flags", "size", "width", "height")
    }
    assert told == {
        "filename": "a_ferry_.png",
        "description": "a ferry",
        "title": "Ferry",
        "flags": 1 << 3,
        "size": len(PNG),
        "width": 7,
        "height": 5,
    }
    assert file["content_type"] == "image/png"
    assert await served(harbour, file["url"]) == ("image/png", PNG)


async def test_a_file_without_words_about_it_is_attached(harbour: Harbour, rest: Rest) -> None:
    answer = await send(rest, path(harbour), {"content": "x"}, ("notes.txt", b"hi"), ("SPOILER_a.bin", b"x"))

    notes, hidden = answer.body["attachments"]
    assert (notes["filename"], notes["content_type"]) == ("notes.txt", "text/plain; charset=utf-8")
    assert "width" not in notes
    assert (hidden["content_type"], hidden["flags"]) == ("application/octet-stream", 1 << 3)


async def test_an_edit_keeps_what_it_lists_and_appends_what_is_new(harbour: Harbour, rest: Rest) -> None:
    sent = await send(rest, path(harbour), {}, ("a.txt", b"a"), ("b.txt", b"b"))
    one = f"{path(harbour)}/{sent.body['id']}"
    second = sent.body["attachments"][1]["id"]

    untouched = await rest("PATCH", one, {"content": "x"})
    appended = await send(rest, one, {}, ("c.txt", b"c"), method="PATCH")
    kept = [{"id": second, "description": "B"}, {"id": "0"}]
    changed = await send(rest, one, {"attachments": kept}, ("d.txt", b"d"), ("e.txt", b"e"), method="PATCH")
    emptied = await rest("PATCH", one, {"attachments": []})

    def names(answer: Answer) -> list[str]:
        return [file["filename"] for file in answer.body["attachments"]]

    assert names(untouched) == ["a.txt", "b.txt"]
    assert names(appended) == ["a.txt", "b.txt", "c.txt"]
    assert names(changed) == ["b.txt", "d.txt"]
    assert changed.body["attachments"][0]["description"] == "B"
    assert names(emptied) == []
    assert (await served(harbour, sent.body["attachments"][0]["url"]))[1] == b"no such attachment"


async def test_a_form_can_do_without_json(harbour: Harbour, rest: Rest) -> None:
    form = aiohttp.FormData({"content": "hi", "tts": "true"})
    form.add_field("files[0]", b"a", filename="a.txt")

    answer = await rest("POST", path(harbour), data=form)

    assert (answer.body["content"], answer.body["tts"]) == ("hi", True)
    assert answer.body["attachments"][0]["filename"] == "a.txt"


@pytest.mark.parametrize(
    ("said", "status", "code", "place"),
    [
        ([{"id": "1"}], 400, 50146, None),
        ([{"id": "0", "description": "x" * 1025}], 400, 50035, "attachments/0/description"),
        ([{"id": "0", "filename": "x" * 1025}], 400, 50035, "attachments/0/filename"),
        ([{"filename": "x"}], 400, 50035, "attachments/0/id"),
        ([{"id": "0"}] * 11, 400, 50035, "attachments"),
    ],
)
async def test_what_is_said_of_files_must_fit_them(
    harbour: Harbour, rest: Rest, said: Any, status: int, code: int, place: str | None
) -> None:
    answer = await send(rest, path(harbour), {"content": "x", "attachments": said}, ("a.txt", b"a"))

    assert (answer.status, answer.code) == (status, code)
    assert place is None or answer.faults_at(place)
    assert len(harbour.channel.log) == 0


async def test_files_have_limits(harbour: Harbour, rest: Rest) -> None:
    nine = [("a.txt", b"a")] * 9
    sent = await send(rest, path(harbour), {}, *nine)
    one = f"{path(harbour)}/{sent.body['id']}"

    eleven = await send(rest, path(harbour), {}, *nine, *nine[:2])
    appended = await send(rest, one, {}, *nine[:2], method="PATCH")
    large = await send(rest, path(harbour), {}, ("a.bin", b"x" * (limits.ATTACHMENT_BYTES + 1)))
    half = ("a.bin", b"x" * (limits.REQUEST_BYTES // 3))
    heavy = await send(rest, path(harbour), {}, half, half, half, half)

    assert [eleven.code, appended.code] == [30015, 30015]
    assert [(answer.status, answer.code) for answer in (large, heavy)] == [(413, 40005)] * 2
    assert len(harbour.channel.log) == 1


async def test_without_the_right_to_attach_a_file_is_refused(harbour: Harbour, rest: Rest) -> None:
    mine = await rest("POST", path(harbour), {"content": "x"})
    for role in harbour.server.roles.values():
        role.permissions &= ~permissions.ATTACH_FILES
        harbour.standin.world.update_role(harbour.server, role)

    sent = await send(rest, path(harbour), {"content": "x"}, ("a.txt", b"a"))
    appended = await send(rest, f"{path(harbour)}/{mine.body['id']}", {}, ("a.txt", b"a"), method="PATCH")

    assert [(answer.status, answer.code) for answer in (sent, appended)] == [(403, 50013)] * 2


async def test_files_shown_by_embeds_are_not_listed_beside_them(harbour: Harbour, rest: Rest) -> None:
    embed = {
        "title": "x",
        "image": {"url": "attachment://a.png"},
        "thumbnail": {"url": "attachment://none.png"},
        "footer": {"text": "f", "icon_url": "attachment://b.png"},
    }

    answer = await send(
        rest, path(harbour), {"embeds": [embed]}, ("a.png", PNG), ("b.png", PNG), ("c.png", PNG)
    )

    [shown] = answer.body["embeds"]
    assert [file["filename"] for file in answer.body["attachments"]] == ["c.png"]
    assert (shown["image"]["width"], shown["image"]["content_type"]) == (7, "image/png")
    assert await served(harbour, shown["image"]["proxy_url"]) == ("image/png", PNG)
    assert shown["footer"]["icon_url"].endswith("/b.png")
    assert "thumbnail" not in shown


async def test_files_shown_by_components_know_what_they_are(harbour: Harbour, rest: Rest) -> None:
    tree = [
        {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]},
        {"type": 13, "file": {"url": "attachment://b.txt"}, "spoiler": True},
    ]
    body = {"flags": MessageFlag.COMPONENTS_V2, "components": tree}

    answer = await send(rest, path(harbour), body, ("a.png", PNG), ("b.txt", b"hi"))
    lost = await rest("POST", path(harbour), body)
    again = await rest("PATCH", f"{path(harbour)}/{answer.body['id']}", {"components": tree})

    gallery, file = answer.body["components"]
    media = gallery["items"][0]["media"]
    assert answer.body["attachments"] == []
    assert (media["width"], media["height"], media["content_type"]) == (7, 5, "image/png")
    assert media["attachment_id"]
    assert (file["name"], file["size"], file["spoiler"]) == ("b.txt", 2, True)
    assert await served(harbour, media["url"]) == ("image/png", PNG)
    assert lost.faults_at("components/1/file/url")
    assert again.body["components"] == answer.body["components"]


JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc4\x00\x02\xff\xc2\x00\x0b\x08" + struct.pack(">HH", 5, 7) + b"\x01"


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (PNG, (7, 5)),
        (b"GIF89a" + struct.pack("<HH", 7, 5), (7, 5)),
        (JPEG, (7, 5)),
        (PNG[:20], None),
        (b"\xff\xd8\xff\xe0\x00\x00", None),
        (b"\xff\xd8", None),
        (b"RIFF", None),
        (b"", None),
    ],
)
def test_the_size_of_an_image_is_read_from_its_header(data: bytes, size: tuple[int, int] | None) -> None:
    assert attachments.dimensions(data) == size


@pytest.mark.usefixtures("redirected")
async def test_discord_py_sends_reads_and_drops_files(harbour: Harbour) -> None:
    bot = make_bot()
    async with running(harbour.standin, bot, harbour.bot.token):
        channel = bot.get_partial_messageable(harbour.channel.id)
        embed = discord.Embed(title="Ferry").set_image(url="attachment://a.png")
        sent = await channel.send(
            embed=embed,
            files=[discord.File(io.BytesIO(PNG), "a.png"), discord.File(io.BytesIO(b"hi"), "b.txt")],
        )
        [notes] = sent.attachments
        read = await notes.read()
        edited = await sent.edit(attachments=[notes, discord.File(io.BytesIO(b"yo"), "c.txt")])

    assert (sent.embeds[0].image.width, read) == (7, b"hi")
    assert [file.filename for file in edited.attachments] == ["b.txt", "c.txt"]
    assert edited.embeds[0].image.url is None
