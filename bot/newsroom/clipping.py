"""Links that members propose as stories: read, compared with what is here, and shown to the moderators.

What a member may not see is as if it were not there: they hear of no story in a hidden channel, and there is
no second one of it. Every decision is made in one transaction, after the page was read: of two who propose
the same link at the same time the second is told of the first one's story.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.domain.address import is_home_page
from bot.domain.channel import MaySee
from bot.domain.clip import keys_of, typed_link
from bot.domain.delivery import Delivery, DeliveryState, Place
from bot.domain.drafting import draft_story
from bot.domain.edition import Edition, EditionState, Routing, route
from bot.domain.errors import (
    AddressRefused,
    FeedError,
    FetchFailed,
    InvalidInput,
    NotFound,
    TooLarge,
    Unreadable,
)
from bot.domain.feed import Item
from bot.domain.holding import MOST_FIRST, rule_on
from bot.domain.ids import EditionId, RoleId, ServerId, StoryId, TagId, ThreadId, UserId
from bot.domain.nearest import places
from bot.domain.reasons import Reason
from bot.domain.server import ServerSettings
from bot.domain.story import StoryDraft
from bot.domain.tagging import Match, StoryText, Tag, match_tags, tag_key
from bot.domain.text import cut_at_word, one_line
from bot.domain.trouble import Trouble
from bot.domain.verdict import Hold
from bot.pipeline.ports import FeedReader
from bot.storage import clips, deliveries, desk_rules, discussions, editions, settings, stories, tags
from bot.storage.database import Connection, Database
from bot.storage.editions import NewEdition
from bot.storage.stories import Reading

_DAY = timedelta(days=1)
# For so long a link that nobody has decided on is not taken twice from the same member.
_REMEMBERED = timedelta(days=7)
# For so long it is said of one whose story is hidden from them that nobody decided on it in time.
_EXPIRED = timedelta(days=30)
_CHOICES = 25
_LABEL = 50
_LINK = 100
_ENDED = frozenset({DeliveryState.FAILED, DeliveryState.REMOVED})
# Those who read pages with a browser may get on where a bot is sent in circles.
_LEADS_NOWHERE = frozenset({Trouble.TOO_MANY_REDIRECTS, Trouble.LOST_REDIRECT})


class Said(StrEnum):
    """What is answered to a link; each is `clip-…` in the catalogue."""

    PROPOSED = "proposed"  # it waits for the moderators
    OUT = "out"  # it goes out at once
    HERE = "here"  # its card stands here
    COMING = "coming"  # it is known, and its card is on its way
    WAITING = "waiting"  # it waits for the moderators already
    MINE = "mine"  # this member has proposed it, and nobody has decided yet
    DECIDED = "decided"  # the moderators have decided on it before
    EXPIRED = "expired"  # it waited here before, and nobody decided
    WAS_HERE = "was-here"  # its card stood here, or was not to be posted


@dataclass(frozen=True, slots=True)
class Proposer:
    """A member who proposes a link.

    roles: which they have. sees: whether they see a channel now. language: of their Discord.
    """

    server_id: ServerId
    id: UserId
    roles: frozenset[RoleId]
    sees: MaySee
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a member is answered.

    place, thread_id: of the card that stands here already. whys: what holds a link of who is trusted.
    """

    said: Said
    title: str
    place: Place | None = None
    thread_id: ThreadId | None = None
    whys: tuple[Reason, ...] = ()


