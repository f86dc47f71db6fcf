"""What an owner sets for the whole server: changed by name, so that two owners never undo each other's work.

Whoever fills in a form that shows what has changed meanwhile is told so, and nothing is done.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import ChannelKind
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ChannelId, ServerId, UserId, VoteSetId
from bot.domain.poll import NamedVoteSet
from bot.domain.quiet import QuietHours
from bot.domain.review import ReviewKind
from bot.domain.server import (
    ServerSettings,
    Setting,
    parse_cards_per_hour,
    parse_clips_per_day,
    parse_ping_from,
    parse_poll_hours,
    parse_quiet,
    parse_review_hours,
)
from bot.domain.tagging import tag_key
from bot.domain.text import cut_at_word, one_line
from bot.domain.zones import time_zone
from bot.newsroom.tag_options import DEFAULT_VOTES
from bot.storage import audits, clearing, deliveries, digests, review_messages, settings, vote_sets
from bot.storage.database import Connection, Database

SETTING_CHANGED = "setting-changed"
# The languages that can be chosen, each as its people call it; what is said in them is the catalogue's.
LANGUAGES = {"en": "English", "de": "Deutsch", "uk": "Українська"}
AS_DISCORD = "auto"
_NAME = 50

# What is stored of a setting.
Value = str | int | QuietHours | None


class Channels(Protocol):
    """What is asked of the server's channels."""

    def kind(self, channel_id: ChannelId) -> ChannelKind | None:
        """Return what a channel is; None when it is not there, or nothing can be posted to it."""

    def missing_to_write(self, channel_id: ChannelId) -> tuple[str, ...]:
        """Return the names of the permissions that a notice lacks in a channel."""


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that became another."""

    setting: Setting
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class House:
    """What holds in a server. usual_poll: how long readers can vote where the server does not say."""

    settings: ServerSettings
    vote_sets: tuple[NamedVoteSet, ...]
    usual_poll: timedelta


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a wish to change settings.

    meanwhile: what others had changed of what was shown, and who. refused: wishes for just these; where there
    are any, nothing was done. expiring: how many stories have waited for longer than they may now.
    """

    house: House
    made: tuple[Change, ...] = ()
    meanwhile: tuple[tuple[Change, UserId | None], ...] = ()
    refused: Mapping[Setting, Value] | None = None
    expiring: int = 0


