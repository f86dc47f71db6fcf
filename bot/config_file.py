"""Reading the settings from the file and the environment, with every fault in a sentence.

A variable NEWSCLIP_<SECTION>__<KEY> in the environment goes before the file. The bot's token comes from
NEWSCLIP_TOKEN, or from the file that `discord.token_file` names, and from nowhere else.
"""

import json
import os
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.config import Settings, StorageSettings, known_settings
from bot.domain.errors import ConfigurationError

_PREFIX = "NEWSCLIP_"
_TOKEN_VARIABLE = "NEWSCLIP_TOKEN"  # noqa: S105 -- the variable's name, not a token
_USUAL_FILE = "config.toml"
_PATHS = (("discord", "token_file"), ("storage", "path"))

_Table = dict[str, Any]


def load_settings(path: Path | None = None, *, needs_token: bool = True) -> Settings:
    """Read the file (`config.toml` here, when there is one and no path is given) and the environment.

    Raises ConfigurationError with every fault at once. What does not speak to Discord needs no token.
    """
    table, faults = _read_table(path)
    faults += _refuse_written_token(table)
    faults += _unknown_variables()
    if needs_token:
        faults += _provide_token(table)
    elif isinstance(table.setdefault("discord", {}), dict):
        table["discord"]["token"] = ""
    try:
        settings = _FromOutside(**table)
    except ValidationError as error:
        faults += [_sentence(fault) for fault in error.errors(include_url=False)]
    if faults:
        raise ConfigurationError(tuple(faults))
    return settings


class _FromOutside(Settings, BaseSettings):
    """The settings with the environment laid over what is given."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", enable_decoding=False, hide_input_in_errors=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 -- pydantic-settings passes these by name
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings


def _read_table(path: Path | None) -> tuple[_Table, list[str]]:
    """Read the file; without one everything has its default."""
    file = path or Path(_USUAL_FILE)
    if path is None and not file.exists():
        return {}, []
    try:
        table = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        return {}, [f"{file}: can't be read ({why}); name a file that can, or copy config.example.toml to it"]
    except UnicodeDecodeError:
        return {}, [f"{file}: is not UTF-8 text; save it as UTF-8"]
    except tomllib.TOMLDecodeError as error:
        return {}, [f"{file}: is not valid TOML ({error}); compare that line with config.example.toml"]
    _anchor(table, file.parent)
    return table, []


def _anchor(table: _Table, folder: Path) -> None:
    """Make the paths in the file, and the default one, relative to the file's folder."""
    if isinstance(table.setdefault("storage", {}), dict):
        table["storage"].setdefault("path", str(StorageSettings().path))
    for section, key in _PATHS:
        written = _section(table, section).get(key)
        if isinstance(written, str):
            table[section][key] = folder / Path(written).expanduser()


def _section(table: _Table, name: str) -> _Table:
    section = table.get(name)
    return section if isinstance(section, dict) else {}


def _refuse_written_token(table: _Table) -> list[str]:
    if _section(table, "discord").pop("token", None) is None:
        return []
    fault = (
        "discord.token: a token must not stand in the configuration, which gets copied and shown around; "
        f"set {_TOKEN_VARIABLE} instead, or put it alone into a file and name that in discord.token_file"
    )
    return [fault]


def _unknown_variables() -> list[str]:
    """Find variables that are meant as settings but name no section; pydantic sees only known sections."""
    return [
        f"{name}: there is no such setting; {_nearest(name.removeprefix(_PREFIX).lower().replace('__', '.'))}"
        for name in sorted(os.environ)
        if name.startswith(_PREFIX)
        and "__" in name
        and name.removeprefix(_PREFIX).split("__")[0].lower() not in Settings.model_fields
    ]


def _provide_token(table: _Table) -> list[str]:
    """Put the token where the settings want it, or say what is wrong with it; never show it."""
    if not isinstance(table.setdefault("discord", {}), dict):
        return []
    token, origin, faults = _find_token(table)
    table["discord"]["token"] = token
    if faults:
        return faults
    if not token:
        return [f"{origin}: is empty; put the bot's token there (Developer Portal → Bot → Reset Token)"]
    if len(token.split()) > 1:
        return [f"{origin}: holds more than a token; leave nothing but the token, without 'Bot ' before it"]
    return []


def _find_token(table: _Table) -> tuple[str, str, list[str]]:
    given = os.environ.get(_TOKEN_VARIABLE)
    if given is not None:
        return given.strip(), _TOKEN_VARIABLE, []
    named = os.environ.get(f"{_PREFIX}DISCORD__TOKEN_FILE") or table["discord"].get("token_file")
    if named is None:
        fault = (
            f"{_TOKEN_VARIABLE}: there is no token; set it to the bot's token (Developer Portal → Bot → "
            "Reset Token), or name a file that holds the token with discord.token_file"
        )
        return "", _TOKEN_VARIABLE, [fault]
    origin = f"discord.token_file ({named})"
    try:
        return Path(named).expanduser().read_text("utf-8").strip(), origin, []
    except (OSError, UnicodeDecodeError, TypeError) as error:
        why = getattr(error, "strerror", None) or "it is not a text file"
        return "", origin, [f"{origin}: can't be read ({why}); name a text file that holds the bot's token"]


def _sentence(fault: ErrorDetails) -> str:
    """Make one line of a fault: the key, what is wrong with it, and what to write instead."""
    place = [str(part) for part in fault["loc"]]
    key = ".".join(place)
    if fault["type"] == "extra_forbidden":
        return f"{key}: there is no such setting; {_nearest(key)}"
    variable = f"{_PREFIX}{'__'.join(place[:2]).upper()}"
    origin = f"{key} (from {variable})" if variable in os.environ else key
    if len(place) == 1:
        return f"{origin}: is no section; write [{key}] on a line of its own, and its settings below"
    field = known_settings().get(".".join(place[:2]))
    if field is None or not isinstance(field.json_schema_extra, dict):
        return f"{origin}: can't be used; set {_TOKEN_VARIABLE} to the bot's token"
    # What stands under [discord] may be a token in the wrong place: it is not repeated.
    written = "what is written" if place[0] == "discord" else _as_written(fault["input"])
    default = "" if field.default is None else f" (the default is {_as_written(field.default)})"
    return f"{origin}: {written} is not {field.json_schema_extra['expects']}; write one{default}"


def _as_written(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _nearest(key: str) -> str:
    """Name the known setting that was most likely meant."""
    known = list(known_settings())
    section = key.partition(".")[0]
    if section in Settings.model_fields:
        candidates = [name for name in known if name.startswith(f"{section}.")]
    else:
        candidates = [*known, *Settings.model_fields]
    last = key.rpartition(".")[2]
    close = [name for name in candidates if name.rpartition(".")[2] == last]
    close = close or get_close_matches(key, candidates, n=1, cutoff=0.7)
    return (
        f"did you mean {close[0]}? If not, take it out"
        if close
        else f"take it out; there are {_listed(candidates)}"
    )


def _listed(names: list[str]) -> str:
    return ", ".join(name.rpartition(".")[2] for name in names)
