"""Discord's rules for message components and modals: what fits in what, how long, how many."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, Final

from bot.standin import emoji, limits
from bot.standin.errors import Form
from bot.standin.model import Json


class ComponentKind:
    """Discord's numbers for what a message or modal is made of."""

    ROW: Final = 1
    BUTTON: Final = 2
    STRING_SELECT: Final = 3
    TEXT_INPUT: Final = 4
    USER_SELECT: Final = 5
    ROLE_SELECT: Final = 6
    MENTIONABLE_SELECT: Final = 7
    CHANNEL_SELECT: Final = 8
    SECTION: Final = 9
    TEXT: Final = 10
    THUMBNAIL: Final = 11
    GALLERY: Final = 12
    FILE: Final = 13
    SEPARATOR: Final = 14
    CONTAINER: Final = 17
    LABEL: Final = 18
    FILE_UPLOAD: Final = 19
    RADIO_GROUP: Final = 21
    CHECKBOX_GROUP: Final = 22
    CHECKBOX: Final = 23


K = ComponentKind
SELECTS: Final = frozenset({3, 5, 6, 7, 8})
_IN_CONTAINER: Final = frozenset({K.ROW, K.SECTION, K.TEXT, K.GALLERY, K.FILE, K.SEPARATOR})
_IN_MODAL: Final = frozenset({K.ROW, K.TEXT, K.LABEL})
_IN_LABEL: Final = SELECTS | {K.TEXT_INPUT, K.FILE_UPLOAD, K.RADIO_GROUP, K.CHECKBOX_GROUP, K.CHECKBOX}
_LINK, _PREMIUM = 5, 6
_DEFAULTS: Final[dict[int, Json]] = {
    K.CONTAINER: {"accent_color": None, "spoiler": False},
    K.THUMBNAIL: {"description": None, "spoiler": False},
    K.SEPARATOR: {"divider": True, "spacing": 1},
    K.FILE: {"name": "file", "size": 0, "spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}

Path = tuple[str | int, ...]


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component of a tree, parents before their children."""
    for component in components:
        yield component
        nested = component.get("components")
        if isinstance(nested, list):
            yield from walk([one for one in nested if isinstance(one, dict)])
        for inner in ("accessory", "component"):
            if isinstance(component.get(inner), dict):
                yield from walk([component[inner]])


def given_back(components: list[Json]) -> list[Json]:
    """A tree of its own as Discord gives it back: each component with an id, and with its defaults."""
    tree = copy.deepcopy(components)
    everything = list(walk(tree))
    taken = {component["id"] for component in everything if component.get("id")}
    free = iter(number for number in range(1, 10_000) if number not in taken)
    for component in everything:
        if not component.get("id"):
            component["id"] = next(free)
        for key, value in _DEFAULTS.get(component["type"], {}).items():
            component.setdefault(key, value)
        for media in media_of(component):
            media.setdefault("id", str(component["id"]))
            media.setdefault("proxy_url", media["url"])
    return tree


def media_of(component: Json) -> Iterator[Json]:
    """The media that one component shows."""
    for item in component.get("items") or []:
        item.setdefault("description", None)
        item.setdefault("spoiler", False)
        yield item["media"]
    for key in ("media", "file"):
        if isinstance(component.get(key), dict):
            yield component[key]


def check_message(components: Any, form: Form, *, v2: bool) -> None:
    """Note in the form what is wrong with a message's components."""
    if not _is_list_of_objects(components, ("components",), form):
        return
    _Check(form, top=_IN_CONTAINER | {K.CONTAINER} if v2 else frozenset({K.ROW})).tree(components, v2=v2)


def check_modal(modal: Json, form: Form) -> None:
    """Note in the form what is wrong with a modal: its title, its name, its fields."""
    form.length(("data", "title"), str(modal.get("title") or ""), 1, limits.MODAL_TITLE)
    form.length(("data", "custom_id"), str(modal.get("custom_id") or ""), 1, limits.CUSTOM_ID)
    components = modal.get("components")
    if not _is_list_of_objects(components, ("data", "components"), form) or not isinstance(components, list):
        return
    if not 1 <= len(components) <= limits.MODAL_COMPONENTS:
        text = f"Must be between 1 and {limits.MODAL_COMPONENTS} in length."
        form.wrong(("data", "components"), "BASE_TYPE_BAD_LENGTH", text)
    _Check(form, top=_IN_MODAL, modal=True).tree(components, v2=True, at=("data",))


def _is_list_of_objects(components: Any, path: Path, form: Form) -> bool:
    if isinstance(components, list) and all(isinstance(one, dict) for one in components):
        return True
    form.wrong(path, "LIST_TYPE_CONVERT", "Only iterables of objects may be used in a ListType")
    return False


class _Check:
    def __init__(self, form: Form, *, top: frozenset[int], modal: bool = False) -> None:
        self._form = form
        self._top = top
        self._modal = modal
        self._names: set[str] = set()
        self._checks: dict[int, Callable[[Json, Path], None]] = {
            K.ROW: self._row,
            K.CONTAINER: self._container,
            K.SECTION: self._section,
            K.TEXT: self._text,
            K.GALLERY: self._gallery,
            K.THUMBNAIL: self._thumbnail,
            K.FILE: self._file,
            K.BUTTON: self._button,
            K.LABEL: self._label,
            K.TEXT_INPUT: self._text_input,
            **dict.fromkeys(SELECTS, self._select),
            **dict.fromkeys((K.FILE_UPLOAD, K.RADIO_GROUP, K.CHECKBOX_GROUP, K.CHECKBOX), self._custom_id),
        }

    def tree(self, components: list[Json], *, v2: bool, at: Path = ()) -> None:
        path = (*at, "components")
        if v2:
            self._totals(components, path)
        elif len(components) > limits.ACTION_ROWS:
            self._bad_length(path, 1, limits.ACTION_ROWS)
        self._children(components, path, self._top)

    def _totals(self, components: list[Json], path: Path) -> None:
        everything = list(walk(components))
        if len(everything) > limits.COMPONENTS:
            text = f"A message can have at most {limits.COMPONENTS} components in total."
            self._form.wrong(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", text)
        shown = sum(len(str(one.get("content") or "")) for one in everything if one.get("type") == K.TEXT)
        if shown > limits.COMPONENTS_TEXT and not self._modal:
            text = f"The total displayable text size must be at most {limits.COMPONENTS_TEXT} characters."
            self._form.wrong(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)
        ids = [one["id"] for one in everything if one.get("id")]
        if len(ids) != len(set(ids)):
            self._form.wrong(path, "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated.")

    def _children(self, components: list[Json], path: Path, allowed: frozenset[int]) -> None:
        for index, component in enumerate(components):
            self._one(component, (*path, index), allowed)

    def _one(self, component: Json, path: Path, allowed: frozenset[int]) -> None:
        kind = component.get("type")
        if kind not in allowed:
            choices = ", ".join(str(one) for one in sorted(allowed))
            self._form.wrong(
                (*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({choices}).'
            )
            return
        self._checks.get(int(kind), self._nothing)(component, path)

    def _nothing(self, component: Json, path: Path) -> None:
        """Separators and the like have nothing that could be wrong."""

    def _text(self, component: Json, path: Path) -> None:
        shown = str(component.get("content") or "")
        self._form.length((*path, "content"), shown, 1, limits.COMPONENTS_TEXT)

    def _thumbnail(self, component: Json, path: Path) -> None:
        self._media(component, (*path, "media"), "media")

    def _file(self, component: Json, path: Path) -> None:
        self._media(component, (*path, "file"), "file")

    def _row(self, row: Json, path: Path) -> None:
        children = row.get("components")
        if not _is_list_of_objects(children, (*path, "components"), self._form) or not isinstance(
            children, list
        ):
            return
        kinds = {child.get("type") for child in children}
        if self._modal:
            allowed, most = frozenset({K.TEXT_INPUT}), 1
        elif K.BUTTON in kinds or not children:
            allowed, most = frozenset({K.BUTTON}), limits.ROW_BUTTONS
        else:
            allowed, most = SELECTS, 1
        if not 1 <= len(children) <= most:
            self._bad_length((*path, "components"), 1, most)
        self._children(children, (*path, "components"), allowed)

    def _container(self, container: Json, path: Path) -> None:
        children = container.get("components")
        if not _is_list_of_objects(children, (*path, "components"), self._form) or not isinstance(
            children, list
        ):
            return
        if not children:
            self._bad_length((*path, "components"), 1, limits.COMPONENTS)
        color = container.get("accent_color")
        if color is not None and not (isinstance(color, int) and 0 <= color <= 0xFFFFFF):
            self._form.wrong(
                (*path, "accent_color"),
                "NUMBER_TYPE_MAX",
                "int value should be less than or equal to 16777215.",
            )
        self._children(children, (*path, "components"), _IN_CONTAINER)

    def _section(self, section: Json, path: Path) -> None:
        children = section.get("components")
        if not _is_list_of_objects(children, (*path, "components"), self._form) or not isinstance(
            children, list
        ):
            return
        if not 1 <= len(children) <= limits.SECTION_TEXTS:
            self._bad_length((*path, "components"), 1, limits.SECTION_TEXTS)
        self._children(children, (*path, "components"), frozenset({K.TEXT}))
        accessory = section.get("accessory")
        if not isinstance(accessory, dict):
            self._form.required((*path, "accessory"))
            return
        self._one(accessory, (*path, "accessory"), frozenset({K.BUTTON, K.THUMBNAIL}))

    def _gallery(self, gallery: Json, path: Path) -> None:
        items = gallery.get("items")
        if not _is_list_of_objects(items, (*path, "items"), self._form) or not isinstance(items, list):
            return
        if not 1 <= len(items) <= limits.GALLERY_ITEMS:
            self._bad_length((*path, "items"), 1, limits.GALLERY_ITEMS)
        for index, item in enumerate(items):
            self._media(item, (*path, "items", index, "media"), "media")

    def _media(self, holder: Json, path: Path, key: str) -> None:
        media = holder.get(key)
        url = media.get("url") if isinstance(media, dict) else None
        if not isinstance(url, str) or not url.startswith(("http://", "https://", "attachment://")):
            self._form.wrong((*path, "url"), "URL_TYPE_INVALID_URL", "Not a well formed URL.")
        described = holder.get("description")
        if described is not None:
            self._form.length((*path[:-1], "description"), str(described), 1, limits.MEDIA_DESCRIPTION)

    def _button(self, button: Json, path: Path) -> None:
        style = button.get("style")
        if style not in (1, 2, 3, 4, _LINK, _PREMIUM):
            self._form.wrong(
                (*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}."
            )
        label = button.get("label")
        if label is not None and len(label) > limits.BUTTON_LABEL:
            self._form.too_long((*path, "label"), limits.BUTTON_LABEL)
        if not label and button.get("emoji") is None and style != _PREMIUM:
            self._form.wrong(path, "BUTTON_COMPONENT_MISSING_LABEL", "A button must have a label or emoji.")
        self._emoji(button.get("emoji"), path)
        if style == _LINK:
            self._link(button, path)
        elif style != _PREMIUM:
            self._custom_id(button, path)

    def _link(self, button: Json, path: Path) -> None:
        url = button.get("url")
        if "custom_id" in button:
            self._form.wrong(
                path,
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            )
        if not isinstance(url, str) or not url.startswith(("http://", "https://", "discord://")):
            self._form.wrong((*path, "url"), "URL_TYPE_INVALID_URL", "Not a well formed URL.")
        elif len(url) > limits.BUTTON_URL:
            self._form.too_long((*path, "url"), limits.BUTTON_URL)

    def _emoji(self, given: Any, path: Path) -> None:
        if not isinstance(given, dict) or given.get("id"):
            return
        if not emoji.is_unicode(str(given.get("name") or "")):
            self._form.wrong((*path, "emoji", "name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")

    def _select(self, select: Json, path: Path) -> None:
        self._custom_id(select, path)
        placeholder = select.get("placeholder")
        if placeholder is not None and len(placeholder) > limits.SELECT_PLACEHOLDER:
            self._form.too_long((*path, "placeholder"), limits.SELECT_PLACEHOLDER)
        if select.get("type") != K.STRING_SELECT:
            return
        options = select.get("options")
        if not _is_list_of_objects(options, (*path, "options"), self._form) or not isinstance(options, list):
            return
        if not 1 <= len(options) <= limits.SELECT_OPTIONS:
            self._bad_length((*path, "options"), 1, limits.SELECT_OPTIONS)
        values = set()
        for index, option in enumerate(options):
            at = (*path, "options", index)
            for key in ("label", "value"):
                self._form.length((*at, key), str(option.get(key) or ""), 1, limits.SELECT_OPTION_TEXT)
            if option.get("value") in values:
                self._form.wrong(
                    (*at, "value"),
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used",
                )
            values.add(option.get("value"))
            self._emoji(option.get("emoji"), at)

    def _label(self, label: Json, path: Path) -> None:
        self._form.length((*path, "label"), str(label.get("label") or ""), 1, limits.LABEL_TEXT)
        described = label.get("description")
        if described is not None and len(described) > limits.LABEL_DESCRIPTION:
            self._form.too_long((*path, "description"), limits.LABEL_DESCRIPTION)
        inner = label.get("component")
        if not isinstance(inner, dict):
            self._form.required((*path, "component"))
            return
        self._one(inner, (*path, "component"), _IN_LABEL)

    def _text_input(self, text_input: Json, path: Path) -> None:
        self._custom_id(text_input, path)
        for key in ("min_length", "max_length"):
            bound = text_input.get(key)
            if bound is not None and not (isinstance(bound, int) and 0 <= bound <= limits.TEXT_INPUT):
                self._form.wrong(
                    (*path, key),
                    "NUMBER_TYPE_MAX",
                    f"int value should be less than or equal to {limits.TEXT_INPUT}.",
                )

    def _custom_id(self, component: Json, path: Path) -> None:
        name = component.get("custom_id")
        if not isinstance(name, str):
            self._form.required((*path, "custom_id"))
            return
        self._form.length((*path, "custom_id"), name, 1, limits.CUSTOM_ID)
        if name in self._names:
            self._form.wrong(
                (*path, "custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        self._names.add(name)

    def _bad_length(self, path: Path, least: int, most: int) -> None:
        self._form.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
