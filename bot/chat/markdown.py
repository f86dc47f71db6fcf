"""Text from outside made harmless inside a message: it is read as text, whatever it looks like.

Discord shows a character after a backslash as it is, unless it is a letter, a digit or a space. Who is
pinged is decided on the raw text, backslashes or not: an @ is parted from its name.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from bot.domain.text import cut_at_word, in_paragraphs, one_line

# Anywhere: emphasis, code, spoilers, masked links, and what begins with "<" (mentions, emoji, times).
_ANYWHERE = re.compile(r"[\\*_~`|\[\]<>]")
# At a line's start: headings, quotes, lists, subtext.
_AT_START = re.compile(r"^(\s*)([#\-+]|\d+(?=[.)]))", re.MULTILINE)
_SCHEME = re.compile(r"(?<=[A-Za-z])://")
_INVITE = re.compile(r"\b(discord(?:app)?)\.(gg|com/invite)(?=/)", re.IGNORECASE)
_AT = re.compile("@(?=[A-Za-z0-9&!])")
_UNSAFE_IN_LINK = re.compile(r"[\s()<>\[\]\\`|*_\"]")
# What a reader would take for where a link leads: an address, and the name of a site (of no Node.js).
_ADDRESS = re.compile(r"://|\bwww\.|\b[\w-]+\.[a-z]{2,}/\S", re.IGNORECASE)
_SITE = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?!js\b)[a-z]{2,}\b", re.IGNORECASE)
_IP_LITERAL = re.compile(r"(?<=://)\[[0-9A-Fa-f:.]+\](?=[:/?#]|$)")
# Between an @ and its name: unseen, and enough that nothing takes the two for a mention.
_PART = "\u200b"
# Fluent takes no field of more than 1000 characters, and escaping can double them.
_FIELD = 400


def escape(text: str) -> str:
    """Return markdown that shows exactly the text; line breaks stay."""
    escaped = _ANYWHERE.sub(r"\\\g<0>", in_paragraphs(text))
    escaped = _AT_START.sub(_escape_start, escaped)
    escaped = _SCHEME.sub(r"\\://", escaped)
    escaped = _INVITE.sub(r"\1\\.\2", escaped)
    return _AT.sub(f"@{_PART}", escaped)


def shown_fields(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a sentence fit for a message: texts escaped, people and places as mentions."""
    return {name: _shown(name, value) for name, value in fields.items()}


def escape_line(text: str, limit: int) -> str:
    """Return markdown that shows the text in one line of at most `limit` characters, cut at a word."""
    return escape(cut_at_word(one_line(text), limit))


def link(label: str, url: str | None, *, limit: int) -> str:
    """Return a masked link; the bare label where there is no address or the label poses as another one."""
    shown = escape_line(label, limit)
    if not shown or url is None or _misleads(one_line(label), url):
        return shown
    return f"[{shown}]({address(url)})"


def open_link(url: str, *, limit: int) -> str:
    """Return a link whose label says where it leads: the address itself, without its scheme.

    An address of which the label would not show the whole host, or another one first, is bare text.
    """
    host = _host(url)
    shown = escape_line(url.partition("://")[2], limit)
    return f"[{shown}]({address(url)})" if host and len(host) < limit // 2 else escape_line(url, limit)


def address(url: str) -> str:
    """Return the address without a character that would end a masked link or format the text."""
    literal = _IP_LITERAL.search(url)
    start = literal.end() if literal else 0
    return url[:start] + _UNSAFE_IN_LINK.sub(_percent, url[start:])


def _misleads(label: str, url: str) -> bool:
    host = _host(url)
    if not host or _ADDRESS.search(label):
        return True
    sites = (found[0].lower() for found in _SITE.finditer(label))
    return any(host != site and not host.endswith(f".{site}") for site in sites)


def _host(url: str) -> str:
    """Return where an address leads; nothing for one that hides it behind the name of a user."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return "" if "@" in parts.netloc else parts.hostname or ""


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def _shown(name: str, value: object) -> object:
    if name == "channel" and isinstance(value, int):
        return f"<#{value}>"
    if name == "role" and isinstance(value, int):
        return f"<@&{value}>"
    if name == "who" and isinstance(value, int):
        return f"<@{value}>"
    if isinstance(value, datetime):
        return f"<t:{int(value.timestamp())}:R>"
    return escape(cut_at_word(value, _FIELD)) if isinstance(value, str) else value


def _escape_start(match: re.Match[str]) -> str:
    space, sign = match.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"
