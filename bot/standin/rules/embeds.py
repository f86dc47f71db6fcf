"""Embeds on their way in: checked against Discord's limits, and reduced to what one may set of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from bot.standin import limits
from bot.standin.errors import Form
from bot.standin.rules import urls
from bot.standin.world.model import Json

_TEXTS: Final = {"title": limits.EMBED_TITLE, "description": limits.EMBED_DESCRIPTION}
_IMAGES: Final = ("image", "thumbnail")
# An embed of nothing but a color or an address shows nothing, and Discord takes it for none.
_SHOWN: Final = ("title", "description", "fields", "footer", "author", *_IMAGES)

Path = tuple[str | int, ...]


def read(given: list[Json], form: Form) -> list[Json]:
    """The embeds as a message keeps them; what is wrong with them is noted in the form."""
    if len(given) > limits.MESSAGE_EMBEDS:
        form.too_long("embeds", limits.MESSAGE_EMBEDS)
    embeds = [_embed(embed, ("embeds", index), form) for index, embed in enumerate(given)]
    if sum(map(len, _counted(embeds))) > limits.EMBED_TOTAL:
        text = f"Embed size exceeds maximum size of {limits.EMBED_TOTAL}"
        form.wrong("embeds", "MAX_EMBED_SIZE_EXCEEDED", text)
    return [embed for embed in embeds if any(embed.get(key) for key in _SHOWN)]


def addresses_of(embed: Json) -> Iterator[tuple[Json, str]]:
    """Where an embed names an image: the object and its key."""
    for name in _IMAGES:
        if name in embed:
            yield embed[name], "url"
    for name in ("footer", "author"):
        if "icon_url" in embed.get(name, {}):
            yield embed[name], "icon_url"


def _embed(given: Json, path: Path, form: Form) -> Json:
    embed: Json = {"type": "rich"}
    for name, most in _TEXTS.items():
        _put(embed, name, _text(given.get(name), (*path, name), most, form))
    if given.get("url") is not None:
        urls.check(given["url"], (*path, "url"), form)
        embed["url"] = given["url"]
    if given.get("color") is not None:
        embed["color"] = int(given["color"])
        form.between((*path, "color"), embed["color"], 0, limits.COLOR)
    _put(embed, "timestamp", _moment(given.get("timestamp"), (*path, "timestamp"), form))
    for name, read_part in _PARTS.items():
        if given.get(name):
            _put(embed, name, read_part(given[name], (*path, name), form))
    return embed


def _put(embed: Json, name: str, value: Any) -> None:
    if value:
        embed[name] = value


def _text(given: Any, path: Path, most: int, form: Form) -> str:
    text = str("" if given is None else given).strip()
    if len(text) > most:
        form.too_long(path, most)
    return text


def _moment(given: Any, path: Path, form: Form) -> str | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        form.wrong(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {given}. Should be ISO8601.")
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return moment.isoformat(timespec="microseconds")


def _image(given: Json, path: Path, form: Form) -> Json | None:
    if not given.get("url"):
        return None
    urls.check(given["url"], (*path, "url"), form, schemes=urls.WEB_OR_FILE)
    described = _text(given.get("description"), (*path, "description"), limits.EMBED_DESCRIPTION, form)
    return {"url": given["url"], **({"description": described} if described else {})}


def _footer(given: Json, path: Path, form: Form) -> Json | None:
    text = _text(given.get("text"), (*path, "text"), limits.EMBED_FOOTER, form)
    return _with_icon({"text": text}, given, path, form) if text else None


def _author(given: Json, path: Path, form: Form) -> Json | None:
    author = {"name": _text(given.get("name"), (*path, "name"), limits.EMBED_AUTHOR, form)}
    if given.get("url"):
        urls.check(given["url"], (*path, "url"), form)
        author["url"] = given["url"]
    return _with_icon(author, given, path, form) if author["name"] else None


def _with_icon(part: Json, given: Json, path: Path, form: Form) -> Json:
    if given.get("icon_url"):
        urls.check(given["icon_url"], (*path, "icon_url"), form, schemes=urls.WEB_OR_FILE)
        part["icon_url"] = given["icon_url"]
    return part


def _fields(given: list[Json], path: Path, form: Form) -> list[Json]:
    if len(given) > limits.EMBED_FIELDS:
        form.too_long(path, limits.EMBED_FIELDS)
    return [_field(one, (*path, index), form) for index, one in enumerate(given)]


def _field(given: Json, path: Path, form: Form) -> Json:
    field: Json = {"inline": bool(given.get("inline"))}
    for name, most in (("name", limits.EMBED_FIELD_NAME), ("value", limits.EMBED_FIELD_VALUE)):
        field[name] = _text(given.get(name), (*path, name), most, form)
        if not field[name]:
            form.required((*path, name))
    return field


_PARTS: Final[dict[str, Callable[[Any, Path, Form], Any]]] = {
    "fields": _fields,
    "footer": _footer,
    "author": _author,
    "image": _image,
    "thumbnail": _image,
}


def _counted(embeds: list[Json]) -> Iterator[str]:
    for embed in embeds:
        yield from (embed.get(name, "") for name in _TEXTS)
        yield embed.get("footer", {}).get("text", "")
        yield embed.get("author", {}).get("name", "")
        for field in embed.get("fields", []):
            yield field["name"]
            yield field["value"]
