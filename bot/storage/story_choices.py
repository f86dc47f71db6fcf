"""Stories that a moderator may mean: in whatever state they are, posted or not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.domain.delivery import DeliveryState
from bot.domain.edition import EditionState
from bot.domain.ids import ChannelId, EditionId, ServerId
from bot.domain.poll import PollState
from bot.storage.database import Connection
from bot.storage.poll_tables import poll
from bot.storage.tables import delivery, edition, story

ALL_STATES = frozenset(EditionState)


@dataclass(frozen=True, slots=True)
class ListedStory:
    """A story of a server as it is chosen. channel_id: of its home; None where no tag leads anywhere.

    card_gone: whether its home card stood, or was to, and never will again.
    """

    edition_id: EditionId
    title: str
    channel_id: ChannelId | None
    breaking_at: datetime | None
    card_gone: bool


async def listed(
    tx: Connection,
    server_id: ServerId,
    *,
    limit: int,
    states: Collection[EditionState] = ALL_STATES,
    since: datetime | None = None,
    only: Sequence[EditionId] | None = None,
    words: Sequence[str] = (),
    link: str | None = None,
) -> list[ListedStory]:
    """Return stories of a server, the newest first.

    only: these alone. words: those whose title has all of them, in whatever case. link: of this address.
    """
    shown_title = func.coalesce(edition.c.title, story.c.title)
    wanted: list[ColumnElement[bool]] = [
        edition.c.server_id == server_id,
        edition.c.state.in_([each.value for each in states]),
        *(shown_title.icontains(word, autoescape=True) for word in words),
    ]
    if since is not None:
        wanted.append(edition.c.created_at >= since)
    if only is not None:
        wanted.append(edition.c.id.in_(only))
    if link is not None:
        wanted.append(or_(story.c.link == link, story.c.key == link))
    gone = or_(delivery.c.state == DeliveryState.REMOVED, poll.c.state == PollState.ORPHANED)
    rows = await tx.execute(
        select(
            *(edition.c.id, shown_title.label("title"), edition.c.breaking_at),
            *(delivery.c.channel_id, gone.label("card_gone")),
        )
        .join(story, story.c.id == edition.c.story_id)
        .outerjoin(delivery, and_(delivery.c.edition_id == edition.c.id, delivery.c.home))
        .outerjoin(poll, poll.c.edition_id == edition.c.id)
        .where(*wanted)
        .order_by(edition.c.created_at.desc(), edition.c.id.desc())
        .limit(limit)
    )
    return [
        ListedStory(
            EditionId(row.id),
            row.title,
            None if row.channel_id is None else ChannelId(row.channel_id),
            row.breaking_at,
            card_gone=bool(row.card_gone),
        )
        for row in rows
    ]
