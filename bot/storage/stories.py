"""Stories, and which items of which feeds they were sighted as."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select, update
from sqlalchemy.engine import Row

from bot.domain.feed import RelatedStory
from bot.domain.ids import FeedId, ServerId, StoryId
from bot.domain.sighting import ItemHash, Sighting
from bot.domain.story import Story, StoryDraft
from bot.storage import searching
from bot.storage.database import Connection
from bot.storage.tables import feed, sighting, source, story
from bot.storage.upsert import in_pieces, insert


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft as it was read; `from_page` when the story's own page was."""

    draft: StoryDraft
    from_page: bool


async def sightings(tx: Connection, feed_id: FeedId, hashes: Sequence[ItemHash]) -> dict[ItemHash, Sighting]:
    """Return which of the items the feed had before, and as what."""
    found: dict[ItemHash, Sighting] = {}
    for piece in in_pieces(hashes):
        rows = await tx.execute(
            select(sighting.c.item_hash, sighting.c.story_id, sighting.c.fingerprint).where(
                sighting.c.feed_id == feed_id, sighting.c.item_hash.in_(piece)
            )
        )
        for item_hash, story_id, fingerprint in rows:
            found[ItemHash(item_hash)] = Sighting(StoryId(story_id), fingerprint)
    return found


async def record_sightings(
    tx: Connection, feed_id: FeedId, seen: Mapping[ItemHash, Sighting], *, now: datetime
) -> None:
    """Record items as seen now, or, where they were before, how they look now."""
    rows = [
        {
            "feed_id": feed_id,
            "item_hash": item_hash,
            "story_id": each.story_id,
            "fingerprint": each.fingerprint,
            "seen_at": now,
        }
        for item_hash, each in seen.items()
    ]
    if not rows:
        return
    added = insert(tx, sighting)
    statement = added.on_conflict_do_update(
        index_elements=["feed_id", "item_hash"], set_={"fingerprint": added.excluded.fingerprint}
    )
    await tx.execute(statement, rows)


async def add(
    tx: Connection, readings: Sequence[Reading], *, feed_id: FeedId, now: datetime
) -> dict[str, StoryId]:
    """Store the stories that are new, and return the ids of all by their keys; what is known stays."""
    rows = {each.draft.key: _values(each) for each in reversed(readings)}  # the first of a key counts
    if not rows:
        return {}
    added = insert(tx, story).on_conflict_do_nothing(index_elements=["key"])
    stamps = {"feed_id": feed_id, "first_seen_at": now, "updated_at": now}
    new = await tx.execute(
        added.returning(story.c.id, story.c.key), [values | stamps for values in rows.values()]
    )
    ids = {key: StoryId(story_id) for story_id, key in new}
    await searching.index(tx, ids.values())
    others = await by_keys(tx, [key for key in rows if key not in ids])
    for piece in in_pieces(sorted(others.values())):  # what a member proposed, or whose feed is gone
        of_none = story.c.id.in_(piece), story.c.feed_id.is_(None)
        await tx.execute(update(story).where(*of_none).values(feed_id=feed_id))
    return ids | others


async def follow(
    tx: Connection, readings: Mapping[StoryId, Reading], *, feed_id: FeedId
) -> dict[StoryId, Reading]:
    """Let stories that were known from a feed only follow this one, which has their pages; return those.

    Their words are still to be edited.
    """
    fuller: dict[StoryId, Reading] = {}
    for piece in in_pieces(sorted(key for key, each in readings.items() if each.from_page)):
        of_feeds = update(story).where(story.c.id.in_(piece), ~story.c.from_page).values(feed_id=feed_id)
        rows = await tx.scalars(of_feeds.returning(story.c.id))
        fuller |= {StoryId(row): readings[StoryId(row)] for row in rows}
    return fuller


async def add_clipped(tx: Connection, reading: Reading, *, now: datetime) -> StoryId:
    """Store a story that no feed has brought, and return its id; one that is known stays as it is."""
    stamps = {"feed_id": None, "first_seen_at": now, "updated_at": now}
    added = insert(tx, story).values(_values(reading) | stamps)
    story_id = await tx.scalar(added.on_conflict_do_nothing(index_elements=["key"]).returning(story.c.id))
    if story_id is None:
        return (await by_keys(tx, [reading.draft.key]))[reading.draft.key]
    await searching.index(tx, [StoryId(story_id)])
    return StoryId(story_id)


async def by_keys(tx: Connection, keys: Sequence[str]) -> dict[str, StoryId]:
    """Return the stories of these keys that are stored."""
    found: dict[str, StoryId] = {}
    for piece in in_pieces(keys):
        rows = await tx.execute(select(story.c.key, story.c.id).where(story.c.key.in_(piece)))
        found |= {key: StoryId(story_id) for key, story_id in rows}
    return found


