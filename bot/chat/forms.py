"""Forms that a panel's button opens: fields with what is there already, and what comes back of them.

A form's custom_id carries what a button's does, so that it can be filled in for as long as its panel lasts,
also after a restart: discord.py is to remember nothing of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import discord

from bot.domain.text import cut_at_word

_TITLE, _LABEL, _HINT = 45, 45, 100
_LONGEST = 4000

_Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its name for the code, its label, and what stands in it at first.

    hint: a sentence below the label. most: characters at most. options: what it is chosen from, not typed.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    required: bool = False
    several_lines: bool = False
    most: int = _LONGEST
    options: tuple[discord.SelectOption, ...] = ()


def form(custom_id: str, title: str, parts: Sequence[Field | discord.ui.Item[Any]]) -> discord.ui.Modal:
    """Return a form of at most five parts: fields, or whatever else Discord takes there."""
    modal = discord.ui.Modal(title=cut_at_word(title, _TITLE), custom_id=custom_id)
    for part in parts:
        modal.add_item(_labelled(part) if isinstance(part, Field) else part)
    modal.stop()
    return modal


def _labelled(field: Field) -> "discord.ui.Label[Any]":
    label, hint = cut_at_word(field.label, _LABEL), cut_at_word(field.hint, _HINT)
    return discord.ui.Label(text=label, description=hint or None, component=_component(field))


def _component(field: Field) -> "discord.ui.TextInput[Any] | discord.ui.Select[Any]":
    if field.options:
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=field.name, options=[*field.options], required=field.required
        )
        return select
    typed: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.several_lines else discord.TextStyle.short,
        default=field.value[: field.most] or None,
        required=field.required,
        max_length=field.most,
    )
    return typed


def filled_in(interaction: _Interaction) -> Mapping[str, str]:
    """Return what was typed into the fields of a submitted form, and chosen in its selects, by their names.

    Of a select it is the ids or values that were chosen, parted by commas.
    """
    data = cast("dict[str, Any]", interaction.data or {})
    typed = {field["custom_id"]: str(field["value"]) for field in _fields(data) if "value" in field}
    chosen = {field["custom_id"]: ",".join(field["values"]) for field in _fields(data) if "values" in field}
    return typed | chosen


def _fields(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for row in data.get("components", ()):
        yield from row.get("components") or [row["component"]]
