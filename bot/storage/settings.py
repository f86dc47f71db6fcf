"""What an owner has set for a whole server."""

from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.engine import Row

from bot.domain.ids import ChannelId, RoleId, ServerId, VoteSetId
from bot.domain.quiet import QuietHours
from bot.domain.server import ServerSettings
from bot.storage.database import Connection
from bot.storage.tables import server, vote_set

_its_default = select(vote_set.c.id).where(vote_set.c.server_id == server.c.id, vote_set.c.is_default)
_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _its_default.limit(1).scalar_subquery().label("vote_set_id"),
    server.c.language,
    server.c.time_zone,
    server.c.review_channel_id,
    server.c.moderator_role_id,
    server.c.quiet_from,
    server.c.quiet_until,
    server.c.cards_per_hour,
    server.c.poll_hours,
    server.c.ping_from,
    server.c.review_hours,
    server.c.clips_per_day,
    server.c.clip_role_id,
)


async def of(tx: Connection, server_id: ServerId) -> ServerSettings:
    """Return a server's settings; the usual ones of a server that is not known."""
    row = (await tx.execute(select(*_COLUMNS).where(server.c.id == server_id))).first()
    return ServerSettings() if row is None else _settings(row)


async def change(tx: Connection, server_id: ServerId, to: ServerSettings) -> None:
    """Let a server have these settings from now on."""
    quiet = to.quiet
    await tx.execute(
        update(server)
        .where(server.c.id == server_id)
        .values(
            language=to.language,
            time_zone=to.time_zone,
            review_channel_id=to.review_channel_id,
            moderator_role_id=to.moderator_role_id,
            quiet_from=None if quiet is None else quiet.start,
            quiet_until=None if quiet is None else quiet.end,
            cards_per_hour=to.cards_per_hour,
            poll_hours=to.poll_hours,
            ping_from=to.ping_from,
            review_hours=to.review_hours,
            clips_per_day=to.clips_per_day,
            clip_role_id=to.clip_role_id,
        )
    )
    await tx.execute(
        update(vote_set)
        .where(vote_set.c.server_id == server_id)
        .values(is_default=vote_set.c.id == (to.vote_set_id or 0))
    )


def _settings(row: Row[Any]) -> ServerSettings:
    return ServerSettings(
        language=row.language,
        time_zone=row.time_zone,
        review_channel_id=None if row.review_channel_id is None else ChannelId(row.review_channel_id),
        moderator_role_id=None if row.moderator_role_id is None else RoleId(row.moderator_role_id),
        quiet=None if row.quiet_from is None else QuietHours(row.quiet_from, row.quiet_until),
        cards_per_hour=row.cards_per_hour,
        poll_hours=row.poll_hours,
        ping_from=row.ping_from,
        vote_set_id=None if row.vote_set_id is None else VoteSetId(row.vote_set_id),
        review_hours=row.review_hours,
        clips_per_day=row.clips_per_day,
        clip_role_id=None if row.clip_role_id is None else RoleId(row.clip_role_id),
    )
