"""How a story's readers voted."""

from dataclasses import dataclass, replace
from typing import Protocol

from bot.domain.channel import MaySee
from bot.domain.edition import Edition, EditionState
from bot.domain.errors import NotFound
from bot.domain.ids import CardKey, ChannelId, EditionId, PollId, ServerId, ThreadId
from bot.domain.poll import Poll, PollState, Tally
from bot.newsroom import finding
from bot.storage import editions, overview, polls
from bot.storage.database import Database
from bot.storage.searching import FoundStory, Wanted

# A poll that takes no more votes, and one whose card is gone, have a result as well.
_POLLED = Wanted(polled=tuple(PollState), also_gone=True)
# It is found to be told of that it has no result any more.
_RETRACTED = replace(_POLLED, state=EditionState.RETRACTED)


class Ballots(Protocol):
    """The count of a poll, with every reaction taken in so far; the voting walk."""

    async def results(self, poll_id: PollId) -> tuple[Poll, Tally] | None:
        """Return a poll with its count as of now."""


@dataclass(frozen=True, slots=True)
class Result:
    """A poll's count and the story it is about; the channel and the key of its card."""

    edition: Edition
    poll: Poll
    tally: Tally
    channel_id: ChannelId
    key: CardKey


class Results:
    """Finds polls for those who may see them. Raises NotFound when there is none to be shown."""

    def __init__(self, database: Database, ballots: Ballots) -> None:
        self._database = database
        self._ballots = ballots

    async def of_card(self, server_id: ServerId, key: CardKey, may_see: MaySee) -> Result:
        """Return the result that a card's button asks for."""
        async with self._database.read() as tx:
            edition_id = await overview.edition_of_card(tx, server_id, key)
        return await self._result(server_id, edition_id, may_see)

    async def of_discussion(self, server_id: ServerId, thread_id: ThreadId, may_see: MaySee) -> Result:
        """Return the result of the story that a thread discusses."""
        async with self._database.read() as tx:
            edition_id = await overview.edition_of_thread(tx, server_id, thread_id)
        if edition_id is None:
            raise NotFound("error-no-discussion")
        return await self._result(server_id, edition_id, may_see)

    async def of_story(self, server_id: ServerId, typed: str, may_see: MaySee) -> Result:
        """Return the result of a story: a completion's value, or words of its title (the newest counts)."""
        finding.must_name(typed)
        async with self._database.read() as tx:
            found = await finding.one(tx, server_id, typed, may_see, _POLLED)
            found = found or await finding.one(tx, server_id, typed, may_see, _RETRACTED)
        return await self._result(server_id, None if found is None else found.edition_id, may_see)

    async def offer(self, server_id: ServerId, typed: str, may_see: MaySee) -> list[FoundStory]:
        """Return the stories with a poll that match what was typed, newest first."""
        async with self._database.read() as tx:
            return await finding.offered(tx, server_id, typed, may_see, _POLLED)

    async def _result(self, server_id: ServerId, edition_id: EditionId | None, may_see: MaySee) -> Result:
        async with self._database.read() as tx:
            edition = None if edition_id is None else await editions.get(tx, edition_id)
            if edition is not None and edition.merged_into is not None:  # its votes are counted there
                edition = await editions.get(tx, edition.merged_into)
            poll = None if edition is None else await polls.of_edition(tx, edition.id)
            card = None if poll is None else await overview.card_of_poll(tx, poll.id)
        if edition is None or poll is None or card is None:
            raise NotFound("error-no-poll")
        if edition.server_id != server_id or not may_see(card[0]):
            raise NotFound("error-no-poll")
        if edition.state is EditionState.RETRACTED:
            raise NotFound("error-results-retracted")
        counted = await self._ballots.results(poll.id)
        if counted is None:
            raise NotFound("error-no-poll")
        return Result(edition, *counted, *card)
