"""Making one tag of two, once that was asked and answered."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.errors import InvalidInput
from bot.domain.ids import ServerId, TagId, UserId
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.tagging import Tag
from bot.newsroom.tag_names import meant, still_named
from bot.newsroom.tags import changed, details_of
from bot.storage import audits, merging, panels, tag_figures, tags
from bot.storage.database import Connection, Database
from bot.storage.merging import Union


@dataclass(frozen=True, slots=True)
class Merger:
    """Two tags of which one would go, and what would come together; `panel` is the question that waits."""

    panel: PanelKey
    gone: Tag
    into: Tag
    union: Union


class TagMerging:
    """Merges tags."""

    def __init__(self, database: Database, clock: Clock, *, wake_delivery: asyncio.Event) -> None:
        self._database = database
        self._clock = clock
        self._wake_delivery = wake_delivery

    async def ask(self, server_id: ServerId, actor: UserId, gone: str, into: str) -> Merger:
        """Ask whether to merge a tag into another; raise NotFound, or InvalidInput where both are one."""
        async with self._database.read() as tx:  # who has subscribed is counted: others write meanwhile
            one, other = await meant(tx, server_id, gone), await meant(tx, server_id, into)
            if one.id == other.id:
                raise InvalidInput("error-tag-merge-itself", label=one.label)
            union = await merging.union_of(tx, one, other)
        content = {
            "gone": [one.id, one.label],
            "into": [other.id, other.label],
            "channels": [one.channel_id, other.channel_id],
        }
        async with self._database.write() as tx:
            panel = await panels.add(tx, server_id, actor, PanelKind.MERGE, content, now=self._clock.now())
        return Merger(panel.key, one, other, union)

    async def merge(self, server_id: ServerId, actor: UserId, key: PanelKey) -> tuple[Tag, Tag, int]:
        """Merge as was asked; raise InvalidInput where another has moved one of the tags meanwhile.

        Returns the tag that is gone, the other as it is now, and how many stories wait in another channel.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            panel = await panels.get(tx, server_id, actor, PanelKind.MERGE, key, now=now)
            gone = await _still(tx, server_id, panel.content["gone"])
            into = await _still(tx, server_id, panel.content["into"])
            if [gone.channel_id, into.channel_id] != panel.content["channels"]:
                raise InvalidInput("error-tag-merge-changed", gone=gone.label, into=into.label)
            await panels.remove(tx, key)
            subscribers = await tag_figures.subscribers(tx, gone.id)
            moved = await merging.merge(tx, gone, into, now=now)
            after = await tags.get(tx, into.id) or into
            details = {
                **changed(details_of(into), details_of(after)),
                "gone": details_of(gone),
                "subscribers": subscribers,
                "waiting": moved,
            }
            await audits.record(tx, AuditEntry(server_id, "tags-merged", after.label, now, actor, details))
        self._wake_delivery.set()
        return gone, after, moved


async def _still(tx: Connection, server_id: ServerId, named: list[Any]) -> Tag:
    tag_id, label = named
    return await still_named(tx, server_id, TagId(tag_id), label)