class HouseSettings:
    """Reads and changes what holds for a whole server."""

    def __init__(
        self,
        database: Database,
        channels: Channels,
        clock: Clock,
        *,
        usual_poll: timedelta,
        wake_delivery: asyncio.Event,
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._usual_poll = usual_poll
        self._wake_delivery = wake_delivery

    async def of(self, server_id: ServerId) -> House:
        """Return what holds in a server."""
        async with self._database.read() as tx:
            return await self._house(tx, server_id)

    async def change(
        self,
        server_id: ServerId,
        actor: UserId,
        wishes: Mapping[Setting, Value],
        *,
        seen: ServerSettings | None = None,
    ) -> Outcome:
        """Change what is wished, all of it or nothing; raise InvalidInput.

        seen: what the person was shown: what of it they left is not their wish, and what others have changed
        of it since is not overwritten.
        """
        if (review := wishes.get(Setting.REVIEW_CHANNEL)) is not None:
            self._check_review_channel(ChannelId(int(str(review))))
        if wishes.get(Setting.MODERATOR_ROLE) == server_id:
            raise InvalidInput("error-moderator-role")
        if wishes.get(Setting.CLIP_ROLE) == server_id:
            raise InvalidInput("error-clip-role")
        now = self._clock.now()
        async with self._database.write() as tx:
            before = await settings.of(tx, server_id)
            shown = seen or before
            wanted = {each: value for each, value in wishes.items() if value != _of(shown, each)}
            others = [change for change in changes(shown, before) if change.setting in wishes]
            meanwhile = tuple([(each, await _last_actor(tx, server_id, each.setting)) for each in others])
            overlap = any(wanted.get(each.setting, each.new) != each.new for each in others)
            if overlap:
                return Outcome(await self._house(tx, server_id), meanwhile=meanwhile, refused=wanted)
            made = await self._change(tx, server_id, actor, before, wanted)
            house = await self._house(tx, server_id)
            if {each.setting for each in made} & {Setting.QUIET, Setting.TIME_ZONE}:
                await deliveries.end_quiet(tx, server_id, now=now)
            if any(each.setting is Setting.TIME_ZONE for each in made):
                await digests.reschedule(tx, server_id, now=now)
            expiring = await _tell_desk(tx, server_id, house, made, now=now)
        self._wake_delivery.set()
        return Outcome(house, made, meanwhile, expiring=expiring)

    async def vote_set(self, server_id: ServerId, typed: str) -> VoteSetId | None:
        """Return the vote set of a name; None for the default of all servers. Raises NotFound."""
        if tag_key(typed) in {DEFAULT_VOTES, ""}:
            return None
        async with self._database.read() as tx:
            there = await vote_sets.of_server(tx, server_id)
        found = next((each.id for each in there if each.key == tag_key(typed)), None)
        if found is None:
            names = [each.name for each in there]
            raise NotFound.by_name("error-no-such-vote-set", typed, names, limit=_NAME)
        return found

    def _check_review_channel(self, channel_id: ChannelId) -> None:
        if self._channels.kind(channel_id) not in {ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT}:
            raise InvalidInput("error-review-channel", channel=channel_id)
        if missing := self._channels.missing_to_write(channel_id):
            raise InvalidInput("error-channel-permissions", channel=channel_id, missing=", ".join(missing))

    async def _change(
        self,
        tx: Connection,
        server_id: ServerId,
        actor: UserId,
        before: ServerSettings,
        wanted: Mapping[Setting, Value],
    ) -> tuple[Change, ...]:
        fields: dict[str, Any] = {each.value: value for each, value in wanted.items()}
        after = replace(before, **fields)
        there = await vote_sets.of_server(tx, server_id)
        if after.vote_set_id is not None and all(each.id != after.vote_set_id for each in there):
            raise NotFound("error-panel-old")  # it was removed since it was offered
        await settings.change(tx, server_id, after)
        made = changes(before, after)
        for each in made:
            old, new = (in_words(each.setting, value, there) for value in (each.old, each.new))
            details = {"old": old, "new": new}
            entry = AuditEntry(server_id, SETTING_CHANGED, each.setting, self._clock.now(), actor, details)
            await audits.record(tx, entry)
        return made

    async def _house(self, tx: Connection, server_id: ServerId) -> House:
        there = await vote_sets.of_server(tx, server_id)
        return House(await settings.of(tx, server_id), there, self._usual_poll)


def read_wishes(typed: Mapping[Setting, str]) -> dict[Setting, Value]:
    """Return what was typed for settings that are typed; raise InvalidInput for the first that can't be."""
    return {setting: _read(setting, text) for setting, text in typed.items()}


def changes(before: ServerSettings, after: ServerSettings) -> tuple[Change, ...]:
    """Return what of the one is another in the other."""
    pairs = ((each, _of(before, each), _of(after, each)) for each in Setting)
    return tuple(Change(each, old, new) for each, old, new in pairs if old != new)


def in_words(setting: Setting, value: Value, there: Iterable[NamedVoteSet]) -> str | int | None:
    """Return a setting's value as it is kept for people: hours as text, a vote set by its name."""
    if setting is Setting.VOTE_SET:
        return next((each.name for each in there if each.id == value), None)
    return str(value) if isinstance(value, QuietHours) else value


def to_json(shown: ServerSettings) -> dict[str, Any]:
    """Return settings as plain values, for the row of a panel."""
    return {each.value: _plain(_of(shown, each)) for each in Setting}


def from_json(kept: Mapping[str, Any]) -> ServerSettings:
    """Return the settings that a panel's row keeps."""
    return replace(ServerSettings(), **{each.value: value for each, value in wishes_from_json(kept).items()})


def wishes_to_json(wishes: Mapping[Setting, Value]) -> dict[str, Any]:
    """Return wishes as plain values, for the row of a panel."""
    return {each.value: _plain(value) for each, value in wishes.items()}


def wishes_from_json(kept: Mapping[str, Any]) -> dict[Setting, Any]:
    """Return the wishes that a panel's row keeps."""
    return {
        Setting(name): QuietHours(*value) if isinstance(value, list) else value
        for name, value in kept.items()
    }


def _plain(value: Value) -> str | int | list[int] | None:
    return [value.start, value.end] if isinstance(value, QuietHours) else value


def _of(of: ServerSettings, setting: Setting) -> Value:
    found: Value = getattr(of, setting.value)
    return found


def _read(setting: Setting, text: str) -> Value:
    if (read := _READING.get(setting)) is None:
        raise ValueError(f"{setting} is not typed")
    return read(text)


def _language(typed: str) -> str | None:
    wanted = one_line(typed).casefold()
    if wanted == AS_DISCORD:
        return None
    for code, name in LANGUAGES.items():
        if wanted in {code, name.casefold()}:
            return code
    raise InvalidInput("error-language", typed=cut_at_word(one_line(typed), _NAME))


_READING: Mapping[Setting, Callable[[str], Value]] = {
    Setting.TIME_ZONE: lambda text: time_zone(text).key,
    Setting.QUIET: parse_quiet,
    Setting.CARDS_PER_HOUR: parse_cards_per_hour,
    Setting.POLL_HOURS: parse_poll_hours,
    Setting.PING_FROM: parse_ping_from,
    Setting.REVIEW_HOURS: parse_review_hours,
    Setting.CLIPS_PER_DAY: parse_clips_per_day,
    Setting.LANGUAGE: _language,
}


async def _tell_desk(
    tx: Connection, server_id: ServerId, house: House, made: Iterable[Change], *, now: datetime
) -> int:
    """Let the review channel show what holds now; return how many stories have waited for too long by it."""
    changed = {each.setting for each in made}
    if Setting.REVIEW_CHANNEL in changed:
        await review_messages.ask_all(tx, server_id, at=now)
    if Setting.REVIEW_HOURS not in changed:
        return 0
    await review_messages.ask_standing(tx, server_id, ReviewKind.HELD, at=now)
    waits = timedelta(hours=house.settings.review_hours)
    return await clearing.overdue(tx, server_id, held_before=now - waits)


async def _last_actor(tx: Connection, server_id: ServerId, setting: Setting) -> UserId | None:
    last = await audits.last(tx, server_id, SETTING_CHANGED, setting)
    return None if last is None else last.actor_id
