"""Homes that go to another channel: the poll goes on at another card, and the old one points there."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, delete, exists, select, update

from bot.domain.delivery import Delivery, DeliveryState, Place
from bot.domain.ids import ChannelId, EditionId, ServerId, TagId
from bot.domain.note import Note
from bot.domain.poll import PollState
from bot.domain.reasons import Reason
from bot.storage import deliveries, discussions, editions, notes, polls, refreshes
from bot.storage.database import Connection
from bot.storage.poll_tables import poll
from bot.storage.tables import delivery, discussion, edition, edition_tag
from bot.storage.upsert import in_pieces, insert

_UNFINISHED = (DeliveryState.POSTED, DeliveryState.THREADED, DeliveryState.WAITING)
_STANDS = (DeliveryState.DONE, DeliveryState.SEEDED)
_OVER = (DeliveryState.FAILED, DeliveryState.REMOVED)


async def begin(
    tx: Connection, edition_id: EditionId, server_id: ServerId, to: ChannelId, *, now: datetime
) -> Delivery | None:
    """Let an edition's home go to a channel; return the card that stands there already, if one does."""
    await tx.execute(update(edition).where(edition.c.id == edition_id).values(move_to=to))
    there = and_(delivery.c.edition_id == edition_id, delivery.c.channel_id == to)
    anew: dict[str, Any] = {
        "state": DeliveryState.QUEUED,
        "card_key": editions.new_card_key(),
        "not_before": now,
        "created_at": now,
    }
    row = {"edition_id": edition_id, "server_id": server_id, "channel_id": to, "home": False, **anew}
    added = insert(tx, delivery).values(row)
    await tx.execute(added.on_conflict_do_nothing(index_elements=["edition_id", "channel_id"]))
    forgotten = dict.fromkeys(("reason", "resume_state", "intent_at", "message_id", "place_id", "terms"))
    over = delivery.c.state.in_(_OVER)
    await tx.execute(update(delivery).where(there, over).values(**anew, **forgotten, attempts=0, absences=0))
    stands = delivery.c.state.in_(_STANDS), delivery.c.message_id.is_not(None)
    found = (await tx.execute(select(*deliveries.COLUMNS).where(there, *stands))).first()
    return None if found is None else deliveries.from_row(found)


async def give_tag(tx: Connection, edition_id: EditionId, tag_id: TagId) -> bool:
    """Give an edition the tag whose channel it moves to; False where it has that."""
    row = {"edition_id": edition_id, "tag_id": tag_id, "reason": Reason.BY_MODERATOR}
    return (await tx.execute(insert(tx, edition_tag).values(row).on_conflict_do_nothing())).rowcount > 0


async def is_awaited(tx: Connection, arriving: Delivery) -> bool:
    """Tell whether a card becomes its edition's home by standing where it does."""
    wanted = select(edition.c.id).where(
        edition.c.id == arriving.edition_id, edition.c.move_to == arriving.channel_id
    )
    return await tx.scalar(wanted) is not None


async def follow(
    tx: Connection, edition_ids: Collection[int], *, left: ChannelId, to: ChannelId | None
) -> None:
    """Let homes that were to go to a channel go to another, where their cards go now instead.

    They stay where they are if no card of theirs is still to come there.
    """
    going = and_(delivery.c.channel_id == to, delivery.c.message_id.is_(None), delivery.c.state.not_in(_OVER))
    coming = exists().where(delivery.c.edition_id == edition.c.id, going, ~delivery.c.home)
    for piece in in_pieces(list(edition_ids)):
        moving = edition.c.id.in_(piece), edition.c.move_to == left
        await tx.execute(update(edition).where(*moving).values(move_to=case((coming, to))))


