"""A tag's rules: looked at with what they find, added, removed, or written anew as a whole."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import MaySee
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import FeedId, ServerId, TagId, UserId
from bot.domain.nearest import places
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.domain.rule_text import MOST_PATTERNS, kind_typed, parse_rule, parse_rules, write_rule
from bot.domain.source import Feed
from bot.domain.tagging import Rule, RuleKind, StoryText, Tag, match_tags, rule_holds, tag_key
from bot.domain.text import one_line
from bot.newsroom.tag_names import meant
from bot.storage import audits, panels, sources, tag_figures, tags
from bot.storage.database import Connection, Database

# What a form takes.
LONGEST = 4000
STORIES = 50
_MOST = 200
_MOST_PATTERNS = 100  # of a server
_SHOWN = 50
_OFFERED = 25


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule as it is written, and how many of the last stories it would find."""

    text: str
    found: int


@dataclass(frozen=True, slots=True)
class RulesLook:
    """A tag's rules and what they would have found of the last stories.

    rules: patterns last. feeds: how many send all their stories to the tag. found: how many it would take,
    by whatever, of as many as were looked_at. titles: of those that the person may see, newest first.
    """

    panel: PanelKey
    tag: Tag
    rules: tuple[WrittenRule, ...]
    feeds: int
    found: int
    titles: tuple[str, ...]
    looked_at: int


