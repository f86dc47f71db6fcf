"""What a person filled in, against what a bot offered: options of a command, values, fields of a modal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from bot.standin import limits
from bot.standin.rules.components import SELECTS, ComponentKind, walk
from bot.standin.rules.definitions import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    SUBCOMMAND,
    SUBCOMMAND_GROUP,
    USER,
)
from bot.standin.world.model import Json

_PYTHON: Final[dict[int, tuple[type, ...]]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    USER: (str,),
    CHANNEL: (str,),
    ROLE: (str,),
    MENTIONABLE: (str,),
    NUMBER: (int, float),
    ATTACHMENT: (str,),
}
K = ComponentKind
# What the values of a select name, in the numbers of command options.
NAMES: Final = {
    K.USER_SELECT: USER,
    K.ROLE_SELECT: ROLE,
    K.MENTIONABLE_SELECT: MENTIONABLE,
    K.CHANNEL_SELECT: CHANNEL,
    K.FILE_UPLOAD: ATTACHMENT,
}

Filled = list[tuple[Json, Json]]


class WrongInput(Exception):
    """A person filled in what the bot does not offer, and no client of Discord's would send."""


def command(definition: Json, given: list[Json], *, complete: bool) -> tuple[str, list[Json], Filled]:
    """The full name of what is called, its options as the bot gets them, and each leaf with its definition.

    With `complete` false somebody is still typing: one option is focused, and required ones may be missing.
    """
    offered = definition.get("options") or []
    name = str(definition["name"])
    branches = []
    while any(one["type"] in (SUBCOMMAND, SUBCOMMAND_GROUP) for one in offered):
        chosen = given[0] if len(given) == 1 else {}
        branch = next((one for one in offered if one["name"] == chosen.get("name")), None)
        if branch is None or branch["type"] != chosen.get("type"):
            raise WrongInput(f"{name} has no subcommand {chosen.get('name')!r}")
        branches.append(branch)
        name = f"{name} {branch['name']}"
        offered, given = branch.get("options") or [], chosen.get("options") or []
    filled = _filled(name, offered, given)
    for option, one in filled:
        _check_option(option, one, complete=complete)
    if complete:
        _check_required(offered, filled)
    elif sum(bool(one.get("focused")) for _, one in filled) != 1:
        raise WrongInput("exactly one option is focused while completing")
    tree = [one for _, one in filled]
    for branch in reversed(branches):
        tree = [{"type": branch["type"], "name": branch["name"], "options": tree}]
    return name, tree, filled


def _filled(name: str, offered: list[Json], given: list[Json]) -> Filled:
    """Each given option with its definition, in the order given."""
    known = {one["name"]: one for one in offered}
    filled = []
    for one in given:
        option = known.pop(one.get("name"), None)
        if option is None or one.get("type") != option["type"]:
            raise WrongInput(f"{name} has no option {one.get('name')!r}, or has it already")
        kept = {key: one[key] for key in ("type", "name", "value", "focused") if one.get(key) is not None}
        filled.append((option, kept))
    return filled


def _check_required(offered: list[Json], filled: Filled) -> None:
    names = {option["name"] for option, _ in filled}
    for option in offered:
        if option.get("required") and option["name"] not in names:
            raise WrongInput(f"{option['name']} is required")


def _check_option(option: Json, given: Json, *, complete: bool) -> None:
    name, kind = option["name"], option["type"]
    value: Any = given.get("value")
    if given.get("focused"):
        if complete or not option.get("autocomplete"):
            raise WrongInput(f"{name} is not completed by its app")
        _check_typed(option, value)
        return
    if type(value) not in _PYTHON[kind]:
        raise WrongInput(f"{name}: {value!r} is of another type")
    if option.get("choices") and value not in [choice["value"] for choice in option["choices"]]:
        raise WrongInput(f"{name}: {value!r} is not one of the choices")
    if kind == STRING:
        least, most = option.get("min_length", 1), option.get("max_length", limits.STRING_OPTION)
        _check_bounds(name, len(value), least, most)
    elif kind in (INTEGER, NUMBER):
        widest = 2**53 if kind == NUMBER else 2**53 - 1
        _check_bounds(name, value, option.get("min_value", -widest), option.get("max_value", widest))


