"""What Discord's refusals mean for a delivery."""

from types import SimpleNamespace

import discord
import pytest

from bot.chat.failures import as_publish_errors
from bot.domain.errors import CardGone, DestinationGone, OutcomeUnknown, PublishError, Refused, TryLater

NEEDED = ("view_channel", "send_messages")


def refusal(status, code, *, retry_after=None):
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    answer = SimpleNamespace(status=status, reason="refused", headers=headers)
    return discord.HTTPException(answer, {"code": code, "message": "Words of Discord"})


def translated(error, missing=()):
    with (
        pytest.raises((PublishError, ZeroDivisionError)) as found,
        as_publish_errors(NEEDED, lambda _: missing),
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
        (400, 160006, TryLater),
        (429, 30046, TryLater),
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


def test_a_bug_stays_one():
    assert isinstance(translated(ZeroDivisionError()), ZeroDivisionError)


def test_a_refusal_keeps_discords_words():
    assert "Words of Discord" in translated(refusal(400, 50035)).why
