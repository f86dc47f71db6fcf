"""What Discord's refusals mean for a delivery."""

from types import SimpleNamespace

import discord
import pytest

from bot.chat.failures import Archived, Block, as_publish_errors
from bot.chat.tracing import Unanswered
from bot.domain.errors import (
    CardGone,
    DestinationGone,
    ForumTagRequired,
    OutcomeUnknown,
    PublishError,
    Refused,
    ThreadsFull,
    TryLater,
)
from tests.manual_clock import ManualClock

NEEDED = ("view_channel", "send_messages")


def refusal(status, code, *, retry_after=None, via="1.1 google"):
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    if via is not None:
        headers["Via"] = via
    answer = SimpleNamespace(status=status, reason="refused", headers=headers)
    return discord.HTTPException(answer, {"code": code, "message": "Words of Discord"})


def translated(error, missing=(), block=None):
    with (
        pytest.raises((PublishError, ZeroDivisionError)) as found,
        as_publish_errors(NEEDED, lambda _: missing, block or Block(ManualClock())),
    ):
        raise error
    return found.value


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (404, 10003, DestinationGone),
        (404, 10004, DestinationGone),
        (404, 10008, CardGone),
        (400, 50035, Refused),
        (403, 30010, Refused),
        (400, 160005, Refused),
        (400, 160006, ThreadsFull),
        (400, 40067, ForumTagRequired),
        (403, 50278, DestinationGone),
        (413, 40005, Refused),
        (413, 0, Refused),
        (400, 50083, Archived),
        (429, 30046, TryLater),
        (400, 30046, TryLater),
        (400, 40003, TryLater),
        (403, 40003, TryLater),
        (401, 0, TryLater),
        (403, 0, TryLater),
        (404, 0, TryLater),
        (500, 0, OutcomeUnknown),
        (503, 0, OutcomeUnknown),
    ],
)
def test_each_refusal_has_its_meaning(status, code, expected):
    assert type(translated(refusal(status, code))) is expected


@pytest.mark.parametrize(
    ("code", "missing", "permission"),
    [
        (50001, (), "View Channel"),
        (50013, (), "Send Messages"),
        (50013, ("Embed Links",), "Embed Links"),
        (40066, ("Embed Links",), "Manage Threads"),
    ],
)
def test_a_missing_permission_has_the_name_that_the_settings_give_it(code, missing, permission):
    assert translated(refusal(403, code), missing).permission == permission


@pytest.mark.parametrize(("retry_after", "seconds"), [("2.5", 2.5), (None, 60.0), ("soon", 60.0)])
def test_a_rate_limit_says_how_long_to_wait(retry_after, seconds):
    assert translated(refusal(429, 0, retry_after=retry_after)).seconds == seconds


def test_a_limit_that_discord_py_will_not_wait_for_is_a_later():
    assert translated(discord.RateLimited(90.0)).seconds == 90.0


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionResetError("gone")])
def test_a_broken_connection_is_an_unknown_outcome(error):
    assert isinstance(translated(error), OutcomeUnknown)


def test_a_call_that_was_not_repeated_is_an_unknown_outcome():
    assert translated(Unanswered("HTTP 502")).why == "HTTP 502"


def test_what_is_too_large_says_so_whoever_in_front_of_discord_did():
    page = discord.HTTPException(SimpleNamespace(status=413, reason="", headers={}), "<html>nginx</html>")

    assert translated(page).why == "Request entity too large"


def test_a_bug_stays_one():
    assert isinstance(translated(ZeroDivisionError()), ZeroDivisionError)


def test_a_refusal_keeps_discords_words():
    assert "Words of Discord" in translated(refusal(400, 50035)).why


@pytest.mark.parametrize(
    "turned_away", [refusal(401, 0), refusal(403, 0), refusal(404, 0), refusal(429, 0, via=None)]
)
async def test_a_block_in_front_of_discord_stops_everybody_and_longer_each_time(turned_away):
    clock = ManualClock()
    block = Block(clock)

    waits = []
    for _ in range(7):
        later = translated(turned_away, block=block)
        assert later.shared
        waits.append(later.seconds)
        await clock.advance(later.seconds)

    assert waits == [60, 120, 240, 480, 960, 1800, 1800]


async def test_calls_turned_away_together_make_no_longer_wait():
    clock = ManualClock()
    block = Block(clock)
    translated(refusal(403, 0), block=block)

    await clock.advance(20)

    assert translated(refusal(403, 0), block=block).seconds == 40


@pytest.mark.parametrize("code", [None, 50035])
async def test_a_block_is_over_when_discord_answers(code):
    clock = ManualClock()
    block = Block(clock)
    await clock.advance(translated(refusal(403, 0), block=block).seconds)

    if code is None:
        with as_publish_errors(NEEDED, lambda _: (), block):
            pass
    else:
        translated(refusal(400, code), block=block)

    assert translated(refusal(403, 0), block=block).seconds == 60


def test_a_ban_that_names_its_end_is_waited_for():
    assert translated(refusal(429, 0, retry_after="7200", via=None)).seconds == 7200


def test_a_limit_of_one_channel_stops_nobody_else():
    assert not translated(refusal(429, 0, retry_after="2.5")).shared
