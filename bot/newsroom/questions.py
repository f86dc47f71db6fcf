"""What the buttons of a private message need to know later, kept for as long as panels last."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.domain.ids import ServerId, UserId
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.storage import panels
from bot.storage.database import Database


class Questions:
    """Keeps panels whose answers need no transaction together with them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask(
        self, server_id: ServerId, user_id: UserId, kind: PanelKind, content: Mapping[str, Any]
    ) -> Panel:
        """Keep what a question is about."""
        async with self._database.write() as tx:
            return await panels.add(tx, server_id, user_id, kind, content, now=self._clock.now())

    async def find(self, server_id: ServerId, user_id: UserId, kind: PanelKind, key: PanelKey) -> Panel:
        """Return a panel to the person it was made for; raise NotFound."""
        async with self._database.read() as tx:
            return await panels.get(tx, server_id, user_id, kind, key, now=self._clock.now())

    async def change(self, panel: Panel, **changed: Any) -> Panel:
        """Let some of what a panel knows be something else, and return it."""
        content = panel.content | changed
        async with self._database.write() as tx:
            await panels.change(tx, panel.key, content)
        return Panel(panel.key, panel.server_id, panel.user_id, panel.kind, content)

    async def ask_anew(self, panel: Panel, content: Mapping[str, Any]) -> None:
        """Let a panel know this and nothing else."""
        async with self._database.write() as tx:
            await panels.change(tx, panel.key, content)

    async def follow_up(self, panel: Panel, content: Mapping[str, Any]) -> Panel | None:
        """Return a panel that takes another's place: what was pressed on that one does nothing any more.

        None where another has its place already.
        """
        async with self._database.write() as tx:
            if not await panels.remove(tx, panel.key):
                return None
            return await panels.add(
                tx, panel.server_id, panel.user_id, panel.kind, content, now=self._clock.now()
            )

    async def done(self, panel: Panel) -> None:
        """Forget a panel: it was answered."""
        async with self._database.write() as tx:
            await panels.remove(tx, panel.key)
