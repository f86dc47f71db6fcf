"""What the panel of /newsroom setup looks like at each step.

All that a press needs stands in the custom_ids, so that the panel works after a restart: the step, and which
of the starter tags are chosen, as bits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

import discord

from bot.chat import layouts
from bot.chat.feed_preview import filing_options, found_lines, named_options
from bot.chat.layouts import Layout
from bot.chat.markdown import escape_line, shown_fields
from bot.domain.text import cut_at_word
from bot.newsroom.setup import Rehearsal, SetupState, Step, known_names
from bot.newsroom.sources import FoundFeed, NamedFeeds
from bot.newsroom.starter_tags import StarterTag
from bot.texts.catalogue import Texts

_ACCENT = 0x3B82C4
_LABEL = 40
_NOTE = 800
_WORDS_OF_STEP = 2700  # what is left of a message's text beside the head and a note
_LINES = 12
_BUTTON = layouts.BUTTON_LABEL
_PREFIX = "newsclip:setup"
# What a test card carries: who reads it may take it away, and a test finds what an interrupted one has left.
AWAY = f"{_PREFIX}:away"
_CARDS = (discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum)
_TITLES = {
    Step.MODERATORS: "setup-title-moderators",
    Step.SUBJECTS: "setup-title-subjects",
    Step.FEED: "setup-title-feed",
    Step.CHECK: "setup-title-check",
    Step.TEST: "setup-title-test",
}
_WORDS = {
    Step.MODERATORS: "setup-moderators",
    Step.SUBJECTS: "setup-subjects",
    Step.FEED: "setup-feed",
    Step.CHECK: "setup-check",
    Step.TEST: "setup-test",
}

_Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Press:
    """What a button or select of the panel stands for; `values` are those of a select."""

    action: str
    detail: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a panel shows beside the state: its step, what was chosen there, was found, or went wrong.

    well: the note says what was done. warned: that what was chosen would be dropped. done: nothing more
    is asked.
    """

    step: Step
    chosen: frozenset[str] = frozenset()
    found: FoundFeed | None = None
    named: NamedFeeds | None = None
    rehearsals: tuple[Rehearsal, ...] = ()
    note: str = ""
    well: bool = False
    warned: bool = False
    done: bool = False


