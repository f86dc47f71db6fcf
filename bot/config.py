"""The settings: what can be set, its default and why; `config_file` reads them.

`config.example.toml` shows every one of them; a test keeps it so.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic.fields import FieldInfo


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


class DeskSettings(_Section):
    """How moderators decide."""

    undo_seconds: int = _setting(
        10,
        why="How long an approved story waits before it goes out, so that /desk undo can take it back.",
        expects="a whole number of seconds from 0 to 600",
        ge=0,
        le=600,
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
    desk: DeskSettings = DeskSettings()
    log: LogSettings = LogSettings()


def known_settings() -> dict[str, FieldInfo]:
    """Return the description of each setting under its dotted key, except the token, in their order."""
    return {
        f"{section}.{key}": field
        for section, holder in Settings.model_fields.items()
        if isinstance(holder.annotation, type) and issubclass(holder.annotation, BaseModel)
        for key, field in holder.annotation.model_fields.items()
        if (section, key) != ("discord", "token")
    }
