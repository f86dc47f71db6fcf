"""A newsroom's state in words: what is well, what stands still and why, and what to do."""

from collections.abc import Iterator
from datetime import datetime

from bot.chat.channels import DiscordChannels
from bot.chat.markdown import escape_line, link, shown_fields
from bot.domain.ids import ChannelId
from bot.domain.reasons import Reason
from bot.domain.source import Feed, FeedState
from bot.newsroom.status import ServerStatus
from bot.storage.overview import Standstill
from bot.texts.catalogue import Texts

_TITLE = 80
_DETAIL = 120


def status_lines(
    status: ServerStatus, channels: DiscordChannels, texts: Texts, locale: str, *, server: str
) -> list[str]:
    """Return the answer to /newsroom status; what needs a person comes before lists."""
    return [
        texts.get("newsroom-heading", locale, server=escape_line(server, _TITLE)),
        *_figures(status, channels, texts, locale),
        *_standing(status, channels, texts, locale),
        *_channels(status, channels, texts, locale),
        *_feeds(status, texts, locale),
    ]


def feed_line(feed: Feed, texts: Texts, locale: str) -> str:
    """Return one feed with its state."""
    name = link(feed.title, feed.url, limit=_TITLE) if feed.title else escape_line(feed.url, _TITLE)
    return f"- {name} · {_feed_state(feed, texts, locale)}"


def moment(at: datetime) -> str:
    """Return how long ago something was, as every reader's client says it."""
    return f"<t:{int(at.timestamp())}:R>"


def _figures(status: ServerStatus, channels: DiscordChannels, texts: Texts, locale: str) -> Iterator[str]:
    if status.paused_at:
        yield texts.get("newsroom-paused", locale, at=moment(status.paused_at))
    yield texts.get(
        "newsroom-counts", locale, tags=len(status.tags), feeds=len(status.feeds), posted=status.posted
    )
    if status.last_posted_at:
        yield texts.get("newsroom-last-card", locale, at=moment(status.last_posted_at))
    if status.last_checked_at:
        yield texts.get("newsroom-last-check", locale, at=moment(status.last_checked_at))
    if status.under_way:
        key = "newsroom-kept-back" if status.paused_at else "newsroom-under-way"
        yield texts.get(key, locale, count=status.under_way)
    if status.review_channel_id is None:
        yield texts.get("newsroom-no-review-channel", locale)
    elif channels.exists(status.review_channel_id):
        yield texts.get("newsroom-review-channel", locale, channel=f"<#{status.review_channel_id}>")
    if not status.tags:
        yield texts.get("newsroom-no-tags", locale)
    if not status.feeds:
        yield texts.get("newsroom-no-feeds", locale)
    waits = status.standing or status.held or status.quiet or status.paused_at
    if status.tags and status.feeds and not (waits or status.troubled):
        yield texts.get("newsroom-well", locale)


def _standing(status: ServerStatus, channels: DiscordChannels, texts: Texts, locale: str) -> Iterator[str]:
    if status.standing:
        yield texts.get("newsroom-standing-heading", locale)
    for group in status.standing:
        where = _where(group.channel_id, status, channels)
        yield _group("newsroom-standing", group, where, texts, locale)
    if status.held or status.quiet or status.over_budget:
        yield texts.get("newsroom-held-heading", locale)
    if status.held:
        yield texts.get("newsroom-held-stories", locale, count=status.held)
    for group in (*status.quiet, *status.over_budget):
        where = _where(group.channel_id, status, channels)
        yield _group("newsroom-held", group, where, texts, locale)


def _group(key: str, group: Standstill, where: str, texts: Texts, locale: str) -> str:
    return texts.get(
        key,
        locale,
        channel=where,
        count=group.count,
        since=moment(group.since),
        why=_why(group, texts, locale),
    )


def _why(group: Standstill, texts: Texts, locale: str) -> str:
    why = texts.get(f"reason-{group.reason or Reason.INTERNAL}", locale)
    if not group.detail:
        return why
    return texts.get("newsroom-detail", locale, why=why, detail=escape_line(group.detail, _DETAIL))


def _channels(status: ServerStatus, channels: DiscordChannels, texts: Texts, locale: str) -> Iterator[str]:
    lines = [*_review_channel(status, channels, texts, locale)]
    lines += [
        line
        for channel_id in dict.fromkeys(tag.channel_id for tag in status.tags)
        if (line := _channel(channel_id, status, channels, texts, locale))
    ]
    if lines:
        yield texts.get("newsroom-channels-heading", locale)
        yield from lines


def _review_channel(
    status: ServerStatus, channels: DiscordChannels, texts: Texts, locale: str
) -> Iterator[str]:
    channel_id = status.review_channel_id
    if channel_id is not None and not channels.exists(channel_id):
        yield texts.get("newsroom-review-channel-gone", locale)
    elif channel_id is not None and (missing := channels.missing_to_write(channel_id)):
        fields = {"channel": f"<#{channel_id}>", "permissions": ", ".join(missing)}
        yield texts.get("newsroom-review-channel-closed", locale, **fields)


def _channel(
    channel_id: ChannelId, status: ServerStatus, channels: DiscordChannels, texts: Texts, locale: str
) -> str | None:
    fields = {"channel": f"<#{channel_id}>", "tags": _labels(channel_id, status)}
    if not channels.exists(channel_id):
        return texts.get("newsroom-channel-gone", locale, **fields)
    if missing := channels.missing(channel_id):
        return texts.get("setup-check-missing", locale, **fields, permissions=", ".join(missing))
    return None


def _where(channel_id: ChannelId, status: ServerStatus, channels: DiscordChannels) -> str:
    """Return a channel, or one that Discord can't name any more by the tags it is theirs."""
    labels = _labels(channel_id, status)
    return f"<#{channel_id}>" if channels.exists(channel_id) or not labels else f"**{labels}**"


def _labels(channel_id: ChannelId, status: ServerStatus) -> str:
    labels = ", ".join(tag.label for tag in status.tags if tag.channel_id == channel_id)
    return escape_line(labels, _DETAIL)


def _feeds(status: ServerStatus, texts: Texts, locale: str) -> Iterator[str]:
    if status.troubled:
        yield texts.get("newsroom-feeds-heading", locale)
    for feed in status.troubled:
        yield feed_line(feed, texts, locale)


def _feed_state(feed: Feed, texts: Texts, locale: str) -> str:
    if feed.state is FeedState.ENDED:
        return texts.get("feeds-state-ended", locale)
    if feed.state is FeedState.PAUSED:
        return texts.get("feeds-state-paused", locale)
    if feed.failures and feed.last_error is not None:
        why = texts.get(feed.last_error.code, locale, **shown_fields(feed.last_error.fields))
        return texts.get("feeds-state-failing", locale, failures=feed.failures, why=why)
    if feed.last_checked_at is None:
        return texts.get("feeds-state-new", locale)
    return texts.get("feeds-state-ok", locale, at=moment(feed.last_checked_at))
