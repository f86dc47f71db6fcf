"""What moderators decide on a story that waits for them: who is first decides, and a row says so.

The decision is stored before anything follows from it: what follows is the work of walks, which go on after
a crash. Whoever decides has to moderate every channel that the story goes to.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.edition import Edition, EditionState, sight_of
from bot.domain.errors import AlreadyDecided, InvalidInput, MayNotModerate, NotFound
from bot.domain.holding import DeskRule, DeskRuleKind, outlets_of
from bot.domain.ids import ChannelId, EditionId, ServerId, VerdictId
from bot.domain.source import SourceChange, Trust
from bot.domain.text import cut_at_word, in_paragraphs
from bot.domain.verdict import NOWHERE, MayModerate, Moderator, RejectReason, Verdict, VerdictKind
from bot.newsroom.undoing import Revert, take_back
from bot.storage import (
    audits,
    breaking,
    clearing,
    deliveries,
    desk_rules,
    edition_edits,
    editions,
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


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was made just now. detail: the source that is trusted, the outlet that is blocked."""

    verdict_id: VerdictId
    kind: VerdictKind
    edition: Edition
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A decision that was taken back just now, with the edition as it is after that."""

    verdict: Verdict
    edition: Edition


def check_rights(moderator: Moderator, channels: Iterable[ChannelId]) -> None:
    """Raise MayNotModerate unless somebody moderates all of these channels now.

    Of a story that goes nowhere yet it is asked whether they moderate what no channel hides.
    """
    if not all(moderator.may(channel) for channel in set(channels) or {NOWHERE}):
        raise MayNotModerate("error-may-not-moderate")


async def decides(tx: Connection, may: MayModerate, of: Edition) -> bool:
    """Tell whether somebody moderates every channel to which a story goes."""
    return all(may(channel) for channel in await _goes_to(tx, of) or {NOWHERE})


def already_decided(last: Verdict | None) -> AlreadyDecided:
    """Return what the second of two moderators is told: who decided what, and when."""
    if last is None:
        return AlreadyDecided("error-already-decided")
    fields: dict[str, object] = {"kind": last.kind.value, "at": last.at}
    if last.actor_id is None:
        return AlreadyDecided("error-already-decided-itself", **fields)
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
        self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, seen: str | None = None
    ) -> Decided:
        """Let a held story go out as it is; pressed twice in a row by one person, it is decided once.

        seen: `sight_of` what the moderator was shown: where the story is another since, InvalidInput is
        raised and nothing is done. Raises AlreadyDecided, MayNotModerate, NotFound.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            edition = await _edition(tx, server_id, by, edition_id)
            if (before := await _once_more(tx, edition, by, VerdictKind.APPROVED, now=now)) is not None:
                return Decided(before.id, before.kind, edition)
            await _check_held(tx, edition)
            verdict_id = await self._let_out(tx, edition, by, seen=seen, now=now)
        self._wake_all()
        return Decided(verdict_id, VerdictKind.APPROVED, edition)

    async def call_breaking(
        self, server_id: ServerId, by: Moderator, edition_id: EditionId, *, seen: str | None = None
    ) -> Decided:
        """Let a story go out as one that can't wait, held or cleared; raises as `approve` does."""
        now = self._clock.now()
        async with self._database.write() as tx:
            edition = await _edition(tx, server_id, by, edition_id)
            if edition.state is EditionState.HELD:
                await self._let_out(tx, edition, by, seen=seen, now=now)
            elif edition.state is not EditionState.CLEARED:
                raise already_decided(await verdicts.last(tx, edition_id, _DECISIONS))
            elif edition.breaking_at is not None:
                raise InvalidInput("error-breaking-already", title=_title(edition))
            await breaking.begin(tx, server_id, edition_id, now=now)
            verdict_id = await verdicts.record(
                tx, server_id, edition_id, VerdictKind.BREAKING, at=now, actor_id=by.id
            )
            home = await deliveries.home_of(tx, edition_id)
            details = {"edition": edition_id, "home": None if home is None else home.channel_id}
            entry = AuditEntry(server_id, "story-breaking", _title(edition), now, by.id, details)
            await audits.record(tx, entry)
            await reviews.ask(tx, {edition_id}, at=now)
        self._wake_all()
        return Decided(verdict_id, VerdictKind.BREAKING, edition)

    async def reject(
        self,
        server_id: ServerId,
        by: Moderator,
        edition_id: EditionId,
        *,
        reason: RejectReason,
        detail: str = "",
    ) -> Decided:
        """Let a held story not go out; pressed twice, and raises, as with `approve`."""
        now, words = self._clock.now(), in_paragraphs(detail)
        if len(words) > LONGEST_REASON:
            raise InvalidInput("error-reason-long", most=LONGEST_REASON)
        if reason is RejectReason.OTHER and not words:
            raise InvalidInput("error-reason-missing")
        async with self._database.write() as tx:
            edition = await _edition(tx, server_id, by, edition_id)
            before = await _once_more(tx, edition, by, VerdictKind.REJECTED, now=now)
            if before is not None and (before.reason, before.detail) == (reason, words):
                return Decided(before.id, before.kind, edition)
            await _check_held(tx, edition)
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
            feed_id = await clearing.brought_by(tx, edition)
            used = None if feed_id is None else await sources.get(tx, server_id, feed_id)
            if used is None:
                raise InvalidInput("error-trust-no-source")
            source, feed = used
            reviewed = source.trust is Trust.REVIEW
            if not reviewed and not await desk_rules.still_first(tx, server_id, source.feed_id):
                raise InvalidInput(
                    "error-trusted-already", source=cut_at_word(feed.title or feed.url, _TITLE)
                )
            await sources.change(tx, source.id, SourceChange(trust=Trust.AUTOMATIC))
            changes = {"trust": [Trust.REVIEW.value, Trust.AUTOMATIC.value]} if reviewed else {}
            verdict_id = await verdicts.record(
                tx,
                server_id,
                edition_id,
                VerdictKind.TRUSTED,
                at=now,
                actor_id=by.id,
                detail=feed.title or feed.url,
                changes=changes,
            )
            if reviewed:
                details: dict[str, object] = {"title": feed.title, **changes}
                await audits.record(tx, AuditEntry(server_id, "feed-edited", feed.url, now, by.id, details))
            await reviews.ask(tx, {edition_id}, at=now)
        self._wake_all()
        return Decided(verdict_id, VerdictKind.TRUSTED, edition, feed.title or feed.url)

    async def block(self, server_id: ServerId, by: Moderator, edition_id: EditionId) -> Decided:
        """Reject a held story, and let no other of its outlet come in any more, by its name and its host.

        Raises as `approve` does.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            edition = await self._held(tx, server_id, by, edition_id)
            outlets = outlets_of(edition.source_words or edition.story.draft)
            if not outlets:
                raise InvalidInput("error-block-no-outlet")
            await clearing.end(tx, edition_id, EditionState.REJECTED, now=now)
            rules = [DeskRule(DeskRuleKind.BLOCK, outlet) for outlet in outlets]
            await desk_rules.add(tx, server_id, rules, by=by.id, now=now)
            verdict_id = await verdicts.record(
                tx,
                server_id,
                edition_id,
                VerdictKind.BLOCKED,
                at=now,
                actor_id=by.id,
                detail=outlets[0],
                changes={"outlet": [None, " · ".join(outlets)]},
            )
            details: dict[str, object] = {"outlets": list(outlets)}
            await audits.record(
                tx, AuditEntry(server_id, "desk-outlet-blocked", outlets[0], now, by.id, details)
            )
            await reviews.ask(tx, {edition_id}, at=now)
        self._wake_all()
        return Decided(verdict_id, VerdictKind.BLOCKED, edition, outlets[0])

    async def undo(
        self, server_id: ServerId, by: Moderator, verdict_id: VerdictId | None = None
    ) -> TakenBack:
        """Take a decision back: the person's last one that stands, or this one, whoever made it.

        Raises InvalidInput where it is too late or can't be, MayNotModerate, NotFound.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            verdict = await _to_undo(tx, server_id, by, verdict_id)
            edition = await _edition(tx, server_id, by, verdict.edition_id)
            for each in await _made_together(tx, verdict):
                await take_back(tx, each, edition, self._reverts, by=by, now=now)
                await verdicts.undo(tx, each.id, actor_id=by.id, at=now)
            after = await editions.get(tx, edition.id)
        self._wake_all()
        return TakenBack(verdict, after or edition)

    async def _let_out(
        self, tx: Connection, held: Edition, by: Moderator, *, seen: str | None, now: datetime
    ) -> VerdictId:
        if seen is not None and seen != sight_of(held):
            raise InvalidInput("error-story-changed")
        if not held.tags:
            raise InvalidInput("error-no-tag-yet")
        await clearing.let_out(tx, held, now=now, at=now + self._grace)
        await reviews.ask(tx, {held.id}, at=now)
        return await verdicts.record(
            tx, held.server_id, held.id, VerdictKind.APPROVED, at=now, actor_id=by.id
        )

    async def _held(
        self, tx: Connection, server_id: ServerId, by: Moderator, edition_id: EditionId
    ) -> Edition:
        """Return a held edition; raise AlreadyDecided, MayNotModerate, NotFound."""
        edition = await _edition(tx, server_id, by, edition_id)
        await _check_held(tx, edition)
        return edition

    def _wake_all(self) -> None:
        for event in self._wake:
            event.set()


