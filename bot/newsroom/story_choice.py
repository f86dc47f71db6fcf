"""Which story of a server a moderator means: offered by its title, or typed as a whole, or as its address.

What a moderator may not see is nowhere. What is done to a story can't be done to one that was only guessed.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.address import web_address
from bot.domain.channel import MaySee
from bot.domain.edition import EditionState
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import EditionId, ServerId
from bot.domain.nearest import places
from bot.domain.tagging import tag_key
from bot.domain.text import cut_at_word, one_line
from bot.storage import story_choices
from bot.storage.database import Connection, Database
from bot.storage.story_choices import ALL_STATES, ListedStory

_LOOKED_THROUGH = 500
_CHOICES = 25
_TITLE = 100
_LONGEST_ID = 18
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Among:
    """Which stories can be meant. lately: that came no longer ago. also: what else has to hold."""

    states: Collection[EditionState] = ALL_STATES
    lately: timedelta | None = None
    also: Callable[[ListedStory], bool] | None = None


ANY = Among()


class StoryChoice:
    """Offers stories, and finds the one that was chosen."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def offer(
        self, server_id: ServerId, typed: str, may_see: MaySee, among: Among = ANY
    ) -> list[tuple[str, str]]:
        """Return the stories that fit what was typed, as name and value of a choice."""
        async with self._database.read() as tx:
            found = await self._near(tx, server_id, typed, may_see, among)
        titles = [each.title for each in found]
        if web_address(one_line(typed)) is not None:
            return [(each.title, str(each.edition_id)) for each in found[:_CHOICES]]
        return [(titles[place], str(found[place].edition_id)) for place in places(typed, titles, _CHOICES)]

    async def meant(
        self,
        server_id: ServerId,
        typed: str,
        may_see: MaySee,
        among: Among = ANY,
        *,
        to_read: bool = False,
    ) -> ListedStory:
        """Return the story that was chosen: a completion's value, its whole title, or its address.

        to_read: nothing is done to it, so a part of a title is enough that no other has. Raises NotFound for
        one that is not there or not to be seen, InvalidInput where only words of a title were typed.
        """
        async with self._database.read() as tx:
            return await self.meant_in(tx, server_id, typed, may_see, among, to_read=to_read)

    async def meant_in(
        self,
        tx: Connection,
        server_id: ServerId,
        typed: str,
        may_see: MaySee,
        among: Among = ANY,
        *,
        to_read: bool = False,
    ) -> ListedStory:
        """Return the story that was chosen, as `meant` does, in a transaction."""
        if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_ID:
            chosen = [EditionId(int(typed))]
            if fitting := _fitting(await self._listed(tx, server_id, among, only=chosen), may_see, among):
                return fitting[0]
        found = await self._near(tx, server_id, typed, may_see, among)
        place = next(iter(places(typed, [each.title for each in found], 1)), None)
        if found and web_address(one_line(typed)) is not None:
            return found[0]
        if place is None or not one_line(typed):
            shown = cut_at_word(one_line(typed), _TITLE)
            if among.lately is not None:
                raise NotFound("error-no-recent-story", story=shown, days=among.lately.days)
            raise NotFound("error-no-story-fits", story=shown)
        likeliest = found[place]
        if to_read and len(places(typed, [each.title for each in found], 2, alike=False)) == 1:
            return likeliest
        if tag_key(typed) != tag_key(likeliest.title):
            raise InvalidInput("error-story-unsure", title=cut_at_word(likeliest.title, _TITLE))
        return likeliest

    async def _near(
        self, tx: Connection, server_id: ServerId, typed: str, may_see: MaySee, among: Among
    ) -> list[ListedStory]:
        """Return the last stories and, of all, those that have what was typed, or its address."""
        if (link := web_address(one_line(typed))) is not None:
            return _fitting(await self._listed(tx, server_id, among, link=link), may_see, among)
        found = await self._listed(tx, server_id, among)
        if (words := one_line(typed).split()[:_MOST_WORDS]) and len(found) == _LOOKED_THROUGH:
            known = {each.edition_id for each in found}
            older = await self._listed(tx, server_id, among, words=words)
            found += [each for each in older if each.edition_id not in known]
        return _fitting(found, may_see, among)

    async def _listed(
        self,
        tx: Connection,
        server_id: ServerId,
        among: Among,
        *,
        only: Sequence[EditionId] | None = None,
        words: Sequence[str] = (),
        link: str | None = None,
    ) -> list[ListedStory]:
        since = None if among.lately is None else self._clock.now() - among.lately
        return await story_choices.listed(
            tx,
            server_id,
            limit=_LOOKED_THROUGH,
            states=among.states,
            since=since,
            only=only,
            words=words,
            link=link,
        )


def _fitting(found: Sequence[ListedStory], may_see: MaySee, among: Among) -> list[ListedStory]:
    seen = [each for each in found if each.channel_id is None or may_see(each.channel_id)]
    return seen if among.also is None else [each for each in seen if among.also(each)]
