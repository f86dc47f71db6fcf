"""/desk rules: what holds or blocks stories here, who said so, and a way to take each rule away."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.markdown import escape_line
from bot.chat.moderators import moderator
from bot.chat.pages import turned, turning
from bot.chat.panels import Answer, PanelButton, Panels, PanelSelect, option, panel_view
from bot.chat.status_text import moment
from bot.domain.holding import DeskRule, idle
from bot.domain.ids import DeskRuleId, ServerId, UserId
from bot.domain.panel import Panel, PanelKind
from bot.newsroom.desk_rules import DeskRules, RulesLook
from bot.newsroom.questions import Questions

_PER_PAGE = 10
_VALUE = 100
_BACK, _NEXT, _PICK, _YES, _NO = "back", "next", "pick", "yes", "no"

_Interaction = discord.Interaction[Any]


class DeskRulesPanel:
    """Shows a server's rules page by page; a select takes one away, after a question."""

    def __init__(self, rules: DeskRules, *, answers: Answers, served: Panels, questions: Questions) -> None:
        self._rules = rules
        self._answers = answers
        self._questions = questions
        served.serve(self, PanelKind.DESK_RULES)

    async def open(self, interaction: _Interaction, look: RulesLook) -> None:
        """Answer with the rules, and what came of a change just now."""
        server_id, person = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        content = {"page": _page_of(look)}
        panel = await self._questions.ask(server_id, person, PanelKind.DESK_RULES, content)
        lines = [*self._lines(interaction, panel, look), *self._notes(interaction, look)]
        await self._answers.show(interaction, lines, self._view(interaction, panel, look))

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Turn the page, ask about a rule, or take it away."""
        server_id, person = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        panel = await self._questions.find(server_id, person, PanelKind.DESK_RULES, answer.key)
        look, content = await self._rules.of(server_id), dict(panel.content)
        asked = content.pop("asked", None)
        match answer.what:
            case "pick" if answer.chosen:
                content["asked"] = int(answer.chosen[0])
            case "yes" if asked is not None:
                look = await self._rules.remove(server_id, await moderator(interaction), DeskRuleId(asked))
            case _:
                content["page"] = turned(answer, content["page"], _pages(look))
        content["page"] = min(content["page"], _pages(look) - 1)
        await self._questions.ask_anew(panel, content)
        await self._draw(interaction, panel, content, look)

    async def _draw(
        self, interaction: _Interaction, panel: Panel, content: Mapping[str, Any], look: RulesLook
    ) -> None:
        drawn = Panel(panel.key, panel.server_id, panel.user_id, panel.kind, dict(content))
        asked = next((each for each in look.rules if each.id == content.get("asked")), None)
        if asked is not None:
            question = self._text(interaction)("desk-rules-ask", rule=self.words(interaction, asked))
            await self._answers.replace(interaction, [question], self._question(interaction, panel))
            return
        lines = [*self._lines(interaction, drawn, look), *self._notes(interaction, look)]
        await self._answers.replace(interaction, lines, self._view(interaction, drawn, look))

    def words(self, interaction: _Interaction, rule: DeskRule) -> str:
        """Return what a rule does."""
        value = escape_line(rule.value, _VALUE)
        return self._text(interaction)(f"desk-rule-{rule.kind}", value=value, count=_number(rule))

    def _lines(self, interaction: _Interaction, panel: Panel, look: RulesLook) -> Iterator[str]:
        text = self._text(interaction)
        if not look.rules:
            yield text("desk-rules-none")
            return
        yield text("desk-rules-heading")
        for rule in _shown(look.rules, panel.content["page"]):
            by = text("desk-rules-somebody") if rule.added_by is None else f"<@{rule.added_by}>"
            when = "" if rule.added_at is None else moment(rule.added_at)
            yield text("desk-rules-line", rule=self.words(interaction, rule), who=by, when=when)
        if (pages := _pages(look)) > 1:
            yield f"-# {text('pages-place', page=panel.content['page'] + 1, pages=pages)}"

    def _notes(self, interaction: _Interaction, look: RulesLook) -> Iterator[str]:
        for rule in look.added:
            yield self._text(interaction)("desk-rules-added", rule=self.words(interaction, rule))
        for rule in look.removed:
            yield self._text(interaction)("desk-rules-removed", rule=self.words(interaction, rule))
        for rule in idle(look.rules):
            yield self._text(interaction)("desk-rules-idle", outlet=escape_line(rule.value, _VALUE))

    def _view(self, interaction: _Interaction, panel: Panel, look: RulesLook) -> discord.ui.View | None:
        if not look.rules:
            return None
        text, page = self._text(interaction), panel.content["page"]
        options = [
            option(str(rule.id), text(f"desk-rule-{rule.kind}-bare", value=rule.value, count=_number(rule)))
            for rule in _shown(look.rules, page)
        ]
        select = PanelSelect(
            Answer(PanelKind.DESK_RULES, _PICK, panel.key), options, placeholder=text("desk-rules-choose")
        )
        if (pages := _pages(look)) < 2:
            return panel_view(select)
        return panel_view(select, *turning(PanelKind.DESK_RULES, panel.key, page, pages, text))

    def _question(self, interaction: _Interaction, panel: Panel) -> discord.ui.View:
        yes, no = (Answer(PanelKind.DESK_RULES, what, panel.key) for what in (_YES, _NO))
        text = self._text(interaction)
        return panel_view(
            PanelButton(yes, text("desk-rules-remove"), discord.ButtonStyle.danger),
            PanelButton(no, text("desk-rules-keep")),
        )

    def _text(self, interaction: _Interaction) -> "partial[str]":
        return partial(self._answers.text, interaction)


def _number(rule: DeskRule) -> int:
    return int(rule.value) if rule.value.isascii() and rule.value.isdigit() and len(rule.value) < 4 else 0


def _pages(look: RulesLook) -> int:
    return max(1, -(-len(look.rules) // _PER_PAGE))


def _shown(rules: Sequence[DeskRule], page: int) -> Sequence[DeskRule]:
    return rules[page * _PER_PAGE :][:_PER_PAGE]


def _page_of(look: RulesLook) -> int:
    """Return the page on which to begin: the last where something was added."""
    return _pages(look) - 1 if look.added else 0
