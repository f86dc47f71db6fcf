"""What Discord takes as a message of components, checked before it is sent.

discord.py checks only the number of components.
"""

import re
from typing import Any

import discord

from bot.domain.errors import Refused

DISPLAYED_CHARACTERS = 4000
COMPONENTS = 40
BUTTON_LABEL = 80
BUTTON_URL = 512
CUSTOM_ID = 100
MEDIA_URL = 2048
MEDIA_DESCRIPTION = 1024
# Discord's code for a body that it can't take.
_INVALID_FORM_BODY = 50035

# Discord takes no host without a dot and none with an underscore, wherever it is to show or open an address.
_ADDRESS = re.compile(r"https?://[^/?#_.]+(?:\.[^/?#_.]+)+\.?(?:[/?#]|$)", re.IGNORECASE)

Layout = discord.ui.LayoutView


def layout(*items: discord.ui.Item[Layout]) -> Layout:
    """Return a new view of these items; raise Refused when Discord would.

    Build one for every send and edit. discord.py is to keep nothing of it, with a timer: its items are found
    by their custom_ids.
    """
    view = Layout(timeout=None)
    for item in items:
        view.add_item(item)
    check(view)
    view.stop()
    return view


def row(*items: discord.ui.Item[Any]) -> "discord.ui.ActionRow[Layout]":
    """Return a row of buttons, or of one select."""
    made: discord.ui.ActionRow[Layout] = discord.ui.ActionRow()
    for item in items:
        made.add_item(item)
    return made


def takes_address(url: str, limit: int) -> bool:
    """Tell whether Discord takes an address on a button or as an image."""
    return len(url) <= limit and _ADDRESS.match(url) is not None


def check(view: Layout) -> None:
    """Raise Refused, naming the limit, when the view is beyond one of Discord's."""
    faults = [*_counts(view), *(fault for item in view.walk_children() for fault in _faults(item))]
    if faults:
        raise Refused(discord_code=_INVALID_FORM_BODY, why="; ".join(faults))


def _counts(view: Layout) -> list[str]:
    faults = []
    if (length := view.content_length()) > DISPLAYED_CHARACTERS:
        faults.append(f"{length} of {DISPLAYED_CHARACTERS} displayed characters")
    if view.total_children_count > COMPONENTS:
        faults.append(f"{view.total_children_count} of {COMPONENTS} components")
    ids = [item.custom_id for item in view.walk_children() if isinstance(item, discord.ui.DynamicItem)]
    if len(set(ids)) < len(ids):
        faults.append("a custom_id twice")
    return faults


def _faults(item: discord.ui.Item[Layout]) -> list[str]:
    inner = item.item if isinstance(item, discord.ui.DynamicItem) else item
    match inner:
        case discord.ui.TextDisplay():
            return [] if inner.content.strip() else ["an empty text"]
        case discord.ui.Button():
            return _button_faults(inner)
        case discord.ui.MediaGallery():
            return [
                fault for media in inner.items for fault in _media_faults(media.media.url, media.description)
            ]
        case discord.ui.Thumbnail():
            return _media_faults(inner.media.url, inner.description)
    return []


def _button_faults(button: "discord.ui.Button[Layout]") -> list[str]:
    lengths = (
        ("label", button.label, BUTTON_LABEL),
        ("url", button.url, BUTTON_URL),
        ("custom_id", button.custom_id, CUSTOM_ID),
    )
    faults = [
        f"a button's {name} of {len(text)}" for name, text, limit in lengths if text and len(text) > limit
    ]
    if button.url and not takes_address(button.url, len(button.url)):
        faults.append("a button's address")
    return faults


def _media_faults(url: str, description: str | None) -> list[str]:
    faults = []
    if not takes_address(url, MEDIA_URL):
        faults.append("an image's address")
    if description is not None and not 1 <= len(description) <= MEDIA_DESCRIPTION:
        faults.append("an image's description")
    return faults
