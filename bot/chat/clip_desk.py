"""What is answered to who proposes a link, by command or out of a message."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.clicks import sees
from bot.chat.markdown import escape_line
from bot.chat.panels import Answer, Panels, PanelSelect, option, panel_view
from bot.domain.clip import links_in
from bot.domain.errors import NotFound
from bot.domain.ids import RoleId, ServerId, UserId
from bot.domain.panel import PanelKind
from bot.newsroom.clipping import Answered, Clipping, Proposer, Said
from bot.newsroom.questions import Questions

_TITLE = 200
_MOST_LINKS = 25
_SCHEME = "://"

_Interaction = discord.Interaction[Any]


class ClipDesk:
    """Takes links, and offers those of a message that has several."""

    def __init__(self, clipping: Clipping, questions: Questions, *, answers: Answers, panels: Panels) -> None:
        self._clipping = clipping
        self._questions = questions
        self._answers = answers
        panels.serve(self, PanelKind.CLIP)

    async def take(self, interaction: _Interaction, link: str, tags: str = "") -> None:
        """Take a link and answer what came of it."""
        await self._answers.think(interaction)
        answered = await self._clipping.propose(proposer(interaction), link, tags)
        await self._answers.show(interaction, [self._said(interaction, answered)])

    async def take_from(self, interaction: _Interaction, message: discord.Message) -> None:
        """Take the link of a message, or ask which of several."""
        links = links_in(texts_of(message))[:_MOST_LINKS]
        if not links:
            await self._answers.say(interaction, "clip-none")
        elif len(links) == 1:
            await self.take(interaction, links[0])
        else:
            await self._ask(interaction, links)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Take the link that was chosen."""
        server_id, person = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        panel = await self._questions.find(server_id, person, PanelKind.CLIP, answer.key)
        links = cast("list[str]", panel.content["links"])
        place = int(answer.chosen[0]) if answer.chosen else -1
        if not 0 <= place < len(links):
            raise NotFound("error-panel-old")
        await interaction.response.defer()
        answered = await self._clipping.propose(proposer(interaction), links[place])
        await self._answers.replace(interaction, [self._said(interaction, answered)])
        await self._questions.done(panel)

    async def offer(self, interaction: _Interaction, typed: str) -> list[tuple[str, str]]:
        """Return what the names of tags can go on with."""
        return await self._clipping.offer(proposer(interaction), typed)

    async def _ask(self, interaction: _Interaction, links: Sequence[str]) -> None:
        server_id, person = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        panel = await self._questions.ask(server_id, person, PanelKind.CLIP, {"links": list(links)})
        options = [option(str(place), _bare(link)) for place, link in enumerate(links)]
        select = PanelSelect(
            Answer(PanelKind.CLIP, "link", panel.key),
            options,
            placeholder=self._answers.text(interaction, "clip-choose"),
        )
        question = self._answers.text(interaction, "clip-which")
        await self._answers.show(interaction, [question], panel_view(select))

    def _said(self, interaction: _Interaction, answered: Answered) -> str:
        key, fields = f"clip-{answered.said}", {"title": escape_line(answered.title, _TITLE)}
        if answered.said is Said.HERE and answered.place is not None:
            fields["card"] = answered.place.jump_url(ServerId(server_of(interaction).id))
            if answered.thread_id is not None:
                key, fields["thread"] = f"{key}-discussion", f"<#{answered.thread_id}>"
        said = self._answers.text(interaction, key, **fields)
        whys = [self._answers.text(interaction, "clip-why", why=why.value) for why in answered.whys]
        return "\n".join([said, *whys])


def proposer(interaction: _Interaction) -> Proposer:
    """Return the person as one who proposes a link; raise NoPrivateMessage outside of servers."""
    server, person = server_of(interaction), interaction.user
    roles = person.roles if isinstance(person, discord.Member) else []
    return Proposer(
        ServerId(server.id),
        UserId(person.id),
        frozenset(RoleId(role.id) for role in roles),
        sees(interaction),
        str(interaction.locale),
    )


def texts_of(message: discord.Message) -> Iterator[str]:
    """Yield all in a message in which a link can stand: words, embeds, buttons, and what it passes on."""
    parts: list[discord.Message | discord.MessageSnapshot] = [message, *message.message_snapshots]
    for part in parts:
        yield part.content
        for embed in part.embeds:
            yield from (text for text in (embed.url, embed.title, embed.description) if text)
            yield from (field.value for field in embed.fields if field.value)
        for component in part.components:
            yield from _of_component(component)


def _of_component(component: object) -> Iterator[str]:
    """Yield the addresses and words of a component and of all that is in it."""
    for name in ("url", "content"):
        if isinstance(text := getattr(component, name, None), str):
            yield text
    for child in getattr(component, "children", None) or ():
        yield from _of_component(child)
    if (accessory := getattr(component, "accessory", None)) is not None:
        yield from _of_component(accessory)


def _bare(link: str) -> str:
    return link.partition(_SCHEME)[2]
