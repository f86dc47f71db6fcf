"""Which files an option or a form asks for: told by the ending of their name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

# Source: Discord documentation, API reference, file type filtering.
FILE_GROUPS: Final = {
    "image": frozenset({".png", ".gif", ".jpg", ".jpeg", ".jfif", ".webp", ".avif"}),
    "video": frozenset({".mp4", ".mov", ".qt", ".webm"}),
    "audio": frozenset({".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac"}),
}


def fits(name: str, types: Iterable[str]) -> bool:
    """Whether a name ends as one of the file types (groups, or endings as ".pdf"), if there are any."""
    wanted = {one.lower() for one in types}
    ending = PurePosixPath(name.lower()).suffix
    return not wanted or any(ending in FILE_GROUPS.get(one, {one}) for one in wanted)
