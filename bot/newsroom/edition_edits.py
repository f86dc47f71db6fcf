"""What a moderator makes of a story in their server: other words, other tags, or what its source changed.

Only the server's own edition becomes another, in one transaction with the verdict that says so; Discord
follows by the walks. What somebody else changed since it was shown is never overwritten unseen.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.domain.delivery import DeliveryState
from bot.domain.edition import Edition, EditionState, OwnWords
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import EditionId, MessageId, ServerId, TagId, UserId, VerdictId
from bot.domain.poll import NamedVoteSet, Poll
from bot.domain.story import StoryDraft, words_of
from bot.domain.tagging import Tag
from bot.domain.verdict import Moderator, Verdict, VerdictKind
from bot.domain.wording import (
    Difference,
    Wishes,
    Wording,
    differences,
    pairs_of,
    pinned,
    reworded,
    wishes_of,
    with_changes,
    with_parts,
)
from bot.newsroom.desk import already_decided
from bot.newsroom.known_tags import as_kept
from bot.newsroom.rights import check_rights, own_edition
from bot.newsroom.shown_words import (
    check_poll,
    check_vote_set,
    last_editor,
    may_ask_otherwise,
    source_words,
    texts_of,
    unless_own,
    vote_set_named,
    wording,
)
from bot.pipeline.drawing import Drawing
from bot.storage import (
    corrections,
    deliveries,
    edition_edits,
    editions,
    notes,
    polls,
    redirecting,
    refreshes,
    reviews,
    tags,
    verdicts,
    vote_sets,
)
from bot.storage.database import Connection, Database
from bot.storage.redirecting import Redirected

# What `revert` takes back.
REVERTED = (VerdictKind.EDITED, VerdictKind.RETAGGED, VerdictKind.APPLIED, VerdictKind.KEPT)
_OPEN = frozenset({EditionState.HELD, EditionState.CLEARED})
_OF_POLL = frozenset({"question", "vote_set"})
_OF_DISCUSSION = frozenset({"title", "opening"})


@dataclass(frozen=True, slots=True)
class EditLook:
    """A story as the form shows it, with the vote sets that can be chosen."""

    edition: Edition
    words: Wording
    vote_sets: tuple[NamedVoteSet, ...]


@dataclass(frozen=True, slots=True)
class TagLook:
    """A story's tags among the server's, in its order."""

    edition: Edition
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Edited:
    """A change that was made just now; without a verdict nothing was another. changed: names of what is.

    overtaken: names of what somebody else (`by`) has changed otherwise; nothing was done then.
    redirected: where cards come and go.
    """

    verdict_id: VerdictId | None
    edition: Edition
    changed: tuple[str, ...] = ()
    overtaken: tuple[str, ...] = ()
    by: UserId | None = None
    redirected: Redirected | None = None


class EditionEdits:
    """Changes what a server shows of a story. `wake` are those who carry out what follows."""

    def __init__(
        self, database: Database, clock: Clock, drawing: Drawing, *, wake: Sequence[asyncio.Event]
    ) -> None:
        self._database = database
        self._clock = clock
        self._drawing = drawing
        self._wake = tuple(wake)

    async def find(self, server_id: ServerId, by: Moderator, edition_id: EditionId) -> Edition:
        """Return a story in whatever state it is; raise MayNotModerate, NotFound."""
        async with self._database.read() as tx:
            return await own_edition(tx, server_id, by, edition_id)

    async def of_message(self, server_id: ServerId, by: Moderator, message_id: MessageId) -> Edition:
        """Return the story of a card, an opening, a result or a review message; raise as `find` does."""
        async with self._database.read() as tx:
            edition_id = await edition_edits.of_message(tx, server_id, message_id)
            if edition_id is None:
                raise NotFound("error-no-card")
            return await own_edition(tx, server_id, by, edition_id)

    async def look(self, server_id: ServerId, by: Moderator, edition_id: EditionId) -> EditLook:
        """Return a story as the form shows it; raises as `edit` does."""
        async with self._database.read() as tx:
            edition = await _open(tx, server_id, by, edition_id)
            poll = await polls.of_edition(tx, edition_id)
            return EditLook(edition, wording(edition, poll), await vote_sets.of_server(tx, server_id))

    async def edit(
        self,
        server_id: ServerId,
        by: Moderator,
        edition_id: EditionId,
        filled: Wording,
        *,
        seen: Mapping[str, str],
    ) -> Edited:
        """Give a story other words here; what is filled in empty is the story's own again.

        seen: the marks of what the moderator was shown: what of it they left is no wish, and what another
        has changed of it since is not overwritten. Raises InvalidInput, MayNotModerate, NotFound.
        """
        async with self._database.write() as tx:
            edition = await _open(tx, server_id, by, edition_id)
            poll = await polls.of_edition(tx, edition_id)
            wishes = wishes_of(filled, seen=seen, current=wording(edition, poll))
            if wishes.overtaken:
                return Edited(None, edition, overtaken=wishes.overtaken, by=await last_editor(tx, edition))
            if not wishes.new:
                return Edited(None, edition)
            edited = await self._edit(tx, by, edition, poll, wishes)
        self._wake_all()
        return edited

    async def tag_look(self, server_id: ServerId, by: Moderator, edition_id: EditionId) -> TagLook:
        """Return a story's tags and all that there are; raises as `edit` does."""
        async with self._database.read() as tx:
            edition = await _open(tx, server_id, by, edition_id)
            return TagLook(edition, await tags.of_server(tx, server_id))

    async def retag(
        self,
        server_id: ServerId,
        by: Moderator,
        edition_id: EditionId,
        chosen: Collection[TagId],
        *,
        seen: Collection[TagId],
    ) -> Edited:
        """Give a story the chosen tags; seen: those it had when they were shown.

        What another has added or taken away since stays so. Raises InvalidInput, MayNotModerate, NotFound.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            edition = await _open(tx, server_id, by, edition_id)
            has = {tag.id for tag in edition.tags}
            wanted = (has - (set(seen) - set(chosen))) | (set(chosen) - set(seen))
            found = [tag for tag in await tags.of_server(tx, server_id) if tag.id in wanted]
            if not found:
                raise InvalidInput("error-no-tag-chosen")
            if {tag.id for tag in found} == has:
                return Edited(None, edition)
            check_rights(by, {tag.channel_id for tag in found})
            edited = await _retag(tx, by.id, edition, found, now=now)
        self._wake_all()
        return edited

    async def apply(self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, seen: str) -> Edited:
        """Show what the source of a story has changed. seen: `words_of` what was shown of it.

        Raises AlreadyDecided, InvalidInput, MayNotModerate, NotFound.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            edition, source, changes = await _changed(tx, server_id, by, edition_id, seen)
            own = with_changes(edition.own, changes)
            await edition_edits.set_words(tx, edition_id, own, now=now, kept=source)
            told = pairs_of(changes)
            await _follow(tx, edition, tuple(told), now=now)
            await corrections.ask_discussion(tx, edition_id, now=now)  # what else it says follows unasked
            made: dict[str, Any] = {"at": now, "actor_id": by.id, "changes": told, "before": edition.pinned}
            verdict_id = await verdicts.record(tx, server_id, edition_id, VerdictKind.APPLIED, **made)
            after = await editions.get(tx, edition_id) or edition
        self._wake_all()
        return Edited(verdict_id, after, tuple(told))

    async def keep(self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, seen: str) -> Edited:
        """Show a story as it was, whatever its source has changed; raises as `apply` does."""
        now = self._clock.now()
        async with self._database.write() as tx:
            edition, _, changes = await _changed(tx, server_id, by, edition_id, seen)
            told = pairs_of(changes)
            verdict_id = await verdicts.record(
                tx, server_id, edition_id, VerdictKind.KEPT, at=now, actor_id=by.id, changes=told
            )
            await reviews.ask(tx, {edition_id}, at=now)
        self._wake_all()
        return Edited(verdict_id, edition, tuple(told))

    async def revert(self, tx: Connection, verdict: Verdict, *, by: Moderator, now: datetime) -> bool:
        """Take back what a decision has changed, False where it was since; raise MayNotModerate for a tag."""
        edition = await editions.get(tx, verdict.edition_id)
        if edition is None or edition.state not in _OPEN:
            return False
        if verdict.kind is VerdictKind.RETAGGED:
            return await _untag(tx, edition, verdict, by=by, now=now)
        if verdict.kind is VerdictKind.KEPT:
            await reviews.ask(tx, {edition.id}, at=now)
            return True
        return await self._take_back_words(tx, edition, verdict, now=now)

    async def _edit(
        self, tx: Connection, by: Moderator, edition: Edition, poll: Poll | None, wishes: Wishes
    ) -> Edited:
        now, before = self._clock.now(), await texts_of(tx, edition, poll)
        if _OF_POLL & wishes.new.keys():
            await check_poll(tx, edition, poll)
        await check_vote_set(tx, edition.server_id, wishes)
        own = reworded(edition.own, wishes.new)
        after = await self._reword(tx, edition, own, tuple(wishes.new), now=now)
        new = await texts_of(tx, after, await polls.of_edition(tx, edition.id))
        changes = {name: [before[name], new[name]] for name in wishes.new}
        verdict_id = await verdicts.record(
            tx, edition.server_id, edition.id, VerdictKind.EDITED, at=now, actor_id=by.id, changes=changes
        )
        return Edited(verdict_id, after, tuple(wishes.new))

    async def _reword(
        self, tx: Connection, edition: Edition, own: OwnWords, changed: tuple[str, ...], *, now: datetime
    ) -> Edition:
        """Store other words and let all that shows them follow; what went out shows no change since."""
        kept = edition.pinned
        if edition.state is EditionState.CLEARED:
            kept = kept or source_words(edition)
            own = pinned(own, kept)
        await edition_edits.set_words(tx, edition.id, own, now=now, kept=kept)
        after = await editions.get(tx, edition.id) or edition
        if _OF_POLL & set(changed):
            await self._ask_otherwise(tx, after, now=now)
        await _follow(tx, after, changed, now=now)
        return after

    async def _ask_otherwise(self, tx: Connection, edition: Edition, *, now: datetime) -> None:
        """Let a poll that stands, and in which nobody has voted, ask what the edition says now."""
        poll = await polls.of_edition(tx, edition.id)
        home = await deliveries.home_of(tx, edition.id)
        if poll is None or home is None:
            return
        asked = await self._drawing.asked(tx, home, edition)
        await edition_edits.ask_otherwise(tx, poll, asked)
        gone = [option.emoji for option in poll.vote_set.options]
        if gone != [option.emoji for option in asked.options]:
            await corrections.ask_reactions(tx, edition.id, gone, now=now)

    async def _take_back_words(
        self, tx: Connection, edition: Edition, verdict: Verdict, *, now: datetime
    ) -> bool:
        poll = await polls.of_edition(tx, edition.id)
        shown = await texts_of(tx, edition, poll)
        if any(shown[name] != after for name, (_, after) in verdict.changes.items()):
            return False
        old: dict[str, Any] = {name: before for name, (before, _) in verdict.changes.items()}
        if _OF_POLL & old.keys() and not await may_ask_otherwise(tx, edition, poll):
            return False
        if "vote_set" in old:
            old["vote_set"] = await vote_set_named(tx, edition.server_id, old["vote_set"])
        base = edition.pinned or source_words(edition)
        if verdict.kind is VerdictKind.APPLIED:
            base = await verdicts.pinned_before(tx, verdict, base) or with_parts(base, old)
            await corrections.ask_discussion(tx, edition.id, now=now)
        own = reworded(edition.own, {name: unless_own(name, value, base) for name, value in old.items()})
        kept = base if edition.pinned is not None else None
        await self._reword(tx, replace(edition, pinned=kept), own, tuple(verdict.changes), now=now)
        return True

    def _wake_all(self) -> None:
        for event in self._wake:
            event.set()


