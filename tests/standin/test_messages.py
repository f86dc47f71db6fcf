"""Messages: nonces, limits, what goes with Components V2, who may do what."""

import aiohttp
import pytest

from bot.standin import limits
from bot.standin.server import Settings, StandIn
from bot.standin.world import permissions
from bot.standin.world.model import ChannelKind, MessageFlag, Overwrite
from tests.standin.conftest import Harbour, settle
from tests.standin.running import Rest

V2 = MessageFlag.COMPONENTS_V2
LEGACY = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
TOO_MANY, TOO_MUCH = "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"
LENGTH, BUTTON = "BASE_TYPE_BAD_LENGTH", "components/0/components/0/custom_id"
EXCLUSIVE, TWICE = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "COMPONENT_CUSTOM_ID_DUPLICATED"
SECTION = {"type": 9, "components": [{"type": 10, "content": "x"}]}
BOTH = {"parse": ["users"], "users": ["1"]}
MISSING = "BASE_TYPE_REQUIRED"
NESTED = {"type": 17, "components": [{"type": 17, "components": [{"type": 10, "content": "x"}]}]}


def text(content: str = "hello") -> dict[str, object]:
    return {"type": 10, "content": content}


def row(*names: str) -> dict[str, object]:
    buttons = [{"type": 2, "style": 2, "label": "x", "custom_id": name} for name in names]
    return {"type": 1, "components": buttons}


async def test_a_repeated_nonce_returns_the_first_message_and_is_never_read_back(
    harbour: Harbour, rest: Rest
) -> None:
    path = f"/channels/{harbour.channel.id}/messages"
    body = {"content": "once", "nonce": "n1", "enforce_nonce": True}

    first = await rest("POST", path, body)
    second = await rest("POST", path, body)
    unenforced = await rest("POST", path, {"content": "twice", "nonce": "n1"})
    read = await rest("GET", f"{path}/{first.body['id']}")

    assert first.body["nonce"] == "n1"
    assert second.body["id"] == first.body["id"] != unenforced.body["id"]
    assert "nonce" not in read.body
    assert len(harbour.channel.log) == 2


async def test_a_nonce_of_a_deleted_message_is_unknown(harbour: Harbour, rest: Rest) -> None:
    path = f"/channels/{harbour.channel.id}/messages"
    body = {"content": "once", "nonce": "n1", "enforce_nonce": True}
    first = await rest("POST", path, body)
    await rest("DELETE", f"{path}/{first.body['id']}")

    again = await rest("POST", path, body)

    assert (again.status, again.code) == (404, 10008)


@pytest.mark.parametrize(("window", "later", "messages"), [(60, 59, 1), (60, 61, 2), (300, 61, 1), (0, 0, 2)])
async def test_a_nonce_is_remembered_for_its_window(window: float, later: float, messages: int) -> None:
    now = [1_800_000_000.0]
    async with StandIn(Settings(nonce_window=window, clock=lambda: now[0])) as standin:
        harbour = settle(standin)
        async with aiohttp.ClientSession() as http:
            rest = Rest(http, standin.api_url, harbour.bot.token)
            body = {"content": "once", "nonce": "n1", "enforce_nonce": True}
            await rest("POST", f"/channels/{harbour.channel.id}/messages", body)
            now[0] += later
            await rest("POST", f"/channels/{harbour.channel.id}/messages", body)

    assert len(harbour.channel.log) == messages


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
        ({"content": "x", "nonce": "n" * 26}, "nonce", "NONCE_TYPE_TOO_LONG"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds/0/title", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"description": "x" * 4000}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
        ({"flags": V2, "components": [text()], "content": "x"}, "content", LEGACY),
        ({"flags": V2, "components": [text()], "embeds": [{"title": "x"}]}, "embeds", LEGACY),
        ({"flags": V2, "components": [text()] * 41}, "components", TOO_MANY),
        ({"flags": V2, "components": [text("x" * 2001)] * 2}, "components", TOO_MUCH),
        ({"flags": V2, "components": [row("a", "a")]}, "components/0/components/1/custom_id", TWICE),
        ({"flags": V2, "components": [row("a" * 101)]}, BUTTON, LENGTH),
        ({"flags": V2, "components": [row("")]}, BUTTON, LENGTH),
        ({"flags": V2, "components": [row("a", "b", "c", "d", "e", "f")]}, "components/0/components", LENGTH),
        ({"flags": V2, "components": [NESTED]}, "components/0/components/0/type", "UNION_TYPE_CHOICES"),
        ({"flags": V2, "components": [SECTION]}, "components/0/accessory", MISSING),
        ({"flags": V2}, "components", "BASE_TYPE_REQUIRED"),
        ({"components": [text()]}, "components/0/type", "UNION_TYPE_CHOICES"),
        ({"content": "x", "allowed_mentions": BOTH}, "allowed_mentions", EXCLUSIVE),
    ],
)  # fmt: skip
async def test_a_body_beyond_the_limits_is_refused_with_its_place(
    harbour: Harbour, rest: Rest, body: dict[str, object], place: str, code: str
) -> None:
    answer = await rest("POST", f"/channels/{harbour.channel.id}/messages", body)

    assert (answer.status, answer.code) == (400, 50035)
    found = answer.body["errors"]
    for part in place.split("/"):
        found = found[part]
    assert code in [error["code"] for error in found["_errors"]]
    assert len(harbour.channel.log) == 0


