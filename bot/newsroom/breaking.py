"""Breaking news: what a moderator says can't wait passes quiet hours and budgets, and its card says so."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import MaySee
from bot.domain.edition import EditionState
from bot.domain.errors import InvalidInput
from bot.domain.ids import ServerId
from bot.domain.reasons import Reason
from bot.domain.text import cut_at_word
from bot.domain.verdict import Moderator, VerdictKind
from bot.newsroom.rights import check_rights, goes_to
from bot.newsroom.story_choice import Among, StoryChoice
from bot.storage import audits, breaking, editions, reviews, servers, verdicts
from bot.storage.database import Database

# What came longer ago is no news that can't wait.
_LATELY = Among(
    frozenset({EditionState.HELD, EditionState.CLEARED}),
    timedelta(days=3),
    also=lambda each: each.channel_id is not None,
)
_QUIET = replace(_LATELY, also=lambda each: each.channel_id is not None and each.breaking_at is None)
_TITLE = 100


@dataclass(frozen=True, slots=True)
class Called:
    """A story that is breaking now. held_by: what keeps it from going out still. paused: its server is."""

    title: str
    held_by: Reason | None
    paused: bool


class Breaking:
    """Calls stories breaking. `wake` are those who carry out what waits no longer."""

    def __init__(
        self, database: Database, clock: Clock, choice: StoryChoice, *, wake: Sequence[asyncio.Event]
    ) -> None:
        self._database = database
        self._clock = clock
        self._choice = choice
        self._wake = tuple(wake)

    async def offer(self, server_id: ServerId, typed: str, may_see: MaySee) -> list[tuple[str, str]]:
        """Return stories of the last days that fit what was typed, as name and value of a choice."""
        return await self._choice.offer(server_id, typed, may_see, _QUIET)

    async def call(self, server_id: ServerId, by: Moderator, typed: str, may_see: MaySee) -> Called:
        """Call a story breaking: a completion's value, or its whole title.

        Raises NotFound for one that is not there or not to be seen, MayNotModerate, InvalidInput where it was
        said before, or where only words of a title were typed: what goes out can't be taken back.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            story = await self._choice.meant_in(tx, server_id, typed, may_see, _LATELY)
            title = cut_at_word(story.title, _TITLE)
            edition = await editions.get(tx, story.edition_id)
            check_rights(by, set() if edition is None else await goes_to(tx, edition))
            if not await breaking.begin(tx, server_id, story.edition_id, now=now):
                raise InvalidInput("error-breaking-already", title=title)
            details = {"edition": story.edition_id, "home": story.channel_id}
            await audits.record(tx, AuditEntry(server_id, "story-breaking", title, now, by.id, details))
            kind = VerdictKind.BREAKING
            await verdicts.record(tx, server_id, story.edition_id, kind, at=now, actor_id=by.id)
            await reviews.ask(tx, {story.edition_id}, at=now)
            held_by = await breaking.held_by(tx, story.edition_id)
            server = await servers.get(tx, server_id)
        for event in self._wake:
            event.set()
        return Called(story.title, held_by, paused=server is not None and server.paused_at is not None)
