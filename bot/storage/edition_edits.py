"""What a server says of a story in its own words, and what of it its source has changed."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select, update

from bot.domain.delivery import DeliveryState
from bot.domain.edition import EditionState, OwnWords
from bot.domain.ids import ChannelId, EditionId, MessageId, ServerId, StoryId
from bot.domain.poll import Poll, VoteSet
from bot.domain.verdict import Verdict, VerdictKind
from bot.storage import polls, reviews, verdicts
from bot.storage.database import Connection
from bot.storage.desk_tables import review
from bot.storage.poll_tables import option, poll
from bot.storage.tables import delivery, discussion, edition, story
from bot.storage.upsert import in_pieces

# How moderators answer a question about what a source changed.
ANSWERS = (VerdictKind.APPLIED, VerdictKind.KEPT)


async def set_words(tx: Connection, edition_id: EditionId, own: OwnWords, *, now: datetime) -> None:
    """Store a server's own words for a story."""
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
            edited_at=now,
        )
    )


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
    """Ask moderators what becomes of what sources changed at that moment in stories shown in own words.

    A question that stands is drawn again; one that was answered is asked anew, unless just this was kept.
    """
    for piece in in_pieces(sorted(story_ids)):
        differs = or_(
            edition.c.title != story.c.title,
            edition.c.lead != story.c.lead,
            edition.c.image_url != func.coalesce(story.c.image_url, ""),
        )
        changed = await tx.execute(
            select(edition.c.id, edition.c.server_id, story.c.title, story.c.lead, story.c.image_url)
            .join(story, story.c.id == edition.c.story_id)
            .where(
                story.c.id.in_(piece),
                story.c.corrected_at == at,
                edition.c.state == EditionState.CLEARED,
                edition.c.title.is_not(None),
            )
            .where(differs)
        )
        for row in changed.all():
            edition_id = EditionId(row.id)
            last = await verdicts.last(tx, edition_id, ANSWERS)
            said = {"title": row.title, "lead": row.lead, "image": row.image_url or ""}
            if not await is_asked(tx, edition_id, last) and not _was_kept(last, said):
                new = [(edition_id, ServerId(row.server_id))]
                await reviews.want(tx, new, now=at, kind=reviews.CHANGE)
        of_these = select(edition.c.id).where(edition.c.story_id.in_(piece), edition.c.title.is_not(None))
        await reviews.ask(tx, {EditionId(each) for each in await tx.scalars(of_these)}, at=at)


async def is_asked(tx: Connection, edition_id: EditionId, last: Verdict | None) -> bool:
    """Tell whether a question about what a source changed stands that is not answered yet."""
    asked = [review.c.edition_id == edition_id, review.c.kind == reviews.CHANGE]
    if last is not None:
        asked.append(review.c.created_at > last.at)
    return bool(await tx.scalar(select(exists().where(*asked))))


def _was_kept(last: Verdict | None, said: Mapping[str, str]) -> bool:
    """Tell whether moderators kept their words against just what a source says now."""
    if last is None or last.kind is not VerdictKind.KEPT:
        return False
    against = {name: pair[1] for name, pair in last.changes.items() if isinstance(pair, list)}
    return all(said[name] == words for name, words in against.items() if name in said)
