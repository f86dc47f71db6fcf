"""Tags of the servers, with their synonyms and rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.engine import Row

from bot.domain.channel import ChannelKind
from bot.domain.errors import AlreadyThere
from bot.domain.ids import ChannelId, ForumTagId, RoleId, ServerId, TagId, VoteSetId
from bot.domain.tagging import DiscussionMode, ImageMode, Policy, Rule, RuleKind, Tag, TagOptions
from bot.storage import upsert
from bot.storage.database import Connection
from bot.storage.tables import tag, tag_rule, tag_synonym


@dataclass(frozen=True, slots=True)
class TagName:
    """What a tag is called, and where its stories go."""

    id: TagId
    key: str
    label: str
    channel_id: ChannelId


async def add(
    tx: Connection,
    server_id: ServerId,
    *,
    key: str,
    label: str,
    channel_id: ChannelId,
    now: datetime,
    policy: Policy = Policy.AUTOMATIC,
    synonyms: Iterable[str] = (),
    rules: Iterable[Rule] = (),
    kind: ChannelKind = ChannelKind.TEXT,
    options: TagOptions | None = None,
    color: int | None = None,
    role_id: RoleId | None = None,
) -> Tag:
    """Add a tag at the end of the server's order; raise AlreadyThere."""
    await check_new(tx, server_id, key, label)
    last = await tx.scalar(select(func.max(tag.c.position)).where(tag.c.server_id == server_id))
    position = 0 if last is None else last + 1
    values = {
        "server_id": server_id,
        "key": key,
        "label": label,
        "channel_id": channel_id,
        "position": position,
        "policy": policy,
        "created_at": now,
        "kind": kind,
        "color": color,
        "role_id": role_id,
        **_option_values(options or TagOptions()),
    }
    added = TagId((await tx.execute(insert(tag).values(values).returning(tag.c.id))).scalar_one())
    await add_synonyms(tx, added, synonyms)
    await add_rules(tx, added, rules)
    return (await _tags(tx, tag.c.id == added))[0]


async def check_new(
    tx: Connection, server_id: ServerId, key: str, label: str, *, besides: TagId | None = None
) -> None:
    """Raise AlreadyThere when the server has a tag of that key, besides one."""
    found = await find(tx, server_id, key)
    if found is not None and found.id != besides:
        raise AlreadyThere("error-tag-already-there", label=label)


async def set_channel(tx: Connection, tag_id: TagId, channel_id: ChannelId, kind: ChannelKind) -> None:
    """Let the tag's stories go to another channel from now on; a forum's own tag stays behind."""
    changed = {"channel_id": channel_id, "kind": kind, "forum_tag_id": None}
    await tx.execute(update(tag).where(tag.c.id == tag_id).values(changed))


async def set_options(tx: Connection, tag_id: TagId, options: TagOptions) -> None:
    """Let the tag's stories be posted in another way from now on."""
    await change(tx, tag_id, _option_values(options))


async def change(tx: Connection, tag_id: TagId, changes: Mapping[str, object]) -> None:
    """Change some of what a tag is, by the names of `Tag`'s and `TagOptions`' fields; the rest stays."""
    if changes:
        await tx.execute(update(tag).where(tag.c.id == tag_id).values(**changes))


async def place_at(tx: Connection, of: Tag, place: int) -> None:
    """Let a tag be the server's first, second, … from now on; the others keep their order."""
    ids = list(await tx.scalars(select(tag.c.id).where(tag.c.server_id == of.server_id).order_by(*_ORDER)))
    ids.remove(of.id)
    ids.insert(max(place, 1) - 1, of.id)
    rows = [{"moved": tag_id, "to": position} for position, tag_id in enumerate(ids)]
    await tx.execute(update(tag).where(tag.c.id == bindparam("moved")).values(position=bindparam("to")), rows)


async def remove(tx: Connection, tag_id: TagId) -> None:
    """Remove a tag; what was posted for it stays."""
    await tx.execute(delete(tag).where(tag.c.id == tag_id))


