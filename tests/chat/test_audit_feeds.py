"""What was changed about feeds, in words."""

import pytest

from bot.chat.audit_text import audit_line
from bot.domain.audit import AuditEntry
from bot.domain.ids import ServerId
from bot.texts.catalogue import Texts
from tests.builders import NOON

TEXTS = Texts.load()
EDITED = {
    "title": "Harbour",
    "url": ["https://b.example/feed", "a.example/feed"],
    "minutes": [15, 60],
    "tags": [["World", "Talks"], []],
    "trust": ["automatic", "review"],
    "filter": [None, "not *sport*"],
}


@pytest.mark.parametrize(
    ("action", "details", "said"),
    [
        (
            "feed-edited",
            EDITED,
            (
                "<@7> changed the feed x. address: https\\://b.example/feed → **a.example/feed**; "
                "minutes between checks: 15 → **60**; tags of all its stories: World, Talks → **\u2013**; "
                "stories come out by themselves → **stories are held back for a moderator**; "
                "filter: \u2013 → **not \\*sport\\***"
            ),
        ),
        ("feed-edited", {"title": "Harbour"}, "<@7> changed the feed x."),
        ("feed-added", {"title": "Harbour"}, "<@7> added the feed x."),
        ("feed-added", {"tag": "*World*"}, "<@7> added the feed x. tags of all its stories: \\*World\\*"),
        (
            "feeds-dropped",
            {"feeds": [f"site{number}" for number in range(9)]},
            "<@7> removed those feeds of the file x that could not be read. "
            + ", ".join(f"site{number}" for number in range(8))
            + ", …",
        ),
        (
            "feeds-imported",
            {"feeds": 2, "by_folders": True},
            "<@7> followed the new feeds of the file x (2). They were filed by their folders.",
        ),
        (
            "feeds-imported",
            {"feeds": 2, "by_folders": False},
            "<@7> followed the new feeds of the file x (2).",
        ),
    ],
)
def test_an_entry_about_feeds_says_what_exactly_was_changed(action, details, said):
    entry = AuditEntry(ServerId(1), action, "x", NOON, 7, details)

    line = audit_line(entry, TEXTS, "en-US")

    assert line == f"- <t:{int(NOON.timestamp())}:R> {said}"
