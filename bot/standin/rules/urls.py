"""Addresses in bodies: well formed, of a scheme that may stand there, not too long."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from bot.standin import limits
from bot.standin.errors import Form

WEB: Final = ("http", "https")
WEB_OR_FILE: Final = (*WEB, "attachment")
_BLANK: Final = re.compile(r"[\s\x00-\x1f]")
# Of hosts Discord takes, as many report, neither one without a dot nor one with an underscore.
_HOST: Final = re.compile(r"[^_.]+(?:\.[^_.]+)+\.?")

Path = tuple[str | int, ...]


def check(
    url: Any, path: Path, form: Form, *, schemes: tuple[str, ...] = WEB, most: int = limits.URL
) -> None:
    """Note in the form what is wrong with an address."""
    scheme, rest = _parts(url)
    if not scheme or not rest:
        form.wrong(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    elif scheme not in schemes:
        text = f'Scheme "{scheme}" is not one of {schemes}.'
        form.wrong(path, "URL_TYPE_INVALID_SCHEME", text)
    elif len(url) > most:
        form.too_long(path, most)


def file_named(url: Any) -> str | None:
    """The name of the message's own file that an address stands for."""
    prefix = "attachment://"
    return url.removeprefix(prefix) if isinstance(url, str) and url.startswith(prefix) else None


def _parts(url: Any) -> tuple[str, str]:
    if not isinstance(url, str) or _BLANK.search(url):
        return "", ""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port  # which fails when it is none
    except ValueError:
        return "", ""
    if parts.scheme in WEB and _HOST.fullmatch(host) is None:
        return "", ""
    return parts.scheme, parts.netloc
