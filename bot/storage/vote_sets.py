"""The vote sets that servers keep under a name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.engine import Row

from bot.domain.errors import AlreadyThere
from bot.domain.ids import ServerId, VoteSetId
from bot.domain.poll import NamedVoteSet, PollMode, VoteOption, VoteSet, emoji_key
from bot.storage.database import Connection
from bot.storage.tables import vote_set, vote_set_option


async def add(
    tx: Connection, server_id: ServerId, *, key: str, name: str, new: VoteSet, now: datetime
) -> NamedVoteSet:
    """Keep a vote set under a name; raise AlreadyThere."""
    if await find(tx, server_id, key) is not None:
        raise AlreadyThere("error-vote-set-already-there", name=name)
    values = {
        "server_id": server_id,
        "key": key,
        "name": name,
        "question": new.question,
        "mode": new.mode,
        "created_at": now,
    }
    added = VoteSetId(
        (await tx.execute(insert(vote_set).values(values).returning(vote_set.c.id))).scalar_one()
    )
    await _add_options(tx, added, new.options)
    return NamedVoteSet(added, server_id, key, name, new)


async def change(
    tx: Connection, of: NamedVoteSet, changes: Mapping[str, object], options: Sequence[VoteOption] | None
) -> None:
    """Change some of a vote set: by columns, and all options or none; what has been asked with it stays."""
    if changes:
        await tx.execute(update(vote_set).where(vote_set.c.id == of.id).values(**changes))
    if options is not None:
        await tx.execute(delete(vote_set_option).where(vote_set_option.c.vote_set_id == of.id))
        await _add_options(tx, of.id, options)


async def get(tx: Connection, vote_set_id: VoteSetId) -> NamedVoteSet | None:
    """Return a vote set."""
    return next(iter(await _named(tx, vote_set.c.id == vote_set_id)), None)


async def find(tx: Connection, server_id: ServerId, key: str) -> NamedVoteSet | None:
    """Return the server's vote set of that key."""
    wanted = (vote_set.c.server_id == server_id) & (vote_set.c.key == key)
    return next(iter(await _named(tx, wanted)), None)


async def of_server(tx: Connection, server_id: ServerId) -> tuple[NamedVoteSet, ...]:
    """Return the server's vote sets, the oldest first."""
    return tuple(await _named(tx, vote_set.c.server_id == server_id))


async def remove(tx: Connection, vote_set_id: VoteSetId) -> None:
    """Remove a vote set; its tags go back to the default one, and polls keep what they have."""
    await tx.execute(delete(vote_set).where(vote_set.c.id == vote_set_id))


async def replace_emoji(tx: Connection, server_id: ServerId, gone: str) -> None:
    """Give the options of a server's vote sets another emoji where theirs was deleted."""
    for named in await of_server(tx, server_id):
        for choice in named.vote_set.options:
            if emoji_key(choice.emoji) == emoji_key(gone):
                emoji = named.vote_set.replacement_for(choice)
                of_set, of_option = vote_set_option.c.vote_set_id, vote_set_option.c.emoji_key
                known_by = and_(of_set == named.id, of_option == emoji_key(gone))
                new = {"emoji": emoji, "emoji_key": emoji_key(emoji)}
                await tx.execute(update(vote_set_option).where(known_by).values(new))


async def _add_options(tx: Connection, vote_set_id: VoteSetId, options: Sequence[VoteOption]) -> None:
    rows = [
        {
            "vote_set_id": vote_set_id,
            "emoji_key": emoji_key(choice.emoji),
            "emoji": choice.emoji,
            "label": choice.label,
            "valence": choice.valence,
            "position": position,
        }
        for position, choice in enumerate(options)
    ]
    await tx.execute(insert(vote_set_option), rows)


async def _named(tx: Connection, wanted: ColumnElement[bool]) -> list[NamedVoteSet]:
    rows = (await tx.execute(select(vote_set).where(wanted).order_by(vote_set.c.id))).all()
    options = await tx.execute(
        select(vote_set_option)
        .where(vote_set_option.c.vote_set_id.in_([row.id for row in rows]))
        .order_by(vote_set_option.c.position)
    )
    choices: dict[int, list[VoteOption]] = defaultdict(list)
    for row in options:
        choices[row.vote_set_id].append(VoteOption(row.emoji, row.label, row.valence))
    return [_vote_set(row, tuple(choices[row.id])) for row in rows]


def _vote_set(row: Row[Any], options: tuple[VoteOption, ...]) -> NamedVoteSet:
    return NamedVoteSet(
        id=VoteSetId(row.id),
        server_id=ServerId(row.server_id),
        key=row.key,
        name=row.name,
        vote_set=VoteSet(row.question, options, PollMode(row.mode)),
        is_default=row.is_default,
    )
