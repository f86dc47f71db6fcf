"""Bytes to text, believing in turn the mark at the start, the declaration, the server and the bytes."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_META = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_FROM_SERVER = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_WITHIN_ASCII = re.compile(
    r"cp\d+|iso8859-\d+|koi8-\w|mac-\w+|big5\w*|gb\w+|euc_\w+|shift_jis\w*|tis-620|johab|hz|ptcp154"
)
# What is labelled Latin-1 is Windows-1252 on the web (WHATWG Encoding).
_REALLY = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"}


def to_text(body: bytes, content_type: str) -> str:
    """The text of a document; what can't be decoded is replaced, never an exception."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for start, name in _UNMARKED:
        if body.startswith(start):
            return body.decode(name, "replace")
    told = (_declared(body), _from_server(content_type), "utf-8")
    candidates = list(dict.fromkeys(name for name in told if name))
    for name in candidates:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode(next(iter(filter(_single_byte, candidates)), "cp1252"), "replace")


def _declared(body: bytes) -> str | None:
    match = _DECLARED.match(body[:400]) or _META.search(body[:4096])
    return _known(match[1].decode("ascii")) if match else None


def _from_server(content_type: str) -> str | None:
    match = _FROM_SERVER.search(content_type)
    return _known(match[1]) if match else None


def _known(label: str) -> str | None:
    """A codec for text that contains ASCII as it is; anything else is a lie or an attack."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    name = _REALLY.get(name, name)
    return name if name == "utf-8" or _WITHIN_ASCII.fullmatch(name) else None


def _single_byte(name: str) -> bool:
    return name.startswith(("cp125", "iso8859", "koi8"))
