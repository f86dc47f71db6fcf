"""What was done, in words."""

from pathlib import Path

import pytest

from bot.chat.audit_text import AREAS, audit_line
from bot.domain.audit import AuditEntry
from bot.domain.ids import ServerId
from bot.domain.server import Setting
from bot.texts.catalogue import Texts
from tests.builders import NOON
from tests.chat.audited import actions

TEXTS = Texts.load()
ENGLISH = Path(__file__).parents[2] / "bot" / "texts" / "en"
# How it is said what exactly was changed.
EXACTLY = {"exactly", "changed", "became", "words", "folders", "tag-merged"}
WHEN = f"<t:{int(NOON.timestamp())}:R>"


def line(action, subject="", actor=7, **details):
    return audit_line(AuditEntry(ServerId(1), action, subject, NOON, actor, details), TEXTS, "en-US")


@pytest.mark.parametrize("action", sorted(actions()))
def test_every_action_has_a_sentence_and_a_kind_that_can_be_asked_for(action):
    assert TEXTS.has(f"audit-{action}")
    assert len(action) <= 32  # what its column takes
    assert action.partition("-")[0] in {kind for kinds in AREAS.values() for kind in kinds}


def test_every_sentence_is_of_an_action():
    others = {"heading", "none", "empty", "line", "itself", "forgotten", "more", "other"} | EXACTLY
    parts = ("audit-area-", "audit-field-", "audit-policy-")
    written = {key.removeprefix("audit-") for key in every_key() if not key.startswith(parts)}

    assert written - others == actions()


def every_key():
    rows = [row for file in ENGLISH.glob("*.ftl") for row in file.read_text("utf-8").splitlines()]
    keys = [row.partition(" =")[0] for row in rows]
    return [key for key in keys if key.startswith("audit-")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (line("tag-added", "Peace *now*"), r"<@7> added the tag **Peace \*now\***."),
        (line("server-paused", actor=None), "Newsclip paused the newsroom."),
        (line("review-channel-set", channel=5), "<@7> made <#5> the review channel."),
        (
            line("setting-changed", Setting.QUIET, old=None, new="22:00\u201307:00"),
            "<@7> changed a setting: Quiet hours: none → **22:00\u201307:00**.",
        ),
        (
            line("setting-changed", Setting.POLL_HOURS, old=None, new=36),
            "<@7> changed a setting: Polls are open for: as whoever runs this bot has set it → **36 hours**.",
        ),
        (
            line("notice-sent", "notice-threads-full", actor=None, channel=5),
            f"Newsclip told moderators: {TEXTS.get('notice-threads-full')}",
        ),
        (
            line(
                "vote-set-edited",
                "Matches",
                name=["Sports", "Matches"],
                question=["Well?", "How was it?"],
                mode=["single", "multi"],
                options=[["⚽ goal (+1)", "🥅 miss (-1)"], ["⚽ goal (+1)", "🤝 draw (+0)"]],
            ),
            (
                "<@7> changed the vote set **Matches**. name: Sports → **Matches**; "
                "question: Well? → **How was it?**; one choice → **several choices**; "
                "options: +🤝 draw (+0), \u2212🥅 miss (-1)"
            ),
        ),
        (line("story-unknown", "Talks"), "<@7> did “story-unknown” to “Talks”."),
    ],
)
def test_an_entry_says_who_did_what_and_when(said, expected):
    assert said == f"- {WHEN} {expected}"
