"""What the commands for tags answer, and what is done when something below an answer is pressed."""

from collections.abc import Iterator
from typing import Any

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.audit_changes import changed_pairs
from bot.chat.clicks import sees
from bot.chat.color_names import offered_colors, typed_color
from bot.chat.forms import Field, form
from bot.chat.markdown import escape_line, shown_fields
from bot.chat.pages import Line, Pages
from bot.chat.panels import Answer, PanelButton, confirmation, panel_view
from bot.chat.tag_text import (
    figure_lines,
    gone_lines,
    loss_lines,
    merger_lines,
    rules_lines,
    tag_line,
    tag_lines,
)
from bot.domain.errors import InvalidInput, InvalidLines
from bot.domain.ids import ServerId, UserId
from bot.domain.panel import PanelKind
from bot.domain.tagging import Policy, Tag
from bot.newsroom.sources import Sources
from bot.newsroom.tag_merging import TagMerging
from bot.newsroom.tag_options import Channels
from bot.newsroom.tag_rules import LONGEST, RulesLook, TagRules
from bot.newsroom.tag_words import Edit
from bot.newsroom.tags import Tags, changed, details_of
from bot.newsroom.vote_sets import VoteSets
from bot.texts.catalogue import Texts

_LABEL = 60
_LABELS = 200
_PER_PAGE = 15

_Interaction = discord.Interaction[Any]


