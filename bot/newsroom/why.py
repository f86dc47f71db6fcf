"""Why a story came out in a server, and where, or why it did not: from the reasons that were stored.

What the person who asks may not see is nowhere: a story whose home is hidden from them is as one that no
feed has brought.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.address import canonical_url, story_key, web_address
from bot.domain.channel import MaySee
from bot.domain.edition import Edition, EditionState
from bot.domain.errors import NotFound
from bot.domain.history import Brought, Carded, MergedHere
from bot.domain.ids import EditionId, ServerId, StoryId
from bot.domain.nearest import places
from bot.domain.ranking import by_relevance
from bot.domain.search import typed_words
from bot.domain.tagging import tag_key
from bot.domain.text import cut_at_word, one_line
from bot.domain.verdict import Hold, MayModerate, Verdict, VerdictKind
from bot.newsroom.known_tags import known_tags
from bot.newsroom.rights import decides
from bot.storage import editions, history, known_stories, reviews, searching, servers, stories, verdicts
from bot.storage.database import Connection, Database
from bot.storage.known_stories import KnownStory, Passed, Tagged

_LATELY = 300
_FOUND = 100
_CHOICES = 25
_NEAR = 3
_TITLE = 100
_DIGITS = 19
# Which verdicts brought an edition into its state.
_DECISIVE = {
    EditionState.CLEARED: (VerdictKind.APPROVED,),
    EditionState.REJECTED: (VerdictKind.REJECTED, VerdictKind.BLOCKED),
    EditionState.EXPIRED: (VerdictKind.EXPIRED,),
    EditionState.RETRACTED: (VerdictKind.RETRACTED,),
    EditionState.MERGED: (VerdictKind.MERGED,),
}
# Before these an edition may have gone out.
_WERE_OUT = frozenset({EditionState.RETRACTED, EditionState.MERGED})


@dataclass(frozen=True, slots=True)
class Into:
    """The story that another was merged into. card: of its home, where that stands."""

    title: str
    card: Carded | None


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a story did or did not come out.

    brought: what each feed that brought it led to. passed: feeds that had it when the server did not take it.
    tags, cards: those in channels that the person may see. verdict: the one that brought it into its state;
    approved: the one that had let it out before.
    expires_at: of a held one. theirs: the person can decide on it. paused: nothing goes out in the server.
    """

    server_id: ServerId
    title: str
    link: str | None
    edition: Edition | None
    brought: tuple[Brought, ...]
    passed: tuple[Passed, ...] = ()
    holds: tuple[Hold, ...] = ()
    tags: tuple[Tagged, ...] = ()
    cards: tuple[Carded, ...] = ()
    verdict: Verdict | None = None
    approved: Verdict | None = None
    into: Into | None = None
    merged_here: tuple[MergedHere, ...] = ()
    expires_at: datetime | None = None
    theirs: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class NeverSeen:
    """No feed of the server has brought it, as far as the person may see.

    near: titles that may be meant; of a link there are none.
    """

    typed: str
    is_link: bool
    near: tuple[str, ...]


class Why:
    """Explains what became of stories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def offer(self, server_id: ServerId, typed: str, may_see: MaySee) -> list[tuple[str, str]]:
        """Return stories that the server knows of and that fit what was typed, as name and value."""
        async with self._database.read() as tx:
            found = await _fitting(tx, server_id, typed, may_see)
        return [(each.title, str(each.story_id)) for each in found[:_CHOICES]]

    async def explain(
        self, server_id: ServerId, typed: str, may_see: MaySee, may: MayModerate
    ) -> Explained | NeverSeen:
        """Explain a story: by a completion's value, its link, or words of its title."""
        async with self._database.read() as tx:
            known = await _meant(tx, server_id, typed, may_see)
            if known is None:
                return await _never_seen(tx, server_id, typed, may_see)
            return await _explained(tx, server_id, known, may_see, may)

    async def of_edition(
        self, server_id: ServerId, edition_id: EditionId, may_see: MaySee, may: MayModerate
    ) -> Explained:
        """Explain an edition of the server; raise NotFound."""
        async with self._database.read() as tx:
            known = await known_stories.of_edition(tx, server_id, edition_id)
            if known is None or not _seen(known, may_see):
                raise NotFound("error-no-held-story")
            return await _explained(tx, server_id, known, may_see, may)


