"""What readers subscribe to, how it reaches them, and what there is: of tags whose channel they may see."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

from bot.clock import Clock
from bot.domain.channel import MaySee
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import CardKey, ServerId, TagId, UserId
from bot.domain.nearest import places
from bot.domain.server import parse_quiet
from bot.domain.subscription import MOST_SUBSCRIPTIONS, Reach, Reader, Subscription
from bot.domain.tagging import tag_key
from bot.domain.text import cut_at_word, one_line
from bot.domain.zones import time_zone
from bot.newsroom.finding import visible
from bot.storage import closed_doors, digests, readers, role_changes, servers, settings, subscriptions
from bot.storage.database import Connection, Database
from bot.storage.subscriptions import Subject

_OFFERED = 25
_NEAR = 3
_SHOWN = 50
_LOOKED_BACK = timedelta(weeks=4)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that no tag has, as far as the reader may know, and the tags of like names; `own`: theirs."""

    typed: str
    near: tuple[Subject, ...]
    own: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What became of a wish to subscribe.

    changed: what they had already, but reached them in another way. no_room: tags that were too many. shut:
    no direct message of ours reaches them.
    """

    reader: Reader
    added: tuple[Subject, ...] = ()
    already: tuple[Subject, ...] = ()
    changed: tuple[Subject, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    no_room: tuple[Subject, ...] = ()
    own: Mapping[TagId, Subscription] = field(default_factory=dict)
    shut: bool = False

    def reach(self, tag_id: TagId) -> Reach:
        """Return how a tag's stories reach the reader."""
        return self.own[tag_id].reach or self.reader.reach


@dataclass(frozen=True, slots=True)
class Following:
    """What a reader has subscribed to, in the server's order, and how it reaches them.

    shut: no direct message of ours does.
    """

    reader: Reader
    server_zone: str
    subjects: tuple[Subject, ...]
    own: Mapping[TagId, Subscription]
    shut: bool = False

    def reach(self, tag_id: TagId) -> Reach:
        """Return how a tag's stories reach the reader."""
        return self.own[tag_id].reach or self.reader.reach

    @property
    def hidden(self) -> int:
        """How many more they have, of channels that they may not see now."""
        return len(self.own) - len(self.subjects)


@dataclass(frozen=True, slots=True)
class Activity:
    """What a tag brings: stories a week on average, and how many have subscribed to it."""

    subject: Subject
    weekly: float
    subscribers: int


# How subscriptions were before: with which way of its own, or not at all.
Before = Mapping[TagId, Subscription | None]


