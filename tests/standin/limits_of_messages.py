"""The documented limits of messages: text, embeds, files, mentions, pages, pins, reactions."""

from typing import Any

from bot.standin import errors
from bot.standin.clock import ManualClock
from bot.standin.world.model import Emoji
from bot.standin.world.snowflakes import SnowflakeMint
from tests.standin.limit_table import Row, Scene, Upload

SEND = ("POST", "/channels/{channel}/messages")
# An id of a moment ago on the clock of these tests.
RECENT = SnowflakeMint(ManualClock()).next()
HISTORY = ("GET", "/channels/{channel}/messages")
BULK = ("POST", "/channels/{channel}/messages/bulk-delete")


def embed(**fields: Any) -> Any:
    return {"embeds": [{"title": "x", **fields}]}


def field(**texts: str) -> Any:
    return embed(fields=[{"name": "n", "value": "v", **texts}])


def embed_of(characters: int) -> Any:
    """Two embeds of so many characters together, each within its own limits."""
    return {"embeds": [{"description": "x" * 4000}, {"description": "x" * (characters - 4000)}]}


def files(number: int, size: int = 1) -> Upload:
    return Upload({"content": "x"}, tuple((f"{index}.txt", b"x" * size) for index in range(number)))


def request_of(size: int) -> Upload:
    """Three files and a text of so many bytes together."""
    third = size // 3
    return Upload(
        {}, (("a.txt", b"x" * third), ("b.txt", b"x" * third), ("c.txt", b"x" * (size - 2 * third - 2)))
    )


def said(**texts: str) -> Upload:
    return Upload({"attachments": [{"id": "0", **texts}]}, (("a.txt", b"x"),))


def pin_all_but_one(scene: Scene, number: int) -> None:
    for _ in range(number - 1):
        pinned = scene.world.post(scene.harbour.channel, scene.harbour.reader, "x")
        pinned.pinned_at = scene.world.now()


def react_with_all_but_one(scene: Scene, number: int) -> None:
    for index in range(number - 1):
        scene.world.react(scene.message, scene.harbour.reader, Emoji(chr(0x1F600 + index)))


def ids(number: int) -> list[str]:
    return [str(RECENT + index) for index in range(number)]


ROWS = (
    Row("MESSAGE_CONTENT", 2000, *SEND, lambda n: {"content": "x" * n}, "content"),
    Row("MESSAGE_EMBEDS", 10, *SEND, lambda n: {"embeds": [{"title": "x"}] * n}, "embeds"),
    Row("MESSAGE_ATTACHMENTS", 10, *SEND, files, error=errors.TOO_MANY_ATTACHMENTS),
    Row(
        "ATTACHMENT_BYTES",
        10 * 1024**2,
        *SEND,
        lambda n: files(1, n),
        error=errors.FILE_TOO_LARGE,
    ),
    Row("REQUEST_BYTES", 25 * 1024**2, *SEND, request_of, error=errors.FILE_TOO_LARGE),
    Row(
        "ATTACHMENT_NAME",
        1024,
        *SEND,
        lambda n: said(filename="x" * n),
        "attachments.0.filename",
    ),
    Row("NONCE", 25, *SEND, lambda n: {"content": "x", "nonce": "n" * n}, "nonce"),
    Row(
        "ALLOWED_MENTIONS",
        100,
        *SEND,
        lambda n: {"content": "x", "allowed_mentions": {"users": ids(n)}},
        "allowed_mentions.users",
    ),
    Row(
        "ALLOWED_MENTIONS",
        100,
        *SEND,
        lambda n: {"content": "x", "allowed_mentions": {"roles": ids(n)}},
        "allowed_mentions.roles",
    ),
    Row("HISTORY_PAGE", 100, *HISTORY, lambda n: {"limit": n}, "limit"),
    Row("HISTORY_PAGE", 1, *HISTORY, lambda n: {"limit": n}, "limit", outside=0),
    Row("BULK_DELETE", 2, *BULK, lambda n: {"messages": ids(n)}, outside=1, error=errors.BULK_DELETE_COUNT),
    Row("BULK_DELETE", 100, *BULK, lambda n: {"messages": ids(n)}, error=errors.BULK_DELETE_COUNT),
    Row(
        "PINS",
        250,
        "PUT",
        "/channels/{channel}/messages/pins/{message}",
        error=errors.TOO_MANY_PINS,
        before=pin_all_but_one,
    ),
    Row("PIN_PAGE", 50, "GET", "/channels/{channel}/messages/pins", lambda n: {"limit": n}, "limit"),
    Row(
        "URL",
        2048,
        *SEND,
        lambda n: embed(url="https://x.example/".ljust(n, "x")),
        "embeds.0.url",
    ),
    Row("EMBED_TITLE", 256, *SEND, lambda n: embed(title="x" * n), "embeds.0.title"),
    Row("EMBED_DESCRIPTION", 4096, *SEND, lambda n: embed(description="x" * n), "embeds.0.description"),
    Row(
        "EMBED_FIELDS",
        25,
        *SEND,
        lambda n: embed(fields=[{"name": "n", "value": "v"}] * n),
        "embeds.0.fields",
    ),
    Row("EMBED_FIELD_NAME", 256, *SEND, lambda n: field(name="x" * n), "embeds.0.fields.0.name"),
    Row("EMBED_FIELD_VALUE", 1024, *SEND, lambda n: field(value="x" * n), "embeds.0.fields.0.value"),
    Row("EMBED_FOOTER", 2048, *SEND, lambda n: embed(footer={"text": "x" * n}), "embeds.0.footer.text"),
    Row("EMBED_AUTHOR", 256, *SEND, lambda n: embed(author={"name": "x" * n}), "embeds.0.author.name"),
    Row("EMBED_TOTAL", 6000, *SEND, embed_of, "embeds"),
    Row("COLOR", 0xFFFFFF, *SEND, lambda n: embed(color=n), "embeds.0.color"),
    Row(
        "REACTIONS",
        20,
        "PUT",
        "/channels/{channel}/messages/{message}/reactions/%F0%9F%91%8D/@me",
        error=errors.TOO_MANY_REACTIONS,
        before=react_with_all_but_one,
    ),
    Row(
        "REACTION_PAGE",
        100,
        "GET",
        "/channels/{channel}/messages/{message}/reactions/%F0%9F%91%8D",
        lambda n: {"limit": n},
        "limit",
    ),
)
