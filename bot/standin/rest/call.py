"""One REST call as its handler sees it: who asks for what, and may it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.standin import errors
from bot.standin.errors import ErrorKind, Refusal
from bot.standin.gateway.sessions import Sessions
from bot.standin.interactions import Interactions
from bot.standin.messages import MessageWriter
from bot.standin.rules import localizations
from bot.standin.rules.nonces import Nonces
from bot.standin.rules.slowmode import SlowMode
from bot.standin.world import permissions, snowflakes
from bot.standin.world.model import Account, Application, Channel, Json, Member, Message, Server, Upload
from bot.standin.world.world import World


@dataclass(frozen=True, slots=True)
class Backend:
    """What handlers work on."""

    world: World
    sessions: Sessions
    interactions: Interactions
    nonces: Nonces
    writer: MessageWriter
    gateway_url: str
    slow_mode: SlowMode = field(default_factory=SlowMode)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with a status other than 200, or none at all for 204."""

    status: int
    body: Any = None


@dataclass(slots=True)
class RestCall:
    """A parsed request. `account` is set unless the route is open to those who hold a token of its path."""

    backend: Backend
    method: str
    route: str
    params: dict[str, str]
    query: dict[str, str]
    body: Any = None
    uploads: dict[int, Upload] = field(default_factory=dict)
    sender: Account | None = None
    reason: str | None = None
    asked_locale: str | None = None
    browser_locale: str | None = None

    @property
    def world(self) -> World:
        """The state."""
        return self.backend.world

    @property
    def account(self) -> Account:
        """Who asks; 401 when nobody said so."""
        if self.sender is None:
            raise Refusal(errors.UNAUTHORIZED)
        return self.sender

    @property
    def locale(self) -> str:
        """The language that the caller reads: that of the request, of the account, or of the browser."""
        asked = localizations.known(self.asked_locale) or self.account.locale
        return asked or localizations.known(self.browser_locale) or localizations.USUAL

    @property
    def form(self) -> Json:
        """The body as an object; anything else is refused."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise errors.form_error("_errors", "MODEL_TYPE_CONVERT", "Only dictionaries may be used")
        return self.body

    def id(self, name: str) -> int:
        """An id of the path."""
        value = snowflakes.parse(self.params[name])
        if value is None:
            text = f'Value "{self.params[name]}" is not snowflake.'
            raise errors.form_error(name, "NUMBER_TYPE_COERCE", text)
        return value

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A number of the query, within its bounds."""
        text = self.query.get(name)
        if text is None:
            return default
        if not text.isascii() or not text.isdecimal():
            raise errors.form_error(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.')
        value = int(text)
        if value < least:
            raise errors.form_error(
                name, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}."
            )
        if value > most:
            raise errors.form_error(
                name, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}."
            )
        return value

    def anchor(self, name: str) -> int | None:
        """An id of the query, if given."""
        text = self.query.get(name)
        if text is None:
            return None
        value = snowflakes.parse(text)
        if value is None:
            raise errors.form_error(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
        return value

    def flag(self, name: str) -> bool:
        """Whether the query says yes."""
        return self.query.get(name, "").lower() in ("1", "true")

    def application(self) -> Application:
        """The application of the path, which only its own bot may touch."""
        application = self.world.applications.get(self.id("application_id"))
        if application is None:
            raise Refusal(errors.UNKNOWN_APPLICATION)
        if application.account is not self.account:
            raise Refusal(errors.MISSING_ACCESS)
        return application

    def server(self) -> Server:
        """The server of the path, of which the caller is a member."""
        server = self.world.servers.get(self.id("guild_id"))
        if server is None or self.account.id not in server.members:
            raise Refusal(errors.UNKNOWN_GUILD)
        return server

    def member(self, server: Server, account_id: int) -> Member:
        """A member by id, or what Discord says of one who is not."""
        member = server.members.get(account_id)
        if member is None:
            known = account_id in self.world.accounts
            raise Refusal(errors.UNKNOWN_MEMBER if known else errors.UNKNOWN_USER)
        return member

    def need_in_server(self, server: Server, needed: int) -> Member:
        """The caller's own member, refused when it lacks a permission."""
        if self.world.rights(server, self.account) & needed != needed:
            raise Refusal(errors.MISSING_PERMISSIONS)
        return server.members[self.account.id]

    def channel(self, needed: int = 0) -> Channel:
        """The channel of the path, which the caller can view and where it holds what is needed."""
        channel = self.world.channels.get(self.id("channel_id"))
        if channel is None:
            raise Refusal(errors.UNKNOWN_CHANNEL)
        self.need(channel, needed)
        if channel.thread is not None:
            self.world.archive_idle((channel,))
        return channel

    def need(self, channel: Channel, needed: int) -> int:
        """What the caller may do in a channel, refused when it lacks something."""
        allowed = self.world.permissions(channel, self.account)
        if not allowed & permissions.VIEW_CHANNEL:
            raise Refusal(errors.MISSING_ACCESS)
        if allowed & needed != needed:
            raise Refusal(errors.MISSING_PERMISSIONS)
        return allowed

    def may(self, channel: Channel, wanted: int) -> bool:
        """Whether the caller holds all of it in a channel."""
        return self.world.permissions(channel, self.account) & wanted == wanted

    def message(self, channel: Channel, *, unknown: ErrorKind = errors.UNKNOWN_MESSAGE) -> Message:
        """The message of the path."""
        message = channel.log.get(self.id("message_id"))
        if message is None:
            raise Refusal(unknown)
        return message

    def write(self, message: Message) -> Json:
        """A message as the caller may read it."""
        return self.backend.writer.message(message, self.account, with_content=self.reads_content(message))

    def reads_content(self, message: Message) -> bool:
        """Whether the caller gets to know what a message says."""
        application = self.world.application_of(self.account)
        return (
            application is None
            or bool(application.privileged_intents & (1 << 15))
            or message.channel.server is None
            or message.author is self.account
            or self.account in message.mentions.users
        )


Handler = Callable[[RestCall], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """A method, a path with parameters, and who answers; `open` ones carry their token in the path."""

    method: str
    path: str
    handler: Handler
    open: bool = False


def need_listing(call: RestCall) -> None:
    """Refuse to list members to a bot without the privileged intent for them."""
    application = call.world.application_of(call.account)
    if application is not None and not application.privileged_intents & 1 << 1:
        raise Refusal(errors.MISSING_ACCESS)


def need_unarchived(channel: Channel) -> None:
    """Refuse to touch an archived thread."""
    if channel.thread is not None and channel.thread.archived:
        raise Refusal(errors.ARCHIVED_THREAD)
