"""How often one may ask: buckets and their headers, hidden and shared limits, the limit over all, the ban."""

import math
from collections.abc import AsyncIterator

import pytest

from bot.standin import limits
from bot.standin.faults import Fault
from bot.standin.interactions import InteractionKind
from bot.standin.world import permissions
from tests.standin.conftest import Harbour
from tests.standin.limited import Limited, limited_standin
from tests.standin.running import Answer, Rest


@pytest.fixture
async def limited() -> AsyncIterator[Limited]:
    async with limited_standin() as made:
        yield made


def statuses(answers: list[Answer]) -> list[int]:
    return [answer.status for answer in answers]


async def test_a_spent_bucket_says_how_long_to_wait(limited: Limited) -> None:
    answers = await limited.send(6)
    elsewhere = limited.harbour.standin.world.create_channel(limited.harbour.server, "other")
    other = await limited.rest("POST", f"/channels/{elsewhere.id}/messages", {"content": "x"})
    limited.clock.advance(4.9)
    early = (await limited.send())[0]
    limited.clock.advance(0.2)
    later = (await limited.send())[0]

    assert statuses(answers) == [200] * 5 + [429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["4", "3", "2", "1", "0", "0"]
    assert answers[5].body == {"message": "You are being rate limited.", "retry_after": 5.0, "global": False}
    assert isinstance(answers[5].body["retry_after"], float)
    assert (other.status, early.status, later.status) == (200, 429, 200)
    assert len(limited.harbour.channel.log) == 6


async def test_headers_are_those_of_the_bucket(limited: Limited) -> None:
    limited.clock.advance(0.1239)
    first, *_, over = await limited.send(6)

    assert first.headers["X-RateLimit-Limit"] == "5"
    assert float(first.headers["X-RateLimit-Reset"]) >= limited.clock() + 5
    assert first.headers["X-RateLimit-Reset-After"] == "5.000"
    assert len(first.headers["X-RateLimit-Bucket"]) == 32
    assert not {"Retry-After", "X-RateLimit-Scope", "X-RateLimit-Global"} & set(first.headers)
    assert (over.headers["X-RateLimit-Scope"], over.headers["Retry-After"]) == ("user", "5")
    assert over.headers["X-RateLimit-Bucket"] == first.headers["X-RateLimit-Bucket"]
    assert "X-RateLimit-Global" not in over.headers
    assert "Via" in first.headers
    assert "Via" in over.headers


async def test_waiting_for_what_the_headers_say_is_always_enough(limited: Limited) -> None:
    for _ in range(20):
        limited.clock.advance(0.000_7)
        await limited.send(2)
        last = (await limited.send(3))[-1]
        limited.clock.advance(float(last.headers["X-RateLimit-Reset-After"]))

        assert (last.status, last.headers["X-RateLimit-Remaining"]) == (200, "0")


async def test_a_bucket_has_the_same_name_everywhere(limited: Limited) -> None:
    here = (await limited.send())[0]
    async with limited_standin() as other:
        there = (await other.send())[0]
        read = await other.rest("GET", other.messages)

    # Also in another process, whose hashes of texts are others.
    assert here.headers["X-RateLimit-Bucket"] == "a647b0c67c486834dd423ec52bf6b48a"
    assert here.headers["X-RateLimit-Bucket"] == there.headers["X-RateLimit-Bucket"]
    assert read.headers["X-RateLimit-Bucket"] != there.headers["X-RateLimit-Bucket"]


async def test_all_that_changes_reactions_shares_one_bucket_in_a_channel(limited: Limited) -> None:
    harbour = limited.harbour
    world = harbour.standin.world
    message = world.post(harbour.channel, harbour.bot.account, "card")
    elsewhere = world.post(world.create_channel(harbour.server, "other"), harbour.bot.account, "card")
    path = f"{limited.messages}/{message.id}/reactions/%F0%9F%91%8D/@me"

    put = await limited.rest("PUT", path)
    taken = await limited.rest("DELETE", path)
    other = await limited.rest(
        "PUT", f"/channels/{elsewhere.channel.id}/messages/{elsewhere.id}/reactions/%F0%9F%91%8D/@me"
    )
    limited.clock.advance(0.25)
    later = await limited.rest("DELETE", path)

    assert (put.status, taken.status, other.status, later.status) == (204, 429, 204, 204)
    assert put.headers["X-RateLimit-Bucket"] == taken.headers["X-RateLimit-Bucket"]


async def test_a_bot_is_limited_over_all_but_not_in_its_answers_to_interactions(limited: Limited) -> None:
    for number in range(limits.GLOBAL_REQUESTS_A_SECOND):
        await limited.rest("GET", f"/users/{number}")
    over = await limited.rest("GET", "/users/@me")
    callback = await limited.rest("POST", "/interactions/1/x/callback", {"type": 5})
    follow_ups = [
        await limited.rest("POST", f"/webhooks/1/{number}", {"content": "x"}) for number in range(60)
    ]
    other = limited.harbour.standin.world.create_application("Other")
    of_other = await limited.as_token(other.token)("GET", "/users/@me")
    as_person = await limited.as_reader("GET", "/users/@me")
    limited.clock.advance(1)
    later = await limited.rest("GET", "/users/@me")

    assert over.body == {"message": "You are being rate limited.", "retry_after": 1.0, "global": True}
    assert (over.headers["X-RateLimit-Scope"], over.headers["X-RateLimit-Global"]) == ("global", "true")
    assert "X-RateLimit-Bucket" not in over.headers
    assert {callback.status, *statuses(follow_ups)} == {404}
    assert "X-RateLimit-Bucket" not in callback.headers
    assert (of_other.status, as_person.status, later.status) == (200, 200, 200)


async def test_the_follow_ups_of_each_interaction_are_a_bucket_of_their_own(limited: Limited) -> None:
    paths = [_webhook(limited.harbour) for _ in range(2)]

    answers = await limited.repeat(4, "POST", paths[0], {"content": "x"})
    edit = await limited.rest("PATCH", f"{paths[0]}/messages/{answers[0].body['id']}", {"content": "y"})
    over = await limited.rest("POST", paths[0], {"content": "x"})
    other = await limited.rest("POST", paths[1], {"content": "x"})

    assert [*statuses(answers), edit.status, over.status, other.status] == [200] * 5 + [429, 200]


def _webhook(harbour: Harbour) -> str:
    interactions = harbour.standin.interactions
    interaction = interactions.open(
        harbour.bot,
        harbour.reader,
        harbour.channel,
        InteractionKind.COMMAND,
        {"type": 1, "name": "x"},
        nonce=None,
    )
    interactions.acknowledge(interaction)
    return f"/webhooks/{harbour.bot.id}/{interaction.token}"


async def test_windows_that_are_over_are_forgotten(limited: Limited) -> None:
    told = limited.harbour.standin.rate_limits
    nowhere = [f"/webhooks/{limited.harbour.bot.id}/{number}" for number in range(1_200)]

    for path in nowhere[:900]:
        await limited.rest("POST", path, {"content": "x"})
    open_ones = told.windows
    limited.clock.advance(10)
    for path in nowhere[900:]:
        await limited.rest("POST", path, {"content": "x"})

    assert (open_ones, told.windows) == (900, 300)


async def test_headers_are_there_without_limits_too(harbour: Harbour, rest: Rest) -> None:
    answer = await rest("GET", "/users/@me")

    assert int(answer.headers["X-RateLimit-Remaining"]) > 1000


async def test_renaming_a_channel_has_a_hidden_limit_of_its_own(limited: Limited) -> None:
    limited.harbour.server.everyone.permissions |= permissions.MANAGE_CHANNELS
    path = f"/channels/{limited.harbour.channel.id}"

    renamed = [await limited.rest("PATCH", path, {"name": f"n{number}"}) for number in range(3)]
    other = await limited.rest("PATCH", path, {"nsfw": False})
    limited.clock.advance(600)
    later = await limited.rest("PATCH", path, {"name": "last"})

    assert statuses(renamed) == [200, 200, 429]
    assert renamed[2].body["retry_after"] == 600
    assert int(renamed[2].headers["X-RateLimit-Remaining"]) > 0
    assert (other.status, later.status) == (200, 200)


async def test_editing_old_messages_has_a_hidden_limit_with_an_error_of_its_own(limited: Limited) -> None:
    old, *_ = await limited.send(1)
    limited.clock.advance(limits.OLD_EDIT_AGE_SECONDS + 1)
    young, *_ = await limited.send(1)

    edits = await limited.repeat(
        11, "PATCH", f"{limited.messages}/{old.body['id']}", {"content": "y"}, every=2.6
    )
    other = await limited.rest("PATCH", f"{limited.messages}/{young.body['id']}", {"content": "y"})

    assert statuses(edits) == [200] * 10 + [429]
    assert (edits[10].code, edits[10].body["retry_after"] > 30) == (30046, True)
    assert edits[10].body["message"].startswith("Maximum number of edits")
    assert int(edits[10].headers["X-RateLimit-Remaining"]) > 0
    assert other.status == 200


async def test_the_emojis_of_a_server_have_one_hidden_limit_for_all_changes(limited: Limited) -> None:
    path = f"/guilds/{limited.harbour.server.id}/emojis"

    changes = await limited.repeat(49, "DELETE", f"{path}/1", every=1)
    made = await limited.repeat(2, "POST", path, {"name": "xx"})
    read = await limited.rest("GET", path)

    assert 429 not in statuses(changes)
    assert [answer.status == 429 for answer in made] == [False, True]
    assert int(made[1].headers["X-RateLimit-Remaining"]) > 0
    assert read.status == 200


async def test_the_threads_of_a_channel_are_limited_for_all_bots_together(limited: Limited) -> None:
    other = limited.harbour.standin.world.create_application("Other")
    limited.harbour.standin.world.install(other, limited.harbour.server, permissions=permissions.ALL)
    path, body = f"/channels/{limited.harbour.channel.id}/threads", {"name": "x", "type": 11}
    made = await limited.repeat(50, "POST", path, body, every=1.1)

    over = await limited.as_token(other.token)("POST", path, body)

    assert set(statuses(made)) == {201}
    assert (over.status, over.headers["X-RateLimit-Scope"]) == (429, "shared")
    assert over.body["message"] == "The resource is being rate limited."
    assert int(over.headers["X-RateLimit-Remaining"]) == 9
    assert float(over.body["retry_after"]) > float(over.headers["X-RateLimit-Reset-After"])


async def test_too_many_refusals_end_in_a_ban_of_the_proxys_own() -> None:
    async with limited_standin(invalid_requests=4) as limited:
        unknown = limited.as_token("nobody")
        refused = [
            await unknown("GET", "/users/@me"),
            await limited.rest("PUT", f"/channels/{limited.harbour.channel.id}/permissions/1", {"type": 0}),
        ]
        limited.harbour.standin.faults.add(Fault(kind="429", scope="shared", times=3))
        shared = [await limited.rest("GET", "/users/@me") for _ in range(3)]
        counted = limited.harbour.standin.rate_limits.invalid
        refused += [await unknown("GET", "/users/@me") for _ in range(2)]
        banned = [await limited.rest("GET", "/users/@me"), await limited.rest("GET", "/gateway")]
        person = await limited.as_reader("GET", "/users/@me")
        limited.clock.advance(limits.BAN_SECONDS)
        later = await limited.rest("GET", "/users/@me")

    assert statuses(refused) == [401, 403, 401, 401]
    assert (statuses(shared), counted) == ([429] * 3, 2)
    assert statuses(banned) == [429, 429]
    assert banned[0].body == "error code: 1015"
    assert banned[0].headers["Retry-After"] == str(math.ceil(limits.BAN_SECONDS))
    assert not [name for name in banned[0].headers if name == "Via" or name.startswith("X-RateLimit")]
    assert (person.status, later.status) == (200, 200)


async def test_refusals_of_long_ago_lead_to_no_ban() -> None:
    async with limited_standin(invalid_requests=3) as limited:
        unknown = limited.as_token("nobody")
        for _ in range(8):
            await unknown("GET", "/users/@me")
            limited.clock.advance(limits.INVALID_REQUESTS_SECONDS / 2)

        answer = await limited.rest("GET", "/users/@me")

    assert answer.status == 200


async def test_what_is_said_by_people_counts_towards_nothing() -> None:
    async with limited_standin(invalid_requests=1) as limited:
        refused = await limited.as_reader("GET", "/gateway/bot")
        sent = [await limited.as_reader("POST", limited.messages, {"content": "x"}) for _ in range(60)]

        answer = await limited.rest("GET", "/users/@me")

    assert refused.status == 403
    assert set(statuses(sent)) == {200}
    assert answer.status == 200
