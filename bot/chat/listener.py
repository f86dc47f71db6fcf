"""Who is told what the connection hears."""

from typing import Protocol

from bot.domain.ids import ChannelId
from bot.domain.server import Shard
from bot.pipeline.ports import ReactionEvent


class Listener(Protocol):
    """Who is told what happens; every method returns at once."""

    @property
    def is_behind(self) -> bool:
        """Whether more was told than could be dealt with."""

    def reacted(self, event: ReactionEvent) -> None:
        """A reaction was put or taken away."""

    def session_began(self, shard: Shard) -> None:
        """A new gateway session: what happened before it in its servers was missed."""

    def post_appeared(self, forum_id: ChannelId) -> None:
        """A post of our own was made in a forum."""
