"""The documented limits of components in messages and modals."""

from typing import Any

from tests.standin.limit_table import Row

SEND = ("POST", "/channels/{channel}/messages")
ANSWER = ("POST", "{callback}")
IN_ROW = "components.0.components.0"
IN_LABEL = "data.components.0.component"


def v2(*components: Any) -> Any:
    return {"flags": 1 << 15, "components": list(components)}


def row(*components: Any) -> Any:
    return {"components": [{"type": 1, "components": list(components)}]}


def button(**changes: Any) -> Any:
    return {"type": 2, "style": 1, "label": "x", "custom_id": "x", **changes}


def link(url: str) -> Any:
    return {"type": 2, "style": 5, "label": "x", "url": url}


def options(number: int) -> list[Any]:
    return [{"label": str(index), "value": str(index)} for index in range(number)]


def select(**changes: Any) -> Any:
    return {"type": 3, "custom_id": "x", "options": options(1), **changes}


def text(characters: int = 1) -> Any:
    return {"type": 10, "content": "x" * characters}


def gallery(number: int, **changes: Any) -> Any:
    return {"type": 12, "items": [{"media": {"url": "https://x.example/a.png"}, **changes}] * number}


def section(number: int) -> Any:
    return {"type": 9, "components": [text()] * number, "accessory": button()}


def label(component: Any, **changes: Any) -> Any:
    return {"type": 18, "label": "x", "component": component, **changes}


def text_input(**changes: Any) -> Any:
    return {"type": 4, "custom_id": "x", "style": 1, **changes}


def modal(*components: Any, **changes: Any) -> Any:
    data = {
        "custom_id": "x",
        "title": "x",
        "components": list(components) or [label(text_input())],
        **changes,
    }
    return {"type": 9, "data": data}


def fields(number: int) -> Any:
    return modal(*(label(text_input(custom_id=str(index))) for index in range(number)))


ROWS = (
    Row("COMPONENTS", 40, *SEND, lambda n: v2(*[text()] * n), "components"),
    Row("COMPONENTS_TEXT", 4000, *SEND, lambda n: v2(text(3000), text(n - 3000)), "components"),
    Row("COMPONENT_ID", (1 << 31) - 1, *SEND, lambda n: v2({**text(), "id": n}), "components.0.id"),
    Row(
        "ACTION_ROWS",
        5,
        *SEND,
        lambda n: {"components": [row(button(custom_id=str(i)))["components"][0] for i in range(n)]},
        "components",
    ),
    Row(
        "ROW_BUTTONS",
        5,
        *SEND,
        lambda n: row(*(button(custom_id=str(index)) for index in range(n))),
        "components.0.components",
    ),
    Row("CUSTOM_ID", 100, *SEND, lambda n: row(button(custom_id="x" * n)), f"{IN_ROW}.custom_id"),
    Row("CUSTOM_ID", 1, *SEND, lambda n: row(button(custom_id="x" * n)), f"{IN_ROW}.custom_id", outside=0),
    Row("CUSTOM_ID", 100, *SEND, lambda n: row(select(custom_id="x" * n)), f"{IN_ROW}.custom_id"),
    Row("CUSTOM_ID", 100, *ANSWER, lambda n: modal(custom_id="x" * n), "data.custom_id"),
    Row("BUTTON_LABEL", 80, *SEND, lambda n: row(button(label="x" * n)), f"{IN_ROW}.label"),
    Row("BUTTON_URL", 512, *SEND, lambda n: row(link("https://x.example/".ljust(n, "x"))), f"{IN_ROW}.url"),
    Row("SELECT_OPTIONS", 25, *SEND, lambda n: row(select(options=options(n))), f"{IN_ROW}.options"),
    Row(
        "SELECT_OPTIONS", 1, *SEND, lambda n: row(select(options=options(n))), f"{IN_ROW}.options", outside=0
    ),
    Row(
        "SELECT_PLACEHOLDER", 150, *SEND, lambda n: row(select(placeholder="x" * n)), f"{IN_ROW}.placeholder"
    ),
    *(
        Row(
            "SELECT_OPTION_TEXT",
            100,
            *SEND,
            lambda n, key=key: row(select(options=[{"label": "x", "value": "x", key: "x" * n}])),
            f"{IN_ROW}.options.0.{key}",
        )
        for key in ("label", "value", "description")
    ),
    Row("SECTION_TEXTS", 3, *SEND, lambda n: v2(section(n)), "components.0.components"),
    Row("GALLERY_ITEMS", 10, *SEND, lambda n: v2(gallery(n)), "components.0.items"),
    Row(
        "MEDIA_DESCRIPTION",
        1024,
        *SEND,
        lambda n: v2(gallery(1, description="x" * n)),
        "components.0.items.0.description",
    ),
    Row("MODAL_TITLE", 45, *ANSWER, lambda n: modal(title="x" * n), "data.title"),
    Row("MODAL_COMPONENTS", 5, *ANSWER, fields, "data.components"),
    Row(
        "LABEL_TEXT",
        45,
        *ANSWER,
        lambda n: modal(label(text_input(), label="x" * n)),
        "data.components.0.label",
    ),
    Row(
        "LABEL_DESCRIPTION",
        100,
        *ANSWER,
        lambda n: modal(label(text_input(), description="x" * n)),
        "data.components.0.description",
    ),
    Row("TEXT_INPUT", 4000, *ANSWER, lambda n: modal(label(text_input(value="x" * n))), f"{IN_LABEL}.value"),
    Row(
        "TEXT_INPUT",
        4000,
        *ANSWER,
        lambda n: modal(label(text_input(max_length=n))),
        f"{IN_LABEL}.max_length",
    ),
    Row(
        "TEXT_INPUT_PLACEHOLDER",
        100,
        *ANSWER,
        lambda n: modal(label(text_input(placeholder="x" * n))),
        f"{IN_LABEL}.placeholder",
    ),
    Row(
        "FILE_UPLOADS",
        10,
        *ANSWER,
        lambda n: modal(label({"type": 19, "custom_id": "x", "max_values": n})),
        f"{IN_LABEL}.max_values",
    ),
    Row(
        "RADIO_OPTIONS",
        2,
        *ANSWER,
        lambda n: modal(label({"type": 21, "custom_id": "x", "options": options(n)})),
        f"{IN_LABEL}.options",
        outside=1,
    ),
    *(
        Row(
            "GROUP_OPTIONS",
            10,
            *ANSWER,
            lambda n, kind=kind: modal(label({"type": kind, "custom_id": "x", "options": options(n)})),
            f"{IN_LABEL}.options",
        )
        for kind in (21, 22)
    ),
)
