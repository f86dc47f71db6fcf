"""Moderators' channels in memory: what notices about feeds stand there. Counts what was asked."""

import asyncio

from bot.domain.ids import ChannelId, MessageId

REVIEW = ChannelId(10)


class MemoryModerators:
    """Takes notices; `errors` are raised one after the other, `lost` ones after the message was taken."""

    def __init__(self):
        self.channel_ids = [REVIEW]
        self.messages = {}  # by id: (nonce, notice as shown)
        self.sends = 0
        self.errors = []
        self.lost = []
        self.away = False
        self.meanwhile = None
        self.posted = asyncio.Event()

    def is_away(self, server_id):
        return self.away

    async def channels(self, server_id):
        return self.channel_ids

    async def post(self, channel_id, notice, *, nonce):
        self.sends += 1
        self._raise(self.errors)
        if self.meanwhile is not None:
            await self.meanwhile()
        for message_id, (its_nonce, _) in self.messages.items():
            if its_nonce == nonce:
                return message_id
        message_id = MessageId(1000 + len(self.messages))
        self.messages[message_id] = (nonce, notice)
        self.posted.set()
        self._raise(self.lost)
        return message_id

    async def edit(self, place, notice):
        self._raise(self.errors)
        nonce, _ = self.messages[place.message_id]
        self.messages[place.message_id] = (nonce, notice)

    async def find(self, channel_id, marker, *, after):
        self._raise(self.errors)
        return tuple(each for each, (_, notice) in self.messages.items() if notice.key == marker)

    def forget_nonces(self):
        self.messages = {each: ("", notice) for each, (_, notice) in self.messages.items()}

    @property
    def shown(self):
        """The outcomes that the messages show."""
        return [notice.outcome for _, notice in self.messages.values()]

    @staticmethod
    def _raise(errors):
        if errors:
            raise errors.pop(0)
