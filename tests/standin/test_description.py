"""The check against Discord's description tells what the local Discord, a bot or a test would let pass."""

import dataclasses
from typing import Any

import pytest

from bot.standin.calls import Call
from bot.standin.people.person import Person
from bot.standin.world.model import ChannelKind
from tests.standin import description, description_events
from tests.standin.conftest import Harbour
from tests.standin.description_witness import Witness
from tests.standin.running import Rest

pytestmark = pytest.mark.skipif(not description.SPEC.exists(), reason=description.MISSING)

CREATE = ("POST", "/channels/{channel_id}/messages")
EDIT = ("PATCH", "/channels/{channel_id}")
THREAD = ("POST", "/channels/{channel_id}/threads")
CALLBACK = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
HISTORY = ("GET", "/channels/{channel_id}/messages")
TEXT, FORUM, MEDIA, POST = ChannelKind.TEXT, ChannelKind.FORUM, ChannelKind.MEDIA, ChannelKind.PUBLIC_THREAD
BUTTON = {"type": 2, "style": 1, "label": "More", "custom_id": "more"}


def taken(call: tuple[str, str], body: Any = None, *, kind: ChannelKind = TEXT, **query: str) -> list[str]:
    """What is said against a request that was taken; its answer was lost."""
    made = Call(
        number=1,
        at=0.0,
        method=call[0],
        path="",
        route=call[1],
        account=None,
        query=query,
        body=body,
        reason=None,
        status=None,
        code=None,
        response=None,
        fault=None,
        media="application/json" if body is not None else None,
        channel_kind=kind,
    )
    return description.complaints(made)


def row(**button: Any) -> Any:
    return {"components": [{"type": 1, "components": [BUTTON | button]}]}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"contents": "x"}, "('contents' was unexpected)"),
        ({"content": "x", "tts": "yes"}, "at tts: "),
        ({"embeds": [{"titel": "x"}]}, "('titel' was unexpected)"),
        ({"embeds": [{"fields": [{"name": "n"}]}]}, '"value" is a required property'),
        ({"content": "x", "allowed_mentions": {"parsed": []}}, "('parsed' was unexpected)"),
        (row(lable="x"), "at components/0/components/0: Additional properties"),
        (row(type=3), "at components/0/components/0: Additional properties"),
        (row(type=99), "at components/0/components/0/type: 99 is not one of"),
        ({"components": [{"components": [BUTTON]}]}, '"type" is a required property'),
        ({"attachments": [{"filename": "a"}]}, '"id" is a required property'),
    ],
)
def test_a_message_with_a_typo_or_a_fault_however_deep_is_told_in_its_place(body: Any, words: str) -> None:
    told = taken(CREATE, body)

    assert any(words in one for one in told), told


@pytest.mark.parametrize(
    ("call", "body", "kind", "words"),
    [
        (THREAD, {"name": "x"}, FORUM, '"message" is a required property'),
        (THREAD, {"name": "x"}, MEDIA, '"message" is a required property'),
        (THREAD, {"name": "x", "message": {"content": "x"}}, TEXT, "('message' was unexpected)"),
        (EDIT, {"archived": True}, TEXT, "('archived' was unexpected)"),
        (EDIT, {"topic": "x"}, POST, "('topic' was unexpected)"),
        (CALLBACK, {"type": 8, "data": {"content": "x"}}, TEXT, "is not valid under any of the schemas"),
        (CALLBACK, {"type": 9, "data": {"content": "x"}}, TEXT, "('content' was unexpected)"),
        (CALLBACK, {"type": 4, "data": {"title": "x"}}, TEXT, "('title' was unexpected)"),
        (CALLBACK, {"type": 3, "data": {}}, TEXT, "at type: 3 is not one of"),
    ],
)
def test_of_a_union_the_branch_must_hold_that_is_asked_for(
    call: tuple[str, str], body: Any, kind: ChannelKind, words: str
) -> None:
    told = taken(call, body, kind=kind)

    assert any(words in one for one in told), told


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"limits": "5"}, "query has limits, which is not described"),
        ({"limit": "101"}, "query limit at top: 101 is greater than the maximum of 100"),
        ({"limit": "many"}, "query limit at top: "),
        ({"after": "x"}, "query after at top: "),
    ],
)
def test_a_query_of_another_name_type_or_size_is_told(query: dict[str, str], words: str) -> None:
    told = taken(HISTORY, **query)

    assert len(told) == 1
    assert words in told[0]


