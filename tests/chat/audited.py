"""The actions that the code records in an audit, found in it."""

import ast
from collections.abc import Iterator
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"


def actions() -> set[str]:
    """Return the code of every action: the second argument of `AuditEntry`, or what its name stands for."""
    found = set()
    for file in BOT.rglob("*.py"):
        if "standin" not in file.parts and "AuditEntry(" in (text := file.read_text("utf-8")):
            tree = ast.parse(text)
            for call in _calls(tree):
                found |= _meant(call.args[1], tree)
    return found


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        made = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "AuditEntry"
        if made and len(node.args) > 1:
            yield node


def _meant(argument: ast.expr, tree: ast.AST) -> set[str]:
    if isinstance(argument, ast.Constant):
        return {argument.value}
    if isinstance(argument, ast.IfExp):
        return _meant(argument.body, tree) | _meant(argument.orelse, tree)
    assert isinstance(argument, ast.Name), f"an action that nobody can find: {ast.unparse(argument)}"
    given = {value.value for value in _values(argument.id, tree) if isinstance(value, ast.Constant)}
    assert given, f"an action that nobody can find: {argument.id}"
    return given


def _values(name: str, tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what a name stands for: assigned, passed as a keyword, or by default."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == name for t in node.targets
        ):
            yield from (
                [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
            )
        if isinstance(node, ast.keyword) and node.arg == name:
            yield node.value
        if isinstance(node, ast.arguments):
            defaults = zip(node.kwonlyargs, node.kw_defaults, strict=True)
            yield from (value for argument, value in defaults if argument.arg == name and value is not None)