async def test_the_limits_themselves_are_allowed(harbour: Harbour, rest: Rest) -> None:
    path = f"/channels/{harbour.channel.id}/messages"

    answers = [
        await rest("POST", path, {"content": "x" * limits.MESSAGE_CONTENT}),
        await rest("POST", path, {"flags": V2, "components": [text("x" * limits.COMPONENTS_TEXT)]}),
        await rest("POST", path, {"flags": V2, "components": [text("x")] * limits.COMPONENTS}),
        await rest("POST", path, {"flags": V2, "components": [row("a" * limits.CUSTOM_ID)]}),
    ]

    assert [answer.status for answer in answers] == [200] * 4


async def test_every_component_comes_back_with_an_id(harbour: Harbour, rest: Rest) -> None:
    body = {"flags": V2, "components": [{"type": 17, "components": [text(), row("a", "b")]}]}

    answer = await rest("POST", f"/channels/{harbour.channel.id}/messages", body)

    container = answer.body["components"][0]
    buttons = container["components"][1]["components"]
    assert [
        container["id"],
        *(one["id"] for one in container["components"]),
        *(one["id"] for one in buttons),
    ] == [1, 2, 3, 4, 5]
    assert "id" not in harbour.standin.calls[-1].body["components"][0]


async def test_the_components_flag_stays_when_a_message_is_edited(harbour: Harbour, rest: Rest) -> None:
    path = f"/channels/{harbour.channel.id}/messages"
    sent = await rest("POST", path, {"flags": V2, "components": [text()]})

    plain = await rest("PATCH", f"{path}/{sent.body['id']}", {"content": "x"})
    edited = await rest("PATCH", f"{path}/{sent.body['id']}", {"components": [text("new")], "flags": 0})

    assert (plain.status, plain.code) == (400, 50035)
    assert edited.body["flags"] & V2
    assert edited.body["edited_timestamp"].endswith("+00:00")


async def test_an_empty_message_is_refused(harbour: Harbour, rest: Rest) -> None:
    answer = await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": " "})

    assert (answer.status, answer.code) == (400, 50006)


