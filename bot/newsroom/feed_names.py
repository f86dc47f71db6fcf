"""What people call feeds: a completion's value, an address, a title or words of it."""

from collections.abc import Callable, Sequence

from bot.domain.address import web_address
from bot.domain.errors import AlreadyThere, InvalidInput, NotFound
from bot.domain.ids import FeedId, ServerId
from bot.domain.nearest import places
from bot.domain.source import Feed
from bot.domain.tagging import tag_key
from bot.domain.text import cut_at_word, one_line
from bot.storage import feeds, sources
from bot.storage.database import Connection

_TITLE = 200
_CHOICES = 25

_Name = tuple[FeedId, str, str]


async def named_feed(tx: Connection, server_id: ServerId, typed: str) -> Feed:
    """Return the server's feed that is called so; raise NotFound."""
    followed = await sources.names(tx, server_id)
    feed = await feeds.get(tx, _meant(typed, followed))
    if feed is None:
        raise NotFound("error-feed-gone")
    return feed


async def offered_feeds(tx: Connection, server_id: ServerId, typed: str) -> tuple[tuple[str, str], ...]:
    """Return the server's feeds that may be meant, the likeliest first, as name and value of a choice."""
    followed = await sources.names(tx, server_id)
    labels = [title or url for _, title, url in followed]
    found = places(typed, labels, _CHOICES)
    wanted = typed.strip().casefold()
    if wanted and len(found) < _CHOICES:
        found += [i for i, (_, _, url) in enumerate(followed) if wanted in url.casefold() and i not in found]
    return tuple((labels[place], str(followed[place][0])) for place in found[:_CHOICES])


def address_of(typed: str) -> str:
    """Return the web address that was typed, the scheme may be missing; raise InvalidInput."""
    bare = typed.strip().strip("<>")
    whole = "://" in bare
    url = web_address(bare if whole else f"https://{bare}")
    if url is None or not (whole or "." in bare):  # a word alone is no address
        raise InvalidInput("error-address", typed=cut_at_word(one_line(typed), _TITLE))
    return url


async def check_unused(tx: Connection, server_id: ServerId, url: str) -> None:
    """Raise AlreadyThere where the server follows the feed of an address."""
    there = await feeds.find(tx, url)
    if there is not None and await sources.get(tx, server_id, there.id) is not None:
        raise AlreadyThere("error-source-already-there", url=url)


def _meant(typed: str, followed: Sequence[_Name]) -> FeedId:
    wanted = typed.strip().strip("<>").casefold()
    key = tag_key(typed)
    ways: tuple[Callable[[FeedId, str, str], bool], ...] = (
        lambda feed_id, _title, _url: str(feed_id) == wanted,
        lambda _id, _title, url: wanted in {url.casefold(), url.partition("://")[2].casefold()},
        lambda _id, title, _url: title.casefold() == wanted,
        lambda _id, title, _url: bool(key) and key in tag_key(title),
    )
    for fits in ways:
        if len(found := [feed_id for feed_id, title, url in followed if fits(feed_id, title, url)]) == 1:
            return found[0]
    titles = (title for _, title, _ in followed)
    raise NotFound.by_name("error-no-such-feed", typed, titles, limit=_TITLE)
