"""Mentions: what may be allowed, whom a message names then, whom it really pings."""

from typing import Any

import pytest

from bot.standin.world import permissions
from bot.standin.world.model import Account, MessageFlag, Role
from tests.standin.conftest import Harbour
from tests.standin.running import Rest

ALL = {"Olena", "Rita", "Mate", "Cook"}
EXCLUSIVE, TWICE = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "SET_TYPE_ALREADY_CONTAINS_VALUE"


class Crew:
    """A reader, one with a role that all may mention, one with a role that not all may."""

    def __init__(self, harbour: Harbour) -> None:
        self.harbour = harbour
        self.loud, self.quiet = self._role("loud"), self._role("quiet")
        self.mate, self.cook = self._member("Mate", self.loud), self._member("Cook", self.quiet)
        self.path = f"/channels/{harbour.channel.id}/messages"
        self.words = f"<@{harbour.reader.id}> <@&{self.loud.id}> <@&{self.quiet.id}> @everyone"

    def _role(self, name: str) -> Role:
        return self.harbour.standin.world.create_role(self.harbour.server, name, mentionable=name == "loud")

    def _member(self, name: str, role: Role) -> Account:
        account = self.harbour.standin.world.create_account(name)
        self.harbour.standin.world.join(self.harbour.server, account, roles=(role,))
        return account

    def deny(self, permission: int) -> None:
        self.harbour.server.everyone.permissions &= ~permission
        self.harbour.standin.world.update_role(self.harbour.server, self.harbour.server.everyone)

    def fill(self, allowed: Any) -> Any:
        ids = {
            "reader": self.harbour.reader.id,
            "loud": self.loud.id,
            "quiet": self.quiet.id,
            "cook": self.cook.id,
        }
        return {
            key: [str(ids.get(one, one)) for one in value] if isinstance(value, list) else value
            for key, value in allowed.items()
        }

    def named(self, body: Any) -> tuple[set[str], set[str], bool]:
        names = {
            str(self.harbour.reader.id): "reader",
            str(self.loud.id): "loud",
            str(self.quiet.id): "quiet",
        }
        users = {names[one["id"]] for one in body["mentions"]}
        return users, {names[one] for one in body["mention_roles"]}, body["mention_everyone"]

    def pinged(self, body: Any) -> set[str]:
        message = self.harbour.channel.log.get(int(body["id"]))
        assert message is not None
        return {self.harbour.standin.world.accounts[one].name for one in message.pinged}


@pytest.mark.parametrize(
    ("allowed", "users", "roles", "everyone", "pinged"),
    [
        (None, {"reader"}, {"loud", "quiet"}, True, ALL),
        ({}, set(), set(), False, set()),
        ({"parse": []}, set(), set(), False, set()),
        ({"parse": ["users"]}, {"reader"}, set(), False, {"Rita"}),
        ({"parse": ["roles"]}, set(), {"loud", "quiet"}, False, {"Mate", "Cook"}),
        ({"parse": ["everyone"]}, set(), set(), True, ALL),
        ({"users": ["reader", "cook"]}, {"reader"}, set(), False, {"Rita"}),
        ({"users": ["cook"]}, set(), set(), False, set()),
        ({"roles": ["quiet"]}, set(), {"quiet"}, False, {"Cook"}),
        ({"parse": ["users"], "users": []}, {"reader"}, set(), False, {"Rita"}),
        ({"parse": ["users"], "roles": ["loud"]}, {"reader"}, {"loud"}, False, {"Rita", "Mate"}),
        ({"parse": ["everyone"], "users": ["reader"]}, {"reader"}, set(), True, ALL),
    ],
)  # fmt: skip
@pytest.mark.parametrize("v2", [False, True])
async def test_only_what_is_allowed_is_mentioned(
    harbour: Harbour, rest: Rest, allowed: Any, users: set[str], roles: set[str], everyone: bool,
    pinged: set[str], v2: bool,
) -> None:  # fmt: skip
    crew = Crew(harbour)
    words = {"flags": MessageFlag.COMPONENTS_V2, "components": [{"type": 10, "content": crew.words}]}
    body: Any = words if v2 else {"content": crew.words}
    if allowed is not None:
        body = {**body, "allowed_mentions": crew.fill(allowed)}

    answer = await rest("POST", crew.path, body)

    assert crew.named(answer.body) == (users, roles, everyone)
    assert crew.pinged(answer.body) == pinged


