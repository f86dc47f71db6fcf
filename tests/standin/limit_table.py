"""How a row of the tables is read and tried: one request with the last number allowed, one with the next."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.standin import errors
from bot.standin.errors import ErrorKind
from bot.standin.gateway.intents import Intent
from bot.standin.interactions import InteractionKind
from bot.standin.server import StandIn
from bot.standin.world import permissions
from bot.standin.world.model import ChannelKind, ForumTag
from tests.standin.conftest import settle
from tests.standin.running import Answer, Rest

_BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "x"}]}


@dataclass(frozen=True)
class Row:
    """A limit as Discord documents it, in figures of the table's own.

    `body` makes a body (of a GET: the query) with so much in it; `at` is the place in `errors` where the
    refusal must be noted. `outside` is the first that is refused, unless that is one more. `before` puts so
    much into the world that the request asks for the last.
    """

    limit: str
    number: Any
    method: str
    path: str
    body: Callable[[Any], Any] = lambda _number: None
    at: str = ""
    outside: Any = None
    error: ErrorKind = errors.INVALID_FORM
    before: Callable[["Scene", Any], None] | None = None
    by: str = "bot"
    described: bool = True

    @property
    def beyond(self) -> Any:
        return self.number + 1 if self.outside is None else self.outside


@dataclass(frozen=True)
class Upload:
    """A body with files in it."""

    payload: Any
    files: tuple[tuple[str, bytes], ...]


class Scene:
    """A harbour with one of everything that a path or a body names in braces; the bot may do everything."""

    def __init__(self, standin: StandIn, http: aiohttp.ClientSession) -> None:
        self.standin, self.harbour, self.world = standin, settle(standin), standin.world
        self._http = http
        harbour, world = self.harbour, self.world
        world.install(harbour.bot, harbour.server, permissions=permissions.ALL)
        harbour.bot.privileged_intents = Intent.PRIVILEGED
        harbour.server.everyone.permissions |= permissions.ADD_REACTIONS
        tag = ForumTag(world.mint.next(), "world")
        self.category = world.create_channel(harbour.server, "News", kind=ChannelKind.CATEGORY)
        self.forum = world.create_channel(harbour.server, "forum", kind=ChannelKind.FORUM, tags=[tag])
        self.announcement = world.create_channel(harbour.server, "now", kind=ChannelKind.ANNOUNCEMENT)
        self.thread = world.create_thread(harbour.channel, "talk", owner=harbour.bot.account)
        self.post = world.create_thread(self.forum, "post", owner=harbour.bot.account)
        self.message = world.post(harbour.channel, harbour.bot.account, "card")
        self.other = world.post(harbour.channel, harbour.reader, "hi")
        self.role = world.create_role(harbour.server, "Readers")
        self.direct = world.direct_channel(harbour.bot.account, harbour.reader)
        self._tokens = {
            "bot": harbour.bot.token,
            "reader": harbour.reader.token,
            "owner": harbour.owner.token,
        }
        self.names: dict[str, Any] = {
            "channel": harbour.channel.id,
            "server": harbour.server.id,
            "reader": harbour.reader.id,
            "owner": harbour.owner.id,
            "application": harbour.bot.id,
            "tag": tag.id,
            "category": self.category.id,
            "forum": self.forum.id,
            "announcement": self.announcement.id,
            "thread": self.thread.id,
            "post": self.post.id,
            "message": self.message.id,
            "other": self.other.id,
            "role": self.role.id,
            "direct": self.direct.id,
        }

    def interaction(self, kind: int = InteractionKind.COMMAND, *, acknowledged: bool = False) -> Any:
        harbour, interactions = self.harbour, self.standin.interactions
        typed = {"type": 3, "name": "x", "value": "", "focused": True}
        data = {"type": 1, "id": "1", "name": "news", "options": [typed]}
        made = interactions.open(harbour.bot, harbour.reader, harbour.channel, kind, data, nonce=None)
        if acknowledged:
            interactions.acknowledge(made)
        return made

    def fill(self, value: Any) -> Any:
        """A path or body with its names in braces filled in; interactions are new each time."""
        if isinstance(value, dict):
            return {key: self.fill(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.fill(one) for one in value]
        if not isinstance(value, str) or "{" not in value:
            return value
        if "{callback}" in value or "{completion}" in value:
            kind = InteractionKind.COMMAND if "{callback}" in value else InteractionKind.AUTOCOMPLETE
            made = self.interaction(kind)
            return f"/interactions/{made.id}/{made.token}/callback"
        if "{webhook}" in value:
            made = self.interaction(acknowledged=True)
            value = value.replace("{webhook}", f"/webhooks/{self.harbour.bot.id}/{made.token}")
        return value.format(**self.names)

    async def ask(
        self, method: str, path: str, body: Any = None, *, by: str = "bot", **options: Any
    ) -> Answer:
        """Ask as the bot, the reader, the owner or nobody."""
        rest = Rest(self._http, self.standin.api_url, self._tokens.get(by, by))
        path, body = self.fill(path), self.fill(body)
        if isinstance(body, Upload):
            return await self._upload(rest, method, path, body)
        if method == "GET" and body is not None:
            return await rest(method, f"{path}?{urlencode(body)}")
        return await rest(method, path, body, **options)

    async def _upload(self, rest: Rest, method: str, path: str, body: Upload) -> Answer:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("payload_json", json.dumps(self.fill(body.payload)), content_type="application/json")
        for index, (name, content) in enumerate(body.files):
            form.add_field(f"files[{index}]", io.BytesIO(content), filename=name)
        return await rest(method, path, data=form)


def place(answer: Answer, at: str) -> Any:
    """What is noted of a refused body at a place, none if nothing is."""
    found = answer.body.get("errors", {})
    for part in at.split(".") if at else ():
        found = found.get(part, {})
    return found.get("_errors")
