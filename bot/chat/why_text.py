"""Why a story came out, or did not, in words: short paragraphs, and what a moderator can do about it."""

from collections.abc import Iterator

from bot.chat.feed_text import moment
from bot.chat.history_text import verdict_line, why_of
from bot.chat.markdown import escape_line, link
from bot.chat.people import who
from bot.domain.delivery import DeliveryState
from bot.domain.edition import Edition, EditionState
from bot.domain.history import Brought, Carded, MergedHere
from bot.domain.reasons import Reason
from bot.domain.verdict import Verdict
from bot.newsroom.why import Explained, NeverSeen
from bot.storage.known_stories import Passed, Tagged
from bot.texts.catalogue import Texts

_TITLE = 150
_LABEL = 60
_WORDS = 120
# What a moderator, or an owner, can do about a story that did not come out.
_NEXT = {
    Reason.FILTERED: "why-next-filtered",
    Reason.NO_TAG: "why-next-no-tag",
    Reason.BLOCKED: "why-next-blocked",
    Reason.BACKLOG: "why-next-clip",
    Reason.FLOOD: "why-next-clip",
}
_NEXT_BY_STATE = {
    EditionState.HELD: "why-next-held",
    EditionState.REJECTED: "why-next-rejected",
    EditionState.EXPIRED: "why-next-expired",
    EditionState.RETRACTED: "why-next-retracted",
}
# Where a card's reason is something that can be done about.
_NEXT_OF_CARD = {
    Reason.OVER_BUDGET: "why-next-breaking",
    Reason.QUIET_HOURS: "why-next-breaking",
}
_HAS_IT = frozenset({Reason.ROUTED, Reason.REVIEW, Reason.DUPLICATE})


def why_lines(found: Explained | NeverSeen, texts: Texts, locale: str) -> list[str]:
    """Return the answer to /story why."""
    if isinstance(found, NeverSeen):
        return list(_never_seen(found, texts, locale))
    lines = [f"**{link(found.title, found.link, limit=_TITLE)}**"]
    if found.edition is None:
        return [*lines, *_left_out(found, texts, locale)]
    return [*lines, *_became(found, found.edition, texts, locale)]


def _never_seen(found: NeverSeen, texts: Texts, locale: str) -> Iterator[str]:
    typed = escape_line(found.typed, _TITLE)
    yield texts.get("why-link-never-seen" if found.is_link else "why-title-never-seen", locale, typed=typed)
    if found.near:
        yield texts.get("why-near", locale)
        yield from (f"- {escape_line(title, _TITLE)}" for title in found.near)


def _left_out(found: Explained, texts: Texts, locale: str) -> Iterator[str]:
    """Say why a story has no edition: what was decided on it, feed by feed."""
    yield texts.get("why-not-posted", locale)
    yield from (_decision(each, texts, locale) for each in found.brought)
    yield from (_passed(each, texts, locale) for each in found.passed)
    reasons = [each.reason for each in found.brought]
    keys = dict.fromkeys(_NEXT[reason] for reason in reasons if reason in _NEXT)
    if not reasons and found.passed:
        keys = {"why-next-clip": None}
    yield from (f"-# {texts.get(key, locale)}" for key in keys)


def _became(found: Explained, edition: Edition, texts: Texts, locale: str) -> Iterator[str]:
    """Say what became of a story that has an edition."""
    state = edition.state
    yield from _state(found, edition, texts, locale)
    yield from (_merged(each, texts, locale) for each in found.merged_here)
    if edition.clipped_by is not None:
        yield texts.get("history-clipped", locale, who=who(edition.clipped_by, texts, locale))
    yield from _brought(found, texts, locale)
    if found.tags:
        yield texts.get("why-tags", locale)
        yield from (f"- {_tagged(each, texts, locale)}" for each in found.tags)
    keys = [_NEXT_BY_STATE[state]] if state in _NEXT_BY_STATE else []
    if state is EditionState.HELD and not found.theirs:
        keys = ["why-next-others"]
    if state is EditionState.CLEARED:
        keys += [_NEXT_OF_CARD[each.reason] for each in found.cards if each.reason in _NEXT_OF_CARD]
    yield from (f"-# {texts.get(key, locale)}" for key in dict.fromkeys(keys))