class Clipping:
    """Takes links of members. `wake` are those who carry out what follows."""

    def __init__(
        self, database: Database, reader: FeedReader, clock: Clock, *, wake: Sequence[asyncio.Event]
    ) -> None:
        self._database = database
        self._reader = reader
        self._clock = clock
        self._wake = tuple(wake)
        self._reading: set[tuple[ServerId, UserId]] = set()

    async def offer(self, by: Proposer, typed: str) -> list[tuple[str, str]]:
        """Return tags that the member may see, for the last of several names parted by commas."""
        *given, last = typed.split(",")
        async with self._database.read() as tx:
            there = await _seen_tags(tx, by)
        keys = {tag_key(name) for name in given}
        labels = [each.label for each in there if each.key not in keys]
        before = ", ".join(cleaned for name in given if (cleaned := one_line(name)))
        found = [labels[place] for place in places(last, labels, _CHOICES)]
        whole = [f"{before}, {label}" if before else label for label in found]
        return [(each, each) for each in whole if len(each) <= _LINK]

    async def propose(self, by: Proposer, typed: str, tag_names: str = "") -> Answered:
        """Take a link with the tags that the member chose, by names parted by commas.

        Raises InvalidInput where it can't be taken, in words for who proposes it.
        """
        link = typed_link(typed)
        async with self._database.read() as tx:
            await self._chosen(tx, by, tag_names)
            rules = await settings.of(tx, by.server_id)
            if (known := await self._known(tx, by, rules, (link,))) is not None:
                return known
            await self._check_limit(tx, by, rules)
        async with self._one_at_a_time(by):
            reading = await self._read(link)
        async with self._database.write() as tx:
            answered = await self._take(tx, by, link, reading, tag_names)
        for event in self._wake:
            event.set()
        return answered

    async def _take(
        self, tx: Connection, by: Proposer, link: str, reading: Reading, tag_names: str
    ) -> Answered:
        now, rules = self._clock.now(), await settings.of(tx, by.server_id)
        if (known := await self._known(tx, by, rules, (link, reading.draft.link))) is not None:
            return known
        await self._check_limit(tx, by, rules)
        trusted = rules.clip_role_id in by.roles
        routing = await self._route(tx, by, reading.draft, tag_names, trusted=trusted)
        story_id = await _story(tx, (link, reading.draft.link), reading, now=now)
        standing = await editions.of_story(tx, story_id, by.server_id)
        out, made = routing.state is EditionState.CLEARED, None
        if standing is None:
            new = NewEdition(story_id, by.server_id, routing, by.id)
            await editions.add(tx, [new], now=now)
            made = await editions.of_story(tx, story_id, by.server_id)
        edition_id = None if made is None else made.id
        clip_id = await clips.add(tx, by.server_id, by.id, link, edition_id, now=now, language=by.language)
        if standing is not None and not out:  # hidden from them: as if theirs were the first, and expired
            ends_at = now + timedelta(hours=rules.review_hours)
            await clips.let_expire(tx, clip_id, reading.draft.title, at=ends_at)
        whys = _whys(routing, by) if trusted and not out else ()
        return Answered(Said.OUT if out else Said.PROPOSED, reading.draft.title, whys=whys)

    async def _known(
        self, tx: Connection, by: Proposer, rules: ServerSettings, links: Sequence[str | None]
    ) -> Answered | None:
        """Return what is known here of a story with these addresses, as far as the member may know it."""
        if not rules.clips_per_day:
            raise InvalidInput("error-clip-off")
        found = await stories.by_keys(tx, keys_of(links))
        for story_id in found.values():
            edition = await editions.of_story(tx, story_id, by.server_id)
            if edition is not None and (answered := await _answer(tx, by, edition)) is not None:
                return answered
        mine = [each for each in links if each is not None]
        now = self._clock.now()
        if await clips.undecided_of(tx, by.server_id, by.id, mine, since=now - _REMEMBERED):
            return Answered(Said.MINE, mine[-1])
        title = await clips.expired_of(tx, by.server_id, by.id, mine, since=now - _EXPIRED)
        return None if title is None else Answered(Said.EXPIRED, title)

    async def _route(
        self, tx: Connection, by: Proposer, draft: StoryDraft, tag_names: str, *, trusted: bool
    ) -> Routing:
        text = StoryText(draft)
        rules = await desk_rules.of_server(tx, by.server_id)
        ruling = rule_on(rules, text, brought=MOST_FIRST)  # a member is no new feed
        if ruling.blocked is not None:
            raise InvalidInput("error-clip-blocked", outlet=ruling.blocked)
        chosen = await self._chosen(tx, by, tag_names)
        there = await tags.of_server(tx, by.server_id)
        by_rules = match_tags(there, text, feed_id=None)
        taken = {match.tag.id for match in by_rules}
        by_member = [Match(tag, Reason.BY_MEMBER, "") for tag in chosen if tag.id not in taken]
        matches = sorted((*by_rules, *by_member), key=lambda match: (match.tag.position, match.tag.id))
        proposed = () if trusted and matches else (Hold(Reason.HELD_CLIPPED),)
        holds = (*proposed, *ruling.holds)
        if not matches:
            return Routing(EditionState.HELD, Reason.REVIEW, (), (), holds)
        return route(matches, holds=holds)

    async def _chosen(self, tx: Connection, by: Proposer, typed: str) -> list[Tag]:
        """Return the tags of these names; raise NotFound for one that the member doesn't see."""
        names = [name for name in typed.split(",") if name.strip()]
        there = await _seen_tags(tx, by)
        found: dict[TagId, Tag] = {}
        for name in names:
            key = tag_key(name)
            own = [each for each in there if each.key == key]
            meant = own or [each for each in there if key in each.synonyms]
            if not meant:
                raise NotFound.by_name("error-no-such-subject", name, [t.label for t in there], limit=_LABEL)
            found[meant[0].id] = meant[0]
        return list(found.values())

    async def _check_limit(self, tx: Connection, by: Proposer, rules: ServerSettings) -> None:
        most = rules.clips_per_day
        made = await clips.made_since(tx, by.server_id, by.id, self._clock.now() - _DAY)
        if len(made) >= most:
            raise InvalidInput("error-clip-limit", most=most, again=made[-most] + _DAY)

    async def _read(self, link: str) -> Reading:
        """Read a page as a story; raise InvalidInput in words for who proposed it."""
        try:
            page = await self._reader.read_page(link)
        except FeedError as error:
            raise _unread(error, link) from error
        if not (page.title or page.lead):
            raise InvalidInput("error-clip-no-story", link=_shown(link))
        host = (urlsplit(page.url).hostname or "").removeprefix("www.")
        item = Item(key=f"link:{page.url}", title="", link=page.url)
        draft = draft_story(item, page, feed_title=host, feed_url=page.url)
        if draft.link is None or is_home_page(draft.link):
            raise InvalidInput("error-clip-home", link=_shown(link))
        return Reading(draft, from_page=True)

    @asynccontextmanager
    async def _one_at_a_time(self, by: Proposer) -> AsyncIterator[None]:
        """Read one page at a time for a member: the limit counts only what came of it."""
        who = by.server_id, by.id
        if who in self._reading:
            raise InvalidInput("error-clip-busy")
        self._reading.add(who)
        try:
            yield
        finally:
            self._reading.discard(who)


