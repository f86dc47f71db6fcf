"""Messages in Discord's JSON, as one viewer sees them."""

from __future__ import annotations

import copy
from typing import Final

from bot.standin import wire
from bot.standin.rules import components, embeds, urls
from bot.standin.rules.components import ComponentKind
from bot.standin.world.model import Account, Attachment, Channel, Json, Message, MessageFlag, MessageKind
from bot.standin.world.world import World

_REFERS: Final = frozenset({MessageKind.REPLY, MessageKind.THREAD_STARTER, MessageKind.MENU_COMMAND})
_SPOILER: Final = 1 << 3
BURST_COLORS: Final = ["#f5b642"]
_NO_SNAPSHOT: Final = frozenset({"id", "channel_id", "author", "tts", "pinned", "mention_everyone"})


# What is left of what somebody said for a bot that may not read it.
_NO_CONTENT: Final[Json] = {"content": "", "embeds": [], "attachments": [], "components": []}


class MessageWriter:
    """Writes messages; it needs the world for threads and replies, and an address for attachments."""

    def __init__(self, world: World, media_url: str) -> None:
        self._world = world
        self._media_url = media_url

    def message(self, of: Message, viewer: Account, *, with_content: bool = True) -> Json:
        """A message as one viewer gets it, with its content emptied where it may not be read."""
        written = self._core(of, viewer)
        if not with_content:
            written |= _NO_CONTENT
            for one in written.get("message_snapshots", ()):
                one["message"] = one["message"] | _NO_CONTENT
        if of.kind in _REFERS and of.reference is not None:
            written["referenced_message"] = self._referenced(of.reference, viewer, with_content=with_content)
        return written

    def snapshot(self, of: Message) -> Json:
        """What a forward of a message keeps of it."""
        said = copy.deepcopy(self._said(of))
        return {name: value for name, value in said.items() if name not in _NO_SNAPSHOT}

    def _core(self, of: Message, viewer: Account) -> Json:
        return self._said(of) | self._besides(of, viewer)

    def _said(self, of: Message) -> Json:
        """What is the same for all who see it."""
        private = of.private_to is not None
        written_files = [self.attachment(one, of.channel, private=private) for one in of.attachments]
        files = {one["filename"]: one for one in written_files}
        tree, shown = _components(of, files)
        rich, pictured = _embeds(of, files)
        return {
            "id": str(of.id),
            "channel_id": str(of.channel.id),
            "type": int(of.kind),
            "content": of.content,
            "author": wire.user(of.author),
            "timestamp": wire.moment(of.created_at),
            "edited_timestamp": wire.moment(of.edited_at),
            "flags": of.flags,
            "tts": of.tts,
            "pinned": of.pinned_at is not None,
            "mention_everyone": of.mentions.everyone,
            "mentions": [wire.user(account) for account in of.mentions.users],
            "mention_roles": [str(role_id) for role_id in of.mentions.roles],
            # What embeds or components show is not listed beside them.
            "attachments": [one for one in written_files if one["filename"] not in shown | pictured],
            "embeds": [] if of.flags & MessageFlag.SUPPRESS_EMBEDS else rich,
            "components": tree,
        }

    def _besides(self, of: Message, viewer: Account) -> Json:
        """What most messages lack."""
        written: Json = {}
        if of.reactions:
            written["reactions"] = _reactions(of, viewer)
        if of.reference is not None:
            written["message_reference"] = of.reference
        if of.snapshot is not None:
            written["message_snapshots"] = [{"message": of.snapshot}]
        if of.application_id is not None:
            written["application_id"] = written["webhook_id"] = str(of.application_id)
        if of.interaction is not None:
            written["interaction_metadata"] = of.interaction
        made = self._world.thread_of(of)
        if made is not None:
            written["thread"] = wire.thread(made, viewer=viewer)
        return written

    def attachment(self, of: Attachment, channel: Channel, *, private: bool) -> Json:
        """A file with its address; what only one person may see has it in a place of its own."""
        folder = "ephemeral-attachments" if private else "attachments"
        url = f"{self._media_url}/{folder}/{channel.id}/{of.id}/{of.filename}"
        written: Json = {
            "id": str(of.id),
            "filename": of.filename,
            "size": len(of.data),
            "url": url,
            "proxy_url": url,
            "content_type": of.content_type,
        }
        for key, value in (("description", of.description), ("title", of.title)):
            if value is not None:
                written[key] = value
        if of.size is not None:
            written["width"], written["height"] = of.size
        if of.spoiler:
            written["flags"] = _SPOILER
        if private:
            written["ephemeral"] = True
        return written

    def _referenced(self, reference: Json, viewer: Account, *, with_content: bool) -> Json | None:
        of_channel = self._world.channels.get(int(reference["channel_id"]))
        found = of_channel.log.get(int(reference["message_id"])) if of_channel is not None else None
        if found is None:
            return None
        written = self._core(found, viewer)
        written.pop("reactions", None)
        concerned = (found.author, *found.mentions.users)
        return written if with_content or viewer in concerned else written | _NO_CONTENT


_OF_MEDIA: Final = ("url", "proxy_url", "width", "height", "content_type")


def _components(of: Message, files: dict[str, Json]) -> tuple[list[Json], set[str]]:
    """Its components with the addresses of its own files, and which files those are."""
    if not files or not of.components:
        return of.components, set()
    shown = set()
    tree = copy.deepcopy(of.components)
    for component in components.walk(tree):
        for media in components.media_of(component):
            name = urls.file_named(media["url"])
            if name is None or name not in files:
                continue
            shown.add(name)
            file = files[name]
            media |= {key: file[key] for key in _OF_MEDIA if key in file}
            media["attachment_id"] = file["id"]
            if component["type"] == ComponentKind.FILE:
                component |= {"name": name, "size": file["size"]}
    return tree, shown


def _embeds(of: Message, files: dict[str, Json]) -> tuple[list[Json], set[str]]:
    """Its embeds with the addresses of their images, and which of its own files they show."""
    shown = set()
    written = copy.deepcopy(of.embeds)
    for embed in written:
        for holder, key in list(embeds.addresses_of(embed)):
            name = urls.file_named(holder[key])
            if name is not None and name not in files:
                del holder[key]
                continue
            file = {"proxy_url": holder[key], "url": holder[key]} if name is None else files[name]
            if name is not None:
                shown.add(name)
            if key == "icon_url":
                holder |= {"icon_url": file["url"], "proxy_icon_url": file["proxy_url"]}
            else:
                holder |= {one: file[one] for one in _OF_MEDIA if one in file}
    return [{key: part for key, part in embed.items() if part != {}} for embed in written], shown


def _reactions(of: Message, viewer: Account) -> list[Json]:
    return [
        {
            "emoji": wire.emoji(one.emoji),
            "count": len(one.normal) + len(one.burst),
            "count_details": {"normal": len(one.normal), "burst": len(one.burst)},
            "burst_colors": BURST_COLORS if one.burst else [],
            "me": viewer.id in one.normal,
            "me_burst": viewer.id in one.burst,
        }
        for one in of.reactions.values()
    ]
