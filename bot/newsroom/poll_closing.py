"""Closing a poll before its time, as an owner asks for it."""

from dataclasses import dataclass
from typing import Protocol

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import MaySee
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import PollId, ServerId, ThreadId, UserId
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.poll import PollState
from bot.domain.text import cut_at_word, one_line
from bot.newsroom import finding
from bot.newsroom.results import Result, Results
from bot.storage import audits, due_polls, panels
from bot.storage.database import Database
from bot.storage.searching import FoundStory, Wanted

_TITLE = 100
_OPEN = Wanted(polled=(PollState.OPEN,))


class Closer(Protocol):
    """Closes polls; the closing walk."""

    async def close(self, poll_id: PollId) -> None:
        """Close a poll now; where Discord gives no answer, later."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A poll that may be closed, as the question about it shows it."""

    panel: PanelKey
    found: Result


class PollClosing:
    """Closes polls now, once that was asked and answered: a closed one is not opened again.

    Raises NotFound when there is none that the person may see.
    """

    def __init__(self, database: Database, closer: Closer, results: Results, clock: Clock) -> None:
        self._database = database
        self._closer = closer
        self._results = results
        self._clock = clock

    async def offer(self, server_id: ServerId, typed: str, may_see: MaySee) -> list[FoundStory]:
        """Return the stories with an open poll that match what was typed, newest first."""
        async with self._database.read() as tx:
            return await finding.offered(tx, server_id, typed, may_see, _OPEN)

    async def ask(
        self, server_id: ServerId, actor: UserId, typed: str | None, thread_id: ThreadId, may_see: MaySee
    ) -> Ending:
        """Ask whether to close the poll of a story, or of the one that a thread discusses.

        typed: a completion's value, or words of its title (the newest open one counts).
        """
        found = await self._find(server_id, typed, thread_id, may_see)
        _must_be_open(found)
        async with self._database.write() as tx:
            content = {"edition": found.edition.id}
            panel = await panels.add(tx, server_id, actor, PanelKind.CLOSE, content, now=self._clock.now())
        return Ending(panel.key, found)

    async def confirmed(self, server_id: ServerId, actor: UserId, key: PanelKey, may_see: MaySee) -> Result:
        """Return what is to be closed, as was asked: once."""
        edition_id = await self._answered(server_id, actor, key)
        found = await self._results.of_story(server_id, edition_id, may_see)
        _must_be_open(found)
        return found

    async def leave(self, server_id: ServerId, actor: UserId, key: PanelKey) -> None:
        """Do not close a poll after all."""
        await self._answered(server_id, actor, key)

    async def close(self, server_id: ServerId, actor: UserId, found: Result, may_see: MaySee) -> Result:
        """Close a poll and return its result; still open in it where Discord gave no answer.

        It is decided before Discord is asked: whatever happens then, the poll closes by itself.
        """
        now = self._clock.now()
        title = found.edition.story.draft.title
        async with self._database.write() as tx:
            await due_polls.put_off_closing(tx, found.poll.id, now=now)
            details = {"voters": found.tally.voters, "home": found.channel_id}
            await audits.record(tx, AuditEntry(server_id, "poll-closed", title, now, actor, details))
        await self._closer.close(found.poll.id)
        return await self._results.of_story(server_id, str(found.edition.id), may_see)

    async def _find(
        self, server_id: ServerId, typed: str | None, thread_id: ThreadId, may_see: MaySee
    ) -> Result:
        try:
            if typed is None:
                return await self._results.of_discussion(server_id, thread_id, may_see)
            offered = [] if typed.isdigit() else await self.offer(server_id, typed, may_see)
            wanted = str(offered[0].edition_id) if offered else typed
            return await self._results.of_story(server_id, wanted, may_see)
        except NotFound as error:
            if typed is None:
                raise NotFound("error-no-discussion-to-close") from error
            raise NotFound("error-no-poll-to-close", story=cut_at_word(one_line(typed), _TITLE)) from error

    async def _answered(self, server_id: ServerId, actor: UserId, key: PanelKey) -> str:
        async with self._database.write() as tx:
            panel = await panels.take(tx, server_id, actor, PanelKind.CLOSE, key, now=self._clock.now())
        return str(panel.content["edition"])


def _must_be_open(found: Result) -> None:
    if found.poll.state is not PollState.OPEN:
        raise InvalidInput("error-poll-closed", title=found.edition.story.draft.title)
