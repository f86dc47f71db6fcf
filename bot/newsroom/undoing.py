"""Taking decisions back: what each kind has done, while nobody has read what came of it.

approved, breaking      until a card of it is begun       → held again, or as any other
rejected, expired       while it still is                 → held again, with its full time
blocked                 the outlet comes in again         → held again
trusted                 the source is under review again
locked, reopened        while no other of these came      → the discussion as it was before
the rest                by those who made it: see `Revert`
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.edition import Edition, EditionState
from bot.domain.errors import InvalidInput
from bot.domain.holding import DeskRuleKind
from bot.domain.source import Feed, Source, SourceChange, Trust
from bot.domain.verdict import Moderator, Verdict, VerdictKind
from bot.storage import clearing, desk_rules, notes, reviews, sources, verdicts
from bot.storage.database import Connection

_ENDED = {
    VerdictKind.REJECTED: EditionState.REJECTED,
    VerdictKind.EXPIRED: EditionState.EXPIRED,
}
# Whoever let a story out kept these of its words; an edit names them so.
_KEPT = {"title": "title", "lead": "lead", "image": "image_url"}
_OF_WORDS = frozenset({VerdictKind.EDITED, VerdictKind.APPLIED, VerdictKind.KEPT})


class Revert(Protocol):
    """Takes a decision back that was made elsewhere."""

    async def __call__(self, tx: Connection, verdict: Verdict, /, *, by: Moderator, now: datetime) -> bool:
        """Let it not have been made; False where it was changed again since.

        May raise InvalidInput, MayNotModerate.
        """


async def take_back(
    tx: Connection,
    verdict: Verdict,
    of: Edition,
    reverts: Mapping[VerdictKind, Revert],
    *,
    by: Moderator,
    now: datetime,
) -> None:
    """Let a decision on an edition not have been made.

    Raises InvalidInput where that is too late, MayNotModerate where it takes other rights than the edition.
    """
    match verdict.kind:
        case VerdictKind.APPROVED:
            await _hold_approved(tx, of, now=now)
        case VerdictKind.REJECTED | VerdictKind.EXPIRED:
            if of.state is not _ENDED[verdict.kind]:
                raise _too_late(of)
            await clearing.hold_again(tx, of, now=now)
        case VerdictKind.BLOCKED:
            await _unblock(tx, verdict, of, now=now)
        case VerdictKind.TRUSTED:
            await _distrust(tx, verdict, of)
        case VerdictKind.BREAKING:
            await _calm(tx, of)
        case VerdictKind.LOCKED | VerdictKind.REOPENED:
            await _turn_lock(tx, verdict, of, now=now)
        case kind:
            revert = reverts.get(kind)
            if revert is None:
                raise InvalidInput("error-undo-never", kind=kind.value, title=of.short_title)
            if not await revert(tx, verdict, by=by, now=now):
                raise _too_late(of)
    await reviews.ask(tx, {of.id}, at=now)


async def made_together(tx: Connection, verdict: Verdict) -> list[Verdict]:
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


async def source_of(tx: Connection, of: Edition) -> tuple[Source, Feed]:
    """Return the source that brought a story, with its feed; raise InvalidInput where there is none now."""
    feed_id = await clearing.brought_by(tx, of)
    used = None if feed_id is None else await sources.get(tx, of.server_id, feed_id)
    if used is None:
        raise InvalidInput("error-trust-no-source")
    return used


async def _hold_approved(tx: Connection, of: Edition, *, now: datetime) -> None:
    if of.state is not EditionState.CLEARED:
        raise _too_late(of)
    await _check_unposted(tx, of)
    edited = {
        _KEPT[name]
        for each in await verdicts.of_edition(tx, of.id)
        if each.kind in _OF_WORDS and each.undone_at is None
        for name in each.changes.keys() & _KEPT.keys()
    }
    await clearing.hold_again(tx, of, now=now, forget=set(_KEPT.values()) - edited)


async def _unblock(tx: Connection, verdict: Verdict, of: Edition, *, now: datetime) -> None:
    """Take those rules away that came with the block; others had been there before."""
    rules = await desk_rules.of_server(tx, verdict.server_id)
    made = [each for each in rules if each.kind is DeskRuleKind.BLOCK and each.added_at == verdict.at]
    await desk_rules.remove(tx, verdict.server_id, [each.id for each in made if each.id is not None])
    last = await verdicts.last(tx, of.id, [VerdictKind.REJECTED, VerdictKind.BLOCKED])
    if of.state is EditionState.REJECTED and last is not None and last.id == verdict.id:
        await clearing.hold_again(tx, of, now=now)


async def _distrust(tx: Connection, verdict: Verdict, of: Edition) -> None:
    source, _ = await source_of(tx, of)
    if "trust" in verdict.changes:
        await sources.change(tx, source.id, SourceChange(trust=Trust.REVIEW))


async def _calm(tx: Connection, of: Edition) -> None:
    await _check_unposted(tx, of)
    await clearing.calm(tx, of.id)


async def _turn_lock(tx: Connection, verdict: Verdict, of: Edition, *, now: datetime) -> None:
    """Let a discussion be as it was before it was locked, or opened again, and say so there."""
    last = await verdicts.last(tx, of.id, [VerdictKind.LOCKED, VerdictKind.REOPENED])
    if of.state is not EditionState.CLEARED or last is None or last.id != verdict.id:
        raise _too_late(of)
    locks = verdict.kind is VerdictKind.REOPENED
    await notes.say(tx, of.id, "locked" if locks else "reopened", {"reason": ""}, now=now, locks=locks)


async def _check_unposted(tx: Connection, of: Edition) -> None:
    if await clearing.is_begun(tx, of.id):
        raise InvalidInput("error-undo-posted", title=of.short_title)


def _too_late(of: Edition) -> InvalidInput:
    return InvalidInput("error-undo-late", title=of.short_title)
