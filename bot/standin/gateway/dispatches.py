"""One event of the gateway, before it is known who hears it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.standin.world.model import Account, Channel, Json, Server


class Listener(Protocol):
    """What a session says of itself to those who write for it."""

    account: Account
    intents: int
    large_threshold: int

    def saw(self, channel: Channel) -> bool:
        """Whether it saw a channel before the change that is being told."""


@dataclass(slots=True)
class Dispatch:
    """One event, written once however many hear it; an intent of 0 is for those with any intents.

    `write` gets a listener and whether it may read content, and says None to keep the event from it;
    `per_viewer` says that it is written for each apart, else the listener is any of those who hear it.
    `accounts` names the only ones who hear it, `session_id` the only session of theirs while that lives;
    `channel` limits it to those who can view that channel.
    """

    name: str
    intent: int
    write: Callable[[Listener, bool], Json | None]
    server: Server | None = None
    channel: Channel | None = None
    accounts: frozenset[int] | None = None
    session_id: str | None = None
    author: Account | None = None
    mentioned: frozenset[int] = frozenset()
    per_viewer: bool = False


def same(payload: Json) -> Callable[[Listener, bool], Json | None]:
    """A payload that all hear alike."""
    return lambda _listener, _content: payload


def within(channel: Channel, payload: Json) -> Json:
    """A payload with the channel that it is about, and that channel's server."""
    payload["channel_id"] = str(channel.id)
    if channel.server is not None:
        payload["guild_id"] = str(channel.server.id)
    return payload
