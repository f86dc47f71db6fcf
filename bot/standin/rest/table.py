"""All routes of the REST API, found by walking the path; literals such as `@me` win over parameters."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.standin import errors
from bot.standin.errors import Refusal
from bot.standin.rest import (
    answers,
    audits,
    channels,
    commands,
    emojis,
    integrations,
    interactions,
    members,
    messages,
    overwrites,
    pins,
    reactions,
    roles,
    servers,
    thread_lists,
    thread_members,
    threads,
    users,
)
from bot.standin.rest.call import Route

RESOURCES = (
    answers,
    audits,
    channels,
    commands,
    integrations,
    emojis,
    interactions,
    members,
    messages,
    overwrites,
    pins,
    reactions,
    roles,
    servers,
    thread_lists,
    thread_members,
    threads,
    users,
)


@dataclass(slots=True)
class _Node:
    literals: dict[str, _Node] = field(default_factory=dict)
    parameter: _Node | None = None
    routes: dict[str, tuple[Route, tuple[str, ...]]] = field(default_factory=dict)


class Table:
    """Finds the route of a request."""

    def __init__(self) -> None:
        self._root = _Node()
        for resource in RESOURCES:
            for route in resource.ROUTES:
                self._add(route)

    def find(self, method: str, segments: list[str]) -> tuple[Route, dict[str, str]]:
        """The route and its parameters; 404 or 405 as Discord says it when there is none."""
        values: list[str] = []
        node = self._walk(self._root, segments, 0, values)
        if node is None:
            raise Refusal(errors.NOT_FOUND)
        found = node.routes.get(method)
        if found is None:
            raise Refusal(errors.METHOD_NOT_ALLOWED)
        route, names = found
        return route, dict(zip(names, values, strict=True))

    def _walk(self, node: _Node, segments: list[str], at: int, values: list[str]) -> _Node | None:
        if at == len(segments):
            return node if node.routes else None
        literal = node.literals.get(segments[at])
        if literal is not None:
            found = self._walk(literal, segments, at + 1, values)
            if found is not None:
                return found
        if node.parameter is None:
            return None
        values.append(segments[at])
        found = self._walk(node.parameter, segments, at + 1, values)
        if found is None:
            values.pop()
        return found

    def _add(self, route: Route) -> None:
        node = self._root
        names = []
        for segment in route.path.strip("/").split("/"):
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.parameter = node = node.parameter or _Node()
            else:
                node = node.literals.setdefault(segment, _Node())
        node.routes[route.method] = (route, tuple(names))
