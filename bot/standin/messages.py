"""Messages in Discord's JSON, as one viewer sees them."""

from __future__ import annotations

import copy

from bot.standin import components, wire
from bot.standin.model import Account, Attachment, Json, Message, MessageKind
from bot.standin.world import World


class MessageWriter:
    """Writes messages; it needs the world for threads and replies, and an address for attachments."""

    def __init__(self, world: World, media_url: str) -> None:
        self._world = world
        self._media_url = media_url

    def message(self, of: Message, viewer: Account, *, with_content: bool = True) -> Json:
        """A message as one viewer gets it, with its content emptied where it may not be read."""
        written = self._core(of, viewer)
        if not with_content:
            written |= {"content": "", "embeds": [], "attachments": [], "components": []}
        if of.kind in (MessageKind.REPLY, MessageKind.THREAD_STARTER) and of.reference is not None:
            written["referenced_message"] = self._referenced(of.reference, viewer)
        return written

    def _core(self, of: Message, viewer: Account) -> Json:
        written: Json = {
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
            "attachments": [_attachment(one, self._media_url, of.channel.id) for one in of.attachments],
            "embeds": of.embeds,
            "components": self._components(of),
        }
        if of.reactions:
            written["reactions"] = _reactions(of, viewer)
        if of.reference is not None:
            written["message_reference"] = of.reference
        if of.application_id is not None:
            written["application_id"] = written["webhook_id"] = str(of.application_id)
        if of.interaction is not None:
            written["interaction_metadata"] = of.interaction
        made = self._world.thread_of(of)
        if made is not None:
            written["thread"] = wire.thread(made, viewer=viewer)
        return written

    def _components(self, of: Message) -> list[Json]:
        """Its components, with the addresses of its own files where they name them."""
        if not of.attachments or not of.components:
            return of.components
        addresses = {
            f"attachment://{one.filename}": _attachment(one, self._media_url, of.channel.id)["url"]
            for one in of.attachments
        }
        tree = copy.deepcopy(of.components)
        for component in components.walk(tree):
            for media in components.media_of(component):
                media["url"] = media["proxy_url"] = addresses.get(media["url"], media["url"])
        return tree

    def _referenced(self, reference: Json, viewer: Account) -> Json | None:
        of_channel = self._world.channels.get(int(reference["channel_id"]))
        found = of_channel.log.get(int(reference["message_id"])) if of_channel is not None else None
        return None if found is None else self._core(found, viewer)


def _reactions(of: Message, viewer: Account) -> list[Json]:
    return [
        {
            "emoji": wire.emoji(one.emoji),
            "count": len(one.normal) + len(one.burst),
            "count_details": {"normal": len(one.normal), "burst": len(one.burst)},
            "burst_colors": [],
            "me": viewer.id in one.normal,
            "me_burst": viewer.id in one.burst,
            "burst_me": viewer.id in one.burst,
            "burst_count": len(one.burst),
        }
        for one in of.reactions.values()
    ]


def _attachment(of: Attachment, base: str, channel_id: int) -> Json:
    url = f"{base}/attachments/{channel_id}/{of.id}/{of.filename}"
    written: Json = {
        "id": str(of.id),
        "filename": of.filename,
        "size": len(of.data),
        "url": url,
        "proxy_url": url,
        "content_type": of.content_type,
    }
    if of.description is not None:
        written["description"] = of.description
    return written
