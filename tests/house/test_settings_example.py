"""config.example.toml names every setting with its default and why."""

import json
import textwrap
import tomllib
from pathlib import Path

import pytest

from bot.config import Settings, known_settings
from bot.config_file import load_settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"
HEAD = """\
# Newsclip's settings. Copy this to config.toml and change what you need: every line shows its default.
# A variable in the environment goes before its line here: NEWSCLIP_FEEDS__INTERVAL_MINUTES=5.
# The bot's token never stands here: set NEWSCLIP_TOKEN, or name a file that holds it in token_file.
# A path is relative to this file.
"""


def test_the_example_is_every_setting_with_its_default_and_why() -> None:
    written = EXAMPLE.read_text("utf-8")

    assert written == rendered_example()


def test_the_example_is_a_valid_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCLIP_TOKEN", "a-token")

    settings = load_settings(EXAMPLE)

    defaults = Settings.model_validate({"discord": {"token": "a-token"}})
    assert settings.model_dump(exclude={"storage"}) == defaults.model_dump(exclude={"storage"})
    assert settings.storage.path == ROOT / defaults.storage.path


def rendered_example() -> str:
    lines = [HEAD.rstrip()]
    section = ""
    for key, field in known_settings().items():
        if not key.startswith(f"{section}."):
            section = key.partition(".")[0]
            lines += ["", f"[{section}]"]
        lines += textwrap.wrap(field.description or "", 108, initial_indent="# ", subsequent_indent="# ")
        name = key.partition(".")[2]
        lines.append(
            f"# {name} = {example(name)}" if field.default is None else f"{name} = {toml(field.default)}"
        )
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    return text


def toml(value: object) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, default=str, ensure_ascii=False)


def example(name: str) -> str:
    given = {
        "token_file": "token.txt",
        "api_url": "https://discord.com/api/v10",
        "gateway_url": "wss://gateway.discord.gg",
    }
    return toml(given[name])
