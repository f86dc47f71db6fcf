"""Checks calls to the local Discord against Discord's official API description, where it is at hand."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.standin.calls import Call
from bot.standin.world.model import ChannelKind
from tests.standin.description_schemas import MISSING, REFERENCE, SPEC, Schema, Shape, spec, strict

__all__ = ["MISSING", "SPEC", "complaints"]

_METHODS = ("get", "put", "post", "patch", "delete")
_BRACES = re.compile(r"{\w+}")
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_JSON = "application/json"

# What only a person's client uses: Discord describes nothing of it.
_OF_PERSONS = {
    "/interactions",
    "/guilds/{guild_id}/application-command-index",
    "/channels/{channel_id}/application-command-index",
    "/users/@me/settings",
}
# What Discord takes in a query and does not describe: discord.py asks for a post's message within the answer.
_ALSO_ASKED: dict[tuple[str, str], dict[str, Schema]] = {
    ("POST", "/channels/{}/threads"): {"use_nested_fields": {"type": "boolean"}},
    # What the description wants in the body, discord.py asks for here.
    ("PUT", "/guilds/{}/bans/{}"): {"delete_message_seconds": {"type": "integer"}},
}
# Bodies that the description requires, and discord.py leaves out where they would be empty.
_LEFT_OUT = {("PUT", "/guilds/{}/bans/{}"), ("DELETE", "/guilds/{}/bans/{}")}
# What discord.py writes into a body that the description does not name, and Discord passes over.
_ALSO_WRITTEN: dict[tuple[str, str], dict[str, Schema]] = {
    ("PUT", "/channels/{}/permissions/{}"): {"id": {"$ref": f"{REFERENCE}SnowflakeType"}}
}
# And from a person's client: that a reaction is a burst.
_ASKED_BY_PERSONS: dict[tuple[str, str], dict[str, Schema]] = {
    ("PUT", "/channels/{}/messages/{}/reactions/{}/@me"): {"type": {"enum": [0, 1], "type": "integer"}}
}

_THREADS = dict.fromkeys(
    (ChannelKind.ANNOUNCEMENT_THREAD, ChannelKind.PUBLIC_THREAD, ChannelKind.PRIVATE_THREAD),
    "UpdateThreadRequestPartial",
)
_POSTS = dict.fromkeys((ChannelKind.FORUM, ChannelKind.MEDIA), "CreateForumThreadRequest")
# Unions of whose branches the body itself does not tell which is meant: the channel does, by its type.
_BY_CHANNEL = {
    ("PATCH", "/channels/{}"): {
        **dict.fromkeys(ChannelKind, "UpdateGuildChannelRequestPartial"),
        **_THREADS,
        ChannelKind.DIRECT: "UpdateDMRequestPartial",
    },
    ("POST", "/channels/{}/threads"): {
        **dict.fromkeys(ChannelKind, "CreateTextThreadWithoutMessageRequest"),
        **_POSTS,
    },
    # The other branch belongs to edits.
    ("POST", "/webhooks/{}/{}"): dict.fromkeys([*ChannelKind, None], "IncomingWebhookRequestPartial"),
}


def complaints(call: Call, *, judge_request: bool = True) -> list[str]:
    """What Discord's description says against a request that was taken, and against its answer, in words."""
    if isinstance(call.response, str):
        return []  # a ban or a bad gateway: the proxy before Discord says so, in a text of its own
    operation = _operations().get((call.method, _shape(call.route)))
    if operation is None:
        words = [*_about_undescribed(call)]
    else:
        words = [*(_about_request(operation, call) if judge_request else ()), *_about_answer(operation, call)]
    return [f"{call.method} {call.route} {one}" for one in words]


@dataclass(frozen=True)
class _Operation:
    """One method of one path as described."""

    key: tuple[str, str]
    media: frozenset[str]
    body: Shape | None
    needs_body: bool
    queries: dict[str, Schema]
    required: frozenset[str]
    responses: dict[str, Shape | None]


def _about_undescribed(call: Call) -> Iterator[str]:
    """A path that does not exist is answered with an error; one that does must be described."""
    if call.status is not None and 400 <= call.status < 500:
        shape = _named("RatelimitedResponse" if call.status == 429 else "ErrorResponse", "response")
        yield from (f"response {words}" for words in shape.faults(call.response))
    elif call.route not in _OF_PERSONS or call.is_bot:
        yield "is not described"


