"""What a page's head says of its story: JSON-LD, Open Graph and the older tags."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.address import believable_canonical, canonical_url, web_address
from bot.feeds.dates import read_date
from bot.feeds.markup import plain_title

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_MOST_NODES = 500
_MOST_HASHTAGS = 20


@dataclass(frozen=True, slots=True)
class Metadata:
    """As the page says it, cleaned; empty where it says nothing."""

    title: str
    description: str
    canonical_url: str | None
    category: str
    hashtags: tuple[str, ...]
    author: str
    outlet: str
    published_at: datetime | None
    image_url: str | None
    language: str | None


def read_metadata(root: Any, url: str) -> Metadata:
    """The head's word on the story; JSON-LD first, because sites keep it for the strictest reader."""
    meta, article = _tags(root), _linked_article(root)

    def first(*names: str) -> str:
        return next((meta[name][0] for name in names if meta[name]), "")

    dates = [_string(article.get("datePublished")), first("article:published_time", "datepublished", "date")]
    return Metadata(
        title=plain_title(_string(article.get("headline")) or first("og:title", "twitter:title")),
        description=plain_title(first("og:description", "description", "twitter:description")),
        canonical_url=_canonical(root, url),
        category=plain_title(_string(article.get("articleSection")) or first("article:section")),
        hashtags=_hashtags(article, meta),
        author=_name(article.get("author")) or plain_title(_no_address(first("author", "article:author"))),
        outlet=plain_title(first("og:site_name")) or _name(article.get("publisher")),
        published_at=next((moment for date in dates if (moment := read_date(date))), None),
        image_url=web_address(first("og:image", "og:image:url", "twitter:image") or _picture(article), url),
        language=(root.get("lang") or first("og:locale") or "").replace("_", "-")[:35] or None,
    )


def _tags(root: Any) -> defaultdict[str, list[str]]:
    tags: defaultdict[str, list[str]] = defaultdict(list)
    for tag in root.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = (tag.get("content") or "").strip()
        if name and content and len(tags[name]) < 50:
            tags[name].append(content)
    return tags


def _linked_article(root: Any) -> dict[str, Any]:
    """The first article in the page's JSON-LD."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            document = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for node in _nodes(document):
            kinds = node.get("@type")
            if any(
                _ARTICLE.search(_string(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])
            ):
                return node
    return {}


def _nodes(document: Any) -> Iterator[dict[str, Any]]:
    """The objects of a document from the outside in, as far as an honest one would nest them."""
    waiting, seen = [document], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting += [node[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in node]
        elif isinstance(node, list):
            waiting += node


def _canonical(root: Any, url: str) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            address = web_address(link.get("href"), url)
            return canonical_url(address) if address and believable_canonical(url, address) else None
    return None


def _hashtags(article: dict[str, Any], meta: defaultdict[str, list[str]]) -> tuple[str, ...]:
    keywords = article.get("keywords")
    listed = keywords if isinstance(keywords, list) else _string(keywords).split(",")
    named = [*meta["article:tag"], *(word for line in meta["news_keywords"] for word in line.split(","))]
    labels = [plain_title(_string(label)).lstrip("#").strip() for label in [*listed, *named]]
    once = {label.casefold(): label for label in reversed(labels) if 0 < len(label) <= 60}
    return tuple(
        label
        for label in dict.fromkeys(once[label.casefold()] for label in labels if label.casefold() in once)
    )[:_MOST_HASHTAGS]


def _name(value: Any) -> str:
    """The names of a person or organisation, or of several."""
    people = value if isinstance(value, list) else [value]
    names = [_string(person.get("name") if isinstance(person, dict) else person) for person in people[:5]]
    return ", ".join(plain_title(_no_address(name)) for name in names if name)


def _no_address(text: str) -> str:
    return "" if text.startswith(("http://", "https://")) else text


def _picture(article: dict[str, Any]) -> str:
    image = article.get("image")
    image = image[0] if isinstance(image, list) and image else image
    return _string(image.get("url") if isinstance(image, dict) else image)


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""
