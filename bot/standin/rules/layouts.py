"""Discord's rules for what a message or a modal may be built of: what fits in what, how much of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

from bot.standin import limits
from bot.standin.errors import Form
from bot.standin.rules import urls
from bot.standin.rules.components import SELECTS, ComponentKind, walk
from bot.standin.rules.controls import Controls
from bot.standin.world.model import Json

K: Final = ComponentKind
_IN_CONTAINER: Final = frozenset({K.ROW, K.SECTION, K.TEXT, K.GALLERY, K.FILE, K.SEPARATOR})
_IN_MODAL: Final = frozenset({K.ROW, K.TEXT, K.LABEL})
_IN_LABEL: Final = SELECTS | {K.TEXT_INPUT, K.FILE_UPLOAD, K.RADIO_GROUP, K.CHECKBOX_GROUP, K.CHECKBOX}

Path = tuple[str | int, ...]


def check_message(
    components: Any,
    form: Form,
    *,
    v2: bool,
    files: Collection[str],
    knows_emoji: Callable[[int], bool],
) -> None:
    """Note in the form what is wrong with a message's components, which can show these files of its own."""
    if not _is_list_of_objects(components, ("components",), form):
        return
    top = _IN_CONTAINER | {K.CONTAINER} if v2 else frozenset({K.ROW})
    controls = Controls(form, modal=False, knows_emoji=knows_emoji)
    _Layout(form, controls, top=top, files=files).tree(components, v2=v2)


def check_modal(modal: Json, form: Form, *, knows_emoji: Callable[[int], bool]) -> None:
    """Note in the form what is wrong with a modal: its title, its name, its fields."""
    form.length(("data", "title"), str(modal.get("title") or ""), 1, limits.MODAL_TITLE)
    form.length(("data", "custom_id"), str(modal.get("custom_id") or ""), 1, limits.CUSTOM_ID)
    components = modal.get("components")
    if not _is_list_of_objects(components, ("data", "components"), form) or not isinstance(components, list):
        return
    if not 1 <= len(components) <= limits.MODAL_COMPONENTS:
        text = f"Must be between 1 and {limits.MODAL_COMPONENTS} in length."
        form.wrong(("data", "components"), "BASE_TYPE_BAD_LENGTH", text)
    controls = Controls(form, modal=True, knows_emoji=knows_emoji)
    _Layout(form, controls, top=_IN_MODAL, modal=True).tree(components, v2=True, at=("data",))


def _is_list_of_objects(components: Any, path: Path, form: Form) -> bool:
    if isinstance(components, list) and all(isinstance(one, dict) for one in components):
        return True
    form.wrong(path, "LIST_TYPE_CONVERT", "Only iterables of objects may be used in a ListType")
    return False


class _Layout:
    def __init__(
        self,
        form: Form,
        controls: Controls,
        *,
        top: frozenset[int],
        files: Collection[str] = (),
        modal: bool = False,
    ) -> None:
        self._form = form
        self._top = top
        self._files = files
        self._modal = modal
        self._checks: dict[int, Callable[[Json, Path], None]] = {
            **controls.checks,
            K.ROW: self._row,
            K.CONTAINER: self._container,
            K.SECTION: self._section,
            K.TEXT: self._text,
            K.GALLERY: self._gallery,
            K.THUMBNAIL: self._thumbnail,
            K.FILE: self._file,
            K.SEPARATOR: self._separator,
            K.LABEL: self._label,
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
        if isinstance(kind, bool) or not isinstance(kind, int) or kind not in allowed:
            choices = ", ".join(str(one) for one in sorted(allowed))
            text = f'Value of field "type" must be one of ({choices}).'
            self._form.wrong((*path, "type"), "UNION_TYPE_CHOICES", text)
            return
        number = component.get("id")
        if number is not None:
            if isinstance(number, int) and not isinstance(number, bool):
                self._form.between((*path, "id"), number, 0, limits.COMPONENT_ID)
            else:
                self._form.wrong((*path, "id"), "NUMBER_TYPE_COERCE", f'Value "{number}" is not int.')
        self._checks[kind](component, path)

    def _text(self, component: Json, path: Path) -> None:
        shown = str(component.get("content") or "").strip()
        self._form.length((*path, "content"), shown, 1, limits.COMPONENTS_TEXT)

    def _separator(self, separator: Json, path: Path) -> None:
        if separator.get("spacing") not in (None, 1, 2):
            self._form.wrong((*path, "spacing"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")

    def _row(self, row: Json, path: Path) -> None:
        children = self._list(row, path, "components")
        if children is None:
            return
        kinds = {child.get("type") for child in children if isinstance(child.get("type"), int)}
        if self._modal:
            allowed, most = frozenset({K.TEXT_INPUT}), 1
        elif K.BUTTON in kinds or not children:
            allowed, most = frozenset({K.BUTTON}), limits.ROW_BUTTONS
        else:
            allowed, most = SELECTS, 1
        if not 1 <= len(children) <= most:
            self._bad_length((*path, "components"), 1, most)
        self._children(children, (*path, "components"), allowed)

    def _list(self, holder: Json, path: Path, key: str) -> list[Json] | None:
        children = holder.get(key)
        if _is_list_of_objects(children, (*path, key), self._form) and isinstance(children, list):
            return children
        return None

    def _container(self, container: Json, path: Path) -> None:
        children = self._list(container, path, "components")
        if children is None:
            return
        if not children:
            self._bad_length((*path, "components"), 1, limits.COMPONENTS)
        color = container.get("accent_color")
        if color is not None:
            self._form.between((*path, "accent_color"), int(color), 0, limits.COLOR)
        self._children(children, (*path, "components"), _IN_CONTAINER)

    def _section(self, section: Json, path: Path) -> None:
        children = self._list(section, path, "components")
        if children is None:
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
        items = self._list(gallery, path, "items")
        if items is None:
            return
        if not 1 <= len(items) <= limits.GALLERY_ITEMS:
            self._bad_length((*path, "items"), 1, limits.GALLERY_ITEMS)
        for index, item in enumerate(items):
            self._media(item, (*path, "items", index), "media", urls.WEB_OR_FILE)

    def _thumbnail(self, component: Json, path: Path) -> None:
        self._media(component, path, "media", urls.WEB_OR_FILE)

    def _file(self, component: Json, path: Path) -> None:
        self._media(component, path, "file", ("attachment",))

    def _media(self, holder: Json, path: Path, key: str, schemes: tuple[str, ...]) -> None:
        described = holder.get("description")
        if described is not None:
            self._form.length((*path, "description"), str(described), 1, limits.MEDIA_DESCRIPTION)
        media = holder.get(key)
        if not isinstance(media, dict):
            self._form.required((*path, key))
            return
        at = (*path, key, "url")
        urls.check(media.get("url"), at, self._form, schemes=schemes)
        wanted = urls.file_named(media.get("url"))
        if wanted and wanted not in self._files:
            code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
            self._form.wrong(at, code, f'The referenced attachment "{wanted}" was not found.')

    def _label(self, label: Json, path: Path) -> None:
        self._form.length((*path, "label"), str(label.get("label") or ""), 1, limits.LABEL_TEXT)
        if len(str(label.get("description") or "")) > limits.LABEL_DESCRIPTION:
            self._form.too_long((*path, "description"), limits.LABEL_DESCRIPTION)
        inner = label.get("component")
        if not isinstance(inner, dict):
            self._form.required((*path, "component"))
            return
        self._one(inner, (*path, "component"), _IN_LABEL)

    def _bad_length(self, path: Path, least: int, most: int) -> None:
        self._form.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
