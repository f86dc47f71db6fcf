"""A server's tags: adding, changing, renaming, listing and removing them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import ChannelKind
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ChannelId, ServerId, TagId, UserId
from bot.domain.nearest import places
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.rule_text import word_rule
from bot.domain.tagging import Rule, Tag, tag_key
from bot.newsroom.tag_names import label_of, meant, still_named, synonyms_of, word_rules
from bot.newsroom.tag_options import Channels, OptionWishes, wanted_options
from bot.newsroom.tag_words import WORD_KINDS, Edit, names_after, rules_after, words_of
from bot.storage import audits, panels, redirections, removals, tag_figures, tag_roles, tags
from bot.storage.database import Connection, Database
from bot.storage.removals import Loss
from bot.storage.tag_figures import TagFigures

_MOST = 2000
_OFFERED = 25


@dataclass(frozen=True, slots=True)
class TagWishes:
    """How a person wants a tag, as typed; None: as it is.

    synonyms, keywords: several parted by commas, which replace all; with + or - before each, single ones that
    come or go. A keyword of several words is a phrase. position: 1 is the first of the server's tags.
    """

    channel_id: ChannelId | None = None
    synonyms: str | None = None
    keywords: str | None = None
    position: int | None = None
    options: OptionWishes = field(default_factory=OptionWishes)


@dataclass(frozen=True, slots=True)
class Removal:
    """A tag that would be removed, and what would end with it; `panel` is the question that waits."""

    panel: PanelKey
    tag: Tag
    loss: Loss


class Tags:
    """Adds, changes, lists and removes the tags of a server."""

    def __init__(
        self, database: Database, channels: Channels, clock: Clock, *, wake_delivery: asyncio.Event
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._wake_delivery = wake_delivery

    async def add(
        self,
        server_id: ServerId,
        actor: UserId,
        *,
        name: str,
        channel_id: ChannelId,
        synonyms: str = "",
        keywords: str = "",
        options: OptionWishes | None = None,
    ) -> Tag:
        """Add a tag whose stories go to the channel; raise InvalidInput, AlreadyThere or a PublishError.

        synonyms, keywords: as in TagWishes.
        """
        label = label_of(name)
        key = tag_key(label)
        others = synonyms_of(synonyms, key)
        rules = word_rules(keywords)
        kind = self._check_channel(channel_id)
        wishes = options or OptionWishes()
        async with self._database.read() as tx:
            await _check_room(tx, server_id)
            await tags.check_new(tx, server_id, key, label)
            wanted = await wanted_options(tx, self._channels, server_id, channel_id, wishes=wishes, new=True)
        wanted = await wanted.with_forum_tag(self._channels)
        async with self._database.write() as tx:
            await _check_room(tx, server_id)
            now = self._clock.now()
            tag = await tags.add(
                tx,
                server_id,
                key=key,
                label=label,
                channel_id=channel_id,
                kind=kind,
                synonyms=others,
                rules=rules,
                now=now,
            )
            await tags.change(tx, tag.id, wanted.changes)
            tag = await tags.get(tx, tag.id) or tag
            await audits.record(tx, AuditEntry(server_id, "tag-added", label, now, actor, details_of(tag)))
        return tag

    async def edit(self, server_id: ServerId, actor: UserId, typed: str, wishes: TagWishes) -> Edit:
        """Change of a tag what is wished; with a channel go those of its stories that wait to be posted.

        Raises InvalidInput and its kinds, or a PublishError.
        """
        if wishes == TagWishes():
            raise InvalidInput("error-tag-unchanged")
        async with self._database.read() as tx:
            seen = await meant(tx, server_id, typed)
            channel_id = wishes.channel_id or seen.channel_id
            moves = channel_id != seen.channel_id
            kind = self._check_channel(channel_id) if moves else self._channels.kind(channel_id) or seen.kind
            wanted = await wanted_options(
                tx, self._channels, server_id, channel_id, wishes=wishes.options, new=moves
            )
        _words_after(seen, wishes)  # what can't be read is refused before a forum tag is made
        wanted = await wanted.with_forum_tag(self._channels)
        async with self._database.write() as tx:
            tag = await unchanged(tx, seen)
            waiting = await self._move(tx, tag, channel_id, kind)
            await tags.change(tx, tag.id, wanted.changes)
            names, rules = _words_after(tag, wishes)
            if names is not None:
                await tags.replace_synonyms(tx, tag.id, names)
            if rules is not None:
                await tags.replace_rules(tx, tag.id, WORD_KINDS, rules)
            if wishes.position is not None:
                await tags.place_at(tx, tag, wishes.position)
            edited = await tags.get(tx, tag.id) or tag
            await self._audit_change(tx, actor, tag, edited, waiting)
            edit = Edit(tag, edited, waiting, None)
            if edit.names_gone or edit.words_gone:
                edit = replace(edit, undo=await self._undo(tx, actor, edit))
        if waiting:
            self._wake_delivery.set()
        return edit

    async def restore_words(self, server_id: ServerId, actor: UserId, key: PanelKey) -> Tag:
        """Give a tag back the names and words that it had before an edit; raise InvalidInput or NotFound.

        Not where somebody has changed them since.
        """
        async with self._database.write() as tx:
            panel = await panels.take(tx, server_id, actor, PanelKind.WORDS, key, now=self._clock.now())
            before = await still_named(tx, server_id, TagId(panel.content["tag"]), panel.content["label"])
            if [list(before.synonyms), words_of(before)] != panel.content["after"]:
                raise InvalidInput("error-words-changed", label=before.label)
            names, words = panel.content["before"]
            await tags.replace_synonyms(tx, before.id, names)
            await tags.replace_rules(tx, before.id, WORD_KINDS, [word_rule(word) for word in words])
            after = await tags.get(tx, before.id) or before
            await self._audit_change(tx, actor, before, after, 0)
        return after

    async def rename(self, server_id: ServerId, actor: UserId, typed: str, name: str) -> tuple[Tag, Tag]:
        """Give a tag another name; the one that it had counts as its own from now on.

        Returns it as it was and as it is; raises InvalidInput, NotFound or AlreadyThere.
        """
        label = label_of(name)
        async with self._database.write() as tx:
            before = await meant(tx, server_id, typed)
            if label == before.label:
                raise InvalidInput("error-tag-same-name", label=label)
            await tags.rename(tx, before, key=tag_key(label), label=label)
            await tag_roles.follow_names(tx, now=self._clock.now())
            after = await tags.get(tx, before.id) or before
            await self._audit_change(tx, actor, before, after, 0, action="tag-renamed")
        return before, after

    async def list(self, server_id: ServerId) -> tuple[Tag, ...]:
        """Return the server's tags in its order."""
        async with self._database.read() as tx:
            return await tags.of_server(tx, server_id)

    async def get(self, server_id: ServerId, name: str) -> Tag:
        """Return the server's tag that goes by a name; raise NotFound."""
        async with self._database.read() as tx:
            return await meant(tx, server_id, name)

    async def sharing(self, tag: Tag) -> tuple[str, ...]:
        """Return which other tags have this one's name as another name, and take its stories too."""
        async with self._database.read() as tx:
            called = await tags.called(tx, tag.server_id, tag.key)
        return tuple(each.label for each in called if each.id != tag.id)

    async def figures(self, tag: Tag) -> TagFigures:
        """Return who has subscribed to a tag and what it brings, and its place among the server's."""
        async with self._database.read() as tx:
            return await tag_figures.of(tx, tag, now=self._clock.now())

    async def labels(self, server_id: ServerId, typed: str) -> tuple[tuple[str, str], ...]:
        """Return the tags that were meant, by any of their names, as name and value of a choice."""
        async with self._database.read() as tx:
            called = await tags.names(tx, server_id)
            others = await tags.other_names(tx, server_id) if typed.strip() else []
        by_id = {each.id: each.label for each in called}
        labels = [*by_id.values(), *(by_id[tag_id] for tag_id, _ in others)]
        names = [*by_id.values(), *(key for _, key in others)]
        meant_ones = dict.fromkeys(labels[place] for place in places(typed, names, 2 * _OFFERED))
        return tuple((label, label) for label in list(meant_ones)[:_OFFERED])

    async def ask_to_remove(self, server_id: ServerId, actor: UserId, typed: str) -> Removal:
        """Ask whether to remove a tag, and say what would end with it; raise NotFound."""
        async with self._database.read() as tx:
            tag = await meant(tx, server_id, typed)
            loss = await removals.loss_of(tx, tag)
        content = {"tag": tag.id, "label": tag.label}
        async with self._database.write() as tx:
            panel = await panels.add(tx, server_id, actor, PanelKind.UNTAG, content, now=self._clock.now())
        return Removal(panel.key, tag, loss)

    async def remove(self, server_id: ServerId, actor: UserId, key: PanelKey) -> tuple[Tag, int]:
        """Remove a tag, as was asked: what was posted stays, what waits for it alone never will be.

        Returns the tag and the number of those deliveries.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            panel = await panels.take(tx, server_id, actor, PanelKind.UNTAG, key, now=now)
            tag = await still_named(tx, server_id, TagId(panel.content["tag"]), panel.content["label"])
            subscribers = await tag_figures.subscribers(tx, tag.id)
            ended = await removals.end_deliveries(tx, tag, now=now)
            await tags.remove(tx, tag.id)
            details = {**details_of(tag), "ended": ended, "subscribers": subscribers}
            await audits.record(tx, AuditEntry(server_id, "tag-removed", tag.label, now, actor, details))
        self._wake_delivery.set()
        return tag, ended

    async def leave(self, server_id: ServerId, actor: UserId, kind: PanelKind, key: PanelKey) -> None:
        """Do not do after all what was asked about."""
        async with self._database.write() as tx:
            await panels.take(tx, server_id, actor, kind, key, now=self._clock.now())

    async def _move(self, tx: Connection, tag: Tag, channel_id: ChannelId, kind: ChannelKind) -> int:
        if channel_id == tag.channel_id:
            return 0
        waiting = await redirections.redirect(tx, tag, channel_id, now=self._clock.now())
        await tags.set_channel(tx, tag.id, channel_id, kind)
        return waiting

    async def _undo(self, tx: Connection, actor: UserId, edit: Edit) -> PanelKey:
        before, after = ([list(tag.synonyms), words_of(tag)] for tag in (edit.before, edit.after))
        tag = edit.after
        content = {"tag": tag.id, "label": tag.label, "before": before, "after": after}
        now = self._clock.now()
        return (await panels.add(tx, tag.server_id, actor, PanelKind.WORDS, content, now=now)).key

    async def _audit_change(
        self,
        tx: Connection,
        actor: UserId,
        before: Tag,
        after: Tag,
        waiting: int,
        *,
        action: str = "tag-edited",
    ) -> None:
        details = changed(details_of(before), details_of(after))
        if waiting:
            details["waiting"] = waiting
        now = self._clock.now()
        await audits.record(tx, AuditEntry(after.server_id, action, after.label, now, actor, details))

    def _check_channel(self, channel_id: ChannelId) -> ChannelKind:
        kind = self._channels.kind(channel_id)
        if kind is None:
            raise InvalidInput("error-channel-unusable", channel=channel_id)
        if missing := self._channels.missing(channel_id):
            raise InvalidInput("error-channel-permissions", channel=channel_id, missing=", ".join(missing))
        return kind


async def unchanged(tx: Connection, seen: Tag) -> Tag:
    """Return a tag as it is now; raise InvalidInput where another has removed or moved it meanwhile."""
    tag = await tags.get(tx, seen.id)
    if tag is None:
        raise NotFound("error-no-such-tag", name=seen.label)
    if tag.channel_id != seen.channel_id:
        raise InvalidInput("error-tag-changed", label=tag.label)
    return tag


def details_of(tag: Tag) -> dict[str, object]:
    """Return what the audit keeps of a tag."""
    options = tag.options
    return {
        "label": tag.label,
        "channel": tag.channel_id,
        "position": tag.position,
        "policy": tag.policy,
        "color": tag.color,
        "role": None if tag.role_is_ours else tag.role_id,
        "forum_tag": options.forum_tag_id,
        "crosspost": options.crosspost,
        "discussion": options.discussion,
        "image": options.image,
        "votes": options.vote_set_id,
        "synonyms": list(tag.synonyms),
        "keywords": words_of(tag),
        "rules": _others(tag.rules),
    }


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """Return what is different, as it was and as it is."""
    return {name: [before[name], after[name]] for name in after if after[name] != before[name]}


def _others(rules: Sequence[Rule]) -> list[str]:
    return [f"{rule.kind}: {rule.value}" for rule in rules if rule.kind not in WORD_KINDS]


def _words_after(tag: Tag, wishes: TagWishes) -> tuple[list[str] | None, list[Rule] | None]:
    """Return a tag's other names and its words as they are wished; None: as they are."""
    names = None if wishes.synonyms is None else names_after(tag, wishes.synonyms)
    return names, None if wishes.keywords is None else rules_after(tag, wishes.keywords)


async def _check_room(tx: Connection, server_id: ServerId) -> None:
    if len(await tags.names(tx, server_id)) >= _MOST:
        raise InvalidInput("error-too-many-tags", limit=_MOST)