class Subscriptions:
    """Subscribes readers, and tells them to what."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def offer(
        self,
        server_id: ServerId,
        user_id: UserId,
        typed: str,
        sees: MaySee,
        *,
        own: bool = False,
        without: Collection[str] = (),
    ) -> list[str]:
        """Return the names of the tags that were meant, of all or of the reader's own.

        without: names that are given already. Where nothing was typed come first those that are new to them.
        """
        async with self._database.read() as tx:
            found = await subscriptions.subjects(tx, server_id, others_with=tag_key(typed))
            theirs = await subscriptions.of_reader(tx, server_id, user_id)
        given = {tag_key(name) for name in without if name}
        there = [each for each in _seen(found, sees) if each.key not in given]
        if own:
            there = [each for each in there if each.id in theirs]
        else:
            there.sort(key=lambda each: each.id in theirs)
        return [each.label for each in _meant(typed, there, _OFFERED)]

    async def all(self, server_id: ServerId, sees: MaySee) -> list[Subject]:
        """Return the tags of the server that the reader may see, in its order."""
        async with self._database.read() as tx:
            return _seen(await subscriptions.subjects(tx, server_id), sees)

    async def own(self, server_id: ServerId, user_id: UserId) -> dict[TagId, Subscription]:
        """Return what a reader has subscribed to."""
        async with self._database.read() as tx:
            return await subscriptions.of_reader(tx, server_id, user_id)

    async def following(self, server_id: ServerId, user_id: UserId, sees: MaySee) -> Following:
        """Return what a reader has subscribed to, and how it reaches them."""
        async with self._database.read() as tx:
            own = await subscriptions.of_reader(tx, server_id, user_id)
            there = _seen(await subscriptions.subjects(tx, server_id), sees)
            reader = await readers.of(tx, server_id, user_id)
            zone = (await settings.of(tx, server_id)).time_zone
            shut = await closed_doors.is_closed(tx, user_id)
        return Following(reader, zone, tuple(each for each in there if each.id in own), own, shut)

    async def browse(self, server_id: ServerId, sees: MaySee) -> list[Activity]:
        """Return every tag that the reader may see, and what it brings."""
        now = self._clock.now()
        async with self._database.read() as tx:
            there = _seen(await subscriptions.subjects(tx, server_id), sees)
            numbers = await subscriptions.subscribers(tx, server_id)
            homes = await visible(tx, server_id, sees)
            stories = await subscriptions.stories_since(tx, server_id, now - _LOOKED_BACK, homes)
            server = await servers.get(tx, server_id)
        since = now - _LOOKED_BACK if server is None else max(server.joined_at, now - _LOOKED_BACK)
        weeks = max(1.0, (now - since) / _WEEK)
        return [Activity(each, stories.get(each.id, 0) / weeks, numbers.get(each.id, 0)) for each in there]

    async def of_card(self, server_id: ServerId, key: CardKey, sees: MaySee) -> list[Subject]:
        """Return the tags of a card's story that the reader may see; raise NotFound where there is none."""
        async with self._database.read() as tx:
            filed = await subscriptions.subjects_of_card(tx, server_id, key)
        if not (found := _seen(filed or (), sees)):
            raise NotFound("error-card-without-tags")
        return found

    async def subscribe(
        self,
        server_id: ServerId,
        user_id: UserId,
        names: Iterable[str],
        sees: MaySee,
        *,
        reach: Reach | None = None,
    ) -> Subscribed:
        """Subscribe a reader to the tags of these names; those that are none are told, the others kept.

        reach: how these reach them, also those that they have already; None: as they want it for all. Who
        wants to be written to is: a closed door is tried again.
        """
        async with self._changing(server_id, user_id) as tx:
            there = _seen(await subscriptions.subjects(tx, server_id), sees)
            wanted, unknown = _named(_with_a_name(names), there)
            done = await self._subscribe(tx, server_id, user_id, wanted, reach)
            own = await subscriptions.of_reader(tx, server_id, user_id)
            return replace(
                done,
                unknown=tuple(_parted(each, own) for each in unknown),
                own=own,
                shut=await closed_doors.is_closed(tx, user_id),
            )

    async def choose(
        self,
        server_id: ServerId,
        user_id: UserId,
        offered: Collection[TagId],
        chosen: Collection[TagId],
        sees: MaySee,
        *,
        reach: Reach | None = None,
    ) -> Before:
        """Let a reader have, of these tags, the chosen ones and no others; return how it was before.

        Raises InvalidInput where that would be too many: then all is as it was.
        """
        now = self._clock.now()
        async with self._changing(server_id, user_id) as tx:
            there = {each.id for each in _seen(await subscriptions.subjects(tx, server_id), sees)}
            own = await subscriptions.of_reader(tx, server_id, user_id)
            new = [each for each in chosen if each in there and each not in own]
            gone = [each for each in offered if each in own and each not in chosen]
            if new and len(own) + len(new) - len(gone) > MOST_SUBSCRIPTIONS:
                raise InvalidInput("error-too-many-subscriptions", limit=MOST_SUBSCRIPTIONS)
            await subscriptions.remove(tx, server_id, user_id, gone)
            await subscriptions.add(tx, server_id, user_id, new, reach=reach, now=now)
            if new and reach is Reach.DIRECT:
                await closed_doors.open(tx, user_id)
        return {each: own.get(each) for each in (*new, *gone)}

    async def unsubscribe(
        self, server_id: ServerId, user_id: UserId, name: str, sees: MaySee
    ) -> tuple[Subject, Before]:
        """End the reader's subscription to the tag of that name; raise NotFound."""
        _with_a_name([name])
        async with self._changing(server_id, user_id) as tx:
            own = await subscriptions.of_reader(tx, server_id, user_id)
            every = [each for each in await subscriptions.subjects(tx, server_id) if each.id in own]
            there = _seen(every, sees)
            # Also one that is hidden from them by now, by the name they knew it by.
            found = _find(name, there) or next((each for each in every if each.key == tag_key(name)), None)
            if found is None:
                labels = [each.label for each in there]
                raise NotFound.by_name("error-not-subscribed", name, labels, limit=_SHOWN)
            await subscriptions.remove(tx, server_id, user_id, [found.id])
        return found, {found.id: own[found.id]}

    async def unsubscribe_all(self, server_id: ServerId, user_id: UserId) -> Before:
        """End all subscriptions that the reader has in the server."""
        async with self._changing(server_id, user_id) as tx:
            own = await subscriptions.of_reader(tx, server_id, user_id)
            await subscriptions.remove(tx, server_id, user_id, list(own))
        return own

    async def unsubscribe_hidden(self, server_id: ServerId, user_id: UserId, sees: MaySee) -> Before:
        """End the reader's subscriptions to tags whose channel they may not see."""
        async with self._changing(server_id, user_id) as tx:
            own = await subscriptions.of_reader(tx, server_id, user_id)
            there = {each.id for each in _seen(await subscriptions.subjects(tx, server_id), sees)}
            ended = {tag_id: was for tag_id, was in own.items() if tag_id not in there}
            await subscriptions.remove(tx, server_id, user_id, list(ended))
        return ended

    async def restore(self, server_id: ServerId, user_id: UserId, before: Before) -> None:
        """Let a reader's subscriptions be as they were before; tags that are gone stay so."""
        now = self._clock.now()
        async with self._changing(server_id, user_id) as tx:
            there = {each.id for each in await subscriptions.subjects(tx, server_id)}
            had = {each: was for each, was in before.items() if was is not None and each in there}
            own = await subscriptions.of_reader(tx, server_id, user_id)
            gone = {each for each, was in before.items() if was is None}
            if len((own.keys() | had.keys()) - gone) > MOST_SUBSCRIPTIONS:
                raise InvalidInput("error-too-many-subscriptions", limit=MOST_SUBSCRIPTIONS)
            await subscriptions.remove(tx, server_id, user_id, gone)
            for tag_id, was in had.items():
                await subscriptions.add(tx, server_id, user_id, [tag_id], reach=was.reach, now=now)

    async def set_reach(
        self, server_id: ServerId, user_id: UserId, tag_id: TagId | None, reach: Reach | None
    ) -> None:
        """Let a tag's stories, or those of all tags without a way of their own, reach the reader like this.

        reach: None lets a tag do as all. Who wants to be written to is: a closed door is tried again.
        """
        async with self._changing(server_id, user_id) as tx:
            if tag_id is not None:
                await subscriptions.set_reach(tx, server_id, user_id, [tag_id], reach)
            elif reach is not None:
                await readers.set_reach(tx, server_id, user_id, reach, now=self._clock.now())
            if reach is Reach.DIRECT:
                await closed_doors.open(tx, user_id)

    async def write_again(self, user_id: UserId) -> None:
        """Write to a reader again: they say that messages reach them."""
        async with self._database.write() as tx:
            await closed_doors.open(tx, user_id)

    async def set_times(self, server_id: ServerId, user_id: UserId, *, hours: str, zone: str) -> None:
        """Let a reader have the quiet hours and the time zone that they typed; raise InvalidInput.

        Nothing typed is no quiet hours, and the server's time zone.
        """
        quiet = parse_quiet(hours)
        name = time_zone(zone).key if zone.strip() else None
        async with self._changing(server_id, user_id) as tx:
            now = self._clock.now()
            await readers.set_times(tx, server_id, user_id, time_zone=name, quiet=quiet, now=now)
            await digests.reschedule(tx, server_id, user_id=user_id, now=now)

    @asynccontextmanager
    async def _changing(self, server_id: ServerId, user_id: UserId) -> AsyncIterator[Connection]:
        """Open the transaction in which a reader's choices change, and with them their roles of ours."""
        async with self._database.write() as tx:
            yield tx
            await role_changes.follow(tx, server_id, user_id, now=self._clock.now())

    async def _subscribe(
        self,
        tx: Connection,
        server_id: ServerId,
        user_id: UserId,
        wanted: Sequence[Subject],
        reach: Reach | None,
    ) -> Subscribed:
        own = await subscriptions.of_reader(tx, server_id, user_id)
        reader = await readers.of(tx, server_id, user_id)
        had = [each for each in wanted if each.id in own]
        changed = [each for each in had if reach not in (None, own[each.id].reach or reader.reach)]
        new = [each for each in wanted if each.id not in own]
        room = max(0, MOST_SUBSCRIPTIONS - len(own))
        added, no_room = new[:room], new[room:]
        ids = [each.id for each in added]
        await subscriptions.add(tx, server_id, user_id, ids, reach=reach, now=self._clock.now())
        if reach is not None:
            await subscriptions.set_reach(tx, server_id, user_id, [each.id for each in had], reach)
        if reach is Reach.DIRECT and (added or had):
            await closed_doors.open(tx, user_id)
        return Subscribed(
            reader,
            added=tuple(added),
            already=tuple(each for each in had if each not in changed),
            changed=tuple(changed),
            no_room=tuple(no_room),
        )


