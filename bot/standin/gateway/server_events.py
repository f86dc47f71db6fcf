"""What the gateway says of servers, their members and roles, and of accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.standin import wire
from bot.standin.gateway import sight
from bot.standin.gateway.dispatches import Dispatch, Listener, same
from bot.standin.gateway.intents import Intent
from bot.standin.world import changes, permissions
from bot.standin.world.model import Account, Json, Member, Server
from bot.standin.world.world import World


class ServerEvents:
    """Tells of changes to servers and to those who are in them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.tellers: dict[type[Any], Callable[[Any], Iterator[Dispatch]]] = {
            changes.AccountUpdated: self._account_updated,
            changes.ServerEntered: self._entered,
            changes.ServerLeft: self._left,
            changes.ServerUpdated: self._updated,
            changes.ServerAvailability: self._availability,
            changes.EmojisChanged: self._emojis_changed,
            changes.BanAdded: lambda change: self._ban("GUILD_BAN_ADD", change),
            changes.BanLifted: lambda change: self._ban("GUILD_BAN_REMOVE", change),
            changes.Audited: self._audited,
            changes.MemberUpdated: lambda change: self._member_updated(change.server, change.member),
            changes.RoleCreated: lambda change: self._role("GUILD_ROLE_CREATE", change),
            changes.RoleUpdated: lambda change: self._role("GUILD_ROLE_UPDATE", change),
            changes.RoleDeleted: self._role_deleted,
            changes.CommandsChanged: self._commands_changed,
            changes.CommandRulesChanged: self._command_rules_changed,
        }

    def _account_updated(self, change: changes.AccountUpdated) -> Iterator[Dispatch]:
        account = change.account
        own = frozenset({account.id})
        yield Dispatch("USER_UPDATE", Intent.ALWAYS, same(wire.own_user(account)), accounts=own)
        for server in self._world.servers.values():
            if account.id in server.members:
                yield from self._member_updated(server, server.members[account.id])

    def _entered(self, change: changes.ServerEntered) -> Iterator[Dispatch]:
        account, server = change.member.account, change.server
        yield Dispatch(
            "GUILD_CREATE",
            Intent.GUILDS,
            lambda listener, _: self._joined(server, listener),
            server=server,
            accounts=frozenset({account.id}),
            per_viewer=True,
        )
        payload = {**wire.member(change.member), "guild_id": str(server.id)}
        others = frozenset(server.members) - {account.id}
        yield Dispatch(
            "GUILD_MEMBER_ADD", Intent.GUILD_MEMBERS, same(payload), server=server, accounts=others
        )

    def _joined(self, server: Server, listener: Listener) -> Json:
        """One that the client did not know before: nothing says that it is available."""
        if server.unavailable:
            return unavailable(server)
        written = created(server, self._world, listener)
        del written["unavailable"]
        return written

    def _left(self, change: changes.ServerLeft) -> Iterator[Dispatch]:
        server, account = change.server, change.account
        own = frozenset({account.id})
        payload: Json = {"id": str(server.id)}
        yield Dispatch("GUILD_DELETE", Intent.GUILDS, same(payload), server=server, accounts=own)
        payload = {"guild_id": str(server.id), "user": wire.user(account)}
        yield Dispatch(
            "GUILD_MEMBER_REMOVE",
            Intent.GUILD_MEMBERS,
            same(payload),
            server=server,
            accounts=frozenset(server.members) - own,
        )

    @staticmethod
    def _updated(change: changes.ServerUpdated) -> Iterator[Dispatch]:
        yield Dispatch("GUILD_UPDATE", Intent.GUILDS, same(wire.server(change.server)), server=change.server)

    def _availability(self, change: changes.ServerAvailability) -> Iterator[Dispatch]:
        server = change.server
        if server.unavailable:
            yield Dispatch("GUILD_DELETE", Intent.GUILDS, same(unavailable(server)), server=server)
            return
        yield Dispatch(
            "GUILD_CREATE",
            Intent.GUILDS,
            lambda listener, _: created(server, self._world, listener),
            server=server,
            per_viewer=True,
        )

    @staticmethod
    def _emojis_changed(change: changes.EmojisChanged) -> Iterator[Dispatch]:
        server = change.server
        payload = {
            "guild_id": str(server.id),
            "emojis": [wire.custom_emoji(one) for one in server.emojis.values()],
        }
        yield Dispatch("GUILD_EMOJIS_UPDATE", Intent.GUILD_EXPRESSIONS, same(payload), server=server)

    def _ban(self, name: str, change: changes.BanAdded | changes.BanLifted) -> Iterator[Dispatch]:
        payload = {"guild_id": str(change.server.id), "user": wire.user(change.account)}
        needed = permissions.BAN_MEMBERS | permissions.VIEW_AUDIT_LOG
        yield self._of_moderation(name, change.server, payload, needed)

    def _audited(self, change: changes.Audited) -> Iterator[Dispatch]:
        payload = {"guild_id": str(change.server.id), **wire.audit_entry(change.entry)}
        needed = permissions.VIEW_AUDIT_LOG
        yield self._of_moderation("GUILD_AUDIT_LOG_ENTRY_CREATE", change.server, payload, needed)

    def _of_moderation(self, name: str, server: Server, payload: Json, needed: int) -> Dispatch:
        """For those who hold one of these permissions."""
        members = [member.account for member in server.members.values()]
        heard_by = frozenset(one.id for one in members if self._world.rights(server, one) & needed)
        return Dispatch(name, Intent.GUILD_MODERATION, same(payload), server=server, accounts=heard_by)

    @staticmethod
    def _member_updated(server: Server, member: Member) -> Iterator[Dispatch]:
        payload = {**wire.member(member), "guild_id": str(server.id)}
        own = frozenset({member.account.id})
        others = frozenset(server.members) - own
        # A client hears of its own member whatever its intents.
        for intent, accounts in ((Intent.ALWAYS, own), (Intent.GUILD_MEMBERS, others)):
            yield Dispatch("GUILD_MEMBER_UPDATE", intent, same(payload), server=server, accounts=accounts)

    @staticmethod
    def _role(name: str, change: changes.RoleCreated | changes.RoleUpdated) -> Iterator[Dispatch]:
        payload = {"guild_id": str(change.server.id), "role": wire.role(change.role)}
        yield Dispatch(name, Intent.GUILDS, same(payload), server=change.server)

    @staticmethod
    def _role_deleted(change: changes.RoleDeleted) -> Iterator[Dispatch]:
        payload = {"guild_id": str(change.server.id), "role_id": str(change.role.id)}
        yield Dispatch("GUILD_ROLE_DELETE", Intent.GUILDS, same(payload), server=change.server)

    def _commands_changed(self, change: changes.CommandsChanged) -> Iterator[Dispatch]:
        """People's clients ask for the commands again; bots are told nothing."""
        application = change.application
        servers = [change.server] if change.server is not None else self._world.servers.values()
        for server in servers:
            if application.account.id in server.members:
                payload = {"guild_id": str(server.id), "application_id": str(application.id)}
                people = frozenset(one.account.id for one in server.members.values() if not one.account.bot)
                yield Dispatch(
                    "GUILD_APPLICATION_COMMAND_INDEX_UPDATE",
                    Intent.ALWAYS,
                    same(payload),
                    server=server,
                    accounts=people,
                )

    @staticmethod
    def _command_rules_changed(change: changes.CommandRulesChanged) -> Iterator[Dispatch]:
        """Other bots are not told."""
        server, application = change.server, change.application
        heard_by = {one.account.id for one in server.members.values() if not one.account.bot}
        yield Dispatch(
            "APPLICATION_COMMAND_PERMISSIONS_UPDATE",
            Intent.ALWAYS,
            same(wire.command_rules(application, server, change.target_id)),
            server=server,
            accounts=frozenset(heard_by | {application.account.id}),
        )


