"""The `newsclip` command: its help, its exit codes, and how it starts and stops."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "MTA.not-a-real.token"


def newsclip(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCLIP_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={**inherited, **environment, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("command", ["run", "demo", "preview", "check", "backup"])
def test_the_help_of_every_command_teaches_with_an_example(command: str) -> None:
    done = newsclip(command, "--help")

    assert done.returncode == 0
    assert (
        f"newsclip {command} "
        in done.stdout.partition("Options:")[0].partition("Usage:")[2].partition("\n")[2]
    )


def test_help_is_there_at_once() -> None:
    fastest = min(processor_seconds_for("--help") for _ in range(5))

    assert fastest < 0.3


def processor_seconds_for(*arguments: str) -> float:
    """What the command cost, not how long it took: other tests run at the same time."""
    before = os.times()
    newsclip(*arguments)
    after = os.times()
    spent = after.children_user - before.children_user
    return spent + after.children_system - before.children_system


def test_help_loads_neither_discord_nor_the_database() -> None:
    slow = ("discord", "sqlalchemy", "asyncio", "rich", "pydantic")
    script = f"import sys, bot.__main__; print([name for name in {slow} if name in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_the_version_is_the_packages() -> None:
    assert newsclip("--version").stdout.startswith("newsclip 0.")


@pytest.mark.parametrize(
    "arguments", [("runn",), ("demo", "--port", "99999"), ("preview",), ("run", "--colour")]
)
def test_wrong_usage_ends_with_2_and_names_what_is_wrong(arguments: tuple[str, ...]) -> None:
    done = newsclip(*arguments)

    assert done.returncode == 2
    assert "Error" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--csv", "--json"), "--csv and --json can't both be had. Choose one."),
        (("--server", "abc"), "abc is no server's ID."),
        (("--server", "9" * 19), f"{'9' * 19} is no server's ID."),
    ],
)
def test_an_export_that_is_asked_for_wrongly_is_told_why(options: tuple[str, ...], said: str) -> None:
    done = newsclip("export", "polls", *options)

    assert done.returncode == 2
    assert said in done.stderr


def test_a_wrong_configuration_ends_with_3_and_tells_every_fault(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[feeds]\ninterval_minutes = 0\n[polls]\nlength_days = 0\n")

    done = newsclip("run", "--config", str(file))

    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    for key in ("NEWSCLIP_TOKEN", "feeds.interval_minutes", "polls.length_days"):
        assert f"{key}: " in done.stderr


def test_a_configuration_that_is_not_there_ends_with_3() -> None:
    done = newsclip("run", "--config", "no-such.toml", NEWSCLIP_TOKEN=TOKEN)

    assert done.returncode == 3
    assert "no-such.toml: can't be read" in done.stderr


def test_a_feed_that_cannot_be_read_ends_with_1_and_a_sentence() -> None:
    done = newsclip("preview", "http://127.0.0.1:9/feed.xml")

    assert done.returncode == 1
    assert "http://127.0.0.1:9/feed.xml" in done.stderr
    assert "Traceback" not in done.stderr
