"""Discord's rules for what one can press, pick and fill in: buttons, selects, the fields of modals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from bot.standin import limits
from bot.standin.errors import Form
from bot.standin.rules import emoji, urls
from bot.standin.rules.components import ComponentKind
from bot.standin.world import snowflakes
from bot.standin.world.model import ChannelKind, Json

K: Final = ComponentKind
_LINK, _PREMIUM = 5, 6
_LINK_SCHEMES: Final = ("http", "https", "discord")
_POINTS_AT: Final = {
    K.USER_SELECT: {"user"},
    K.ROLE_SELECT: {"role"},
    K.MENTIONABLE_SELECT: {"user", "role"},
    K.CHANNEL_SELECT: {"channel"},
}
_TWICE: Final = "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"

Path = tuple[str | int, ...]


class Controls:
    """Checks the controls of one message or modal, and that no two of them share a name."""

    def __init__(self, form: Form, *, modal: bool, knows_emoji: Callable[[int], bool]) -> None:
        self._form = form
        self._modal = modal
        self._knows_emoji = knows_emoji
        self._names: set[str] = set()
        self.checks: dict[int, Callable[[Json, Path], None]] = {
            K.BUTTON: self._button,
            K.STRING_SELECT: self._string_select,
            **dict.fromkeys(_POINTS_AT, self._entity_select),
            K.TEXT_INPUT: self._text_input,
            K.FILE_UPLOAD: self._file_upload,
            K.RADIO_GROUP: self._radio_group,
            K.CHECKBOX_GROUP: self._checkbox_group,
            K.CHECKBOX: self._custom_id,
        }

    def _button(self, button: Json, path: Path) -> None:
        style = button.get("style")
        if style not in (1, 2, 3, 4, _LINK, _PREMIUM):
            text = "Value must be one of {1, 2, 3, 4, 5, 6}."
            self._form.wrong((*path, "style"), "BASE_TYPE_CHOICES", text)
            return
        if style == _PREMIUM:
            # Nobody can sell anything here, so no SKU is known.
            self._form.wrong((*path, "sku_id"), "BUTTON_COMPONENT_INVALID_SKU", "Unknown SKU")
            return
        self._text(button, path, "label", limits.BUTTON_LABEL)
        if not button.get("label") and button.get("emoji") is None:
            self._form.wrong(path, "BUTTON_COMPONENT_MISSING_LABEL", "A button must have a label or emoji.")
        self._emoji(button.get("emoji"), path)
        self._leads_to_one(button, path, link=style == _LINK)
        if style == _LINK:
            urls.check(
                button.get("url"),
                (*path, "url"),
                self._form,
                schemes=_LINK_SCHEMES,
                most=limits.BUTTON_URL,
            )
        else:
            self._custom_id(button, path)

    def _leads_to_one(self, button: Json, path: Path, *, link: bool) -> None:
        if button.get("custom_id" if link else "url") is not None:
            code = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"
            self._form.wrong(path, code, "A custom id and url cannot both be specified")
        if button.get("sku_id") is not None:
            text = "Only premium buttons can have a SKU"
            self._form.wrong((*path, "sku_id"), "BUTTON_COMPONENT_INVALID_SKU", text)

    def _emoji(self, given: Any, path: Path) -> None:
        if not isinstance(given, dict):
            return
        if given.get("id") is not None:
            emoji_id = snowflakes.parse(given["id"])
            known = emoji_id is not None and self._knows_emoji(emoji_id)
        else:
            known = emoji.is_unicode(str(given.get("name") or ""))
        if not known:
            self._form.wrong((*path, "emoji", "name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")

    def _string_select(self, select: Json, path: Path) -> None:
        most = self._any_select(select, path)
        options = self._options(select, path, least=max(1, most), most=limits.SELECT_OPTIONS)
        if sum(one.get("default") is True for one in options) > most:
            self._too_many_defaults((*path, "options"), most)

    def _any_select(self, select: Json, path: Path) -> int:
        """Check what all selects share; returns how many one may pick."""
        self._custom_id(select, path)
        self._text(select, path, "placeholder", limits.SELECT_PLACEHOLDER)
        if self._modal and select.get("disabled"):
            text = "A component of a modal cannot be disabled."
            self._form.wrong((*path, "disabled"), "MODAL_COMPONENT_CANNOT_BE_DISABLED", text)
        return self._bounds(select, path, limits.SELECT_OPTIONS)

    def _bounds(self, component: Json, path: Path, highest: int, *, default: int = 1) -> int:
        least = self._number(component, path, "min_values", 0, highest, default=min(1, default))
        most = self._number(component, path, "max_values", 1, highest, default=default)
        if least > most:
            text = f"min_values must be less than or equal to max_values ({most})."
            self._form.wrong((*path, "min_values"), "COMPONENT_INVALID_MIN_MAX_VALUES", text)
        if self._modal and least == 0 and component.get("required") is not False:
            text = "min_values must be at least 1 when the component is required."
            self._form.wrong((*path, "min_values"), "COMPONENT_INVALID_MIN_VALUES", text)
        return most

    def _options(self, component: Json, path: Path, *, least: int, most: int) -> list[Json]:
        options = component.get("options")
        if not isinstance(options, list):
            self._form.required((*path, "options"))
            return []
        if not least <= len(options) <= most:
            text = f"Must be between {least} and {most} in length."
            self._form.wrong((*path, "options"), "BASE_TYPE_BAD_LENGTH", text)
        values = set()
        for index, option in enumerate(options):
            at = (*path, "options", index)
            for key in ("label", "value"):
                self._form.length((*at, key), str(option.get(key) or ""), 1, limits.SELECT_OPTION_TEXT)
            self._text(option, at, "description", limits.SELECT_OPTION_TEXT)
            if str(option.get("value")) in values:
                self._form.wrong((*at, "value"), _TWICE, "The specified option value is already used")
            values.add(str(option.get("value")))
            self._emoji(option.get("emoji"), at)
        return options

    def _too_many_defaults(self, path: Path, most: int) -> None:
        text = f"At most {most} can be selected by default."
        self._form.wrong(path, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", text)

    def _entity_select(self, select: Json, path: Path) -> None:
        most = self._any_select(select, path)
        for index, kind in enumerate(select.get("channel_types") or []):
            if kind not in list(ChannelKind):
                text = f"Value must be one of {{{', '.join(str(int(one)) for one in ChannelKind)}}}."
                self._form.wrong((*path, "channel_types", index), "BASE_TYPE_CHOICES", text)
        fitting = _POINTS_AT[select["type"]]
        given = select.get("default_values") or []
        for index, one in enumerate(given):
            at = (*path, "default_values", index)
            if snowflakes.parse(one.get("id")) is None:
                self._form.wrong(
                    (*at, "id"), "NUMBER_TYPE_COERCE", f'Value "{one.get("id")}" is not snowflake.'
                )
            if one.get("type") not in fitting:
                choices = ", ".join(f"'{kind}'" for kind in sorted(fitting))
                self._form.wrong((*at, "type"), "BASE_TYPE_CHOICES", f"Value must be one of {{{choices}}}.")
        picked = [str(one.get("id")) for one in given]
        if len(set(picked)) < len(picked):
            text = "The set already contains this value"
            self._form.wrong((*path, "default_values"), "SET_TYPE_ALREADY_CONTAINS_VALUE", text)
        least = select.get("min_values")
        if given and not (1 if least is None else least) <= len(given) <= most:
            self._too_many_defaults((*path, "default_values"), most)

    def _text_input(self, text_input: Json, path: Path) -> None:
        self._custom_id(text_input, path)
        if text_input.get("style") not in (1, 2):
            self._form.wrong((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
        least = self._number(text_input, path, "min_length", 0, limits.TEXT_INPUT, default=0)
        most = self._number(text_input, path, "max_length", 1, limits.TEXT_INPUT, default=limits.TEXT_INPUT)
        if least > most:
            text = "min_length must be less than or equal to max_length."
            self._form.wrong((*path, "min_length"), "TEXT_INPUT_COMPONENT_INVALID_MIN_MAX_LENGTH", text)
        self._text(text_input, path, "value", limits.TEXT_INPUT)
        self._text(text_input, path, "placeholder", limits.TEXT_INPUT_PLACEHOLDER)
        self._text(text_input, path, "label", limits.LABEL_TEXT)

    def _file_upload(self, upload: Json, path: Path) -> None:
        self._custom_id(upload, path)
        self._bounds(upload, path, limits.FILE_UPLOADS)
        if len(upload.get("file_types") or []) > limits.FILE_UPLOADS:
            self._form.too_long((*path, "file_types"), limits.FILE_UPLOADS)

    def _radio_group(self, group: Json, path: Path) -> None:
        self._custom_id(group, path)
        options = self._options(group, path, least=limits.RADIO_OPTIONS, most=limits.GROUP_OPTIONS)
        if sum(one.get("default") is True for one in options) > 1:
            self._too_many_defaults((*path, "options"), 1)

    def _checkbox_group(self, group: Json, path: Path) -> None:
        self._custom_id(group, path)
        options = self._options(group, path, least=1, most=limits.GROUP_OPTIONS)
        most = self._bounds(group, path, limits.GROUP_OPTIONS, default=max(1, len(options)))
        if sum(one.get("default") is True for one in options) > most:
            self._too_many_defaults((*path, "options"), most)

    def _custom_id(self, component: Json, path: Path) -> None:
        name = component.get("custom_id")
        if not isinstance(name, str):
            self._form.required((*path, "custom_id"))
            return
        self._form.length((*path, "custom_id"), name, 1, limits.CUSTOM_ID)
        if name in self._names:
            text = "Component custom id cannot be duplicated"
            self._form.wrong((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        self._names.add(name)

    def _text(self, component: Json, path: Path, key: str, most: int) -> None:
        if len(str(component.get(key) or "")) > most:
            self._form.too_long((*path, key), most)

    def _number(self, component: Json, path: Path, key: str, least: int, most: int, *, default: int) -> int:
        """A number within its bounds, or the default where none is given or it is wrong."""
        given = component.get(key)
        if given is None:
            return default
        try:
            value = int(given)
        except (TypeError, ValueError):
            self._form.wrong((*path, key), "NUMBER_TYPE_COERCE", f'Value "{given}" is not int.')
            return default
        self._form.between((*path, key), value, least, most)
        return value if least <= value <= most else default
