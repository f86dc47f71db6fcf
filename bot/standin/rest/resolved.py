"""What the ids in an interaction stand for: people, roles, channels, messages, uploaded files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.standin import errors, wire
from bot.standin.errors import Form, Refusal
from bot.standin.rest.call import RestCall
from bot.standin.rules import attachments, filetypes
from bot.standin.rules.attachments import Files
from bot.standin.rules.definitions import ATTACHMENT, CHANNEL, MENTIONABLE, ROLE, USER
from bot.standin.rules.submissions import NAMES
from bot.standin.world import permissions, snowflakes
from bot.standin.world.model import Account, Channel, Json, Message, Server

_PARTIAL_CHANNEL = (
    "id",
    "name",
    "type",
    "last_message_id",
    "last_pin_timestamp",
    "nsfw",
    "parent_id",
    "guild_id",
    "flags",
    "rate_limit_per_user",
    "topic",
    "position",
)
REFERENCES = frozenset({USER, CHANNEL, ROLE, MENTIONABLE, ATTACHMENT})


class Resolver:
    """Collects the `resolved` of one interaction; what a person could not have chosen is refused."""

    def __init__(self, call: RestCall, channel: Channel) -> None:
        self._call = call
        self._channel = channel
        self._server: Server | None = channel.server
        self._files = _files(call)
        self._left = set(self._files.new)
        self.found: Json = {}

    def option(self, option: Json, given: Json) -> None:
        """Look up the value of a command's option; a file's place becomes its id."""
        kind, value = option["type"], given["value"]
        if kind == ATTACHMENT:
            given["value"] = self._file(value, option.get("file_types") or ())
        elif kind in REFERENCES:
            self._entity(kind, value, option.get("channel_types") or ())

    def field(self, component: Json, filled: Json) -> None:
        """Look up the values of a select, or take in the files of an upload."""
        kind = NAMES.get(component["type"])
        if kind == ATTACHMENT:
            types = component.get("file_types") or ()
            filled["values"] = [self._file(one, types) for one in filled["values"]]
        elif kind is not None:
            for value in filled["values"]:
                self._entity(kind, value, component.get("channel_types") or ())

    def user(self, value: Any) -> None:
        """Look up the target of a user menu."""
        account = self._call.world.accounts.get(snowflakes.parse(value) or 0)
        if account is None:
            raise Refusal(errors.UNKNOWN_USER)
        self._add_account(account)

    def message(self, message: Message) -> None:
        """The target of a message menu, shown to the bot with its content, whatever its intents."""
        written = self._call.backend.writer.message(message, self._call.account)
        self.found["messages"] = {str(message.id): written}

    def finish(self) -> Json:
        """All that was found; a file that nothing asked for is refused."""
        if self._left:
            raise _invalid(("data", "attachments"), "A file that nothing asks for")
        return self.found

    def _entity(self, kind: int, value: str, channel_types: Iterable[int]) -> None:
        snowflake = snowflakes.parse(value) or 0
        account = self._call.world.accounts.get(snowflake)
        if kind in (USER, MENTIONABLE) and account is not None:
            self._add_account(account)
            return
        if self._server is not None:
            if kind in (ROLE, MENTIONABLE) and snowflake in self._server.roles:
                self._add("roles", snowflake, wire.role(self._server.roles[snowflake]))
                return
            channel = self._server.channels.get(snowflake) or self._server.threads.get(snowflake)
            if kind == CHANNEL and channel is not None and self._is_offered(channel, channel_types):
                self._add("channels", snowflake, self._written(channel))
                return
        raise _invalid(("data",), f"Nothing here can be chosen by {value}")

    def _is_offered(self, channel: Channel, types: Iterable[int]) -> bool:
        seen = self._call.may(channel, permissions.VIEW_CHANNEL)
        return seen and (not types or channel.kind in types)

    def _written(self, channel: Channel) -> Json:
        """A part of a channel; a thread whole, since libraries read more of it than is documented."""
        written = wire.channel(channel)
        if channel.thread is None:
            written = {key: written[key] for key in _PARTIAL_CHANNEL if key in written}
        world = self._call.world
        bot = self._application_account()
        return {
            **written,
            "permissions": str(world.permissions(channel, self._call.account)),
            "app_permissions": str(world.permissions(channel, bot) if bot is not None else 0),
        }

    def _application_account(self) -> Account | None:
        return self._call.world.accounts.get(snowflakes.parse(self._call.form.get("application_id")) or 0)

    def _add_account(self, account: Account) -> None:
        self._add("users", account.id, wire.user(account))
        member = None if self._server is None else self._server.members.get(account.id)
        if member is not None:
            written = wire.member(member, with_user=False)
            del written["deaf"], written["mute"]
            rights = self._call.world.permissions(self._channel, account)
            self._add("members", account.id, {**written, "permissions": str(rights)})

    def _file(self, value: Any, types: Iterable[str]) -> str:
        """Keep an uploaded file; its value is the number of its part until here."""
        index = snowflakes.parse(value)
        if index not in self._left:
            raise _invalid(("data", "attachments"), f"No file was sent for {value}")
        self._left.discard(index)
        attachment = self._files.attached(index, self._call.world)
        if not filetypes.fits(attachment.filename, types):
            name = attachment.filename
            raise _invalid(("data", "attachments"), f"{name} is not of the file types asked for")
        self._call.backend.interactions.files[attachment.id] = attachment
        written = self._call.backend.writer.attachment(attachment, self._channel, private=True)
        self._add("attachments", attachment.id, written)
        return str(attachment.id)

    def _add(self, group: str, snowflake: int, written: Json) -> None:
        self.found.setdefault(group, {})[str(snowflake)] = written


def _files(call: RestCall) -> Files:
    """The files of a request, within a person's limits and each told of in `attachments`."""
    form = Form()
    data = call.form.get("data") or {}
    files = attachments.read({"attachments": data.get("attachments") or []}, call.uploads, form, None)
    form.check()
    if files.new.keys() != call.uploads.keys():
        raise _invalid(("data", "attachments"), "Files and attachments differ")
    return files


def _invalid(path: tuple[str, ...], why: str) -> Refusal:
    return errors.form_error(path, "INTERACTION_DATA_INVALID", why)
