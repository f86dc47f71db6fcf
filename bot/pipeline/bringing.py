"""The last step of intake: what becomes of the stories of a check in each server, decided and stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.admission import Admission
from bot.domain.edition import EditionState, Routing, route
from bot.domain.filtering import judge
from bot.domain.holding import DeskRule, Ruling, first_of, rule_on
from bot.domain.ids import EditionId, FeedId, ServerId, StoryId
from bot.domain.reasons import Reason
from bot.domain.source import Source, Trust
from bot.domain.tagging import Match, Policy, StoryText, Tag, match_tags
from bot.domain.verdict import VerdictKind
from bot.storage import clearing, desk_rules, editions, stories, tags, verdicts
from bot.storage.database import Connection
from bot.storage.editions import Decision, Extension, NewEdition, Standing

_EXTENDED = frozenset({EditionState.HELD, EditionState.CLEARED})


@dataclass(frozen=True, slots=True)
class Brought:
    """A stored story as one item of a feed brought it; `asked` for when it is older than this check."""

    story_id: StoryId
    text: StoryText
    asked: bool = False


@dataclass(slots=True)
class _Outcomes:
    """What is to be stored, collected over all servers."""

    decisions: list[Decision] = field(default_factory=list)
    new: list[NewEdition] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    released: list[tuple[ServerId, EditionId]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the servers have already, and what their tags are."""

    standing: Mapping[tuple[StoryId, ServerId], Standing]
    backlog: frozenset[tuple[StoryId, ServerId]]
    tags: Mapping[ServerId, tuple[Tag, ...]]
    rules: Mapping[ServerId, tuple[DeskRule, ...]]
    brought: dict[tuple[ServerId, FeedId], int]  # so far, where a rule asks for it


async def bring_to_servers(
    tx: Connection,
    brought: Mapping[str, Brought],
    admissions: Sequence[Admission],
    *,
    now: datetime,
) -> tuple[int, int]:
    """Make the editions and deliveries of a check, and record every decision; return how many of each.

    brought: by item key, in the order in which the stories are to come out.
    """
    known = await _known(tx, brought, admissions)
    found = _Outcomes()
    for admission in admissions:
        once: set[StoryId] = set()
        for key, story in brought.items():
            if key in admission.items and story.story_id not in once:
                once.add(story.story_id)
                _decide(story, admission.source, known, found, now=now)
        for key, reason in admission.refused.items():
            if key in brought and brought[key].story_id not in once:
                once.add(brought[key].story_id)
                found.decisions.append(_decision(brought[key], admission.source, reason, now))
    await editions.decide(tx, found.decisions)
    deliveries = await editions.add(tx, found.new, now=now) + await editions.extend(
        tx, found.extensions, now=now
    )
    return len(found.new), deliveries + await _release(tx, found, now=now)


async def _release(tx: Connection, found: _Outcomes, *, now: datetime) -> int:
    """Let out what only waited because a member proposed it: it would have come by itself, and just there."""
    for server_id, edition_id in found.released:
        await clearing.release(tx, edition_id, now=now)
        await verdicts.record(tx, server_id, edition_id, VerdictKind.APPROVED, at=now)
    return len(found.released)


async def _known(tx: Connection, brought: Mapping[str, Brought], admissions: Iterable[Admission]) -> _Known:
    server_ids = [admission.source.server_id for admission in admissions if admission.items]
    admitted = frozenset[str]().union(*(admission.items for admission in admissions))
    story_ids = list({each.story_id for key, each in brought.items() if key in admitted})
    rules = await desk_rules.of_servers(tx, server_ids) if story_ids else {}
    return _Known(
        rules=rules,
        brought=await _brought(tx, admissions, rules),
        standing=await editions.standing(tx, story_ids, server_ids),
        backlog=frozenset(await stories.backlog_of(tx, story_ids, server_ids)),
        tags=await tags.of_servers(tx, server_ids) if story_ids else {},
    )


