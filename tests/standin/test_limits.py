"""Every limit of Discord that the stand-in knows is enforced: inside it takes, outside it refuses.

Most are rows of tables, by resource: `limits_of_messages.py`, `limits_of_components.py`,
`limits_of_servers.py`, `limits_of_commands.py`. What is no number in a request (times, defaults, the gateway)
has a test of its own, here or where `ELSEWHERE` says.
"""

import importlib
from collections.abc import AsyncIterator, Callable
from urllib.parse import quote

import aiohttp
import pytest

from bot.standin import limits
from bot.standin.clock import ManualClock
from bot.standin.ratelimits import RateLimits
from bot.standin.server import Settings, StandIn
from bot.standin.world.audit import Action
from bot.standin.world.model import Emoji
from tests.standin import limits_of_commands, limits_of_components, limits_of_messages, limits_of_servers
from tests.standin.limit_table import Row, Scene, place
from tests.standin.limited import limited_standin

ROWS: tuple[Row, ...] = (
    *limits_of_messages.ROWS,
    *limits_of_components.ROWS,
    *limits_of_servers.ROWS,
    *limits_of_commands.ROWS,
)
ELSEWHERE = {
    "HISTORY_PAGE_DEFAULT": "test_limits.test_a_page_is_as_long_as_documented_unless_asked_otherwise",
    "REACTION_PAGE_DEFAULT": "test_limits.test_a_page_is_as_long_as_documented_unless_asked_otherwise",
    "THREAD_PAGE_DEFAULT": "test_limits.test_a_page_is_as_long_as_documented_unless_asked_otherwise",
    "AUDIT_PAGE_DEFAULT": "test_limits.test_a_page_is_as_long_as_documented_unless_asked_otherwise",
    "AUTO_ARCHIVE_DEFAULT": "test_limits.test_a_thread_is_archived_after_a_day_unless_asked_otherwise",
    "BULK_DELETE_AGE_SECONDS": "test_limits.test_messages_of_two_weeks_ago_cannot_be_deleted_together",
    "OLDER_SOURCE_SECONDS": "test_limits.test_a_thread_of_an_older_message_is_announced",
    "INTERACTION_SECONDS": "test_limits.test_an_interaction_waits_three_seconds_for_its_first_answer",
    "INTERACTION_TOKEN_SECONDS": "test_limits.test_an_interaction_takes_follow_ups_for_a_quarter_of_an_hour",
    "AUDIT_REASON": "test_limits.test_a_reason_has_at_most_512_characters",
    "HOLOGRAPHIC": "test_limits.test_a_role_shines_in_three_documented_colors_or_not_at_all",
    "GATEWAY_SENDS": "test_gateway_closing.test_more_than_120_payloads_in_a_minute_are_closed_with_4008",
    "GATEWAY_SENDS_SECONDS": (
        "test_gateway_closing.test_more_than_120_payloads_in_a_minute_are_closed_with_4008"
    ),
    "SERVERS_A_SHARD": "test_gateway_closing.test_a_bot_in_too_many_servers_must_shard",
    "GATEWAY_PAYLOAD_BYTES": "test_gateway_closing.test_a_wrong_beginning_is_closed_with_its_code",
    "IDENTIFIES_A_DAY": (
        "test_gateway_starts.test_one_identify_too_many_in_a_day_ends_all_sessions_and_resets_the_token"
    ),
    "IDENTIFY_WINDOW_SECONDS": "test_gateway_starts.test_the_count_begins_anew_after_a_day",
    "IDENTIFY_SECONDS": "test_gateway_starts.test_a_second_identify_within_five_seconds_is_turned_away",
    "LARGE_THRESHOLD": "test_gateway_closing.test_a_wrong_beginning_is_closed_with_its_code",
    "CHUNK_MEMBERS": "test_gateway_members.test_at_most_a_hundred_are_found_and_all_come_by_the_thousand",
    "REQUESTED_MEMBERS": "test_gateway_members.test_at_most_a_hundred_are_found_and_all_come_by_the_thousand",
    "CHUNK_NONCE_BYTES": (
        "test_gateway_members.test_presences_come_with_their_intent_and_a_long_nonce_does_not_come_back"
    ),
    "ALL_MEMBERS_SECONDS": (
        "test_gateway_members.test_all_members_of_a_server_are_told_once_in_thirty_seconds"
    ),
    "AUDIT_DAYS": "test_limits.test_the_audit_log_forgets_after_45_days",
    "BUCKETS": "test_ratelimits.test_a_spent_bucket_says_how_long_to_wait",
    "DEFAULT_BUCKET": "test_limits.test_a_route_without_a_bucket_of_its_own_has_the_default",
    "GLOBAL_REQUESTS_A_SECOND": (
        "test_ratelimits.test_a_bot_is_limited_over_all_but_not_in_its_answers_to_interactions"
    ),
    "INVALID_REQUESTS": "test_limits.test_ten_thousand_invalid_requests_in_ten_minutes_are_the_most",
    "INVALID_REQUESTS_SECONDS": "test_ratelimits.test_refusals_of_long_ago_lead_to_no_ban",
    "BAN_SECONDS": "test_ratelimits.test_too_many_refusals_end_in_a_ban_of_the_proxys_own",
    "RENAMING": "test_ratelimits.test_renaming_a_channel_has_a_hidden_limit_of_its_own",
    "RENAMING_FIELDS": "test_ratelimits.test_renaming_a_channel_has_a_hidden_limit_of_its_own",
    "OLD_EDITS": "test_ratelimits.test_editing_old_messages_has_a_hidden_limit_with_an_error_of_its_own",
    "OLD_EDIT_AGE_SECONDS": (
        "test_ratelimits.test_editing_old_messages_has_a_hidden_limit_with_an_error_of_its_own"
    ),
    "EMOJIS_OF_A_SERVER": "test_ratelimits.test_the_emojis_of_a_server_have_one_hidden_limit_for_all_changes",
    "THREADS_OF_A_CHANNEL": "test_ratelimits.test_the_threads_of_a_channel_are_limited_for_all_bots_together",
}


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def scene(clock: ManualClock) -> AsyncIterator[Scene]:
    async with StandIn(Settings(clock=clock)) as standin, aiohttp.ClientSession() as http:
        yield Scene(standin, http)


