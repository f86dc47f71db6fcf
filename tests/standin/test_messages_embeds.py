"""Embeds: every limit of theirs, what comes back of them, who may send them."""

from typing import Any

import pytest

from bot.standin.world import permissions
from bot.standin.world.model import MessageFlag
from tests.standin.conftest import Harbour
from tests.standin.running import Rest

LONG, MISSING = "BASE_TYPE_MAX_LENGTH", "BASE_TYPE_REQUIRED"
ADDRESS, SCHEME = "URL_TYPE_INVALID_URL", "URL_TYPE_INVALID_SCHEME"
FIELD = {"name": "n", "value": "v"}


def path(harbour: Harbour) -> str:
    return f"/channels/{harbour.channel.id}/messages"


@pytest.mark.parametrize(
    ("embed", "place", "code"),
    [
        ({"title": "x" * 257}, "title", LONG),
        ({"description": "x" * 4097}, "description", LONG),
        ({"fields": [FIELD] * 26}, "fields", LONG),
        ({"fields": [{**FIELD, "name": "x" * 257}]}, "fields/0/name", LONG),
        ({"fields": [{**FIELD, "value": "x" * 1025}]}, "fields/0/value", LONG),
        ({"fields": [{**FIELD, "name": " "}]}, "fields/0/name", MISSING),
        ({"fields": [{"name": "n"}]}, "fields/0/value", MISSING),
        ({"footer": {"text": "x" * 2049}}, "footer/text", LONG),
        ({"author": {"name": "x" * 257}}, "author/name", LONG),
        ({"title": "x", "color": 1 << 24}, "color", "NUMBER_TYPE_MAX"),
        ({"title": "x", "color": -1}, "color", "NUMBER_TYPE_MIN"),
        ({"title": "x", "color": "red"}, "color", "NUMBER_TYPE_COERCE"),
        ({"title": "x", "timestamp": "yesterday"}, "timestamp", "DATE_TIME_TYPE_PARSE"),
        ({"title": "x", "url": "example.org"}, "url", ADDRESS),
        ({"title": "x", "url": "ftp://example.org"}, "url", SCHEME),
        ({"title": "x", "url": "attachment://a.png"}, "url", SCHEME),
        ({"title": "x", "url": "https://example.org/" + "x" * 2048}, "url", LONG),
        ({"author": {"name": "x", "url": "attachment://a.png"}}, "author/url", SCHEME),
        ({"author": {"name": "x", "icon_url": "data://x"}}, "author/icon_url", SCHEME),
        ({"footer": {"text": "x", "icon_url": "x"}}, "footer/icon_url", ADDRESS),
        ({"image": {"url": "mailto:x@example.org"}}, "image/url", ADDRESS),
        ({"thumbnail": {"url": "file://x/a.png"}}, "thumbnail/url", SCHEME),
    ],
)
async def test_an_embed_beyond_its_limits_is_refused_at_its_place(
    harbour: Harbour, rest: Rest, embed: Any, place: str, code: str
) -> None:
    answer = await rest("POST", path(harbour), {"embeds": [embed]})

    assert (answer.status, answer.code) == (400, 50035)
    assert answer.faults_at(f"embeds/0/{place}") == [code]


async def test_embeds_are_counted_together(harbour: Harbour, rest: Rest) -> None:
    half = {"description": "x" * 2000, "footer": {"text": "x" * 999}, "author": {"name": " x "}}

    all_of_it = await rest("POST", path(harbour), {"embeds": [half, half]})
    one_more = await rest("POST", path(harbour), {"embeds": [half, half, {"title": "x"}]})
    eleven = await rest("POST", path(harbour), {"embeds": [{"title": "x"}] * 11})

    assert all_of_it.status == 200
    assert one_more.faults_at("embeds") == ["MAX_EMBED_SIZE_EXCEEDED"]
    assert eleven.faults_at("embeds") == [LONG]


async def test_an_embed_comes_back_as_discord_shows_it(harbour: Harbour, rest: Rest) -> None:
    given = {
        "type": "article",
        "title": " Ferry ",
        "color": 5,
        "timestamp": "2026-02-03T04:05:06Z",
        "fields": [FIELD],
        "footer": {"text": None},
        "author": {"name": "Harbour", "icon_url": "https://example.org/i.png"},
        "image": {"url": "https://example.org/a.png", "height": 5},
        "provider": {"name": "somebody"},
        "video": {"url": "https://example.org/v.mp4"},
    }

    answer = await rest("POST", path(harbour), {"embeds": [given]})

    picture, icon = given["image"]["url"], given["author"]["icon_url"]  # type: ignore[index]
    assert answer.body["embeds"] == [
        {
            "type": "rich",
            "title": "Ferry",
            "color": 5,
            "timestamp": "2026-02-03T04:05:06.000000+00:00",
            "fields": [{"name": "n", "value": "v", "inline": False}],
            "author": {"name": "Harbour", "icon_url": icon, "proxy_icon_url": icon},
            "image": {"url": picture, "proxy_url": picture},
        }
    ]


@pytest.mark.parametrize("embed", [{}, {"color": 5}, {"title": " "}, {"url": "https://example.org"}])
async def test_an_embed_that_shows_nothing_is_none(harbour: Harbour, rest: Rest, embed: Any) -> None:
    alone = await rest("POST", path(harbour), {"embeds": [embed]})
    beside = await rest("POST", path(harbour), {"content": "x", "embeds": [embed]})

    assert alone.code == 50006
    assert beside.body["embeds"] == []


async def test_without_the_right_to_embed_an_embed_is_dropped_and_alone_refused(
    harbour: Harbour, rest: Rest
) -> None:
    for role in harbour.server.roles.values():
        role.permissions &= ~permissions.EMBED_LINKS
        harbour.standin.world.update_role(harbour.server, role)
    embeds = [{"title": "x"}]

    alone = await rest("POST", path(harbour), {"embeds": embeds})
    beside = await rest("POST", path(harbour), {"content": "words", "embeds": embeds})
    one = f"{path(harbour)}/{beside.body['id']}"
    edited = await rest("PATCH", one, {"embeds": embeds})
    emptied = await rest("PATCH", one, {"content": "", "embeds": embeds})

    assert (alone.status, alone.code) == (403, 50013)
    assert (beside.body["content"], beside.body["embeds"]) == ("words", [])
    assert edited.body["embeds"] == []
    assert emptied.code == 50006


async def test_suppressed_embeds_are_kept_and_come_back(harbour: Harbour, rest: Rest) -> None:
    hidden = MessageFlag.SUPPRESS_EMBEDS
    sent = await rest("POST", path(harbour), {"embeds": [{"title": "x"}], "flags": hidden})
    one = f"{path(harbour)}/{sent.body['id']}"

    edited = await rest("PATCH", one, {"content": "more"})
    shown = await rest("PATCH", one, {"flags": 0})

    assert (sent.body["embeds"], sent.body["flags"]) == ([], hidden)
    assert (edited.body["embeds"], edited.body["flags"]) == ([], hidden)
    assert (shown.body["embeds"][0]["title"], shown.body["flags"]) == ("x", 0)
