"""`newsclip check`: whether all that the bot needs is there, a line each, with the fix of what is not.

It only reads, and takes no lock: it can be run beside the bot.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.chat.inspection import SeenChannel, SeenServer, inspecting
from bot.config import DiscordSettings, Settings
from bot.config_file import load_settings
from bot.domain.channel import ChannelKind
from bot.domain.errors import ConfigurationError, DiscordUnreachable, StorageError
from bot.domain.ids import ChannelId
from bot.domain.server import Server
from bot.domain.tagging import Tag
from bot.storage import servers, tags
from bot.storage.database import Database
from bot.storage.inspection import KeyState, faults_of, key_state, room_beside
from bot.storage.keys import key_file_of
from bot.storage.polls import any_voter
from bot.texts.catalogue import Texts

_WELL = 0
_WRONG = 1
_MISCONFIGURED = 3

_LANGUAGE = "en"
_MEGABYTE = 1_000_000
_MOST_LABELS = 3


class Report:
    """Prints a line for each thing that was looked at, and remembers the worst."""

    def __init__(self, texts: Texts, say: Callable[[str], None]) -> None:
        self._texts = texts
        self._say = say
        self.code = _WELL

    def heading(self, key: str, **fields: object) -> None:
        """Say what the next lines are about."""
        self._say(self._texts.get(key, _LANGUAGE, **fields))

    def well(self, key: str, **fields: object) -> None:
        """Say that something is as it should be."""
        self._say(f"✓ {self._texts.get(key, _LANGUAGE, **fields)}")

    def wrong(self, key: str, **fields: object) -> None:
        """Say what is not, and the fix."""
        self._fault(self._texts.get(key, _LANGUAGE, **fields), _WRONG)

    def failed(self, error: StorageError | DiscordUnreachable) -> None:
        """Say what an expected failure says of itself."""
        self._fault(self._texts.error(error), _WRONG)

    def misconfigured(self, error: ConfigurationError) -> None:
        """Say every fault of the configuration."""
        for fault in error.faults:
            self._fault(fault, _MISCONFIGURED)

    def _fault(self, text: str, code: int) -> None:
        self._say(f"✗ {text}")
        self.code = max(self.code, code)


def check(config: Path | None, *, offline: bool, say: Callable[[str], None]) -> int:
    """Look at everything, and return the exit code; `offline` leaves Discord out."""
    report = Report(Texts.load(), say)
    try:
        settings = load_settings(config, needs_token=not offline)
    except ConfigurationError as error:
        report.misconfigured(error)
    else:
        report.well("check-configuration")
        asyncio.run(_look(settings, report, offline=offline))
    return report.code


async def _look(settings: Settings, report: Report, *, offline: bool) -> None:
    path = settings.storage.path.absolute()
    newsrooms = await _look_at_database(path, report)
    if not offline:
        await _look_at_discord(settings.discord, newsrooms, report)


async def _look_at_database(path: Path, report: Report) -> list[tuple[Server, tuple[Tag, ...]]]:
    """Look at the file, what is in it and what is beside it; return the servers with their tags."""
    try:
        return await _read_database(path, report)
    except StorageError as error:
        report.failed(error)
        return []


async def _read_database(path: Path, report: Report) -> list[tuple[Server, tuple[Tag, ...]]]:
    database = await Database.open_to_read(path)
    try:
        await asyncio.to_thread(_look_at_file, path, report)
        async with database.read() as tx:
            _look_at_key(path, report, used=await any_voter(tx))
            present = await servers.present_ones(tx)
            found = await tags.of_servers(tx, [server.id for server in present])
    finally:
        await database.close()
    return [(server, found.get(server.id, ())) for server in present]


def _look_at_file(path: Path, report: Report) -> None:
    if faults := faults_of(path):
        report.wrong("check-database-damaged", path=str(path), fault=faults[0], more=len(faults) - 1)
    else:
        report.well("check-database", path=str(path), megabytes=_megabytes(path.stat().st_size))
    room = room_beside(path)
    if room.free < room.wanted:
        amounts = {"free": _megabytes(room.free), "wanted": _megabytes(room.wanted)}
        report.wrong("check-no-room", folder=str(path.parent), **amounts)
    else:
        report.well("check-room", free=_megabytes(room.free))


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.1f}" if size < 10 * _MEGABYTE else f"{size / _MEGABYTE:,.0f}"


_KEY_TEXTS = {
    KeyState.FINE: "check-key",
    KeyState.OPEN_TO_OTHERS: "check-key-open",
    KeyState.UNREADABLE: "check-key-unreadable",
    KeyState.WRONG_SIZE: "check-key-damaged",
}


def _look_at_key(path: Path, report: Report, *, used: bool) -> None:
    state, file = key_state(path), str(key_file_of(path))
    if state is KeyState.MISSING:
        said, key = (report.wrong, "check-key-lost") if used else (report.well, "check-key-not-yet")
    else:
        said, key = (report.well if state is KeyState.FINE else report.wrong), _KEY_TEXTS[state]
    said(key, path=file)


async def _look_at_discord(
    settings: DiscordSettings, newsrooms: Sequence[tuple[Server, tuple[Tag, ...]]], report: Report
) -> None:
    try:
        async with inspecting(settings) as inspector:
            report.well("check-token", name=inspector.name)
            if inspector.elsewhere:
                report.wrong("check-interactions-elsewhere", address=inspector.elsewhere)
            if not newsrooms:
                report.well("check-no-servers")
            for server, own in newsrooms:
                _look_at_server(await inspector.server(server.id), server, own, report)
    except ConfigurationError as error:
        report.misconfigured(error)
    except DiscordUnreachable as error:
        report.failed(error)


def _look_at_server(seen: SeenServer | None, server: Server, own: Sequence[Tag], report: Report) -> None:
    if seen is None:
        report.wrong("check-server-gone", server=server.name)
        return
    report.heading("check-server-paused" if server.paused_at else "check-server", server=seen.name)
    if not own:
        report.wrong("check-no-tags", server=seen.name)
    by_channel: dict[ChannelId, list[Tag]] = defaultdict(list)
    for tag in own:
        by_channel[tag.channel_id].append(tag)
    for channel_id, theirs in by_channel.items():
        _look_at_channel(seen.channels.get(channel_id), channel_id, theirs, report)
    if server.review_channel_id is not None:
        _look_at_review_channel(seen, server.review_channel_id, report)


def _look_at_channel(
    channel: SeenChannel | None, channel_id: ChannelId, theirs: Sequence[Tag], report: Report
) -> None:
    labels = _listed([tag.label for tag in theirs])
    if channel is None:
        report.wrong("check-channel-gone", channel=str(channel_id), tags=labels)
        return
    fields = {"channel": channel.name, "tags": labels}
    if channel.kind is None:
        report.wrong("check-channel-kind", **fields)
    elif channel.missing:
        report.wrong("check-channel-permissions", **fields, missing=_quoted(channel.missing))
    else:
        found = list(_faults_of_tags(channel, theirs))
        for key, tag in found:
            report.wrong(key, channel=channel.name, tag=tag.label)
        if not found:
            report.well("check-channel", **fields, kind=channel.kind.value)
            if channel.better:
                report.heading("check-channel-better", better=_quoted(channel.better))


def _faults_of_tags(channel: SeenChannel, theirs: Sequence[Tag]) -> Iterator[tuple[str, Tag]]:
    for tag in theirs:
        forum_tag = tag.options.forum_tag_id
        is_gone = forum_tag is not None and forum_tag not in channel.forum_tags
        if channel.kind is ChannelKind.FORUM and is_gone:
            yield "check-forum-tag-gone", tag
        elif channel.needs_forum_tag and forum_tag is None:
            yield "check-forum-tag-required", tag
        elif tag.options.crosspost and channel.kind is not ChannelKind.ANNOUNCEMENT:
            yield "check-crosspost-nowhere", tag


def _look_at_review_channel(seen: SeenServer, channel_id: ChannelId, report: Report) -> None:
    channel = seen.channels.get(channel_id)
    if channel is None:
        report.wrong("check-review-gone")
    elif channel.unwritable:
        report.wrong("check-review-permissions", channel=channel.name, missing=_quoted(channel.unwritable))
    else:
        report.well("check-review", channel=channel.name)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _listed(labels: Sequence[str]) -> str:
    rest = len(labels) - _MOST_LABELS
    return ", ".join(labels[:_MOST_LABELS]) + (f" +{rest}" if rest > 0 else "")