def _with_a_name(names: Iterable[str]) -> list[str]:
    """Return the names without those that are blank; raise InvalidInput where all are."""
    found = [name for name in names if name.strip()]
    if not found:
        raise InvalidInput("error-no-tag-name")
    return found


def _parted(unknown: Unknown, own: Collection[TagId]) -> Unknown:
    """Return a name that no tag has with the tags that the reader has already apart."""
    near = tuple(each for each in unknown.near if each.id not in own)
    return Unknown(unknown.typed, near, tuple(each for each in unknown.near if each.id in own))


def _named(names: Iterable[str], there: Sequence[Subject]) -> tuple[list[Subject], list[Unknown]]:
    """Return the tags that have these names, each once, and the names that none has."""
    found: dict[TagId, Subject] = {}
    unknown: dict[str, Unknown] = {}
    for name in names:
        if (subject := _find(name, there)) is not None:
            found[subject.id] = subject
        else:
            typed = cut_at_word(one_line(name), _SHOWN)
            unknown[typed] = Unknown(typed, tuple(_meant(name, there, _NEAR)))
    return list(found.values()), list(unknown.values())


def _find(name: str, there: Iterable[Subject]) -> Subject | None:
    """Return the tag of a name: its own before another tag's synonym."""
    key = tag_key(name)
    if not key:
        return None
    known = list(there)
    own = (each for each in known if each.key == key)
    return next(own, next((each for each in known if key in each.others), None))


def _meant(typed: str, there: Sequence[Subject], limit: int) -> list[Subject]:
    """Return the tags that were meant, by their labels or other names, the likeliest first."""
    names = [(each.label, each) for each in there]
    if typed.strip():
        names += [(other, each) for each in there for other in each.others]
    found = places(typed, [name for name, _ in names], limit)
    return list({names[place][1].id: names[place][1] for place in found}.values())


def _seen(there: Iterable[Subject], sees: MaySee) -> list[Subject]:
    once = cache(sees)
    return [each for each in there if once(each.channel_id)]
