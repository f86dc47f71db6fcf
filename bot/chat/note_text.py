"""What is said in a discussion when a moderator decided something about its story."""

from collections.abc import Iterable, Mapping

import discord

from bot.chat import layouts
from bot.chat.layouts import Layout
from bot.chat.markdown import escape_line
from bot.chat.markers import component_ids
from bot.domain.delivery import Place
from bot.domain.ids import ChannelId, MessageId
from bot.domain.note import Note
from bot.texts.catalogue import Texts

_TEXT = 400


def note_layout(note: Note, texts: Texts, locale: str, *, tells_where: bool) -> Layout:
    """Return a note as a message; tells_where: whether its readers may know of the place that it names.

    It has no buttons: it is found again by the ids of its parts.
    """
    outer, inner = component_ids(note.key)
    text: discord.ui.TextDisplay[Layout] = discord.ui.TextDisplay(
        _words(note, texts, locale, tells_where=tells_where), id=inner
    )
    return layouts.layout(discord.ui.Container(text, id=outer))


def channels_of(note: Note) -> tuple[ChannelId, ChannelId]:
    """Return the channel of a note's discussion, and the one of the place that it names."""
    here, there = note.fields.get("here"), note.fields.get("there")
    return ChannelId(_number(here)), ChannelId(_number(there))


def _words(note: Note, texts: Texts, locale: str, *, tells_where: bool) -> str:
    key = f"note-{note.kind}"
    if "there" in note.fields and not tells_where:
        key = f"{key}-hidden"
    shown = dict(_shown(note, texts, locale))
    more = [part for part in ("reason", "carried", "dropped") if shown.get(part)]
    added = [texts.get(f"note-{part}", locale, **{part: shown[part]}) for part in more]
    return "\n".join([texts.get(key, locale, **shown), *added])


def _shown(note: Note, texts: Texts, locale: str) -> Iterable[tuple[str, object]]:
    fields: Mapping[str, object] = note.fields
    for name, value in fields.items():
        match name, value:
            case "place", [int(channel), int(message)]:
                yield "url", Place(ChannelId(channel), MessageId(message)).jump_url(note.server_id)
            case "what", list():
                yield name, ", ".join(texts.get(f"note-what-{each}", locale) for each in value)
            case "when", int():
                yield name, f"<t:{value}:f>"
            case _, str():
                yield name, escape_line(value, _TEXT)
            case _:
                yield name, value


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
