"""JSON Feed 1 and 1.1, forgiving towards what people write into it."""

import json
from typing import Any

# The form that the parsers of XML feeds give their entries in.
Entry = dict[str, Any]


def read_json_feed(text: str) -> tuple[Entry, list[Entry]] | None:
    """The feed and its entries, or None if the JSON is no feed."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return None
    if "jsonfeed.org" not in _text(document.get("version")):
        return None
    hubs = [
        _text(hub.get("url")) for hub in _objects(document.get("hubs")) if _text(hub.get("type")) == "WebSub"
    ]
    feed = {
        "title": _text(document.get("title")),
        "link": _text(document.get("home_page_url")),
        "language": _text(document.get("language")),
        "hub": next(iter(hubs), None),
    }
    return feed, [_entry(item) for item in _objects(document["items"])]


def _entry(item: dict[str, Any]) -> Entry:
    authors = _objects(item.get("authors")) or _objects([item.get("author")])
    images = [_text(item.get(name)) for name in ("image", "banner_image")]
    return {
        "id": _text(item.get("id")),
        "title": _text(item.get("title")),
        "link": _text(item.get("url")) or _text(item.get("external_url")),
        "published": _text(item.get("date_published")),
        "updated": _text(item.get("date_modified")),
        "description": _text(item.get("summary")),
        "content": [{"value": _text(item.get("content_html")) or _text(item.get("content_text"))}],
        "tags": [{"term": tag} for tag in _list(item.get("tags")) if isinstance(tag, str)],
        "author": _text(authors[0].get("name")) if authors else "",
        "media_thumbnail": [{"url": image} for image in images if image],
    }


def _text(value: object) -> str:
    """A string, or a number as a string: ids are often numbers."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> list[dict[str, Any]]:
    return [entry for entry in _list(value) if isinstance(entry, dict)]
