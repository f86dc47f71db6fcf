"""Discord's rules for the definition of an application command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from bot.standin import limits
from bot.standin.errors import Form
from bot.standin.model import Json

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 3, 4, 5, 6, 7, 8, 9, 10, 11
MOST: Final = {
    SLASH: limits.SLASH_COMMANDS,
    USER_MENU: limits.USER_COMMANDS,
    MESSAGE_MENU: limits.MESSAGE_COMMANDS,
}
_NAME: Final = re.compile(r"[-_'\w]{1,32}")

Path = tuple[str | int, ...]


def check(definition: Json, form: Form, path: Path = ()) -> Json:
    """Note what is wrong with a command; returns it with its type filled in."""
    kind = definition.get("type") or SLASH
    if kind not in MOST:
        form.wrong((*path, "type"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}.")
        return definition
    name = str(definition.get("name") or "")
    if kind == SLASH:
        _slash_name(name, (*path, "name"), form)
        described = str(definition.get("description") or "")
        form.length((*path, "description"), described, 1, limits.COMMAND_DESCRIPTION)
        _options(definition.get("options") or [], (*path, "options"), form, depth=0)
    else:
        form.length((*path, "name"), name, 1, limits.COMMAND_NAME)
        if definition.get("description"):
            text = "Context menu commands cannot have description"
            form.wrong((*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", text)
    if sum(map(len, _texts(definition))) > limits.COMMAND_TEXT:
        text = f"Command exceeds maximum size ({limits.COMMAND_TEXT})"
        form.wrong(path or ("_errors",), "APPLICATION_COMMAND_TOO_LARGE", text)
    needed = definition.get("default_member_permissions")
    # Documented as a string; the API's description takes an integer too, and discord.py sends one.
    if needed is not None and not str(needed).isdecimal():
        form.wrong((*path, "default_member_permissions"), "STRING_TYPE_CONVERT", "Not a permission set.")
    permissions = None if needed is None else str(needed)
    return {**definition, "type": kind, "default_member_permissions": permissions}


def _slash_name(name: str, path: Path, form: Form) -> None:
    if _NAME.fullmatch(name) is None or name != name.lower():
        text = "String value did not match validation regex."
        form.wrong(path, "APPLICATION_COMMAND_INVALID_NAME", text)


def _options(options: list[Json], path: Path, form: Form, *, depth: int) -> None:
    if len(options) > limits.COMMAND_OPTIONS:
        form.too_long(path, limits.COMMAND_OPTIONS)
    names: set[str] = set()
    optional_seen = False
    for index, option in enumerate(options):
        at = (*path, index)
        name = str(option.get("name") or "")
        _slash_name(name, (*at, "name"), form)
        if name in names:
            form.wrong(
                (*at, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", "Option name is already used"
            )
        names.add(name)
        form.length((*at, "description"), str(option.get("description") or ""), 1, limits.COMMAND_DESCRIPTION)
        if option.get("required") and optional_seen:
            text = "Required options must be placed before non-required options"
            form.wrong((*at, "required"), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional_seen = optional_seen or not option.get("required")
        _option(option, at, form, depth=depth)


def _option(option: Json, at: Path, form: Form, *, depth: int) -> None:
    kind = option.get("type")
    if (
        kind not in range(1, 12)
        or (kind == SUBCOMMAND_GROUP and depth > 0)
        or (kind == SUBCOMMAND and depth > 1)
    ):
        form.wrong((*at, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Option type is invalid here")
        return
    if kind in (SUBCOMMAND, SUBCOMMAND_GROUP):
        _options(option.get("options") or [], (*at, "options"), form, depth=depth + 1)
        return
    choices = option.get("choices") or []
    if len(choices) > limits.COMMAND_CHOICES:
        form.too_long((*at, "choices"), limits.COMMAND_CHOICES)
    if choices and option.get("autocomplete"):
        text = "Choices and autocomplete are mutually exclusive"
        form.wrong((*at, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", text)
    for index, choice in enumerate(choices):
        name = str(choice.get("name") or "")
        form.length((*at, "choices", index, "name"), name, 1, limits.COMMAND_CHOICE_NAME)
        if isinstance(choice.get("value"), str):
            form.length((*at, "choices", index, "value"), choice["value"], 1, limits.COMMAND_CHOICE_NAME)


def _texts(definition: Json) -> Iterator[str]:
    """What counts towards a command's size: names, descriptions and values, nested ones too."""
    yield str(definition.get("name") or "")
    yield str(definition.get("description") or "")
    for option in definition.get("options") or []:
        yield from _texts(option)
        for choice in option.get("choices") or []:
            yield str(choice.get("name") or "")
            yield str(choice.get("value") or "")


class WrongOptions(Exception):
    """A person filled in a command as its definition does not allow."""


def check_given(definition: Json, given: list[Json], *, complete: bool) -> tuple[str, list[Json]]:
    """The full name of the command called and its leaf options, checked; incomplete while completing."""
    options = definition.get("options") or []
    name = str(definition["name"])
    while options and options[0]["type"] in (SUBCOMMAND, SUBCOMMAND_GROUP):
        chosen = given[0] if len(given) == 1 else {}
        branch = next((one for one in options if one["name"] == chosen.get("name")), None)
        if branch is None or branch["type"] != chosen.get("type"):
            raise WrongOptions(f"no such subcommand of {name}: {chosen.get('name')}")
        name = f"{name} {branch['name']}"
        options, given = branch.get("options") or [], chosen.get("options") or []
    known = {one["name"]: one for one in options}
    for one in given:
        if one.get("name") not in known or one.get("type") != known[one["name"]]["type"]:
            raise WrongOptions(f"no such option of {name}: {one.get('name')}")
        if complete:
            _check_value(known[one["name"]], one.get("value"))
    filled = {one["name"] for one in given}
    if complete:
        for option in options:
            if option.get("required") and option["name"] not in filled:
                raise WrongOptions(f"{option['name']} is required")
    return name, given


def _check_value(option: Json, value: Any) -> None:
    name, kind = option["name"], option["type"]
    if not isinstance(value, _PYTHON[kind]) or (kind != BOOLEAN and isinstance(value, bool)):
        raise WrongOptions(f"{name}: {value!r} is of another type")
    if option.get("choices") and value not in [choice["value"] for choice in option["choices"]]:
        raise WrongOptions(f"{name}: {value!r} is not one of the choices")
    if kind not in (STRING, INTEGER, NUMBER):
        return
    bound, size = ("length", len(str(value))) if kind == STRING else ("value", value)
    least, most = option.get(f"min_{bound}"), option.get(f"max_{bound}")
    if (least is not None and size < least) or (most is not None and size > most):
        raise WrongOptions(f"{name}: {value!r} is out of bounds")


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
