"""What the documentation says of each event of the gateway, in the terms of the API description."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.standin.description_schemas import REFERENCE, Schema, Shape, components

_ID: Schema = {"$ref": f"{REFERENCE}SnowflakeType"}
_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_BITS: Schema = {"type": "string", "pattern": "^[0-9]+$"}
_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
_NONE: Schema = {"type": "array", "maxItems": 0}

# What only a person's client is told, of which Discord says nothing.
_OF_PERSONS = {
    "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE",
    "GUILD_APPLICATION_COMMAND_INDEX_UPDATE",
    "INTERACTION_CREATE",
    "INTERACTION_FAILURE",
    "INTERACTION_MODAL_CREATE",
    "INTERACTION_SUCCESS",
}


def complaints(name: str, payload: Any, *, to_bot: bool) -> list[str]:
    """What the documentation says against an event that was sent, in words."""
    if name in _OF_PERSONS and not to_bot:
        return []
    shape = _events().get(name)
    if shape is None:
        return [f"{name} is no event that tests/standin/description_events.py knows"]
    return [f"{name} {words}" for words in shape.faults(payload)]


@cache
def _events() -> dict[str, Shape]:
    described = (*_of_connection(), *_of_servers(), *_of_channels(), *_of_messages(), _of_interaction())
    return {name: Shape(schema, "response") for name, schema in described}


def _of_connection() -> Iterator[tuple[str, Schema]]:
    # Bots are sent more than is documented; these four are what a person's client was built on.
    undocumented = {
        "user_settings": {"type": "object"},
        "private_channels": _list(_named("PrivateChannelResponse")),
        "relationships": _NONE,
    }
    yield (
        "READY",
        _object(
            required={
                "v": {"const": 10},
                "user": _named("UserPIIResponse"),
                "guilds": _list(_object(required={"id": _ID, "unavailable": {"const": True}})),
                "session_id": _TEXT,
                "resume_gateway_url": {"type": "string", "pattern": "^wss?://"},
            },
            optional={
                "shard": {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2},
                "application": _object(required={"id": _ID, "flags": _COUNT}),
                "session_type": _TEXT,
                **undocumented,
            },
        ),
    )
    yield "RESUMED", _object()
    yield "USER_UPDATE", _named("UserPIIResponse")
    meta = _object(required={"guild_id": _ID}, optional={"nonce": _TEXT})
    yield (
        "RATE_LIMITED",
        _object(required={"opcode": {"const": 8}, "retry_after": {"type": "number"}, "meta": meta}),
    )


def _of_servers() -> Iterator[tuple[str, Schema]]:
    yield "GUILD_CREATE", _server_created()
    yield "GUILD_UPDATE", _named("GuildResponse")
    yield "GUILD_DELETE", _object(required={"id": _ID}, optional={"unavailable": {"const": True}})
    yield "GUILD_MEMBER_ADD", _with("GuildMemberResponse", {"guild_id": _ID})
    yield "GUILD_MEMBER_UPDATE", _with("GuildMemberResponse", {"guild_id": _ID})
    yield "GUILD_MEMBER_REMOVE", _object(required={"guild_id": _ID, "user": _named("UserResponse")})
    yield "GUILD_BAN_ADD", _object(required={"guild_id": _ID, "user": _named("UserResponse")})
    yield "GUILD_BAN_REMOVE", _object(required={"guild_id": _ID, "user": _named("UserResponse")})
    yield (
        "GUILD_MEMBERS_CHUNK",
        _object(
            required={
                "guild_id": _ID,
                "members": _list(_named("GuildMemberResponse")),
                "chunk_index": _COUNT,
                "chunk_count": {"type": "integer", "minimum": 1},
            },
            optional={
                "not_found": _list(_ID),
                "presences": {"type": "array"},
                "nonce": {"type": "string", "maxLength": 32},
            },
        ),
    )
    for name in ("GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE"):
        yield name, _object(required={"guild_id": _ID, "role": _named("GuildRoleResponse")})
    yield "GUILD_ROLE_DELETE", _object(required={"guild_id": _ID, "role_id": _ID})
    yield "GUILD_EMOJIS_UPDATE", _object(required={"guild_id": _ID, "emojis": _list(_named("EmojiResponse"))})
    yield "GUILD_AUDIT_LOG_ENTRY_CREATE", _with("AuditLogEntryResponse", {"guild_id": _ID})
    yield "WEBHOOKS_UPDATE", _object(required={"guild_id": _ID, "channel_id": _ID})
    yield "APPLICATION_COMMAND_PERMISSIONS_UPDATE", _named("CommandPermissionsResponse")


def _server_created() -> Schema:
    whole = _with(
        "GuildResponse",
        {
            "joined_at": _MOMENT,
            "large": _FLAG,
            "member_count": _COUNT,
            "voice_states": _NONE,
            "members": _list(_named("GuildMemberResponse")),
            "channels": _list(_named("GuildChannelResponse")),
            "threads": _list(_named("ThreadResponse")),
            "presences": {"type": "array"},
            "stage_instances": _NONE,
            "guild_scheduled_events": _NONE,
            "soundboard_sounds": _NONE,
        },
        optional={"unavailable": _FLAG},
    )
    missing = _object(required={"id": _ID, "unavailable": {"const": True}})
    return {
        "if": {"properties": {"unavailable": {"const": True}}, "required": ["unavailable"]},
        "then": missing,
        "else": whole,
    }


def _of_channels() -> Iterator[tuple[str, Schema]]:
    for name in ("CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"):
        yield name, {"oneOf": [_named("GuildChannelResponse"), _named("PrivateChannelResponse")]}
    yield "THREAD_CREATE", _with("ThreadResponse", {}, optional={"newly_created": {"const": True}})
    yield "THREAD_UPDATE", _named("ThreadResponse")
    yield (
        "THREAD_DELETE",
        _object(required={"id": _ID, "guild_id": _ID, "parent_id": _ID, "type": {"enum": [10, 11, 12]}}),
    )
    yield (
        "THREAD_LIST_SYNC",
        _object(
            required={
                "guild_id": _ID,
                "threads": _list(_named("ThreadResponse")),
                "members": _list(_named("ThreadMemberResponse")),
            },
            optional={"channel_ids": _list(_ID)},
        ),
    )
    yield "THREAD_MEMBER_UPDATE", _with("ThreadMemberResponse", {"guild_id": _ID})
    added = _with(
        "ThreadMemberResponse",
        {},
        optional={"presence": {"type": ["object", "null"]}, "member": _named("GuildMemberResponse")},
    )
    yield (
        "THREAD_MEMBERS_UPDATE",
        _object(
            required={"id": _ID, "guild_id": _ID, "member_count": {**_COUNT, "maximum": 50}},
            optional={"added_members": _list(added), "removed_member_ids": _list(_ID)},
        ),
    )
    yield (
        "CHANNEL_PINS_UPDATE",
        _object(required={"channel_id": _ID}, optional={"guild_id": _ID, "last_pin_timestamp": _MOMENT}),
    )
    yield (
        "TYPING_START",
        _object(
            required={"channel_id": _ID, "user_id": _ID, "timestamp": _COUNT},
            optional={"guild_id": _ID, "member": _named("GuildMemberResponse")},
        ),
    )


def _of_messages() -> Iterator[tuple[str, Schema]]:
    extra = {"guild_id": _ID, "member": _member_without_user(), "channel_type": _named("ChannelTypes")}
    yield "MESSAGE_CREATE", _with("MessageResponse", {}, optional=extra)
    yield "MESSAGE_UPDATE", _with("MessageResponse", {}, optional=extra)
    yield "MESSAGE_DELETE", _object(required={"id": _ID, "channel_id": _ID}, optional={"guild_id": _ID})
    yield (
        "MESSAGE_DELETE_BULK",
        _object(required={"ids": _list(_ID), "channel_id": _ID}, optional={"guild_id": _ID}),
    )
    place = {"channel_id": _ID, "message_id": _ID}
    reaction = {**place, "user_id": _ID, "emoji": _emoji(), "burst": _FLAG, "type": {"enum": [0, 1]}}
    added = {
        "guild_id": _ID,
        "member": _named("GuildMemberResponse"),
        "message_author_id": _ID,
        "burst_colors": _list({"type": "string", "pattern": "^#[0-9a-f]{6}$"}),
    }
    yield "MESSAGE_REACTION_ADD", _object(required=reaction, optional=added)
    yield "MESSAGE_REACTION_REMOVE", _object(required=reaction, optional={"guild_id": _ID})
    yield "MESSAGE_REACTION_REMOVE_ALL", _object(required=place, optional={"guild_id": _ID})
    yield (
        "MESSAGE_REACTION_REMOVE_EMOJI",
        _object(required={**place, "emoji": _emoji()}, optional={"guild_id": _ID}),
    )


def _emoji() -> Schema:
    return _object(
        required={"id": {"oneOf": [{"type": "null"}, _ID]}, "name": {"type": ["string", "null"]}},
        optional={"animated": _FLAG},
    )


def _of_interaction() -> tuple[str, Schema]:
    in_server = {"member": _with("GuildMemberResponse", {"permissions": _BITS}), "user": False}
    schema = _object(
        required={
            "id": _ID,
            "application_id": _ID,
            "type": {"enum": [2, 3, 4, 5]},
            "data": {"type": "object"},
            "token": _TEXT,
            "version": {"const": 1},
            "channel_id": _ID,
            "channel": _partial_channel(),
            "app_permissions": _BITS,
            "locale": _named("AvailableLocalesEnum"),
            "entitlements": _NONE,
            "authorizing_integration_owners": {"type": "object", "additionalProperties": _ID},
            "context": {"enum": [0, 1, 2]},
            "attachment_size_limit": _COUNT,
        },
        optional={
            "guild": _object(required={"id": _ID, "locale": _TEXT, "features": _list(_TEXT)}),
            "guild_id": _ID,
            "guild_locale": _named("AvailableLocalesEnum"),
            "member": in_server["member"],
            "user": _named("UserResponse"),
            "message": _named("MessageResponse"),
        },
    )
    schema["allOf"] = [
        {
            "if": {"required": ["guild_id"]},
            "then": {"required": ["guild", "member", "guild_locale"], "not": {"required": ["user"]}},
            "else": {"required": ["user"]},
        },
        *(
            {"if": {"properties": {"type": {"const": kind}}}, "then": {"properties": {"data": data}}}
            for kind, data in _interaction_data()
        ),
        {"if": {"properties": {"type": {"const": 3}}}, "then": {"required": ["message"]}},
    ]
    return "INTERACTION_CREATE", schema


def _interaction_data() -> Iterator[tuple[int, Schema]]:
    for kind in (2, 4):
        yield (
            kind,
            _object(
                required={"id": _ID, "name": _TEXT, "type": {"enum": [1, 2, 3]}},
                optional={
                    "resolved": _resolved(),
                    "options": _list(_option(depth=3)),
                    "guild_id": _ID,
                    "target_id": _ID,
                },
            ),
        )
    yield (
        3,
        _object(
            required={"custom_id": _TEXT, "component_type": {"enum": [2, 3, 5, 6, 7, 8]}},
            optional={"id": _COUNT, "values": _list(_TEXT), "resolved": _resolved()},
        ),
    )
    yield (
        5,
        _object(
            required={
                "custom_id": _TEXT,
                "components": _list({"type": "object", "required": ["type", "id"]}),
            },
            optional={"resolved": _resolved()},
        ),
    )


def _option(*, depth: int) -> Schema:
    """A chosen option: a group holds subcommands, and these hold values."""
    inner: Schema = _list(_option(depth=depth - 1)) if depth > 1 else _NONE
    schema = _object(
        required={"name": _TEXT, "type": {"type": "integer", "minimum": 1, "maximum": 11}},
        optional={
            "value": {"type": ["string", "number", "boolean"]},
            "options": inner,
            "focused": {"const": True},
        },
    )
    schema["if"] = {"properties": {"type": {"maximum": 2}}}
    schema["then"] = {"not": {"required": ["value"]}}
    schema["else"] = {"required": ["value"], "not": {"required": ["options"]}}
    return schema


def _resolved() -> Schema:
    member = _member_without_user({"permissions": _BITS}, leave={"deaf", "mute"})
    return _object(
        optional={
            "users": _by_id(_named("UserResponse")),
            "members": _by_id(member),
            "roles": _by_id(_named("GuildRoleResponse")),
            "channels": _by_id(_partial_channel()),
            "messages": _by_id(_named("MessageResponse")),
            "attachments": _by_id(_named("MessageAttachmentResponse")),
        }
    )


def _partial_channel() -> Schema:
    """A channel or thread of whose fields some may lack; what the person may do there is told as well."""
    fields: dict[str, Schema] = {}
    for name in ("GuildChannelResponse", "ThreadResponse", "PrivateChannelResponse"):
        fields |= components("response")[name]["properties"]
    needed = {name: fields.pop(name) for name in ("id", "type")}
    return _object(
        required={**needed, "type": _named("ChannelTypes")},
        optional={**fields, "permissions": _BITS, "app_permissions": _BITS},
    )


def _member_without_user(plus: dict[str, Schema] | None = None, leave: set[str] | None = None) -> Schema:
    schema = _with("GuildMemberResponse", plus or {})
    for name in {"user", *(leave or ())}:
        del schema["properties"][name]
        schema["required"].remove(name)
    return schema


def _with(name: str, plus: dict[str, Schema], *, optional: dict[str, Schema] | None = None) -> Schema:
    """A described object with what its event carries besides."""
    described = components("response")[name]
    return {
        **described,
        "properties": {**described["properties"], **plus, **(optional or {})},
        "required": [*described.get("required", ()), *plus],
    }


def _named(name: str) -> Schema:
    return {"$ref": f"{REFERENCE}{name}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _by_id(items: Schema) -> Schema:
    return {"type": "object", "additionalProperties": items, "propertyNames": _ID}


def _object(
    *, required: dict[str, Schema] | None = None, optional: dict[str, Schema] | None = None
) -> Schema:
    properties = {**(optional or {}), **(required or {})}
    return {
        "type": "object",
        "properties": properties,
        "required": list(required or ()),
        "additionalProperties": False,
    }
