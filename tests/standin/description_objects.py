"""What schemas of events are put together from: described objects, and parts of them."""

from tests.standin.description_schemas import REFERENCE, Schema, components

ID: Schema = {"$ref": f"{REFERENCE}SnowflakeType"}
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
BITS: Schema = {"type": "string", "pattern": "^[0-9]+$"}
MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
NOTHING: Schema = {"type": "array", "maxItems": 0}


def partial_channel() -> Schema:
    """A channel or thread of whose fields some may lack; what the person may do there is told as well."""
    fields: dict[str, Schema] = {}
    for name in ("GuildChannelResponse", "ThreadResponse", "PrivateChannelResponse"):
        fields |= components("response")[name]["properties"]
    needed = {name: fields.pop(name) for name in ("id", "type")}
    return object_of(
        required={**needed, "type": named("ChannelTypes")},
        optional={**fields, "permissions": BITS, "app_permissions": BITS},
    )


def member_without_user(plus: dict[str, Schema] | None = None, leave: set[str] | None = None) -> Schema:
    schema = extended("GuildMemberResponse", plus or {})
    for name in {"user", *(leave or ())}:
        del schema["properties"][name]
        schema["required"].remove(name)
    return schema


def extended(name: str, plus: dict[str, Schema], *, optional: dict[str, Schema] | None = None) -> Schema:
    """A described object with what its event carries besides."""
    described = components("response")[name]
    return {
        **described,
        "properties": {**described["properties"], **plus, **(optional or {})},
        "required": [*described.get("required", ()), *plus],
    }


def named(name: str) -> Schema:
    return {"$ref": f"{REFERENCE}{name}"}


def listed(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def by_id(items: Schema) -> Schema:
    return {"type": "object", "additionalProperties": items, "propertyNames": ID}


def object_of(
    *, required: dict[str, Schema] | None = None, optional: dict[str, Schema] | None = None
) -> Schema:
    properties = {**(optional or {}), **(required or {})}
    return {
        "type": "object",
        "properties": properties,
        "required": list(required or ()),
        "additionalProperties": False,
    }
