"""Reading the catalogues' files: messages, and what fills them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

TEXTS = Path(__file__).parents[2] / "bot" / "texts"
LANGUAGES = ("de", "uk")

# What an operator reads on a terminal, beside a log that is English too.
TERMINAL = {"backup", "check", "demo", "polls-check", "preview", "run", "storage"}
# What only files of those print, in a file that is for all.
OPERATOR_KEYS = {
    "error-configuration",
    "error-not-written",
    "error-server-id",
    "error-two-formats",
    "error-no-such-file",
}


@cache
def messages(language: str) -> dict[str, fluent.Message]:
    """Every message of a language that people read in Discord, by its key."""
    return {
        entry.id.name: entry
        for file in sorted((TEXTS / language).glob("*.ftl"))
        if file.stem not in TERMINAL | {"commands-names"}
        for entry in parsed(file).body
        if isinstance(entry, fluent.Message) and entry.id.name not in OPERATOR_KEYS
    }


def parsed(file: Path) -> fluent.Resource:
    return FluentParser().parse(file.read_text("utf-8"))


def variables(message: fluent.Message) -> set[str]:
    return {node.id.name for node in walked(message) if isinstance(node, fluent.VariableReference)}


def plain(found: dict[str, fluent.Message]) -> dict[str, str]:
    """The texts in which there is nothing to fill in, which is what labels are."""
    return {
        key: "".join(part.value for part in message.value.elements if isinstance(part, fluent.TextElement))
        for key, message in found.items()
        if message.value is not None and not variables(message)
    }


def words(message: fluent.Message) -> str:
    """All words of a message, whatever fills it."""
    return " ".join(node.value for node in walked(message) if isinstance(node, fluent.TextElement))


def walked(node: fluent.BaseNode) -> Iterator[fluent.BaseNode]:
    """The node and everything in it."""
    yield node
    for value in vars(node).values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, fluent.BaseNode):
                yield from walked(each)


def names(language: str) -> dict[str, str]:
    """What commands, options and choices are called, by `message` or `message.attribute`."""
    found: dict[str, str] = {}
    for entry in parsed(TEXTS / language / "commands-names.ftl").body:
        if isinstance(entry, fluent.Message):
            for key, pattern in [("", entry.value), *((a.id.name, a.value) for a in entry.attributes)]:
                if pattern is not None:
                    found[".".join(filter(None, (entry.id.name, key)))] = "".join(
                        part.value for part in pattern.elements if isinstance(part, fluent.TextElement)
                    )
    return found