async def rename(tx: Connection, of: Tag, *, key: str, label: str) -> None:
    """Give a tag another name, and let the one that it had count as its own; raise AlreadyThere."""
    await check_new(tx, of.server_id, key, label, besides=of.id)
    await tx.execute(update(tag).where(tag.c.id == of.id).values(key=key, label=label))
    if key != of.key:
        await tx.execute(delete(tag_synonym).where(tag_synonym.c.tag_id == of.id, tag_synonym.c.key == key))
        await add_synonyms(tx, of.id, [of.key])


async def replace_synonyms(tx: Connection, tag_id: TagId, keys: Iterable[str]) -> None:
    """Let these tag keys, and no others, count as the tag's own."""
    await tx.execute(delete(tag_synonym).where(tag_synonym.c.tag_id == tag_id))
    await add_synonyms(tx, tag_id, keys)


async def replace_rules(
    tx: Connection, tag_id: TagId, kinds: Iterable[RuleKind], rules: Iterable[Rule]
) -> None:
    """Let these be the tag's rules of some kinds; those of other kinds stay."""
    of_kinds = tag_rule.c.kind.in_([kind.value for kind in kinds])
    await tx.execute(delete(tag_rule).where(tag_rule.c.tag_id == tag_id, of_kinds))
    await add_rules(tx, tag_id, rules)


async def add_synonyms(tx: Connection, tag_id: TagId, keys: Iterable[str]) -> None:
    """Let more tag keys count as the tag's own; those it has already are left out."""
    rows = [{"tag_id": tag_id, "key": key} for key in keys]
    if rows:
        await tx.execute(upsert.insert(tx, tag_synonym).on_conflict_do_nothing(), rows)


async def add_rules(tx: Connection, tag_id: TagId, rules: Iterable[Rule]) -> None:
    """Add rules after the tag's others; those it has already are left out."""
    rows = [{"tag_id": tag_id, "kind": rule.kind, "value": rule.value} for rule in rules]
    if rows:
        await tx.execute(upsert.insert(tx, tag_rule).on_conflict_do_nothing(), rows)


async def count_rules(tx: Connection, server_id: ServerId, kind: RuleKind) -> int:
    """Return how many rules of a kind the server's tags have."""
    rules = select(func.count()).select_from(tag_rule).join(tag, tag.c.id == tag_rule.c.tag_id)
    return await tx.scalar(rules.where(tag.c.server_id == server_id, tag_rule.c.kind == kind)) or 0


async def get(tx: Connection, tag_id: TagId) -> Tag | None:
    """Return a tag."""
    return next(iter(await _tags(tx, tag.c.id == tag_id)), None)


async def find(tx: Connection, server_id: ServerId, key: str) -> Tag | None:
    """Return the server's tag of that key."""
    return next(iter(await _tags(tx, (tag.c.server_id == server_id) & (tag.c.key == key))), None)


async def meant(tx: Connection, server_id: ServerId, key: str) -> Tag | None:
    """Return the server's tag of that key, else the first that has it as a synonym."""
    return min(await called(tx, server_id, key), key=lambda each: each.key != key, default=None)


async def called(tx: Connection, server_id: ServerId, key: str) -> list[Tag]:
    """Return the server's tags that have that key, or have it as a synonym."""
    having = select(_known_as.c.tag_id).where(_known_as.c.key == key)
    named = or_(tag.c.key == key, tag.c.id.in_(having))
    return await _tags(tx, and_(tag.c.server_id == server_id, named))


async def names(tx: Connection, server_id: ServerId) -> list[TagName]:
    """Return what the server's tags are called, in its order: what is offered while somebody types."""
    columns = (tag.c.id, tag.c.key, tag.c.label, tag.c.channel_id)
    rows = await tx.execute(select(*columns).where(tag.c.server_id == server_id).order_by(*_ORDER))
    return [TagName(*row) for row in rows.all()]


async def other_names(tx: Connection, server_id: ServerId) -> list[tuple[TagId, str]]:
    """Return the keys of what the server's tags are called besides."""
    rows = await tx.execute(
        select(tag_synonym.c.tag_id, tag_synonym.c.key)
        .join(tag, tag.c.id == tag_synonym.c.tag_id)
        .where(tag.c.server_id == server_id)
        .order_by(*_ORDER, tag_synonym.c.key)
    )
    return [(TagId(tag_id), key) for tag_id, key in rows.all()]


