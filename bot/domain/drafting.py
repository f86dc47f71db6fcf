"""One story out of a feed's item and its own page; apart from `story`, which `tagging` builds upon."""

import re

from bot.domain.address import canonical_url, is_home_page, story_key
from bot.domain.feed import Item, Page
from bot.domain.story import StoryDraft
from bot.domain.tagging import tag_key
from bot.domain.text import cut_at_word

_LONGEST_TEXT = 20_000
_LONGEST_LEAD = 1000
_FULL_LEAD = 80
_LONGEST_HEADLINE = 100
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")


def draft_story(item: Item, page: Page | None, *, feed_title: str, feed_url: str) -> StoryDraft:
    """The story that an item and its page tell; the page's word counts where it says more."""
    seen = page or Page(url=item.link or feed_url)
    link = seen.canonical_url or (canonical_url(item.link) if item.link else None)
    lead = cut_at_word(_lead(item, seen), _LONGEST_LEAD)
    return StoryDraft(
        key=_key(item, link, feed_url),
        title=_title(item, seen, lead) or feed_title or feed_url,
        link=link,
        lead=lead,
        text=cut_at_word(_text(item, seen), _LONGEST_TEXT),
        category=seen.category,
        hashtags=_hashtags(item, seen),
        author=seen.author or item.author,
        outlet=seen.outlet or feed_title,
        image_url=seen.image_url or item.image_url,
        published_at=item.published_at or seen.published_at or item.updated_at,
        source_ref=seen.source_ref,
        quotes=seen.quotes,
        question=seen.question,
        related=seen.related,
    )


def _key(item: Item, link: str | None, feed_url: str) -> str:
    """The link's, unless it can't tell this story from the feed's others."""
    if link is None or is_home_page(link) or item.key.startswith("hash:"):
        return f"item:{canonical_url(feed_url)} {item.key}"
    return story_key(link)


def _title(item: Item, page: Page, lead: str) -> str:
    """The feed's, which its editors correct; the page's where the feed has none or cut it off."""
    if item.title and not (page.title and _CUT_OFF.search(item.title)):
        return item.title
    return page.title or cut_at_word(lead.split("\n", maxsplit=1)[0], _LONGEST_HEADLINE)


def _lead(item: Item, page: Page) -> str:
    summary = item.summary or item.text.split("\n")[0]
    if len(page.lead) >= _FULL_LEAD or len(page.lead) >= len(summary):
        return page.lead
    return summary


def _text(item: Item, page: Page) -> str:
    lines = [line for section in page.sections for line in (section.heading, section.text) if line]
    return max("\n".join(lines), item.text, item.summary, key=len)


def _hashtags(item: Item, page: Page) -> tuple[str, ...]:
    """The page's before the feed's, one label for each tag key."""
    labels: dict[str, str] = {}
    for label in (*page.hashtags, *item.categories):
        bare = label.strip().lstrip("#").strip()
        key = tag_key(bare)
        if key:
            labels.setdefault(key, bare)
    return tuple(labels.values())
