"""Every error that the stand-in knows can be met, and is one of Discord's: code, status and sentence."""

import importlib
import re
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.standin import errors
from bot.standin.clock import ManualClock
from bot.standin.errors import ErrorKind
from bot.standin.server import Settings, StandIn
from tests.standin.error_rows import MEETINGS, Meet
from tests.standin.limit_table import Scene
from tests.standin.test_limits import ROWS

KINDS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, ErrorKind)}
ELSEWHERE = {
    "EDITED_OLD_TOO_OFTEN": (
        "test_ratelimits.test_editing_old_messages_has_a_hidden_limit_with_an_error_of_its_own"
    ),
    "INVALID_WEBHOOK_TOKEN": "test_limits.test_an_interaction_takes_follow_ups_for_a_quarter_of_an_hour",
    "MESSAGE_TOO_OLD": "test_limits.test_messages_of_two_weeks_ago_cannot_be_deleted_together",
}

# Source: Discord documentation, Opcodes and Status Codes, JSON error codes; without numbers in brackets.
DOCUMENTED = {
    10002: "Unknown application",
    10003: "Unknown channel",
    10004: "Unknown guild",
    10007: "Unknown member",
    10008: "Unknown message",
    10009: "Unknown permission overwrite",
    10011: "Unknown role",
    10013: "Unknown user",
    10014: "Unknown emoji",
    10015: "Unknown webhook",
    10026: "Unknown ban",
    10062: "Unknown interaction",
    10063: "Unknown application command",
    10066: "Unknown application command permissions",
    20001: "Bots cannot use this endpoint",
    20002: "Only bots can use this endpoint",
    20016: "This action cannot be performed due to slowmode rate limit",
    30003: "Maximum number of pins reached for the channel",
    30005: "Maximum number of guild roles reached",
    30008: "Maximum number of emojis reached",
    30010: "Maximum number of reactions reached",
    30013: "Maximum number of guild channels reached",
    30015: "Maximum number of attachments in a message reached",
    30018: "Maximum number of animated emojis reached",
    30032: "Maximum number of application commands reached",
    30033: "Maximum number of thread participants has been reached",
    30034: "Maximum number of daily application command creates has been reached",
    30046: "Maximum number of edits to messages older than 1 hour reached. Try again later",
    30047: "Maximum number of pinned threads in a forum channel has been reached",
    30048: "Maximum number of tags in a forum channel has been reached",
    30060: "Maximum number of channel permission overwrites reached",
    40005: "Request entity too large. Try sending something smaller in size",
    40007: "The user is banned from this guild",
    40009: "Only one channel can have a parent_id modified at a time",
    40032: "Target user is not connected to voice",
    40033: "This message has already been crossposted",
    40041: "An application command with that name already exists",
    40060: "Interaction has already been acknowledged",
    40061: "Tag names must be unique",
    40066: "There are no tags available that can be set by non-moderators",
    40067: "A tag is required to create a forum post in this channel",
    40094: "This interaction has hit the maximum number of follow up messages",
    50001: "Missing access",
    50003: "Cannot execute action on a DM channel",
    50005: "Cannot edit a message authored by another user",
    50006: "Cannot send an empty message",
    50007: "Cannot send messages to this user",
    50008: "Cannot send messages in a non-text channel",
    50013: "You lack permissions to perform that action",
    50014: "Invalid authentication token provided",
    50016: (
        "Provided too few or too many messages to delete."
        " Must provide at least 2 and fewer than 100 messages to delete"
    ),
    50021: "Cannot execute action on a system message",
    50024: "Cannot execute action on this channel type",
    50027: "Invalid webhook token provided",
    50028: "Invalid role",
    50033: "Invalid Recipient(s)",
    50034: "A message provided was too old to bulk delete",
    50035: "Invalid form body",
    50055: "Invalid Guild",
    50068: "Invalid message type",
    50081: "Invalid sticker sent",
    50083: "Tried to perform an operation on an archived thread",
    50101: "This server needs more boosts to perform this action",
    50109: "The request body contains invalid JSON",
    50146: "Uploaded file not found",
    50151: "The specified emoji is invalid",
    50173: "You cannot send voice messages in this channel",
    50278: "Cannot send messages to this user due to having no mutual guilds",
    90002: "User cannot use burst reactions",
    160002: "Cannot reply without permission to read message history",
    160004: "A thread has already been created for this message",
    160005: "Thread is locked",
    160006: "Maximum number of active threads reached",
    160014: "You cannot forward a message whose content you cannot read",
}
# What Discord is known to answer where its list says it in other words. Source: reports of clients.
SAID = {
    0: {"401: Unauthorized", "404: Not Found", "405: Method Not Allowed"},
    30005: {"Maximum number of server roles reached (250)"},
    30013: {"Maximum number of server channels reached (500)"},
    30034: {"Max number of daily application command creates has been reached (200)"},
    40005: {"Request entity too large"},
    40033: {"This message was already crossposted."},
    50013: {"Missing Permissions"},
    50027: {"Invalid Webhook Token"},
    50083: {"Thread is archived"},
}


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with StandIn(Settings(clock=ManualClock())) as standin, aiohttp.ClientSession() as http:
        yield Scene(standin, http)


