"""A server's tags: adding, changing, listing and removing them."""

import asyncio
from dataclasses import dataclass, field, replace

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import ChannelKind
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ChannelId, ServerId, TagId, UserId
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.tagging import Rule, RuleKind, Tag, TagOptions, folded_words, tag_key
from bot.domain.text import cut_at_word, one_line
from bot.newsroom.tag_options import Channels, OptionWishes, wanted_options
from bot.storage import audits, panels, redirections, removals, tags
from bot.storage.database import Connection, Database
from bot.storage.removals import Loss

_MOST = 200
_LABEL = 50
_MOST_WORDS = 50
_WORD = 100
# The rules that are typed as words; others stay when those are replaced.
_WORD_KINDS = (RuleKind.KEYWORD, RuleKind.PHRASE)


@dataclass(frozen=True, slots=True)
class TagWishes:
    """How a person wants a tag, as typed; None: as it is.

    synonyms, keywords: several parted by commas; a keyword of several words is a phrase.
    """

    name: str | None = None
    channel_id: ChannelId | None = None
    synonyms: str | None = None
    keywords: str | None = None
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
        label = _label(name)
        key = tag_key(label)
        others = _synonyms(synonyms, key)
        rules = _rules(keywords)
        kind = self._check_channel(channel_id)
        async with self._database.read() as tx:
            await _check_room(tx, server_id)
            await tags.check_new(tx, server_id, key, label)
            wanted = await wanted_options(
                tx,
                self._channels,
                server_id,
                channel_id,
                before=TagOptions(),
                wishes=options or OptionWishes(),
                new=True,
            )
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
                options=wanted.options,
                synonyms=others,
                rules=rules,
                now=now,
            )
            details = _details(tag)
            await audits.record(tx, AuditEntry(server_id, "tag-added", label, now, actor, details))
        return tag

    async def edit(
        self, server_id: ServerId, actor: UserId, typed: str, wishes: TagWishes
    ) -> tuple[Tag, int]:
        """Change of a tag what is wished; with a channel go those of its stories that wait to be posted.

        Returns the tag and the number of those; raises InvalidInput and its kinds, or a PublishError.
        """
        if wishes == TagWishes():
            raise InvalidInput("error-tag-unchanged")
        label = None if wishes.name is None else _label(wishes.name)
        async with self._database.read() as tx:
            tag = await _found(tx, server_id, typed)
            if label is not None:
                await tags.check_new(tx, server_id, tag_key(label), label, besides=tag.id)
            channel_id = wishes.channel_id or tag.channel_id
            moves = channel_id != tag.channel_id
            kind = self._check_channel(channel_id) if moves else self._channels.kind(channel_id) or tag.kind
            before = _taken_along(tag.options, kind) if moves else tag.options
            wanted = await wanted_options(
                tx, self._channels, server_id, channel_id, before=before, wishes=wishes.options, new=moves
            )
        others = None if wishes.synonyms is None else _synonyms(wishes.synonyms, tag_key(label or tag.label))
        rules = None if wishes.keywords is None else _rules(wishes.keywords)
        wanted = await wanted.with_forum_tag(self._channels)
        async with self._database.write() as tx:
            tag = await _found(tx, server_id, typed)
            waiting = await self._move(tx, tag, channel_id, kind)
            await tags.set_options(tx, tag.id, wanted.options)
            if label is not None:
                await tags.rename(tx, tag, key=tag_key(label), label=label)
            if others is not None:
                await tags.replace_synonyms(tx, tag.id, others)
            if rules is not None:
                await tags.replace_rules(tx, tag.id, _WORD_KINDS, rules)
            edited = await _found(tx, server_id, label or typed)
            await self._audit_change(tx, actor, tag, edited, waiting)
        if waiting:
            self._wake_delivery.set()
        return edited, waiting

    async def list(self, server_id: ServerId) -> tuple[Tag, ...]:
        """Return the server's tags in its order."""
        async with self._database.read() as tx:
            return await tags.of_server(tx, server_id)

    async def get(self, server_id: ServerId, name: str) -> Tag:
        """Return the server's tag of that name; raise NotFound."""
        async with self._database.read() as tx:
            return await _found(tx, server_id, name)

    async def labels(self, server_id: ServerId, typed: str) -> tuple[tuple[str, str], ...]:
        """Return the tags whose label fits what was typed, as name and value of a choice."""
        found = await self.list(server_id)
        wanted = typed.strip().casefold()
        return tuple((tag.label, tag.label) for tag in found if wanted in tag.label.casefold())

    async def ask_to_remove(self, server_id: ServerId, actor: UserId, typed: str) -> Removal:
        """Ask whether to remove a tag, and say what would end with it; raise NotFound."""
        async with self._database.write() as tx:
            tag = await _found(tx, server_id, typed)
            content = {"tag": tag.id}
            panel = await panels.add(tx, server_id, actor, PanelKind.UNTAG, content, now=self._clock.now())
            return Removal(panel.key, tag, await removals.loss_of(tx, tag))

    async def remove(self, server_id: ServerId, actor: UserId, key: PanelKey) -> tuple[Tag, int]:
        """Remove a tag, as was asked: what was posted stays, what waits for it alone never will be.

        Returns the tag and the number of those deliveries.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            panel = await panels.get(tx, server_id, actor, PanelKind.UNTAG, key, now=now)
            await panels.remove(tx, key)
            tag = await tags.get(tx, TagId(panel.content["tag"]))
            if tag is None or tag.server_id != server_id:
                raise NotFound("error-panel-old")
            ended = await removals.end_deliveries(tx, tag, now=now)
            await tags.remove(tx, tag.id)
            details = _details(tag) | {"ended": ended}
            await audits.record(tx, AuditEntry(server_id, "tag-removed", tag.label, now, actor, details))
        self._wake_delivery.set()
        return tag, ended

    async def leave(self, server_id: ServerId, actor: UserId, key: PanelKey) -> None:
        """Do not remove a tag after all."""
        async with self._database.write() as tx:
            await panels.get(tx, server_id, actor, PanelKind.UNTAG, key, now=self._clock.now())
            await panels.remove(tx, key)

    async def _move(self, tx: Connection, tag: Tag, channel_id: ChannelId, kind: ChannelKind) -> int:
        if channel_id == tag.channel_id:
            return 0
        waiting = await redirections.redirect(tx, tag, channel_id, now=self._clock.now())
        await tags.set_channel(tx, tag.id, channel_id, kind)
        return waiting

    async def _audit_change(
        self, tx: Connection, actor: UserId, before: Tag, after: Tag, waiting: int
    ) -> None:
        old, new = _details(before), _details(after)
        details: dict[str, object] = {name: [old[name], new[name]] for name in new if new[name] != old[name]}
        if waiting:
            details["waiting"] = waiting
        now = self._clock.now()
        await audits.record(tx, AuditEntry(after.server_id, "tag-edited", after.label, now, actor, details))

    def _check_channel(self, channel_id: ChannelId) -> ChannelKind:
        kind = self._channels.kind(channel_id)
        if kind is None:
            raise InvalidInput("error-channel-unusable", channel=channel_id)
        if missing := self._channels.missing(channel_id):
            raise InvalidInput("error-channel-permissions", channel=channel_id, missing=", ".join(missing))
        return kind


def _taken_along(options: TagOptions, kind: ChannelKind) -> TagOptions:
    """Return what of a tag's options makes sense in another channel."""
    passed_on = options.crosspost and kind is ChannelKind.ANNOUNCEMENT
    return replace(options, forum_tag_id=None, crosspost=passed_on)


