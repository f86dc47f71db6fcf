"""Editions with their tags and deliveries, and the decisions on stories that explain them."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.engine import Row

from bot.domain.delivery import DeliveryState
from bot.domain.edition import Edition, EditionState, OwnWords, Routing
from bot.domain.ids import (
    CardKey,
    ChannelId,
    EditionId,
    FeedId,
    ServerId,
    StoryId,
    TagId,
    UserId,
    VoteSetId,
)
from bot.domain.reasons import Reason
from bot.domain.story import Story
from bot.domain.tagging import Match, Policy, Tag
from bot.domain.verdict import Hold
from bot.storage import pinned, reviews, stories, tags
from bot.storage.database import Connection
from bot.storage.tables import decision, delivery, edition, edition_tag, story, tag
from bot.storage.upsert import in_pieces, insert


@dataclass(frozen=True, slots=True)
class NewEdition:
    """A story that a server's tags took, or that a member proposed: then it may have no tag yet."""

    story_id: StoryId
    server_id: ServerId
    routing: Routing
    clipped_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """More tags, pointers to more channels, and more reasons to hold it, for an edition that stands."""

    edition_id: EditionId
    server_id: ServerId
    matches: tuple[Match, ...]
    channels: tuple[ChannelId, ...]
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What an edition has already, for deciding what another feed adds to it.

    proposed: it is held for nothing else than that a member proposed it, and no moderator has touched it.
    unproven: tags that it has not by itself: a member chose them, or a moderator is to see it there first.
    """

    id: EditionId
    state: EditionState
    tags: frozenset[TagId]
    channels: frozenset[ChannelId]
    retagged: bool = False
    proposed: bool = False
    unproven: frozenset[TagId] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a story in a server when a feed brought it."""

    story_id: StoryId
    server_id: ServerId
    feed_id: FeedId
    reason: Reason
    at: datetime
    detail: str = ""


async def add(tx: Connection, new: Sequence[NewEdition], *, now: datetime) -> int:
    """Store editions with their tags and deliveries, homes first; return the number of deliveries.

    A server that has the story already keeps the edition it has.
    """
    if not new:
        return 0
    rows = [
        {
            "story_id": each.story_id,
            "server_id": each.server_id,
            "state": each.routing.state,
            "created_at": now,
            "held_at": now if each.routing.state is EditionState.HELD else None,
            "clipped_by": each.clipped_by,
        }
        for each in new
    ]
    added = insert(tx, edition).on_conflict_do_nothing(index_elements=["story_id", "server_id"])
    returned = await tx.execute(added.returning(edition.c.id, edition.c.story_id, edition.c.server_id), rows)
    ids = {(row.story_id, row.server_id): EditionId(row.id) for row in returned}
    stored = [(ids[key], each) for each in new if (key := (each.story_id, each.server_id)) in ids]
    await _add_tags(
        tx, [(edition_id, match) for edition_id, each in stored for match in each.routing.matches]
    )
    await reviews.hold(tx, [(i, each.server_id, each.routing.holds) for i, each in stored], now=now)
    homes = [
        _delivery(edition_id, each.server_id, channel_id, home=True, now=now)
        for edition_id, each in stored
        for channel_id in each.routing.channels[:1]
    ]
    pointers = [
        _delivery(edition_id, each.server_id, channel_id, home=False, now=now)
        for edition_id, each in stored
        for channel_id in each.routing.channels[1:]
    ]
    return await _add_deliveries(tx, [*homes, *pointers])


async def extend(tx: Connection, extensions: Sequence[Extension], *, now: datetime) -> int:
    """Add tags, holds and pointers to editions, and a home where none is; return how many deliveries."""
    homed = await _with_home(tx, [each.edition_id for each in extensions])
    await _add_tags(tx, [(each.edition_id, match) for each in extensions for match in each.matches])
    await reviews.add_holds(tx, [(each.edition_id, hold) for each in extensions for hold in each.holds])
    await reviews.ask(tx, {each.edition_id for each in extensions}, at=now)
    return await _add_deliveries(
        tx,
        [
            _delivery(
                each.edition_id,
                each.server_id,
                channel_id,
                home=not number and each.edition_id not in homed,
                now=now,
            )
            for each in extensions
            for number, channel_id in enumerate(each.channels)
        ],
    )


