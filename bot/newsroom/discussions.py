"""Opening a story's discussion because a reader asks for it."""

from bot.clock import Clock
from bot.domain.edition import EditionState
from bot.domain.errors import NotFound
from bot.domain.ids import CardKey, ServerId, ThreadId
from bot.pipeline.discussing import Discussing
from bot.storage import deliveries, editions, refreshes
from bot.storage.database import Database


class Discussions:
    """Opens discussions on request."""

    def __init__(self, database: Database, discussing: Discussing, clock: Clock) -> None:
        self._database = database
        self._discussing = discussing
        self._clock = clock

    async def open(self, server_id: ServerId, key: CardKey) -> ThreadId:
        """Open the discussion of a card's story, or find it; raise NotFound or a PublishError.

        A story that was taken back has none to be opened, though its card may still offer it.
        """
        async with self._database.read() as tx:
            home = await deliveries.of_card(tx, server_id, key)
            edition = None if home is None else await editions.get(tx, home.edition_id)
        if home is None or edition is None or home.place is None:
            raise NotFound("error-no-such-card")
        if edition.state is not EditionState.CLEARED:
            raise NotFound("error-discussion-taken-back")
        thread_id = await self._discussing.open(edition, home.place, key)
        async with self._database.write() as tx:
            await refreshes.ask(tx, {edition.id}, at=self._clock.now(), homes_only=True)
        return thread_id
