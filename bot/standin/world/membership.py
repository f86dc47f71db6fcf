"""Who exists and who is where: accounts, applications, servers, members, roles."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from weakref import WeakValueDictionary

from bot.standin.world import changes, permissions
from bot.standin.world.changes import Change
from bot.standin.world.model import (
    Account,
    Application,
    Attachment,
    Ban,
    Channel,
    CustomEmoji,
    Member,
    Role,
    Server,
)
from bot.standin.world.snowflakes import SnowflakeMint

_PALETTE = ("#5b7fa6", "#a6675b", "#5ba67a", "#8a5ba6", "#a6925b", "#5b9ea6", "#a65b86", "#6f7d3c")


class Membership:
    """The half of a world that is there before anybody speaks."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.mint = SnowflakeMint(clock)
        self.listeners: list[Callable[[Change], None]] = []
        self.accounts: dict[int, Account] = {}
        self.by_token: dict[str, Account] = {}
        self.applications: dict[int, Application] = {}
        self.servers: dict[int, Server] = {}
        # A file can be had for as long as something holds it: a message, or an interaction that it came with.
        self.files: WeakValueDictionary[int, Attachment] = WeakValueDictionary()
        self._permissions: dict[tuple[int, int], int] = {}

    def now(self) -> datetime:
        """The time by this world's clock."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def tell(self, change: Change) -> None:
        """Tell a change to all who listen."""
        for listener in self.listeners:
            listener(change)

    # Accounts and applications

    def create_account(
        self,
        name: str,
        *,
        role: str = "reader",
        on_page: bool = False,
        bot: bool = False,
        avatar_color: str | None = None,
        token: str | None = None,
    ) -> Account:
        """A person with a token; `on_page` puts them among those whom the page offers."""
        account_id = self.mint.next()
        account = Account(
            id=account_id,
            name=name,
            token=token or _token(account_id),
            bot=bot,
            role=role,
            avatar_color=avatar_color or _PALETTE[len(self.accounts) % len(_PALETTE)],
            on_page=on_page,
        )
        self.accounts[account.id] = account
        self.by_token[account.token] = account
        return account

    def create_application(
        self,
        name: str,
        *,
        owner: Account | None = None,
        privileged_intents: int = 0,
        token: str | None = None,
    ) -> Application:
        """A bot; its application, its user and its commands share one id, as on Discord."""
        account = self.create_account(name, bot=True, token=token)
        application = Application(account.id, name, account, owner, privileged_intents)
        self.applications[application.id] = application
        return application

    def update_account(self, account: Account) -> None:
        """An account was changed in place."""
        self.tell(changes.AccountUpdated(account))

    def reset_token(self, account: Account) -> None:
        """Give an account another token; the one before is worth nothing any more."""
        self.by_token.pop(account.token, None)
        account.token = _token(account.id)
        self.by_token[account.token] = account

    def application_of(self, account: Account) -> Application | None:
        """The application that acts as this account."""
        return self.applications.get(account.id) if account.bot else None

    # Servers, members, roles

    def create_server(self, name: str, *, owner: Account) -> Server:
        """A server with its owner in it and Discord's default permissions for everyone."""
        server_id = self.mint.next()
        everyone = Role(server_id, "@everyone", permissions.EVERYONE_DEFAULT, 0)
        server = Server(server_id, name, owner.id, everyone, roles={server_id: everyone})
        self.servers[server_id] = server
        self.join(server, owner)
        return server

    def join(self, server: Server, account: Account, *, roles: Iterable[Role] = ()) -> Member:
        """Make an account a member."""
        member = Member(account, self.now(), {role.id for role in roles})
        server.members[account.id] = member
        self._permissions.clear()
        self.tell(changes.ServerEntered(server, member))
        return member

    def install(self, application: Application, server: Server, *, permissions: int = 0) -> Member:
        """Invite the bot with these permissions: it joins with a managed role that carries its name.

        Where it is already, the new invitation gives its role these permissions.
        """
        member = server.members.get(application.id)
        own = next((role for role in server.roles.values() if role.managed_by == application.id), None)
        if member is not None and own is not None:
            own.permissions = permissions
            self.update_role(server, own)
            return member
        role = self._add_role(
            server, Role(self.mint.next(), application.name, permissions, 0, managed_by=application.id)
        )
        return self.join(server, application.account, roles=(role,))

    def leave(self, server: Server, account: Account) -> None:
        """Take an account out of a server, a bot with its own role and what commands it had there alone.

        `join` or `install` brings it back.
        """
        if server.members.pop(account.id, None) is None:
            return
        self._permissions.clear()
        application = self.application_of(account)
        if application is not None:
            application.server_commands.pop(server.id, None)
            application.command_rules.pop(server.id, None)
        for thread in server.threads.values():
            if thread.thread is not None:
                thread.thread.members.pop(account.id, None)
        self.tell(changes.ServerLeft(server, account))
        for role in [role for role in server.roles.values() if role.managed_by == account.id]:
            self.delete_role(server, role)

    def ban(self, server: Server, account: Account, *, reason: str | None = None) -> None:
        """Take an account out of a server, if it is there, and let it not come back."""
        server.bans[account.id] = Ban(account, reason)
        self.tell(changes.BanAdded(server, account))
        self.leave(server, account)

    def unban(self, server: Server, account: Account) -> None:
        """Let a banned account come back."""
        if server.bans.pop(account.id, None) is not None:
            self.tell(changes.BanLifted(server, account))

    def set_available(self, server: Server, *, available: bool) -> None:
        """An outage of one server begins or ends; it is no removal."""
        server.unavailable = not available
        self.tell(changes.ServerAvailability(server))

    def create_role(
        self,
        server: Server,
        name: str,
        *,
        permissions: int = 0,
        mentionable: bool = False,
        color: int = 0,
        hoist: bool = False,
        gradient: tuple[int | None, int | None] = (None, None),
        lowest: bool = False,
    ) -> Role:
        """A role above all others so far, or just above everyone."""
        role = Role(
            self.mint.next(),
            name,
            permissions,
            0,
            color=color,
            hoist=hoist,
            mentionable=mentionable,
            second_color=gradient[0],
            third_color=gradient[1],
        )
        return self._add_role(server, role, position=1 if lowest else None)

    def _add_role(self, server: Server, role: Role, *, position: int | None = None) -> Role:
        # Nobody is told of those that move up: clients count it out themselves.
        role.position = len(server.roles) if position is None else position
        for other in server.roles.values():
            if other is not server.everyone and other.position >= role.position:
                other.position += 1
        server.roles[role.id] = role
        self.tell(changes.RoleCreated(server, role))
        return role

    def update_role(self, server: Server, role: Role) -> None:
        """A role was changed in place."""
        self._permissions.clear()
        self.tell(changes.RoleUpdated(server, role))

    def delete_role(self, server: Server, role: Role) -> None:
        """Delete a role and take it from all members; those above it move down."""
        server.roles.pop(role.id, None)
        for other in server.roles.values():
            if other.position > role.position:
                other.position -= 1
        for member in server.members.values():
            member.roles.discard(role.id)
        for channel in server.channels.values():
            channel.overwrites.pop(role.id, None)
        self._permissions.clear()
        self.tell(changes.RoleDeleted(server, role))

    def set_member_roles(self, server: Server, member: Member, roles: Iterable[int]) -> None:
        """Give a member exactly these roles."""
        member.roles = set(roles)
        self.update_member(server, member)

    def time_out(self, server: Server, account: Account, *, until: datetime | None) -> None:
        """Silence a member until then, or give back its voice."""
        member = server.members[account.id]
        member.timed_out_until = until
        self.update_member(server, member)

    def update_member(self, server: Server, member: Member) -> None:
        """A member was changed in place."""
        self._permissions.clear()
        self.tell(changes.MemberUpdated(server, member))

    def create_emoji(
        self,
        server: Server,
        name: str,
        *,
        animated: bool = False,
        maker: Account | None = None,
        roles: tuple[int, ...] = (),
    ) -> CustomEmoji:
        """An emoji of the server's own."""
        emoji = CustomEmoji(self.mint.next(), name, animated=animated, maker=maker, roles=roles)
        server.emojis[emoji.id] = emoji
        self.tell(changes.EmojisChanged(server))
        return emoji

    def update_emoji(self, server: Server, emoji: CustomEmoji) -> None:
        """An emoji was changed in place."""
        server.emojis[emoji.id] = emoji
        self.tell(changes.EmojisChanged(server))

    def delete_emoji(self, server: Server, emoji: CustomEmoji) -> None:
        """Delete an emoji; reactions with it stay where they are."""
        server.emojis.pop(emoji.id, None)
        self.tell(changes.EmojisChanged(server))

    # What is allowed

    def permissions(self, channel: Channel, account: Account) -> int:
        """What an account may do in a channel; 0 when it is not there or sees nothing."""
        key = (channel.id, account.id)
        known = self._permissions.get(key)
        if known is not None:
            return known
        member = None if channel.server is None else channel.server.members.get(account.id)
        known = self._compute_permissions(channel, account, member)
        if member is None or not self.is_timed_out(member):  # which ends without anybody's doing
            self._permissions[key] = known
        return known

    def rights(self, server: Server, account: Account) -> int:
        """What a member may do in a server as such; 0 when it is not there."""
        member = server.members.get(account.id)
        if member is None:
            return 0
        allowed = permissions.in_server(server, member)
        return permissions.while_timed_out(allowed) if self.is_timed_out(member) else allowed

    def is_timed_out(self, member: Member) -> bool:
        """Whether a moderator silenced this member and the time is not up."""
        return member.timed_out_until is not None and self.now() < member.timed_out_until

    def is_silenced(self, server: Server, account: Account) -> bool:
        """Whether a time-out holds for a member: owners and administrators are exempt."""
        member = server.members.get(account.id)
        if member is None or not self.is_timed_out(member):
            return False
        return not permissions.in_server(server, member) & permissions.ADMINISTRATOR

    def _compute_permissions(self, channel: Channel, account: Account, member: Member | None) -> int:
        if channel.server is None:
            return permissions.DIRECT_MESSAGE if account in channel.recipients else 0
        if member is None:
            return 0
        allowed = permissions.in_channel(channel, member)
        return permissions.while_timed_out(allowed) if self.is_timed_out(member) else allowed


def _token(account_id: int) -> str:
    """A token in Discord's form, of which some libraries read the id."""
    head = base64.urlsafe_b64encode(str(account_id).encode()).decode().rstrip("=")
    return f"{head}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(28)}"