async def _with_home(tx: Connection, edition_ids: Sequence[EditionId]) -> set[int]:
    found: set[int] = set()
    for piece in in_pieces(edition_ids):
        homes = select(delivery.c.edition_id).where(delivery.c.edition_id.in_(piece), delivery.c.home)
        found.update(await tx.scalars(homes))
    return found


async def standing(
    tx: Connection, story_ids: Sequence[StoryId], server_ids: Iterable[ServerId]
) -> dict[tuple[StoryId, ServerId], Standing]:
    """Return the editions that these servers have of these stories."""
    wanted = set(server_ids)
    found: dict[tuple[StoryId, ServerId], Standing] = {}
    for piece in in_pieces(story_ids):
        of_these = edition.c.story_id.in_(piece)
        rows = (await tx.execute(select(edition).where(of_these))).all()
        if not rows:
            continue
        unproven = or_(edition_tag.c.reason == Reason.BY_MEMBER, tag.c.policy == Policy.REVIEW)
        tagged = (
            await tx.execute(
                select(edition_tag.c.edition_id, edition_tag.c.tag_id, unproven)
                .join(edition, edition.c.id == edition_tag.c.edition_id)
                .join(tag, tag.c.id == edition_tag.c.tag_id)
                .where(of_these)
            )
        ).all()
        delivered = await tx.execute(
            select(delivery.c.edition_id, delivery.c.channel_id)
            .join(edition, edition.c.id == delivery.c.edition_id)
            .where(of_these)
        )
        tag_ids, channel_ids = _sets((row[0], row[1]) for row in tagged), _sets(delivered)
        doubted = _sets((row[0], row[1]) for row in tagged if row[2])
        holds = await reviews.holds_of(tx, [row.id for row in rows if row.state == EditionState.HELD])
        for row in rows:
            if row.server_id in wanted:
                touched = row.retagged_at is not None or row.edited_at is not None
                reasons = {each.reason for each in holds.get(EditionId(row.id), ())}
                found[StoryId(row.story_id), ServerId(row.server_id)] = Standing(
                    EditionId(row.id),
                    EditionState(row.state),
                    frozenset(TagId(each) for each in tag_ids[row.id]),
                    frozenset(ChannelId(each) for each in channel_ids[row.id]),
                    retagged=row.retagged_at is not None,
                    proposed=reasons == {Reason.HELD_CLIPPED} and not touched,
                    unproven=frozenset(TagId(each) for each in doubted[row.id]),
                )
    return found


async def decide(tx: Connection, decisions: Sequence[Decision]) -> None:
    """Store decisions; the first on a story, server and feed stands."""
    if not decisions:
        return
    rows = [
        {
            "story_id": each.story_id,
            "server_id": each.server_id,
            "feed_id": each.feed_id,
            "reason": each.reason,
            "detail": each.detail,
            "at": each.at,
        }
        for each in decisions
    ]
    await tx.execute(insert(tx, decision).on_conflict_do_nothing(), rows)


async def decisions_of(tx: Connection, story_id: StoryId, server_id: ServerId) -> list[Decision]:
    """Return why a story did or did not come out in a server, the first decision first."""
    rows = await tx.execute(
        select(decision)
        .where(decision.c.story_id == story_id, decision.c.server_id == server_id)
        .order_by(decision.c.at, decision.c.feed_id)
    )
    return [_decision(row) for row in rows]


async def get(tx: Connection, edition_id: EditionId) -> Edition | None:
    """Return an edition with its story and its tags."""
    return next(iter(await _editions(tx, [edition_id])), None)


async def of_story(tx: Connection, story_id: StoryId, server_id: ServerId) -> Edition | None:
    """Return a server's edition of a story."""
    edition_id = await tx.scalar(
        select(edition.c.id).where(edition.c.story_id == story_id, edition.c.server_id == server_id)
    )
    return None if edition_id is None else await get(tx, EditionId(edition_id))


async def latest(tx: Connection, server_id: ServerId, *, limit: int = 25) -> list[Edition]:
    """Return the server's last editions, newest first."""
    ids = await tx.scalars(
        select(edition.c.id)
        .where(edition.c.server_id == server_id)
        .order_by(edition.c.created_at.desc(), edition.c.id.desc())
        .limit(limit)
    )
    return await several(tx, [EditionId(each) for each in ids])


async def several(tx: Connection, edition_ids: Sequence[EditionId]) -> list[Edition]:
    """Return editions with their stories and tags, in this order; without those that are gone."""
    by_id = {each.id: each for each in await _editions(tx, edition_ids)}
    return [by_id[each] for each in edition_ids if each in by_id]


