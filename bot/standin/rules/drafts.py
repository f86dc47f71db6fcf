"""The body of a message on its way in: checked against Discord's rules, then put on a message."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.standin import errors, limits
from bot.standin.errors import EMPTY_MESSAGE, Form, Refusal
from bot.standin.rules import attachments, components, embeds, emoji, layouts, mentions
from bot.standin.rules.attachments import Files
from bot.standin.world.model import Account, Json, Message, MessageFlag, Upload
from bot.standin.world.world import World

_SETTABLE: Final = (
    MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SILENT | MessageFlag.COMPONENTS_V2 | MessageFlag.PRIVATE
)
_EDITABLE: Final = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.COMPONENTS_V2
_LEGACY: Final = ("content", "embeds", "poll", "sticker_ids", "shared_client_theme")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a body says of a message; a field is None where the body leaves it as it is."""

    content: str | None
    embeds: list[Json] | None
    components: list[Json] | None
    flags: int
    files: Files
    allowed_mentions: Json | None
    edits: bool

    def put_on(self, message: Message, world: World) -> None:
        """Write the draft on a message and settle whom it mentions."""
        if self.content is not None:
            message.content = self.content
        if self.embeds is not None:
            message.embeds = self.embeds
        if self.components is not None:
            message.components = components.given_back(self.components)
        # Who sees a message is settled when it is made, never by what is put on it.
        message.flags |= self.flags & ~MessageFlag.PRIVATE
        if not self.flags & MessageFlag.SUPPRESS_EMBEDS:
            message.flags &= ~MessageFlag.SUPPRESS_EMBEDS
        self.files.put_on(message, world)
        if self._says_something_else(message):
            message.mentions = mentions.of(message, self.allowed_mentions, world)
        if not self.edits:
            message.pinged = mentions.pinged(message, world)

    def _says_something_else(self, message: Message) -> bool:
        said = self.components if message.uses_components_v2 else self.content
        return said is not None or not self.edits

    def need_something(self) -> None:
        """Refuse a draft with nothing in it."""
        if not (self.content or self.embeds or self.components or self.files.new):
            raise Refusal(EMPTY_MESSAGE)

    def need_something_left(self, message: Message) -> None:
        """Refuse an edit after which a message would have nothing in it."""
        left = (
            message.content if self.content is None else self.content,
            message.embeds if self.embeds is None else self.embeds,
            message.components if self.components is None else self.components,
            self.files.names(message),
        )
        if not any(left):
            raise Refusal(EMPTY_MESSAGE)


def read(
    body: Json,
    uploads: dict[int, Upload],
    world: World,
    author: Account,
    *,
    editing: Message | None = None,
) -> Draft:
    """The draft that a body makes, or 50035 with everything that is wrong with it."""
    form = Form()
    flags = _flags(body, form, editing)
    v2 = bool(flags & MessageFlag.COMPONENTS_V2)
    if v2:
        _refuse_beside_components(body, form, editing)
    _refuse_what_is_not_here(body, form)
    files = attachments.read(body, uploads, form, editing)
    tree = body.get("components")
    if tree:
        names = files.names(editing)
        layouts.check_message(tree, form, v2=v2, files=names, knows_emoji=partial(emoji.knows, world, author))
    draft = Draft(
        content=_content(body, form),
        embeds=embeds.read(body["embeds"] or [], form) if "embeds" in body else None,
        components=(tree or []) if "components" in body else None,
        flags=flags,
        files=files,
        allowed_mentions=mentions.check(body, form),
        edits=editing is not None,
    )
    form.check()
    if editing is not None:
        draft.need_something_left(editing)
    return draft


def _flags(body: Json, form: Form, editing: Message | None) -> int:
    """The flags that one may set, as they are afterwards."""
    there = 0 if editing is None else editing.flags & _EDITABLE
    flags = body.get("flags")
    if flags is None:
        return there
    if not isinstance(flags, int) or flags < 0:
        form.wrong("flags", "NUMBER_TYPE_COERCE", "Value is not int.")
        return there
    if editing is not None:
        return flags & _EDITABLE | there & MessageFlag.COMPONENTS_V2
    if flags & MessageFlag.VOICE:
        raise Refusal(errors.NO_VOICE_MESSAGES)
    return flags & _SETTABLE


def _refuse_beside_components(body: Json, form: Form, editing: Message | None) -> None:
    there: Json = {}
    if editing is None:
        if not body.get("components"):
            form.wrong("components", "BASE_TYPE_REQUIRED", "This field is required")
    elif not editing.uses_components_v2:
        there = {"content": editing.content, "embeds": editing.embeds}
    for key in _LEGACY:
        # What the message has already must be taken away by the same edit.
        if body.get(key) or (there.get(key) and key not in body):
            text = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.wrong(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)


def _refuse_what_is_not_here(body: Json, form: Form) -> None:
    """No server here has stickers, and there are neither Discord's own polls nor shared themes."""
    if body.get("sticker_ids"):
        raise Refusal(errors.INVALID_STICKER)
    for key in ("poll", "shared_client_theme"):
        if body.get(key):
            form.wrong(key, "UNSUPPORTED_HERE", "The local Discord does not have this.")


def _content(body: Json, form: Form) -> str | None:
    if "content" not in body:
        return None
    content = body["content"]
    if content is None:
        return ""
    if not isinstance(content, str | int | float):
        form.wrong("content", "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        return None
    text = str(content).strip()
    if len(text) > limits.MESSAGE_CONTENT:
        form.too_long("content", limits.MESSAGE_CONTENT)
    return text
