"""From a change of the world to what the gateway says of it: name, payload, and who may hear."""

from __future__ import annotations

from collections.abc import Iterator

from bot.standin.gateway.channel_events import ChannelEvents
from bot.standin.gateway.dispatches import Dispatch
from bot.standin.gateway.message_events import MessageEvents
from bot.standin.gateway.server_events import ServerEvents
from bot.standin.messages import MessageWriter
from bot.standin.world.changes import Change
from bot.standin.world.world import World


class Narrator:
    """Turns changes into dispatches; each kind of change has one teller."""

    def __init__(self, world: World, writer: MessageWriter) -> None:
        self._tellers = (
            ServerEvents(world).tellers | ChannelEvents(world).tellers | MessageEvents(world, writer).tellers
        )

    def tell(self, change: Change) -> Iterator[Dispatch]:
        """What the gateway says of a change."""
        return self._tellers[type(change)](change)
