"""The terms of a delivery as they are kept in its row; for this package and the delivery walk."""

from datetime import datetime
from typing import Any

from bot.domain.ids import RoleId
from bot.domain.poll import PollMode, VoteOption, VoteSet
from bot.domain.tagging import DiscussionMode, ImageMode
from bot.domain.terms import Terms


def to_row(terms: Terms) -> dict[str, Any]:
    """Return what is stored."""
    return {
        "image": terms.image,
        "discussion": terms.discussion,
        "crosspost": terms.crosspost,
        "vote_set": None if terms.vote_set is None else _asked(terms.vote_set),
        "closes_at": None if terms.closes_at is None else terms.closes_at.isoformat(),
        "pings": list(terms.pings),
    }


def from_row(stored: dict[str, Any] | None) -> Terms | None:
    """Return the stored terms; None where none were decided yet."""
    if stored is None:
        return None
    asked, closes_at = stored["vote_set"], stored["closes_at"]
    return Terms(
        ImageMode(stored["image"]),
        DiscussionMode(stored["discussion"]),
        stored["crosspost"],
        None if asked is None else _vote_set(asked),
        None if closes_at is None else datetime.fromisoformat(closes_at),
        tuple(RoleId(each) for each in stored.get("pings", ())),  # an earlier version stored none
    )


def _asked(vote_set: VoteSet) -> dict[str, Any]:
    options = [[option.emoji, option.label, option.valence] for option in vote_set.options]
    return {"question": vote_set.question, "mode": vote_set.mode, "options": options}


def _vote_set(stored: dict[str, Any]) -> VoteSet:
    options = tuple(VoteOption(emoji, label, valence) for emoji, label, valence in stored["options"])
    return VoteSet(stored["question"], options, PollMode(stored["mode"]))