async def test_only_those_who_may_be_mentioned_are(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    loud, quiet = (
        world.create_role(harbour.server, name, mentionable=name == "loud") for name in ("loud", "quiet")
    )
    words = f"<@{harbour.reader.id}> <@&{loud.id}> <@&{quiet.id}> @everyone"

    free = await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": words})
    none = await rest(
        "POST",
        f"/channels/{harbour.channel.id}/messages",
        {"content": words, "allowed_mentions": {"parse": []}},
    )
    shown = {
        "flags": V2,
        "components": [text(words)],
        "allowed_mentions": {"parse": [], "roles": [str(loud.id)]},
    }
    named = await rest("POST", f"/channels/{harbour.channel.id}/messages", shown)

    harbour.server.everyone.permissions &= ~permissions.MENTION_EVERYONE
    world.update_role(harbour.server, harbour.server.everyone)
    denied = await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": words})

    assert [one["id"] for one in free.body["mentions"]] == [str(harbour.reader.id)]
    assert (free.body["mention_roles"], free.body["mention_everyone"]) == (
        [str(loud.id), str(quiet.id)],
        True,
    )
    assert (denied.body["mention_roles"], denied.body["mention_everyone"]) == ([str(loud.id)], False)
    assert (none.body["mentions"], none.body["mention_roles"], none.body["mention_everyone"]) == (
        [],
        [],
        False,
    )
    assert (named.body["mentions"], named.body["mention_roles"]) == ([], [str(loud.id)])


@pytest.mark.parametrize(
    ("denied", "status", "code"),
    [(permissions.VIEW_CHANNEL, 403, 50001), (permissions.SEND_MESSAGES, 403, 50013)],
)
async def test_a_missing_permission_has_its_own_error(
    harbour: Harbour, rest: Rest, denied: int, status: int, code: int
) -> None:
    world = harbour.standin.world
    closed = world.create_channel(
        harbour.server, "closed", overwrites=[Overwrite(harbour.bot.id, 1, 0, denied)]
    )

    answer = await rest("POST", f"/channels/{closed.id}/messages", {"content": "x"})

    assert (answer.status, answer.code) == (status, code)


async def test_what_is_gone_or_of_the_wrong_kind_has_its_own_error(harbour: Harbour, rest: Rest) -> None:
    forum = harbour.standin.world.create_channel(harbour.server, "forum", kind=ChannelKind.FORUM)
    theirs = harbour.standin.world.post(harbour.channel, harbour.reader, "theirs")
    path = f"/channels/{harbour.channel.id}/messages"

    answers = [
        await rest("POST", "/channels/1/messages", {"content": "x"}),
        await rest("GET", f"{path}/1"),
        await rest("POST", f"/channels/{forum.id}/messages", {"content": "x"}),
        await rest("PATCH", f"{path}/{theirs.id}", {"content": "x"}),
        await rest("DELETE", f"{path}/{theirs.id}"),
        await rest("GET", f"{path}/none"),
        await rest("POST", f"{path}/{theirs.id}/crosspost"),
    ]

    assert [answer.code for answer in answers] == [10003, 10008, 50008, 50005, 50013, 50035, 50024]


async def test_a_message_is_published_once(harbour: Harbour, rest: Rest) -> None:
    news = harbour.standin.world.create_channel(harbour.server, "news", kind=ChannelKind.ANNOUNCEMENT)
    sent = await rest("POST", f"/channels/{news.id}/messages", {"content": "x"})

    first = await rest("POST", f"/channels/{news.id}/messages/{sent.body['id']}/crosspost")
    again = await rest("POST", f"/channels/{news.id}/messages/{sent.body['id']}/crosspost")

    assert first.body["flags"] & MessageFlag.CROSSPOSTED
    assert again.code == 40033


async def test_a_direct_message_to_one_who_closed_them_is_refused(harbour: Harbour, rest: Rest) -> None:
    opened = await rest("POST", "/users/@me/channels", {"recipient_id": str(harbour.reader.id)})
    sent = await rest("POST", f"/channels/{opened.body['id']}/messages", {"content": "digest"})
    harbour.reader.accepts_direct_messages = False
    refused = await rest("POST", f"/channels/{opened.body['id']}/messages", {"content": "digest"})

    assert sent.status == 200
    assert (refused.status, refused.code) == (403, 50007)


async def test_without_the_content_intent_a_bot_reads_only_its_own_words(
    harbour: Harbour, rest: Rest
) -> None:
    harbour.standin.world.post(harbour.channel, harbour.reader, "theirs")
    harbour.standin.world.post(harbour.channel, harbour.bot.account, "ours")

    answer = await rest("GET", f"/channels/{harbour.channel.id}/messages")

    assert [message["content"] for message in answer.body] == ["ours", ""]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=2", [9, 8]),
        ("limit=2&before={5}", [4, 3]),
        ("limit=2&after={5}", [7, 6]),
        ("limit=3&around={5}", [6, 5, 4]),
    ],
)
async def test_history_pages_are_newest_first(
    harbour: Harbour, rest: Rest, query: str, expected: list[int]
) -> None:
    messages = [harbour.standin.world.post(harbour.channel, harbour.bot.account, str(n)) for n in range(10)]
    asked = query.replace("{5}", str(messages[5].id))

    answer = await rest("GET", f"/channels/{harbour.channel.id}/messages?{asked}")

    assert [int(message["content"]) for message in answer.body] == expected


@pytest.mark.parametrize("limit", ["0", "101", "x"])
async def test_a_page_beyond_its_size_is_refused(harbour: Harbour, rest: Rest, limit: str) -> None:
    answer = await rest("GET", f"/channels/{harbour.channel.id}/messages?limit={limit}")

    assert answer.code == 50035


async def test_strangers_and_strange_paths_are_turned_away(harbour: Harbour, rest: Rest) -> None:
    unknown = await rest("GET", "/users/@me", headers={"Authorization": "Bot nobody"})
    nowhere = await rest("GET", "/nowhere")
    wrong = await rest("PUT", "/users/@me")
    broken = await rest("POST", f"/channels/{harbour.channel.id}/messages", data=b"{")

    assert [one.status for one in (unknown, nowhere, wrong, broken)] == [401, 404, 405, 400]
    assert broken.code == 50109
    assert unknown.headers["Content-Type"] == "application/json"


async def test_without_the_right_to_read_the_history_it_is_empty(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    message = world.post(harbour.channel, harbour.reader, "hi")
    world.set_pinned(message, pinned=True)
    path = f"/channels/{harbour.channel.id}/messages"
    before = await rest("GET", path), await rest("GET", f"{path}/pins")
    for role in harbour.server.roles.values():
        role.permissions &= ~permissions.READ_MESSAGE_HISTORY
        world.update_role(harbour.server, role)

    history = await rest("GET", path)
    pins = await rest("GET", f"{path}/pins")
    one = await rest("GET", f"{path}/{message.id}")

    assert (len(before[0].body), len(before[1].body["items"])) == (1, 1)
    assert (history.status, history.body) == (200, [])
    assert (pins.status, pins.body) == (200, {"items": [], "has_more": False})
    assert (one.status, one.code) == (403, 50013)
