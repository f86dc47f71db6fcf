"""Making one story of two in a server: one discussion stays, and every reader's vote counts once.

A story that is held is only left out. One that went out keeps its cards, which point to the other's; its
discussion is locked, and its readers' ballots go along, where the staying poll has such a choice.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.channel import MaySee
from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.edition import Edition, EditionState
from bot.domain.errors import InvalidInput
from bot.domain.ids import EditionId, ServerId, VerdictId
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.poll import PollState, carry, counted
from bot.domain.verdict import Moderator, VerdictKind
from bot.newsroom.story_choice import Among, StoryChoice
from bot.newsroom.withdrawing import edition_out
from bot.pipeline.gathering import Gathering
from bot.storage import (
    carried_marks,
    deliveries,
    discussions,
    edition_merging,
    endings,
    notes,
    panels,
    polls,
    refreshes,
    verdicts,
)
from bot.storage.database import Connection, Database

_MERGED = (EditionState.HELD, EditionState.CLEARED)
STAYING = Among(states=(EditionState.CLEARED,), also=lambda each: not each.card_gone)


@dataclass(frozen=True, slots=True)
class Merged:
    """Two stories that are one now. carried, dropped: votes that went along, and that could not."""

    verdict_id: VerdictId
    edition: Edition
    into: Edition
    tags: Sequence[str] = ()
    carried: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class MergeAsked:
    """Two stories that may become one; `panel` is the question that waits."""

    panel: PanelKey
    edition: Edition
    into: Edition


class EditionMerging:
    """Merges stories. `wake` are those who carry out what follows.

    All of it raises AlreadyDecided, InvalidInput, MayNotModerate, NotFound.
    """

    def __init__(
        self,
        database: Database,
        gathering: Gathering,
        choice: StoryChoice,
        clock: Clock,
        *,
        wake: Sequence[asyncio.Event],
    ) -> None:
        self._database = database
        self._gathering = gathering
        self._choice = choice
        self._clock = clock
        self._wake = tuple(wake)

    async def offer(
        self, server_id: ServerId, typed: str, may_see: MaySee, *, besides: EditionId | None = None
    ) -> list[tuple[str, str]]:
        """Return stories that another can be merged into, as name and value of a choice."""
        found = await self._choice.offer(server_id, typed, may_see, STAYING)
        return [each for each in found if each[1] != str(besides)]

    async def ask(
        self, server_id: ServerId, by: Moderator, edition_id: EditionId, into_id: EditionId
    ) -> MergeAsked:
        """Ask whether to merge a story into another."""
        async with self._database.write() as tx:
            edition, into = await self._both(tx, server_id, by, edition_id, into_id)
            content = {"edition": edition.id, "into": into.id}
            now = self._clock.now()
            panel = await panels.add(tx, server_id, by.id, PanelKind.UNITE, content, now=now)
        return MergeAsked(panel.key, edition, into)

    async def confirmed(self, server_id: ServerId, by: Moderator, key: PanelKey) -> Merged:
        """Merge the stories that were asked about: once; the question stays where that was refused."""
        async with self._database.read() as tx:
            asked = await panels.get(tx, server_id, by.id, PanelKind.UNITE, key, now=self._clock.now())
        edition_id, into_id = EditionId(asked.content["edition"]), EditionId(asked.content["into"])
        return await self.merge(server_id, by, edition_id, into_id, asked=key)

    async def leave(self, server_id: ServerId, by: Moderator, key: PanelKey) -> None:
        """Leave two stories two."""
        async with self._database.write() as tx:
            await panels.take(tx, server_id, by.id, PanelKind.UNITE, key, now=self._clock.now())

    async def merge(
        self,
        server_id: ServerId,
        by: Moderator,
        edition_id: EditionId,
        into_id: EditionId,
        *,
        asked: PanelKey | None = None,
    ) -> Merged:
        """Merge a story into another, with every vote that was given until now.

        asked: the question that is answered by it.
        """
        async with self._gathering.whole(edition_id) as tx:
            now = self._clock.now()
            if asked is not None:
                await panels.take(tx, server_id, by.id, PanelKind.UNITE, asked, now=now)
            edition, into = await self._both(tx, server_id, by, edition_id, into_id)
            carried, dropped = await _carry(tx, edition, into)
            await _say(tx, edition, into, carried, dropped, now=now)
            tags = await edition_merging.unite(tx, edition, into, now=now)
            await endings.end(tx, edition, EditionState.MERGED, now=now, merged_into=into.id)
            await refreshes.ask(tx, {into.id}, at=now)
            verdict_id = await verdicts.record(
                tx,
                server_id,
                edition.id,
                VerdictKind.MERGED,
                at=now,
                actor_id=by.id,
                changes={"into": [None, into.id]},
            )
        for event in self._wake:
            event.set()
        return Merged(verdict_id, edition, into, tags, carried, dropped)

    async def _both(
        self,
        tx: Connection,
        server_id: ServerId,
        by: Moderator,
        edition_id: EditionId,
        into_id: EditionId,
    ) -> tuple[Edition, Edition]:
        edition = await edition_out(tx, server_id, by, edition_id, states=_MERGED)
        title = edition.short_title
        if edition_id == into_id:
            raise InvalidInput("error-merge-itself", title=title)
        into = await edition_out(tx, server_id, by, into_id)
        await _check_card(tx, into, needed=edition.state is EditionState.CLEARED)
        return edition, into


async def _check_card(tx: Connection, into: Edition, *, needed: bool) -> None:
    """Raise InvalidInput where no card of the staying story can go on; needed: it has to stand already."""
    title = into.short_title
    home, poll = await deliveries.home_of(tx, into.id), await polls.of_edition(tx, into.id)
    removed = home is not None and home.state is DeliveryState.REMOVED
    if removed or (poll is not None and poll.state is PollState.ORPHANED):
        raise InvalidInput("error-merge-card-gone", title=title)
    if needed and (home is None or home.place is None):
        raise InvalidInput("error-merge-unposted", title=title)


async def _carry(tx: Connection, gone: Edition, into: Edition) -> tuple[int, int]:
    """Take the ballots of one story along into the other's poll; return how many were, and were not."""
    old, new = await polls.of_edition(tx, gone.id), await polls.of_edition(tx, into.id)
    if old is None:
        return 0, 0
    given = counted(old.vote_set, await polls.counting(tx, old.id))
    if new is None or new.state is not PollState.OPEN:
        return 0, len(given)
    there = {mark.voter for mark in await polls.counting(tx, new.id)}
    going = carry(given, old.vote_set, new.vote_set, there=there)
    await carried_marks.add(tx, new.id, going.ballots, given_on=gone.id)
    return len(going.ballots), going.dropped


async def _say(
    tx: Connection, gone: Edition, into: Edition, carried: int, dropped: int, *, now: datetime
) -> None:
    """Say in both discussions what became of the story."""
    old, new = await deliveries.home_of(tx, gone.id), await deliveries.home_of(tx, into.id)
    if old is None or new is None or old.place is None or new.place is None:
        return
    away = {"title": into.story.draft.title, **await _where(tx, old, new)}
    await notes.say(tx, gone.id, "merged-away", away, now=now, locks=True)
    votes = {"carried": carried, "dropped": dropped}
    here = {"title": gone.story.draft.title, **await _where(tx, new, old), **votes}
    await notes.say(tx, into.id, "merged-here", here, now=now)


async def _where(tx: Connection, here: Delivery, there: Delivery) -> dict[str, object]:
    """Return what leads from one story's discussion to the other's, or to its card where it has none."""
    discussion = await discussions.find(tx, there.edition_id)
    place: list[int] = []
    if discussion is not None:
        place = [discussion.thread_id, discussion.opening_message_id or discussion.thread_id]
    elif there.place is not None:
        place = [there.place.channel_id, there.place.message_id]
    return {"place": place, "here": here.channel_id, "there": there.channel_id}
