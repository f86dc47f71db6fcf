"""The marker by which one of our messages is found again when the answer to its sending was lost.

Buttons carry the card's key in their custom_ids. A card without buttons carries it as the ids that Discord
lets components have: two numbers made of the key, on its container and on the first part of that. Nobody
else writes as us, and 58 bits among the messages of a channel since the attempt do not meet by chance.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from bot.chat.buttons import carries
from bot.domain.ids import CardKey

# Discord's ids end at 2**31 - 1. Those that it gives itself are counted from 1.
_LARGE = 1 << 30


def component_ids(key: CardKey | str) -> tuple[int, int]:
    """Return the ids of a card's container and of the first part of that, which differ."""
    digest = hashlib.sha256(key.encode()).digest()
    first, second = (int.from_bytes(digest[at : at + 4]) % (_LARGE >> 1) for at in (0, 4))
    return _LARGE + 2 * first, _LARGE + 2 * second + 1


def is_marked(components: Iterable[Mapping[str, Any]], marker: str) -> bool:
    """Search components, whatever they are nested in, for the marker."""
    for component in components:
        custom_id = component.get("custom_id")
        if isinstance(custom_id, str) and carries(custom_id, marker):
            return True
        inner = [*component.get("components", ())]
        if inner and (component.get("id"), inner[0].get("id")) == component_ids(marker):
            return True
        if (accessory := component.get("accessory")) is not None:
            inner.append(accessory)
        if is_marked(inner, marker):
            return True
    return False
