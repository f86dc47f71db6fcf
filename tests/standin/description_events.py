"""What the documentation says of each event of the gateway, in the terms of the API description."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.standin import description_interactions
from tests.standin.description_objects import (
    COUNT,
    FLAG,
    ID,
    MOMENT,
    NOTHING,
    TEXT,
    extended,
    listed,
    member_without_user,
    named,
    object_of,
)
from tests.standin.description_schemas import Schema, Shape

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
    described = (*_of_connection(), *_of_servers(), *_of_channels(), *_of_messages())
    interaction = ("INTERACTION_CREATE", description_interactions.created())
    return {name: Shape(schema, "response") for name, schema in (*described, interaction)}


def _of_connection() -> Iterator[tuple[str, Schema]]:
    # Bots are sent more than is documented; these four are what a person's client was built on.
    undocumented = {
        "user_settings": {"type": "object"},
        "private_channels": listed(named("PrivateChannelResponse")),
        "relationships": NOTHING,
    }
    yield (
        "READY",
        object_of(
            required={
                "v": {"const": 10},
                "user": named("UserPIIResponse"),
                "guilds": listed(object_of(required={"id": ID, "unavailable": {"const": True}})),
                "session_id": TEXT,
                "resume_gateway_url": {"type": "string", "pattern": "^wss?://"},
            },
            optional={
                "shard": {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2},
                "application": object_of(required={"id": ID, "flags": COUNT}),
                "session_type": TEXT,
                **undocumented,
            },
        ),
    )
    yield "RESUMED", object_of()
    yield "USER_UPDATE", named("UserPIIResponse")
    meta = object_of(required={"guild_id": ID}, optional={"nonce": TEXT})
    yield (
        "RATE_LIMITED",
        object_of(required={"opcode": {"const": 8}, "retry_after": {"type": "number"}, "meta": meta}),
    )


def _of_servers() -> Iterator[tuple[str, Schema]]:
    yield "GUILD_CREATE", _server_created()
    yield "GUILD_UPDATE", named("GuildResponse")
    yield "GUILD_DELETE", object_of(required={"id": ID}, optional={"unavailable": {"const": True}})
    yield "GUILD_MEMBER_ADD", extended("GuildMemberResponse", {"guild_id": ID})
    yield "GUILD_MEMBER_UPDATE", extended("GuildMemberResponse", {"guild_id": ID})
    yield "GUILD_MEMBER_REMOVE", object_of(required={"guild_id": ID, "user": named("UserResponse")})
    yield "GUILD_BAN_ADD", object_of(required={"guild_id": ID, "user": named("UserResponse")})
    yield "GUILD_BAN_REMOVE", object_of(required={"guild_id": ID, "user": named("UserResponse")})
    yield (
        "GUILD_MEMBERS_CHUNK",
        object_of(
            required={
                "guild_id": ID,
                "members": listed(named("GuildMemberResponse")),
                "chunk_index": COUNT,
                "chunk_count": {"type": "integer", "minimum": 1},
            },
            optional={
                "not_found": listed(ID),
                "presences": {"type": "array"},
                "nonce": {"type": "string", "maxLength": 32},
            },
        ),
    )
    for name in ("GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE"):
        yield name, object_of(required={"guild_id": ID, "role": named("GuildRoleResponse")})
    yield "GUILD_ROLE_DELETE", object_of(required={"guild_id": ID, "role_id": ID})
    yield (
        "GUILD_EMOJIS_UPDATE",
        object_of(required={"guild_id": ID, "emojis": listed(named("EmojiResponse"))}),
    )
    yield "GUILD_AUDIT_LOG_ENTRY_CREATE", extended("AuditLogEntryResponse", {"guild_id": ID})
    yield "WEBHOOKS_UPDATE", object_of(required={"guild_id": ID, "channel_id": ID})
    yield "APPLICATION_COMMAND_PERMISSIONS_UPDATE", named("CommandPermissionsResponse")


def _server_created() -> Schema:
    whole = extended(
        "GuildResponse",
        {
            "joined_at": MOMENT,
            "large": FLAG,
            "member_count": COUNT,
            "voice_states": NOTHING,
            "members": listed(named("GuildMemberResponse")),
            "channels": listed(named("GuildChannelResponse")),
            "threads": listed(named("ThreadResponse")),
            "presences": {"type": "array"},
            "stage_instances": NOTHING,
            "guild_scheduled_events": NOTHING,
            "soundboard_sounds": NOTHING,
        },
        optional={"unavailable": FLAG},
    )
    missing = object_of(required={"id": ID, "unavailable": {"const": True}})
    return {
        "if": {"properties": {"unavailable": {"const": True}}, "required": ["unavailable"]},
        "then": missing,
        "else": whole,
    }


def _of_channels() -> Iterator[tuple[str, Schema]]:
    for name in ("CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"):
        yield name, {"oneOf": [named("GuildChannelResponse"), named("PrivateChannelResponse")]}
    yield "THREAD_CREATE", extended("ThreadResponse", {}, optional={"newly_created": {"const": True}})
    yield "THREAD_UPDATE", named("ThreadResponse")
    yield (
        "THREAD_DELETE",
        object_of(required={"id": ID, "guild_id": ID, "parent_id": ID, "type": {"enum": [10, 11, 12]}}),
    )
    yield (
        "THREAD_LIST_SYNC",
        object_of(
            required={
                "guild_id": ID,
                "threads": listed(named("ThreadResponse")),
                "members": listed(named("ThreadMemberResponse")),
            },
            optional={"channel_ids": listed(ID)},
        ),
    )
    yield "THREAD_MEMBER_UPDATE", extended("ThreadMemberResponse", {"guild_id": ID})
    added = extended(
        "ThreadMemberResponse",
        {},
        optional={"presence": {"type": ["object", "null"]}, "member": named("GuildMemberResponse")},
    )
    yield (
        "THREAD_MEMBERS_UPDATE",
        object_of(
            required={"id": ID, "guild_id": ID, "member_count": {**COUNT, "maximum": 50}},
            optional={"added_members": listed(added), "removed_member_ids": listed(ID)},
        ),
    )
    yield (
        "CHANNEL_PINS_UPDATE",
        object_of(required={"channel_id": ID}, optional={"guild_id": ID, "last_pin_timestamp": MOMENT}),
    )
    yield (
        "TYPING_START",
        object_of(
            required={"channel_id": ID, "user_id": ID, "timestamp": COUNT},
            optional={"guild_id": ID, "member": named("GuildMemberResponse")},
        ),
    )


def _of_messages() -> Iterator[tuple[str, Schema]]:
    extra = {"guild_id": ID, "member": member_without_user(), "channel_type": named("ChannelTypes")}
    yield "MESSAGE_CREATE", extended("MessageResponse", {}, optional=extra)
    yield "MESSAGE_UPDATE", extended("MessageResponse", {}, optional=extra)
    yield "MESSAGE_DELETE", object_of(required={"id": ID, "channel_id": ID}, optional={"guild_id": ID})
    yield (
        "MESSAGE_DELETE_BULK",
        object_of(required={"ids": listed(ID), "channel_id": ID}, optional={"guild_id": ID}),
    )
    place = {"channel_id": ID, "message_id": ID}
    reaction = {**place, "user_id": ID, "emoji": _emoji(), "burst": FLAG, "type": {"enum": [0, 1]}}
    added = {
        "guild_id": ID,
        "member": named("GuildMemberResponse"),
        "message_author_id": ID,
        "burst_colors": listed({"type": "string", "pattern": "^#[0-9a-f]{6}$"}),
    }
    yield "MESSAGE_REACTION_ADD", object_of(required=reaction, optional=added)
    yield "MESSAGE_REACTION_REMOVE", object_of(required=reaction, optional={"guild_id": ID})
    yield "MESSAGE_REACTION_REMOVE_ALL", object_of(required=place, optional={"guild_id": ID})
    yield (
        "MESSAGE_REACTION_REMOVE_EMOJI",
        object_of(required={**place, "emoji": _emoji()}, optional={"guild_id": ID}),
    )


def _emoji() -> Schema:
    return object_of(
        required={"id": {"oneOf": [{"type": "null"}, ID]}, "name": {"type": ["string", "null"]}},
        optional={"animated": FLAG},
    )