async def take_home(tx: Connection, arrived: Delivery, *, now: datetime) -> None:
    """Make the card that has arrived the home: the poll goes on there, the old card and discussion say so."""
    place, old = arrived.place, await deliveries.home_of(tx, arrived.edition_id)
    if place is None or old is None:
        raise ValueError(f"delivery {arrived.id} can't become a home")
    of_it = delivery.c.edition_id == arrived.edition_id
    await tx.execute(update(delivery).where(of_it).values(home=delivery.c.id == arrived.id))
    unfinished = delivery.c.id == old.id, delivery.c.state.in_(_UNFINISHED)
    done: dict[str, Any] = {"state": DeliveryState.DONE, "resume_state": None, "lease_until": None}
    await tx.execute(update(delivery).where(*unfinished).values(**done))
    await tx.execute(update(edition).where(edition.c.id == arrived.edition_id).values(move_to=None))
    await _move_poll(tx, arrived.edition_id, place, now=now)
    discussed = await discussions.find(tx, arrived.edition_id)
    fields: dict[str, Any] = {
        "place": [place.channel_id, place.message_id],
        "here": old.channel_id,
        "there": arrived.channel_id,
    }
    if discussed is not None:
        fields["back"] = [discussed.thread_id, discussed.opening_message_id or discussed.thread_id]
        fields["locked"] = await discussions.locked_at(tx, arrived.edition_id) is not None
    await notes.say(tx, arrived.edition_id, "moved", fields, now=now, locks=True)
    await tx.execute(delete(discussion).where(discussion.c.edition_id == arrived.edition_id))
    await refreshes.ask(tx, {arrived.edition_id}, at=now)


async def discuss_anew(tx: Connection, home: Delivery, *, now: datetime) -> None:
    """Let a card that stands and has become the home have its discussion and its seeds."""
    values: dict[str, Any] = {"state": DeliveryState.POSTED, "not_before": now, "lease_until": None}
    await tx.execute(update(delivery).where(delivery.c.id == home.id).values(**values))


async def point_back(tx: Connection, edition_id: EditionId, *, now: datetime) -> None:
    """Say in a discussion that was opened because its story has moved where it was discussed before.

    It is locked where the last one was when the story left that; else one that was locked because the story
    had left it is opened again.
    """
    discussed, moves = await discussions.find(tx, edition_id), await _moves(tx, edition_id)
    if discussed is None or not moves or moves[-1].kind != "moved":
        return
    last, was_left = moves[-1], any(each.locks for each in moves if each.thread_id == discussed.thread_id)
    stays_locked, locks = bool(last.fields.get("locked")), None
    if was_left and not stays_locked:
        locks = None if await discussions.locked_at(tx, edition_id) else False
    if last.thread_id != discussed.thread_id:
        fields = await _way_back(tx, last)
        await notes.say(tx, edition_id, "moved-here", fields, now=now, locks=locks)
    elif locks is False:
        await notes.say(tx, edition_id, "reopened", now=now, locks=locks)
    if stays_locked:
        await notes.say(tx, edition_id, "locked", now=now, locks=True)


async def _way_back(tx: Connection, last: Note) -> dict[str, object]:
    """Return what leads to where a story was discussed last; it may have been elsewhere without one since."""
    home = await deliveries.home_of(tx, last.edition_id)
    return {
        "place": last.fields["back"],
        "here": None if home is None else home.channel_id,
        "there": last.fields["here"],
    }


async def _moves(tx: Connection, edition_id: EditionId) -> list[Note]:
    return [each for each in await notes.of_edition(tx, edition_id) if each.kind in {"moved", "moved-here"}]


async def _move_poll(tx: Connection, edition_id: EditionId, to: Place, *, now: datetime) -> None:
    its_poll = await polls.of_edition(tx, edition_id)
    if its_poll is None:
        return
    if its_poll.state is PollState.OPEN:
        await polls.move(tx, its_poll, to, now=now)
        return
    place = {"channel_id": to.channel_id, "message_id": to.message_id}
    await tx.execute(update(poll).where(poll.c.id == its_poll.id).values(**place))
