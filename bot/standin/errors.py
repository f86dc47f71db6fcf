"""Every refusal that the stand-in can give, in one place.

Refusal          a status, Discord's JSON error code and its sentence
└── FormError    50035: what is wrong with which field of the body
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One of Discord's errors: status, code, sentence."""

    status: int
    code: int
    message: str


class Refusal(Exception):
    """What Discord answers instead of doing it."""

    def __init__(
        self, kind: ErrorKind, *, errors: dict[str, Any] | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{kind.status} {kind.code}: {kind.message}")
        self.kind = kind
        self.errors = errors
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The JSON that a client is told."""
        body: dict[str, Any] = {"message": self.kind.message, "code": self.kind.code}
        if self.errors:
            body["errors"] = self.errors
        if self.retry_after is not None:
            body |= {"retry_after": round(self.retry_after, 3), "global": False}
        return body


# Source of codes and sentences: Discord's "Opcodes and Status Codes", JSON error codes.
UNAUTHORIZED: Final = ErrorKind(401, 0, "401: Unauthorized")
NOT_FOUND: Final = ErrorKind(404, 0, "404: Not Found")
METHOD_NOT_ALLOWED: Final = ErrorKind(405, 0, "405: Method Not Allowed")
UNKNOWN_APPLICATION: Final = ErrorKind(404, 10002, "Unknown Application")
UNKNOWN_CHANNEL: Final = ErrorKind(404, 10003, "Unknown Channel")
UNKNOWN_GUILD: Final = ErrorKind(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER: Final = ErrorKind(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE: Final = ErrorKind(404, 10008, "Unknown Message")
UNKNOWN_OVERWRITE: Final = ErrorKind(404, 10009, "Unknown Permission Overwrite")
UNKNOWN_ROLE: Final = ErrorKind(404, 10011, "Unknown Role")
UNKNOWN_USER: Final = ErrorKind(404, 10013, "Unknown User")
UNKNOWN_EMOJI: Final = ErrorKind(400, 10014, "Unknown Emoji")
# What a path of the server's emojis names is looked for; elsewhere an emoji is part of a form.
UNKNOWN_SERVER_EMOJI: Final = ErrorKind(404, 10014, "Unknown Emoji")
UNKNOWN_WEBHOOK: Final = ErrorKind(404, 10015, "Unknown Webhook")
UNKNOWN_BAN: Final = ErrorKind(404, 10026, "Unknown Ban")
UNKNOWN_INTERACTION: Final = ErrorKind(404, 10062, "Unknown interaction")
UNKNOWN_COMMAND: Final = ErrorKind(404, 10063, "Unknown application command")
UNKNOWN_COMMAND_PERMISSIONS: Final = ErrorKind(404, 10066, "Unknown application command permissions")
NOT_FOR_BOTS: Final = ErrorKind(403, 20001, "Bots cannot use this endpoint")
BOTS_ONLY: Final = ErrorKind(403, 20002, "Only bots can use this endpoint")
SLOW_MODE: Final = ErrorKind(429, 20016, "This action cannot be performed due to slowmode rate limit.")
EDITED_OLD_TOO_OFTEN: Final = ErrorKind(
    429, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later"
)
TOO_MANY_PINS: Final = ErrorKind(400, 30003, "Maximum number of pins reached for the channel (250)")
TOO_MANY_ROLES: Final = ErrorKind(400, 30005, "Maximum number of server roles reached (250)")
TOO_MANY_EMOJIS: Final = ErrorKind(400, 30008, "Maximum number of emojis reached (50)")
TOO_MANY_REACTIONS: Final = ErrorKind(403, 30010, "Maximum number of reactions reached (20)")
TOO_MANY_CHANNELS: Final = ErrorKind(400, 30013, "Maximum number of server channels reached (500)")
TOO_MANY_ATTACHMENTS: Final = ErrorKind(400, 30015, "Maximum number of attachments in a message reached (10)")
TOO_MANY_ANIMATED_EMOJIS: Final = ErrorKind(400, 30018, "Maximum number of animated emojis reached (50)")
TOO_MANY_COMMANDS: Final = ErrorKind(400, 30032, "Maximum number of application commands reached (100)")
TOO_MANY_COMMANDS_TODAY: Final = ErrorKind(
    429, 30034, "Max number of daily application command creates has been reached (200)"
)
COMMAND_NAME_TAKEN: Final = ErrorKind(400, 40041, "An application command with that name already exists")
TOO_MANY_IN_THREAD: Final = ErrorKind(
    400, 30033, "Maximum number of thread participants has been reached (1000)"
)
TOO_MANY_PINNED_POSTS: Final = ErrorKind(
    400, 30047, "Maximum number of pinned threads in a forum channel has been reached (1)"
)
TOO_MANY_OVERWRITES: Final = ErrorKind(
    400, 30060, "Maximum number of channel permission overwrites reached (1000)"
)
ONE_PARENT_AT_A_TIME: Final = ErrorKind(
    400, 40009, "Only one channel can have a parent_id modified at a time"
)
NOT_IN_VOICE: Final = ErrorKind(400, 40032, "Target user is not connected to voice.")
ALREADY_CROSSPOSTED: Final = ErrorKind(400, 40033, "This message was already crossposted.")
ALREADY_ACKNOWLEDGED: Final = ErrorKind(400, 40060, "Interaction has already been acknowledged.")
TAG_NAMES_REPEAT: Final = ErrorKind(400, 40061, "Tag names must be unique")
TAG_FOR_MODERATORS: Final = ErrorKind(
    403, 40066, "There are no tags available that can be set by non-moderators"
)
TAG_REQUIRED: Final = ErrorKind(400, 40067, "A tag is required to create a forum post in this channel")
MISSING_ACCESS: Final = ErrorKind(403, 50001, "Missing Access")
WRONG_FOR_DIRECT: Final = ErrorKind(403, 50003, "Cannot execute action on a DM channel")
NOT_THE_AUTHOR: Final = ErrorKind(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE: Final = ErrorKind(400, 50006, "Cannot send an empty message")
CANNOT_MESSAGE_USER: Final = ErrorKind(403, 50007, "Cannot send messages to this user")
NOT_A_TEXT_CHANNEL: Final = ErrorKind(400, 50008, "Cannot send messages in a non-text channel")
MISSING_PERMISSIONS: Final = ErrorKind(403, 50013, "Missing Permissions")
BULK_DELETE_COUNT: Final = ErrorKind(
    400,
    50016,
    "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to"
    " delete.",
)
SYSTEM_MESSAGE: Final = ErrorKind(403, 50021, "Cannot execute action on a system message")
WRONG_CHANNEL_TYPE: Final = ErrorKind(400, 50024, "Cannot execute action on this channel type")
INVALID_WEBHOOK_TOKEN: Final = ErrorKind(401, 50027, "Invalid Webhook Token")
INVALID_ROLE: Final = ErrorKind(400, 50028, "Invalid role")
INVALID_RECIPIENT: Final = ErrorKind(400, 50033, "Invalid Recipient(s)")
MESSAGE_TOO_OLD: Final = ErrorKind(400, 50034, "A message provided was too old to bulk delete")
INVALID_FORM: Final = ErrorKind(400, 50035, "Invalid Form Body")
INVALID_SERVER: Final = ErrorKind(400, 50055, "Invalid Guild")
WRONG_MESSAGE_TYPE: Final = ErrorKind(400, 50068, "Invalid message type")
FILE_TOO_LARGE: Final = ErrorKind(413, 40005, "Request entity too large")
INVALID_STICKER: Final = ErrorKind(400, 50081, "Invalid sticker sent")
ARCHIVED_THREAD: Final = ErrorKind(400, 50083, "Thread is archived")
NEEDS_BOOSTS: Final = ErrorKind(403, 50101, "This server needs more boosts to perform this action")
INVALID_JSON: Final = ErrorKind(400, 50109, "The request body contains invalid JSON.")
UPLOAD_NOT_FOUND: Final = ErrorKind(400, 50146, "Uploaded file not found.")
NO_VOICE_MESSAGES: Final = ErrorKind(403, 50173, "You cannot send voice messages in this channel.")
NO_MUTUAL_SERVER: Final = ErrorKind(
    403, 50278, "Cannot send messages to this user due to having no mutual guilds"
)
NO_BURST: Final = ErrorKind(403, 90002, "User cannot use burst reactions")
REPLY_WITHOUT_HISTORY: Final = ErrorKind(
    403, 160002, "Cannot reply without permission to read message history"
)
THREAD_EXISTS: Final = ErrorKind(400, 160004, "A thread has already been created for this message")
THREAD_LOCKED: Final = ErrorKind(403, 160005, "Thread is locked")
TOO_MANY_THREADS: Final = ErrorKind(400, 160006, "Maximum number of active threads reached")
FORWARD_UNREAD: Final = ErrorKind(400, 160014, "You cannot forward a message whose content you cannot read.")


@dataclass(slots=True)
class Form:
    """Collects what is wrong with a body, field by field, and refuses it as a whole."""

    _errors: dict[str, Any] = field(default_factory=dict)

    def wrong(self, path: str | tuple[str | int, ...], code: str, message: str) -> None:
        """Note a fault at a field, as Discord names it; of what is wrong as a whole no part is told."""
        place = self._errors
        for part in (path,) if isinstance(path, str) else path:
            if "_errors" in place:
                return
            place = place.setdefault(str(part), {})
        told = place.get("_errors", [])
        place.clear()
        place["_errors"] = [*told, {"code": code, "message": message}]

    def too_long(self, path: str | tuple[str | int, ...], most: int) -> None:
        """Note that a field is longer than the most allowed."""
        self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def length(self, path: str | tuple[str | int, ...], text: str, least: int, most: int) -> None:
        """Note a text that is shorter or longer than allowed."""
        if not least <= len(text) <= most:
            bounds = f"Must be between {least} and {most} in length."
            self.wrong(path, "BASE_TYPE_BAD_LENGTH", bounds)

    def between(self, path: str | tuple[str | int, ...], value: object, least: int, most: int) -> None:
        """Note a number that is smaller or greater than allowed; what is no number is left to its shape."""
        if isinstance(value, str) and value.isdecimal():
            value = int(value)
        if isinstance(value, int) and value < least:
            text = f"int value should be greater than or equal to {least}."
            self.wrong(path, "NUMBER_TYPE_MIN", text)
        if isinstance(value, int) and value > most:
            self.wrong(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")

    def one_of(self, path: str | tuple[str | int, ...], value: object, choices: Iterable[int]) -> None:
        """Note a value that is none of those there are."""
        known = sorted(choices)
        if value not in known:
            words = ", ".join(str(one) for one in known)
            self.wrong(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{words}}}.")

    def required(self, path: str | tuple[str | int, ...]) -> None:
        """Note that a field is missing."""
        self.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")

    def check(self) -> None:
        """Refuse the body when anything was wrong with it."""
        if self._errors:
            raise self.refusal()

    def refusal(self) -> Refusal:
        """What the faults noted so far amount to."""
        return Refusal(INVALID_FORM, errors=self._errors)


def form_error(path: str | tuple[str | int, ...], code: str, message: str) -> Refusal:
    """The refusal of a body for one fault, to be raised."""
    form = Form()
    form.wrong(path, code, message)
    return form.refusal()