def _about_request(operation: _Operation, call: Call) -> Iterator[str]:
    """What was refused may be wrong; what was taken, or never seen because of a fault, may not."""
    if call.status is None or call.status < 400 or call.status >= 500:
        yield from _about_query(operation, call)
        yield from _about_body(operation, call)


def _about_query(operation: _Operation, call: Call) -> Iterator[str]:
    for name in operation.required - call.query.keys():
        yield f"query lacks {name}"
    for name, text in call.query.items():
        schema = operation.queries.get(name)
        if schema is None and not call.is_bot:
            schema = _ASKED_BY_PERSONS.get(operation.key, {}).get(name)
        if schema is None:
            yield f"query has {name}, which is not described"
        else:
            shape = _of_query(json.dumps(schema))
            yield from (f"query {name} {words}" for words in shape.faults(_typed(text, schema)))


@cache
def _of_query(schema: str) -> Shape:
    return strict(json.loads(schema), "request")


def _typed(text: str, schema: Schema) -> Any:
    """What a text of the query stands for."""
    if "$ref" in schema:
        schema = spec()["components"]["schemas"][schema["$ref"].removeprefix(REFERENCE)]
    if schema.get("type") == "integer" and text.lstrip("-").isdecimal():
        return int(text)
    if schema.get("type") == "boolean":
        return _BOOLEANS.get(text.lower(), text)
    return text


def _about_body(operation: _Operation, call: Call) -> Iterator[str]:
    if call.body is None:
        if operation.needs_body:
            yield "request lacks its body"
        return
    if operation.body is None:
        yield "request has a body, and none is described"
        return
    if call.media not in operation.media:
        yield f"request may not be {call.media}"
    branches = _BY_CHANNEL.get(operation.key)
    shape = operation.body if branches is None else _named(branches[call.channel_kind], "request")
    yield from (f"request {words}" for words in shape.faults(call.body))


def _about_answer(operation: _Operation, call: Call) -> Iterator[str]:
    if call.status is None or (call.fault is not None and call.status >= 500):
        return
    family = "4XX" if 400 <= call.status < 500 else ""
    status = str(call.status) if str(call.status) in operation.responses else family
    if status not in operation.responses:
        yield f"may not answer {call.status}"
        return
    shape = operation.responses[status]
    if shape is not None:
        yield from (f"response {words}" for words in shape.faults(call.response))
    elif call.response is not None:
        yield f"response has a body, and none is described for {call.status}"


@cache
def _named(name: str, side: str) -> Shape:
    return Shape({"$ref": REFERENCE + name}, side)


@cache
def _operations() -> dict[tuple[str, str], _Operation]:
    return {
        (method.upper(), _shape(path)): _operation(
            method.upper(), path, described, methods.get("parameters", [])
        )
        for path, methods in spec()["paths"].items()
        for method, described in methods.items()
        if method in _METHODS
    }


def _operation(method: str, path: str, described: Any, shared: list[Any]) -> _Operation:
    key = (method, _shape(path))
    queries = [one for one in [*shared, *described.get("parameters", [])] if one["in"] == "query"]
    body = described.get("requestBody", {})
    return _Operation(
        key=key,
        media=frozenset(body.get("content", ())),
        body=_of_json(body, "request", _ALSO_WRITTEN.get((method, _shape(path)), {})),
        needs_body=body.get("required", False) and (method, _shape(path)) not in _LEFT_OUT,
        queries={one["name"]: one["schema"] for one in queries} | _ALSO_ASKED.get(key, {}),
        required=frozenset(one["name"] for one in queries if one.get("required")),
        responses={status: _of_json(one, "response") for status, one in described["responses"].items()},
    )


def _of_json(described: Any, side: str, also: dict[str, Schema] | None = None) -> Shape | None:
    """The schema of a body or answer; a multipart one carries the same as JSON."""
    if "$ref" in described:
        described = spec()["components"]["responses"][described["$ref"].rsplit("/", 1)[1]]
    content = described.get("content", {}).get(_JSON)
    if content is None:
        return None
    schema = content["schema"]
    return strict({**schema, "properties": {**schema["properties"], **also}} if also else schema, side)


@cache
def _shape(path: str) -> str:
    """A path without its parameters' names, on which the description and we differ."""
    return _BRACES.sub("{}", path.replace("@original", "{message_id}"))
