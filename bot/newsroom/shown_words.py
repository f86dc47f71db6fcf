"""What an edition shows in words, as forms and the audit have it, and whether its poll may ask otherwise."""

from typing import Any

from bot.domain.delivery import Delivery
from bot.domain.edition import Edition
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import ServerId, UserId, VoteSetId
from bot.domain.poll import Poll, PollState
from bot.domain.story import StoryDraft
from bot.domain.verdict import VerdictKind
from bot.domain.wording import Wishes, Wording, parts_of
from bot.storage import deliveries, polls, verdicts, vote_sets
from bot.storage.database import Connection


def wording(edition: Edition, poll: Poll | None) -> Wording:
    """Return the words of an edition that can be changed, as it shows them now."""
    draft, own = edition.story.draft, edition.own
    question = (own.poll_question or "") if poll is None else poll.vote_set.question
    return Wording.filled(draft.title, draft.lead, draft.question or "", question, own.vote_set_id)


def source_words(edition: Edition) -> StoryDraft:
    """Return what the source of an edition says."""
    return edition.source_words or edition.story.draft


async def texts_of(tx: Connection, edition: Edition, poll: Poll | None) -> dict[str, str | None]:
    """Return what is shown of an edition, whole, as it is kept for the audit: a vote set by its name."""
    draft, chosen = edition.story.draft, edition.own.vote_set_id
    named = None if chosen is None else await vote_sets.get(tx, chosen)
    return {
        "title": draft.title,
        "lead": draft.lead,
        "image": draft.image_url or "",
        "link": draft.link or "",
        "opening": draft.question or "",
        "question": wording(edition, poll).question,
        "vote_set": None if named is None else named.name,
    }


def unless_own(name: str, value: Any, source: StoryDraft) -> Any:
    """Return what is to be said so that a word of the story itself is its own again."""
    of_story = {**parts_of(source), "opening": source.question or ""}
    return None if name in of_story and value == of_story[name] else value


async def check_poll(tx: Connection, edition: Edition, poll: Poll | None) -> None:
    """Raise InvalidInput where a poll can't ask something else."""
    if not await may_ask_otherwise(tx, edition, poll):
        raise InvalidInput("error-poll-voted" if poll is not None else "error-poll-posting")


async def may_ask_otherwise(tx: Connection, edition: Edition, poll: Poll | None) -> bool:
    """Tell whether a poll can ask something else: it is not posted, or nobody has voted in it."""
    if poll is not None:
        return poll.state is PollState.OPEN and not await polls.counting(tx, poll.id)
    home = await deliveries.home_of(tx, edition.id)
    return home is None or not _is_posting(home)


async def check_vote_set(tx: Connection, server_id: ServerId, wishes: Wishes) -> None:
    """Raise NotFound where the chosen vote set is no more."""
    wanted = wishes.new.get("vote_set")
    if wanted is not None and all(each.id != wanted for each in await vote_sets.of_server(tx, server_id)):
        raise NotFound("error-panel-old")


async def vote_set_named(tx: Connection, server_id: ServerId, name: object) -> VoteSetId | None:
    """Return the vote set that a server calls so."""
    return next((each.id for each in await vote_sets.of_server(tx, server_id) if each.name == name), None)


def _is_posting(home: Delivery) -> bool:
    return home.intent_at is not None or home.lease_until is not None


async def last_editor(tx: Connection, edition: Edition) -> UserId | None:
    """Return who changed the words of an edition last."""
    last = await verdicts.last(tx, edition.id, [VerdictKind.EDITED, VerdictKind.APPLIED])
    return None if last is None else last.actor_id
