"""Lists that are too long for one message: pages that only who asked for them can turn, also after a restart.

What stands on them is kept in a panel's row, for as long as panels last.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.clicks import sees
from bot.chat.moderators import must_be_moderator, sees_as_moderator
from bot.chat.panels import Answer, PanelButton, Panels, panel_view
from bot.domain.channel import MaySee
from bot.domain.ids import ChannelId, ServerId, UserId
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.text import cut_at_word
from bot.newsroom.questions import Questions

LINES_PER_PAGE = 10
_CONTENT = 2000
_FOOTER = 60

_Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list; where it is about something in a channel, only who sees that channel reads it."""

    text: str
    channel_id: ChannelId | None = None


class Pages:
    """Answers with lists, page by page."""

    def __init__(self, answers: Answers, served: Panels, questions: Questions) -> None:
        self._answers = answers
        self._panels = served
        self._questions = questions
        served.serve(self, PanelKind.PAGES)

    async def show(
        self,
        interaction: _Interaction,
        heading: Sequence[str],
        lines: Iterable[Line | str],
        *,
        per_page: int = LINES_PER_PAGE,
        of_owners: bool = False,
        of_moderators: bool = False,
    ) -> None:
        """Answer with the first page; it has buttons where there are more.

        heading: stands on every page. of_owners, of_moderators: the pages are
        turned only while the person is one.
        """
        pages = paged(heading, [line if isinstance(line, Line) else Line(line) for line in lines], per_page)
        if len(pages) < 2:
            may = await _sight(interaction, looked_up=of_owners or of_moderators)
            shown = [line.text for page in pages for line in page if _may_read(line, may)]
            await self._answers.show(interaction, [*heading, *shown])
            return
        content: dict[str, Any] = {
            "heading": list(heading),
            "pages": [[[line.text, line.channel_id] for line in page] for page in pages],
            "page": 0,
            "of_owners": of_owners,
            "of_moderators": of_moderators,
        }
        server_id, user_id = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        panel = await self._questions.ask(server_id, user_id, PanelKind.PAGES, content)
        lines = await self._lines(interaction, content)
        await self._answers.show(interaction, lines, self._view(interaction, panel.key, content))

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Turn the page."""
        server_id, user_id = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        panel = await self._questions.find(server_id, user_id, PanelKind.PAGES, answer.key)
        if panel.content["of_owners"]:
            await self._panels.must_be_owner(interaction)
        if panel.content.get("of_moderators"):
            await must_be_moderator(interaction)
        page = turned(answer, panel.content["page"], len(panel.content["pages"]))
        content = (await self._questions.change(panel, page=page)).content
        view = self._view(interaction, answer.key, content)
        await self._answers.replace(interaction, await self._lines(interaction, content), view)

    async def _lines(self, interaction: _Interaction, content: Mapping[str, Any]) -> list[str]:
        page, pages = content["page"], content["pages"]
        lines = [Line(text, channel_id) for text, channel_id in pages[page]]
        may = await _sight(interaction, looked_up=content["of_owners"] or bool(content.get("of_moderators")))
        shown = [line.text for line in lines if _may_read(line, may)]
        place = self._answers.text(interaction, "pages-place", page=page + 1, pages=len(pages))
        return [*content["heading"], *shown, f"-# {place}"]

    def _view(self, interaction: _Interaction, key: PanelKey, content: Mapping[str, Any]) -> discord.ui.View:
        said = turning(PanelKind.PAGES, key, content["page"], len(content["pages"]), self._text(interaction))
        return panel_view(*said)

    def _text(self, interaction: _Interaction) -> Callable[[str], str]:
        return lambda text: self._answers.text(interaction, text)


def paged(heading: Sequence[str], lines: Sequence[Line], per_page: int) -> list[list[Line]]:
    """Return the lines parted into pages, each of which fits into a message below the heading."""
    room = _CONTENT - _FOOTER - sum(len(line) + 1 for line in heading)
    pages: list[list[Line]] = []
    left = 0
    for line in lines:
        text = cut_at_word(line.text, room - 1)
        if not pages or len(pages[-1]) >= per_page or len(text) + 1 > left:
            pages.append([])
            left = room
        pages[-1].append(Line(text, line.channel_id))
        left -= len(text) + 1
    return pages


def turning(
    kind: PanelKind, key: PanelKey, page: int, pages: int, text: Callable[[str], str]
) -> tuple[PanelButton, PanelButton]:
    """Return the two buttons that turn a panel's pages, the first of which is 0; see `turned`."""
    return (
        PanelButton(Answer(kind, "back", key), text("pages-back"), disabled=page <= 0),
        PanelButton(Answer(kind, "next", key), text("pages-next"), disabled=page >= pages - 1),
    )


def turned(answer: Answer, page: int, pages: int) -> int:
    """Return the page that a press leads to: a late one never leads beyond the ends."""
    step = {"back": -1, "next": 1}.get(answer.what, 0)
    return max(0, min(page + step, pages - 1))


async def _sight(interaction: _Interaction, *, looked_up: bool) -> MaySee:
    """Return which channels' lines are shown. looked_up: by those who run the server, of what was done."""
    return await sees_as_moderator(interaction) if looked_up else sees(interaction)


def _may_read(line: Line, may: MaySee) -> bool:
    return line.channel_id is None or may(line.channel_id)
