"""Which nonce was used for which message, for as long as Discord would remember it."""

from __future__ import annotations

from collections import OrderedDict

from bot.standin.world.model import Account, Message

_Key = tuple[int, str]


class Nonces:
    """Remembers the nonces of the last seconds by author, in all channels; a window of 0 remembers none."""

    def __init__(self, window: float) -> None:
        self.window = window
        self._used: OrderedDict[_Key, tuple[float, Message]] = OrderedDict()

    def remember(self, account: Account, nonce: str | int, message: Message, *, now: float) -> None:
        """This nonce made this message."""
        self._forget_before(now - self.window)
        if self.window > 0:
            self._used[account.id, str(nonce)] = (now, message)
            self._used.move_to_end((account.id, str(nonce)))

    def find(self, account: Account, nonce: str | int, *, now: float) -> Message | None:
        """The message that this nonce made within the window."""
        self._forget_before(now - self.window)
        used = self._used.get((account.id, str(nonce)))
        return None if used is None else used[1]

    def _forget_before(self, oldest: float) -> None:
        while self._used:
            key, (at, _) = next(iter(self._used.items()))
            if at > oldest:
                return
            del self._used[key]
