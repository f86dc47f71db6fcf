"""The form for a story's words and the select of its tags: opened from cards, panels and commands alike.

A form carries marks of what it showed in the names of its fields, so that it can be filled in after a
restart, and what another has changed meanwhile is not overwritten unseen.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.desk_actions import DeskActions, Subject
from bot.chat.desk_buttons import DeskButton, form_id
from bot.chat.forms import Field, filled_in, form
from bot.chat.layouts import Layout, layout, row
from bot.chat.markdown import escape_line
from bot.chat.moderators import moderator
from bot.chat.panels import MOST_OPTIONS, Answer, PanelButton, Panels, PanelSelect, option
from bot.domain.edition import EditionState
from bot.domain.errors import InvalidInput
from bot.domain.ids import EditionId, ServerId, TagId, UserId, VoteSetId
from bot.domain.panel import Panel, PanelKind
from bot.domain.poll import NamedVoteSet
from bot.domain.tagging import Tag
from bot.domain.text import cut_at_word
from bot.domain.wording import LONGEST, Wording
from bot.newsroom.edition_edits import Edited, EditionEdits, EditLook, TagLook
from bot.newsroom.questions import Questions

_TITLE = 100
_DISPLAYED = 4000
_TEXTS = ("title", "lead", "opening", "question")
_VOTE_SET = "vote_set"
_BY_TAGS = "0"

_Interaction = discord.Interaction[Any]


class EditForms:
    """Opens the form and the select, and does what they are filled in for."""

    def __init__(
        self,
        edits: EditionEdits,
        *,
        actions: DeskActions,
        answers: Answers,
        served: Panels,
        questions: Questions,
    ) -> None:
        self._edits = edits
        self._actions = actions
        self._answers = answers
        self._questions = questions
        actions.serve("edit", self._press_edit, form=self._filled_in)
        actions.serve("retag", self._press_retag)
        served.serve(self, PanelKind.RETAG)

    async def edit(
        self,
        interaction: _Interaction,
        edition_id: EditionId,
        key: str,
        typed: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Open the form with what is shown of a story; key: of the message or panel that it belongs to.

        typed: what was typed before, which stands there instead, by the names of the fields.
        """
        look = await self._edits.look(_server(interaction), await moderator(interaction), edition_id)
        title = self._answers.text(interaction, "moderating-form-title")
        fields = [*self._fields(interaction, look, typed)]
        await interaction.response.send_modal(form(form_id("edit", key), title, fields))

    async def retag(
        self, interaction: _Interaction, edition_id: EditionId, *, back: str = "", beside: bool = True
    ) -> None:
        """Show a select of the server's tags. back: the panel to return to. beside: in its own message."""
        server_id, by = _server(interaction), await moderator(interaction)
        look = await self._edits.tag_look(server_id, by, edition_id)
        has = [tag.id for tag in look.edition.tags]
        content = {"edition": edition_id, "seen": has, "chosen": has, "page": 0, "back": back}
        panel = await self._questions.ask(server_id, by.id, PanelKind.RETAG, content)
        await self._put(interaction, self._tags(interaction, panel, look), beside=beside)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Take in what was chosen of the tags, and what is to be done with it."""
        server_id, by = _server(interaction), await moderator(interaction)
        panel = await self._questions.find(server_id, by.id, PanelKind.RETAG, answer.key)
        content, edition_id = panel.content, EditionId(panel.content["edition"])
        match answer.what:
            case "save":
                chosen = [TagId(each) for each in content["chosen"]]
                seen = [TagId(each) for each in content["seen"]]
                edited = await self._edits.retag(server_id, by, edition_id, chosen, seen=seen)
                await self._end(interaction, panel, [*self._retagged(interaction, edited)])
                return
            case "leave":
                await self._end(interaction, panel, [self._answers.text(interaction, "moderating-left")])
                return
            case _:
                look = await self._edits.tag_look(server_id, by, edition_id)
                panel = await self._questions.change(panel, **_turned(content, answer, look.tags))
        await self._put(interaction, self._tags(interaction, panel, look), beside=False)

    async def _press_edit(self, interaction: _Interaction, subject: Subject) -> None:
        typed = {} if subject.panel is None else subject.panel.content.get("typed", {})
        await self.edit(interaction, subject.edition_id, subject.key, typed)

    async def _press_retag(self, interaction: _Interaction, subject: Subject) -> None:
        on_panel = subject.panel is not None
        back = subject.key if on_panel else ""
        await self.retag(interaction, subject.edition_id, back=back, beside=not on_panel)

    async def _filled_in(self, interaction: _Interaction, subject: Subject) -> None:
        """Change what was filled in otherwise, and show it where the form came from."""
        typed = filled_in(interaction)
        filled, seen = _wording(typed), dict(name.partition(":")[::2] for name in typed)
        by = await moderator(interaction)
        try:
            edited = await self._edits.edit(subject.server_id, by, subject.edition_id, filled, seen=seen)
        except InvalidInput as error:
            said = self._answers.sentence(interaction, error)
            await self._give_back(interaction, subject, [said], filled, seen)
            return
        if edited.overtaken:
            said = self._overtaken(interaction, edited)
            if subject.panel is not None:
                await self._actions.show(interaction, subject)
            await self._give_back(interaction, subject, [said], filled, seen)
            return
        lines = [*self._edited(interaction, edited)]
        if subject.panel is None:
            await self._answers.show(interaction, lines)
            return
        await self._actions.show(interaction, subject)
        await interaction.followup.send("\n".join(lines), ephemeral=True)

    async def _give_back(
        self,
        interaction: _Interaction,
        subject: Subject,
        lines: Sequence[str],
        filled: Wording,
        seen: Mapping[str, str],
    ) -> None:
        """Say why nothing was changed, and give all back that was typed, with a button to go on with it."""
        say = partial(self._answers.text, interaction)
        typed = {name: getattr(filled, name) for name, mark in filled.marks.items() if mark != seen[name]}
        kept = {name: str(value or (_BY_TAGS if name == _VOTE_SET else "")) for name, value in typed.items()}
        content = {"edition": subject.edition_id, "seen": subject.seen, "typed": kept}
        person = UserId(interaction.user.id)
        panel = await self._questions.ask(subject.server_id, person, PanelKind.MODERATE, content)
        told = [
            say("moderating-typed", field=say(f"moderating-field-{name}"), words=_back(kept[name]))
            for name in _TEXTS
            if name in kept
        ]
        again = DeskButton("edit", panel.key, say("moderating-edit-again"), discord.ButtonStyle.primary)
        text = cut_at_word("\n".join([*lines, *told]), _DISPLAYED)
        view = layout(discord.ui.TextDisplay(text), row(again))
        if interaction.response.is_done():
            await interaction.followup.send(view=view, ephemeral=True)
        else:
            await interaction.response.send_message(view=view, ephemeral=True)

    def _fields(self, interaction: _Interaction, look: EditLook, typed: Mapping[str, str]) -> Iterator[Field]:
        say, marks = partial(self._answers.text, interaction), look.words.marks
        for name in _TEXTS:
            yield Field(
                name=f"{name}:{marks[name]}",
                label=say(f"moderating-field-{name}"),
                value=typed.get(name, str(getattr(look.words, name))),
                hint=say(f"moderating-field-{name}-hint"),
                several_lines=name == "lead",
                most=LONGEST[name],
            )
        chosen = look.words.vote_set
        if _VOTE_SET in typed:
            chosen = None if typed[_VOTE_SET] == _BY_TAGS else VoteSetId(int(typed[_VOTE_SET]))
        options = [option(_BY_TAGS, say("moderating-votes-by-tags"), chosen=chosen is None)]
        options += [
            option(str(each.id), each.name, description=each.vote_set.question, chosen=each.id == chosen)
            for each in _offered(look.vote_sets, chosen)
        ]
        yield Field(
            name=f"{_VOTE_SET}:{marks[_VOTE_SET]}",
            label=say("moderating-field-vote_set"),
            hint=say("moderating-field-vote_set-hint"),
            options=tuple(options),
        )

    def _edited(self, interaction: _Interaction, edited: Edited) -> Iterator[str]:
        """Yield what was changed, and what follows."""
        say = partial(self._answers.text, interaction)
        title = escape_line(edited.edition.story.draft.title, _TITLE)
        if edited.verdict_id is None:
            yield say("moderating-nothing")
            return
        yield say("moderating-edited", title=title, what=self._names(interaction, edited.changed))
        held = edited.edition.state is EditionState.HELD
        yield say("moderating-edited-held" if held else "moderating-edited-posted")

    def _overtaken(self, interaction: _Interaction, edited: Edited) -> str:
        """Return who was faster with what."""
        say, what = partial(self._answers.text, interaction), self._names(interaction, edited.overtaken)
        if edited.by is None:
            return say("moderating-overtaken", what=what)
        return say("moderating-overtaken-by", what=what, who=self._answers.who(interaction, edited.by))

    def _retagged(self, interaction: _Interaction, edited: Edited) -> Iterator[str]:
        """Yield a story's tags, and where cards come and go."""
        say = partial(self._answers.text, interaction)
        if edited.verdict_id is None or edited.redirected is None:
            yield say("moderating-nothing")
            return
        title = escape_line(edited.edition.story.draft.title, _TITLE)
        yield say("moderating-retagged", title=title, tags=_labels(edited.edition.tags))
        moved = edited.redirected
        if edited.edition.state is EditionState.HELD:
            return
        for key, channels in (("coming", moved.coming), ("going", moved.going)):
            if channels:
                shown = ", ".join(f"<#{each}>" for each in channels)
                yield say(f"moderating-retagged-{key}", channels=shown)
        if moved.home is not None and all(tag.channel_id != moved.home for tag in edited.edition.tags):
            yield say("moderating-retagged-home", channel=f"<#{moved.home}>")

    def _names(self, interaction: _Interaction, changed: Sequence[str]) -> str:
        return ", ".join(self._answers.text(interaction, f"note-what-{each}") for each in changed)

    def _tags(self, interaction: _Interaction, panel: Panel, look: TagLook) -> Layout:
        """Return the select of one page of tags, with what is chosen of all."""
        say, content = partial(self._answers.text, interaction), panel.content
        chosen = set(content["chosen"])
        title = escape_line(look.edition.story.draft.title, _TITLE)
        labels = _labels([tag for tag in look.tags if tag.id in chosen]) or say("moderating-no-tags")
        text = f"{say('moderating-tags', title=title)}\n{say('moderating-tags-chosen', tags=labels)}"
        items: list[discord.ui.Item[Layout]] = [discord.ui.TextDisplay(text)]
        page = _page(look.tags, content["page"])
        options = [
            option(
                str(tag.id), tag.label, description=self._channel(interaction, tag), chosen=tag.id in chosen
            )
            for tag in page
        ]
        if options:
            answer = Answer(PanelKind.RETAG, "pick", panel.key)
            placeholder = say("moderating-tags-choose")
            items.append(row(PanelSelect(answer, options, placeholder=placeholder, any_number=True)))
        items.append(row(*self._tag_buttons(interaction, panel, look)))
        return layout(*items)

    def _tag_buttons(self, interaction: _Interaction, panel: Panel, look: TagLook) -> Iterator[PanelButton]:
        say, page = partial(self._answers.text, interaction), panel.content["page"]
        save = Answer(PanelKind.RETAG, "save", panel.key)
        none = not panel.content["chosen"]
        yield PanelButton(save, say("moderating-save"), discord.ButtonStyle.success, disabled=none)
        yield PanelButton(Answer(PanelKind.RETAG, "leave", panel.key), say("moderating-leave"))
        if len(look.tags) > MOST_OPTIONS:
            last = page >= (len(look.tags) - 1) // MOST_OPTIONS
            back, on = (Answer(PanelKind.RETAG, what, panel.key) for what in ("back", "on"))
            yield PanelButton(back, say("moderating-tags-back"), disabled=page == 0)
            yield PanelButton(on, say("moderating-tags-on"), disabled=last)

    def _channel(self, interaction: _Interaction, tag: Tag) -> str:
        channel = server_of(interaction).get_channel(tag.channel_id)
        return "" if channel is None else f"#{channel.name}"

    async def _end(self, interaction: _Interaction, panel: Panel, lines: Sequence[str]) -> None:
        """Show what came of it, and the panel again that the select took the place of."""
        await self._questions.done(panel)
        if not panel.content["back"]:
            view = layout(discord.ui.TextDisplay("\n".join(lines)))
            await self._put(interaction, view, beside=False)
            return
        subject = await self._actions.find(interaction, panel.content["back"])
        await self._actions.show(interaction, subject)
        await interaction.followup.send("\n".join(lines), ephemeral=True)

    async def _put(self, interaction: _Interaction, view: Layout, *, beside: bool) -> None:
        if beside:
            await interaction.response.send_message(view=view, ephemeral=True)
        else:
            await interaction.response.edit_message(view=view)