def name_of(number: str) -> Callable[[Row], str]:
    return lambda row: f"{row.limit}-{getattr(row, number)}-{row.path}"


@pytest.mark.parametrize("row", [row for row in ROWS if row.described], ids=name_of("number"))
async def test_a_limit_is_as_documented_and_enforced(scene: Scene, row: Row) -> None:
    await assert_taken(scene, row)


@pytest.mark.wrong_bodies
@pytest.mark.parametrize("row", [row for row in ROWS if not row.described], ids=name_of("number"))
async def test_what_is_documented_but_not_described_is_enforced_too(scene: Scene, row: Row) -> None:
    await assert_taken(scene, row)


async def assert_taken(scene: Scene, row: Row) -> None:
    constant = getattr(limits, row.limit)
    known = constant if isinstance(constant, tuple) else (1, constant)

    if row.before is not None:
        row.before(scene, row.number)
    inside = await scene.ask(row.method, row.path, row.body(row.number), by=row.by)

    assert row.number in known
    assert inside.status < 300, inside.body


@pytest.mark.parametrize("row", ROWS, ids=name_of("beyond"))
async def test_what_is_beyond_a_limit_is_refused_at_its_place(scene: Scene, row: Row) -> None:
    if row.before is not None:
        row.before(scene, row.beyond)
    outside = await scene.ask(row.method, row.path, row.body(row.beyond), by=row.by)

    assert (outside.status, outside.code) == (row.error.status, row.error.code), outside.body
    assert not row.at or place(outside, row.at), outside.body


def test_every_limit_is_in_a_table_or_has_a_test_of_its_own() -> None:
    known = {name for name in vars(limits) if name.isupper() and not name.startswith("_")}

    assert known - {row.limit for row in ROWS} - ELSEWHERE.keys() == set()
    assert ELSEWHERE.keys() - known == set()


@pytest.mark.parametrize("where", sorted(set(ELSEWHERE.values())))
def test_a_test_that_is_named_is_there(where: str) -> None:
    module, _, name = where.partition(".")

    assert callable(getattr(importlib.import_module(f"tests.standin.{module}"), name))


@pytest.mark.parametrize(
    ("limit", "number", "path"),
    [
        ("HISTORY_PAGE_DEFAULT", 50, "/channels/{channel}/messages"),
        ("REACTION_PAGE_DEFAULT", 25, "/channels/{channel}/messages/{message}/reactions/%F0%9F%91%8D"),
        ("THREAD_PAGE_DEFAULT", 50, "/channels/{channel}/threads/archived/public"),
        ("AUDIT_PAGE_DEFAULT", 50, "/guilds/{server}/audit-logs"),
    ],
)
async def test_a_page_is_as_long_as_documented_unless_asked_otherwise(
    scene: Scene, clock: ManualClock, limit: str, number: int, path: str
) -> None:
    world, harbour = scene.world, scene.harbour
    for index in range(number + 1):
        world.post(harbour.channel, harbour.reader, "x")
        world.react(scene.message, world.create_account("Reader"), Emoji("👍"))
        world.set_archived(world.create_thread(harbour.channel, "x", owner=harbour.owner), archived=True)
        world.audit(harbour.server, harbour.owner, Action.MEMBER_KICKED, index)

    page = (await scene.ask("GET", path)).body

    assert getattr(limits, limit) == number
    listed = page if isinstance(page, list) else page.get("threads") or page["audit_log_entries"]
    assert len(listed) == number


async def test_a_thread_is_archived_after_a_day_unless_asked_otherwise(
    scene: Scene, clock: ManualClock
) -> None:
    made = await scene.ask("POST", "/channels/{channel}/threads", {"name": "x", "type": 11})
    path = f"/channels/{made.body['id']}"
    archived = []
    for minutes in (1439, 1):
        clock.advance(minutes * 60)
        archived.append((await scene.ask("GET", path)).body["thread_metadata"]["archived"])

    assert made.body["thread_metadata"]["auto_archive_duration"] == limits.AUTO_ARCHIVE_DEFAULT == 1440
    assert archived == [False, True]