@pytest.mark.parametrize("meet", MEETINGS, ids=lambda meet: meet.error)
async def test_an_error_is_met(scene: Scene, meet: Meet) -> None:
    if meet.before is not None:
        meet.before(scene)
    for index, first in enumerate(meet.first):
        scene.names[f"made{index}"] = (await scene.ask(*first)).body["id"]
    raw = {} if meet.raw is None else {"data": meet.raw, "headers": {"Content-Type": "application/json"}}

    for _ in range(meet.times):
        answer = await scene.ask(meet.method, meet.path, meet.body, by=meet.by, **raw)

    kind = KINDS[meet.error]
    assert (answer.status, answer.body.get("code")) == (kind.status, kind.code), answer.body
    assert answer.body["message"] == kind.message


async def test_a_refusal_that_names_a_wait_has_the_headers_of_a_limit(scene: Scene) -> None:
    scene.harbour.channel.slow_mode = 60

    answers = [
        await scene.ask("POST", "/channels/{channel}/messages", {"content": "x"}, by="reader") for _ in "12"
    ]

    assert (answers[1].code, answers[1].body["retry_after"]) == (20016, 60.0)
    assert (answers[1].headers["Retry-After"], answers[1].headers["X-RateLimit-Scope"]) == ("60", "user")


def test_every_error_can_be_met() -> None:
    met = {meet.error for meet in MEETINGS} | ELSEWHERE.keys()
    by_limits = {name for name, kind in KINDS.items() if kind in {row.error for row in ROWS}}

    assert KINDS.keys() - met - by_limits == set()
    assert met - KINDS.keys() == set()


@pytest.mark.parametrize("where", sorted(ELSEWHERE.values()))
def test_a_test_that_is_named_is_there(where: str) -> None:
    module, _, name = where.partition(".")

    assert callable(getattr(importlib.import_module(f"tests.standin.{module}"), name))


@pytest.mark.parametrize("name", sorted(KINDS))
def test_an_error_is_one_of_discords(name: str) -> None:
    kind = KINDS[name]

    documented = {_plain(DOCUMENTED[kind.code])} if kind.code in DOCUMENTED else set()
    assert kind.code in DOCUMENTED or kind.code in SAID
    assert kind.message in SAID.get(kind.code, set()) or _plain(kind.message) in documented


def _plain(sentence: str) -> str:
    """Without capitals, a full stop at the end and the numbers in brackets, in which Discord's lists vary."""
    return re.sub(r" \(\d+\)$", "", sentence).rstrip(".").lower()
