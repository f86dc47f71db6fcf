"""Verdicts in words: who decided what on which story, when and why, and whether it was taken back."""

from collections.abc import Callable, Sequence

from bot.chat.feed_text import moment
from bot.chat.history_text import verdict_line
from bot.chat.markdown import escape_line
from bot.chat.people import who
from bot.chat.queue_text import shown_title
from bot.domain.errors import MayNotModerate, NewsclipError
from bot.domain.ids import UserId
from bot.domain.text import cut_at_word
from bot.domain.verdict import Verdict, VerdictKind
from bot.newsroom.batches import BatchTakenBack
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


def undo_name(records: Sequence[VerdictRecord], texts: Texts, locale: str, *, mine: UserId) -> str:
    """Return what a decision is called that can be taken back; or those that were made at once."""
    first = records[0].verdict
    kind, titles = (
        kind_name(first.kind, texts, locale),
        [shown_title(each.title, texts, locale) for each in records],
    )
    if len(records) > 1:
        kind = texts.get("desk-undo-batch", locale, kind=kind, stories=len(records))
    key = "desk-undo-mine" if first.actor_id in {mine, None} else "desk-undo-others"
    return texts.get(key, locale, kind=kind, title=", ".join(titles))


def batch_lines(
    taken: BatchTakenBack, texts: Texts, locale: str, *, told: Callable[[NewsclipError], str]
) -> list[str]:
    """Return how many decisions that were made at once are taken back, which, and why the others are not."""
    stories, done = len(taken.attempts), sum(each.taken is not None for each in taken.attempts)
    lines = [texts.get("desk-undone-batch", locale, kind=taken.kind.value, done=done, stories=stories)]
    if done:
        lines.append(texts.get("desk-undone-batch-held", locale, stories=done))
    for each in taken.attempts:
        title = escape_line(shown_title(each.title, texts, locale), _TITLE)
        if each.failure is None:
            lines.append(texts.get("desk-undone-line", locale, title=title))
        elif isinstance(each.failure, MayNotModerate):
            lines.append(texts.get("desk-not-undone-hidden", locale, why=told(each.failure)))
        else:
            lines.append(texts.get("desk-not-decided", locale, title=title, why=told(each.failure)))
    return lines
