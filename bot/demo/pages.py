"""The newsstand's pages: stories in the structure of a Newsclip page, and what they refer to."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from urllib.parse import quote

from bot.demo.content import NewsstandFeed, NewsstandStory, Part

_SHARES = (
    ("X", "https://twitter.com/intent/tweet?url="),
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u="),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url="),
)


def story_page(
    story: NewsstandStory,
    related: Iterable[NewsstandStory],
    *,
    base: str,
    published_at: datetime,
    outlet: str,
) -> str:
    """Render one story: category, title, date, hashtags, sections, pull quotes, source, more of its kind."""
    address = f"{base}/stories/{story.slug}"
    cover = f"{base}/covers/{story.slug}.png"
    moment = published_at.isoformat(timespec="seconds")
    day = f"{published_at:%B} {published_at.day}, {published_at.year}"
    head = f"""
<link rel="canonical" href="{address}">
<meta name="description" content="{escape(story.lead)}">
<meta name="author" content="{escape(story.author)}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{escape(outlet)}">
<meta property="og:title" content="{escape(story.title)}">
<meta property="og:image" content="{cover}">
<meta property="article:published_time" content="{moment}">
<meta property="article:section" content="{escape(story.category)}">"""
    body = f"""
<main><article>
<p class="category">{escape(story.category)}</p>
<h1>{escape(story.title)}</h1>
<time datetime="{moment}">{day}</time>
<span class="by">· by <span rel="author">{escape(story.author)}</span></span>
<ul class="hashtags">{"".join(f"<li>#{escape(label)}</li>" for label in story.hashtags)}</ul>
<ul class="share">{"".join(_share(name, to, address) for name, to in _SHARES)}</ul>
<img src="{cover}" alt="{escape(story.title)}" width="960" height="400">
{"".join(map(_section, story.parts))}
{_question(story.question)}
<p>Source reference: <a href="{base}/sources/{story.slug}">{base}/sources/{story.slug}</a></p>
</article>
<aside><h3>More from {escape(story.category)}:</h3>
<ul>{"".join(_listed(other, base) for other in related)}</ul>
</aside></main>"""
    return _document(f"{story.title} | {outlet}", head, body, base)


def source_page(story: NewsstandStory, *, base: str) -> str:
    """Render what a story refers to as its source: a note of one paragraph."""
    body = f"""
<main><h1>{escape(story.source)}</h1>
<p>This is where the story's facts would come from. The newsstand is part of a demonstration:
its isles, people and papers are invented.</p>
<p>Told in: <a href="{base}/stories/{story.slug}">{escape(story.title)}</a></p></main>"""
    return _document(story.source, "", body, base)


def front_page(stories: Iterable[NewsstandStory], feeds: Iterable[NewsstandFeed], *, base: str) -> str:
    """Render the newsstand's own front page: what is out, newest first, and its feeds."""
    links = "".join(_alternate(feed, base) for feed in feeds)
    rows = "".join(_listed(story, base) for story in stories)
    return _document("The newsstand", links, f"<main><h1>The newsstand</h1><ul>{rows}</ul></main>", base)


FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


def _section(part: Part) -> str:
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in part.paragraphs)
    pulled = f"<blockquote>“{escape(part.quote)}”</blockquote>\n" if part.quote else ""
    return f"<section><h2>{escape(part.heading)}</h2>\n{paragraphs}{pulled}</section>\n"


def _question(question: str | None) -> str:
    return f'<p class="question">{escape(question)}</p>' if question else ""


def _listed(story: NewsstandStory, base: str) -> str:
    return f'<li><a href="{base}/stories/{story.slug}">{escape(story.title)}</a></li>'


def _alternate(feed: NewsstandFeed, base: str) -> str:
    kind, title = FEED_TYPES[feed.format], escape(feed.title)
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{base}{feed.path}">'


def _share(name: str, to: str, address: str) -> str:
    return f'<li><a href="{to}{quote(address, safe="")}" rel="nofollow">Share on {name}</a></li>'


def _document(title: str, head: str, body: str, base: str) -> str:
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>{head}
<link rel="stylesheet" href="{base}/pages.css"></head>
<body><header><a href="{base}/">Newsclip</a></header>
{body}
<footer><p class="by">Invented for a demonstration.</p></footer></body></html>
"""
