"""What messages and modals are made of: kinds of components, their trees, and how they are given back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bot.standin.world.model import Json


class ComponentKind:
    """Discord's numbers for what a message or modal is made of."""

    ROW: Final = 1
    BUTTON: Final = 2
    STRING_SELECT: Final = 3
    TEXT_INPUT: Final = 4
    USER_SELECT: Final = 5
    ROLE_SELECT: Final = 6
    MENTIONABLE_SELECT: Final = 7
    CHANNEL_SELECT: Final = 8
    SECTION: Final = 9
    TEXT: Final = 10
    THUMBNAIL: Final = 11
    GALLERY: Final = 12
    FILE: Final = 13
    SEPARATOR: Final = 14
    CONTAINER: Final = 17
    LABEL: Final = 18
    FILE_UPLOAD: Final = 19
    RADIO_GROUP: Final = 21
    CHECKBOX_GROUP: Final = 22
    CHECKBOX: Final = 23


K = ComponentKind
SELECTS: Final = frozenset({3, 5, 6, 7, 8})


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OF_SELECT: Final = _names("custom_id placeholder min_values max_values required disabled")
# What each kind is known by; Discord drops every other field of it.
_FIELDS: Final[dict[int, frozenset[str]]] = {
    K.ROW: _names("components"),
    K.BUTTON: _names("style label emoji custom_id sku_id url disabled"),
    K.STRING_SELECT: _OF_SELECT | {"options"},
    K.USER_SELECT: _OF_SELECT | {"default_values"},
    K.ROLE_SELECT: _OF_SELECT | {"default_values"},
    K.MENTIONABLE_SELECT: _OF_SELECT | {"default_values"},
    K.CHANNEL_SELECT: _OF_SELECT | {"default_values", "channel_types"},
    K.TEXT_INPUT: _names("custom_id style label min_length max_length required value placeholder"),
    K.SECTION: _names("components accessory"),
    K.TEXT: _names("content"),
    K.THUMBNAIL: _names("media description spoiler"),
    K.GALLERY: _names("items"),
    K.FILE: _names("file spoiler"),
    K.SEPARATOR: _names("divider spacing"),
    K.CONTAINER: _names("components accent_color spoiler"),
    K.LABEL: _names("label description component"),
    K.FILE_UPLOAD: _names("custom_id min_values max_values required file_types"),
    K.RADIO_GROUP: _names("custom_id options required"),
    K.CHECKBOX_GROUP: _names("custom_id options min_values max_values required"),
    K.CHECKBOX: _names("custom_id default"),
}
_INNER: Final[dict[str, frozenset[str]]] = {
    "options": _names("label value description emoji default"),
    "items": _names("media description spoiler"),
    "default_values": _names("id type"),
    "media": _names("url"),
    "file": _names("url"),
    "emoji": _names("id name animated"),
}
_NUMBERS: Final = _names("style accent_color spacing min_values max_values min_length max_length")
_DEFAULTS: Final[dict[int, Json]] = {
    K.CONTAINER: {"accent_color": None, "spoiler": False},
    K.THUMBNAIL: {"description": None, "spoiler": False},
    K.SEPARATOR: {"divider": True, "spacing": 1},
    K.FILE: {"name": "file", "size": 0, "spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component of a tree, parents before their children."""
    for component in components:
        yield component
        nested = component.get("components")
        if isinstance(nested, list):
            yield from walk([one for one in nested if isinstance(one, dict)])
        for inner in ("accessory", "component"):
            if isinstance(component.get(inner), dict):
                yield from walk([component[inner]])


def given_back(components: list[Json], *, in_modal: bool = False) -> list[Json]:
    """A tree of its own as Discord gives it back: known fields alone, each with an id and its defaults."""
    tree = [_known(component) for component in components]
    everything = list(walk(tree))
    taken = {component["id"] for component in everything if component.get("id")}
    free = iter(number for number in range(1, 10_000) if number not in taken)
    for component in everything:
        if not component.get("id"):
            component["id"] = next(free)
        for key, value in _DEFAULTS.get(component["type"], {}).items():
            component.setdefault(key, value)
        if not in_modal:
            component.pop("required", None)
        for chosen in component.get("default_values") or []:
            chosen["id"] = str(chosen["id"])  # discord.py sends a number, which JavaScript can't hold
        for media in media_of(component):
            media.setdefault("id", str(component["id"]))
            media.setdefault("proxy_url", media["url"])
    return tree


def _known(component: Json) -> Json:
    fields = _FIELDS.get(component["type"], frozenset()) | {"type", "id"}
    return {
        name: _known_inside(name, value)
        for name, value in component.items()
        if name in fields and value is not None
    }


def _known_inside(name: str, value: Any) -> Any:
    if name == "components":
        return [_known(one) for one in value]
    if name in ("accessory", "component"):
        return _known(value)
    if name in ("content", "value"):
        return str(value)  # a number is taken for its digits
    fields = _INNER.get(name)
    if fields is None:
        return int(value) if name in _NUMBERS else value
    if isinstance(value, list):
        return [_only(one, fields) for one in value]
    return _only(value, fields)


def _only(value: Json, fields: frozenset[str]) -> Json:
    return {
        name: str(inner) if name == "id" else _known_inside(name, inner)
        for name, inner in value.items()
        if name in fields and inner is not None
    }


def media_of(component: Json) -> Iterator[Json]:
    """The media that one component shows."""
    for item in component.get("items") or []:
        item.setdefault("description", None)
        item.setdefault("spoiler", False)
        yield item["media"]
    for key in ("media", "file"):
        if isinstance(component.get(key), dict):
            yield component[key]
