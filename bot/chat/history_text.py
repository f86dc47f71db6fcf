"""The history of a story in words: a line for each event, with when and who."""

from collections.abc import Mapping
from typing import Any

from bot.chat.feed_text import moment
from bot.chat.markdown import escape_line
from bot.chat.people import who
from bot.domain.delivery import DeliveryState
from bot.domain.history import (
    Brought,
    Carded,
    Clipped,
    Corrected,
    Decided,
    Discussed,
    Event,
    Held,
    MergedHere,
    Noted,
    Polled,
    Timeline,
    Turn,
    Undone,
)
from bot.domain.ids import ServerId
from bot.domain.reasons import Reason
from bot.domain.verdict import RejectReason, Verdict
from bot.texts.catalogue import Texts

_TITLE = 120
_WORDS = 200
_VALUE = 80
_NOTHING = "\u2013"
# How far a card has come, of those states that are no way station.
_CARD = {
    DeliveryState.WAITING: "history-card-waiting",
    DeliveryState.FAILED: "history-card-failed",
    DeliveryState.REMOVED: "history-card-removed",
}
_DISCUSSION = {
    Turn.OPENED: "history-discussion-opened",
    Turn.ARCHIVED: "history-discussion-archived",
    Turn.LOCKED: "history-discussion-locked",
}
_POLL = {Turn.OPENED: "history-poll-opened", Turn.CLOSED: "history-poll-closed"}
# What a decision can change, by the names that verdicts have.
_CHANGED = {
    "title": "history-changed-title",
    "lead": "history-changed-lead",
    "image": "history-changed-image",
    "link": "history-changed-link",
    "opening": "history-changed-opening",
    "question": "history-changed-question",
    "vote_set": "history-changed-vote-set",
    "tags": "history-changed-tags",
    "channel": "history-changed-channel",
    "trust": "history-changed-trust",
    "outlet": "history-changed-outlet",
}


def history_lines(timeline: Timeline, texts: Texts, locale: str) -> list[str]:
    """Return a line for each event of a story, the first first."""
    return [_line(event, timeline.server_id, texts, locale) for event in timeline.events]


def verdict_line(verdict: Verdict, texts: Texts, locale: str, *, other: str = "") -> str:
    """Return what was decided, by whom and why; `other`: the title of the story that one was merged into."""
    said = texts.get(f"history-verdict-{verdict.kind}", locale, who=who(verdict.actor_id, texts, locale))
    parts = [said, *_why(verdict, texts, locale)]
    if other:
        parts.append(f"→ {escape_line(other, _TITLE)}")
    return " ".join([*parts, *changed(verdict.changes, texts, locale)])


def changed(changes: Mapping[str, object], texts: Texts, locale: str) -> list[str]:
    """Return what a decision changed, each as it was and as it is."""
    hidden_tag, hidden_channel = (
        texts.get(key, locale) for key in ("history-hidden-tag", "history-hidden-channel")
    )
    said = []
    for name, pair in changes.items():
        if isinstance(pair, list) and len(pair) == 2 and name in _CHANGED:
            hidden = hidden_channel if name == "channel" else hidden_tag
            old, new = (_value(name, each, hidden) for each in pair)
            said.append(f"{texts.get(_CHANGED[name], locale)} {old} → {new}.")
    return said


def why_of(reason: Reason, detail: str, texts: Texts, locale: str) -> str:
    """Return a reason in a sentence, with what it names."""
    return texts.get(why_key(reason, detail), locale, detail=escape_line(detail, _WORDS))


def why_key(reason: Reason, detail: str) -> str:
    """Return the text for a reason; of a tag that is not to be named it says no name."""
    return "history-held-by-hidden-tag" if reason is Reason.HELD_BY_TAG and not detail else f"reason-{reason}"


def _line(event: Event, server_id: ServerId, texts: Texts, locale: str) -> str:
    return f"{moment(event.at)} {_said(event, server_id, texts, locale)}"


