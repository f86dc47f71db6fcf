"""What the desk's buttons do, wherever they stand: on a message of the review channel, or on a private panel.

Each action is served by whoever does it. What is decided is shown where it was pressed; the walks show it
everywhere else.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

import discord

from bot.chat.answers import Answers, redraw, server_of
from bot.chat.languages import ServerLanguages
from bot.chat.moderators import must_be_moderator
from bot.chat.review_cards import ReviewWriter
from bot.clock import Clock
from bot.domain.errors import AlreadyDecided, InvalidInput, NotFound
from bot.domain.ids import CardKey, EditionId, ServerId, UserId, VerdictId
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.domain.verdict import ENDS_WAITING
from bot.newsroom.desk import Decided
from bot.pipeline.review_drawing import ReviewDrawing
from bot.storage import panels, review_messages, verdicts
from bot.storage.database import Database
from bot.storage.review_messages import Review

_Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The story that a button is about, and where the button stands: in the review channel or on a panel.

    seen: `sight_of` the story as it was shown there, or `words_of` what its source changed. A panel says
    both in its content: `edition`, `seen`.
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


Act = Callable[[_Interaction, Subject], Awaitable[None]]
QueuePress = Callable[[_Interaction], Awaitable[None]]


class DeskActions:
    """Brings every click to whoever serves it; implements `bot.chat.desk_buttons.DeskClicks`."""

    def __init__(
        self,
        answers: Answers,
        database: Database,
        clock: Clock,
        *,
        drawing: ReviewDrawing,
        writer: ReviewWriter,
        languages: ServerLanguages,
    ) -> None:
        self._answers = answers
        self._database = database
        self._clock = clock
        self._drawing = drawing
        self._writer = writer
        self._languages = languages
        self._presses: dict[str, Act] = {}
        self._forms: dict[str, Act] = {}
        self._of_queue: dict[str, QueuePress] = {}
        self._shows: dict[PanelKind, Shows] = {}

    def serve(self, action: str, press: Act, *, form: Act | None = None) -> None:
        """Let somebody do an action, and what its form (`form_id(action, key)`) is filled in for."""
        self._presses[action] = press
        if form is not None:
            self._forms[action] = form

    def serve_queue(self, action: str, press: QueuePress) -> None:
        """Let somebody do an action of the message that tells of the whole queue."""
        self._of_queue[action] = press

    def shown_by(self, shows: Shows, *kinds: PanelKind) -> None:
        """Say who shows the panels of these kinds, whose buttons are the desk's."""
        self._shows |= dict.fromkeys(kinds, shows)

    async def pressed(self, interaction: _Interaction, action: str, key: str) -> None:
        """Do what was pressed, or chosen in a select."""
        if (of_queue := self._of_queue.get(action)) is not None:
            await self._guarded(interaction, self._press_queue(interaction, key, of_queue))
        else:
            await self._guarded(interaction, self._do(interaction, key, self._presses.get(action)))

    async def submitted(self, interaction: _Interaction, action: str, key: str) -> None:
        """Do what a form was filled in for."""
        await self._guarded(interaction, self._do(interaction, key, self._forms.get(action)))

    async def show(self, interaction: _Interaction, subject: Subject, decided: Decided | None = None) -> None:
        """Show where a button was pressed what holds now: call it when an action is done."""
        if subject.panel is not None:
            await self._shows[subject.panel.kind].show(interaction, subject, decided)
        elif subject.review is not None:
            await self._redraw(interaction, subject.review)

    async def last_decision(self, subject: Subject) -> VerdictId:
        """Return the decision that the record of a story shows; raise NotFound where there is none."""
        async with self._database.read() as tx:
            last = await verdicts.last(tx, subject.edition_id, ENDS_WAITING)
        if last is None:
            raise NotFound("error-undo-nothing")
        return last.id

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

    async def _press_queue(self, interaction: _Interaction, key: str, press: QueuePress) -> None:
        """Do what the message for the queue offers to moderators of its server."""
        server_id = ServerId(server_of(interaction).id)
        async with self._database.read() as tx:
            review = await review_messages.by_key(tx, server_id, CardKey(key))
        if review is None or review.edition_id is not None:
            raise NotFound("error-panel-old")
        await must_be_moderator(interaction)
        await press(interaction)

    async def _do(self, interaction: _Interaction, key: str, act: Act | None) -> None:
        subject = await self.find(interaction, key)
        await must_be_moderator(interaction)
        if act is None:  # an action of an earlier version
            raise NotFound("error-panel-old")
        try:
            await act(interaction, subject)
        except (AlreadyDecided, InvalidInput) as error:
            # Another was faster, or the story is not what was seen: what holds now is shown, and told.
            if isinstance(error, AlreadyDecided) or error.code == "error-story-changed":
                await self.show(interaction, subject)
            raise

    async def _guarded(self, interaction: _Interaction, doing: Awaitable[None]) -> None:
        """Tell the person what goes wrong, because discord.py tells it nobody."""
        try:
            await doing
            interaction.client.dispatch("pressed", interaction)
        except Exception as error:  # noqa: BLE001 - the top of a click: answered and logged in one place
            await self._answers.failure(interaction, error, beside=True)

    async def _redraw(self, interaction: _Interaction, review: Review) -> None:
        """Let a message of the review channel show what holds now, as its walk does a moment later."""
        async with self._database.read() as tx:
            view = await self._drawing.of_message(tx, review)
        pressed = interaction.message
        if view is None or pressed is None or pressed.id != (review.message_id or pressed.id):
            if not interaction.response.is_done():
                await interaction.response.defer()
            return
        await redraw(interaction, self._writer.story(view, await self._languages.of(review.server_id)))
        async with self._database.write() as tx:
            await review_messages.show(tx, review.id, view.seen)
