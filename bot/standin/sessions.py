"""Gateway sessions: who hears what, numbered and kept for a resume."""

from __future__ import annotations

import json
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from bot.standin import permissions
from bot.standin.changes import Change, ServerEntered, ServerLeft
from bot.standin.clock import Timers
from bot.standin.dispatches import Dispatch, Intent, Narrator
from bot.standin.faults import Faults
from bot.standin.model import Account, Application, Json, Server
from bot.standin.world import World

_log = logging.getLogger(__name__)


class Outlet(Protocol):
    """A connection to which text can be pushed and that can be closed with a code."""

    def push(self, text: str) -> None:
        """Send a text."""

    def close(self, code: int) -> None:
        """Close with a code once all is sent."""


@dataclass(slots=True, eq=False)
class Session:
    """One identified client. Dispatches are numbered and kept, so that a resume can replay them."""

    id: str
    account: Account
    application: Application | None
    intents: int
    shard: tuple[int, int]
    kept: deque[tuple[int, str]]
    outlet: Outlet | None = None
    sequence: int = 0
    lost_at: float | None = None
    servers: set[int] = field(default_factory=set)

    def dispatch(self, name: str, data: str) -> None:
        """Number an event, keep it, and send it if somebody listens. Our logger's listeners get it whole."""
        self.sequence += 1
        _log.debug("%s", name, extra={"session": self, "data": data})
        text = f'{{"t":"{name}","s":{self.sequence},"op":0,"d":{data}}}'
        self.kept.append((self.sequence, text))
        if self.outlet is not None:
            self.outlet.push(text)

    def missed(self, sequence: int) -> list[str] | None:
        """What came after a sequence number, or None when some of it is no longer kept."""
        if sequence > self.sequence or (self.kept and self.kept[0][0] > sequence + 1):
            return None
        return [text for number, text in self.kept if number > sequence]

    def serves(self, server_id: int) -> bool:
        """Whether a server belongs to this session's shard."""
        number, count = self.shard
        return (server_id >> 22) % count == number


