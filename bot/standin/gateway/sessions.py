"""Gateway sessions: who hears what, numbered and kept for a resume."""

from __future__ import annotations

import json
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.standin.clock import Timers
from bot.standin.faults import Faults
from bot.standin.gateway import sight
from bot.standin.gateway.dispatches import Dispatch
from bot.standin.gateway.intents import Intent
from bot.standin.gateway.narrator import Narrator
from bot.standin.gateway.starts import SessionStarts
from bot.standin.world import permissions
from bot.standin.world.changes import Change, ServerEntered, ServerLeft
from bot.standin.world.model import Account, Application, Channel, Json, Server
from bot.standin.world.world import World

_log = logging.getLogger(__name__)

# All that a client hears of a server while that is unavailable.
_IN_OUTAGES: Final = frozenset({"GUILD_CREATE", "GUILD_DELETE"})


class Outlet(Protocol):
    """A connection to which text can be pushed and that can be closed with a code."""

    def push(self, text: str) -> None:
        """Send a text."""

    def say(self, op: int, data: object = None) -> None:
        """Send what is no dispatch."""

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
    large_threshold: int
    outlet: Outlet | None = None
    sequence: int = 0
    lost_at: float | None = None
    servers: set[int] = field(default_factory=set)
    seen: dict[int, frozenset[int]] = field(default_factory=dict)

    def dispatch(self, name: str, data: str) -> None:
        """Number an event, keep it, and send it if somebody listens. Our logger's listeners get it whole."""
        self.sequence += 1
        _log.debug("%s", name, extra={"session": self, "data": data})
        text = f'{{"t":"{name}","s":{self.sequence},"op":0,"d":{data}}}'
        if name != "RESUMED":  # which ends one replay and belongs into no other
            self.kept.append((self.sequence, text))
        if self.outlet is not None:
            self.outlet.push(text)

    def missed(self, sequence: int) -> list[str] | None:
        """What came after a sequence number, or None when some of it is no longer kept."""
        if self.kept and self.kept[0][0] > sequence + 1:
            return None
        return [text for number, text in self.kept if number > sequence]

    def saw(self, channel: Channel) -> bool:
        """Whether it saw a channel before the change that is being told."""
        return channel.server is None or channel.id in self.seen.get(channel.server.id, ())

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
        self.starts = SessionStarts(world.clock)
        world.listeners.append(self.hear)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, session_id: str) -> Session | None:
        """The session of this id, unless nobody resumed it in time."""
        session = self._by_id.get(session_id)
        return None if session is None or self._is_stale(session) else session

    def of(self, account: Account) -> list[Session]:
        """An account's sessions."""
        return [session for session in self._by_id.values() if session.account is account]

    def open(
        self,
        account: Account,
        application: Application | None,
        intents: int,
        shard: tuple[int, int],
        *,
        large_threshold: int,
    ) -> Session:
        """A new session, following the account's servers."""
        session = Session(
            secrets.token_hex(16),
            account,
            application,
            intents,
            shard,
            deque(maxlen=self._kept),
            large_threshold,
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
        connected = self._connected(account)
        for session, outlet in connected:
            outlet.close(code)
            if not resumable:
                self.forget(session)
        return len(connected)

    def ask_heartbeat(self, account: Account) -> int:
        """Ask an account's clients for a heartbeat before it is due; says how many."""
        return self._say(account, 1)

    def ask_reconnect(self, account: Account) -> int:
        """Ask an account's clients to connect again and to resume; says how many."""
        return self._say(account, 7)

    def invalidate(self, account: Account, *, resumable: bool) -> int:
        """Tell an account's clients that their sessions are invalid, and end those that are not resumable."""
        connected = self._connected(account)
        told = self._say(account, 9, resumable)
        for session, _ in connected:
            if not resumable:
                self.forget(session)
        return told

    def _say(self, account: Account, op: int, data: object = None) -> int:
        connected = self._connected(account)
        for _, outlet in connected:
            outlet.say(op, data)
        return len(connected)

    def _connected(self, account: Account | None) -> list[tuple[Session, Outlet]]:
        return [
            (session, session.outlet)
            for session in self
            if session.outlet is not None and account in (None, session.account)
        ]

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
        self._follow_sight(change)
        self._changed()

    def _follow_sight(self, change: Change) -> None:
        """Tell of the channels that came into somebody's sight or went out of it by a change."""
        server, whose = sight.touched_by(change)
        if server is None:
            return
        for session in self._by_server.get(server.id, ()):
            if whose not in (None, session.account):
                continue
            before = session.seen[server.id]
            now = session.seen[server.id] = sight.visible(self._world, server, session.account)
            if before != now and not server.unavailable and session.intents & Intent.GUILDS:
                for name, payload in sight.difference(self._world, session.account, change, before, now):
                    self._deliver(session, name, _encode(payload))

    def broadcast(self, dispatch: Dispatch) -> None:
        """Tell an event to all whom it concerns."""
        written: dict[bool, str | None] = {}
        for session in self._audience(dispatch):
            if not self._hears(session, dispatch):
                continue
            content = self._reads_content(session, dispatch)
            if dispatch.per_viewer or content not in written:
                payload = dispatch.write(session, content)
                written[content] = None if payload is None else _encode(payload)
            text = written[content]
            if text is not None:
                self._deliver(session, dispatch.name, text)

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

        Only the server's shard hears it, else the first; of a person's sessions the one named while it lives.
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
        return [session for session in self if session.shard[0] == 0]

    def _hears(self, session: Session, dispatch: Dispatch) -> bool:
        if self._is_stale(session):
            return False
        account = session.account
        if dispatch.accounts is not None and account.id not in dispatch.accounts:
            return False
        if not self._is_meant(session, dispatch.session_id):
            return False
        if dispatch.intent and not session.intents & dispatch.intent:
            return False
        if dispatch.server is not None and dispatch.server.unavailable and dispatch.name not in _IN_OUTAGES:
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
            session.seen[server.id] = sight.visible(self._world, server, session.account)
            self._by_server.setdefault(server.id, []).append(session)

    def _detach(self, session: Session, server: Server) -> None:
        if server.id in session.servers:
            session.servers.discard(server.id)
            del session.seen[server.id]
            self._by_server[server.id].remove(session)


def _encode(payload: Json) -> str:
    return json.dumps(payload, separators=(",", ":"))
