"""What reaches people comes from the catalogue: no sentence stands in the code that speaks to Discord."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.texts.catalogue import Texts
from tests.texts.commands import an_unconnected_app, english

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "cogs").glob("*.py"), *(ROOT / "bot" / "chat").glob("*.py")])
TREES = {file: ast.parse(file.read_text("utf-8")) for file in FILES}

# Two words with a space between them: people's language, and not the code's.
SENTENCE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
WORD = re.compile(r"[^\W\d_]{2,}")
# What people read of a message, a button, a select or a form.
TOLD = {"content", "label", "placeholder", "title", "description", "default", "name", "topic"}
# From the catalogue, whatever key they are given.
CATALOGUE = {"text", "get", "_get", "_text", "_label", "say", "error", "_texts"}
LOGS = {"_log", "log"}

ALLOWED = {
    "discord.token: Discord does not know it": "printed on the operator's terminal",
    "Request entity too large": "Discord's own words, quoted",
    "an empty text": "why a card was refused: a detail for whoever runs the bot, quoted",
    "a custom_id twice": "the same",
    " displayed characters": "the same",
    "an image's address": "the same",
    "an image's description": "the same",
    "https://": "how every address begins",
}


@dataclass(frozen=True)
class Known:
    """What may stand in the code: the English texts of commands, keys, Discord's names of permissions."""

    of_commands: frozenset[str]
    texts: Texts

    def is_told_elsewhere(self, text: str) -> bool:
        return (
            text in self.of_commands
            or self.texts.has(text)
            or self.texts.name(f"permission-{'-'.join(re.findall('[a-z]+', text.lower()))}", "de") is not None
            or text.startswith(tuple(ALLOWED))
        )


@pytest.fixture
async def known(tmp_path: Path) -> Known:
    async with an_unconnected_app(tmp_path) as app:
        return Known(frozenset(text for _, text in english(app.bot.tree)), Texts.load())


def test_no_sentence_stands_in_the_code(known: Known) -> None:
    found = {
        f"{file.name}:{node.lineno} {node.value}"
        for file, tree in TREES.items()
        for node in strings(tree, skipped(tree))
        if SENTENCE.search(node.value) and not known.is_told_elsewhere(node.value)
    }

    assert found == set()


def test_no_word_is_given_to_a_message_or_a_button(known: Known) -> None:
    found = {
        f"{file.name}:{node.lineno} {node.value}"
        for file, tree in TREES.items()
        for keyword in told(tree)
        for node in strings(keyword.value, skipped(tree) | from_catalogue(keyword.value))
        if WORD.search(node.value) and not known.is_told_elsewhere(node.value)
    }

    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        'reply.send_message("Hello there, reader")',
        'discord.ui.Button(label="Press")',
        'discord.ui.TextInput(placeholder=f"Give {count} words")',
        'lines = ["Nothing is there"]',
    ],
)
def test_what_is_hard_coded_is_found(code: str, known: Known) -> None:
    tree = ast.parse(code)
    unheard = skipped(tree)
    sentences = [node for node in strings(tree, unheard) if SENTENCE.search(node.value)]
    words = [node for each in told(tree) for node in strings(each.value, unheard) if WORD.search(node.value)]

    assert any(not known.is_told_elsewhere(node.value) for node in sentences + words)


def told(tree: ast.AST) -> Iterator[ast.keyword]:
    """What people read of messages, buttons, selects and forms."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and name_of(call) not in CATALOGUE:
            yield from (keyword for keyword in call.keywords if keyword.arg in TOLD)


def strings(tree: ast.AST, unheard: set[int]) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unheard:
            yield node


def skipped(tree: ast.AST) -> set[int]:
    """What people never read: docstrings, logs, types, and what is raised as a bug."""
    found: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                found |= within(node)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in LOGS:
                found |= within(node)
            case ast.Raise(exc=ast.Call(func=ast.Name(id="RuntimeError" | "ValueError" | "TypeError"))):
                found |= within(node)
            case ast.AnnAssign(annotation=note) | ast.arg(annotation=ast.expr() as note):
                found |= within(note)
            case (
                ast.FunctionDef(returns=ast.expr() as note) | ast.AsyncFunctionDef(returns=ast.expr() as note)
            ):
                found |= within(note)
            case ast.Call(func=ast.Name(id="cast" | "TypeVar")):
                found |= within(node.args[0])
    return found


def from_catalogue(tree: ast.AST) -> set[int]:
    """What is passed on to the catalogue: keys, and the names of fields."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node) in CATALOGUE)
    return {each for call in calls for each in within(call)}


def within(tree: ast.AST) -> set[int]:
    return {id(node) for node in ast.walk(tree)}


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))
