"""The README tells the truth: its commands, its map, its words."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bot.config import known_settings
from tests.house import commands_table
from tests.texts.commands import an_unconnected_app, everything

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_map_names_every_part_and_nothing_else() -> None:
    (drawn,) = re.findall(r"```\n(bot/\n.*?)```", README, re.DOTALL)
    named: set[str] = set()
    for line in drawn.splitlines():
        name = line.split()[0].rstrip("/")
        named.add(f"bot/{name}" if line.startswith("  ") else name)

    present = {
        f"bot/{path.name}" for path in (ROOT / "bot").iterdir() if not path.name.startswith(("__i", "__p"))
    }

    assert named == present | {"bot", "cogs", "tests"}


def test_every_path_in_backticks_is_there() -> None:
    named = re.findall(r"`((?:bot|cogs|tests|docs|\.ci)/[\w./-]*|[\w.]+\.(?:toml|md|txt)|LICENSE)`", README)

    missing = {path for path in named if not (ROOT / path).exists()} - {"config.toml"}

    assert named
    assert not missing


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)

    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


@pytest.mark.parametrize("command", ["run", "demo", "preview", "check", "backup"])
def test_the_command_line_is_the_one_of_the_readme(command: str) -> None:
    (usage,) = re.findall(rf"`newsclip {command} ([^`]+)` \|", README)
    done = subprocess.run(
        [sys.executable, "-m", "bot", command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    written = set(re.findall(r"--[a-z-]+", usage))
    offered = set(re.findall(r"^ +(--[a-z-]+)", done.stdout, re.MULTILINE)) - {"--help"}

    assert written == offered


async def test_the_list_of_commands_is_the_codes() -> None:
    """`python -m tests.house.commands_table` writes it anew."""
    table = await commands_table.table()

    assert commands_table.written(README) == table
    assert "|  |" not in table


def test_a_command_that_is_missing_would_be_noticed() -> None:
    shorter = commands_table.rewritten(README, "| `/help` |\n")

    assert commands_table.written(shorter) == "| `/help` |\n"
    assert commands_table.rewritten(shorter, commands_table.written(README)) == README


async def test_every_slash_command_that_it_names_is_there(tmp_path: Path) -> None:
    named = set(re.findall(r"`/(\w+(?: [a-z-]+)*)[^`]*`", README))
    async with an_unconnected_app(tmp_path) as app:
        there = {command.qualified_name for command in everything(app.bot.tree)}

    assert named
    assert named <= there


def test_every_setting_that_it_names_exists() -> None:
    sections = {key.partition(".")[0] for key in known_settings()}
    named = {name for name in re.findall(r"`(\w+\.\w+)`", README) if name.partition(".")[0] in sections} - {
        "config.toml"
    }

    assert named
    assert named <= set(known_settings())


def test_the_glossary_has_each_word_once() -> None:
    (table,) = re.findall(r"\| word \| meaning \|\n\|---\|---\|\n(.*?)\n\n", README, re.DOTALL)
    words = [word for line in table.splitlines() for word in line.split("|")[1].strip().split(", ")]

    assert len(words) == len(set(words)) > 15


def test_both_lines_for_newcomers_install_the_pinned_versions() -> None:
    lines = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)

    assert len(lines) == 2
    assert all("pip install -c constraints.txt -e" in line for line in lines)


def test_ci_runs_the_line_for_the_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    (pattern,) = re.findall(r"sed -n '/(.+)/p' README.md", script)

    assert len(re.findall(pattern, README, re.MULTILINE)) == 1
    assert 'bash -euo pipefail -c "$command"' in script


def test_every_dependency_is_pinned_to_a_released_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [Requirement(text) for text in project["dependencies"] + project["optional-dependencies"]["dev"]]
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line[:1] != "#"]

    pinned = {normal(pin.name): pin for pin in map(Requirement, lines)}

    assert all(pin.url is None and str(pin.specifier).startswith("==") for pin in pinned.values())
    for requirement in wanted:
        version = str(pinned[normal(requirement.name)].specifier).removeprefix("==")
        assert requirement.specifier.contains(version), requirement


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
