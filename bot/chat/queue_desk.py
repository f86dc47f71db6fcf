"""What waits for a moderator, page by page: several chosen stories are decided at once, one is looked at.

What a page has shown and what was chosen on it stands in a panel's row; what waits is read at every press,
in the channels that the person moderates then.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.cards import Room
from bot.chat.desk_forms import reject_all_form
from bot.chat.layouts import Layout, layout, row
from bot.chat.moderators import moderator
from bot.chat.next_desk import NextDesk
from bot.chat.pages import turned, turning
from bot.chat.panels import Answer, PanelButton, Panels, PanelSelect, option
from bot.chat.queue_text import filter_label, outcome_lines, shown_title, waiting_line
from bot.domain.edition import sight_of
from bot.domain.errors import InvalidInput, Refused
from bot.domain.ids import EditionId, ServerId, UserId
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.domain.verdict import RejectReason
from bot.newsroom.questions import Questions
from bot.newsroom.queue import PER_PAGE, Outcome, Queue, QueuePage, Typed, Waiting, from_json, to_json
from bot.texts.catalogue import Texts

EVERYTHING = Typed()

_Interaction = discord.Interaction[Any]


class QueueDesk:
    """Shows a moderator the stories that wait in the channels that they moderate."""

    def __init__(
        self,
        queue: Queue,
        *,
        answers: Answers,
        served: Panels,
        questions: Questions,
        texts: Texts,
        one_by_one: NextDesk,
    ) -> None:
        self._queue = queue
        self._answers = answers
        self._questions = questions
        self._texts = texts
        self._one_by_one = one_by_one
        served.serve(self, PanelKind.QUEUE)

    async def open(self, interaction: _Interaction, typed: Typed = EVERYTHING) -> None:
        """Answer with the first page of what waits; the oldest first."""
        server_id, by = ServerId(server_of(interaction).id), await moderator(interaction)
        wanted = await self._queue.wanted(server_id, by.may, typed)
        found = await self._queue.page(server_id, by.may, wanted.wanted, 0)
        label = filter_label(wanted, partial(self._answers.text, interaction))
        if not found.total:
            await self._answers.say(
                interaction, "desk-queue-none-of" if label else "desk-queue-none", label=label
            )
            return
        content = {"wanted": to_json(wanted.wanted), "label": label, "newest": False, "page": 0}
        content |= {"shown": _seen(found), "chosen": []}
        panel = await self._questions.ask(server_id, by.id, PanelKind.QUEUE, content)
        view = self._view(interaction, panel, found)
        await interaction.response.send_message(view=view, ephemeral=True)

    async def next(self, interaction: _Interaction, typed: Typed = EVERYTHING) -> None:
        """Answer with the story that waits longest; the next one takes its place once it is decided."""
        await self._one_by_one.open(interaction, typed)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Turn the page, take in what was chosen, or decide on it."""
        server_id, user_id = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        panel = await self._questions.find(server_id, user_id, PanelKind.QUEUE, answer.key)
        match answer.what:
            case "choose":
                chosen = [each for each in panel.content["shown"] if each in answer.chosen]
                await self._draw(interaction, panel, chosen=chosen)
            case "approve" | "reject":
                await self._decide(interaction, panel, answer)
            case "open":
                await self._look(interaction, panel)
            case "each":
                wanted = from_json(panel.content["wanted"])
                await self._one_by_one.begin(interaction, wanted, called=panel.content["label"])
            case "order":
                await self._draw(interaction, panel, newest=not panel.content["newest"], page=0, chosen=[])
            case _:
                page = turned(answer, panel.content["page"], panel.content["page"] + 2)
                await self._draw(interaction, panel, page=page, chosen=[])

    async def _look(self, interaction: _Interaction, panel: Panel) -> None:
        content = panel.content
        if len(content["chosen"]) != 1:
            raise InvalidInput("error-choose-one")
        wanted = from_json(content["wanted"])
        first = EditionId(int(content["chosen"][0]))
        await self._one_by_one.begin(interaction, wanted, called=content["label"], first=first)

    async def _decide(self, interaction: _Interaction, panel: Panel, answer: Answer) -> None:
        seen = panel.content["shown"]
        chosen = {EditionId(int(each)): seen[each] for each in panel.content["chosen"]}
        if not chosen:
            raise InvalidInput("error-choose-some")
        by = await moderator(interaction)
        if answer.what == "approve":
            outcomes = await self._queue.approve(panel.server_id, by, chosen)
        else:
            reason = RejectReason(answer.chosen[0] if answer.chosen else RejectReason.OTHER)
            if reason is RejectReason.OTHER and "words" not in answer.typed:
                custom_id = Answer(PanelKind.QUEUE, "reject", panel.key).custom_id("form")
                form = reject_all_form(custom_id, partial(self._answers.text, interaction))
                await interaction.response.send_modal(form)
                return
            outcomes = await self._queue.reject(
                panel.server_id, by, [*chosen], reason=reason, detail=answer.typed.get("words", "")
            )
        await self._draw(interaction, panel, outcomes=outcomes, chosen=[])

    async def _draw(
        self, interaction: _Interaction, panel: Panel, *, outcomes: Sequence[Outcome] = (), **changed: Any
    ) -> None:
        """Show a page of what waits now in place of what was pressed."""
        content = panel.content | changed
        by = await moderator(interaction)
        wanted = from_json(content["wanted"])
        found = await self._queue.page(
            panel.server_id, by.may, wanted, content["page"], newest_first=content["newest"]
        )
        shown = _seen(found)
        chosen = [each for each in content["chosen"] if each in shown]
        changed |= {"page": found.page, "shown": shown, "chosen": chosen}
        panel = await self._questions.change(panel, **changed)
        await interaction.response.edit_message(view=self._view(interaction, panel, found, outcomes))

    def _view(
        self, interaction: _Interaction, panel: Panel, found: QueuePage, outcomes: Sequence[Outcome] = ()
    ) -> Layout:
        """Return a page; where all together is too much for Discord, less is said of each story."""
        for room in (Room.AMPLE, Room.SCARCE):
            with contextlib.suppress(Refused):
                return layout(*self._items(interaction, panel, found, outcomes, room))
        return layout(*self._items(interaction, panel, found, outcomes, Room.LEAST))

    def _items(
        self,
        interaction: _Interaction,
        panel: Panel,
        found: QueuePage,
        outcomes: Sequence[Outcome],
        room: Room,
    ) -> "Iterator[discord.ui.Item[Layout]]":
        text = partial(self._answers.text, interaction)
        locale = str(interaction.locale)
        if outcomes:
            told = partial(self._answers.sentence, interaction)
            said = outcome_lines(outcomes, self._texts, locale, room, told=told)
            yield discord.ui.TextDisplay("\n".join(said))
        if not found.total:
            yield discord.ui.TextDisplay(text("desk-queue-all-decided"))
            return
        yield discord.ui.TextDisplay(self._heading(interaction, panel.content, found))
        first = found.page * PER_PAGE + 1
        lines = [
            waiting_line(each, number, self._texts, locale, room)
            for number, each in enumerate(found.stories, first)
        ]
        yield discord.ui.TextDisplay("\n".join(lines))
        yield row(self._choosing(interaction, panel, found.stories, first))
        if chosen := panel.content["chosen"]:
            yield self._deciding(interaction, panel.key, len(chosen))
            yield row(self._reasons(interaction, panel.key, len(chosen)))
        yield self._ways(interaction, panel, found)

    def _heading(self, interaction: _Interaction, content: Mapping[str, Any], found: QueuePage) -> str:
        text = partial(self._answers.text, interaction)
        label = content["label"]
        key = "desk-queue-heading-of" if label else "desk-queue-heading"
        heading = text(key, stories=found.total, label=label)
        order = text("desk-queue-newest" if content["newest"] else "desk-queue-oldest")
        place = text("pages-place", page=found.page + 1, pages=found.pages)
        return f"{heading}\n-# {order} · {place}"

    def _choosing(
        self, interaction: _Interaction, panel: Panel, stories: Sequence[Waiting], first: int
    ) -> PanelSelect:
        locale = str(interaction.locale)
        options = [
            option(
                str(each.edition.id),
                f"{number} {shown_title(each.edition.story.draft.title, self._texts, locale)}",
                chosen=str(each.edition.id) in panel.content["chosen"],
            )
            for number, each in enumerate(stories, first)
        ]
        placeholder = self._answers.text(interaction, "desk-queue-choose")
        answer = Answer(PanelKind.QUEUE, "choose", panel.key)
        return PanelSelect(answer, options, placeholder=placeholder, any_number=True)

    def _deciding(
        self, interaction: _Interaction, key: PanelKey, chosen: int
    ) -> "discord.ui.ActionRow[Layout]":
        text = partial(self._answers.text, interaction)
        approve, look = (Answer(PanelKind.QUEUE, what, key) for what in ("approve", "open"))
        return row(
            PanelButton(approve, text("desk-queue-approve", stories=chosen), discord.ButtonStyle.success),
            PanelButton(look, text("desk-queue-open"), disabled=chosen != 1),
        )

    def _reasons(self, interaction: _Interaction, key: PanelKey, chosen: int) -> PanelSelect:
        text = partial(self._answers.text, interaction)
        options = [option(reason, text(f"reject-{reason}")) for reason in RejectReason]
        placeholder = text("desk-queue-reject", stories=chosen)
        return PanelSelect(Answer(PanelKind.QUEUE, "reject", key), options, placeholder=placeholder)

    def _ways(
        self, interaction: _Interaction, panel: Panel, found: QueuePage
    ) -> "discord.ui.ActionRow[Layout]":
        text = partial(self._answers.text, interaction)
        ways: list[PanelButton] = []
        if found.pages > 1:
            ways += turning(PanelKind.QUEUE, panel.key, found.page, found.pages, text)
        order = "desk-queue-oldest-first" if panel.content["newest"] else "desk-queue-newest-first"
        ways.append(PanelButton(Answer(PanelKind.QUEUE, "order", panel.key), text(order)))
        each = Answer(PanelKind.QUEUE, "each", panel.key)
        ways.append(PanelButton(each, text("desk-queue-each"), discord.ButtonStyle.primary))
        return row(*ways)


def _seen(found: QueuePage) -> dict[str, str]:
    """Return what a page shows of its stories, by their ids: what is decided on is what was shown."""
    return {str(each.edition.id): sight_of(each.edition) for each in found.stories}