async def test_messages_of_two_weeks_ago_cannot_be_deleted_together(scene: Scene, clock: ManualClock) -> None:
    body = {"messages": [str(scene.message.id), str(scene.other.id)]}
    path = "/channels/{channel}/messages/bulk-delete"

    clock.advance(14 * 86400 + 1)
    refused = await scene.ask("POST", path, body)
    clock.advance(-2)
    taken = await scene.ask("POST", path, body)

    assert (refused.status, refused.code, taken.status) == (400, 50034, 204)


async def test_a_thread_of_an_older_message_is_announced(scene: Scene, clock: ManualClock) -> None:
    log = scene.harbour.channel.log
    said = []
    for seconds in (0, limits.OLDER_SOURCE_SECONDS + 1):
        source = scene.world.post(scene.harbour.channel, scene.harbour.reader, "x")
        clock.advance(seconds)
        await scene.ask("POST", f"/channels/{{channel}}/messages/{source.id}/threads", {"name": "x"})
        said.append(log.latest(1)[0] is not source)

    assert said == [False, True]


async def test_an_interaction_waits_three_seconds_for_its_first_answer(
    scene: Scene, clock: ManualClock
) -> None:
    late: list[object] = []
    codes = []
    for seconds in (2.9, 3.0):
        interaction = scene.interaction()
        scene.standin.interactions.expect_answer(interaction, late.append)
        clock.advance(seconds)
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        codes.append((await scene.ask("POST", path, {"type": 5})).status)

    assert codes == [204, 404]
    assert len(late) == 1


async def test_an_interaction_takes_follow_ups_for_a_quarter_of_an_hour(
    scene: Scene, clock: ManualClock
) -> None:
    interaction = scene.interaction(acknowledged=True)
    path = f"/webhooks/{scene.harbour.bot.id}/{interaction.token}"

    answers = []
    for seconds in (14 * 60 + 59, 2):
        clock.advance(seconds)
        answers.append(await scene.ask("POST", path, {"content": "x"}))

    assert (answers[0].status, answers[1].status, answers[1].code) == (200, 401, 50027)


async def test_the_audit_log_forgets_after_45_days(scene: Scene, clock: ManualClock) -> None:
    kept = []
    scene.world.audit(scene.harbour.server, scene.harbour.owner, Action.MEMBER_KICKED, 1)
    for days in (44, 2):
        clock.advance(days * 86400)
        await scene.ask("POST", "/guilds/{server}/roles", {"name": "x"})
        log = (await scene.ask("GET", "/guilds/{server}/audit-logs")).body["audit_log_entries"]
        kept.append(any(entry["action_type"] == Action.MEMBER_KICKED for entry in log))

    assert kept == [True, False]


@pytest.mark.parametrize(("number", "status"), [(512, 200), (513, 400)])
async def test_a_reason_has_at_most_512_characters(scene: Scene, number: int, status: int) -> None:
    headers = {"X-Audit-Log-Reason": quote("ä" * number)}

    answer = await scene.ask("POST", "/guilds/{server}/roles", {"name": "x"}, headers=headers)

    assert answer.status == status


@pytest.mark.parametrize(
    ("colors", "status"),
    [((11127295, 16759788, 16761760), 200), ((11127295, 16759788, 1), 400), ((1, 2, None), 200)],
)
async def test_a_role_shines_in_three_documented_colors_or_not_at_all(
    scene: Scene, colors: tuple[int | None, ...], status: int
) -> None:
    scene.harbour.server.features.append("ENHANCED_ROLE_COLORS")
    named = dict(zip(("primary_color", "secondary_color", "tertiary_color"), colors, strict=True))

    answer = await scene.ask("POST", "/guilds/{server}/roles", {"name": "x", "colors": named})

    assert answer.status == status, answer.body


async def test_a_route_without_a_bucket_of_its_own_has_the_default() -> None:
    async with limited_standin() as limited:
        answers = await limited.repeat(limits.DEFAULT_BUCKET.limit + 1, "GET", "/users/@me")

    assert [answer.status for answer in answers] == [200] * limits.DEFAULT_BUCKET.limit + [429]
    assert answers[0].headers["X-RateLimit-Limit"] == str(limits.DEFAULT_BUCKET.limit)


def test_ten_thousand_invalid_requests_in_ten_minutes_are_the_most() -> None:
    counted = RateLimits(enforced=True, invalid_requests=Settings().invalid_requests)

    banned = []
    for number in range(10_000):
        counted.note(None, 401, None, now=float(number) / 20)
        banned.append(counted.ban(None, float(number) / 20) is not None)

    assert (limits.INVALID_REQUESTS, limits.INVALID_REQUESTS_SECONDS) == (10_000, 600)
    assert banned == [False] * 9_999 + [True]