async def _open(tx: Connection, server_id: ServerId, by: Moderator, edition_id: EditionId) -> Edition:
    """Return a story that can be changed; raise InvalidInput, and as `own_edition` does."""
    edition = await own_edition(tx, server_id, by, edition_id)
    if edition.state not in _OPEN:
        raise InvalidInput("error-story-over")
    home = await deliveries.home_of(tx, edition_id)
    if home is not None and home.state is DeliveryState.REMOVED:
        raise InvalidInput("error-story-card-gone")
    return edition


async def _follow(tx: Connection, edition: Edition, changed: tuple[str, ...], *, now: datetime) -> None:
    """Let cards, the discussion and review messages show what an edition says now, and say so there."""
    await reviews.ask(tx, {edition.id}, at=now)
    if edition.state is not EditionState.CLEARED:
        return
    await refreshes.ask(tx, {edition.id}, at=now)
    if _OF_DISCUSSION & set(changed):
        await corrections.ask_discussion(tx, edition.id, now=now)
    fields: dict[str, object] = {"what": list(changed), "when": int(now.timestamp())}
    await notes.say(tx, edition.id, "correction", fields, now=now)


async def _retag(
    tx: Connection, actor: UserId, edition: Edition, found: Sequence[Tag], *, now: datetime
) -> Edited:
    redirected = await redirecting.set_tags(tx, edition, found, now=now)
    changes = {"tags": [as_kept(edition.tags), as_kept(found)]}
    verdict_id = await verdicts.record(
        tx, edition.server_id, edition.id, VerdictKind.RETAGGED, at=now, actor_id=actor, changes=changes
    )
    after = await _retagged(tx, edition, now=now)
    return Edited(verdict_id, after, ("tags",), redirected=redirected)


