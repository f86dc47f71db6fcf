"""A delivery from its beginning, as often as one likes, whose process can die at any call or commit."""

import shutil
from contextlib import suppress

from sqlalchemy import select

from bot.domain.channel import ChannelKind
from bot.domain.delivery import Place
from bot.domain.tagging import DiscussionMode
from bot.storage import discussions, polls
from bot.storage.database import Database
from bot.storage.tables import delivery
from tests.manual_clock import ManualClock
from tests.pipeline.delivering import deliver_all, states
from tests.pipeline.memory_discord import Crash, MemoryDiscord
from tests.pipeline.newsroom import an_edition

HOME, POINTER, THIRD = 10, 20, 30
TEXT, FORUM, NEWS = ChannelKind.TEXT, ChannelKind.FORUM, ChannelKind.ANNOUNCEMENT
_SEARCHES = 4  # a forum is searched twice, each some time later


class DyingDatabase(Database):
    """Dies before or after the commit of one writing transaction, counted from 1 when `number` is set."""

    number = 0
    effect = "before"

    def write(self):
        self.number -= 1
        inner = super().write()
        if self.number != 0:
            return inner
        return _DeathAtCommit(inner, before=self.effect == "before")


class _DeathAtCommit:
    def __init__(self, inner, *, before):
        self._inner, self._before = inner, before

    async def __aenter__(self):
        return await self._inner.__aenter__()

    async def __aexit__(self, *error):
        if self._before:
            with suppress(Crash):
                await self._inner.__aexit__(Crash, Crash(), None)
        else:
            await self._inner.__aexit__(*error)
        raise Crash


class Trial:
    """Channels, the home's first, to which an edition is to go; `begin` starts anew with nothing sent."""

    def __init__(self, path, kinds, options):
        self.kinds = dict(zip((HOME, POINTER, THIRD), kinds, strict=False))
        self.options = options
        self._path, self._unsent = path, path.with_suffix(".unsent")
        self.database = self.clock = self.discord = None

    async def __aenter__(self):
        self.database = await DyingDatabase.open(self._path)
        await an_edition(self.database, channels=tuple(self.kinds), kinds=self.kinds, options=self.options)
        await self.database.close()
        shutil.copy(self._path, self._unsent)
        await self.begin()
        return self

    async def __aexit__(self, *_error):
        await self.database.close()

    async def begin(self, *, commit=0, effect="before"):
        """Go back to where nothing was sent; die at the commit of this number."""
        await self.database.close()
        shutil.copy(self._unsent, self._path)
        self.database = await DyingDatabase.open(self._path)
        self.clock = ManualClock()
        self.discord = MemoryDiscord(self.clock)
        self.discord.kinds = self.kinds
        self.database.number, self.database.effect = commit, effect

    async def deliver(self):
        """Deliver what is due; return whether it came through alive."""
        with suppress(BaseExceptionGroup, Crash):
            await deliver_all(self.database, self.discord, self.clock)
            return True
        return False

    async def restart(self, *, after):
        """Go on some time later as a new process, which knows the file alone."""
        await self.database.close()
        self.database = await DyingDatabase.open(self._path)
        await self.go_on(after=after)

    async def go_on(self, *, after):
        """Go on some time later, with Discord as it should be."""
        self.database.number = 0
        self.discord.before = self.discord.after = lambda _call: None
        await self.clock.advance(after)
        for _ in range(_SEARCHES):
            await deliver_all(self.database, self.discord, self.clock)
            if await self._is_through():
                break
            await self.clock.advance(10)

    async def assert_all_is_there_once(self):
        for channel, kind in self.kinds.items():
            [card] = self.discord.cards(channel)
            assert card.thread == ((channel == HOME and self._discusses) or kind is FORUM)
            assert card.crossposted == (kind is NEWS)
        [home] = self.discord.cards(HOME)
        assert home.card.home is None
        assert len(self.discord.cards(home.id)) == (self._discusses and self.kinds[HOME] is not FORUM)
        assert len(home.reactions) == 3
        place = Place(home.id if self.kinds[HOME] is FORUM else HOME, home.id)
        pointers = [card for channel in list(self.kinds)[1:] for card in self.discord.cards(channel)]
        assert {card.card.home for card in pointers} <= {place}
        assert await self._is_through()
        async with self.database.read() as tx:
            edition_id = await tx.scalar(select(delivery.c.edition_id).limit(1))
            assert (await polls.of_edition(tx, edition_id)).place == place
            discussed = await discussions.find(tx, edition_id) is not None
        assert discussed == (self._discusses or self.kinds[HOME] is FORUM)

    async def _is_through(self):
        return set((await states(self.database)).values()) == {("done", None)}

    @property
    def _discusses(self):
        return self.options.discussion is DiscussionMode.ALWAYS
