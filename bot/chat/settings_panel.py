"""The panel of /newsroom settings: everything in words, selects for what is chosen, a form for what is typed.

What a panel has shown stands in its row, so that it works after a restart, and whoever changes what somebody
else has changed meanwhile is told so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self, cast

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.forms import Field, form
from bot.chat.markdown import shown_fields
from bot.chat.panels import MOST_OPTIONS, Answer, PanelButton, Panels, PanelSelect, option
from bot.chat.setting_text import change_line, house_lines, wish_line
from bot.chat.sight import is_public
from bot.clock import Clock
from bot.domain.errors import InvalidInput
from bot.domain.ids import ServerId, UserId, VoteSetId
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.domain.poll import NamedVoteSet
from bot.domain.quiet import QuietHours
from bot.domain.server import ServerSettings, Setting
from bot.domain.text import cut_at_word
from bot.domain.zones import shown_zone
from bot.newsroom.questions import Questions
from bot.newsroom.settings import (
    AS_DISCORD,
    LANGUAGES,
    House,
    HouseSettings,
    Outcome,
    Value,
    from_json,
    read_wishes,
    to_json,
    wishes_from_json,
    wishes_to_json,
)
from bot.newsroom.tag_options import DEFAULT_VOTES
from bot.texts.catalogue import Texts

_PLACEHOLDER = 150
_TYPED = (Setting.TIME_ZONE, Setting.QUIET, Setting.CARDS_PER_HOUR, Setting.POLL_HOURS, Setting.PING_FROM)
_FIELDS = {
    Setting.TIME_ZONE: ("settings-form-zone", "settings-form-zone-hint"),
    Setting.QUIET: ("settings-form-quiet", "settings-form-quiet-hint"),
    Setting.CARDS_PER_HOUR: ("settings-form-cards", "settings-form-cards-hint"),
    Setting.POLL_HOURS: ("settings-form-poll", "settings-form-poll-hint"),
    Setting.PING_FROM: ("settings-form-ping", "settings-form-ping-hint"),
}
_DESK_FIELDS = {
    Setting.REVIEW_HOURS: ("settings-form-review", "settings-form-review-hint"),
    Setting.CLIPS_PER_DAY: ("settings-form-clips", "settings-form-clips-hint"),
}
_NEEDED = frozenset({Setting.TIME_ZONE, Setting.PING_FROM, Setting.REVIEW_HOURS})
_LONGEST = 64
_LANGUAGE, _REVIEW, _ROLE, _VOTES = "language", "review", "role", "votes"
_PICKED = {_REVIEW: Setting.REVIEW_CHANNEL, _ROLE: Setting.MODERATOR_ROLE}
_TYPE, _CLIPS, _MINE = "type", "clips", "mine"
# Each button that opens a form, with what is typed there.
_FORMS = {_TYPE: _FIELDS, _CLIPS: _DESK_FIELDS}

_Interaction = discord.Interaction[Any]


class SettingPick(
    discord.ui.DynamicItem["discord.ui.ChannelSelect[Any] | discord.ui.RoleSelect[Any]"],
    template=r"newsclip:pick:(?P<kind>[a-z]+):(?P<what>[a-z]+):(?P<key>\w+)",
):
    """A select of a channel or a role, or none."""

    def __init__(
        self, answer: Answer, select: "discord.ui.ChannelSelect[Any] | discord.ui.RoleSelect[Any]"
    ) -> None:
        self.answer = answer
        super().__init__(select)

    @classmethod
    async def from_custom_id(
        cls, interaction: _Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the select again from what a choice carries."""
        values = cast("dict[str, Any]", interaction.data).get("values") or ()
        answer = Answer(PanelKind(match["kind"]), match["what"], PanelKey(match["key"]), tuple(values))
        return cls(answer, cast("discord.ui.RoleSelect[Any]", item))

    async def callback(self, interaction: _Interaction) -> None:
        """Pass on what was chosen."""
        await interaction.client.panels.answered(interaction, self.answer)


