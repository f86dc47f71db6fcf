"""The tools that read the code, each as a test, so that one command runs everything."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent


def test_ruff_finds_nothing() -> None:
    run("ruff", "check", "--quiet", ".")


def test_the_code_is_formatted() -> None:
    run("ruff", "format", "--check", "--quiet", ".")


@pytest.mark.timeout(240)  # without its cache it reads every library
def test_mypy_finds_nothing() -> None:
    run("mypy")


def test_imports_run_one_way() -> None:
    run("lint-imports")


def test_the_import_rules_name_every_module() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]

    layers = {
        name for layer in rules[0]["layers"] for name in layer.replace("|", ":").replace(" ", "").split(":")
    }

    present = {f"bot.{path.stem}" for path in (ROOT / "bot").iterdir() if is_module(path)} | {"cogs"}
    assert present == layers
    standin = {name for name in rules[1]["forbidden_modules"] if name != "discord"}
    commands = {
        f"bot.{name}" for name in ("demo", "preview", "check", "check_polls", "backup", "export", "__main__")
    }
    assert standin == layers - {"bot.standin", *commands}


def is_module(path: Path) -> bool:
    return (path.suffix == ".py" or path.is_dir()) and path.stem not in {"__init__", "__pycache__"}


def run(tool: str, *arguments: str) -> None:
    done = subprocess.run(
        [TOOLS / tool, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        pytest.fail(f"{tool} {' '.join(arguments)}\n{done.stdout}{done.stderr}", pytrace=False)
