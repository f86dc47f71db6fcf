"""The body of a message on its way in: checked against Discord's rules, then put on a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from bot.standin import components, limits, permissions, snowflakes
from bot.standin.errors import EMPTY_MESSAGE, Form, Refusal
from bot.standin.model import Account, Attachment, Json, Mentions, Message, MessageFlag, Upload
from bot.standin.world import World

_SETTABLE: Final = (
    MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SILENT | MessageFlag.COMPONENTS_V2 | MessageFlag.PRIVATE
)
_USER, _ROLE, _EVERYONE = (
    re.compile(r"<@!?(\d{1,20})>"),
    re.compile(r"<@&(\d{1,20})>"),
    re.compile(r"@(?:everyone|here)"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a body says of a message; a field is None where the body leaves it as it is."""

    content: str | None
    embeds: list[Json] | None
    components: list[Json] | None
    flags: int
    kept_attachments: list[int] | None
    allowed_mentions: Json | None
    descriptions: dict[int, str]

    def put_on(self, message: Message, world: World, uploads: dict[int, Upload]) -> None:
        """Write the draft on a message and settle whom it mentions."""
        if self.content is not None:
            message.content = self.content
        if self.embeds is not None:
            message.embeds = [{"type": "rich", **embed} for embed in self.embeds]
        if self.components is not None:
            message.components = components.given_back(self.components)
        # Who sees a message is settled when it is made, never by an edit.
        message.flags |= self.flags & ~MessageFlag.PRIVATE
        if self.kept_attachments is not None:
            message.attachments = [one for one in message.attachments if one.id in self.kept_attachments]
        for index, upload in sorted(uploads.items()):
            described = self.descriptions.get(index)
            attachment = Attachment(
                world.mint.next(), upload.filename, upload.content_type, upload.data, described
            )
            message.attachments.append(attachment)
        message.mentions = _mentions(message, self.allowed_mentions, world)

    def need_something(self, uploads: dict[int, Upload]) -> None:
        """Refuse a draft with nothing in it."""
        if not (self.content or self.embeds or self.components or uploads):
            raise Refusal(EMPTY_MESSAGE)


def read(body: Json, uploads: dict[int, Upload], *, editing: Message | None = None) -> Draft:
    """The draft that a body makes, or 50035 with everything that is wrong with it."""
    form = Form()
    flags = _flags(body, form)
    v2 = bool(flags & MessageFlag.COMPONENTS_V2) or (editing is not None and editing.uses_components_v2)
    if v2:
        _refuse_beside_components(body, form, editing)
    content = _content(body, form)
    embeds = _embeds(body, form)
    tree = body.get("components")
    if tree:
        components.check_message(tree, form, v2=v2)
    if len(uploads) > limits.MESSAGE_ATTACHMENTS:
        form.wrong(
            "attachments", "BASE_TYPE_MAX_LENGTH", f"Must be {limits.MESSAGE_ATTACHMENTS} or fewer in length."
        )
    allowed = _allowed_mentions(body, form)
    form.check()
    kept, descriptions = _attachments(body)
    return Draft(
        content=content,
        embeds=embeds,
        components=(tree or []) if "components" in body else None,
        flags=flags,
        kept_attachments=kept,
        allowed_mentions=allowed,
        descriptions=descriptions,
    )


def _flags(body: Json, form: Form) -> int:
    flags = body.get("flags") or 0
    if not isinstance(flags, int) or flags < 0:
        form.wrong("flags", "NUMBER_TYPE_COERCE", "Value is not int.")
        return 0
    return flags & _SETTABLE


