"""The whole history of a story in one server, from what is stored alone."""

from dataclasses import replace

from bot.domain.channel import MaySee
from bot.domain.errors import NotFound
from bot.domain.history import Carded, Decided, Event, Held, MergedHere, Noted, Timeline, Undone, in_order
from bot.domain.ids import EditionId, ServerId
from bot.domain.verdict import VerdictKind
from bot.newsroom.known_tags import KnownTags, known_tags
from bot.storage import editions, history, searching
from bot.storage.database import Connection, Database


class History:
    """Tells what happened to a server's editions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, server_id: ServerId, edition_id: EditionId, may_see: MaySee) -> Timeline:
        """Return what happened to an edition, the first first; raise NotFound.

        An edition in a channel that is hidden from the person is not there, and other stories in such
        channels have no title, nor have tags a name; its cards and notes there are not told of.
        """
        async with self._database.read() as tx:
            edition = await editions.get(tx, edition_id)
            if edition is None or edition.server_id != server_id:
                raise NotFound("error-no-held-story")
            if not await _seen(tx, edition_id, may_see):
                raise NotFound("error-no-held-story")
            known = await known_tags(tx, server_id, may_see)
            told = [_told(each, known) for each in await history.events(tx, edition)]
            events = [await _shown(tx, each, may_see) for each in told if each is not None]
        draft = edition.story.draft
        return Timeline(
            server_id, edition_id, edition.story.id, draft.title, draft.link, edition.state, in_order(events)
        )


def _told(event: Event, known: KnownTags) -> Event | None:
    """Return an event without the name of a tag that the person does not know of; None for a hidden one."""
    match event:
        case Held():
            return replace(event, holds=known.holds(event.holds))
        case Decided() | Undone():
            return replace(event, verdict=known.verdict(event.verdict))
        case Carded():
            return known.card(event)
        case Noted():
            return known.note(event)
    return event


async def _shown(tx: Connection, event: Event, may_see: MaySee) -> Event:
    """Return an event without the title of a story that the person may not see."""
    match event:
        case MergedHere() if not await _seen(tx, event.edition_id, may_see):
            return replace(event, title="")
        case Decided() if event.verdict.kind is VerdictKind.MERGED:
            into = event.verdict.changes.get("into")
            target = into[1] if isinstance(into, list) else None
            if isinstance(target, int) and not await _seen(tx, EditionId(target), may_see):
                return replace(event, other="")
    return event


async def _seen(tx: Connection, edition_id: EditionId, may_see: MaySee) -> bool:
    home = await searching.home_of(tx, edition_id)
    return home is None or may_see(home)