def _details(tag: Tag) -> dict[str, object]:
    """Return what the audit keeps of a tag."""
    options = tag.options
    return {
        "label": tag.label,
        "channel": tag.channel_id,
        "forum_tag": options.forum_tag_id,
        "crosspost": options.crosspost,
        "discussion": options.discussion,
        "image": options.image,
        "votes": options.vote_set_id,
        "synonyms": list(tag.synonyms),
        "keywords": [rule.value for rule in tag.rules if rule.kind in _WORD_KINDS],
    }


def _label(name: str) -> str:
    label = one_line(name).removeprefix("#").strip()
    if not tag_key(label):
        raise InvalidInput("error-tag-name", name=cut_at_word(label, _LABEL))
    if len(label) > _LABEL:
        raise InvalidInput("error-tag-name-long", limit=_LABEL)
    return label


def _synonyms(typed: str, key: str) -> list[str]:
    others = (tag_key(word) for word in _parted(typed))
    return list(dict.fromkeys(other for other in others if other and other != key))


def _rules(typed: str) -> list[Rule]:
    return list(dict.fromkeys(_rule(word) for word in _parted(typed)))


def _parted(words: str) -> list[str]:
    parted = [word.removeprefix("#").strip() for word in one_line(words).split(",")]
    kept = [word for word in parted if tag_key(word)]
    if len(kept) > _MOST_WORDS:
        raise InvalidInput("error-too-many-words", limit=_MOST_WORDS)
    if long := next((word for word in kept if len(word) > _WORD), None):
        raise InvalidInput("error-word-long", word=cut_at_word(long, _LABEL), limit=_WORD)
    return kept


def _rule(word: str) -> Rule:
    return Rule(RuleKind.PHRASE if len(folded_words(word)) > 1 else RuleKind.KEYWORD, word)


async def _found(tx: Connection, server_id: ServerId, name: str) -> Tag:
    tag = await tags.find(tx, server_id, tag_key(name))
    if tag is None:
        labels = [each.label for each in await tags.of_server(tx, server_id)]
        raise NotFound.by_name("error-no-such-tag", name, labels, limit=_LABEL)
    return tag


async def _check_room(tx: Connection, server_id: ServerId) -> None:
    if len(await tags.of_server(tx, server_id)) >= _MOST:
        raise InvalidInput("error-too-many-tags", limit=_MOST)
