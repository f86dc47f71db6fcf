"""The log, on standard error: short events with ids, for people on a terminal and as JSON lines elsewhere.

Bind ids once, `log = structlog.get_logger().bind(feed_id=3)`; then log events, `log.info("feed.checked")`.
What discord.py, aiohttp and Alembic write with the standard library goes the same way.
"""

import logging
import sys
from collections.abc import Sequence
from typing import Literal, TextIO

import structlog
from pydantic import SecretStr
from structlog.typing import EventDict, Processor, WrappedLogger

Format = Literal["auto", "console", "json"]

_STAND_IN = "[secret]"
# At "info" these tell of every connection or migration step; their warnings are of interest.
_TALKATIVE = ("discord.http", "aiohttp.access", "alembic", "asyncio", "trafilatura", "htmldate", "courlan")


def open_log(
    *,
    level: str = "info",
    style: Format = "auto",
    secrets: Sequence[SecretStr] = (),
    to: TextIO | None = None,
) -> None:
    """Send every logger's lines one way, with the secrets taken out of each finished line."""
    stream = to or sys.stderr
    shared = _shared_processors()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(style, terminal=stream.isatty()),
                _Redaction(secrets),
            ],
        )
    )
    root = logging.getLogger()
    for earlier in root.handlers[:]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel("DEBUG" if level == "debug" else "WARNING")
    # Its warnings are about voice, for which this bot has no use.
    logging.getLogger("discord.client").setLevel("DEBUG" if level == "debug" else "ERROR")
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # tests open the log anew
    )


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


def _renderers(style: Format, *, terminal: bool) -> list[Processor]:
    if style == "json" or (style == "auto" and not terminal):
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    # Plain tracebacks: the prettier ones print local variables, which hold secrets and people's ids.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=terminal, exception_formatter=plain)]


class _Redaction:
    """The last processor: works on the finished line, so that no field, message or traceback escapes it."""

    def __init__(self, secrets: Sequence[SecretStr]) -> None:
        self._words = [word for secret in secrets if (word := secret.get_secret_value())]

    def __call__(self, _logger: WrappedLogger, _method: str, line: str | EventDict) -> str:
        text = str(line)
        for word in self._words:
            text = text.replace(word, _STAND_IN)
        return text
