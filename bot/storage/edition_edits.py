"""What a server says of a story in its own words, and what of it its source has changed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from bot.domain.delivery import DeliveryState
from bot.domain.edition import Edition, EditionState, OwnWords
from bot.domain.ids import ChannelId, EditionId, MessageId, ServerId, StoryId
from bot.domain.poll import Poll, VoteSet
from bot.domain.review import ReviewKind
from bot.domain.story import StoryDraft
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wording import Difference, differences, is_same
from bot.storage import edition_index, editions, pinned, polls, reviews, verdicts
from bot.storage.database import Connection
from bot.storage.desk_tables import review
from bot.storage.poll_tables import option, poll
from bot.storage.tables import delivery, discussion, edition
from bot.storage.upsert import in_pieces

# Of an edition, as good as always fewer: the tags of a piece are read at once.
_TAGS = 10
# How moderators answer a question about what a source changed.
ANSWERS = (VerdictKind.APPLIED, VerdictKind.KEPT)


async def set_words(
    tx: Connection, edition_id: EditionId, own: OwnWords, *, now: datetime, kept: StoryDraft | None = None
) -> None:
    """Store a server's own words for a story; kept: the draft that they are on top of, for ever."""
    await tx.execute(
        update(edition)
        .where(edition.c.id == edition_id)
        .values(
            title=own.title,
            lead=own.lead,
            image_url=own.image_url,
            opening=own.opening,
            poll_question=own.poll_question,
            vote_set_id=own.vote_set_id,
            pinned=None if kept is None else pinned.stored(kept),
            edited_at=now,
        )
    )
    await edition_index.index(tx, [edition_id])


async def channels_of(tx: Connection, edition_id: EditionId) -> set[ChannelId]:
    """Return the channels in which cards of an edition stand, or will."""
    gone = delivery.c.state == DeliveryState.REMOVED
    rows = await tx.scalars(select(delivery.c.channel_id).where(delivery.c.edition_id == edition_id, ~gone))
    return {ChannelId(each) for each in rows}


async def of_message(tx: Connection, server_id: ServerId, message_id: MessageId) -> EditionId | None:
    """Return the edition that a message is about: a card, an opening, a result, a review."""
    asked = (
        select(delivery.c.edition_id).where(
            delivery.c.server_id == server_id, delivery.c.message_id == message_id
        ),
        select(discussion.c.edition_id).where(
            discussion.c.server_id == server_id, discussion.c.opening_message_id == message_id
        ),
        select(poll.c.edition_id).where(
            poll.c.server_id == server_id, poll.c.result_message_id == message_id
        ),
        select(review.c.edition_id).where(
            review.c.server_id == server_id,
            review.c.message_id == message_id,
            review.c.edition_id.is_not(None),
        ),
    )
    for each in asked:
        if (found := await tx.scalar(each)) is not None:
            return EditionId(found)
    return None


async def ask_otherwise(tx: Connection, of: Poll, asked: VoteSet) -> None:
    """Let an open poll, in which nobody has voted, ask something else."""
    await tx.execute(update(poll).where(poll.c.id == of.id).values(question=asked.question, mode=asked.mode))
    await tx.execute(delete(option).where(option.c.poll_id == of.id))
    await polls.add_options(tx, of.id, asked)


async def ask_of_changed(tx: Connection, story_ids: Collection[StoryId], *, at: datetime) -> None:
    """Ask moderators what becomes of what sources have changed in stories that are shown as they were.

    A question that stands is drawn again; one that was answered is asked anew, unless just this was kept.
    """
    ids: list[EditionId] = []
    for stories in in_pieces(sorted(story_ids)):
        of_these = select(edition.c.id).where(edition.c.story_id.in_(stories), edition.c.pinned.is_not(None))
        ids += [EditionId(each) for each in await tx.scalars(of_these)]
    for piece in in_pieces(ids, variables_each=_TAGS):
        found = await editions.several(tx, piece)
        await edition_index.index_these(tx, found)
        await reviews.want(tx, await _unasked(tx, found), now=at, kind=ReviewKind.CHANGE)
        await reviews.ask(tx, piece, at=at)


async def is_asked(tx: Connection, edition_id: EditionId, last: Verdict | None) -> bool:
    """Tell whether a question about what a source changed stands that is not answered yet."""
    return _stands((await _asked_at(tx, [edition_id])).get(edition_id), last)


async def _unasked(tx: Connection, found: Sequence[Edition]) -> list[tuple[EditionId, ServerId]]:
    """Return those that sources changed, and of which nobody is asked, or has kept just this."""
    posted = (each for each in found if each.state is EditionState.CLEARED)
    changed = [(each, changes) for each in posted if (changes := differences(each))]
    ids = [each.id for each, _ in changed]
    last, asked = await verdicts.last_of_each(tx, ids, ANSWERS), await _asked_at(tx, ids)
    return [
        (each.id, each.server_id)
        for each, changes in changed
        if not _stands(asked.get(each.id), last.get(each.id)) and not _was_kept(last.get(each.id), changes)
    ]


async def _asked_at(tx: Connection, edition_ids: Sequence[EditionId]) -> dict[EditionId, datetime]:
    """Return when the last question was asked about what a source changed, of those that have one."""
    latest = func.max(review.c.created_at, type_=review.c.created_at.type)
    of_changes = review.c.edition_id.in_(edition_ids), review.c.kind == ReviewKind.CHANGE
    found = select(review.c.edition_id, latest).where(*of_changes).group_by(review.c.edition_id)
    return {EditionId(row[0]): row[1] for row in await tx.execute(found)}


def _stands(asked_at: datetime | None, last: Verdict | None) -> bool:
    return asked_at is not None and (last is None or asked_at > last.at)


def _was_kept(last: Verdict | None, changes: Sequence[Difference]) -> bool:
    """Tell whether moderators kept their words against just what a source says now."""
    if last is None or last.kind is not VerdictKind.KEPT:
        return False
    against = {name: pair[1] for name, pair in last.changes.items() if isinstance(pair, list)}
    return all(
        each.name in against and is_same(each.name, against[each.name], each.source) for each in changes
    )
