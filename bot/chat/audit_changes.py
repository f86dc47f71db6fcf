"""What exactly was changed, in words: as it was and as it is, or what was added and taken away."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.chat.markdown import escape_line
from bot.domain.audit import AuditEntry
from bot.domain.color import color_text
from bot.domain.poll import PollMode
from bot.domain.tagging import DiscussionMode, ImageMode, Policy
from bot.texts.catalogue import Texts

_VALUE = 60
_MOST_WORDS = 8
_NOTHING = "\u2013"
_ELLIPSIS = "…"

# What is called by a name, and shown as it was and as it is.
_FIELDS = {
    "label": "audit-field-name",
    "name": "audit-field-name",
    "question": "audit-field-question",
    "channel": "audit-field-channel",
    "position": "audit-field-position",
    "color": "audit-field-color",
    "role": "audit-field-role",
}
# Of what only what came and went is shown.
_LISTS = {
    "synonyms": "audit-field-synonyms",
    "options": "audit-field-options",
    "keywords": "audit-field-keywords",
    "rules": "audit-field-rules",
}
# What is kept as a number that says nothing to people.
_BARE = {"votes": "audit-field-votes", "forum_tag": "audit-field-forum-tag"}
# Values that need no name before them.
_SAYINGS: Mapping[str, Mapping[object, str]] = {
    "mode": {PollMode.SINGLE: "votes-single", PollMode.MULTI: "votes-multi"},
    "policy": {Policy.AUTOMATIC: "audit-policy-automatic", Policy.REVIEW: "audit-policy-review"},
    "crosspost": {True: "tags-crossposted", False: "tags-not-crossposted"},
    "discussion": {
        DiscussionMode.ALWAYS: "tags-discussion-always",
        DiscussionMode.ON_REQUEST: "tags-discussion-on-request",
        DiscussionMode.NEVER: "tags-discussion-never",
    },
    "image": {
        ImageMode.SHOW: "tags-image-show",
        ImageMode.SPOILER: "tags-image-spoiler",
        ImageMode.NONE: "tags-image-none",
    },
}
_PAIRED = ("tag-edited", "tag-renamed", "tags-merged", "vote-set-edited")


def changes_of(entry: AuditEntry, texts: Texts, locale: str) -> str:
    """Return what is different since then; empty where nothing more is known than the action."""
    if entry.action == "tag-rules-changed":
        return _came_and_went(entry.details.get("removed", ()), entry.details.get("added", ()))
    if entry.action not in _PAIRED:
        return ""
    pairs = {name: value for name, value in entry.details.items() if isinstance(value, list)}
    return changed_pairs(pairs, texts, locale)


def changed_pairs(pairs: Mapping[str, Any], texts: Texts, locale: str) -> str:
    """Return what is different, by the names that the audit gives it, as it was and as it is."""
    return "; ".join(
        text
        for name, (old, new) in pairs.items()
        for text in _change(name, old, new, texts=texts, locale=locale)
    )


def _change(name: str, old: Any, new: Any, *, texts: Texts, locale: str) -> Iterator[str]:
    if name in _BARE:
        yield texts.get(_BARE[name], locale)
    elif name in _SAYINGS:
        known = _SAYINGS[name]
        before, after = (
            texts.get(known[each], locale) if each in known else str(each) for each in (old, new)
        )
        yield texts.get("audit-became", locale, old=before, new=after)
    elif name in _LISTS:
        if words := _came_and_went(old, new):
            yield texts.get("audit-words", locale, name=texts.get(_LISTS[name], locale), words=words)
    elif name in _FIELDS:
        fields = {
            "name": texts.get(_FIELDS[name], locale),
            "old": _shown(name, old),
            "new": _shown(name, new),
        }
        yield texts.get("audit-changed", locale, **fields)


def _came_and_went(old: Any, new: Any) -> str:
    """Return words that are new with a plus, and gone with a minus; rules for feeds are but numbers."""
    signed = [("+", each) for each in new if each not in old]
    signed += [("\u2212", each) for each in old if each not in new]
    words = [f"{sign}{escape_line(word, _VALUE)}" for sign, word in signed if not _numbered(word)]
    more = [_ELLIPSIS] if len(words) > _MOST_WORDS else []
    return ", ".join([*words[:_MOST_WORDS], *more])


def _numbered(rule: str) -> bool:
    return rule.startswith("feed: ") and rule.removeprefix("feed: ").isdigit()


def _shown(name: str, value: Any) -> str:
    if value is None:
        return _NOTHING
    match name:
        case "channel":
            return f"<#{value}>"
        case "role":
            return f"<@&{value}>"
        case "color":
            return escape_line(color_text(value), _VALUE)
        case "position":
            return str(value + 1)
        case _:
            return escape_line(str(value), _VALUE)