def _state(found: Explained, edition: Edition, texts: Texts, locale: str) -> Iterator[str]:
    match edition.state:
        case EditionState.HELD:
            yield from _held(found, edition, texts, locale)
        case EditionState.CLEARED:
            yield from _cleared(found, texts, locale)
        case _ if found.verdict is not None:
            if found.approved is not None:
                yield _decided(found.approved, texts, locale)
            yield from (f"- {_card(each, found, texts, locale)}" for each in found.cards if each.place)
            other = "" if found.into is None else found.into.title
            yield _decided(found.verdict, texts, locale, other=other)
            if found.into is not None and found.into.card is not None and found.into.card.place is not None:
                yield f"- {found.into.card.place.jump_url(found.server_id)}"
        case _:
            yield texts.get("why-state-ended", locale)


def _decided(verdict: Verdict, texts: Texts, locale: str, *, other: str = "") -> str:
    return f"{verdict_line(verdict, texts, locale, other=other)} {moment(verdict.at)}"


def _held(found: Explained, edition: Edition, texts: Texts, locale: str) -> Iterator[str]:
    yield texts.get("why-held", locale, since=moment(edition.held_at or edition.created_at))
    yield from (f"- {why_of(each.reason, each.detail, texts, locale)}" for each in found.holds)
    if found.expires_at is not None:
        yield texts.get("why-expires", locale, at=moment(found.expires_at))


def _cleared(found: Explained, texts: Texts, locale: str) -> Iterator[str]:
    if found.verdict is not None:
        yield _decided(found.verdict, texts, locale)
    if not found.cards:
        yield texts.get("why-nowhere", locale)
    for card in found.cards:
        yield f"- {_card(card, found, texts, locale)}"
    if found.paused and any(card.place is None for card in found.cards):
        yield texts.get("why-paused", locale)


def _card(card: Carded, found: Explained, texts: Texts, locale: str) -> str:
    channel = f"<#{card.channel_id}>"
    why = "" if card.reason is None else why_of(card.reason, card.detail, texts, locale)
    if card.state is DeliveryState.REMOVED:
        return texts.get("history-card-removed", locale, place=channel, why=why)
    if card.place is not None:
        place = card.place.jump_url(found.server_id)
        key = "why-posted" if card.home else "why-pointer"
        return texts.get(key, locale, channel=channel, place=place, at=moment(card.at))
    if card.state is DeliveryState.FAILED:
        return texts.get("history-card-failed", locale, place=channel, why=why)
    if card.reason is not None:
        if card.reason is Reason.PERMISSION_MISSING and card.detail:
            return texts.get("why-permission", locale, channel=channel, permission=card.detail)
        return texts.get("history-card-waiting", locale, place=channel, why=why)
    return texts.get("history-card-queued", locale, place=channel)


def _brought(found: Explained, texts: Texts, locale: str) -> Iterator[str]:
    """Say which feeds brought it: the first that had it taken, and those for which it was there already."""
    first = next((each for each in found.brought if each.reason in _HAS_IT), None)
    for each in found.brought:
        if each is first:
            feed = escape_line(each.feed, _LABEL)
            yield texts.get("why-brought-first", locale, feed=feed, at=moment(each.at))
        elif each.reason in _HAS_IT:
            feed = escape_line(each.feed, _LABEL)
            yield texts.get("why-brought-again", locale, feed=feed, at=moment(each.at))
        else:
            yield _decision(each, texts, locale)


def _decision(each: Brought, texts: Texts, locale: str) -> str:
    feed, at = escape_line(each.feed, _LABEL), moment(each.at)
    if each.reason is Reason.FILTERED and each.detail:
        words = escape_line(each.detail, _WORDS)
        return texts.get("why-filtered", locale, feed=feed, at=at, words=words)
    why = why_of(each.reason, each.detail, texts, locale)
    return texts.get("why-decided", locale, feed=feed, at=at, why=why)


def _passed(each: Passed, texts: Texts, locale: str) -> str:
    key = "why-passed-before" if each.before else "why-passed-paused"
    return texts.get(key, locale, feed=escape_line(each.feed, _LABEL), at=moment(each.at))


def _merged(each: MergedHere, texts: Texts, locale: str) -> str:
    title = escape_line(each.title, _TITLE)
    return texts.get("history-merged-here", locale, title=title, who=who(each.actor_id, texts, locale))


def _tagged(each: Tagged, texts: Texts, locale: str) -> str:
    key = f"feeds-why-{each.reason}"
    why = texts.get(key, locale, word=each.detail) if texts.has(key) else ""
    label = escape_line(each.label, _LABEL)
    return f"**{label}** ({escape_line(why, _WORDS)})" if why else f"**{label}**"
