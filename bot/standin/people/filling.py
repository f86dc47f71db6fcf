"""How a person fills in what a bot offers, and what Discord's client would not let them do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from bot.standin.rules import submissions
from bot.standin.rules.components import SELECTS, ComponentKind, walk
from bot.standin.rules.definitions import ATTACHMENT, BOOLEAN, INTEGER, NUMBER
from bot.standin.rules.submissions import WrongInput
from bot.standin.world.model import Json

K = ComponentKind
_LISTS: Final = SELECTS | {K.CHECKBOX_GROUP, K.FILE_UPLOAD}


class NotOffered(LookupError):
    """Discord's client offers no such thing to this person, or would not send what they filled in."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that a person chooses."""

    name: str
    data: bytes = b""
    content_type: str = "application/octet-stream"


@dataclass(slots=True)
class Chosen:
    """The files that go along with one request, in their order."""

    files: list[File] = field(default_factory=list)

    def add(self, file: object) -> str:
        """The number by which the request names a file."""
        if not isinstance(file, File):
            raise NotOffered(f"{file!r} is no file")
        self.files.append(file)
        return str(len(self.files) - 1)

    @property
    def told(self) -> list[Json]:
        """What the request says of them."""
        return [{"id": str(index), "filename": file.name} for index, file in enumerate(self.files)]


def command(
    definition: Json, path: Iterable[str], options: dict[str, object], *, focused: str | None = None
) -> tuple[Json, Chosen]:
    """A slash command with its options, below the subcommands of the path; `focused` is being typed."""
    chosen = Chosen()
    leaf, branches = definition, []
    for part in path:
        leaf = _named(leaf, part)
        branches.append(leaf)
    given = [
        _option(_named(leaf, name), value, chosen, focused=name == focused) for name, value in options.items()
    ]
    for branch in reversed(branches):
        given = [{"name": branch["name"], "type": branch["type"], "options": given}]
    _check(lambda: submissions.command(definition, given, complete=focused is None))
    data = {**head(definition), "options": given}
    return ({**data, "attachments": chosen.told} if chosen.files else data), chosen


def _named(holder: Json, name: str) -> Json:
    offered = {one["name"]: one for one in holder.get("options") or []}
    if name not in offered:
        raise NotOffered(f"{holder['name']} has no {name!r}, only {', '.join(offered) or 'nothing'}")
    return dict(offered[name])


def _option(definition: Json, value: object, chosen: Chosen, *, focused: bool) -> Json:
    option: Json = {"name": definition["name"], "type": definition["type"]}
    if focused:
        return {**option, "value": str(value), "focused": True}
    if definition["type"] == ATTACHMENT:
        return {**option, "value": chosen.add(value)}
    typed = value if definition["type"] in (INTEGER, BOOLEAN, NUMBER) else _text(value)
    return {**option, "value": typed}


def head(command: Json) -> Json:
    """What says which command is meant."""
    return {key: command[key] for key in ("application_id", "id", "name", "type", "version")}


def component(message: Json, custom_id: str, values: Iterable[object] | None) -> Json:
    """A pressed button, or a select with what was chosen in it."""
    parts = list(walk(message["components"]))
    found = next((one for one in parts if one.get("custom_id") == custom_id), None)
    if found is None:
        names = [str(one["custom_id"]) for one in parts if one.get("custom_id")]
        raise NotOffered(f"the message has no {custom_id!r}, only {', '.join(names) or 'nothing'}")
    if found.get("disabled"):
        raise NotOffered(f"{custom_id!r} is disabled")
    data: Json = {"custom_id": custom_id, "component_type": found["type"]}
    if found["type"] in SELECTS:
        given = [_text(one) for one in values or []]
        _check(lambda: submissions.selected(found, given))
        return {**data, "values": given}
    if values is not None:
        raise NotOffered(f"{custom_id!r} is a button: it has no values")
    return data


def form(modal: Json, values: dict[str, object]) -> tuple[Json, Chosen]:
    """A modal with its fields filled in by custom_id; others keep what the bot filled in beforehand."""
    chosen, left = Chosen(), dict(values)
    tree = [_holder(one, left, chosen) for one in modal["components"] if one["type"] in (K.ROW, K.LABEL)]
    if left:
        names = [str(one["custom_id"]) for one in walk(modal["components"]) if one.get("custom_id")]
        raise NotOffered(f"the form has no {', '.join(left)}, only {', '.join(names)}")
    _check(lambda: submissions.modal(modal["components"], tree))
    data = {"id": modal["id"], "custom_id": modal["custom_id"], "components": tree}
    return ({**data, "attachments": chosen.told} if chosen.files else data), chosen


def _holder(shown: Json, values: dict[str, object], chosen: Chosen) -> Json:
    if shown["type"] == K.LABEL:
        return {"type": K.LABEL, "component": _field(shown["component"], values, chosen)}
    return {"type": K.ROW, "components": [_field(one, values, chosen) for one in shown["components"]]}


def _field(shown: Json, values: dict[str, object], chosen: Chosen) -> Json:
    name, kind = shown["custom_id"], shown["type"]
    filled: Json = {"type": kind, "custom_id": name}
    value = values.pop(name) if name in values else _beforehand(shown)
    if kind in _LISTS:
        many = value if isinstance(value, list | tuple) else [value]
        given = [chosen.add(one) if kind == K.FILE_UPLOAD else _text(one) for one in many]
        return {**filled, "values": given}
    return {**filled, "value": _text(value) if kind == K.TEXT_INPUT else value}


def _beforehand(shown: Json) -> object:
    """What a field holds when the form opens."""
    marked = [one["value"] for one in shown.get("options") or [] if one.get("default")]
    if shown["type"] == K.RADIO_GROUP:
        return marked[0] if marked else None
    if shown["type"] == K.CHECKBOX:
        return bool(shown.get("default"))
    if shown["type"] in _LISTS:
        return marked + [one["id"] for one in shown.get("default_values") or []]
    return shown.get("value") or ""


def _text(value: object) -> str:
    """What goes over the wire: an id in the place of the thing that has one."""
    return str(getattr(value, "id", value))


def _check(read: Any) -> None:
    try:
        read()
    except WrongInput as wrong:
        raise NotOffered(str(wrong)) from None


def texts(components: list[Json]) -> Iterator[str]:
    """What is written in components."""
    return (str(one["content"]) for one in walk(components) if one["type"] == K.TEXT)