class TagRules:
    """Shows and changes the rules of tags. Raises NotFound for what is not there, InvalidInput otherwise."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def change(
        self,
        server_id: ServerId,
        actor: UserId,
        typed: str,
        may_see: MaySee,
        *,
        add: str | None = None,
        remove: str | None = None,
    ) -> RulesLook:
        """Add a rule to a tag, or remove one, as they are written; return its rules and what each finds."""
        async with self._database.write() as tx:
            tag = await meant(tx, server_id, typed)
            feeds = await _feeds(tx, server_id)
            rules = list(tag.rules)
            if remove is not None:
                rules.remove(_rule_of(tag, remove, feeds))
            if add is not None:
                rules.append(_read(parse_rule(add), tag, feeds))
            if tuple(rules) != tag.rules:
                tag = await self._replace(tx, actor, tag, rules)
            content = {"tag": tag.id, "of": _version(tag)}
            panel = await panels.add(tx, server_id, actor, PanelKind.RULES, content, now=self._clock.now())
        return await self._look(tag, panel.key, may_see)

    async def written(
        self, server_id: ServerId, actor: UserId, key: PanelKey, *, mine: bool = False
    ) -> tuple[Tag, str]:
        """Return a tag and its rules, one a line, as the form for them begins.

        mine: as the person typed them last, where that was not kept.
        """
        async with self._database.write() as tx:
            panel, tag = await self._of_panel(tx, server_id, actor, key)
            typed = panel.content.get("typed") if mine else None
            text = "\n".join(_written(tag, await _feeds(tx, server_id))) if typed is None else typed
            if len(text) > LONGEST:
                raise InvalidInput("error-rules-long", label=tag.label)
            await panels.change(tx, key, {**panel.content, "of": _version(tag)})
        return tag, text

    async def keep_typed(self, server_id: ServerId, actor: UserId, key: PanelKey, text: str) -> None:
        """Remember rules that could not be kept as they were typed, for the form."""
        async with self._database.write() as tx:
            panel, _ = await self._of_panel(tx, server_id, actor, key)
            await panels.change(tx, key, {**panel.content, "typed": text})

    async def rewrite(
        self, server_id: ServerId, actor: UserId, key: PanelKey, text: str, may_see: MaySee
    ) -> RulesLook:
        """Let these be a tag's rules, unless another has changed them since the form was opened."""
        async with self._database.write() as tx:
            panel, tag = await self._of_panel(tx, server_id, actor, key)
            if panel.content["of"] != _version(tag):
                raise InvalidInput("error-rules-changed", label=tag.label)
            feeds = await _feeds(tx, server_id)
            most = max(MOST_PATTERNS, _patterns(tag.rules))
            rules = parse_rules(text, patterns=most, resolve=lambda rule: _read(rule, tag, feeds))
            tag = await self._replace(tx, actor, tag, rules)
            await panels.change(tx, key, {"tag": tag.id, "of": _version(tag)})
        return await self._look(tag, key, may_see)

    async def offer(self, server_id: ServerId, name: str, typed: str) -> list[str]:
        """Return the rules of a tag that were meant, as they are written."""
        async with self._database.read() as tx:
            tag = await meant(tx, server_id, name)
            written = _written(tag, await _feeds(tx, server_id))
        return [written[place] for place in places(typed, written, _OFFERED)]

    async def offer_new(self, server_id: ServerId, typed: str) -> list[str]:
        """Return what was typed as a rule, and the feeds and the last stories' categories that fit."""
        async with self._database.read() as tx:
            titles = _titles(await _feeds(tx, server_id))
            last = await tag_figures.last_stories(tx, server_id, limit=STORIES)
        categories = dict.fromkeys(each.draft.category for each, _ in last if tag_key(each.draft.category))
        values = [(RuleKind.CATEGORY, each) for each in categories]
        values += [(RuleKind.FEED, each) for each in titles.values()]
        kind, name = kind_typed(typed)
        if kind is not None:
            values = [each for each in values if each[0] is kind]
        found = places(name, [value for _, value in values], _OFFERED)
        fitting = [f"{values[place][0]}: {values[place][1]}" for place in found]
        bare = typed.strip()
        return [bare, *fitting] if bare and bare not in fitting else fitting

    async def _of_panel(
        self, tx: Connection, server_id: ServerId, actor: UserId, key: PanelKey
    ) -> tuple[Panel, Tag]:
        panel = await panels.get(tx, server_id, actor, PanelKind.RULES, key, now=self._clock.now())
        tag = await tags.get(tx, TagId(panel.content["tag"]))
        if tag is None or tag.server_id != server_id:
            raise NotFound("error-panel-old")
        return panel, tag

    async def _replace(self, tx: Connection, actor: UserId, tag: Tag, rules: Iterable[Rule]) -> Tag:
        wanted = list(dict.fromkeys(rules))
        await _check_room(tx, tag, wanted)
        await tags.replace_rules(tx, tag.id, RuleKind, wanted)
        after = await tags.get(tx, tag.id) or tag
        feeds = await _feeds(tx, tag.server_id)
        old, new = _written(tag, feeds), _written(after, feeds)
        details = {
            "removed": [each for each in old if each not in new],
            "added": [each for each in new if each not in old],
        }
        now = self._clock.now()
        await audits.record(
            tx, AuditEntry(tag.server_id, "tag-rules-changed", tag.label, now, actor, details)
        )
        return after

    async def _look(self, tag: Tag, key: PanelKey, may_see: MaySee) -> RulesLook:
        async with self._database.read() as tx:
            last = await tag_figures.last_stories(tx, tag.server_id, limit=STORIES)
            followed = await sources.of_server(tx, tag.server_id)
            homes = await tag_figures.homes(tx, tag.server_id, [story.id for story, _ in last])
        stories = [(StoryText(story.draft), feeds) for story, feeds in last]
        gives_all = {source.feed_id for source, _ in followed if tag.id in source.tags}
        written = _written(tag, [feed for _, feed in followed])
        taken = [
            story
            for (story, _), (text, feeds) in zip(last, stories, strict=True)
            if _takes(tag, text, feeds, gives_all)
        ]
        shown = sorted(
            zip(tag.rules, written, strict=True), key=lambda pair: pair[0].kind is RuleKind.PATTERN
        )
        seen = (each for each in taken if (home := homes.get(each.id)) is None or may_see(home))
        return RulesLook(
            key,
            tag,
            tuple(
                WrittenRule(text, sum(rule_holds(rule, each, feeds) for each, feeds in stories))
                for rule, text in shown
            ),
            len(gives_all),
            len(taken),
            tuple(each.draft.title for each in seen),
            len(stories),
        )


