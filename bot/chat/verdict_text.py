"""Verdicts in words: who decided what on which story, when and why, and whether it was taken back."""

from bot.chat.feed_text import moment
from bot.chat.history_text import verdict_line
from bot.chat.markdown import escape_line
from bot.chat.people import who
from bot.chat.queue_text import shown_title
from bot.domain.text import cut_at_word
from bot.domain.verdict import Verdict, VerdictKind
from bot.storage.verdict_records import VerdictRecord
from bot.texts.catalogue import Texts

_TITLE = 100
_LONGEST = 700


def record_line(record: VerdictRecord, texts: Texts, locale: str) -> str:
    """Return a line for a verdict: when, on what, by whom, why, and what it changed."""
    title = escape_line(shown_title(record.title, texts, locale), _TITLE)
    what = verdict_sentence(record.verdict, texts, locale, other=record.into)
    return texts.get("desk-audit-line", locale, when=moment(record.verdict.at), title=title, what=what)


def verdict_sentence(verdict: Verdict, texts: Texts, locale: str, *, other: str = "") -> str:
    """Return who decided what and why; and who took it back, where somebody did."""
    said = cut_at_word(verdict_line(verdict, texts, locale, other=other), _LONGEST)
    if verdict.undone_at is None:
        return said
    by = who(verdict.undone_by, texts, locale)
    return f"{said} {texts.get('desk-audit-undone', locale, who=by, when=moment(verdict.undone_at))}"


def kind_name(kind: VerdictKind, texts: Texts, locale: str) -> str:
    """Return what a decision is called."""
    return texts.get(f"desk-kind-{kind}", locale)
