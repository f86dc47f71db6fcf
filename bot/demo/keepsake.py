"""What the demo keeps between two runs beside the database: the local Discord's world and what was published.

Without it a restarted demo would be another server, whose readers never voted.
"""

import io
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from bot.domain.errors import InvalidInput
from bot.standin.world import audit, messagelog, model
from bot.standin.world.world import World

# What belongs to a run, not to the world.
_OF_THE_RUN = frozenset({"clock", "mint", "listeners", "files"})
_PARTS = (model, messagelog, audit)
# All that may be made from a kept file, by the name it has there; a dotted name is none of these.
_MADE_OF = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (*(one for part in _PARTS for one in vars(part).values()), datetime, timedelta, timezone)
    if isinstance(kind, type) and kind.__module__ in (*(part.__name__ for part in _PARTS), "datetime")
}
# What a world is made of: a file that was kept with other parts would be misread, and is refused.
_FORM = tuple(
    f"{kind.__qualname__}.{part.name}"
    for kind in _MADE_OF.values()
    if is_dataclass(kind)
    for part in fields(kind)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """The part of a kept run that is not in the world: the newsstand's port, and slug → when it came out."""

    port: int
    published: Mapping[str, datetime]


class Keepsake:
    """One file, replaced whole at each save."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def restore(self, world: World) -> Kept | None:
        """Fill a new world with the kept one; None without one, InvalidInput when it can't be read."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreadable() from error
        try:
            form, state, port, published = _Unpickler(io.BytesIO(content)).load()
        except Exception as error:  # pickle raises anything for what was cut off or comes from elsewhere
            raise self._unreadable() from error
        if form != _FORM or not isinstance(state, dict) or state.keys() != _state(world).keys():
            raise self._unreadable()
        vars(world).update(state)
        world.files.update(_files(world))
        # The clock may have been set back since, and what comes next must still come after.
        world.mint.start_after(max(_ids(world), default=0))
        return Kept(port, published)

    def save(self, world: World, kept: Kept) -> None:
        """Write the world as it is now."""
        content = pickle.dumps((_FORM, _state(world), kept.port, dict(kept.published)), protocol=5)
        draft = self._path.with_suffix(".new")
        draft.write_bytes(content)
        draft.replace(self._path)

    def _unreadable(self) -> InvalidInput:
        return InvalidInput("error-demo-kept", path=str(self._path.parent))


class _Unpickler(pickle.Unpickler):
    """Makes nothing but what a world is made of."""

    def find_class(self, module: str, name: str) -> Any:
        kind = _MADE_OF.get((module, name))
        if kind is None:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a world")
        return kind


def _files(world: World) -> dict[int, model.Attachment]:
    """The files that its messages hold, by their ids."""
    logs = [channel.messages for channel in world.channels.values() if channel.messages is not None]
    return {file.id: file for log in logs for message in log for file in message.attachments}


def _ids(world: World) -> Iterator[int]:
    yield from world.accounts
    yield from world.servers
    for channel in world.channels.values():
        yield max(channel.id, channel.last_message_id or 0)


def _state(world: World) -> dict[str, Any]:
    return {name: value for name, value in vars(world).items() if name not in _OF_THE_RUN}
