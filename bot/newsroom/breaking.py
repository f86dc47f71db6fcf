"""Breaking news: what a moderator says can't wait passes quiet hours and budgets, and its card says so."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import MaySee
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import EditionId, ServerId, UserId
from bot.domain.nearest import places
from bot.domain.reasons import Reason
from bot.domain.tagging import tag_key
from bot.domain.text import cut_at_word, one_line
from bot.storage import audits, breaking, servers
from bot.storage.breaking import RecentStory
from bot.storage.database import Connection, Database

# What came longer ago is no news that can't wait.
_LATELY = timedelta(days=3)
_LOOKED_THROUGH = 500
_CHOICES = 25
_TITLE = 100
_LONGEST_ID = 18


@dataclass(frozen=True, slots=True)
class Called:
    """A story that is breaking now. held_by: what keeps it from going out still. paused: its server is."""

    title: str
    held_by: Reason | None
    paused: bool


class Breaking:
    """Calls stories breaking. `wake` are those who carry out what waits no longer."""

    def __init__(self, database: Database, clock: Clock, *, wake: Sequence[asyncio.Event]) -> None:
        self._database = database
        self._clock = clock
        self._wake = tuple(wake)

    async def offer(self, server_id: ServerId, typed: str, may_see: MaySee) -> list[tuple[str, str]]:
        """Return stories of the last days that fit what was typed, as name and value of a choice."""
        async with self._database.read() as tx:
            found = [each for each in await self._lately(tx, server_id, may_see) if each.breaking_at is None]
        titles = [each.title for each in found]
        return [(titles[place], str(found[place].edition_id)) for place in places(typed, titles, _CHOICES)]

    async def call(self, server_id: ServerId, actor: UserId, typed: str, may_see: MaySee) -> Called:
        """Call a story breaking: a completion's value, or its whole title.

        Raises NotFound for one that is not there or not to be seen, InvalidInput where it was said before, or
        where only words of a title were typed: what goes out can't be taken back.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            story = await self._meant(tx, server_id, typed, may_see)
            title = cut_at_word(story.title, _TITLE)
            if not await breaking.begin(tx, server_id, story.edition_id, now=now):
                raise InvalidInput("error-breaking-already", title=title)
            details = {"edition": story.edition_id, "home": story.channel_id}
            await audits.record(tx, AuditEntry(server_id, "story-breaking", title, now, actor, details))
            held_by = await breaking.held_by(tx, story.edition_id)
            server = await servers.get(tx, server_id)
        for event in self._wake:
            event.set()
        return Called(story.title, held_by, paused=server is not None and server.paused_at is not None)

    async def _meant(self, tx: Connection, server_id: ServerId, typed: str, may_see: MaySee) -> RecentStory:
        if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_ID:
            found = await self._lately(tx, server_id, may_see, only=[EditionId(int(typed))])
            if found:
                return found[0]
        found = await self._lately(tx, server_id, may_see)
        place = next(iter(places(typed, [each.title for each in found], 1)), None)
        if place is None or not one_line(typed):
            shown = cut_at_word(one_line(typed), _TITLE)
            raise NotFound("error-no-recent-story", story=shown, days=_LATELY.days)
        likeliest = found[place]
        if tag_key(typed) != tag_key(likeliest.title):
            raise InvalidInput("error-breaking-unsure", title=cut_at_word(likeliest.title, _TITLE))
        return likeliest

    async def _lately(
        self,
        tx: Connection,
        server_id: ServerId,
        may_see: MaySee,
        *,
        only: Sequence[EditionId] | None = None,
    ) -> list[RecentStory]:
        since = self._clock.now() - _LATELY
        found = await breaking.recent(tx, server_id, since=since, limit=_LOOKED_THROUGH, only=only)
        return [each for each in found if may_see(each.channel_id)]
