"""A post office in memory: who gets which digest, what goes wrong on its way, who sees which channel."""

from datetime import timedelta

NONCE_WINDOW = timedelta(seconds=60)


class MemoryPost:
    """Brings digests as Discord does: the same nonce within a minute makes no second message.

    sent: (reader or channel, issue). failing: what the next attempts raise; `lost`: the next one is brought,
    but its answer is lost. hidden: channels that nobody sees. gone: whoever is no member.
    """

    def __init__(self, clock):
        self.sent = []
        self.failing = []
        self.lost = []
        self.unseen = []  # raised by the next question who sees what
        self.unsearched = []  # raised by the next search for one that may have been sent
        self.hidden = set()
        self.away = False
        self.said = {}
        self.talk_fails = None
        self.notices = []
        self.asked = 0
        self._clock = clock
        self._nonces = {}

    def is_away(self, server_id):
        del server_id
        return self.away

    async def seen_by(self, server_id, user_id, channels):
        del server_id, user_id
        return self._seen(channels)

    async def seen_with(self, channel_id, channels):
        del channel_id
        return self._seen(channels)

    def _seen(self, channels):
        self.asked += 1
        if self.unseen:
            raise self.unseen.pop(0)
        return frozenset(channels) - self.hidden

    async def messages_in(self, server_id, threads):
        del server_id, threads
        if self.talk_fails:
            raise self.talk_fails
        return self.said

    async def send(self, user_id, issue, *, nonce):
        self._bring(user_id, issue, nonce)

    async def post(self, channel_id, issue, *, nonce):
        self._bring(channel_id, issue, nonce)

    async def was_sent(self, server_id, user_id, nonce, *, after):
        del server_id, user_id, after
        return self._found(nonce)

    async def was_posted(self, channel_id, nonce, *, after):
        del channel_id, after
        return self._found(nonce)

    def _found(self, nonce):
        if self.unsearched:
            raise self.unsearched.pop(0)
        return nonce in self._nonces

    async def notify(self, server_id, text_key, fields):
        del server_id
        self.notices.append((text_key, fields))
        return True

    def _bring(self, to, issue, nonce):
        now = self._clock.now()
        if self.failing:
            raise self.failing.pop(0)
        before = self._nonces.get(nonce)
        if before is None or now - before >= NONCE_WINDOW:
            self._nonces[nonce] = now
            self.sent.append((to, issue))
        if self.lost:
            raise self.lost.pop(0)
