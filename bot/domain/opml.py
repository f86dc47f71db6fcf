"""A list of feeds as readers of feeds exchange it (OPML): its folders, and the feeds in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.address import web_address

MOST_FEEDS = 1000
MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed in a list: its address as it stands there, and the folders around it, the outermost first."""

    url: str
    title: str = ""
    site_url: str | None = None
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedToFollow:
    """A feed of a list with every folder that it stands in; `url` can be read."""

    url: str
    title: str
    site_url: str | None
    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SortedList:
    """A list without what stands in it twice: feeds, how often one was repeated, and what is no address."""

    feeds: tuple[FeedToFollow, ...]
    repeated: int = 0
    unusable: tuple[str, ...] = field(default=())


def sort_list(listed: Iterable[ListedFeed]) -> SortedList:
    """Return the feeds of a list, each once, with the folders that it stands in."""
    found: dict[str, FeedToFollow] = {}
    unusable: dict[str, None] = {}
    repeated = 0
    for each in listed:
        url = web_address(each.url.strip())
        if url is None:
            unusable[each.url] = None
            continue
        known = found.get(url)
        repeated += known is not None
        folders = () if known is None else known.folders
        title, site_url = (each.title, each.site_url) if known is None else (known.title, known.site_url)
        found[url] = FeedToFollow(url, title, site_url, tuple(dict.fromkeys((*folders, *each.folders))))
    return SortedList(tuple(found.values()), repeated, tuple(unusable))
