"""Hears all that a local Discord is asked and says, and holds Discord's description against it."""

import json
import logging

from bot.standin.gateway.sessions import Session
from tests.standin import description, description_events

_LOGGERS = ("bot.standin.calls", "bot.standin.gateway.sessions")
# What fails here is told to the client as Discord's own failure would be, and might be got over.
_FAILING = ("bot.standin.api", "bot.standin.gateway.gateway")


class Witness(logging.Filter):
    """Hears each call and event at the loggers that hand them out whole, and keeps them out of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints: list[str] = []
        self._with_wrong_bodies = False
        self._last: tuple[str, str] = ("", "")

    def listen(self, *, described: bool) -> None:
        """Hear every local Discord of this process from now on, without a description only its failures."""
        for name in _FAILING:
            logging.getLogger(name).addFilter(self)
        for name in _LOGGERS if described else ():
            logger = logging.getLogger(name)
            logger.setLevel(logging.DEBUG)
            logger.addFilter(self)

    def begin(self, *, with_wrong_bodies: bool) -> None:
        """Forget earlier complaints. Wrong bodies are not judged themselves, but what is said to them is."""
        self.complaints.clear()
        self._with_wrong_bodies = with_wrong_bodies

    def filter(self, record: logging.LogRecord) -> bool:
        """Judge a call or event at once, for what it holds may be changed later."""
        if record.levelno >= logging.ERROR:
            self.complaints.append(f"the local Discord itself: {record.getMessage()} {record.exc_info}")
            return True
        call = getattr(record, "call", None)
        if call is not None:
            self.complaints += description.complaints(call, judge_request=not self._with_wrong_bodies)
        else:
            self._judge_event(record.getMessage(), record.__dict__["data"], record.__dict__["session"])
        return False

    def _judge_event(self, name: str, data: str, session: Session) -> None:
        if (name, data) == self._last:
            return  # an event is told to many in a row
        self._last = (name, data)
        to_bot = session.account.bot
        self.complaints += description_events.complaints(name, json.loads(data), to_bot=to_bot)