async def _edition(tx: Connection, server_id: ServerId, by: Moderator, edition_id: EditionId) -> Edition:
    """Return an edition of a server, whose channels the person moderates; raise MayNotModerate, NotFound."""
    edition = await editions.get(tx, edition_id)
    if edition is None or edition.server_id != server_id:
        raise NotFound("error-no-held-story")
    check_rights(by, await _goes_to(tx, edition))
    return edition


async def _goes_to(tx: Connection, edition: Edition) -> set[ChannelId]:
    return await edition_edits.channels_of(tx, edition.id) | {tag.channel_id for tag in edition.tags}


async def _check_held(tx: Connection, edition: Edition) -> None:
    """Raise AlreadyDecided for an edition that waits no more."""
    if edition.state is not EditionState.HELD:
        raise already_decided(await verdicts.last(tx, edition.id, _DECISIONS))


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


async def _made_together(tx: Connection, verdict: Verdict) -> list[Verdict]:
    """Return what one click has decided, the last first: who called a held story breaking approved it too."""
    together = {VerdictKind.APPROVED, VerdictKind.BREAKING}
    if verdict.kind not in together:
        return [verdict]
    return [
        each
        for each in reversed(await verdicts.of_edition(tx, verdict.edition_id))
        if each.kind in together
        and each.undone_at is None
        and (each.at, each.actor_id) == (verdict.at, verdict.actor_id)
    ]


def _title(edition: Edition) -> str:
    return cut_at_word(edition.story.draft.title, _TITLE)
