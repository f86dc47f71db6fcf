"""Discord's rules for the definition of an application command."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from bot.standin import limits
from bot.standin.errors import Form
from bot.standin.rules import localizations
from bot.standin.rules.filetypes import FILE_GROUPS
from bot.standin.world.model import ChannelKind, Json

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 3, 4, 5, 6, 7, 8, 9, 10, 11
MOST: Final = {
    SLASH: limits.SLASH_COMMANDS,
    USER_MENU: limits.USER_COMMANDS,
    MESSAGE_MENU: limits.MESSAGE_COMMANDS,
}
# Letters and digits of any script; those of Devanagari and Thai with their vowel signs.
_NAME: Final = re.compile(r"[-_'\w\u0900-\u0963\u0966-\u097f\ua8e0-\ua8ff\u0e01-\u0e3a\u0e40-\u0e5b]{1,32}")
_BRANCHES: Final = frozenset({SUBCOMMAND, SUBCOMMAND_GROUP})
# How deep an option stands, and which may stand there.
_COMMAND, _GROUP, _SUBCOMMAND = 0, 1, 2
_ALLOWED: Final = {_COMMAND: range(1, 12), _GROUP: range(1, 2), _SUBCOMMAND: range(3, 12)}
_WITH_CHOICES: Final = frozenset({STRING, INTEGER, NUMBER})
_SAFE_INTEGER: Final = 2**53 - 1
_GUILD_CHANNELS: Final = frozenset(ChannelKind) - {ChannelKind.DIRECT} | {13, 14}
_ENDING: Final = re.compile(r"\.[A-Za-z0-9.]{1,32}")

_TEXTS: Final = ("name", "name_localizations", "description", "description_localizations")
_FIELDS: Final = (*_TEXTS, "id", "options", "dm_permission", "nsfw", "integration_types", "contexts")
_BRANCH_FIELDS: Final = (*_TEXTS, "type", "options")
_LEAF_FIELDS: Final = (
    *(*_TEXTS, "type", "required", "autocomplete", "choices", "channel_types", "file_types"),
    *("min_value", "max_value", "min_length", "max_length"),
)
_CHOICE_FIELDS: Final = ("name", "name_localizations", "value")

Path = tuple[str | int, ...]


def check(definition: Json, form: Form, path: Path = ()) -> Json:
    """Note what is wrong with a command; returns it as it is kept, with its type filled in."""
    kind = definition.get("type") or SLASH
    if kind not in MOST:
        form.one_of((*path, "type"), kind, MOST)
        return definition
    if kind == SLASH:
        _slash(definition, path, form)
    else:
        _menu(definition, path, form)
    if _size(definition) > limits.COMMAND_TEXT:
        text = f"Command exceeds maximum size ({limits.COMMAND_TEXT})"
        form.wrong(path or ("_errors",), "APPLICATION_COMMAND_TOO_LARGE", text)
    needed = definition.get("default_member_permissions")
    # Documented as a string; the API's description takes an integer too, and discord.py sends one.
    if needed is not None and not str(needed).isdecimal():
        form.wrong((*path, "default_member_permissions"), "STRING_TYPE_CONVERT", "Not a permission set.")
    _places(definition, path, form)
    permissions = None if needed is None else str(needed)
    return {
        **_kept(definition, _FIELDS),
        "type": kind,
        "description": definition.get("description") or "",
        "default_member_permissions": permissions,
    }


def _kept(definition: Json, fields: Iterable[str]) -> Json:
    """What Discord keeps of a command, an option or a choice: what it knows, and texts that differ."""
    kept: Json = {key: definition[key] for key in fields if definition.get(key) is not None}
    for key in ("name", "description"):
        others = kept.get(f"{key}_localizations")
        if isinstance(others, dict):
            differing = {locale: text for locale, text in others.items() if text != kept.get(key)}
            kept[f"{key}_localizations"] = differing or None
    if "options" in kept:
        fields_of = {True: _BRANCH_FIELDS, False: _LEAF_FIELDS}
        kept["options"] = [_kept(one, fields_of[one.get("type") in _BRANCHES]) for one in kept["options"]]
    if "choices" in kept:
        kept["choices"] = [_kept(one, _CHOICE_FIELDS) for one in kept["choices"]]
    return kept


def _slash(definition: Json, path: Path, form: Form) -> None:
    _named(definition, path, form)
    _described(definition, path, form)
    options = definition.get("options") or []
    _options(options, (*path, "options"), form, depth=_COMMAND)
    kinds = {option.get("type") in _BRANCHES for option in options}
    if len(kinds) > 1:
        text = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        form.wrong((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)


def _menu(definition: Json, path: Path, form: Form) -> None:
    form.length((*path, "name"), str(definition.get("name") or "").strip(), 1, limits.COMMAND_NAME)
    for locale, text in _localized(definition, "name", path, form):
        form.length((*path, "name_localizations", locale), text.strip(), 1, limits.COMMAND_NAME)
    if definition.get("description"):
        text = "Context menu commands cannot have description"
        form.wrong((*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", text)
    if definition.get("options"):
        text = "Context menu commands cannot have options"
        form.wrong((*path, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", text)


def _named(holder: Json, path: Path, form: Form) -> None:
    """The name of a slash command or of an option, in every language."""
    _slash_name(str(holder.get("name") or ""), (*path, "name"), form)
    for locale, text in _localized(holder, "name", path, form):
        _slash_name(text, (*path, "name_localizations", locale), form)


def _slash_name(name: str, path: Path, form: Form) -> None:
    if _NAME.fullmatch(name) is None or name != name.lower():
        text = "String value did not match validation regex."
        form.wrong(path, "APPLICATION_COMMAND_INVALID_NAME", text)


def _described(holder: Json, path: Path, form: Form) -> None:
    described = str(holder.get("description") or "")
    form.length((*path, "description"), described, 1, limits.COMMAND_DESCRIPTION)
    for locale, text in _localized(holder, "description", path, form):
        at = (*path, "description_localizations", locale)
        form.length(at, text, 1, limits.COMMAND_DESCRIPTION)


def _localized(holder: Json, key: str, path: Path, form: Form) -> list[tuple[str, str]]:
    """A text's other languages; those that Discord does not have are noted."""
    at = (*path, f"{key}_localizations")
    given = holder.get(f"{key}_localizations")
    if given is None:
        return []
    if not isinstance(given, dict):
        form.wrong(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return []
    for locale in given.keys() - localizations.LOCALES:
        form.wrong((*at, locale), "BASE_TYPE_CHOICES", f"{locale} is not a locale.")
    for locale, text in given.items():
        if not isinstance(text, str):
            form.wrong((*at, locale), "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    return [
        (locale, text)
        for locale, text in given.items()
        if locale in localizations.LOCALES and isinstance(text, str)
    ]


def _options(options: list[Json], path: Path, form: Form, *, depth: int) -> None:
    if len(options) > limits.COMMAND_OPTIONS:
        form.too_long(path, limits.COMMAND_OPTIONS)
    optional_seen = False
    for index, option in enumerate(options):
        at = (*path, index)
        _named(option, at, form)
        _described(option, at, form)
        if option.get("required") and optional_seen:
            text = "Required options must be placed before non-required options"
            form.wrong((*at, "required"), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional_seen = optional_seen or not option.get("required")
        _option(option, at, form, depth=depth)
    _check_names_differ(options, path, form)


def _check_names_differ(options: list[Json], path: Path, form: Form) -> None:
    """A name is taken by another option's default name, and within one language by the others' there."""
    defaults = [str(option.get("name")) for option in options]
    used: set[tuple[str, str]] = set()
    for index, option in enumerate(options):
        others = {*defaults[:index], *defaults[index + 1 :]}
        names = {"": defaults[index], **(_dictionary(option.get("name_localizations")))}
        for locale, name in names.items():
            taken = (locale, name) in used if not locale else (locale, name) in used or name in others
            used.add((locale, name))
            if taken:
                at = (*path, index, "name_localizations", locale) if locale else (*path, index, "name")
                text = "Option name is already used"
                form.wrong(at, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", text)


def _dictionary(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _option(option: Json, at: Path, form: Form, *, depth: int) -> None:
    kind = option.get("type")
    if kind not in _ALLOWED[depth]:
        form.wrong((*at, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Option type is invalid here")
        return
    if kind in _BRANCHES:
        inner = _GROUP if kind == SUBCOMMAND_GROUP else _SUBCOMMAND
        _options(option.get("options") or [], (*at, "options"), form, depth=inner)
        return
    _choices(option, at, form)
    _bounds(option, at, form)
    _channel_types(option, at, form)
    _file_types(option, at, form)


def _choices(option: Json, at: Path, form: Form) -> None:
    choices, kind = option.get("choices") or [], option["type"]
    if (choices or option.get("autocomplete")) and kind not in _WITH_CHOICES:
        text = "Choices and autocomplete are for strings, integers and numbers"
        form.wrong((*at, "choices"), "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", text)
    if len(choices) > limits.COMMAND_CHOICES:
        form.too_long((*at, "choices"), limits.COMMAND_CHOICES)
    if choices and option.get("autocomplete"):
        text = "Choices and autocomplete are mutually exclusive"
        form.wrong((*at, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", text)
    names: set[str] = set()
    for index, choice in enumerate(choices):
        path = (*at, "choices", index)
        check_choice(choice, kind, path, form)
        if choice.get("name") in names:
            text = "Option choice name is already used"
            form.wrong((*path, "name"), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATED", text)
        names.add(str(choice.get("name")))


def check_choice(choice: Json, kind: int, path: Path, form: Form) -> None:
    """A choice, of a definition or of a completion: its name, and a value of its option's type."""
    form.length((*path, "name"), str(choice.get("name") or ""), 1, limits.COMMAND_CHOICE_NAME)
    for locale, text in _localized(choice, "name", path, form):
        form.length((*path, "name_localizations", locale), text, 1, limits.COMMAND_CHOICE_NAME)
    value, at = choice.get("value"), (*path, "value")
    if value is None:
        form.required(at)
    elif kind == STRING:
        if isinstance(value, str):
            form.length(at, value, 1, limits.COMMAND_CHOICE_NAME)
        else:
            form.wrong(at, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    elif not _is_number(value, whole=kind == INTEGER):
        form.wrong(
            at, "NUMBER_TYPE_COERCE", f'Value "{value}" is not {"int" if kind == INTEGER else "float"}.'
        )
    elif abs(value) > _SAFE_INTEGER + (kind == NUMBER):
        form.wrong(at, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {_SAFE_INTEGER}.")


def _is_number(value: Any, *, whole: bool) -> bool:
    return isinstance(value, int if whole else int | float) and not isinstance(value, bool)


def _bounds(option: Json, at: Path, form: Form) -> None:
    kind = option["type"]
    for key in ("min_value", "max_value"):
        value = option.get(key)
        if value is not None and not (
            kind in (INTEGER, NUMBER) and _is_number(value, whole=kind == INTEGER) and abs(value) <= 2**53
        ):
            form.wrong((*at, key), "NUMBER_TYPE_COERCE", f'Value "{value}" does not fit this option.')
    for key, least in (("min_length", 0), ("max_length", 1)):
        value = option.get(key)
        if value is not None and kind != STRING:
            form.wrong((*at, key), "APPLICATION_COMMAND_OPTIONS_LENGTH_INVALID", "Only strings have a length")
        form.between((*at, key), value, least, limits.STRING_OPTION)
    for bound in ("value", "length"):
        lowest, highest = (option.get(f"{end}_{bound}") for end in ("min", "max"))
        if all(_is_number(one, whole=False) for one in (lowest, highest)) and (lowest or 0) > (highest or 0):
            text = f"min_{bound} is greater than max_{bound}"
            form.wrong((*at, f"min_{bound}"), "APPLICATION_COMMAND_OPTIONS_BOUNDS_INVALID", text)


def _channel_types(option: Json, at: Path, form: Form) -> None:
    types = option.get("channel_types") or []
    if types and option["type"] != CHANNEL:
        text = "Only channel options have channel types"
        form.wrong((*at, "channel_types"), "APPLICATION_COMMAND_OPTIONS_CHANNEL_TYPES_INVALID", text)
    for index, one in enumerate(types):
        form.one_of((*at, "channel_types", index), None if isinstance(one, bool) else one, _GUILD_CHANNELS)


def _file_types(option: Json, at: Path, form: Form) -> None:
    types = option.get("file_types") or []
    if types and option["type"] != ATTACHMENT:
        text = "Only attachment options have file types"
        form.wrong((*at, "file_types"), "APPLICATION_COMMAND_OPTIONS_FILE_TYPES_INVALID", text)
    if len(types) > limits.FILE_TYPES:
        form.too_long((*at, "file_types"), limits.FILE_TYPES)
    for index, one in enumerate(types):
        if one not in FILE_GROUPS and _ENDING.fullmatch(str(one)) is None:
            text = "A file type is image, video, audio or an extension with its dot."
            form.wrong((*at, "file_types", index), "BASE_TYPE_CHOICES", text)


def _places(definition: Json, path: Path, form: Form) -> None:
    """Where a command can be used: contexts and ways of installing, each named once."""
    for key, most in (("contexts", 2), ("integration_types", 1)):
        given = definition.get(key)
        if given is None:
            continue
        if not isinstance(given, list) or not given:
            form.length((*path, key), "", 1, most + 1)
            continue
        if len(set(map(str, given))) != len(given):
            form.wrong((*path, key), "SET_TYPE_DUPLICATES", "Values must be unique.")
        for index, one in enumerate(given):
            form.one_of((*path, key, index), None if isinstance(one, bool) else one, range(most + 1))


def _size(definition: Json) -> int:
    """What counts towards a command's size: names, descriptions and values, nested ones too."""
    size = localizations.longest(definition, "name") + localizations.longest(definition, "description")
    for option in definition.get("options") or []:
        size += _size(option)
        for choice in option.get("choices") or []:
            size += localizations.longest(choice, "name") + len(str(choice.get("value") or ""))
    return size