async def of_server(tx: Connection, server_id: ServerId) -> tuple[Tag, ...]:
    """Return the server's tags in its order."""
    return tuple(await _tags(tx, tag.c.server_id == server_id))


async def of_servers(tx: Connection, server_ids: Iterable[ServerId]) -> dict[ServerId, tuple[Tag, ...]]:
    """Return the tags of many servers, each server's in its order."""
    by_server: dict[ServerId, list[Tag]] = defaultdict(list)
    for piece in upsert.in_pieces(list(dict.fromkeys(server_ids))):
        for found in await _tags(tx, tag.c.server_id.in_(piece)):
            by_server[found.server_id].append(found)
    return {server_id: tuple(found) for server_id, found in by_server.items()}


async def matching(tx: Connection, condition: ColumnElement[bool]) -> list[Tag]:
    """Return the tags for which a condition holds; for other queries of this package."""
    return await _tags(tx, condition)


async def _tags(tx: Connection, condition: ColumnElement[bool]) -> list[Tag]:
    rows = (await tx.execute(select(*_COLUMNS).where(condition).order_by(*_ORDER))).all()
    synonyms = await tx.execute(
        select(tag_synonym.c.tag_id, tag_synonym.c.key)
        .join(tag, tag.c.id == tag_synonym.c.tag_id)
        .where(condition)
        .order_by(tag_synonym.c.key)
    )
    rules = await tx.execute(
        select(tag_rule.c.tag_id, tag_rule.c.kind, tag_rule.c.value)
        .join(tag, tag.c.id == tag_rule.c.tag_id)
        .where(condition)
        .order_by(tag_rule.c.id)
    )
    # `all()`: tens of thousands of rules at once, which one by one would take three times as long.
    keys: dict[int, list[str]] = defaultdict(list)
    for tag_id, key in synonyms.all():
        keys[tag_id].append(key)
    by_tag: dict[int, list[Rule]] = defaultdict(list)
    for tag_id, kind, value in rules.all():
        by_tag[tag_id].append(Rule(_KINDS[kind], value))
    return [_tag(row, keys.get(row.id, ()), by_tag.get(row.id, ())) for row in rows]


_ORDER = (tag.c.position, tag.c.id)
_known_as = tag_synonym.alias("known_as")
# A story may look at the tags of thousands of servers: no date of theirs is read, no name looked up twice.
_COLUMNS = [column for column in tag.c if column is not tag.c.created_at]
_KINDS = {kind.value: kind for kind in RuleKind}
_POLICIES = {policy.value: policy for policy in Policy}
_CHANNEL_KINDS = {kind.value: kind for kind in ChannelKind}


def _tag(row: Row[Any], synonyms: Sequence[str], rules: Sequence[Rule]) -> Tag:
    return Tag(
        id=row.id,
        server_id=row.server_id,
        key=row.key,
        label=row.label,
        channel_id=row.channel_id,
        position=row.position,
        policy=_POLICIES[row.policy],
        synonyms=tuple(synonyms),
        rules=tuple(rules),
        kind=_CHANNEL_KINDS[row.kind],
        options=_options(row.forum_tag_id, row.crosspost, row.discussion, row.image, row.vote_set_id),
        color=row.color,
        role_id=row.role_id,
        role_is_ours=row.role_is_ours,
    )


@lru_cache(maxsize=10_000)
def _options(
    forum_tag_id: ForumTagId | None,
    crosspost: bool,  # noqa: FBT001 -- a column of the row that it is called with
    discussion: str,
    image: str,
    vote_set_id: VoteSetId | None,
) -> TagOptions:
    return TagOptions(forum_tag_id, crosspost, DiscussionMode(discussion), ImageMode(image), vote_set_id)


def _option_values(options: TagOptions) -> dict[str, Any]:
    return {
        "forum_tag_id": options.forum_tag_id,
        "crosspost": options.crosspost,
        "discussion": options.discussion,
        "image": options.image,
        "vote_set_id": options.vote_set_id,
    }