async def _retagged(tx: Connection, edition: Edition, *, now: datetime) -> Edition:
    await reviews.ask(tx, {edition.id}, at=now)
    if edition.state is EditionState.CLEARED:
        await refreshes.ask(tx, {edition.id}, at=now)
        await corrections.ask_discussion(tx, edition.id, now=now)
    return await editions.get(tx, edition.id) or edition


async def _untag(tx: Connection, edition: Edition, verdict: Verdict, *, by: Moderator, now: datetime) -> bool:
    before, after = verdict.changes["tags"]
    if {each["id"] for each in after} != {tag.id for tag in edition.tags}:
        return False
    ids = {each["id"] for each in before}
    found = [tag for tag in await tags.of_server(tx, edition.server_id) if tag.id in ids]
    if not found:
        return False
    check_rights(by, {tag.channel_id for tag in found})
    await redirecting.set_tags(tx, edition, found, now=now)
    await _retagged(tx, edition, now=now)
    return True


async def _changed(
    tx: Connection, server_id: ServerId, by: Moderator, edition_id: EditionId, seen: str
) -> tuple[Edition, StoryDraft, tuple[Difference, ...]]:
    """Return an edition, what its source says, and what of it is other; may raise."""
    edition = await _open(tx, server_id, by, edition_id)
    source = source_words(edition)
    last = await verdicts.last(tx, edition_id, [VerdictKind.APPLIED, VerdictKind.KEPT])
    changes = differences(edition)
    if not changes or not await edition_edits.is_asked(tx, edition_id, last):
        raise already_decided(last, by.id)
    if seen != words_of(source):
        raise InvalidInput("error-story-changed")
    return edition, source, changes