@pytest.mark.parametrize(
    ("call", "body", "kind", "query"),
    [
        (CREATE, {"content": "x", "tts": False, "nonce": "1", "enforce_nonce": True}, TEXT, {}),
        (CREATE, row(emoji={"id": None, "name": "👍"}), TEXT, {}),
        (THREAD, {"name": "x", "message": {"content": "x"}}, MEDIA, {"use_nested_fields": "1"}),
        (THREAD, {"name": "x", "type": 11}, TEXT, {}),
        (EDIT, {"archived": True}, POST, {}),
        (EDIT, {"permission_overwrites": [{"id": 5, "type": 0, "allow": "8"}]}, MEDIA, {}),
        (("POST", "/guilds/{guild_id}/channels"), {"name": "x", "type": 16}, TEXT, {}),
        (CALLBACK, {"type": 8, "data": {"choices": [{"name": "a", "value": 5}]}}, TEXT, {}),
        (HISTORY, None, TEXT, {"limit": "100", "after": "5"}),
    ],
)
def test_what_discord_takes_is_not_complained_of(
    call: tuple[str, str], body: Any, kind: ChannelKind, query: dict[str, str]
) -> None:
    assert taken(call, body, kind=kind, **query) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": 299}, "may not answer 299"),
        ({"route": "/channels/{channel_id}/nothing"}, "is not described"),
        ({"media": "text/plain"}, "request may not be text/plain"),
        ({"body": None}, "request lacks its body"),
        ({"method": "DELETE", "route": "/channels/{channel_id}"}, "has a body, and none is described"),
        ({"status": 400}, '"message" is a required property'),
        ({"status": 401, "response": {"message": "401: Unauthorized"}}, '"code" is a required property'),
        ({"status": 404, "route": "", "response": {"code": 0}}, '"message" is a required property'),
        ({"status": 429, "response": {"message": "x", "global": False}}, '"retry_after" is a required'),
        ({"status": 400, "response": {"code": 1, "message": "x", "errors": {"a": [1]}}}, "at errors: "),
    ],
)
async def test_a_status_a_path_or_a_refusal_that_is_not_discords_is_told(
    harbour: Harbour, rest: Rest, change: dict[str, Any], words: str
) -> None:
    await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": "x"})
    call = harbour.standin.calls[-1]

    right, wrong = description.complaints(call), description.complaints(dataclasses.replace(call, **change))

    assert right == []
    assert any(words in told for told in wrong), wrong


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"author": None}, "at author: null is not of type"),
        ({"athor": {}}, "('athor' was unexpected)"),
        ({"timestamp": "yesterday"}, 'at timestamp: "yesterday" is not a "date-time"'),
        ({"id": 5}, 'at id: 5 is not of type "string"'),
    ],
)
async def test_an_answer_that_is_not_discords_is_told_on_rest_and_on_the_gateway(
    harbour: Harbour, rest: Rest, change: dict[str, Any], words: str
) -> None:
    await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": "x"})
    call = harbour.standin.calls[-1]
    wrong = call.response | change

    on_rest = description.complaints(dataclasses.replace(call, response=wrong))
    on_gateway = description_events.complaints("MESSAGE_CREATE", wrong, to_bot=True)

    assert words in on_rest[0]
    assert words in on_gateway[0]


EVENTS = (
    *("READY", "GUILD_CREATE", "GUILD_DELETE", "GUILD_MEMBER_ADD", "GUILD_ROLE_UPDATE", "CHANNEL_CREATE"),
    *("THREAD_CREATE", "THREAD_DELETE", "THREAD_LIST_SYNC", "THREAD_MEMBERS_UPDATE", "MESSAGE_UPDATE"),
    *("MESSAGE_DELETE", "MESSAGE_REACTION_ADD", "TYPING_START", "CHANNEL_PINS_UPDATE", "INTERACTION_CREATE"),
)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_that_lacks_what_is_documented_is_told(name: str) -> None:
    assert description_events.complaints(name, {}, to_bot=True) != []


@pytest.mark.parametrize("name", [*EVENTS, "RESUMED"])
def test_an_event_with_a_field_of_no_known_name_is_told(name: str) -> None:
    told = description_events.complaints(name, {"gild_id": "5"}, to_bot=True)

    assert any("gild_id" in one for one in told), told


def test_what_only_a_persons_client_is_told_is_not_judged() -> None:
    assert description_events.complaints("INTERACTION_SUCCESS", {"id": "5"}, to_bot=False) == []
    assert description_events.complaints("INTERACTION_SUCCESS", {"id": "5"}, to_bot=True) != []


def test_an_event_of_no_known_name_is_told() -> None:
    told = description_events.complaints("MESSAGE_CREATED", {}, to_bot=True)

    assert "MESSAGE_CREATED is no event" in told[0]


async def test_whatever_a_local_discord_says_is_heard_without_being_asked_for(
    harbour: Harbour, rest: Rest, witness: Witness
) -> None:
    harbour.channel.name = 5  # type: ignore[assignment] # what no channel is called

    await rest("GET", f"/channels/{harbour.channel.id}")
    async with Person(harbour.standin.api_url, harbour.reader.token):
        pass
    heard = [*witness.complaints]
    witness.complaints.clear()

    assert len(heard) == 2
    assert heard[0].startswith("GET /channels/{channel_id} response at name: 5 is not of type")
    assert heard[1].startswith("GUILD_CREATE at channels/0/name: 5 is not of type")
