"""What moderators decide on a story that waits for them: who is first decides, and a row says so.

The decision is stored before anything follows from it: what follows is the work of walks, which go on after
a crash. Whoever decides has to moderate every channel that the story goes to.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.edition import Edition, EditionState
from bot.domain.errors import AlreadyDecided, InvalidInput, MayNotModerate, NotFound
from bot.domain.ids import ChannelId, EditionId, ServerId, VerdictId
from bot.domain.story import StoryDraft
from bot.domain.verdict import Moderator, RejectReason, VerdictKind
from bot.storage import editions, reviews, verdicts
from bot.storage.database import Connection, Database


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was made just now."""

    verdict_id: VerdictId
    kind: VerdictKind
    edition: Edition


def words_of(draft: StoryDraft) -> str:
    """Return a hash of what a card shows of a story: whether it is still what a moderator has seen."""
    shown = "\0".join((draft.title, draft.lead, draft.image_url or "", draft.link or ""))
    return hashlib.sha256(shown.encode()).hexdigest()


def check_rights(moderator: Moderator, channels: Iterable[ChannelId]) -> None:
    """Raise MayNotModerate unless somebody moderates all of these channels now."""
    if not all(moderator.may(channel) for channel in channels):
        raise MayNotModerate("error-may-not-moderate")


class Desk:
    """Decides on stories that are held. `wake` are those who carry out what follows."""

    def __init__(self, database: Database, clock: Clock, *, wake: Sequence[asyncio.Event]) -> None:
        self._database = database
        self._clock = clock
        self._wake = tuple(wake)

    async def approve(
        self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, seen: str | None = None
    ) -> Decided:
        """Let a held story go out as it is.

        seen: `words_of` what the moderator was shown: where the story is another since, InvalidInput is
        raised and nothing is done. Raises AlreadyDecided, MayNotModerate, NotFound.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            edition = await self._held(tx, server_id, by, edition_id)
            if seen is not None and seen != words_of(edition.story.draft):
                raise InvalidInput("error-story-changed")
            if not edition.tags:
                raise InvalidInput("error-no-tag-yet")
            await editions.set_state(tx, edition_id, EditionState.HELD, EditionState.CLEARED)
            verdict_id = await verdicts.record(
                tx, server_id, edition_id, VerdictKind.APPROVED, at=now, actor_id=by.id
            )
            await reviews.ask(tx, {edition_id}, at=now)
        self._wake_all()
        return Decided(verdict_id, VerdictKind.APPROVED, edition)

    async def reject(
        self,
        server_id: ServerId,
        by: Moderator,
        edition_id: EditionId,
        *,
        reason: RejectReason,
        detail: str = "",
    ) -> Decided:
        """Let a held story not go out; raises as `approve` does."""
        now = self._clock.now()
        async with self._database.write() as tx:
            edition = await self._held(tx, server_id, by, edition_id)
            await editions.set_state(tx, edition_id, EditionState.HELD, EditionState.REJECTED)
            verdict_id = await verdicts.record(
                tx,
                server_id,
                edition_id,
                VerdictKind.REJECTED,
                at=now,
                actor_id=by.id,
                reason=reason,
                detail=detail,
            )
            await reviews.ask(tx, {edition_id}, at=now)
        self._wake_all()
        return Decided(verdict_id, VerdictKind.REJECTED, edition)

    async def _held(
        self, tx: Connection, server_id: ServerId, by: Moderator, edition_id: EditionId
    ) -> Edition:
        """Return a held edition; raise AlreadyDecided, MayNotModerate, NotFound."""
        edition = await editions.get(tx, edition_id)
        if edition is None or edition.server_id != server_id:
            raise NotFound("error-no-held-story")
        check_rights(by, {tag.channel_id for tag in edition.tags})
        if edition.state is not EditionState.HELD:
            last = await verdicts.last(tx, edition_id)
            raise AlreadyDecided(
                "error-already-decided",
                kind="" if last is None else last.kind,
                who=None if last is None else last.actor_id,
                at=None if last is None else last.at,
            )
        return edition

    def _wake_all(self) -> None:
        for event in self._wake:
            event.set()
