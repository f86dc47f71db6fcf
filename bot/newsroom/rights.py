"""Who may decide on a story: whoever moderates every channel that it goes to; or for the whole server."""

from collections.abc import Iterable

from bot.domain.edition import Edition
from bot.domain.errors import MayNotModerate, NotFound
from bot.domain.ids import ChannelId, EditionId, ServerId
from bot.domain.verdict import NOWHERE, MayModerate, Moderator
from bot.storage import edition_edits, editions, held
from bot.storage.database import Connection


def check_rights(moderator: Moderator, channels: Iterable[ChannelId]) -> None:
    """Raise MayNotModerate unless somebody moderates all of these channels now.

    Of a story that goes nowhere yet it is asked whether they moderate what no channel hides.
    """
    if not all(moderator.may(channel) for channel in set(channels) or {NOWHERE}):
        raise MayNotModerate("error-may-not-moderate")


async def own_edition(
    tx: Connection,
    server_id: ServerId,
    by: Moderator,
    edition_id: EditionId,
    *,
    missing: str = "error-no-held-story",
) -> Edition:
    """Return a server's story to whoever moderates every channel that it goes to.

    Raises MayNotModerate, and NotFound with the text `missing`.
    """
    edition = await editions.get(tx, edition_id)
    if edition is None or edition.server_id != server_id:
        raise NotFound(missing)
    check_rights(by, await goes_to(tx, edition))
    return edition


async def check_everywhere(tx: Connection, server_id: ServerId, by: Moderator) -> None:
    """Raise MayNotModerate unless somebody moderates the whole server, or the channels of all its tags."""
    channels = [] if by.everywhere else await held.channels(tx, server_id)
    if not by.everywhere and not (channels and all(by.may(each) for each in channels)):
        raise MayNotModerate("error-may-not-everywhere")


async def goes_to(tx: Connection, of: Edition) -> set[ChannelId]:
    """Return the channels of a story: those of its cards and of its tags."""
    return await edition_edits.channels_of(tx, of.id) | {tag.channel_id for tag in of.tags}


async def decides(tx: Connection, may: MayModerate, of: Edition) -> bool:
    """Tell whether somebody moderates every channel to which a story goes."""
    return all(may(channel) for channel in await goes_to(tx, of) or {NOWHERE})
