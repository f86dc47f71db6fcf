"""Closing a poll before its time, as an owner asks for it."""

from typing import Protocol

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.errors import InvalidInput
from bot.domain.ids import PollId, ServerId, UserId
from bot.domain.poll import PollState
from bot.newsroom.results import MaySee, Result, Results
from bot.storage import audits, overview
from bot.storage.database import Database


class Closer(Protocol):
    """Closes polls; the closing walk."""

    async def close(self, poll_id: PollId) -> None:
        """Close a poll now; where Discord gives no answer, later."""


class PollClosing:
    """Closes polls now. Raises NotFound when there is none that the person may see."""

    def __init__(self, database: Database, closer: Closer, results: Results, clock: Clock) -> None:
        self._database = database
        self._closer = closer
        self._results = results
        self._clock = clock

    async def offer(self, server_id: ServerId, typed: str, may_see: MaySee) -> list[overview.PolledStory]:
        """Return the stories with an open poll that match what was typed, newest first."""
        async with self._database.read() as tx:
            seen = [channel for channel in await overview.polled_channels(tx, server_id) if may_see(channel)]
            return await overview.polled_stories(
                tx, server_id, seen, typed=typed.strip(), states=(PollState.OPEN,)
            )

    async def close(self, server_id: ServerId, actor: UserId, typed: str, may_see: MaySee) -> Result:
        """Close the poll of a story and return its result; still open in it where Discord gave no answer.

        typed: a completion's value, or words of its title (the newest open one counts).
        """
        offered = [] if typed.isdigit() else await self.offer(server_id, typed, may_see)
        wanted = str(offered[0].edition_id) if offered else typed
        found = await self._results.of_story(server_id, wanted, may_see)
        if found.poll.state is not PollState.OPEN:
            raise InvalidInput("error-poll-closed", title=found.edition.story.draft.title)
        await self._closer.close(found.poll.id)
        after = await self._results.of_story(server_id, str(found.edition.id), may_see)
        title = found.edition.story.draft.title
        now = self._clock.now()
        async with self._database.write() as tx:
            details = {"state": after.poll.state, "voters": after.tally.voters}
            await audits.record(tx, AuditEntry(server_id, "poll-closed", title, now, actor, details))
        return after