async def _brought(
    tx: Connection, admissions: Iterable[Admission], rules: Mapping[ServerId, Sequence[DeskRule]]
) -> dict[tuple[ServerId, FeedId], int]:
    """Count what feeds have brought to the servers that hold the first of a new one."""
    wanted: dict[FeedId, dict[ServerId, int]] = {}
    for source in (each.source for each in admissions if each.items):
        if most := first_of(rules.get(source.server_id, ())):
            wanted.setdefault(source.feed_id, {})[source.server_id] = most
    found: dict[tuple[ServerId, FeedId], int] = {}
    for feed_id, servers in wanted.items():
        counted = await desk_rules.brought_to(tx, servers, feed_id)
        found |= {(server_id, feed_id): number for server_id, number in counted.items()}
    return found


def _decide(story: Brought, source: Source, known: _Known, found: _Outcomes, *, now: datetime) -> None:
    """Decide one story in one server: it has it, it had it when it came, or its tags decide."""
    place = story.story_id, source.server_id
    standing = known.standing.get(place)
    if standing is None and place in known.backlog and not story.asked:
        found.decisions.append(_decision(story, source, Reason.BACKLOG, now))
        return
    judgement = None if source.filter is None else judge(source.filter, story.text)
    if judgement is not None and not judgement.passes:
        found.decisions.append(_decision(story, source, Reason.FILTERED, now, judgement.detail))
        return
    ruling = _ruling(story, source, known)
    if ruling.blocked is not None:
        found.decisions.append(_decision(story, source, Reason.BLOCKED, now, ruling.blocked))
        return
    matches = match_tags(
        known.tags.get(source.server_id, ()), story.text, feed_id=source.feed_id, added=source.tags
    )
    routing = route(matches, reviewed=source.trust is Trust.REVIEW, holds=ruling.holds)
    if standing is not None:
        found.decisions.append(_decision(story, source, Reason.DUPLICATE, now))
        found.extensions.extend(_extension(standing, source, routing))
        taken = {match.tag.id for match in matches}
        if standing.proposed and standing.unproven <= taken and routing.state is EditionState.CLEARED:
            found.released.append((source.server_id, standing.id))
        return
    found.decisions.append(_decision(story, source, routing.reason, now))
    if routing.state is not None:
        found.new.append(NewEdition(*place, routing))
        if (at := (source.server_id, source.feed_id)) in known.brought:
            known.brought[at] += 1


def _ruling(story: Brought, source: Source, known: _Known) -> Ruling:
    brought = known.brought.get((source.server_id, source.feed_id), 0)
    return rule_on(known.rules.get(source.server_id, ()), story.text, brought=brought)


def _extension(standing: Standing, source: Source, routing: Routing) -> list[Extension]:
    """What a second feed adds to an edition: tags that it lacks, and to a held one why it would hold it too.

    To one that went out only tags that no moderator has to see.
    """
    if standing.retagged:  # a moderator has said which it has
        return []
    held = standing.state is EditionState.HELD
    unseen = all(each.reason is Reason.HELD_BY_TAG for each in routing.holds)
    more = tuple(
        match
        for match in routing.matches
        if match.tag.id not in standing.tags and _may_add(match, standing, unseen=unseen)
    )
    holds = routing.holds if held else ()
    if not (more or holds):
        return []
    channels = dict.fromkeys(match.tag.channel_id for match in more)
    missing = tuple(channel for channel in channels if channel not in standing.channels)
    return [Extension(standing.id, source.server_id, more, missing, holds)]


def _may_add(match: Match, standing: Standing, *, unseen: bool) -> bool:
    held = standing.state is EditionState.HELD
    return standing.state in _EXTENDED and (held or (unseen and match.tag.policy is Policy.AUTOMATIC))


def _decision(story: Brought, source: Source, reason: Reason, now: datetime, detail: str = "") -> Decision:
    return Decision(story.story_id, source.server_id, source.feed_id, reason, now, detail)
