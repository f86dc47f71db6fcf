"""Bodies whose values are of another kind than their names: refused with 50035, never a crash."""

import copy
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from bot.standin.interactions import InteractionKind
from bot.standin.world import permissions
from bot.standin.world.model import ChannelKind, ForumTag
from tests.standin.bodies import COMMAND, MODAL, ROUTES, SELECT
from tests.standin.conftest import Harbour
from tests.standin.running import Answer, Rest

TYPED = [{"type": 3, "name": "label", "value": "a", "focused": True}]
WRONG: tuple[Any, ...] = (
    "word",
    "",
    5,
    -1,
    1.5,
    10**30,
    True,
    None,
    [],
    ["word"],
    [5],
    [None],
    [[]],
    {},
    {"word": 5},
    [{}],
)


@pytest.fixture
async def scene(harbour: Harbour, rest: Rest) -> Any:
    async with aiohttp.ClientSession() as http:
        made = Scene(harbour, rest, Rest(http, harbour.standin.api_url, harbour.owner.token))
        await made.furnish()
        yield made


@pytest.mark.wrong_bodies
@pytest.mark.parametrize("name", ROUTES)
async def test_a_body_with_one_wrong_value_is_never_a_crash(scene: "Scene", name: str) -> None:
    method, path, body = ROUTES[name]
    whole = scene.fill(body)

    sound = await scene.send(method, path, whole)
    crashed = [wrong for wrong in spoilt(whole) if (await scene.send(method, path, wrong)).status >= 500]

    assert sound.status < 300, sound.body
    assert crashed == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"content": {"word": 5}}, ("content",)),
        ({"embeds": "word"}, ("embeds",)),
        ({"embeds": [{"title": "x", "footer": "word"}]}, ("embeds", "0", "footer")),
        ({"components": [{"type": 1, "components": "word"}]}, ("components", "0", "components")),
        ({"content": "x", "allowed_mentions": {"parse": 5}}, ("allowed_mentions", "parse")),
        ({"content": "x", "attachments": ["word"]}, ("attachments",)),
    ],
)
async def test_a_value_of_another_kind_is_refused_by_its_name(
    harbour: Harbour, rest: Rest, body: Any, field: tuple[str, ...]
) -> None:
    answer = await rest("POST", f"/channels/{harbour.channel.id}/messages", body)

    place = answer.body["errors"]
    for name in field:
        place = place[name]
    assert (answer.status, answer.code) == (400, 50035)
    assert place["_errors"]
    assert len(harbour.channel.log) == 0


@pytest.mark.parametrize("depth", [40, 900, 100_000])
async def test_a_bottomless_body_is_refused(harbour: Harbour, rest: Rest, depth: int) -> None:
    bottomless = '{"content":"x","any":' + "[" * depth + "]" * depth + "}"

    answer = await rest(
        "POST",
        f"/channels/{harbour.channel.id}/messages",
        data=bottomless,
        headers={"Content-Type": "application/json"},
    )

    assert answer.status == 400
    assert answer.code in (50035, 50109)


class Scene:
    """A harbour with one of everything that the bodies name."""

    def __init__(self, harbour: Harbour, rest: Rest, as_owner: Rest) -> None:
        self.harbour, self.rest, self.as_owner = harbour, rest, as_owner
        self.names: dict[str, str] = {}

    async def furnish(self) -> None:
        harbour, world = self.harbour, self.harbour.standin.world
        world.install(harbour.bot, harbour.server, permissions=permissions.ALL)
        own = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
        own.position = 9
        tag = ForumTag(world.mint.next(), "world")
        forum = world.create_channel(harbour.server, "forum", kind=ChannelKind.FORUM, tags=[tag])
        thread = world.create_thread(harbour.channel, "talk", owner=harbour.bot.account)
        mine = await self.rest(
            "POST",
            f"/channels/{harbour.channel.id}/messages",
            {"components": [{"type": 1, "components": [SELECT]}]},
        )
        command = await self.rest("PUT", f"/applications/{harbour.bot.id}/commands", [COMMAND])
        self.names = {
            "channel": str(harbour.channel.id),
            "forum": str(forum.id),
            "tag": str(tag.id),
            "thread": str(thread.id),
            "server": str(harbour.server.id),
            "role": str(world.create_role(harbour.server, "Readers").id),
            "reader": str(harbour.reader.id),
            "application": str(harbour.bot.id),
            "message": mine.body["id"],
            "other": str(world.post(harbour.channel, harbour.reader, "hi").id),
            "command": command.body[0]["id"],
        }

    def fill(self, body: Any) -> Any:
        if isinstance(body, dict):
            return {key: self.fill(value) for key, value in body.items()}
        if isinstance(body, list):
            return [self.fill(value) for value in body]
        return body.format(**self.names) if isinstance(body, str) else body

    async def send(self, method: str, path: str, body: Any) -> Answer:
        if path == "/interactions":
            self._open(InteractionKind.COMPONENT).modal = {**MODAL}
            return await self.as_owner(method, path, body)
        if path in ("callback", "completion"):
            interaction = self._open(
                InteractionKind.COMPONENT if path == "callback" else InteractionKind.AUTOCOMPLETE
            )
            path = f"/interactions/{interaction.id}/{interaction.token}/callback?with_response=true"
        return await self.rest(method, path.format(**self.names), body)

    def _open(self, kind: int) -> Any:
        harbour = self.harbour
        source = harbour.channel.log.get(int(self.names["message"]))
        return harbour.standin.interactions.open(
            harbour.bot, harbour.owner, harbour.channel, kind, {"options": TYPED}, nonce=None, source=source
        )


def spoilt(body: Any) -> Iterator[Any]:
    """The body with one of its values exchanged or left out, for every value in it."""
    for path in _paths(body):
        for wrong in WRONG:
            copied, holder = _at(body, path)
            holder[path[-1]] = copy.deepcopy(wrong)
            yield copied
        copied, holder = _at(body, path)
        del holder[path[-1]]
        yield copied


def _paths(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in inner:
        yield from _paths(value, (*path, key))


def _at(body: Any, path: tuple[Any, ...]) -> tuple[Any, Any]:
    copied = copy.deepcopy(body)
    holder = copied
    for key in path[:-1]:
        holder = holder[key]
    return copied, holder
