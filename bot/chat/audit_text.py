"""What was done in a server, in words: a sentence of the catalogue for each action."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.chat.audit_changes import changes_of
from bot.chat.audit_feeds import feed_changes_of
from bot.chat.markdown import escape_line
from bot.chat.people import who
from bot.chat.setting_text import setting_name, setting_value
from bot.chat.status_text import moment
from bot.chat.verdict_text import record_line
from bot.domain.audit import AuditEntry
from bot.domain.server import Setting
from bot.domain.text import cut_at_word
from bot.newsroom.audit import VERDICT
from bot.newsroom.settings import SETTING_CHANGED
from bot.storage.verdict_records import VerdictRecord
from bot.texts.catalogue import Texts

_SUBJECT = 100
_DETAIL = 60
_SENTENCE = 600
_NOTICE = "notice"

# What can be asked for: the first words of actions, by the text that names them together.
AREAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "audit-area-feeds": ("feed", "feeds"),
        "audit-area-tags": ("tag", "tags"),
        "audit-area-votes": ("vote", "poll"),
        "audit-area-settings": ("setting", "server", "review", "desk"),
        "audit-area-stories": ("story", VERDICT),
        "audit-area-digests": ("digest",),
        "audit-area-notices": ("notice",),
    }
)


def audit_line(entry: AuditEntry | VerdictRecord, texts: Texts, locale: str) -> str:
    """Return when something was done or decided, by whom, and what."""
    if isinstance(entry, VerdictRecord):
        return record_line(entry, texts, locale)
    fields: dict[str, object] = {
        name: _shown(name, value) for name, value in entry.details.items() if value is not None
    }
    fields["who"] = _who(entry, texts, locale)
    fields["subject"] = escape_line(entry.subject, _SUBJECT)
    if isinstance(entry.details.get("home"), int) and not entry.subject:
        fields["subject"] = texts.get("command-hidden-story", locale)
    key = f"audit-{entry.action}"
    if entry.action == SETTING_CHANGED:
        fields |= _setting(entry, texts, locale)
    elif entry.action.partition("-")[0] == _NOTICE and texts.has(entry.subject):
        fields["notice"] = cut_at_word(texts.get(entry.subject, locale, **fields), _SENTENCE)
    elif not texts.has(key):  # of another version
        key, fields["action"] = "audit-other", entry.action
    elif isinstance(gone := entry.details.get("gone"), dict):
        key, fields["gone"] = "audit-tag-merged", escape_line(str(gone["label"]), _DETAIL)
    what = texts.get(key, locale, **fields)
    if changes := changes_of(entry, texts, locale) or feed_changes_of(entry, texts, locale):
        what = texts.get("audit-exactly", locale, what=what, changes=changes)
    return texts.get("audit-line", locale, when=moment(entry.at), what=what)


def _who(entry: AuditEntry, texts: Texts, locale: str) -> str:
    return who(entry.actor_id, texts, locale, nobody="audit-itself")


def _setting(entry: AuditEntry, texts: Texts, locale: str) -> dict[str, object]:
    setting = Setting(entry.subject)
    old, new = (setting_value(setting, entry.details[name], texts, locale) for name in ("old", "new"))
    return {"name": setting_name(setting, texts, locale), "old": old, "new": new}


def _shown(name: str, value: object) -> str:
    return f"<#{value}>" if name == "channel" else escape_line(str(value), _DETAIL)
