"""The settings: what can be set, its default and why, and how they are read.

`config.example.toml` shows every one of them; a test keeps it so. A variable NEWSCLIP_<SECTION>__<KEY> in the
environment goes before the file. The bot's token comes from NEWSCLIP_TOKEN, or from the file that
`discord.token_file` names, and from nowhere else.
"""

import json
import os
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.domain.errors import ConfigurationError

_PREFIX = "NEWSCLIP_"
_TOKEN_VARIABLE = "NEWSCLIP_TOKEN"  # noqa: S105 -- the variable's name, not a token
_USUAL_FILE = "config.toml"
_PATHS = (("discord", "token_file"), ("storage", "path"))

_Table = dict[str, Any]


def _setting(default: object, *, why: str, expects: str, **limits: Any) -> Any:
    """Describe one setting: its `why` stands in config.example.toml, what it `expects` in faults."""
    return Field(default, description=why, json_schema_extra={"expects": expects}, **limits)


def _split(value: object) -> object:
    """Take a list from an environment variable: its words, parted by commas."""
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


def _without_slash(value: object) -> object:
    return value.rstrip("/") if isinstance(value, str) else value


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DiscordSettings(_Section):
    """Who the bot is, and where Discord is."""

    token: SecretStr = Field(
        description="The bot's token: from NEWSCLIP_TOKEN or token_file, never from here."
    )
    token_file: Path | None = _setting(
        None,
        why="A file with nothing but the bot's token, for those who keep secrets in files; "
        "NEWSCLIP_TOKEN goes before it.",
        expects="the path of a file",
    )
    api_url: Annotated[str | None, BeforeValidator(_without_slash)] = _setting(
        None,
        why="Another address of Discord's REST API: a proxy, or a compatible server.",
        expects="an address like https://discord.com/api/v10",
        pattern=r"^https?://[^\s/]+(/\S*)?$",
    )
    gateway_url: Annotated[str | None, BeforeValidator(_without_slash)] = _setting(
        None,
        why="Another address of Discord's gateway, for the same reasons.",
        expects="an address like wss://gateway.discord.gg",
        pattern=r"^wss?://[^\s/]+(/\S*)?$",
    )
    calls_per_second: int = _setting(
        50,
        why="How many calls Discord takes in a second; more only where it has granted your bot more.",
        expects="a whole number from 1 to 1000",
        ge=1,
        le=1000,
    )


class StorageSettings(_Section):
    """Where everything is kept."""

    path: Path = _setting(
        Path("newsclip.db"),
        why="The database, one SQLite file; the key that makes voters anonymous is kept beside it.",
        expects="the path of a file",
    )


class FeedSettings(_Section):
    """How the outside is read."""

    user_agent: str = _setting(
        "Newsclip (Discord news bot)",
        why="How the bot names itself to the sites it reads; add how their owners can reach you.",
        expects="a line of at most 200 plain characters",
        pattern=r"^[\x20-\x7e]{1,200}$",
    )
    interval_minutes: int = _setting(
        15,
        why="How often a feed is checked; one that asks for patience, or fails, is checked less often.",
        expects="a whole number of minutes from 1 to 1440",
        ge=1,
        le=1440,
    )
    shortest_interval_minutes: int = _setting(
        5,
        why="How often at most a server's owners may have a feed of theirs checked, with /feeds edit.",
        expects="a whole number of minutes from 1 to 1440",
        ge=1,
        le=1440,
    )
    timeout_seconds: float = _setting(
        20.0,
        why="How long one answer may take, redirects included; slower sites are tried again later.",
        expects="a number of seconds from 1 to 120",
        ge=1,
        le=120,
    )
    max_megabytes: float = _setting(
        5.0,
        why="The largest feed or page that is read, also after decompression: it guards the memory.",
        expects="a number of megabytes from 0.1 to 50",
        ge=0.1,
        le=50,
    )
    allowed_hosts: Annotated[tuple[str, ...], BeforeValidator(_split)] = _setting(
        (),
        why="Hosts that may be read although their address is private; all others must be public.",
        expects='a list of hosts, each with or without a port, like ["feeds.lan", "10.0.0.5:8080"]',
    )
    read_pages: bool = _setting(
        default=True,
        why="Whether a story's own page is read too, for its hashtags, picture and quotes.",
        expects="either true or false",
    )


class DeliverySettings(_Section):
    """How cards are sent."""

    nonce_window_seconds: int = _setting(
        60,
        why="How long Discord is trusted to know a repeated message; later the channel is searched.",
        expects="a whole number of seconds from 0 to 300",
        ge=0,
        le=300,
    )
    settling_seconds: int = _setting(
        10,
        why="How long after a lost answer a forum is searched for the post before it counts as missing.",
        expects="a whole number of seconds from 0 to 300",
        ge=0,
        le=300,
    )
    active_threads: int = _setting(
        900,
        why="How many discussions may be active in a server before the quietest are archived.",
        expects="a whole number from 1 to 1000",
        ge=1,
        le=1000,
    )
    lease_seconds: int = _setting(
        600,
        why="How long a delivery stays with the worker that took it before another may take it over.",
        expects="a whole number of seconds from 30 to 3600",
        ge=30,
        le=3600,
    )
    retry_minutes: int = _setting(
        10,
        why="How long at most is waited before Discord is asked again that gave no answer.",
        expects="a whole number of minutes from 1 to 60",
        ge=1,
        le=60,
    )
    stale_hours: int = _setting(
        48,
        why="After how many hours a story that could not go out is no news any more; it then goes nowhere.",
        expects="a whole number of hours from 1 to 720",
        ge=1,
        le=720,
    )
    workers: int = _setting(
        32,
        why="How many deliveries are under way at once; more help where Discord answers slowly.",
        expects="a whole number from 1 to 64",
        ge=1,
        le=64,
    )


class PollSettings(_Section):
    """How opinions are asked."""

    length_days: int = _setting(
        7,
        why="After how many days a story's poll closes. A quiet post in a forum is archived after 7.",
        expects="a whole number of days from 1 to 7",
        ge=1,
        le=7,
    )
    live_count_seconds: int = _setting(
        60,
        why="How long a card shows an old count at least before it is edited; 0: it shows none while voting.",
        expects="0, or a whole number of seconds up to 3600",
        ge=0,
        le=3600,
    )


class LogSettings(_Section):
    """What the bot says of its work."""

    level: Literal["debug", "info", "warning", "error"] = _setting(
        "info",
        why="The least grave lines that are written.",
        expects='one of "debug", "info", "warning" and "error"',
    )
    format: Literal["auto", "console", "json"] = _setting(
        "auto",
        why="Lines for people or for machines; auto writes JSON where the output is not a terminal.",
        expects='one of "auto", "console" and "json"',
    )


class Settings(BaseModel):
    """Every setting, checked; nobody writes to it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    discord: DiscordSettings
    storage: StorageSettings = StorageSettings()
    feeds: FeedSettings = FeedSettings()
    delivery: DeliverySettings = DeliverySettings()
    polls: PollSettings = PollSettings()
    log: LogSettings = LogSettings()


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


def known_settings() -> dict[str, FieldInfo]:
    """Return the description of each setting under its dotted key, except the token, in their order."""
    return {
        f"{section}.{key}": field
        for section, holder in Settings.model_fields.items()
        if isinstance(holder.annotation, type) and issubclass(holder.annotation, BaseModel)
        for key, field in holder.annotation.model_fields.items()
        if (section, key) != ("discord", "token")
    }