async def _seen_tags(tx: Connection, by: Proposer) -> list[Tag]:
    """Return the tags that a member may know of."""
    return [each for each in await tags.of_server(tx, by.server_id) if by.sees(each.channel_id)]


def _whys(routing: Routing, by: Proposer) -> tuple[Reason, ...]:
    """Return what kinds of rules hold a link of a member whose links go out by themselves.

    Of tags they hear where they may know of one.
    """
    seen = {match.tag.label for match in routing.matches if by.sees(match.tag.channel_id)}
    none = () if routing.matches else (Reason.NO_TAG,)
    told = (
        each.reason
        for each in routing.holds
        if each.reason is not Reason.HELD_CLIPPED
        and (each.reason is not Reason.HELD_BY_TAG or each.detail in seen)
    )
    return tuple(dict.fromkeys((*none, *told)))


async def _story(tx: Connection, links: Sequence[str | None], reading: Reading, *, now: datetime) -> StoryId:
    """Return the story that is known under one of these addresses, else a new one."""
    known = await stories.by_keys(tx, keys_of(links))
    if known:
        return next(iter(known.values()))
    return await stories.add_clipped(tx, reading, now=now)


async def _answer(tx: Connection, by: Proposer, edition: Edition) -> Answered | None:
    """Return what a member is told of a story that is here; None where they may not know of it."""
    home = await deliveries.home_of(tx, edition.id)
    if home is not None and not by.sees(home.channel_id):
        return None
    title = edition.story.draft.title
    match edition.state:
        case EditionState.CLEARED:
            return await _of_cleared(tx, edition.id, title, home)
        case EditionState.MERGED if edition.merged_into is not None:
            into = await editions.get(tx, edition.merged_into)
            told = None if into is None else await _answer(tx, by, into)
            return told or Answered(Said.DECIDED, title)
        case EditionState.HELD:
            said = Said.MINE if edition.clipped_by == by.id else Said.WAITING
        case EditionState.EXPIRED:
            said = Said.EXPIRED
        case _:
            said = Said.DECIDED
    return Answered(said, title)


async def _of_cleared(tx: Connection, edition_id: EditionId, title: str, home: Delivery | None) -> Answered:
    if home is None or home.state in _ENDED:
        return Answered(Said.WAS_HERE, title)
    if home.place is None:
        return Answered(Said.COMING, title)
    discussion = await discussions.find(tx, edition_id)
    return Answered(Said.HERE, title, home.place, None if discussion is None else discussion.thread_id)


def _unread(error: FeedError, link: str) -> InvalidInput:
    """Return why a page could not be read, without what only the bot's owner needs to know."""
    shown = _shown(link)
    match error:
        case AddressRefused():
            return InvalidInput("error-clip-address", link=shown)
        case FetchFailed() if error.why in _LEADS_NOWHERE:
            return InvalidInput("error-clip-address", link=shown)
        case FetchFailed():
            return InvalidInput("error-clip-no-answer", link=shown, status=error.status or 0)
        case TooLarge():
            return InvalidInput("error-clip-large", link=shown)
        case Unreadable() if error.why == Trouble.IS_FEED:
            return InvalidInput("error-clip-feed", link=shown)
        case _:
            return InvalidInput("error-clip-unreadable", link=shown)


def _shown(link: str) -> str:
    return cut_at_word(link, _LINK)
