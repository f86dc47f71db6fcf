"""Stories that readers put aside for themselves."""

from bot.clock import Clock
from bot.domain.channel import MaySee
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import CardKey, EditionId, ServerId, UserId
from bot.domain.nearest import places
from bot.domain.ranking import titles_like
from bot.domain.text import cut_at_word, one_line
from bot.newsroom.finding import Listed, listed, must_name, visible
from bot.storage import editions, overview, saved, searching
from bot.storage.database import Connection, Database
from bot.storage.searching import FoundStory, Wanted

# In one server. More than anybody reads again; a list has to end somewhere.
MOST_SAVED = 500
_TITLE = 100
_CHOICES = 25


class SavedStories:
    """A reader's own list in each server. What they may not see now is not on it, until they may again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def toggle(
        self, server_id: ServerId, user_id: UserId, key: CardKey, may_see: MaySee
    ) -> tuple[str, bool]:
        """Put the story of a card aside, or take it from the list; return its title, and whether it is there.

        Raises NotFound for a card whose story the reader may not see, and InvalidInput when the list is full.
        """
        async with self._database.write() as tx:
            edition_id = await overview.edition_of_card(tx, server_id, key)
            home = None if edition_id is None else await searching.home_of(tx, edition_id)
            edition = None if edition_id is None else await editions.get(tx, edition_id)
            if edition is None or home is None or not may_see(home):
                raise NotFound("error-story-gone")
            title = edition.story.draft.title
            if await saved.remove(tx, user_id, edition.id):
                return title, False
            if await saved.count(tx, server_id, user_id) >= MOST_SAVED:
                raise InvalidInput("error-saved-full", limit=MOST_SAVED)
            await saved.add(tx, server_id, user_id, edition.id, now=self._clock.now())
            return title, True

    async def all(self, server_id: ServerId, user_id: UserId, may_see: MaySee) -> tuple[Listed, ...]:
        """Return what a reader has put aside and may see, the last first; also where its card was deleted."""
        async with self._database.read() as tx:
            return await listed(tx, await self._visible(tx, server_id, user_id, may_see), may_see)

    async def offer(
        self, server_id: ServerId, user_id: UserId, typed: str, may_see: MaySee
    ) -> list[FoundStory]:
        """Return which of them match what was typed so far."""
        async with self._database.read() as tx:
            found = await self._visible(tx, server_id, user_id, may_see)
        titles = [each.title for each in found]
        meant = places(typed, titles, _CHOICES) or titles_like(typed, titles)[:_CHOICES]
        return [found[place] for place in meant]

    async def remove(self, server_id: ServerId, user_id: UserId, typed: str, may_see: MaySee) -> str:
        """Take a story from the list, by a completion's value or words of its title; return its title."""
        must_name(typed)
        offered = await self.offer(server_id, user_id, typed, may_see)
        async with self._database.read() as tx:
            every = await self._visible(tx, server_id, user_id, may_see)
        offered = [each for each in every if str(each.edition_id) == typed] or offered
        if not offered:
            raise NotFound("error-not-saved", story=cut_at_word(one_line(typed), _TITLE))
        async with self._database.write() as tx:
            await saved.remove(tx, user_id, offered[0].edition_id)
        return offered[0].title

    async def _visible(
        self, tx: Connection, server_id: ServerId, user_id: UserId, may_see: MaySee
    ) -> list[FoundStory]:
        ids: list[EditionId] = list(await saved.of_reader(tx, server_id, user_id))
        if not ids:
            return []
        channels = await visible(tx, server_id, may_see)
        wanted = Wanted(ids=tuple(ids), also_gone=True)
        found = {
            each.edition_id: each
            for each in await searching.stories(tx, server_id, channels, wanted, limit=MOST_SAVED)
        }
        return [found[each] for each in ids if each in found]
