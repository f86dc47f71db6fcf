"""The process that parses what came from outside: `python -m bot.feeds.worker feed|page`.

It reads framed requests from its standard input and answers on its standard output until the input ends,
which is also how it notices that the bot is gone. It may hang or crash at any time; only itself is lost then.
"""

import contextlib
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from bot.domain.errors import FeedError, Unreadable
from bot.domain.feed import FeedDocument, Page
from bot.domain.trouble import Trouble
from bot.feeds.wire import HEADER, frame, pack

_MOST_MEMORY = 2 * 1024**3


Reader = Callable[..., FeedDocument | Page]


def main(job: str) -> None:
    """Answers requests until the input ends; a worker does one job, and loads only what that needs."""
    requests, answers = _claim_streams()
    _limit_itself()
    read = _feed_reader() if job == "feed" else _page_reader()
    while head := requests.read(HEADER.size):
        message_size, body_size = HEADER.unpack(head)
        message = dict(json.loads(requests.read(message_size)))
        answer = _answer(read, message, requests.read(body_size))
        answers.write(frame(answer))
        answers.flush()


def _claim_streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes, out of reach of a library that prints."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return requests, answers


def _limit_itself() -> None:
    """Memory is bounded, parsers are silent; Ctrl-C and SIGTERM are the bot's to answer."""
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - absent on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _answer(read: Reader, message: dict[str, Any], body: bytes) -> dict[str, Any]:
    """One job; the alarm ends even a hanging C library, if the bot is no longer there to kill the process."""
    _set_alarm(int(message["seconds"]) + 5)
    try:
        return pack(read(body, url=message["url"], content_type=message["content_type"]))
    except FeedError as error:
        return pack(error)
    except Exception as error:  # noqa: BLE001 - the top of the worker's loop; its parsers raise anything
        sys.stderr.write(f"reading {message['url']!r} failed: {type(error).__name__}\n")
        return pack(Unreadable(url=message["url"], why=Trouble.READER_FAILED))
    finally:
        _set_alarm(0)


def _set_alarm(seconds: int) -> None:
    if sys.platform != "win32":
        signal.alarm(seconds)


def _feed_reader() -> Reader:
    # With dateparser at hand, fastfeedparser makes dates out of guids: wrong ones, and slowly.
    sys.modules["dateparser"] = None  # type: ignore[assignment] # so Python takes it for absent
    from bot.feeds.parse import parse_feed  # noqa: PLC0415 - not needed by a worker that reads pages

    return parse_feed


def _page_reader() -> Reader:
    from bot.feeds.pages import read_page  # noqa: PLC0415 - 30 MB that a worker for feeds does not need

    return read_page


if __name__ == "__main__":
    main(sys.argv[1])
