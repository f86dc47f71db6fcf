"""Stories as lines of a list: title, outlet, tags, when, and how many voted."""

from bot.chat.markdown import escape_line, link
from bot.chat.pages import Line
from bot.domain.address import web_address
from bot.domain.ids import ServerId
from bot.newsroom.finding import Listed
from bot.texts.catalogue import Texts

_TITLE = 110
_OUTLET = 40
_TAGS = 60


def story_line(listed: Listed, server_id: ServerId, texts: Texts, locale: str) -> Line:
    """Return the line of a story; its title leads to its card, or to the article where there is none."""
    story = listed.story
    votes = texts.get("finding-votes", locale, voters=listed.voters) if listed.voters else None
    parts = (
        _title(listed, server_id, texts, locale),
        escape_line(story.outlet, _OUTLET),
        escape_line(", ".join(listed.tags), _TAGS),
        f"<t:{int(story.at.timestamp())}:R>",
        votes,
    )
    return Line(f"- {' · '.join(part for part in parts if part)}", story.channel_id)


def _title(listed: Listed, server_id: ServerId, texts: Texts, locale: str) -> str:
    story = listed.story
    title = story.title or texts.get("card-untitled", locale)
    if story.place is None:
        return link(title, web_address(story.link), limit=_TITLE)
    url = story.place.jump_url(server_id)
    shown = link(title, url, limit=_TITLE)
    # A title with an address in it is no label for another one.
    return shown if url in shown else f"{shown} ([{texts.get('finding-card', locale)}]({url}))"
