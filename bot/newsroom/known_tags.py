"""What is stored of stories, as a person may be told it: of hidden channels and their tags nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from bot.domain.channel import MaySee
from bot.domain.history import Carded, Noted
from bot.domain.ids import ChannelId, ServerId
from bot.domain.tagging import Tag
from bot.domain.verdict import Hold, Verdict, without_names
from bot.storage import tags
from bot.storage.database import Connection
from bot.storage.tags import TagName
from bot.storage.verdict_records import VerdictRecord

_HIDDEN = {"hidden": True}


class KnownTags:
    """The tags of a server that a person knows of."""

    def __init__(self, of_server: Iterable[TagName], may_see: MaySee) -> None:
        self._may_see = may_see
        self._channels = {int(tag.id): tag.channel_id for tag in of_server}
        self._labels = {tag.label for tag in of_server if may_see(tag.channel_id)}
        self._hidden = {tag.label for tag in of_server} - self._labels

    def holds(self, of_story: Sequence[Hold]) -> tuple[Hold, ...]:
        """Return why a story was held; a tag that the person does not know of has no name."""
        return without_names(of_story, known=self._labels)

    def verdict(self, decided: Verdict) -> Verdict:
        """Return a decision; of tags and channels that the person does not see it says so."""
        told: dict[str, Any] = {}
        if self._hides(decided):
            told["tags"] = [
                [each if self._known(each) else _HIDDEN for each in side] for side in _tags(decided)
            ]
        if channels := decided.changes.get("channel"):
            told["channel"] = [each if self._may_see(each) else _HIDDEN for each in channels]
        return replace(decided, changes={**decided.changes, **told}) if told else decided

    def card(self, of_story: Carded) -> Carded | None:
        """Return how far a card has come; None where the person does not see its channel."""
        if not self._may_see(of_story.channel_id):
            return None
        return replace(of_story, detail="") if of_story.detail in self._hidden else of_story

    def note(self, said: Noted) -> Noted | None:
        """Return what was said in a discussion; None where the person does not see its channel."""
        return said if said.channel_id is None or self._may_see(said.channel_id) else None

    def records(self, found: Iterable[VerdictRecord]) -> list[VerdictRecord]:
        """Return decisions on stories that the person may see; what is hidden from them has no name."""
        seen = (each for each in found if each.home is None or self._may_see(each.home))
        return [
            replace(each, verdict=self.verdict(each.verdict), into=each.into if self._sees_into(each) else "")
            for each in seen
        ]

    def _sees_into(self, record: VerdictRecord) -> bool:
        return record.into_home is None or self._may_see(record.into_home)

    def all_of(self, decided: Verdict) -> bool:
        """Tell whether the person knows of all tags that a decision took from a story, or gave it."""
        return not self._hides(decided)

    def _hides(self, decided: Verdict) -> bool:
        return not all(self._known(each) for side in _tags(decided) for each in side)

    def _known(self, kept: Mapping[str, Any]) -> bool:
        """Tell whether the person sees where a tag's stories go; of a removed one, where they went."""
        if kept == _HIDDEN:
            return False
        return self._may_see(self._channels.get(kept["id"], ChannelId(kept["channel"])))


async def known_tags(tx: Connection, server_id: ServerId, may_see: MaySee) -> KnownTags:
    """Return the tags of a server that a person knows of."""
    return KnownTags(await tags.names(tx, server_id), may_see)


def as_kept(of_story: Iterable[Tag]) -> list[dict[str, object]]:
    """Return tags as a verdict keeps them."""
    return [{"id": tag.id, "label": tag.label, "channel": tag.channel_id} for tag in of_story]


def _tags(decided: Verdict) -> Sequence[Sequence[Mapping[str, Any]]]:
    found: Sequence[Sequence[Mapping[str, Any]]] = cast("Any", decided.changes.get("tags", ()))
    return found
