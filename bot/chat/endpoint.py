"""Which Discord the process speaks to: the real one, or one at another address."""

from dataclasses import dataclass

import discord
import yarl

from bot.chat.gateway import FairWebSocket

_API = "https://discord.com/api/v10"
_GATEWAY = "wss://gateway.discord.gg/"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of a Discord; `gateway_url` None leaves it to the API to name its gateway."""

    api_url: str = _API
    gateway_url: str | None = None


def use_endpoint(endpoint: Endpoint) -> None:
    """Make discord.py speak to this endpoint, in the whole process: its addresses are class attributes.

    Shards read from it fairly.
    """
    discord.http.Route.BASE = endpoint.api_url.rstrip("/")
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(endpoint.gateway_url or _GATEWAY)
    discord.shard.DiscordWebSocket = FairWebSocket  # type: ignore[misc]  # how a shard makes its connection
