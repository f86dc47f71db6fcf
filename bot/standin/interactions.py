"""Interactions under way: from a command or click to the answer, with both of Discord's deadlines."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.standin import errors, limits
from bot.standin.clock import Timer, Timers
from bot.standin.errors import Refusal
from bot.standin.world.model import Account, Application, Attachment, Channel, Json, Message
from bot.standin.world.world import World

_PRIVATE_KEPT = 2_000


class InteractionKind:
    """Discord's numbers for what a person did."""

    PING = 1
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(slots=True, eq=False)
class Interaction:
    """One command, click, completion or modal of a person, and what became of it."""

    id: int
    token: str
    application: Application
    account: Account
    channel: Channel
    kind: int
    data: Json
    nonce: str | None
    started_at: float
    source: Message | None = None
    command_name: str | None = None
    opened_by: Interaction | None = None
    session_id: str | None = None
    locale: str = "en-US"
    acknowledged: bool = False
    expired: bool = False
    original: Message | None = None
    modal: Json | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    timer: Timer | None = None


class Interactions:
    """Those of the last quarter of an hour."""

    def __init__(self, world: World, timers: Timers, *, answer_seconds: float) -> None:
        self._world = world
        self._timers = timers
        self.answer_seconds = answer_seconds
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}
        self.private: dict[int, Message] = {}
        self.files: dict[int, Attachment] = {}

    def open(
        self,
        application: Application,
        account: Account,
        channel: Channel,
        kind: int,
        data: Json,
        *,
        nonce: str | None,
        source: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Interaction:
        """Begin an interaction, with an id and a token of its own."""
        self._forget_old()
        interaction = Interaction(
            id=self._world.mint.next(),
            token=secrets.token_urlsafe(48),
            application=application,
            account=account,
            channel=channel,
            kind=kind,
            data=data,
            nonce=nonce,
            started_at=self._world.clock(),
            source=source,
            opened_by=opened_by,
        )
        self._by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction
        return interaction

    def find(self, interaction_id: int) -> Interaction | None:
        """The one of this id, however old."""
        return self._by_id.get(interaction_id)

    def expect_answer(self, interaction: Interaction, late: Callable[[Interaction], None]) -> None:
        """Call `late` unless the interaction is acknowledged in time."""

        def expire() -> None:
            if not interaction.acknowledged:
                interaction.expired = True
                late(interaction)

        interaction.timer = self._timers.call_later(self.answer_seconds, expire)

    def acknowledge(self, interaction: Interaction) -> None:
        """The bot answered in time."""
        interaction.acknowledged = True
        if interaction.timer is not None:
            interaction.timer.cancel()
            interaction.timer = None

    def to_answer(self, interaction_id: int, token: str) -> Interaction:
        """The one that a callback answers, refused when it is too late or was answered."""
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token or interaction.expired:
            raise Refusal(errors.UNKNOWN_INTERACTION)
        if interaction.acknowledged:
            raise Refusal(errors.ALREADY_ACKNOWLEDGED)
        return interaction

    def of_token(self, application_id: int, token: str) -> Interaction:
        """The one whose webhook is used, within its quarter of an hour."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.application.id != application_id:
            raise Refusal(errors.UNKNOWN_WEBHOOK)
        if self._world.clock() - interaction.started_at > limits.INTERACTION_TOKEN_SECONDS:
            raise Refusal(errors.INVALID_WEBHOOK_TOKEN)
        if not interaction.acknowledged or interaction.kind == InteractionKind.AUTOCOMPLETE:
            raise Refusal(errors.UNKNOWN_WEBHOOK)
        return interaction

    def with_modal(self, account: Account, custom_id: str, interaction_id: int | None) -> Interaction | None:
        """The interaction, or else the latest one, that showed this person a modal of that name."""
        for interaction in reversed(self._by_id.values()):
            if interaction.account is not account or interaction.modal is None:
                continue
            if interaction_id in (None, interaction.id) and interaction.modal.get("custom_id") == custom_id:
                return interaction
        return None

    def keep_private(self, message: Message) -> None:
        """Remember a message that is part of no channel, for as long as its reader may click on it."""
        self.private[message.id] = message
        while len(self.private) > _PRIVATE_KEPT:
            del self.private[next(iter(self.private))]

    def close(self) -> None:
        """Wait for no more answers."""
        for interaction in self._by_id.values():
            if interaction.timer is not None:
                interaction.timer.cancel()

    def _forget_old(self) -> None:
        oldest = self._world.clock() - 2 * limits.INTERACTION_TOKEN_SECONDS
        while self._by_id:
            interaction = next(iter(self._by_id.values()))
            if interaction.started_at >= oldest:
                return
            del self._by_id[interaction.id], self._by_token[interaction.token]
            for attachment_id in (interaction.data.get("resolved") or {}).get("attachments", ()):
                self.files.pop(int(attachment_id), None)
