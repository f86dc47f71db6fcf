"""What a moderator makes of a story in their server: other words, other tags, or what its source changed."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.edition import Edition, OwnWords
from bot.domain.ids import EditionId, ServerId, TagId, VerdictId
from bot.domain.verdict import Moderator, Verdict
from bot.storage.database import Connection, Database


@dataclass(frozen=True, slots=True)
class Edited:
    """A change that was made just now; without a verdict nothing was another."""

    verdict_id: VerdictId | None
    edition: Edition


class EditionEdits:
    """Changes what a server shows of a story. `wake` are those who carry out what follows."""

    def __init__(self, database: Database, clock: Clock, *, wake: Sequence[asyncio.Event]) -> None:
        self._database = database
        self._clock = clock
        self._wake = tuple(wake)

    async def edit(
        self, server_id: ServerId, by: Moderator, edition_id: EditionId, wishes: OwnWords, *, seen: OwnWords
    ) -> Edited:
        """Give a story other words here; what is None is the story's own again.

        seen: what the moderator was shown: what of it they left is no wish, and what another has changed
        of it since is not overwritten.
        """
        raise NotImplementedError

    async def retag(
        self,
        server_id: ServerId,
        by: Moderator,
        edition_id: EditionId,
        tags: Collection[TagId],
        *,
        seen: Collection[TagId],
    ) -> Edited:
        """Give a story just these tags."""
        raise NotImplementedError

    async def apply(self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, seen: str) -> Edited:
        """Show what the source of a story has changed. seen: `words_of` what was shown of it."""
        raise NotImplementedError

    async def keep(self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, seen: str) -> Edited:
        """Show a story as it was, whatever its source has changed."""
        raise NotImplementedError


async def revert(tx: Connection, verdict: Verdict, *, now: datetime) -> bool:
    """Take back what an edit or a retagging has changed; False where it was changed again since."""
    raise NotImplementedError
