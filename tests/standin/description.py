"""Checks calls to the local Discord against Discord's official API description, where it is at hand."""

import copy
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from bot.standin.calls import Call

SPEC = Path(__file__).resolve().parents[3] / "shared" / "discord-api-spec" / "openapi.json"
MISSING = "the official API description is not beside this repository"

# What a person's client uses is no part of the description, and neither is what a fault answers.
_UNDESCRIBED = {"/interactions", "/guilds/{guild_id}/application-command-index", ""}
# Documented by Discord and taken by it, but left out of its description: the age limit of commands, speech,
# and ids written as numbers; permissions it describes as numbers and takes as strings.
_PERMISSIONS = {"permissions", "allow", "deny", "default_member_permissions"}
_ALSO_TAKEN = {
    "ApplicationCommandCreateRequest": "nsfw",
    "ApplicationCommandUpdateRequest": "nsfw",
    "BaseCreateMessageCreateRequest": "tts",
    "CreateForumThreadRequest": "type",
    "MessageEditRequestPartial": "tts",
}
_BRACES = re.compile(r"{\w+}")


def complaints(calls: Iterable[Call]) -> list[str]:
    """What Discord's description says against the requests and answers of bots, in words."""
    return [words for call in calls if call.is_bot for words in _about(call)]


def _about(call: Call) -> Iterator[str]:
    if call.route in _UNDESCRIBED or call.fault is not None or call.status in (None, 401, 405, 429):
        return
    operation = _operations().get((call.method, _shape(call.route)))
    if operation is None:
        yield f"{call.method} {call.route} is not described"
        return
    responses = operation["responses"]
    described = responses.get(str(call.status)) or responses.get("4XX" if call.status >= 400 else "")
    if described is None:
        yield f"{call.method} {call.route} may not answer {call.status}"
        return
    if call.status < 400 and call.body is not None:
        yield from _wrong(call, "request", operation.get("requestBody"), call.body)
    if call.status != 204:
        yield from _wrong(call, "response", described, call.response)


def _wrong(call: Call, side: str, described: Any, body: Any) -> Iterator[str]:
    content = (described or {}).get("content", {}).get("application/json")
    if content is None:
        return
    validator = _validator(json.dumps(content["schema"], sort_keys=True), side)
    for error in list(validator.iter_errors(body))[:3]:
        where = "/".join(str(part) for part in error.instance_path)
        yield f"{call.method} {call.route} {side} at {where or 'top'}: {error.message[-300:]}"


@cache
def _validator(schema: str, side: str) -> Any:
    top = json.loads(schema)
    if side == "request" and "properties" in top:
        _tighten(top)
    root = {**top, "components": _components(side)}
    return jsonschema_rs.validator_for(root, validate_formats=False)


@cache
def _spec() -> Any:
    return json.loads(SPEC.read_text())


@cache
def _operations() -> dict[tuple[str, str], Any]:
    found = {}
    for path, methods in _spec()["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "put", "post", "patch", "delete"):
                found[method.upper(), _shape(path)] = operation
    return found


def _shape(path: str) -> str:
    """A path without its parameters' names, on which the description and we differ."""
    return _BRACES.sub("{}", path.replace("@original", "{message_id}"))


@cache
def _components(side: str) -> Any:
    """The described schemas; for requests none takes a field that it does not name, so that a typo shows."""
    components = copy.deepcopy(_spec()["components"])
    if side == "request":
        for name, schema in components["schemas"].items():
            if name.endswith(("Request", "RequestPartial")) and "properties" in schema:
                _tighten(schema)
        components["schemas"]["SnowflakeType"] = {"type": ["string", "integer"]}
        for name, field in _ALSO_TAKEN.items():
            components["schemas"][name]["properties"][field] = {"type": ["boolean", "integer"]}
    return {"schemas": components["schemas"]}


def _tighten(schema: Any) -> None:
    """No field beside those described, so that a typo shows."""
    schema.setdefault("additionalProperties", False)
    for key in _PERMISSIONS & schema["properties"].keys():
        schema["properties"][key] = {"type": ["string", "integer", "null"]}
