"""What the log looks like, and what never stands in it."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from pydantic import SecretStr

from bot.telemetry import open_log

TOKEN = "MTA.not-a-real.token"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _the_log_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configured = structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configured)


def test_a_line_is_json_where_no_terminal_is() -> None:
    out = io.StringIO()
    open_log(to=out)

    structlog.get_logger().bind(feed_id=3).info("feed.checked", new=2)

    line = json.loads(out.getvalue())
    assert (line["event"], line["level"], line["feed_id"], line["new"]) == ("feed.checked", "info", 3, 2)


def test_a_line_is_for_people_on_a_terminal() -> None:
    out = Terminal()
    open_log(to=out)

    structlog.get_logger().info("feed.checked")

    assert "feed.checked" in out.getvalue()
    assert "{" not in out.getvalue()


def test_what_libraries_log_goes_the_same_way() -> None:
    out = io.StringIO()
    open_log(to=out)

    logging.getLogger("discord.gateway").warning("Shard %s closed", 0)
    logging.getLogger("alembic.runtime").info("Running upgrade")

    line = json.loads(out.getvalue())
    assert (line["event"], line["logger"]) == ("Shard 0 closed", "discord.gateway")


def test_lines_below_the_level_are_left_out() -> None:
    out = io.StringIO()
    open_log(level="error", to=out)

    structlog.get_logger().info("feed.checked")

    assert out.getvalue() == ""


@pytest.mark.parametrize("style", ["console", "json"])
@pytest.mark.parametrize("out", [io.StringIO, Terminal])
def test_the_token_stands_in_no_line(style: str, out: type[io.StringIO]) -> None:
    stream = out()
    open_log(level="debug", style=style, secrets=[SecretStr(TOKEN)], to=stream)
    secret = TOKEN

    try:
        int(f"401 for {secret}")
    except ValueError:
        structlog.get_logger().exception("login.failed", headers={"Authorization": f"Bot {secret}"})
        logging.getLogger("discord.http").exception("with %s", secret)

    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count("'401 for [secret]'") == 2