async def set_state(tx: Connection, edition_id: EditionId, old: EditionState, new: EditionState) -> bool:
    """Move an edition from one state to another; False when it is no longer in the old one."""
    moved = update(edition).where(edition.c.id == edition_id, edition.c.state == old).values(state=new)
    return (await tx.execute(moved)).rowcount == 1


async def state_of(tx: Connection, edition_id: EditionId) -> EditionState | None:
    """Return the state of an edition."""
    state = await tx.scalar(select(edition.c.state).where(edition.c.id == edition_id))
    return None if state is None else EditionState(state)


async def is_breaking(tx: Connection, edition_id: EditionId) -> bool:
    """Tell whether a moderator said that an edition can't wait."""
    said = select(edition.c.id).where(edition.c.id == edition_id, edition.c.breaking_at.is_not(None))
    return await tx.scalar(said) is not None


def new_card_key() -> CardKey:
    """Return a random key of 24 characters: with a letter before it, as long as a nonce may be."""
    return CardKey(secrets.token_hex(12))


async def _editions(tx: Connection, edition_ids: Sequence[EditionId]) -> list[Edition]:
    rows = (await tx.execute(select(edition).where(edition.c.id.in_(edition_ids)))).all()
    story_ids = [row.story_id for row in rows]
    by_id = {each.id: each for each in await stories.matching(tx, story.c.id.in_(story_ids))}
    pairs = (
        await tx.execute(
            select(edition_tag.c.edition_id, edition_tag.c.tag_id).where(
                edition_tag.c.edition_id.in_(edition_ids)
            )
        )
    ).all()
    having = _sets((tag_id, edition_id) for edition_id, tag_id in pairs)
    tagged: dict[int, list[Tag]] = defaultdict(list)
    for each in await tags.matching(tx, tag.c.id.in_(having)):
        for edition_id in having[each.id]:
            tagged[edition_id].append(each)
    return [_edition(row, by_id[row.story_id], tuple(tagged[row.id])) for row in rows]


def _edition(row: Row[Any], of: Story, tags_of_it: tuple[Tag, ...]) -> Edition:
    own = OwnWords(
        row.title, row.lead, row.image_url, row.opening, row.poll_question,
        None if row.vote_set_id is None else VoteSetId(row.vote_set_id),
    )  # fmt: skip
    kept = pinned.draft_of(of.draft, row.pinned)
    return Edition(
        id=EditionId(row.id),
        server_id=ServerId(row.server_id),
        story=replace(of, draft=own.over(kept or of.draft)),
        state=EditionState(row.state),
        tags=tags_of_it,
        created_at=row.created_at,
        breaking_at=row.breaking_at,
        own=own,
        source_words=of.draft,
        pinned=kept,
        edited_at=row.edited_at,
        retagged_at=row.retagged_at,
        held_at=row.held_at,
        merged_into=None if row.merged_into is None else EditionId(row.merged_into),
        clipped_by=None if row.clipped_by is None else UserId(row.clipped_by),
        move_to=None if row.move_to is None else ChannelId(row.move_to),
    )


async def _add_tags(tx: Connection, pairs: Sequence[tuple[EditionId, Match]]) -> None:
    rows = [
        {"edition_id": edition_id, "tag_id": match.tag.id, "reason": match.reason, "detail": match.detail}
        for edition_id, match in pairs
    ]
    if rows:
        await tx.execute(insert(tx, edition_tag).on_conflict_do_nothing(), rows)


async def _add_deliveries(tx: Connection, rows: Sequence[dict[str, Any]]) -> int:
    if not rows:
        return 0
    added = insert(tx, delivery).on_conflict_do_nothing(index_elements=["edition_id", "channel_id"])
    return (await tx.execute(added, rows)).rowcount


def _delivery(
    edition_id: EditionId, server_id: ServerId, channel_id: ChannelId, *, home: bool, now: datetime
) -> dict[str, Any]:
    return {
        "edition_id": edition_id,
        "server_id": server_id,
        "channel_id": channel_id,
        "home": home,
        "state": DeliveryState.QUEUED,
        "card_key": new_card_key(),
        "not_before": now,
        "created_at": now,
    }


def _sets(pairs: Iterable[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        StoryId(row.story_id),
        ServerId(row.server_id),
        FeedId(row.feed_id),
        Reason(row.reason),
        row.at,
        row.detail,
    )
