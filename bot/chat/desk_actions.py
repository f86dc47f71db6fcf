"""What the desk's buttons do, wherever they stand: on a message of the review channel, or on a private panel.

Each action is served by whoever does it. What is decided is shown where it was pressed; the walks show it
everywhere else.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.moderators import moderator
from bot.clock import Clock
from bot.domain.errors import AlreadyDecided, InvalidInput, NotFound
from bot.domain.ids import CardKey, EditionId, ServerId, UserId
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.newsroom.desk import Decided, Desk
from bot.storage import panels, review_messages
from bot.storage.database import Database
from bot.storage.review_messages import Review

_Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The story that a button is about, and where the button stands: in the review channel or on a panel.

    seen: `words_of` the story as it was shown there. A panel says both in its content: `edition`, `seen`.
    """

    key: str
    server_id: ServerId
    edition_id: EditionId
    seen: str | None = None
    review: Review | None = None
    panel: Panel | None = None


class Shows(Protocol):
    """Whose panels have the desk's buttons."""

    async def show(self, interaction: _Interaction, subject: Subject, decided: Decided | None) -> None:
        """Answer a click by what the panel shows from now on.

        decided: what was decided by the click; None where the story was changed, or another was faster.
        The click may have been answered before, where `interaction.response` says so.
        """


Press = Callable[[_Interaction, Subject, Sequence[str]], Awaitable[None]]
Form = Callable[[_Interaction, Subject], Awaitable[None]]


class DeskActions:
    """Brings every click to whoever serves it; implements `bot.chat.desk_buttons.DeskClicks`."""

    def __init__(self, answers: Answers, database: Database, clock: Clock, desk: Desk) -> None:
        self._answers = answers
        self._database = database
        self._clock = clock
        self._desk = desk
        self._presses: dict[str, Press] = {"approve": self._approve}
        self._forms: dict[str, Form] = {}
        self._shows: dict[PanelKind, Shows] = {}

    def serve(self, action: str, press: Press, *, form: Form | None = None) -> None:
        """Let somebody do an action, and what its form (`form_id(action, key)`) is filled in for."""
        self._presses[action] = press
        if form is not None:
            self._forms[action] = form

    def shown_by(self, shows: Shows, *kinds: PanelKind) -> None:
        """Say who shows the panels of these kinds, whose buttons are the desk's."""
        self._shows |= dict.fromkeys(kinds, shows)

    async def pressed(
        self, interaction: _Interaction, action: str, key: str, chosen: Sequence[str] = ()
    ) -> None:
        """Do what was pressed, or chosen in a select."""

        async def do(subject: Subject) -> None:
            if (press := self._presses.get(action)) is None:
                raise NotFound("error-panel-old")
            await press(interaction, subject, chosen)

        await self._do(interaction, key, do)

    async def submitted(self, interaction: _Interaction, action: str, key: str) -> None:
        """Do what a form was filled in for."""

        async def do(subject: Subject) -> None:
            if (form := self._forms.get(action)) is None:
                raise NotFound("error-panel-old")
            await form(interaction, subject)

        await self._do(interaction, key, do)

    async def show(self, interaction: _Interaction, subject: Subject, decided: Decided | None = None) -> None:
        """Show where a button was pressed what holds now: call it when an action is done."""
        if subject.panel is not None:
            await self._shows[subject.panel.kind].show(interaction, subject, decided)

    async def find(self, interaction: _Interaction, key: str) -> Subject:
        """Return what a key stands for in the server that a click came from; raise NotFound."""
        server_id, user_id = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        async with self._database.read() as tx:
            review = await review_messages.by_key(tx, server_id, CardKey(key))
            if review is not None and review.edition_id is not None:
                return Subject(key, server_id, review.edition_id, review.shown or None, review=review)
            panel = await panels.find(
                tx, server_id, user_id, [*self._shows], PanelKey(key), now=self._clock.now()
            )
        return Subject(
            key, server_id, EditionId(panel.content["edition"]), panel.content.get("seen"), panel=panel
        )

    async def _do(
        self, interaction: _Interaction, key: str, do: Callable[[Subject], Awaitable[None]]
    ) -> None:
        """Do something about what a key stands for; discord.py tells nobody what goes wrong with it."""
        try:
            subject = await self.find(interaction, key)
            try:
                await do(subject)
            except (AlreadyDecided, InvalidInput) as error:
                if isinstance(error, AlreadyDecided) or error.code == "error-story-changed":
                    await self.show(interaction, subject)
                raise
            interaction.client.dispatch("pressed", interaction)
        except Exception as error:  # noqa: BLE001 - the top of a click: answered and logged in one place
            await self._answers.failure(interaction, error, beside=True)

    async def _approve(self, interaction: _Interaction, subject: Subject, _chosen: Sequence[str]) -> None:
        await self._decide(interaction, subject, partial(self._desk.approve, seen=subject.seen))

    async def _decide(
        self, interaction: _Interaction, subject: Subject, decide: Callable[..., Awaitable[Decided]]
    ) -> None:
        by = await moderator(interaction)
        decided = await decide(subject.server_id, by, subject.edition_id)
        await self.show(interaction, subject, decided)
