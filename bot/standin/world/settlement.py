"""A server with its people, roles, channels and bot, made in one call: for tests, benchmarks and demos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.standin.world.model import Account, Application, Channel, ChannelKind, Role, Server
from bot.standin.world.world import World


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was made, by the names that it was asked for."""

    world: World
    server: Server
    owner: Account
    bot: Application
    permissions: int
    roles: Mapping[str, Role]
    members: Mapping[str, Account]
    channels: Mapping[str, Channel]

    def remove_bot(self) -> None:
        """The bot is sent away."""
        self.world.leave(self.server, self.bot.account)

    def return_bot(self) -> None:
        """The bot is invited again, with the permissions that it came with."""
        self.world.install(self.bot, self.server, permissions=self.permissions)


def settle(
    world: World,
    name: str = "Harbour News",
    *,
    owner: str | Account = "Olena",
    bot: str | Application = "Newsclip",
    permissions: int = 0,
    roles: Mapping[str, int] | None = None,
    members: Mapping[str, Iterable[str]] | None = None,
    channels: Mapping[str, ChannelKind] | None = None,
    on_page: bool = False,
) -> Settlement:
    """Make a server in which the bot has these permissions.

    `roles` are names with permissions, `members` names with those of their roles, `channels` names with
    kinds. Whoever has a role is a moderator to the page. An account or an application that is there already
    comes into this server too.
    """
    if isinstance(owner, str):
        owner = world.create_account(owner, role="owner", on_page=on_page)
    if isinstance(bot, str):
        bot = world.create_application(bot, owner=owner)
    server = world.create_server(name, owner=owner)
    made_roles = {
        role: world.create_role(server, role, permissions=allowed) for role, allowed in (roles or {}).items()
    }
    made_members = {
        member: _member(world, server, member, [made_roles[role] for role in of], on_page=on_page)
        for member, of in (members or {}).items()
    }
    made_channels = {
        channel: world.create_channel(server, channel, kind=kind)
        for channel, kind in (channels or {}).items()
    }
    world.install(bot, server, permissions=permissions)
    return Settlement(world, server, owner, bot, permissions, made_roles, made_members, made_channels)


def _member(world: World, server: Server, name: str, roles: list[Role], *, on_page: bool) -> Account:
    account = world.create_account(name, role="moderator" if roles else "reader", on_page=on_page)
    world.join(server, account, roles=roles)
    return account
