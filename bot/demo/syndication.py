"""The newsstand's feeds as RSS 2.0, Atom and JSON Feed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from bot.demo.content import NewsstandFeed, NewsstandStory


@dataclass(frozen=True, slots=True)
class Entry:
    """A published story in a feed; the address says by which feed a reader came, as real feeds do."""

    story: NewsstandStory
    address: str
    cover: str
    published_at: datetime


def render_feed(feed: NewsstandFeed, entries: Sequence[Entry], *, base: str) -> bytes:
    """Render a feed, its entries newest first."""
    render = {"rss": _rss, "atom": _atom, "json": _json}[feed.format]
    return render(feed, entries, base).encode()


def _rss(feed: NewsstandFeed, entries: Sequence[Entry], base: str) -> str:
    items = "".join(
        f"""
<item><title>{escape(entry.story.title)}</title><link>{escape(entry.address)}</link>
<guid isPermaLink="false">{feed.name}:{entry.story.slug}</guid>
<pubDate>{format_datetime(entry.published_at, usegmt=True)}</pubDate>
<dc:creator>{escape(entry.story.author)}</dc:creator><category>{escape(entry.story.category)}</category>
<description>{escape(escape(entry.story.lead))}</description></item>"""
        for entry in entries
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>{escape(feed.title)}</title><link>{base}/</link><description>{escape(feed.description)}</description>
<language>en</language>
<atom:link rel="self" type="application/rss+xml" href={quoteattr(base + feed.path)}/>{items}
</channel></rss>
"""


def _atom(feed: NewsstandFeed, entries: Sequence[Entry], base: str) -> str:
    items = "".join(
        f"""
<entry><title>{escape(entry.story.title)}</title><link href={quoteattr(entry.address)}/>
<id>tag:newsstand.example,2025:{entry.story.slug}</id>
<published>{_rfc3339(entry.published_at)}</published><updated>{_rfc3339(entry.published_at)}</updated>
<author><name>{escape(entry.story.author)}</name></author><category term={quoteattr(entry.story.category)}/>
<summary>{escape(entry.story.lead)}</summary></entry>"""
        for entry in entries
    )
    updated = _rfc3339(entries[0].published_at) if entries else "2025-01-01T00:00:00Z"
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{escape(feed.title)}</title>
<subtitle>{escape(feed.description)}</subtitle><id>tag:newsstand.example,2025:{feed.name}</id>
<updated>{updated}</updated><link rel="self" href={quoteattr(base + feed.path)}/><link href="{base}/"/>{items}
</feed>
"""


def _json(feed: NewsstandFeed, entries: Sequence[Entry], base: str) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": f"{base}/",
        "feed_url": base + feed.path,
        "language": "en",
        "items": [
            {
                "id": f"{feed.name}:{entry.story.slug}",
                "url": entry.address,
                "title": entry.story.title,
                "summary": entry.story.lead,
                "content_text": entry.story.lead,
                "image": entry.cover,
                "date_published": _rfc3339(entry.published_at),
                "authors": [{"name": entry.story.author}],
                "tags": [entry.story.category],
            }
            for entry in entries
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