def unavailable(server: Server) -> Json:
    """All that is said of a server in an outage of its own."""
    return {"id": str(server.id), "unavailable": True}


def created(server: Server, world: World, listener: Listener) -> Json:
    """GUILD_CREATE of a server that the client knows of already."""
    viewer = listener.account
    shown = sight.visible(world, server, viewer)
    channels = [one for one in server.channels.values() if viewer.bot or one.id in shown]
    return {
        **wire.server(server),
        "joined_at": wire.moment(server.members[viewer.id].joined_at),
        "large": len(server.members) > listener.large_threshold,
        "unavailable": False,
        "member_count": len(server.members),
        "voice_states": [],
        "members": [wire.member(one) for one in _listed(server, listener)],
        "channels": [
            wire.channel(one) if one.id in shown else sight.hidden_channel(one, server) for one in channels
        ],
        "threads": [wire.thread(one, viewer=viewer) for one in sight.active_threads(world, server, viewer)],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def _listed(server: Server, listener: Listener) -> list[Member]:
    """Only its own member for a bot without presences; else all, of a large server those who stand out."""
    everybody = list(server.members.values())
    viewer: Account = listener.account
    if not viewer.bot:
        return everybody
    if not listener.intents & Intent.GUILD_PRESENCES:
        return [server.members[viewer.id]]
    if len(everybody) <= listener.large_threshold:
        return everybody
    return [one for one in everybody if one.account is viewer or one.roles or one.nick is not None]
