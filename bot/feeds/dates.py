"""Dates as feeds and pages write them, read the same way everywhere and never with the help of today's."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from dateutil import parser as dateutil_parser  # type: ignore[import-untyped] # ships no types

_LONGEST = 80
_ZONES = {
    "EDT": "-0400", "EST": "-0500", "CDT": "-0500", "CST": "-0600", "MDT": "-0600", "MST": "-0700",
    "PDT": "-0700", "PST": "-0800", "AKST": "-0900", "HST": "-1000", "WET": "+0000", "WEST": "+0100",
    "BST": "+0100", "CET": "+0100", "CEST": "+0200", "EET": "+0200", "EEST": "+0300", "MSK": "+0300",
    "IST": "+0530", "JST": "+0900", "KST": "+0900", "AEST": "+1000", "AEDT": "+1100", "SGT": "+0800",
    "UTC": "+0000", "Z": "+0000",
}  # fmt: skip
_ZONE = re.compile(r"\b([A-Z]{1,4})$")
_MAIL_FORM = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s)?\d{1,2}[\s-][A-Za-z]{3,9}[\s-]\d{2,4}\s\d\d?:\d\d(?::\d\d)?"
    r"(?:\s(?!AM|PM)(?:[A-Za-z]{1,5}|[+-]\d{4}))?"
)
_ISO_START = re.compile(r"\d{4}-\d\d?-\d\d?|\d{8}T?")
# Any two moments that share no part: a date that borrows from them is incomplete.
_SOMEWHEN, _ANOTHER = datetime(2001, 1, 3), datetime(2002, 2, 4)  # noqa: DTZ001 - never a result


def read_date(text: str) -> datetime | None:
    """The moment in UTC, or None. A date alone is its midnight, a time without a zone is in UTC."""
    given = " ".join(text.split())
    if not given or len(given) > _LONGEST:
        return None
    try:
        moment = _iso(given) or _mail(given) or _free(given)
        return None if moment is None else _in_utc(moment)
    except (ValueError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _iso(given: str) -> datetime | None:
    if not _ISO_START.match(given):
        return None
    try:
        return datetime.fromisoformat(given.replace(" UTC", "Z").replace(" +", "+").replace(" Z", "Z"))
    except ValueError:
        return None


def _mail(given: str) -> datetime | None:
    """The form of RFC 822, with the zone names that servers use and not only those that it lists."""
    if not _MAIL_FORM.fullmatch(given):
        return None
    zoned = _ZONE.sub(lambda match: _ZONES.get(match[1], match[1]), given)
    try:
        return parsedate_to_datetime(zoned)
    except (ValueError, TypeError, IndexError):
        return None


def _free(given: str) -> datetime | None:
    """Any other form that names a whole day, such as "November 24, 2025"."""
    readings = [_free_with(given, missing) for missing in (_SOMEWHEN, _ANOTHER)]
    return readings[0] if readings[0] == readings[1] else None


def _free_with(given: str, missing: datetime) -> datetime | None:
    try:
        moment: datetime = dateutil_parser.parse(given, default=missing, tzinfos=_offset)
    except (ValueError, TypeError, ArithmeticError):
        return None
    return moment


def _offset(name: str | None, seconds: int | None) -> int:
    """Seconds east of UTC; of an unknown zone none, rather than those of this machine."""
    if seconds is not None:
        return seconds
    known = _ZONES.get(name or "", "+0000")
    span = timedelta(hours=int(known[1:3]), minutes=int(known[3:5]))
    return int(span.total_seconds()) * (-1 if known.startswith("-") else 1)