async def _explained(
    tx: Connection, server_id: ServerId, known: KnownStory, may_see: MaySee, may: MayModerate
) -> Explained:
    brought = tuple(await history.brought(tx, server_id, known.story_id))
    passed = tuple(await known_stories.passed_by(tx, server_id, known.story_id))
    edition = None if known.edition_id is None else await editions.get(tx, known.edition_id)
    if edition is None:
        return Explained(server_id, known.title, known.link, None, brought, passed)
    server = await servers.get(tx, server_id)
    into, own = edition.merged_into, await known_tags(tx, server_id, may_see)
    return Explained(
        server_id=server_id,
        title=edition.story.draft.title,
        link=edition.story.draft.link,
        edition=edition,
        brought=brought,
        holds=own.holds((await reviews.holds_of(tx, [edition.id])).get(edition.id, ())),
        tags=tuple(each for each in await known_stories.tags_of(tx, edition.id) if may_see(each.channel_id)),
        cards=tuple(each for each in await history.cards(tx, edition.id) if may_see(each.channel_id)),
        verdict=await verdicts.last(tx, edition.id, _DECISIVE.get(edition.state, (VerdictKind.HELD,))),
        approved=await _approval(tx, edition),
        into=None if into is None else await _into(tx, server_id, into, may_see),
        merged_here=tuple(await _merged_here(tx, server_id, edition.id, may_see)),
        expires_at=await _expiry(tx, edition),
        theirs=await decides(tx, may, edition),
        paused=server is not None and server.paused_at is not None,
    )


async def _approval(tx: Connection, edition: Edition) -> Verdict | None:
    if edition.state not in _WERE_OUT:
        return None
    return await verdicts.last(tx, edition.id, _DECISIVE[EditionState.CLEARED])


async def _expiry(tx: Connection, edition: Edition) -> datetime | None:
    return await known_stories.expires_at(tx, edition.id) if edition.state is EditionState.HELD else None


async def _into(tx: Connection, server_id: ServerId, edition_id: EditionId, may_see: MaySee) -> Into | None:
    """Return the story that has the readers of another now, if the person may see it."""
    known = await known_stories.of_edition(tx, server_id, edition_id)
    if known is None or not _seen(known, may_see):
        return None
    cards = await history.cards(tx, edition_id)
    return Into(known.title, next((each for each in cards if each.home and each.place), None))


async def _merged_here(
    tx: Connection, server_id: ServerId, edition_id: EditionId, may_see: MaySee
) -> Sequence[MergedHere]:
    found = []
    for each in await history.merged_here(tx, edition_id):
        known = await known_stories.of_edition(tx, server_id, each.edition_id)
        if known is not None and _seen(known, may_see):
            found.append(each)
    return found


async def _meant(tx: Connection, server_id: ServerId, typed: str, may_see: MaySee) -> KnownStory | None:
    if (link := _link(typed)) is not None:
        return await _linked(tx, server_id, link, may_see)
    if typed.isascii() and typed.isdigit() and len(typed) < _DIGITS:
        chosen = await known_stories.by_ids(tx, server_id, [StoryId(int(typed))])
        if chosen and _seen(chosen[0], may_see):
            return chosen[0]
    found = await _fitting(tx, server_id, typed, may_see) if tag_key(typed) else []
    same = [each for each in found if tag_key(each.title) == tag_key(typed)]
    return next(iter(same or found), None)


async def _linked(tx: Connection, server_id: ServerId, link: str, may_see: MaySee) -> KnownStory | None:
    """Return the story of a link, by the key that a feed's item with it has."""
    ids = (await stories.by_keys(tx, [story_key(link)])).values()
    found = _visible(await known_stories.by_ids(tx, server_id, list(ids)), may_see)
    if not found:  # one that its feed tells from others by more than its link
        found = _visible(await known_stories.of_link(tx, server_id, canonical_url(link)), may_see)
    return next(iter(found), None)


async def _fitting(tx: Connection, server_id: ServerId, typed: str, may_see: MaySee) -> Sequence[KnownStory]:
    """Return the stories that fit what was typed, the likeliest first; for nothing the last ones."""
    if (link := _link(typed)) is not None:
        found = await _linked(tx, server_id, link, may_see)
        return [] if found is None else [found]
    words = [(word,) for word in typed_words(typed)]
    if words:
        shut = [each for each in await searching.home_channels(tx, server_id) if not may_see(each)]
        matching = await known_stories.matching(tx, server_id, words, limit=_FOUND, shut=shut)
        if matching:
            return [matching[place] for place in by_relevance([each.title for each in matching], words)]
    lately = _visible(await known_stories.latest(tx, server_id, limit=_LATELY), may_see)
    return [lately[place] for place in places(typed, [each.title for each in lately], _CHOICES)]


async def _never_seen(tx: Connection, server_id: ServerId, typed: str, may_see: MaySee) -> NeverSeen:
    is_link, near = _link(typed) is not None, list[str]()
    if not is_link and tag_key(typed):  # what an address has in common with titles says nothing
        lately = _visible(await known_stories.latest(tx, server_id, limit=_LATELY), may_see)
        titles = [each.title for each in lately]
        near = [titles[place] for place in places(typed, titles, _NEAR)]
    return NeverSeen(cut_at_word(one_line(typed), _TITLE), is_link, tuple(near))


def _link(typed: str) -> str | None:
    bare = one_line(typed).strip("<>")
    return web_address(bare) if "://" in bare else None


def _visible(found: Sequence[KnownStory], may_see: MaySee) -> list[KnownStory]:
    return [each for each in found if _seen(each, may_see)]


def _seen(known: KnownStory, may_see: MaySee) -> bool:
    return known.channel_id is None or may_see(known.channel_id)
