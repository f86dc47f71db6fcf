"""What the documentation says of the interactions that a bot is sent, in the terms of the API description."""

from collections.abc import Iterator

from tests.standin.description_objects import (
    BITS,
    COUNT,
    ID,
    NOTHING,
    TEXT,
    by_id,
    extended,
    listed,
    member_without_user,
    named,
    object_of,
    partial_channel,
)
from tests.standin.description_schemas import Schema


def created() -> Schema:
    """What a bot is told of an interaction."""
    schema = object_of(
        required={
            "id": ID,
            "application_id": ID,
            "type": {"enum": [2, 3, 4, 5]},
            "data": {"type": "object"},
            "token": TEXT,
            "version": {"const": 1},
            "channel_id": ID,
            "channel": partial_channel(),
            "app_permissions": BITS,
            "locale": named("AvailableLocalesEnum"),
            "entitlements": NOTHING,
            "authorizing_integration_owners": {"type": "object", "additionalProperties": ID},
            "context": {"enum": [0, 1, 2]},
            "attachment_size_limit": COUNT,
        },
        optional={
            "guild": object_of(required={"id": ID, "locale": TEXT, "features": listed(TEXT)}),
            "guild_id": ID,
            "guild_locale": named("AvailableLocalesEnum"),
            "member": extended("GuildMemberResponse", {"permissions": BITS}),
            "user": named("UserResponse"),
            "message": named("MessageResponse"),
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
    return schema


def _interaction_data() -> Iterator[tuple[int, Schema]]:
    for kind in (2, 4):
        yield (
            kind,
            object_of(
                required={"id": ID, "name": TEXT, "type": {"enum": [1, 2, 3]}},
                optional={
                    "resolved": _resolved(),
                    "options": listed(_option(depth=3)),
                    "guild_id": ID,
                    "target_id": ID,
                },
            ),
        )
    yield (
        3,
        object_of(
            required={"custom_id": TEXT, "component_type": {"enum": [2, 3, 5, 6, 7, 8]}},
            optional={"id": COUNT, "values": listed(TEXT), "resolved": _resolved()},
        ),
    )
    yield (
        5,
        object_of(
            required={
                "custom_id": TEXT,
                "components": listed({"type": "object", "required": ["type", "id"]}),
            },
            optional={"resolved": _resolved()},
        ),
    )


def _option(*, depth: int) -> Schema:
    """A chosen option: a group holds subcommands, and these hold values."""
    inner: Schema = listed(_option(depth=depth - 1)) if depth > 1 else NOTHING
    schema = object_of(
        required={"name": TEXT, "type": {"type": "integer", "minimum": 1, "maximum": 11}},
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
    member = member_without_user({"permissions": BITS}, leave={"deaf", "mute"})
    return object_of(
        optional={
            "users": by_id(named("UserResponse")),
            "members": by_id(member),
            "roles": by_id(named("GuildRoleResponse")),
            "channels": by_id(partial_channel()),
            "messages": by_id(named("MessageResponse")),
            "attachments": by_id(named("MessageAttachmentResponse")),
        }
    )
