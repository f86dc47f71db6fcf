"""What a notice of a feed says once that is over: first how it is now, then what was."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat.feed_notices import notice_text
from bot.domain.feed_notice import Cause, FeedNotice, NoticeOutcome, NoticeState
from bot.domain.ids import CardKey, FeedNoticeId, ServerId, SourceId, UserId
from bot.texts.catalogue import Texts

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIELDS = {
    "title": "Harbour News",
    "url": "https://new.example/feed",
    "old": "https://old.example/feed",
    "failures": 5,
    "error": None,
    "since": 1700000000,
    "last": 1700000000,
    "pause": 86400.0,
}
NOTICE = FeedNotice(
    id=FeedNoticeId(1),
    server_id=ServerId(1),
    source_id=SourceId(1),
    cause=Cause.FAILING,
    fields=FIELDS,
    state=NoticeState.STANDING,
    key=CardKey("k"),
    created_at=AT,
)
WRONG = {
    Cause.FAILING: ("**Harbour News** can't be read", "Before that it couldn't be read: 5 checks"),
    Cause.ENDED: ("**Harbour News** is gone for good", "Before that its server said that it was gone"),
    Cause.MOVED: ("**Harbour News** has moved for good", "Before that it had moved for good, from"),
    Cause.SILENT: ("**Harbour News** brings nothing new", "Before that it brought nothing new; its last"),
}


@pytest.mark.parametrize("cause", list(WRONG))
@pytest.mark.parametrize("outcome", list(NoticeOutcome))
@pytest.mark.parametrize("by", [None, UserId(7)])
def test_what_is_over_is_said_after_how_it_is_now(cause, outcome, by):
    texts, (wrong, was) = Texts.load(), WRONG[cause]
    going_on = replace(NOTICE, cause=cause)
    over = replace(going_on, outcome=outcome, outcome_by=by, ended_at=AT)

    first, *others = notice_text(over, texts, "en-US").split("\n")

    assert notice_text(going_on, texts, "en-US").startswith(wrong)
    assert "**Harbour News**" in first
    assert f"<t:{int(AT.timestamp())}:R>" in first
    assert others[0].startswith(f"-# {was}")
    assert all(line.startswith("-# ") for line in others)
    assert wrong not in notice_text(over, texts, "en-US")
    for locale in ("de", "uk"):
        assert "**Harbour News**" in notice_text(over, texts, locale).split("\n")[0]
