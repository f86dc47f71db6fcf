"""What a digest is made of: which of the stories since the last one, in which order, under which tags.

A story counts as many points as readers voted on it and messages were written in its discussion; of equal
ones the newer goes first. Stories of tags that a reader wants in digests go before those of their other tags.
What the reader was told of already comes again only where it is among the most discussed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.delivery import Place
from bot.domain.ids import ChannelId, EditionId, ServerId, TagId, ThreadId
from bot.domain.poll import PollMode, Tally
from bot.domain.schedule import Every
from bot.domain.subscription import Reach

MOST_STORIES = 10
# So many of the most discussed come although the reader was told of them.
_TOLD_AGAIN = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that came out in a server.

    channel_id: of its home, which decides who may see it. place: its card; None for one that got none, and is
    in the digest alone. tags: in the server's order. said: messages in its discussion, without ours.
    """

    edition_id: EditionId
    title: str
    channel_id: ChannelId
    came_at: datetime
    tags: tuple[TagId, ...]
    place: Place | None = None
    link: str | None = None
    outlet: str = ""
    thread_id: ThreadId | None = None
    voters: int = 0
    said: int = 0

    @property
    def points(self) -> int:
        """How much the server made of it."""
        return self.voters + self.said


@dataclass(frozen=True, slots=True)
class Wish:
    """What a digest is to have.

    tags: by how they reach the reader; None: all of the server's. told: what they were told of already.
    """

    tags: Mapping[TagId, Reach] | None = None
    told: frozenset[EditionId] = frozenset()

    def wants(self, tag: TagId) -> bool:
        """Tell whether stories of a tag belong into the digest: of one that is only listed they do not."""
        return self.tags is None or self.tags.get(tag, Reach.LIST) is not Reach.LIST

    def prefers(self, tag: TagId) -> bool:
        """Tell whether they go before others there."""
        return self.tags is not None and self.tags.get(tag) is Reach.DIGEST


@dataclass(frozen=True, slots=True)
class Group:
    """The stories of a digest that stand under one tag."""

    tag_id: TagId
    stories: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The stories of a digest in groups, and how many more there were."""

    groups: tuple[Group, ...] = ()
    more: int = 0

    @property
    def stories(self) -> tuple[Candidate, ...]:
        """All of its stories."""
        return tuple(story for group in self.groups for story in group.stories)


@dataclass(frozen=True, slots=True)
class Issue:
    """One digest as it is sent: of a server, for a span of time.

    every: None for a look at what one would have. labels: of tags. counts: of polls.
    """

    server_id: ServerId
    server_name: str
    every: Every | None
    since: datetime
    selection: Selection
    labels: Mapping[TagId, str] = field(default_factory=dict)
    counts: Mapping[EditionId, tuple[PollMode, Tally]] = field(default_factory=dict)


def select(
    candidates: Iterable[Candidate],
    wish: Wish,
    *,
    seen: Collection[ChannelId],
    most: int = MOST_STORIES,
) -> Selection:
    """Choose, order and group the stories of a digest; `seen`: the homes that its readers may see."""
    ranked = rank(each for each in candidates if each.channel_id in seen and _wanted(each, wish))
    again = {each.edition_id for each in ranked[:_TOLD_AGAIN] if each.points}
    fresh = [each for each in ranked if each.edition_id not in wish.told or each.edition_id in again]
    fresh.sort(key=lambda each: not _preferred(each, wish))  # stable: within both the rank decides
    return Selection(_grouped(fresh[:most], wish), more=max(0, len(fresh) - most))


def rank(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the stories, the most discussed first, of equal ones the newest."""
    return sorted(candidates, key=lambda each: (each.points, each.came_at, each.edition_id), reverse=True)


def _wanted(story: Candidate, wish: Wish) -> bool:
    return any(wish.wants(tag) for tag in story.tags)


def _preferred(story: Candidate, wish: Wish) -> bool:
    return any(wish.prefers(tag) for tag in story.tags)


def _grouped(stories: Sequence[Candidate], wish: Wish) -> tuple[Group, ...]:
    groups: dict[TagId, list[Candidate]] = {}
    for story in stories:
        groups.setdefault(_heading(story, wish), []).append(story)
    return tuple(Group(tag_id, tuple(theirs)) for tag_id, theirs in groups.items())


def _heading(story: Candidate, wish: Wish) -> TagId:
    """Return the tag that a story stands under: of those wanted the first, preferred ones before."""
    wanted = (tag for tag in story.tags if wish.wants(tag))
    return min(wanted, key=lambda tag: not wish.prefers(tag))
