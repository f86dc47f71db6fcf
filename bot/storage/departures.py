"""What ends when a member is known to have left a server."""

from datetime import datetime

from bot.domain.ids import ServerId, UserId
from bot.domain.reasons import Reason
from bot.storage import digests, notifications, role_changes, subscriptions
from bot.storage.database import Connection


async def left(tx: Connection, server_id: ServerId, user_id: UserId, *, now: datetime) -> None:
    """End a reader's subscriptions and digest in a server: nothing of it reaches who is not there.

    Else Discord would be asked for them with every story. Who comes back can subscribe anew; their hours and
    language are kept.
    """
    await subscriptions.remove_all(tx, server_id, user_id)
    await digests.stop_of_reader(tx, user_id, server_id)
    await role_changes.follow(tx, server_id, user_id, now=now)
    await notifications.drop_of_reader(tx, server_id, user_id, reason=Reason.MEMBER_GONE, now=now)
