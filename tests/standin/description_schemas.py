"""Discord's API description made stricter: no field but those described, and one branch of a union."""

import json
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs

SPEC = Path(__file__).resolve().parents[3] / "shared" / "discord-api-spec" / "openapi.json"
MISSING = "the official API description is not beside this repository"

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/"
_FORUM, _MEDIA = 15, 16
_WORDS = ("oneOf", "anyOf")

_NSFW: Schema = {"nsfw": {"type": ["boolean", "null"]}}
_FILE_TYPES: Schema = {"file_types": {"type": "array", "items": {"type": "string"}, "maxItems": 10}}
_OF_ATTACHMENT = ("proxy_url", "size", "url", "spoiler", "content_type", "height", "width")
# Fields that Discord takes or sends, and does not describe. Each group with where it is known from.
_ALSO: dict[str, Schema] = {
    # Documented under application commands and under components.
    "ApplicationCommandAttachmentOption": _FILE_TYPES,
    "ApplicationCommandAttachmentOptionResponse": _FILE_TYPES,
    "FileUploadComponentForModalRequest": _FILE_TYPES,
    "ApplicationCommandCreateRequest": _NSFW,
    "ApplicationCommandPatchRequestPartial": _NSFW,
    "ApplicationCommandUpdateRequest": _NSFW,
    # Written by discord.py into every message, and passed over where Discord does not speak.
    "BaseCreateMessageCreateRequest": {"tts": {"type": "boolean"}},
    "IncomingWebhookUpdateRequestPartial": {"tts": {"type": "boolean"}},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": {"type": "boolean"}},
    "MessageEditRequestPartial": {"tts": {"type": "boolean"}},
    "CreateForumThreadRequest": {"type": {"const": 11}},
    # Written by discord.py when an edit keeps what is attached.
    "MessageAttachmentRequest": {name: {} for name in _OF_ATTACHMENT},
    # Documented under messages; an embed that was read is sent again with it.
    "RichEmbed": {"flags": {"type": ["integer", "null"]}},
    # Documented under guilds: "require a tag" can be asked for at once.
    "CreateGuildChannelRequest": {"flags": {"type": ["integer", "null"]}},
    # Documented under threads: a new forum post carries its first message.
    "CreatedThreadResponse": {"message": {"$ref": f"{REFERENCE}MessageResponse"}},
    # Seen in what it sends: by these its own client says "Olena used /feeds".
    "ApplicationCommandInteractionMetadataResponse": {
        "name": {"type": "string"},
        "command_type": {"$ref": f"{REFERENCE}ApplicationCommandType"},
    },
}
# Bits of permissions: described as numbers, documented and sent as digits in a string.
_PERMISSIONS = ("permissions", "allow", "deny", "default_member_permissions")
# Fields that the documentation calls optional and the description requires.
_OPTIONAL = {"RatelimitedResponse": {"code"}}


class Shape:
    """A schema against which values of one side, "request" or "response", are held."""

    def __init__(self, schema: Schema, side: str) -> None:
        self._schema = schema
        self._side = side

    def faults(self, value: Any) -> Iterator[str]:
        """What is wrong with a value: at most five things, each with its place."""
        if self._validator.is_valid(value):
            return  # which is far quicker to know than what is wrong
        errors = sorted(self._validator.iter_errors(value), key=_after_typos)
        for error in errors[:5]:
            where = "/".join(str(part) for part in error.instance_path)
            yield f"at {where or 'top'}: {error.message[-300:]}"

    @cached_property
    def _validator(self) -> Any:
        schema = _absolute(self._schema, self._side)
        return jsonschema_rs.validator_for(schema, registry=_registry(self._side), validate_formats=True)


def _after_typos(error: Any) -> bool:
    return "unexpected" not in error.message


def strict(schema: Schema, side: str) -> Shape:
    """A schema of the description, letting pass no more than it says."""
    copy: Schema = json.loads(json.dumps(schema))
    _tighten(copy, side)
    return Shape(copy, side)


@cache
def spec() -> Any:
    """The description as it was published."""
    return json.loads(SPEC.read_text())


@cache
def _registry(side: str) -> Any:
    """Read once, so that a validator costs only what it refers to."""
    root = _absolute({"components": {"schemas": components(side)}}, side)
    return jsonschema_rs.Registry([(f"discord:{side}", root)], draft=jsonschema_rs.Draft202012)


