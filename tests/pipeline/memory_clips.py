"""Members' direct messages in memory: what they are told of their links, and what goes wrong with that."""

from datetime import timedelta

NONCE_WINDOW = timedelta(seconds=60)


class MemoryClipPost:
    """Direct messages as Discord takes them: the same nonce within a minute makes no second one.

    lost: the letter is brought, but its answer is lost. meanwhile: what happens while the next one is sent.
    """

    def __init__(self, clock):
        self.letters = []
        self.failing = []
        self.lost = []
        self.meanwhile = None
        self.unseen = []
        self.hidden = set()
        self.away = False
        self._clock = clock
        self._nonces = {}

    def is_away(self, server_id):
        del server_id
        return self.away

    async def seen_by(self, server_id, user_id, channels):
        del server_id, user_id
        if self.unseen:
            raise self.unseen.pop(0)
        return frozenset(channels) - self.hidden

    async def tell(self, letter, *, nonce):
        now = self._clock.now()
        if self.failing:
            raise self.failing.pop(0)
        if nonce not in self._nonces or now - self._nonces[nonce] >= NONCE_WINDOW:
            self._nonces[nonce] = now
            self.letters.append(letter)
        if self.meanwhile is not None:
            act, self.meanwhile = self.meanwhile, None
            await act()
        if self.lost:
            raise self.lost.pop(0)

    async def was_told(self, letter, *, after):
        del after
        if self.unseen:
            raise self.unseen.pop(0)
        return any(each.key == letter.key for each in self.letters)