class SettingsPanel:
    """Shows the panel, and does what is chosen and typed there."""

    def __init__(
        self,
        house: HouseSettings,
        *,
        answers: Answers,
        served: Panels,
        questions: Questions,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._house = house
        self._answers = answers
        self._questions = questions
        self._texts = texts
        self._clock = clock
        served.serve(self, PanelKind.SETTINGS)

    async def open(self, interaction: _Interaction, outcome: Outcome | None = None) -> None:
        """Answer with a panel, and what came of a change before."""
        server_id, person = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        house = await self._house.of(server_id) if outcome is None else outcome.house
        content = {"seen": to_json(house.settings)}
        panel = await self._questions.ask(server_id, person, PanelKind.SETTINGS, content)
        notes = [] if outcome is None else [*self._notes(interaction, outcome)]
        await self._answers.show(
            interaction, self._lines(interaction, house, notes), self._view(interaction, panel, house)
        )

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was chosen, pressed or typed."""
        panel = await self._panel(interaction, answer.key)
        if answer.what in _FORMS and not answer.typed:
            await self._open_form(interaction, panel, answer.what)
            return
        try:
            outcome = await self._change(interaction, panel, answer)
        except InvalidInput as error:
            await self._take_error(interaction, panel, answer, error)
            return
        content: dict[str, Any] = {"seen": to_json(outcome.house.settings)}
        if outcome.refused is not None and answer.what in {*_FORMS, _MINE}:
            content["mine"] = wishes_to_json(outcome.refused)
        notes = [*self._notes(interaction, outcome)]
        if outcome.refused is not None and answer.what not in {*_FORMS, _MINE}:
            notes.append(self._answers.text(interaction, "settings-choose-again"))
        await self._draw(interaction, panel, content, outcome.house, notes)

    async def _change(self, interaction: _Interaction, panel: Panel, answer: Answer) -> Outcome:
        seen = from_json(panel.content["seen"])
        wishes = self._wishes(panel, answer)
        if answer.what in _FORMS:
            seen = from_json(panel.content.get("form") or panel.content["seen"])
        return await self._house.change(panel.server_id, UserId(interaction.user.id), wishes, seen=seen)

    def _wishes(self, panel: Panel, answer: Answer) -> Mapping[Setting, Value]:
        chosen = answer.chosen[0] if answer.chosen else None
        match answer.what:
            case "type":
                return read_wishes({Setting(name): text for name, text in answer.typed.items()})
            case "clips":
                numbers = {each: answer.typed.get(each, "") for each in _DESK_FIELDS}
                return {**read_wishes(numbers), Setting.CLIP_ROLE: _id(answer.typed.get(Setting.CLIP_ROLE))}
            case "mine":
                return wishes_from_json(panel.content.get("mine") or {})
            case "language":
                return read_wishes({Setting.LANGUAGE: chosen or AS_DISCORD})
            case "review" | "role":
                return {_PICKED[answer.what]: _id(chosen)}
            case _:
                default = chosen in {None, DEFAULT_VOTES}
                return {Setting.VOTE_SET: None if default else VoteSetId(int(str(chosen)))}

    async def _take_error(
        self, interaction: _Interaction, panel: Panel, answer: Answer, error: InvalidInput
    ) -> None:
        """Say what was wrong; what was typed stands in the form when it is opened again."""
        house = await self._house.of(panel.server_id)
        content = dict(panel.content)
        if answer.typed:
            content["typed"] = dict(answer.typed)
        note = self._answers.text(interaction, error.code, **shown_fields(error.fields))
        await self._draw(
            interaction,
            panel,
            content,
            house,
            [self._answers.text(interaction, "settings-note", note=note)],
        )

    async def _open_form(self, interaction: _Interaction, panel: Panel, which: str) -> None:
        """Open a form with what holds now, or with what was typed and could not be used."""
        house = await self._house.of(panel.server_id)
        typed = panel.content.get("typed") or {}
        shown = from_json(panel.content["form"]) if typed else house.settings
        await self._questions.change(panel, form=to_json(shown))
        parts: list[Field | discord.ui.Item[Any]] = [
            Field(
                name=setting.value,
                label=self._answers.text(interaction, label),
                value=typed.get(setting.value, _in_form(shown, setting)),
                hint=self._answers.text(interaction, hint),
                required=setting in _NEEDED,
                most=_LONGEST,
            )
            for setting, (label, hint) in _FORMS[which].items()
        ]
        if which == _CLIPS:
            parts.append(self._clip_role(interaction, shown.clip_role_id))
        custom_id = Answer(PanelKind.SETTINGS, which, panel.key).custom_id("form")
        title = self._answers.text(interaction, f"settings-form-title-{which}")
        await interaction.response.send_modal(form(custom_id, title, parts))

    def _clip_role(self, interaction: _Interaction, now: int | None) -> "discord.ui.Label[Any]":
        select: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
            custom_id=Setting.CLIP_ROLE,
            min_values=0,
            required=False,
            default_values=_default(now, discord.SelectDefaultValueType.role),
        )
        label, hint = (
            self._answers.text(interaction, key)
            for key in ("settings-form-clip-role", "settings-form-clip-role-hint")
        )
        return discord.ui.Label(text=label, description=hint, component=select)

    async def _draw(
        self,
        interaction: _Interaction,
        panel: Panel,
        content: Mapping[str, Any],
        house: House,
        notes: Sequence[str],
    ) -> None:
        await self._questions.ask_anew(panel, content)
        drawn = Panel(panel.key, panel.server_id, panel.user_id, panel.kind, dict(content))
        await self._answers.replace(
            interaction, self._lines(interaction, house, notes), self._view(interaction, drawn, house)
        )

    async def _panel(self, interaction: _Interaction, key: PanelKey) -> Panel:
        server_id, person = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        return await self._questions.find(server_id, person, PanelKind.SETTINGS, key)

    def _lines(self, interaction: _Interaction, house: House, notes: Iterable[str]) -> list[str]:
        locale, server = str(interaction.locale), server_of(interaction)
        there = str(server.preferred_locale)
        lines = [*house_lines(house, self._texts, locale, server_locale=there, now=self._clock.now())]
        review = server.get_channel(house.settings.review_channel_id or 0)
        if isinstance(review, discord.TextChannel) and is_public(review):
            lines.append(self._texts.get("settings-review-public", locale, channel=review.mention))
        role = server.get_role(house.settings.moderator_role_id or 0)
        if role is not None and not role.permissions.manage_messages:
            lines.append(self._texts.get("settings-role-without-commands", locale, role=role.mention))
        return [*lines, self._texts.get("settings-below", locale), *notes]

    def _notes(self, interaction: _Interaction, outcome: Outcome) -> Iterator[str]:
        """Yield what has changed, and what others had changed."""
        texts, locale, house = self._texts, str(interaction.locale), outcome.house
        refused = outcome.refused is not None
        if refused:
            yield texts.get("settings-refused", locale)
        for change, who in outcome.meanwhile:
            key = "settings-refused-by" if refused else "settings-meanwhile"
            yield change_line(key, change, house, texts, locale, who=who)
        for setting, value in (outcome.refused or {}).items():
            yield wish_line(setting, value, house.vote_sets, texts, locale)
        for change in outcome.made:
            yield change_line("settings-made", change, house, texts, locale)
        if outcome.expiring:
            yield texts.get("settings-expiring", locale, count=outcome.expiring)
        if not (outcome.made or refused):
            yield texts.get("settings-nothing-new", locale)

    def _view(self, interaction: _Interaction, panel: Panel, house: House) -> discord.ui.View:
        view = discord.ui.View(timeout=None)
        view.add_item(self._language(interaction, panel.key, house.settings))
        view.add_item(self._review(interaction, panel.key, house.settings))
        view.add_item(self._role(interaction, panel.key, house.settings))
        view.add_item(self._votes(interaction, panel.key, house))
        view.add_item(self._button(interaction, panel.key, _TYPE, "settings-type"))
        view.add_item(self._button(interaction, panel.key, _CLIPS, "settings-clips-form"))
        if "mine" in panel.content:
            view.add_item(self._button(interaction, panel.key, _MINE, "settings-mine"))
        view.stop()  # its items are found by their custom_ids: see `panel_view`
        return view

    def _language(self, interaction: _Interaction, key: PanelKey, now: ServerSettings) -> PanelSelect:
        auto = self._answers.text(interaction, "settings-language-auto")
        options = [option(AS_DISCORD, auto, chosen=now.language is None)]
        options += [option(code, name, chosen=now.language == code) for code, name in LANGUAGES.items()]
        placeholder = self._answers.text(interaction, "settings-choose-language")
        return PanelSelect(Answer(PanelKind.SETTINGS, _LANGUAGE, key), options, placeholder=placeholder)

    def _review(self, interaction: _Interaction, key: PanelKey, now: ServerSettings) -> SettingPick:
        answer = Answer(PanelKind.SETTINGS, _REVIEW, key)
        select: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
            custom_id=answer.custom_id("pick"),
            placeholder=self._placeholder(interaction, "settings-choose-channel"),
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
            min_values=0,
            default_values=_default(now.review_channel_id, discord.SelectDefaultValueType.channel),
        )
        return SettingPick(answer, select)

    def _role(self, interaction: _Interaction, key: PanelKey, now: ServerSettings) -> SettingPick:
        answer = Answer(PanelKind.SETTINGS, _ROLE, key)
        select: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
            custom_id=answer.custom_id("pick"),
            placeholder=self._placeholder(interaction, "settings-choose-role"),
            min_values=0,
            default_values=_default(now.moderator_role_id, discord.SelectDefaultValueType.role),
        )
        return SettingPick(answer, select)

    def _votes(self, interaction: _Interaction, key: PanelKey, house: House) -> PanelSelect:
        now = house.settings.vote_set_id
        usual = self._answers.text(interaction, "settings-votes-none")
        options = [option(DEFAULT_VOTES, usual, chosen=now is None)]
        options += [
            option(str(each.id), each.name, description=each.vote_set.question, chosen=each.id == now)
            for each in _offered(house.vote_sets, now)
        ]
        placeholder = self._answers.text(interaction, "settings-choose-votes")
        return PanelSelect(Answer(PanelKind.SETTINGS, _VOTES, key), options, placeholder=placeholder)

    def _button(self, interaction: _Interaction, key: PanelKey, what: str, label: str) -> PanelButton:
        return PanelButton(Answer(PanelKind.SETTINGS, what, key), self._answers.text(interaction, label))

    def _placeholder(self, interaction: _Interaction, key: str) -> str:
        return cut_at_word(self._answers.text(interaction, key), _PLACEHOLDER)


def _id(chosen: str | None) -> int | None:
    return int(chosen) if chosen else None


def _offered(there: Sequence[NamedVoteSet], now: VoteSetId | None) -> list[NamedVoteSet]:
    """Return as many as a select takes, the chosen one among them; the command takes any by name."""
    first = sorted(there, key=lambda each: each.id != now)[: MOST_OPTIONS - 1]
    return sorted(first, key=lambda each: each.id)


def _default(chosen: int | None, kind: discord.SelectDefaultValueType) -> "list[discord.SelectDefaultValue]":
    return [] if chosen is None else [discord.SelectDefaultValue(id=chosen, type=kind)]


def _in_form(now: ServerSettings, setting: Setting) -> str:
    """Return what stands in a field: as it can be typed."""
    value = getattr(now, setting.value)
    if value is None:
        return ""
    if setting is Setting.TIME_ZONE:
        return shown_zone(str(value))
    if setting in {Setting.POLL_HOURS, Setting.REVIEW_HOURS}:
        return f"{value} h" if value % 24 else f"{value // 24} d"
    return str(value).replace("–", "-") if isinstance(value, QuietHours) else str(value)  # noqa: RUF001
