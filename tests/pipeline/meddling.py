"""A Discord in memory during whose calls other things happen."""

from tests.pipeline.memory_discord import MemoryDiscord


class Meddled(MemoryDiscord):
    """A Discord during whose calls of a name something else happens, once."""

    def __init__(self, clock):
        super().__init__(clock)
        self.during, self.meanwhile = None, None

    async def post_card(self, channel_id, card, *, nonce):
        place = await super().post_card(channel_id, card, nonce=nonce)
        await self._happen("card")
        return place

    async def open_discussion(self, place, name):
        opened = await super().open_discussion(place, name)
        await self._happen("thread")
        return opened

    async def reactions(self, place):
        found = await super().reactions(place)
        await self._happen("counts")
        return found

    async def _happen(self, name):
        if self.during == name:
            self.during = None
            await self.meanwhile()