def _refuse_beside_components(body: Json, form: Form, editing: Message | None) -> None:
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(key):
            text = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.wrong(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    if editing is None and not body.get("components"):
        form.wrong("components", "BASE_TYPE_REQUIRED", "This field is required")
    if editing is None or editing.uses_components_v2:
        return
    for key, there in (("content", editing.content), ("embeds", editing.embeds)):
        if there and key not in body:
            text = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.wrong(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)


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


def _embeds(body: Json, form: Form) -> list[Json] | None:
    if "embeds" not in body:
        return None
    embeds = body["embeds"] or []
    if len(embeds) > limits.MESSAGE_EMBEDS:
        form.too_long("embeds", limits.MESSAGE_EMBEDS)
    total = 0
    for index, embed in enumerate(embeds):
        total += _embed(embed, index, form)
    if total > limits.EMBED_TOTAL:
        form.wrong(
            "embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {limits.EMBED_TOTAL}"
        )
    return list(embeds)


def _embed(embed: Json, index: int, form: Form) -> int:
    """Check one embed; returns how many of its characters count."""
    fields = embed.get("fields") or []
    if len(fields) > limits.EMBED_FIELDS:
        form.too_long(("embeds", index, "fields"), limits.EMBED_FIELDS)
    texts: list[tuple[tuple[str | int, ...], Any, int]] = [
        (("title",), embed.get("title"), limits.EMBED_TITLE),
        (("description",), embed.get("description"), limits.EMBED_DESCRIPTION),
        (("footer", "text"), (embed.get("footer") or {}).get("text"), limits.EMBED_FOOTER),
        (("author", "name"), (embed.get("author") or {}).get("name"), limits.EMBED_AUTHOR),
    ]
    for number, one in enumerate(fields):
        texts.append((("fields", number, "name"), one.get("name"), limits.EMBED_FIELD_NAME))
        texts.append((("fields", number, "value"), one.get("value"), limits.EMBED_FIELD_VALUE))
        for key in ("name", "value"):
            if not one.get(key):
                form.required(("embeds", index, "fields", number, key))
    for path, text, most in texts:
        if len(str(text or "")) > most:
            form.too_long(("embeds", index, *path), most)
    return sum(len(str(text or "")) for _, text, _ in texts)


def _allowed_mentions(body: Json, form: Form) -> Json | None:
    allowed = body.get("allowed_mentions")
    if not isinstance(allowed, dict):
        return None
    parse = allowed.get("parse") or []
    for key in ("users", "roles"):
        ids = allowed.get(key) or []
        if len(ids) > limits.ALLOWED_MENTIONS:
            form.too_long(("allowed_mentions", key), limits.ALLOWED_MENTIONS)
        if ids and key in parse:
            text = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            form.wrong("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)
    return allowed


def _attachments(body: Json) -> tuple[list[int] | None, dict[int, str]]:
    listed = body.get("attachments")
    if not isinstance(listed, list):
        return None, {}
    kept: list[int] = []
    descriptions: dict[int, str] = {}
    for one in listed:
        number = snowflakes.parse(one.get("id"))
        if number is not None:
            kept.append(number)
            if one.get("description"):
                descriptions[number] = one["description"]
    return kept, descriptions


def _mentions(message: Message, allowed: Json | None, world: World) -> Mentions:
    """Whom the text really pings: what it names, where allowed, and what the author has the right to."""
    text = message.content + "\n".join(
        str(one.get("content") or "") for one in components.walk(message.components) if one["type"] == 10
    )
    mentions = Mentions(users=_users(text, allowed, world))
    server = message.channel.server
    if server is None:
        return mentions
    rights = world.permissions(message.channel, message.author)
    if _EVERYONE.search(text) and _parses(allowed, "everyone"):
        mentions.everyone = bool(rights & permissions.MENTION_EVERYONE)
    for role_id in dict.fromkeys(int(found) for found in _ROLE.findall(text)):
        role = server.roles.get(role_id)
        if role is None or not _names(allowed, "roles", role_id):
            continue
        if role.mentionable or rights & permissions.MENTION_EVERYONE:
            mentions.roles.append(role_id)
    return mentions


def _users(text: str, allowed: Json | None, world: World) -> list[Account]:
    named = dict.fromkeys(int(found) for found in _USER.findall(text))
    accounts = [world.accounts[one] for one in named if one in world.accounts]
    return [one for one in accounts if _names(allowed, "users", one.id)]


def _parses(allowed: Json | None, kind: str) -> bool:
    return allowed is None or kind in (allowed.get("parse") or [])


def _names(allowed: Json | None, kind: str, snowflake: int) -> bool:
    if _parses(allowed, kind) or allowed is None:
        return True
    return str(snowflake) in {str(one) for one in allowed.get(kind) or []}