class SetupItem(
    discord.ui.DynamicItem[discord.ui.Item[Any]],
    template=r"newsclip:setup:(?P<action>[a-z]+)(?::(?P<detail>\w+))?",
):
    """A button or select of the panel."""

    def __init__(self, item: discord.ui.Item[Any], press: Press) -> None:
        self.press = press
        super().__init__(item)

    @classmethod
    async def from_custom_id(
        cls, interaction: _Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the item again from what a press carries."""
        data = cast("dict[str, Any]", interaction.data)
        return cls(item, Press(match["action"], match["detail"] or "", tuple(data.get("values") or ())))

    async def callback(self, interaction: _Interaction) -> None:
        """Pass on what was pressed."""
        await interaction.client.setup_desk.pressed(interaction, self.press)


class SetupPanel:
    """Draws the panel in one person's language."""

    def __init__(self, texts: Texts, starters: Sequence[StarterTag]) -> None:
        self._texts = texts
        self._starters = starters

    def view(self, state: SetupState, shown: Shown, locale: str) -> Layout:
        """Return the panel."""
        container: discord.ui.Container[Layout] = discord.ui.Container(accent_colour=_ACCENT)
        container.add_item(_text(self._head(state, shown.step, locale)))
        container.add_item(discord.ui.Separator())
        if shown.done:
            container.add_item(_text("\n".join(self._end(state, locale))))
            return layouts.layout(container)
        container.add_item(_text(self._fitting(list(self._words(state, shown, locale)), locale)))
        if shown.note:
            mark = self._get("setup-note-well" if shown.well else "setup-note", locale, note="")
            container.add_item(_text(mark + cut_at_word(shown.note, _NOTE)))
        for row in self._controls(state, shown, locale):
            container.add_item(row)
        container.add_item(discord.ui.Separator())
        container.add_item(self._ways(shown, locale))
        return layouts.layout(container)

    def chosen(self, bits: str) -> frozenset[str]:
        """Return the keys of the starter tags that a custom_id's bits stand for."""
        number = int(bits or "0", 16)
        return frozenset(each.key for place, each in enumerate(self._starters) if number >> place & 1)

    def _bits(self, chosen: frozenset[str]) -> str:
        return f"{sum(1 << place for place, each in enumerate(self._starters) if each.key in chosen):x}"

    def _head(self, state: SetupState, current: Step, locale: str) -> str:
        steps = [
            self._get(
                "setup-step-here"
                if step is current
                else "setup-step-done"
                if state.done(step)
                else "setup-step-open",
                locale,
                title=self._get(_TITLES[step], locale),
            )
            for step in Step
        ]
        return f"### {self._get('setup-heading', locale)}\n-# {' · '.join(steps)}"

    def _words(self, state: SetupState, shown: Shown, locale: str) -> Iterator[str]:
        step = shown.step
        if shown.found is None:
            yield self._get(_WORDS[step], locale)
        match step:
            case Step.MODERATORS if state.review_channel_id is not None:
                yield self._get("setup-moderators-now", locale, channel=f"<#{state.review_channel_id}>")
            case Step.MODERATORS:
                yield self._get("setup-moderators-without", locale)
            case Step.SUBJECTS:
                yield from self._subjects(state, shown, locale)
            case Step.FEED if shown.found is not None:
                yield from found_lines(shown.found, self._texts, locale)
            case Step.FEED:
                yield from self._feeds(state, locale)
                if shown.named is not None:
                    yield self._get("feeds-named", locale, count=len(shown.named.feeds))
            case Step.CHECK:
                yield from self._check(state, locale)
            case Step.TEST:
                yield from self._test(state, shown, locale)

    def _fitting(self, lines: list[str], locale: str) -> str:
        """Return the lines, and where they are too much for a message how many are left out."""
        kept = len(lines)
        while kept > 1 and sum(map(len, lines[:kept])) + kept > _WORDS_OF_STEP:
            kept -= 1
        more = [self._get("command-more", locale, count=len(lines) - kept)] if kept < len(lines) else []
        return "\n".join([*lines[:kept], *more])

    def _subjects(self, state: SetupState, shown: Shown, locale: str) -> Iterator[str]:
        for tag in state.tags[:_LINES]:
            label = escape_line(tag.label, _LABEL)
            yield self._get("tags-line", locale, label=label, channel=f"<#{tag.channel_id}>")
        if len(state.tags) > _LINES:
            yield self._get("command-more", locale, count=len(state.tags) - _LINES)
        if shown.chosen:
            labels = ", ".join(each.label for each in self._starters if each.key in shown.chosen)
            yield self._get("setup-subjects-where", locale, subjects=labels)

    def _feeds(self, state: SetupState, locale: str) -> Iterator[str]:
        for feed in state.feeds[:_LINES]:
            yield f"- {escape_line(feed.title or feed.url, _LABEL * 2)}"
        if len(state.feeds) > _LINES:
            yield self._get("command-more", locale, count=len(state.feeds) - _LINES)

    def _check(self, state: SetupState, locale: str) -> Iterator[str]:
        if not state.tags:
            yield self._get("setup-check-nothing", locale)
        elif not state.faults:
            yield self._get("setup-check-well", locale)
        for fault in state.faults:
            fields = {
                "channel": f"<#{fault.channel_id}>",
                "tags": escape_line(", ".join(fault.labels), _LABEL),
            }
            if fault.missing:
                missing = ", ".join(fault.missing)
                yield self._get("setup-check-missing", locale, **fields, permissions=missing)
            else:
                yield self._get("setup-check-gone", locale, **fields)
        yield from self._better(state, locale)

    def _better(self, state: SetupState, locale: str) -> Iterator[str]:
        """Name what goes better with more permissions, once for all channels that lack the same."""
        lacking: dict[tuple[str, ...], list[str]] = {}
        for fault in state.better:
            lacking.setdefault(fault.missing, []).append(f"<#{fault.channel_id}>")
        for more, channels in lacking.items():
            shown = " ".join(channels[:_LINES]) + ("" if len(channels) <= _LINES else " …")
            yield self._get("setup-check-better", locale, channels=shown, permissions=", ".join(more))

    def _test(self, state: SetupState, shown: Shown, locale: str) -> Iterator[str]:
        yield self._summary(state, locale)
        yield from self._newest(state, locale)
        for each in shown.rehearsals:
            channel = f"<#{each.channel_id}>"
            if each.error is not None:
                why = self._get(each.error.code, locale, **shown_fields(each.error.fields))
                yield self._get("setup-test-failed", locale, channel=channel, why=why)
            else:
                key = "setup-test-well" if each.posted else "setup-test-looked"
                yield self._get(key, locale, channel=channel)

    def _summary(self, state: SetupState, locale: str) -> str:
        if not (state.tags and state.feeds):
            return self._get("setup-lacking", locale)
        there = self._get("setup-summary", locale, tags=len(state.tags), feeds=len(state.feeds))
        return f"{there} {self._outlook(state, locale)}"

    def _newest(self, state: SetupState, locale: str) -> Iterator[str]:
        """Link the newest card, so that an owner sees what they have made."""
        if state.card is not None:
            yield self._get("setup-card", locale, link=state.card)
        elif state.coming and not state.paused and not state.faults:
            yield self._get("setup-card-coming", locale)

    def _outlook(self, state: SetupState, locale: str) -> str:
        """Say whether stories go out, or what keeps them back."""
        if state.paused:
            return self._get("setup-paused", locale)
        if state.faults:
            kept = " ".join(f"<#{fault.channel_id}>" for fault in state.faults[:_LINES])
            return self._get("setup-kept-back", locale, channels=kept)
        return " ".join(self._going(state, locale))

    def _going(self, state: SetupState, locale: str) -> Iterator[str]:
        yield self._get("setup-going", locale)
        if state.reviewed and state.review_channel_id is not None:
            yield self._get("setup-going-reviewed", locale, channel=f"<#{state.review_channel_id}>")
        elif state.reviewed:
            yield self._get("setup-going-reviewed-next", locale)

    def _end(self, state: SetupState, locale: str) -> Iterator[str]:
        """Say what is there, and what can be done next."""
        yield self._summary(state, locale)
        yield from self._newest(state, locale)
        if state.review_channel_id is not None:
            yield self._get("setup-told-in", locale, channel=f"<#{state.review_channel_id}>")
        yield self._get("setup-next-things", locale)

    def _controls(
        self, state: SetupState, shown: Shown, locale: str
    ) -> "Iterator[discord.ui.ActionRow[Layout]]":
        match shown.step:
            case Step.MODERATORS:
                kept = self._bits(shown.chosen) if shown.chosen else ""
                yield layouts.row(_channels("review", kept, self._get("setup-choose-channel", locale)))
                yield layouts.row(self._button("private", kept, "setup-make-private", locale))
            case Step.SUBJECTS:
                yield from self._subject_controls(state, shown, locale)
            case Step.FEED:
                yield from self._feed_controls(shown, locale)
            case Step.CHECK:
                gone = next((fault for fault in state.faults if not fault.missing), None)
                if gone is not None:
                    placeholder = self._get("setup-choose-another", locale)
                    yield layouts.row(_channels("move", str(gone.channel_id), placeholder, types=_CARDS))
                yield layouts.row(self._button("go", Step.CHECK, "setup-check-again", locale))
            case Step.TEST if state.tags:
                yield layouts.row(self._button("test", "", "setup-test-now", locale, main=True))

    def _subject_controls(
        self, state: SetupState, shown: Shown, locale: str
    ) -> "Iterator[discord.ui.ActionRow[Layout]]":
        there = known_names(state.tags)
        offered = [each for each in self._starters if each.key not in there]
        if not offered:
            return
        select: discord.ui.Select[Layout] = discord.ui.Select(
            custom_id=f"{_PREFIX}:tags",
            placeholder=self._get("setup-choose-subjects", locale),
            min_values=0,  # what was chosen can be taken away again
            max_values=len(offered),
        )
        for each in offered:
            select.add_option(
                label=each.label, value=each.key, description=each.topic, default=each.key in shown.chosen
            )
        yield layouts.row(SetupItem(select, Press("tags")))
        if not shown.chosen:
            return
        bits = self._bits(shown.chosen)
        yield layouts.row(_channels("into", bits, self._get("setup-choose-into", locale), types=_CARDS))
        yield layouts.row(
            self._button("channels", bits, "setup-make-channels", locale),
            self._button("forum", bits, "setup-make-forum", locale),
        )

    def _feed_controls(self, shown: Shown, locale: str) -> "Iterator[discord.ui.ActionRow[Layout]]":
        found = shown.found
        if shown.named is not None:
            yield layouts.row(self._named(shown.named, locale))
            yield layouts.row(self._button("feed", "", "setup-feed-another", locale))
            return
        if found is None:
            yield layouts.row(self._button("feed", "", "setup-feed-give", locale, main=True))
            return
        if found.tags:
            select: discord.ui.Select[Layout] = discord.ui.Select(custom_id=f"{_PREFIX}:file:{found.key}")
            for each in filing_options(found, self._texts, locale):
                select.append_option(each)
            yield layouts.row(SetupItem(select, Press("file")))
        yield layouts.row(
            self._button("keep", found.key, "setup-feed-keep", locale, main=True),
            self._button("newest", found.key, "setup-feed-newest", locale),
            self._button("feed", "", "setup-feed-another", locale),
        )

    def _named(self, named: NamedFeeds, locale: str) -> SetupItem:
        select: discord.ui.Select[Layout] = discord.ui.Select(
            custom_id=f"{_PREFIX}:named:{named.key}", placeholder=self._get("feeds-choose", locale)
        )
        for each in named_options(named):
            select.append_option(each)
        return SetupItem(select, Press("named", named.key))

    def _ways(self, shown: Shown, locale: str) -> "discord.ui.ActionRow[Layout]":
        steps = list(Step)
        place = steps.index(shown.step)
        buttons = []
        if place > 0:
            buttons.append(self._button("go", self._way(steps[place - 1], shown), "setup-back", locale))
        if shown.step is Step.SUBJECTS and shown.chosen and not shown.warned:
            buttons.append(self._button("unplaced", self._bits(shown.chosen), "setup-next", locale))
        elif place == len(steps) - 1:
            buttons.append(self._button("done", "", "setup-done", locale))
        else:
            buttons.append(self._button("go", self._way(steps[place + 1], shown), "setup-next", locale))
        return layouts.row(*buttons)

    def _way(self, step: Step, shown: Shown) -> str:
        """Return where a button leads, with what was chosen and has no place yet: there it still is."""
        return f"{step}_{self._bits(shown.chosen)}" if shown.chosen else step

    def _button(self, action: str, detail: str, key: str, locale: str, *, main: bool = False) -> SetupItem:
        style = discord.ButtonStyle.success if main else discord.ButtonStyle.secondary
        label = cut_at_word(self._get(key, locale), _BUTTON)
        custom_id = f"{_PREFIX}:{action}:{detail}" if detail else f"{_PREFIX}:{action}"
        return SetupItem(
            discord.ui.Button(label=label, style=style, custom_id=custom_id), Press(action, detail)
        )

    def _get(self, key: str, locale: str, **fields: object) -> str:
        return self._texts.get(key, locale, **fields)


def _channels(
    action: str,
    detail: str,
    placeholder: str,
    *,
    types: Sequence[discord.ChannelType] = (discord.ChannelType.text,),
) -> SetupItem:
    custom_id = f"{_PREFIX}:{action}:{detail}" if detail else f"{_PREFIX}:{action}"
    select: discord.ui.ChannelSelect[Layout] = discord.ui.ChannelSelect(
        custom_id=custom_id, placeholder=cut_at_word(placeholder, 150), channel_types=list(types)
    )
    return SetupItem(select, Press(action, detail))


def _text(content: str) -> "discord.ui.TextDisplay[Layout]":
    return discord.ui.TextDisplay(content)
