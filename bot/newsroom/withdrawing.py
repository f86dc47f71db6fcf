"""Taking back a story that went out, and ending or reopening its discussion.

A story that was retracted stays known: it is never posted again, whichever feed brings it.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.edition import Edition, EditionState
from bot.domain.errors import AlreadyThere, InvalidInput, NotFound
from bot.domain.ids import EditionId, ServerId
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.text import in_paragraphs, one_line
from bot.domain.verdict import Moderator, VerdictKind
from bot.newsroom.desk import LONGEST_REASON, Decided, already_decided
from bot.newsroom.rights import own_edition
from bot.storage import discussions, endings, notes, panels, verdicts
from bot.storage.database import Connection, Database

# Of these a discussion may stand: it goes on, or is over for good.
_DISCUSSED = frozenset({EditionState.CLEARED, EditionState.RETRACTED, EditionState.MERGED})
_ENDS = (VerdictKind.RETRACTED, VerdictKind.MERGED, VerdictKind.REJECTED, VerdictKind.BLOCKED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A story that may be taken back; `panel` is the question that waits."""

    panel: PanelKey
    edition: Edition
    reason: str


class Withdrawing:
    """Retracts stories, locks and reopens discussions. `wake` are those who carry out what follows.

    All of it raises AlreadyDecided, InvalidInput, MayNotModerate, NotFound.
    """

    def __init__(self, database: Database, clock: Clock, *, wake: Sequence[asyncio.Event]) -> None:
        self._database = database
        self._clock = clock
        self._wake = tuple(wake)

    async def ask(self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, reason: str) -> Asked:
        """Ask whether to retract a story."""
        words = _reason(reason)
        async with self._database.write() as tx:
            edition = await edition_out(tx, server_id, by, edition_id)
            content = {"edition": edition.id, "reason": words}
            panel = await panels.add(tx, server_id, by.id, PanelKind.RETRACT, content, now=self._clock.now())
        return Asked(panel.key, edition, words)

    async def confirmed(self, server_id: ServerId, by: Moderator, key: PanelKey) -> Decided:
        """Retract the story that was asked about: once; the question stays where that was refused.

        Its cards say so, its discussion is locked, its poll has no result.
        """
        now, kind = self._clock.now(), VerdictKind.RETRACTED
        async with self._database.write() as tx:
            asked = await panels.take(tx, server_id, by.id, PanelKind.RETRACT, key, now=now)
            words = asked.content["reason"]
            edition = await edition_out(tx, server_id, by, EditionId(asked.content["edition"]))
            verdict_id = await verdicts.record(
                tx, server_id, edition.id, kind, at=now, actor_id=by.id, detail=words
            )
            await notes.say(tx, edition.id, "retracted", {"reason": words}, now=now, locks=True)
            await endings.end(tx, edition, EditionState.RETRACTED, now=now)
        self._wake_all()
        return Decided(verdict_id, kind, edition)

    async def leave(self, server_id: ServerId, by: Moderator, key: PanelKey) -> None:
        """Do not retract a story after all."""
        async with self._database.write() as tx:
            await panels.take(tx, server_id, by.id, PanelKind.RETRACT, key, now=self._clock.now())

    async def lock(
        self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, reason: str = ""
    ) -> Decided:
        """Let only moderators write in a story's discussion; its poll goes on."""
        return await self._turn(server_id, by, edition_id, reason, locked=True)

    async def reopen(
        self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, reason: str = ""
    ) -> Decided:
        """Let everybody write in a story's discussion again."""
        return await self._turn(server_id, by, edition_id, reason, locked=False)

    async def _turn(
        self, server_id: ServerId, by: Moderator, edition_id: EditionId, reason: str, *, locked: bool
    ) -> Decided:
        now, words = self._clock.now(), _reason(reason, needed=False)
        kind, said = (VerdictKind.LOCKED, "locked") if locked else (VerdictKind.REOPENED, "reopened")
        async with self._database.write() as tx:
            edition = await edition_out(tx, server_id, by, edition_id, states=_DISCUSSED)
            title = edition.short_title
            if edition.state is not EditionState.CLEARED:
                raise InvalidInput("error-discussion-over", title=title, state=edition.state.value)
            if await discussions.find(tx, edition_id) is None:
                raise NotFound("error-no-discussion-yet", title=title)
            if locked is (await discussions.locked_at(tx, edition_id) is not None):
                raise AlreadyThere("error-locked-already" if locked else "error-open-already", title=title)
            await notes.say(tx, edition_id, said, {"reason": words}, now=now, locks=locked)
            verdict_id = await verdicts.record(
                tx, server_id, edition_id, kind, at=now, actor_id=by.id, detail=words
            )
        self._wake_all()
        return Decided(verdict_id, kind, edition)

    def _wake_all(self) -> None:
        for event in self._wake:
            event.set()


async def edition_out(
    tx: Connection,
    server_id: ServerId,
    by: Moderator,
    edition_id: EditionId,
    *,
    states: Collection[EditionState] = (EditionState.CLEARED,),
) -> Edition:
    """Return an edition that is out, or in one of these states, to whoever moderates all its channels.

    Raises AlreadyDecided where it was taken back, InvalidInput where it is held, MayNotModerate, NotFound.
    """
    edition = await own_edition(tx, server_id, by, edition_id, missing="error-no-story-here")
    if edition.state in states:
        return edition
    if edition.state is EditionState.HELD:
        raise InvalidInput("error-held-still", title=edition.short_title)
    raise already_decided(await verdicts.last(tx, edition_id, _ENDS), by.id)


def _reason(typed: str, *, needed: bool = True) -> str:
    words = in_paragraphs(typed)
    if len(words) > LONGEST_REASON:
        raise InvalidInput("error-reason-long", most=LONGEST_REASON)
    if needed and not one_line(words):
        raise InvalidInput("error-reason-missing")
    return words
