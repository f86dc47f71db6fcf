"""A review channel in memory: what stands there, what goes wrong with it, what moderators are told."""

from datetime import timedelta
from itertools import count

from bot.domain.errors import CardGone, DestinationGone
from bot.domain.ids import MessageId

NONCE_WINDOW = timedelta(seconds=60)


class MemoryReviews:
    """Takes messages as Discord does: the same nonce within a minute makes no second message.

    messages: (channel, view as it is shown) by id. failing: what the next calls raise; `lost`: the next one
    is posted, but its answer is lost. unsearched: what the next searches raise.
    meanwhile: what happens while the next one is drawn.
    """

    def __init__(self, clock):
        self.messages = {}
        self.failing = []
        self.lost = []
        self.unsearched = []
        self.meanwhile = None
        self.away = False
        self.notices = []
        self.edits = self.searches = 0
        self._clock = clock
        self._ids = count(1000)
        self._nonces = {}
        self._deleted = set()

    def is_away(self, server_id):
        del server_id
        return self.away

    async def post(self, channel_id, view, *, nonce):
        if self.failing:
            raise self.failing.pop(0)
        now = self._clock.now()
        message_id, at = self._nonces.get(nonce, (None, None))
        if at is None or now - at >= NONCE_WINDOW:
            message_id = MessageId(next(self._ids))
            self._nonces[nonce] = message_id, now
            self.messages[message_id] = channel_id, view
        if self.lost:
            raise self.lost.pop(0)
        return message_id

    async def edit(self, place, view):
        if self.failing:
            raise self.failing.pop(0)
        if place.channel_id in self._deleted:
            raise DestinationGone
        if place.message_id not in self.messages:
            raise CardGone
        if self.meanwhile is not None:
            act, self.meanwhile = self.meanwhile, None
            await act()
        self.edits += 1
        self.messages[place.message_id] = place.channel_id, view

    async def find(self, channel_id, marker, *, after):
        del after
        self.searches += 1
        if self.unsearched:
            raise self.unsearched.pop(0)
        return [
            number
            for number, (where, view) in self.messages.items()
            if where == channel_id and view.key == marker
        ]

    async def notify(self, server_id, text_key, fields):
        del server_id
        self.notices.append((text_key, fields))
        return True

    def delete_channel(self, channel_id):
        """Delete a channel with what stands there."""
        self._deleted.add(channel_id)
        self.messages = {key: each for key, each in self.messages.items() if each[0] != channel_id}

    def shown(self, channel_id=None):
        """The views that stand, the oldest first; of one channel."""
        return [view for where, view in self.messages.values() if channel_id in (None, where)]
