"""What the bot and its worker say to each other: framed JSON, so that no captured worker runs code here."""

import json
import struct
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from bot.domain.errors import FeedError, NotAFeed, Unreadable
from bot.domain.feed import FeedDocument, Item, NamedFeed, Page, RelatedStory, Section

HEADER = struct.Struct(">II")  # lengths of the JSON part and of the raw bytes after it
LARGEST_PART = 64 * 1024 * 1024


def frame(message: dict[str, Any], body: bytes = b"") -> bytes:
    """One message with the raw bytes that belong to it."""
    text = json.dumps(message, ensure_ascii=False, default=_as_json).encode("utf-8", "replace")
    return HEADER.pack(len(text), len(body)) + text + body


def pack(outcome: FeedDocument | Page | FeedError) -> dict[str, Any]:
    """What a parser came to, as a message."""
    match outcome:
        case FeedDocument():
            return {"kind": "feed", "value": asdict(outcome)}
        case Page():
            return {"kind": "page", "value": asdict(outcome)}
        case NotAFeed(url=url, looks_like=looks_like, feeds=feeds):
            named = [asdict(feed) for feed in feeds]
            return {"kind": "not-a-feed", "value": {"url": url, "looks_like": looks_like, "feeds": named}}
        case _:
            return {
                "kind": "unreadable",
                "value": {"url": outcome.url, "why": str(outcome.fields.get("why"))},
            }


def unpack(message: dict[str, Any]) -> FeedDocument | Page:
    """What the worker came to; raises the FeedError that it ended with."""
    value = message["value"]
    match message["kind"]:
        case "feed":
            return _feed(value)
        case "page":
            return _page(value)
        case "not-a-feed":
            named = tuple(NamedFeed(**feed) for feed in value["feeds"])
            raise NotAFeed(url=value["url"], looks_like=value["looks_like"], feeds=named)
        case _:
            raise Unreadable(url=value["url"], why=value["why"])


def _as_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{type(value).__name__} does not cross the wire")


def _feed(value: dict[str, Any]) -> FeedDocument:
    ttl = value["ttl"]
    items = tuple(_item(item) for item in value["items"])
    return FeedDocument(**(value | {"items": items, "ttl": None if ttl is None else timedelta(seconds=ttl)}))


def _item(value: dict[str, Any]) -> Item:
    value["published_at"] = _moment(value["published_at"])
    value["updated_at"] = _moment(value["updated_at"])
    value["categories"] = tuple(value["categories"])
    return Item(**value)


def _page(value: dict[str, Any]) -> Page:
    value["published_at"] = _moment(value["published_at"])
    value["sections"] = tuple(Section(**section) for section in value["sections"])
    value["related"] = tuple(RelatedStory(**story) for story in value["related"])
    for name in ("hashtags", "quotes", "dropped"):
        value[name] = tuple(value[name])
    return Page(**value)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