def _absolute(schema: Schema, side: str) -> Schema:
    absolute: Schema = json.loads(json.dumps(schema).replace(f'"{REFERENCE}', f'"discord:{side}{REFERENCE}'))
    return absolute


@cache
def components(side: str) -> dict[str, Schema]:
    """The named schemas of one side, strict."""
    schemas: dict[str, Schema] = json.loads(json.dumps(spec()["components"]["schemas"]))
    schemas["ChannelTypes"]["oneOf"].append({"title": "GUILD_MEDIA", "const": _MEDIA})
    # Documented under messages: a reference of this type forwards.
    schemas["MessageReferenceType"]["oneOf"].append({"title": "FORWARD", "const": 1})
    for name, fields in _ALSO.items():
        schemas[name]["properties"] |= fields
    # The codes of single fields are documented as names; only that of the whole refusal is a number.
    schemas["InnerErrors"]["properties"]["_errors"]["items"] = {
        "type": "object",
        "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        "required": ["code", "message"],
    }
    for name, schema in schemas.items():
        _flatten(schema, schemas)
        if name in _OPTIONAL:
            schema["required"] = sorted(set(schema["required"]) - _OPTIONAL[name])
        _tighten(schema, side)
    if side == "request":
        # discord.py writes ids as numbers, and Discord takes them.
        schemas["SnowflakeType"] = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$"}
    return schemas


def _flatten(schema: Schema, schemas: dict[str, Schema]) -> None:
    """Make one object of an object that is put together of several."""
    parts = [_resolved(part, schemas) for part in schema.get("allOf", ())]
    if any("properties" in part for part in parts):
        del schema["allOf"]
        for part in parts:
            schema.setdefault("properties", {}).update(part["properties"])
            schema["required"] = [*schema.get("required", ()), *part.get("required", ())]


def _tighten(node: Any, side: str) -> None:
    """Take away the leniency of a schema, in place."""
    for one in node if isinstance(node, list) else list(node.values()) if isinstance(node, dict) else ():
        _tighten(one, side)
    if not isinstance(node, dict):
        return
    if "allOf" in node and _FORUM in node.get("enum", ()):
        node["enum"].append(_MEDIA)
    if isinstance(node.get("properties"), dict):
        node.setdefault("additionalProperties", False)
        if side == "request":
            for name in _PERMISSIONS:
                # a command's permissions are rules, and no bits
                if "array" not in node["properties"].get(name, {"type": "array"}).get("type", ()):
                    node["properties"][name] = {"type": ["string", "integer", "null"]}
    _choose_by_type(node)


def _choose_by_type(node: Schema) -> None:
    """Let the type decide which branch of a union must hold: a fault is then told in that branch's words."""
    for word in _WORDS:
        branches = [branch for branch in node.get(word, ()) if branch != {"type": "null"}]
        nullable = len(branches) < len(node.get(word, ()))
        if nullable and len(branches) == 1:
            del node[word]
            node |= {"if": {"type": "null"}, "else": branches[0]}
            continue
        kinds = [_kinds(branch) for branch in branches]
        if len(branches) < 2 or not all(kinds):
            continue
        del node[word]
        node["type"] = ["object", "null"] if nullable else "object"
        node["required"] = ["type"]
        node["properties"] = {"type": {"enum": sorted(kind for some in kinds for kind in some)}}
        node["allOf"] = [
            {
                "if": {"type": "object", "properties": {"type": {"enum": some}}, "required": ["type"]},
                "then": branch,
            }
            for some, branch in zip(kinds, branches, strict=True)
        ]


def _kinds(branch: Schema) -> list[Any]:
    """The types that a branch of a union is for, or none when it does not say so."""
    resolved = _resolved(branch, spec()["components"]["schemas"])
    if "type" not in resolved.get("required", ()):
        return []
    kinds = list(resolved["properties"]["type"].get("enum", ()))
    return [*kinds, _MEDIA] if _FORUM in kinds and resolved["properties"]["type"].get("allOf") else kinds


def _resolved(schema: Schema, schemas: dict[str, Schema]) -> Schema:
    reference = schema.get("$ref")
    return schema if reference is None else schemas[reference.removeprefix(REFERENCE)]
