"""Decisions on several stories at once: taken back together, each as far as it still can be."""

import secrets
from dataclasses import dataclass

from bot.domain.errors import InvalidInput, MayNotModerate, NewsclipError
from bot.domain.ids import ServerId
from bot.domain.verdict import Moderator, Verdict, VerdictKind
from bot.newsroom.desk import Desk, TakenBack
from bot.storage import editions, verdicts
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one of several decisions: taken back, or why not.

    title: the story's; empty where the person may not decide on it any more, who need not see it either.
    """

    title: str
    taken: TakenBack | None
    failure: NewsclipError | None


@dataclass(frozen=True, slots=True)
class BatchTakenBack:
    """Decisions of one kind that were made at once, and what became of each."""

    kind: VerdictKind
    attempts: tuple[Attempt, ...]


def new_batch(stories: int) -> str | None:
    """Return a key for so many decisions that are made at once; none for one alone."""
    return secrets.token_hex(12) if stories > 1 else None


class Batches:
    """Takes decisions back together that were made together."""

    def __init__(self, database: Database, desk: Desk) -> None:
        self._database = database
        self._desk = desk

    async def last(self, server_id: ServerId, by: Moderator) -> str | None:
        """Return what a person's last decision was made with; None where it stands alone."""
        async with self._database.read() as tx:
            found = await verdicts.last_by(tx, server_id, by.id)
            if found is None or found.batch is None:
                return None
            return found.batch if len(await verdicts.of_batch(tx, server_id, found.batch)) > 1 else None

    async def undo(self, server_id: ServerId, by: Moderator, batch: str) -> BatchTakenBack:
        """Take back what was decided at once and stands, the last first; each that can't be says why not.

        Raises InvalidInput where none stands, MayNotModerate where the person may decide on none of them.
        """
        async with self._database.read() as tx:
            standing = await verdicts.of_batch(tx, server_id, batch)
            found = await editions.several(tx, [each.edition_id for each in standing])
        if not standing:
            raise InvalidInput("error-undone-already")
        titles = {each.id: each.story.draft.title for each in found}
        attempts = [
            await self._undo(by, each, titles.get(each.edition_id, "")) for each in reversed(standing)
        ]
        for each in attempts:
            if not isinstance(each.failure, MayNotModerate):
                return BatchTakenBack(standing[0].kind, tuple(attempts))
        raise MayNotModerate("error-may-not-moderate")

    async def _undo(self, by: Moderator, verdict: Verdict, title: str) -> Attempt:
        """Take one back, in a transaction of its own: the others stay taken back if it can't be."""
        try:
            return Attempt(title, await self._desk.undo(verdict.server_id, by, verdict.id), None)
        except MayNotModerate as failure:
            return Attempt("", None, failure)
        except NewsclipError as failure:
            return Attempt(title, None, failure)
