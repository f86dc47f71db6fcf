"""What a person gets for an answer: a reply, a refusal, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.standin.people import filling
from bot.standin.world.model import Json

_PRIVATE = 64


class PersonRefused(Exception):
    """Discord refused what this person tried."""

    def __init__(self, status: int, body: Json) -> None:
        self.status = status
        self.code = int(body.get("code", 0))
        self.errors = body.get("errors") or {}
        super().__init__(f"{status} {self.code}: {body.get('message', '')} {self.errors or ''}".rstrip())


class NoAnswer(Exception):
    """The bot did not answer an interaction in time."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a command or click: a message, a modal, or nothing to see."""

    interaction_id: str
    message: Json | None = None
    modal: Json | None = None

    @property
    def content(self) -> str:
        """Its plain text."""
        return "" if self.message is None else str(self.message["content"])

    @property
    def components(self) -> list[Json]:
        """Its components, as Discord gives them."""
        return [] if self.message is None else list(self.message["components"])

    @property
    def embeds(self) -> list[Json]:
        """Its embeds."""
        return [] if self.message is None else list(self.message["embeds"])

    @property
    def flags(self) -> int:
        """Its flags."""
        return 0 if self.message is None else int(self.message["flags"])

    @property
    def private(self) -> bool:
        """Whether only this person sees it."""
        return bool(self.flags & _PRIVATE)

    @property
    def text(self) -> str:
        """Everything that the reply shows as text, wherever it stands."""
        texts = [self.content, *filling.texts(self.components)]
        for embed in self.embeds:
            texts += [str(embed.get("title") or ""), str(embed.get("description") or "")]
            texts += [f"{field['name']}\n{field['value']}" for field in embed.get("fields") or []]
        return "\n".join(text for text in texts if text)