async def test_without_the_right_only_users_and_mentionable_roles_are_pinged(
    harbour: Harbour, rest: Rest
) -> None:
    crew = Crew(harbour)
    crew.deny(permissions.MENTION_EVERYONE)

    answer = await rest("POST", crew.path, {"content": crew.words})

    assert crew.named(answer.body) == ({"reader"}, {"loud"}, False)
    assert crew.pinged(answer.body) == {"Rita", "Mate"}


async def test_who_cannot_see_the_channel_is_named_but_not_pinged(harbour: Harbour, rest: Rest) -> None:
    crew = Crew(harbour)
    crew.deny(permissions.VIEW_CHANNEL)

    answer = await rest("POST", crew.path, {"content": crew.words})

    assert crew.named(answer.body)[0] == {"reader"}
    assert crew.pinged(answer.body) == {"Olena"}


@pytest.mark.parametrize("words", ["`{}`", "```\n{}\n```", "``a ` {}``"])
async def test_what_stands_in_code_mentions_nobody(harbour: Harbour, rest: Rest, words: str) -> None:
    crew = Crew(harbour)

    answer = await rest("POST", crew.path, {"content": words.format(crew.words)})

    assert crew.named(answer.body) == (set(), set(), False)


@pytest.mark.parametrize(
    ("allowed", "place", "code"),
    [
        ({"parse": ["users"], "users": ["reader"]}, "allowed_mentions", EXCLUSIVE),
        ({"parse": ["roles"], "roles": ["loud"]}, "allowed_mentions", EXCLUSIVE),
        ({"parse": ["here"]}, "allowed_mentions/parse/0", "BASE_TYPE_CHOICES"),
        ({"parse": ["users", "users"]}, "allowed_mentions/parse", TWICE),
        ({"users": ["reader", "reader"]}, "allowed_mentions/users", TWICE),
        ({"users": ["nobody"]}, "allowed_mentions/users/0", "NUMBER_TYPE_COERCE"),
        ({"users": [str(n) for n in range(101)]}, "allowed_mentions/users", "BASE_TYPE_MAX_LENGTH"),
        ({"roles": [str(n) for n in range(101)]}, "allowed_mentions/roles", "BASE_TYPE_MAX_LENGTH"),
    ],
)
async def test_what_is_ambiguous_or_too_much_is_refused(
    harbour: Harbour, rest: Rest, allowed: Any, place: str, code: str
) -> None:
    crew = Crew(harbour)

    answer = await rest("POST", crew.path, {"content": "x", "allowed_mentions": crew.fill(allowed)})

    assert answer.code == 50035
    assert answer.faults_at(place) == [code]


@pytest.mark.parametrize(
    ("allowed", "pinged"),
    [
        (None, {"Rita"}),
        ({"parse": []}, set()),
        ({"parse": [], "replied_user": True}, {"Rita"}),
        ({"parse": ["users"], "replied_user": False}, set()),
    ],
)
async def test_a_reply_pings_whom_it_answers_only_if_allowed(
    harbour: Harbour, rest: Rest, allowed: Any, pinged: set[str]
) -> None:
    crew = Crew(harbour)
    asked = harbour.standin.world.post(harbour.channel, harbour.reader, "why?")
    body = {"content": "so", "message_reference": {"message_id": str(asked.id)}, "allowed_mentions": allowed}

    answer = await rest("POST", crew.path, body)

    assert crew.pinged(answer.body) == pinged


async def test_an_edit_mentions_anew_with_the_defaults_but_pings_nobody(harbour: Harbour, rest: Rest) -> None:
    crew = Crew(harbour)
    quiet = {"content": crew.words, "allowed_mentions": {"parse": []}}
    sent = await rest("POST", crew.path, quiet)
    one = f"{crew.path}/{sent.body['id']}"

    untouched = await rest("PATCH", one, {"embeds": [{"title": "x"}]})
    parsed = await rest("PATCH", one, {"content": crew.words})
    pinged = crew.pinged(parsed.body)
    silenced = await rest("PATCH", one, quiet)

    assert crew.named(untouched.body) == (set(), set(), False)
    assert crew.named(parsed.body) == ({"reader"}, {"loud", "quiet"}, True)
    assert crew.named(silenced.body) == (set(), set(), False)
    assert pinged == set()
