"""One feed in words: how it is doing, how the server uses it, what became of its stories and what would."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import discord

from bot.chat.markdown import escape_line, link, shown_fields
from bot.chat.panels import confirmation
from bot.domain.delivery import DeliveryState
from bot.domain.filtering import Judgement
from bot.domain.ids import ServerId
from bot.domain.panel import PanelKind
from bot.domain.reasons import Reason
from bot.domain.source import Feed, FeedState, Source, SourceState, Trust
from bot.domain.tagging import Match, Tag
from bot.newsroom.source_edits import Edited
from bot.newsroom.source_views import FeedTest, FeedView, Rehearsed
from bot.newsroom.source_wishes import SourceWishes
from bot.newsroom.sources import Parting
from bot.storage.outcomes import Outcome
from bot.texts.catalogue import Texts

TITLE = 100
_ADDRESS = 300
_LABELS = 100
_ENTRY = 90
_FILTER = 400
_WORDS = 120
_MARK = "↺ "
# What is said of each story: where it went, or what left it out.
_OF_THEIR_OWN = (Reason.ROUTED, Reason.FILTERED)
_WHY = {
    Reason.BY_HASHTAG: "feeds-why-by-hashtag",
    Reason.BY_SYNONYM: "feeds-why-by-synonym",
    Reason.BY_CATEGORY: "feeds-why-by-category",
    Reason.BY_KEYWORD: "feeds-why-by-keyword",
    Reason.BY_PHRASE: "feeds-why-by-phrase",
    Reason.BY_PATTERN: "feeds-why-by-pattern",
    Reason.BY_FEED: "feeds-why-by-feed",
}


def feed_title(feed: Feed) -> str:
    """Return what a feed is called, fit for a message."""
    return escape_line(feed.title or feed.url, TITLE)


def removal_question(parting: Parting, texts: Texts, locale: str) -> tuple[str, discord.ui.View]:
    """Return the question whether to follow a feed no more, and its buttons."""
    view = confirmation(
        PanelKind.UNFOLLOW,
        parting.panel,
        confirm=texts.get("feeds-remove-yes", locale),
        cancel=texts.get("feeds-remove-no", locale),
    )
    return texts.get("feeds-remove-ask", locale, title=feed_title(parting.feed)), view


def view_lines(view: FeedView, texts: Texts, locale: str) -> list[str]:
    """Return the answer to /feeds show."""
    feed = view.feed
    lines = [f"**{link(feed.title or feed.url, feed.url, limit=TITLE)}**", *_addresses(feed, texts, locale)]
    lines += _state(feed, view.source, texts, locale)
    lines += [_every(view, texts, locale), *use_lines(view.source, view.tags, texts, locale)]
    if not view.outcomes:
        return [*lines, texts.get("feeds-show-no-outcomes", locale)]
    lines.append(texts.get("feeds-show-outcomes", locale))
    return [*lines, *_outcomes(view, texts, locale)]


def edited_lines(edited: Edited, texts: Texts, locale: str) -> list[str]:
    """Return how a feed is used after a change."""
    minutes = _minutes(edited.source.interval)
    return [
        texts.get("feeds-edit-done", locale, title=feed_title(edited.feed)),
        f"-# {escape_line(edited.feed.url, _ADDRESS)}",
        f"- {texts.get('feeds-show-every', locale, minutes=minutes)}",
        *(f"- {line}" for line in use_lines(edited.source, edited.tags, texts, locale)),
        *_still_waiting(edited, texts, locale),
    ]


def _still_waiting(edited: Edited, texts: Texts, locale: str) -> Iterator[str]:
    """Yield how many stories of a trusted feed wait all the same: trust lets out only what comes later."""
    if edited.waiting and edited.source.trust is Trust.AUTOMATIC:
        yield texts.get("feeds-edit-waiting", locale, count=edited.waiting)


def use_lines(source: Source, tags: tuple[Tag, ...], texts: Texts, locale: str) -> Iterator[str]:
    """Return what a server does with a feed's stories."""
    if tags:
        labels = escape_line(", ".join(tag.label for tag in tags), _LABELS)
        yield texts.get("feeds-show-tag", locale, tags=labels)
    else:
        yield texts.get("feeds-show-by-rules", locale)
    trusted = source.trust is Trust.AUTOMATIC
    yield texts.get("feeds-show-trusted" if trusted else "feeds-show-reviewed", locale)
    if source.filter is None:
        yield texts.get("feeds-show-no-filter", locale)
    else:
        yield texts.get("feeds-show-filter", locale, filter=shown_filter(str(source.filter)))


def wished_lines(wishes: SourceWishes, texts: Texts, locale: str) -> Iterator[str]:
    """Return how often a feed would be checked, and whether it would be trusted, where that is wished."""
    if wishes.minutes is not None:
        yield texts.get("feeds-show-every", locale, minutes=wishes.minutes)
    if wishes.trust is not None:
        trusted = wishes.trust is Trust.AUTOMATIC
        yield texts.get("feeds-show-trusted" if trusted else "feeds-show-reviewed", locale)


def shown_filter(text: str) -> str:
    """Return a filter fit for a message."""
    return escape_line(text, _FILTER)


def judged(judgement: Judgement, texts: Texts, locale: str) -> str:
    """Return what decided that a story passes a filter, or does not."""
    parts = []
    if judgement.has:
        parts.append(texts.get("feeds-judged-has", locale, words=_listed(judgement.has)))
    if judgement.lacks:
        parts.append(texts.get("feeds-judged-lacks", locale, words=_listed(judgement.lacks)))
    return ", ".join(parts)