class TagDesk:
    """Answers those who manage the tags of a server."""

    def __init__(
        self,
        *,
        answers: Answers,
        pages: Pages,
        tags: Tags,
        merging: TagMerging,
        rules: TagRules,
        sources: Sources,
        vote_sets: VoteSets,
        channels: Channels,
        texts: Texts,
    ) -> None:
        self._answers = answers
        self._pages = pages
        self._tags = tags
        self._merging = merging
        self._rules = rules
        self._sources = sources
        self._vote_sets = vote_sets
        self._channels = channels
        self._texts = texts

    def color(self, typed: str | None) -> str | None:
        """Return a colour that was typed in any language, as it is called in English."""
        return None if typed is None else typed_color(typed, self._texts)

    def colors(self, interaction: _Interaction, typed: str) -> list[tuple[str, str]]:
        """Return colours as name and value of a choice."""
        return offered_colors(typed, self._texts, str(interaction.locale))

    async def added(self, interaction: _Interaction, tag: Tag) -> None:
        """Show a tag that was added."""
        lines = [self._text(interaction, "tags-added", label=_label(tag), channel=f"<#{tag.channel_id}>")]
        lines += [*await self._whole(interaction, tag), *await self._shared(interaction, tag)]
        if not await self._sources.list(tag.server_id):
            lines.append(self._text(interaction, "tags-added-no-feeds"))
        await self._answers.show(interaction, lines)

    async def edited(self, interaction: _Interaction, edit: Edit) -> None:
        """Show a tag that was changed: what, what is gone of its names and words with a way back, and all."""
        tag, locale = edit.after, str(interaction.locale)
        lines = [self._text(interaction, "tags-added", label=_label(tag), channel=f"<#{tag.channel_id}>")]
        pairs = changed(details_of(edit.before), details_of(tag))
        changes = changed_pairs(pairs, self._texts, locale)
        key = "tags-changed" if changes else "tags-changed-nothing"
        lines.append(self._text(interaction, key, changes=changes))
        if edit.waiting:
            lines.append(self._text(interaction, "tags-moved-waiting", stories=edit.waiting))
        lines += gone_lines(edit, self._texts, locale)
        lines += await self._whole(interaction, tag)
        figures = await self._tags.figures(tag)
        lines.append(self._text(interaction, "tags-place", place=figures.place, tags=figures.tags))
        view = None
        if edit.undo is not None:
            undo = Answer(PanelKind.WORDS, "undo", edit.undo)
            view = panel_view(PanelButton(undo, self._text(interaction, "tags-words-undo")))
        await self._answers.show(interaction, lines, view)

    async def renamed(self, interaction: _Interaction, before: Tag, after: Tag) -> None:
        """Say what a tag is called now."""
        key = "tags-respelled" if before.key == after.key else "tags-renamed"
        said = self._text(interaction, key, old=_label(before), label=_label(after))
        await self._answers.show(interaction, [said, *await self._shared(interaction, after)])

    async def show(self, interaction: _Interaction, tag: Tag) -> None:
        """Show all of a tag."""
        locale = str(interaction.locale)
        lines = [tag_line(tag, self._texts, locale), *await self._whole(interaction, tag)]
        lines += figure_lines(await self._tags.figures(tag), self._texts, locale)
        faults = [self._texts.get(key, locale, **shown_fields(fields)) for key, fields in self._faults(tag)]
        await self._answers.show(interaction, [*lines, *(f"⚠️ {fault}" for fault in faults)])

    async def list_all(self, interaction: _Interaction) -> None:
        """List the server's tags, page by page."""
        tags = await self._tags.list(ServerId(server_of(interaction).id))
        if not tags:
            await self._answers.say(interaction, "tags-none")
            return
        heading = [self._text(interaction, "tags-heading", count=len(tags))]
        lines = [Line(self._line(interaction, tag)) for tag in tags]
        await self._pages.show(interaction, heading, lines, per_page=_PER_PAGE, of_owners=True)

    async def rules(self, interaction: _Interaction, look: RulesLook) -> None:
        """Show a tag's rules, with a button to change them."""
        lines = rules_lines(look, self._texts, str(interaction.locale))
        await self._answers.show(interaction, lines, self._changing(interaction, look))

    async def ask_to_merge(self, interaction: _Interaction, gone: str, into: str) -> None:
        """Ask whether to merge a tag into another."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        await self._answers.think(interaction)
        merger = await self._merging.ask(server_id, actor, gone, into)
        view = confirmation(
            PanelKind.MERGE,
            merger.panel,
            confirm=self._text(interaction, "tags-merge-yes"),
            cancel=self._text(interaction, "tags-merge-no"),
        )
        await self._answers.show(
            interaction, merger_lines(merger, self._texts, str(interaction.locale)), view
        )

    async def ask_to_remove(self, interaction: _Interaction, typed: str) -> None:
        """Ask whether to remove a tag."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        await self._answers.think(interaction)
        removal = await self._tags.ask_to_remove(server_id, actor, typed)
        view = confirmation(
            PanelKind.UNTAG,
            removal.panel,
            confirm=self._text(interaction, "tags-remove-yes"),
            cancel=self._text(interaction, "tags-remove-no"),
        )
        await self._answers.show(interaction, loss_lines(removal, self._texts, str(interaction.locale)), view)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was asked about, or leave it."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        match answer.kind, answer.what:
            case PanelKind.RULES, "form" | "mine":
                await self._open_form(interaction, answer)
            case PanelKind.RULES, _:
                await self._rewrite(interaction, answer)
            case PanelKind.WORDS, _:
                tag = await self._tags.restore_words(server_id, actor, answer.key)
                lines = [self._text(interaction, "tags-words-back", label=_label(tag))]
                await self._answers.replace(interaction, [*lines, *await self._whole(interaction, tag)])
            case PanelKind.MERGE, "yes":
                await interaction.response.defer()
                gone, into, moved = await self._merging.merge(server_id, actor, answer.key)
                fields = {"gone": _label(gone), "into": _label(into), "channel": f"<#{into.channel_id}>"}
                said = self._text(interaction, "tags-merged", **fields, stories=moved)
                await self._answers.replace(interaction, [said])
            case PanelKind.UNTAG, "yes":
                tag, ended = await self._tags.remove(server_id, actor, answer.key)
                said = self._text(interaction, "tags-removed", label=_label(tag), stories=ended)
                await self._answers.replace(interaction, [said])
            case _:
                await self._tags.leave(server_id, actor, answer.kind, answer.key)
                await self._answers.replace(interaction, [self._text(interaction, "tags-kept")])

    async def _rewrite(self, interaction: _Interaction, answer: Answer) -> None:
        """Keep the rules of a form; where they can't be kept, offer the form again as it was filled in."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        text = answer.typed.get("rules", "")
        try:
            look = await self._rules.rewrite(server_id, actor, answer.key, text, sees(interaction))
        except InvalidInput as refused:
            await self._rules.keep_typed(server_id, actor, answer.key, text)
            faults = refused.faults if isinstance(refused, InvalidLines) else (refused,)
            why = [self._text(interaction, each.code, **shown_fields(each.fields)) for each in faults]
            mine = Answer(PanelKind.RULES, "mine", answer.key)
            view = panel_view(PanelButton(mine, self._text(interaction, "settings-mine")))
            await self._answers.show(interaction, why, view)
            return
        lines = rules_lines(look, self._texts, str(interaction.locale))
        await self._answers.replace(interaction, lines, self._changing(interaction, look))

    async def _open_form(self, interaction: _Interaction, answer: Answer) -> None:
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        _, text = await self._rules.written(server_id, actor, answer.key, mine=answer.what == "mine")
        field = Field(
            "rules",
            self._text(interaction, "tags-rules-field"),
            text,
            hint=self._text(interaction, "tags-rules-hint"),
            several_lines=True,
            most=LONGEST,
        )
        custom_id = Answer(PanelKind.RULES, "kept", answer.key).custom_id("form")
        await interaction.response.send_modal(
            form(custom_id, self._text(interaction, "tags-rules-title"), [field])
        )

    async def _shared(self, interaction: _Interaction, tag: Tag) -> list[str]:
        if not (others := await self._tags.sharing(tag)):
            return []
        labels = escape_line(", ".join(others), _LABELS)
        return [self._text(interaction, "tags-shared-name", name=_label(tag), tags=labels)]

    def _faults(self, tag: Tag) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield the texts that say what keeps a tag from doing what is set, with their fields."""
        channel_id = tag.channel_id
        if self._channels.kind(channel_id) is None:
            yield "reason-channel-gone", {}
        elif missing := self._channels.missing(channel_id):
            yield "error-channel-permissions", {"channel": channel_id, "missing": ", ".join(missing)}
        elif tag.role_id is not None and not self._channels.may_ping(channel_id, tag.role_id):
            yield "error-role-not-pingable", {"role": tag.role_id, "channel": channel_id}

    def _changing(self, interaction: _Interaction, look: RulesLook) -> discord.ui.View:
        change = self._text(interaction, "tags-rules-change")
        return panel_view(PanelButton(Answer(PanelKind.RULES, "form", look.panel), change))

    def _line(self, interaction: _Interaction, tag: Tag) -> str:
        line = tag_line(tag, self._texts, str(interaction.locale))
        if words := len(tag.synonyms) + len(tag.rules):
            line += f" · {self._text(interaction, 'tags-words', count=words)}"
        reviewed = tag.policy is Policy.REVIEW
        return self._text(interaction, "tags-line-reviewed", line=line) if reviewed else line

    async def _whole(self, interaction: _Interaction, tag: Tag) -> list[str]:
        asked = await self._vote_sets.asked_with(tag.server_id, tag.options.vote_set_id)
        votes = None if asked is None else asked.name
        if asked is not None and asked.id != tag.options.vote_set_id:
            votes = self._text(interaction, "votes-default-own", name=asked.name)
        forum = self._channels.forum(tag.channel_id)
        return tag_lines(tag, forum, votes, self._texts, str(interaction.locale))

    def _text(self, interaction: _Interaction, key: str, **fields: object) -> str:
        return self._answers.text(interaction, key, **fields)


def _label(tag: Tag) -> str:
    return escape_line(tag.label, _LABEL)
