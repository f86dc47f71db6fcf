"""What moderators decide on a story that waits for them: who is first decides, and a row says so.

The decision is stored before anything follows from it: what follows is the work of walks, which go on after
a crash. Whoever decides has to moderate every channel that the story goes to.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.edition import Edition, EditionState, sight_of
from bot.domain.errors import AlreadyDecided, InvalidInput, NotFound
from bot.domain.holding import DeskRule, DeskRuleKind, outlet_of
from bot.domain.ids import EditionId, ServerId, UserId, VerdictId
from bot.domain.source import Feed, Source, SourceChange, Trust
from bot.domain.text import cut_at_word, in_paragraphs
from bot.domain.verdict import (
    ENDS_WAITING,
    Moderator,
    RejectReason,
    Verdict,
    VerdictKind,
)
from bot.newsroom.rights import check_everywhere, own_edition
from bot.newsroom.undoing import Revert, made_together, source_of, take_back
from bot.storage import (
    audits,
    breaking,
    clearing,
    deliveries,
    desk_rules,
    editions,
    held,
    reviews,
    sources,
    verdicts,
)
from bot.storage.database import Connection, Database

LONGEST_REASON = 300
_TITLE = 100
# Whoever presses a button again so soon has pressed it once.
_TWICE = timedelta(seconds=5)
# What became of an edition: who comes second is told of the last of these.
_DECISIONS = (
    VerdictKind.APPROVED,
    VerdictKind.REJECTED,
    VerdictKind.EXPIRED,
    VerdictKind.BLOCKED,
    VerdictKind.RETRACTED,
    VerdictKind.MERGED,
)

# What holds for more than the story on which it was decided.
_EVERYWHERE = (VerdictKind.TRUSTED, VerdictKind.BLOCKED)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was made just now. detail: the source that is trusted, the outlet that is blocked.

    waiting: how many of its stories wait still. until: when what is approved begins to go out.
    """

    verdict_id: VerdictId
    kind: VerdictKind
    edition: Edition
    detail: str = ""
    waiting: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A decision that was taken back just now, with the edition as it is after that."""

    verdict: Verdict
    edition: Edition


def already_decided(last: Verdict | None, by: UserId) -> AlreadyDecided:
    """Return what whoever decides second is told: who decided what, and when; or that it was themselves."""
    if last is None:
        return AlreadyDecided("error-already-decided")
    fields: dict[str, object] = {"kind": last.kind.value, "at": last.at}
    if last.actor_id is None:
        return AlreadyDecided("error-already-decided-itself", **fields)
    if last.actor_id == by:
        return AlreadyDecided("error-already-decided-yourself", **fields)
    return AlreadyDecided("error-already-decided-by", who=int(last.actor_id), **fields)


class Desk:
    """Decides on stories that are held. `wake` are those who carry out what follows.

    grace: how long an approval waits before it goes out, so that it can be taken back. reverts: who takes
    decisions back that are made elsewhere.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        wake: Sequence[asyncio.Event],
        grace: timedelta = timedelta(),
        reverts: Mapping[VerdictKind, Revert] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = tuple(wake)
        self._grace = grace
        self._reverts = dict(reverts or {})

    async def look(self, server_id: ServerId, by: Moderator, edition_id: EditionId) -> Edition:
        """Return a story that waits for this moderator; raises as `approve` does."""
        async with self._database.read() as tx:
            return await self._held(tx, server_id, by, edition_id)

    async def approve(
        self,
        server_id: ServerId,
        by: Moderator,
        edition_id: EditionId,
        *,
        seen: str | None = None,
        batch: str | None = None,
    ) -> Decided:
        """Let a held story go out as it is; pressed twice in a row by one person, it is decided once.

        seen: `sight_of` what the moderator was shown: where the story is another since, InvalidInput is
        raised and nothing is done. batch: of those that are decided at once. Raises AlreadyDecided,
        MayNotModerate, NotFound.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            edition = await own_edition(tx, server_id, by, edition_id)
            if (before := await _once_more(tx, edition, by, VerdictKind.APPROVED, now=now)) is not None:
                until = before.at + self._grace if self._grace else None
                return Decided(before.id, before.kind, edition, until=until)
            await _check_held(tx, edition, by)
            verdict_id = await self._let_out(tx, edition, by, seen=seen, now=now, batch=batch)
        self._wake_all()
        return Decided(verdict_id, VerdictKind.APPROVED, edition, until=self._until(edition, now))

    async def call_breaking(
        self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, seen: str | None = None
    ) -> Decided:
        """Let a story go out as one that can't wait, held or cleared; raises as `approve` does."""
        now = self._clock.now()
        async with self._database.write() as tx:
            edition = await own_edition(tx, server_id, by, edition_id)
            if edition.state is EditionState.HELD:
                await self._let_out(tx, edition, by, seen=seen, now=now)
            elif edition.state is not EditionState.CLEARED:
                raise already_decided(await verdicts.last(tx, edition_id, _DECISIONS), by.id)
            elif edition.breaking_at is not None:
                raise InvalidInput("error-breaking-already", title=edition.short_title)
            await breaking.begin(tx, server_id, edition_id, now=now)
            verdict_id = await verdicts.record(
                tx, server_id, edition_id, VerdictKind.BREAKING, at=now, actor_id=by.id
            )
            home = await deliveries.home_of(tx, edition_id)
            details = {"edition": edition_id, "home": None if home is None else home.channel_id}
            entry = AuditEntry(server_id, "story-breaking", edition.short_title, now, by.id, details)
            await audits.record(tx, entry)
            await reviews.ask(tx, {edition_id}, at=now)
        self._wake_all()
        return Decided(verdict_id, VerdictKind.BREAKING, edition, until=self._until(edition, now))

    async def reject(
        self,
        server_id: ServerId,
        by: Moderator,
        edition_id: EditionId,
        *,
        reason: RejectReason,
        detail: str = "",
        batch: str | None = None,
    ) -> Decided:
        """Let a held story not go out; pressed twice, and raises, as with `approve`."""
        now, words = self._clock.now(), in_paragraphs(detail)
        if len(words) > LONGEST_REASON:
            raise InvalidInput("error-reason-long", most=LONGEST_REASON)
        async with self._database.write() as tx:
            edition = await own_edition(tx, server_id, by, edition_id)
            before = await _once_more(tx, edition, by, VerdictKind.REJECTED, now=now)
            if before is not None and (before.reason, before.detail) == (reason, words):
                return Decided(before.id, before.kind, edition)
            await _check_held(tx, edition, by)
            await clearing.end(tx, edition_id, EditionState.REJECTED, now=now)
            verdict_id = await verdicts.record(
                tx,
                server_id,
                edition_id,
                VerdictKind.REJECTED,
                at=now,
                actor_id=by.id,
                reason=reason,
                detail=words,
                batch=batch,
            )
            await reviews.ask(tx, {edition_id}, at=now)
        self._wake_all()
        return Decided(verdict_id, VerdictKind.REJECTED, edition)

    async def trust(self, server_id: ServerId, by: Moderator, edition_id: EditionId) -> Decided:
        """Let what a story's source brings go out by itself from now on, as far as tags and rules let it.

        What it has brought before, this story too, is as it was. Raises InvalidInput where nothing of the
        source is held for its own sake, and as `approve` does.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            edition = await self._held(tx, server_id, by, edition_id)
            await check_everywhere(tx, server_id, by)
            source, feed = await source_of(tx, edition)
            if not await desk_rules.is_doubted(tx, server_id, source):
                name = cut_at_word(feed.title or feed.url, _TITLE)
                raise InvalidInput("error-trusted-already", source=name)
            verdict_id = await _trust(tx, edition, by, source, feed, now=now)
            await reviews.ask(tx, {edition_id}, at=now)
            shut = await held.shut(tx, server_id, by.may)
            waiting = await held.number(tx, server_id, held.Wanted(feed_id=source.feed_id), shut=shut)
        self._wake_all()
        return Decided(verdict_id, VerdictKind.TRUSTED, edition, feed.title or feed.url, waiting)

    async def block(self, server_id: ServerId, by: Moderator, edition_id: EditionId) -> Decided:
        """Reject a held story, and let no other of its outlet come in: by its name, or its host without one.

        Raises as `approve` does.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            edition = await self._held(tx, server_id, by, edition_id)
            await check_everywhere(tx, server_id, by)
            outlet = outlet_of(edition.source_words or edition.story.draft)
            if outlet is None:
                raise InvalidInput("error-block-no-outlet")
            await clearing.end(tx, edition_id, EditionState.REJECTED, now=now)
            rule = DeskRule(DeskRuleKind.BLOCK, outlet)
            await desk_rules.add(tx, server_id, [rule], by=by.id, now=now)
            verdict_id = await verdicts.record(
                tx,
                server_id,
                edition_id,
                VerdictKind.BLOCKED,
                at=now,
                actor_id=by.id,
                detail=outlet,
                changes={"outlet": [None, outlet]},
            )
            details: dict[str, object] = {"outlets": [outlet]}
            await audits.record(tx, AuditEntry(server_id, "desk-outlet-blocked", outlet, now, by.id, details))
            await reviews.ask(tx, {edition_id}, at=now)
            waiting = await held.of_outlet(tx, server_id, outlet, shut=await held.shut(tx, server_id, by.may))
        self._wake_all()
        return Decided(verdict_id, VerdictKind.BLOCKED, edition, outlet, waiting)

    async def undo(
        self, server_id: ServerId, by: Moderator, verdict_id: VerdictId | None = None
    ) -> TakenBack:
        """Take a decision back: the person's last one that stands, or this one, whoever made it.

        Raises InvalidInput where it is too late or can't be, MayNotModerate, NotFound.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            verdict = await _to_undo(tx, server_id, by, verdict_id)
            edition = await own_edition(tx, server_id, by, verdict.edition_id)
            if verdict.kind in _EVERYWHERE:
                await check_everywhere(tx, server_id, by)
            for each in await made_together(tx, verdict):
                await take_back(tx, each, edition, self._reverts, by=by, now=now)
                await verdicts.undo(tx, each.id, actor_id=by.id, at=now)
            after = await editions.get(tx, edition.id)
        self._wake_all()
        return TakenBack(verdict, after or edition)

    async def can_undo(self, server_id: ServerId, verdict_id: VerdictId) -> bool:
        """Tell whether what ended a story's waiting can still be taken back."""
        async with self._database.read() as tx:
            verdict = await verdicts.get(tx, server_id, verdict_id)
            of = None if verdict is None else await editions.get(tx, verdict.edition_id)
            if verdict is None or of is None or verdict.undone_at is not None:
                return False
            return verdict.kind in ENDS_WAITING and await clearing.can_wait_again(tx, of)

    async def _let_out(
        self,
        tx: Connection,
        of: Edition,
        by: Moderator,
        *,
        seen: str | None,
        now: datetime,
        batch: str | None = None,
    ) -> VerdictId:
        if seen is not None and seen != sight_of(of):
            raise InvalidInput("error-story-changed")
        if not of.tags:
            raise InvalidInput("error-no-tag-yet")
        await clearing.let_out(tx, of, now=now, at=now + self._grace)
        await reviews.ask(tx, {of.id}, at=now)
        return await verdicts.record(
            tx, of.server_id, of.id, VerdictKind.APPROVED, at=now, actor_id=by.id, batch=batch
        )

    async def _held(
        self, tx: Connection, server_id: ServerId, by: Moderator, edition_id: EditionId
    ) -> Edition:
        """Return a held edition; raise AlreadyDecided, MayNotModerate, NotFound."""
        edition = await own_edition(tx, server_id, by, edition_id)
        await _check_held(tx, edition, by)
        return edition

    def _until(self, of: Edition, now: datetime) -> datetime | None:
        return now + self._grace if self._grace and of.state is EditionState.HELD else None

    def _wake_all(self) -> None:
        for event in self._wake:
            event.set()


