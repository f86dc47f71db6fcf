"""What is said in a discussion about its story, when a moderator decided something.

    wanted ──► posting ──► posted ──► done
       └──────────┴───────────┴─────► failed   its discussion is gone, or Discord will never take it

One discussion's notes go in their order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import CardKey, EditionId, NoteId, ServerId, ThreadId


class NoteState(StrEnum):
    """How far a note has come; see the drawing above."""

    WANTED = "wanted"
    POSTING = "posting"
    POSTED = "posted"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be said in a discussion; `kind` names its sentence, `fields` fill it.

    locks: what becomes of the discussion with it; None: it stays as it is.
    """

    id: NoteId
    server_id: ServerId
    edition_id: EditionId
    thread_id: ThreadId
    kind: str
    fields: Mapping[str, object]
    key: CardKey
    state: NoteState
    locks: bool | None = None
    intent_at: datetime | None = None
    attempts: int = 0
