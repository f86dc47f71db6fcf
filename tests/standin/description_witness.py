"""Hears all that a local Discord is asked and says, and holds Discord's description against it."""

import json
import logging

from tests.standin import description, description_events

_LOGGERS = ("bot.standin.calls", "bot.standin.sessions")


class Witness(logging.Handler):
    """Listens to the loggers that hand out each call and each event whole."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints: list[str] = []
        self._with_wrong_bodies = False
        self._last: tuple[str, str] = ("", "")

    def listen(self) -> None:
        """Hear every local Discord from now on, and keep their talk out of the captured log."""
        for name in _LOGGERS:
            logger = logging.getLogger(name)
            logger.setLevel(logging.DEBUG)
            logger.propagate = False
            logger.addHandler(self)

    def begin(self, *, with_wrong_bodies: bool) -> None:
        """Forget earlier complaints. Of wrong bodies only the refusals are judged, not what came of them."""
        self.complaints.clear()
        self._with_wrong_bodies = with_wrong_bodies

    def emit(self, record: logging.LogRecord) -> None:
        """Judge one call or event at once: what it holds may be changed later."""
        call = getattr(record, "call", None)
        if self._with_wrong_bodies and (call is None or call.status is None or call.status < 400):
            return
        if call is not None:
            self.complaints += description.complaints(call)
            return
        event = (record.getMessage(), record.__dict__["data"])
        if event != self._last:  # it is told to many in a row
            self._last = event
            to_bot = record.__dict__["session"].account.bot
            self.complaints += description_events.complaints(event[0], json.loads(event[1]), to_bot=to_bot)