class Sessions:
    """All sessions; listens to the world and tells each what it may hear."""

    def __init__(
        self,
        world: World,
        narrator: Narrator,
        *,
        kept: int,
        resume_seconds: float,
        changed: Callable[[], None],
        faults: Faults,
        timers: Timers,
    ) -> None:
        self._world = world
        self._narrator = narrator
        self._kept = kept
        self._resume_seconds = resume_seconds
        self._changed = changed
        self._faults = faults
        self._timers = timers
        self._by_id: dict[str, Session] = {}
        self._by_server: dict[int, list[Session]] = {}
        world.listeners.append(self.hear)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, session_id: str) -> Session | None:
        """The session of this id."""
        return self._by_id.get(session_id)

    def of(self, account: Account) -> list[Session]:
        """An account's sessions."""
        return [session for session in self._by_id.values() if session.account is account]

    def open(
        self, account: Account, application: Application | None, intents: int, shard: tuple[int, int]
    ) -> Session:
        """A new session, following the account's servers."""
        session = Session(
            secrets.token_hex(16), account, application, intents, shard, deque(maxlen=self._kept)
        )
        self._by_id[session.id] = session
        for server in self._world.servers.values():
            if account.id in server.members and session.serves(server.id):
                self._attach(session, server)
        self._changed()
        return session

    def attach(self, session: Session, outlet: Outlet) -> None:
        """The session's client is connected (again) through this outlet."""
        session.outlet = outlet
        session.lost_at = None
        self._changed()

    def detach(self, session: Session, *, resumable: bool) -> None:
        """The connection is gone; the session waits for a resume, or ends."""
        session.outlet = None
        session.lost_at = self._world.clock()
        if not resumable:
            self.forget(session)
        self._changed()

    def forget(self, session: Session) -> None:
        """End a session for good."""
        self._by_id.pop(session.id, None)
        for server_id in session.servers:
            self._by_server[server_id].remove(session)
        session.servers.clear()

    def close(self, account: Account | None = None, *, code: int = 4000, resumable: bool = True) -> int:
        """Close the connections of an account (or all) as Discord would; says how many."""
        closed = 0
        for session in self:
            if account is not None and session.account is not account:
                continue
            if session.outlet is not None:
                session.outlet.close(code)
                closed += 1
            if not resumable:
                self.forget(session)
        return closed

    def hear(self, change: Change) -> None:
        """Follow who is where, and tell the change to those concerned."""
        if isinstance(change, ServerEntered):
            for session in self.of(change.member.account):
                if session.serves(change.server.id):
                    self._attach(session, change.server)
        for dispatch in self._narrator.tell(change):
            self.broadcast(dispatch)
        if isinstance(change, ServerLeft):
            for session in self.of(change.account):
                self._detach(session, change.server)
        self._changed()

    def broadcast(self, dispatch: Dispatch) -> None:
        """Tell an event to all whom it concerns."""
        written: dict[object, str] = {}
        for session in self._audience(dispatch):
            if not self._hears(session, dispatch):
                continue
            content = self._reads_content(session, dispatch)
            key = (content, session.account.id if dispatch.per_viewer else None)
            if key not in written:
                viewer = session.account if dispatch.per_viewer else None
                written[key] = _encode(dispatch.write(viewer, content))
            self._deliver(session, dispatch.name, written[key])

    def send(
        self,
        account: Account,
        name: str,
        payload: Json,
        *,
        server: Server | None = None,
        session_id: str | None = None,
    ) -> int:
        """Tell one account alone, whatever its intents; says how many sessions heard it.

        Only the server's shard hears it, else the first; of a person's sessions the one named, while it lives.
        """
        text = _encode(payload)
        sessions = [
            one
            for one in self.of(account)
            if (one.shard[0] == 0 if server is None else one.serves(server.id))
            and self._is_meant(one, session_id)
        ]
        for session in sessions:
            self._deliver(session, name, text)
        return len(sessions)

    def _deliver(self, session: Session, name: str, text: str) -> None:
        """Tell one session, unless a fault waits for this event."""
        fault = None
        if self._faults.events:
            fault = self._faults.strike_event(name, session.account, session.shard[0], text)
        if fault is None:
            session.dispatch(name, text)
        elif fault.kind == "repeat":
            session.dispatch(name, text)
            session.dispatch(name, text)
        elif fault.kind == "delay":
            self._timers.call_later(fault.seconds, lambda: session.dispatch(name, text))

    def _audience(self, dispatch: Dispatch) -> Iterable[Session]:
        if dispatch.server is not None:
            return tuple(self._by_server.get(dispatch.server.id, ()))
        sessions = tuple(self._by_id.values())
        return [session for session in sessions if session.shard[0] == 0] if dispatch.channel else sessions

    def _hears(self, session: Session, dispatch: Dispatch) -> bool:
        if self._is_stale(session):
            return False
        account = session.account
        if dispatch.accounts is not None and account.id not in dispatch.accounts:
            return False
        if not self._is_meant(session, dispatch.session_id):
            return False
        if not session.intents & dispatch.intent:
            return False
        channel = dispatch.channel
        return channel is None or bool(self._world.permissions(channel, account) & permissions.VIEW_CHANNEL)

    def _is_meant(self, session: Session, session_id: str | None) -> bool:
        return session_id in (None, session.id) or session_id not in self._by_id

    @staticmethod
    def _reads_content(session: Session, dispatch: Dispatch) -> bool:
        """Without the content intent a bot reads its own messages, direct ones and those that mention it."""
        return (
            bool(session.intents & Intent.MESSAGE_CONTENT)
            or dispatch.server is None
            or session.account is dispatch.author
            or session.account.id in dispatch.mentioned
        )

    def _is_stale(self, session: Session) -> bool:
        if session.lost_at is None or self._world.clock() - session.lost_at <= self._resume_seconds:
            return False
        self.forget(session)
        return True

    def _attach(self, session: Session, server: Server) -> None:
        if server.id not in session.servers:
            session.servers.add(server.id)
            self._by_server.setdefault(server.id, []).append(session)

    def _detach(self, session: Session, server: Server) -> None:
        if server.id in session.servers:
            session.servers.discard(server.id)
            self._by_server[server.id].remove(session)


def _encode(payload: Json) -> str:
    return json.dumps(payload, separators=(",", ":"))
