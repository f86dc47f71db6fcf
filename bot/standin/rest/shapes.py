"""The shape of a body: a text where an object is expected is refused here, before a handler reads it.

Discord gives a name one kind of value nearly everywhere, so one table of names serves all routes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.standin.errors import Form

_DEEPEST: Final = 24  # a modal's or a command's deepest field is at less than half of it

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a value must be, and what Discord says of one that is not."""

    fits: Callable[[Any], bool]
    code: str
    message: str


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return value.isascii() and value.isdecimal()
    return isinstance(value, int) and not isinstance(value, bool)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _are_plain(value: Any) -> bool:
    return isinstance(value, list) and all(_is_plain(one) for one in value)


_TEXT = _Shape(
    lambda value: isinstance(value, str), "STRING_TYPE_CONVERT", "Could not interpret value as string."
)
_NUMBER = _Shape(_is_number, "NUMBER_TYPE_COERCE", "Value is not int.")
_PLAIN = _Shape(_is_plain, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
_BOOLEAN = _Shape(
    lambda value: isinstance(value, bool), "BOOLEAN_TYPE_CONVERT", "Must be either true or false."
)
_OBJECT = _Shape(
    lambda value: isinstance(value, dict),
    "MODEL_TYPE_CONVERT",
    "Only dictionaries may be used in a ModelType",
)
_OBJECTS = _Shape(_are_objects, "LIST_TYPE_CONVERT", "Only iterables of objects may be used in a ListType")
_PLAINS = _Shape(_are_plain, "LIST_TYPE_CONVERT", "Only iterables of values may be used in a ListType")


def _named(shape: _Shape, names: str) -> dict[str, _Shape]:
    return dict.fromkeys(names.split(), shape)


_SHAPES: Final = (
    _named(_TEXT, "name title description label placeholder custom_id url icon_url topic text nick")
    | _named(_TEXT, "filename emoji_name timestamp username image icon")
    | _named(_TEXT, "unicode_emoji communication_disabled_until")
    | _named(_BOOLEAN, "tts enforce_nonce fail_if_not_exists replied_user inline disabled required default")
    | _named(_BOOLEAN, "spoiler is_spoiler divider animated autocomplete nsfw dm_permission")
    | _named(_BOOLEAN, "hoist mentionable archived locked invitable moderated lock_permissions mute deaf")
    | _named(_NUMBER, "default_sort_order default_forum_layout default_thread_rate_limit_per_user")
    | _named(_NUMBER, "secondary_color tertiary_color delete_message_days delete_message_seconds")
    | _named(_NUMBER, "type flags style color accent_color primary_color position rate_limit_per_user")
    | _named(_NUMBER, "auto_archive_duration default_auto_archive_duration allow deny permissions")
    | _named(_NUMBER, "min_values max_values min_length max_length component_type spacing")
    | _named(_PLAIN, "id value content nonce parent_id message_id channel_id guild_id application_id")
    | _named(_PLAIN, "target_id emoji_id default_member_permissions min_value max_value")
    | _named(_OBJECT, "footer author thumbnail video provider media file accessory component emoji")
    | _named(_OBJECT, "allowed_mentions message_reference data message colors default_reaction_emoji")
    | _named(_OBJECTS, "embeds components fields options choices attachments items available_tags")
    | _named(_OBJECTS, "permission_overwrites default_values")
    | _named(_OBJECT, "name_localizations description_localizations")
    | _named(_PLAINS, "contexts integration_types")
    | _named(_PLAINS, "parse users roles applied_tags messages values channel_types file_types sticker_ids")
)
# Where a type is a word and no number. An embed's picture is an object, an emoji's is text.
_WORDED: Final = {
    "embeds": _SHAPES | _named(_TEXT, "type") | _named(_OBJECT, "image"),
    "default_values": _SHAPES | _named(_TEXT, "type"),
}
# Where a name has another kind of value than anywhere else: there permissions are no number but rules.
_OF_ROUTES: Final = {
    "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions": (
        _SHAPES | _named(_OBJECTS, "permissions")
    )
}


def check(body: Any, route: str) -> None:
    """Refuse a body with 50035 that names every field of another kind than the name it has; null is any."""
    form = Form()
    for index, one in enumerate(body if isinstance(body, list) else ()):
        if not _OBJECT.fits(one):
            form.wrong((index,), _OBJECT.code, _OBJECT.message)
    _check(body, (), _OF_ROUTES.get(route, _SHAPES), form)
    form.check()


def _check(value: Any, path: Path, shapes: dict[str, _Shape], form: Form) -> None:
    if len(path) > _DEEPEST:
        form.wrong(path, "MODEL_TYPE_CONVERT", "Nested too deeply.")
    elif isinstance(value, list):
        for index, one in enumerate(value):
            _check(one, (*path, index), shapes, form)
    elif isinstance(value, dict):
        for name, inner in value.items():
            shape = shapes.get(name)
            if inner is not None and shape is not None and not shape.fits(inner):
                form.wrong((*path, name), shape.code, shape.message)
            else:
                _check(inner, (*path, name), _WORDED.get(name, shapes), form)