def _server(interaction: _Interaction) -> ServerId:
    return ServerId(server_of(interaction).id)


def _wording(typed: Mapping[str, str]) -> Wording:
    """Return what a form was filled in with; a field's name goes before the mark of what it showed."""
    by_name = {name.partition(":")[0]: value for name, value in typed.items()}
    chosen = by_name.get(_VOTE_SET) or _BY_TAGS
    if not chosen.isdecimal():
        raise InvalidInput("error-panel-old")
    title, lead, opening, question = (by_name.get(name, "") for name in _TEXTS)
    vote_set = VoteSetId(int(chosen)) if chosen != _BY_TAGS else None
    return Wording.filled(title, lead, opening, question, vote_set)


def _back(typed: str) -> str:
    return escape_line(typed, max(LONGEST.values())) or "\u2013"


def _offered(there: Sequence[NamedVoteSet], chosen: VoteSetId | None) -> list[NamedVoteSet]:
    """Return as many as a select takes, the chosen one among them."""
    first = sorted(there, key=lambda each: each.id != chosen)[: MOST_OPTIONS - 1]
    return sorted(first, key=lambda each: each.id)


def _page(tags: Sequence[Tag], page: int) -> Sequence[Tag]:
    return tags[page * MOST_OPTIONS : (page + 1) * MOST_OPTIONS]


def _turned(content: Mapping[str, Any], answer: Answer, tags: Sequence[Tag]) -> dict[str, Any]:
    """Return what a panel knows after a choice on its page, or after a turn to another."""
    page, last = content["page"], max(0, (len(tags) - 1) // MOST_OPTIONS)
    match answer.what:
        case "back":
            return {"page": max(0, page - 1)}
        case "on":
            return {"page": min(last, page + 1)}
        case _:
            shown = {int(tag.id) for tag in _page(tags, page)}
            picked = [int(each) for each in answer.chosen if each.isdecimal()]
            kept = [each for each in content["chosen"] if each not in shown]
            return {"chosen": [*kept, *(each for each in picked if each in shown)]}


def _labels(tags: Sequence[Tag]) -> str:
    return escape_line(", ".join(tag.label for tag in tags), _TITLE * 2)