async def _check_held(tx: Connection, edition: Edition, by: Moderator) -> None:
    """Raise AlreadyDecided for an edition that waits no more."""
    if edition.state is not EditionState.HELD:
        raise already_decided(await verdicts.last(tx, edition.id, _DECISIONS), by.id)


async def _once_more(
    tx: Connection, edition: Edition, by: Moderator, kind: VerdictKind, *, now: datetime
) -> Verdict | None:
    """Return what this person has decided just so a moment ago: the same button was pressed twice."""
    if edition.state is EditionState.HELD:
        return None
    last = await verdicts.last(tx, edition.id, _DECISIONS)
    if last is None or (last.kind, last.actor_id) != (kind, by.id) or now - last.at > _TWICE:
        return None
    return last


async def _trust(
    tx: Connection, edition: Edition, by: Moderator, source: Source, feed: Feed, *, now: datetime
) -> VerdictId:
    """Let a source's stories go out by themselves, and record who said so on which story."""
    await sources.change(tx, source.id, SourceChange(trust=Trust.AUTOMATIC))
    changes = {}
    if source.trust is Trust.REVIEW:
        changes = {"trust": [Trust.REVIEW.value, Trust.AUTOMATIC.value]}
        details: dict[str, object] = {"title": feed.title, **changes}
        entry = AuditEntry(edition.server_id, "feed-edited", feed.url, now, by.id, details)
        await audits.record(tx, entry)
    return await verdicts.record(
        tx,
        edition.server_id,
        edition.id,
        VerdictKind.TRUSTED,
        at=now,
        actor_id=by.id,
        detail=feed.title or feed.url,
        changes=changes,
    )


async def _to_undo(
    tx: Connection, server_id: ServerId, by: Moderator, verdict_id: VerdictId | None
) -> Verdict:
    if verdict_id is None:
        found = await verdicts.last_by(tx, server_id, by.id)
    else:
        found = await verdicts.get(tx, server_id, verdict_id)
    if found is None:
        raise NotFound("error-undo-nothing")
    if found.undone_at is not None:
        raise InvalidInput("error-undone-already")
    return found