async def edit(tx: Connection, edits: Mapping[StoryId, Reading], *, feed_id: FeedId, now: datetime) -> int:
    """Let stories take what their item says now, where this is the feed whose edits count; return how many.

    What came from a story's page is replaced by the page's words only, but its date always.
    """
    if not edits:
        return 0
    keeps = and_(story.c.from_page, ~bindparam("b_from_page", type_=story.c.from_page.type))
    new = {name: bindparam(f"b_{name}", type_=story.c[name].type) for name in _WORDS}
    values: dict[str, ColumnElement[Any]] = {
        name: case((keeps, story.c[name]), else_=new[name]) for name in _WORDS
    }
    differs = or_(*(values[name].is_distinct_from(story.c[name]) for name in _SEEN))
    values["published_at"] = func.coalesce(new["published_at"], story.c.published_at)
    statement = (
        update(story)
        .where(story.c.id == bindparam("b_id"), story.c.feed_id == feed_id)
        .values(
            **values,
            from_page=or_(story.c.from_page, bindparam("b_from_page", type_=story.c.from_page.type)),
            updated_at=now,
            corrected_at=case((differs, now), else_=story.c.corrected_at),
        )
    )
    rows = [
        {"b_id": story_id} | {f"b_{name}": value for name, value in _values(each).items()}
        for story_id, each in edits.items()
    ]
    changed = (await tx.execute(statement, rows)).rowcount
    await searching.index(tx, edits)
    return changed


async def titles(tx: Connection, story_ids: Iterable[StoryId]) -> dict[StoryId, str]:
    """Return what stories are called."""
    found: dict[StoryId, str] = {}
    for piece in in_pieces(sorted(story_ids)):
        rows = await tx.execute(select(story.c.id, story.c.title).where(story.c.id.in_(piece)))
        found |= {StoryId(story_id): title for story_id, title in rows}
    return found


async def read_from_pages(tx: Connection, feed_id: FeedId, story_ids: Sequence[StoryId]) -> set[StoryId]:
    """Return which of the stories follow this feed and have the words of their pages."""
    found: set[StoryId] = set()
    for piece in in_pieces(story_ids):
        rows = await tx.scalars(
            select(story.c.id).where(story.c.id.in_(piece), story.c.feed_id == feed_id, story.c.from_page)
        )
        found |= {StoryId(row) for row in rows}
    return found


async def backlog_of(
    tx: Connection, story_ids: Sequence[StoryId], server_ids: Iterable[ServerId]
) -> set[tuple[StoryId, ServerId]]:
    """Return which of these stories stood in a feed of these servers already when they added it."""
    wanted = set(server_ids)
    found: set[tuple[StoryId, ServerId]] = set()
    for piece in in_pieces(story_ids):
        rows = await tx.execute(
            select(sighting.c.story_id, source.c.server_id)
            .join(source, source.c.feed_id == sighting.c.feed_id)
            .join(feed, feed.c.id == sighting.c.feed_id)
            .where(
                sighting.c.story_id.in_(piece),
                or_(sighting.c.seen_at <= feed.c.first_checked_at, sighting.c.seen_at < source.c.added_at),
            )
        )
        found |= {(StoryId(s), ServerId(g)) for s, g in rows if g in wanted}
    return found


async def get(tx: Connection, story_id: StoryId) -> Story | None:
    """Return a story."""
    return next(iter(await matching(tx, story.c.id == story_id)), None)


async def of_feed(tx: Connection, feed_id: FeedId, *, limit: int = 25) -> list[Story]:
    """Return the stories that a feed brought, the last seen first."""
    rows = await tx.execute(
        select(story)
        .join(sighting, sighting.c.story_id == story.c.id)
        .where(sighting.c.feed_id == feed_id)
        .order_by(story.c.first_seen_at.desc(), story.c.id.desc())
        .limit(limit)
    )
    return [_story(row) for row in rows]


async def by_ids(tx: Connection, story_ids: Sequence[StoryId]) -> dict[StoryId, Story]:
    """Return the stories of these ids that are stored."""
    found: dict[StoryId, Story] = {}
    for piece in in_pieces(story_ids):
        found |= {each.id: each for each in await matching(tx, story.c.id.in_(piece))}
    return found


async def matching(tx: Connection, condition: ColumnElement[bool]) -> list[Story]:
    """Return the stories for which a condition holds; for other queries of this package."""
    return [_story(row) for row in await tx.execute(select(story).where(condition))]


# What a reader of the card notices.
_SEEN = ("title", "lead", "image_url")
_WORDS = (
    "link",
    "title",
    "lead",
    "category",
    "hashtags",
    "author",
    "outlet",
    "image_url",
    "published_at",
    "source_ref",
    "quotes",
    "question",
    "related",
)


def _values(reading: Reading) -> dict[str, Any]:
    draft = reading.draft
    return {
        "key": draft.key,
        "from_page": reading.from_page,
        "link": draft.link,
        "title": draft.title,
        "lead": draft.lead,
        "category": draft.category,
        "hashtags": list(draft.hashtags),
        "author": draft.author,
        "outlet": draft.outlet,
        "image_url": draft.image_url,
        "published_at": draft.published_at,
        "source_ref": draft.source_ref,
        "quotes": list(draft.quotes),
        "question": draft.question,
        "related": [[each.title, each.url] for each in draft.related],
    }


def _story(row: Row[Any]) -> Story:
    draft = StoryDraft(
        key=row.key,
        title=row.title,
        link=row.link,
        lead=row.lead,
        category=row.category,
        hashtags=tuple(row.hashtags),
        author=row.author,
        outlet=row.outlet,
        image_url=row.image_url,
        published_at=row.published_at,
        source_ref=row.source_ref,
        quotes=tuple(row.quotes),
        question=row.question,
        related=tuple(RelatedStory(title, url) for title, url in row.related),
    )
    return Story(StoryId(row.id), draft, row.first_seen_at, row.corrected_at)
