"""The vote sets that polls are made with: the one for news, and those that a server keeps under a name."""

import re
from dataclasses import dataclass
from typing import Protocol

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.emoji import is_custom, leading_emoji
from bot.domain.errors import AlreadyThere, InvalidInput, NotFound
from bot.domain.ids import ServerId, UserId, VoteSetId
from bot.domain.nearest import offer, places
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.poll import NamedVoteSet, PollMode, VoteOption, VoteSet, emoji_key
from bot.domain.tagging import tag_key
from bot.domain.text import cut_at_word, one_line
from bot.newsroom.tag_options import DEFAULT_VOTES
from bot.storage import audits, panels, vote_sets
from bot.storage import tags as stored_tags
from bot.storage.database import Connection, Database
from bot.texts.catalogue import Texts

_MOST = 50
_NAME = 50
_QUESTION = 200
_LABEL = 50
_OFFERED = 25
_FEWEST_OPTIONS, _MOST_OPTIONS = 2, 10
# A sign before an option's emoji; the 0 of a keycap (0️⃣) is none.
_SIGN = re.compile("([+\\-\u2212\u2013]|0(?!\ufe0f?\u20e3))\\s*")
_VALENCES = {"+": 1, "0": 0}


class Emojis(Protocol):
    """What is asked of the emoji of servers."""

    async def usable(self, server_id: ServerId, emoji: str) -> bool:
        """Tell whether the bot can react with a server's own emoji in a server."""


@dataclass(frozen=True, slots=True)
class KnownVoteSet:
    """A vote set with the labels of the tags that use it."""

    named: NamedVoteSet
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoteSetWishes:
    """How a person wants a vote set from now on, as typed; None: as it is."""

    name: str | None = None
    question: str | None = None
    options: str | None = None
    mode: PollMode | None = None


@dataclass(frozen=True, slots=True)
class Discarding:
    """A vote set that would be removed; `panel` is the question that waits for an answer."""

    panel: PanelKey
    known: KnownVoteSet


def news_vote_set(texts: Texts, locale: str = "en-US") -> VoteSet:
    """Return the vote set for news, unless a server has its own."""
    return VoteSet(
        question=texts.get("vote-question", locale),
        options=(
            VoteOption("👍", texts.get("vote-good", locale), valence=1),
            VoteOption("👎", texts.get("vote-bad", locale), valence=-1),
            VoteOption("🤔", texts.get("vote-unsure", locale), valence=0),
        ),
    )