def test_lines(tested: FeedTest, texts: Texts, locale: str) -> list[str]:
    """Return the answer to /feeds test."""
    title = feed_title(tested.feed)
    lines = [texts.get("feeds-test", locale, title=title, stories=tested.stories)]
    lines += [_rehearsed(each, texts, locale) for each in tested.entries]
    if any(each.known for each in tested.entries):
        lines.append(f"-# {texts.get('feeds-test-known', locale)}")
    if tested.paused and tested.entries:
        lines.append(f"-# {texts.get('feeds-test-paused', locale)}")
    return lines


def moment(at: datetime) -> str:
    """Return how long ago or ahead something is, as every reader's client says it."""
    return f"<t:{int(at.timestamp())}:R>"


def _addresses(feed: Feed, texts: Texts, locale: str) -> Iterator[str]:
    yield f"-# {escape_line(feed.url, _ADDRESS)}"
    if feed.site_url:
        yield f"-# {texts.get('feeds-show-site', locale, site=escape_line(feed.site_url, _ADDRESS))}"


def _state(feed: Feed, source: Source, texts: Texts, locale: str) -> Iterator[str]:
    if source.state is SourceState.PAUSED:
        yield texts.get("feeds-show-paused", locale)
    next_check = moment(feed.next_check_at)
    if feed.state is FeedState.ENDED:
        yield texts.get("feeds-show-ended", locale)
    elif feed.failures and feed.last_error is not None:
        why = texts.get(feed.last_error.code, locale, **shown_fields(feed.last_error.fields))
        yield texts.get("feeds-show-failing", locale, failures=feed.failures, why=why)
        yield texts.get("feeds-show-again", locale, next=next_check)
    elif feed.last_checked_at is None:
        yield texts.get("feeds-show-new", locale, next=next_check)
    else:
        line = texts.get("feeds-show-read", locale, checked=moment(feed.last_checked_at), next=next_check)
        if feed.last_changed_at is not None:
            changed = texts.get("feeds-show-changed", locale, changed=moment(feed.last_changed_at))
            line = f"{line} · {changed}"
        yield line


def _every(view: FeedView, texts: Texts, locale: str) -> str:
    minutes, asked = _minutes(view.every), _minutes(view.source.interval)
    if minutes == asked:
        return texts.get("feeds-show-every", locale, minutes=minutes)
    return texts.get("feeds-show-every-shared", locale, minutes=minutes, asked=asked)


def _outcomes(view: FeedView, texts: Texts, locale: str) -> Iterator[str]:
    """Yield what became of stories, newest first; a reason that several share said once, above them."""
    alike: dict[Reason, list[Outcome]] = {}
    for each in view.outcomes:
        if each.reason not in _OF_THEIR_OWN:
            alike.setdefault(each.reason, []).append(each)
    for each in view.outcomes:
        if len(alike.get(each.reason, ())) <= 1:
            yield _outcome(each, view.source.server_id, texts, locale)
        elif alike[each.reason][0] is each:
            same, why = alike[each.reason], texts.get(f"reason-{each.reason}", locale)
            yield texts.get("feeds-outcome-alike", locale, count=len(same), why=why)
            yield from (f"  - {_entry(other, texts, locale)}" for other in same)


def _entry(outcome: Outcome, texts: Texts, locale: str) -> str:
    return escape_line(outcome.title, _ENTRY) or texts.get("command-hidden-story", locale)


def _outcome(outcome: Outcome, server_id: ServerId, texts: Texts, locale: str) -> str:
    tags = escape_line(", ".join(outcome.tags), _LABELS)
    title = _entry(outcome, texts, locale)
    if outcome.reason is Reason.FILTERED:
        words = escape_line(outcome.detail, _WORDS)
        return texts.get("feeds-outcome-filtered", locale, title=title, words=words)
    if outcome.reason is Reason.ROUTED and outcome.home is not None:
        if outcome.title:
            title = link(outcome.title, outcome.home.jump_url(server_id), limit=_ENTRY)
        return texts.get("feeds-outcome-posted", locale, title=title, tags=tags)
    if outcome.reason is not Reason.ROUTED:
        why = texts.get(f"reason-{outcome.reason}", locale)
        return texts.get("feeds-outcome-other", locale, title=title, why=why)
    if outcome.held_up is None or outcome.state is DeliveryState.DONE:
        return texts.get("feeds-outcome-on-its-way", locale, title=title, tags=tags)
    why = texts.get(f"reason-{outcome.held_up}", locale)
    return texts.get("feeds-outcome-stopped", locale, title=title, tags=tags, why=why)


def _rehearsed(entry: Rehearsed, texts: Texts, locale: str) -> str:
    title = (_MARK if entry.known else "") + escape_line(entry.title, _ENTRY)
    if entry.judgement is not None and not entry.judgement.passes:
        why = judged(entry.judgement, texts, locale)
        return texts.get("feeds-test-filtered", locale, title=title, why=why)
    if not entry.matches:
        return texts.get("feeds-test-untagged", locale, title=title)
    tags = escape_line(", ".join(match.tag.label for match in entry.matches), _LABELS)
    why = escape_line("; ".join(_reason(match, texts, locale) for match in entry.matches), _WORDS)
    key = "feeds-test-held" if entry.held else "feeds-test-posted"
    return texts.get(key, locale, title=title, tags=tags, why=why)


def _reason(match: Match, texts: Texts, locale: str) -> str:
    return texts.get(_WHY[match.reason], locale, word=match.detail)


def _listed(terms: tuple[object, ...]) -> str:
    return escape_line(", ".join(map(str, terms)), _WORDS)


def _minutes(interval: timedelta) -> int:
    return round(interval.total_seconds() / 60)
