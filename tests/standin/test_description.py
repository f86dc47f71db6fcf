"""The check against Discord's own description sees what the stand-in would let pass."""

import dataclasses
from typing import Any

import pytest

from tests.standin import description
from tests.standin.conftest import Harbour
from tests.standin.running import Rest

pytestmark = pytest.mark.skipif(not description.SPEC.exists(), reason=description.MISSING)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"body": {"contents": "a typo"}}, "Additional properties"),
        ({"body": {"tts": "yes"}}, "tts"),
        ({"status": 299}, "may not answer 299"),
        ({"route": "/channels/{channel_id}/nothing"}, "is not described"),
    ],
)
async def test_a_typo_a_wrong_type_or_an_unknown_route_is_told(
    harbour: Harbour, rest: Rest, change: dict[str, Any], complaint: str
) -> None:
    await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": "x"})
    call = harbour.standin.calls[-1]

    right = description.complaints([call])
    wrong = description.complaints([dataclasses.replace(call, **change)])

    assert right == []
    assert complaint in wrong[0]


async def test_an_answer_without_its_fields_is_told(harbour: Harbour, rest: Rest) -> None:
    await rest("GET", f"/channels/{harbour.channel.id}/messages")
    await rest("POST", f"/channels/{harbour.channel.id}/messages", {"content": "x"})
    call = harbour.standin.calls[-1]
    lacking = {key: value for key, value in call.response.items() if key != "author"}

    complaints = description.complaints([dataclasses.replace(call, response=lacking)])

    assert '"author" is a required property' in complaints[0]