def _check_typed(option: Json, value: Any) -> None:
    """What is being typed is text; a client sends no text for a number."""
    if not isinstance(value, str):
        raise WrongInput(f"{option['name']}: what is being typed is sent as text")
    if option["type"] in (INTEGER, NUMBER) and value:
        try:
            float(value)
        except ValueError:
            raise WrongInput(f"{option['name']}: {value!r} is no number") from None


def _check_bounds(name: str, size: float, least: float, most: float) -> None:
    if not least <= size <= most:
        raise WrongInput(f"{name}: {size} is not between {least} and {most}")


def selected(select: Json, values: Any, *, in_modal: bool = False) -> list[str]:
    """The values of a select, a checkbox group or a file upload, within its bounds and of its options."""
    name = select["custom_id"]
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise WrongInput(f"{name}: values are a list of texts")
    if len(set(values)) != len(values):
        raise WrongInput(f"{name}: the same value twice")
    options = select.get("options")
    if options is not None and not set(values) <= {option["value"] for option in options}:
        raise WrongInput(f"{name}: {values} are not all among its options")
    # In a message nothing can be left open but by min_values, in a modal by not being required.
    if in_modal and not values and not select.get("required", True):
        return values
    most = select.get("max_values")
    if most is None:
        most = len(options or ()) if select["type"] == K.CHECKBOX_GROUP else 1
    least = select.get("min_values")
    _check_bounds(f"the number of values of {name}", len(values), 1 if least is None else least, most)
    return values


def modal(shown: list[Json], given: list[Json]) -> list[Json]:
    """The components of a modal as its bot gets them filled in, in the modal's own order."""
    by_name: dict[str, Json] = {}
    for one in walk(given):
        name = one.get("custom_id")
        if name is not None and by_name.setdefault(str(name), one) is not one:
            raise WrongInput(f"{name} is filled in twice")
    tree = [_holder(one, by_name) for one in shown]
    if by_name:
        raise WrongInput(f"the modal has no {', '.join(by_name)}")
    return tree


def _holder(shown: Json, given: dict[str, Json]) -> Json:
    """A label, a row or a text of a modal."""
    answer = {"type": shown["type"], "id": shown.get("id")}
    if shown["type"] == K.LABEL:
        answer["component"] = _field(shown["component"], given)
    elif shown["type"] == K.ROW:
        answer["components"] = [_field(one, given) for one in shown["components"]]
    return answer


def _field(field: Json, given: dict[str, Json]) -> Json:
    name, kind = field["custom_id"], field["type"]
    filled = given.pop(name, None)
    if filled is None:
        if kind == K.CHECKBOX or not field.get("required", True):
            filled = {}
        else:
            raise WrongInput(f"{name} is required")
    if filled.get("type", kind) != kind:
        raise WrongInput(f"{name} is of another type")
    answer: Json = {"type": kind, "id": field.get("id"), "custom_id": name}
    if kind in SELECTS or kind in (K.CHECKBOX_GROUP, K.FILE_UPLOAD):
        answer["values"] = selected(field, filled.get("values") or [], in_modal=True)
    else:
        answer["value"] = _VALUES[kind](field, filled.get("value"))
    return answer


def _text(field: Json, value: Any) -> str:
    text = "" if value is None else value
    if not isinstance(text, str):
        raise WrongInput(f"{field['custom_id']}: {text!r} is no text")
    required = field.get("required", True)
    if text or required:
        least = max(field.get("min_length") or 0, 1 if required else 0)
        most = field.get("max_length") or limits.TEXT_INPUT
        _check_bounds(f"the length of {field['custom_id']}", len(text), least, most)
    return text


def _chosen(field: Json, value: Any) -> str | None:
    if value is None and not field.get("required", True):
        return None
    if value not in [option["value"] for option in field["options"]]:
        raise WrongInput(f"{field['custom_id']}: {value!r} is not one of its options")
    return str(value)


def _ticked(field: Json, value: Any) -> bool:
    if value is not None and not isinstance(value, bool):
        raise WrongInput(f"{field['custom_id']}: {value!r} is neither true nor false")
    return bool(value)


_VALUES: Final[dict[int, Callable[[Json, Any], Any]]] = {
    K.TEXT_INPUT: _text,
    K.RADIO_GROUP: _chosen,
    K.CHECKBOX: _ticked,
}


def fields(tree: list[Json], shown: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each filled field of a modal with the component that asked for it."""
    offered = {one["custom_id"]: one for one in walk(shown) if one.get("custom_id")}
    for one in walk(tree):
        if one.get("custom_id"):
            yield offered[one["custom_id"]], one
