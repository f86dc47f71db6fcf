"""Files of messages: what a body says of them, what becomes of their names, how large an image is."""

from __future__ import annotations

import mimetypes
import re
import struct
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from bot.standin import errors, limits
from bot.standin.errors import Form, Refusal
from bot.standin.world import snowflakes
from bot.standin.world.model import Attachment, Json, Message, Upload
from bot.standin.world.world import World

_UNFIT: Final = re.compile(r"[^\w.\-]+", re.ASCII)
_UNKNOWN_KIND: Final = "application/octet-stream"
_SPOILER: Final = "SPOILER_"


@dataclass(frozen=True, slots=True)
class Files:
    """Which files a message has in the end: those that it keeps, maybe described anew, and new ones."""

    said: dict[int, Json] | None
    new: dict[int, Upload]

    def names(self, editing: Message | None) -> set[str]:
        """By which names the message can show them."""
        kept = [] if editing is None else [one.filename for one in editing.attachments if self._keeps(one)]
        return {*kept, *(self._filename(index) for index in self.new)}

    def put_on(self, message: Message, world: World) -> None:
        """Let the message have these files."""
        message.attachments = [one for one in message.attachments if self._keeps(one)]
        for one in message.attachments:
            self._describe(one, one.id)
        for index in sorted(self.new):
            message.attachments.append(self.attached(index, world))

    def _keeps(self, attachment: Attachment) -> bool:
        return self.said is None or attachment.id in self.said

    def attached(self, index: int, world: World) -> Attachment:
        """A new file as it is kept; it can be had at its address for as long as something holds it."""
        upload, name = self.new[index], self._filename(index)
        # Libraries send every file as a mere stream of bytes: its name says more.
        guessed = mimetypes.guess_type(name)[0] or upload.content_type or _UNKNOWN_KIND
        attachment = Attachment(
            id=world.mint.next(),
            filename=name,
            content_type=f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed,
            data=upload.data,
            spoiler=name.startswith(_SPOILER),
            size=dimensions(upload.data) if guessed.startswith("image/") else None,
        )
        self._describe(attachment, index)
        world.files[attachment.id] = attachment
        return attachment

    def _describe(self, attachment: Attachment, number: int) -> None:
        said = (self.said or {}).get(number, {})
        if "description" in said:
            attachment.description = said["description"] or None
        if "title" in said:
            attachment.title = said["title"] or None
        if said.get("is_spoiler") is not None:
            attachment.spoiler = bool(said["is_spoiler"])

    def _filename(self, index: int) -> str:
        said = (self.said or {}).get(index, {})
        return fitting_name(said.get("filename") or self.new[index].filename)


def read(body: Json, uploads: dict[int, Upload], form: Form, editing: Message | None) -> Files:
    """What a body and the files with it make; what is wrong is noted in the form, too large is refused."""
    if any(len(upload.data) > limits.ATTACHMENT_BYTES for upload in uploads.values()):
        raise Refusal(errors.FILE_TOO_LARGE)
    said = _said(body, form)
    there = {} if editing is None else {one.id: one for one in editing.attachments}
    kept = len(there) if said is None else len(there.keys() & said.keys())
    # A file that the list leaves out is not attached.
    new = uploads if said is None else {index: one for index, one in uploads.items() if index in said}
    if kept + len(new) > limits.MESSAGE_ATTACHMENTS:
        raise Refusal(errors.TOO_MANY_ATTACHMENTS)
    if said is not None and said.keys() - there.keys() - uploads.keys():
        raise Refusal(errors.UPLOAD_NOT_FOUND)
    return Files(said, new)


def _said(body: Json, form: Form) -> dict[int, Json] | None:
    listed = body.get("attachments")
    if not isinstance(listed, list):
        return None
    if len(listed) > limits.MESSAGE_ATTACHMENTS:
        form.too_long("attachments", limits.MESSAGE_ATTACHMENTS)
    said: dict[int, Json] = {}
    for index, one in enumerate(listed):
        number = snowflakes.parse(one.get("id"))
        if number is None:
            text = f'Value "{one.get("id")}" is not snowflake.'
            form.wrong(("attachments", index, "id"), "NUMBER_TYPE_COERCE", text)
            continue
        said[number] = one
        for key in ("description", "title", "filename"):
            most = limits.ATTACHMENT_NAME if key == "filename" else limits.MEDIA_DESCRIPTION
            if len(str(one.get(key) or "")) > most:
                form.too_long(("attachments", index, key), most)
    return said


def fitting_name(name: str) -> str:
    """A file's name as Discord keeps it: letters, digits, underscores, dashes and dots."""
    return _UNFIT.sub("_", PurePath(name).name) or "unknown"


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG, by its header."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return struct.unpack(">II", data[16:24])
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return struct.unpack("<HH", data[6:10])
    return _of_jpeg(data) if data.startswith(b"\xff\xd8") else None


def _of_jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        # The frame's header has the size; three of this range are tables.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
