"""Threads in which nobody speaks are archived when their time is up, without anybody asking."""

from __future__ import annotations

from datetime import timedelta

from bot.standin.clock import Timer, Timers
from bot.standin.world.changes import Change, ThreadCreated, ThreadDeleted, ThreadUpdated
from bot.standin.world.model import Channel, ChannelFlag, ThreadState
from bot.standin.world.world import World


class Archiver:
    """Keeps an appointment for each active thread; who speaks meanwhile only makes it look again later."""

    def __init__(self, world: World, timers: Timers) -> None:
        self._world = world
        self._timers = timers
        self._appointments: dict[int, Timer] = {}
        world.listeners.append(self.hear)
        for server in world.servers.values():
            for thread in server.threads.values():
                self._watch(thread)

    def hear(self, change: Change) -> None:
        """Follow which threads are active."""
        if isinstance(change, ThreadCreated | ThreadUpdated):
            self._forget(change.thread)
            self._watch(change.thread)
        elif isinstance(change, ThreadDeleted):
            self._forget(change.thread)

    def close(self) -> None:
        """Call all appointments off, and make no more."""
        self._world.listeners.remove(self.hear)
        for appointment in self._appointments.values():
            appointment.cancel()
        self._appointments.clear()

    def _watch(self, thread: Channel) -> None:
        state = thread.thread
        if state is None or state.archived or thread.flags & ChannelFlag.PINNED:
            return
        left = max(_due(state) - self._world.clock(), 0.0)
        self._appointments[thread.id] = self._timers.call_later(left, lambda: self._look(thread))

    def _look(self, thread: Channel) -> None:
        self._forget(thread)
        self._world.archive_idle((thread,))
        self._watch(thread)

    def _forget(self, thread: Channel) -> None:
        appointment = self._appointments.pop(thread.id, None)
        if appointment is not None:
            appointment.cancel()


def _due(state: ThreadState) -> float:
    return (state.active_at + timedelta(minutes=state.auto_archive_minutes)).timestamp()
