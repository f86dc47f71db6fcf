"""What a digest looks like: its stories under their tags, each with what the server made of it."""

from collections.abc import Iterator, Mapping, Sequence

import discord

from bot.chat import layouts
from bot.chat.layouts import Layout
from bot.chat.markdown import escape_line, link
from bot.chat.markers import component_ids
from bot.chat.panels import Answer, PanelButton
from bot.domain.address import web_address
from bot.domain.digest import Candidate, Group, Issue, Selection
from bot.domain.ids import ServerId
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.poll import PollMode, Tally
from bot.domain.schedule import Every
from bot.domain.shares import percentages
from bot.texts.catalogue import Texts

# Titles are cut until all stories fit into a message; then the last ones are left out.
_TITLES = (180, 120, 80)
_LABEL = 60
_OUTLET = 40
_SERVER = 60
_LINK = 300
# Of a poll of many options these lead; more is no short phrase.
_SHARES = 3
_TITLE_OF: dict[Every | None, str] = {
    Every.DAILY: "digest-daily",
    Every.WEEKLY: "digest-weekly",
    None: "digest-glance",
}
_TITLE_IN_CHANNEL: dict[Every | None, str] = {
    Every.DAILY: "digest-in-channel-daily",
    Every.WEEKLY: "digest-in-channel-weekly",
}


def stop_key(server_id: ServerId) -> PanelKey:
    """Return what stands for a server's digest in the buttons about it."""
    return PanelKey(str(server_id))


class DigestWriter:
    """Writes digests in one catalogue's words."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def direct(self, issue: Issue, marker: str, locale: str = "en-US") -> Layout:
        """Return a digest for one reader, with the button by which they get no more of them."""
        answer = Answer(PanelKind.DIGEST, "off", stop_key(issue.server_id))
        row = layouts.row(PanelButton(answer, self._texts.get("digest-stop", locale)))
        return layouts.layout(_marked(self._container(issue, locale, _TITLE_OF), marker), row)

    def glance(self, issue: Issue, locale: str = "en-US") -> Layout:
        """Return what a digest would have now, for whoever asks."""
        return layouts.layout(self._container(issue, locale, _TITLE_OF))

    def in_channel(self, issue: Issue, marker: str, locale: str = "en-US") -> Layout:
        """Return a digest for a channel."""
        return layouts.layout(_marked(self._container(issue, locale, _TITLE_IN_CHANNEL), marker))

    def _container(
        self, issue: Issue, locale: str, titles: Mapping[Every | None, str]
    ) -> "discord.ui.Container[Layout]":
        server = escape_line(issue.server_name, _SERVER)
        heading = self._texts.get(titles[issue.every], locale, server=server)
        return discord.ui.Container(discord.ui.TextDisplay(self._fitting(issue, f"## {heading}", locale)))

    def _fitting(self, issue: Issue, heading: str, locale: str) -> str:
        """Return the text with titles, and at last stories, cut to what a message takes."""
        room = layouts.DISPLAYED_CHARACTERS - len(self._texts.get("digest-stop", locale))
        for title in _TITLES:
            text = "\n".join([heading, *self._lines(issue, locale, issue.selection, title)])
            if len(text) <= room:
                return text
        selection = issue.selection
        while len(text) > room and len(selection.stories) > 1:
            selection = _without_last(selection)
            text = "\n".join([heading, *self._lines(issue, locale, selection, _TITLES[-1])])
        return text

    def _lines(self, issue: Issue, locale: str, selection: Selection, title: int) -> Iterator[str]:
        for group in selection.groups:
            yield f"### {escape_line(issue.labels.get(group.tag_id, ''), _LABEL)}"
            for story in group.stories:
                yield from self._story(issue, story, locale, title)
        if selection.more:
            yield f"-# {self._texts.get('digest-more', locale, count=selection.more)}"

    def _story(self, issue: Issue, story: Candidate, locale: str, title: int) -> Iterator[str]:
        outlet = escape_line(story.outlet, _OUTLET)
        headline = f"- {self._headline(issue.server_id, story, locale, title)}"
        yield f"{headline} · {outlet}" if outlet else headline
        if made_of_it := [*self._votes(issue, story, locale), *self._talk(story, locale)]:
            yield f"  -# {' · '.join(made_of_it)}"

    def _headline(self, server_id: ServerId, story: Candidate, locale: str, limit: int) -> str:
        """Return the title, which leads to the card; of a story without one, to the story itself."""
        title = story.title or self._texts.get("card-untitled", locale)
        if story.place is None:
            url = web_address(story.link)
            return link(title, url if url is not None and len(url) <= _LINK else None, limit=limit)
        card = story.place.jump_url(server_id)
        shown = link(title, card, limit=limit)
        if shown.endswith(f"({card})"):
            return shown
        return f"{shown} [{self._texts.get('digest-card', locale)}]({card})"  # it names another site

    def _votes(self, issue: Issue, story: Candidate, locale: str) -> Iterator[str]:
        counted = issue.counts.get(story.edition_id)
        if counted is None or not counted[1].voters:
            return
        mode, tally = counted
        voted = self._texts.get("digest-voted", locale, voters=tally.voters)
        yield f"{voted}: {self._shares(tally, mode, locale)}" if tally.telling else voted

    def _shares(self, tally: Tally, mode: PollMode, locale: str) -> str:
        each = zip(tally.counts, percentages(tally, mode), strict=True)
        leading = sorted(each, key=lambda share: -share[0][1])[:_SHARES]
        return " ".join(
            self._texts.get("card-share", locale, emoji=option.emoji, percent=percent)
            for (option, _), percent in leading
        )

    def _talk(self, story: Candidate, locale: str) -> Iterator[str]:
        if story.said:
            yield self._texts.get("digest-said", locale, count=story.said)


def _marked(container: "discord.ui.Container[Layout]", marker: str) -> "discord.ui.Container[Layout]":
    """Return the container with ids by which its message is found again."""
    container.id, container.children[0].id = component_ids(marker)
    return container


def _without_last(selection: Selection) -> Selection:
    *groups, last = selection.groups
    left: Sequence[Candidate] = last.stories[:-1]
    kept = (*groups, Group(last.tag_id, tuple(left))) if left else tuple(groups)
    return Selection(kept, selection.more + 1)