def _takes(tag: Tag, text: StoryText, feeds: AbstractSet[FeedId], gives_all: AbstractSet[FeedId]) -> bool:
    added = frozenset({tag.id}) if feeds & gives_all else frozenset[TagId]()
    return any(match_tags([tag], text, feed_id=feed_id, added=added) for feed_id in feeds)


async def _check_room(tx: Connection, tag: Tag, wanted: Sequence[Rule]) -> None:
    """Raise InvalidInput where there would be too many; a merger may have made more, and these get fewer."""
    if len(wanted) > max(_MOST, len(tag.rules)):
        raise InvalidInput("error-too-many-rules", limit=_MOST)
    if (new := _patterns(wanted)) <= (old := _patterns(tag.rules)):
        return
    if new > MOST_PATTERNS:
        raise InvalidInput("error-too-many-patterns", limit=MOST_PATTERNS)
    if await tags.count_rules(tx, tag.server_id, RuleKind.PATTERN) - old + new > _MOST_PATTERNS:
        raise InvalidInput("error-too-many-patterns-here", limit=_MOST_PATTERNS)


def _patterns(rules: Iterable[Rule]) -> int:
    return sum(rule.kind is RuleKind.PATTERN for rule in rules)


async def _feeds(tx: Connection, server_id: ServerId) -> list[Feed]:
    return [feed for _, feed in await sources.of_server(tx, server_id)]


def _titles(feeds: Iterable[Feed]) -> dict[FeedId, str]:
    """Return what feeds are called in rules: their titles, where no other has the same."""
    known = list(feeds)
    often = Counter(tag_key(feed.title) for feed in known)
    alone = {feed.id for feed in known if tag_key(feed.title) and often[tag_key(feed.title)] == 1}
    return {feed.id: one_line(feed.title) if feed.id in alone else feed.url for feed in known}


def _written(tag: Tag, feeds: Iterable[Feed]) -> list[str]:
    titles = _titles(feeds)
    return [write_rule(rule, titles) for rule in tag.rules]


def _version(tag: Tag) -> str:
    """Return what tells one state of a tag's rules from another."""
    text = "\n".join(f"{rule.kind}:{rule.value}" for rule in tag.rules)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _rule_of(tag: Tag, typed: str, feeds: Iterable[Feed]) -> Rule:
    """Return the rule of a tag that is written so; raise NotFound."""
    written = _written(tag, feeds)
    for rule, text in zip(tag.rules, written, strict=True):
        if one_line(text).casefold() == one_line(typed).casefold():
            return rule
    raise NotFound.by_name("error-no-such-rule", typed, written, limit=_SHOWN)


def _read(rule: Rule, tag: Tag, feeds: Sequence[Feed]) -> Rule:
    """Return a written rule with its feed's id; one that the tag has already stays, whatever its feed."""
    if rule.kind is not RuleKind.FEED:
        return rule
    titles = _titles(feeds)
    had = (each for each in tag.rules if each.kind is RuleKind.FEED)
    wanted = one_line(rule.value).casefold()
    for each in had:
        if write_rule(each, titles).partition(" ")[2].casefold() == wanted:
            return each
    named = [feed.id for feed in feeds if wanted in {titles[feed.id].casefold(), feed.url.casefold()}]
    if not named and (key := tag_key(rule.value)):  # words of its title
        named = [feed.id for feed in feeds if key in tag_key(feed.title)]
    if len(named) != 1:
        raise NotFound.by_name("error-no-such-feed", rule.value, titles.values(), limit=_SHOWN)
    return Rule(RuleKind.FEED, str(named[0]))
