"""What is remembered of the items of a feed, and which of them are new, edited or touched."""

import hashlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.domain.feed import Item
from bot.domain.ids import StoryId

# 16 bytes of a hash of the item's key.
ItemHash = NewType("ItemHash", bytes)


@dataclass(frozen=True, slots=True)
class Sighting:
    """An item that a feed has had: the story it became, and the fingerprint it had when last seen."""

    story_id: StoryId
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Sorted:
    """The items of one check that matter, each key once, in the feed's order.

    edited: title or link changed. touched: only summary or date did, as some feeds' do at every check
    (numbers of comments). Neither is a new story.
    """

    new: tuple[Item, ...]
    edited: tuple[Item, ...]
    touched: tuple[Item, ...]

    def only(self, keys: Container[str]) -> "Sorted":
        """Leave out the items of other keys: they will be as new at the next check."""
        kept = ([item for item in part if item.key in keys] for part in (self.new, self.edited, self.touched))
        return Sorted(*map(tuple, kept))


def sort_items(items: Iterable[Item], known: Mapping[ItemHash, Sighting]) -> Sorted:
    """Sort the items of a feed by what is known of them."""
    new: list[Item] = []
    edited: list[Item] = []
    touched: list[Item] = []
    for item in first_of_each_key(items):
        sighting = known.get(item_hash(item))
        if sighting is None:
            new.append(item)
        elif sighting.fingerprint[:4] != fingerprint(item)[:4]:
            edited.append(item)
        elif sighting.fingerprint != fingerprint(item):
            touched.append(item)
    return Sorted(tuple(new), tuple(edited), tuple(touched))


def first_of_each_key(items: Iterable[Item]) -> list[Item]:
    """Leave out items whose key came before."""
    by_key: dict[str, Item] = {}
    for item in items:
        by_key.setdefault(item.key, item)
    return list(by_key.values())


def newest_first(items: Iterable[Item], *, now: datetime) -> list[Item]:
    """Sort items by their date; undated and future ones count as of now, equals keep the feed's order."""
    return sorted(items, key=lambda item: min(item.published_at or now, now), reverse=True)


def item_hash(item: Item) -> ItemHash:
    """Return what stands for the item's key in the database."""
    return ItemHash(_hash(item.key, size=16))


def fingerprint(item: Item) -> bytes:
    """Return 8 bytes that change with the item: 4 for its title and link, 4 for the rest."""
    date = item.published_at.isoformat() if item.published_at else ""
    # Some feeds sign the addresses of their pictures anew each time: what comes after `?` is not looked at.
    picture = [item.image_url.partition("?")[0]] if item.image_url else []
    return _hash(item.title, item.link or "", size=4) + _hash(item.summary, date, *picture, size=4)


def _hash(*parts: str, size: int) -> bytes:
    digest = hashlib.blake2b(digest_size=size)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8) + encoded)
    return digest.digest()
