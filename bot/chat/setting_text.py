"""A server's settings in words: their names, and their values as people say them."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.chat.markdown import escape_line
from bot.domain.budget import quiet_end
from bot.domain.ids import UserId
from bot.domain.poll import NamedVoteSet
from bot.domain.server import Setting
from bot.domain.zones import shown_zone
from bot.newsroom.settings import LANGUAGES, Change, House, Value, in_words
from bot.texts.catalogue import Texts

_NAME = 60
_HOURS_OF_DAY = 24
_NAMES = {
    Setting.LANGUAGE: "settings-name-language",
    Setting.TIME_ZONE: "settings-name-time-zone",
    Setting.REVIEW_CHANNEL: "settings-name-review-channel",
    Setting.MODERATOR_ROLE: "settings-name-moderator-role",
    Setting.QUIET: "settings-name-quiet",
    Setting.CARDS_PER_HOUR: "settings-name-cards-per-hour",
    Setting.POLL_HOURS: "settings-name-poll-length",
    Setting.PING_FROM: "settings-name-ping-from",
    Setting.VOTE_SET: "settings-name-votes",
    Setting.REVIEW_HOURS: "settings-name-review-length",
    Setting.CLIPS_PER_DAY: "settings-name-clips-per-day",
    Setting.CLIP_ROLE: "settings-name-clip-role",
}
_NOTHING = {
    Setting.LANGUAGE: "settings-language-auto",
    Setting.REVIEW_CHANNEL: "settings-channel-none",
    Setting.MODERATOR_ROLE: "settings-role-none",
    Setting.QUIET: "settings-quiet-none",
    Setting.CARDS_PER_HOUR: "settings-cards-any",
    Setting.POLL_HOURS: "settings-poll-default",
    Setting.VOTE_SET: "settings-votes-none",
    Setting.CLIP_ROLE: "settings-clip-role-none",
}


def house_lines(
    house: House, texts: Texts, locale: str, *, server_locale: str, now: datetime
) -> Iterator[str]:
    """Yield everything that holds in a server, a line each. server_locale: what it has in Discord."""
    yield texts.get("settings-heading", locale)
    for setting in Setting:
        value = in_words(setting, getattr(house.settings, setting.value), house.vote_sets)
        shown = setting_value(setting, value, texts, locale, usual_poll=house.usual_poll)
        if setting is Setting.LANGUAGE and value is None:
            language = LANGUAGES.get(texts.language(server_locale), server_locale)
            shown = texts.get("settings-language-now", locale, language=language)
        yield texts.get("settings-line", locale, name=setting_name(setting, texts, locale), value=shown)
    if (end := quiet_end(house.settings, now)) is not None:
        yield texts.get("settings-quiet-now", locale, until=f"<t:{int(end.timestamp())}:t>")


def change_line(
    key: str, change: Change, house: House, texts: Texts, locale: str, *, who: UserId | None = None
) -> str:
    """Return what became another, in one of the catalogue's sentences."""
    old, new = (
        setting_value(
            change.setting,
            in_words(change.setting, value, house.vote_sets),
            texts,
            locale,
            usual_poll=house.usual_poll,
        )
        for value in (change.old, change.new)
    )
    somebody = texts.get("settings-somebody", locale) if who is None else f"<@{who}>"
    name = setting_name(change.setting, texts, locale)
    return texts.get(key, locale, name=name, old=old, new=new, who=somebody)


def wish_line(
    setting: Setting, value: Value, there: Iterable[NamedVoteSet], texts: Texts, locale: str
) -> str:
    """Return what somebody wanted of a setting."""
    shown = setting_value(setting, in_words(setting, value, there), texts, locale)
    name = setting_name(setting, texts, locale)
    return texts.get("settings-refused-yours", locale, name=name, new=shown)


def setting_name(setting: Setting, texts: Texts, locale: str) -> str:
    """Return what a setting is called."""
    return texts.get(_NAMES[setting], locale)


def setting_value(
    setting: Setting, value: object, texts: Texts, locale: str, *, usual_poll: timedelta | None = None
) -> str:
    """Return a value as people say it; `value` as `in_words` gives it, and an audit keeps it."""
    if value is None:
        if setting is Setting.POLL_HOURS and usual_poll is not None:
            usual = _length(round(usual_poll / timedelta(hours=1)), texts, locale)
            return texts.get("settings-poll-usual", locale, length=usual)
        return texts.get(_NOTHING[setting], locale)
    written = {
        Setting.LANGUAGE: lambda: LANGUAGES.get(str(value), escape_line(str(value), _NAME)),
        Setting.TIME_ZONE: lambda: escape_line(shown_zone(str(value)), _NAME),
        Setting.REVIEW_CHANNEL: lambda: f"<#{value}>",
        Setting.MODERATOR_ROLE: lambda: f"<@&{value}>",
        Setting.CLIP_ROLE: lambda: f"<@&{value}>",
        Setting.CARDS_PER_HOUR: lambda: texts.get("settings-cards", locale, count=value),
        Setting.CLIPS_PER_DAY: lambda: texts.get("settings-clips", locale, count=value),
        Setting.POLL_HOURS: lambda: _length(int(str(value)), texts, locale),
        Setting.REVIEW_HOURS: lambda: _length(int(str(value)), texts, locale),
    }.get(setting)
    return escape_line(str(value), _NAME) if written is None else written()


def _length(hours: int, texts: Texts, locale: str) -> str:
    days, rest = divmod(hours, _HOURS_OF_DAY)
    if rest:
        return texts.get("settings-poll-hours", locale, count=hours)
    return texts.get("settings-poll-days", locale, count=days)
