"""Whoever used a command or pressed something in a server, as the use cases and texts need them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.clicks import sees
from bot.domain.channel import MaySee
from bot.domain.ids import ServerId, UserId


@dataclass(frozen=True, slots=True)
class Asker:
    """A person in a server. sees: whether they may see a channel. text: the catalogue in their language."""

    server_id: ServerId
    server_name: str
    user_id: UserId
    sees: MaySee
    text: Callable[..., str]

    @classmethod
    def of(cls, interaction: discord.Interaction[Any], answers: Answers) -> "Asker":
        """Return who did something; raise NoPrivateMessage outside of servers."""
        server = server_of(interaction)
        return cls(
            ServerId(server.id),
            server.name,
            UserId(interaction.user.id),
            sees(interaction),
            partial(answers.text, interaction),
        )
