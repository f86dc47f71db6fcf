"""What exactly was changed about feeds, in words."""

from collections.abc import Iterator

from bot.chat.markdown import escape_line
from bot.domain.audit import AuditEntry
from bot.domain.source import Trust
from bot.texts.catalogue import Texts

_VALUE = 60
_MOST = 8
_NOTHING, _ELLIPSIS = "\u2013", "…"

# What is called by a name, and shown as it was and as it is.
_FIELDS = {
    "url": "audit-field-url",
    "minutes": "audit-field-minutes",
    "tags": "audit-field-tags",
    "filter": "audit-field-filter",
}
_TRUST = {Trust.AUTOMATIC: "audit-policy-automatic", Trust.REVIEW: "audit-policy-review"}


def feed_changes_of(entry: AuditEntry, texts: Texts, locale: str) -> str:
    """Return what is different since then; empty where nothing more is known than the action."""
    match entry.action.split("-"):
        case ["feed", "edited"]:
            return "; ".join(_edited(entry, texts, locale))
        case ["feed", "added"]:
            return "; ".join(_added(entry, texts, locale))
        case ["feeds", "imported"] if entry.details.get("by_folders"):
            return texts.get("audit-folders", locale)
        case ["feeds", "dropped"]:
            return _shown(entry.details.get("feeds"))
    return ""


def _added(entry: AuditEntry, texts: Texts, locale: str) -> Iterator[str]:
    """Yield how a feed that was added is used, where that was wished."""
    for detail, field in (("tag", "tags"), ("minutes", "minutes"), ("filter", "filter")):
        if value := entry.details.get(detail):
            name, words = texts.get(_FIELDS[field], locale), _shown(value)
            yield texts.get("audit-words", locale, name=name, words=words)
    if trust := entry.details.get("trust"):
        yield texts.get(_TRUST[Trust(str(trust))], locale)


def _edited(entry: AuditEntry, texts: Texts, locale: str) -> Iterator[str]:
    for detail, value in entry.details.items():
        if not isinstance(value, list):
            continue
        old, new = value
        if detail == "trust":
            before, after = (texts.get(_TRUST[Trust(each)], locale) for each in value)
            yield texts.get("audit-became", locale, old=before, new=after)
        elif detail in _FIELDS:
            name = texts.get(_FIELDS[detail], locale)
            yield texts.get("audit-changed", locale, name=name, old=_shown(old), new=_shown(new))


def _shown(value: object) -> str:
    if not isinstance(value, list):
        return _NOTHING if value is None else escape_line(str(value), _VALUE)
    more = [_ELLIPSIS] if len(value) > _MOST else []
    return ", ".join([*(escape_line(str(each), _VALUE) for each in value[:_MOST]), *more]) or _NOTHING
