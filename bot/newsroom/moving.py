"""Moving a story to another channel: its home, with its poll, and a new discussion there.

The old card stays and points there, the old discussion is locked. Nothing changes before the new card stands:
until then readers vote and discuss where they did.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.channel import ChannelKind
from bot.domain.edition import Edition
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ChannelId, EditionId, ServerId, TagId, VerdictId
from bot.domain.nearest import places
from bot.domain.tagging import Tag
from bot.domain.verdict import Moderator, VerdictKind
from bot.newsroom import tag_names
from bot.newsroom.known_tags import as_kept
from bot.newsroom.rights import check_rights
from bot.newsroom.withdrawing import edition_out
from bot.pipeline.arriving import open_post
from bot.pipeline.gathering import Gathering
from bot.storage import deliveries, moving, tags, verdicts
from bot.storage.database import Connection, Database

_CHOICES = 25


@dataclass(frozen=True, slots=True)
class Moved:
    """A story whose home goes to a tag's channel. at_once: a card of it stood there."""

    verdict_id: VerdictId
    edition: Edition
    tag: Tag
    at_once: bool


class Moving:
    """Moves stories. `wake` are those who carry out what follows."""

    def __init__(
        self, database: Database, gathering: Gathering, clock: Clock, *, wake: Sequence[asyncio.Event]
    ) -> None:
        self._database = database
        self._gathering = gathering
        self._clock = clock
        self._wake = tuple(wake)

    async def offer(self, server_id: ServerId, by: Moderator, typed: str) -> list[tuple[str, str]]:
        """Return the tags of channels that a person moderates, as name and value of a choice."""
        async with self._database.read() as tx:
            found = [each.label for each in await tags.of_server(tx, server_id) if by.may(each.channel_id)]
        return [(found[place], found[place]) for place in places(typed, found, _CHOICES)]

    async def meant(self, server_id: ServerId, typed: str) -> Tag:
        """Return the tag that goes by a name; raise NotFound."""
        async with self._database.read() as tx:
            return await tag_names.meant(tx, server_id, typed)

    async def move(self, server_id: ServerId, by: Moderator, edition_id: EditionId, to: TagId) -> Moved:
        """Move a story that was posted to the channel of a tag, which it has then, with its votes.

        Raises AlreadyDecided, InvalidInput, MayNotModerate, NotFound.
        """
        async with self._gathering.whole(edition_id) as tx:
            now = self._clock.now()
            edition, tag, old = await self._movable(tx, server_id, by, edition_id, to)
            there = await moving.begin(tx, edition.id, server_id, tag.channel_id, now=now)
            added = await moving.give_tag(tx, edition.id, tag.id)
            changes: dict[str, object] = {"channel": [old, tag.channel_id]}
            if added:
                changes["tags"] = [as_kept(edition.tags), as_kept([*edition.tags, tag])]
            verdict_id = await verdicts.record(
                tx, server_id, edition.id, VerdictKind.MOVED, at=now, actor_id=by.id, changes=changes
            )
            if there is not None:
                await moving.take_home(tx, there, now=now)
                await moving.discuss_anew(tx, there, now=now)
                if tag.kind is ChannelKind.FORUM and there.place is not None:
                    await open_post(tx, there, there.place, now=now)
        for event in self._wake:
            event.set()
        return Moved(verdict_id, edition, tag, there is not None)

    async def _movable(
        self, tx: Connection, server_id: ServerId, by: Moderator, edition_id: EditionId, to: TagId
    ) -> tuple[Edition, Tag, ChannelId]:
        edition = await edition_out(tx, server_id, by, edition_id)
        title = edition.short_title
        tag = next((each for each in await tags.of_server(tx, server_id) if each.id == to), None)
        if tag is None:
            raise NotFound("error-move-no-tag")
        check_rights(by, {tag.channel_id})
        home = await deliveries.home_of(tx, edition.id)
        if home is None or home.place is None:
            raise InvalidInput("error-move-unposted", title=title)
        if home.channel_id == tag.channel_id:
            raise InvalidInput("error-move-there", title=title, channel=int(tag.channel_id))
        return edition, tag, home.channel_id
