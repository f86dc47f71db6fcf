"""Replies and forwards: what may be referred to, and what becomes of it."""

from typing import Any

import discord
import pytest

from bot.standin.world import permissions
from bot.standin.world.model import MessageFlag, MessageKind, Overwrite
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import Rest, running


def path(harbour: Harbour) -> str:
    return f"/channels/{harbour.channel.id}/messages"


def deny(harbour: Harbour, permission: int) -> None:
    for role in harbour.server.roles.values():
        role.permissions &= ~permission
        harbour.standin.world.update_role(harbour.server, role)


async def test_a_reply_carries_what_it_answers_until_that_is_deleted(harbour: Harbour, rest: Rest) -> None:
    asked = harbour.standin.world.post(harbour.channel, harbour.reader, "why?")
    body = {"content": "so", "message_reference": {"message_id": str(asked.id)}}

    reply = await rest("POST", path(harbour), body)
    harbour.standin.world.delete_message(asked)
    later = await rest("GET", f"{path(harbour)}/{reply.body['id']}")

    assert (reply.body["type"], reply.body["referenced_message"]["id"]) == (MessageKind.REPLY, str(asked.id))
    assert reply.body["message_reference"] == {
        "type": 0,
        "channel_id": str(harbour.channel.id),
        "message_id": str(asked.id),
        "guild_id": str(harbour.server.id),
    }
    assert later.body["referenced_message"] is None


@pytest.mark.parametrize(
    ("reference", "place", "code"),
    [
        ({"message_id": "1"}, "message_reference", "REPLIES_UNKNOWN_MESSAGE"),
        ({}, "message_reference/message_id", "BASE_TYPE_REQUIRED"),
        ({"message_id": "one"}, "message_reference/message_id", "NUMBER_TYPE_COERCE"),
        ({"message_id": "1", "type": 2}, "message_reference/type", "BASE_TYPE_CHOICES"),
        ({"message_id": "{asked}", "channel_id": "1"}, "message_reference", "REPLIES_UNKNOWN_MESSAGE"),
        ({"message_id": "{asked}", "type": 1}, "message_reference/channel_id", "BASE_TYPE_REQUIRED"),
    ],
)
async def test_a_reference_must_lead_somewhere(
    harbour: Harbour, rest: Rest, reference: Any, place: str, code: str
) -> None:
    asked = harbour.standin.world.post(harbour.channel, harbour.reader, "why?")
    filled = {key: str(asked.id) if value == "{asked}" else value for key, value in reference.items()}

    answer = await rest("POST", path(harbour), {"content": "so", "message_reference": filled})

    assert (answer.code, answer.faults_at(place)) == (50035, [code])


async def test_a_reply_to_nothing_can_be_sent_all_the_same(harbour: Harbour, rest: Rest) -> None:
    reference = {"message_id": "1", "fail_if_not_exists": False}

    answer = await rest("POST", path(harbour), {"content": "so", "message_reference": reference})

    assert answer.body["type"] == MessageKind.DEFAULT
    assert "message_reference" not in answer.body


async def test_who_may_not_read_the_history_cannot_reply(harbour: Harbour, rest: Rest) -> None:
    asked = harbour.standin.world.post(harbour.channel, harbour.reader, "why?")
    deny(harbour, permissions.READ_MESSAGE_HISTORY)
    body = {"content": "so", "message_reference": {"message_id": str(asked.id)}}

    answer = await rest("POST", path(harbour), body)

    assert (answer.status, answer.code) == (403, 160002)


async def test_a_forward_keeps_what_was_said(harbour: Harbour, rest: Rest) -> None:
    other = harbour.standin.world.create_channel(harbour.server, "other")
    source = harbour.standin.world.post(other, harbour.bot.account, "as it was")
    reference = {"type": 1, "message_id": str(source.id), "channel_id": str(other.id)}

    forward = await rest("POST", path(harbour), {"message_reference": reference})
    source.content = "changed"
    later = await rest("GET", f"{path(harbour)}/{forward.body['id']}")
    edited = await rest("PATCH", f"{path(harbour)}/{forward.body['id']}", {"content": "mine"})
    again = {**reference, "message_id": forward.body["id"], "channel_id": str(harbour.channel.id)}
    nested = await rest("POST", path(harbour), {"message_reference": again})
    worded = await rest("POST", path(harbour), {"content": "look", "message_reference": reference})

    assert later.body["flags"] == MessageFlag.HAS_SNAPSHOT
    assert later.body["message_reference"]["type"] == 1
    assert later.body["message_snapshots"][0]["message"]["content"] == "as it was"
    assert "author" not in later.body["message_snapshots"][0]["message"]
    assert [edited.code, nested.code, worded.code] == [50068, 50068, 50035]


async def test_only_what_one_can_see_and_read_is_forwarded(harbour: Harbour, rest: Rest) -> None:
    world = harbour.standin.world
    hidden = world.create_channel(
        harbour.server, "hidden", overwrites=[Overwrite(harbour.server.id, 0, 0, permissions.VIEW_CHANNEL)]
    )
    unread = world.post(harbour.channel, harbour.reader, "not for bots")
    unseen = world.post(hidden, harbour.reader, "x")
    told = world.post(harbour.channel, harbour.bot.account, kind=MessageKind.PINNED)

    answers = [
        await rest(
            "POST",
            path(harbour),
            {"message_reference": {"type": 1, "message_id": str(one.id), "channel_id": str(one.channel.id)}},
        )
        for one in (unread, unseen, told)
    ]

    assert [answer.code for answer in answers] == [160014, 50001, 50068]


@pytest.mark.usefixtures("redirected")
async def test_discord_py_replies_and_forwards(harbour: Harbour) -> None:
    bot = make_bot()
    async with running(harbour.standin, bot, harbour.bot.token):
        channel = bot.get_partial_messageable(harbour.channel.id)
        said = await channel.send("words")
        reply = await said.reply("so", mention_author=False)
        forward = await said.forward(channel)

    assert isinstance(reply.reference, discord.MessageReference)
    assert reply.reference.message_id == said.id
    assert forward.message_snapshots[0].content == "words"
