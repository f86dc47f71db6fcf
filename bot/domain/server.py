"""A Discord server that is, or was, one of our newsrooms, and what its owners set for it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, RoleId, ServerId, VoteSetId
from bot.domain.quiet import QuietHours
from bot.domain.text import cut_at_word, one_line

# For how long the data of a server that sent the bot away waits for its return.
KEPT_AFTER_LEAVING = timedelta(days=30)

# A quiet post in a forum is archived after 7 days, and nobody votes there any more.
MOST_POLL_DAYS = 7
MOST_CARDS_PER_HOUR = 1_000
MOST_PING_FROM = 100_000
MOST_CLIPS_PER_DAY = 100
# What is older goes into no digest any more.
MOST_REVIEW_DAYS = 7

_SHOWN = 40
# What people type for "not at all".
_NOTHING = frozenset({"", "-", "0", "off", "none", "aus", "nein", "keine", "ні", "вимк", "немає"})
# Days or hours by the first letter of the word, in the languages that people write here.
_LENGTH = re.compile(r"(\d{1,3}(?:[.,]\d)?)\s*([^\W\d_]*)\.?")
_DAYS, _HOURS = ("", "d", "t", "\u0434"), ("h", "s", "\u0433")


@dataclass(frozen=True, slots=True)
class Server:
    """A server.

    left_at: set while the bot is not in it: its feeds rest, its data waits to be erased.
    paused_at: set while nothing is to go out there. review_channel_id: where its moderators are told.
    """

    id: ServerId
    name: str
    joined_at: datetime
    left_at: datetime | None = None
    paused_at: datetime | None = None
    review_channel_id: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What an owner sets for a whole server.

    language: of what is said to all; None: as the server is set in Discord. review_channel_id: where its
    moderators are told. quiet: no card begins then, unless it is breaking. cards_per_hour: in one channel.
    poll_hours: how long its readers can vote; None: as the operator says. ping_from: so many subscribers are
    pinged by a role. vote_set_id: of tags that name none. review_hours: what is held longer expires.
    clips_per_day: links that one member may propose; 0: nobody may. clip_role_id: whose go out at once.
    """

    language: str | None = None
    time_zone: str = "UTC"
    review_channel_id: ChannelId | None = None
    moderator_role_id: RoleId | None = None
    quiet: QuietHours | None = None
    cards_per_hour: int | None = None
    poll_hours: int | None = None
    ping_from: int = 25
    vote_set_id: VoteSetId | None = None
    clips_per_day: int = 5
    review_hours: int = 48
    clip_role_id: RoleId | None = None


class Setting(StrEnum):
    """What can be set; each is called as its field of `ServerSettings`."""

    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    REVIEW_CHANNEL = "review_channel_id"
    MODERATOR_ROLE = "moderator_role_id"
    QUIET = "quiet"
    CARDS_PER_HOUR = "cards_per_hour"
    POLL_HOURS = "poll_hours"
    PING_FROM = "ping_from"
    VOTE_SET = "vote_set_id"
    REVIEW_HOURS = "review_hours"
    CLIPS_PER_DAY = "clips_per_day"
    CLIP_ROLE = "clip_role_id"


def parse_quiet(typed: str) -> QuietHours | None:
    """Return the quiet hours that were typed, None for `off`; raise InvalidInput."""
    return None if _is_nothing(typed) else QuietHours.parse(typed)


def parse_cards_per_hour(typed: str) -> int | None:
    """Return the number that was typed, None for `off`; raise InvalidInput."""
    if _is_nothing(typed):
        return None
    return _whole(typed, MOST_CARDS_PER_HOUR, "error-cards-per-hour")


def parse_ping_from(typed: str) -> int:
    """Return the number that was typed; raise InvalidInput."""
    return _whole(typed, MOST_PING_FROM, "error-ping-from")


def parse_clips_per_day(typed: str) -> int:
    """Return the number that was typed, 0 for `off`; raise InvalidInput."""
    return 0 if _is_nothing(typed) else _whole(typed, MOST_CLIPS_PER_DAY, "error-clips-per-day")


def parse_poll_hours(typed: str) -> int | None:
    """Return how many hours `3 d`, `36 h` or `3` (days) are, None for `off`; raise InvalidInput."""
    return None if _is_nothing(typed) else _hours(typed, MOST_POLL_DAYS, "error-poll-length")


def parse_review_hours(typed: str) -> int:
    """Return how many hours `2 d`, `36 h` or `2` (days) are; raise InvalidInput."""
    return _hours(typed, MOST_REVIEW_DAYS, "error-review-length")


def _hours(typed: str, most_days: int, code: str) -> int:
    found = _LENGTH.fullmatch(one_line(typed).casefold())
    hours = 0
    if found is not None and (unit := found[2][:1]) in (*_DAYS, *_HOURS):
        hours = round(float(found[1].replace(",", ".")) * (24 if unit in _DAYS else 1))
    if not 1 <= hours <= most_days * 24:
        raise InvalidInput(code, typed=_shown(typed), most=most_days)
    return hours


def _is_nothing(typed: str) -> bool:
    return one_line(typed).casefold() in _NOTHING


def _whole(typed: str, most: int, code: str) -> int:
    text = one_line(typed)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:10]) <= most):
        raise InvalidInput(code, typed=_shown(typed), most=most)
    return int(text[:10])


def _shown(typed: str) -> str:
    return cut_at_word(one_line(typed), _SHOWN)


@dataclass(frozen=True, slots=True)
class Shard:
    """One of the connections to the gateway: it tells of every `count`-th server, by Discord's numbering."""

    number: int
    count: int