class VoteSets:
    """Adds, lists and removes the vote sets of a server."""

    def __init__(self, database: Database, emojis: Emojis, clock: Clock, *, texts: Texts) -> None:
        self._built_in = _built_in(texts)
        self._database = database
        self._emojis = emojis
        self._clock = clock

    async def add(
        self, server_id: ServerId, actor: UserId, *, name: str, question: str, options: str, mode: PollMode
    ) -> NamedVoteSet:
        """Keep a vote set; raise InvalidInput or AlreadyThere.

        options: `emoji label, emoji label, …`, each perhaps with a + (good), - (bad) or 0 before it.
        """
        label, key = self._name(name)
        new = VoteSet(_question(question), await self._options(server_id, options), mode)
        async with self._database.write() as tx:
            if len(await vote_sets.of_server(tx, server_id)) >= _MOST:
                raise InvalidInput("error-too-many-vote-sets", limit=_MOST)
            now = self._clock.now()
            added = await vote_sets.add(tx, server_id, key=key, name=label, new=new, now=now)
            details = {"question": new.question, "mode": mode, "options": _written(new)}
            await audits.record(tx, AuditEntry(server_id, "vote-set-added", label, now, actor, details))
        return added

    async def edit(
        self, server_id: ServerId, actor: UserId, typed: str, wishes: VoteSetWishes
    ) -> KnownVoteSet:
        """Change of a vote set what is wished, for polls from now on; raise InvalidInput and its kinds."""
        if wishes == VoteSetWishes():
            raise InvalidInput("error-vote-set-unchanged")
        named = None if wishes.name is None else self._name(wishes.name)
        question = None if wishes.question is None else _question(wishes.question)
        options = None if wishes.options is None else await self._options(server_id, wishes.options)
        async with self._database.write() as tx:
            before = (await self._meant(tx, server_id, typed)).named
            changes: dict[str, object] = {}
            if named is not None:
                other = await vote_sets.find(tx, server_id, named[1])
                if other is not None and other.id != before.id:
                    raise AlreadyThere("error-vote-set-already-there", name=named[0])
                changes |= {"name": named[0], "key": named[1]}
            if question is not None:
                changes["question"] = question
            if wishes.mode is not None:
                changes["mode"] = wishes.mode
            await vote_sets.change(tx, before, changes, options)
            after = next(each for each in await _known(tx, server_id) if each.named.id == before.id)
            details = _changes(before, after.named)
            entry = AuditEntry(
                server_id, "vote-set-edited", after.named.name, self._clock.now(), actor, details
            )
            await audits.record(tx, entry)
        return after

    async def list(self, server_id: ServerId) -> tuple[KnownVoteSet, ...]:
        """Return the server's vote sets, the oldest first."""
        async with self._database.read() as tx:
            return await _known(tx, server_id)

    async def names(self, server_id: ServerId, typed: str, default: str) -> tuple[tuple[str, str], ...]:
        """Return the vote sets that fit what was typed, as name and value of a choice."""
        async with self._database.read() as tx:
            own = [named.name for named in await vote_sets.of_server(tx, server_id)]
        names, values = [default, *own], [DEFAULT_VOTES, *own]
        return tuple((names[place], values[place]) for place in places(typed, names, _OFFERED))

    async def own_names(self, server_id: ServerId, typed: str) -> tuple[str, ...]:
        """Return the server's own vote sets that were meant, the likeliest first."""
        async with self._database.read() as tx:
            return offer(typed, [named.name for named in await vote_sets.of_server(tx, server_id)], _OFFERED)

    async def asked_with(self, server_id: ServerId, vote_set_id: VoteSetId | None) -> NamedVoteSet | None:
        """Return the vote set that a tag asks with which names this one; None for the catalogue's."""
        async with self._database.read() as tx:
            own = await vote_sets.of_server(tx, server_id)
        named = next((each for each in own if each.id == vote_set_id), None)
        return named or next((each for each in own if each.is_default), None)

    async def ask_to_remove(self, server_id: ServerId, actor: UserId, typed: str) -> Discarding:
        """Ask whether to remove a vote set; raise NotFound."""
        async with self._database.write() as tx:
            known = await self._meant(tx, server_id, typed)
            content = {"vote_set": known.named.id, "name": known.named.name}
            panel = await panels.add(tx, server_id, actor, PanelKind.UNSET, content, now=self._clock.now())
        return Discarding(panel.key, known)

    async def remove(self, server_id: ServerId, actor: UserId, key: PanelKey) -> NamedVoteSet:
        """Remove a vote set, as was asked; its tags go back to the default one, polls keep what they have."""
        now = self._clock.now()
        async with self._database.write() as tx:
            panel = await panels.take(tx, server_id, actor, PanelKind.UNSET, key, now=now)
            found = await vote_sets.get(tx, VoteSetId(panel.content["vote_set"]))
            if found is None or found.server_id != server_id:
                raise NotFound("error-panel-old")
            if found.name != (old := panel.content["name"]):
                raise InvalidInput("error-renamed-meanwhile", old=old, name=found.name)
            await vote_sets.remove(tx, found.id)
            details = {"options": _written(found.vote_set)}
            await audits.record(
                tx, AuditEntry(server_id, "vote-set-removed", found.name, now, actor, details)
            )
        return found

    async def leave(self, server_id: ServerId, actor: UserId, key: PanelKey) -> None:
        """Do not remove a vote set after all."""
        async with self._database.write() as tx:
            await panels.take(tx, server_id, actor, PanelKind.UNSET, key, now=self._clock.now())

    def _name(self, typed: str) -> tuple[str, str]:
        name = one_line(typed)
        key = tag_key(name)
        if not key or key in self._built_in:
            raise InvalidInput("error-vote-set-name", name=cut_at_word(name, _NAME))
        if len(name) > _NAME:
            raise InvalidInput("error-vote-set-name-long", limit=_NAME)
        return name, key

    async def _meant(self, tx: Connection, server_id: ServerId, typed: str) -> KnownVoteSet:
        there = await _known(tx, server_id)
        known = next((each for each in there if each.named.key == tag_key(typed)), None)
        if known is not None:
            return known
        if tag_key(typed) in self._built_in:
            raise InvalidInput("error-vote-set-built-in", name=cut_at_word(one_line(typed), _NAME))
        names = (each.named.name for each in there)
        raise NotFound.by_name("error-no-such-vote-set", typed, names, limit=_NAME)

    async def _options(self, server_id: ServerId, typed: str) -> tuple[VoteOption, ...]:
        """Return the options that were typed; raise InvalidInput, also where an emoji can't be used here."""
        options = parse_options(typed)
        for option in options:
            if is_custom(option.emoji) and not await self._emojis.usable(server_id, option.emoji):
                raise InvalidInput("error-emoji-not-usable", emoji=option.emoji.split(":")[1])
        return options


