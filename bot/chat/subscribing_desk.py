"""Where readers subscribe: by command, by a card's button, and by choosing from what there is."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.chat.answers import Answers
from bot.chat.asker import Asker
from bot.chat.following_desk import FollowingDesk
from bot.chat.pages import LINES_PER_PAGE, turned
from bot.chat.panels import Answer, Panels
from bot.chat.subscription_panels import (
    SUBJECTS_PER_PAGE,
    kept_before,
    near_view,
    picked_page,
    pressed_letter,
    subjects_view,
)
from bot.chat.subscription_text import REACHES, activity_line, browse_lines, chosen_line, subscribed_lines
from bot.domain.errors import NotFound
from bot.domain.ids import CardKey, TagId
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.domain.subscription import Reach
from bot.newsroom.questions import Questions
from bot.newsroom.subscriptions import Subscriptions
from bot.storage.subscriptions import Subject

_Interaction = discord.Interaction[Any]


class SubscribingDesk:
    """Subscribes readers to what they name or choose."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        questions: Questions,
        following: FollowingDesk,
        *,
        answers: Answers,
        panels: Panels,
    ) -> None:
        self._subscriptions = subscriptions
        self._questions = questions
        self._following = following
        self._answers = answers
        panels.serve(self, PanelKind.SUBJECTS, PanelKind.NEAR)

    async def subscribe(self, interaction: _Interaction, names: Sequence[str], reach: Reach | None) -> None:
        """Subscribe the person to tags by their names; without any, let them choose."""
        asker = Asker.of(interaction, self._answers)
        if not names:
            there = await self._subscriptions.all(asker.server_id, asker.sees)
            await self._offer(interaction, there, reach=reach, asked="follow-choose")
            return
        done = await self._subscriptions.subscribe(
            asker.server_id, asker.user_id, names, asker.sees, reach=reach
        )
        near = {subject.id: subject for unknown in done.unknown for subject in unknown.near}
        view = None
        if near:
            content = {"near": list(near), "reach": reach}
            panel = await self._questions.ask(asker.server_id, asker.user_id, PanelKind.NEAR, content)
            view = near_view(panel.key, near.values(), asker.text)
        await self._answers.show(interaction, subscribed_lines(done, asker.text), view)

    async def browse(self, interaction: _Interaction) -> None:
        """Show what every tag brings, page by page, with a select to subscribe."""
        asker = Asker.of(interaction, self._answers)
        await self._answers.think(interaction)
        there = await self._subscriptions.all(asker.server_id, asker.sees)
        await self._offer(interaction, there, reach=None, asked="")

    async def press_card(self, interaction: _Interaction, key: CardKey) -> None:
        """Subscribe the person to the tag of a card, or end that; of several let them choose."""
        asker = Asker.of(interaction, self._answers)
        there = await self._subscriptions.of_card(asker.server_id, key, asker.sees)
        if len(there) > 1:
            await self._offer(interaction, there, reach=None, asked="follow-choose-card")
        else:
            await self._following.toggle(interaction, there[0])

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was pressed or chosen."""
        asker = Asker.of(interaction, self._answers)
        panel = await self._questions.find(asker.server_id, asker.user_id, answer.kind, answer.key)
        if answer.kind is PanelKind.NEAR:
            await self._take_near(interaction, asker, panel, answer)
        elif (page := picked_page(answer)) is not None:
            await self._choose(interaction, asker, panel, answer, page)
        else:
            pages = _pages(panel.content)
            panel = await self._questions.change(panel, page=turned(answer, panel.content["page"], pages))
            await self._draw(interaction, asker, panel, again=True)

    async def _offer(
        self, interaction: _Interaction, there: Sequence[Subject], *, reach: Reach | None, asked: str
    ) -> None:
        """Let the person choose from tags; asked: what is said above them, or nothing to browse them."""
        asker = Asker.of(interaction, self._answers)
        if not there:
            await self._answers.say(interaction, "follow-no-tags")
            return
        ids = [subject.id for subject in there]
        content = {"tags": ids, "page": 0, "reach": reach, "asked": asked, "had": {}}
        panel = await self._questions.ask(asker.server_id, asker.user_id, PanelKind.SUBJECTS, content)
        await self._draw(interaction, asker, panel, again=False)

    async def _draw(
        self,
        interaction: _Interaction,
        asker: Asker,
        panel: Panel,
        *,
        again: bool,
        undo: PanelKey | None = None,
    ) -> None:
        """Show a page of tags, and keep which it shows as chosen. undo: takes back what was just done."""
        content = panel.content
        lines, shown, own = await (self._choice if content["asked"] else self._activity)(asker, content)
        page, pages = content["page"], _pages(content)
        if pages > 1:
            lines.append(f"-# {asker.text('pages-place', page=page + 1, pages=pages)}")
        had = content["had"] | {str(page): [each.id for each in shown if each.id in own]}
        if had != content["had"]:
            await self._questions.change(panel, had=had)
        view = subjects_view(panel.key, shown, own, asker.text, page=page, pages=pages, undo=undo)
        say = self._answers.replace if again else self._answers.show
        await say(interaction, lines, view)

    async def _choice(
        self, asker: Asker, content: dict[str, Any]
    ) -> tuple[list[str], list[Subject], set[TagId]]:
        there = {each.id: each for each in await self._subscriptions.all(asker.server_id, asker.sees)}
        own = set(await self._subscriptions.own(asker.server_id, asker.user_id))
        shown = [there[each] for each in _page(content) if each in there]
        had = [each for each in shown if each.id in own]
        lines = [asker.text(content["asked"]), chosen_line(had, asker.text)]
        if content["reach"] is not None:
            reach = asker.text(REACHES[Reach(content["reach"])])
            lines.insert(1, asker.text("follow-choose-reach", reach=reach))
        return lines, shown, own

    async def _activity(
        self, asker: Asker, content: dict[str, Any]
    ) -> tuple[list[str], list[Subject], set[TagId]]:
        found = await self._subscriptions.browse(asker.server_id, asker.sees)
        there = {each.subject.id: each for each in found}
        own = set(await self._subscriptions.own(asker.server_id, asker.user_id))
        shown = [there[each] for each in _page(content) if each in there]
        lines = [activity_line(each, asker.text, own=each.subject.id in own) for each in shown]
        return (
            browse_lines(len(there), asker.server_name, lines, asker.text),
            [each.subject for each in shown],
            own,
        )

    async def _choose(
        self, interaction: _Interaction, asker: Asker, panel: Panel, answer: Answer, page: int
    ) -> None:
        """Let the person have what they chose of a page; only what it had shown as chosen can end by that."""
        reach = panel.content["reach"]
        had = set(panel.content["had"].get(str(page), ()))
        chosen = [TagId(int(each)) for each in answer.chosen]
        before = await self._subscriptions.choose(
            asker.server_id,
            asker.user_id,
            [each for each in _page(panel.content | {"page": page}) if each in had and each not in chosen],
            [each for each in chosen if each not in had],
            asker.sees,
            reach=None if reach is None else Reach(reach),
        )
        undo = None
        if before:
            kept = {"before": kept_before(before)}
            undo = (await self._questions.ask(asker.server_id, asker.user_id, PanelKind.UNDO, kept)).key
        await self._draw(interaction, asker, panel, again=True, undo=undo)

    async def _take_near(self, interaction: _Interaction, asker: Asker, panel: Panel, answer: Answer) -> None:
        """Subscribe the person to what they had meant; the other buttons stay."""
        near, reach, place = panel.content["near"], panel.content["reach"], pressed_letter(answer)
        there = {each.id: each for each in await self._subscriptions.all(asker.server_id, asker.sees)}
        if not 0 <= place < len(near) or near[place] not in there:
            raise NotFound("error-panel-old")
        done = await self._subscriptions.subscribe(
            asker.server_id,
            asker.user_id,
            [there[near[place]].label],
            asker.sees,
            reach=None if reach is None else Reach(reach),
        )
        left = [each for each in near if each != near[place]]
        await self._questions.change(panel, near=left)
        view = near_view(panel.key, [there[each] for each in left if each in there], asker.text)
        await self._answers.replace(
            interaction, subscribed_lines(done, asker.text), view if view.children else None
        )


def _page(content: dict[str, Any]) -> list[TagId]:
    size = _size(content)
    return [TagId(each) for each in content["tags"][content["page"] * size :][:size]]


def _pages(content: dict[str, Any]) -> int:
    return -(-len(content["tags"]) // _size(content))


def _size(content: dict[str, Any]) -> int:
    return SUBJECTS_PER_PAGE if content["asked"] else LINES_PER_PAGE