def _said(event: Event, server_id: ServerId, texts: Texts, locale: str) -> str:
    match event:
        case Brought():
            why = why_of(event.reason, event.detail, texts, locale)
            return texts.get("history-brought", locale, feed=escape_line(event.feed, _TITLE), why=why)
        case Clipped():
            return texts.get("history-clipped", locale, who=who(event.actor_id, texts, locale))
        case Held():
            whys = [why_of(each.reason, each.detail, texts, locale) for each in event.holds]
            key = "history-held-again" if event.again else "history-held"
            return " ".join([texts.get(key, locale), *whys])
        case Decided():
            return verdict_line(event.verdict, texts, locale, other=event.other)
        case Carded():
            return _card(event, server_id, texts, locale)
        case _:
            return _after(event, texts, locale)


def _after(
    event: Undone | Discussed | Noted | Polled | Corrected | MergedHere, texts: Texts, locale: str
) -> str:
    """Return what happened later: to a decision, or once its card stood."""
    match event:
        case Undone():
            undone_by = who(event.verdict.undone_by, texts, locale)
            what = texts.get(f"history-verdict-{event.verdict.kind}-bare", locale)
            return texts.get("history-undone", locale, who=undone_by, what=what)
        case Discussed():
            return texts.get(_DISCUSSION[event.turn], locale, thread=f"<#{event.thread_id}>")
        case Noted():
            said = event.state in {"posted", "done"}
            key = "history-noted" if said else "history-to-be-noted"
            return texts.get(key, locale, thread=f"<#{event.thread_id}>")
        case Polled():
            return texts.get(_POLL[event.turn], locale, voters=event.voters or 0)
        case Corrected():
            return texts.get("history-corrected", locale)
        case MergedHere():
            title = escape_line(event.title, _TITLE) or texts.get("command-hidden-story", locale)
            return texts.get(
                "history-merged-here", locale, title=title, who=who(event.actor_id, texts, locale)
            )


def _card(card: Carded, server_id: ServerId, texts: Texts, locale: str) -> str:
    place = f"<#{card.channel_id}>" if card.place is None else card.place.jump_url(server_id)
    if (key := _CARD.get(card.state)) is not None:
        why = "" if card.reason is None else why_of(card.reason, card.detail, texts, locale)
        return texts.get(key, locale, place=place, why=why)
    if card.place is not None:
        return texts.get(
            "history-card-posted" if card.home else "history-pointer-posted", locale, place=place
        )
    if card.reason is not None:
        why = why_of(card.reason, card.detail, texts, locale)
        return texts.get("history-card-put-off", locale, place=place, why=why)
    return texts.get("history-card-queued", locale, place=place)


def _why(verdict: Verdict, texts: Texts, locale: str) -> list[str]:
    """Return the reason of the list and the moderator's words, in brackets and quotes.

    Words stand for "another reason".
    """
    parts = []
    in_words = verdict.reason == RejectReason.OTHER and verdict.detail
    if verdict.reason and not in_words and texts.has(f"reject-{verdict.reason}"):
        parts.append(f"({texts.get(f'reject-{verdict.reason}', locale)})")
    if verdict.detail:
        parts.append(texts.get("history-in-words", locale, words=escape_line(verdict.detail, _WORDS)))
    return parts


def _value(name: str, value: object, hidden: str) -> str:
    """Return what something was, or is; a dash for nothing. hidden: what stands for what has no name."""
    if isinstance(value, int) and name == "channel":
        return f"<#{value}>"
    return escape_line(_plain(value, hidden), _VALUE) or _NOTHING


def _plain(value: Any, hidden: str) -> str:
    match value:
        case None:
            return ""
        case dict():
            return hidden if value.get("hidden") else str(value.get("label") or value.get("name") or "")
        case list():
            return ", ".join(dict.fromkeys(filter(None, (_plain(each, hidden) for each in value))))
        case _:
            return str(value)