def _built_in(texts: Texts) -> frozenset[str]:
    """Return the keys of what the vote set that is not a server's own is called, in any language."""
    names = (texts.get(key, each) for key in ("votes-default", "votes-built-in") for each in texts.languages)
    return frozenset(map(tag_key, names)) | {DEFAULT_VOTES}


def parse_options(typed: str) -> tuple[VoteOption, ...]:
    """Return the options that were typed, parted by commas; raise InvalidInput."""
    options = tuple(_option(part.strip()) for part in one_line(typed).split(",") if part.strip())
    if not _FEWEST_OPTIONS <= len(options) <= _MOST_OPTIONS:
        raise InvalidInput(
            "error-vote-options", count=len(options), fewest=_FEWEST_OPTIONS, most=_MOST_OPTIONS
        )
    emojis: set[str] = set()
    labels: set[str] = set()
    for option in options:
        if emoji_key(option.emoji) in emojis:
            raise InvalidInput("error-vote-emoji-twice", label=option.label)
        if option.label.casefold() in labels:
            raise InvalidInput("error-vote-label-twice", label=option.label)
        emojis.add(emoji_key(option.emoji))
        labels.add(option.label.casefold())
    return options


def _option(part: str) -> VoteOption:
    sign = _SIGN.match(part)
    valence = 0 if sign is None else _VALENCES.get(sign[1], -1)
    rest = part if sign is None else part[sign.end() :]
    emoji = leading_emoji(rest)
    if emoji is None:
        raise InvalidInput("error-vote-no-emoji", part=cut_at_word(part, _LABEL))
    label = rest.removeprefix(emoji).strip()
    if not label:
        raise InvalidInput("error-vote-no-label", part=cut_at_word(part, _LABEL))
    if len(label) > _LABEL:
        raise InvalidInput("error-vote-label-long", label=cut_at_word(label, _LABEL), limit=_LABEL)
    return VoteOption(emoji, label, valence)


def _question(typed: str) -> str:
    question = one_line(typed)
    if not question:
        raise InvalidInput("error-vote-question")
    if len(question) > _QUESTION:
        raise InvalidInput("error-vote-question-long", limit=_QUESTION)
    return question


def _written(vote_set: VoteSet) -> list[str]:
    return [f"{option.emoji} {option.label} ({option.valence:+d})" for option in vote_set.options]


def _changes(before: NamedVoteSet, after: NamedVoteSet) -> dict[str, object]:
    """Return what is different, as it was and as it is."""
    old, new = _told(before), _told(after)
    return {name: [old[name], new[name]] for name in new if new[name] != old[name]}


def _told(named: NamedVoteSet) -> dict[str, object]:
    vote_set = named.vote_set
    return {
        "name": named.name,
        "question": vote_set.question,
        "mode": vote_set.mode,
        "options": _written(vote_set),
    }


async def _known(tx: Connection, server_id: ServerId) -> tuple[KnownVoteSet, ...]:
    of_server = await stored_tags.of_server(tx, server_id)
    return tuple(
        KnownVoteSet(named, tuple(tag.label for tag in of_server if tag.options.vote_set_id == named.id))
        for named in await vote_sets.of_server(tx, server_id)
    )
